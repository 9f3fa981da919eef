from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import template

from workshops.tool import Hint, Topic

from ..cards import steps as cards
from ..cards.steps import Card, Deck

if TYPE_CHECKING:
    from workshops.tool import Scene

register = template.Library()


@dataclass
class Pile:
    """The cards of one area as they lie on the table."""

    topic: Topic
    turned: list[Card] = field(default_factory=list)
    down: list[Card] = field(default_factory=list)
    aside: list[Card] = field(default_factory=list)


@register.simple_tag
def piles(scene: Scene) -> list[Pile]:
    """The table: each area with its cards."""
    activity = scene.stop.activity
    deck = cards.deck(activity) if activity else Deck()
    found: dict[Topic, Pile] = {}
    for topic in activity.question_set.topics.all() if activity else ():
        if not topic.apart and not topic.skipped:
            found[topic] = Pile(topic)
    for name in ("turned", "down", "aside"):
        for card in getattr(deck, name):
            getattr(found[card.topic], name).append(card)
    return [pile for pile in found.values() if pile.turned or pile.down or pile.aside]


@register.simple_tag
def card_key(scene: Scene, card: Card) -> str:
    """The key of the stop that looks at a card."""
    return f"{scene.stop.activity.pk if scene.stop.activity else 0}.{cards.CARD.key}.{card.topic.pk}.{card.question.pk}"


@register.simple_tag
def any_card(scene: Scene) -> str:
    """The key of the stop that looks at one of the cards that lie face down, whichever; empty when none does."""
    deck = cards.deck(scene.stop.activity) if scene.stop.activity else Deck()
    return card_key(scene, random.choice(deck.down)) if deck.down else ""


@register.simple_tag
def examples(scene: Scene) -> list[Hint]:
    """The examples on the card the room looks at."""
    question = scene.stop.question
    return list(question.hints.all()) if question else []


# --- The report ---


@dataclass
class Told:
    """The chapter: the round, the cards that were talked about, and those that made no sense."""

    round: list[Answers] = field(default_factory=list)
    turned: list[tuple[Topic, list[Answers]]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


@register.simple_tag
def told(chapter: Chapter) -> Told:
    """What the chapter tells."""
    found = Told()
    for section in chapter.sections:
        turned = []
        for answers in section.answers:
            choice = answers.outcome.choice if answers.outcome else ""
            if section.topic.apart:
                found.round.append(answers)
            elif choice == cards.SENSELESS.key:
                found.aside.append(str(answers.question))
            elif choice == cards.TURNED.key or answers.notes:
                turned.append(answers)
        if turned:
            found.turned.append((section.topic, turned))
    return found
