from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshops.backup import archive, sealing
from workshops.backup.manifest import NotRestored
from workshops.management.starting import alone, told


class Command(BaseCommand):
    """Put back what ``manage.py backup`` wrote."""

    help = "Puts a backup back, database and secret key. Stop the server first, and start it afterwards."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="what manage.py backup wrote; - for standard input")
        parser.add_argument("--passphrase-file", type=Path, help="where it is encrypted: the file with the passphrase")
        parser.add_argument("--force", action="store_true", help="put it in the place of a database that is here")

    def handle(self, *args: Any, file: str, passphrase_file: Path | None, force: bool, **options: Any) -> None:
        try:
            with told("Nothing was restored"), alone(), ExitStack() as stack:
                source = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
                manifest = archive.restore(source, force, passphrase_file)
        except (NotRestored, sealing.NotSealed) as error:
            raise CommandError(str(error)) from None
        made = timezone.localtime(manifest.made)
        self.stdout.write(f"Restored what was backed up {made:%d.%m.%Y %H:%M}. Start the server again.")
        if os.environ.get("DIALOG_SECRET_KEY") not in (None, "", archive.key_file().read_text()):
            self.stderr.write(
                f"DIALOG_SECRET_KEY is another key than the backup's, which is in {archive.key_file()}. "
                "Unset it, or seats, sessions and links of before no longer hold."
            )
