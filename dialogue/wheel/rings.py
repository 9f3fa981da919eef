"""The competence wheel as a picture: a sector for each competence, three rings for kende, kunne and mestre.

The level fills the sector from the middle, the need is an outline across it, and what lies between them is hatched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext

from workshops.tool import Place, lettering

from .steps import LEVELS

WIDTH, HEIGHT = 1244.0, 880.0
X, Y = 622.0, 440.0  # the middle, in the picture's own units
HUB, RING, BAND = 54.0, 84.0, 30.0  # the radius of the hub, and how thick a ring and the band round it are
RIM = HUB + RING * len(LEVELS)
LABEL = RIM + BAND + 16  # how far out the titles begin
BARE = LABEL + 54  # how far the drawing reaches without titles
HATCH = 13.0  # from one line of the hatching to the next
WRAP, ROOM, LINE = 17, 264.0, 33.0  # characters in a line of a title, how wide it can be, and its height
LONGEST = 22  # of a word that is rather set narrower than divided
MOST_TITLES = 14  # with more competences the picture has their numbers alone; the table beside it has the titles
MATTERS = 0.5  # from so much on, a gap stands out
COLOURS = (  # of the level and of the ground, each area its own
    ("#0b5d66", "#d3e6e5"),
    ("#7a3e78", "#efdff0"),
    ("#2b5f9e", "#d9e5f5"),
    ("#8a5a00", "#f6e6c4"),
    ("#44703a", "#dcebd5"),
    ("#4d5b63", "#e2e5e6"),
)
VALUE = {kind.key: value for value, kind in enumerate(LEVELS, 1)}


@dataclass
class Figure:
    """An average from 1 to 3, with word and symbol of the level it is nearest to."""

    value: float
    word: str
    symbol: str


@dataclass
class Score:
    """What was marked for one competence: need and level as averages from 1 to 3, None where they are withheld.

    ``topic`` is its topic's id, ``group`` the heading of its area. It is ``lit`` where it is the one looked at;
    ``place`` is where an agreement on it is said to come from, where one can be made.
    """

    topic: int
    title: str
    group: str = ""
    description: str = ""
    need: float | None = None
    level: float | None = None
    number: int = 0
    area: Area | None = None
    lit: bool = False
    place: Place | None = None

    @property
    def gap(self) -> float | None:
        """How much higher the need is than the level; negative where the level is the higher."""
        return None if self.need is None or self.level is None else round(self.need - self.level, 1)

    @property
    def matters(self) -> bool:
        """Whether the gap is large enough to stand out."""
        return self.gap is not None and self.gap >= MATTERS

    @property
    def figures(self) -> list[Figure | None]:
        """Need and level."""
        return [figure(self.need), figure(self.level)]

    @property
    def says(self) -> str:
        """What the picture shows of it."""
        said = [f"{self.number} {self.title}"]
        if self.need is not None:
            said.append(f"{gettext('behov')} {floatformat(self.need, 1)}")
        if self.level is not None:
            said.append(f"{gettext('niveau')} {floatformat(self.level, 1)}")
        return ", ".join(said)

    def told(self) -> dict[str, Any]:
        """What the report has in its table."""
        assert self.area  # it was drawn
        return {
            "number": self.number,
            "title": self.title,
            "figures": [asdict(each) if each else None for each in self.figures],
            "gap": self.gap,
            "matters": self.matters,
            "area": {"letter": self.area.letter, "title": self.area.title, "place": self.area.place},
        }


@dataclass
class Area:
    """Competences that share a heading: its letter, which says it where the colour cannot, and its colours.

    ``key`` is the stop that opens it, where it can be opened.
    """

    title: str
    letter: str
    colour: str
    pale: str
    place: int = 0  # which of the colours it has, for the stylesheet
    key: str = ""
    open: bool = False
    dim: bool = False
    scores: list[Score] = field(default_factory=list)
    band: str = ""
    at: tuple[float, float] = (0, 0)

    @property
    def says(self) -> str:
        """What the picture shows of it."""
        return f"{self.letter} {self.title}: {'; '.join(score.says for score in self.scores)}"


@dataclass
class Sector:
    """One competence drawn: paths as SVG writes them; the lines of its title, each with its height and the width that
    it must be set in, where it would be wider."""

    score: Score
    area: Area
    ground: str
    level: str
    need: str
    sides: str
    hatch: list[str]
    lines: list[tuple[float, str, float]]
    at: float
    anchor: str
    dim: bool


@dataclass
class Wheel:
    """The picture, and what it says: its areas and their competences."""

    areas: list[Area]
    sectors: list[Sector]
    rings: list[tuple[float, float, str]]
    titled: bool = True  # else the competences have their numbers alone, and all is drawn larger

    @property
    def middle(self) -> tuple[int, int]:
        """Where the middle is."""
        return round(X), round(Y)

    @property
    def view(self) -> str:
        """What of the drawing is seen: without titles there is nothing at its sides."""
        return f"0 0 {WIDTH:g} {HEIGHT:g}" if self.titled else f"{X - BARE:g} {Y - BARE:g} {2 * BARE:g} {2 * BARE:g}"

    @property
    def width(self) -> int:
        return round(WIDTH if self.titled else 2 * BARE)

    @property
    def height(self) -> int:
        return round(HEIGHT if self.titled else 2 * BARE)

    @property
    def scores(self) -> list[Score]:
        """Every competence in the order of the wheel."""
        return [score for area in self.areas for score in area.scores]

    @property
    def says(self) -> str:
        """What the picture shows, in words."""
        return ". ".join(area.says for area in self.areas)

    @property
    def widest(self) -> list[Score]:
        """The competences by their gap, the widest first, those without figures last; none where none has any."""
        if all(score.need is None and score.level is None for score in self.scores):
            return []
        return sorted(self.scores, key=lambda score: 9 if score.gap is None else -score.gap)


def average(marks: Mapping[str, int]) -> float | None:
    """The average of the levels that were marked, 1 for kende to 3 for mestre; None without any."""
    total = sum(marks.get(key, 0) for key in VALUE)
    return round(sum(VALUE[key] * marks.get(key, 0) for key in VALUE) / total, 1) if total else None


def figure(average: float | None) -> Figure | None:
    """An average as it is read; None where it is withheld."""
    if average is None:
        return None
    nearest = LEVELS[min(max(int(average + 0.5), 1), len(LEVELS)) - 1]
    return Figure(average, str(nearest.word), nearest.symbol)


def draw(scores: Sequence[Score], own: str, lit: str | None = None, titled: bool = True) -> Wheel:
    """The wheel of ``scores``, area by area clockwise from the top.

    ``own`` is the heading of those that have none; ``lit`` the heading of the area that is looked at, where one is.
    Without being ``titled``, and where they are many, the competences have their numbers alone.
    """
    titled = titled and len(scores) <= MOST_TITLES
    areas: dict[str, Area] = {}
    for score in scores:
        title = score.group or own
        if title not in areas:
            n = len(areas) % len(COLOURS)
            areas[title] = Area(title, chr(ord("A") + len(areas) % 26), *COLOURS[n], place=n + 1)
        areas[title].scores.append(score)
    wide = 2 * math.pi / max(len(scores), 1)
    sectors: list[Sector] = []
    for area in areas.values():
        start = wide * len(sectors)
        area.open, area.dim = area.title == lit, lit is not None and area.title != lit
        for score in area.scores:
            score.number, score.area = len(sectors) + 1, area
            sectors.append(_sector(score, area, wide * len(sectors), wide, area.dim, titled))
        end = wide * len(sectors)
        area.band, area.at = slice_of(RIM, RIM + BAND, start, end), _at(RIM + BAND / 2, (start + end) / 2)
    rings = [(radius(n), round(Y - radius(n) + RING / 2, 1), str(kind.word)) for n, kind in enumerate(LEVELS, 1)]
    return Wheel(list(areas.values()), sectors, rings, titled)


def radius(value: float) -> float:
    """How far out a level is: 1 fills the inmost ring, 3 all three."""
    return HUB + RING * value


def slice_of(inner: float, outer: float, start: float, end: float) -> str:
    """The piece of a ring between two angles (radians clockwise from the top) as an SVG path."""
    if end - start > 2 * math.pi - 0.001:  # an arc from a point to itself is no arc
        middle = (start + end) / 2
        return f"{slice_of(inner, outer, start, middle)} {slice_of(inner, outer, middle, end)}"
    large = int(end - start > math.pi)
    (a, b), (c, d), (e, f), (g, h) = _at(outer, start), _at(outer, end), _at(inner, end), _at(inner, start)
    return f"M{a} {b}A{outer:g} {outer:g} 0 {large} 1 {c} {d}L{e} {f}A{inner:g} {inner:g} 0 {large} 0 {g} {h}Z"


def arc(distance: float, start: float, end: float) -> str:
    """The arc so far out between two angles as an SVG path."""
    if end - start > 2 * math.pi - 0.001:
        return arc(distance, start, (start + end) / 2) + arc(distance, (start + end) / 2, end)
    (a, b), (c, d) = _at(distance, start), _at(distance, end)
    return f"M{a} {b}A{distance:g} {distance:g} 0 {int(end - start > math.pi)} 1 {c} {d}"


def _sector(score: Score, area: Area, start: float, wide: float, dim: bool, titled: bool) -> Sector:
    end, middle, inset = start + wide, start + wide / 2, 0.012
    need = level = sides = ""
    hatch: list[str] = []
    if score.level is not None:
        level = slice_of(HUB, radius(score.level), start, end)
    if score.need is not None:
        need = arc(radius(score.need), start + inset, end - inset)
        low = radius(score.level) if score.level is not None else HUB
        if low < radius(score.need):
            sides = _line(low, radius(score.need), start + inset) + _line(low, radius(score.need), end - inset)
        if score.matters:
            lines = int((radius(score.need) - low) / HATCH)
            hatch = [arc(low + HATCH * (n + 0.7), start + 3 * inset, end - 3 * inset) for n in range(lines)]
    x, y = _at(LABEL if titled else LABEL + 14, middle)
    title = f"{score.number}\N{NO-BREAK SPACE}{score.title}" if titled else str(score.number)
    told = lettering.lines(title, WRAP, 3, longest=LONGEST)
    top = y - (len(told) - 1) * LINE * (1 + math.cos(middle)) / 2  # above the wheel the last line is at the rim
    anchor = "middle" if abs(math.sin(middle)) < 0.05 or not titled else "start" if math.sin(middle) > 0 else "end"
    return Sector(
        score,
        area,
        slice_of(HUB, RIM, start, end),
        level,
        need,
        sides,
        hatch,
        [(round(top + LINE * n + 10, 1), line, ROOM if len(line) > WRAP else 0) for n, line in enumerate(told)],
        x,
        anchor,
        dim,
    )


def _line(inner: float, outer: float, angle: float) -> str:
    (a, b), (c, d) = _at(inner, angle), _at(outer, angle)
    return f"M{a} {b}L{c} {d}"


def _at(distance: float, angle: float) -> tuple[float, float]:
    return round(X + distance * math.sin(angle), 1), round(Y - distance * math.cos(angle), 1)
