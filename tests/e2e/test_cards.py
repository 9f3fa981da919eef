"""A deck run with a flip, a card put aside and one of one's own, and a note-taker; to the report."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from .server import PROJECT

pytestmark = pytest.mark.once

MAKE = """
import json
workshop = Workshop.objects.create(title="Kort om det digitale", workplace="Borgerservice")
workshop.facilitators.add(User.objects.get(email="ane@example.dk"))
activity = workshop.add_activity(QuestionSet.objects.get(key="dialogkort", activity=None))
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.open()
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.key == "round"))
print(json.dumps([workshop.pk, workshop.code]))
"""


def go(wall: Page, key: str) -> None:
    here = wall.locator(".foot__nav [name=at]")
    before = here.get_attribute("value")
    wall.keyboard.press(key)
    expect(here).not_to_have_value(before)


def joined(room, code: str) -> Page:
    phone = room.phone(f"/k/{code}/")
    phone.get_by_role("button", name="Kom med").click()
    return phone


def send(phone: Page, text: str) -> None:
    phone.get_by_label("Din seddel").fill(text)
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#said")).to_have_text("Sendt")


def test_a_deck_of_cards(room, server):
    assert (PROJECT / "fixtures" / "dialogkort.yaml").exists()
    pk, code = json.loads(server.shell(MAKE))
    desk, wall = room.desk(f"/workshops/{pk}/styr/"), room.wall(f"/workshops/{pk}/tavle/")
    phone, helper = joined(room, code), joined(room, code)

    send(phone, "Alt med en skærm")
    go(wall, "ArrowRight")
    expect(wall.locator("#reviewed")).to_have_text("1 seddel venter")
    go(wall, "ArrowRight")
    expect(wall.locator(".note__text")).to_have_text("Alt med en skærm")

    go(wall, "ArrowRight")
    expect(wall.get_by_role("heading", name="Træk et kort")).to_be_visible()
    expect(wall.locator(".pile-of__down b").first).to_have_text("12")
    go(wall, "ArrowRight")  # the next card is drawn, and is seen to turn
    expect(wall.locator(".flip.is-turning")).to_be_visible()
    first = wall.locator(".flip__question").inner_text()
    wall.get_by_role("button", name="Giver ikke mening for os").click()
    expect(wall.get_by_text("Lagt til side")).to_be_visible()
    expect(wall.locator(".flip.is-turning")).to_have_count(0)  # drawn anew, but not turned again

    go(wall, "ArrowRight")
    expect(wall.locator(".pile-of__down b").first).to_have_text("11")
    expect(wall.locator(".is-aside")).to_contain_text(first)

    desk.get_by_role("link", name="Skriv jeres eget kort").click()
    desk.get_by_label("Hvad vil I spørge om?").fill("Hvad griner vi ad om et år?")
    desk.get_by_label("Hvor hører det til?").select_option(label="Udvikling og implementering")
    desk.get_by_role("button", name="Tag det med").click()
    expect(wall.locator(".pile-of__down b").last).to_have_text("9")
    desk.locator("button.route__stop", has_text="Hvad griner vi ad om et år?").click()
    expect(wall.locator(".flip__question")).to_have_text("Hvad griner vi ad om et år?")

    desk.get_by_role("button", name="Få hjælp fra en telefon").click()
    helper.get_by_role("button", name="Jeg er jeres hjælper").click()
    expect(desk.locator(".helper-asks b")).to_have_text(helper.locator("#helper b").inner_text())
    desk.get_by_role("button", name="Ja", exact=True).click()
    helper.get_by_label(re.compile("Du skriver opsummeringen")).fill("Vi griner ad faxen endnu.")
    helper.get_by_role("button", name="Gem opsummeringen").click()
    expect(wall.locator(".summary")).to_contain_text("Vi griner ad faxen endnu.")
    expect(phone.get_by_role("button", name="Jeg er jeres hjælper")).to_have_count(0)
    expect(phone.get_by_label(re.compile("Du skriver opsummeringen"))).to_have_count(0)
    send(phone, "Og ad alle de koder")
    expect(wall.locator(".pile__count")).to_have_text("1 seddel")
    go(wall, "ArrowRight")
    go(wall, "ArrowRight")
    expect(wall.locator(".note__text")).to_have_text("Og ad alle de koder")
    expect(wall.locator(".summary")).to_contain_text("Vi griner ad faxen endnu.")

    go(wall, "ArrowRight")
    wall.get_by_role("button", name="Læg tilbage").click()
    expect(wall.locator(".pile-of__down b").first).to_have_text("12")
    told = server.value(f"[[o.question.text, o.choice, o.text] for o in Outcome.objects.filter(workshop={pk})]")
    assert told == [[first, "", ""], ["Hvad griner vi ad om et år?", "turned", "Vi griner ad faxen endnu."]]
