from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Stop, Tool

from .steps import stops


class Rules(Tool):
    """Ground rules."""

    key = "rules"
    title = _("Spilleregler")
    summary = _("Foreslå regler på telefonerne, bliv enige om dem, og hæng dem op som en plakat.")
    kinds = (
        Kind("proposal", _("forslag"), "✎"),
        Kind("taken", _("taget med"), "✓", use="taken"),
    )
    board_template = "dialogue/_rules.html"
    chapter_template = "dialogue/_rules_chapter.html"
    cell_template = "dialogue/_rule.html"
    desk_template = "dialogue/_rules_desk.html"
    poster_template = "dialogue/_poster.html"
    parts = ""
    order = 13
    settles = True
    text = "agreed"

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
