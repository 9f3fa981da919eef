"""Simulated participants: what they do with the page that their phone shows."""

import io
import urllib.error
from collections.abc import Mapping
from email.message import Message

import pytest
from django.test import Client

from tests.helpers import again, write
from workshops.management.browsing import Page, Phone
from workshops.management.commands import simulate
from workshops.management.commands.simulate import Room
from workshops.models import Dot, Note, Workshop

pytestmark = pytest.mark.once


class Handy(Phone):
    """A phone whose pages come straight from Django, and go the way a browser goes."""

    def __init__(self) -> None:
        super().__init__("http://testserver")
        self.client = Client()

    def open(self, path: str, fields: Mapping[str, str | list[str]] | None = None) -> Page:
        ask = self.client.post if fields else self.client.get
        answer = ask(path, fields, follow=True)
        if answer.status_code >= 400:
            raise urllib.error.HTTPError(path, answer.status_code, "", Message(), io.BytesIO(answer.content))
        return Page(answer.request["PATH_INFO"], answer.content)


class Patience:
    """An event that nobody waits for: ``waited`` is how long each wait would have been."""

    def __init__(self, until: int = 1000) -> None:
        self.waited: list[float] = []
        self.until = until

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return self.is_set()

    def is_set(self) -> bool:
        return len(self.waited) >= self.until


@pytest.fixture
def notes(workshop, places) -> list[Note]:
    """The room chooses among five notes."""
    workshop.activities.get().plan([], chooses=True)
    workshop.open()
    found = [write(workshop, places[0], word, f"k{n}") for n, word in enumerate(["Tid", "Ro", "Kaffe", "Lys", "Luft"])]
    go(workshop, "dots")
    return found


def go(workshop: Workshop, step: str) -> None:
    workshop.go_to(next(stop.key for stop in again(workshop).route() if stop.step.key == step))


def someone(workshop: Workshop, until: int = 1000) -> tuple[Room, Handy, dict[str, int]]:
    """Someone who came in by the code, in a room of one."""
    phone = Handy()
    phone.join(workshop.code)
    return Room("", workshop.code, None, Patience(until)), phone, {}


def choose(room: Room, phone: Handy, planned: dict[str, int]) -> None:
    room._choose(phone, phone.open(phone.path), planned)


def test_one_puts_all_dots_one_after_the_other_each_at_another_note(workshop, notes):
    room, phone, planned = someone(workshop)
    choose(room, phone, planned)
    least, most, _usual = simulate.DOT

    assert (room.dots, [dot.n for dot in Dot.objects.all()]) == (3, [1, 1, 1])
    assert len(set(Dot.objects.values_list("note", flat=True))) == 3
    assert len(room.over.waited) == 3
    assert all(least <= each <= most for each in room.over.waited)


def test_where_dots_can_be_stacked_all_are_used(workshop, notes):
    workshop.activities.get().plan([], stacks=True, dots=9)
    room, phone, planned = someone(workshop)
    choose(room, phone, planned)

    assert room.dots == sum(dot.n for dot in Dot.objects.all()) == 9


def test_with_more_dots_than_notes_each_gets_one(workshop, notes):
    workshop.activities.get().plan([], dots=9)
    room, phone, planned = someone(workshop)
    choose(room, phone, planned)

    assert room.dots == Dot.objects.count() == 5


def test_one_chooses_once_at_a_stop_though_a_dot_comes_free(workshop, notes):
    room, phone, planned = someone(workshop)
    choose(room, phone, planned)
    Dot.objects.first().delete()
    choose(room, phone, planned)

    assert (room.dots, Dot.objects.count()) == (3, 2)


def test_one_whose_dot_is_refused_stops(workshop, notes):
    room, phone, planned = someone(workshop)
    page = phone.open(phone.path)
    go(workshop, "ranked")
    room._choose(phone, page, planned)

    assert (room.dots, Dot.objects.count(), len(room.over.waited)) == (0, 0, 1)


def test_one_who_is_sent_home_in_the_middle_puts_no_more(workshop, notes):
    room, phone, planned = someone(workshop, until=2)
    choose(room, phone, planned)

    assert room.dots == Dot.objects.count() == 1


def test_where_nothing_is_chosen_there_are_no_dots(workshop, notes):
    go(workshop, "ranked")
    room, phone, planned = someone(workshop)
    choose(room, phone, planned)

    assert (room.dots, planned, room.over.waited) == (0, {}, [])


def test_someone_joins_looks_and_chooses_until_it_is_over(workshop, notes, monkeypatch):
    monkeypatch.setattr(simulate, "Phone", lambda url: Handy())
    room = Room("", workshop.code, None, Patience(8))
    room.participate(0)

    assert (room.joined, room.written, room.dots, room.trouble) == (1, 0, 3, "")


def test_a_note_that_someone_writes_is_stored(workshop, places, monkeypatch):
    monkeypatch.setattr(simulate, "Phone", lambda url: Handy())
    workshop.open()
    go(workshop, "write")
    room = Room("", workshop.code, simulate.Texts(workshop), Patience(12))
    room.participate(0)

    assert room.written == Note.objects.count() > 0
    assert {note.place for note in Note.objects.all()} == {places[0]}
