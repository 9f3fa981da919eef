from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Context, Kind, Scene, Stop, Tool

from .steps import TELL, TIPS, stops


class Story(Tool):
    """A story from another workplace, what they learned from it, and what one can learn from them."""

    key = "story"
    title = _("Historie")
    summary = _("Begynd med en historie fra et andet sted, og tal om, hvad I kan lære af den.")
    order = 60
    kinds = (Kind("note", _("seddel")),)
    parts = ""
    introduces = True
    board_template = "dialogue/story/_board.html"
    drawing = "drawings/story.svg"
    chapter_template = "dialogue/questions/_chapter.html"
    styles = ("css/tools/story.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        """The text where one is told, and whether what they learned is listed; else notes are shown."""
        stop = scene.stop
        return {
            "story": stop.topic.description if stop.topic and stop.step is TELL else "",
            "lists_advice": stop.step is TIPS,
        }
