"""What is begun at each place is kept in the phone until it was sent or let go."""

import pytest
from playwright.sync_api import expect

from .phone import NOTES, PAGE, Drawn, Phone, own, taken
from .played import HELD, Answer, patch
from .storage import ABSENT, BLOCKED, FULL, NOW_MS, entry

PLACES = ("1-1", "2-1", "3-1")


def draft(text: str, **more: object) -> dict[str, object]:
    return {"text": text, "kind": "note", "was": None, "answers": [], "beside": {}, "order": 1} | more


def pick(phone: Phone, place: str, **drawn: object) -> None:
    """Press another place, and be given its form."""
    phone.played.answer(f"{PAGE}?place={place}", Answer(Drawn(*PLACES, at=place, **drawn).page()))
    phone.press(phone.page.locator(f"[data-pick='{place}']"))
    expect(phone.page.locator("#write [name=place]")).to_have_value(place)


def begun(phone: Phone) -> list[str]:
    """The places that are shown as begun."""
    return phone.page.locator(".is-begun").evaluate_all("(all) => all.map((each) => each.dataset.pick)")


# --- Kept ---


def test_what_is_typed_is_kept_a_moment_later(phone):
    phone.open("1-1")
    phone.text.press_sequentially("Halvt")
    phone.page.clock.run_for(299)
    assert phone.kept("draft") == {}
    phone.page.clock.run_for(1)
    assert phone.kept("draft") == {"1-1": draft("Halvt", order=NOW_MS + 300)}


@pytest.mark.parametrize(("target", "event"), [("window", "pagehide"), ("document", "visibilitychange")])
def test_it_is_kept_at_once_when_the_page_goes(phone, target, event):
    phone.open("1-1")
    phone.text.press_sequentially("Halvt")
    phone.page.evaluate(f"{target}.dispatchEvent(new Event('{event}'))")
    assert phone.kept("draft")["1-1"]["text"] == "Halvt"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_what_is_emptied_is_kept_no_longer(phone, text):
    phone.open("1-1", stored={"draft/min/1-1": draft("Halvt")})
    expect(phone.text).to_have_value("Halvt")
    phone.text.fill(text)
    phone.page.clock.run_for(300)
    assert phone.kept("draft") == {}


def test_what_was_chosen_is_kept_with_it_and_put_back(phone):
    form = {"kinds_of": ("today", "better"), "answerable": {4: "a", 5: "b"}}
    phone.open("1-1", **form)
    phone.text.press_sequentially("Halvt")
    phone.page.locator("[value=better]").check()
    phone.page.locator("[name=answers][value='5']").check()
    phone.page.clock.run_for(300)
    kept = phone.kept("draft")
    assert kept == {"1-1": draft("Halvt", kind="better", answers=["5"], order=NOW_MS + 300)}
    phone.page.reload()
    expect(phone.text).to_have_value("Halvt")
    expect(phone.page.locator("[value=better]")).to_be_checked()
    expect(phone.page.locator("[name=answers][value='4']")).not_to_be_checked()
    expect(phone.page.locator("[name=answers][value='5']")).to_be_checked()


def test_another_seats_is_not_put_in(phone):
    phone.open("1-1", stored={"draft/anden/1-1": draft("Den andens", order=NOW_MS)})
    expect(phone.text).to_have_value("")
    assert phone.kept("draft", seat="anden") == {"1-1": draft("Den andens", order=NOW_MS)}


def test_it_is_not_put_over_what_the_page_brings_back(phone):
    drawn = Drawn("1-1")
    drawn.context["form"].typed = "Fra siden"
    phone.goto(drawn.page(), stored={"draft/min/1-1": '{"text": "Fra telefonen", "order": 1}'})
    expect(phone.text).to_have_value("Fra siden")


@pytest.mark.parametrize("raw", [{"order": 1}, {"order": 1, "text": "Halvt"}])
def test_one_that_lacks_something_stops_nothing(phone, raw):
    """As a page of another version of ours may have left it."""
    phone.open("1-1", stored={"draft/min/1-1": raw})
    expect(phone.text).to_have_value(raw.get("text", ""))
    phone.send("Mere tid")
    phone.sent("Mere tid")


# --- Places ---


