from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone

from .. import changes


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, workshop: Any) -> RevisionQuerySet:
        """Those of its notes, outcomes and clusters."""
        notes, outcomes = models.Q(note__in=workshop.notes.all()), models.Q(outcome__in=workshop.outcomes.all())
        return self.filter(notes | outcomes | models.Q(cluster__in=workshop.clusters.all()))


class Revision(models.Model):
    """What the facilitator changed of a note, an outcome or a cluster: each value before and after.

    ``also`` is another change that was made with it, and is taken back with it.
    """

    note = models.ForeignKey("workshops.Note", models.CASCADE, null=True, blank=True, related_name="revisions")
    outcome = models.ForeignKey("workshops.Outcome", models.CASCADE, null=True, blank=True, related_name="revisions")
    cluster = models.ForeignKey("workshops.Cluster", models.CASCADE, null=True, blank=True, related_name="revisions")
    also = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"revision {self.pk}"

    def chain(self) -> Iterator[Revision]:
        """This, and all that was made with it."""
        revision: Revision | None = self
        while revision:
            yield revision
            revision = revision.also

    def concerns(self) -> list[str]:
        """What it changed, as :class:`~workshops.changes.Change` names it."""
        notes = [changes.note(each.note_id) for each in self.chain() if each.note_id]
        clusters = [changes.CLUSTERS for each in self.chain() if each.cluster_id]
        return notes + clusters + [changes.outcome(each.outcome.place) for each in self.chain() if each.outcome]

    def undo(self) -> None:
        """Put back what was changed. What someone changed since, the writer's own rewording say, stays.

        Raises Refused when it is what the room wrote and the workshop is not open.
        """
        of = self.note or self.outcome or self.cluster
        if of:
            with of.workshop.held():
                for each in self.chain():
                    each._undo(of.workshop)

    def _undo(self, workshop: Any) -> None:
        if self.note:
            self.note.workshop = workshop
            with self.note.held(withdrawn=True):
                self.note.put_back(self.before, self.after)
        if self.outcome:
            self.outcome.workshop = workshop
            self.outcome.put_back(self.before, self.after)
        if self.cluster:
            self.cluster.workshop = workshop
            self.cluster.put_back(self.before, self.after)
