"""The four phases drawn as a path: where on it the room stands, and which doors are still open.

The later one is let in, the more doors are closed ("Digitalisering og det gode arbejde", page 12). So a phase is drawn
with fewer open doors than the one before it, and one that has passed with only a door ajar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workshops.tool import Topic, lettering

LONGEST = 20  # letters of a title's word that a phase has room for
DOORS = 4
DOOR = 62  # from one door to the next, in the units of the picture


@dataclass
class Door:
    """One door: ``open``, ``ajar`` or ``closed``, at ``x``."""

    x: int
    state: str


@dataclass
class Phase:
    """One phase on the path. ``x`` is its middle; ``share`` is how far its bar of marks reaches, in per cent."""

    topic: Topic
    number: int
    x: int
    lines: list[str]
    doors: list[Door]
    stages: list[str] = field(default_factory=list)
    here: bool = False
    behind: bool = False
    lit: bool = False
    marks: int = 0
    share: int = 0
    fixed: int = 0
    open: int = 0


@dataclass
class Path:
    """The picture. ``low`` is how it is drawn where other things need the room: titles on one line, counts beside."""

    phases: list[Phase]
    low: bool = False

    @property
    def wide(self) -> int:
        """How wide one phase is."""
        return 460 if self.low else 400

    @property
    def width(self) -> int:
        """How wide it all is."""
        return self.wide * max(len(self.phases), 1)

    @property
    def doors_y(self) -> int:
        """Where the doors stand."""
        return 182 if self.low else 222

    @property
    def height(self) -> int:
        """How tall it is: lower where nothing stands under the doors."""
        told = any(phase.marks or phase.fixed or phase.open or phase.stages for phase in self.phases)
        return self.doors_y + (154 if told and not self.low else 104)

    @property
    def line_end(self) -> int:
        """Where the line of the path ends in an arrow."""
        return self.width - 60


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
    path = Path([], low)
    for index, topic in enumerate(topics):
        middle = path.wide * index + path.wide // 2
        path.phases.append(
            Phase(
                topic,
                index + 1,
                middle,
                _lines(topic.title, low),
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
