import pytest
from django.conf import settings

from tests.dialogue import small
from tests.helpers import again
from workshops.library.loading import load
from workshops.models import Note, Participant, QuestionSet, Topic, Workshop
from workshops.models.stops import Stop
from workshops.place import Place


class Room:
    """An open workshop with one tool on its agenda, and the short ways about it that the tests need."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.activity = workshop.activities.get()
        self.topics = [topic for topic in self.activity.question_set.topics.all() if not topic.apart]
        self.questions = {each.key: each for each in self.activity.question_set.questions.all()}
        self.keys = 0

    def place(self, key: str, topic: int | Topic = 0) -> Place:
        if self.questions[key].topic_id:
            return Place(self.questions[key].topic_id, self.questions[key].pk)
        return Place(topic.pk if isinstance(topic, Topic) else self.topics[topic].pk, self.questions[key].pk)

    def mark(self, by: Participant, key: str, *choices: str) -> None:
        """Mark the first topics, one choice each."""
        by.workshop.mark(by, {self.place(key, n): choice for n, choice in enumerate(choices)})

    def write(self, key: str, kind: str, text: str, topic: int | Topic = 0, by: Participant | None = None) -> Note:
        self.keys += 1
        return self.workshop.write(self.place(key, topic), kind, text, f"k{self.keys}", by)

    def stops(self) -> list[Stop]:
        return [stop for stop in again(self.workshop).route() if stop.activity]

    def go(self, step: str, focus: Topic | None = None) -> Workshop:
        workshop = again(self.workshop)
        stop = next(each for each in workshop.route() if each.step.key == step)
        workshop.go_to(stop.focused_key(focus.pk) if focus else stop.key)
        return again(workshop)


@pytest.fixture
def room_with(db, ane):
    """Builds the room from the name of a file in ``fixtures/``."""

    def build(name: str) -> Room:
        load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
        workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd")
        workshop.facilitators.add(ane)
        workshop.add_activity(QuestionSet.objects.library().get(key=name))
        workshop.open()
        return Room(workshop)

    return build


@pytest.fixture
def room_of(db, ane, bo):
    """Opens a workshop with a set on its agenda."""

    def make(question_set: QuestionSet) -> small.Room:
        workshop = Workshop.objects.create(title="Kort om det digitale", workplace="Borgerservice")
        workshop.facilitators.set([ane, bo])
        workshop.add_activity(question_set)
        workshop.open()
        return small.Room(workshop, workshop.activities.get())

    return make
