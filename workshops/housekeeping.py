"""What time does: forgotten workshops close, raw notes are erased, and deleted workshops go for good."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.core.management import call_command
from django.utils import timezone

from .backup import upgrades
from .errors import Refused
from .models import AuditEvent, Sent, Upkeep, Workshop, rehearsing
from .models.wiping import wipe

DELETED_FOR = dt.timedelta(days=30)
FORGOTTEN = dt.timedelta(days=7)


class ClockLeapt(Exception):
    """The clock is so far ahead of the last housekeeping that nothing is erased by it before ``until``."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(
            "The clock is more than a day ahead of the last housekeeping: nothing is erased before "
            f"{timezone.localtime(until):%d.%m.%Y %H:%M}. If it is right, manage.py tidy --clock-is-right does it now."
        )


def tidy() -> tuple[int, int]:
    """Delete the ties that are due, erase the notes that are, and the workshops deleted a month ago. Returns how many
    of the last two.

    A workshop left open a week after its code expired is closed first, so that its notes come to be due. Raises
    ClockLeapt, with nothing done, where what is due is so by a clock that may have leapt.
    """
    now = timezone.now()
    forgotten = Workshop.objects.present().filter(state=Workshop.State.OPEN, code_expires_at__lte=now - FORGOTTEN)
    tied = Workshop.objects.filter(state=Workshop.State.CLOSED, unlink_at__lte=now)
    due = Workshop.objects.filter(state=Workshop.State.CLOSED, erase_at__lte=now)
    discarded = Workshop.objects.filter(deleted_at__lte=now - DELETED_FOR)
    over = rehearsing.overdue()
    if until := Upkeep.objects.tidying(now):
        if any(each.exists() for each in (forgotten, tied, due, discarded, over)):
            raise ClockLeapt(until)
        return 0, 0
    erased = deleted = 0
    for workshop in over:
        with suppress(Refused):
            workshop.delete_for_good()
    for workshop in forgotten:
        with suppress(Refused), workshop.held("code_expires_at"):  # someone may just have opened it anew
            if _is_due(workshop.code_expires_at, now - FORGOTTEN):
                workshop.close()
    for workshop in tied:
        with suppress(Refused), workshop.held("unlink_at", deleted=True):  # someone may just have opened it again
            if _is_due(workshop.unlink_at, now):
                workshop.unlink()
    for workshop in due:
        with suppress(Refused), workshop.held("erase_at", deleted=True):
            if _is_due(workshop.erase_at, now):
                workshop.erase_notes()
                erased += 1
    for workshop in discarded:
        with suppress(Refused), workshop.held(deleted=True):
            if _is_due(workshop.deleted_at, now - DELETED_FOR):
                workshop.delete_for_good()
                deleted += 1
    Sent.objects.forget()
    upgrades.forget(now)
    AuditEvent.objects.forget()
    wipe()
    call_command("clearsessions")
    return erased, deleted


def _is_due(at: dt.datetime | None, now: dt.datetime) -> bool:
    return at is not None and at <= now
