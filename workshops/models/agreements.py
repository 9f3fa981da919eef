from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..live import changes
from ..tools import Place
from .agenda import Workshop
from .library import Question, Topic
from .notes import Note


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Lookups of agreements."""

    def by_phase(self) -> AgreementQuerySet:
        """In the order they are to happen: before, during, after; then by date."""
        order = models.Case(
            *[models.When(phase=phase, then=index) for index, phase in enumerate(Agreement.Phase.values)]
        )
        return self.order_by(order, models.F("due").asc(nulls_last=True), "pk")

    def looked_back_on(self, workshop: Workshop) -> AgreementQuerySet:
        """Those of the workshop that ``workshop`` follows; none when it follows none, or one that was deleted."""
        return self.filter(workshop=workshop.follows_id or 0, workshop__deleted_at=None)


class Agreement(models.Model):
    """Who does what, when: before, during or after the digitalisation."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("før")
        DURING = "during", _("under")
        AFTER = "after", _("efter")

    class Status(models.TextChoices):
        OPEN = "open", _("ikke begyndt")
        DOING = "doing", _("i gang")
        DONE = "done", _("gjort")
        DROPPED = "dropped", _("droppet")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="agreements")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="agreements")
    what = models.CharField(_("hvad"), max_length=400)
    who = models.CharField(_("hvem"), max_length=120, blank=True)
    due = models.DateField(_("hvornår"), null=True, blank=True)
    phase = models.CharField(_("fase"), max_length=6, choices=Phase, default=Phase.DURING)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
    key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed without it being done or dropped."""
        return bool(
            self.due and self.due < dt.date.today() and self.status not in (self.Status.DONE, self.Status.DROPPED)
        )

    @transaction.atomic
    def settle(self) -> None:
        """Store it, new or changed, and show it on the screens."""
        self.save()
        self.workshop.changed(*self.concerns())

    def concerns(self) -> list[str]:
        """What changes with it, as :class:`~workshops.live.changes.Change` names it: the place it is from, too."""
        at = [changes.outcome(Place(self.topic_id, self.question_id))] if self.topic_id and self.question_id else []
        return [changes.AGREEMENTS, *at]

    @transaction.atomic
    def go(self, status: str, seen_from: Workshop) -> None:
        """Note how it is going with it, in the workshop that looks back on it. Raises ValueError on no such status."""
        self.status = self.Status(status)
        self.save(update_fields=["status"])
        seen_from.changed(changes.STAGE)

    @transaction.atomic
    def drop(self) -> None:
        """Delete it."""
        concerns = self.concerns()
        self.delete()
        self.workshop.changed(*concerns)
