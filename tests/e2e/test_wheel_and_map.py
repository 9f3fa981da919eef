"""The competence wheel and the relations map in a real room: phones mark and propose, the wall follows."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .screens import send
from .server import EMAIL

pytestmark = pytest.mark.once

MAKE = """
import json
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
workshop.add_activity(QuestionSet.objects.library().get(key={key!r}))
workshop.open()
print(json.dumps([workshop.pk, workshop.code]))
"""


@pytest.fixture
def wall(room, server, request) -> tuple[Page, str]:
    """The wall of a workshop with one tool, and its code."""
    pk, code = json.loads(server.shell(MAKE.format(email=EMAIL, key=request.param)))
    return room.wall(f"/workshops/{pk}/tavle/"), code


def joined(room, code: str) -> Page:
    phone = room.phone(f"/k/{code}/")
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url("**/deltag/*/")
    return phone


def at(wall: Page, step: str) -> None:
    """Go on, without a look at further pages and close-ups, until the room is at the step with that title."""
    while wall.locator(".head .eyebrow").count() == 0 or wall.locator(".head .eyebrow").inner_text() != step:
        before = wall.locator(".foot__nav [name=at]").get_attribute("value")
        wall.locator("#wall-next").evaluate("(button) => button.click()")
        expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(before)


def mark(phone: Page, heading: str, name: str, choice: str) -> None:
    """Choose once the phone has followed, and wait until it is stored."""
    expect(phone.locator("#stage .eyebrow")).to_have_text(heading)
    with phone.expect_response("**/kryds/"):
        phone.locator("fieldset", has=phone.get_by_text(name, exact=True)).get_by_label(choice).check()
    expect(phone.locator("#said")).to_have_text("Gemt")


def fits(wall: Page) -> bool:
    return wall.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")


def row(wall: Page, name: str) -> Locator:
    return wall.get_by_role("row", name=re.compile(name))


@pytest.mark.parametrize("wall", ["kompetencehjulet"], indirect=True)
def test_four_are_withheld_and_the_fifth_shows_the_wheel(room, wall):
    wall, code = wall
    phones = [joined(room, code) for _ in range(5)]
    at(wall, "Hjulet")
    wall.keyboard.press("2")
    expect(wall.locator(".wheel-area.is-open h2")).to_contain_text("Teknologiforståelse")
    wall.keyboard.press("0")
    expect(wall.locator(".wheel-area")).to_have_count(4)

    at(wall, "Behov")
    for count, phone in enumerate(phones, 1):
        mark(phone, "Behov", "Dataanvendelse", "Mestre")
        expect(wall.locator(".voters")).to_have_text(f"{count} har svaret")
    at(wall, "Niveau")
    for phone in phones[:4]:
        mark(phone, "Niveau", "Dataanvendelse", "Kende")
    at(wall, "Behov og niveau")
    expect(wall.locator(".withheld")).to_have_text("Niveauet: Vises, når mindst fem har svaret. 4 har svaret.")
    expect(row(wall, "Dataanvendelse")).to_contain_text("mestre 3,0")
    expect(row(wall, "Dataanvendelse")).not_to_contain_text("kende")

    wall.keyboard.press("PageUp")
    expect(wall.locator(".head .eyebrow")).to_have_text("Niveau")
    mark(phones[4], "Niveau", "Dataanvendelse", "Kende")
    at(wall, "Behov og niveau")
    expect(row(wall, "Dataanvendelse")).to_contain_text("kende 1,0")
    expect(row(wall, "Dataanvendelse")).to_contain_text("▲ 2,0")
    expect(wall.locator(".withheld")).to_have_count(0)
    assert fits(wall)

    at(wall, "Aftal")
    wall.get_by_role("link", name="Aftal Dataanvendelse").click()
    expect(wall.locator("#dialog").get_by_label("Hvad aftaler I?")).to_have_value("Dataanvendelse")


@pytest.mark.parametrize("wall", ["relationskort"], indirect=True)
def test_three_phones_draw_the_map(room, wall):
    wall, code = wall
    phones = [joined(room, code) for _ in range(3)]
    picture = wall.get_by_role("img", name=re.compile("^Relationskortet"))
    at(wall, "Tegn kortet")
    for phone, name in zip(phones, ("Frivillige", "frivillige", "Apoteket"), strict=True):
        expect(phone.locator("#text")).to_be_visible()
        send(phone, name)
    expect(wall.locator(".private")).to_have_text("Tegn kortet: 3 sedler")
    at(wall, "Sæt dem på kortet")
    expect(picture).to_have_attribute("aria-label", re.compile(r"Frivillige \(foreslået 2 gange\)"))
    wall.get_by_role("button", name="Sæt på kortet Frivillige").click()
    expect(wall.get_by_role("button", name="Sæt på kortet")).to_have_count(1)
    expect(wall.locator(".relation__name").nth(5)).to_have_text("Frivillige")
    expect(phones[0].locator("#mine .note__kind")).to_contain_text("på kortet")

    at(wall, "Hvad sker der?")
    for phone, choice in zip(phones, ("Udfordres", "Udfordres", "Styrkes"), strict=True):
        mark(phone, "Hvad sker der?", "Frivillige", choice)
    at(wall, "Se, hvad der sker")
    expect(picture).to_have_attribute("aria-label", re.compile(r"Frivillige \(begge dele, 3 af 3\)"))

    at(wall, "Hvordan?")
    phones[0].locator("[data-pick]", has_text="Frivillige").click()
    expect(phones[0].locator(".write__topic")).to_have_text("Frivillige")
    phones[0].get_by_label(re.compile("Styrkes på anden måde")).check()
    send(phones[0], "Kaffe hver fredag")
    expect(wall.locator(".private", has_text="Frivillige")).to_have_text("Frivillige: 1 seddel")

    at(wall, "Kortet")
    expect(wall.locator(".relation", has_text="Frivillige").locator(".relation__notes")).to_contain_text("1")
    wall.locator(".heading-button", has_text="Frivillige").click()
    expect(wall.locator(".relation-view__text .note__text")).to_have_text("Kaffe hver fredag")
    wall.keyboard.press("0")
    expect(wall.locator(".relation")).to_have_count(6)
    assert fits(wall)
