import os
import resource
import subprocess
import sys

import pytest
from django.conf import settings

POSTGRES = "postgres://user:password@host:5432/name"


def check(folder, *command: str, limited: bool = False, **environment: str) -> subprocess.CompletedProcess:
    """``manage.py check``, or another command, as someone runs it who has set these variables and no others of ours;
    ``limited``: where no file can be written."""
    ours = {name for name in os.environ if name.startswith("DIALOG_") or name == "DATABASE_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ["check"])],
        cwd=settings.BASE_DIR,
        env={**inherited, "DIALOG_DATA_DIR": str(folder / "data"), **environment},
        capture_output=True,
        text=True,
        preexec_fn=_no_room if limited else None,
    )


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_it_runs_with_nothing_set(tmp_path):
    done = check(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["secret-key", "starting"]
    assert [path.stat().st_mode & 0o77 for path in [tmp_path / "data", *(tmp_path / "data").iterdir()]] == [0, 0, 0]


def test_the_secret_key_is_made_once(tmp_path):
    check(tmp_path)
    before = (tmp_path / "data" / "secret-key").read_text()
    check(tmp_path)

    assert (tmp_path / "data" / "secret-key").read_text() == before
    assert len(before) >= 50


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "DATABASE_URL",
            "bogus",
            f"DATABASE_URL is not understood. Expected {POSTGRES}, or leave it unset for SQLite. (UnknownSchemeError)",
        ),
        (
            "DATABASE_URL",
            "postgres://user:hemmelig@host:port/name",
            f"DATABASE_URL is not understood. Expected {POSTGRES}, or leave it unset for SQLite. (ParseError)",
        ),
        ("DATABASE_URL", "postgres://", f"DATABASE_URL names no database: {POSTGRES}."),
        (
            "DATABASE_URL",
            "mysql://user:hemmelig@host/name",
            "DATABASE_URL must be postgres://… or sqlite:///…; no other database is supported.",
        ),
        (
            "DIALOG_SITE_ULR",
            "https://dialog.example.dk",
            "Unknown environment variable: DIALOG_SITE_ULR. Known: DIALOG_ACCESSIBILITY_URL, DIALOG_APPS, "
            "DIALOG_AUDIT_DAYS, DIALOG_DATA_DIR, DIALOG_DEBUG, DIALOG_IDLE_HOURS, DIALOG_KEEP_DAYS, DIALOG_LINK_DAYS, "
            "DIALOG_MAIL_FROM, DIALOG_MAIL_URL, DIALOG_PRIVACY_URL, DIALOG_SECRET_KEY, DIALOG_SITE_URL, "
            "DIALOG_THREADS.",
        ),
        (
            "DIALOG_ACCESSIBILITY_URL",
            "was.digst.dk/x",
            "DIALOG_ACCESSIBILITY_URL is 'was.digst.dk/x'; expected for instance "
            "https://www.was.digst.dk/dialog-example-dk.",
        ),
        (
            "DIALOG_PRIVACY_URL",
            "dpo@example.dk",
            "DIALOG_PRIVACY_URL is 'dpo@example.dk'; expected for instance https://www.example.dk/persondata.",
        ),
        (
            "DIALOG_SITE_URL",
            "dialog.example.dk",
            "DIALOG_SITE_URL is 'dialog.example.dk'; expected for instance https://dialog.example.dk.",
        ),
        (
            "DIALOG_SITE_URL",
            "ftp://x",
            "DIALOG_SITE_URL is 'ftp://x'; expected for instance https://dialog.example.dk.",
        ),
        *(
            (
                "DIALOG_MAIL_URL",
                url,
                "DIALOG_MAIL_URL is not understood. Expected for instance smtp://user:password@host:587/?tls=True, or "
                "leave it unset.",
            )
            for url in ("mail.example.dk", "smpt://user:hemmelig@mail.example.dk")
        ),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(tmp_path, name, value, line):
    done = check(tmp_path, **{name: value})

    assert (done.returncode, done.stderr) == (1, f"{line}\n")


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "DIALOG_THREADS",
            "many",
            'environs.exceptions.EnvValidationError: Environment variable "DIALOG_THREADS" '
            "invalid: Not a valid integer.",
        ),
        (
            "DIALOG_IDLE_HOURS",
            "0",
            'environs.exceptions.EnvValidationError: Environment variable "DIALOG_IDLE_HOURS" '
            "invalid: ['Must be greater than or equal to 1.']",
        ),
        (
            "DIALOG_DEBUG",
            "perhaps",
            'environs.exceptions.EnvValidationError: Environment variable "DIALOG_DEBUG" invalid: Not a valid boolean.',
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_said_in_one_line(tmp_path, name, value, line):
    done = check(tmp_path, **{name: value})

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == line


# --- The key ---


def test_an_empty_key_is_told_in_one_line(tmp_path):
    (tmp_path / "data").mkdir()
    key = tmp_path / "data" / "secret-key"
    key.touch()
    done = check(tmp_path)

    line = f"The secret key {key} is empty. Put back the one from the backup; if there was none yet, delete the file.\n"
    assert (done.returncode, done.stderr) == (1, line)


def test_a_full_disk_leaves_no_half_key(tmp_path):
    """As no file may grow, which is what a full disk comes to."""
    done = check(tmp_path, limited=True)

    said = f"The secret key {tmp_path / 'data' / 'secret-key'} cannot be kept: File too large.\n"
    assert (done.returncode, done.stderr) == (1, said)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["starting"]


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path):
    (tmp_path / "data").touch()
    done = check(tmp_path)

    assert (done.returncode, done.stderr) == (1, f"The data folder {tmp_path / 'data'} cannot be made: File exists.\n")


def test_a_folder_that_nobody_can_write_in_is_told_in_one_line(tmp_path):
    done = check(tmp_path, DIALOG_DATA_DIR="/proc")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("The secret key /proc/secret-key cannot be kept: ")


@pytest.mark.parametrize("command", ["check", "serve"])
def test_a_key_that_can_be_guessed_is_refused(tmp_path, command):
    done = check(tmp_path, command, DIALOG_SECRET_KEY="x")

    assert done.returncode == 1
    assert "The secret key can be guessed: it has 1 characters, 1 of them different." in done.stderr
    assert done.stdout == ""


# --- The database, and a workplace's own tools ---


@pytest.mark.parametrize("url", [POSTGRES, "postgresql://user@%2Ftmp%2Fx/name", "sqlite:////tmp/x.sqlite3"])
def test_a_right_database_url_is_understood(tmp_path, url):
    done = check(tmp_path, DATABASE_URL=url)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_apps_named_are_added_after_ours(tmp_path):
    (tmp_path / "best").mkdir()
    (tmp_path / "worst.py").touch()
    (tmp_path / "best" / "__init__.py").touch()
    code = "from django.conf import settings; print(settings.INSTALLED_APPS[-3:])"
    done = check(tmp_path, "shell", "-v0", "-c", code, DIALOG_APPS="best,worst", PYTHONPATH=str(tmp_path))

    assert (done.returncode, done.stdout) == (0, "['roles', 'best', 'worst']\n")


def test_an_app_that_is_not_there_is_said_in_one_line(tmp_path):
    done = check(tmp_path, DIALOG_APPS="bset")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'bset'"
