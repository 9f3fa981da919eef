from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone

LEAP = dt.timedelta(days=1)  # between two housekeepings an hour apart
WAIT = dt.timedelta(days=1)
ONLY = 1  # the one row there is


class UpkeepQuerySet(models.QuerySet["Upkeep"]):
    @transaction.atomic
    def tidying(self, now: dt.datetime) -> dt.datetime | None:
        """Note that housekeeping is done ``now``. Returns until when it may erase nothing; None where it may.

        A clock more than a day ahead of the last housekeeping may have leapt, and what is due by it may not be. A day
        later someone would have put it right. A server that was off for days waits too: nothing tells the two apart.
        """
        self.get_or_create(pk=ONLY)
        kept = self.select_for_update().get(pk=ONLY)
        before, kept.tidied_at = kept.tidied_at, now
        if before and now < before - LEAP:  # it was put right
            kept.leapt_at = None
        elif kept.leapt_at:
            kept.leapt_at = kept.leapt_at if now < kept.leapt_at + WAIT else None
        elif before is None or now > before + LEAP:
            kept.leapt_at = now
        kept.save(update_fields=["tidied_at", "leapt_at"])
        return kept.leapt_at + WAIT if kept.leapt_at else None

    def trust_clock(self, now: dt.datetime) -> None:
        """Note that a person says the clock is right."""
        self.update_or_create(pk=ONLY, defaults={"tidied_at": now, "leapt_at": None})

    def try_writing(self) -> None:
        """Write something. Raises what the database says where it cannot."""
        self.update_or_create(pk=ONLY, defaults={"tried_at": timezone.now()})


class Upkeep(models.Model):
    """What a server notes of its own running, in one row."""

    tidied_at = models.DateTimeField(null=True)
    leapt_at = models.DateTimeField(null=True)  # when housekeeping met a clock that may have leapt, and waits
    tried_at = models.DateTimeField(null=True)  # when it last looked whether it can write

    objects = UpkeepQuerySet.as_manager()

    def __str__(self) -> str:
        return f"upkeep, tidied {self.tidied_at}"
