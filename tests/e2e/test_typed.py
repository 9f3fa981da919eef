"""What is typed on a facilitator's screens is never lost: not on its way, not by a key, not by a reload."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .screens import log_in, opened
from .server import Made

pytestmark = pytest.mark.once

JOINED = "En anden skrev her samtidig"
PUT_IN = "Det, du skrev, er sat ind igen."
AGREED = "Vi tager en pause fra skærmen\n\n  hver dag"
TEXTS = [
    "Et\n\nTo",
    "Et\n\n\n\nTo\n\n\nTre",
    "\nBegynder med en tom linje",
    "\n\nBegynder med to",
    "Slutter med en tom linje\n",
    "Slutter med to\n\n",
    "\n\nTomme linjer om det\n\n",
    "  To mellemrum først",
    "Linje\n  med indryk\n    og mere",
    "Slutter med mellemrum  ",
    "En linje\n   \nmed kun mellemrum imellem",
    "\tEn tabulator",
    "data: som i en strøm\nevent: leave\nid: 7\n: en kommentar\nretry: 1",
    "Linjeskift af en anden slags:\u2028her\u2029og her\x85og her",
    "Lodret\x0btabulator og\x0cside",
    "</textarea><b>Ikke fed</b>",
    "<textarea>\"citat\" og 'apostrof'",
    "&amp; &lt; &#10; &quot; og & alene",
    "<!-- ikke en kommentar -->",
    "Æ, ø og å, ü, ß, ł, 東京, العربية",
    "👨‍👩‍👧 🙂 🇩🇰 👍🏽",
    "e\u0301 og \u200b usynligt \u00ad bindestreg",
    "{{ board }} {% load x %}",
    "\ufeffBegynder med et mærke",
    "x" * 1000,
    "Ord " * 200,
    "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n\n11",
]
STORE = """
from workshops.place import Place
workshop = Workshop.objects.get(pk={pk})
for place, text in zip({places!r}, {texts!r}):
    topic, question = place.split("-")
    Outcome.objects.create(workshop=workshop, topic_id=topic, question_id=question, text=text)
