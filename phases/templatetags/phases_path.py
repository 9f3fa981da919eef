from __future__ import annotations

from django import template

from ..path import WIDE, Phase

register = template.Library()


@register.filter
def width(phases: list[Phase]) -> int:
    """How wide the picture of the path is."""
    return WIDE * max(len(phases), 1)


@register.filter
def height(phases: list[Phase]) -> int:
    """How tall it is: lower where nothing stands under the doors."""
    told = any(phase.marks or phase.fixed or phase.open or phase.stages for phase in phases)
    return 376 if told else 330


@register.filter
def line_y(index: int) -> int:
    """Where a line of a phase's title stands."""
    return 160 + 40 * index
