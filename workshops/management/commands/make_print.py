from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops import mishaps
from workshops.report import prints

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Write something to print to standard output, as a PDF. The server starts this beside itself."""

    help = "Makes a PDF to print, on standard output."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=prints.PRINTS, help="what to print")
        parser.add_argument("pk", type=int, help="the id of the activity or the workshop that it is of")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # live updates go first
        what, pk = options["what"], options["pk"]
        try:
            found = prints.find(what, pk)
            if found is None:
                raise CommandError(f"There is no {what} of {pk}.")
            sys.stdout.buffer.write(prints.PRINTS[what](found))
        except CommandError:
            raise
        except Exception as error:
            mishap = mishaps.of(error)
            logger.exception("Could not print the %s of %s", what, pk)
            raise CommandError(f"The {what} was not made: {mishap.name}.", returncode=mishap.status) from error
