"""A workshop's room with one tool on its agenda, built and led by the domain's verbs; and the sets it talks about."""

import functools
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.urls import reverse
from lxml.html import HtmlElement

from tests.helpers import again, shown
from tests.pages import dom, text
from tests.people import seated
from workshops.library.loading import rewrite
from workshops.library.reading import read
from workshops.library.things import Item
from workshops.models import Activity, Note, Outcome, Participant, Question, QuestionSet, Topic, User, Workshop
from workshops.models.stops import Stop
from workshops.place import Place
from workshops.screens import patches

FIXTURES = sorted(path.stem for path in (settings.BASE_DIR / "fixtures").glob("*.yaml"))


class Room:
    """A workshop with one tool on its agenda, or what it does at one activity of several.

    ``topics``, without those that stand apart, and ``questions`` are as they were at first. ``at`` is a place, or the
    key or text of a question that is asked of the first topic.
    """

    def __init__(self, workshop: Workshop, activity: Activity | None = None) -> None:
        self.workshop = workshop
        self.pk = (activity or workshop.activities.get()).pk
        self.keys = 0
        content = self.content
        self.topics = [topic for topic in content.topics.all() if not topic.apart]
        self.questions = list(content.questions.all())

    @classmethod
    def about(cls, question_set: QuestionSet | str, *facilitators: User, groups: Iterable[str] = ()) -> Self:
        """An open workshop with that set on its agenda; a set that is named is stored in the library first."""
        workshop = Workshop.objects.create(
            title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd", groups=list(groups), keeps_words=True
        )
        workshop.facilitators.set(facilitators)
        workshop.add_activity(stored(question_set) if isinstance(question_set, str) else question_set)
        workshop.open()
        return cls(workshop)

    # --- What it talks about ---

    @property
    def activity(self) -> Activity:
        """The activity as another request loads it."""
        return Activity.objects.select_related("workshop").get(pk=self.pk)

    @property
    def content(self) -> QuestionSet:
        """Its copy of the set, likewise."""
        return self.activity.question_set

    @property
    def names(self) -> list[str]:
        """What the topics are called now, in order, those that stand apart among them."""
        return [topic.title for topic in self.content.topics.all()]

    @property
    def columns(self) -> list[str]:
        """What the columns are called now, in order."""
        return [str(question) for question in self.content.columns()]

    def question(self, name: str, topic: int | Topic = 0, n: int = 0) -> Question:
        """The ``n``th question with that key or text: of those the topic is asked, or else of all."""
        named = [each for each in self.questions if name in (each.key, each.text)]
        asked = [each for each in named if each.topic_id in (None, self.topic(topic).pk)] if self.topics else []
        return (asked or named)[n]

    def topic(self, topic: int | Topic) -> Topic:
        """The topic with that number, or itself."""
        return topic if isinstance(topic, Topic) else self.topics[topic]

    def place(self, name: str, topic: int | Topic = 0, n: int = 0) -> Place:
        """Where that question is asked of the topic, or where it belongs."""
        question = self.question(name, topic, n)
        return Place(question.topic_id or self.topic(topic).pk, question.pk)

    def along(self, name: str, *choices: str) -> list[tuple[Place, str]]:
        """A choice for each of the first topics, to mark."""
        return [(self.place(name, n), choice) for n, choice in enumerate(choices)]

    def leave_out(self, *items: Topic | Question) -> None:
        """Hide topics or questions from the room."""
        for item in items:
            self.content.leave_out(item)

    def take_in(self, *items: Topic | Question) -> None:
        """Show again what was left out."""
        for item in items:
            self.content.take_in(item)

    # --- Where it is ---

    def stops(self) -> list[Stop]:
        """The stops of the tool, without the engine's own."""
        return list(self.activity.dialogue_tool.stops(self.activity))

    def stop(self, step: str, about: str = "") -> Stop:
        """The first stop of the whole way with that step, at the question with that text."""
        route = again(self.workshop).route()
        return next(each for each in route if each.step.key == step and about in ("", str(each.question)))

    def way(self) -> list[tuple[str, str]]:
        """The step of each stop of the tool, and its question or its topic."""
        return [(stop.step.key, str(stop.question or stop.topic or "")) for stop in self.stops()]

    def here(self) -> tuple[str, Topic | None]:
        """The step the room is at, and the topic it looks at."""
        stop = again(self.workshop).stop()
        return stop.step.key, stop.topic

    def go(self, step: str, about: str = "", focus: int | Topic | None = None) -> Workshop:
        """Bring the room to that stop, in close-up at a topic when one is given."""
        stop = self.stop(step, about)
        self.workshop.go_to(stop.key if focus is None else stop.focused_key(self.topic(focus).pk))
        return again(self.workshop)

    def next(self) -> Workshop:
        """Go on to the stop after this."""
        self.workshop.advance(again(self.workshop).stop().key)
        return again(self.workshop)

    # --- What it says ---

    def at(self, at: Place | str) -> Place:
        """The place itself, or that of the question in the first topic."""
        return self.place(at) if isinstance(at, str) else at

    def write(
        self,
        at: Place | str,
        kind: str = "note",
        text: str = "Mere tid",
        by: Participant | None = None,
        answers: tuple[int, ...] = (),
        private: bool = False,
    ) -> Note:
        """Someone's note, or the facilitator's, shown already or not; ``answers`` are the numbers of notes."""
        self.keys += 1
        note = self.workshop.write(self.at(at), kind, text, f"k{self.keys}", by, answers)
        return note if private else shown(note)

    def propose(self, at: Place | str, text: str = "Superbrugerne", by: Participant | None = None) -> Note:
        """A note that says what to write there."""
        return self.write(at, "proposal", text, by)

    def note(self, kind: str) -> Note:
        """The first note of that kind."""
        return self.workshop.notes.filter(kind=kind)[0]

    def mark(self, seat: Participant, *marks: tuple[Place | str, str]) -> list[Place]:
        """Someone marks a choice at each place. Returns where that was refused."""
        return seat.workshop.mark(seat, {self.at(at): choice for at, choice in marks})

    def marked(self, *marks: tuple[Place | str, str]) -> Participant:
        """Someone comes in and marks those."""
        seat = self.workshop.join()
        assert self.mark(seat, *marks) == []
        return seat

    def settle(self, at: Place | str, choice: str) -> Outcome:
        """The room settles on a choice there."""
        return self.workshop.settle(self.at(at), choice)

    def fill(self, at: Place | str, text: str, was: str = "", **more: Any) -> Outcome:
        """The room writes there, where ``was`` stood; ``more`` is a choice or a date."""
        return again(self.workshop).fill(self.at(at), text, was, **more)[0]

    # --- What is seen ---

    def drawn(self, screen: str = "wall") -> str:
        """What a kind of screen is sent now."""
        return patches.whole(self.workshop.pk, screen).common

    def see(self, screen: str = "wall") -> HtmlElement:
        """The same, to look in."""
        return dom(self.drawn(screen))

    def read(self) -> list[str]:
        """What the wall says as text on a phone, by its paragraphs, but for the links around it."""
        page = dom(seated(self.workshop.join()).get(reverse("phone-read", args=[self.workshop.pk])))
        return [text(each) for each in page.xpath("//main/p[not(a)]")]


# --- Sets ---


@functools.cache
def parsed(name: str) -> Item:
    """A file of ``fixtures``, read once: parsing it takes longer than most tests."""

    def files(name: str) -> bytes:
        return (settings.BASE_DIR / "fixtures" / f"{name}.yaml").read_bytes()

    return read(files(name), files)


def stored(name: str) -> QuestionSet:
    """That file as a set of the library."""
    question_set = QuestionSet(key=name, visibility=QuestionSet.Visibility.PUBLISHED)
    rewrite(question_set, parsed(name))
    return question_set


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


def content(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, in order, without the ids."""
    topic, question = ["topic__position", "topic__title"], ["question__position", "question__text"]
    topics = ["position", "heading", "title", "description", "apart", "source"]
    questions = ["position", "text", "minutes", "source", "key", "kinds", "ends", "answers__text"]
    hints = ["position", "kind", "heading", "text", "detail", "source"]
    return [
        (question_set.tool, question_set.title, question_set.intro, question_set.source),
        *question_set.topics.values_list(*topics),
        *question_set.questions.order_by(*topic, "position").values_list(*topic, *questions),
        *question_set.hints.order_by(*topic, *question, "position").values_list(*topic, *question, *hints),
    ]
