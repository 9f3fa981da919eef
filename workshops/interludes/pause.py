from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Stop, Tool, Workshop

from .steps import PAUSE


class Pause(Tool):
    """A break: the wall counts down, from when the room comes to it."""

    key = "pause"
    title = _("Pause")
    summary = _("Tavlen tæller ned og siger, hvornår I begynder igen.")
    order = 62
    item = _("Pause")
    items = parts = ""
    takes = {"": ()}
    offers = begins = ()
    is_told = False
    sheet_template = ""
    introduces = True
    board_template = desk_template = "interludes/_pause.html"
    drawing = "drawings/pause.svg"
    styles = ("css/tools/interludes.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        places = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
        return [Stop(PAUSE, activity, None, None, places)] if places else []

    def arrive(self, workshop: Workshop, stop: Stop) -> None:
        """Start the clock with the minutes of the break, unless it runs already."""
        if stop.activity and not workshop.is_timed:
            workshop.start_timer(stop.activity.planned_minutes())
