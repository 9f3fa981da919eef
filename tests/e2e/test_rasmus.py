"""The compass in a real room: five steps before, and after on top of it."""

import json
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.valid import faults

from .screens import BACK_WITHIN, on, opened, send
from .server import EMAIL

pytestmark = pytest.mark.once

LATE = {"timeout": 60_000}  # the report is made in a process of its own

COMPASS = f"""
import json
from tests.valid import faults
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.get(key="rasmus-foer"))
workshop.open()
print(json.dumps([workshop.pk, workshop.code]))
"""


def compass(server) -> tuple[int, str]:
    pk, code = json.loads(server.shell(COMPASS))
    return pk, code


def joined(room, code: str) -> Page:
    phone = room.phone(f"/k/{code}/")
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url("**/deltag/*/")
    return phone


def pick(phone: Page, circle: str, step: str) -> None:
    """Choose a circle once the phone has followed to that step."""
    expect(phone.locator("#stage .eyebrow")).to_have_text(step)
    phone.locator("[data-pick]", has_text=circle).click()
    expect(phone.locator(".write__topic")).to_have_text(circle)


def at(wall: Page, step: str) -> None:
    """Press next until the room is at that step."""
    while wall.locator(".steps [aria-current]").count() == 0 or (
        wall.locator(".steps [aria-current]").inner_text() != step or wall.locator("#reviewed").count()
    ):
        on(wall)


def test_before_in_five_steps_and_after_on_top(room, server, tmp_path):
    pk, code = compass(server)
    wall, desk = room.wall(f"/workshops/{pk}/tavle/"), room.desk(f"/workshops/{pk}/styr/")
    phones = [joined(room, code) for _ in range(3)]

    understand(wall, desk)
    today(wall, phones)
    expected(wall, phones)
    answer(wall, phones)
    decide(desk, wall)
    desk = finish(desk, wall)
    words = read(desk, tmp_path / "before.pdf")
    for said in ("Mere skærm end borger", "To timers oplæring først", "Svarer på: Mere skærm", "Kursus i uge 5"):
        assert said in words
    look_back(room, desk, tmp_path)


def understand(wall: Page, desk: Page) -> None:
    at(wall, "Forstå")
    expect(wall.locator("#compass")).to_be_visible()
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", name="Realistisk", exact=True)).to_be_visible()
    wall.keyboard.press("i")
    expect(wall.locator(".hint")).to_have_count(9)
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", name="Anerkendt", exact=True)).to_be_visible()
    expect(wall.locator(".hint")).to_have_count(0)


def today(wall: Page, phones: list[Page]) -> None:
    """Round the circles in one's own order; the wall fills with counts, then with notes."""
    at(wall, "I dag")
    pick(phones[0], "Meningsfyldt", "I dag")
    send(phones[0], "Vi ser borgeren mere")
    pick(phones[0], "Realistisk", "I dag")
    send(phones[0], "Kørelisten passer sjældent")
    visited = phones[0].locator("[data-pick].is-visited")
    expect(visited).to_have_count(2)
    pick(phones[1], "Realistisk", "I dag")
    send(phones[1], "Papirer i bilen")
    expect(wall.locator(".circle-count").filter(has_text="2 sedler")).to_have_count(1)
    expect(wall.locator("#compass")).to_have_attribute("aria-label", re.compile("Realistisk: 0 i dag"))
    expect(wall.locator(".note")).to_have_count(0)
    at(wall, "Læs om i dag")
    expect(wall.locator(".note")).to_have_count(3)
    wall.keyboard.press("1")
    expect(wall.locator(".circle-view h2")).to_have_text("Realistisk")
    expect(wall.locator(".note")).to_have_count(2)
    wall.keyboard.press("0")
    expect(wall.locator(".note")).to_have_count(3)


