"""The phone: pick a circle on the compass, and write."""

import pytest
from django.urls import reverse

from tests.conftest import seated
from tests.pages import HTMX, dom, said, text, typed
from workshops.models import Note, Workshop

from .helpers import compass_of, put, spot, stand


def look(client, room: Workshop, query: str = ""):
    response = client.get(reverse("phone", args=[room.pk]) + query)
    assert response.status_code == 200
    return response


def picks(response) -> list[str]:
    return dom(response).xpath("//nav[contains(@class, 'picker')]//a/@data-pick")


@pytest.mark.parametrize("step", ["today", "expected", "needs"])
def test_the_compass_is_the_way_to_the_six_circles(room, phone, step):
    stand(room, step)
    response = look(phone, room)

    assert picks(response) == [str(spot(room, step, n)) for n in range(6)]
    links = dom(response).xpath("//nav[contains(@class, 'picker')]//a")
    titles = [each.title for each in compass_of(room).question_set.topics.all()]
    assert [text(link).replace("✓", "").replace(" ", "") for link in links] == [
        title.replace(" ", "") for title in titles
    ]
    assert [link.get("href") for link in links] == [
        reverse("phone", args=[room.pk]) + f"?place={spot(room, step, n)}" for n in range(6)
    ]


@pytest.mark.parametrize("step", ["understand", "today-shown", "expected-shown", "decide"])
def test_there_is_nothing_to_pick_when_nothing_is_written(room, phone, step):
    stand(room, step)
    response = look(phone, room, f"?place={spot(room, 'today')}")

    assert picks(response) == []
    assert dom(response).xpath("//form[@id='write-form']") == []


def test_before_a_circle_is_picked_there_is_no_form(room, phone):
    stand(room, "today")

    assert dom(look(phone, room)).xpath("//form[@id='write-form']") == []


@pytest.mark.parametrize("circle", range(6))
def test_a_picked_circle_has_its_description_and_a_form(room, phone, circle):
    stand(room, "expected")
    place = spot(room, "expected", circle)
    response = look(phone, room, f"?place={place}")
    topic = compass_of(room).question_set.topics.all()[circle]
    (write,) = dom(response).xpath("//*[@id='write']")

    assert topic.title in text(write)
    assert " ".join(topic.description.split()) in text(write)
    assert (typed(response, "place"), typed(response, "text").strip()) == (str(place), "")
    assert write.xpath(".//input[@name='kind']/@value") == ["better", "worse"]
    assert dom(response).xpath("//a[@aria-current='true']/@data-pick") == [str(place)]


def test_at_preconditions_the_notes_to_answer_are_there_to_mark(full, phone):
    stand(full, "needs")
    put(full, "expected", 1, "worse", "Ikke i denne cirkel")
    put(full, "expected", 0, "worse", "Skjult").hide()
    page = dom(look(phone, full, f"?place={spot(full, 'needs')}"))

    assert [text(each) for each in page.xpath("//label[input[@name='answers']]")] == [
        "▲forbedring: Vi skriver kun én gang",
        "▼forringelse: Der bliver længere til borgeren",
    ]
    assert page.xpath("//input[@name='kind']/@value") == ["before", "during", "after"]


@pytest.mark.parametrize("step", ["today", "expected"])
def test_elsewhere_there_is_nothing_to_answer(full, phone, step):
    stand(full, step)

    assert dom(look(phone, full, f"?place={spot(full, step)}")).xpath("//input[@name='answers']") == []


def test_a_circle_without_expectations_still_takes_preconditions(full, phone):
    stand(full, "needs")
    page = dom(look(phone, full, f"?place={spot(full, 'needs', 4)}"))

    assert page.xpath("//input[@name='answers'] | //fieldset[contains(@class, 'choices')]") == []
    assert len(page.xpath("//form[@id='write-form']")) == 1


def test_what_was_typed_comes_along_to_another_circle(room, phone):
    stand(room, "today")
    place = spot(room, "today", 3)
    response = look(phone, room, f"?place={place}&text=Halvt+<b>færdig")

    assert (typed(response, "text").strip(), typed(response, "place")) == ("Halvt <b>færdig", str(place))


