from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workshops.tool import Stop, Workshop

from .board import OnTheWall
from .steps import PAUSE


class Pause(OnTheWall):
    """A break: the wall counts down, from when the room comes to it."""

    key = "pause"
    step = PAUSE
    title = _("Pause")
    summary = _("Tavlen tæller ned og siger, hvornår I begynder igen.")
    order = 62
    item = _("Pause")
    board_template = desk_template = "interludes/_pause.html"
    drawing = "drawings/pause.svg"

    def arrive(self, workshop: Workshop, stop: Stop) -> None:
        """Start the clock with the minutes of the break, unless it runs already."""
        if stop.activity and not workshop.is_timed:
            workshop.start_timer(stop.activity.planned_minutes())
