from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from workshops.tool import Kind, Place, Topic

from ..wheel import rings
from ..wheel import steps as wheel
from ..wheel.rings import Score, Wheel

if TYPE_CHECKING:
    from workshops.tool import Scene

register = template.Library()

KEYS = ("need", "level")


@dataclass
class Withheld:
    """What is not shown because too few have answered: the heading of its column, and how many have."""

    what: str
    count: int


@dataclass
class Shown:
    """The wheel with what may be shown of it, and what may not."""

    wheel: Wheel
    withheld: list[Withheld]

    @property
    def widest(self) -> list[Score]:
        """The competences by their gap, the widest first; those without figures last."""
        return sorted(self.wheel.scores, key=lambda score: 9 if score.gap is None else -score.gap)


@register.simple_tag
def wheel_of(scene: Scene) -> Shown:
    """The wheel as a screen shows it at this stop: with figures where it shows them and enough people gave them."""
    activity = scene.stop.activity
    if activity is None:
        return Shown(rings.draw([], ""), [])
    lit = scene.stop.topic.group or _own() if scene.stop.topic else None
    told = scene.spots if scene.stop.step.shows else []
    marked = [(spot.topic, spot.question.key, spot.marks) for spot in told]
    shown = _shown(wheel.competences(activity), marked, lit)
    if scene.stop.step.shows:
        keys = {question.pk: question.key for key in KEYS for question in wheel.asked(activity, key)}
        shown.withheld = _withheld({key: scene.answered.get(pk, 0) for pk, key in keys.items()})
    return shown


@register.simple_tag
def chapter_wheel(chapter: Chapter) -> Shown:
    """The wheel in a chapter of the report."""
    sections = [section for section in chapter.sections if not section.topic.apart]
    told = [(section.topic, each) for section in sections for each in section.answers]
    marked = [(topic, each.question.key, each.marks) for topic, each in told]
    shown = _shown([section.topic for section in sections], marked)
    shown.withheld = _withheld({each.question.key: each.answered for _topic, each in told if each.question.key in KEYS})
    return shown


@register.simple_tag
def area_key(scene: Scene, area: rings.Area) -> str:
    """The key of the stop that opens one area of the wheel."""
    return scene.stop.focused_key(area.scores[0].topic.pk)


@register.simple_tag
def agree_at(scene: Scene, score: Score) -> Place | None:
    """Where an agreement on a competence is said to come from: its level."""
    activity = scene.stop.activity
    questions = wheel.asked(activity, "level") + wheel.asked(activity, "need") if activity else []
    return Place(score.topic.pk, questions[0].pk) if questions else None


@register.filter
def step_of(value: float | None) -> Kind | None:
    """The level that an average is nearest to."""
    return wheel.LEVELS[min(max(int(value + 0.5), 1), len(wheel.LEVELS)) - 1] if value is not None else None


@register.simple_tag
def levels(scene: Scene) -> list[tuple[Kind, str]]:
    """Kende, kunne and mestre, each with what it means: what the set's hint that begins with its word says."""
    meant = {word.strip().lower(): text.strip() for word, _colon, text in (h.text.partition(":") for h in scene.hints)}
    return [(kind, meant.get(str(kind.word), "")) for kind in wheel.LEVELS]


@register.simple_tag
def wheel_image(found: Wheel) -> str:
    """The wheel as the address of an image: WeasyPrint keeps the text that stands for an image, not for an SVG."""
    svg = render_to_string("dialogue/_wheel_svg.html", {"wheel": found, "alone": True})
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _shown(
    topics: Iterable[Topic], marked: Iterable[tuple[Topic, str, dict[str, int]]], lit: str | None = None
) -> Shown:
    """The wheel of ``topics``; ``marked`` is what was marked for a competence at the question with a key."""
    found: dict[tuple[int, str], float | None] = {}
    for topic, key, marks in marked:
        found[topic.pk, key] = rings.average(marks)
    scores = [Score(topic, found.get((topic.pk, "need")), found.get((topic.pk, "level"))) for topic in topics]
    return Shown(rings.draw(scores, _own(), lit), [])


def _withheld(counts: dict[str, int]) -> list[Withheld]:
    names = {"need": _("Behovet"), "level": _("Niveauet")}
    return [Withheld(names[key], n) for key, n in sorted(counts.items(), reverse=True) if n < wheel.FEWEST]


def _own() -> str:
    return _("Vores egne")
