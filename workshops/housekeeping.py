"""What time does: forgotten workshops close, raw notes are erased, and deleted workshops go for good."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.core.management import call_command
from django.utils import timezone

from .errors import Refused
from .models import Workshop

DELETED_FOR = dt.timedelta(days=30)
FORGOTTEN = dt.timedelta(days=7)


def tidy() -> tuple[int, int]:
    """Erase the notes that are due and the workshops deleted a month ago. Returns how many of each.

    A workshop left open a week after its code expired is closed first, so that its notes come to be due.
    """
    now = timezone.now()
    for workshop in Workshop.objects.present().filter(state=Workshop.State.OPEN, code_expires_at__lte=now - FORGOTTEN):
        workshop.close()
    erased = 0
    for workshop in Workshop.objects.filter(state=Workshop.State.CLOSED, erase_at__lte=now):
        with suppress(Refused):  # its report is just being made again: the next time
            workshop.erase_notes()
            erased += 1
    deleted = list(Workshop.objects.filter(deleted_at__lte=now - DELETED_FOR))
    for workshop in deleted:
        workshop.delete_for_good()
    call_command("clearsessions")
    return erased, len(deleted)
