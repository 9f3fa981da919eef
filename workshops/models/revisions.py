from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from .. import changes


class Revision(models.Model):
    """What was changed of a note by the facilitator, or of an outcome: each field's value before and after.

    ``also`` is another change that was made with it, and is taken back with it.
    """

    note = models.ForeignKey("workshops.Note", models.CASCADE, null=True, blank=True, related_name="revisions")
    outcome = models.ForeignKey("workshops.Outcome", models.CASCADE, null=True, blank=True, related_name="revisions")
    also = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"revision {self.pk}"

    def concerns(self) -> list[str]:
        """What it changed, as :class:`~workshops.changes.Change` names it."""
        note = [changes.note(self.note.pk)] if self.note else []
        outcome = [changes.outcome(self.outcome.place)] if self.outcome else []
        return note + outcome + (self.also.concerns() if self.also else [])

    def undo(self) -> None:
        """Put back what was changed. What someone changed since, the writer's own rewording say, stays.

        Raises Refused when it is what the room wrote and the workshop is not open.
        """
        of = self.note or self.outcome
        if of:
            self._undo(of.workshop)

    def _undo(self, workshop: Any) -> None:
        with workshop.held():
            if self.note:
                self.note.workshop = workshop
                with self.note.held(withdrawn=True):
                    self.note.put_back(self.before, self.after)
            if self.outcome:
                self.outcome.workshop = workshop
                self.outcome.put_back(self.before, self.after)
            if self.also:
                self.also._undo(workshop)
