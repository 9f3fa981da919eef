from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..errors import Refused


class HasState(models.Model):
    """What state a workshop is in: a draft, open, closed; erased, deleted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("kladde")
        OPEN = "open", _("i gang")
        CLOSED = "closed", _("afsluttet")

    state = models.CharField(_("tilstand"), max_length=6, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    erase_at = models.DateTimeField(null=True, blank=True)  # of a closed one whose notes are not erased yet
    unlink_at = models.DateTimeField(null=True, blank=True)  # of a closed one whose ties are not deleted yet
    deleted_at = models.DateTimeField(null=True, blank=True)

    rehearses_id: int | None

    class Meta:
        abstract = True

    def must_be_real(self) -> None:
        """Raises Refused where it is a rehearsal: nothing that outlives it is begun from there."""
        if self.rehearses_id:
            raise Refused(_("Du er i gang med en øvelse. Slut den først."))

    @property
    def is_draft(self) -> bool:
        """Whether it has not been opened yet."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether people can join and write."""
        return self.state == self.State.OPEN and self.deleted_at is None

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_unlinked(self) -> bool:
        """Whether it was closed and nothing tells any more who wrote or marked what."""
        return self.is_closed and self.unlink_at is None

    @property
    def notes_erased(self) -> bool:
        """Whether it was closed and its raw notes have been erased since."""
        return self.is_closed and self.erase_at is None
