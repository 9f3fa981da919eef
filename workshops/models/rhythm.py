"""The engine's own steps, between those of a tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..place import Place
from ..steps import CHOOSE, CHOSEN, GATHER, PICK, PICKED, READ, REVIEW, TALK, TALK_OF_ALL
from .activities import Activity
from .stops import Stop


def stops(activity: Activity) -> Iterator[Stop]:
    """The stops of ``activity``: those of its tool, and between them what its rhythm has.

    Which questions are talked about can be chosen first. What was written is put together and chosen among once, before
    the tool's last stop for agreeing. A tool that leaves agreeing to the engine (it offers ``talks``) gets a stop for
    it: at each question, or for all of them at the end, where something was written that they can look at together.
    """
    tool = activity.dialogue_tool
    own: Sequence[Stop] = tool.stops(activity)
    leaves = "talks" in tool.offers
    if activity.picks and own:
        yield from (Stop(step, activity, None, None, _written(own)) for step in (PICK, PICKED))
    last = next((stop for stop in reversed(own) if stop.step.agrees), own[-1] if own else None)
    for stop in own:
        if stop is last and not leaves:
            yield from _together(activity, own)
        if activity.reads and stop.step.per_question and stop.written:
            yield replace(stop, step=READ)
        yield stop
        if activity.reviews and stop.written:
            yield _review(stop)
        if leaves and stop.step.per_question and stop.step.shows and _talks(activity, stop):
            yield replace(stop, step=TALK)
    if own and leaves:
        yield from _together(activity, own)
        if (places := _written(own)) and (activity.gathers or activity.chooses or not activity.talks):
            yield Stop(TALK_OF_ALL, activity, None, None, places)


def _talks(activity: Activity, stop: Stop) -> bool:
    return activity.talks or bool(stop.question and stop.question.talks)


def _together(activity: Activity, own: Sequence[Stop]) -> Iterator[Stop]:
    if places := _written(own):
        steps = [GATHER] * activity.gathers + [CHOOSE, CHOSEN] * activity.chooses
        yield from (Stop(step, activity, None, None, places) for step in steps)


def _written(own: Sequence[Stop]) -> tuple[Place, ...]:
    """The places where notes are written at any of these stops, in order."""
    return tuple(dict.fromkeys(place for stop in own for place in stop.places if place in stop.written))


def _review(stop: Stop) -> Stop:
    """Where the steps do not come anew for each question a review is part of the step that it is a review of."""
    part = "" if stop.step.per_question and not stop.step.part else stop.step.name
    step = replace(REVIEW, part=part, per_question=stop.step.per_question)
    return Stop(step, stop.activity, stop.topic, stop.question, tuple(p for p in stop.places if p in stop.written))
