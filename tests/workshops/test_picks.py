"""The room chooses with dots which questions to talk about, and the agenda follows."""

import pytest
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, said, text
from tests.people import seated
from workshops.errors import Refused
from workshops.models import Dot, Note, Participant, Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, WALL


@pytest.fixture
def picking(workshop) -> Workshop:
    """The room is about to choose among its four questions."""
    workshop.activities.get().plan([], picks=True, reads=False, talks=False)
    workshop.open()
    go(workshop, "pick")
    return workshop


@pytest.fixture
def people(picking) -> list[Participant]:
    return [picking.join() for _ in range(3)]


def go(workshop: Workshop, step: str) -> None:
    workshop.go_to(next(stop.key for stop in again(workshop).route() if stop.step.key == step))


def put(seat: Participant, question: int, n: int = 1):
    sent = {"at": again(seat.workshop).stop().key, "note": f"{question}:{n}"}
    return seated(seat).post(reverse("phone-dot", args=[seat.workshop_id]), sent, headers=HTMX)


def asked(workshop: Workshop) -> list[int]:
    return [question.pk for question in again(workshop).activities.get().asked()]


def rows(workshop: Workshop, screen: str = WALL) -> list[str]:
    page = dom(patches.whole(workshop.pk, screen).common)
    return [text(each) for each in page.xpath("//*[@id='options']//li//*[@class='option__dots']")]


def talk_about(client, workshop: Workshop, n: str):
    return client.post(reverse("workshop-talk-about", args=[workshop.pk]), {"n": n}, headers=HTMX)


def test_questions_are_chosen_before_anything_is_asked(picking, places):
    route = again(picking).route()

    assert [stop.step.key for stop in route[:4]] == ["lobby", "pick", "picked", "write"]
    assert [stop.places for stop in route[1:3]] == [tuple(places)] * 2
    page = dom(patches.whole(picking.pk, WALL).common)
    assert len(page.xpath("//*[@id='options']//*[@class='option__question']")) == 4


def test_a_phone_puts_dots_at_questions_and_no_more_than_it_gets(picking, people, places):
    for place in places[:3]:
        assert put(people[0], place.question).status_code == 200
    refused = put(people[0], places[3].question)
    assert said(refused) == "Du har brugt dine 3 prikker. Tag en tilbage først, hvis den skal stå et andet sted."

    page = dom(seated(people[0]).get(f"/deltag/{picking.pk}/"))
    assert [each.get("aria-pressed") for each in page.xpath("//*[@class='dots__do']/button")] == [
        *["true"] * 3,
        "false",
    ]
    assert (rows(picking), rows(picking, DESK)) == ([], [])  # on no screen yet


def test_the_room_talks_about_those_with_most_and_goes_on(picking, people, places, ane_client):
    for seat, n in [(people[0], 2), (people[1], 2), (people[2], 0)]:
        put(seat, places[n].question)
    go(picking, "picked")
    assert rows(picking) == ["1. ●● 2 prikker", "2. ● 1 prik"]
    answer = talk_about(ane_client, picking, "2")

    assert said(answer) == "I taler om 2 spørgsmål."
    assert asked(picking) == [places[0].question, places[2].question]
    here = again(picking).stop()
    assert (here.step.key, here.places) == ("write", (places[0],))


def test_those_that_share_the_last_place_are_all_talked_about(picking, people, places, ane_client):
    for seat, n in zip(people, [3, 1, 2], strict=True):
        put(seat, places[n].question)
    go(picking, "picked")
    answer = talk_about(ane_client, picking, "1")

    assert said(answer) == "I taler om 3 spørgsmål. Nogle stod lige, så de er med alle sammen."
    assert asked(picking) == [place.question for place in places[1:]]


def test_without_dots_those_asked_first_are_talked_about(picking, places, ane_client):
    go(picking, "picked")
    talk_about(ane_client, picking, "2")

    assert asked(picking) == [place.question for place in places[:2]]


