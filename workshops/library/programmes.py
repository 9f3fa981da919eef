"""Ready-made programmes: agendas with times that one chooses and adjusts. They are in ``fixtures/programmes/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from ..models import Question, QuestionSet, Workshop

FILE = Path(settings.BASE_DIR, "fixtures", "programmes", "forloeb.yaml")


@dataclass(frozen=True)
class Point:
    """A question set on a programme. ``pick`` gives minutes by a question's source, ``minutes`` by its key."""

    set: str
    pick: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)

    def time(self, question: Question) -> int | None:
        """The minutes of ``question``; None when the point leaves it out."""
        if self.pick:
            return self.pick.get(question.source)
        return self.minutes.get(question.key, question.minutes)


@dataclass(frozen=True)
class Programme:
    """An agenda with times. ``minutes`` is how long it takes in all."""

    key: str
    title: str
    about: str
    minutes: int
    points: list[Point]


@cache
def every() -> list[Programme]:
    """All programmes, the shortest first."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = [Programme(**{**each, "points": [Point(**point) for point in each["points"]]}) for each in read]
    return sorted(found, key=lambda programme: programme.minutes)


def get(key: str) -> Programme | None:
    return next((programme for programme in every() if programme.key == key), None)


def put_on(workshop: Workshop, programme: Programme) -> None:
    """Put the points of ``programme`` on the agenda of ``workshop``, with their times; all can be changed after.

    A point whose set is not in the library is left out.
    """
    sets = QuestionSet.objects.library().in_bulk([point.set for point in programme.points], field_name="key")
    with workshop.reshaping():
        for point in programme.points:
            if point.set not in sets:
                continue
            activity = workshop.add_activity(sets[point.set])
            questions = list(activity.question_set.questions.all())
            for question in questions:
                minutes = point.time(question)
                question.skipped = minutes is None
                question.minutes = minutes or question.minutes
            activity.plan(questions)
        workshop.minutes = programme.minutes
        workshop.save(update_fields=["minutes"])
