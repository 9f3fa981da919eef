from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes
from .holding import Held

# Its fields, and what stands above each.
MANDATE = {
    "mandate_fixed": _("Det ligger fast"),
    "mandate_open": _("Det er åbent"),
    "mandate_decided": _("Der besluttes den"),
}


class Mandated(Held):
    """What the room can decide about: said first, so that nobody talks in vain about what is decided already."""

    mandate_fixed = models.TextField(MANDATE["mandate_fixed"], max_length=500, blank=True)
    mandate_open = models.TextField(MANDATE["mandate_open"], max_length=500, blank=True)
    mandate_decided = models.CharField(MANDATE["mandate_decided"], max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def mandate(self) -> list[tuple[str, str]]:
        """What is said of it: a heading and a text for each thing that is."""
        return [(str(heading), getattr(self, name)) for name, heading in MANDATE.items() if getattr(self, name)]

    def state_mandate(self) -> None:
        """Store what is fixed, what is open, and when it is decided, and show it on the screens; nothing else."""
        with self.held():
            self.save(update_fields=MANDATE)
            self.tell(changes.STAGE)