def test_only_the_place_is_asked_for_and_each_keeps_its_own(phone, played):
    phone.open(*PLACES)
    phone.text.press_sequentially("Til den første")
    pick(phone, "2-1")
    assert [each.address for each in played.to(PAGE)] == [f"{PAGE}?place=2-1"]
    expect(phone.text).to_have_value("")
    expect(phone.text).to_be_focused()
    expect(phone.said).to_have_text("Det, du var i gang med, er gemt.")
    assert begun(phone) == ["1-1"]
    phone.text.press_sequentially("Til den anden")
    pick(phone, "1-1")
    expect(phone.text).to_have_value("Til den første")
    assert begun(phone) == ["1-1", "2-1"]
    assert {key: each["text"] for key, each in phone.kept("draft").items()} == {
        "1-1": "Til den første",
        "2-1": "Til den anden",
    }


def test_the_place_one_is_at_and_those_one_has_written_at_are_shown(phone):
    phone.open(*PLACES, at="2-1", mine={"3-1": [own(1, "Skrevet", place="3-1")], "1-1": []})
    here = "(all) => all.map((each) => each.dataset.pick)"
    assert phone.page.locator("[aria-current=true]").evaluate_all(here) == ["2-1"]
    assert phone.page.locator(".is-visited").evaluate_all(here) == ["3-1"]


@pytest.mark.parametrize("answer", [None, Answer(status=500), Answer("<title>Gæstenet</title>")])
def test_a_place_that_is_not_to_be_had_is_told_and_nothing_is_lost(phone, played, answer):
    phone.open(*PLACES)
    phone.text.press_sequentially("Halvt")
    played.answer(PAGE, answer)
    phone.press(phone.page.locator("[data-pick='2-1']"))
    expect(phone.said).to_have_text("Det kunne ikke hentes lige nu. Prøv igen om lidt.")
    expect(phone.text).to_have_value("Halvt")
    assert phone.page.locator("#write [name=place]").input_value() == "1-1"


def test_the_last_place_one_pressed_is_the_one(phone, played):
    phone.open(*PLACES)
    played.answer(PAGE, HELD)
    for each in ("2-1", "3-1"):
        phone.press(phone.page.locator(f"[data-pick='{each}']"))
    phone.until(lambda: len(played.held) == 2)
    played.held.reverse()
    played.reply(Answer(Drawn(*PLACES, at="3-1").page()))
    expect(phone.page.locator("#write [name=place]")).to_have_value("3-1")
    played.reply(Answer(Drawn(*PLACES, at="2-1").page()))
    phone.settle()
    assert phone.page.locator("#write [name=place]").input_value() == "3-1"


def test_a_new_tab_is_the_browsers_to_open(phone, played):
    phone.open(*PLACES)
    phone.page.evaluate(
        """() => {
          addEventListener("click", (event) => { window.left = !event.defaultPrevented; event.preventDefault(); });
          const click = new MouseEvent("click", { ctrlKey: true, bubbles: true, cancelable: true });
          document.querySelector("[data-pick='2-1']").dispatchEvent(click);
        }"""
    )
    assert phone.page.evaluate("window.left")
    phone.settle()
    assert played.asked == []


def test_a_note_on_its_way_goes_its_way_and_the_next_place_has_a_key_of_its_own(phone, played):
    phone.open(*PLACES)
    phone.send("Den første")
    phone.sent("Den første")
    pick(phone, "2-1")
    phone.sent("Den første", "Den første")  # nobody could tell of the answer to a form that has gone
    played.answer(NOTES, HELD)
    phone.press(phone.button) if phone.text.input_value() else phone.send("Den anden")
    for _ in range(2):
        played.reply(taken(1, "Den første"))
    phone.settle()
    keys = [each["key"] for each in phone.notes()]
    assert (keys[:2], keys[2] != "form") == (["form", "form"], True)


# --- A place that the room has left ---


def left(phone: Phone, **answers: Answer | None) -> None:
    """Open the phone with something begun where the room is no longer."""
    phone.played.answer(f"{PAGE}?late=1-1", answers.get("answer", Answer(Drawn("2-1", late="1-1").page())))
    phone.open("2-1", stored={"draft/min/1-1": draft("Halvt")})


