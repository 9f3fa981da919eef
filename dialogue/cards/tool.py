from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Kind, Shape, Stop, Tool, Workshop

from .steps import CARD, SENSELESS, TURNED, stops


class Cards(Tool):
    """The deck of dialogue cards."""

    key = "cards"
    title = _("Dialogkort")
    summary = _("Et spil kort om digitalisering. Træk ét ad gangen, og tal om det. I behøver ikke blive enige.")
    kinds = (Kind("note", _("seddel")), TURNED, SENSELESS)
    board_template = "dialogue/_cards.html"
    chapter_template = "dialogue/_cards_chapter.html"
    cell_template = "dialogue/_summary.html"
    desk_template = "dialogue/_cards_desk.html"
    always = (TURNED.key, SENSELESS.key)
    shape = Shape(topics=_("Områder"), add_topic=_("Et område mere"))
    item = _("Kort")
    items = ngettext_lazy("%(n)d kort", "%(n)d kort", "n")
    parts = ngettext_lazy("%(n)d område", "%(n)d områder", "n")
    examples = True
    order = 11
    settles = True
    text = "summary"

    def arrive(self, workshop: Workshop, stop: Stop) -> None:
        """A card that the room looks at is turned, unless it was put aside."""
        if stop.step is CARD:
            for place in stop.places:
                if place not in workshop.settled or not workshop.settled[place].choice:
                    workshop.settle(place, TURNED.key)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
