from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def clock(seconds: int) -> str:
    """Seconds as a clock shows them: 250 is ``4:10``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"


@register.filter
def minus(minutes: int, others: int) -> int:
    """What is left of so many minutes."""
    return minutes - others
