"""What README, CONTRIBUTING, SECURITY, CHANGELOG and docs/ name is there: pages, files, commands, variables."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from config.settings import VARIABLES

ROOT = settings.BASE_DIR
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
NOT_OURS = {".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "var"}
MADE = (".venv/", "var/")  # by setup and by serving
ENDINGS = ("py", "js", "css", "html", "yaml", "yml", "md", "toml", "txt", "conf", "env", "service")
PATH = re.compile(rf"[\w.-]+(/[\w.-]+)*/|([\w.-]+/)*[\w-]+\.({'|'.join(ENDINGS)})|[a-z.][\w.-]*(/[\w.-]+)+")


def each(pages: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda page: str(page.relative_to(ROOT)))


def fences(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def spans(text: str) -> list[str]:
    """What is set as code within a line, a line break in it being a space."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [" ".join(found.split()) for found in re.findall(r"`([^`]+)`", prose)]


def links(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"https?:", link)]


def anchors(text: str) -> set[str]:
    """The names that GitHub gives the headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead(page: Path, text: str) -> list[str]:
    """The relative links in ``text``, read as ``page``, that lead nowhere."""
    found = []
    for link in links(text):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            found.append(link)
    return found


def there() -> set[str]:
    """Every file and folder of the project by the ends of its path; a folder with and without a slash."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith(".venv")]
        for name in files + folders + [f"{name}/" for name in folders]:
            parts = os.path.relpath(os.path.join(folder, name), ROOT).split("/")
            found |= {"/".join(parts[n:]) + "/" * name.endswith("/") for n in range(len(parts))}
    return found


def missing(text: str) -> list[str]:
    """The files and folders in ``text`` that are not there. After a colon stands what is meant in a file."""
    paths = [span.partition(": ")[0] for span in spans(text)]
    ours = there()
    return [path for path in paths if PATH.fullmatch(path) and path not in ours and not path.startswith(MADE)]


def named(command: str, text: str) -> set[str]:
    """What follows ``command`` wherever code says it."""
    return set(re.findall(rf"(?:^|[\s'(]){command} ([a-z][\w-]*)", "\n".join(spans(text) + fences(text))))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))


@each(PAGES)
def test_every_link_leads_somewhere(page):
    assert dead(page, page.read_text()) == []


@each(PAGES)
def test_every_file_and_folder_named_is_there(page):
    assert missing(page.read_text()) == []


@each(PAGES)
def test_every_command_named_is_there(page):
    text = page.read_text()

    assert named("make", text) - targets() == set()
    assert named(r"(?:\S*python )?manage\.py", text) - set(get_commands()) == set()


@each(PAGES)
def test_every_variable_named_is_one(page):
    assert set(re.findall(r"\bDIALOG_[A-Z_]+\b", page.read_text())) - VARIABLES == set()


@each(PAGES)
def test_every_test_named_is_there(page):
    named = [span.split("::") for span in spans(page.read_text()) if "::" in span]

    assert [name for path, *name in named if f"def {''.join(name)}(" not in (ROOT / path).read_text()] == []


def test_each_threat_names_what_stops_it_and_the_tests_that_show_it():
    rows = re.findall(r"^\| (?!threat|---)(.+) \| (.+) \| (.+) \|$", (ROOT / "docs" / "security.md").read_text(), re.M)

    assert len(rows) > 35
    assert [threat for threat, _stops, shown in rows if not re.fullmatch(r"(`tests/\S+`(, )?)+", shown)] == []


def test_the_operations_page_has_every_variable():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted({"DATABASE_URL"} | VARIABLES)


def test_the_readme_shows_how_to_run_test_and_take_part():
    text = (ROOT / "README.md").read_text()

    assert {"run", "test", "test-all", "test-newest", "test-clean", "bench"} - named("make", text) == set()
    assert {"CONTRIBUTING.md", "SECURITY.md", "LICENSE", "docs/extend.md"} - set(links(text)) == set()


def test_the_security_page_has_the_policy_that_is_sent():
    text = (ROOT / "SECURITY.md").read_text()
    said = re.search(r"^Content-Security-Policy: (.*?)```", text, re.DOTALL | re.MULTILINE)
    header = Client().get("/log-ind/")["Content-Security-Policy"]

    assert directives(said[1]) == directives(header)


def directives(policy: str) -> set[str]:
    return {" ".join(each.split()) for each in policy.split(";")}


def test_the_licence_is_the_eupl_and_all_of_it():
    text = (ROOT / "LICENSE").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert text.splitlines()[:2] == ["EUROPEAN UNION PUBLIC LICENCE v. 1.2", "EUPL © the European Union 2007, 2016"]
    assert re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert (len(text), len(text.split())) == (13_648, 2212)
    assert (project["license"], project["license-files"]) == ("EUPL-1.2", ["LICENSE"])


# --- What the checks say of a page that is wrong ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](LICENSE) [b](docs/operations.md#variables) [c](#run) [d](https://example.dk/no)", []),
        ("[a](LICENCE)", ["LICENCE"]),
        ("[a](docs/operations.md#varables)", ["docs/operations.md#varables"]),
        ("[a](#walk)", ["#walk"]),
    ],
)
def test_a_link_that_leads_nowhere_is_named(text, said):
    assert dead(ROOT / "README.md", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`tests/e2e` `wall/` `views/access.py` `workshops/models/notes.py: write` `.ci/run` `pyproject.toml`", []),
        ("`var/secret-key` `/healthz` `Note.held` `LISTEN/NOTIFY` `a / b` `make test`", []),
        ("`tests/e3e` `walls/`", ["tests/e3e", "walls/"]),
        ("`views/axess.py: grant` `sedler.yaml`", ["views/axess.py", "sedler.yaml"]),
        ("```\n`gone.py`\n```\n`lost.py`", ["lost.py"]),
    ],
)
def test_a_file_that_is_not_there_is_named(text, said):
    assert missing(text) == said


def test_a_command_is_found_where_code_says_it():
    text = "make haste, `make test` or\n`make\nrun HOST=0.0.0.0`\n```\nmake bench N=2\n```\n"

    assert named("make", text) == {"test", "run", "bench"}
