from collections.abc import Iterable

from tests.helpers import again
from workshops.models import Activity, Note, Participant, Workshop
from workshops.tools import Place, Stop


def compass_of(workshop: Workshop) -> Activity:
    return again(workshop).activities.all()[0]


def spot(workshop: Workshop, question: str, circle: int = 0) -> Place:
    """The place of the question with that key in that circle."""
    content = compass_of(workshop).question_set
    asked = next(each for each in content.questions.all() if each.key == question)
    return Place(content.topics.all()[circle].pk, asked.pk)


def put(
    workshop: Workshop,
    question: str,
    circle: int,
    kind: str,
    text: str = "Mere tid",
    key: str = "",
    answers: Iterable[int] = (),
    participant: Participant | None = None,
) -> Note:
    place = spot(workshop, question, circle)
    key = key or f"{question}-{circle}-{kind}-{text}"
    return Note.objects.write(workshop, place, kind, text, key, participant, answers)


def stops(workshop: Workshop) -> list[Stop]:
    """The stops of the compass, without the lobby, the look back and the agreements at the end."""
    return [stop for stop in again(workshop).route() if stop.activity]


def stand(workshop: Workshop, step: str, circle: int | None = None) -> Workshop:
    """Bring the room to a step, in close-up at a circle when one is given."""
    stop = next(each for each in stops(workshop) if each.step.key == step)
    topic = compass_of(workshop).question_set.topics.all()[circle].pk if circle is not None else 0
    workshop.go_to(stop.focused_key(topic))
    return again(workshop)
