from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .. import changes, registry, texts
from ..codes import MAX_NUMBER, new_key, new_number
from ..errors import Refused
from ..place import Place
from ..registry import Kind
from . import agendas
from .content import Question, Topic
from .participants import Participant
from .revisions import Revision
from .stops import Stop
from .wiping import wipe

MAX_LENGTH = 500
MAX_ON_WALL = 140  # longer ones are shortened there, and whole when opened
# What is seen anew of a note that is held.
GUARDED = ("text", "kind", "shown", "hidden", "reason", "withdrawn", "topic_id", "question_id", "cluster_id", "version")


class Reason(models.TextChoices):
    """Why a note is hidden. That it is critical is no reason."""

    PERSON = "person", _("den nævner en person")
    OFFENSIVE = "offensive", _("den er krænkende")


class Written(models.Model):
    """What a note is, and what the one who wrote it can do with it.

    ``number`` is drawn at random: it is what screens know the note by and what orders it among others, so that neither
    tells when it was written. ``version`` counts its own changes. ``sent`` is a keyed digest of what was first sent,
    for a phone that sends it again: words that their writer changed or took back are nowhere.

    Until it is ``shown`` it is private: while others write, it is on its writer's phone and on no other screen. One
    that is ``hidden`` has a ``reason``.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="notes")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="notes")
    answers = models.ManyToManyField("self", symmetrical=False, related_name="answered_by", blank=True)
    cluster = models.ForeignKey("workshops.Cluster", models.SET_NULL, null=True, blank=True, related_name="notes")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=MAX_LENGTH)
    sent = models.CharField(max_length=32, blank=True)
    key = models.CharField(max_length=64, default=new_key)
    number = models.PositiveBigIntegerField(default=new_number)
    shown = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True, choices=Reason.choices)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)

    look: Kind | None = None  # its kind's word and symbol, given to it before it is drawn
    seeks_answers: bool = False  # whether the room looks for what answers it, where it is drawn
    names: Sequence[str] = ()  # of persons that it seems to mention, where it is read through

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        return Place(self.topic_id, self.question_id)

    @property
    def on_wall(self) -> str:
        """Its text as the wall shows it among others: at most 140 characters."""
        return texts.shortened(self.text, MAX_ON_WALL)

    @property
    def order(self) -> int:
        """What orders it among others: its number, after those that seem to mention a person."""
        return self.number - MAX_NUMBER if self.names else self.number

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has shown or hidden it yet."""
        return not (self.shown or self.hidden)

    @property
    def is_seen(self) -> bool:
        """Whether the room sees it."""
        return self.shown and not self.hidden

    @property
    def is_unanswered(self) -> bool:
        """Whether the room still looks for an answer to it."""
        return self.seeks_answers and not getattr(self, "answered", None)

    @staticmethod
    def digest(text: str, participant: int | None) -> str:
        """What a note that was sent again is known by, without its words."""
        return salted_hmac("workshops.sent", f"{participant} {text}").hexdigest()[:32]

    @contextmanager
    def held(self, withdrawn: bool = False) -> Iterator[None]:
        """Hold the workshop, whose row guards its notes, and see this one as it is now.

        Raises Refused when it was taken back, unless ``withdrawn``, or erased.
        """
        with self.workshop.held():
            now = type(self)._default_manager.filter(pk=self.pk).values(*GUARDED).first()
            if now is None or (now["withdrawn"] and not withdrawn):
                raise Refused(_("Sedlen er taget tilbage eller slettet imens, så den kan ikke ændres."))
            for name, value in now.items():
                setattr(self, name, value)
            yield

    def dressed(self) -> Self:
        """This note with its look, for one that was not drawn as part of a scene."""
        question = self.workshop.question_at(self.place)
        self.look = registry.get(question.question_set.tool).kind(self.kind) if question else None
        return self

    @property
    def period(self) -> str:
        """The period of an agreement made from this note: its kind's, else during."""
        return (self.look and self.look.period) or "during"

    def reword(self, text: str, kind: str = "") -> None:
        """The one who wrote it writes it differently, or as another ``kind``, while notes are taken there.

        Nobody said yes to the new words: one that was hidden or shown is private again, and waits, unless notes are
        shown while they are written. Raises Refused on an empty or too long text, on a kind that its question does not
        take, and when notes no longer are taken there or its question was left out.
        """
        text = clean(text)
        with self._own():
            self.workshop.question_for("note", self.place)
            changed: dict[str, Any] = {"text": text, "kind": self.fitting(kind) if kind else self.kind}
            was_seen = self.shown and not self.hidden
            if self.hidden or not self._is_shown_at_once(agendas.at_hand(self.workshop).stop):
                changed |= {"hidden": False, "reason": "", "shown": False}
            self.store(**changed)
            if was_seen and not self.shown:
                self.workshop.tell(changes.STAGE)  # the old words go from every screen
            self._forget_words()

    def _is_shown_at_once(self, here: Stop) -> bool:
        """Whether it needs no yes: notes are shown while they are written, or whoever shows them wrote it at a stop
        where they are shown. One that comes when its stop is over waits."""
        if self.place in here.written:
            return self.place not in here.private
        return self.participant_id is None and here.step.shows_notes and self.place in here.places

    def fitting(self, kind: str, *use: str) -> str:
        """``kind``, where its question takes it for such a use (:class:`registry.Kind`). Raises Refused where not."""
        question = self.workshop.question_at(self.place)
        if question is None or kind not in {each.key for each in question.note_kinds(*use)}:
            raise Refused(_("Den slags seddel hører ikke til her. Vælg en anden farve."))
        return kind

    def withdraw(self) -> None:
        """The one who wrote it takes it back, while notes are taken there: its words are gone at once, but on the own
        phone. Raises Refused when notes no longer are taken there."""
        with self._own():
            if not self.withdrawn:
                self.store(withdrawn=True, text="")
                self._forget_words()

    def _forget_words(self) -> None:
        """Have no earlier words of it anywhere, in what takes back the facilitator's changes neither."""
        Revision.objects.filter(note=self.pk, before__has_key="text").delete()
        wipe()

    @contextmanager
    def _own(self) -> Iterator[None]:
        with self.held(withdrawn=True):
            if not self.workshop.is_writable(self.place):
                raise Refused(_("Der er lukket for at rette her. Sig det til ordstyreren, hvis sedlen skal ændres."))
            yield

    def store(self, tell_writer: bool = False, **changed: Any) -> None:
        """Store fields of it with the workshop held, and tell; its own phone, too, where it did not do it itself."""
        was_shown = self.shown
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*changed, "version"])
        seats = [changes.seat(self.participant_id)] if tell_writer and self.participant_id else []
        notes = {self.pk}
        if self.shown or was_shown:  # those that are linked to it show it
            links, either = self.answers.through, models.Q(from_note=self.pk) | models.Q(to_note=self.pk)
            notes.update(*links._default_manager.filter(either).values_list("from_note", "to_note"))
        self.workshop.tell_and_amend(*map(changes.note, sorted(notes)), *seats)


def clean(text: str) -> str:
    """A note's text as it is stored. Raises Refused when nothing is left or it is too long."""
    text = texts.lines(text)
    if not text:
        raise Refused(_("Sedlen er tom. Skriv et par ord, og send den igen."))
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Sedlen er for lang: %(length)s tegn. Skriv højst %(max)s, eller del den i flere sedler.")
            % {"length": len(text), "max": MAX_LENGTH}
        )
    return text
