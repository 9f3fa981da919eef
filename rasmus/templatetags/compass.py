from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from workshops.models import Note, Topic
from workshops.registry import Tool

from .. import compass as geometry
from ..earlier import Expected, expected

if TYPE_CHECKING:
    from workshops.report import Chapter
    from workshops.screens.scene import Scene
    from workshops.screens.spots import Spot

register = template.Library()


@dataclass
class Row:
    """One circle beside the compass: its places, how many notes lack an answer, what was expected earlier.

    ``key`` names the stop that looks at it in close-up.
    """

    topic: Topic
    key: str
    earlier: Expected | None
    spots: list[Spot] = field(default_factory=list)
    missing: int = 0
    number: int = 0


@register.simple_tag
def circles(scene: Scene) -> list[geometry.Circle]:
    """The circles of the compass in use on a screen."""
    activity = scene.stop.activity
    if activity is None:
        return []
    topics = [topic for topic in activity.question_set.topics.all() if not topic.skipped]
    return geometry.circles(topics, scene.tally, scene.stop.topic)


@register.simple_tag
def pickable(scene: Scene) -> list[geometry.Circle]:
    """The circles as a phone picks one: those that take notes lead to their form."""
    places = {spot.topic: spot.place for spot in scene.writable}
    found = circles(scene)
    for circle in found:
        circle.counts, circle.place = {}, places.get(circle.topic)
    return found


@register.simple_tag
def by_circle(scene: Scene) -> list[Row]:
    """The places of this stop by circle: the left side of the compass from the top, then the right side."""
    rows: dict[Topic, Row] = {}
    earlier = expected(scene.workshop) if scene.stop.activity and scene.stop.activity.tool == "rasmus-after" else {}
    asked = scene.stop.question.answers_id if scene.stop.question else None
    for spot in scene.shown:
        row = rows.setdefault(
            spot.topic, Row(spot.topic, scene.stop.focused_key(spot.topic.pk), earlier.get(spot.topic.title))
        )
        row.spots.append(spot)
        if spot.question.pk == asked:
            row.missing = sum(not note.hidden and not note.answered for note in spot.notes)  # type: ignore[attr-defined]
    found = list(rows.values())
    for number, row in enumerate(found, 1):
        row.number = number
    return [found[i] for i in (0, 5, 4, 1, 2, 3)] if len(found) == 6 else found


@register.simple_tag
def chapter_circles(chapter: Chapter) -> list[geometry.Circle]:
    """The circles of the compass in a chapter of the report."""
    tally: dict[int, dict[str, int]] = {}
    for section in chapter.sections:
        counts = tally.setdefault(section.topic.pk, {})
        for answers in section.answers:
            for note in answers.notes:
                counts[note.kind] = counts.get(note.kind, 0) + 1
    return geometry.circles([section.topic for section in chapter.sections], tally)


@register.simple_tag
def chapter_earlier(chapter: Chapter) -> dict[str, Expected]:
    """What was expected of each circle in the workshop that this one follows."""
    return expected(chapter.activity.workshop) if chapter.tool.key == "rasmus-after" else {}


@register.filter
def in_order(notes: list[Note], tool: Tool) -> list[Note]:
    """``notes`` by kind, in the order ``tool`` lists its kinds."""
    order = [kind.key for kind in tool.kinds]
    return sorted(notes, key=lambda note: order.index(note.kind))


@register.filter
def of(found: dict[str, Expected], topic: Topic) -> Expected | None:
    """What was expected of one circle."""
    return found.get(topic.title)


@register.filter
def improvements(n: int | str) -> str:
    """So many improvements, in words; none where there is no number."""
    return ngettext("%d forbedring", "%d forbedringer", int(n or 0)) % int(n or 0)


@register.filter
def deteriorations(n: int | str) -> str:
    """So many deteriorations, in words; none where there is no number."""
    return ngettext("%d forringelse", "%d forringelser", int(n or 0)) % int(n or 0)


@register.simple_tag
def image(name: str, found: list[geometry.Circle], earlier: dict[str, Expected] | None = None) -> str:
    """A picture as the address of an image: WeasyPrint keeps the text that stands for an image, not for an SVG."""
    rows = [(circle, (earlier or {}).get(circle.topic.title)) for circle in found]
    svg = render_to_string(f"rasmus/{name}.html", {"circles": found, "rows": rows, "alone": True})
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
