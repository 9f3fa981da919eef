"""The four phases drawn as a path: where on it the room stands, and which doors are still open.

The later one is let in, the more doors are closed ("Digitalisering og det gode arbejde", page 12). So a phase is drawn
with fewer open doors than the one before it, and one that has passed with only a door ajar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from workshops.tool import Topic, lettering

LONGEST = 20  # letters of a title's word that a phase has room for
DOORS = 4
DOOR = 62  # from one door to the next, in the units of the picture
TITLE, LINE = 160, 40  # where a title's first line stands, and how far below it the next
BAR = 240  # the longest bar of marks
LOW_WIDTH = 2160  # of a low path: the wall's width beside its height there


@dataclass
class Door:
    """One door: ``open``, ``ajar`` or ``closed``, at ``x``."""

    x: int
    state: str


@dataclass
class Phase:
    """One phase on the path. ``x`` is its middle; ``share`` is how far its bar of marks reaches, in per cent.

    ``lines`` are the title's, each with its height.
    """

    topic: Topic
    number: int
    x: int
    lines: list[tuple[int, str]]
    doors: list[Door]
    stages: list[str] = field(default_factory=list)
    here: bool = False
    behind: bool = False
    lit: bool = False
    marks: int = 0
    share: int = 0
    fixed: int = 0
    open: int = 0

    @property
    def is_counted(self) -> bool:
        """Whether there are notes on what is fixed or open in it."""
        return bool(self.fixed or self.open)

    @property
    def says(self) -> str:
        """What the picture shows of it, in words."""
        said = [self.topic.title]
        if self.here:
            said.append(gettext("her er vi"))
        if self.marks:
            said.append(ngettext("%(n)d kryds", "%(n)d krydser", self.marks) % {"n": self.marks})
        if self.is_counted:
            counts = {"fixed": self.fixed, "open": self.open}
            said.append(gettext("%(fixed)d ligger fast, %(open)d kan påvirkes") % counts)
        return f"{self.number}. {', '.join(said)}"

    # --- Where things stand around its middle ---

    @property
    def light_x(self) -> int:
        return self.x - 190

    @property
    def badge_x(self) -> int:
        return self.x + 56

    @property
    def badge_text_x(self) -> int:
        return self.x + 124

    @property
    def beside_doors_x(self) -> int:
        return self.x + 132

    @property
    def bar_x(self) -> int:
        return self.x - 150

    @property
    def bar_width(self) -> int:
        return round(BAR * self.share / 100)

    @property
    def bar_text_x(self) -> int:
        return self.x + 104


@dataclass
class Path:
    """The picture. ``low`` is how it is drawn where other things need the room: titles on one line, counts beside."""

    phases: list[Phase]
    low: bool = False

    @property
    def says(self) -> str:
        """The picture in words."""
        return "; ".join(phase.says for phase in self.phases)

    @property
    def wide(self) -> int:
        """How wide one phase is."""
        return _wide(len(self.phases), self.low)

    @property
    def width(self) -> int:
        return self.wide * max(len(self.phases), 1)

    @property
    def height(self) -> int:
        """How tall it is: lower where nothing stands under the doors."""
        told = any(phase.marks or phase.is_counted or phase.stages for phase in self.phases)
        return self.doors_y + (154 if told and not self.low else 104)

    @property
    def light_height(self) -> int:
        return self.height - 8

    @property
    def line_end(self) -> int:
        """Where the line of the path ends in an arrow."""
        return self.width - 60

    @property
    def arrow_x(self) -> int:
        return self.line_end - 4

    # --- Where things stand below the titles ---

    @property
    def doors_y(self) -> int:
        return 182 if self.low else 222

    @property
    def stages_y(self) -> int:
        return self.doors_y + 130

    @property
    def counts_y(self) -> int:
        return self.doors_y + 134

    @property
    def fixed_y(self) -> int:
        return self.doors_y + 34

    @property
    def open_y(self) -> int:
        return self.doors_y + 78

    @property
    def bar_y(self) -> int:
        return self.doors_y + 110

    @property
    def bar_text_y(self) -> int:
        return self.doors_y + 135


def draw(
    topics: Sequence[Topic],
    current: Sequence[Topic] = (),
    lit: Topic | None = None,
    marks: Mapping[int, int] | None = None,
    tally: Mapping[int, Mapping[str, int]] | None = None,
    low: bool = False,
) -> Path:
    """The path with its phases from left to right.

    ``current`` are those the room stands in, ``marks`` how many marked each (by the topic's id), ``tally`` how many
    notes say that something is fixed or open in it.
    """
    marks, tally = marks or {}, tally or {}
    most = max(marks.values(), default=0)
    first = min((index for index, topic in enumerate(topics) if topic in current), default=0)
    wide = _wide(len(topics), low)
    path = Path([], low)
    for index, topic in enumerate(topics):
        middle = wide * index + wide // 2
        path.phases.append(
            Phase(
                topic,
                index + 1,
                middle,
                [(TITLE + LINE * n, line) for n, line in enumerate(_lines(topic.title, low))],
                _doors(index, middle, passed=index < first),
                here=topic in current,
                behind=index < first,
                lit=topic == lit,
                marks=marks.get(topic.pk, 0),
                share=100 * marks.get(topic.pk, 0) // most if most else 0,
                fixed=tally.get(topic.pk, {}).get("fixed", 0),
                open=tally.get(topic.pk, {}).get("open", 0),
            )
        )
    return path


def _wide(count: int, low: bool) -> int:
    """How wide one of so many phases is: on a low path as wide as the column of notes below it."""
    return max(460, LOW_WIDTH // max(count, 1)) if low else 400


def _doors(index: int, middle: int, passed: bool) -> list[Door]:
    """The doors of the phase at ``index`` on the path: one fewer open for each phase; of one passed, one ajar."""
    opened = max(1, DOORS - index)
    states = ["ajar"] + ["closed"] * (DOORS - 1) if passed else ["open"] * opened + ["closed"] * (DOORS - opened)
    return [Door(middle - DOOR * DOORS // 2 + DOOR * n, state) for n, state in enumerate(states)]


def _lines(title: str, low: bool) -> list[str]:
    """``title`` in at most two lines of about the same length, on a low path in one."""
    words = title.split()
    if max(map(len, words), default=0) > LONGEST:
        return lettering.lines(title, LONGEST, 1 if low else 2, LONGEST)
    if low or len(title) <= 18 or len(words) == 1:
        return [title]
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