@pytest.mark.parametrize("place", ["", "x", "0-0", "1-", "9" * 40, "999999-999999", "<b>"])
def test_a_bad_place_is_no_circle(room, phone, place):
    stand(room, "today")
    response = look(phone, room, f"?place={place}")

    assert len(picks(response)) == 6
    assert dom(response).xpath("//form[@id='write-form']") == []


def test_a_place_of_another_step_is_no_circle_now(room, phone):
    stand(room, "today")

    assert dom(look(phone, room, f"?place={spot(room, 'expected')}")).xpath("//form[@id='write-form']") == []


def test_a_circle_closed_for_notes_cannot_be_picked(room, phone):
    stand(room, "today")
    room.close_place(spot(room, "today", 2))
    response = look(phone, room, f"?place={spot(room, 'today', 2)}")

    assert picks(response) == [str(spot(room, "today", n)) for n in (0, 1, 3, 4, 5)]
    assert dom(response).xpath("//form[@id='write-form']") == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_goes_to_the_circle_that_was_picked(room, phone, headers):
    stand(room, "expected")
    place = spot(room, "expected", 5)
    data = {"place": str(place), "kind": "worse", "text": "Ondt i ryggen", "key": "k"}
    response = phone.post(reverse("phone-write", args=[room.pk]), data, headers=headers)
    note = room.notes.get()

    assert response.status_code == (200 if headers else 302)
    assert (note.place, note.kind, note.topic.title) == (place, "worse", "Sundt & sikkert")


def test_the_circles_one_has_been_to_are_marked_for_oneself_only(room):
    stand(room, "today")
    seat = room.join()
    put(room, "today", 2, "today", participant=seat)
    marked = "//a[contains(@class, 'is-visited')]/@data-pick"

    assert dom(look(seated(seat), room)).xpath(marked) == [str(spot(room, "today", 2))]
    assert dom(look(seated(room.join()), room)).xpath(marked) == []


@pytest.mark.parametrize("place", ["x", "0-0", "999999-999999"])
def test_a_note_for_no_circle_is_told_and_its_text_stays(room, phone, place):
    stand(room, "today")
    data = {"place": place, "kind": "today", "text": "Det her skrev jeg", "key": "k"}
    response = phone.post(reverse("phone-write", args=[room.pk]), data)

    assert (response.status_code, typed(response, "text").strip()) == (422, "Det her skrev jeg")
    assert said(response)
    assert not Note.objects.exists()


def test_the_notes_that_were_marked_stay_marked_when_the_text_was_empty(full, phone):
    stand(full, "needs")
    worse = full.notes.get(kind="worse")
    data = {"place": str(spot(full, "needs")), "kind": "during", "text": " ", "answers": [worse.pk]}
    page = dom(phone.post(reverse("phone-write", args=[full.pk]), data | {"text": "\u200b"}))

    assert page.xpath("//input[@name='answers'][@checked]/@value") in ([], [str(worse.pk)])
    page = dom(phone.post(reverse("phone-write", args=[full.pk]), data | {"text": "x" * 501}))
    assert page.xpath("//input[@name='answers'][@checked]/@value") == [str(worse.pk)]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["during"]


def test_a_form_for_an_earlier_step_keeps_that_steps_colours(room, phone):
    stand(room, "needs")
    data = {"place": str(spot(room, "expected")), "kind": "worse", "text": "x" * 501}
    page = dom(phone.post(reverse("phone-write", args=[room.pk]), data))

    assert page.xpath("//input[@name='kind']/@value") == ["better", "worse"]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["worse"]


def test_ones_own_notes_are_listed_by_circle(room):
    stand(room, "today")
    seat = room.join()
    put(room, "today", 4, "today", "Min egen", participant=seat)
    put(room, "today", 4, "today", "En andens", participant=room.join())
    mine = dom(look(seated(seat), room)).xpath("//*[@id='mine']")[0]

    assert "Min egen" in text(mine)
    assert "Udviklende" in text(mine)
    assert "En andens" not in text(mine)
