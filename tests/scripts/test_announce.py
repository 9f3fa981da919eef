"""What changes is said in one region of the page that nothing takes the place of."""

import pytest
from playwright.sync_api import expect

from .phone import NOTES, Drawn, Phone, Thing, own, refused, taken
from .played import HELD, Answer, patch
from .wall import Wall, fragment

PAUSE = 0.2
REGION = "<p id='announced' role='status'></p>"
STAY = "() => { document.getElementById('announced').stays = true; }"
STAYED = "() => document.getElementById('announced').stays === true"


def aloud(screen) -> str:
    """What is said once a moment has gone by."""
    screen.wait(PAUSE)
    return screen.page.locator("#announced").inner_text()


@pytest.fixture
def phone(phone) -> Phone:
    opened = phone.open

    def open_(*places: str, **drawn) -> None:
        opened(*places, **drawn)
        phone.stream("open")
        phone.stream("beat")
        phone.wait(PAUSE)
        phone.page.evaluate("document.getElementById('announced').textContent = ''")

    phone.open = open_
    return phone


def drawn(heading: str, place: str = "1-1") -> str:
    page = Drawn(place)
    page.context["stop"].question = Thing(name=heading, pk=1)
    page.context["stop"].topic = "Tema 1"
    return page.part("stage")


def test_the_page_is_not_said_again_as_it_comes(phone):
    type(phone).open(phone, "1-1")
    assert "Spørgsmål 1" not in aloud(phone)
    expect(phone.page.get_by_role("status")).to_have_count(1)


def test_the_next_question_is_said_and_the_region_is_never_replaced(phone):
    phone.open("1-1")
    phone.page.evaluate(STAY)
    phone.hear(drawn("Hvad er godt?"))
    assert aloud(phone) == "Tema 1. Hvad er godt?"
    phone.hear(drawn("Hvad er godt?"))
    phone.page.evaluate("document.getElementById('announced').textContent = ''")
    assert aloud(phone) == ""
    phone.hear(drawn("Hvad er svært?"))
    assert aloud(phone) == "Tema 1. Hvad er svært?"
    assert phone.page.evaluate(STAYED)


def test_a_note_that_was_sent_is_said_each_time(phone, played):
    played.answer(NOTES, taken(1, "En"), taken(2, "To", key="third"))
    phone.open("1-1")
    phone.send("En")
    expect(phone.said).to_have_text("Sendt")
    assert aloud(phone) == "Sendt."
    phone.page.evaluate("document.getElementById('announced').textContent = ''")
    phone.send("To")
    expect(phone.mine).to_have_count(2)
    assert aloud(phone) == "Sendt."


def test_what_is_wrong_is_said(phone, played):
    played.answer(NOTES, refused("Sedlen er tom. Skriv noget først."))
    phone.open("1-1")
    phone.send(" ")
    expect(phone.said).to_have_text("Sedlen er tom. Skriv noget først.")
    assert aloud(phone) == "Sedlen er tom. Skriv noget først."


def test_a_lost_network_and_a_room_that_moved_on_are_said(phone):
    phone.open("1-1")
    phone.text.fill("Halvt")
    phone.hear(Drawn("2-2").part("stage"))
    assert "Vi er gået videre. Send din seddel" in aloud(phone)
    phone.fail(for_good=True)
    phone.wait(3.1)
    assert aloud(phone) == "Ingen forbindelse lige nu. Vi prøver igen af os selv."


TOAST = "<div id='toast' data-live='reply' data-announced='toast' {0}><p>{1}</p> {2}</div>"
UNDO = "<form hx-post='/undo'><button id='undo'>Fortryd</button></form>"


def toast(text: str = "", undo: bool = False) -> str:
    return TOAST.format("" if text else "hidden", text, UNDO if undo else "")


