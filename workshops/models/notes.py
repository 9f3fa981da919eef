from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import texts, tools
from ..codes import new_key
from ..errors import Refused
from ..live import changes
from ..tools import Kind, Place
from . import agendas
from .agenda import Workshop
from .library import Question, Topic, at_places

if TYPE_CHECKING:
    from .people import Participant

MAX_LENGTH = 500
GUARDED = ("text", "kind", "hidden", "withdrawn", "topic_id", "question_id")  # what is seen anew of a note that is held
MAX_NAME = 60  # of a note that becomes the name of a topic


class NoteQuerySet(models.QuerySet["Note"]):
    """Lookups of notes."""

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

    def write(
        self,
        workshop: Workshop,
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
        agendas.at_hand(workshop)  # before the transaction: inside one it would be loaded for this note alone
        note = Note(workshop=workshop, participant=participant, kind=kind, text=text, sent_text=text)
        note.topic_id, note.question_id = place
        digest = hashlib.sha256(f"{note.participant_id} {text}".encode()).hexdigest()[:12]
        for note.key in (key, f"{key}-{digest}"):
            try:
                note._store()
            except (IntegrityError, Refused):  # most notes are new: whether this one is stored is asked after
                stored = self.filter(workshop=workshop, key=note.key).first()
                if stored is None:
                    raise
                if stored.sent_text == text and stored.participant_id == note.participant_id:
                    return stored
            else:
                if note.question.answers_id:
                    note.link(answers)
                return note
        raise Refused(_("Sedlen kunne ikke gemmes. Genindlæs siden, og prøv igen."))


class Note(models.Model):
    """A post-it: a text of a kind, at a place. Who wrote it is known only to their own phone."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="notes")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        "workshops.Participant", models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    answers = models.ManyToManyField("self", symmetrical=False, related_name="answered_by", blank=True)
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=MAX_LENGTH)
    sent_text = models.CharField(max_length=MAX_LENGTH)
    key = models.CharField(max_length=64, default=new_key)
    hidden = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    look: Kind | None = None  # its kind's word and symbol, given to it before it is drawn

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="one_note_a_key")]
        indexes = [models.Index(fields=["workshop", "topic", "question"], name="notes_at_a_place")]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> Place:
        """Where it sits."""
        return Place(self.topic_id, self.question_id)

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

    @contextmanager
    def held(self, withdrawn: bool = False) -> Iterator[None]:
        """Hold the workshop, whose row guards its notes, and see this one as it is now.

        Raises Refused when it was taken back, unless ``withdrawn``, or erased.
        """
        with self.workshop.held():
            now = Note.objects.filter(pk=self.pk).values(*GUARDED).first()
            if now is None or (now["withdrawn"] and not withdrawn):
                raise Refused(_("Sedlen er taget tilbage eller slettet imens, så den kan ikke ændres."))
            for name, value in now.items():
                setattr(self, name, value)
            yield

    def dressed(self) -> Note:
        """This note with its look, for one that was not drawn as part of a scene."""
        question = self.workshop.question_at(self.place)
        self.look = tools.get(question.question_set.tool).kind(self.kind) if question else None
        return self

    @property
    def taken(self) -> bool:
        """Whether it has been taken into the outcome at its place; its look must be at hand."""
        return bool(self.look and self.look.use == "taken")

    @property
    def phase(self) -> str:
        """The phase of an agreement made from this note: its kind's, else during."""
        return (self.look and self.look.phase) or "during"

    # --- What the one who wrote it does ---

    def reword(self, text: str) -> None:
        """The one who wrote it writes it differently, while notes are taken there.

        Raises Refused on an empty or too long text, and when they no longer are.
        """
        text = clean(text)
        with self._own():
            self._set(text=text)

    def withdraw(self) -> None:
        """The one who wrote it takes it back, while notes are taken there. Raises Refused when they no longer are."""
        with self._own():
            if not self.withdrawn:
                self._set(withdrawn=True)

    @contextmanager
    def _own(self) -> Iterator[None]:
        with self.held(withdrawn=True):
            if not self.workshop.is_writable(self.place):
                raise Refused(_("Der er lukket for at rette her. Sig det til ordstyreren, hvis sedlen skal ændres."))
            yield

    # --- What the facilitator does, each with a Revision that takes it back ---

    def edit(self, text: str) -> Revision:
        """The facilitator corrects the text. Raises Refused on an empty or too long text."""
        return self._revise(text=clean(text))

    def hide(self) -> Revision:
        """Take it off the wall and out of the report."""
        return self._revise(hidden=True)

    def unhide(self) -> Revision:
        """Show it again."""
        return self._revise(hidden=False)

    def recolour(self, kind: str) -> Revision:
        """Make it another of the kinds its question takes. Raises Refused when it takes no such kind."""
        with self.held():
            question = self.workshop.question_at(self.place)
            if question is None or kind not in {each.key for each in question.note_kinds("note", "taken")}:
                raise Refused(_("Den slags seddel hører ikke til her. Vælg en anden farve."))
            return self._revise(kind=kind)

    def adopt(self) -> Revision:
        """Take this proposal into the outcome at its place, and make it the kind of note that says so.

        Raises Refused when its question has no such kind, or the outcome would be too long.
        """
        from .outcomes import Outcome

        with self.held():
            outcome, question = Outcome.objects.open_at(self.workshop, self.place, "adopt")
            taken = outcome.take_in(self.text)
            revision = self._revise(kind=question.note_kinds("taken")[0].key)
            revision.also = taken
            revision.save(update_fields=["also"])
            return revision

    def take_up(self) -> Topic:
        """Make what it proposes a topic: a new one, or the one of that name, taken in again where it was hidden.

        The visible notes at its place that say the same are taken with it. Raises Refused when its tool makes no
        topics of notes, the workshop is not open, or the text is too long for a name.
        """
        with self.held():
            if not self.workshop.is_open:
                raise Refused(_("Workshoppen er ikke åben, så det kan ikke ændres nu. Åbn den igen først."))
            question = self.workshop.question_for("take up", self.place)
            name = texts.line(self.text)
            if len(name) > MAX_NAME:
                said = {"now": len(name), "most": MAX_NAME}
                raise Refused(
                    _("Navnet er for langt: %(now)d tegn. Ret sedlen til højst %(most)d, og tag den så med.") % said
                )
            activity = self.workshop.activities.get(question_set=question.question_set_id)
            known = {alike(each.title): each for each in activity.question_set.topics.all() if not each.apart}
            topic = known.get(alike(name)) or activity.add_topic(name)
            if topic.skipped:
                activity.leave_out(topic, False)
            for note in self.workshop.notes.at([self.place]).visible():
                if alike(note.text) == alike(name):
                    note._revise(kind=question.note_kinds("taken")[0].key)
            self.workshop.tell(changes.STAGE)
            return topic

    def link(self, answers: Iterable[int], began: Iterable[int] | None = None) -> None:
        """Say which notes it answers: those of ``answers`` that sit where its question's answers do.

        Where it is said by someone who saw it answer ``began``, what others linked and unlinked since stays so.
        """
        with self.held():
            question = self.question
            if question.answers_id is None:
                return
            chosen = set(answers)
            if began is not None:
                was, now = set(began), set(self.answers.values_list("pk", flat=True))
                chosen = (now | chosen - was) - (was - chosen)
            place = Place(self.topic_id, question.answers_id)
            linked = self.workshop.notes.at([place]).kept().filter(pk__in=chosen)
            self.answers.set(linked)
            self.workshop.tell(changes.note(self.pk), *(changes.note(each.pk) for each in linked))

    def remove(self) -> Revision | None:
        """Take away a note that the facilitator added. One that is gone already stays so."""
        with self.held(withdrawn=True):
            return self.revisions.last() if self.withdrawn else self._revise(withdrawn=True)

    def move(self, place: Place) -> Revision:
        """Put it at another place of the same workshop, without the links to other notes that do not fit there.

        Raises Refused when the place takes no such note.
        """
        with self.held():
            question = self.workshop.question_for("move", place)
            if self.kind not in {each.key for each in question.note_kinds("note", "taken")}:
                raise Refused(_("Sedlens farve passer ikke til det spørgsmål. Vælg et andet."))
            revision = self._revise(topic_id=place.topic, question_id=place.question)
            revision.before["links"] = self._cut()
            revision.save(update_fields=["before"])
            return revision

    def _cut(self) -> list[list[int]]:
        """Take away the links of this note that do not go from a question to the one it answers, under one topic.

        Returns them, each as the ids of the note that answered and the one answered.
        """
        links = Link.objects.filter(models.Q(from_note=self.pk) | models.Q(to_note=self.pk))
        fitting = models.Q(
            from_note__topic=models.F("to_note__topic"), from_note__question__answers=models.F("to_note__question")
        )
        wrong = list(links.exclude(pk__in=links.filter(fitting)).values_list("pk", "from_note", "to_note"))
        Link.objects.filter(pk__in=[pk for pk, *_pair in wrong]).delete()
        return [pair for _pk, *pair in wrong]

    def _revise(self, **changed: Any) -> Revision:
        with self.held():
            before = {name: getattr(self, name) for name in changed}
            revision = Revision.objects.create(note=self, before=before, after=changed)
            self._set(tell_writer=True, **changed)
            return revision

    def _set(self, tell_writer: bool = False, **changed: Any) -> None:
        """Store it with the workshop held, and tell."""
        for name, value in changed.items():
            setattr(self, name, value)
        self.version = self.workshop.version
        self.save(update_fields=[*changed, "version"])
        seats = [changes.seat(self.participant_id)] if tell_writer and self.participant_id else []
        linked = Note.objects.filter(models.Q(answers=self.pk) | models.Q(answered_by=self.pk))  # they show this one
        notes = {self.pk, *linked.values_list("pk", flat=True)}
        self.workshop.tell(*map(changes.note, sorted(notes)), *seats)


Link = Note.answers.through


class Revision(models.Model):
    """What was changed of a note by the facilitator, or of an outcome: each field's value before and after.

    ``also`` is another change that was made with it, and is taken back with it.
    """

    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="revisions")
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
        """What it changed, as :class:`~workshops.live.changes.Change` names it."""
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

    def _undo(self, workshop: Workshop) -> None:
        with workshop.held():
            if self.note:
                self.note.workshop = workshop
                with self.note.held(withdrawn=True):
                    self._put_back(self.note)
            if self.outcome:
                self.outcome.workshop = workshop
                self.outcome._put_back(self.before, self.after)
            if self.also:
                self.also._undo(workshop)

    def _put_back(self, note: Note) -> None:
        was, now = self.before, self.after
        still = {name: was[name] for name in now if getattr(note, name) == now[name]}
        links = was.get("links", [])
        there = {*Note.objects.filter(pk__in={pk for pair in links for pk in pair}).values_list("pk", flat=True)}
        back = [Link(from_note_id=a, to_note_id=b) for a, b in links if {a, b} <= there]
        Link.objects.bulk_create(back, ignore_conflicts=True)
        note._set(tell_writer=True, **still)
        note._cut()


def clean(text: str) -> str:
    """A note's text as it is stored. Raises Refused when nothing is left or it is too long."""
    text = texts.lines(text)
    if not text:
        raise Refused(gettext_lazy("Sedlen er tom. Skriv et par ord, og send den igen."))
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Sedlen er for lang: %(length)s tegn. Skriv højst %(max)s, eller del den i flere sedler.")
            % {"length": len(text), "max": MAX_LENGTH}
        )
    return text


def alike(text: str) -> str:
    """What two proposals have in common that say the same: capitals, spaces and a full stop make no difference."""
    return texts.line(text).strip(" .").casefold()
