from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place, at_places
from . import agendas
from .participants import Participant
from .places import HasPlaces
from .proposing import Proposal
from .written import clean


class NoteQuerySet(models.QuerySet["Note"]):
    def kept(self) -> NoteQuerySet:
        """Those that nobody withdrew."""
        return self.filter(withdrawn=False)

    def visible(self) -> NoteQuerySet:
        """Those that may be shown to the room and in the report."""
        return self.kept().filter(hidden=False)

    def with_links(self) -> NoteQuerySet:
        """With the visible notes they answer and are answered by, as ``answering`` and ``answered``."""
        return self.prefetch_related(
            models.Prefetch("answers", Note.objects.visible(), to_attr="answering"),
            models.Prefetch("answered_by", Note.objects.visible(), to_attr="answered"),
        )

    def at(self, places: Iterable[Place]) -> NoteQuerySet:
        """Those at any of ``places``."""
        return self.filter(at_places(places))

    def counts(self) -> dict[Place, int]:
        """How many there are at each place."""
        rows = self.order_by().values_list("topic", "question").annotate(n=models.Count("pk"))
        return {Place(topic, question): n for topic, question, n in rows}


class Note(Proposal):
    """A post-it: a text of a kind, at a place. Who wrote it is known only to their own phone."""

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="one_note_a_key")]
        indexes = [models.Index(fields=["workshop", "topic", "question"], name="notes_at_a_place")]

    def __str__(self) -> str:
        return self.text

    def _store(self) -> None:
        with self.workshop.held():
            self.version = self.workshop.version
            self.question = self.workshop.question_for("note", self.place)
            self.look = {each.key: each for each in self.question.note_kinds()}.get(self.kind)
            if self.look is None:
                raise Refused(_("Den slags seddel hører ikke til her. Vælg en anden farve, og send den igen."))
            if not self.workshop.is_writable(self.place):
                raise Refused(
                    _("Der er lukket for sedler her. Din tekst står der endnu, så du kan sige den højt i stedet.")
                )
            self.save(force_insert=True)
            self.workshop.tell(changes.note(self.pk))


class HasNotes(HasPlaces):
    """The notes written in a workshop."""

    notes: models.QuerySet[Note]

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
        was sent from it before. Without ``participant`` the facilitator wrote it for someone. ``answers`` are the ids
        of notes it answers; others than those its question answers are left out. Raises Refused when the text is
        empty or too long, the place takes no notes or is closed, or its question takes no such kind.
        """
        text = clean(text)
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this note alone
        note = Note(workshop=self.itself, participant=participant, kind=kind, text=text, sent_text=text)
        note.topic_id, note.question_id = place
        digest = hashlib.sha256(f"{note.participant_id} {text}".encode()).hexdigest()[:12]
        for note.key in (key, f"{key}-{digest}"):
            try:
                note._store()
            except (IntegrityError, Refused):  # most notes are new: whether this one is stored is asked after
                stored = Note.objects.filter(workshop=self.pk, key=note.key).first()
                if stored is None:
                    raise
                if stored.sent_text == text and stored.participant_id == note.participant_id:
                    return stored
            else:
                if note.question.answers_id:
                    note.link(answers)
                return note
        raise Refused(_("Sedlen kunne ikke gemmes. Genindlæs siden, og prøv igen."))
