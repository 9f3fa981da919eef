from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import changes
from ..errors import Refused
from . import agendas
from .activities import Activity
from .content import Question
from .notes import HasNotes, Note
from .participants import Participant
from .stops import Stop

Target = tuple[str, int]  # what a dot is at: ("note", its id), ("cluster", its id), or ("question", its id)
Put = dict[Target, int]  # how many dots someone put at each
MOST = 500  # that the facilitator puts at one note for those without a phone


def target(note: int | None, cluster: int | None = None, question: int | None = None) -> Target:
    """What a dot is at: a question; or a note, and then the cluster that the note is in, where it is in one."""
    if question:
        return ("question", question)
    return ("cluster", cluster) if cluster else ("note", note or 0)


def at_target(there: Target) -> Q:
    """Those dots that are at it."""
    what, pk = there
    return Q(note__cluster=pk) if what == "cluster" else Q(**{what: pk})


class DotQuerySet(models.QuerySet["Dot"]):
    def at_questions(self, picks: bool) -> DotQuerySet:
        """Those at questions; or else those at what was written."""
        return self.filter(question__isnull=not picks)

    def counted(self) -> DotQuerySet:
        """Those that count: at questions, at notes that the room sees, and at clusters of such. Those at a note that
        was hidden or taken back are free again.

        Of someone whose seat was taken they still count: else the figures would tell what theirs were.
        """
        seen = Note.objects.visible()  # each is looked up: a list of them would be of all workshops
        at_note = models.Exists(seen.filter(pk=models.OuterRef("note")))
        at_cluster = models.Exists(seen.filter(cluster=models.OuterRef("note__cluster")))
        return self.filter(at_note | at_cluster | Q(note=None))

    def counts(self) -> Put:
        """How many there are at each note, cluster and question."""
        found: Put = {}
        for note, cluster, question, n in self.values_list("note", "note__cluster", "question", "n"):
            there = target(note, cluster, question)
            found[there] = found.get(there, 0) + n
        return found

    def weights(self) -> dict[int, int]:
        """How many there are at each note, by its id, also where it is in a cluster."""
        notes = self.exclude(note=None).order_by().values_list("note")
        return dict(notes.annotate(total=models.Sum("n")))

    def by_seat(self) -> dict[int, Put]:
        """What each participant put, by their id: how many at each note, cluster and question."""
        found: dict[int, Put] = {}
        rows = self.exclude(participant=None)
        for seat, note, cluster, question, n in rows.values_list(
            "participant", "note", "note__cluster", "question", "n"
        ):
            put, there = found.setdefault(seat, {}), target(note, cluster, question)
            put[there] = put.get(there, 0) + n
        return found

    def voters(self) -> int:
        """How many participants they are from."""
        return self.exclude(participant=None).order_by().values("participant").distinct().count()


