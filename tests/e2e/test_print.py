"""What of a page comes on paper: what it says, and nothing that one presses."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once
SHOW = "workshop.report.show(paper.html(workshop))"
PRESSED = "button, a.button, nav, form:not(.plan, .cell__form), .menu, .foot, .top, .toast, .screen-only"


def printed(page: Page, path: str) -> Page:
    page.goto(path)
    page.emulate_media(media="print")
    expect(page.locator(PRESSED).locator("visible=true")).to_have_count(0)
    return page


def test_pages_are_printed_as_what_they_say(room, server):
    made = server.workshop(more="from workshops.report import paper, telling; workshop.close(); " + SHOW)
    agenda = f"/workshops/{made.pk}/"
    page = room.desk(agenda)

    printed(page, agenda)
    expect(page.locator(".agenda > li .drawing")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    printed(page, f"{agenda}rapport/")
    expect(page.locator(".paper--screen")).to_be_visible()
    expect(page.locator(".panel, .page__head").locator("visible=true")).to_have_count(0)
    font = page.locator(".paper--screen").evaluate("each => getComputedStyle(each).fontFamily")
    assert font.startswith('"Hanken Grotesk", "Workshop Symbols"')
    assert page.evaluate("() => document.fonts.check('1em Hanken Grotesk')")

    page.emulate_media(media="screen")
    page.goto("/bibliotek/")
    page.locator(".shelf__sets").get_by_role("link", name="Digitalisering og psykisk arbejdsmiljø").first.click()
    printed(page, page.url)
    expect(page.locator(".asked__text").first).to_be_visible()
    expect(page.locator(".hints li").first).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()


def test_a_plan_is_printed_as_text_and_without_what_is_left_out(room, server):
    made = server.workshop(asked=2)
    page = room.desk(f"/workshops/{made.pk}/")
    page.get_by_role("link", name="Vælg og ret indholdet").click()
    printed(page, page.url)

    questions = page.locator(".question textarea").locator("visible=true")
    expect(questions).to_have_count(2)
    assert questions.first.evaluate("each => getComputedStyle(each).borderTopWidth") == "0px"


def test_a_matrix_is_printed_with_what_stands_in_it(room, server):
    pk, places = server.matrix()
    server.shell(f"""
from workshops.place import Place
Workshop.objects.get(pk={pk}).fill(Place.parse({places[0]!r}), "Lone tager det op på mødet")
""")
    page = room.desk()
    for screen in ("styr", "tavle"):
        printed(page, f"/workshops/{pk}/{screen}/")
        page.emulate_media(media="screen")
    printed(page, f"/workshops/{pk}/styr/")
    cell = page.get_by_label("Ledere, Hvem", exact=True)
    expect(cell).to_have_value("Lone tager det op på mødet")
    expect(cell).to_be_visible()
    assert cell.evaluate("each => each.scrollHeight <= each.clientHeight + 1")
