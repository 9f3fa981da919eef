from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

WORST, UNSURE, BEST = "missing", "unknown", "doing"  # the keys of the choices, in every tool that ranks


@register.simple_tag
def ranked(found: Iterable[Any], key: str = "", visible: bool = True) -> list[Any]:
    """Places whose question has that key, those that most miss first; in their own order until marks are shown."""
    places = [each for each in found if not key or each.question.key == key]
    if not visible:
        return places
    return sorted(places, key=lambda each: (-each.marks.get(WORST, 0), -each.marks.get(UNSURE, 0)))


@dataclass
class Part:
    """One stretch of a bar: its colour's name, where it begins and how long it is, in per cent."""

    key: str
    start: float
    width: float


@register.filter
def parts(marks: dict[str, int]) -> list[Part]:
    """The bar of one place: those who miss it, those who do not know, those who do it."""
    total, start, found = sum(marks.values()), 0.0, []
    for key in (WORST, UNSURE, BEST):
        if n := marks.get(key, 0):
            found.append(Part(key, start, round(100 * n / total, 1)))
            start += 100 * n / total
    return found
