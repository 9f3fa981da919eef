from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place
from .content import Question, Topic
from .holding import Held
from .notes import Note
from .position import Positioned


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def by_period(self) -> AgreementQuerySet:
        """In the order they are to happen: before, during, after; then by date."""
        order = models.Case(
            *[models.When(period=period, then=index) for index, period in enumerate(Agreement.Period.values)]
        )
        return self.order_by(order, models.F("due").asc(nulls_last=True), "pk")

    def looked_back_on(self, workshop: Positioned) -> AgreementQuerySet:
        """Those of the workshop that ``workshop`` follows; none when it follows none, or one that was deleted."""
        return self.filter(workshop=workshop.follows_id or 0, workshop__deleted_at=None)


class Agreement(models.Model):
    """Who does what, when: before, during or after the digitalisation."""

    class Period(models.TextChoices):
        BEFORE = "before", _("før")
        DURING = "during", _("under")
        AFTER = "after", _("efter")

    class Status(models.TextChoices):
        OPEN = "open", _("ikke begyndt")
        DOING = "doing", _("i gang")
        DONE = "done", _("gjort")
        DROPPED = "dropped", _("droppet")

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="agreements")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="agreements")
    what = models.CharField(_("hvad"), max_length=400)
    who = models.CharField(_("hvem"), max_length=120, blank=True)
    due = models.DateField(_("hvornår"), null=True, blank=True)
    period = models.CharField(_("fase"), max_length=6, choices=Period, default=Period.DURING)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN)
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
            self.due and self.due < timezone.localdate() and self.status not in (self.Status.DONE, self.Status.DROPPED)
        )

    @property
    def status_symbol(self) -> str:
        """What tells its status without the colour."""
        return {"done": "✓", "doing": "→", "dropped": "✕"}.get(self.status, "○")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the workshop, whose row guards its agreements, and see this one as it is now.

        Raises Refused when it was deleted.
        """
        with self.workshop.held():
            self._check_there()
            self.refresh_from_db(fields=["what", "who", "due", "period", "status", "topic", "question", "note"])
            yield

    def write_down(self) -> None:
        """Store it, new or changed, and show it on the screens. How it is going is :meth:`update_status`'s to store.

        Raises Refused when it was deleted meanwhile.
        """
        with self.workshop.held():
            if self.pk:
                self._check_there()
                self.save(update_fields=["what", "who", "due", "period"])
            else:
                self._let_go()
                self.save()
            self.workshop.tell(*self.concerns())

    def _check_there(self) -> None:
        if not Agreement.objects.filter(pk=self.pk).exists():
            raise Refused(_("Aftalen er slettet imens. Kopiér teksten, og skriv den som en ny aftale."))

    def _let_go(self) -> None:
        """Leave out what it is from, where that was taken away while it was written."""
        for name, model in (("topic", Topic), ("question", Question), ("note", Note)):
            pk = getattr(self, f"{name}_id")
            if pk and not model._default_manager.filter(pk=pk).exists():
                setattr(self, name, None)

    def concerns(self) -> list[str]:
        """What changes with it, as :class:`~workshops.changes.Change` names it: the place it is from, too."""
        at = [changes.outcome(Place(self.topic_id, self.question_id))] if self.topic_id and self.question_id else []
        return [changes.AGREEMENTS, *at]

    def update_status(self, status: str, seen_from: Held) -> None:
        """Note how it is going with it, in the workshop that looks back on it. Raises ValueError on no such status.

        Raises Refused when it was deleted meanwhile.
        """
        self.status = self.Status(status)
        with self.workshop.held(), seen_from.held():  # the earlier one first: two at once queue for the rows
            self._check_there()
            self.save(update_fields=["status"])
            self.workshop.tell(changes.AGREEMENTS)
            seen_from.tell(changes.STAGE)

    def drop(self) -> None:
        """Delete it. One that is gone already stays so."""
        with self.workshop.held():
            concerns = self.concerns()
            if Agreement.objects.filter(pk=self.pk).delete()[0]:
                self.workshop.tell(*concerns)
