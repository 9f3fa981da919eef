"""What the bench asks of the database, in a process of its own with the server's environment.

``python -m bench.room prepare BOARD WORKSHOPS REPORT ACT`` makes the tables, a facilitator, so many open workshops for
notes or dots, and with REPORT 1 a closed one with 300 notes; ``python -m bench.room notes`` lists every note stored,
``python -m bench.room dots`` counts the dots.

``python -m bench.room draft FLOW`` makes the workshop of a meeting that is walked (:mod:`bench.flows`), and
``python -m bench.room outcome ID`` tells what became of it. All answer in JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from typing import Any

EMAIL, PASSWORD = "bench@example.org", "bench-on-loopback-only"
NOTES_IN_REPORT = 300
CHOOSE_AMONG = 60  # notes
CLUSTERS = 8


def prepare(wall_on_phones: bool, workshops: int, report: bool, act: str) -> tuple[list[dict[str, Any]], int | None]:
    """Workshops at their first step that takes notes, with the notes visible on the wall, or where they put dots; and
    one for a report."""
    from django.core.management import call_command
    from django.db import transaction

    from workshops.models import User

    call_command("migrate", verbosity=0)
    call_command("load_sets", stdout=sys.stderr)
    with transaction.atomic():
        facilitator = User.objects.create_user(EMAIL, PASSWORD, name="Bench")
        made = [_workshop(facilitator, wall_on_phones, act) for _each in range(workshops)]
        return made, closed(facilitator).pk if report else None


def _workshop(facilitator: Any, wall_on_phones: bool, act: str) -> dict[str, Any]:
    from workshops.models import QuestionSet, Workshop

    workshop = Workshop.objects.create(title="Bench", workplace="Loopback", technology="en driver")
    workshop.facilitators.add(facilitator)
    activity = workshop.add_activity(QuestionSet.objects.library().get(key="psykisk-arbejdsmiljoe"))
    activity.show_notes(True)
    workshop.open()
    workshop.set_wall_on_phones(wall_on_phones)
    if act == "dots":
        _put_together(workshop, activity)
    workshop = Workshop.objects.with_route().get(pk=workshop.pk)
    at = next(stop.key for stop in workshop.route() if (stop.step.dots if act == "dots" else stop.step.writes))
    workshop.go_to(at)
    return {"id": workshop.pk, "code": workshop.code, "at": at}


def _put_together(workshop: Any, activity: Any) -> None:
    """Notes in clusters, to choose among."""
    from workshops.models import Workshop

    activity.plan([], gathers=True, chooses=True)
    _write(workshop, activity.question_set, CHOOSE_AMONG)
    workshop = Workshop.objects.with_route().get(pk=workshop.pk)
    workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.gathers))
    numbers = list(workshop.notes.visible().values_list("number", flat=True))
    for index in range(CLUSTERS):
        workshop.put_together(numbers[index::CLUSTERS], f"Bunke {index + 1}")


def _write(workshop: Any, questions: Any, count: int) -> None:
    """So many notes, as long as notes usually are, spread over the questions, and shown."""
    from workshops.codes import new_key
    from workshops.demo import sample_notes
    from workshops.place import Place

    places = [Place(topic.pk, question.pk) for topic, question in questions.places()]
    texts = [text for of_one in sample_notes().values() for text in of_one]
    for index in range(count):
        workshop.write(places[index % len(places)], "note", texts[index % len(texts)], new_key())
    workshop.show(places)


def closed(facilitator: Any, notes: int = NOTES_IN_REPORT, clusters: int = 0) -> Any:
    """A workshop that was closed with so many notes, all of them told word for word; a third are in ``clusters``."""
    from django.utils import timezone

    from workshops.models import Cluster, Note, QuestionSet, Workshop

    workshop = Workshop.objects.create(
        title="Opsamling", workplace="Loopback", technology="en driver", keeps_words=True
    )
    workshop.facilitators.add(facilitator)
    activity = workshop.add_activity(QuestionSet.objects.library().get(key="psykisk-arbejdsmiljoe"))
    workshop.open()
    _write(workshop, activity.question_set, notes)
    written = list(Note.objects.filter(workshop=workshop).values_list("pk", flat=True))[: notes // 3]
    for n in range(clusters):
        cluster = Cluster.objects.create(workshop=workshop, activity=activity, heading=f"Bunke {n + 1}")
        Note.objects.filter(pk__in=written[n::clusters]).update(cluster=cluster)
    # Not by close(), which would have the report made at once.
    now = timezone.now()
    erase_at = now + dt.timedelta(days=workshop.keep_days)
    Workshop.objects.filter(pk=workshop.pk).update(
        state=Workshop.State.CLOSED, closed_at=now, erase_at=erase_at, unlink_at=erase_at
    )
    return Workshop.objects.get(pk=workshop.pk)


def notes() -> list[tuple[int, str]]:
    """The workshop and the text of every note that is stored and not withdrawn."""
    from workshops.models import Note

    return list(Note.objects.kept().values_list("workshop", "text"))


def dots() -> int:
    """How many dots there are."""
    from django.db.models import Sum

    from workshops.models import Dot

    return Dot.objects.aggregate(n=Sum("n"))["n"] or 0


def draft(flow: str) -> dict[str, Any]:
    """A workshop that nobody has opened, as its facilitator left it the day before: ``theme`` is one question of one
    theme, ``compass`` is RASMUS before a digitalisation, with five dots each."""
    from workshops.models import QuestionSet, User, Workshop

    workshop = Workshop.objects.create(
        title="Nyt omsorgssystem",
        workplace="Loopback",
        technology="Omsorgssystem",
        mandate_fixed="Systemet er købt og går i gang 1. marts.",
        mandate_open="Hvordan vi lærer det, og hvilke opgaver vi begynder med.",
        mandate_decided="MED-mødet i næste måned",
    )
    workshop.begin(User.objects.get(email=EMAIL))
    if flow == "theme":
        activity = workshop.add_activity(QuestionSet.objects.library().get(key="psykisk-arbejdsmiljoe"))
        questions = [question for _topic, question in activity.question_set.places()]
        for question in questions[1:]:
            question.skipped = True
        activity.plan(questions)
    else:
        activity = workshop.add_activity(QuestionSet.objects.library().get(key="rasmus-foer"))
        activity.plan([], chooses=True, dots=5)
    return {"id": workshop.pk, "code": workshop.code}


def outcome(pk: int) -> dict[str, Any]:
    """What became of a workshop: each note's text with what became of it, the dots that count, what was agreed."""
    from workshops.models import Workshop

    workshop = Workshop.objects.get(pk=pk)
    kept = workshop.notes.kept().values_list("text", "shown", "hidden")
    return {
        "notes": [(text, "held back" if hidden else "shown" if shown else "waiting") for text, shown, hidden in kept],
        "dots": sum(workshop.dots.counted().values_list("n", flat=True)),
        "agreements": list(workshop.agreements.values_list("result", "what")),
    }


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    what, *rest = arguments
    does: dict[str, Callable[[], Any]] = {
        "prepare": lambda: prepare(rest[0] == "phones", int(rest[1]), rest[2] == "1", rest[3]),
        "notes": notes,
        "dots": dots,
        "draft": lambda: draft(rest[0]),
        "outcome": lambda: outcome(int(rest[0])),
    }
    print(json.dumps(does[what]()))


if __name__ == "__main__":
    main(sys.argv[1:])
