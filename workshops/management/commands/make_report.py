from __future__ import annotations

import os
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connections

from workshops import mishaps
from workshops.models import Report
from workshops.models.reports import BEAT
from workshops.report import making


class Command(BaseCommand):
    """Make the report with the given id. The server starts this beside itself."""

    help = "Makes one report, HTML and PDF."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", type=int, help="the report's id")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # live updates go first
        try:
            found = Report.objects.select_related("workshop").filter(pk=options["report"]).first()
            if found is None:
                raise CommandError(f"There is no report {options['report']}.")
            with beating(found):
                making.make(found)
        except (DatabaseError, InterfaceError) as error:  # nothing could be stored: whoever started this tells it
            mishap = mishaps.of(error)
            raise CommandError(f"Report {options['report']} was not made: {error}", returncode=mishap.status) from error


@contextmanager
def beating(found: Report) -> Iterator[None]:
    """Give signs of life from a thread while the block lasts: setting a long report takes longer than they may wait."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(BEAT):
                with suppress(DatabaseError, InterfaceError):  # it may be there again at the next
                    found.beat()
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name="beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
