"""What the bench asks of the database, in a process of its own with the server's environment.

``python -m bench.room prepare BOARD`` makes the tables, a facilitator and an open workshop for notes;
``python -m bench.room notes ID`` lists the text of every note stored. Both answer in JSON.
"""

from __future__ import annotations

import json
import os
import sys

EMAIL, PASSWORD = "bench@example.org", "bench-on-loopback-only"


def prepare(board_on_phones: bool) -> dict[str, object]:
    """A workshop at its first step that takes notes, with the notes visible on the wall."""
    from django.core.management import call_command

    from workshops.models import QuestionSet, User, Workshop

    call_command("migrate", verbosity=0)
    call_command("load_sets", stdout=sys.stderr)
    facilitator = User.objects.create_user(EMAIL, PASSWORD, name="Bench")
    workshop = Workshop.objects.create(title="Bench", workplace="Loopback", technology="en driver")
    workshop.facilitators.add(facilitator)
    activity = workshop.add_activity(QuestionSet.objects.library().filter(tool="dialogue")[0])
    activity.show_notes(True)
    workshop.open()
    workshop.set_board_on_phones(board_on_phones)
    workshop = Workshop.objects.with_route().get(pk=workshop.pk)
    at = next(stop.key for stop in workshop.route() if stop.step.writes)
    workshop.go_to(at)
    return {"id": workshop.pk, "code": workshop.code, "at": at, "email": EMAIL, "password": PASSWORD}


def notes(workshop_id: int) -> list[str]:
    """The text of every note that is stored and not withdrawn."""
    from workshops.models import Note

    return list(Note.objects.kept().filter(workshop=workshop_id).values_list("text", flat=True))


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    what, argument = arguments
    print(json.dumps(prepare(argument == "phones") if what == "prepare" else notes(int(argument))))


if __name__ == "__main__":
    main(sys.argv[1:])
