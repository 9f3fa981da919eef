from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Kind, Shape, Stop, Tool

from .steps import stops


class Turn(Tool):
    """Describe, share, turn."""

    key = "turn"
    title = _("Beskriv, del og vend")
    summary = _("Hvad har teknologien lavet om, og hvordan kan det, I ikke er glade for, vendes til noget godt?")
    kinds = (
        Kind("glad", _("glad for"), "☺", asks=False),
        Kind("sorry", _("ikke glad for"), "☹"),
        Kind("takes", _("det skal der til"), "→"),
    )
    board_template = "dialogue/_turn.html"
    chapter_template = "dialogue/_turn_chapter.html"
    needs = ("describe", "turn")
    takes = {"describe": ("glad", "sorry"), "turn": ("takes",)}
    shape = Shape(topics=_("Emner"), add_topic=_("Et emne mere"))
    parts = ngettext_lazy("%(n)d emne", "%(n)d emner", "n")
    order = 12

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
