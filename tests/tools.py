"""Workshops with the tools that are marked and filled in, and the short ways about them that the tests need."""

import functools

from django.conf import settings

from tests.helpers import again
from workshops.library.loading import rewrite
from workshops.library.reading import read
from workshops.library.things import Item
from workshops.models import Activity, Note, Outcome, Participant, Question, QuestionSet, Topic, User, Workshop
from workshops.place import Place

FIXTURES = sorted(path.stem for path in (settings.BASE_DIR / "fixtures").glob("*.yaml"))


class Room:
    """A workshop with one tool on its agenda. ``topics`` and ``questions`` are as they were at first."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.keys = 0
        content = self.activity.question_set
        self.topics = [topic for topic in content.topics.all() if not topic.apart]
        self.questions = list(content.questions.all())

    @property
    def activity(self) -> Activity:
        """The activity as another request loads it."""
        return again(self.workshop).activities.get()

    @property
    def names(self) -> list[str]:
        """What the topics are called, in order, those that stand apart last or wherever they are."""
        return [topic.title for topic in self.activity.question_set.topics.all()]

    @property
    def columns(self) -> list[str]:
        """What the columns are called, in order."""
        return [str(question) for question in self.activity.question_set.columns()]

    def question(self, key: str, n: int = 0) -> Question:
        return [each for each in self.questions if each.key == key][n]

    def place(self, key: str, row: int = 0, n: int = 0) -> Place:
        """The place of the ``n``th question with that key: at a row, or where the question belongs."""
        question = self.question(key, n)
        return Place(question.topic_id or self.topics[row].pk, question.pk)

    def go(self, step: str) -> Workshop:
        """Bring the room to the first stop with that step."""
        stop = next(each for each in again(self.workshop).route() if each.step.key == step)
        self.workshop.go_to(stop.key)
        return self.workshop

    def mark(self, seat: Participant, *marks: tuple[Place, str]) -> list[Place]:
        return seat.workshop.mark(seat, dict(marks))

    def marked(self, *marks: tuple[Place, str]) -> Participant:
        """Someone comes in and marks those."""
        seat = self.workshop.join()
        assert self.mark(seat, *marks) == []
        return seat

    def fill(self, place: Place, text: str, was: str = "", **more) -> Outcome:
        return again(self.workshop).fill(place, text, was, **more)[0]

    def propose(self, place: Place, text: str = "Superbrugerne", by: Participant | None = None) -> Note:
        self.keys += 1
        return self.workshop.write(place, "proposal", text, f"k{self.keys}", by)

    def leave_out(self, item: Topic | Question) -> None:
        self.activity.question_set.leave_out(item)

    def take_in(self, item: Topic | Question) -> None:
        self.activity.question_set.take_in(item)


@functools.cache
def parsed(name: str) -> Item:
    """A file of ``fixtures``, read once: parsing it takes longer than most tests."""

    def files(name: str) -> bytes:
        return (settings.BASE_DIR / "fixtures" / f"{name}.yaml").read_bytes()

    return read(files(name), files)


def stored(name: str) -> QuestionSet:
    """That file as a set of the library."""
    question_set = QuestionSet(key=name, visibility=QuestionSet.Visibility.PUBLISHED)
    rewrite(question_set, parsed(name))
    return question_set


def room(name: str, *facilitators: User) -> Room:
    """An open workshop with that set on its agenda."""
    workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd")
    workshop.facilitators.set(facilitators)
    workshop.add_activity(stored(name))
    workshop.open()
    return Room(workshop)


def content(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, in order, without the ids."""
    topic, question = ["topic__position", "topic__title"], ["question__position", "question__text"]
    topics = ["position", "heading", "title", "description", "apart", "source"]
    questions = ["position", "text", "minutes", "source", "key", "kinds", "answers__text"]
    hints = ["position", "kind", "heading", "text", "detail", "source"]
    return [
        (question_set.tool, question_set.title, question_set.intro, question_set.source),
        *question_set.topics.values_list(*topics),
        *question_set.questions.order_by(*topic, "position").values_list(*topic, *questions),
        *question_set.hints.order_by(*topic, *question, "position").values_list(*topic, *question, *hints),
    ]
