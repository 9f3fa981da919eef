"""A room that is not there, for a facilitator who rehearses an agenda alone: what it does at each stop."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import cache

import yaml
from django.conf import settings

from .codes import new_key
from .errors import Refused
from .models import Participant, Workshop, agendas
from .models.stops import Stop
from .place import Place

PEOPLE = 12
MOST = 18  # notes at one stop
MOST_DOTS = 3  # of each: each is stored as a phone's is


def fill(rehearsal: Workshop) -> None:
    """Let the room come in."""
    for _n in range(PEOPLE):
        rehearsal.join()


def answer(rehearsal: Workshop) -> None:
    """What the room does at the stop where the rehearsal is: each writes, marks or puts dots, once."""
    here = agendas.at_hand(rehearsal).stop
    people = list(rehearsal.participants.inside().order_by("pk")[:PEOPLE])  # a phone of one's own came after them
    if not people:
        return
    if here.written and not rehearsal.notes.at(here.written).exists():
        _write(rehearsal, here, people)
    elif here.step.marks and not rehearsal.marks.at(here.places).exists():
        _mark(rehearsal, here, people)
    elif here.step.dots and not rehearsal.dots.at_questions(here.step.picks).filter(activity=here.activity).exists():
        _put_dots(rehearsal, here, people)


def _write(rehearsal: Workshop, here: Stop, people: list[Participant]) -> None:
    assert here.activity
    tool = here.activity.tool
    questions = {each.pk: each for each in here.activity.question_set.questions.all()}
    places = sorted(here.written)
    left = {kind: random.sample(texts, len(texts)) for kind, texts in _texts().items()}
    for n in range(min(MOST, max(len(people), 2 * len(places)))):
        place = places[n % len(places)]
        kinds = [kind.key for kind in questions[place.question].note_kinds()]
        kind = kinds[n // len(places) % len(kinds)]
        texts = next((left[key] for key in (f"{tool}.{kind}", kind, "note") if left.get(key)), [])
        if texts:
            with suppress(Refused):  # the place may be closed
                rehearsal.write(place, kind, texts.pop(), new_key(), people[n % len(people)])
    for person in people[: PEOPLE - 3]:
        rehearsal.finish(person, here.key)


def _mark(rehearsal: Workshop, here: Stop, people: list[Participant]) -> None:
    assert here.activity
    questions = {each.pk: each for each in here.activity.question_set.questions.all()}
    choices = {place: [kind.key for kind in questions[place.question].choices()] for place in here.places}
    for person in people:
        marked = {place: _leaning(keys, place) for place, keys in choices.items() if keys}
        with suppress(Refused):
            rehearsal.mark(person, marked)


def _leaning(keys: list[str], place: Place) -> str:
    """One of them, by a lean of the place's own: people do not answer by chance."""
    lean = place.question % len(keys)
    return keys[round(random.triangular(0, len(keys) - 1, lean))]


def _put_dots(rehearsal: Workshop, here: Stop, people: list[Participant]) -> None:
    assert here.activity
    asked = list(dict.fromkeys(place.question for place in here.places))
    notes = list(rehearsal.notes.at(here.places).visible().values_list("number", flat=True))
    numbers = asked if here.step.picks else notes
    for person in people if numbers else []:
        for number in random.sample(numbers, min(here.activity.dots, MOST_DOTS, len(numbers))):
            with suppress(Refused):
                rehearsal.put_dots(here.key, number, 1, person)


@cache
def _texts() -> dict[str, list[str]]:
    """What it writes, by ``kind``, or by ``tool.kind`` where a tool's notes of a kind are of another sort."""
    path = settings.BASE_DIR / "fixtures" / "demo" / "oevelse.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {kind: [str(text) for text in texts] for kind, texts in read.items()}
