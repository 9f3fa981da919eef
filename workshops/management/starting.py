"""Starting one at a time, with what hinders told in one line."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection

from workshops import files, mishaps, readiness

LOCK = 0x6469616C6F67  # "dialog": the number of PostgreSQL's advisory lock


@contextmanager
def told(what: str) -> Iterator[None]:
    """Tell what hinders ``what`` in one line. Raises CommandError."""
    try:
        yield
    except (OSError, DatabaseError, InterfaceError, sqlite3.Error, psycopg.Error) as error:
        raise CommandError(f"{what}: {mishaps.of(error).name} ({mishaps.in_a_line(error)}).") from None


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else starts while the block lasts: by a file in the data folder, and by the lock of a PostgreSQL."""
    with files.alone(settings.DATA_DIR), _advisory() if connection.vendor == "postgresql" else nullcontext():
        yield


@contextmanager
def _advisory() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def check_room() -> None:
    """Raise CommandError where the disk has no room to run on."""
    for line in readiness.disk():
        raise CommandError(f"Cannot start. {line}")


def make_private() -> None:
    """Close to others what an earlier version made: database and key."""
    name = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else ""
    for path in [settings.DATA_DIR / "secret-key", *(Path(f"{name}{end}") for end in ("", "-wal", "-shm") if name)]:
        if path.is_file() and path.stat().st_uid == os.geteuid():
            path.chmod(0o600)
