"""A session that ends under an open screen: it is told there, one logs in beside it, and the screen goes on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .screens import BACK_WITHIN, log_in, opened
from .server import EMAIL, PASSWORD, Made

OUT = "Du er blevet logget ud."
AGREED = "Vi tager en pause fra skærmen\n\nhver dag kl. 14"


@pytest.fixture
def made(server) -> Made:
    return server.workshop()


@pytest.fixture
def own(room) -> Page:
    """A desk's browser with a session of its own: it is going to end."""
    page = room.stranger("/log-ind/")
    log_in(page)
    return page


def told(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text=OUT)


def end_session(server, page: Page) -> None:
    """The session ends, and the browser is not told."""
    key = next(each["value"] for each in page.context.cookies() if each["name"] == "sessionid")
    code = f"from django.contrib.sessions.models import Session; Session.objects.filter(pk={key!r}).delete()"
    server.shell(code)


def log_in_beside(page: Page) -> None:
    """Follow the notice's link to a window of its own, and log in there."""
    with page.context.expect_page() as opened_beside:
        told(page).get_by_role("link", name="Log ind").click()
    beside = opened_beside.value
    beside.get_by_label("Mail").fill(EMAIL)
    beside.get_by_label("Adgangskode").fill(PASSWORD)
    beside.get_by_role("button", name="Log ind").click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Du er logget ind igen")
    beside.close()


def test_the_desk_goes_on_after_a_log_in_beside_it(server, own, made):
    own.goto(made.desk)
    own.evaluate("window.marked = true")
    end_session(server, own)
    own.locator("#step-show").click()
    expect(told(own)).to_be_visible()
    expect(own.locator("#step-write")).to_have_attribute("aria-current", "step")

    log_in_beside(own)
    expect(told(own)).to_be_hidden()
    own.locator("#step-show").click()
    expect(own.locator("#step-show")).to_have_attribute("aria-current", "step")
    assert own.evaluate("window.marked") is True


@pytest.mark.once
def test_a_dialog_keeps_what_was_typed_and_the_same_press_stores_it(server, own, made):
    own.goto(made.desk)
    own.get_by_role("link", name="Ny aftale").click()
    dialog = opened(own)
    dialog.get_by_label("Hvad aftaler I?").fill(AGREED)
    end_session(server, own)
    dialog.get_by_role("button", name="Gem aftalen").click()
    expect(dialog.locator(told(own))).to_be_visible()
    expect(dialog.get_by_label("Hvad aftaler I?")).to_have_value(AGREED)

    log_in_beside(own)
    expect(told(own)).to_be_hidden()
    expect(dialog.get_by_label("Hvad aftaler I?")).to_have_value(AGREED)
    dialog.get_by_role("button", name="Gem aftalen").click()
    expect(dialog).to_be_hidden()
    expect(own.locator(".agreement__what")).to_have_text("Vi tager en pause fra skærmen hver dag kl. 14")
    assert server.value(f"[each.what for each in Agreement.objects.filter(workshop={made.pk})]") == [AGREED]


@pytest.mark.once
def test_back_after_logging_out_shows_nothing(own):
    own.get_by_role("button", name="Log ud").click()
    expect(own.get_by_label("Koden på tavlen")).to_be_visible()
    own.go_back()

    expect(own.get_by_role("heading", level=1)).to_have_text("Log ind som ordstyrer")


def test_the_wall_does_not_look_alive_and_its_keys_work_again(server, own, made):
    own.set_viewport_size({"width": 1920, "height": 1080})
    own.goto(made.wall)
    own.evaluate("window.marked = true")
    end_session(server, own)
    own.keyboard.press("PageDown")
    expect(told(own)).to_be_visible()
    assert told(own).bounding_box()["width"] == 1920

    log_in_beside(own)
    expect(told(own)).to_be_hidden()
    own.keyboard.press("PageDown")
    expect(own.locator(".steps [aria-current]")).to_have_text("Se")
    assert own.evaluate("window.marked") is True


@pytest.mark.once
def test_a_screen_learns_it_without_a_press_and_keeps_what_is_typed(server, own, made):
    """Where the stream ends, or one comes back to the window, and not by being loaded anew."""
    own.goto(made.desk)
    own.evaluate("window.marked = true")
    wall = own.context.new_page()
    wall.goto(made.wall)
    wall.evaluate("window.marked = true")
    end_session(server, own)
    server.kill()
    server.start()
    for page in (own, wall):
        expect(told(page)).to_be_visible(timeout=BACK_WITHIN)
    log_in_beside(own)
    for page in (own, wall):
        expect(told(page)).to_be_hidden()
        assert page.evaluate("window.marked") is True
    own.locator("#step-show").click()
    expect(wall.locator(".steps [aria-current]")).to_have_text("Se")


