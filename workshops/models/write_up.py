from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .record import digest

MOST_POINTS = 3  # of the whole, and of each chapter
LONGEST_POINT = 300


class WriteUp(models.Model):
    """What a facilitator writes about a closed workshop beside what it came to: who met, what matters most, when they
    meet again, and who approved it.

    ``points`` are the main points, in order; ``chapters`` has by the id of an activity those of its chapter. Nothing of
    it is written by itself. What is written anew is a draft again.
    """

    workshop = models.OneToOneField("workshops.Workshop", models.CASCADE, related_name="write_up")
    points = models.JSONField(default=list)
    chapters = models.JSONField(default=dict)
    committee = models.CharField(_("udvalg"), max_length=120, blank=True)
    chair = models.CharField(_("ordstyrer"), max_length=120, blank=True)
    helper = models.CharField(_("hjælper"), max_length=120, blank=True)
    case_number = models.CharField(_("sagsnummer"), max_length=60, blank=True)
    next_on = models.DateField(_("næste møde"), null=True, blank=True)
    approved_by = models.CharField(_("godkendt af"), max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"write-up of {self.workshop}"

    @classmethod
    def of(cls, workshop: Any) -> WriteUp:
        """Those of ``workshop``; where nothing is written yet, empty ones that are not stored."""
        return cls.objects.filter(workshop=workshop.pk).first() or cls(workshop=workshop)

    @property
    def is_approved(self) -> bool:
        return bool(self.approved_by)

    def told(self) -> dict[str, Any]:
        """As the record has them (docs/record.md)."""
        words = ("committee", "chair", "helper", "case_number", "approved_by")
        days = ("next_on", "approved_on")
        return {
            "points": self.points,
            "chapters": self.chapters,
            **{name: getattr(self, name) for name in words},
            **{name: _day(getattr(self, name)) for name in days},
        }

    def write_down(self) -> None:
        """Store what was written, as a draft. Raises Refused where the workshop is not closed, or has no record."""
        with self.workshop.held():
            self._check_there()
            self.approved_by, self.approved_on = "", None
            self.workshop.make_draft()
            self._store()

    def approve(self, by: str, edition: str) -> None:
        """Note who approved the record, today. ``edition`` is that of the record that was seen.

        Raises Refused as :meth:`write_down` does, or where the record has changed since: nobody approves what they have
        not seen.
        """
        with self.workshop.held():
            self._check_there()
            if edition != str(self.workshop.record.edition):
                raise Refused(_("Der er rettet i opsamlingen imens. Læs den igen, før du godkender den."))
            self.approved_by, self.approved_on = by, timezone.localdate()
            self._store()

    def leave_out(self, digests: Iterable[str]) -> None:
        """Delete the points in those words, for a verb that holds the workshop."""
        gone = {*digests}
        self._rewrite(lambda points: [each for each in points if digest(each) not in gone])

    def reword(self, named: str, words: str) -> None:
        """Put ``words`` where a point in those of that digest stands, for a verb that holds the workshop."""
        self._rewrite(lambda points: [words if digest(each) == named else each for each in points])

    def _rewrite(self, anew: Any) -> None:
        self.points = anew(self.points)
        self.chapters = {key: left for key, points in self.chapters.items() if (left := anew(points))}
        if self.pk:
            self.save(update_fields=["points", "chapters"])

    def _check_there(self) -> None:
        if not self.workshop.has_record:
            raise Refused(_("Opsamlingen skriver I, når workshoppen er afsluttet."))

    def _store(self) -> None:
        self.pk = self.pk or WriteUp.objects.filter(workshop=self.workshop).values_list("pk", flat=True).first()
        self.save()
        self.workshop.tell(changes.STAGE)
        self.workshop.amend(reads_otherwise=False)


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""
