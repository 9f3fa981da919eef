from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops.library.loading import WrongFile, folders, load


class Command(BaseCommand):
    """Read every question set in ``fixtures/``, and in those of the tools' own apps, into the library.

    Safe to run at every deploy.
    """

    help = "Loads the question sets in fixtures/; leaves alone what someone edited."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in [path for folder in folders() for path in sorted(folder.glob("*.yaml"))]:
            try:
                self.stdout.write(f"{path.name}: {load(path)}")
            except WrongFile as error:
                raise CommandError(str(error)) from None
