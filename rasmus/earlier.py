"""What an earlier workshop expected, beside what this one has experienced."""

from __future__ import annotations

from dataclasses import dataclass, field

from workshops.tool import Note, Workshop


@dataclass
class Expected:
    """What an earlier workshop wrote at one circle: how it was then, and what it expected."""

    today: list[Note] = field(default_factory=list)
    better: list[Note] = field(default_factory=list)
    worse: list[Note] = field(default_factory=list)

    def told(self) -> dict[str, list[str]]:
        """The texts of each, for the report."""
        each = {"today": self.today, "better": self.better, "worse": self.worse}
        return {name: [note.text for note in notes] for name, notes in each.items()}


def expected(workshop: Workshop) -> dict[str, Expected]:
    """What the workshop that ``workshop`` follows expected, by the title of the circle; empty when it follows none."""
    found: dict[str, Expected] = {}
    if workshop.follows_id is None:
        return found
    notes = Note.objects.visible().filter(
        workshop=workshop.follows_id,
        workshop__deleted_at=None,
        question__question_set__tool="rasmus",
        question__key__in=["today", "expected"],
    )
    for note in notes.select_related("topic"):
        circle = found.setdefault(note.topic.title, Expected())
        said = {"today": circle.today, "better": circle.better, "worse": circle.worse}
        said.get(note.kind, []).append(note)  # a set can let other kinds be written there: they expect nothing
    return found
