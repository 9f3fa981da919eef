"""Starts wait for each other, and what hinders one is told in a line."""

import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections

from workshops import files, readiness
from workshops.management import starting
from workshops.management.commands import serve


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def order() -> list[str]:
    """What happens when a second start comes while the first is at it."""
    said, inside, waiting = [], threading.Event(), threading.Event()

    def first() -> None:
        with starting.alone():
            inside.set()
            waiting.wait(10)
            said.extend(["first begins", "first ends"])
        connections.close_all()

    def second() -> None:
        inside.wait(10)
        threading.Timer(0.5, waiting.set).start()
        with starting.alone():
            said.append("second begins")
        connections.close_all()

    threads = [threading.Thread(target=each) for each in (first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    return said


ONE_AT_A_TIME = ["first begins", "first ends", "second begins"]


@pytest.mark.django_db(transaction=True)
def test_on_one_machine_starts_wait_for_each_other(folder):
    assert order() == ONE_AT_A_TIME


@pytest.mark.django_db(transaction=True)
def test_on_several_machines_the_database_has_them_wait(monkeypatch):
    if connection.vendor == "postgresql":  # SQLite is one machine's
        monkeypatch.setattr(files, "alone", lambda _folder: nullcontext())
        assert order() == ONE_AT_A_TIME


@pytest.fixture
def start(folder, monkeypatch):
    """Starts the server, up to where it would serve; with what happens while it is brought up to date."""
    monkeypatch.setenv("DIALOG_SITE_URL", "http://localhost")
    monkeypatch.setattr("os.execv", lambda *_command: pytest.fail("it serves"))

    def run(happens=None) -> None:
        if happens:
            monkeypatch.setattr(serve.Command, "bring_up_to_date", lambda _self: happens())
        call_command("serve", port=0)

    return run


def raising(error: Exception):
    def happens() -> None:
        raise error

    return happens


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device"), "the disk is full ([Errno 28] No space left on device)"),
        (OSError(30, "Read-only file system"), "not allowed ([Errno 30] Read-only file system)"),
        (OperationalError("no route\nto host"), "the database is away (no route to host)"),
    ],
)
def test_what_hinders_a_start_is_told_in_a_line(start, db, error, line):
    with pytest.raises(CommandError) as told:
        start(raising(error))

    assert str(told.value) == f"Cannot start: {line}."


def test_a_start_on_a_full_disk_migrates_nothing(start, db, monkeypatch):
    monkeypatch.setattr(readiness, "disk", lambda: ["The disk is full: 3 MB left, 100 are needed. Make room."])
    with pytest.raises(
        CommandError, match=r"^Cannot start\. The disk is full: 3 MB left, 100 are needed\. Make room\.$"
    ):
        start()


def test_what_an_earlier_version_left_open_is_closed(folder, monkeypatch):
    base = folder / "dialog.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(base))
    monkeypatch.setattr(connection, "vendor", "sqlite")
    ours = [folder / "secret-key", base, folder / "dialog.sqlite3-wal"]
    for path in ours:
        path.touch()
        path.chmod(0o644)
    starting.make_private()

    assert [path.stat().st_mode & 0o777 for path in ours] == [0o600] * 3
