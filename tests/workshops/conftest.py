from collections.abc import Callable

import pytest
from django.db import connection

from tests.helpers import until
from tests.tools import Room, room
from workshops.live import changes
from workshops.live.changes import Change
from workshops.live.postgres import Listener
from workshops.models import Participant, Workshop


@pytest.fixture
def phases(ane, bo) -> Room:
    """Ane and Bo's open workshop with the four phases."""
    return room("fire-faser", ane, bo)


@pytest.fixture
def matrix(ane, bo) -> Room:
    """Ane and Bo's open workshop with the roles matrix."""
    return room("roller", ane, bo)


@pytest.fixture
def seat(phases) -> Participant:
    """Someone with a phone among the four phases."""
    return phases.workshop.join()


@pytest.fixture
def told(transactional_db) -> Callable[[Workshop], list[tuple[str, ...]]]:
    """What this process has been told of a workshop since the last time this was asked, in order."""
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
        heard = [change.what for change in seen if change.workshop == workshop.pk]
        seen.clear()
        return heard

    yield told
    if listener:
        listener.stop()
    changes.unlisten(seen.append)
