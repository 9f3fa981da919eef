from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Chapter, Context, Kind, Scene, Shape, Stop, ToldAnswers, Tool, Workshop

from .steps import CARD, CARD_SHOWN, SENSELESS, TABLE, TURNED, stops
from .table import table


class Cards(Tool):
    """The deck of dialogue cards."""

    key = "cards"
    title = _("Dialogkort")
    summary = _("Et spil kort om digitalisering. Træk ét ad gangen, og tal om det. I behøver ikke blive enige.")
    order = 11
    kinds = (Kind("note", _("seddel")), TURNED, SENSELESS)
    item = _("Kort")
    items = ngettext_lazy("%(n)d kort", "%(n)d kort", "n")
    parts = ngettext_lazy("%(n)d område", "%(n)d områder", "n")
    always = (TURNED.key, SENSELESS.key)
    shape = Shape(topics=_("Områder"), add_topic=_("Et område mere"))
    settles = True
    text = "summary"
    examples = True
    board_template = "dialogue/cards/_board.html"
    desk_template = "dialogue/cards/_desk.html"
    cell_template = "dialogue/cards/_cell.html"
    drawing = "drawings/cards.svg"
    sheet_template = "dialogue/cards/_sheet.html"
    chapter_template = "dialogue/cards/_chapter.html"
    styles = (
        "css/tools/cards.css",
        "css/tools/cards-table.css",
    )

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def arrive(self, workshop: Workshop, stop: Stop) -> None:
        """A card that the room looks at is turned, unless it was put aside."""
        if stop.step is CARD:
            for place in stop.places:
                if place not in workshop.settled or not workshop.settled[place].choice:
                    workshop.settle(place, TURNED.key)

    def board(self, scene: Scene) -> Context:
        """The table; or the card that the room looks at, with its examples; else notes are shown."""
        found, question = self.desk(scene), scene.stop.question
        if scene.stop.step in (CARD, CARD_SHOWN) and question:
            found["examples"] = [hint.text for hint in question.hints.all()]
        return found

    def desk(self, scene: Scene) -> Context:
        """The table; or the place of the card that the room looks at, and whether it was put aside."""
        if scene.stop.step is TABLE:
            return {"table": table(scene)}
        if scene.stop.step in (CARD, CARD_SHOWN):
            (card,) = scene.spots
            return {"card": card, "is_aside": bool(card.settled and card.settled.kind == SENSELESS)}
        return {}

    def sheet(self, activity: Activity) -> Context:
        """The cards two by two, to cut out."""
        places = activity.question_set.places()
        return {"rows": [places[n : n + 2] for n in range(0, len(places), 2)]}

    def chapter(self, told: Chapter) -> Context:
        """The round, the cards that were talked about by area, and the questions of those that made no sense."""
        areas = [section for section in told["sections"] if not section["apart"]]
        talked_about = [
            {"title": area["title"], "cards": [card for card in area["answers"] if _was_talked_about(card)]}
            for area in areas
        ]
        return {
            "round": [answers for section in told["sections"] if section["apart"] for answers in section["answers"]],
            "areas": [area for area in talked_about if area["cards"]],
            "aside": [
                card["question"] for area in areas for card in area["answers"] if card["choice"] == SENSELESS.key
            ],
        }


def _was_talked_about(card: ToldAnswers) -> bool:
    """Whether it was turned; or written about, and put back among those face down."""
    return card["choice"] == TURNED.key or bool(any(card["written"].values()) and not card["choice"])
