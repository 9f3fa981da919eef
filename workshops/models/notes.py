from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place, at_places
from . import agendas
from .activities import Activity
from .participants import Participant
from .places import HasPlaces
from .proposing import Proposal
from .revisions import Revision
from .stops import Stop
from .wiping import wipe
from .written import clean


@dataclass
class NoteCount:
    """How many notes there are: shown, waiting for a yes, and hidden."""

    shown: int = 0
    waiting: int = 0
    hidden: int = 0

    @classmethod
    def of(cls, notes: Iterable[Note]) -> NoteCount:
        """That of ``notes``, which are kept."""
        found = cls()
        for note in notes:
            found.add(note.hidden, note.shown)
        return found

    def add(self, hidden: bool, shown: bool, n: int = 1) -> None:
        """Count ``n`` more notes in such a state."""
        if hidden:
            self.hidden += n
        elif shown:
            self.shown += n
        else:
            self.waiting += n

    @property
    def written(self) -> int:
        """How many were written, without those that are hidden."""
        return self.shown + self.waiting


class NoteQuerySet(models.QuerySet["Note"]):
    def kept(self) -> NoteQuerySet:
        """Those that nobody withdrew."""
        return self.filter(withdrawn=False)

    def visible(self) -> NoteQuerySet:
        """Those that the room sees and the report tells: somebody said yes to them."""
        return self.counted().filter(shown=True)

    def counted(self) -> NoteQuerySet:
        """Those that are kept and not hidden, shown or not."""
        return self.kept().filter(hidden=False)

    def waiting(self) -> NoteQuerySet:
        """Those that nobody has shown or hidden yet."""
        return self.counted().filter(shown=False)

    def with_links(self) -> NoteQuerySet:
        """With the visible notes they answer and are answered by, as ``answering`` and ``answered``."""
        return self.prefetch_related(
            models.Prefetch("answers", Note.objects.visible(), to_attr="answering"),
            models.Prefetch("answered_by", Note.objects.visible(), to_attr="answered"),
        )

    def at(self, places: Iterable[Place]) -> NoteQuerySet:
        """Those at any of ``places``."""
        return self.filter(at_places(places))

    def counts(self) -> dict[Place, NoteCount]:
        """How many there are at each place where there are any, as each screen counts them."""
        rows = self.kept().order_by().values_list("topic", "question", "hidden", "shown").annotate(n=models.Count("pk"))
        found: dict[Place, NoteCount] = {}
        for topic, question, hidden, shown, n in rows:
            found.setdefault(Place(topic, question), NoteCount()).add(hidden, shown, n)
        return found


class Note(Proposal):
    """A post-it: a text of a kind, at a place. Who wrote it is known only to their own phone."""

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="one_note_a_key"),
            models.UniqueConstraint(fields=["workshop", "number"], name="one_note_a_number"),
        ]
        indexes = [models.Index(fields=["workshop", "topic", "question"], name="notes_at_a_place")]

    def __str__(self) -> str:
        return self.text

    def _store(self) -> None:
        was = self.workshop.stage_version
        with self.workshop.held():
            if self.participant and self.workshop.stage_version != was:  # a seat is taken by no light change
                self._check_seat(self.participant)
            self.question = self.workshop.question_for("note", self.place)
            self.look = {each.key: each for each in self.question.note_kinds()}.get(self.kind)
            if self.look is None:
                raise Refused(_("Den slags seddel hører ikke til her. Vælg en anden farve, og send den igen."))
            if not self.workshop.is_writable(self.place):
                raise Refused(
                    _("Der er lukket for sedler her. Din tekst står der endnu, så du kan sige den højt i stedet.")
                )
            self.shown = self._is_shown_at_once(agendas.at_hand(self.workshop).stop)
            self.save(force_insert=True)
            self.workshop.tell(changes.note(self.pk))

    def _check_seat(self, participant: Participant) -> None:
        """Raise Refused where the seat was taken while the note was on its way."""
        participant.see()
        if participant.removed_at:
            raise Refused(_("Ordstyreren har lukket din plads, så sedlen kom ikke med."))


