"""Whether this process can serve: what ``/readyz`` tells, and what a start looks at first. Said in English, to IT."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from . import mishaps
from .backup import upgrades
from .models import Upkeep

ROOM = 100_000_000  # bytes: a report of a thousand notes takes one, a day of workshops ten


def faults() -> list[str]:
    """A line for each thing that hinders; none when the process is ready."""
    return [*disk(), *database()]


def disk() -> list[str]:
    """What hinders on the disks of the data folder and, with SQLite, the database."""
    try:
        left = min(shutil.disk_usage(folder).free for folder in _folders())
    except OSError as error:
        return [f"The data folder cannot be used: {error.strerror}."]
    if left < ROOM:
        return [f"The disk is full: {left // 1_000_000} MB left, {ROOM // 1_000_000} are needed. Make room."]
    return []


def _folders() -> set[Path]:
    name = str(connection.settings_dict["NAME"])
    return {settings.DATA_DIR, *([Path(name).parent] if connection.vendor == "sqlite" else [])}


def database() -> list[str]:
    """What hinders in the database."""
    try:
        if missing := upgrades.missing():
            count = f"{len(missing)} migration{'s are' if len(missing) > 1 else ' is'}"
            return [f"{count} not applied, the first {'.'.join(min(missing))}. Restart with manage.py serve."]
        Upkeep.objects.try_writing()
    except (DatabaseError, InterfaceError) as error:
        return [f"The database cannot be written to: {mishaps.in_a_line(error)}."]
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return []
