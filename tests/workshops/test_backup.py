"""A backup is put back into an empty place, and the room goes on there; what cannot be put back changes nothing."""

import datetime as dt
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.e2e.server import own_database
from tests.helpers import again, write
from tests.people import cookies, seated
from workshops.backup import archive, upgrades
from workshops.backup.manifest import FORMAT, Manifest, NotRestored, read
from workshops.backup.sealing import NotSealed
from workshops.models import Note, Participant, Workshop

TEXTS = ["Mere tid til borgerne", "Citat: »æ \\N«\nog 🙂"]


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return settings.DATA_DIR


@pytest.fixture
def room(transactional_db, folder, open_workshop, places) -> Participant:
    """One who wrote two notes where the room is, and one that was deleted."""
    activity, place = open_workshop.activities.get(), places[0]
    again(open_workshop).go_to(f"{activity.pk}.write.{place.topic}.{place.question}")
    seat = open_workshop.join()
    for n, words in enumerate(TEXTS):
        write(open_workshop, places[0], words, str(n), seat)
    write(open_workshop, places[0], "Glemt", "gone", seat).delete()
    return seat


@pytest.fixture
def backup(room) -> bytes:
    out = io.BytesIO()
    archive.make(out)
    return out.getvalue()


@pytest.fixture
def passphrase(tmp_path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text("hest batteri klamme\n")
    return path


def put_back(backup: bytes, force: bool = True) -> Manifest:
    return archive.restore(io.BytesIO(backup), force)


def texts() -> list[str]:
    return sorted(Note.objects.values_list("text", flat=True))


def manage(folder: Path, database: str, *arguments: str) -> str:
    """What a command prints, in a place of its own."""
    rest = {name: value for name, value in os.environ.items() if not re.match("DIALOG_|DATABASE_URL", name)}
    ours = {"DIALOG_DATA_DIR": str(folder), "DIALOG_DEBUG": "true"}  # static files as they are: none is collected
    env = rest | ours | ({"DATABASE_URL": database} if database else {})
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


GO_ON = """
from django.test import Client
from workshops.models import Note, Workshop
phone = Client(HTTP_COOKIE={cookies!r}, HTTP_HOST="localhost")
page = phone.get("/deltag/{pk}/")
print(page.status_code, [text in page.content.decode() for text in {shown!r}])
workshop = Workshop.objects.get(pk={pk})
print(workshop.write(workshop.notes.first().place, "note", "Bagefter", "new", None).pk > {last})
print(sorted(Note.objects.values_list("text", flat=True)))
print(Client(HTTP_HOST="localhost").get("/log-ind/").status_code)
"""


@pytest.mark.thorough
def test_a_backup_put_back_into_an_empty_place_runs_on(room, tmp_path):
    """With its key: the seat's cookie holds there. What is written next takes no number that was given before."""
    file, elsewhere = tmp_path / "b.tar.gz", tmp_path / "elsewhere"
    call_command("backup", str(file), stdout=io.StringIO())
    last, phone = Note.objects.latest("pk").pk, cookies(seated(room))
    code = GO_ON.format(cookies=phone, pk=room.workshop_id, shown=[TEXTS[0]], last=last)

    with own_database() as database:
        said = manage(elsewhere, database, "restore", str(file))
        assert said.endswith("Start the server again.\n")
        (elsewhere / "static").mkdir()
        lines = manage(elsewhere, database, "shell", "-v0", "-c", code).splitlines()

    assert lines == ["200 [True]", "True", str(sorted([*TEXTS, "Bagefter"])), "200"]
    assert {path.name: path.stat().st_mode & 0o77 for path in elsewhere.iterdir() if path.is_file()}["secret-key"] == 0


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_place_of_what_came_after_it(backup, folder, settings):
    Note.objects.all().delete()
    Workshop.objects.update(title="En anden")
    (folder / "secret-key").write_text("another")
    manifest = put_back(backup)

    assert (texts(), Workshop.objects.filter(title="En anden").count()) == (sorted(TEXTS), 0)
    assert (folder / "secret-key").read_text() == settings.SECRET_KEY
    assert (manifest.format, manifest.database) == (FORMAT, connection.vendor)
    assert set(manifest.migrations) == upgrades._shipped()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_where_something_is(backup, folder):
    Note.objects.all().delete()
    with pytest.raises(NotRestored, match="--force"):
        put_back(backup, force=False)

    assert (texts(), (folder / "secret-key").exists()) == ([], False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", [0, 0.02, 0.5, 0.95])
def test_half_a_backup_changes_nothing(backup, folder, part):
    Note.objects.filter(text=TEXTS[0]).delete()
    with pytest.raises(NotRestored):
        put_back(backup[: int(len(backup) * part)])

    assert (texts(), (folder / "secret-key").exists()) == (TEXTS[1:], False)


def test_what_is_no_backup_is_told(db, folder):
    with pytest.raises(NotRestored, match="The file is no backup"):
        put_back(b"Hej alle")


# --- What it says of itself ---


def manifest(**other: object) -> bytes:
    node = ("workshops", "0001_initial")
    made = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)
    return Manifest(**{"made": made, "database": connection.vendor, "migrations": [node]} | other).as_json()


def test_what_a_backup_says_of_itself_is_read_as_it_was_written():
    assert read(manifest()).as_json() == manifest()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (manifest(format=2), "The backup has format 2, and this version reads 1."),
        (manifest(database="oracle"), r"The backup is of oracle, and DATABASE_URL names \w+\."),
        (
            manifest(migrations=[("workshops", "0001_initial"), ("workshops", "9999_later")]),
            "The backup is of a newer version: it has workshops.9999_later.",
        ),
        (b"[]", "The file is no backup"),
        (b"{", "The file is no backup"),
    ],
)
def test_a_backup_that_does_not_fit_is_told(text, said):
    with pytest.raises(NotRestored, match=said):
        read(text)


