"""The whole agenda as a facilitator follows it (*drejebog*): by the clock, with what to say and do at each step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .. import guides
from ..guides import Guide
from ..models import Workshop, timing
from ..models.schedule import Slot
from ..models.stops import Stop
from ..screens.guiding import first_words, last_words


@dataclass
class Part:
    """A step, with all that it is about and the minutes of that together. ``times`` is how often the room comes to it,
    ``by_question`` whether that is for each question."""

    title: str
    guide: Guide
    minutes: int = 0
    times: int = 0
    by_question: bool = False
    about: list[str] = field(default_factory=list)


def context(workshop: Workshop) -> dict[str, Any]:
    """What the running order is drawn of: the parts of the agenda, each with its steps."""
    route = workshop.route()
    slots = [(slot, _parts(workshop, slot, route)) for slot in workshop.slots(route)]
    planned = sum(slot.minutes for slot, _steps in slots)
    told = [(slot, steps, any(step.by_question and len(step.about) > 1 for step in steps)) for slot, steps in slots]
    return {
        "workshop": workshop,
        "slots": told,
        "spare": max(0, workshop.minutes - planned),
        "situations": guides.situations(),
        "made_at": timezone.now(),
    }


def _parts(workshop: Workshop, slot: Slot, route: list[Stop]) -> list[Part]:
    """The steps of a part of the agenda, each once, in the order the room comes to them first."""
    if slot.activity is None:
        return [Part(str(slot.stop.step.title), _guide(workshop, slot.stop), slot.minutes)]
    found: dict[str, Part] = {}
    likely = {question.pk for question in slot.activity.dialogue_tool.likely(slot.activity)}
    for stop, minutes in timing.shared(slot.activity, route):
        if stop.step.per_question and stop.question and stop.question.pk not in likely:
            continue
        if stop.step.key not in found:
            guide = slot.activity.question_set.guide(stop.step.key)
            found[stop.step.key] = Part(str(stop.step.title), guide)
        part = found[stop.step.key]
        part.minutes += minutes
        part.times += 1
        part.by_question = stop.step.per_question
        about = str(stop.question or stop.topic or "") if stop.step.per_question or stop.topic else ""
        if about and about not in part.about:
            part.about.append(about)
    return list(found.values())


def _guide(workshop: Workshop, stop: Stop) -> Guide:
    told = guides.of(guides.ENGINE, stop.step.key)
    if stop.step.key == "lobby":
        return first_words(workshop, told)
    return last_words(workshop, told) if stop.is_last else told
