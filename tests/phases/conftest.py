import pytest

from tests.rooms import Room
from workshops.models import Question, Workshop
from workshops.place import Place


class Phases(Room):
    """A room with the four phases, and what no other tool asks."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__(workshop)
        self.pieces = [each for each in self.questions if each.key == "advice"]

    def advice(self, n: int) -> Place:
        """The place of the ``n``th piece of advice, counted from 1 as in the source."""
        return self.place("advice", n=n - 1)

    def asked(self, key: str, phase: int | None = None) -> list[Question]:
        """The questions with that key as they are now: asked of every phase, or of one."""
        topic = None if phase is None else self.topics[phase].pk
        return [each for each in self.content.questions.all() if (each.key, each.topic_id) == (key, topic)]

    def is_in(self, *phases: int) -> None:
        """The room settles that the project is in those phases."""
        for phase in phases:
            self.settle(self.place("where", phase), "here")


@pytest.fixture
def room(ane, bo) -> Phases:
    return Phases.about("fire-faser", ane, bo)
