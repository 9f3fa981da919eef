from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from ..place import Place, at_places
from . import agendas
from .activities import Activity
from .content import Question, Topic
from .marks import HasMarks, Mark
from .opening import Openable
from .participants import Participant
from .stops import Stop

Counts = Mapping[str, int]  # how many marked each choice


class FigureQuerySet(models.QuerySet["Figure"]):
    def at(self, places: Iterable[Place]) -> FigureQuerySet:
        """Those at any of ``places``."""
        return self.filter(at_places(places))

    def counts(self) -> dict[Place, dict[str, int]]:
        """How many marked each choice, by place."""
        return {each.place: each.counts for each in self}


class Figure(models.Model):
    """How many marked each choice at a place, as the room was shown it: it stands, whatever is marked afterwards.

    Every screen, the report and a follow-up tell these, and nothing else of what was marked.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="figures")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    counts = models.JSONField()
    before = models.JSONField(default=list)  # what was shown before, where that is withheld of few

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "question"], name="one_figure_a_place")]

    def __str__(self) -> str:
        return f"{self.counts} at {self.place}"

    @property
    def place(self) -> Place:
        return Place(self.topic_id, self.question_id)


def is_told(was: Counts, now: Counts, fewest: int) -> bool:
    """Whether ``now`` is shown instead of ``was``, which is empty where nothing was shown yet.

    Where so few are withheld, at least that many must have marked, and at least that many marks must differ from each
    that was shown: else the two beside each other would tell of fewer. Of marks that changed both ways only the larger
    part is sure to be of different people.
    """
    if not fewest:
        return True
    more = sum(max(now.get(key, 0) - was.get(key, 0), 0) for key in {*was, *now})
    fewer = sum(max(was.get(key, 0) - now.get(key, 0), 0) for key in {*was, *now})
    return sum(now.values()) >= fewest and max(more, fewer) >= fewest


class HasFigures(HasMarks, Openable):
    """What is told of the marks: figures, that are counted when the room comes to a stop that shows them."""

    figures: FigureQuerySet

    class Meta:
        abstract = True

    def _arrive(self, stop: Stop) -> None:
        """What is done when the room comes to ``stop``, with the workshop held."""
        super()._arrive(stop)
        if stop.activity and stop.step.shows and stop.activity.dialogue_tool.settles:
            self._count(stop.places, stop.activity.dialogue_tool.fewest)

    def _count(self, places: Iterable[Place], fewest: int) -> None:
        """Count what is marked at ``places``; see :func:`is_told`."""
        marks = self.marks.at(places).counts()
        shown = {each.place: [*each.before, each.counts] for each in self.figures.at(marks)}
        told = [
            place for place, now in marks.items() if all(is_told(was, now, fewest) for was in shown.get(place, [{}]))
        ]
        if fewest == 0:  # everyone took theirs back
            self.figures.at(places).exclude(at_places(marks)).delete()
        Figure.objects.bulk_create(
            [
                Figure(
                    workshop=self.itself,
                    topic_id=place.topic,
                    question_id=place.question,
                    counts=marks[place],
                    before=shown.get(place, []) if fewest else [],
                )
                for place in told
            ],
            update_conflicts=True,
            unique_fields=["topic", "question"],
            update_fields=["counts", "before"],
        )

    def mark(self, participant: Participant, choices: Mapping[Place, str]) -> list[Place]:
        """Store marks, as :meth:`HasMarks.mark` does. Where the room already waits to see them, what enough have
        marked now is shown."""
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this alone
        with self.held():
            refused = super().mark(participant, choices)
            here = agendas.at_hand(self).stop
            if here.activity and here.step.shows and (fewest := here.activity.dialogue_tool.fewest):
                self._count(set(here.places) - set(self.figures.at(here.places).counts()), fewest)
            return refused

    def remove(self, participant: Participant) -> None:
        """Take someone's seat, and what they marked where it was not counted yet. A figure that was shown stays, and
        so do their marks in it: else the next would tell what theirs were."""
        with self.held():
            super().remove(participant)
            counted = set(self.figures.counts())
            mine = Mark.objects.filter(participant=participant)
            mine.filter(pk__in=[each.pk for each in mine if each.place not in counted]).delete()

    def _end(self) -> None:
        """Count what was marked and never shown."""
        super()._end()
        counted = set(self.figures.counts())
        for activity in Activity.objects.with_content().filter(workshop=self.pk):
            places = {Place(topic.pk, question.pk) for topic, question in activity.question_set.every_place()}
            self._count(places - counted, activity.dialogue_tool.fewest)
