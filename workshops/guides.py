"""What stands beside each step for the facilitator (*Til dig*): what to say, what to do, what to do when it gets hard.

It is content: ``fixtures/guides/`` has a file for each tool and one for the engine's own steps, in the project and in
each app that brings a tool. A set can say it in its own words (:class:`workshops.models.OwnGuide`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "fixtures", "guides")
ENGINE = ""  # instead of a tool's key, where the step is the engine's


@dataclass(frozen=True)
class Guide:
    """What the facilitator says at a step, does there, and does when it gets hard. Each can be empty."""

    say: str = ""
    do: str = ""
    hard: str = ""

    def __bool__(self) -> bool:
        return bool(self.say or self.do or self.hard)


@dataclass(frozen=True)
class Situation:
    """Something that gets hard in any meeting: what one says, and what one does."""

    key: str
    title: str
    say: str
    do: str

    @property
    def has_contact(self) -> bool:
        """Whether it is about someone who needs help: then it says whom one can go to."""
        return self.key == "distress"


def of(tool: str, step: str) -> Guide:
    """The guide at a step of a tool, or of the engine's own where the tool has none."""
    return _steps(tool).get(step) or _steps(ENGINE).get(step) or Guide()


def known(tool: str) -> list[str]:
    """The keys of the steps that a tool's guide has, and then those of the engine's."""
    return list(dict.fromkeys([*_steps(tool), *_steps(ENGINE)]))


def use_when(tool: str) -> str:
    """When one uses a tool, where its set does not say."""
    return str(_files().get(tool, {}).get("use_when", ""))


@cache
def situations() -> list[Situation]:
    """What can get hard in any meeting, the most common first."""
    return [Situation(**each) for each in _read(FOLDER / "svaert.yaml")["situations"]]


@cache
def words() -> dict[str, str]:
    """What the facilitator can say to begin and to end with: ``opening`` and ``closing``."""
    return {name: str(text).strip() for name, text in _read(FOLDER / "ord.yaml").items()}


@cache
def _steps(tool: str) -> dict[str, Guide]:
    steps = _files().get(tool, {}).get("steps", {})
    return {step: Guide(**{name: str(text).strip() for name, text in said.items()}) for step, said in steps.items()}


@cache
def _files() -> dict[str, dict[str, Any]]:
    found = (_read(path) for folder in _folders() for path in sorted(folder.glob("*.yaml")))
    return {each.get("tool", ENGINE): each for each in found if "steps" in each}


def _folders() -> Iterator[Path]:
    yield FOLDER
    yield from (Path(app.path, "fixtures", "guides") for app in apps.get_app_configs())


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
