"""How answers lie along a line: how many at each place, where the middle one is, and the middle half of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from workshops.tool import Kind

HIGHEST = 80  # per cent of the picture: the rest is for the figure above the stack
THICKEST = 12  # per cent: a block of few people is no higher


@dataclass(frozen=True)
class Point:
    """One place on the line. ``figure`` is what is printed there, ``name`` what it is called in a sentence, and
    ``label`` what it is called alone."""

    key: str
    figure: str
    name: str
    label: str


def line(kinds: Sequence[Kind], ends: Sequence[str]) -> list[Point]:
    """The places of a question that takes ``kinds``, from the one end to the other."""
    left, right = (*ends, "", "")[:2]
    between = {
        "p1": _("helt »%s«") % left,
        "p2": _("mest »%s«") % left,
        "p3": _("midt imellem"),
        "p4": _("mest »%s«") % right,
        "p5": _("helt »%s«") % right,
    }
    found = []
    for n, kind in enumerate(kinds):
        if kind.key in between:
            found.append(Point(kind.key, "", between[kind.key], between[kind.key]))
        elif not str(kind.word).isdecimal():
            found.append(Point(kind.key, "", f"»{kind.word}«", str(kind.word)))
        else:
            end = {0: left, len(kinds) - 1: right}.get(n, "")
            figure = str(kind.word)
            found.append(Point(kind.key, figure, figure, f"{figure}, {end}" if end else figure))
    return found


@dataclass
class Stack:
    """The people at one place of the line; ``height`` is how high they stand, in per cent of the picture."""

    point: Point
    count: int
    height: float
    is_middle: bool

    @property
    def people(self) -> range:
        """One for each, to draw."""
        return range(self.count)


@dataclass
class Spread:
    """How many stand at each place of a line; ``title`` tells it from another of the same question."""

    points: list[Point]
    marks: Mapping[str, int]
    title: str = ""
    most: int = 0  # at one place of those it is shown beside: a block is as high in both
    counts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = [self.marks.get(point.key, 0) for point in self.points]

    @property
    def stacks(self) -> list[Stack]:
        """The people at each place."""
        block = min(HIGHEST / max(self.most, *self.counts), THICKEST)
        middle = range(self.middle[0], self.middle[1] + 1)
        return [
            Stack(point, count, round(count * block, 2), n in middle)
            for n, (point, count) in enumerate(zip(self.points, self.counts, strict=True))
        ]

    @cached_property
    def middle(self) -> tuple[int, int]:
        """Where the middle answer is; of an even number of them, where the two are between which it lies."""
        n = sum(self.counts)
        return self._at((n - 1) // 2), self._at(n // 2)

    @cached_property
    def half(self) -> tuple[int, int]:
        """From where to where the middle half of them is: what is left when a quarter is taken from each end."""
        n = sum(self.counts)
        return self._at(n // 4), self._at(n - 1 - n // 4)

    def _at(self, n: int) -> int:
        """The place of the ``n``th answer, counted from the left."""
        return next(place for place, so_far in enumerate(accumulate(self.counts)) if so_far > n)

    @property
    def says(self) -> list[str]:
        """The middle answer, and where half of them are, in words."""
        whole, (low, high) = sum(self.counts), self.half
        inside = sum(self.counts[low : high + 1])
        names = {"one": self.points[low].name, "other": self.points[high].name}
        if low == high:
            if inside == whole:
                return [_("Alle svarede %(one)s.") % names]
            half = _("Halvdelen svarede %(one)s.") if 2 * inside == whole else _("Over halvdelen svarede %(one)s.")
        elif inside == whole:
            half = _("Alle svarede mellem %(one)s og %(other)s.")
        elif 2 * inside == whole:
            half = _("Halvdelen svarede mellem %(one)s og %(other)s.")
        else:
            half = _("Over halvdelen svarede mellem %(one)s og %(other)s.")
        return [self._middle_says(), half % names]

    def _middle_says(self) -> str:
        one, other = (self.points[n].name for n in self.middle)
        if one == other:
            return _("Det midterste svar er %s.") % one
        return _("Det midterste svar ligger mellem %(one)s og %(other)s.") % {"one": one, "other": other}

    @property
    def alt(self) -> str:
        """The picture in words."""
        each = (f"{stack.point.label}: {stack.count}" for stack in self.stacks)
        return "; ".join(each)

    def told(self) -> dict[str, Any]:
        """The same as plain data, for the report."""
        return {"title": self.title, "counts": self.counts, "says": self.says}


def beside(points: list[Point], *spreads: tuple[str, Mapping[str, int]]) -> list[Spread]:
    """Each of those titles and marks, drawn to the same measure. A single one has no title."""
    most = max((count for _title, marks in spreads for count in marks.values()), default=0)
    alone = len(spreads) == 1
    return [Spread(points, marks, "" if alone else title, most) for title, marks in spreads]