@pytest.fixture
def desk(wall, played) -> Wall:
    played.answer("/undo", patch(toast("Det er fortrudt.")))
    script = "<script type='module' src='/static/js/announce.js'></script>"
    wall.open(toast(), fragment("stage", "<h2>Trin</h2><button id='a'>A</button><input id='field'>"), REGION, script)
    wall.run("import('/static/js/toast.js').then(() => 1)")
    wall.page.evaluate("document.body.setAttribute('hx-swap', 'none')")
    return wall


def test_a_toast_is_said_each_time_also_when_it_says_the_same(desk):
    for n in range(2):
        desk.hear(toast("Sedlen er skjult.", undo=True).replace("/undo", f"/undo/{n}"))
        assert aloud(desk) == "Sedlen er skjult. Fortryd."
        desk.page.evaluate("document.getElementById('announced').textContent = ''")


def test_what_is_said_while_a_dialog_is_open_is_said_in_it(desk):
    """All else is inert."""
    desk.page.evaluate("document.body.append(document.createElement('dialog'))")
    desk.page.evaluate("document.querySelector('dialog').showModal()")
    desk.hear(toast("Det gik ikke."))
    desk.wait(2 * PAUSE)
    expect(desk.page.locator("dialog #announced")).to_have_text("Det gik ikke.")
    desk.page.evaluate("document.querySelector('dialog').close()")
    desk.hear(toast("Nu gik det."))
    desk.wait(2 * PAUSE)
    expect(desk.page.locator("body > #announced")).to_have_text("Nu gik det.")


# --- The toast ---

FAILURES = [
    (None, "Ingen forbindelse"),
    (Answer(status=500), "Det gik ikke"),
    (Answer(status=404), "Det gik ikke"),
    (Answer(status=403, headers={"X-Logged-Out": "1"}), ""),
    (patch(toast("Det kan ikke lade sig gøre."), status=409), "Det kan ikke lade sig gøre."),
    (Answer(), ""),
]


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize(("answer", "told"), FAILURES)
def test_a_press_that_failed_is_told_also_when_what_was_pressed_is_drawn_anew(desk, played, answer, told, is_gone):
    say = {"sayOffline": "Ingen forbindelse", "sayFailed": "Det gik ikke"}
    desk.page.evaluate("(say) => Object.assign(document.body.dataset, say)", say)
    desk.hear(fragment("stage", "<button hx-post='/press' hx-swap='none'>Tryk</button>"))
    played.answer("/press", HELD)
    desk.press(desk.page.get_by_role("button", name="Tryk"))
    desk.until(lambda: played.to("/press"))
    if is_gone:
        desk.hear(fragment("stage", "<p>Videre</p>"))
    played.reply(answer)
    desk.settle()
    expect(desk.page.locator("#toast")).to_have_text(told)


def test_it_stays_while_it_has_the_focus_or_the_pointer(desk):
    desk.hear(toast("Sedlen er skjult.", undo=True))
    desk.page.locator("#undo").focus()
    desk.wait(15)
    desk.stream("beat")
    expect(desk.page.locator("#toast")).to_be_visible()
    desk.page.locator("#undo").blur()
    desk.page.locator("#toast").hover()
    desk.wait(15)
    expect(desk.page.locator("#toast")).to_be_visible()
    desk.page.mouse.move(0, 0)
    desk.wait(3)
    expect(desk.page.locator("#toast")).to_be_hidden()


def test_ctrl_z_takes_the_last_thing_back_also_once_the_toast_is_gone(desk, played):
    desk.hear(toast("Sedlen er skjult.", undo=True))
    desk.wait(15)
    expect(desk.page.locator("#toast")).to_be_hidden()
    desk.page.locator("#a").focus()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator("#toast")).to_have_text("Det er fortrudt.")
    desk.page.keyboard.press("Control+z")
    desk.settle()
    assert len(played.to("/undo")) == 1


def test_ctrl_z_in_a_field_is_the_browsers_own(desk, played):
    desk.hear(toast("Sedlen er skjult.", undo=True))
    desk.page.locator("#field").press_sequentially("x")
    desk.page.keyboard.press("Control+z")
    desk.settle()
    expect(desk.page.locator("#field")).to_have_value("")
    assert played.to("/undo") == []


