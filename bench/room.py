"""What the bench asks of the database, in a process of its own with the server's environment.

``python -m bench.room prepare BOARD WORKSHOPS`` makes the tables, a facilitator and so many open workshops for notes;
``python -m bench.room notes`` lists every note stored. Both answer in JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

EMAIL, PASSWORD = "bench@example.org", "bench-on-loopback-only"


def prepare(board_on_phones: bool, workshops: int) -> list[dict[str, Any]]:
    """Workshops at their first step that takes notes, with the notes visible on the wall."""
    from django.core.management import call_command
    from django.db import transaction

    from workshops.models import User

    call_command("migrate", verbosity=0)
    call_command("load_sets", stdout=sys.stderr)
    with transaction.atomic():
        facilitator = User.objects.create_user(EMAIL, PASSWORD, name="Bench")
        return [_workshop(facilitator, board_on_phones) for _each in range(workshops)]


def _workshop(facilitator: Any, board_on_phones: bool) -> dict[str, Any]:
    from workshops.models import QuestionSet, Workshop

    workshop = Workshop.objects.create(title="Bench", workplace="Loopback", technology="en driver")
    workshop.facilitators.add(facilitator)
    activity = workshop.add_activity(QuestionSet.objects.library().filter(tool="dialogue")[0])
    activity.show_notes(True)
    workshop.open()
    workshop.set_board_on_phones(board_on_phones)
    workshop = Workshop.objects.with_route().get(pk=workshop.pk)
    at = next(stop.key for stop in workshop.route() if stop.step.writes)
    workshop.go_to(at)
    return {"id": workshop.pk, "code": workshop.code, "at": at}


def notes() -> list[tuple[int, str]]:
    """The workshop and the text of every note that is stored and not withdrawn."""
    from workshops.models import Note

    return list(Note.objects.kept().values_list("workshop", "text"))


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    what, *rest = arguments
    print(json.dumps(prepare(rest[0] == "phones", int(rest[1])) if what == "prepare" else notes()))


if __name__ == "__main__":
    main(sys.argv[1:])
