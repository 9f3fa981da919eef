"""Making a report in a process of its own, and seeing it through."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import connections
from django.dispatch import receiver
from django.utils import timezone

from .. import mishaps
from ..models import Report
from ..models.reports import BEAT, Overtaken, asked_for
from . import formats, paper, printing
from .printing import SHOWN

logger = logging.getLogger(__name__)

LONGEST = 600  # seconds that making a report may take; a thousand notes take three
LONGEST_PRINT = 60
MOST_AT_ONCE = 2  # processes of one server; each takes a core for some seconds, and 150 MB


class Turns:
    """Who may make something now: of each workshop one thing at a time, and of all of them ``most``."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._busy: set[int] = set()
        self._changed = threading.Condition()

    @contextmanager
    def of(self, workshop: int, waits: Callable[[], None]) -> Iterator[None]:
        """Wait for a turn, calling ``waits`` every few seconds meanwhile, and have it."""
        while not self._take(workshop):
            waits()
        try:
            yield
        finally:
            with self._changed:
                self._busy.remove(workshop)
                self._changed.notify_all()

    def _take(self, workshop: int) -> bool:
        def is_free() -> bool:
            return workshop not in self._busy and len(self._busy) < self.most

        with self._changed:
            if not self._changed.wait_for(is_free, timeout=BEAT):
                return False
            self._busy.add(workshop)
            return True


turns = Turns(MOST_AT_ONCE)


def make(report: Report) -> None:
    """Make ``report``. Asked for again meanwhile it begins again, so that what was written since is in it.

    What hinders it is told to the facilitator. Raises what nobody foresaw.
    """
    while report.begin():
        with suppress(Overtaken):
            _make(report)
            return


def _make(report: Report) -> None:
    try:
        _page_and_pdf(report)
    except Overtaken:
        raise
    except Exception as error:
        mishap = mishaps.of(error)
        logger.exception("Could not make report %s: %s", report.pk, mishap.name)
        report.fail(mishaps.told_of_report(mishap, page=report.progress >= SHOWN))
        if mishap is mishaps.BROKEN:
            raise


def _page_and_pdf(report: Report) -> None:
    """The page first, so that it can be read while the PDF is set."""
    content = paper.html(report.workshop)
    report.show(content, paper.first_pages(report.workshop))
    done = SHOWN

    def step(percent: int) -> None:
        nonlocal done
        if percent >= done + 10:
            done = percent
            report.at_work(percent)

    files = formats.every(report.workshop, content)
    attached = {f"{report.filename}.{name}": files[name] for name in ("json", "xlsx")}
    pdf = printing.pdf(report.workshop.title, content, step, report.workshop.workplace, attached)
    report.finish(pdf, files)


def print_apart(what: str, pk: int, workshop: int) -> bytes:
    """Something to print (:mod:`prints`), made in a process of its own, so that live updates never wait for it.

    Raises NotMade with what hindered it.
    """
    until = time.monotonic() + LONGEST_PRINT

    def waits() -> None:
        if time.monotonic() > until:
            raise mishaps.NotMade(mishaps.TOO_LONG)

    with turns.of(workshop, waits):
        return _apart(["make_print", what, str(pk)], LONGEST_PRINT)


@receiver(asked_for)
def begin(signal: Any, pk: int, **_more: Any) -> None:
    """Begin on the report with that id, which was asked for."""
    start(pk)


def start(report_id: int) -> None:
    """Make a report in a process of its own, so that live updates never wait for it."""
    run = Report.objects.values_list("run", flat=True).get(pk=report_id)
    threading.Thread(target=_in_thread, args=(report_id, run), name="report", daemon=True).start()


def _in_thread(report_id: int, run: int) -> None:
    try:
        see_through(report_id, run)
    finally:
        connections.close_all()


def see_through(report_id: int, run: int) -> None:
    """Have a process make the report, in its turn; where it ends without telling how that went, tell it."""

    def waits() -> None:
        """Give the sign of life that its process gives later, so that nobody has it begun once more."""
        Report.objects.filter(pk=report_id, state=Report.State.WAITING).update(touched_at=timezone.now())

    try:
        with turns.of(Report.objects.values_list("workshop_id", flat=True).get(pk=report_id), waits):
            _apart(["make_report", str(report_id)], LONGEST)
    except mishaps.NotMade as error:
        report = Report.objects.defer("html", "pdf").filter(pk=report_id, run=run, state__in=Report.MAKING).first()
        if report:
            report.fail(mishaps.told_of_report(error.mishap, page=report.progress >= SHOWN))


def _apart(command: list[str], longest: int) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
            stdout=subprocess.PIPE,
            timeout=longest,
        )
    except subprocess.TimeoutExpired:
        mishap: mishaps.Mishap | None = mishaps.TOO_LONG
    except OSError as error:
        mishap = mishaps.of(error)
    else:
        mishap = mishaps.of_status(done.returncode)
    if mishap is None:
        return done.stdout
    logger.error("%s did not come to an end: %s", " ".join(command), mishap.name)
    raise mishaps.NotMade(mishap)
