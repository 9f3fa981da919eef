"""What can be done at a place. Every place that comes in by a form is checked here (:meth:`Workshop.question_for`)."""

from __future__ import annotations

from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..errors import Gone, Refused
from ..place import Place
from . import agendas
from .agendas import Agenda
from .content import Question, Topic
from .position import Positioned

Use = Literal["note", "move", "adopt", "take up", "mark", "settle", "fill", "sum up", "close"]

HIDDEN = _("Det sted er skjult eller fjernet imens.")
NOT_TAKEN = _("Den slags seddel kan ikke tages med her.")
# What is said where the place is not on the agenda, or left out, and where it is there and not for this.
SAID = {
    "note": (
        _("Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål."),
        _("Der skrives ikke sedler til det spørgsmål. Vælg et andet spørgsmål."),
    ),
    "move": (
        _("Det spørgsmål findes ikke i workshoppen. Vælg et andet."),
        _("Sedlens farve passer ikke til det spørgsmål. Vælg et andet."),
    ),
    "adopt": (HIDDEN, NOT_TAKEN),
    "take up": (HIDDEN, NOT_TAKEN),
    "mark": (HIDDEN, _("Der kan ikke sættes kryds her.")),
    "settle": (HIDDEN, _("Det kan man ikke vælge her. Genindlæs siden, og prøv igen.")),
    "fill": (HIDDEN, _("Her er ikke noget felt at skrive i. Kopiér din tekst, og genindlæs siden.")),
    "sum up": (HIDDEN, _("Her skrives ingen opsummering. Kopiér din tekst, og genindlæs siden.")),
    "close": (
        _("Det spørgsmål findes ikke længere. Genindlæs siden."),
        _("Her skrives ingen sedler, så der er ikke noget at lukke. Genindlæs siden."),
    ),
}


class Closure(models.Model):
    """A place where the facilitator takes no more notes."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="closures")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "topic", "question"], name="one_closure_a_place")]

    def __str__(self) -> str:
        return f"closure of {self.topic_id}-{self.question_id}"


class HasPlaces(Positioned):
    """What can be done at each place of a workshop, and closing one for notes."""

    closures: models.QuerySet[Closure]

    class Meta:
        abstract = True

    def question_at(self, place: Place) -> Question | None:
        """The question of ``place``, with its set at hand, one left out too; None when this workshop has no such place.

        It is for what was written there. Whether something can be written is :meth:`question_for`.
        """
        return agendas.at_hand(self).question_at(place)

    def question_for(self, use: Use, place: Place) -> Question:
        """The question of ``place``, a place that came in by a form, where it is for ``use`` as the agenda is now.

        Raises Gone where it is not on the agenda or left out, Refused where it is not for that.
        """
        return question_for(agendas.at_hand(self), use, place)

    def takes(self, use: Use, place: Place) -> bool:
        """Whether ``place`` is on the agenda, not left out, and for ``use``."""
        return takes(agendas.at_hand(self), use, place)

    def is_writable(self, place: Place) -> bool:
        """Whether notes are taken at ``place``: the workshop is open and the facilitator has not closed it."""
        if agenda := agendas.kept(self):
            return self.is_open and place not in agenda.closed
        closed = Closure.objects.filter(workshop=self.pk, topic=place.topic, question=place.question)
        return self.is_open and not closed.exists()

    def close_place(self, place: Place) -> None:
        """Take no more notes at ``place``, late ones neither. Raises Refused where none are taken."""
        with self.reshaping():
            self.question_for("close", place)
            Closure.objects.get_or_create(workshop_id=self.pk, topic_id=place.topic, question_id=place.question)

    def open_place(self, place: Place) -> None:
        """Take notes at ``place`` again. Raises Refused where none are taken."""
        with self.reshaping():
            self.question_for("close", place)
            Closure.objects.filter(workshop=self.pk, topic=place.topic, question=place.question).delete()


def question_for(agenda: Agenda, use: Use, place: Place) -> Question:
    """The question of ``place``. Raises Gone where it is not on the agenda or left out, Refused where it is not for
    ``use``."""
    gone, elsewhere = SAID[use]
    question = agenda.asked.get(place)
    if question is None:
        raise Gone(gone)
    if not takes(agenda, use, place):
        raise Refused(elsewhere)
    return question


def takes(agenda: Agenda, use: Use, place: Place) -> bool:
    """Whether ``place`` is on the agenda, not left out, and for ``use``.

    Phones write and mark where a stop of the way lets them, whether the room is there, has moved on or gone back: what
    no stop asks, nobody would see to. The helper sums up only where the room is or has been.
    """
    question = agenda.asked.get(place)
    if question is None:
        return False
    tool = registry.get(question.question_set.tool)
    if use == "note":
        return place in agenda.written
    if use == "move":
        return bool(question.note_kinds("note", "taken"))
    if use == "adopt":
        return tool.text == "agreed" and bool(question.note_kinds("taken"))
    if use == "take up":
        return tool.makes_topics and bool(question.note_kinds("taken"))
    if use == "mark":
        return place in agenda.marked and not tool.text  # where the room writes, the choices are its own too
    if use == "settle":
        return bool(question.choices())
    if use == "fill":
        return bool(tool.text)
    if use == "sum up":
        return tool.text == "summary" and place in agenda.reached
    return place in agenda.written or place in agenda.marked
