from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops.codes import tidy
from workshops.models import Workshop
from workshops.models.unlinking import ties


class Command(BaseCommand):
    """Tell, in Danish, everything that could still link people, words and marks in a workshop; nothing where nothing
    can."""

    help = "Prints what the database could still link in the workshop with that code; nothing where nothing is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the workshop's join code")

    def handle(self, *args: Any, **options: Any) -> None:
        workshop = Workshop.objects.filter(code=tidy(options["code"])).first()
        if workshop is None:
            raise CommandError(f"There is no workshop with the code {options['code']}.")
        for what, n in ties(workshop).items():
            if n:
                self.stdout.write(f"{n} {what}")
