"""The engine's own steps, between those of a tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..registry import REVIEW
from .activities import Activity
from .stops import Stop


def stops(activity: Activity) -> Iterator[Stop]:
    """The stops of ``activity``: those of its tool, and a review after each where notes are written, if it has them.

    Where the steps do not come anew for each question a review is part of the step that it is a review of.
    """
    for stop in activity.dialogue_tool.stops(activity):
        yield stop
        if activity.reviews and stop.written:
            part = "" if stop.step.per_question and not stop.step.part else stop.step.name
            step = replace(REVIEW, part=part, per_question=stop.step.per_question)
            places = tuple(place for place in stop.places if place in stop.written)
            yield Stop(step, stop.activity, stop.topic, stop.question, places)