# --- Encrypted ---


@pytest.mark.django_db(transaction=True)
def test_an_encrypted_backup_is_read_with_its_passphrase_and_no_other(room, folder, passphrase, tmp_path, capsys):
    file = tmp_path / "b.gpg"
    call_command("backup", str(file), "--passphrase-file", str(passphrase))
    assert TEXTS[0].encode() not in file.read_bytes()
    with pytest.raises(CommandError, match="The file is no backup, or not all of one, or it is encrypted"):
        call_command("restore", str(file), "--force")

    Note.objects.all().delete()
    other = tmp_path / "other"
    other.write_text("hest batteri klamm")
    with pytest.raises(CommandError, match="GnuPG could not decrypt it"):
        call_command("restore", str(file), "--force", "--passphrase-file", str(other))
    assert texts() == []

    call_command("restore", str(file), "--force", "--passphrase-file", str(passphrase))
    assert texts() == sorted(TEXTS)


def test_without_gnupg_it_is_told_what_is_missing(db, folder, passphrase, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(archive, "make", lambda out: out.write(b"x"))

    said = r"A passphrase needs GnuPG, which is not here: apt-get install gnupg\."
    with (folder / "b.gpg").open("wb") as out, pytest.raises(NotSealed, match=said):
        archive.write(out, passphrase)


# --- The commands ---


def test_a_file_that_is_there_is_not_written_over(db, folder, tmp_path):
    (tmp_path / "b.tar.gz").write_text("gemt")
    with pytest.raises(CommandError, match=r"b\.tar\.gz is there already\. Name a new file\."):
        call_command("backup", str(tmp_path / "b.tar.gz"))

    assert (tmp_path / "b.tar.gz").read_text() == "gemt"


def test_a_backup_that_cannot_be_written_leaves_no_half_of_one(db, folder, tmp_path, monkeypatch):
    def full(out) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "make", full)
    with pytest.raises(CommandError, match="The backup was not made: the disk is full"):
        call_command("backup", str(tmp_path / "b.tar.gz"))
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_file_that_is_not_there_is_told(db, folder):
    with pytest.raises(CommandError, match=r"^Nothing was restored: .*No such file"):
        call_command("restore", "/nowhere/b.tar.gz")


# --- Before an upgrade ---


def test_where_nothing_is_to_be_migrated_nothing_is_backed_up(db, folder):
    assert (upgrades.back_up_first(), list(folder.iterdir())) == (None, [])


@pytest.mark.django_db(transaction=True)
def test_what_a_new_version_migrates_is_backed_up_first(room, folder):
    MigrationRecorder(connection).record_unapplied("workshops", "0022_cluster_position")
    try:
        path = upgrades.back_up_first()
    finally:
        MigrationRecorder(connection).record_applied("workshops", "0022_cluster_position")

    assert path == folder / "backups" / "before-workshops-0022_cluster_position.tar.gz"
    with path.open("rb") as file, pytest.raises(NotRestored, match="--force"):
        archive.restore(file, force=False)


def test_backups_of_upgrades_are_kept_a_month(folder):
    (folder / "backups").mkdir()
    for name, days in [("before-old.tar.gz", 30.1), ("before-new.tar.gz", 29.9), ("ours.tar.gz", 99)]:
        path = folder / "backups" / name
        path.touch()
        at = (timezone.now() - dt.timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    upgrades.forget(timezone.now())

    assert sorted(path.name for path in (folder / "backups").iterdir()) == ["before-new.tar.gz", "ours.tar.gz"]