def test_what_was_begun_where_the_room_was_comes_back_in_that_places_form(phone, played):
    left(phone)
    expect(phone.text).to_have_value("Halvt")
    assert phone.page.locator("#write [name=place]").input_value() == "1-1"
    expect(phone.page.locator("#moved-on")).to_be_visible()
    assert [each.address for each in played.to(PAGE)] == [f"{PAGE}?late=1-1"]


def test_it_is_let_go_for_the_rooms_own_form(phone, played):
    left(phone)
    expect(phone.text).to_have_value("Halvt")
    phone.press(phone.page.get_by_role("button", name="Gå videre uden at sende"))
    expect(phone.text).to_have_value("")
    assert phone.page.locator("#write [name=place]").input_value() == "2-1"
    expect(phone.page.locator("#moved-on")).to_be_hidden()
    assert phone.kept("draft") == {}


def test_it_is_emptied_for_the_rooms_own_form(phone):
    left(phone)
    expect(phone.text).to_have_value("Halvt")
    phone.text.fill("")
    expect(phone.page.locator("#write [name=place]")).to_have_value("2-1")


def test_it_is_sent_where_it_was_meant(phone, played):
    left(phone)
    expect(phone.text).to_have_value("Halvt")
    played.answer(NOTES, taken(1, "Halvt"))
    phone.press(phone.button)
    phone.sent("Halvt")
    assert phone.notes()[0]["place"] == "1-1"
    expect(phone.page.locator("#write [name=place]")).to_have_value("2-1")


def test_it_does_not_come_over_what_one_is_writing(phone, played):
    phone.open("2-1")
    phone.text.press_sequentially("Midt i noget")
    phone.page.evaluate('localStorage.setItem(\'draft/min/1-1\', \'{"text": "Halvt", "order": 1}\')')
    phone.hear("<p></p>")
    phone.settle()
    assert played.to(PAGE) == []
    expect(phone.text).to_have_value("Midt i noget")


LATE = "Vi er gået videre, og der tages ikke længere imod sedler til det spørgsmål."


@pytest.mark.parametrize("fault", ["", FULL], ids=["kept", "full"])
def test_where_notes_are_no_longer_taken_it_is_told_and_the_text_is_there(phone, played, fault):
    phone.open(*PLACES)
    phone.page.evaluate(f"() => {{ {fault} }}")
    phone.text.press_sequentially("Halvt")
    pick(phone, "2-1")
    played.answer(f"{PAGE}?late=1-1", Answer(Drawn("4-1").page()))
    phone.hear(Drawn("4-1").part("stage"))
    expect(phone.waiting).to_have_text(["Halvt"])
    expect(phone.page.locator(".outbox__wrong")).to_have_text(LATE)
    phone.wait(5)
    assert [each.address for each in played.to(PAGE)][1:] == [f"{PAGE}?late=1-1"]
    assert (len(phone.kept()), phone.kept("draft")) == (0 if fault else 1, {})


def test_what_cannot_be_asked_for_now_is_kept_for_later(phone, played):
    left(phone, answer=None)
    phone.settle()
    assert phone.kept("draft") == {"1-1": draft("Halvt")}
    played.answer(f"{PAGE}?late=1-1", Answer(Drawn("2-1", late="1-1").page()))
    phone.hear("<p></p>")
    expect(phone.text).to_have_value("Halvt")


# --- While the room goes on ---


def test_the_room_goes_on_around_what_is_being_written(phone, played):
    phone.open("1-1")
    phone.text.press_sequentially("Halvt")
    phone.hear(Drawn("1-2").part("stage"))
    expect(phone.page.locator("#moved-on")).to_be_visible()
    expect(phone.page.locator(".stage__question")).to_have_text("Spørgsmål 1")  # what is being answered
    expect(phone.text).to_have_value("Halvt")
    expect(phone.text).to_be_focused()
    played.answer(NOTES, taken(1, "Halvt"))
    phone.press(phone.button)
    phone.sent("Halvt")
    assert phone.notes()[0]["place"] == "1-1"
    expect(phone.page.locator("#write [name=place]")).to_have_value("1-2")
    expect(phone.page.locator(".stage__question")).to_have_text("Spørgsmål 2")
    expect(phone.page.locator("#moved-on")).to_be_hidden()


QUESTION = ".stage__question, #stage h2"


