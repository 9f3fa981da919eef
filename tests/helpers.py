import time
from collections.abc import Callable

from workshops.models import Note, Participant, Workshop
from workshops.tools import Place


def write(
    workshop: Workshop, place: Place, text: str = "Mere tid", key: str = "k", participant: Participant | None = None
) -> Note:
    return Note.objects.write(workshop, place, "note", text, key, participant)


def again(workshop: Workshop) -> Workshop:
    """The workshop as another request loads it."""
    return Workshop.objects.with_route().get(pk=workshop.pk)


def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
