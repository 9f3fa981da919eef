from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from .holding import Held


class Running(Held):
    """What the facilitator turns on and off while the room works: the timer, the inspiration, the wall on phones."""

    timer_ends_at = models.DateTimeField(null=True, blank=True)
    hints_shown = models.BooleanField(default=False)
    wall_on_phones = models.BooleanField(_("tavlen vises på telefonerne"), default=False)

    class Meta:
        abstract = True

    @property
    def is_timed(self) -> bool:
        """Whether the timer is shown: it was started, and the workshop is going on."""
        return bool(self.timer_ends_at and self.is_open)

    def start_timer(self, minutes: int) -> None:
        """Count down ``minutes`` from now; with a timer running, add them to what is left."""
        with self.held("timer_ends_at"):
            now = timezone.now()
            start = max(self.timer_ends_at or now, now)
            self.put(changes.TIMER, timer_ends_at=start + dt.timedelta(minutes=minutes))

    def stop_timer(self) -> None:
        self.put(changes.TIMER, timer_ends_at=None)

    def set_wall_on_phones(self, shown: bool) -> None:
        """Show what the wall shows on the phones too, or no longer."""
        self.put(changes.STAGE, wall_on_phones=shown)

    def show_hints(self, shown: bool) -> None:
        """Unfold the inspiration on the wall, or fold it again. It folds by itself when the room goes on."""
        self.put(changes.STAGE, hints_shown=shown)
