from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Stop, Tool

from .steps import stops


class Story(Tool):
    """A story."""

    key = "story"
    title = _("Historie")
    summary = _("Begynd med en historie fra et andet sted, og tal om, hvad I kan lære af den.")
    kinds = (Kind("note", _("seddel")),)
    board_template = "dialogue/_story.html"
    chapter_template = "dialogue/_chapter.html"
    parts = ""
    introduces = True
    order = 60

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
