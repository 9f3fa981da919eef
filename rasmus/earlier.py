"""What an earlier workshop expected, beside what this one has experienced."""

from __future__ import annotations

from workshops.tool import Workshop, last_time

Expected = dict[str, list[str]]  # what was written at one circle of each kind: "today", "better", "worse"


def expected(workshop: Workshop) -> dict[str, Expected]:
    """What the workshop that ``workshop`` follows expected, as that is remembered, by the title of the circle; empty
    when it follows none."""
    found: dict[str, Expected] = {}
    for chapter in last_time(workshop):
        for section in chapter["sections"] if chapter["tool"] == "rasmus" else []:
            asked = [each for each in section["answers"] if each["key"] in ("today", "expected")]
            for note in [note for each in asked for note in each["notes"]]:
                circle = found.setdefault(section["title"], {"today": [], "better": [], "worse": []})
                circle.get(note["kind"], []).append(note["text"])  # a set can let other kinds be written there
    return found
