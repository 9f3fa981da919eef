"""What the server says of itself where it cannot serve, and what a start refuses to begin with."""

import sqlite3
from collections import namedtuple

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from workshops import readiness
from workshops.models import Upkeep

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def free(monkeypatch):
    """Lets a test decide how many bytes the disk has left."""

    def left(bytes: int) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage(0, 0, bytes))

    return left


@pytest.fixture
def writing(monkeypatch):
    """Lets a test decide what the database says when it is written to."""

    def raises(error: Exception) -> None:
        def try_writing(_self) -> None:
            raise error

        monkeypatch.setattr(type(Upkeep.objects.all()), "try_writing", try_writing)

    return raises


def test_where_nothing_hinders_something_was_written(db):
    assert readiness.faults() == []
    assert Upkeep.objects.get().tried_at is not None


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (12_345_678, ["The disk is full: 12 MB left, 100 are needed. Make room."]),
        (99_999_999, ["The disk is full: 99 MB left, 100 are needed. Make room."]),
        (100_000_000, []),
    ],
)
def test_a_full_disk_is_told(db, free, left, said):
    free(left)

    assert readiness.faults() == said


def test_a_data_folder_that_is_gone_is_told(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    assert readiness.disk() == ["The data folder cannot be used: No such file or directory."]


def test_a_migration_that_was_not_applied_is_told_and_nothing_written(db):
    MigrationRecorder(connection).record_unapplied("workshops", "0002_marks_and_outcomes")
    one = "1 migration is not applied, the first workshops.0002_marks_and_outcomes. Restart with manage.py serve."
    assert readiness.faults() == [one]

    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")
    two = "2 migrations are not applied, the first auth.0001_initial. Restart with manage.py serve."
    assert readiness.faults() == [two]
    assert Upkeep.objects.count() == 0


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError("attempt to write\na readonly database"),
        DatabaseError("database disk image is malformed"),
    ],
)
def test_a_database_that_cannot_be_written_to_is_told_in_a_line(db, writing, error):
    writing(error)

    assert readiness.faults() == [f"The database cannot be written to: {' '.join(str(error).split())}."]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_lock_of_another_is_told(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], "timeout": 0.1})
    connection.close()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    try:
        assert readiness.database() == ["The database cannot be written to: database is locked."]
    finally:
        other.close()
        connection.close()
    assert readiness.database() == []
