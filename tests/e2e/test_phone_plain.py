"""The phone with scripts off: plain forms do it all."""

import re

import pytest
from playwright.sync_api import expect

from .screens import asked, choice
from .server import Compass, Wheel

pytestmark = pytest.mark.once


@pytest.fixture
def phone(room, server):
    return room.joined(server.workshop(), java_script_enabled=False)


def test_write_edit_withdraw(phone):
    mine = phone.locator("#mine .note__text")
    for text in ("Vi dokumenterer det samme to steder.", "Hvem hjælper ved fejl?"):
        phone.locator("#text").fill(text)
        phone.get_by_role("button", name="Send", exact=True).click()
    expect(mine).to_have_text(["Vi dokumenterer det samme to steder.", "Hvem hjælper ved fejl?"])

    first = phone.locator("#mine li").first
    first.locator("summary").click()
    first.get_by_label("Ret din seddel").fill("Vi dokumenterer det samme tre steder.")
    first.get_by_role("button", name="Gem").click()
    expect(mine).to_have_text(["Vi dokumenterer det samme tre steder.", "Hvem hjælper ved fejl?"])

    first.locator("summary").click()
    first.get_by_role("button", name="Træk tilbage").click()
    expect(mine).to_have_text(["Hvem hjælper ved fejl?"])


def test_a_note_that_is_refused_keeps_its_text(phone):
    phone.locator("#text").evaluate("area => area.required = false")
    phone.locator("#text").fill("  \n ")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Sedlen er tom")
    expect(phone.locator("#text")).to_have_value(re.compile(r"^\s+$"))
    expect(phone.locator("#mine .note__text")).to_have_count(0)

    long = "Det er for langt. " * 40
    phone.locator("#text").fill(long)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Sedlen er for lang")
    expect(phone.locator("#text")).to_have_value(long)


def test_what_was_typed_comes_along_to_another_circle(room, server):
    phone = room.joined(Compass(server).made, java_script_enabled=False)
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    phone.locator("[data-pick]", has_text="Anerkendt").click()
    phone.locator("#text").fill("Halvt")
    phone.get_by_label(re.compile("Hører den til et andet sted?")).select_option("Realistisk")
    phone.get_by_role("button", name="Skift").click()
    expect(phone.locator(".write__topic")).to_have_text("Realistisk")
    expect(phone.locator("#text")).to_have_value("Halvt")
    phone.get_by_label("Forbedring").check()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text")).to_have_text("Halvt")
    assert [each for each in addresses if "Halvt" in each] == []


def test_a_mark_is_stored(room, server):
    wheel = Wheel(server)
    phone = room.joined(wheel.made, java_script_enabled=False)
    topic = asked(phone)[0]
    choice(phone, topic, "Mestre").check()
    phone.locator("#marks").get_by_role("button", name="Gem").click()
    expect(choice(phone, topic, "Mestre")).to_be_checked()
    assert wheel.marks() == {topic: "master"}
