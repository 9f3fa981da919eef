import pytest

from tests.helpers import again
from tests.pages import dom
from tests.tools import stored
from workshops.models import Activity, Note, Outcome, Participant, Question, QuestionSet, Topic, Workshop
from workshops.models.stops import Stop
from workshops.place import Place
from workshops.screens import patches

COLUMNS = {"who": 0, "what": 1, "how": 2, "when": 3, "status": 4}


class Room:
    """A workshop with the matrix on its agenda, and the short ways about it that the tests need."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.keys = 0
        self.rows, self.columns = list(self.content.topics.all()), list(self.content.questions.all())

    @property
    def activity(self) -> Activity:
        """The activity as another request loads it."""
        return again(self.workshop).activities.get(tool="roles")

    @property
    def content(self) -> QuestionSet:
        return self.activity.question_set

    def place(self, row: int = 0, column: str = "who") -> Place:
        """The place of a cell, by its row and the key of its column."""
        return Place(self.rows[row].pk, self.columns[COLUMNS[column]].pk)

    def propose(self, place: Place, text: str = "Superbrugerne", by: Participant | None = None) -> Note:
        self.keys += 1
        return self.workshop.write(place, "proposal", text, f"k{self.keys}", by)

    def fill(self, place: Place, text: str, **more) -> Outcome:
        """The room writes in a cell."""
        return self.workshop.fill(place, text, **more)[0]

    def leave_out(self, item: Topic | Question) -> None:
        self.activity.question_set.leave_out(item)

    def take_in(self, item: Topic | Question) -> None:
        self.activity.question_set.take_in(item)

    def stops(self) -> list[Stop]:
        return [stop for stop in again(self.workshop).route() if stop.activity and stop.activity.tool == "roles"]

    def go(self, step: str = "fill", focus: int | None = None) -> None:
        stop = next(each for each in self.stops() if each.step.key == step)
        again(self.workshop).go_to(stop.key if focus is None else stop.focused_key(self.rows[focus].pk))

    def see(self, screen: str = "wall"):
        """What a kind of screen shows now."""
        return dom(patches.whole(self.workshop.pk, screen).common)


@pytest.fixture
def library_set(db) -> QuestionSet:
    return stored("roller")


@pytest.fixture
def room(library_set, ane, bo) -> Room:
    workshop = Workshop.objects.create(
        title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd", groups=["Leder", "Medarbejder", "TR eller AMR"]
    )
    workshop.facilitators.set([ane, bo])
    workshop.add_activity(library_set)
    workshop.open()
    return Room(workshop)
