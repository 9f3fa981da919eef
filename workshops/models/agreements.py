from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place
from .content import Question, Topic
from .holding import Held
from .notes import Note
from .position import Positioned
from .written import MAX_LENGTH


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_order(self) -> AgreementQuerySet:
        """By result; each in the order they are to happen: before, during, after; then by date."""
        order = [_placed("result", Agreement.Result.values), _placed("period", Agreement.Period.values)]
        return self.order_by(*order, models.F("due").asc(nulls_last=True), "pk")

    def looked_back_on(self, workshop: Positioned) -> AgreementQuerySet:
        """What someone was to do or answer since the workshop that ``workshop`` follows.

        None when it follows none, or one that was deleted.
        """
        return self._earlier(workshop).filter(result__in=TO_BE_DONE)

    def left_open(self, workshop: Positioned) -> AgreementQuerySet:
        """What the workshop that ``workshop`` follows left as it was: disagreed on, or put aside."""
        return self._earlier(workshop).exclude(result__in=TO_BE_DONE)

    def _earlier(self, workshop: Positioned) -> AgreementQuerySet:
        return self.filter(workshop=workshop.follows_id or 0, workshop__deleted_at=None)

    def put_aside(self, note: Note) -> Agreement:
        """Come back to ``note`` later. Asked for twice, it is put aside once.

        Raises Refused when the room does not see the note any more.
        """
        with note.held():
            if not note.is_seen:
                raise Refused(_("Sedlen er skjult imens, så I kan ikke vende tilbage til den."))
            aside = note.agreements.filter(result=Agreement.Result.LATER).first()
            if aside is None:
                place = {"topic_id": note.topic_id, "question_id": note.question_id}
                later = Agreement.Result.LATER
                aside = Agreement(workshop=note.workshop, note=note, what=note.text, result=later, **place)
                aside.write_down()
            return aside


def _placed(field: str, values: list[str]) -> models.Case:
    """Where the value of ``field`` stands among ``values``."""
    return models.Case(*[models.When(**{field: value}, then=index) for index, value in enumerate(values)])


class Agreement(models.Model):
    """What the room came to: most often who does what, when, before, during or after the digitalisation.

    What is recommended has whom it is recommended to as ``who``, and the day of the answer as ``due``. What the room
    disagrees on, and what it comes back to later, have neither. Only what is agreed has a period.
    """

    class Result(models.TextChoices):
        AGREED = "agreed", _("aftalt")
        RECOMMENDED = "recommended", _("anbefales")
        DISAGREED = "disagreed", _("uenighed")
        LATER = "later", _("vender vi tilbage til")

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
    result = models.CharField(_("resultat"), max_length=11, choices=Result, default=Result.AGREED)
    what = models.CharField(_("hvad"), max_length=MAX_LENGTH)
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
    def is_agreed(self) -> bool:
        return self.result == self.Result.AGREED

    @property
    def when(self) -> str:
        """The day that it is to be done by, or answered."""
        day = date_format(self.due, "j. F Y") if self.due else ""
        return gettext("svar senest den %s") % day if day and self.result == self.Result.RECOMMENDED else day

    @property
    def is_later(self) -> bool:
        """Whether the room said that it comes back to it."""
        return self.result == self.Result.LATER

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed without it being done, answered or dropped."""
        is_ended = self.status in (self.Status.DONE, self.Status.DROPPED)
        return bool(self.due and self.due < timezone.localdate() and self.result in TO_BE_DONE and not is_ended)

    @property
    def symbol(self) -> str:
        """What tells its result without the colour."""
        return SYMBOLS[self.result]

    @property
    def heading(self) -> str:
        """What it stands under, with others of the same result."""
        return str(HEADINGS[self.result])

    @property
    def noun(self) -> str:
        """What it is called when something is done with it."""
        return str(NOUNS[self.result])

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
            self.refresh_from_db(
                fields=["result", "what", "who", "due", "period", "status", "topic", "question", "note"]
            )
            yield

    def write_down(self) -> None:
        """Store it, new or changed, and show it on the screens. How it is going is :meth:`update_status`'s to store.

        Raises Refused when it was deleted meanwhile.
        """
        with self.workshop.held():
            if self.pk:
                self._check_there()
                self.save(update_fields=["result", "what", "who", "due", "period"])
            else:
                self._let_go()
                self.save()
            self.workshop.tell(*self.concerns())
            self.workshop.amend()

    def _check_there(self) -> None:
        if not Agreement.objects.filter(pk=self.pk).exists():
            raise Refused(_("Det er slettet imens. Kopiér teksten, og skriv den ned igen."))

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
            if self.workshop.has_record:
                self.workshop.remember()  # its own report does not say how it is going
            seen_from.tell(changes.STAGE)

    def drop(self) -> None:
        """Delete it. One that is gone already stays so."""
        with self.workshop.held():
            concerns = self.concerns()
            if Agreement.objects.filter(pk=self.pk).delete()[0]:
                self.workshop.tell(*concerns)
                self.workshop.amend()


TO_BE_DONE = (Agreement.Result.AGREED, Agreement.Result.RECOMMENDED)  # what has someone to do it, a date and a status
SYMBOLS = {"agreed": "✓", "recommended": "↗", "disagreed": "≠", "later": "↺"}
HEADINGS = {
    "agreed": _("Aftaler"),
    "recommended": _("Anbefalinger"),
    "disagreed": _("Uenigheder"),
    "later": _("Det vender vi tilbage til"),
}
NOUNS = {"agreed": _("aftalen"), "recommended": _("anbefalingen"), "disagreed": _("uenigheden"), "later": _("det")}
