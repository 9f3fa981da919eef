"""Notes as rooms write them, from `notes.yaml`: wall, phone, PDF, clusters and warnings are measured with them."""

from functools import cache
from pathlib import Path

import yaml


@cache
def notes() -> tuple[dict[str, str], ...]:
    """All of them, each with its text, and where they apply ``names`` and ``same``."""
    return tuple(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


def yardstick(n: int) -> list[str]:
    """The texts of the first ``n``."""
    assert 0 <= n <= len(notes()), f"there are {len(notes())} notes"
    return [each["text"] for each in notes()[:n]]
