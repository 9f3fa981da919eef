import pytest
from django.urls import reverse

from tests.conftest import seated
from tests.pages import dom, text, typed
from workshops.models import Note


@pytest.fixture
def phone(before):
    return seated(before.workshop.join())


def page(phone, before, **query):
    return phone.get(reverse("phone", args=[before.workshop.pk]), query)


def test_the_compass_leads_to_each_circle(before, phone):
    before.go("today")
    links = dom(page(phone, before)).xpath("//*[@data-pick]")

    assert [link.get("data-pick") for link in links] == [str(before.place("today", n)) for n in range(6)]
    assert typed(page(phone, before), "text") is None


def test_a_picked_circle_has_the_form_and_says_what_it_is_about(before, phone):
    before.go("today")
    shown = page(phone, before, place=str(before.place("today", 3)), text="Halvt skrevet")

    assert typed(shown, "place") == str(before.place("today", 3))
    assert typed(shown, "text") == "Halvt skrevet"
    (write,) = dom(shown).xpath("//*[@id='write']")
    assert before.circles[3].description in text(write)


def test_a_place_that_is_not_there_shows_the_compass_alone(before, phone):
    before.go("today")

    assert typed(page(phone, before, place="9999-1"), "text") is None
    assert typed(page(phone, before, place="<script>"), "text") is None


def test_what_is_written_lands_in_the_picked_circle_and_marks_it(before, phone):
    before.go("today")
    place = before.place("today", 4)
    data = {"place": str(place), "kind": "today", "text": "Fint nok", "key": "a"}
    assert phone.post(reverse("phone-write", args=[before.workshop.pk]), data).status_code == 302

    assert Note.objects.get().place == place
    visited = dom(page(phone, before)).xpath("//*[@data-pick][contains(@class, 'is-visited')]/@data-pick")
    assert visited == [str(place)]


def test_preconditions_show_the_notes_to_answer(before, phone):
    red = before.write("expected", "worse", "Mere skærm")
    before.write("expected", "better", "Et andet sted", circle=1)
    before.write("expected", "worse", "Skjult").hide()
    before.go("needs")
    place = str(before.place("needs"))
    boxes = dom(page(phone, before, place=place)).xpath("//input[@name='answers']/@value")
    assert boxes == [str(red.pk)]

    data = {"place": place, "kind": "during", "text": "Oplæring", "key": "a", "answers": [str(red.pk), "x"]}
    phone.post(reverse("phone-write", args=[before.workshop.pk]), data)
    assert list(Note.objects.get(kind="during").answers.all()) == [red]


def test_a_note_for_a_step_that_moved_on_is_stored_in_its_circle(before, phone):
    before.go("expected")
    data = {"place": str(before.place("today", 2)), "kind": "today", "text": "Sent", "key": "a"}
    phone.post(reverse("phone-write", args=[before.workshop.pk]), data)

    assert Note.objects.get().place == before.place("today", 2)
