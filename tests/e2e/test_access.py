"""What only a browser can tell of accessibility: where the focus goes, what is said, what can be hit, what fits."""

import re

import pytest
from playwright.sync_api import Page, expect

from .screens import opened, send, settled
from .server import Made, Server

pytestmark = pytest.mark.once

# Links in a sentence are as high as the sentence is (WCAG 2.2, 2.5.8); a box in a label is as large as its label.
SMALL = """() => {
  const targets = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  return [...targets].flatMap((each) => {
    if (!each.checkVisibility({ visibilityProperty: true })) return [];
    if (each.closest(".visually-hidden, .skip")) return [];
    const text = (node) => node.textContent.replace(/\\s+/g, " ").trim();
    const isInline = getComputedStyle(each).display === "inline" && each.matches("a");
    if (isInline && text(each.parentElement) !== text(each)) return [];
    const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
    return width >= 24 && height >= 24 ? [] : [`${text(each) || each.id || each.name} ${width}x${height}`];
  });
}"""
WIDE = "() => document.documentElement.scrollWidth"


@pytest.fixture
def made(server) -> Made:
    return server.workshop(more="activity.show_notes(True)")


def pages(made: Made, matrix: int, served: Server) -> list[str]:
    rows = f"list(Activity.objects.filter(workshop={matrix}).values_list('pk', flat=True))"
    plan = f"list(Activity.objects.filter(workshop={made.pk}).values_list('pk', flat=True))"
    (shaped,), (planned,) = served.value(rows), served.value(plan)
    return [
        "/workshops/",
        "/workshops/ny/",
        f"/workshops/{made.pk}/",
        f"/workshops/{made.pk}/punkter/{planned}/",
        f"/workshops/{matrix}/punkter/{shaped}/skema/",
        made.desk,
        f"/workshops/{matrix}/styr/",
        f"/workshops/{made.pk}/rapport/",
        "/bibliotek/",
        "/bibliotek/hent-ind/",
        "/was/",
        "/log-ind/igen/",
    ]


