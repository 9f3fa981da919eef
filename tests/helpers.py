import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from workshops.errors import Refused
from workshops.models import Note, Participant, Workshop, agendas
from workshops.place import Place


def write(
    workshop: Workshop,
    place: Place,
    text: str = "Mere tid",
    key: str = "k",
    participant: Participant | None = None,
    private: bool = False,
) -> Note:
    """A note that is shown already, or ``private`` as it is until somebody shows it."""
    note = workshop.write(place, "note", text, key, participant)
    return note if private else shown(note)


WHY = {"hide": ["person"]}  # what a verb of a note is told


def shown(note: Note) -> Note:
    """The note as if somebody had said yes to it, with nothing told."""
    Note.objects.filter(pk=note.pk).update(shown=True)
    note.shown = True
    return note


def again(workshop: Workshop) -> Workshop:
    """The workshop as another request loads it."""
    return Workshop.objects.with_route().get(pk=workshop.pk)


def queries(client: Client, where: str) -> int:
    """How many a page costs once what is looked up for good was."""
    client.get(where)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    return len(captured)


@contextmanager
def from_cold() -> Iterator[CaptureQueriesContext]:
    """What is asked of the database meanwhile by a process that has no agenda at hand."""
    agendas.forget()
    with CaptureQueriesContext(connection) as captured:
        yield captured


def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Do all of ``acts`` at the same moment. Returns for each whether it was done rather than refused."""
    barrier, done = threading.Barrier(len(acts)), [False] * len(acts)

    def one(index: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(5)
            act()
            done[index] = True
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done