workshop.changed("stage")
"""


@pytest.fixture
def matrix(server) -> tuple[int, list[str]]:
    return server.matrix()


@pytest.fixture
def made(server) -> Made:
    return server.workshop()


def cell(desk: Page, place: str) -> Locator:
    return desk.locator(f"#text-{place}")


def new_agreement(desk: Page) -> Locator:
    desk.get_by_role("link", name="Ny aftale").click()
    return opened(desk)


def what(dialog: Locator) -> Locator:
    return dialog.get_by_label("Hvad aftaler I?")


def question(desk: Page) -> Locator:
    return desk.get_by_role("dialog").filter(has_text="Du har skrevet noget, der ikke er gemt.").last


def reload(desk: Page) -> list[str]:
    """Load the page anew, whatever it asks. Returns what it asked."""
    asked = []

    def answer(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", answer)
    desk.reload()
    desk.remove_listener("dialog", answer)
    return asked


# --- On its way ---


def test_what_is_stored_is_what_arrives_and_is_edited_alone(room, server, matrix):
    pk, places = matrix
    assert len(places) >= len(TEXTS) >= 20
    desk = room.desk(f"/workshops/{pk}/styr/")
    desk.evaluate("window.marked = true")
    server.shell(STORE.format(pk=pk, places=places, texts=TEXTS))
    for place, text in zip(places, TEXTS, strict=False):
        expect(cell(desk, place)).to_have_value(text)
    assert desk.evaluate("window.marked") is True
    arrived = desk.evaluate(
        """(places) => places.map((place) => {
            const text = document.getElementById(`text-${place}`);
            return [text.value, text.form.elements.was.value];
        })""",
        places[: len(TEXTS)],
    )
    assert arrived == [[text, text] for text in TEXTS]

    cell(desk, places[0]).fill("Et rettet\n\nTo")
    cell(desk, places[0]).blur()
    expect(desk.locator("#toast")).to_contain_text("Gemt.")
    expect(cell(desk, places[0])).to_have_js_property("defaultValue", "Et rettet\n\nTo")
    cell(desk, places[0]).fill("Et rettet igen\n\nTo")
    cell(desk, places[0]).blur()
    expect(cell(desk, places[0])).to_have_js_property("defaultValue", "Et rettet igen\n\nTo")
    expect(desk.locator("#toast")).not_to_contain_text(JOINED)


# --- A dialog ---


def test_a_dialog_asks_before_it_throws_away(room, made):
    desk = room.desk(made.desk)
    dialog = new_agreement(desk)
    what(dialog).fill(AGREED)
    for close in ("Escape", "outside", "Fortryd"):
        if close == "outside":
            desk.mouse.click(5, 400)
        elif close == "Fortryd":
            dialog.get_by_role("link", name="Fortryd").click()
        else:
            desk.keyboard.press("Escape")
        expect(question(desk).get_by_role("button", name="Bliv")).to_be_focused()
        desk.keyboard.press("Enter")
        expect(question(desk)).to_be_hidden()
        expect(what(dialog)).to_have_value(AGREED)
    what(dialog).focus()
    for _twice in range(2):
        desk.keyboard.press("Escape")
        expect(question(desk)).to_be_visible()
        desk.keyboard.press("Escape")
        expect(question(desk)).to_be_hidden()
        expect(what(dialog)).to_be_focused()

    desk.keyboard.press("Escape")
    question(desk).get_by_role("button", name="Smid væk").click()
    expect(dialog).to_be_hidden()
    expect(what(new_agreement(desk))).to_have_value("")


@pytest.mark.parametrize("typed", ["", "x"])
def test_a_dialog_with_nothing_typed_closes_at_once(room, made, typed):
    desk = room.desk(made.desk)
    dialog = new_agreement(desk)
    what(dialog).fill(typed)
    what(dialog).fill("")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert reload(desk) == []


def test_a_dialog_whose_other_button_was_pressed_keeps_what_was_typed(room, server, made):
    server.shell(
        f"from workshops.place import Place; w = Workshop.objects.get(pk={made.pk}); "
        f"w.write(Place.parse('{made.places[0]}'), 'note', 'Mere tid', 'k')"
    )
    desk = room.desk(made.desk)
    desk.locator("#switch-notes").click()
    desk.get_by_role("link", name="Ret Mere tid").click()
    dialog = opened(desk)
    dialog.get_by_label("Seddel").fill("Mere tid til oplæring")
    dialog.get_by_label("Flyt til").select_option(made.places[1])
    dialog.get_by_role("button", name="Flyt").click()
    expect(desk.locator("#toast")).to_contain_text("Sedlen er flyttet.")
    expect(dialog.get_by_label("Seddel")).to_have_value("Mere tid til oplæring")
    dialog.get_by_role("button", name="Gem", exact=True).click()
    expect(dialog).to_be_hidden()
    assert made.notes() == ["Mere tid til oplæring"]


def test_a_dialog_comes_back_with_what_was_typed_until_it_is_stored(room, made):
    desk = room.desk(made.desk)
    dialog = new_agreement(desk)
    what(dialog).fill(AGREED)
    dialog.get_by_label("Hvem gør det?").fill("Teamlederen")
    dialog.get_by_label("Før", exact=True).check()
    assert reload(desk) == ["beforeunload"]

    dialog = new_agreement(desk)
    expect(dialog.locator(".kept", has_text=PUT_IN)).to_be_visible()
    expect(what(dialog)).to_have_value(AGREED)
    expect(dialog.get_by_label("Hvem gør det?")).to_have_value("Teamlederen")
    expect(dialog.get_by_label("Før", exact=True)).to_be_checked()
    dialog.get_by_label("Hvornår skal det være gjort?").fill("2020-01-01")
    dialog.get_by_role("button", name="Gem aftalen").click()
    expect(dialog.get_by_text("Datoen er gået.")).to_be_visible()
    assert reload(desk) == ["beforeunload"]

    dialog = new_agreement(desk)
    expect(what(dialog)).to_have_value(AGREED)
    dialog.get_by_label("Hvornår skal det være gjort?").fill("")
    dialog.get_by_role("button", name="Gem aftalen").click()
    expect(dialog).to_be_hidden()
    expect(desk.locator(".agreement__what")).to_have_count(1)
    assert reload(desk) == []
    expect(what(new_agreement(desk))).to_have_value("")


def test_what_was_put_in_again_can_be_let_go(room, made):
    desk = room.desk(made.desk)
    what(new_agreement(desk)).fill(AGREED)
    reload(desk)
    dialog = new_agreement(desk)
    dialog.get_by_role("button", name="Smid det væk").click()
    expect(what(dialog)).to_have_value("")
    expect(dialog.locator(".kept", has_text=PUT_IN)).to_be_hidden()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


# --- A cell ---


def test_a_cell_that_was_not_left_is_stored_after_a_reload(room, server, matrix):
    pk, places = matrix
    desk = room.desk(f"/workshops/{pk}/styr/")
    cell(desk, places[3]).fill("Ældrerådet\n\nog de pårørende")
    assert reload(desk) == ["beforeunload"]
    expect(cell(desk, places[3])).to_have_js_property("defaultValue", "Ældrerådet\n\nog de pårørende")
    assert server.value(f"[each.text for each in Outcome.objects.filter(workshop={pk})]") == [
        "Ældrerådet\n\nog de pårørende"
    ]
    assert reload(desk) == []


def test_a_cell_that_someone_else_filled_meanwhile_keeps_both(room, server, matrix):
    pk, places = matrix
    desk = room.desk(f"/workshops/{pk}/styr/")
    cell(desk, places[3]).fill("Ældrerådet")
    server.shell(STORE.format(pk=pk, places=places[3:4], texts=["De pårørende"]))
    reload(desk)
    expect(cell(desk, places[3])).to_have_js_property("defaultValue", "De pårørende\nÆldrerådet")


# --- Pages of plain forms ---


def test_the_details_of_a_workshop_are_kept_until_they_are_stored(room, made):
    address = f"/workshops/{made.pk}/ret/"
    desk = room.desk(address)
    technology = desk.get_by_label("Hvilken teknologi handler det om?")
    technology.fill("Et nyt vagtplansystem")
    assert reload(desk) == ["beforeunload"]
    expect(technology).to_have_value("Et nyt vagtplansystem")
    expect(desk.locator(".kept", has_text=PUT_IN)).to_be_visible()

    desk.get_by_label("Hvad skal workshoppen hedde?").fill("")
    desk.get_by_role("button", name="Gem").click()
    expect(desk.get_by_text("Noget mangler eller passer ikke.")).to_be_visible()
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto("/workshops/")
    desk.goto(address)
    expect(technology).to_have_value("Et nyt vagtplansystem")
    desk.get_by_label("Hvad skal workshoppen hedde?").fill("Vagtplanen")
    desk.get_by_role("button", name="Gem").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vagtplanen")
    desk.goto(address)
    expect(desk.locator(".kept", has_text=PUT_IN)).to_be_hidden()
    assert reload(desk) == []


def test_a_plan_keeps_ones_own_question_and_what_could_not_be_stored(room, server, made):
    activity = server.value(f"Workshop.objects.get(pk={made.pk}).activities.get().pk")
    desk = room.desk(f"/workshops/{made.pk}/punkter/{activity}/")
    own = desk.get_by_label("Jeres eget spørgsmål").first
    own.fill("Hvad savner vi?")
    minutes = desk.locator(".question__minutes input")
    minutes.nth(0).fill("25")
    minutes.nth(0).blur()
    expect(desk.locator("#total")).to_contain_text("gemt")
    minutes.nth(1).fill("900")
    minutes.nth(1).blur()
    expect(desk.locator("#total")).to_contain_text("Ikke gemt")
    reload(desk)
    expect(own).to_have_value("Hvad savner vi?")
    expect(minutes.nth(0)).to_have_value("25")
    expect(minutes.nth(1)).to_have_value("900")

    minutes.nth(1).fill("15")
    minutes.nth(1).blur()
    expect(desk.locator("#total")).to_contain_text("gemt")
    desk.get_by_role("button", name="Tilføj").first.click()
    expect(desk.get_by_text("Hvad savner vi?")).to_have_count(1)
    assert reload(desk) == []
    expect(own).to_have_value("")


def test_the_editor_keeps_what_was_typed_and_tells_what_someone_else_wrote(room, server):
    desk = room.desk("/bibliotek/ny/")
    desk.get_by_label("Titel").fill("Pauserne")
    desk.get_by_role("button", name="Gem, og skriv spørgsmål").click()
    intro = desk.get_by_label("Indledning")
    intro.fill("Om pauser\n\nog om luft")
    desk.get_by_label("Et tema mere").fill("Frirummet")
    assert reload(desk) == ["beforeunload"]
    expect(intro).to_have_value("Om pauser\n\nog om luft")
    expect(desk.get_by_label("Et tema mere")).to_have_value("Frirummet")

    pk = re.search(r"/bibliotek/(\d+)/", desk.url)[1]
    server.shell(f"QuestionSet.objects.filter(pk={pk}).update(intro='Bo skrev her')")
    reload(desk)
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.get_by_role("alert").filter(has_text="Nu står der: »Bo skrev her«.")).to_be_visible()
    expect(intro).to_have_value("Om pauser\n\nog om luft")
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.get_by_text("Ikke gemt endnu")).to_have_count(0)
    expect(intro).to_have_value("Om pauser\n\nog om luft")
    assert reload(desk) == []


def test_a_pasted_set_is_kept(room):
    desk = room.desk("/bibliotek/hent-ind/")
    text = desk.get_by_label("Eller sæt teksten ind her")
    text.fill("\ntool: dialogue\n\ntitle: Pauser")
    assert reload(desk) == ["beforeunload"]
    expect(text).to_have_value("\ntool: dialogue\n\ntitle: Pauser")


# --- A computer that is shared ---


def stored(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter((each) => each.startsWith('kept/'))")


def forgets(page: Page) -> None:
    """Wait until the page keeps nothing of what was typed: its script sees to that, and loads after what is seen."""
    page.wait_for_function("() => !Object.keys(sessionStorage).some((each) => each.startsWith('kept/'))")


def test_logging_out_leaves_nothing_of_what_was_typed(room, made):
    page = room.stranger("/log-ind/")
    log_in(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/workshops/{made.pk}/ret/")
    beside = page.context.new_page()
    beside.goto(made.desk)
    what(new_agreement(beside)).fill(AGREED)
    page.get_by_label("Arbejdsplads", exact=True).fill("Solgården og Lindegården")
    assert (len(stored(page)), len(stored(beside))) == (1, 1)

    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/")
    forgets(page)
    expect(beside.get_by_role("alert").filter(has_text="Du er blevet logget ud.")).to_be_visible()
    forgets(beside)


def test_what_one_typed_is_not_put_in_for_another(room, server, made):
    page = room.stranger("/log-ind/")
    log_in(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/bibliotek/ny/")
    page.get_by_label("Titel").fill("Kun for Ane")
    page.context.clear_cookies()
    other = "gry@example.dk", "te og tvebakker i lange baner"
    server.shell(f"User.objects.create_user({other[0]!r}, {other[1]!r}, name='Gry')")
    page.goto("/log-ind/?next=/bibliotek/ny/")
    page.get_by_label("Mail").fill(other[0])
    page.get_by_label("Adgangskode").fill(other[1])
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_label("Titel")).to_have_value("")
    forgets(page)


def test_a_window_opened_from_another_has_nothing_of_what_was_typed_there(room, made):
    desk = room.desk(made.desk)
    what(new_agreement(desk)).fill(AGREED)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload()
    with desk.expect_popup() as popup:
        desk.get_by_role("link", name="Åbn tavlen").click()
    expect(popup.value.locator("#stage")).to_be_visible()
    forgets(popup.value)
    assert len(stored(desk)) == 1
