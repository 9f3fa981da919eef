import pytest
from django.urls import reverse

from tests.helpers import again
from tests.people import seated
from tests.rooms import Room, stored
from workshops.models import Agreement, QuestionSet, Workshop
from workshops.place import Place


class Compass(Room):
    """A room with the compass, and what no other tool needs."""

    def places(self, *keys: str) -> list[Place]:
        """Those of all six circles, one question after the other."""
        return [self.place(key, circle) for key in keys for circle in range(6)]

    def send(self, phone, place: Place | str, kind: str, text: str, headers=None, **more):
        """A phone sends its form."""
        data = {"place": str(place), "kind": kind, "text": text, "key": "sent", **more}
        return phone.post(reverse("phone-write", args=[self.workshop.pk]), data, headers=headers)


@pytest.fixture
def compasses(db) -> dict[str, QuestionSet]:
    return {name: stored(name) for name in ("rasmus-foer", "rasmus-efter")}


@pytest.fixture
def before(compasses, ane, bo) -> Compass:
    return Compass.about(compasses["rasmus-foer"], ane, bo)


@pytest.fixture
def phone(before):
    return seated(before.workshop.join())


@pytest.fixture
def full(before) -> Compass:
    """``before`` with notes of every kind in the first circle; a precondition answers one of the two red ones."""
    before.write("today", "today", "Papirer i bilen")
    before.write("expected", "better", "Overblik")
    red = before.write("expected", "worse", "Mere skærm")
    before.write("expected", "worse", "Flere koder")
    before.write("needs", "before", "To timers oplæring", answers=(red.number,))
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
def after(full) -> Compass:
    """The open workshop that follows ``full``."""
    full.workshop.close()
    workshop = full.workshop.follow_up()
    workshop.open()
    return Compass(workshop)


@pytest.fixture(params=["deleted", "never"])
def alone(request, after, before) -> Compass:
    """``after``, when there is nothing (any more) to look back on."""
    if request.param == "deleted":
        again(before.workshop).discard()
    else:
        Workshop.objects.filter(pk=after.workshop.pk).update(follows=None)
    return after
