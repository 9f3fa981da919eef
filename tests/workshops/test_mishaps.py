"""What hinders a report is told apart by the kind of fault, however a library words it."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import DatabaseErrorWrapper, DataError

from workshops import mishaps


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def in_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("said in some words or other")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (mishaps.NoPango(), mishaps.PANGO),
        (caused(mishaps.NoPango(), OSError("cannot load library")), mishaps.PANGO),
        (OSError(errno.ENOSPC, "x"), mishaps.FULL),
        (OSError(errno.EDQUOT, "x"), mishaps.FULL),
        (OSError(errno.EACCES, "x"), mishaps.FORBIDDEN),
        (OSError(errno.EPERM, "x"), mishaps.FORBIDDEN),
        (OSError(errno.EROFS, "x"), mishaps.FORBIDDEN),
        (OSError(errno.ENOENT, "x"), mishaps.INCOMPLETE),
        (ImportError("x"), mishaps.INCOMPLETE),
        (OSError(errno.ENOMEM, "x"), mishaps.MEMORY),
        (BlockingIOError(errno.EAGAIN, "x"), mishaps.MEMORY),
        (MemoryError(), mishaps.MEMORY),
        (OperationalError("x"), mishaps.DATABASE),
        (InterfaceError("x"), mishaps.DATABASE),
        (caused(OperationalError("x"), in_sqlite(sqlite3.SQLITE_BUSY)), mishaps.DATABASE),
        (caused(OperationalError("x"), in_sqlite(sqlite3.SQLITE_FULL)), mishaps.FULL),
        (caused(OperationalError("x"), in_sqlite(sqlite3.SQLITE_READONLY)), mishaps.FORBIDDEN),
        (caused(OperationalError("x"), in_sqlite(sqlite3.SQLITE_READONLY | 4 << 8)), mishaps.FORBIDDEN),
        (caused(OperationalError("x"), psycopg.errors.DiskFull("x")), mishaps.FULL),
        (caused(OperationalError("x"), psycopg.errors.OutOfMemory("x")), mishaps.MEMORY),
        (caused(OperationalError("x"), psycopg.errors.AdminShutdown("x")), mishaps.DATABASE),
        (caused(RuntimeError("x"), OSError(errno.ENOSPC, "x")), mishaps.FULL),
        (OSError("no number"), mishaps.BROKEN),
        (OSError(errno.EIO, "x"), mishaps.BROKEN),
        (DataError("x"), mishaps.BROKEN),
        (ValueError("No space left on device"), mishaps.BROKEN),
        (ZeroDivisionError(), mishaps.BROKEN),
    ],
    ids=repr,
)
def test_each_fault_is_told_as_what_it_is(error, expected):
    assert mishaps.of(error) is expected


def test_a_database_that_is_full_tells_so_itself(tmp_path):
    """Not a made-up error: SQLite's own, as Django hands it on."""
    raw = sqlite3.connect(tmp_path / "small.sqlite3")
    raw.execute("PRAGMA max_page_count = 2")
    raw.execute("CREATE TABLE t (x)")
    with pytest.raises(OperationalError) as error, DatabaseErrorWrapper(DatabaseWrapper({})):
        raw.execute("INSERT INTO t VALUES (zeroblob(100000))")
    raw.close()
    assert mishaps.of(error.value) is mishaps.FULL


@pytest.mark.parametrize("mishap", mishaps.EVERY, ids=lambda each: each.name)
def test_another_process_is_told_by_the_exit_status(mishap):
    assert mishaps.of_status(mishap.status) is mishap


@pytest.mark.parametrize(
    ("status", "expected"),
    [(0, None), (-9, mishaps.STOPPED), (-15, mishaps.STOPPED), (2, mishaps.BROKEN), (99, mishaps.BROKEN)],
)
def test_other_statuses(status, expected):
    assert mishaps.of_status(status) is expected


@pytest.mark.parametrize("mishap", mishaps.EVERY, ids=lambda each: each.name)
@pytest.mark.parametrize("page", [True, False])
def test_what_is_told_fits_where_it_is_kept_and_says_what_to_do(mishap, page):
    told = mishaps.told_of_report(mishap, page)

    assert len(told) <= 300
    assert told.startswith("PDF'en" if page else "Opsamlingen")
    assert any(word in told for word in ("Prøv igen", "prøv så igen", "installere Dialogværksted igen"))


def test_statuses_are_told_apart():
    assert len({each.status for each in mishaps.EVERY}) == len(mishaps.EVERY)
