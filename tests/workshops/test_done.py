"""Someone says that they have written what they wanted to: wall and desk say how many have."""

import pytest

from tests.helpers import again
from tests.pages import HTMX, dom, form, go_to, said, text
from tests.people import seated
from workshops import changes
from workshops.models import Participant
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL


@pytest.fixture
def writing(open_workshop, places):
    go_to(open_workshop, places[0], "write")
    return open_workshop


@pytest.fixture
def people(writing) -> list[Participant]:
    return [writing.join() for _ in range(3)]


def seats(workshop, screen: str) -> str:
    return text(dom(patches.changed(workshop.pk, screen, {changes.SEATS}).common).get_element_by_id("seats"))


def press(seat: Participant, value: str = "1", at: str = "", **more):
    at = at or again(seat.workshop).stop().key
    return seated(seat).post(f"/deltag/{seat.workshop_id}/faerdig/", {"at": at, "done": value}, **more)


def pressed(page) -> str:
    return page.get_element_by_id("done-button").get("aria-pressed")


def test_wall_and_desk_say_how_many_are_done(writing, people):
    assert (seats(writing, WALL), seats(writing, DESK)[-8:]) == ("3 er med", "3 er med")
    for seat in people[:2]:
        press(seat)

    assert seats(writing, WALL) == "3 er med · 2 er færdige"
    assert seats(writing, DESK).endswith("3 er med · 2 er færdige med at skrive")


def test_one_who_is_done_can_go_on_after_all(writing, people):
    press(people[0])
    done = press(people[0], "0", headers=HTMX)

    assert pressed(dom(done)) == "false"
    assert seats(writing, WALL) == "3 er med"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_phone_shows_that_one_is_done_and_no_other_does(writing, people, headers):
    me, other, _third = people
    page = seated(me).get(f"/deltag/{writing.pk}/")
    assert form(page, f"/deltag/{writing.pk}/faerdig/")["at"] == again(writing).stop().key
    done = press(me, headers=headers)

    assert done.status_code == (200 if headers else 302)
    if headers:
        assert (said(done), pressed(dom(done))) == ("Fint. Du kan stadig skrive.", "true")
    assert [pressed(dom(seated(each).get(f"/deltag/{writing.pk}/"))) for each in (me, other)] == ["true", "false"]
    personal = patches.whole(writing.pk, PHONE, [me.pk, other.pk]).personal
    assert [pressed(dom(personal[each.pk])) for each in (me, other)] == ["true", "false"]


def test_where_the_room_goes_on_nobody_is_done_yet(writing, people, places):
    press(people[0])
    go_to(writing, places[1], "write")
    assert seats(writing, WALL) == "3 er med"

    go_to(writing, places[0], "write")
    assert seats(writing, WALL) == "3 er med · 1 er færdig"


@pytest.mark.parametrize("at", ["", "0.lobby.0.0", "x" * 300])
def test_a_press_that_was_on_its_way_when_the_room_went_on_changes_nothing(writing, people, places, at):
    was = at or again(writing).stop().key
    go_to(writing, places[1], "write")

    assert press(people[0], at=was).status_code == 302
    assert Participant.objects.exclude(done_with="").count() == 0


def test_where_nobody_writes_there_is_no_button(writing, people, places):
    go_to(writing, places[0], "show")
    page = dom(seated(people[0]).get(f"/deltag/{writing.pk}/"))

    assert page.xpath("//*[@id='done-button']") == []
    assert press(people[0]).status_code == 302
    assert Participant.objects.exclude(done_with="").count() == 0


def test_whose_seat_was_taken_counts_no_longer(writing, people):
    for seat in people[:2]:
        press(seat)
    writing.remove(people[0])

    assert seats(writing, WALL) == "2 er med · 1 er færdig"


def test_a_stranger_and_another_method_get_nowhere(writing, people, client):
    address = f"/deltag/{writing.pk}/faerdig/"

    assert client.post(address, {"done": "1"}).status_code == 404
    assert seated(people[0]).get(address).status_code == 405
    assert seated(people[0]).post("/deltag/999999/faerdig/").status_code == 404
    assert Participant.objects.exclude(done_with="").count() == 0
