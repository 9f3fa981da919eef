from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops import mishaps
from workshops.models import Activity
from workshops.report import printing

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Write the poster of the activity with the given id to standard output. The server starts this beside itself."""

    help = "Makes the poster of one activity: a PDF on standard output."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("activity", type=int, help="the activity's id")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # live updates go first
        try:
            found = Activity.objects.select_related("workshop").filter(pk=options["activity"]).first()
            if found is None or not found.dialogue_tool.poster_template:
                raise CommandError(f"Activity {options['activity']} has no poster.")
            sys.stdout.buffer.write(printing.poster(found))
        except CommandError:
            raise
        except Exception as error:
            mishap = mishaps.of(error)
            logger.exception("Could not make poster %s", options["activity"])
            raise CommandError(f"The poster was not made: {mishap.name}.", returncode=mishap.status) from error
