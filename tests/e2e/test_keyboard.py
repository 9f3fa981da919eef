"""A whole workshop by keyboard alone: what has the focus is always seen, and nothing needs a pointer (WCAG 2.2, 2.1.1,
2.4.7 and 2.4.11)."""

import json
import re

import pytest
from playwright.sync_api import expect

from .keys import Keys
from .screens import opened, settled
from .server import EMAIL, PASSWORD

pytestmark = pytest.mark.once


def go_on(keys: Keys, step: str) -> None:
    """The desk's *Næste*, to that step."""
    keys.press(re.compile("^Næste"))
    expect(keys.page.locator(f"#step-{step}")).to_have_attribute("aria-current", "step")


def test_a_facilitator_needs_no_mouse_from_login_to_report(room):
    page = room.stranger("/log-ind/")
    keys = Keys(page)
    keys.write("Mail", EMAIL)
    keys.write("Adgangskode", PASSWORD)
    keys.press("Log ind")
    page.wait_for_url("**/workshops/")
    keys.press("Ny workshop", "link")
    page.wait_for_url("**/workshops/ny/")
    keys.to(page.locator("summary", has_text="Andre forløb eller jeres eget"))
    page.keyboard.press("Enter")
    keys.to(page.get_by_role("radio", checked=True), "Shift+Tab")
    page.keyboard.press("ArrowUp")  # from the first of them to the last
    expect(page.get_by_label("Vi sætter vores eget sammen")).to_be_checked()
    keys.press(re.compile("^Digitalisering og psykisk arbejdsmiljø"), "checkbox", "Space")
    keys.write("Hvad skal workshoppen hedde?", "Uden mus")
    keys.write("Arbejdsplads", "Solgården")
    keys.press("Gem, og gå til dagsordenen")
    keys.press("Vælg og ret indholdet", "link")
    keys.press("Tag ingen")
    expect(page.locator("#total")).to_contain_text("10 af 45 minutter")
    keys.to(page.get_by_label("Tag spørgsmålet med").first)
    page.keyboard.press("Space")
    keys.press("Gem")
    keys.press("Åbn workshoppen")
    page.wait_for_url("**/styr/")
    expect(page.locator("#offline")).to_be_hidden()

    go_on(keys, "write")
    keys.press("Skriv en seddel", "link")
    opened(page)
    keys.write("Seddel", "Skrevet uden mus")
    keys.press("Sæt den på")
    expect(page.locator("#dialog")).to_be_hidden()
    go_on(keys, "review")
    keys.press("krænkende Skrevet uden mus")
    expect(page.locator("#toast")).to_contain_text("Sedlen er holdt tilbage.")
    page.keyboard.press("Control+z")
    expect(page.locator("#toast")).to_contain_text("Det er fortrudt.")
    keys.press(re.compile("^Vis alle"))
    expect(page.locator("#step-show")).to_have_attribute("aria-current", "step")
    keys.press("Aftal Skrevet uden mus", "link")
    opened(page)
    keys.write(re.compile("^Hvem gør det"), "Superbrugerne")
    keys.press("Gem aftalen")
    expect(page.locator("#agreements .agreement__what")).to_have_text("Skrevet uden mus")
    go_on(keys, "dots")
    keys.press("+1 prik Skrevet uden mus")
    expect(page.locator(".option__dots")).to_have_text("● 1 prik")
    keys.press(re.compile("^Næste"))
    expect(page.locator(".option__dots")).to_have_text("1. ● 1 prik")
    go_on(keys, "decide")
    keys.press(re.compile("^Næste"))
    keys.press("Afslut, og lav opsamlingen")
    page.wait_for_url("**/rapport/")
    finished = page.get_by_role("link", name="Hent som PDF")
    expect(finished).to_be_visible(timeout=60_000)  # made in a process of its own
    keys.to(finished)


@pytest.mark.core
def test_nor_does_the_wall(room, server):
    made = server.workshop(step="lobby")
    wall = settled(room.wall(), made.wall)
    keys = Keys(wall)
    keys.press("Næste")
    expect(wall.locator(".steps [aria-current]")).to_have_text("Læs")
    keys.to(wall.locator("#wall-menu > summary"))
    wall.keyboard.press("Enter")
    expect(wall.locator("#wall-menu")).to_have_attribute("open", "")
    keys.press("Skriv for en uden telefon", "link")
    opened(wall)
    keys.write("Seddel", "Sagt højt")
    keys.press("Sæt den på")
    expect(wall.locator("#dialog")).to_be_hidden()
    wall.keyboard.press("Escape")
    for step in ("Skriv", "Gennemsyn", "Se"):
        wall.keyboard.press("PageDown")
        expect(wall.locator(".steps [aria-current]")).to_have_text(step)
    expect(wall.locator("#stage .note__text")).to_have_text("Sagt højt")
    keys.to(wall.locator("#stage .note [data-alone]"))
    wall.keyboard.press("Enter")
    keys.press("Skjul")
    opened(wall)
    keys.press("Den er krænkende")
    expect(wall.locator("#stage .note")).to_have_count(0)


def test_someone_at_a_keyboard_writes_rewords_and_withdraws(room, server):
    made = server.workshop()
    phone = room.stranger("/")
    keys = Keys(phone)
    keys.write("Koden på tavlen", made.code)
    keys.press("Videre")
    phone.wait_for_url(f"**{made.phone}")
    keys.to(phone.locator("#text"))
    phone.keyboard.type("Skrevet uden mus")
    keys.press("Send")
    mine = phone.locator("#mine li")
    expect(mine.locator(".note__text")).to_have_text("Skrevet uden mus")
    keys.to(mine.locator("summary"), "Tab")
    phone.keyboard.press("Enter")
    keys.write("Ret din seddel", "Rettet uden mus")
    keys.press("Gem")
    expect(mine.locator(".note__text")).to_have_text("Rettet uden mus")
    keys.press("Træk tilbage")
    expect(mine).to_have_count(0)
    keys.press("Læs tavlen her", "link")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


MARKS = """
import json
workshop = Workshop.objects.create(title="Uden mus", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
workshop.add_activity(QuestionSet.objects.library().get(key="kompetencehjulet"))
workshop.open()
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.marks))
print(json.dumps(workshop.code))
"""


def test_what_was_marked_is_taken_back_by_keyboard_too(room, server):
    code = json.loads(server.shell(MARKS.format(email=EMAIL)))
    phone = room.stranger(f"/k/{code}/")
    keys = Keys(phone)
    keys.press("Kom med")
    phone.wait_for_url("**/deltag/*/")
    first = phone.locator("#marks input[type=radio]").first
    keys.to(first)
    phone.keyboard.press("Space")
    expect(first).to_be_checked()
    expect(phone.get_by_role("status")).to_contain_text("Gemt")
    phone.keyboard.press("Space")
    expect(phone.locator("#marks input:checked")).to_have_count(0)
