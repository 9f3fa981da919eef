from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Kind, Shape, Stop, Tool

from .steps import stops


class Checklist(Tool):
    """A checklist."""

    key = "checklist"
    title = _("Tjekliste")
    summary = _("Hvad er på plads, hvad mangler, og hvem tager det? Punkterne bliver til aftaler.")
    kinds = (
        Kind("doing", _("på plads"), "✓", use="mark"),
        Kind("missing", _("mangler"), "!", use="mark"),
        Kind("unknown", _("ved ikke"), "?", use="mark"),
    )
    board_template = "dialogue/_checklist.html"
    chapter_template = "dialogue/_checklist_chapter.html"
    overview_template = "dialogue/_checklist.html"
    takes = {"": ("doing", "missing", "unknown")}
    shape = Shape(topics=_("Afsnit"), add_topic=_("Et afsnit mere"))
    item = _("Punkt")
    items = ngettext_lazy("%(n)d punkt", "%(n)d punkter", "n")
    parts = ngettext_lazy("%(n)d afsnit", "%(n)d afsnit", "n")
    order = 14
    settles = True

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
