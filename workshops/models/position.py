from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..steps import LOBBY, LOOK_BACK, MANDATE, WRAP_UP
from . import rhythm
from .activities import Activity
from .content import Question, Topic
from .mandate import Mandated
from .running import BREAK, Running
from .stops import Stop

POSITION = ("activity", "step", "topic", "question")


class Positioned(Mandated, Running):
    """The way through a workshop, stop by stop, and where on it the room is."""

    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=20, default=LOBBY.key)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    follows = models.ForeignKey(
        "workshops.Workshop", models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )

    activities: models.QuerySet[Activity]

    class Meta:
        abstract = True

    def route(self) -> list[Stop]:
        """Every stop of the workshop in order: the lobby, what one can decide about, the stops of each activity, the
        agreements."""
        stops = [stop for each in self.activities.all() for stop in rhythm.stops(each)]
        back = [Stop(LOOK_BACK)] if self.follows_id else []
        first = [Stop(MANDATE)] if self.mandate else []
        return [Stop(LOBBY), *first, *back, *stops, Stop(WRAP_UP)]

    @property
    def position(self) -> str:
        """The key of the stop the room is at, as :attr:`Stop.key` writes it."""
        return f"{self.activity_id or 0}.{self.step}.{self.topic_id or 0}.{self.question_id or 0}"

    def stop_in(self, route: list[Stop]) -> Stop:
        """Where the room is in ``route``, with the topic in focus when it is looking at one in close-up."""
        return self.focused(route[self.find(route)])

    def focused(self, stop: Stop) -> Stop:
        """A stop where the room is, with the topic in focus when it is looking at one in close-up."""
        if stop.focusable and stop.activity and self.topic_id:
            shown = {place.topic for place in stop.places}
            topics = {topic.pk: topic for topic in stop.activity.question_set.topics.all() if topic.pk in shown}
            return replace(stop, topic=topics.get(self.topic_id))
        return stop

    def find(self, route: list[Stop]) -> int:
        """The index in ``route`` of where the room is. A stop that was taken away counts as the nearest one left:
        the same question's first stop, else the activity's first, else the lobby."""
        keys = [stop.key for stop in route]
        if self.position in keys:
            return keys.index(self.position)
        for index, stop in enumerate(route):
            if stop.focusable and stop.focused_key(self.topic_id or 0) == self.position:
                return index
        for index, stop in enumerate(route):
            if stop.question and stop.question.pk == self.question_id:
                return index
        for index, stop in enumerate(route):
            if stop.activity and stop.activity.pk == self.activity_id:
                return index
        return 0

    def stop(self) -> Stop:
        return self.stop_in(self.route())

    def advance(self, at: str) -> None:
        """Go to the next stop from the one whose key is ``at``, past those where there is nothing to do.

        Going on from a review says yes to what was read there. Two people who press at once advance once.
        """
        self._move(at, 1)

    def go_back(self, at: str) -> None:
        """Go to the stop before the one whose key is ``at``. Nothing is lost."""
        self._move(at, -1)

    def go_to(self, key: str) -> None:
        """Go to the stop with that key: past a review, nothing is shown that nobody said yes to.

        Raises Refused when the agenda has no such stop (any more).
        """
        with self._moving() as route:
            here = self.find(route)
            for index, stop in enumerate(route):
                focus = next((place.topic for place in stop.places if stop.focused_key(place.topic) == key), 0)
                if stop.key == key or (stop.focusable and focus):
                    if index == here + 1 and not route[here].step.reviews:
                        self._leave(route[here])
                    self._stand_at(stop, focus=0 if stop.key == key else focus)
                    return
            raise Refused(_("Det sted findes ikke længere i dagsordenen. Vælg et andet."))

    def _move(self, at: str, by: int) -> None:
        with self._moving() as route:
            index = self.find(route)
            if self.stop_in(route).key != at or not 0 <= index + by < len(route):
                return
            if self.on_break:
                self.end_break()
                return
            if by > 0:
                self._leave(route[index])
            index += by
            while self._passes(route[index]):
                index += by
            self._stand_at(route[index])

    def _leave(self, stop: Stop) -> None:
        """What is done when the room goes on from ``stop``, with the workshop held."""

    def _left(self) -> None:
        """What is done when the room has left a stop, with the workshop held."""

    def _passes(self, stop: Stop) -> bool:
        """Whether there is nothing to do at ``stop``, so that the room goes past it."""
        return False

    def _arrive(self, stop: Stop) -> None:
        """What is done when the room comes to ``stop``, with the workshop held."""
        if stop.activity:
            stop.activity.dialogue_tool.arrive(self, stop)

    @contextmanager
    def _moving(self) -> Iterator[list[Stop]]:
        """Hold it while the room goes on, with its route as it is now. Raises Refused unless it is open."""
        with self.held(*POSITION, *BREAK, "began_at"):
            if not self.is_open:
                raise Refused(_("Workshoppen er ikke åben. Åbn den først."))
            now = type(self)._default_manager.get(pk=self.pk)
            models.prefetch_related_objects([now], models.Prefetch("activities", Activity.objects.with_content()))
            yield now.route()

    def _stand_at(self, stop: Stop, focus: int = 0) -> None:
        question_id = stop.question and stop.question.pk
        was = self.activity_id, self.step, self.question_id
        now = timezone.now()
        if stop.step.key != LOBBY.key and (self.began_at is None or _is_another_day(self.began_at, now)):
            self.began_at = now
        self.activity, self.step, self.question = stop.activity, stop.step.key, stop.question
        self.topic_id = focus or (stop.topic.pk if stop.topic else None)
        self.hints_shown = False
        has_left = was != (self.activity_id, self.step, question_id)
        if has_left:
            self.timer_ends_at, self.timer_left, self.on_break = None, None, False
        self.save(update_fields=[*POSITION, *BREAK, "began_at", "hints_shown"])
        self.tell(changes.STAGE)
        if has_left:
            self._left()
        self._arrive(stop)


def _is_another_day(began_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether it was gone through beforehand: the day before, or earlier."""
    return timezone.localdate(began_at) != timezone.localdate(now)