# --- Where the focus goes ---


def test_after_an_undo_it_goes_back_to_where_it_was(desk):
    desk.page.locator("#a").focus()
    desk.hear(toast("Sedlen er skjult.", undo=True))
    desk.page.locator("#undo").press("Enter")
    expect(desk.page.locator("#toast")).to_have_text("Det er fortrudt.")
    expect(desk.page.locator("#a")).to_be_focused()


def test_where_what_had_it_is_gone_it_goes_to_the_heading(desk):
    desk.page.locator("#a").focus()
    desk.hear(fragment("stage", "<h2>Næste trin</h2>"))
    expect(desk.page.get_by_role("heading", name="Næste trin")).to_be_focused()


def test_one_without_a_name_is_found_among_those_like_it(desk):
    rows = "<p>{0}</p><button>Gem</button><button>Slet</button><button>Gem</button>"
    desk.hear(fragment("stage", "<h2>Trin</h2>" + rows.format(1)))
    desk.page.get_by_role("button", name="Gem").nth(1).focus()
    desk.hear(fragment("stage", "<h2>Trin</h2>" + rows.format(2)))
    expect(desk.page.get_by_text("2", exact=True)).to_be_visible()
    expect(desk.page.get_by_role("button", name="Gem").nth(1)).to_be_focused()
    desk.hear(fragment("stage", "<h2>Trin</h2><button>Gem</button>"))
    expect(desk.page.get_by_role("heading", name="Trin")).to_be_focused()


def test_it_is_taken_from_nobody(desk):
    desk.hear(fragment("stage", "<h2>Næste trin</h2>"))
    assert desk.page.evaluate("document.activeElement === document.body")


def mine(phone: Phone, *pks: int) -> None:
    phone.open("1-1", mine={"1-1": [own(pk, f"Seddel {pk}") for pk in pks]})


def test_a_note_that_was_withdrawn_leaves_it_to_the_next(phone, played):
    gone = own(2, "", version=2)
    gone.withdrawn = True
    played.answer("/deltag/7/sedler/2/fortryd/", patch(Drawn("1-1").part("my_note", note=gone)))
    mine(phone, 1, 2, 3)
    phone.page.locator("#change-2 summary").press("Enter")
    phone.page.locator("#my-2").get_by_role("button", name="Træk tilbage").press("Enter")
    expect(phone.page.locator("#my-2")).to_have_count(0)
    expect(phone.page.locator("#my-3")).to_be_focused()


def test_a_note_that_was_reworded_keeps_it(phone, played):
    address = Drawn("1-1").part("my_note", note=own(2, "x")).split('hx-post="')[1].split('"')[0]
    played.answer(address, patch(Drawn("1-1").part("my_note", note=own(2, "Ny", version=2))))
    mine(phone, 1, 2, 3)
    phone.page.locator("#change-2 summary").press("Enter")
    phone.page.locator("#edit-2").fill("Ny")
    phone.page.locator("#my-2").get_by_role("button", name="Gem").press("Enter")
    expect(phone.mine.nth(1)).to_have_text("Ny")
    expect(phone.page.locator("#my-2").get_by_role("button", name="Gem")).to_be_focused()


def test_a_blank_note_leaves_it_in_the_field_which_is_marked_until_it_is_typed_in(phone, played):
    played.answer(NOTES, refused("Sedlen er tom. Skriv noget først."))
    phone.open("1-1")
    phone.text.fill(" ")
    phone.button.press("Enter")
    expect(phone.text).to_be_focused()
    expect(phone.text).to_have_attribute("aria-invalid", "true")
    expect(phone.text).to_have_accessible_description("Højst 500 tegn Sedlen er tom. Skriv noget først.")
    phone.page.keyboard.type("Nu")
    expect(phone.text).not_to_have_attribute("aria-invalid", "true")
