from __future__ import annotations

from django.db import models

from .. import changes
from ..place import Place
from .figures import HasFigures
from .marks import Mark
from .notes import Note
from .participants import Participant
from .written import Reason


class ShutOut(models.Model):
    """A seat that was taken with all its notes, and what brings back both.

    ``notes`` are the ids of those that it hid, ``marks`` what was marked from the seat and shown nowhere yet.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="shut_outs")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="shut_out")
    notes = models.JSONField(default=list)
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"shut-out {self.pk}"


class Guarded(HasFigures):
    """Stopping someone who spoils it for the others: all of a seat's notes at once, and who comes in after that."""

    shut_outs: models.QuerySet[ShutOut]

    class Meta:
        abstract = True

    def shut_out(self, participant: Participant) -> ShutOut:
        """Hide all that ``participant`` wrote and take their seat; newcomers then wait for the facilitator's yes.

        This alone shows which notes belong together. :meth:`let_back` takes it back.
        """
        with self.held():
            before = _marks(participant)
            self.remove(participant)
            found, _is_new = ShutOut.objects.get_or_create(workshop=self.itself, participant=participant)
            found.notes += _hide(Note.objects.counted().filter(workshop=self.pk, participant=participant))
            left = _marks(participant)
            found.marks += [each for each in before if each not in left]
            found.save(update_fields=["notes", "marks"])
            self.have_newcomers_wait(True)
            self.itself.tell_and_amend(changes.STAGE, changes.ACCESS)
            return found

    def let_back(self, shut_out: ShutOut) -> None:
        """Give the seat back, show again what was hidden with it, and stop asking newcomers to wait for its sake.

        What someone changed of a note since stays. One that was let back already stays so.
        """
        with self.held():
            found = ShutOut.objects.select_related("participant").filter(pk=shut_out.pk).first()
            if found is None:
                return
            found.participant.removed_at = None
            found.participant.save(update_fields=["removed_at"])
            _unhide(Note.objects.filter(workshop=self.pk, pk__in=found.notes, hidden=True, reason=Reason.OFFENSIVE))
            self._mark_again(found)
            found.delete()
            if not self.shut_outs.exists():
                self.have_newcomers_wait(False)
            self.itself.tell_and_amend(changes.STAGE, changes.ACCESS)

    def _mark_again(self, shut_out: ShutOut) -> None:
        """Store what was marked from the seat, but where the place is gone meanwhile."""
        marked = {Place(topic, question): choice for topic, question, choice in shut_out.marks}
        Mark.objects.bulk_create(
            [
                Mark(
                    workshop_id=self.pk,
                    participant=shut_out.participant,
                    topic_id=place.topic,
                    question_id=place.question,
                    choice=choice,
                )
                for place, choice in marked.items()
                if self.question_at(place)
            ],
            ignore_conflicts=True,
        )


def _marks(participant: Participant) -> list[list[object]]:
    mine = Mark.objects.filter(participant=participant)
    return [list(row) for row in mine.values_list("topic", "question", "choice")]


def _hide(notes: models.QuerySet[Note]) -> list[int]:
    """Hide ``notes``, in few statements however many there are. Returns their ids."""
    return _store(notes, hidden=True, reason=Reason.OFFENSIVE)


def _unhide(notes: models.QuerySet[Note]) -> list[int]:
    return _store(notes, hidden=False, reason="")


def _store(notes: models.QuerySet[Note], **values: object) -> list[int]:
    ids = list(notes.values_list("pk", flat=True))
    notes.filter(pk__in=ids).update(**values, version=models.F("version") + 1)
    return ids