def test_nothing_is_wider_than_a_narrow_window_and_everything_can_be_hit(room, server, made):
    """320 px is what is left of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
    matrix, _places = server.matrix()
    title = "Digitalisering og arbejdsmiljøorganisationens samarbejdsudvalg"
    server.shell(f"Workshop.objects.filter(pk={made.pk}).update(title={title!r})")
    phone = room.joined(made)
    send(phone, "Hvem hjælper?")
    desk = room.desk()
    wrong = {}
    for path in pages(made, matrix, server):
        for width in (320, 1366):
            desk.set_viewport_size({"width": width, "height": 640})
            desk.goto(path)
            desk.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            found = [*desk.evaluate(SMALL), *([f"{desk.evaluate(WIDE)} wide"] if desk.evaluate(WIDE) > width else [])]
            if found:
                wrong[path, width] = found
    for name, page, path in [
        ("join", room.phone(width=320), "/"),
        ("log in", room.phone(width=320), "/log-ind/"),
        ("phone", phone, made.phone),
    ]:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(path)
        found = [*page.evaluate(SMALL), *([f"{page.evaluate(WIDE)} wide"] if page.evaluate(WIDE) > 320 else [])]
        if found:
            wrong[name, 320] = found
    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_the_desks_buttons_cover_nothing_where_little_is_left_of_the_window(room, made):
    desk = room.desk(made.desk)
    desk.set_viewport_size({"width": 320, "height": 256})
    expect(desk.locator(".go")).to_have_css("position", "static")


# --- Where the focus goes ---


def focused(desk: Page, name: str | re.Pattern[str]) -> None:
    """What has the focus is called so."""
    expect(desk.locator(":focus")).to_have_count(1)
    expect(desk.locator(":focus")).to_have_accessible_name(name)


def test_after_a_dialog_the_focus_is_where_it_was_opened(room, made):
    phone, desk = room.joined(made), room.desk(made.desk)
    send(phone, "Seddel et")
    send(phone, "Seddel to")
    desk.get_by_role("link", name="Ret Seddel et").press("Enter")
    dialog = opened(desk)
    expect(dialog).to_have_accessible_name("Ret sedlen")
    dialog.get_by_label("Seddel", exact=True).fill("Seddel 1")
    dialog.get_by_role("button", name="Gem", exact=True).press("Enter")
    expect(desk.locator("#toast")).to_contain_text("Sedlen er rettet.")
    focused(desk, "Ret Seddel 1")

    desk.get_by_role("link", name="Ny aftale").press("Enter")
    opened(desk).get_by_label("Hvad aftaler I?").fill("Mere tid")
    desk.locator("#dialog").get_by_role("button", name="Gem aftalen").press("Enter")
    expect(desk.locator("#dialog")).to_be_hidden()
    focused(desk, "Ny aftale")

    desk.get_by_role("link", name="Ret Mere tid").press("Enter")
    opened(desk).get_by_role("button", name="Slet aftalen").press("Enter")
    expect(desk.locator("#dialog")).to_be_hidden()
    focused(desk, re.compile("Aftaler"))

    # What opened it was drawn anew by someone else while it was open.
    desk.get_by_role("link", name="Ret Seddel to").press("Enter")
    opened(desk)
    own = phone.locator("#mine li", has_text="Seddel to")
    own.locator("summary").click()
    own.get_by_label("Ret din seddel").fill("Seddel 2")
    own.get_by_role("button", name="Gem").click()
    expect(desk.locator(".note__text", has_text="Seddel 2")).to_have_count(1)
    desk.keyboard.press("Escape")
    focused(desk, "Ret Seddel 2")


def test_a_note_that_is_gone_leaves_it_to_the_next_and_an_undo_to_what_was_pressed(room, made):
    desk = room.desk(made.desk)
    for text in ("Et", "To", "Tre"):
        desk.get_by_role("link", name="Skriv en seddel").press("Enter")
        opened(desk).get_by_label("Seddel", exact=True).fill(text)
        desk.locator("#dialog").get_by_role("button", name="Sæt den på").press("Enter")
        expect(desk.locator(".place .note__text", has_text=text)).to_have_count(1)
        expect(desk.locator("#dialog")).to_be_hidden()
    focused(desk, "Skriv en seddel")
    desk.get_by_role("link", name="Ret To").press("Enter")
    opened(desk).get_by_role("button", name="Fjern sedlen").press("Enter")
    expect(desk.locator(".place .note__text")).to_have_text(["Et", "Tre"])
    expect(desk.locator(".place .note", has_text="Tre")).to_be_focused()

    desk.get_by_role("link", name="Skjul Et").press("Enter")
    opened(desk).get_by_role("button", name="Den nævner en person").press("Enter")
    expect(desk.locator("#toast")).to_contain_text("Sedlen er skjult.")
    focused(desk, "Vis Et")
    desk.locator("#undo").focus()
    expect(desk.locator("#undo")).to_have_css("outline-color", "rgb(255, 255, 255)")  # on a dark ground
    desk.locator("#undo").press("Enter")
    expect(desk.locator("#toast")).to_contain_text("Det er fortrudt.")
    focused(desk, "Skjul Et")

    desk.keyboard.press("Enter")
    opened(desk).get_by_role("button", name="Den er krænkende").press("Enter")
    expect(desk.locator("#toast")).to_contain_text("Sedlen er skjult.")
    desk.keyboard.press("Control+z")
    expect(desk.locator("#toast")).to_contain_text("Det er fortrudt.")
    focused(desk, "Skjul Et")


def test_a_step_that_comes_while_it_is_in_the_last_is_named_by_focus_title_and_voice(room, server, made):
    phone, desk, wall = room.joined(made), room.desk(made.desk), room.wall(made.wall)
    send(phone, "Seddel")
    desk.get_by_role("link", name="Ret Seddel").focus()
    other = next(key for key in made.keys if key.endswith(f".explain.{made.places[1].replace('-', '.')}"))
    room.desk(made.desk).locator(f"[id='go-{other}']").click()
    expect(desk.locator(".now__question")).to_have_text(made.questions[1])
    expect(desk.locator(".now__question")).to_be_focused()
    for page in (desk, phone, wall):
        expect(page).to_have_title(re.compile(rf"^{re.escape(made.questions[1])} · .* · Dialogværksted$"))
        expect(page.get_by_role("status")).to_contain_text(made.questions[1])
    for page in (phone, wall):
        title = page.title()
        page.reload()
        assert page.title() == title


def test_in_the_plan_it_stays_at_the_button_that_moves(room, server, made):
    (pk,) = server.value(f"list(Activity.objects.filter(workshop={made.pk}).values_list('pk', flat=True))")
    desk = room.desk(f"/workshops/{made.pk}/punkter/{pk}/")
    button = desk.get_by_role("button", name=re.compile("^Flyt .* ned$")).first
    name = button.get_attribute("aria-label")
    button.press("Enter")
    focused(desk, name)


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(room):
    desk = room.desk("/workshops/ny/")
    desk.get_by_role("button", name="Gem, og gå til dagsordenen").press("Enter")
    expect(desk).to_have_title(re.compile("^Fejl: "))
    expect(desk.locator("#wrong")).to_be_focused()
    desk.get_by_role("link", name=re.compile("^Arbejdsplads: ")).press("Enter")
    field = desk.get_by_label("Arbejdsplads", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("Feltet skal udfyldes."))


def test_the_desk_has_a_way_past_its_menu(room, made):
    desk = settled(room.desk(), made.desk)
    desk.keyboard.press("Tab")
    focused(desk, "Gå til trinnet")
    desk.keyboard.press("Enter")
    expect(desk.locator("#now")).to_be_focused()


def test_notes_that_come_are_counted_aloud_now_and_then(room, made):
    phone, desk = room.joined(made), room.desk(made.desk)
    send(phone, "Et")
    expect(desk.get_by_role("status")).to_have_text("1 seddel.")
    send(phone, "To")
    expect(desk.locator(".count")).to_have_text("2 sedler")
    expect(desk.get_by_role("status")).to_have_text("1 seddel.")
