from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops.backup import archive, sealing
from workshops.management.starting import told


class Command(BaseCommand):
    """Write the database and the secret key to one file, also while the server runs."""

    help = "Writes one file with the database and the secret key. The server can go on running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the file to write, which may not be there yet; - for standard output")
        parser.add_argument(
            "--passphrase-file", type=Path, help="encrypt it, by GnuPG, with the first line of this file"
        )

    def handle(self, *args: Any, file: str, passphrase_file: Path | None, **options: Any) -> None:
        try:
            with told("The backup was not made"):
                if file == "-":
                    archive.write(sys.stdout.buffer, passphrase_file)
                    return
                path = Path(file).absolute()
                if path.exists():
                    raise CommandError(f"{path} is there already. Name a new file.")
                archive.keep(path, passphrase_file)
        except sealing.NotSealed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Backed up to {path} ({os.path.getsize(path) / 1_000_000:.1f} MB), with the secret key.")
