"""A workshop before a digitalisation, and one after it that looks back on the first."""

import pytest
from django.conf import settings

from tests.conftest import seated
from workshops import sets
from workshops.models import QuestionSet, Workshop

from .helpers import put


@pytest.fixture
def compass(db) -> QuestionSet:
    for key in ("rasmus-foer", "rasmus-efter"):
        sets.load(settings.BASE_DIR / "fixtures" / f"{key}.yaml")
    return QuestionSet.objects.get(key="rasmus-foer")


@pytest.fixture
def room(compass, ane, bo) -> Workshop:
    """An open workshop with the compass, before."""
    room = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Plejecenter Solgården")
    room.facilitators.set([ane, bo])
    room.add_activity(compass)
    room.open()
    return room


@pytest.fixture
def full(room) -> Workshop:
    """One note of every kind in the first circle; a precondition that answers the red one."""
    put(room, "today", 0, "today", "I dag skriver vi alt to gange", key="today")
    put(room, "expected", 0, "better", "Vi skriver kun én gang", key="better")
    worse = put(room, "expected", 0, "worse", "Der bliver længere til borgeren", key="worse")
    put(room, "needs", 0, "before", "Alle får oplæring", key="before", answers=[worse.pk])
    put(room, "needs", 0, "during", "Superbruger på hvert hold", key="during")
    put(room, "needs", 0, "after", "Vi evaluerer", key="after")
    return room


@pytest.fixture
def later(full) -> Workshop:
    """The open workshop after it."""
    full.close()
    later = full.follow_up()
    later.open()
    return later


@pytest.fixture
def phone(room):
    return seated(room.join())
