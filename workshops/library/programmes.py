"""Ready-made programmes: agendas with times that one chooses and adjusts. They are in ``fixtures/programmes/``.

Four short questions propose one: whether a technology is to come or has come, how settled that is, how many people
there are and how long they have got.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Question, QuestionSet, Workshop
from ..registry import Text

FILE = Path(settings.BASE_DIR, "fixtures", "programmes", "forloeb.yaml")
ANY = "any"
# The four questions, each with its answers, the first of them given beforehand.
ASKED: dict[str, tuple[Text, dict[str, Text]]] = {
    "when": (
        _("Hvor langt er I med teknologien?"),
        {
            "before": _("Den er på vej"),
            "after": _("Den er i brug"),
            ANY: _("Vi taler om digitalisering i det hele taget"),
        },
    ),
    "settled": (
        _("Hvor meget ligger fast?"),
        {"settled": _("Det er besluttet, at teknologien kommer"), "open": _("Meget er stadig åbent")},
    ),
    "people": (
        _("Hvor mange er I?"),
        {"many": _("Over 12"), "few": _("Højst 12")},
    ),
    "time": (
        _("Hvor lang tid har I?"),
        {"45": _("45 minutter"), "15": _("Et kvarter"), "120": _("To timer"), "210": _("En halv dag")},
    ),
}


@dataclass(frozen=True)
class Point:
    """A question set on a programme. ``pick`` gives minutes by a question's source, ``minutes`` by its key; none leave
    it out. ``title`` and ``text`` are its own, ``talk`` the minutes for choosing and talking once, ``how`` what of the
    rhythm it has."""

    set: str
    title: str = ""
    text: str = ""
    pick: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    talk: int = 0
    how: dict[str, bool] = field(default_factory=dict)

    def time(self, question: Question) -> int:
        """The minutes of ``question``; none where the point leaves it out."""
        if self.pick:
            return self.pick.get(question.source, 0)
        return self.minutes.get(question.key, question.minutes)


@dataclass(frozen=True)
class Programme:
    """An agenda with times. ``minutes`` is how long there is for it; what its points leave of that is spare.

    ``fits`` are the answers to the four questions that it is for, and ``condition`` is when its source says that one
    uses it.
    """

    key: str
    title: str
    about: str
    minutes: int
    fits: dict[str, Any]
    points: list[Point]
    condition: str = ""

    def fit(self, answers: Mapping[str, str]) -> float:
        """How well it fits the answers to the four questions. One that takes too long fits least."""
        right = sum(
            2 * (self.fits[name] == answers[name]) + (self.fits[name] == ANY) for name in ("when", "settled", "people")
        )
        spare = int(answers["time"]) - self.minutes
        return right - (spare / 15 if spare >= 0 else 1000)


@cache
def every() -> list[Programme]:
    """All programmes, the shortest first."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = [Programme(**{**each, "points": [Point(**point) for point in each["points"]]}) for each in read]
    return sorted(found, key=lambda programme: programme.minutes)


def get(key: str) -> Programme | None:
    return next((programme for programme in every() if programme.key == key), None)


def answered(given: Mapping[str, str]) -> dict[str, str]:
    """The answers to the four questions: those given beforehand where ``given`` has none that there is."""
    return {
        name: given[name] if given.get(name) in answers else next(iter(answers))
        for name, (_question, answers) in ASKED.items()
    }


def proposed(answers: Mapping[str, str]) -> list[Programme]:
    """All programmes, the one that fits the answers best first."""
    return sorted(every(), key=lambda programme: -programme.fit(answers))


def put_on(workshop: Workshop, programme: Programme, available: int | None = None) -> None:
    """Put the points of ``programme`` on the agenda of ``workshop``, with their times; all can be changed after.

    ``available`` is how many minutes there are, where that is known; else there are as many as the programme takes. A
    point whose set is not in the library is left out.
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
                question.skipped = not minutes
                question.minutes = minutes or question.minutes
                question.text = point.text or question.text
            more = {"title": point.title} if point.title else {}
            talk = {"talk_minutes": point.talk} if point.talk else {}
            activity.plan(questions, **point.how, **more, **talk)
        workshop.minutes = available or programme.minutes
        workshop.save(update_fields=["minutes"])
