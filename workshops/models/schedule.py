from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from ..steps import LOBBY
from . import timing
from .activities import Activity
from .position import Positioned
from .stops import Stop


@dataclass(frozen=True)
class Slot:
    """A part of the agenda: how long it takes and when it begins, in minutes from the start of the workshop; and what
    the clock says then, where that is known."""

    title: str
    begins: int
    minutes: int
    stop: Stop
    at: dt.datetime | None = None

    @property
    def activity(self) -> Activity | None:
        """What is done then; None for the engine's own parts."""
        return self.stop.activity

    def has(self, stop: Stop) -> bool:
        """Whether ``stop`` is in it."""
        return stop.activity == self.activity if self.activity else stop.key == self.stop.key


class Stay(NamedTuple):
    """How long the room is at one stop of a slot, and how many minutes into it that begins."""

    begins: int
    minutes: int


def stay(stop: Stop, route: list[Stop]) -> Stay:
    """How long the room is at ``stop`` of ``route``, as planned."""
    if stop.activity is None:
        return Stay(0, stop.step.minutes)
    begins = 0
    for each, minutes in timing.shared(stop.activity, route):
        if each is stop:
            return Stay(begins, minutes)
        begins += minutes
    raise ValueError(f"{stop.key} is not on that route")


class Scheduled(Positioned):
    """The agenda in minutes and by the clock."""

    class Meta:
        abstract = True

    starts_at: dt.datetime | None
    minutes: int

    def planned_minutes(self) -> int:
        """The minutes of all that is on the agenda."""
        return sum(slot.minutes for slot in self.slots(self.route()))

    @property
    def starts(self) -> dt.datetime | None:
        """When the first minute of it is: as it was, or as it is planned."""
        return self.began_at - dt.timedelta(minutes=LOBBY.minutes) if self.began_at else self.starts_at

    def slots(self, route: list[Stop]) -> list[Slot]:
        """The parts of ``route`` in order: the welcome, each activity, the agreements."""
        found: list[Slot] = []
        begins, starts = 0, self.starts
        for stop in route:
            if stop.activity and found and found[-1].has(stop):
                continue
            minutes = timing.planned(stop.activity) if stop.activity else stop.step.minutes
            at = starts + dt.timedelta(minutes=begins) if starts else None
            found.append(Slot(str(stop.activity or stop.step.title), begins, minutes, stop, at))
            begins += minutes
        return found

    def expected(self, slot: Slot, stay: Stay) -> tuple[dt.datetime, dt.datetime] | None:
        """When the room was to come to a stop of ``slot``, and to go on from it; None before it began."""
        starts = self.starts if self.began_at else None
        if starts is None:
            return None
        came = starts + dt.timedelta(minutes=slot.begins + stay.begins)
        return came, came + dt.timedelta(minutes=stay.minutes)


def late(expected: tuple[dt.datetime, dt.datetime]) -> int:
    """How many minutes later it is than the second of the two; below zero, earlier than the first."""
    came, goes = expected
    now = timezone.now()
    behind = now - goes if now > goes else min(now - came, dt.timedelta())
    return round(behind.total_seconds() / 60)