@pytest.mark.once
def test_a_plain_form_is_sent_again_with_a_press(server, own, made):
    own.goto(f"/workshops/{made.pk}/ret/")
    own.get_by_label("Hvilken teknologi handler det om?").fill("Et nyt vagtplansystem")
    end_session(server, own)
    own.get_by_role("button", name="Gem").click()
    expect(own.get_by_text("Det, du sendte, er ikke gemt endnu")).to_be_visible()
    own.get_by_label("Mail").fill(EMAIL)
    own.get_by_label("Adgangskode").fill(PASSWORD)
    own.get_by_role("button", name="Log ind").click()
    own.get_by_role("button", name="Send igen").click()
    own.wait_for_url(f"**/workshops/{made.pk}/")
    assert server.value(f"Workshop.objects.get(pk={made.pk}).technology") == "Et nyt vagtplansystem"

    own.goto(f"/workshops/{made.pk}/ret/")
    expect(own.locator(".kept")).to_be_hidden()


@pytest.mark.once
def test_a_page_from_before_the_log_in_still_sends(own, made):
    own.goto(f"/workshops/{made.pk}/ret/")
    own.get_by_label("Hvilken teknologi handler det om?").fill("Et nyt vagtplansystem")
    beside = own.context.new_page()
    beside.goto("/workshops/")
    beside.get_by_role("button", name="Log ud").click()
    log_in(beside)
    own.get_by_role("button", name="Gem").click()
    own.wait_for_url(f"**/workshops/{made.pk}/")


@pytest.mark.once
def test_one_who_no_longer_steers_is_told_and_keeps_what_is_typed(room, server):
    pk, (place, *_rest) = server.matrix()
    desk = room.desk(f"/workshops/{pk}/styr/")
    desk.locator(f"#text-{place}").fill("Ældrerådet")
    server.shell(
        f"w = Workshop.objects.get(pk={pk}); w.facilitators.add(User.objects.create_user('{pk}@example.dk')); "
        f"ane = User.objects.get(email={EMAIL!r}); w.take_off(ane, ane)"
    )
    expect(desk.locator("#toast")).to_contain_text("Du styrer ikke workshoppen længere.")
    expect(desk.locator(f"#text-{place}")).to_have_value("Ældrerådet")


# --- The projector stays lit ---

LAMP = """
window.lit = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
    const lock = Object.assign(new EventTarget(), { release: async () => {
        window.lit = window.lit.filter((each) => each !== lock);
        lock.dispatchEvent(new Event("release"));
    } });
    if (kind !== "screen" || window.refused) throw new DOMException("", "NotAllowedError");
    window.lit.push(lock);
    return lock;
} } });
"""


def lit(page: Page, lamps: int) -> None:
    """Wait until so many locks are held."""
    page.wait_for_function("(lamps) => window.lit.length === lamps", arg=lamps)


@pytest.mark.once
def test_the_wall_keeps_the_projector_lit_while_the_workshop_is_open(room, server, made):
    wall = room.wall()
    wall.add_init_script(LAMP)
    wall.goto(made.wall)
    lit(wall, 1)
    wall.keyboard.press("PageDown")
    expect(wall.locator(".steps [aria-current]")).to_have_text("Se")
    lit(wall, 1)

    wall.evaluate("window.lit[0].release()")  # as a browser does when the page is hidden
    lit(wall, 0)
    wall.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    lit(wall, 1)

    server.shell(f"Workshop.objects.get(pk={made.pk}).close()")
    expect(wall.get_by_role("heading", level=1)).to_have_text("Tak for i dag")
    lit(wall, 0)


@pytest.mark.once
@pytest.mark.parametrize("lacks", ["window.refused = true", "delete Navigator.prototype.wakeLock"])
def test_the_wall_works_where_it_cannot_be_kept_lit(room, made, lacks):
    wall = room.wall()
    wall.add_init_script((LAMP if "refused" in lacks else "") + lacks)
    wall.goto(made.wall)
    wall.keyboard.press("PageDown")
    expect(wall.locator(".steps [aria-current]")).to_have_text("Se")
