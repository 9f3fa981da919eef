from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .holding import Held
from .wiping import wipe

SCHEMA = 2  # the version of the form that the data have; docs/record.md says what is in it

to_be_told = Signal()  # ``workshop``: whoever tells of workshops stores its record, while it is held


class Record(models.Model):
    """What a closed workshop is remembered by: data without people. Report, PDF and follow-up are drawn of it alone.

    It is one row that is written over: of an earlier ``edition`` nothing is left. ``left_out`` are keyed digests of the
    words that the facilitator left out, so that they stay out when it is made again while the notes are there;
    ``reworded`` has by such a digest the words that stand there instead.
    """

    workshop = models.OneToOneField("workshops.Workshop", models.CASCADE, related_name="record")
    schema = models.PositiveSmallIntegerField(default=SCHEMA)
    edition = models.PositiveIntegerField(default=1)
    data = models.JSONField()
    left_out = models.JSONField(default=list)
    reworded = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"record of {self.workshop}"

    def leave_out(self, digests: Iterable[str]) -> None:
        """Note that those words are out, also where they stand for others."""
        out = {*self.left_out, *digests}
        out |= {was for was, words in self.reworded.items() if digest(words) in out}
        self.left_out = sorted(out)
        self.reworded = {was: words for was, words in self.reworded.items() if was not in out}
        self.save(update_fields=["left_out", "reworded"])

    def reword(self, named: str, words: str) -> None:
        """Note that ``words`` stand where those of that digest did, and nothing of what stood there between."""
        instead = {was: words if digest(before) == named else before for was, before in self.reworded.items()}
        instead[named] = words
        self.reworded = {was: now for was, now in instead.items() if was != digest(now)}
        self.save(update_fields=["reworded"])


def digest(words: str) -> str:
    """What names words in the record without telling them, whatever space is between them."""
    return salted_hmac("workshops.record", " ".join(words.split())).hexdigest()[:32]


class Recorded(Held):
    """What a workshop is remembered by."""

    record: Record

    class Meta:
        abstract = True

    @property
    def has_record(self) -> bool:
        """Whether it is remembered by its record: it is closed, and was not erased before there were records."""
        return self.is_closed and Record.objects.filter(workshop=self.pk).exists()

    def remember(self) -> None:
        """Have the record made, or made again, for a verb that holds the closed workshop: both are stored, or none."""
        to_be_told.send(type(self), workshop=self.itself)

    def keep(self, data: dict[str, Any]) -> None:
        """Store ``data`` as the record, as a new edition where they differ."""
        with self.held():
            record = Record.objects.filter(workshop=self.pk).first()
            if record is None:
                Record.objects.create(workshop=self.itself, data=data)
            elif record.data != data:
                record.schema, record.edition, record.data = SCHEMA, record.edition + 1, data
                record.made_at = timezone.now()
                record.save()
                wipe()  # an earlier wording is gone
