from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from workshops.models import Topic

if TYPE_CHECKING:
    from workshops.screens import Board

register = template.Library()


@register.simple_tag
def by_topic(boards: list[Board]) -> list[tuple[Topic, list[Board]]]:
    """The places of a stop by topic: what was described first, then what turns it."""
    found: dict[Topic, list[Board]] = {}
    for board in sorted(boards, key=lambda each: each.question.position):
        found.setdefault(board.topic, []).append(board)
    return sorted(found.items(), key=lambda pair: pair[0].position)
