"""A backup of SQLite: a copy of the database by SQLite's own backup, which is whole though others write meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .manifest import Manifest, NotRestored

NAME = "dialog.sqlite3"
Parts = Iterator[tuple[str, IO[bytes]]]


@contextmanager
def snapshot() -> Iterator[tuple[Manifest, Parts]]:
    """The database as it is now: what it is, and its file."""
    with _own_folder() as folder:
        path = folder / NAME
        with closing(sqlite3.connect(path)) as copy:
            _here().backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
            nodes = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        yield Manifest(timezone.now(), connection.vendor, nodes), _part(path)


def _part(path: Path) -> Parts:
    with path.open("rb") as file:
        yield NAME, file


def load(manifest: Manifest, parts: Parts, force: bool) -> None:
    """Put the database in the place of the one that is here. Raises NotRestored where that is not empty."""
    if connection.introspection.table_names() and not force:
        raise NotRestored("There is a database here already. --force puts the backup in its place.")
    with _own_folder() as folder:
        path = folder / NAME
        with path.open("wb") as file:
            for _name, part in parts:
                shutil.copyfileobj(part, file)
        with closing(sqlite3.connect(path)) as found:
            is_whole = found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            if not is_whole or not found.execute("SELECT 1 FROM sqlite_schema").fetchone():
                raise NotRestored("The database in the backup is damaged.")
            found.backup(_here())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _here() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection


@contextmanager
def _own_folder() -> Iterator[Path]:
    """Beside the database, where there is room for one and nobody else reads."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as folder:
        yield Path(folder)
