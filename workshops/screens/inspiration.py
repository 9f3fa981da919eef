from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q

from ..models import Hint
from ..place import Place
from .spots import HasSpots


class HasHints(HasSpots):
    """Inspiration to what the room looks at, and what the content says to begin with."""

    @cached_property
    def hints(self) -> list[Hint]:
        """Inspiration to what the room looks at: of its question and topic, or of all that the stop is about. The set's
        own where there is none, and where the activity begins.
        """
        if self.stop.activity is None:
            return []
        found = self._near(*self._looked_at)
        if not found or self.opens:
            found += self._headed(self.stop.activity.question_set.hints.filter(topic=None, question=None))
        return found

    @property
    def offers_hints(self) -> bool:
        """Whether the wall has a button for the inspiration: there is some, and nobody is writing."""
        return bool(self.hints) and not self.stop.step.hides_hints

    @property
    def unfolds_hints(self) -> bool:
        """Whether the wall shows the inspiration in the place of the board: to one question, or to all of the stop."""
        to_this = self.stop.step.per_question or not self.stop.topic
        return bool(self.workshop.hints_shown and to_this and self.hints)

    def hints_at(self, place: Place) -> list[Hint]:
        """Inspiration to one place: of its question and its topic."""
        return self._near({place.topic}, {place.question})

    @cached_property
    def hints_to_choices(self) -> list[Hint]:
        """Inspiration to the choices that are marked at every topic."""
        loose = {spot.question.pk for spot in self.marking if spot.question.topic_id is None}
        return self._near(set(), loose) if loose else []

    def _near(self, topics: set[int], questions: set[int]) -> list[Hint]:
        if self.stop.activity is None or not (topics or questions):
            return []
        every = self.stop.activity.question_set.hints.select_related("topic", "question__topic")
        near = Q(topic__in=topics, question=None) | Q(question__in=questions, topic=None)
        return self._headed(sorted(every.filter(near), key=_by_place), len(topics) > 1)

    @staticmethod
    def _headed(hints: Iterable[Hint], several: bool = False) -> list[Hint]:
        """``hints`` with what each stands under: its heading, and its topic too where there are ``several``."""
        found = list(hints)
        for hint in found:
            names = [str(hint.topic)] if hint.topic and (several or not hint.heading) else []
            hint.stands_under = ": ".join([*names, hint.heading or str(hint.question or "")]).removesuffix(": ")
        return found

    @property
    def _looked_at(self) -> tuple[set[int], set[int]]:
        """The ids of the topics and the questions whose hints are near."""
        stop = self.stop
        topics = {stop.topic.pk} if stop.topic else {place.topic for place in stop.places if stop.focusable}
        questions = {stop.question.pk} if stop.question else {place.question for place in stop.places}
        return topics, set() if self.tool and self.tool.examples else questions

    @property
    def about(self) -> list[str]:
        """What the content says to begin with, where the board does not: the set's intro at the first stop, a topic's
        description where its first question begins, or where it stands apart.
        """
        activity, topic, step = self.stop.activity, self.stop.topic, self.stop.step
        if activity is None or not self.tool or self.tool.introduces:
            return []
        begins = step.per_question and not step.shows
        first = topic is not None and (self.opens or self.route[self.index - 1].topic != topic)
        said = [activity.question_set.intro] if self.opens else []
        if topic and first and (begins or topic.apart):
            said.append(topic.description)
        return [text for text in said if text]


def _by_place(hint: Hint) -> tuple[int, ...]:
    """The order of hints: those of questions first, each where its question or topic stands."""
    if hint.question is None:
        return (1, hint.topic.position if hint.topic else 0, 0, hint.position, hint.pk)
    topic = hint.question.topic
    return (0, topic.position if topic else 0, hint.question.position, hint.position, hint.pk)
