from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from workshops import housekeeping


class Command(BaseCommand):
    """Do at once what the server does every hour."""

    help = "Erases notes whose time is up and workshops deleted a month ago. The server does this hourly by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        erased, deleted = housekeeping.tidy()
        self.stdout.write(f"Notes erased in {erased} workshops; {deleted} deleted workshops gone for good.")
