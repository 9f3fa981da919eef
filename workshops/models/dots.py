from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import changes
from ..errors import Refused
from . import agendas
from .activities import Activity
from .notes import HasNotes, Note
from .participants import Participant

Target = tuple[str, int]  # what a dot is at: ("note", its id), or ("cluster", its id)
MOST = 500  # that the facilitator puts at one note for those without a phone


def target(note: int, cluster: int | None) -> Target:
    """What a dot at a note is at: the cluster that the note is in, where it is in one."""
    return ("cluster", cluster) if cluster else ("note", note)


class DotQuerySet(models.QuerySet["Dot"]):
    def counted(self) -> DotQuerySet:
        """Those that count: at notes that the room sees, and at clusters of such. Those at a note that was hidden or
        taken back are free again.

        Of someone whose seat was taken they still count: else the figures would tell what theirs were.
        """
        seen = Note.objects.visible()
        return self.filter(Q(note__in=seen) | Q(note__cluster__in=seen.exclude(cluster=None).values("cluster")))

    def counts(self) -> dict[Target, int]:
        """How many there are at each note and cluster."""
        found: dict[Target, int] = {}
        for note, cluster, n in self.values_list("note", "note__cluster", "n"):
            there = target(note, cluster)
            found[there] = found.get(there, 0) + n
        return found

    def by_seat(self) -> dict[int, dict[Target, int]]:
        """What each participant put, by their id: how many at each note and cluster."""
        found: dict[int, dict[Target, int]] = {}
        for seat, note, cluster, n in self.exclude(participant=None).values_list(
            "participant", "note", "note__cluster", "n"
        ):
            put, there = found.setdefault(seat, {}), target(note, cluster)
            put[there] = put.get(there, 0) + n
        return found

    def voters(self) -> int:
        """How many participants they are from."""
        return self.exclude(participant=None).order_by().values("participant").distinct().count()


class Dot(models.Model):
    """How many dots a participant puts at a note; without participant, the facilitator for those without a phone.

    Nobody sees whose they are.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="dots")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, blank=True, related_name="dots")
    note = models.ForeignKey(Note, models.CASCADE, related_name="dots")
    n = models.PositiveSmallIntegerField()

    objects = DotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "note"], name="dots_of_one_at_a_note"),
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(participant=None), name="dots_for_others_at_a_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n} at note {self.note_id}"


class HasDots(HasNotes):
    """What the room finds most important of what was written."""

    dots: DotQuerySet

    class Meta:
        abstract = True

    def put_dots(self, at: str, number: int, n: int, participant: Participant | None = None) -> None:
        """Put ``n`` dots at the note with that number, or at the cluster it is in, instead of those ``participant`` had
        there; 0 takes them back.

        ``at`` is the key of the stop where they choose. Without ``participant`` the facilitator puts them for those
        without a phone, as many as it takes. Raises Refused when the room chooses no more, the note is gone, or they
        have no dots left.
        """
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this alone
        with self.held():
            here = agendas.at_hand(self).stop
            if not (self.is_open and here.step.dots and here.key == at and here.activity):
                raise Refused(_("Prikkerne er talt op, så den her kom ikke med. Sig det højt i stedet."))
            note = self.notes.at(here.places).visible().filter(number=number).first()
            if note is None:
                raise Refused(_("Sedlen er væk. Sæt din prik ved en anden."))
            there = Q(note__cluster=note.cluster_id) if note.cluster_id else Q(note=note)
            if participant:
                participant.see()
                self._check_dots(here.activity, participant, n, ~there)
            self.dots.filter(there, participant=participant).delete()
            if n > 0:
                Dot.objects.create(
                    workshop=self.itself, activity=here.activity, participant=participant, note=note, n=min(n, MOST)
                )
            self.tell(changes.DOTS)

    def _check_dots(self, activity: Activity, participant: Participant, n: int, elsewhere: Q) -> None:
        """Raise Refused where ``participant`` has no seat, or fewer dots than ``n`` beside those ``elsewhere``."""
        if participant.removed_at:
            raise Refused(_("Ordstyreren har lukket din plads, så prikken kom ikke med."))
        if n > 1 and not activity.stacks:
            raise Refused(_("Du kan sætte én prik ved hver. Sæt den næste ved noget andet."))
        put = self.dots.counted().filter(elsewhere, activity=activity, participant=participant)
        if n > activity.dots - (put.aggregate(n=models.Sum("n"))["n"] or 0):
            raise Refused(
                ngettext(
                    "Du har brugt din prik. Tag den tilbage først, hvis den skal stå et andet sted.",
                    "Du har brugt dine %(n)d prikker. Tag en tilbage først, hvis den skal stå et andet sted.",
                    activity.dots,
                )
                % {"n": activity.dots}
            )
