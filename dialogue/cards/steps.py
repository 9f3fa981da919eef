"""The deck of dialogue cards: a round before the first card, then one card at a time, drawn from the table.

Source: "Dialogkort: Medarbejderen" (Digitalt kompetente kommuner), the guide.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Place, Question, Step, Stop, Topic

TURNED = Kind("turned", _("trukket"), "✓", use="mark")
SENSELESS = Kind("senseless", _("giver ikke mening for os"), "–", use="mark")

ROUND = Step(
    "round",
    _("Runde"),
    part=_("Runde"),
    wall=_("Tag en runde, før I trækker det første kort. Skriv på telefonen."),
    phone=_("Skriv så mange sedler, du vil. Én ting på hver."),
    writes=True,
    per_question=True,
)
ROUND_SHOWN = Step(
    "round-shown",
    _("Se på runden"),
    part=_("Runde"),
    wall=_("Læs sedlerne. Bruger I de samme ord om det samme?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
    per_question=True,
)
TABLE = Step(
    "table",
    _("Bordet"),
    part=_("Kortene"),
    asks=_("Træk et kort"),
    wall=_("»Næste« trækker det næste kort. I kan også trække et tilfældigt."),
    phone=_("Kig op på tavlen. Om lidt bliver der trukket et kort."),
)
CARD = Step(
    "card",
    _("Kortet"),
    part=_("Kortene"),
    wall=_("Læs kortet højt, og tal om det. I behøver ikke blive enige."),
    phone=_("Tal om kortet. Skriv en seddel, hvis der er noget, I vil huske."),
    writes=True,
    shows=True,
    per_question=True,
)
CARD_SHOWN = Step(
    "card-shown",
    _("Se på kortets sedler"),
    part=_("Kortene"),
    wall=_("Læs sedlerne. Er der noget, I vil huske?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
    per_question=True,
    if_written=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    part=_("Aftal"),
    asks=_("Hvad tager I med fra kortene?"),
    wall=_("Er der noget, I vil lære eller lave om? Hvem gør hvad, og hvornår?"),
    phone=_("Nu samler vi op. Sig til, når der er noget, vi skal aftale."),
    shows=True,
    agrees=True,
)


@dataclass
class Card:
    """One card: its area and its question."""

    activity: Activity
    topic: Topic
    question: Question

    @property
    def place(self) -> Place:
        """Where what is written on it sits."""
        return Place(self.topic.pk, self.question.pk)

    @property
    def stop(self) -> Stop:
        """Where the room looks at it."""
        return Stop(CARD, self.activity, self.topic, self.question, (self.place,))

    @property
    def stops(self) -> list[Stop]:
        """The same, and where the room looks at what was written on it."""
        return [self.stop, Stop(CARD_SHOWN, self.activity, self.topic, self.question, (self.place,))]


@dataclass
class Deck:
    """The cards by where they lie: turned, in the order they were; still face down; and put aside as senseless."""

    turned: list[Card] = field(default_factory=list)
    down: list[Card] = field(default_factory=list)
    aside: list[Card] = field(default_factory=list)


def deck(activity: Activity) -> Deck:
    """The deck of ``activity`` as it lies now."""
    settled, found = activity.workshop.settled, Deck()
    for topic, question in activity.question_set.places():
        card = Card(activity, topic, question)
        if topic.apart:
            continue
        outcome = settled.get(card.place)
        choice = outcome.choice if outcome else ""
        {TURNED.key: found.turned, SENSELESS.key: found.aside}.get(choice, found.down).append(card)
    found.turned.sort(key=lambda card: settled[card.place].pk)
    return found


def stops(activity: Activity) -> list[Stop]:
    """The round, the cards that were turned, the table, and the cards that lie face down; then what is agreed.

    The table lies between what was turned and what was not, so that going on from a card leads to the table, and going
    on from there draws the next. The card the room looks at counts as turned, whatever became of it.
    """
    route = [
        Stop(step, activity, topic, question, (Place(topic.pk, question.pk),))
        for topic, question in activity.question_set.places()
        if topic.apart
        for step in (ROUND, ROUND_SHOWN)
    ]
    found = deck(activity)
    every = found.turned + found.down + found.aside
    here = [card for card in every if card.question.pk == activity.workshop.question_id and card not in found.turned]
    down = [card for card in found.down if card not in here]
    route += [stop for card in found.turned + here for stop in card.stops]
    route.append(Stop(TABLE, activity))
    route += [stop for card in down for stop in card.stops]
    return [*route, Stop(DECIDE, activity)]