class HasNotes(HasPlaces):
    """The notes written in a workshop."""

    notes: NoteQuerySet

    class Meta:
        abstract = True

    def answerable(self, place: Place) -> list[Note]:
        """The visible notes that a note at ``place`` can answer: those under its topic at the question that its own
        answers."""
        question = self.question_at(place)
        if question is None or question.answers_id is None:
            return []
        there = Note.objects.visible().at([Place(place.topic, question.answers_id)])
        return [note.dressed() for note in there.filter(workshop=self.itself)]

    def write(
        self,
        place: Place,
        kind: str,
        text: str,
        key: str,
        participant: Participant | None = None,
        answers: Iterable[int] = (),
    ) -> Note:
        """Store a note at ``place``; sent again with the same key and text, return the one stored.

        The same key with another text is another note: a page brought back by the browser must not overwrite what
        was sent from it before. Without ``participant`` the facilitator wrote it for someone. ``answers`` are the
        numbers of notes it answers; others than those its question answers are left out. Raises Refused when the text
        is empty or too long, the place takes no notes or is closed, or its question takes no such kind.
        """
        text = clean(text)
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this note alone
        note = Note(workshop=self.itself, participant=participant, kind=kind, text=text)
        note.topic_id, note.question_id = place
        note.sent = note.digest(text, note.participant_id)
        of_other_words = f"{key}-{note.sent[:12]}"
        for note.key in (key, of_other_words):
            try:
                note._store()
            except (IntegrityError, Refused):  # most notes are new: whether this one is stored is asked after
                stored = Note.objects.filter(workshop=self.pk, key=note.key).first()
                if stored is None:
                    raise
                if stored.sent == note.sent:
                    return stored
            else:
                if note.question.answers_id:
                    note.link(answers)
                return note
        raise Refused(_("Sedlen kunne ikke gemmes. Genindlæs siden, og prøv igen."))

    def finish(self, participant: Participant, at: str, done: bool = True) -> None:
        """``participant`` has written what they wanted to at the stop with the key ``at``, or not after all.

        Where the room has gone on meanwhile, or their seat was taken, nothing changes.
        """
        with self.held():
            participant.see()
            here = agendas.at_hand(self).stop
            is_here = self.is_open and here.written and at == here.key
            if participant.removed_at or not is_here:
                return
            participant.done_with = at if done else ""
            participant.save(update_fields=["done_with"])
            self.tell(changes.SEATS)

    def show(self, places: Iterable[Place], only: Iterable[int] | None = None) -> int:
        """Say yes to all that waits at ``places``, or to those with the ids ``only``, and how many that was."""
        with self.held():
            those = models.Q() if only is None else models.Q(pk__in=only)
            waiting = self.notes.at(places).waiting().filter(those)
            n = waiting.update(shown=True, version=models.F("version") + 1)
            if n:
                self.tell(changes.STAGE)
            return n

    def show_here(self, at: str) -> int:
        """Say yes to all that waits where the room is, at the stop with the key ``at``, and how many that was.

        Raises Refused where the room is elsewhere by now, or the workshop is not open.
        """
        with self.held():
            self.check_open()
            here = agendas.at_hand(self).stop
            if here.key != at:
                raise Refused(_("I er gået videre imens. Se sedlerne igennem her, og vis dem så."))
            return self.show(set(here.places) - here.private)

    def show_written(self, activity: Activity) -> None:
        """Say yes to all that waits where the room writes in ``activity``, for a verb that holds the workshop."""
        here = agendas.at_hand(self).stop
        if here.activity == activity:
            self.show(here.written)

    def _leave(self, stop: Stop) -> None:
        """What is done when the room goes on from ``stop``, with the workshop held: after a review, and after notes are
        written that nobody reviews, all are shown."""
        if stop.step.reviews or (stop.activity and stop.written and not stop.activity.reviews):
            self.show(stop.places if stop.step.reviews else stop.written)

    def _left(self) -> None:
        """What is done when the room has left a stop, with the workshop held: what was changed there stays so."""
        super()._left()
        self.let_be()

    def let_be(self) -> None:
        """Let what was changed be as it is, for a verb that holds it: nothing is taken back any more, and the words
        that were there before are gone."""
        revisions = Revision.objects.of(self).delete()[0]
        gone = revisions + self.notes.filter(withdrawn=True).exclude(text="").update(text="")
        if gone:
            wipe()

    def _passes(self, stop: Stop) -> bool:
        """Whether there is nothing to do at ``stop``, since nothing was written there."""
        notes = self.notes.at(stop.places)
        return stop.step.if_written and not (notes.waiting() if stop.step.reviews else notes.visible()).exists()
