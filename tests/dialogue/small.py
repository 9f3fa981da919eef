"""A small set of one's own, and a room that talks about it."""

from dataclasses import dataclass

from tests.helpers import again
from workshops.models import Activity, QuestionSet, Topic, Workshop
from workshops.models.stops import Stop
from workshops.place import Place


@dataclass
class Room:
    """A workshop with one activity, and the short ways about it that the tests need."""

    workshop: Workshop
    activity: Activity

    def fresh(self) -> Workshop:
        return again(self.workshop)

    def route(self) -> list[Stop]:
        return [stop for stop in self.fresh().route() if stop.activity]

    def stops(self) -> list[tuple[str, str]]:
        """Each stop's step and its question, or its topic."""
        return [(stop.step.key, str(stop.question or stop.topic or "")) for stop in self.route()]

    def place(self, text: str) -> Place:
        """The place of the question with that text."""
        pairs = self.activity.question_set.every_place()
        return next(Place(topic.pk, question.pk) for topic, question in pairs if question.text == text)

    def go(self, step: str, text: str = "") -> Workshop:
        """Bring the room to a step, at the question with that text."""
        found = next(s for s in self.route() if s.step.key == step and text in ("", str(s.question)))
        self.fresh().go_to(found.key)
        return self.fresh()

    def next(self) -> Workshop:
        workshop = self.fresh()
        workshop.advance(workshop.stop().key)
        return self.fresh()


def a_set(tool: str, topics: dict[str, list[dict]], loose: tuple[dict, ...] = ()) -> QuestionSet:
    """A small set in the library: topics with their questions, and questions asked of every topic."""
    made = QuestionSet.objects.create(
        tool=tool, title=f"Et lille sæt til {tool}", source="Prøven", visibility="published"
    )
    named = {}
    for position, each in enumerate(loose):
        fields = {**each, "answers": named[each["answers"]]} if "answers" in each else each
        named[each.get("key", "")] = made.questions.create(position=position, source="Prøven", **fields)
    for position, (title, questions) in enumerate(topics.items()):
        topic = Topic.objects.create(question_set=made, position=position, title=title, source="Prøven")
        for place, each in enumerate(questions):
            made.questions.create(topic=topic, position=place, source=f"{title} {place + 1}", **each)
    return made
