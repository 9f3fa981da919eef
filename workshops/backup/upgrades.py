"""A new version of the code: what it has not applied yet, and the backup that is taken before it does."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from . import archive
from .manifest import Node

KEPT = dt.timedelta(days=30)  # what was erased meanwhile is still in it


def missing() -> set[Node]:
    """The migrations of this code that the database has not had."""
    return _shipped() - MigrationRecorder(connection).applied_migrations().keys()


@cache
def _shipped() -> set[Node]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def back_up_first() -> Path | None:
    """Back up a database that is about to be migrated. Returns where to; None where there is nothing to migrate.

    It is named by what comes first: a start that failed halfway and is tried again takes one of its own.
    """
    left = missing()
    if not left or left == _shipped():
        return None
    folder = settings.DATA_DIR / "backups"
    folder.mkdir(exist_ok=True)
    path = folder / f"before-{'-'.join(min(left))}.tar.gz"
    archive.keep(path)
    return path


def forget(now: dt.datetime) -> None:
    """Delete the backups of upgrades that were a month ago."""
    for path in (settings.DATA_DIR / "backups").glob("before-*.tar.gz"):
        if path.stat().st_mtime <= (now - KEPT).timestamp():
            path.unlink()
