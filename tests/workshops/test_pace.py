"""A phone, or a room, that sends faster than anyone does is asked to wait, and keeps what was typed."""

import pytest
from django.urls import reverse

from tests.helpers import at_once, write
from tests.pages import HTMX, dom, go_to, text, typed
from tests.people import seated
from workshops import pace
from workshops.models import Note
from workshops.pace import Pace

FAST = "Det går lidt hurtigt. Vent et øjeblik, og prøv igen."


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """What the time is; it stands still."""
    at = [1000.0]
    monkeypatch.setattr("workshops.pace.time.monotonic", lambda: at[0])
    return at


@pytest.fixture
def writing(open_workshop, places):
    go_to(open_workshop, places[0], "write")
    return open_workshop


def send(client, workshop, place, n: int = 0, **more):
    data = {"place": str(place), "kind": "note", "text": f"Mere tid {n}", "key": f"k{n}"}
    return client.post(reverse("phone-write", args=[workshop.pk]), data, **more)


# --- What the pace is ---


def test_a_burst_passes_and_then_one_each_few_seconds(clock):
    notes = Pace(3, 2.0)
    assert [notes.wait("Ane") for _ in range(5)] == [0, 0, 0, 2.0, 2.0]

    clock[0] += 2.0
    assert [notes.wait("Ane") for _ in range(2)] == [0, 2.0]
    clock[0] += 60.0
    assert [notes.wait("Ane") for _ in range(4)] == [0, 0, 0, 2.0]


def test_each_has_a_pace_of_its_own(clock):
    notes = Pace(1, 2.0)

    assert [notes.wait("Ane"), notes.wait("Bo"), notes.wait("Ane")] == [0, 0, 2.0]


def test_those_who_are_within_it_again_are_not_remembered(clock, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 3)
    notes = Pace(1, 2.0)
    for who in "abc":
        notes.wait(who)
    clock[0] += 2.0
    notes.wait("d")

    assert list(notes._due) == ["d"]


def test_many_threads_get_no_more_than_one(clock):
    notes = Pace(5, 2.0)
    passed = []
    at_once(*[lambda: passed.append(notes.wait("Ane") == 0)] * 20)

    assert passed.count(True) == 5


@pytest.mark.parametrize("seconds_a_note", [3.0, 5.0])
def test_one_who_writes_without_a_pause_for_an_hour_never_meets_it(clock, seconds_a_note):
    waits = []
    for _ in range(int(3600 / seconds_a_note)):
        waits.append(pace.NOTES.wait("Ane"))
        clock[0] += seconds_a_note

    assert set(waits) == {0}


# --- The phone ---


def test_a_phone_that_sends_too_fast_is_told_when_it_may(writing, places, participant_client, clock):
    statuses = [send(participant_client, writing, places[0], n, headers=HTMX).status_code for n in range(12)]
    late = send(participant_client, writing, places[0], 12, headers=HTMX)

    assert statuses == [200] * 12
    assert (late.status_code, late["Retry-After"], late["X-Patch"]) == (429, "3", "1")
    assert late.content == b""  # the outbox has it, and says so
    assert Note.objects.count() == 12

    clock[0] += 3.0
    assert send(participant_client, writing, places[0], 12, headers=HTMX).status_code == 200


def test_without_scripts_what_was_typed_stays_in_the_form(writing, places, participant_client, clock):
    for n in range(12):
        send(participant_client, writing, places[0], n)
    page = send(participant_client, writing, places[0], 12)

    assert (page.status_code, typed(page, "text")) == (429, "Mere tid 12")
    assert text(dom(page).get_element_by_id("said")) == FAST


def test_a_note_that_is_written_anew_too_fast_keeps_its_text(writing, places, participant, participant_client, clock):
    note = write(writing, places[0], participant=participant, private=True)
    address = reverse("phone-reword", args=[writing.pk, note.number])
    pages = [participant_client.post(address, {"text": f"Mere ro {n}"}) for n in range(13)]

    assert [page.status_code for page in pages] == [302] * 12 + [429]
    assert "Mere ro 12" in pages[-1].content.decode()
    assert Note.objects.get().text == "Mere ro 11"


@pytest.mark.parametrize("name", ["phone-mark", "phone-done", "phone-dot", "phone-help"])
def test_taps_have_a_pace_that_fingers_do_not_meet(writing, participant_client, clock, monkeypatch, name):
    monkeypatch.setattr(pace.TAPS, "_ahead", 1.0)  # three
    address = reverse(name, args=[writing.pk])
    statuses = [participant_client.post(address, {}, headers=HTMX).status_code for _ in range(4)]

    assert [each == 429 for each in statuses] == [False] * 3 + [True]


def test_the_others_in_the_room_go_on(writing, places, participant_client, clock):
    for n in range(13):
        send(participant_client, writing, places[0], n, headers=HTMX)

    assert send(seated(writing.join()), writing, places[0], 99, headers=HTMX).status_code == 200


def test_many_seats_of_one_room_write_no_faster_than_a_room_does(writing, places, clock, monkeypatch):
    monkeypatch.setattr(pace.ROOM_NOTES, "_ahead", pace.ROOM_NOTES.every)  # two at once
    statuses = [send(seated(writing.join()), writing, places[0], n, headers=HTMX).status_code for n in range(3)]

    assert statuses == [200, 200, 429]
