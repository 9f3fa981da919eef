"""The compass as a picture: where its circles are, and what each says of its notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshops.tool import Place, Topic, lettering

MIDDLE, ORBIT, RADIUS = 500.0, 335.0, 152.0  # in the picture's own units, 1000 wide
HEIGHT = 300.0  # how far above or below the middle a circle's centre can be, in a picture 920 high
REACH = 0.88  # how far out in a circle its dots go
WIDEST = 11  # letters of a line that a circle has room for as they are
LONGEST = 15  # letters of a title's word that a circle has room for
DOTS = 30  # a circle shows at most so many notes as dots; the number beside them counts them all
GOLDEN = math.pi * (3 - math.sqrt(5))  # radians between two dots of a spiral that fills a disc evenly


@dataclass
class Circle:
    """One circle: its topic, its centre, and how many notes of each kind it holds."""

    topic: Topic
    x: float
    y: float
    counts: Mapping[str, int]
    lit: bool
    dim: bool
    place: Place | None = None  # where a phone writes when it picks this circle

    @property
    def r(self) -> float:
        return RADIUS

    @property
    def is_small(self) -> bool:
        """Whether the title is set small, since a word of it is too long for the circle."""
        return any(len(word) > LONGEST for word in self.topic.title.split())

    @property
    def lines(self) -> list[tuple[float, str]]:
        """The title in one or two lines, each with its height; in three where it is set small."""
        words = self.topic.title.split()
        if self.is_small:
            found = lettering.lines(self.topic.title, LONGEST, 3, longest=LONGEST)
            return [(self.y - 31 * (len(found) - 1 - n), line) for n, line in enumerate(found)]
        if len(words) < 3:
            return [(self.y - 8, self.topic.title)]
        return [(self.y - 42, " ".join(words[:-1])), (self.y, words[-1])]

    @property
    def title(self) -> str:
        return self.topic.title

    @property
    def fill(self) -> str:
        return "#ffe9c7" if self.lit else "#fffdf8"

    @property
    def stroke(self) -> str:
        return "#a9bcbb" if self.dim else "#0b5d66"

    @property
    def ink(self) -> str:
        return "#5d6b72" if self.dim else "#16242b"

    @property
    def squeezed(self) -> list[str]:
        """The lines of the title that are drawn closer together, so that they stay in the circle."""
        return [] if self.is_small else [line for _y, line in self.lines if len(line) > WIDEST]

    @property
    def today(self) -> int:
        """How many notes say how it is today."""
        return self.counts.get("today", 0)

    @property
    def better(self) -> int:
        """How many notes see an improvement."""
        return self.counts.get("better", 0)

    @property
    def worse(self) -> int:
        """How many notes see a deterioration."""
        return self.counts.get("worse", 0)

    @property
    def balance(self) -> int:
        """How many notes weigh for or against."""
        return self.better + self.worse

    @property
    def share(self) -> float:
        """The improvements' share of the balance bar, in its 200 units."""
        return round(200 * self.better / self.balance, 1) if self.balance else 0.0

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Where the orange dots of today are: a spiral that fills the circle as notes come."""
        return [
            (
                round(self.x + REACH * RADIUS * math.sqrt((n + 0.5) / DOTS) * math.cos(n * GOLDEN), 1),
                round(self.y + REACH * RADIUS * math.sqrt((n + 0.5) / DOTS) * math.sin(n * GOLDEN), 1),
            )
            for n in range(min(self.today, DOTS))
        ]


def circles(
    topics: Iterable[Topic], tally: Mapping[int, Mapping[str, int]], focus: Topic | None = None
) -> list[Circle]:
    """The circles of ``topics`` clockwise from the upper left, with ``tally[topic][kind]`` notes each."""
    topics = list(topics)
    angles = [math.radians(-120 + 360 * index / len(topics)) for index in range(len(topics))]
    orbit = min([ORBIT, *(HEIGHT / abs(math.sin(angle)) for angle in angles if math.sin(angle))])
    found = []
    for topic, angle in zip(topics, angles, strict=True):
        found.append(
            Circle(
                topic,
                round(MIDDLE + orbit * math.cos(angle), 1),
                round(MIDDLE + orbit * math.sin(angle), 1),
                tally.get(topic.pk, {}),
                lit=topic == focus,
                dim=focus is not None and topic != focus,
            )
        )
    return found
