"""CI does what anyone does, and what is looked at with each commit is looked at with the project's own tools."""

import re
import shlex
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

WORKFLOW = yaml.safe_load((settings.BASE_DIR / ".github" / "workflows" / "ci.yml").read_text())
HOOKS = yaml.safe_load((settings.BASE_DIR / ".pre-commit-config.yaml").read_text())["repos"]
JOB = WORKFLOW["jobs"]["test"]


def test_ci_runs_what_anyone_runs():
    assert JOB["steps"][-1] == {"run": ".ci/run"}
    assert JOB["strategy"]["matrix"] == {"python": ["3.11", "3.13"]}


def test_ci_may_only_read_and_does_not_go_on_for_ever():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is True
    assert [job["timeout-minutes"] for job in WORKFLOW["jobs"].values()] == [40]


def test_ci_names_a_version_of_all_it_uses():
    used = [step["uses"] for step in JOB["steps"] if "uses" in step]

    assert [name.partition("@")[0] for name in used] == ["actions/checkout", "actions/setup-python"]
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []


def test_ci_installs_the_libraries_that_setup_asks_root_for():
    asked = re.findall(r"\|\| echo (lib\S+)", (settings.BASE_DIR / ".ci" / "setup").read_text())
    installed = re.findall(r"\blib\S+", " ".join(step.get("run", "") for step in JOB["steps"]))

    assert sorted(installed) == sorted(asked)


def test_hooks_fetch_nothing():
    hooks = [hook for repo in HOOKS for hook in repo["hooks"]]

    assert [repo["repo"] for repo in HOOKS] == ["local"]
    assert {hook["language"] for hook in hooks} == {"system", "pygrep"}


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("x" * 72 + "\n\n" + "y" * 100 + "\n", 0),
        ("x" * 73 + "\n", 1),
        ("ø" * 72, 0),
        ("ø" * 73, 1),
    ],
    ids=["72", "73", "72 Danish", "73 Danish"],
)
def test_a_subject_has_at_most_72_characters(tmp_path, message, status):
    hook = next(hook for hook in HOOKS[0]["hooks"] if hook.get("stages") == ["commit-msg"])
    path = tmp_path / "COMMIT_EDITMSG"
    path.write_text(message, encoding="utf-8")
    command = [sys.executable, *shlex.split(hook["entry"])[1:], str(path)]

    assert subprocess.run(command).returncode == status
