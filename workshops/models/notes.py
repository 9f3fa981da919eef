from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import tools
from ..codes import new_key
from ..errors import Refused
from ..live import changes
from ..tools import Kind, Place
from .agenda import Activity, Workshop
from .library import Question, Topic

if TYPE_CHECKING:
    from .people import Participant

MAX_LENGTH = 500
INVISIBLE = {
    "Cc",
    "Cf",
    "Zl",
    "Zp",
    "Zs",
}  # unassigned (Cn) is visible: this year's emoji are, to an older Python


class NoteQuerySet(models.QuerySet["Note"]):
    """Lookups of notes."""

    def kept(self) -> NoteQuerySet:
        """Those that nobody withdrew."""
        return self.filter(withdrawn=False)

    def visible(self) -> NoteQuerySet:
        """Those that may be shown to the room and in the report."""
        return self.kept().filter(hidden=False)

    def at(self, places: Iterable[Place]) -> NoteQuerySet:
        """Those at any of ``places``."""
        query = models.Q(pk__in=[])
        for place in places:
            query |= models.Q(topic=place.topic, question=place.question)
        return self.filter(query)

    def counts(self) -> dict[Place, int]:
        """How many there are at each place."""
        rows = self.order_by().values_list("topic", "question").annotate(n=models.Count("pk"))
        return {Place(topic, question): n for topic, question, n in rows}

    @transaction.atomic
    def write(
        self,
        workshop: Workshop,
        place: Place,
        kind: str,
        text: str,
        key: str,
        participant: Participant | None = None,
    ) -> Note:
        """Store a note at ``place``; sent again with the same key and text, return the one stored.

        The same key with another text is another note: a page brought back by the browser must not overwrite what
        was sent from it before. Without ``participant`` the facilitator wrote it for someone. Raises Refused when
        the text is empty or too long, the place is not of this workshop or closed, or the tool knows no such kind.
        """
        text = clean(text)
        activity = workshop.activity_at(place)
        if activity is None:
            raise Refused(_("Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål."))
        if kind not in {each.key for each in tools.get(activity.tool).kinds}:
            raise Refused(_("Den slags seddel kan man ikke skrive her. Vælg en anden farve."))
        writer = participant and participant.pk
        digest = hashlib.sha256(f"{writer} {text}".encode()).hexdigest()[:12]
        for attempt in (key, f"{key}-{digest}"):
            stored = self.filter(workshop=workshop, key=attempt).first()
            if stored is None:
                if not workshop.is_writable(place):
                    raise Refused(
                        _("Der er lukket for sedler her. Din tekst står der endnu, så du kan sige den højt i stedet.")
                    )
                try:
                    with transaction.atomic():
                        note = self.create(
                            workshop=workshop,
                            topic_id=place.topic,
                            question_id=place.question,
                            participant=participant,
                            kind=kind,
                            text=text,
                            sent_text=text,
                            key=attempt,
                            version=workshop.version + 1,
                        )
                except IntegrityError:  # sent twice at the same moment: the other one stored it
                    stored = self.get(workshop=workshop, key=attempt)
                else:
                    note._stamp(changes.note(note.pk))
                    return note
            if stored.sent_text == text and stored.participant_id == writer:
                return stored
        raise Refused(_("Sedlen kunne ikke gemmes. Genindlæs siden, og prøv igen."))


class Note(models.Model):
    """A post-it: a text of a kind, at a place. Who wrote it is known only to their own phone."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="notes")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        "workshops.Participant", models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=MAX_LENGTH)
    sent_text = models.CharField(max_length=MAX_LENGTH)
    key = models.CharField(max_length=64, default=new_key)
    hidden = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

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

    # --- What the one who wrote it does ---

    @transaction.atomic
    def reword(self, text: str) -> None:
        """The one who wrote it writes it differently. Raises Refused on an empty or too long text."""
        self.text = clean(text)
        self.save(update_fields=["text"])
        self._stamp(changes.note(self.pk))

    @transaction.atomic
    def withdraw(self) -> None:
        """The one who wrote it takes it back."""
        self.withdrawn = True
        self.save(update_fields=["withdrawn"])
        self._stamp(changes.note(self.pk))

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

    def remove(self) -> Revision:
        """Take away a note that the facilitator added."""
        return self._revise(withdrawn=True)

    def move(self, place: Place) -> Revision:
        """Put it at another place of the same workshop. Raises Refused when there is no such place."""
        activity = self.workshop.activity_at(place)
        if activity is None:
            raise Refused(_("Det spørgsmål findes ikke i workshoppen. Vælg et andet."))
        if self.kind not in {each.key for each in tools.get(activity.tool).kinds}:
            raise Refused(_("Sedlen passer ikke til det værktøj. Vælg et spørgsmål i samme punkt."))
        return self._revise(topic_id=place.topic, question_id=place.question)

    @transaction.atomic
    def _revise(self, **changed: object) -> Revision:
        revision = Revision.objects.create(
            note=self,
            text=self.text,
            topic_id=self.topic_id,
            question_id=self.question_id,
            hidden=self.hidden,
            withdrawn=self.withdrawn,
        )
        self._set(**changed)
        return revision

    def _set(self, **changed: object) -> None:
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
        seats = [changes.seat(self.participant_id)] if self.participant_id else []
        self._stamp(changes.note(self.pk), *seats)

    def _stamp(self, *what: str) -> None:
        self.version = self.workshop.changed(*what)
        Note.objects.filter(pk=self.pk).update(version=self.version)


class Revision(models.Model):
    """How a note was before the facilitator changed it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="revisions")
    text = models.CharField(max_length=MAX_LENGTH)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    hidden = models.BooleanField()
    withdrawn = models.BooleanField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"revision {self.pk} of note {self.note_id}"

    @transaction.atomic
    def undo(self) -> Note:
        """Put the note back as it was here. What its writer withdrew meanwhile stays withdrawn."""
        self.note._set(
            text=self.text,
            topic_id=self.topic_id,
            question_id=self.question_id,
            hidden=self.hidden,
            withdrawn=self.note.withdrawn if self.note.participant_id else self.withdrawn,
        )
        return self.note


def clean(text: str) -> str:
    """A note's text as it is stored: NFC, without control characters, line breaks kept, white space trimmed.

    Raises Refused when nothing is left or when it is longer than ``MAX_LENGTH`` characters.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    if all(unicodedata.category(c) in INVISIBLE for c in text):
        raise Refused(gettext_lazy("Sedlen er tom. Skriv et par ord, og send den igen."))
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Sedlen er for lang: %(length)s tegn. Skriv højst %(max)s, eller del den i flere sedler.")
            % {"length": len(text), "max": MAX_LENGTH}
        )
    return text


def kind_of(note: Note, activity: Activity) -> Kind:
    """The kind of ``note`` as its tool describes it."""
    return tools.get(activity.tool).kind(note.kind)
