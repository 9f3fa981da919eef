from __future__ import annotations

import random

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..codes import new_key, new_number
from ..errors import Refused
from .agreements import Agreement
from .clusters import Cluster
from .dots import Dot
from .marks import Mark
from .notes import Note
from .opening import Openable
from .participants import Participant
from .revisions import Revision
from .trail import AuditEvent
from .wiping import wipe


class Unlinkable(Openable):
    """Deleting what ties the notes of a closed workshop to seats and to each other: nobody can tell any more who wrote
    or marked what."""

    class Meta:
        abstract = True

    def _end(self) -> None:
        """Let what was changed at the last stop be as it is."""
        super()._end()
        self.itself.let_be()

    def unlink(self) -> None:
        """Delete the ties of a closed workshop: marks, dots, revisions, and whose notes are. It is not opened again.

        What the room saw is stored anew, in an order drawn at random; what it did not see is deleted. A seat's key
        opens the results, and nothing else is left of the seat. Raises Refused when it is not closed.
        """
        with self.held("unlink_at", "erase_at", deleted=True):
            if not self.is_closed:
                raise Refused(_("Afslut workshoppen, før I gør den færdig."))
            if self.is_unlinked:
                return
            if not self.has_record:
                self.remember()
            Mark.objects.filter(workshop=self.pk).delete()
            Dot.objects.filter(workshop=self.pk).delete()
            Revision.objects.of(self.itself).delete()
            self.itself.figures.update(before=[])
            self._store_notes_anew()
            self._store_seats_anew()
            self.unlink_at = None
            self.itself.helper, self.itself.helper_approved = None, False
            self.itself.save(update_fields=["unlink_at", "helper", "helper_approved"])
            self.tell(changes.STAGE, changes.ACCESS)
            AuditEvent.objects.note(AuditEvent.What.UNLINKED, self, workshop=self.pk)
            wipe()

    def _store_notes_anew(self) -> None:
        """Store what the room saw once more, without seat, key and version, and delete what was there."""
        seen = list(Note.objects.visible().filter(workshop=self.pk))
        random.SystemRandom().shuffle(seen)
        was, clusters = [note.pk for note in seen], self._clusters_anew()
        links = list(Note.answers.through.objects.filter(from_note__in=was, to_note__in=was))
        agreed = list(Agreement.objects.filter(workshop=self.pk, note__in=was).values_list("pk", "note"))
        old = list(Note.objects.filter(workshop=self.pk).values_list("pk", flat=True))
        for note in seen:
            note.pk, note.participant, note.version = None, None, 0
            note.key, note.number, note.sent = new_key(), new_number(), ""
            note.cluster_id = clusters.get(note.cluster_id)
        new = dict(zip(was, (note.pk for note in Note.objects.bulk_create(seen, batch_size=200)), strict=True))
        Note.answers.through.objects.bulk_create(
            Note.answers.through(from_note_id=new[each.from_note_id], to_note_id=new[each.to_note_id]) for each in links
        )
        for agreement, note_id in agreed:
            Agreement.objects.filter(pk=agreement).update(note=new[note_id])
        Note.objects.filter(pk__in=old).delete()
        Cluster.objects.filter(workshop=self.pk).exclude(pk__in=clusters.values()).delete()

    def _clusters_anew(self) -> dict[int | None, int]:
        """Store the clusters that have notes which the room saw once more. Returns their new ids by the old ones."""
        filled = Note.objects.visible().filter(workshop=self.pk).values("cluster")
        found = list(Cluster.objects.filter(workshop=self.pk, pk__in=filled))
        random.SystemRandom().shuffle(found)
        was: list[int | None] = [each.pk for each in found]
        for each in found:
            each.pk, each.position = None, 0
        return dict(zip(was, (each.pk for each in Cluster.objects.bulk_create(found)), strict=True))

    def _store_seats_anew(self) -> None:
        """Store the keys of the seats once more, in an order drawn at random, and nothing else of them."""
        keys = list(self.itself.participants.inside().values_list("key", "code"))
        random.SystemRandom().shuffle(keys)
        self.itself.participants.all().delete()
        at = self.closed_at or timezone.now()
        Participant.objects.bulk_create(
            Participant(workshop=self.itself, key=key, code=code, joined_at=at) for key, code in keys
        )


def ties(workshop: Unlinkable) -> dict[str, int]:
    """How much there is of each thing that could link people, words and marks: looked for in the rows, whatever the
    workshop says of itself."""
    of = {"workshop": workshop.pk}
    notes, seats = Note.objects.filter(**of), Participant.objects.filter(**of)
    seen = notes.visible()
    return {
        str(what): n
        for what, n in {
            _("pladser, der har valgt gruppe"): seats.exclude(group="").count(),
            _("pladser med det tidspunkt, de kom ind"): seats.exclude(joined_at=workshop.itself.closed_at).count(),
            _("pladser, der er lukket"): seats.exclude(removed_at=None).count(),
            _("pladser med det trin, hvor de blev færdige med at skrive"): seats.exclude(done_with="").count(),
            _("sedler med den plads, de kom fra"): notes.exclude(participant=None).count(),
            _("sedler i den rækkefølge, de blev skrevet, og med det, telefonen sendte"): notes.exclude(sent="").count(),
            _("sedler, der er rettet eller ændret, med hvor mange gange"): notes.exclude(version=0).count(),
            _("sedler, rummet ikke så: skjulte, ikke vist eller taget tilbage"): notes.exclude(pk__in=seen).count(),
            _("krydser med den plads, de kom fra"): Mark.objects.filter(**of).count(),
            _("prikker med den plads, de kom fra, eller den seddel, de sidder ved"): Dot.objects.filter(**of).count(),
            _("ændringer med det, der stod før"): Revision.objects.of(workshop.itself).count(),
            _("hjælpere med deres plads"): int(workshop.itself.helper_id is not None),
            _("tal, der er vist flere gange"): workshop.itself.figures.exclude(before=[]).count(),
        }.items()
    }
