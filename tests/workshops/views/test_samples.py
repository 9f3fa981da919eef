"""The page that shows every component in every state."""

import pytest
from django.test import Client

from tests.pages import dom, text
from workshops import registry
from workshops.views.samples import colours, contrast


@pytest.fixture
def page(ane_client, library):
    return ane_client.get("/stil/")


def test_a_facilitator_sees_it_and_nobody_else_does(page, participant_client):
    login = "/log-ind/?next=/stil/"
    others = [client.get("/stil/") for client in (Client(), participant_client)]

    assert page.status_code == 200
    assert [(answer.status_code, answer["Location"]) for answer in others] == [(302, login)] * 2


def test_it_stores_nothing(ane_client):
    assert ane_client.post("/stil/").status_code == 405


def test_every_tool_is_there_with_its_drawing_and_each_of_its_kinds(page):
    seen = dom(page)
    kinds = {kind.key for tool in registry.every() for kind in tool.kinds if kind.use != "mark"}
    choices = {kind.key for tool in registry.every() for kind in tool.kinds if kind.use == "mark"}
    classes = " ".join(seen.xpath("//li/@class")).split()

    assert {tool.drawing for tool in registry.every()} <= {
        each.removeprefix("/static/") for each in seen.xpath("//img/@src")
    }
    assert {f"note--{key}" for key in kinds} | {"note--hidden", "note--unanswered"} <= set(classes)
    assert {f"choice-list__one--{key}" for key in choices} <= set(classes)


def test_what_is_read_through_and_chosen_among_is_there_in_each_state(page):
    seen = dom(page)
    states = [text(each) for each in seen.xpath("//section[h2='Gennemsyn']//p[@class='note__state']")]

    assert states == [
        "Nævner måske Mette",
        "Er vist",
        "Holdt tilbage: den nævner en person",
        "Holdt tilbage: den er krænkende",
    ]
    dots = [text(each) for each in seen.find_class("option__dots")]
    assert dots == ["1. ● 9 prikker", "Delt 2. ●●●● 4 prikker", "Delt 2. ●●●● 4 prikker"]
    assert len(seen.find_class("dots__one")) == 2


def test_fields_are_there_as_they_are_and_refused(page):
    wrong = dom(page).xpath("//div[contains(@class, 'field--wrong')]")

    assert len(wrong) == 5
    assert text(wrong[0]).endswith("Teksten er på 63 tegn. Brug højst 60.")
    assert text(wrong[1]).endswith("Feltet skal udfyldes.")


def test_a_contrast_is_that_of_the_guidelines():
    assert (contrast("#000000", "#ffffff"), contrast("#ffffff", "#ffffff")) == (21, 1)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == 4.5


def test_ink_can_be_read_on_every_ground():
    grounds = {"paper", "sheet", "before", "during", "after", "accent-soft", "wrong-soft"}
    found = {each.name: each.dark_on_it for each in colours() if each.name.startswith("note") or each.name in grounds}

    assert len(found) == 18
    assert {name for name, how in found.items() if how < 7} == set()
