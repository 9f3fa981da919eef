"""The compass as a picture: where its circles are, and what each says of its notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshops.tool import Place, Topic, lettering

MIDDLE, ORBIT, RADIUS = 500.0, 335.0, 152.0  # in the picture's own units, 1000 wide
HEIGHT = 300.0  # how far above or below the middle a circle's centre can be, in a picture 920 high
WIDEST = 272.0  # of a line of the title
LETTER = 0.56  # of the font's size, an ordinary letter
LONGEST = 15  # letters of a title's word that a circle has room for

# A circle shows its notes of today as dots; the number beside them counts them all. They lie in arcs above the title,
# then in one below what is counted, each given by its distance from the centre and its angle.
DOTS = [
    (reach, math.radians(angle))
    for reach, angles in (
        (130, (-90, -74, -106, -58, -122, -50, -130)),
        (104, (-90, -70, -110)),
        (130, (90, 74, 106, 58, 122)),
    )
    for angle in angles
]


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
        return "#46535b" if self.dim else "#0b5d66"

    @property
    def ink(self) -> str:
        return "#46535b" if self.dim else "#16242b"

    @property
    def font_size(self) -> int:
        """Of the title, so that its longest line stays in the circle as the letters are."""
        if self.is_small:
            return 28
        return min(42, int(WIDEST / LETTER / max(len(line) for _y, line in self.lines)))

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
        """Where the orange dots of today are: arcs above the title, filled from the outermost as notes come."""
        return [
            (round(self.x + reach * math.cos(angle), 1), round(self.y + reach * math.sin(angle), 1))
            for reach, angle in DOTS[: self.today]
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
