"""What the room can decide about: said first on the wall, and told in the report."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.helpers import again
from tests.pages import HTMX, dom, errors, said, text, typed
from tests.people import seated
from workshops.models import Workshop
from workshops.report import paper
from workshops.screens import patches
from workshops.screens.here import DESK, WALL

SAID = {
    "mandate_fixed": "Systemet er købt",
    "mandate_open": "Hvordan vi lærer det\nHvem der gør det",
    "mandate_decided": "3. december på MED-mødet",
}


def address(workshop: Workshop) -> str:
    return reverse("mandate", args=[workshop.pk])


def steps(workshop: Workshop) -> list[str]:
    return [stop.step.key for stop in again(workshop).route()]


def drawn(workshop: Workshop, screen: str):
    return dom(patches.whole(workshop.pk, screen).common)


@pytest.fixture
def stated(workshop, ane_client) -> Workshop:
    ane_client.post(address(workshop), SAID)
    return again(workshop)


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_it_is_written_beforehand_and_comes_first(workshop, user, request):
    client: Client = request.getfixturevalue(user)
    assert "mandate" not in steps(workshop)
    assert client.post(address(workshop), SAID)["Location"] == reverse("workshop", args=[workshop.pk])

    assert steps(workshop)[:3] == ["lobby", "mandate", "explain"]
    assert typed(client.get(address(workshop)), "mandate_open") == SAID["mandate_open"]


def test_it_stands_on_the_wall_and_the_desk(stated, ane_client):
    stated.open()
    stated.advance(again(stated).stop().key)
    wall = drawn(stated, WALL).xpath("//section[contains(@class, 'mandate')]//li")

    assert [text(each) for each in wall] == [
        "Det ligger fast Systemet er købt",
        "Det er åbent Hvordan vi lærer detHvem der gør det",
        "Der besluttes den 3. december på MED-mødet",
    ]
    phone = seated(stated.join()).get(reverse("phone-read", args=[stated.pk]))
    assert [text(each) for each in dom(phone).xpath("//section")] == [text(each) for each in wall]
    assert [text(each) for each in drawn(stated, DESK).xpath("//div[@id='stage']//h3")][:3] == [
        "Det ligger fast",
        "Det er åbent",
        "Der besluttes den",
    ]
    phone = seated(stated.join()).get(f"/deltag/{stated.pk}/")
    assert "hvad der ligger fast, og hvad der er åbent" in text(dom(phone).get_element_by_id("stage"))


def test_it_can_be_written_on_the_desk_while_people_come_in(open_workshop, ane_client):
    assert drawn(open_workshop, DESK).xpath("//a[@id='mandate-edit']")
    answer = ane_client.post(address(open_workshop), {"mandate_open": "Alt"}, headers=HTMX)

    assert said(answer) == "Det er skrevet ned."
    assert steps(open_workshop)[1] == "mandate"
    assert again(open_workshop).mandate == [("Det er åbent", "Alt")]


def test_what_is_taken_away_is_no_stop(stated, ane_client):
    ane_client.post(address(stated), dict.fromkeys(SAID, " "))

    assert again(stated).mandate == []
    assert "mandate" not in steps(stated)


def test_the_report_tells_it_before_what_was_agreed(stated):
    headings = [text(each) for each in dom(paper.html(stated)).xpath("//h2")]

    assert headings[0] == "Aftalt"
    assert "Det ligger fast" in headings


def test_too_long_a_text_is_said_and_kept(workshop, ane_client):
    long = "å" * 501
    answer = ane_client.post(address(workshop), SAID | {"mandate_fixed": long}, headers=HTMX)

    assert answer.status_code == 422
    assert typed(answer, "mandate_fixed") == long
    assert errors(answer)
    assert again(workshop).mandate == []


def test_two_who_write_at_once_both_have_their_say(stated, ane_client, bo_client):
    page = ane_client.get(address(stated))
    begun = {f"initial-{name}": typed(page, f"initial-{name}") for name in SAID}
    bo_client.post(address(stated), SAID | begun | {"mandate_decided": "10. december"})
    ane_client.post(address(stated), SAID | begun | {"mandate_fixed": "Systemet er valgt"})

    assert again(stated).mandate == [
        ("Det ligger fast", "Systemet er valgt"),
        ("Det er åbent", SAID["mandate_open"]),
        ("Der besluttes den", "10. december"),
    ]


def test_a_stranger_and_another_method_get_nowhere(workshop, stranger_client, ane_client, client):
    assert stranger_client.post(address(workshop), SAID).status_code == 404
    assert client.post(address(workshop), SAID).status_code == 401
    assert ane_client.put(address(workshop)).status_code == 405
    assert again(workshop).mandate == []


def test_a_copy_has_its_own(stated):
    assert again(stated.duplicate()).mandate == []
