"""That what was erased is gone from the database's own files, too.

SQLite writes zeros over what was deleted (``secure_delete``), but what was written stands in its log until that is
copied and cut off. PostgreSQL leaves nothing that SQL can reach; what its files, log and backups keep is told in
docs/operations.md.
"""

from contextlib import suppress

from django.db import OperationalError, connection, transaction

PATIENCE = 500  # milliseconds that others may be reading before it is left to the next time, within the hour


def wipe() -> None:
    """Once the transaction commits, cut off the log that still has what was erased in it."""
    if connection.vendor == "sqlite":
        transaction.on_commit(cut_off)


def cut_off() -> None:
    """Copy SQLite's log into the database, and cut it off, unless others are busy with it for long."""
    with connection.cursor() as cursor, suppress(OperationalError):
        (timeout,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {timeout}")
