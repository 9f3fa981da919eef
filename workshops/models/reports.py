from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..codes import new_key
from ..errors import Refused
from .links import Link, LinkQuerySet, report_links_last, token_of
from .record import Record, Recorded, digest
from .trail import AuditEvent
from .write_up import WriteUp

BEAT = 4.0  # seconds between signs of life of the process that makes a report
STUCK_AFTER = dt.timedelta(seconds=20)
DRAWN = ("html", "first_pages", "pdf")  # what is large, and loaded where it is shown

asked_for = Signal()  # ``pk`` of a Report: whoever makes reports begins


class Overtaken(Exception):
    """The report was asked for again, so what is being made of it is no longer wanted."""


class Report(models.Model):
    """What a closed workshop leaves: a page and the same as PDF. Made beside the server, never in a request."""

    class State(models.TextChoices):
        WAITING = "waiting", _("venter")
        WORKING = "working", _("bliver lavet")
        DONE = "done", _("klar")
        FAILED = "failed", _("mislykkedes")

    MAKING = (State.WAITING, State.WORKING)

    workshop = models.OneToOneField("workshops.Workshop", models.CASCADE, related_name="report")
    run = models.PositiveIntegerField(default=0)  # how often it was asked for: a process stores only what its run made
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    error = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    first_pages = models.TextField(blank=True)  # of the page, for the participants once it is approved
    pdf = models.BinaryField(null=True, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"report on {self.workshop}"

    @property
    def is_being_made(self) -> bool:
        """Whether it is waiting for its turn or at work."""
        return self.run > 0 and self.state in self.MAKING and not self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Whether whatever was making it has stopped doing so."""
        return self.state in self.MAKING and timezone.now() - self.touched_at > STUCK_AFTER

    @property
    def is_to_come(self) -> bool:
        """Whether it has been asked for and is neither done nor given up, be it stuck."""
        return self.state in self.MAKING

    @property
    def can_be_made_again(self) -> bool:
        """Whether nobody is making it now, so that it is of use to ask."""
        return self.is_stuck or not self.is_to_come

    @property
    def filename(self) -> str:
        """The name its files are saved under, without their end: the day, what it is, and what it is about."""
        words = self.workshop.title.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        at = timezone.localdate(self.workshop.starts_at or self.workshop.opened_at or self.touched_at)
        return "-".join(filter(None, [at.isoformat(), "opsamling", slugify(words)]))

    def ask_for(self) -> None:
        """Have it made (again), beside the server, once the transaction commits.

        While it is being made no second process is started: the one at work begins again.
        """
        with self.workshop.held():
            before = Report.objects.defer(*DRAWN).get(pk=self.pk)
            self.run = before.run + 1
            Report.objects.filter(pk=self.pk).update(run=self.run)
            if before.is_being_made:
                self._step(state=self.State.WAITING, progress=0, error="", touched_at=before.touched_at)
            else:
                self._step(state=self.State.WAITING, progress=0, error="")
                transaction.on_commit(lambda: asked_for.send(Report, pk=self.pk))

    def begin(self) -> bool:
        """Take up the making of it. False where another process is at it, or made what was asked for last."""
        with self.workshop.held(deleted=True):
            found = Report.objects.defer(*DRAWN).filter(pk=self.pk).first()
            if found is None or (found.state == self.State.WORKING and not found.is_stuck):
                return False
            if found.state != self.State.WAITING and found.run != self.run:
                return False
            self.run = found.run
            self._step(state=self.State.WORKING, progress=5)
        return True

    def beat(self) -> None:
        """Give a sign of life while it is being made."""
        at_work = Report.objects.filter(pk=self.pk, run=self.run, state=self.State.WORKING)
        at_work.update(touched_at=timezone.now())

    def at_work(self, progress: int) -> None:
        """Note how far it is, in per cent."""
        self._step(state=self.State.WORKING, progress=progress)

    def show(self, html: str, first_pages: str = "") -> None:
        """Keep the page, and what of it those who were there see; the PDF is still to come."""
        self._step(html=html, first_pages=first_pages, state=self.State.WORKING, progress=20)

    def finish(self, pdf: bytes, files: Mapping[str, bytes] | None = None) -> None:
        """Keep the PDF, and the other formats by the end of their name: the report is done."""
        with self.workshop.held(deleted=True):
            self.files.all().delete()
            ReportFile.objects.bulk_create(
                ReportFile(report=self, name=name, content=content) for name, content in (files or {}).items()
            )
            self._finish(pdf)

    def _finish(self, pdf: bytes) -> None:
        self._step(pdf=pdf, state=self.State.DONE, progress=100, made_at=timezone.now())

    def fail(self, error: str) -> None:
        """Note what went wrong, in Danish, for the facilitator."""
        self._step(state=self.State.FAILED, error=error[:300])

    def _step(self, **changed: Any) -> None:
        """Store how far this run has come. Raises Overtaken once there is a newer one."""
        changed = {"touched_at": timezone.now()} | changed
        with self.workshop.held(deleted=True):
            if not Report.objects.filter(pk=self.pk, run=self.run).update(**changed):
                raise Overtaken
            for name, value in changed.items():
                setattr(self, name, value)
            self.workshop.tell(changes.STAGE)


class ReportFile(models.Model):
    """The report in another format, made with the PDF and kept until something changes: ``name`` is how its file's name
    ends (``docx``), after a picture's number (``1.svg``)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    name = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="one_file_of_a_name")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} as {self.name}"


class Reported(Recorded):
    """The report of a workshop, drawn of its record, and the links to it."""

    links: LinkQuerySet

    class Meta:
        abstract = True

    def ask_for_report(self) -> None:
        """Have the report made, for a verb that holds the workshop."""
        report, _new = Report.objects.defer(*DRAWN).get_or_create(workshop_id=self.pk)
        report.workshop = self.itself
        report.ask_for()

    @property
    def report_stays(self) -> bool:
        """Whether nothing is left that its report could be made of: it was erased before there were records."""
        return self.is_unlinked and not self.has_record

    def remake_report(self) -> None:
        """Have record and report made again, with all that there still is; while the report is being made, it begins
        again.

        Raises Refused when the workshop is not closed, or its notes were erased before there were records.
        """
        with self.held("unlink_at"):
            if not self.is_closed:
                raise Refused(_("Opsamlingen bliver lavet, når I afslutter workshoppen."))
            if self.report_stays:
                raise Refused(_("Sedlerne er slettet, så opsamlingen kan ikke laves om. Den, der ligger her, gælder."))
            self.remember()
            self.ask_for_report()

    def amend(self, reads_otherwise: bool = True) -> None:
        """Have record and report follow what was changed of a closed workshop, for a verb that holds it.

        Where it ``reads_otherwise``, what was approved is a draft again: nobody approved the new words.
        """
        if self.has_record:
            if reads_otherwise:
                self.make_draft()
            self.remember()
            self.ask_for_report()

    def tell_and_amend(self, *what: str) -> None:
        """Tell of a change to what the record says, and have that of a closed workshop follow, for a verb that holds
        it."""
        self.tell(*what)
        if self.is_closed:
            self.amend()

    def make_draft(self) -> None:
        """Have what was approved be a draft again, and off the phones, for a verb that holds the workshop."""
        WriteUp.objects.filter(workshop=self.pk).update(approved_by="", approved_on=None)
        Report.objects.filter(workshop=self.pk).update(first_pages="")

    def _discard_report(self) -> None:
        """Delete all that was made of the record, since words are to be gone from it."""
        Report.objects.filter(workshop=self.pk).update(html="", first_pages="", pdf=None)
        ReportFile.objects.filter(report__workshop=self.pk).delete()

    def leave_out(self, digests: Iterable[str]) -> None:
        """Leave words out of the record, and so out of everything that is drawn of it; what was agreed in those words
        is deleted. They are named by their :func:`digests <workshops.models.record.digest>`. Raises Refused where
        there is no record."""
        with self.held():
            record = self._record_to_change()
            record.leave_out(digests)
            agreements = self.itself.agreements
            gone = [each.pk for each in agreements.all() if digest(each.what) in record.left_out]
            agreements.filter(pk__in=gone).delete()
            WriteUp.of(self).leave_out(record.left_out)
            self._discard_report()
            self.amend(reads_otherwise=False)

    def reword(self, named: str, words: str) -> None:
        """Put ``words`` where those of that digest stand in the record, and so in everything that is drawn of it.
        Raises Refused where there is no record."""
        with self.held():
            self._record_to_change().reword(named, words)
            agreements = self.itself.agreements
            same = [each.pk for each in agreements.all() if digest(each.what) == named]
            agreements.filter(pk__in=same).update(what=words)
            WriteUp.of(self).reword(named, words)
            self._discard_report()
            self.amend()

    def _record_to_change(self) -> Record:
        record = Record.objects.filter(workshop=self.pk).first()
        if record is None or not self.is_closed:
            raise Refused(_("Der er ikke gemt nogen opsamling, man kan ændre i."))
        return record

    def share(self, key: str = "") -> Link:
        """Links to the report: a leader's, which is returned, and beside it the employees', who see the same.

        Of the same ``key`` again, they are the ones that were made then. Raises Refused in a rehearsal.
        """
        self.must_be_real()
        key = f"{self.pk} {key or new_key()}"
        leaders, employees = Link.Purpose.LEADER, Link.Purpose.EMPLOYEES
        with self.held("title"):
            if link := Link.objects.by_token(token_of(leaders, key)):
                assert link.beside
                link.beside.token = token_of(employees, key)
                return link
            lasts, itself = report_links_last(), self.itself
            beside = Link.objects.make(employees, lasts, key, workshop=itself)
            AuditEvent.objects.note(AuditEvent.What.SHARED, beside, workshop=self.pk)
            return Link.objects.make(leaders, lasts, key, workshop=itself, beside=beside)
