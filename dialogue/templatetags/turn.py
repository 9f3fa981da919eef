from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from workshops.tool import Topic

if TYPE_CHECKING:
    from workshops.tool import Spot

register = template.Library()


@register.simple_tag
def by_topic(spots: list[Spot]) -> list[tuple[Topic, list[Spot]]]:
    """The places of a stop by topic: what was described first, then what turns it."""
    found: dict[Topic, list[Spot]] = {}
    for spot in sorted(spots, key=lambda each: each.question.position):
        found.setdefault(spot.topic, []).append(spot)
    return sorted(found.items(), key=lambda pair: pair[0].position)
