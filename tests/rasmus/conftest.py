import pytest
from django.conf import settings

from tests.helpers import again
from workshops import sets
from workshops.models import Note, Participant, QuestionSet, Workshop
from workshops.tools import Place


class Room:
    """A workshop with the compass on its agenda, and the short ways about it that the tests need."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.activity = workshop.activities.get()
        self.circles = list(self.activity.question_set.topics.all())
        self.questions = {each.key: each for each in self.activity.question_set.questions.all()}
        self.keys = 0

    def place(self, key: str, circle: int = 0) -> Place:
        return Place(self.circles[circle].pk, self.questions[key].pk)

    def write(
        self, key: str, kind: str, text: str, circle: int = 0, answers: tuple = (), by: Participant | None = None
    ) -> Note:
        self.keys += 1
        ids = [note.pk for note in answers]
        return Note.objects.write(self.workshop, self.place(key, circle), kind, text, f"k{self.keys}", by, ids)

    def go(self, step: str, focus: int | None = None) -> Workshop:
        workshop = again(self.workshop)
        stop = next(each for each in workshop.route() if each.step.key == step)
        workshop.go_to(stop.key if focus is None else stop.focused_key(self.circles[focus].pk))
        return again(workshop)


@pytest.fixture
def compasses(db) -> dict[str, QuestionSet]:
    for name in ("rasmus-foer", "rasmus-efter"):
        sets.load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
    return {each.key: each for each in QuestionSet.objects.library()}


@pytest.fixture
def before(compasses, ane) -> Room:
    workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd")
    workshop.facilitators.add(ane)
    workshop.add_activity(compasses["rasmus-foer"])
    workshop.open()
    return Room(workshop)


@pytest.fixture
def after(before) -> Room:
    """What follows ``before``, which expected one improvement and two deteriorations of the first circle."""
    before.write("today", "today", "Papirer i bilen")
    before.write("expected", "better", "Overblik")
    before.write("expected", "worse", "Mere skærm")
    before.write("expected", "worse", "Flere koder")
    before.workshop.close()
    workshop = before.workshop.follow_up()
    workshop.open()
    return Room(workshop)
