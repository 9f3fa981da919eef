from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshops import housekeeping
from workshops.models import Upkeep


class Command(BaseCommand):
    """Do at once what the server does every hour."""

    help = "Erases notes whose time is up and workshops deleted a month ago. The server does this hourly by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--clock-is-right", action="store_true", help="erase what is due though the clock seems to have leapt"
        )

    def handle(self, *args: Any, clock_is_right: bool, **options: Any) -> None:
        if clock_is_right:
            Upkeep.objects.trust_clock(timezone.now())
        try:
            erased, deleted = housekeeping.tidy()
        except housekeeping.ClockLeapt as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Notes erased in {erased} workshops; {deleted} deleted workshops gone for good.")
