from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Shape, Stop, Tool

from .steps import KINDS, TAKES, stops


class Relations(Tool):
    """The relations map."""

    key = "relations"
    title = _("Relationskortet")
    summary = _("Hvem har I de vigtigste relationer til, og hvad betyder teknologien for dem? Tegn kortet sammen.")
    kinds = KINDS
    board_template = "dialogue/_relations.html"
    chapter_template = "dialogue/_relations_chapter.html"
    overview_template = "dialogue/_relations_overview.html"
    needs = ("affected",)
    takes = TAKES
    shape = Shape(topics=_("Relationer"), add_topic=_("En relation mere"))
    items = ""
    parts = ngettext_lazy("%(n)d relation", "%(n)d relationer", "n")
    order = 16
    settles = True
    makes_topics = True

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
