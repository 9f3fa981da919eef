from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def line_y(index: int) -> int:
    """Where a line of a phase's title stands."""
    return 160 + 40 * index
