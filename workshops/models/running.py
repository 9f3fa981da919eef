from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from .holding import Held

TIMER = ("timer_ends_at", "timer_left")
BREAK = (*TIMER, "on_break")


class Running(Held):
    """What the facilitator turns on and off while the room works: the timer, the inspiration, the wall on phones."""

    began_at = models.DateTimeField(null=True, blank=True)  # when the room left the lobby for the first time
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_left = models.PositiveIntegerField(null=True, blank=True)  # seconds, while the timer is paused
    on_break = models.BooleanField(default=False)  # until the facilitator goes on; the timer says for how long
    timer_sounds = models.BooleanField(_("tavlen siger til, når tiden er gået"), default=True)
    hints_shown = models.BooleanField(default=False)
    wall_on_phones = models.BooleanField(_("tavlen vises på telefonerne"), default=False)

    class Meta:
        abstract = True

    @property
    def is_timed(self) -> bool:
        """Whether the timer is shown: it was started, and the workshop is going on."""
        return bool((self.timer_ends_at or self.timer_left) and self.is_open)

    def start_timer(self, minutes: int) -> None:
        """Count down ``minutes`` from now; with a timer running or paused, add them to what is left."""
        with self.held(*TIMER):
            more = dt.timedelta(minutes=minutes)
            if self.timer_left:
                self.put(changes.TIMER, timer_left=self.timer_left + int(more.total_seconds()))
                return
            now = timezone.now()
            start = max(self.timer_ends_at or now, now)
            self.put(changes.TIMER, timer_ends_at=start + more)

    def pause_timer(self) -> None:
        """Let the timer stand. One that is over, or was not started, has nothing to stand at."""
        with self.held(*TIMER):
            left = (self.timer_ends_at - timezone.now()).total_seconds() if self.timer_ends_at else 0
            if left >= 1:
                self.put(changes.TIMER, timer_ends_at=None, timer_left=int(left))

    def resume_timer(self) -> None:
        """Let it go on from where it stands."""
        with self.held(*TIMER):
            if self.timer_left:
                ends = timezone.now() + dt.timedelta(seconds=self.timer_left)
                self.put(changes.TIMER, timer_ends_at=ends, timer_left=None)

    def stop_timer(self) -> None:
        self.put(changes.TIMER, timer_ends_at=None, timer_left=None)

    def hold_break(self, minutes: int) -> None:
        """Have a break of so many minutes, wherever the room is: the wall counts down, and the room stays there. Raises
        Refused unless it is open."""
        with self.held():
            self.check_open()
            ends = timezone.now() + dt.timedelta(minutes=minutes)
            self.put(changes.STAGE, on_break=True, timer_ends_at=ends, timer_left=None)

    def end_break(self) -> None:
        """Go on where the room was."""
        with self.held("on_break"):
            if self.on_break:
                self.put(changes.STAGE, on_break=False, timer_ends_at=None, timer_left=None)

    def let_timer_sound(self, sounds: bool) -> None:
        """Have the wall make a sound when the time is over, or not."""
        self.put(changes.STAGE, timer_sounds=sounds)

    def set_wall_on_phones(self, shown: bool) -> None:
        """Show what the wall shows on the phones too, or no longer."""
        self.put(changes.STAGE, wall_on_phones=shown)

    def show_hints(self, shown: bool) -> None:
        """Unfold the inspiration on the wall, or fold it again. It folds by itself when the room goes on."""
        self.put(changes.STAGE, hints_shown=shown)
