"""Notes in their colours, and preconditions with the notes they answer."""

import pytest
from django.urls import reverse

from tests.pages import HTMX, dom, errors, said, typed
from workshops.live import changes
from workshops.models import Note

from .helpers import put, spot, stand

WRONG = "Den slags seddel hører ikke til her. Vælg en anden farve, og send den igen."


def answering(note: Note) -> list[str]:
    return [each.text for each in Note.objects.with_links().get(pk=note.pk).answering]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("step", "kind"), [("today", "better"), ("expected", "today"), ("needs", "worse")])
def test_a_wrong_colour_is_told_and_the_text_stays(room, phone, step, kind, headers):
    stand(room, step)
    data = {"place": str(spot(room, step, 2)), "kind": kind, "text": "Skrev jeg længe på", "key": "k"}
    response = phone.post(reverse("phone-write", args=[room.pk]), data, headers=headers)

    assert (response.status_code, said(response), room.notes.count()) == (422, WRONG, 0)
    if headers:
        assert b"textarea" not in response.content
    else:
        assert (typed(response, "text") or "").strip() == "Skrev jeg længe på"
        assert typed(response, "place") == data["place"]


def test_after_a_wrong_colour_a_question_of_one_colour_sends_that(room, phone):
    stand(room, "today")
    data = {"place": str(spot(room, "today")), "kind": "better", "text": "x", "key": "k"}

    assert typed(phone.post(reverse("phone-write", args=[room.pk]), data), "kind") == "today"


def test_the_desk_offers_the_colours_and_the_notes_to_answer(full, ane_client):
    note = full.notes.get(kind="before")
    page = dom(ane_client.get(reverse("note", args=[full.pk, note.pk])))

    assert page.xpath("//select[@name='kind']/option/@value") == ["before", "during", "after"]
    assert len(page.xpath("//input[@name='answers']")) == 2
    assert page.xpath("//input[@name='answers'][@checked]/@value") == [str(full.notes.get(kind="worse").pk)]


@pytest.mark.parametrize(("kind", "stored"), [("worse", "worse"), ("today", "better"), ("", "better")])
def test_a_note_takes_only_another_colour_of_its_step(full, ane_client, kind, stored):
    note = full.notes.get(kind="better")
    response = ane_client.post(reverse("note-recolour", args=[full.pk, note.pk]), {"kind": kind}, headers=HTMX)
    note.refresh_from_db()

    assert note.kind == stored
    assert bool(errors(response)) == (kind != "worse")


def test_links_to_what_it_cannot_answer_are_dropped(full):
    elsewhere = put(full, "expected", 1, "worse", "En anden cirkel")
    other = full.duplicate()
    other.open()
    foreign = put(other, "expected", 0, "worse", "En anden workshop")
    worse = full.notes.get(text__startswith="Der bliver")
    asked = [elsewhere.pk, foreign.pk, full.notes.get(kind="today").pk, 10**15, worse.pk, worse.pk]

    assert answering(put(full, "needs", 0, "after", "Måling", answers=asked)) == [worse.text]


def test_a_link_to_a_note_hidden_meanwhile_is_kept_and_shown_when_it_is(full, phone):
    stand(full, "needs")
    worse = full.notes.get(kind="worse")
    worse.hide()
    data = {"place": str(spot(full, "needs")), "kind": "before", "text": "Vi ringer", "answers": [worse.pk]}
    phone.post(reverse("phone-write", args=[full.pk]), data)
    note = full.notes.get(text="Vi ringer")

    assert answering(note) == []
    worse.unhide()
    assert answering(note) == [worse.text]


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_screens_draw_anew_what_showed_a_note_that_goes(full, monkeypatch, verb):
    worse, before = full.notes.get(kind="worse"), full.notes.get(kind="before")
    for note in (worse, before):
        told: list[str] = []
        monkeypatch.setattr(changes, "publish", lambda change, told=told: told.extend(change.what))
        getattr(note, verb)()
        assert set(told) >= {changes.note(worse.pk), changes.note(before.pk)}


@pytest.mark.parametrize("kind", ["before", "during", "after"])
def test_an_agreement_takes_its_phase_from_the_precondition(full, ane_client, kind):
    note = full.notes.get(kind=kind)
    page = dom(ane_client.get(reverse("agreement-add", args=[full.pk]) + f"?seddel={note.pk}"))

    assert page.xpath("//*[@name='phase']//*[@selected]/@value | //*[@name='phase'][@checked]/@value") == [kind]