class Dot(models.Model):
    """How many dots a participant puts at a note, or at a question; without participant, the facilitator for those
    without a phone.

    Nobody sees whose they are.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="dots")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, blank=True, related_name="dots")
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="dots")
    question = models.ForeignKey(Question, models.CASCADE, null=True, blank=True, related_name="+")
    n = models.PositiveSmallIntegerField()

    objects = DotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note=None, question__isnull=False) | models.Q(note__isnull=False, question=None),
                name="a_dot_is_at_one_thing",
            ),
            models.UniqueConstraint(fields=["participant", "note"], name="dots_of_one_at_a_note"),
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(participant=None), name="dots_for_others_at_a_note"
            ),
            models.UniqueConstraint(fields=["participant", "question"], name="dots_of_one_at_a_question"),
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(participant=None), name="dots_for_others_at_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n} at {self.target}"

    @property
    def target(self) -> Target:
        """What it is at."""
        return target(self.note_id, self.note.cluster_id if self.note else None, self.question_id)


class HasDots(HasNotes):
    """What the room finds most important of what was written."""

    dots: DotQuerySet

    class Meta:
        abstract = True

    def put_dots(self, at: str, number: int, n: int, participant: Participant | None = None) -> tuple[Target, Put]:
        """Put ``n`` dots at the note with that number, or at the cluster it is in, instead of those ``participant`` had
        there; 0 takes them back. Where questions are chosen, ``number`` is the id of one.

        ``at`` is the key of the stop where they choose. Without ``participant`` the facilitator puts them for those
        without a phone, as many as it takes. Returns where they are, and all that ``participant`` has put here now.
        Raises Refused when the room chooses no more, the note is gone, or they have no dots left.
        """
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this alone
        was = self.stage_version
        with self.held():
            here = agendas.at_hand(self).stop
            if not (self.is_open and here.step.dots and here.key == at and here.activity):
                raise Refused(_("Prikkerne er talt op, så den her kom ikke med. Sig det højt i stedet."))
            there, of = self._question(here, number) if here.step.picks else self._note(here, number)
            mine = self.dots.at_questions(here.step.picks).filter(participant=participant)
            mine = mine.filter(at_target(there) | Q(activity=here.activity)).select_related("note")
            before = list(mine)
            gone = [dot for dot in before if dot.note and (dot.note.withdrawn or not dot.note.is_seen)]
            if gone:  # seldom: some of them are free again
                before = list(mine.counted())
            put: Put = {}
            for dot in before:
                if dot.target != there and dot.activity_id == here.activity.pk:
                    put[dot.target] = put.get(dot.target, 0) + dot.n
            if participant:
                if self.stage_version != was:  # a seat is taken by no light change
                    participant.see()
                _check(here.activity, participant, n, sum(put.values()))
            if instead := [dot.pk for dot in before if dot.target == there]:
                Dot.objects.filter(pk__in=instead).delete()
            if n > 0:
                of |= {"workshop": self.itself, "activity": here.activity, "participant": participant}
                put[there] = Dot.objects.create(**of, n=min(n, MOST)).n
            self.tell(changes.DOTS)
            return there, put

    def talk_about(self, n: int) -> int:
        """Talk about the ``n`` questions that got most dots, and those that share the last place: the others are left
        out, and the room goes on. Returns how many there are.

        Raises Refused where the room has not just chosen among its questions, or there are not so many.
        """
        with self.reshaping():
            here, activity = self._picked()
            asked = list(dict.fromkeys(place.question for place in here.places))
            if not 1 <= n <= len(asked):
                raise Refused(_("Så mange spørgsmål er der ikke. Vælg et andet antal."))
            dots = self.dots.at_questions(True).filter(activity=activity).counts()
            got = {pk: dots.get(target(None, None, pk), 0) for pk in asked}
            least = sorted(got.values(), reverse=True)[n - 1]
            first = sorted(asked, key=lambda pk: -got[pk])[:n]  # without dots, those that are asked first
            out = [pk for pk in asked if pk not in first and not (got[pk] == least > 0)]
            activity.question_set.questions.filter(pk__in=out).update(skipped=True)
            Activity.objects.filter(pk=activity.pk).update(unpicked=[*activity.unpicked, *out])
            self.tell(changes.STAGE)
            self.advance(here.key)
            return len(asked) - len(out)

    def talk_about_all(self) -> None:
        """Take in again the questions that were left out by choosing. Raises Refused where none are chosen."""
        with self.reshaping():
            _here, activity = self._picked()
            activity.question_set.questions.filter(pk__in=activity.unpicked).update(skipped=False)
            Activity.objects.filter(pk=activity.pk).update(unpicked=[])

    def _picked(self) -> tuple[Stop, Activity]:
        """Where the room sees which questions it chose. Raises Refused when it is elsewhere."""
        here = agendas.at_hand(self).stop
        if not (here.step.picks and here.step.ranks and here.activity):
            raise Refused(_("I er gået videre imens. Gå tilbage til »Se, hvilke I valgte«, og prøv igen."))
        return here, here.activity

    def _note(self, here: Stop, number: int) -> tuple[Target, dict[str, Any]]:
        note = self.notes.visible().filter(number=number).first()
        if note is None or note.place not in here.places or note.dressed().taken:
            raise Refused(_("Sedlen er væk. Sæt din prik ved en anden."))
        return target(note.pk, note.cluster_id), {"note": note}

    def _question(self, here: Stop, pk: int) -> tuple[Target, dict[str, Any]]:
        if pk not in {place.question for place in here.places}:
            raise Refused(_("Spørgsmålet er taget ud imens. Sæt din prik ved et andet."))
        return target(None, None, pk), {"question_id": pk}


def _check(activity: Activity, participant: Participant, n: int, elsewhere: int) -> None:
    """Raise Refused where ``participant`` has no seat, or fewer dots than ``n`` beside those ``elsewhere``."""
    if participant.removed_at:
        raise Refused(_("Ordstyreren har lukket din plads, så prikken kom ikke med."))
    if n > 1 and not activity.stacks:
        raise Refused(_("Du kan sætte én prik ved hver. Sæt den næste ved noget andet."))
    if n > activity.dots - elsewhere:
        raise Refused(
            ngettext(
                "Du har brugt din prik. Tag den tilbage først, hvis den skal stå et andet sted.",
                "Du har brugt dine %(n)d prikker. Tag en tilbage først, hvis den skal stå et andet sted.",
                activity.dots,
            )
            % {"n": activity.dots}
        )
