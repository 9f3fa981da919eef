"""Small question sets for every tool, with things that a set may leave out left out, and a room that goes all through
one of them."""

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import yaml
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement

from tests.helpers import again
from tests.pages import dom, text
from tests.people import logged_in
from tests.rooms import Room, parsed
from workshops.library.faults import Fault
from workshops.library.format import THINGS
from workshops.library.loading import bring
from workshops.library.reading import read
from workshops.models import Agreement, QuestionSet, User, agendas
from workshops.models.stops import Stop
from workshops.report import paper
from workshops.screens import patches, phone
from workshops.screens.here import DESK, PHONE, WALL

FILES = {
    "dialogue": "psykisk-arbejdsmiljoe",
    "cards": "dialogkort",
    "turn": "beskriv-del-vend",
    "wheel": "kompetencehjulet",
    "scale": "kan-jeg-leve-med-det",
    "rules": "spilleregler",
    "checklist": "implementeringsplan",
    "story": "historie-haderslev",
    "relations": "relationskort",
    "rasmus": "rasmus-foer",
    "rasmus-after": "rasmus-efter",
    "phases": "fire-faser",
    "roles": "roller",
}
Set = dict[str, Any]

# What each thing of a set can do without, as the format says.
OPTIONAL = {
    kind: [name for name, field in thing.fields.items() if not field.required and name != "topics"]
    for kind, thing in zip(("a question set", "a topic", "a question", "a hint", "a guide"), THINGS, strict=True)
}


def full(tool: str) -> Set:
    """A small set for ``tool``, of a file of ``fixtures``, in which as much as can be is filled in."""
    content = _plain(parsed(FILES[tool]))
    content.pop("key", None)
    apart = [each for each in content["topics"] if each.get("apart")][:1]
    content["topics"] = [each for each in content["topics"] if not each.get("apart")][:2] + apart
    content.setdefault("intro", "Sådan gør vi.")
    content.setdefault("hints", [{"text": "Tag en runde", "source": "Os"}])
    keys = [each["key"] for each in content.get("questions", []) if "key" in each]
    for topic in content["topics"]:
        topic |= {"heading": topic.get("heading", "Os"), "description": topic.get("description", "Det, vi gør sammen.")}
        topic["questions"] = topic.get("questions", [])[:2]
        topic["hints"] = [each for each in topic.get("hints", []) if each.get("at", "") in ("", *keys)][:2]
        topic["hints"] += [
            {"text": "Luk skærmen", "heading": "Råd", "detail": "Helt", "kind": "benefit", "source": "Os"}
        ]
    for each in _questions(content):
        each["hints"] = each.get("hints", [])[:1] or [{"text": "Spørg en kollega", "detail": "I dag", "source": "Os"}]
    return content


def _plain(item: Any) -> Any:
    if isinstance(item, dict):
        return {name: _plain(value) for name, value in item.items() if value not in ("", [], None, False)}
    return [_plain(each) for each in item] if isinstance(item, list) else item


def _questions(content: Set) -> list[Set]:
    return content.get("questions", []) + [each for topic in content["topics"] for each in topic.get("questions", [])]


def things(content: Set) -> Iterator[tuple[str, Set]]:
    """Every thing of a set, with what the format calls it."""
    yield "a question set", content
    for topic in content["topics"]:
        yield "a topic", topic
    for question in _questions(content):
        yield "a question", question
    for owner in [content, *content["topics"], *_questions(content)]:
        for hint in owner.get("hints", []):
            yield "a hint", hint


def left_out(content: Set, *names: tuple[str, str]) -> Set:
    """``content`` without those names of every such thing."""
    found = copy.deepcopy(content)
    for kind, thing in list(things(found)):
        for each, name in names:
            if each == kind:
                thing.pop(name, None)
    return found


EVERYTHING = [(thing, name) for thing, names in OPTIONAL.items() for name in names]


def brought(content: Set, owner: User) -> QuestionSet | None:
    """The set as someone brings it in; None where the tool cannot do without what was left out."""
    data = yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()
    try:
        return bring(read(data), owner)
    except Fault:
        return None


# --- What is on a page ---


def check(page: str, where: str) -> HtmlElement:
    """That no one reads a word of the program's own, or a heading without words."""
    found = dom(page)
    read = [text(found), *found.xpath("//@aria-label | //@alt | //@title | //@placeholder")]
    said = [each for each in read if re.search(r"\b(None|null|undefined|nan)\b|\[\]|\{\}", each)]
    assert not said, (where, said)
    for each in found.xpath("//h1 | //h2 | //h3 | //h4 | //legend | //caption | //th | //dt | //label | //option"):
        assert text(each), (where, each.tag, each.getparent().text_content()[:200])
    for each in found.xpath("//button | //a[@href] | //summary"):
        assert text(each) or each.get("aria-label") or each.xpath(".//*[@aria-label]"), (where, each.attrib)
    return found


