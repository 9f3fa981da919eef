from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from tests.helpers import until
from tests.people import logged_in
from tests.rooms import Room
from tests.workshops.sets import PAUSES
from workshops import changes
from workshops.changes import NOWHERE, Change
from workshops.library.loading import bring
from workshops.library.reading import read
from workshops.live.postgres import Listener
from workshops.models import Participant, QuestionSet, User, Workshop

# --- One's own content ---


@pytest.fixture
def admin(db) -> User:
    """An administrator at another workplace than Ane and Bo's."""
    return User.objects.create_superuser("admin@example.dk", name="Administrator", workplace="Kommunen")


@pytest.fixture
def admin_client(admin) -> Client:
    return logged_in(admin)


@pytest.fixture
def pauses(ane, bo) -> QuestionSet:
    """Ane's own set, with a bit of everything. She and Bo are at one workplace."""
    for each in (ane, bo):
        each.workplace = "Plejecenter Solgården"
        each.save()
    return bring(read(PAUSES.encode()), ane)


# --- Rooms ---


@pytest.fixture
def phases(ane, bo) -> Room:
    """Ane and Bo's open workshop with the four phases."""
    return Room.about("fire-faser", ane, bo)


@pytest.fixture
def matrix(ane, bo) -> Room:
    """Ane and Bo's open workshop with the roles matrix."""
    return Room.about("roller", ane, bo)


@pytest.fixture
def seat(phases) -> Participant:
    """Someone with a phone among the four phases."""
    return phases.workshop.join()


@pytest.fixture
def told(transactional_db) -> Callable[[Workshop], list[tuple[str, ...]]]:
    """What this process has been told of a workshop since the last time this was asked, in order; of one that is not
    stored, what it has been told of accounts."""
    seen: list[Change] = []
    changes.listen(seen.append)
    listener = Listener() if connection.vendor == "postgresql" else None
    if listener:
        listener.start()
        assert listener.listening.wait(5)

    def told(workshop: Workshop) -> list[tuple[str, ...]]:
        last = Change(0, len(seen), ("last",))
        changes.publish(last)
        until(lambda: last in seen)
        heard = [change.what for change in seen if change.workshop == (workshop.pk or NOWHERE) and change != last]
        seen.clear()
        return heard

    yield told
    if listener:
        listener.stop()
    changes.unlisten(seen.append)
