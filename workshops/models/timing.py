"""How long the stops of an activity take, in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..steps import PICK, PICKED
from . import rhythm
from .activities import Activity
from .stops import Stop


def planned(activity: Activity) -> int:
    """The minutes of all that is asked, of choosing and talking once, and of the stops where nothing is asked."""
    route = list(rhythm.stops(activity))
    together = activity.talk_minutes if any(_is_together(stop) for stop in route) else 0
    alone = sum(stop.step.minutes for stop in route if not (_is_together(stop) or _asked(stop)))
    return activity.planned_minutes() + together + alone


def shared(activity: Activity, route: Iterable[Stop]) -> list[tuple[Stop, int]]:
    """Each of the activity's stops in ``route`` with its part of the minutes.

    A question's minutes are shared by the stops that are about it: most for writing, marking and agreeing, less for
    looking, least for what is read. So are those for choosing and talking once. A question that is not likely to be
    asked has none.
    """
    stops = [stop for stop in route if stop.activity == activity]
    minutes = dict.fromkeys((question.pk for question in activity.question_set.questions.all()), 0)
    minutes |= {question.pk: question.minutes for question in activity.dialogue_tool.likely(activity)}
    weights: dict[int, int] = {}
    for stop in stops:
        for pk in _asked(stop):
            weights[pk] = weights.get(pk, 0) + _weight(stop)
    together = sum(_weight(stop) for stop in stops if _is_together(stop))
    exact = [
        activity.talk_minutes * _weight(stop) / together
        if _is_together(stop)
        else sum(minutes[pk] * _weight(stop) / weights[pk] for pk in asked)
        if (asked := _asked(stop))
        else stop.step.minutes
        for stop in stops
    ]
    return list(zip(stops, _rounded(exact), strict=True))


def _is_together(stop: Stop) -> bool:
    """Whether it is one of those where the activity chooses and talks, once."""
    return stop.step.gathers and not stop.step.picks


def _asked(stop: Stop) -> list[int]:
    """The ids of the questions that it is about."""
    if _is_together(stop) or stop.step.key in (PICK.key, PICKED.key):
        return []
    if stop.question:
        return [stop.question.pk]
    return list(dict.fromkeys(place.question for place in stop.places))


def _weight(stop: Stop) -> int:
    step = stop.step
    if step.writes or step.marks or step.agrees:
        return 4
    if step.shows or step.dots:
        return 3
    return 2 if step.reviews else 1


def _rounded(exact: Sequence[float]) -> list[int]:
    """The same as whole numbers with the same sum, as near as that is."""
    found, so_far, total = [], 0, 0.0
    for each in exact:
        total += each
        found.append(round(total) - so_far)
        so_far = round(total)
    return found