class Walk:
    """A room that goes through all of a set, on every screen."""

    def __init__(self, question_set: QuestionSet, owner: User) -> None:
        self.question_set = question_set
        self.owner = owner
        self.workshop = Room.about(question_set, owner).workshop
        self.workshop.set_wall_on_phones(True)
        self.desk: Client = logged_in(owner)

    def everything(self) -> None:
        """Draw it all: before anything is written, with all that can be, closed, reported and followed up."""
        self.prepare()
        self.screens(self.route())
        self.write()
        self.screens(self.route())
        self.close()
        self.follow_up()
        self.screens(self.route())
        self.write()
        self.screens(self.route())
        self.close()

    def at_a_glance(self) -> None:
        """Draw a few stops with all that can be written, and report it."""
        self.write()
        self.screens([stop for stop in self.route() if stop.step.writes or stop.step.marks][-1:], (True,), closer=False)
        self.close()

    def prepare(self) -> None:
        """The library's pages, and those before the workshop."""
        pk, activity = self.question_set.pk, again(self.workshop).activities.get()
        self.get("set", pk)
        self.get("set-edit", pk)
        for at in range(1, len(self.route()) - 1):
            self.get("set-preview", pk, trin=str(at))
        self.get("workshop", self.workshop.pk)
        self.get("activity", self.workshop.pk, activity.pk)
        self.get("question-add", self.workshop.pk, activity.pk)
        if activity.question_set.dialogue_tool.shape:
            self.get("shape", self.workshop.pk, activity.pk)

    def get(self, name: str, *ids: int, **query: str) -> None:
        answer = self.desk.get(reverse(name, args=ids), query)
        assert answer.status_code == 200, name
        check(answer.content.decode(), f"{name} {query}")

    def route(self) -> list[Stop]:
        return again(self.workshop).route()

    def screens(self, stops: list[Stop], hints: tuple[bool, ...] = (False, True), closer: bool = True) -> None:
        """Draw ``stops``, and where they can be ``closer`` one topic of each, on all screens."""
        seat = self.workshop.join()
        for key in [key for stop in stops for key in (_close_ups(stop) if closer else [stop.key])]:
            workshop = again(self.workshop)
            workshop.go_to(key)
            for shown in hints:
                workshop.show_hints(shown)
                for screen in (WALL, DESK, PHONE):
                    patch = patches.whole(workshop.pk, screen, [seat.pk])
                    check(patch.common + patch.personal.get(seat.pk, ""), f"{screen} {key} {shown}")

    def write(self) -> None:
        """All that can be written, marked, settled and agreed, once at each place."""
        seats = [self.workshop.join() for _ in range(6)]
        for place, question in agendas.at_hand(again(self.workshop)).asked.items():
            workshop = again(self.workshop)
            for kind in question.note_kinds() if workshop.takes("note", place) else ():
                key = f"{place}-{kind.key}"
                note = workshop.write(place, kind.key, f"Det er {kind.word}", key, seats[0])
                if workshop.takes("adopt", place):
                    note.adopt()
            if workshop.takes("mark", place):
                for n, seat in enumerate(seats):
                    seat.workshop = workshop
                    seat.workshop.mark(seat, {place: question.choices()[n % len(question.choices())].key})
            if workshop.takes("settle", place):
                workshop.settle(place, question.choices()[0].key)
            if workshop.takes("fill", place):
                was = workshop.settled[place].text if place in workshop.settled else ""
                workshop.fill(place, "Lone\nog Per", was)
            Agreement(workshop=workshop, topic_id=place.topic, question_id=place.question, what="Mere tid").write_down()

    def close(self) -> None:
        workshop = again(self.workshop)
        workshop.close()
        check(paper.html(again(workshop)), "report")
        for screen in (WALL, DESK, PHONE):
            check(patches.whole(workshop.pk, screen).common, f"closed {screen}")

    def follow_up(self) -> None:
        self.workshop = again(self.workshop).follow_up()
        self.workshop.open()
        self.workshop.set_wall_on_phones(True)


def _close_ups(stop: Stop) -> Iterable[str]:
    topics = list(dict.fromkeys(place.topic for place in stop.places))[:1] if stop.focusable else []
    return [stop.key, *(stop.focused_key(topic) for topic in topics)]


def walk(content: Set, owner: User, how: Callable[[Walk], None] = Walk.everything) -> bool:
    """Go through ``content``; whether there was a set to go through. Nothing of it stays."""
    try:
        with transaction.atomic():
            question_set = brought(content, owner)
            if question_set:
                how(Walk(question_set, owner))
            transaction.set_rollback(True)
    finally:
        agendas.forget()
        phone.forget()
    return question_set is not None
