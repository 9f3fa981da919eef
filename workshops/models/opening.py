from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .joining import CODE_HOLDS, Joinable
from .reports import Reported
from .running import BREAK, Running
from .trail import AuditEvent

CLOSING = ("closed_at", "erase_at", "unlink_at")


def default_keep_days() -> int:
    """Days from the closing of a workshop until its raw notes are erased."""
    return settings.KEEP_DAYS


class Openable(Joinable, Running, Reported):
    """Opening a workshop and closing it."""

    keep_days = models.PositiveSmallIntegerField(_("sedlerne slettes efter"), default=default_keep_days)
    keeps_words = models.BooleanField(_("alle viste sedler står ord for ord i opsamlingen"), default=False)

    rehearses_id: int | None

    class Meta:
        abstract = True

    def open(self) -> None:
        """Let people in, starting in the lobby; or, when it was closed, let them back in where it stopped.

        Raises Refused once it is unlinked: what would be written then belongs to nobody.
        """
        with self.held("erase_at", "unlink_at", "opened_at"):
            if self.is_open:
                return
            if self.is_unlinked:
                raise Refused(_("Workshoppen er gjort færdig, så den kan ikke åbnes igen. Lav en opfølgning i stedet."))
            self.state, self.closed_at, self.erase_at, self.unlink_at = self.State.OPEN, None, None, None
            self.opened_at = self.opened_at or timezone.now()
            self.began_at = None  # what was begun another time says nothing of how late it is now
            self.timer_ends_at, self.timer_left, self.on_break = None, None, False
            self.code_expires_at = timezone.now() + CODE_HOLDS
            self.save(update_fields=["state", *CLOSING, *BREAK, "began_at", "opened_at", "code_expires_at"])
            self.make_draft()
            self.tell(changes.STAGE, changes.ACCESS)
            if not self.rehearses_id:
                AuditEvent.objects.note(AuditEvent.What.OPENED, self, workshop=self.pk)

    def close(self) -> None:
        """End joining and writing, store what the workshop is remembered by, and ask for the report."""
        with self.held("keep_days"):
            if not self.is_open:
                raise Refused(_("Workshoppen er ikke åben, så den kan ikke afsluttes."))
            if self.rehearses_id:
                raise Refused(_("Det er en øvelse. Den bliver slettet, når den slutter, og får ingen opsamling."))
            now = timezone.now()
            self.state, self.closed_at = self.State.CLOSED, now
            self.timer_ends_at, self.timer_left, self.on_break = None, None, False
            self.erase_at = now + dt.timedelta(days=self.keep_days)
            self.unlink_at = now + settings.UNLINKED_AFTER
            self.save(update_fields=["state", *CLOSING, *BREAK])
            self.tell(changes.STAGE, changes.ACCESS)
            self._end()
            self.remember()
            AuditEvent.objects.note(AuditEvent.What.CLOSED, self, workshop=self.pk)
            self.ask_for_report()

    def _end(self) -> None:
        """What is done when it was closed, with the workshop held, before it is remembered."""
