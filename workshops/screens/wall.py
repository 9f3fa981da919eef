from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from ..models import Topic, agendas
from ..place import Place
from ..registry import Kind
from .spots import HasSpots


@dataclass
class Worded:
    """What the room agreed on at a question, or its summary of the notes there, a line for each; or what it settled on.

    A question that is asked of every topic is named with the one it was asked of; what was settled stands together.
    """

    question: str
    lines: list[str]


class HasWall(HasSpots):
    """What only the wall has: its key, its menu, and the walk of a clicker through the close-ups."""

    @cached_property
    def worded(self) -> list[Worded]:
        """What the room put into words or settled on the way, beside its agreements and in the order of the agenda: at
        the end."""
        if not self.stop.is_last:
            return []
        found: list[Worded] = []
        asked_of_all = agendas.at_hand(self.workshop).marked
        for activity in self.workshop.activities.all():
            tool, settled = activity.dialogue_tool, dict[str, list[str]]()
            for topic, question in activity.question_set.places() if tool.settles else ():
                place = Place(topic.pk, question.pk)
                outcome = self.workshop.settled.get(place)
                if outcome and outcome.text:
                    asked = str(question) if question.topic_id else f"{topic} · {question}"
                    found.append(Worded(asked, outcome.text.splitlines()))
                elif outcome and outcome.choice and place in asked_of_all:
                    over, under = (topic, question) if question.topic_id else (question, topic)
                    settled.setdefault(str(over), []).append(f"{under}: {tool.kind(outcome.choice).word}")
            found += [Worded(*each) for each in settled.items()]
        return found

    @property
    def menu_place(self) -> Place | str:
        """Where a note that is written from the wall goes, when there is but one place."""
        return self.shown[0].place if len(self.shown) == 1 else ""

    @property
    def switches_notes(self) -> str:
        """What the switch that shows notes while they come is called; empty where none come."""
        return gettext("Vis sedlerne undervejs") if self.stop.step.writes else ""

    @property
    def key(self) -> list[Kind]:
        """The kinds of note to be told apart here by their symbols."""
        found = dict.fromkeys(kind for spot in self.shown for kind in spot.kinds if kind.symbol)
        return list(found) if len(found) > 1 and self.shows_notes else []

    @property
    def walk_on(self) -> tuple[Topic | None, str] | None:
        """The close-up that a clicker goes to before it leaves a stop that shows several topics, and its key."""
        return self._close_up_beside(1)

    @property
    def walk_back(self) -> tuple[Topic | None, str] | None:
        """The same the other way: the close-up before this one, or the whole."""
        return self._close_up_beside(-1)

    def _close_up_beside(self, by: int) -> tuple[Topic | None, str] | None:
        if not (self.stop.focusable and self.stop.step.shows) or self.stop.step.agrees:
            return None
        full = {spot.topic.pk for spot in self.spots if spot.count}
        views = [(None, self.whole_key), *(each for each in self.focuses if each[0].pk in full)]
        keys = [key for _topic, key in views]
        at = keys.index(self.stop.key) if self.stop.key in keys else 0
        return views[at + by] if 0 <= at + by < len(views) else None
