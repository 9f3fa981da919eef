from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .clusters import Cluster
from .notes import Note
from .participants import Participant
from .question_sets import QuestionSet
from .trail import AuditEvent
from .unlinking import Unlinkable
from .wiping import wipe


class Erasable(Unlinkable):
    """Deleting a workshop, and erasing what people wrote in it."""

    class Meta:
        abstract = True

    def discard(self) -> None:
        """Delete it, in a way that :meth:`restore` takes back."""
        with self.held(deleted=True):
            if self.deleted_at is None:
                self.deleted_at = timezone.now()
                self.save(update_fields=["deleted_at"])
                self.tell(changes.STAGE, changes.ACCESS)
                if not self.rehearses_id:
                    AuditEvent.objects.note(AuditEvent.What.DISCARDED, self, workshop=self.pk)

    def restore(self) -> None:
        with self.held(deleted=True):
            if self.deleted_at is not None:
                self.deleted_at = None
                self.save(update_fields=["deleted_at"])
                self.tell(changes.STAGE, changes.ACCESS)
                AuditEvent.objects.note(AuditEvent.What.RESTORED, self, workshop=self.pk)

    def erase_notes(self) -> None:
        """Erase every raw note, cluster and seat of a closed workshop, and what tied them together. Its record stays,
        and what the room came to."""
        with self.held("erase_at", deleted=True):
            if not self.is_closed:
                raise Refused(_("Afslut workshoppen, før I sletter sedlerne."))
            if self.notes_erased:
                return
            self.unlink()
            Note.objects.filter(workshop=self.pk).delete()
            Cluster.objects.filter(workshop=self.pk).delete()  # whose headings the room wrote of them
            Participant.objects.filter(workshop=self.pk).delete()
            self.erase_at = None
            self.save(update_fields=["erase_at"])
            self.tell(changes.STAGE)
            AuditEvent.objects.note(AuditEvent.What.ERASED, self, workshop=self.pk)
            wipe()

    def delete_for_good(self) -> None:
        """Delete it with everything in it, its copies of question sets among that."""
        with self.held(deleted=True):
            rehearsals = self.itself.rehearsals.values_list("pk", flat=True)
            QuestionSet.objects.filter(activity__workshop__in=[self.pk, *rehearsals]).delete()
            type(self)._default_manager.filter(pk=self.pk).delete()
            if not self.rehearses_id:
                AuditEvent.objects.note(AuditEvent.What.GONE, self, workshop=self.pk)
            wipe()
