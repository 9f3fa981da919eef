import subprocess
import sys
import tomllib
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


def test_every_app_is_under_contract():
    ours = {config.name for config in apps.get_app_configs() if (settings.BASE_DIR / config.name).is_dir()}
    layers = {name.strip() for layer in contracts()["contracts"][0]["layers"] for name in layer.split("|")}

    assert layers == set(contracts()["root_packages"]) == ours | {"config"}


def test_a_tool_may_import_one_module_of_the_engine():
    contracts = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (tools,) = [each for each in contracts if each["type"] == "forbidden"]
    engine = {path.stem for path in (settings.BASE_DIR / "workshops").iterdir() if path.name[0] not in "._"}

    assert {f"workshops.{name}" for name in engine - {"tool", "__init__"}} == set(tools["forbidden_modules"])