def test_all_are_taken_in_again_but_not_what_was_left_out_beforehand(picking, places, ane_client):
    before = asked(picking)
    go(picking, "picked")
    talk_about(ane_client, picking, "1")
    go(picking, "picked")
    assert dom(patches.whole(picking.pk, WALL).common).xpath("//button[@id='wall-talk-about-all']")
    answer = talk_about(ane_client, picking, "all")

    assert said(answer) == "Alle spørgsmål er med igen."
    assert asked(picking) == before


def test_what_was_written_at_a_question_that_is_left_out_is_not_lost(picking, places, ane_client):
    note = write(picking, places[3])
    go(picking, "picked")
    talk_about(ane_client, picking, "1")

    assert Note.objects.get(pk=note.pk).text == note.text


@pytest.mark.parametrize(
    ("n", "error"),
    [
        ("", "Vælg, hvor mange spørgsmål I vil tale om."),
        ("x", "Vælg, hvor mange spørgsmål I vil tale om."),
        ("0", "Så mange spørgsmål er der ikke. Vælg et andet antal."),
        ("9", "Så mange spørgsmål er der ikke. Vælg et andet antal."),
    ],
)
def test_what_is_no_number_of_questions_is_said(picking, ane_client, n, error):
    go(picking, "picked")

    assert errors(talk_about(ane_client, picking, n)) == [error]
    assert len(asked(picking)) == 4


def test_elsewhere_nothing_is_left_out(picking, ane_client):
    assert errors(talk_about(ane_client, picking, "1")) == [
        "I er gået videre imens. Gå tilbage til »Se, hvilke I valgte«, og prøv igen."
    ]


def test_a_question_that_is_not_asked_cannot_be_chosen(picking, people, other_workshop):
    foreign = other_workshop.activities.get().question_set.questions.first()

    assert said(put(people[0], foreign.pk)) == "Spørgsmålet er taget ud imens. Sæt din prik ved et andet."
    assert Dot.objects.count() == 0


def test_the_desk_puts_dots_for_those_without_a_phone(picking, places, ane_client):
    address = reverse("note-dot", args=[picking.pk, places[1].question])
    ane_client.post(address, {"at": again(picking).stop().key, "n": "2"}, headers=HTMX)
    assert rows(picking, DESK) == ["●● 2 prikker"]

    go(picking, "picked")
    assert rows(picking) == ["1. ●● 2 prikker"]


def test_dots_at_questions_and_dots_at_notes_are_two_choices(picking, people, places):
    picking.activities.get().plan([], chooses=True, dots=1)
    put(people[0], places[0].question)
    note = write(picking, places[0])
    go(picking, "dots")
    sent = {"at": again(picking).stop().key, "note": f"{note.number}:1"}
    answer = seated(people[0]).post(reverse("phone-dot", args=[picking.pk]), sent, headers=HTMX)

    assert answer.status_code == 200
    go(picking, "ranked")
    assert rows(picking) == ["1. ● 1 prik"]


def test_nothing_is_put_together_where_questions_are_chosen(picking, places):
    note = write(picking, places[0])
    go(picking, "picked")

    with pytest.raises(Refused):
        picking.put_together([note.number])


def test_a_late_note_waits_at_its_review_and_not_where_questions_are_chosen(picking, places):
    write(picking, places[0], private=True)
    for step in ("pick", "picked"):
        go(picking, step)
        page = dom(patches.whole(picking.pk, DESK).common)
        (chip,) = page.xpath("//*[@id='waiting']//button")
        assert (chip.get("value").split(".")[1], page.xpath("//*[@id='show-all']")) == ("review", [])


def test_a_stranger_and_another_method_get_nowhere(picking, stranger_client, ane_client):
    address = reverse("workshop-talk-about", args=[picking.pk])

    assert stranger_client.post(address, {"n": "1"}).status_code == 404
    assert ane_client.get(address).status_code == 405
    assert len(asked(picking)) == 4
