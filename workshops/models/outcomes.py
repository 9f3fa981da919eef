from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import changes, texts
from ..errors import Gone, Refused
from ..place import Place
from ..registry import Kind
from .content import Question, Topic
from .places import HasPlaces, Use
from .revisions import Revision

MAX_TEXT = 1000


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def by_place(self) -> dict[Place, Outcome]:
        return {outcome.place: outcome for outcome in self}


class Outcome(models.Model):
    """What the room came to at a place: a choice, a text, a date. One for each place."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="outcomes")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)

    leads_on = False  # what comes next on the way may follow from it: the stage is drawn, not the place alone

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "topic", "question"], name="one_outcome_a_place")]

    def __str__(self) -> str:
        return self.text or self.choice

    @property
    def place(self) -> Place:
        return Place(self.topic_id, self.question_id)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.choice or self.due)

    def take_in(self, text: str) -> Revision | None:
        """Add ``text`` as a line of its own; one that stands there already is not added again."""
        with self.workshop.held():
            self._see()
            if f"\n{text}\n" in f"\n{self.text}\n":
                return None
            added = f"{self.text}\n{text}".strip()
            _check_length(added)
            return self.revise(text=added)

    def _see(self) -> None:
        """See it as it is now, where the room may still change it."""
        self.workshop.check_open()
        try:
            self.refresh_from_db(fields=["choice", "text", "due"])
        except Outcome.DoesNotExist:
            raise Gone(_("Det sted er skjult eller fjernet imens.")) from None

    def revise(self, **changed: Any) -> Revision | None:
        """Store the fields that differ, with what takes them back; None when none did."""
        new = {name: value for name, value in changed.items() if getattr(self, name) != value}
        before = {name: getattr(self, name) for name in new}
        self._set(**new)
        if not new:
            return None
        plain = [{name: _plain(value) for name, value in each.items()} for each in (before, new)]
        return Revision.objects.create(outcome=self, before=plain[0], after=plain[1])

    def put_back(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Store ``before`` again of each field that is still as it was ``after``."""
        self._see()
        still = {name: value for name, value in before.items() if _plain(getattr(self, name)) == after[name]}
        if still.get("due"):
            still["due"] = dt.date.fromisoformat(still["due"])
        self.leads_on = "choice" in still
        self._set(**still)

    def _set(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
        self.workshop.see()  # what is settled is loaded anew when it is asked for
        self.workshop.tell(changes.STAGE if self.leads_on else changes.outcome(self.place))


class HasOutcomes(HasPlaces):
    """What the room comes to at each place."""

    outcomes: models.QuerySet[Outcome]

    class Meta:
        abstract = True

    @cached_property
    def settled(self) -> dict[Place, Outcome]:
        """What the room came to at each place."""
        return Outcome.objects.filter(workshop=self.pk).by_place()

    def see(self, *reads: str) -> None:
        """The same, and what is settled."""
        self.__dict__.pop("settled", None)
        super().see(*reads)

    def settle(self, place: Place, choice: str) -> Outcome:
        """The room settles on ``choice`` at ``place``, or takes it back with an empty one.

        Raises Gone when the place is not on the agenda, Refused when its question offers no such choice or the
        workshop is not open.
        """
        with self.held():
            outcome = self.outcome_at(place, "settle")
            if choice and choice not in {kind.key for kind in outcome.question.choices()}:
                raise Refused(_("Det kan man ikke vælge her. Genindlæs siden, og prøv igen."))
            outcome.leads_on = True
            outcome.revise(choice=choice)
            return outcome

    def fill(self, place: Place, text: str, was: str = "", **more: Any) -> tuple[Outcome, Revision | None, bool]:
        """Write ``text`` at ``place``, by someone who began from ``was``; where given, its ``choice`` and ``due`` too.

        When someone else wrote there meanwhile, both texts are kept. Returns the outcome, what takes the change back
        (None when nothing changed), and whether two texts were joined. Raises Gone when the place is not on the
        agenda any more; Refused when nothing is written there, the text is too long, the date has passed, or the
        workshop is not open.
        """
        mine, base = texts.lines(text), texts.lines(was)
        with self.held():
            outcome = self.outcome_at(place, "fill")
            joined = mine != base and outcome.text not in (base, mine)
            if mine != base:
                more["text"] = join(base, outcome.text, mine) if joined else mine
                _check_length(more["text"])
            if more.get("choice") and more["choice"] not in {kind.key for kind in outcome.question.choices()}:
                raise Refused(_("Den status findes ikke. Vælg en fra listen."))
            due, choice = more.get("due"), more.get("choice", outcome.choice)
            if due and due != outcome.due and due < timezone.localdate() and choice != "done":
                raise Refused(_("Datoen er gået. Vælg en dag fra i dag og frem."))
            return outcome, outcome.revise(**more), joined

    def outcome_at(self, place: Place, use: Use) -> Outcome:
        """The outcome at ``place``, new or stored, with its question; for a verb that holds the workshop.

        Raises Gone when the place is not on the agenda any more; Refused when it is not for ``use``, or the workshop
        is not open.
        """
        self.check_open()
        question = self.question_for(use, place)
        outcome, _created = Outcome.objects.get_or_create(
            workshop_id=self.pk, topic_id=place.topic, question_id=place.question, defaults={}
        )
        outcome.workshop, outcome.question = self.itself, question
        return outcome


@dataclass
class Choice:
    """One of the choices at a place: how many marked it, and whether the room settled on it."""

    kind: Kind
    count: int
    settled: bool


def choices(question: Question, marks: Mapping[str, int], outcome: Outcome | None) -> list[Choice]:
    """What can be marked at a question, with how many did (by choice) and what the room settled on."""
    settled = outcome.choice if outcome else ""
    return [Choice(kind, marks.get(kind.key, 0), kind.key == settled) for kind in question.choices()]


def join(base: str, theirs: str, mine: str) -> str:
    """``theirs`` with the lines of ``mine`` that are new since ``base``: two people wrote at once, both are kept."""
    known = {*base.split("\n"), *theirs.split("\n")}
    return "\n".join([theirs, *(line for line in mine.split("\n") if line not in known)]).strip()


def _check_length(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise Refused(
            _("Feltet rummer højst %(max)s tegn, og der står nu %(length)s. Kort det lidt af, så bliver det gemt.")
            % {"max": MAX_TEXT, "length": len(text)}
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
