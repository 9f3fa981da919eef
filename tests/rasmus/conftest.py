import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import dom
from tests.people import seated
from tests.tools import stored
from workshops.models import Activity, Agreement, Note, Participant, QuestionSet, Topic, Workshop
from workshops.models.stops import Stop
from workshops.place import Place
from workshops.screens import patches


class Room:
    """A workshop with the compass on its agenda, and the short ways about it that the tests need."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.keys = 0
        self.circles = list(self.content.topics.all())
        self.questions = {each.key: each for each in self.content.questions.all()}

    @property
    def activity(self) -> Activity:
        """The activity as another request loads it."""
        return again(self.workshop).activities.get()

    @property
    def content(self) -> QuestionSet:
        return self.activity.question_set

    @property
    def names(self) -> list[str]:
        return [circle.title for circle in self.circles]

    def place(self, key: str, circle: int = 0) -> Place:
        """The place of the question with that key in a circle."""
        return Place(self.circles[circle].pk, self.questions[key].pk)

    def places(self, *keys: str) -> list[Place]:
        """Those of all six circles, one question after the other."""
        return [self.place(key, circle) for key in keys for circle in range(6)]

    def write(
        self,
        key: str,
        kind: str,
        text: str = "Mere tid",
        circle: int = 0,
        answers: tuple[int, ...] = (),
        by: Participant | None = None,
    ) -> Note:
        self.keys += 1
        return self.workshop.write(self.place(key, circle), kind, text, f"k{self.keys}", by, answers)

    def note(self, kind: str) -> Note:
        """The first note of that kind."""
        return self.workshop.notes.filter(kind=kind)[0]

    def send(self, phone, place: Place | str, kind: str, text: str, headers=None, **more):
        """A phone sends its form."""
        data = {"place": str(place), "kind": kind, "text": text, "key": "sent", **more}
        return phone.post(reverse("phone-write", args=[self.workshop.pk]), data, headers=headers)

    def leave_out(self, *items) -> None:
        for item in items:
            self.activity.question_set.leave_out(item)

    def stops(self) -> list[Stop]:
        """Those of the compass: without the lobby, the look back and the agreements at the end."""
        return [stop for stop in again(self.workshop).route() if stop.activity]

    def here(self) -> tuple[str, Topic | None]:
        """Where the room is: the step, and the circle it looks at."""
        stop = again(self.workshop).stop()
        return stop.step.key, stop.topic

    def go(self, step: str, focus: int | None = None) -> Stop:
        """Bring the room to a step, in close-up at a circle when one is given."""
        stop = next(each for each in again(self.workshop).route() if each.step.key == step)
        again(self.workshop).go_to(stop.key if focus is None else stop.focused_key(self.circles[focus].pk))
        return again(self.workshop).stop()

    def drawn(self, screen: str = "wall") -> str:
        """What a kind of screen is sent now."""
        return patches.whole(self.workshop.pk, screen).common

    def see(self, screen: str = "wall"):
        """The same, to look in."""
        return dom(self.drawn(screen))


@pytest.fixture
def compasses(db) -> dict[str, QuestionSet]:
    return {name: stored(name) for name in ("rasmus-foer", "rasmus-efter")}


@pytest.fixture
def before(compasses, ane, bo) -> Room:
    workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd")
    workshop.facilitators.set([ane, bo])
    workshop.add_activity(compasses["rasmus-foer"])
    workshop.open()
    return Room(workshop)


@pytest.fixture
def phone(before):
    return seated(before.workshop.join())


@pytest.fixture
def full(before) -> Room:
    """``before`` with notes of every kind in the first circle; a precondition answers one of the two red ones."""
    before.write("today", "today", "Papirer i bilen")
    before.write("expected", "better", "Overblik")
    red = before.write("expected", "worse", "Mere skærm")
    before.write("expected", "worse", "Flere koder")
    before.write("needs", "before", "To timers oplæring", answers=(red.pk,))
    before.write("needs", "during", "Superbruger på hvert hold")
    before.write("needs", "after", "Vi evaluerer")
    return before


@pytest.fixture
def agreed(full) -> Agreement:
    """What ``full`` agreed on, from its first precondition."""
    note = full.note("before")
    agreement = Agreement(
        workshop=full.workshop, note=note, topic=note.topic, what="Kursus i uge 5", who="Ane", period="before"
    )
    agreement.write_down()
    return agreement


@pytest.fixture
def after(full) -> Room:
    """The open workshop that follows ``full``."""
    full.workshop.close()
    workshop = full.workshop.follow_up()
    workshop.open()
    return Room(workshop)


@pytest.fixture(params=["erased", "deleted", "never"])
def alone(request, after, before) -> Room:
    """``after``, when there is nothing (any more) to look back on."""
    if request.param == "erased":
        again(before.workshop).report.finish(b"%PDF-")
        again(before.workshop).erase_notes()
    elif request.param == "deleted":
        again(before.workshop).discard()
    else:
        Workshop.objects.filter(pk=after.workshop.pk).update(follows=None)
    return after
