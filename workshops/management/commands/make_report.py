from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops import report
from workshops.models import Report


class Command(BaseCommand):
    """Make the report with the given id. The server starts this beside itself."""

    help = "Makes one report, HTML and PDF."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", type=int, help="the report's id")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # live updates go first
        found = Report.objects.select_related("workshop").filter(pk=options["report"]).first()
        if found is None:
            raise CommandError(f"There is no report {options['report']}.")
        report.make(found)
