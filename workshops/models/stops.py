from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..place import Place
from ..registry import Kind, Step
from .activities import Activity
from .content import Question, Topic


@dataclass(frozen=True)
class Stop:
    """One stop on the way through a workshop: a step, at the places it is about.

    ``topic`` and ``question`` are what the stop has in focus, where it has one. ``activity`` is None in the lobby
    and at the final look at the agreements. A stop that is ``focusable`` can have any of its places' topics in focus,
    in close-up, without being another stop.
    """

    step: Step
    activity: Activity | None = None
    topic: Topic | None = None
    question: Question | None = None
    places: tuple[Place, ...] = ()
    focusable: bool = False

    @property
    def key(self) -> str:
        """Names the stop in a form or an address: ``"12.write.3.7"`` (activity, step, topic, question)."""
        return self.focused_key(self.topic.pk if self.topic else 0)

    def focused_key(self, topic_id: int) -> str:
        """The key of this stop with another topic in focus."""
        activity, question = (self.activity.pk if self.activity else 0), (self.question.pk if self.question else 0)
        return f"{activity}.{self.step.key}.{topic_id}.{question}"

    @cached_property
    def written(self) -> frozenset[Place]:
        """The places where notes are written at this stop."""
        if not (self.step.writes and self.activity):
            return frozenset()
        if self.question:
            here = frozenset(each for each in self.places if each.question == self.question.pk)
            return here if self.question.note_kinds() else frozenset()
        questions = {each.pk: each for each in self.activity.question_set.questions.all()}
        return frozenset(each for each in self.places if questions[each.question].note_kinds())

    @cached_property
    def private(self) -> frozenset[Place]:
        """The places where what is written now is on nobody's screen but its writer's, until somebody shows it."""
        return self.written if self.activity and not self.activity.notes_visible else frozenset()

    @property
    def visible(self) -> bool:
        """Whether the wall shows what was written: the step says so, or the facilitator let it at once."""
        return self.step.shows or bool(self.step.writes and self.activity and self.activity.notes_visible)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of note that can be written at this stop's question."""
        return self.question.note_kinds() if self.question and self.step.writes else []

    @property
    def close_up(self) -> Topic | None:
        """The topic that the room takes in close-up, without leaving the stop."""
        return self.topic if self.focusable else None

    @property
    def asks(self) -> bool:
        """Whether the room is asked something here."""
        return bool(self.question or self.step.asks)

    @property
    def is_last(self) -> bool:
        """Whether the room goes through its agreements for the last time."""
        return self.step.agrees and self.activity is None

    @property
    def caption(self) -> str:
        """The topic, where there is one, and the step: what stands above the heading."""
        return " · ".join(dict.fromkeys(str(each) for each in (self.topic, self.step.title) if each))

    @property
    def heading(self) -> str:
        """What the room is asked here: the question, else what the step asks, else what the activity is called."""
        return str(self.question or self.step.asks or self.activity or self.step.title)
