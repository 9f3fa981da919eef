from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workshops.library.loading import WrongFile, load


class Command(BaseCommand):
    """Read every question set in ``fixtures/`` into the library. Safe to run at every deploy."""

    help = "Loads the question sets in fixtures/; leaves alone what someone edited."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in sorted(Path(settings.BASE_DIR, "fixtures").glob("*.yaml")):
            try:
                self.stdout.write(f"{path.name}: {load(path)}")
            except WrongFile as error:
                raise CommandError(str(error)) from None
