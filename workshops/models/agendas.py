"""The agendas at hand: what nearly every note and screen reads and what seldom changes, kept in this process."""

from __future__ import annotations

import copy
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db import connection

from ..place import Place
from .activities import Activity
from .content import Question
from .position import Positioned
from .schedule import Slot
from .stops import Stop

W = TypeVar("W", bound=Positioned)

MOST = 300  # workshops


@dataclass(frozen=True, eq=False)
class Agenda:
    """A workshop, its activities with their content, and its closed places, as of a ``stage_version`` of it.

    What it holds is read by many threads and never written to.
    """

    stage_version: int
    workshop: Positioned
    activities: list[Activity]
    closed: frozenset[Place]

    def question_at(self, place: Place) -> Question | None:
        """The question of ``place``, with its set at hand; None when the workshop has no such place."""
        return self.known.get(place)

    @cached_property
    def known(self) -> dict[Place, Question]:
        """The question of every place, of what is left out too."""
        sets = [activity.question_set for activity in self.activities]
        return {Place(t.pk, q.pk): q for each in sets for t, q in each.every_place()}

    @cached_property
    def asked(self) -> dict[Place, Question]:
        """The question of every place, without what is left out."""
        sets = [activity.question_set for activity in self.activities]
        return {Place(t.pk, q.pk): q for each in sets for t, q in each.places()}

    @cached_property
    def way(self) -> tuple[list[Stop], int]:
        """The stops of the workshop, and the index of where the room is. What is settled and moves a stop is told as a
        change of the stage, so they hold as long as the rest."""
        workshop = _laid(copy.copy(self.workshop), self.activities)
        route = workshop.route()
        return route, workshop.find(route)

    @cached_property
    def slots(self) -> list[Slot]:
        """The parts of the workshop by the clock."""
        return self.workshop.itself.slots(self.way[0])

    @property
    def stop(self) -> Stop:
        """Where the room is."""
        route, here = self.way
        return route[here]

    @cached_property
    def written(self) -> frozenset[Place]:
        """The places where a stop lets phones write notes."""
        return frozenset(place for stop in self.way[0] for place in stop.written if place in self.asked)

    @cached_property
    def marked(self) -> frozenset[Place]:
        """The places where a stop lets phones mark a choice."""
        return frozenset(
            place
            for stop in self.way[0]
            for place in stop.places
            if stop.step.marks and place in self.asked and self.asked[place].choices()
        )

    @cached_property
    def reached(self) -> frozenset[Place]:
        """The places where the room is or has been: up to this stop, and where it came to something."""
        route, here = self.way
        came_to = [outcome.place for outcome in self.workshop.itself.outcomes.all() if not outcome.is_empty]
        return frozenset([*came_to, *(place for stop in route[: here + 1] for place in stop.places)])


_kept: OrderedDict[int, Agenda] = OrderedDict()


def kept(workshop: Positioned) -> Agenda | None:
    """The agenda of ``workshop`` as it is now, if this process has it."""
    found = _kept.get(workshop.pk)
    return found if found and found.stage_version == workshop.stage_version else None


def seen(pk: int, stage_version: int) -> Positioned | None:
    """The workshop with that id as it was loaded at that ``stage_version``, if this process has it. Nothing else of it
    but its ``version`` can have changed since."""
    found = _kept.get(pk)
    return copy.copy(found.workshop) if found and found.stage_version == stage_version else None


def at_hand(workshop: Positioned) -> Agenda:
    """The agenda of ``workshop`` as it is now, loaded if need be, in five queries.

    Inside a transaction it is not kept: what is seen there may never be.
    """
    if found := kept(workshop):
        return found
    found = _load(workshop)
    if not in_transaction():
        _kept[workshop.pk] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def lay_out(workshop: W) -> W:
    """Give ``workshop`` its agenda, as if it had been prefetched. The content is shared: not to be changed."""
    return _laid(workshop, at_hand(workshop).activities)


def _laid(workshop: W, shared: list[Activity]) -> W:
    activities = [copy.copy(each) for each in shared]
    for each in activities:
        each.workshop = workshop.itself
    laid = workshop.activities.none()
    laid._result_cache = activities
    workshop._prefetched_objects_cache = {"activities": laid}  # type: ignore[attr-defined]
    return workshop


def forget() -> None:
    _kept.clear()


def in_transaction() -> bool:
    """Whether what is seen now may be of a transaction that is not over."""
    return connection.in_atomic_block


def _load(workshop: Positioned) -> Agenda:
    # `workshop` may have an agenda laid out; where it is gone for good, so is its agenda
    plain = type(workshop)._default_manager.filter(pk=workshop.pk).first() or workshop
    activities = Activity.objects.filter(workshop=plain.pk).with_content()
    closed = plain.itself.closures.values_list("topic", "question")
    return Agenda(workshop.stage_version, plain, list(activities), frozenset(Place(*row) for row in closed))