@pytest.mark.parametrize(
    ("following", "said"),
    [
        (Drawn("2-1"), "Spørgsmål 1"),  # the same question of the next topic
        (Drawn("1-1", is_open=False), "Tak, fordi du var med"),
        (Drawn("1-1", on_break=True), "Pause"),
    ],
    ids=["topic", "closing", "break"],
)
def test_whatever_the_room_goes_on_to_comes_when_it_is_sent(phone, played, following, said):
    phone.open("1-1")
    phone.text.press_sequentially("Halvt")
    phone.hear(following.part("stage"))
    phone.settle()
    expect(phone.text).to_have_value("Halvt")
    expect(phone.page.locator(QUESTION).first).to_have_text("Spørgsmål 1")
    played.answer(NOTES, taken(1, "Halvt"))
    phone.press(phone.button)
    phone.sent("Halvt")
    assert phone.notes()[0]["place"] == "1-1"
    expect(phone.page.locator(QUESTION).first).to_have_text(said)
    now = phone.page.locator("#write [name=place]")
    assert (now.input_value() if now.count() else "") == str(following.context["spot"].place)


def test_a_place_pressed_when_the_room_has_left_it_leads_to_where_the_room_is(phone, played):
    phone.open(*PLACES)
    phone.text.press_sequentially("Halvt")
    phone.hear(Drawn("4-2").part("stage"))
    played.answer(f"{PAGE}?place=2-1", Answer(Drawn("4-2").page()))
    played.answer(f"{PAGE}?late=1-1", Answer(Drawn("4-2", late="1-1").page()))
    phone.press(phone.page.locator("[data-pick='2-1']"))
    expect(phone.page.locator(QUESTION).first).to_have_text("Spørgsmål 2")
    expect(phone.text).to_have_value("Halvt")
    assert phone.page.locator("#write [name=place]").input_value() == "1-1"
    expect(phone.page.locator("#moved-on")).to_be_visible()


def test_one_that_was_closed_meanwhile_shows_the_page_as_it_is(phone, played):
    phone.open(*PLACES)
    for address in (PAGE, f"{PAGE}?place=2-1"):
        played.answer(address, Answer(Drawn("1-1", "3-1").page()))
    phone.press(phone.page.locator("[data-pick='2-1']"))
    expect(phone.page.locator("[data-pick]")).to_have_count(2)
    assert phone.page.locator("#write [name=place]").input_value() == "1-1"


# --- Other fields ---


def test_a_note_being_reworded_is_kept_and_comes_back_unfolded(phone, played):
    phone.open("1-1", mine={"1-1": [own(5, "Skrevet")]}, stored={"draft/min/note-5": draft("Skrevet om")})
    expect(phone.page.locator("#edit-5")).to_have_value("Skrevet om")
    expect(phone.page.locator("#change-5")).to_have_attribute("open", "")
    played.answer("/deltag/7/sedler/5/", patch())
    address = phone.page.locator("#change-5 form").first.get_attribute("action")
    played.answer(address, patch(Drawn("1-1").part("my_note", note=own(5, "Skrevet om", version=2))))
    phone.press(phone.page.locator("#change-5").get_by_role("button", name="Gem"))
    phone.until(lambda: phone.kept("draft") == {})
    expect(phone.page.locator("#edit-5")).to_have_value("Skrevet om")


@pytest.mark.parametrize("answer", [None, Answer(status=503), patch(status=422), Answer("Log på")])
def test_what_was_not_taken_is_kept(phone, played, answer):
    phone.open("1-1", mine={"1-1": [own(5, "Skrevet")]}, stored={"draft/min/note-5": draft("Skrevet om")})
    played.answer(phone.page.locator("#change-5 form").first.get_attribute("action"), answer)
    phone.press(phone.page.locator("#change-5").get_by_role("button", name="Gem"))
    phone.settle()
    assert phone.kept("draft")["note-5"]["text"] == "Skrevet om"


def test_a_summary_comes_back_with_what_it_began_from(phone):
    kept = draft("Vi sagde ja", kind=None, was="Vi sagde")
    phone.open("1-1", summary="Vi sagde nej", stored={"draft/min/summary-1-1": kept})
    expect(phone.page.locator("#summary")).to_have_value("Vi sagde ja")
    assert phone.page.locator("#summary-form [name=was]").input_value() == "Vi sagde"


