from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ..models import Activity, Topic
from ..models.stops import Stop
from ..registry import QUESTION
from .here import Here


@dataclass
class Line:
    """A line of the agenda on the desk: a heading, or a stop to jump to."""

    heading: str = ""
    style: str = ""
    text: str = ""
    stop: Stop | None = None
    here: bool = False


class HasWay(Here):
    """The way through the workshop as a screen shows it: the steps of what is going on, and the whole agenda."""

    @property
    def steps(self) -> list[Stop]:
        """The way through the activity, or through the question in focus where its steps come anew for each; steps
        that are one part together count once."""
        here = self.route[self.index]
        if here.activity is None:
            return []
        same = [s for s in self.route if s.activity == here.activity]
        if here.step.per_question and not here.step.part:
            return [s for s in same if s.question == here.question and s.topic == here.topic]
        return list({str(s.step.name): s for s in reversed(same)}.values())[::-1]

    @property
    def parts(self) -> list[Activity]:
        """The activities that are still to come, before the first of them; none once it has begun."""
        if self.index:
            return []
        return list(dict.fromkeys(stop.activity for stop in self.route if stop.activity))

    @property
    def agenda(self) -> list[Line]:
        """The whole way as a list to jump in: by question under its topic, or by step where a tool goes by steps."""
        lines: list[Line] = []
        activity: Activity | None = None
        topic: Topic | None = None
        here = self.route[self.index]
        for stop in self.route:
            if stop.activity != activity:
                activity, topic = stop.activity, None
                lines += [Line(heading=str(activity), style="route__activity")] if activity else []
            if stop.step.reviews and not stop.step.per_question:  # part of the step before it
                lines[-1].here = lines[-1].here or stop is here
                continue
            by_question = stop.step.per_question
            if by_question and stop.topic != topic:
                lines.append(Line(heading=str(stop.topic), style="route__topic"))
            topic = stop.topic if by_question else None
            text = str(stop.question if by_question else stop.step.title)
            if not by_question and stop.topic:
                text = str(stop.topic)
            same = by_question and lines[-1].stop and lines[-1].stop.question == stop.question
            if same:
                lines[-1].here = lines[-1].here or stop is here
            else:
                lines.append(Line(text=text, stop=stop, here=stop is here))
        return lines

    @property
    def beyond(self) -> Stop | None:
        """Where one goes who skips the rest of this question, or of this part of the way; None where that is next."""
        here = self.route[self.index]
        after = (at for at in range(self.index + 1, len(self.route)) if not _is_of_one(here, self.route[at]))
        found = next(after, None)
        return self.route[found] if found is not None and found > self.index + 1 and here.activity else None

    @property
    def can_insert(self) -> list[str]:
        """What can be put into the way here."""
        activity = self.stop.activity
        here = self.stop.question if self.stop.step.per_question else None
        return activity.can_insert(here) if activity and self.running else []

    @property
    def own(self) -> str:
        """What one of the workplace's own is called, that can be asked on the spot: a question, or a card; empty where
        nothing is going on."""
        activity = self.stop.activity
        if not (activity and self.running):
            return ""
        return activity.item if activity.question_set.takes_questions() else str(QUESTION)

    @property
    def coming(self) -> str:
        """What *Næste* leads to: an activity, a question, a topic or a step, in its own words; empty at the end."""
        here, following = self.route[self.index], self.next
        if following is None:
            return ""
        if following.activity != here.activity:
            return str(following.activity or following.step.title)
        if following.step.per_question and following.question != here.question:
            return str(following.question)
        if following.topic and following.topic != here.topic:
            return str(following.topic)
        tells_more = following.step.reviews or following.step.name == here.step.name
        return str(following.step.title if tells_more else following.step.name)

    @property
    def numbered(self) -> str:
        """Which question of its activity this is, in the tool's word: ``"Spørgsmål 3 af 12"``."""
        n, of = self.numbers
        return _("%(item)s %(n)s af %(of)s") % {"item": self.tool and self.tool.item, "n": n, "of": of}

    @cached_property
    def numbers(self) -> tuple[int, int]:
        """Which question of its activity this is, and of how many: ``(3, 12)``. Zeros outside the questions."""
        same = [s for s in self.route if s.activity == self.stop.activity and s.step.per_question]
        if self.stop.topic:  # a round before the first card is no card
            same = [s for s in same if s.topic and s.topic.apart == self.stop.topic.apart]
        asked = list(dict.fromkeys(s.question.pk for s in same if s.question))
        here = self.stop.question
        return (asked.index(here.pk) + 1, len(asked)) if here and here.pk in asked else (0, len(asked))


def _is_of_one(stop: Stop, other: Stop) -> bool:
    """Whether two stops are about one question, or of one part of the way through an activity."""
    if stop.activity != other.activity or stop.step.per_question != other.step.per_question:
        return False
    if stop.step.per_question:
        return (stop.topic, stop.question) == (other.topic, other.question)
    return stop.step.name == other.step.name
