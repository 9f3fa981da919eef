"""The table with the cards as they lie on it, area by area."""

from __future__ import annotations

import random
from dataclasses import dataclass

from workshops.tool import Scene, Topic

from .steps import Card, deck


@dataclass
class Pile:
    """The cards of one area."""

    topic: Topic
    turned: list[Card]
    down: list[Card]
    aside: list[Card]

    @property
    def about(self) -> str:
        """What the area is about, until the first of its cards was drawn."""
        return "" if self.turned or self.aside else self.topic.description


@dataclass
class Table:
    """The piles that have cards; ``draw`` is the key of the stop at one that lies face down, whichever.

    It is empty when none does, or nobody can draw.
    """

    piles: list[Pile]
    draw: str


def table(scene: Scene) -> Table:
    """The table of the activity on a screen."""
    activity = scene.stop.activity
    assert activity
    lying = deck(activity)
    piles = [
        Pile(topic, _of(topic, lying.turned), _of(topic, lying.down), _of(topic, lying.aside))
        for topic in activity.question_set.topics.all()
    ]
    can_draw = lying.down and scene.workshop.is_open
    return Table(
        [pile for pile in piles if pile.turned or pile.down or pile.aside],
        random.choice(lying.down).stop.key if can_draw else "",
    )


def _of(topic: Topic, cards: list[Card]) -> list[Card]:
    return [card for card in cards if card.topic == topic]
