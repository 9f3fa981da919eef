from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place, at_places
from . import agendas
from .content import Question, Topic
from .participants import Participant
from .places import HasPlaces, takes


class MarkQuerySet(models.QuerySet["Mark"]):
    def seated(self) -> MarkQuerySet:
        """Those of people whom the facilitator did not remove."""
        return self.filter(participant__removed_at=None)

    def at(self, places: Iterable[Place]) -> MarkQuerySet:
        """Those at any of ``places``."""
        return self.filter(at_places(places))

    def counts(self) -> dict[Place, dict[str, int]]:
        """How many marked each choice at each place: for :mod:`figures <workshops.models.figures>`, that say what of it
        is told."""
        found: dict[Place, dict[str, int]] = {}
        rows = self.order_by().values_list("topic", "question", "choice").annotate(n=models.Count("pk"))
        for topic, question, choice, n in rows:
            found.setdefault(Place(topic, question), {})[choice] = n
        return found

    def answered(self) -> dict[int, int]:
        """How many people marked something at each question, by its id."""
        rows = self.order_by().values_list("question").annotate(n=models.Count("participant", distinct=True))
        return dict(rows)

    def voters(self) -> int:
        """How many people they are from."""
        return self.order_by().values("participant").distinct().count()


class Mark(models.Model):
    """What one participant marked at a place: a choice among those its question offers. Nobody sees whose it is."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="marks")
    participant = models.ForeignKey("workshops.Participant", models.CASCADE, related_name="marks")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=20)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "topic", "question"], name="one_mark_a_place_each")
        ]
        indexes = [models.Index(fields=["workshop", "topic", "question"], name="marks_at_a_place")]

    def __str__(self) -> str:
        return f"{self.choice} at {self.place}"

    @property
    def place(self) -> Place:
        return Place(self.topic_id, self.question_id)


class HasMarks(HasPlaces):
    """What participants mark at each place."""

    marks: MarkQuerySet

    class Meta:
        abstract = True

    def mark(self, participant: Participant, choices: Mapping[Place, str]) -> list[Place]:
        """Store what ``participant`` marks at each place, and take back what is marked there where it is empty.

        Returns the places that take no such mark: hidden, closed or gone from the agenda. All others are stored.
        Raises Refused when the workshop is not open, or their seat was taken.
        """
        with self.held():
            participant.see()
            if not self.is_open:
                raise Refused(_("Workshoppen er ikke åben, så krydset kunne ikke gemmes."))
            if participant.removed_at:
                raise Refused(_("Ordstyreren har lukket din plads, så krydset kom ikke med."))
            markable = self._markable(choices)
            mine = {mark.place: mark for mark in Mark.objects.filter(participant=participant)}
            refused = [place for place, choice in choices.items() if choice not in markable.get(place, ())]
            fresh = []
            for place, choice in choices.items():
                mark = mine.get(place)
                if place in refused or (mark.choice if mark else "") == choice:
                    continue
                if mark is None:
                    at = {"topic_id": place.topic, "question_id": place.question}
                    fresh.append(Mark(workshop_id=self.pk, participant=participant, choice=choice, **at))
                elif choice:
                    mark.choice = choice
                    mark.save(update_fields=["choice"])
                else:
                    mark.delete()
            Mark.objects.bulk_create(fresh)
            self.tell(changes.MARKS)
            return refused

    def _markable(self, asked: Iterable[Place]) -> dict[Place, set[str]]:
        """What can be marked at those of the places ``asked`` that take marks now; the empty choice takes a mark
        back."""
        agenda = agendas.at_hand(self)
        return {
            place: {"", *(kind.key for kind in agenda.asked[place].choices())}
            for place in asked
            if takes(agenda, "mark", place) and place not in agenda.closed
        }
