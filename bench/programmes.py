"""The ready-made programmes on a clock that nobody waits for: ``python -m bench.programmes``.

Each is rehearsed to its end with the room of *Øv mødet*, and what people do there takes what ``bench/meeting.py`` says
it takes, at its slower end. What is left of the planned minutes is for talking. Ends with status 1 where that is less
than a third, or where the agenda takes longer than there is.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .meeting import ALOUD, DOT, JOIN, LOOK_OVER, NEIGHBOUR, PICK, PRESS, REVIEW, THINK, TYPE, WORDING, WRITE

if TYPE_CHECKING:
    from workshops.models import User, Workshop
    from workshops.models.stops import Stop

WORDS_A_MINUTE = 130  # read aloud
LEAST_TALK = 1 / 3


@dataclass
class Walked:
    """A programme walked to its end: minutes there are, planned, and taken by what is done; presses of *Næste*."""

    title: str
    there_are: int
    planned: int
    taken: float
    presses: int
    notes: int

    @property
    def talk(self) -> float:
        """The minutes of those planned that are left for talking."""
        return self.planned - self.taken


def main() -> int:
    """Walk them all and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DIALOG_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        walked = _walk_all()
    print("| programme | there are | planned | done takes | left to talk | Næste | notes |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for each in walked:
        print(
            f"| {each.title} | {each.there_are} | {each.planned} | {each.taken:.0f} | {each.talk:.0f} "
            f"| {each.presses} | {each.notes} |"
        )
    wrong = [each.title for each in walked if each.planned > each.there_are or each.talk < LEAST_TALK * each.planned]
    for title in wrong:
        print(f"Too little time: {title}", file=sys.stderr)
    return 1 if wrong else 0


def _walk_all() -> list[Walked]:
    from django.core.management import call_command

    from workshops.library import programmes
    from workshops.models import User, Workshop

    call_command("migrate", verbosity=0)
    call_command("load_sets", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    user = User.objects.create_user("ane@example.dk", "kaffe og rundstykker", name="Ane")
    found = []
    for programme in programmes.every():
        workshop = Workshop.objects.create(title=programme.title, workplace="Plejecenter Solgården")
        workshop.begin(user)
        programmes.put_on(workshop, programme)
        found.append(_walk(Workshop.objects.with_route().get(pk=workshop.pk), user))
    return found


def _walk(workshop: Workshop, user: User) -> Walked:
    from workshops import rehearsal
    from workshops.models import Workshop
    from workshops.models.rehearsing import rehearse

    twin = rehearse(workshop, user)
    rehearsal.fill(twin)
    seconds, presses = JOIN[1], 0
    while True:
        here = Workshop.objects.with_route().get(pk=twin.pk)
        stop = here.stop()
        seconds += _said(here, stop) + _done(here, stop)
        if stop.step.key == "where-shown":
            twin.settle(stop.places[1], "here")
        if stop.is_last:
            break
        twin.advance(stop.key)
        rehearsal.answer(twin)
        presses += 1
    return Walked(
        workshop.title, workshop.minutes, workshop.planned_minutes(), seconds / 60, presses, twin.notes.count()
    )


def _said(here: Workshop, stop: Stop) -> float:
    """Seconds that the facilitator reads aloud at a stop."""
    from workshops.screens.scene import Scene

    said = Scene(here, "desk").guide.say
    return 60 * len(said.split()) / WORDS_A_MINUTE + PRESS


def _done(here: Workshop, stop: Stop) -> float:
    """Seconds that is done at a stop, but for talking: written, read through, read aloud, marked, chosen, worded."""
    notes = here.notes.at(stop.places).count() if stop.places else 0
    step = stop.step
    seconds = 0.0
    if stop.written:
        several = len(stop.written) > 1
        seconds += THINK[1] + (0 if step.key == "word" else NEIGHBOUR[1]) + 2 * WRITE[1] + 2 * PICK * several
    if step.marks:
        seconds += len(stop.places) * DOT
    if step.reviews:
        seconds += notes * REVIEW
    if step.dots:
        seconds += notes * LOOK_OVER + (stop.activity.dots if stop.activity else 0) * DOT
    if step.shows and not (step.ranks or step.writes or step.gathers):
        seconds += notes * ALOUD
    if step.agrees and stop.activity:
        seconds += WORDING + TYPE
    if step.key in ("pause", "slide") and stop.activity:
        seconds += 60 * sum(question.minutes for question in stop.activity.asked())
    return seconds


if __name__ == "__main__":
    sys.exit(main())
