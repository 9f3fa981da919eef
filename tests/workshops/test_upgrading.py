"""A server in use gets a new version, and the way back, by real processes that serve."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.server import free_port, own_database
from tests.old.database import rows

PROJECT = Path(__file__).parents[2]
WERE = [
    "0022_cluster_position",
    "0024_upkeep",
    "0025_accounts",
]  # what was served before, with a schema of its own each
BEGIN = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.old.database import OLD, store
store(MigrationExecutor(connection).migrate(OLD).apps)
call_command("migrate", "workshops", {was!r}, verbosity=0)
"""
STANDS_AT = """
import json
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
with connection.cursor() as cursor:
    cursor.execute("SELECT COUNT(*) FROM workshops_note")
    n = cursor.fetchone()[0]
print(json.dumps([max(n for app, n in MigrationRecorder(connection).applied_migrations() if app == "workshops"), n]))
"""


class Place:
    """A data folder and a database, as a machine has them."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        rest = {name: value for name, value in os.environ.items() if not re.match("DIALOG_|DATABASE_URL", name)}
        site = f"http://127.0.0.1:{self.port}"
        self.env = rest | {"DIALOG_DATA_DIR": str(folder), "DIALOG_SITE_URL": site, "PYTHONDONTWRITEBYTECODE": "1"}
        self.env |= {"DATABASE_URL": database} if database else {}

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stands_at(self) -> tuple[str, int]:
        """The newest migration that the database has had, and how many notes are in it."""
        migration, notes = json.loads(self.manage("shell", "-v0", "-c", STANDS_AT))
        return migration, notes

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve until it is ready, and on; gives what it said at the start."""
        log = self.folder.parent / "log"
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with (
            log.open("w") as out,
            subprocess.Popen(command, cwd=PROJECT, env=self.env, stdout=out, stderr=out) as process,
        ):
            try:
                self.wait(process, log)
                yield log.read_text()
            finally:
                process.terminate()

    def wait(self, process: subprocess.Popen, log: Path) -> None:
        until = time.monotonic() + 180
        while time.monotonic() < until:
            assert process.poll() is None, log.read_text()
            try:
                if self.get("/readyz").startswith("ok"):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(log.read_text())

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()


@pytest.fixture
def place(tmp_path) -> Iterator[Place]:
    (tmp_path / "data").mkdir()
    with own_database() as database:
        yield Place(tmp_path / "data", database)


def test_the_migrations_make_what_the_models_say(tmp_path):
    said = Place(tmp_path, "").manage("makemigrations", "--check", "--dry-run")
    assert said == "No changes detected\n"


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize("was", WERE)
def test_an_upgrade_takes_a_backup_first_and_restoring_it_is_the_way_back(place, was):
    place.manage("shell", "-v0", "-c", BEGIN.format(was=was))
    notes = len(rows("note"))
    assert place.stands_at() == (was, notes)
    newest = max(path.stem for path in (PROJECT / "workshops" / "migrations").glob("0*.py"))

    with place.served() as said:
        (file,) = re.findall(r"backed up to (\S+)\.\n", said)
        assert 'name="code"' in place.get("/")
    assert place.stands_at() == (newest, notes)
    with place.served() as said:
        assert "A new version" not in said

    place.manage("restore", "--force", file)
    assert place.stands_at() == (was, notes)
    with place.served() as said:
        assert "A new version" in said
    assert place.stands_at() == (newest, notes)
