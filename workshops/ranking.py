"""Places that are marked with what is missing, what nobody knows and what is done: the most missed first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


def ranked(items: Iterable[T], marks: Callable[[T], Mapping[str, int]], worst_first: Sequence[str]) -> list[T]:
    """``items`` by how many marked the first of the choices ``worst_first``, then the second …, but for the last."""
    return sorted(items, key=lambda item: [-marks(item).get(choice, 0) for choice in worst_first[:-1]])


@dataclass
class Stretch:
    """One stretch of a bar: the choice it stands for, where it begins and how long it is, in per cent."""

    key: str
    start: float
    width: float


def bar(marks: Mapping[str, int], worst_first: Sequence[str]) -> list[Stretch]:
    """The bar of one place: a stretch for each choice that someone marked."""
    total, start, found = sum(marks.values()), 0.0, []
    for key in worst_first:
        if n := marks.get(key, 0):
            found.append(Stretch(key, start, round(100 * n / total, 1)))
            start += 100 * n / total
    return found
