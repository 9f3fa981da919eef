import pytest

from tests.helpers import again
from tests.pages import dom
from tests.tools import stored
from workshops.models import Activity, Note, Outcome, Participant, Question, QuestionSet, Topic, Workshop
from workshops.models.stops import Stop
from workshops.place import Place
from workshops.screens import patches


class Room:
    """A workshop with the four phases on its agenda, and the short ways about it that the tests need."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.keys = 0
        topics, self.asked_first = list(self.content.topics.all()), list(self.content.questions.all())
        self.phases = [topic for topic in topics if not topic.apart]

    @property
    def activity(self) -> Activity:
        """The activity as another request loads it."""
        return again(self.workshop).activities.all()[0]

    @property
    def content(self) -> QuestionSet:
        return self.activity.question_set

    def questions(self, key: str, phase: int | None = None) -> list[Question]:
        """Those with that key, as they are now: asked of every phase, or of one."""
        return self._questions(list(self.content.questions.all()), key, phase)

    def _questions(self, among: list[Question], key: str, phase: int | None) -> list[Question]:
        topic = None if phase is None else self.phases[phase].pk
        return [each for each in among if (each.key, each.topic_id) == (key, topic)]

    def place(self, key: str, phase: int, n: int = 0) -> Place:
        """The place of the ``n``th question with that key that every phase is asked."""
        return Place(self.phases[phase].pk, self._questions(self.asked_first, key, None)[n].pk)

    def asked(self, phase: int, n: int = 0) -> Place:
        """The place of a discussion question."""
        return Place(self.phases[phase].pk, self._questions(self.asked_first, "discuss", phase)[n].pk)

    @property
    def pieces(self) -> list[Question]:
        """The pieces of advice."""
        return [each for each in self.asked_first if each.key == "advice"]

    def advice(self, n: int) -> Place:
        """The place of the ``n``th piece of advice, counted from 1 as in the source."""
        question = self.pieces[n - 1]
        return Place(question.topic_id, question.pk)

    def write(self, place: Place, kind: str = "note", text: str = "Mere tid", by: Participant | None = None) -> Note:
        self.keys += 1
        return self.workshop.write(place, kind, text, f"k{self.keys}", by)

    def mark(self, *marks: tuple[Place, str]) -> Participant:
        """Someone comes in and marks something at each place."""
        seat = self.workshop.join()
        assert seat.workshop.mark(seat, dict(marks)) == []
        return seat

    def settle(self, place: Place, choice: str) -> Outcome:
        return self.workshop.settle(place, choice)

    def here(self, *phases: int) -> None:
        """The room settles that the project is in those phases."""
        for phase in phases:
            self.settle(self.place("where", phase), "here")

    def leave_out(self, item: Topic | Question) -> None:
        self.activity.question_set.leave_out(item)

    def take_in(self, item: Topic | Question) -> None:
        self.activity.question_set.take_in(item)

    def stops(self) -> list[Stop]:
        return list(self.activity.dialogue_tool.stops(self.activity))

    def stop(self, step: str) -> Stop:
        return next(stop for stop in self.stops() if stop.step.key == step)

    def go(self, step: str, focus: int | None = None) -> None:
        stop = self.stop(step)
        again(self.workshop).go_to(stop.key if focus is None else stop.focused_key(self.phases[focus].pk))

    def see(self, screen: str = "wall"):
        """What a kind of screen shows now."""
        return dom(patches.whole(self.workshop.pk, screen).common)


@pytest.fixture
def library_set(db) -> QuestionSet:
    return stored("fire-faser")


@pytest.fixture
def room(library_set, ane, bo) -> Room:
    workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd")
    workshop.facilitators.set([ane, bo])
    workshop.add_activity(library_set)
    workshop.open()
    return Room(workshop)
