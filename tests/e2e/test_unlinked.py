"""A meeting that is closed by mistake, opened again, finished and erased: nothing is lost that should stay, and nothing
stays that should be lost."""

from playwright.sync_api import Page, expect

from .screens import send
from .server import Compass

LATE = {"timeout": 60_000}  # the report is made in a process of its own
EXPECTED = "De kan se, hvad vi gør"


def close(wall: Page) -> None:
    """From the wall's menu, wherever the room is."""
    wall.keyboard.press("m")
    wall.locator("#wall-close summary").click()
    wall.get_by_role("button", name="Afslut, og lav opsamlingen").click()
    wall.wait_for_url("**/rapport/")
    expect(wall.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)


def test_closed_by_mistake_opened_again_finished_erased_and_looked_back_on(room, server):
    compass = Compass(server)
    compass.go("expected")
    phone, wall = room.joined(compass.made), room.wall(compass.made.wall)
    phone.locator("[data-pick]", has_text="Anerkendt").click()
    phone.get_by_label("Forbedring").check()
    send(phone, EXPECTED)

    close(wall)
    assert "1 sedler med den plads, de kom fra" in server.manage("prove", compass.made.code)
    wall.goto(f"/workshops/{compass.pk}/")
    wall.get_by_role("button", name="Åbn igen").click()
    expect(phone.locator("#mine .note__text")).to_have_text([EXPECTED], timeout=15_000)

    server.shell(f"Note.objects.filter(workshop={compass.pk}).update(shown=True)")
    compass.go("expected-shown")
    wall.goto(compass.made.wall)
    expect(wall.locator(".note__text")).to_have_text([EXPECTED])
    close(wall)
    wall.get_by_role("button", name="Gør færdig").click()
    expect(wall.locator(".message--success")).to_contain_text("Nu kan ingen se, hvem der skrev hvad.")
    assert server.manage("prove", compass.made.code) == ""
    wall.goto(f"/workshops/{compass.pk}/")
    expect(wall.get_by_role("button", name="Åbn igen")).to_have_count(0)

    report = f"/workshops/{compass.pk}/rapport/"
    looks_back(room, wall, report)
    wall.goto(report)
    wall.get_by_label("Skriv »slet« for at slette dem nu").fill("slet")
    wall.get_by_role("button", name="Slet sedlerne").click()
    expect(wall.locator(".message--success")).to_contain_text("Sedlerne er slettet.")
    assert compass.made.notes() == []
    looks_back(room, wall, report)


def looks_back(room, page: Page, report: str) -> None:
    """A follow-up shows what was expected, beside what came of it."""
    page.goto(report)
    page.get_by_role("button", name="Lav en opfølgning").first.click()
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_role("button", name="Åbn workshoppen").click()
    page.wait_for_url("**/styr/")
    wall = room.wall(page.url.replace("/styr/", "/tavle/"))
    page.get_by_role("button", name="Læs det oplevede").first.click()
    page.locator(".focus").get_by_role("button", name="Anerkendt").click()
    expect(wall.locator(".note--then .note__text")).to_have_text([EXPECTED])
