import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

PROJECT = settings.BASE_DIR / "pyproject.toml"


def contracts() -> dict[str, Any]:
    return tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]


def test_imports_run_one_way():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache"]  # on its own: it turns off the loggers it finds
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"Contracts: {len(contracts()['contracts'])} kept, 0 broken."


def test_the_pictures_can_be_taken_without_the_tests():
    """``make screenshots`` runs no tests, and no settings are at hand when it begins."""
    code = "import tests.e2e.screenshots"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_every_app_is_under_contract():
    ours = {config.name for config in apps.get_app_configs() if (settings.BASE_DIR / config.name).is_dir()}
    layers = {name.strip() for layer in contracts()["contracts"][0]["layers"] for name in layer.split("|")}

    assert layers == set(contracts()["root_packages"]) == ours | {"config"}


def test_a_tool_may_import_one_module_of_the_engine():
    contracts = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (tools,) = [each for each in contracts if each["type"] == "forbidden"]
    engine = {
        path.stem
        for path in (settings.BASE_DIR / "workshops").iterdir()
        if path.name[0] not in "._" and path.suffix != ".txt"
    }

    assert {f"workshops.{name}" for name in engine - {"tool", "interludes", "__init__"}} == set(
        tools["forbidden_modules"]
    )


IMPORT = re.compile(r"^\s*(?:from|import)\b[^\n(]*(?:\([^)]*\))?", re.M)


def imported(path: Path) -> set[str]:
    """Each part of the name of all that a file imports."""
    return {name for line in IMPORT.findall(path.read_text()) for name in re.findall(r"\w+", line)}


def test_no_test_module_imports_another():
    paths = [path for path in (settings.BASE_DIR / "tests").rglob("*.py") if "__pycache__" not in path.parts]
    modules = {path.stem for path in paths if path.stem == "conftest" or path.stem.startswith("test_")}
    wrong = {str(path): sorted(found) for path in paths if (found := modules & imported(path))}

    assert modules >= {"conftest", "test_imports"}
    assert wrong == {}
