"""The relations map as a picture: "Os" in the middle, the relations evenly round it, a line to each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from workshops.tool import Kind, Place, Spot, lettering

from .steps import CHALLENGED, KINDS, STATES, STRENGTHENED, UNTOUCHED, Proposal, State, state

WIDTH, HEIGHT = 1400.0, 860.0
X, Y = 700.0, 430.0  # the middle, in the picture's own units
ACROSS, DOWN = 574.0, 362.0  # how far out the relations lie
WIDE, TALL, LOW = 240.0, 124.0, 94.0  # the box of one, and how tall it is where they are many
MANY = 13
MOST = 14  # as many lie round the middle without meeting; the list beside has them all
WRAP, ROOM = 16, 218.0  # characters in a line of a name, and how wide it can be
LONGEST = 22  # of a word that is rather set narrower than divided
BADGE = 0.5  # how far out on its line the symbol of a relation stands
APART = 8.0  # half the way between the two lines of a relation that is both


@dataclass
class Node:
    """One relation, or a proposal of one, with what was marked and how many notes of each kind it has.

    ``topic`` is the id of a relation's topic. ``key`` is the stop that looks at it in close-up, where one can get
    there; ``place`` is where an agreement on it is said to come from, where one can be made; ``unread`` is where its
    notes are written and not yet shown.
    """

    title: str
    state: State = STATES["open"]
    topic: int = 0
    proposal: Proposal | None = None
    marks: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    key: str = ""
    place: Place | None = None
    unread: Spot | None = None
    x: float = 0
    y: float = 0
    lit: bool = False
    dim: bool = False
    text: list[tuple[float, str, float]] = field(default_factory=list)

    @property
    def voters(self) -> int:
        """How many marked it."""
        return sum(self.marks.values())

    @property
    def of(self) -> int:
        """How many of them marked what it is said to be; for both, the two together."""
        up, down = self.marks.get("strengthened", 0), self.marks.get("challenged", 0)
        return up + down if self.state.key == "both" else self.marks.get(self.state.key, 0)

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        """How many marked each choice."""
        return [(kind, self.marks.get(kind.key, 0)) for kind in (STRENGTHENED, CHALLENGED, UNTOUCHED)]

    @property
    def written(self) -> list[tuple[Kind, int]]:
        """How many notes of each kind there are, of those there are any."""
        return [(kind, self.notes[kind.key]) for kind in KINDS if self.notes.get(kind.key)]

    @property
    def below(self) -> str:
        """What it is said to be, under its title in the picture."""
        if self.proposal:
            return self.proposal.times
        return f"{self.state.word} {self.of} {gettext('af')} {self.voters}" if self.voters else ""

    @property
    def says(self) -> str:
        """What the picture shows of it, in words."""
        if self.proposal:
            return f"{self.title} ({self.proposal.times})"
        return (
            f"{self.title} ({self.state.word}, {self.of} {gettext('af')} {self.voters})" if self.voters else self.title
        )

    @property
    def badge(self) -> tuple[float, float]:
        """Where its symbol stands."""
        return round(X + BADGE * (self.x - X), 1), round(Y + BADGE * (self.y - Y), 1)

    @property
    def lines_to(self) -> list[tuple[str, float, float, float, float]]:
        """The lines from the middle to it, each with its style's name: two beside each other for a relation that is
        both."""
        if self.state.key != "both":
            return [("proposal" if self.proposal else self.state.key, X, Y, self.x, self.y)]
        length = math.hypot(self.x - X, self.y - Y)
        aside, down = round(APART * (self.y - Y) / length, 1), round(APART * (self.x - X) / length, 1)
        return [
            (key, X - side * aside, Y + side * down, self.x - side * aside, self.y + side * down)
            for key, side in (("strengthened", 1), ("challenged", -1))
        ]


@dataclass
class Network:
    """The picture: ``nodes`` are drawn, ``more`` only listed beside it."""

    nodes: list[Node]
    more: list[Node]

    @property
    def many(self) -> bool:
        """Whether they are so many that their boxes are low."""
        return len(self.nodes) >= MANY

    @property
    def tall(self) -> float:
        """How tall the box of one is."""
        return LOW if self.many else TALL

    @property
    def every(self) -> list[Node]:
        """All of them."""
        return self.nodes + self.more

    @property
    def relations(self) -> list[Node]:
        """Those on the map, without the proposals."""
        return [node for node in self.every if node.topic]

    @property
    def proposals(self) -> list[Node]:
        """Those that are proposed."""
        return [node for node in self.every if node.proposal]

    @property
    def marked(self) -> bool:
        """Whether anything was marked."""
        return any(node.marks for node in self.every)

    @property
    def says(self) -> str:
        """What the picture shows, in words."""
        said = f"{gettext('Os og')} {', '.join(node.says for node in self.nodes)}"
        n = len(self.more)
        return f"{said}, {ngettext('og %(n)s mere i listen', 'og %(n)s mere i listen', n) % {'n': n}}" if n else said

    @property
    def pressing(self) -> list[Node]:
        """The relations by how much they are challenged, the most first."""
        return sorted(self.relations, key=lambda node: -node.marks.get("challenged", 0))


def draw(
    relations: Mapping[int, str],
    marks: Mapping[int, Mapping[str, int]] | None = None,
    notes: Mapping[int, Mapping[str, int]] | None = None,
    proposals: Sequence[Proposal] = (),
    lit: int = 0,
) -> Network:
    """The map of ``relations``, clockwise from the top, and after them the ``proposals``.

    The relations are titles by their topics' ids; ``marks`` and ``notes`` are how many of each kind they have, by the
    same ids; ``lit`` is the one looked at.
    """
    marks, notes = marks or {}, notes or {}
    nodes = [
        Node(
            title,
            state(marks.get(topic, {})),
            topic,
            None,
            marks.get(topic, {}),
            notes.get(topic, {}),
            lit=topic == lit,
            dim=lit not in (0, topic),
        )
        for topic, title in relations.items()
    ]
    nodes += [Node(each.text, proposal=each) for each in proposals]
    found = Network(nodes[:MOST], nodes[MOST:])
    for index, node in enumerate(found.nodes):
        angle = 2 * math.pi * index / len(found.nodes)
        node.x, node.y = round(X + ACROSS * math.sin(angle), 1), round(Y - DOWN * math.cos(angle), 1)
        below = (14 if found.many else 18) if node.proposal or node.marks else 0  # room for what it is said to be
        node.text = _lines(node.title, -below, 26 if found.many else 30)
    return found


def _lines(title: str, middle: float, line: float) -> list[tuple[float, str, float]]:
    """``title`` in at most two lines about a height in its box; each with its own, and its width where it is long."""
    found = lettering.lines(title, WRAP, 2, longest=LONGEST)
    top = middle - line * (len(found) - 1) / 2 + 9
    return [(round(top + line * n, 1), words, ROOM if len(words) >= WRAP else 0) for n, words in enumerate(found)]
