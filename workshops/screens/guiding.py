from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from .. import guides
from ..guides import Guide, Situation
from ..models import Workshop
from ..models.schedule import Slot, Stay, late, stay
from .here import Here


class HasGuide(Here):
    """What stands beside the step for the facilitator: what to say and do, how long it takes, whether that holds."""

    @cached_property
    def guide(self) -> Guide:
        """What to say and do at this step: in the words of the set, of its tool, or of the engine; first and last in
        the facilitator's own, where there are any."""
        stop = self.stop
        if stop.activity:
            return stop.activity.question_set.guide(stop.step.key)
        told = guides.of(guides.ENGINE, stop.step.key)
        if stop.step.key == "lobby":
            return first_words(self.workshop, told)
        return last_words(self.workshop, told) if stop.is_last else told

    @property
    def situations(self) -> list[Situation]:
        """What can get hard in any meeting."""
        return guides.situations()

    @cached_property
    def slots(self) -> list[Slot]:
        """The parts of the agenda."""
        return self.kept.slots if self.kept else self.workshop.slots(self.route)

    @cached_property
    def slot(self) -> Slot:
        """The one where the room is."""
        return next(slot for slot in self.slots if slot.has(self.route[self.index]))

    @cached_property
    def stay(self) -> Stay:
        """How long it is at this stop."""
        return stay(self.route[self.index], self.route)

    @property
    def activity_slots(self) -> list[Slot]:
        """Those of them that are an activity."""
        return [slot for slot in self.slots if slot.activity]

    @property
    def slots_to_come(self) -> list[Slot]:
        """Those after the one where the room is."""
        return self.slots[self.slots.index(self.slot) + 1 :]

    @property
    def longest_to_come(self) -> Slot | None:
        """The longest activity to come: what one looks at first to save time."""
        return max((slot for slot in self.slots_to_come if slot.activity), key=lambda slot: slot.minutes, default=None)

    @property
    def stop_minutes(self) -> int:
        """How long the room is at this stop, as planned: at least a minute."""
        return max(1, self.stay.minutes)

    @cached_property
    def expected(self) -> tuple[dt.datetime, dt.datetime] | None:
        """When the room was to come here and to go on; None before it began."""
        return self.workshop.expected(self.slot, self.stay) if self.workshop.is_open else None

    @property
    def late(self) -> int:
        """How many minutes behind the room is; below zero, ahead."""
        return late(self.expected) if self.expected else 0

    @property
    def ahead(self) -> int:
        """How many minutes ahead it is."""
        return -self.late


def first_words(workshop: Workshop, told: Guide = Guide()) -> Guide:  # noqa: B008  # it cannot be changed
    """``told`` with what the facilitator says first: their own words, else ours about the technology."""
    ours = guides.words()["opening"].replace("{technology}", workshop.technology or _("digitalisering"))
    return replace(told, say=workshop.opening_words or ours)


def last_words(workshop: Workshop, told: Guide = Guide()) -> Guide:  # noqa: B008  # it cannot be changed
    """``told`` with what the facilitator says last: their own words, else ours."""
    return replace(told, say=workshop.closing_words or guides.words()["closing"])