def expected(wall: Page, phones: list[Page]) -> None:
    at(wall, "Forventet")
    pick(phones[1], "Anerkendt", "Forventet")
    phones[1].get_by_label("Forringelse").check()
    send(phones[1], "Mere skærm end borger")
    pick(phones[2], "Anerkendt", "Forventet")
    phones[2].get_by_label("Forbedring").check()
    send(phones[2], "De kan se, hvad vi gør")
    at(wall, "Læs det forventede")
    expect(wall.locator(".note--worse .note__text")).to_have_text("Mere skærm end borger")
    expect(wall.locator("#compass")).to_have_attribute(
        "aria-label", re.compile("Anerkendt: 0 i dag, 1 forbedring, 1 forringelse")
    )


def answer(wall: Page, phones: list[Page]) -> None:
    """A precondition says which note it answers; what lacks an answer stands out."""
    at(wall, "Forudsætninger")
    expect(wall.locator(".missing")).to_have_text("2 mangler svar")
    pick(phones[2], "Anerkendt", "Forudsætninger")
    phones[2].get_by_label(re.compile("Mere skærm end borger")).check()
    phones[2].get_by_label(re.compile("Gøres før")).check()
    send(phones[2], "To timers oplæring først")
    expect(wall.locator(".missing")).to_have_text("2 mangler svar")
    expect(wall.locator(".note__answers")).to_have_count(0)


def decide(desk: Page, wall: Page) -> None:
    at(wall, "Beslut")
    expect(wall.locator(".note__answers")).to_contain_text("Mere skærm end borger")
    expect(desk.locator(".go [aria-current]")).to_have_text("Beslut")
    desk.get_by_role("link", name="Aftal To timers oplæring først").click()
    form = opened(desk)
    expect(form.get_by_role("radio", name="Før")).to_be_checked()
    form.get_by_label("Hvad aftaler I?").fill("Kursus i uge 5")
    form.get_by_role("button", name="Gem aftalen").click()
    expect(wall.locator(".agreements__what")).to_have_text("Kursus i uge 5")


def finish(desk: Page, wall: Page) -> Page:
    before = wall.locator(".foot__nav [name=at]").get_attribute("value")
    wall.keyboard.press("PageDown")
    expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(before)
    desk.get_by_role("button", name="Afslut, og lav opsamlingen").click()
    desk.wait_for_url("**/rapport/")
    expect(desk.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)
    return desk


def read(report: Page, path) -> str:
    with report.expect_download() as download:
        report.get_by_role("link", name="Hent som PDF").click()
    download.value.save_as(path)
    findings = faults(path.read_bytes())
    assert findings == []
    with PdfReader(path) as reader:
        return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def look_back(room, report: Page, folder) -> None:
    """The follow-up: what was agreed and its status, and expectation beside experience."""
    report.get_by_role("button", name="Lav en opfølgning").first.click()
    report.get_by_role("button", name="Gem", exact=True).click()
    report.get_by_role("button", name="Åbn workshoppen").click()
    report.wait_for_url("**/styr/")
    desk = report
    wall = room.wall(desk.url.replace("/styr/", "/tavle/"))
    phone = joined(room, "".join(wall.locator(".lobby .code").inner_text().split()))

    wall.keyboard.press("PageDown")
    expect(wall.get_by_role("heading", name="Det aftalte vi sidst")).to_be_visible()
    desk.get_by_role("button", name="Gjort").click()
    expect(wall.locator(".status--done")).to_be_visible(timeout=BACK_WITHIN)

    at(wall, "Oplevet")
    pick(phone, "Anerkendt", "Oplevet")
    phone.get_by_label("Forbedring").check()
    send(phone, "Det blev bedre end frygtet")
    at(wall, "Læs det oplevede")
    expect(wall.locator(".earlier-count")).to_have_count(3)
    desk.locator(".focus").get_by_role("button", name="Anerkendt").click()
    expect(wall.locator(".note--then .note__text")).to_have_text(["De kan se, hvad vi gør", "Mere skærm end borger"])
    expect(wall.locator(".fit .note:not(.note--then) .note__text")).to_have_text(["Det blev bedre end frygtet"])

    at(wall, "Beslut")
    words = read(finish(desk, wall), folder / "after.pdf")
    for said in ("Det forventede I dengang", "Mere skærm end borger", "Det blev bedre end frygtet", "Gjort"):
        assert said in words