def test_what_stands_beside_it_is_kept_too(phone):
    fields = """<form><textarea id="what" name="what" data-draft="agreement" data-was=""></textarea>
<input type="radio" name="result" value="agreed" checked><input type="radio" name="result" value="disagreed">
<input type="text" name="who"><input type="date" name="due"><input type="hidden" name="key" value="k"></form>"""
    page = Drawn("1-1").page().replace("</main>", f"{fields}</main>")
    phone.goto(page)
    phone.page.locator("[value=disagreed]").check()
    phone.page.locator("[name=who]").fill("Mette")
    phone.page.locator("[name=due]").fill("2026-10-01")
    phone.page.locator("#what").press_sequentially("Mere tid")
    phone.page.clock.run_for(300)
    phone.page.reload()
    expect(phone.page.locator("#what")).to_have_value("Mere tid")
    values = "(form) => Object.fromEntries(new FormData(form))"
    assert phone.page.locator("form:has(#what)").evaluate(values) == {
        "what": "Mere tid",
        "result": "disagreed",
        "who": "Mette",
        "due": "2026-10-01",
        "key": "k",
    }


def test_one_that_an_earlier_page_kept_leaves_what_is_chosen_there(phone):
    fields = """<form><textarea id="what" name="what" data-draft="agreement" data-was=""></textarea>
<input type="radio" name="result" value="agreed" checked><input type="radio" name="result" value="disagreed"></form>"""
    page = Drawn("1-1").page().replace("</main>", f"{fields}</main>")
    phone.goto(page, stored={"draft/min/agreement": '{"text": "Mere tid", "order": 1}'})
    expect(phone.page.locator("#what")).to_have_value("Mere tid")
    expect(phone.page.locator("[value=agreed]")).to_be_checked()


# --- Another tab, and no storage ---


def test_what_another_tab_sent_is_no_longer_begun_here(phone, played):
    phone.open("1-1", stored={"draft/min/1-1": draft("Halvt")})
    tab = phone.another()
    expect(tab.text).to_have_value("Halvt")
    played.answer(NOTES, taken(1, "Halvt"))
    phone.press(phone.button)
    expect(phone.text).to_have_value("")
    expect(tab.text).to_have_value("")


def test_what_one_has_written_on_since_in_another_tab_stays(phone, played):
    phone.open("1-1", stored={"draft/min/1-1": draft("Halvt")})
    tab = phone.another()
    expect(tab.text).to_have_value("Halvt")
    phone.page.clock.run_for(300)
    tab.text.press_sequentially(" og mere")
    phone.page.clock.run_for(300)
    played.answer(NOTES, taken(1, "Halvt"))
    phone.press(phone.button)
    expect(phone.mine).to_have_text(["Halvt"])
    tab.settle()
    expect(tab.text).to_have_value("Halvt og mere")
    assert tab.kept("draft")["1-1"]["text"] == "Halvt og mere"


@pytest.mark.parametrize("fault", [FULL, BLOCKED, ABSENT], ids=["full", "blocked", "absent"])
def test_without_storage_a_place_keeps_its_text_while_the_page_is_there(phone, played, fault):
    played.before(fault)
    phone.open(*PLACES)
    phone.text.press_sequentially("Til den første")
    pick(phone, "2-1")
    expect(phone.text).to_have_value("")
    pick(phone, "1-1")
    expect(phone.text).to_have_value("Til den første")


@pytest.mark.parametrize("fault", [FULL, BLOCKED, ABSENT], ids=["full", "blocked", "absent"])
def test_without_storage_what_could_not_be_sent_is_begun_again(phone, played, fault):
    played.before(fault)
    played.answer(NOTES, None)
    phone.open(*PLACES)
    phone.send("Til den første")
    expect(phone.said).to_have_class("said said--wrong")
    pick(phone, "2-1")
    phone.wait(20)
    phone.sent("Til den første")
    pick(phone, "1-1")
    expect(phone.text).to_have_value("Til den første")


def test_what_is_on_its_way_is_no_draft(phone):
    phone.open("1-1")
    phone.text.fill("Mere tid")
    phone.page.clock.run_for(300)
    phone.press(phone.button)
    phone.sent("Mere tid")
    assert phone.kept("draft") == {}
    assert entry("Mere tid", key="form", named="") == phone.kept()["form"] | {"order": 1}
