"""What is written is kept in the phone until the server has acknowledged it, and is sent in the order written."""

import pytest
from playwright.sync_api import expect

from .phone import NOTES, PAGE, Drawn, Phone, own, refused, taken, too_fast
from .played import BLANK, HELD, Answer, patch
from .storage import ABSENT, BLOCKED, FULL, NOW_MS, entry

THREE = ["Den første", "Den anden", "Den tredje"]
PACED = "Det går hurtigt. Det er gemt på telefonen og bliver sendt om lidt."
WAITS = "Gemt på telefonen. Sendes, når der er net."
LOST = "Kunne ikke sendes. Kopiér teksten, og genindlæs siden."
NOT_ANSWERS = [
    None,
    Answer(status=500),
    Answer(status=502),
    Answer(status=503),
    Answer(status=429, headers={"Retry-After": "30"}),
    Answer("<title>Gæstenet</title><p id='said'>Log på</p>"),  # a captive portal's
    Answer("Log på", status=422),
]
LOSSES = [400, 403, 404, 410, 413]


def left(*texts: str) -> dict[str, object]:
    """What an earlier page left in the phone."""
    return {f"outbox/min/{text}": entry(text, order) for order, text in enumerate(texts, 1)}


def online(phone: Phone) -> None:
    phone.page.evaluate("dispatchEvent(new Event('online'))")


# --- A note that is taken ---


def test_a_note_is_stored_before_it_is_sent(phone, played):
    phone.open("1-1")
    phone.send("Mere tid")
    phone.sent("Mere tid")
    assert phone.kept() == {"form": entry("Mere tid", NOW_MS, key="form", named="")}
    played.reply(taken(1, "Mere tid"))
    expect(phone.said).to_have_text("Sendt")
    expect(phone.mine).to_have_text(["Mere tid"])
    expect(phone.text).to_have_value("")
    expect(phone.text).to_be_focused()
    assert phone.kept() == {}
    assert phone.kept("draft") == {}


def test_what_was_chosen_goes_with_it(phone, played):
    phone.open("1-1", kinds_of=("today", "better"), answerable={4: "a", 5: "b", 6: "c"})
    for each in ("4", "6"):
        phone.page.locator(f"[name=answers][value='{each}']").check()
    phone.page.locator("[value=better]").check()
    phone.send("En\nto")
    phone.sent("En\nto")
    (note,) = phone.notes()
    sent = {"key": ["form"], "place": ["1-1"], "kind": ["better"], "text": ["En\nto"], "answers": ["4", "6"]}
    assert {name: note.form[name] for name in sent} == sent
    assert phone.kept()["form"] | {"order": 1} == entry(
        "En\nto", key="form", kind="better", answers=["4", "6"], named=""
    )
    played.reply(taken(1, "En\nto"))
    expect(phone.text).to_have_value("")
    assert phone.page.locator("[name=answers]:checked").count() == 0


def test_a_second_press_sends_nothing(phone, played):
    phone.open("1-1")
    phone.text.fill("Kun én gang")
    phone.button.dblclick()
    phone.page.clock.run_for(1)
    phone.page.evaluate("document.getElementById('write-form').requestSubmit()")
    phone.sent("Kun én gang")
    played.reply(taken(1, "Kun én gang"))
    expect(phone.mine).to_have_text(["Kun én gang"])
    phone.sent("Kun én gang")


def test_the_next_note_has_the_key_that_came_with_the_answer(phone, played):
    phone.open("1-1")
    played.answer(NOTES, taken(1, "En", key="anden"), taken(2, "To", key="tredje"))
    phone.send("En")
    expect(phone.text).to_have_value("")
    phone.send("To")
    phone.sent("En", "To")
    assert [each["key"] for each in phone.notes()] == ["form", "anden"]


def test_a_note_sent_while_a_finger_rests_on_the_page_has_a_key_of_its_own(phone, played):
    """What the answer brings is then not put in yet."""
    phone.open("1-1")
    phone.send("En")
    phone.sent("En")
    phone.page.evaluate("dispatchEvent(new Event('pointerdown'))")
    played.reply(taken(1, "En", key="anden"))
    expect(phone.text).to_have_value("")
    phone.text.fill("To")
    phone.page.evaluate("document.getElementById('write-form').requestSubmit()")
    phone.sent("En", "To")
    assert len({each["key"] for each in phone.notes()}) == 2


def test_what_is_typed_while_a_note_is_on_its_way_stays(phone, played):
    phone.open("1-1")
    phone.send("Den første")
    phone.sent("Den første")
    phone.text.press_sequentially(" og mere")
    played.reply(taken(1, "Den første"))
    expect(phone.mine).to_have_text(["Den første"])
    expect(phone.text).to_have_value("Den første og mere")
    phone.wait(0.3)
    assert phone.kept("draft")["1-1"]["text"] == "Den første og mere"


# --- No answer of ours ---


@pytest.mark.parametrize("answer", NOT_ANSWERS)
def test_a_note_that_gets_no_answer_waits_and_is_sent_again(phone, played, answer):
    phone.open("1-1")
    played.answer(NOTES, answer, HELD)
    phone.send("Mere tid")
    expect(phone.waiting).to_have_text(["Mere tid"])
    expect(phone.said).to_have_text(WAITS)
    expect(phone.page.locator("#outbox .outbox__waits")).to_be_visible()
    expect(phone.text).to_have_value("")
    assert (phone.texts_kept(), phone.page.title()) == (
        ["Mere tid"],
        "Spørgsmål 1 · Nyt omsorgssystem · Dialogværksted",
    )
    phone.wait(3.1)
    first, again = phone.notes()
    for name in ("key", "place", "kind", "text"):
        assert again[name] == first[name]
    assert (again.headers["hx-request"], again.headers["x-csrftoken"]) == ("true", "token")
    played.reply(taken(1, "Mere tid"))
    expect(phone.mine).to_have_text(["Mere tid"])
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert phone.kept() == {}


def test_what_waits_has_a_key_of_its_own_and_the_form_another(phone, played):
    phone.open("1-1")
    played.answer(NOTES, None, HELD)
    phone.send("En")
    expect(phone.waiting).to_have_text(["En"])
    form = phone.page.locator("#note-key").input_value()
    assert (len(form), "form" in phone.kept()) == (32, True)
    phone.wait(3.1)
    played.reply(taken(1, "En", key="af svaret"))
    expect(phone.mine).to_have_text(["En"])
    assert phone.page.locator("#note-key").input_value() == form  # someone may be sending with it


def test_an_answer_that_never_comes_is_given_up_after_eight_seconds(phone, played):
    phone.open("1-1")
    phone.page.evaluate(
        "document.addEventListener('htmx:beforeSend', ({ detail }) => { window.limit = detail.xhr.timeout; })"
    )
    played.answer(NOTES, None, HELD)
    phone.send("En")
    assert phone.page.evaluate("window.limit") == 8_000
    expect(phone.waiting).to_have_text(["En"])
    phone.wait(3.1)
    phone.sent("En", "En")
    phone.wait(7.9)
    phone.wait(5)
    phone.sent("En", "En", "En")


def test_the_pauses_grow_and_are_no_longer_than_fifteen_seconds(phone, played):
    played.before("Math.random = () => 0.9999")
    phone.open("1-1")
    played.answer(NOTES, None)
    phone.send("En")
    expect(phone.waiting).to_have_text(["En"])
    for times, pause in enumerate([3, 4, 6, 10, 15, 15, 15], 1):
        phone.wait(pause - 0.1)
        assert len(phone.notes()) == times
        phone.wait(0.1)
        assert len(phone.notes()) == times + 1


def test_not_all_phones_come_back_at_once(phone, played):
    played.before("Math.random = () => 0")
    phone.open("1-1")
    played.answer(NOTES, None)
    phone.send("En")
    expect(phone.waiting).to_have_text(["En"])
    phone.wait(1.9)
    phone.sent("En")
    phone.wait(0.1)
    phone.sent("En", "En")


def test_the_pause_is_short_again_after_an_answer(phone, played):
    played.before("Math.random = () => 0.9999")
    played.answer(NOTES, None, None, None, taken(1, "En"), None)
    phone.open("1-1", stored=left("En", "To"))
    for pause in (3, 4, 6):
        phone.wait(pause)
    expect(phone.mine).to_have_text(["En"])
    phone.sent("En", "En", "En", "En", "To")
    phone.wait(2.9)
    phone.sent("En", "En", "En", "En", "To")
    phone.wait(0.1)
    phone.sent("En", "En", "En", "En", "To", "To")


@pytest.mark.parametrize("comes", ["online", "stream"])
def test_when_there_is_a_network_again_it_is_sent_at_once(phone, played, comes):
    phone.open("1-1")
    played.answer(NOTES, None, taken(1, "En"))
    phone.send("En")
    expect(phone.waiting).to_have_text(["En"])
    online(phone) if comes == "online" else phone.stream("open")
    expect(phone.mine).to_have_text(["En"])


def test_that_it_waits_is_told_once(phone, played):
    played.answer(NOTES, None)
    phone.open("1-1", stored=left("En"))
    expect(phone.said).to_have_text(WAITS)
    phone.text.press_sequentially("H")
    expect(phone.said).to_have_text("")
    for _ in range(3):
        phone.wait(15)
    expect(phone.said).to_have_text("")


# --- Too fast ---


def test_one_that_comes_too_fast_is_kept_and_sent_a_little_later(phone, played):
    phone.open("1-1")
    played.answer(NOTES, too_fast(), taken(1, "Mere tid"))
    phone.send("Mere tid")
    expect(phone.said).to_have_text(PACED)
    expect(phone.text).to_have_value("")
    expect(phone.waiting).to_have_text(["Mere tid"])
    phone.wait(3.1)
    expect(phone.mine).to_have_text(["Mere tid"])
    phone.sent("Mere tid", "Mere tid")
    assert phone.kept() == {}


def test_many_that_waited_and_come_too_fast_are_all_sent_in_order(phone, played):
    played.answer(NOTES, taken(1, THREE[0]), too_fast(), taken(2, THREE[1]), too_fast(), taken(3, THREE[2]))
    phone.open("1-1", stored=left(*THREE))
    expect(phone.said).to_have_text(PACED)
    phone.wait(3.1)
    phone.wait(3.1)
    expect(phone.mine).to_have_text(THREE)
    phone.sent(THREE[0], THREE[1], THREE[1], THREE[2], THREE[2])


# --- In order ---


def test_notes_are_sent_in_the_order_they_were_written(phone, played):
    phone.open("1-1")
    played.answer(NOTES, None)
    for n, text in enumerate(THREE, 1):
        phone.send(text)
        expect(phone.waiting).to_have_count(n)
    assert phone.texts_kept() == THREE
    played.asked.clear()
    played.answer(NOTES, taken(1, THREE[0]), taken(2, THREE[1]), taken(3, THREE[2]))
    online(phone)
    phone.sent(*THREE)
    expect(phone.mine).to_have_text(THREE)
    assert phone.kept() == {}


def test_one_that_gets_no_answer_holds_back_those_behind_it(phone, played):
    played.answer(NOTES, taken(1, THREE[0]), None, taken(2, THREE[1]), taken(3, THREE[2]))
    phone.open("1-1", stored=left(*THREE))
    phone.sent(THREE[0], THREE[1])
    expect(phone.mine).to_have_text([THREE[0]])
    phone.wait(3)
    expect(phone.mine).to_have_text(THREE)
    phone.sent(THREE[0], THREE[1], THREE[1], THREE[2])


def test_one_written_while_others_wait_goes_behind_them(phone, played):
    phone.open("1-1", stored=left("En"))
    phone.send("To")
    phone.sent("En")
    expect(phone.waiting).to_have_text(["En", "To"])
    expect(phone.text).to_have_value("")
    expect(phone.said).to_have_text(WAITS)
    played.answer(NOTES, taken(2, "To"))
    played.reply(taken(1, "En"))
    phone.sent("En", "To")
    expect(phone.mine).to_have_text(["En", "To"])


def test_one_and_the_same_moment_is_still_an_order(phone, played):
    """A clock that stands, or was put back meanwhile."""
    played.answer(NOTES, None)
    phone.open("1-1", stored={"outbox/min/a": entry("En", NOW_MS + 3_600_000)})
    for text in ("To", "Tre"):
        phone.send(text)
    expect(phone.waiting).to_have_text(["En", "To", "Tre"])
    assert sorted(each["order"] - NOW_MS for each in phone.kept().values()) == [3_600_000, 3_600_001, 3_600_002]


# --- After a reload ---


def test_what_waited_is_sent_when_the_page_is_opened_again(phone, played):
    phone.open("1-1")
    played.answer(NOTES, None)
    phone.send("Mere tid")
    expect(phone.waiting).to_have_text(["Mere tid"])
    played.answer(PAGE, Answer(Drawn("1-1", key="anden").page()))
    played.answer(NOTES, taken(1, "Mere tid"))
    phone.page.reload()
    expect(phone.mine).to_have_text(["Mere tid"])
    assert [each["key"] for each in phone.notes()] == ["form", "form"]
    assert phone.kept() == {}


def test_it_goes_with_its_own_key_place_kind_and_answers(phone, played):
    stored = {"outbox/min/k7": entry("Før", key="k7", place="2-4", kind="better", answers=["8", "9"])}
    phone.open("1-1", stored=stored)
    phone.sent("Før")
    (note,) = phone.notes()
    sent = {"key": ["k7"], "place": ["2-4"], "kind": ["better"], "text": ["Før"], "answers": ["8", "9"]}
    assert note.form == {**sent, "named": [""]}
    played.reply(taken(1, "Før", place="2-4"))
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert phone.kept() == {}


def test_what_the_form_itself_has_on_its_way_is_left_to_it(phone, played):
    phone.open("1-1", stored={"outbox/min/form": entry("Formularens", key="form")})
    online(phone)
    phone.wait(20)
    assert phone.notes() == []
    expect(phone.page.locator("#outbox")).to_be_hidden()


# --- Refused ---


def test_a_note_in_the_form_that_is_refused_stays_there(phone, played):
    phone.open("1-1")
    played.answer(NOTES, refused("Der er lukket for sedler her."))
    phone.send("For sent")
    expect(phone.said).to_have_text("Der er lukket for sedler her.")
    expect(phone.text).to_have_value("For sent")
    assert phone.kept() == {}
    assert phone.kept("draft")["1-1"]["text"] == "For sent"
    phone.wait(20)
    phone.sent("For sent")


def test_one_that_waited_and_is_refused_says_why_and_lets_the_next_go(phone, played):
    phone.open("1-1", stored=left("For sent", "Til tiden"))
    played.answer(NOTES, taken(1, "Til tiden"))
    played.reply(refused("Spørgsmålet findes ikke længere.", "Desværre."))
    expect(phone.mine).to_have_text(["Til tiden"])
    item = phone.page.locator("#outbox li")
    expect(item.locator(".outbox__wrong")).to_have_text("Spørgsmålet findes ikke længere. Desværre.")
    expect(item.get_by_role("button")).to_have_text(["Ret", "Slet"])
    expect(phone.page.locator(".outbox__waits")).to_be_hidden()
    expect(phone.said).to_have_text("Sendt")
    online(phone)
    phone.wait(20)
    phone.sent("For sent", "Til tiden")
    phone.page.reload()
    expect(item.locator(".outbox__wrong")).to_have_text("Spørgsmålet findes ikke længere. Desværre.")
    phone.sent("For sent", "Til tiden")


def test_that_one_was_refused_is_told(phone, played):
    phone.open("1-1", stored=left("For sent"))
    played.reply(refused("Lukket."))
    expect(phone.said).to_have_text("En seddel, der ventede, kunne ikke sendes. Se hvorfor under den.")
    expect(phone.said).to_have_class("said said--wrong")


def test_a_refusal_without_words_has_some(phone, played):
    phone.open("1-1", stored=left("For sent"))
    played.reply(patch(status=422))
    expect(phone.page.locator(".outbox__wrong")).to_have_text(LOST)


def wrong(**more: object) -> dict[str, object]:
    return {"outbox/min/k": entry("For sent", wrong="Lukket.", **more)}


def test_a_refused_note_can_be_put_back_into_the_form(phone, played):
    stored = wrong(kind="better", answers=["5"])
    phone.open("1-1", kinds_of=("today", "better"), answerable={4: "a", 5: "b"}, stored=stored)
    phone.press(phone.page.get_by_role("button", name="Ret"))
    expect(phone.text).to_have_value("For sent")
    expect(phone.text).to_be_focused()
    expect(phone.page.locator("[value=better]")).to_be_checked()
    assert phone.page.locator("[name=answers]:checked").evaluate_all("(all) => all.map((each) => each.value)") == ["5"]
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert (phone.kept(), phone.kept("draft")["1-1"]["text"]) == ({}, "For sent")
    phone.press(phone.button)
    phone.sent("For sent")
    assert phone.notes()[0]["key"] == "form"


def test_it_is_not_put_over_what_one_is_writing(phone):
    phone.open("1-1", stored=wrong())
    phone.text.fill("Midt i noget")
    phone.press(phone.page.get_by_role("button", name="Ret"))
    expect(phone.said).to_have_text("Send først det, du er ved at skrive.")
    expect(phone.text).to_have_value("Midt i noget")
    assert len(phone.kept()) == 1


def test_it_can_be_let_go(phone):
    phone.open("1-1", stored=wrong())
    phone.press(phone.page.get_by_role("button", name="Slet"))
    expect(phone.page.locator("#outbox")).to_be_hidden()
    expect(phone.text).to_have_value("")
    assert phone.kept() == {}


def test_where_there_is_no_form_it_stays_in_the_list(phone):
    phone.open(stored=wrong())
    phone.press(phone.page.get_by_role("button", name="Ret"))
    expect(phone.waiting).to_have_text(["For sent"])
    assert len(phone.kept()) == 1


# --- Lost: nobody of ours takes it ---


@pytest.mark.parametrize("status", LOSSES)
def test_a_note_that_finds_no_seat_stays_in_the_form(phone, played, status):
    phone.open("1-1")
    played.answer(NOTES, Answer(status=status))
    phone.send("Mere tid")
    expect(phone.said).to_have_text("Sedlen blev ikke sendt. Kopiér den, genindlæs siden, og prøv igen.")
    expect(phone.text).to_have_value("Mere tid")
    assert phone.texts_kept() == ["Mere tid"]
    phone.wait(20)
    phone.sent("Mere tid")


@pytest.mark.parametrize("status", LOSSES)
def test_one_that_waited_and_finds_no_seat_is_shown_and_tried_with_the_next_connection(phone, played, status):
    phone.open("1-1", stored=left("En", "To"))
    played.answer(NOTES, taken(2, "To"))
    played.reply(Answer(status=status))
    expect(phone.mine).to_have_text(["To"])
    expect(phone.page.locator("#outbox .outbox__wrong")).to_have_text(LOST)
    phone.wait(20)
    phone.sent("En", "To")
    played.answer(NOTES, taken(1, "En"))
    phone.stream("open")
    expect(phone.mine).to_have_text(["To", "En"])  # as they were stored
    assert phone.kept() == {}


def test_what_waits_stands_before_what_is_lost(phone, played):
    phone.open("1-1", stored=left("En", "To"))
    played.answer(NOTES, None)
    played.reply(Answer(status=403))
    expect(phone.waiting).to_have_text(["To", "En"])
    expect(phone.page.locator(".outbox__waits")).to_be_visible()


# --- Storage ---

UNSENT = "Ikke sendt endnu. Teksten står her, og vi prøver igen, når der er net."


@pytest.fixture(params=[FULL, BLOCKED, ABSENT], ids=["full", "blocked", "absent"])
def unsafe(request, played, phone) -> Phone:
    """A phone that can keep nothing."""
    played.before(request.param)
    return phone


def test_without_storage_a_note_is_sent_as_ever(unsafe, played):
    unsafe.open("1-1")
    unsafe.send("Mere tid")
    unsafe.sent("Mere tid")
    played.reply(taken(1, "Mere tid"))
    expect(unsafe.mine).to_have_text(["Mere tid"])
    expect(unsafe.text).to_have_value("")


def test_without_storage_the_text_stays_in_the_form_until_it_is_sent(unsafe, played):
    unsafe.open("1-1")
    played.answer(NOTES, None, Answer(status=503), taken(1, "Mere tid"))
    unsafe.send("Mere tid")
    expect(unsafe.said).to_have_text(UNSENT)
    expect(unsafe.text).to_have_value("Mere tid")
    expect(unsafe.page.locator("#outbox")).to_be_hidden()
    unsafe.wait(3)
    unsafe.sent("Mere tid", "Mere tid")
    unsafe.wait(3)
    expect(unsafe.mine).to_have_text(["Mere tid"])
    expect(unsafe.text).to_have_value("")
    assert {each["key"] for each in unsafe.notes()} == {"form"}
    unsafe.wait(20)
    assert len(unsafe.notes()) == 3


def test_a_text_that_one_goes_on_writing_is_not_sent_by_itself(unsafe, played):
    unsafe.open("1-1")
    played.answer(NOTES, None, HELD)
    unsafe.send("Mere tid")
    expect(unsafe.said).to_have_text(UNSENT)
    unsafe.text.press_sequentially(" til opl")
    unsafe.wait(20)
    unsafe.sent("Mere tid")
    expect(unsafe.text).to_have_value("Mere tid til opl")


def test_one_that_is_pressed_again_before_is_tried_again_after_that(unsafe, played):
    unsafe.open("1-1")
    played.answer(NOTES, None)
    unsafe.send("Mere tid")
    unsafe.wait(1)
    unsafe.press(unsafe.button)
    unsafe.sent("Mere tid", "Mere tid")
    unsafe.wait(2)
    unsafe.sent("Mere tid", "Mere tid")
    unsafe.wait(1)
    unsafe.sent("Mere tid", "Mere tid", "Mere tid")


def test_without_storage_one_behind_others_stays_in_the_form(played, phone):
    phone.open("1-1", stored=left("En"))
    phone.page.evaluate(f"() => {{ {FULL} }}")
    phone.send("To")
    phone.sent("En")
    expect(phone.said).to_have_text(UNSENT)
    expect(phone.text).to_have_value("To")
    played.answer(NOTES, taken(2, "To"))
    played.reply(taken(1, "En"))
    expect(phone.mine).to_have_text(["En"])
    phone.wait(3)
    expect(phone.mine).to_have_text(["En", "To"])


UNREADABLE = ["{", "", "null", "5", '"tekst"', "[]", "{}", "true", '{"text": "uden rækkefølge"}']


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_cannot_be_read_is_passed_over(phone, played, raw):
    phone.open("1-1", stored={"outbox/min/a": raw, "draft/min/1-1": raw, **left("En")})
    phone.sent("En")
    played.reply(taken(1, "En"))
    expect(phone.mine).to_have_text(["En"])
    expect(phone.page.locator("#outbox")).to_be_hidden()
    phone.send("To")
    phone.sent("En", "To")


@pytest.mark.parametrize("raw", [{"order": 1}, {"order": 1, "text": "Kort"}, {"order": 1, "choice": "know"}])
def test_one_that_lacks_something_does_not_hold_up_the_others(phone, played, raw):
    """As a page of another version of ours may have left it."""
    phone.open("1-1", stored={"outbox/min/a": raw, "outbox/min/b": entry("En", 2)})
    played.answer(NOTES, taken(1, "En"))
    played.reply(refused("Vi kan ikke se, hvad sedlen svarer på."))
    expect(phone.mine).to_have_text(["En"])


# --- Another seat, another tab ---


def test_another_seats_notes_are_neither_sent_nor_touched(phone):
    theirs = {
        "outbox/anden/a": entry("Den andens", NOW_MS - 29 * 24 * 3_600_000),
        "outbox/minister/b": entry("x", NOW_MS),
    }
    phone.open("1-1", stored=theirs)
    online(phone)
    phone.wait(20)
    assert phone.notes() == []
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert (phone.kept(seat="anden"), phone.kept(seat="minister")) == (
        {"a": theirs["outbox/anden/a"]},
        {"b": theirs["outbox/minister/b"]},
    )


@pytest.mark.parametrize("old", [entry("Gammel", NOW_MS - 31 * 24 * 3_600_000), "{", "5"])
def test_another_seats_are_not_kept_for_ever(phone, old):
    phone.open("1-1", stored={"outbox/anden/a": old, "draft/anden/1-1": old, "other/anden/a": old, "outbox": old})
    assert phone.page.evaluate("Object.keys(localStorage).sort()") == ["other/anden/a", "outbox"]


def test_ones_own_are_kept_however_old(phone):
    phone.open("1-1", stored={"outbox/min/a": entry("Gammel", 1)})
    expect(phone.waiting).to_have_text(["Gammel"])


def second(phone: Phone) -> Phone:
    """Another tab of the same phone, with a form of its own."""
    return phone.another(Drawn("1-1", key="den andens").page())


def test_what_one_tab_sends_no_other_sends(phone, played):
    phone.open("1-1")
    tab = second(phone)
    phone.send("Mere tid")
    phone.sent("Mere tid")
    expect(tab.waiting).to_have_text(["Mere tid"])
    phone.wait(2.9)
    played.reply(taken(1, "Mere tid"))
    expect(tab.page.locator("#outbox")).to_be_hidden()
    for each in (phone, tab):
        each.wait(20)
    phone.sent("Mere tid")


def test_the_other_tab_then_asks_for_what_was_sent(phone, played):
    phone.open("1-1")
    tab = second(phone)
    phone.send("Mere tid")
    phone.sent("Mere tid")
    expect(tab.waiting).to_have_text(["Mere tid"])
    before = len(played.to(PAGE))
    played.reply(taken(1, "Mere tid"))
    tab.until(lambda: len(played.to(PAGE)) > before)


def test_what_one_tab_left_another_sends_with_the_same_key(phone, played):
    phone.open("1-1")
    tab = second(phone)
    phone.send("Mere tid")
    phone.sent("Mere tid")
    expect(tab.waiting).to_have_text(["Mere tid"])
    phone.page.goto(BLANK)
    played.answer(NOTES, taken(1, "Mere tid"))
    tab.wait(3)
    expect(tab.mine).to_have_text(["Mere tid"])
    assert [each["key"] for each in tab.notes()] == ["form", "form"]
    assert tab.kept() == {}


def test_what_another_tab_put_aside_is_neither_sent_nor_lost(phone, played):
    phone.open("1-1", stored=left("En"))
    tab = second(phone)
    tab.until(lambda: len(played.held) > 1)
    for _ in range(2):
        played.reply(refused("Lukket."))
    for each in (phone, tab):
        expect(each.page.locator(".outbox__wrong")).to_have_text("Lukket.")
    played.asked.clear()
    for each in (phone, tab):
        each.wait(20)
    assert phone.notes() == []
    phone.press(phone.page.get_by_role("button", name="Slet"))
    expect(tab.page.locator("#outbox")).to_be_hidden()


# --- What is asked about while one is elsewhere ---

PLACES = ("1-1", "2-1")


def asked_about(phone: Phone, played) -> None:
    """A note of the first place is asked about after the second was picked."""
    phone.open(*PLACES)
    phone.send("Spørg Mette")
    phone.sent("Spørg Mette")
    played.answer(f"{PAGE}?place=2-1", Answer(Drawn(*PLACES, at="2-1").page()))
    phone.press(phone.page.locator("[data-pick='2-1']"))
    phone.until(lambda: len(played.held) == 2)  # nobody could tell of the answer to a form that has gone
    for _ in range(2):
        played.reply(refused("Nævner sedlen en person?"))
    phone.settle()


def test_a_note_that_is_asked_about_after_another_place_was_picked_is_still_there(phone, played):
    asked_about(phone, played)
    expect(phone.waiting).to_have_text(["Spørg Mette"])
    expect(phone.page.locator(".outbox__wrong")).to_have_text("Nævner sedlen en person?")
    expect(phone.text).to_have_value("")
    assert phone.text.get_attribute("aria-invalid") is None


def test_it_is_corrected_in_the_form_of_its_own_place(phone, played):
    asked_about(phone, played)
    played.answer(f"{PAGE}?place=1-1", Answer(Drawn(*PLACES).page()))
    phone.press(phone.page.get_by_role("button", name="Ret"))
    expect(phone.text).to_have_value("Spørg Mette")
    assert phone.page.locator("#write [name=place]").input_value() == "1-1"
    assert phone.kept() == {}


@pytest.mark.parametrize("is_closed", [False, True])
def test_also_where_the_room_has_left_it_unless_it_is_closed(phone, played, is_closed):
    wrong = entry("Spørg Mette", 1, place="1-1", wrong="Nævner sedlen en person?")
    late = Drawn("2-2") if is_closed else Drawn("2-2", late="1-1")
    played.answer(f"{PAGE}?late=1-1", Answer(late.page()))
    phone.open("2-2", stored={"outbox/min/en": wrong})
    phone.press(phone.page.get_by_role("button", name="Ret"))
    expect(phone.text).to_have_value("Spørg Mette")
    assert phone.page.locator("#write [name=place]").input_value() == ("2-2" if is_closed else "1-1")
    assert phone.page.locator("#moved-on").is_visible() == (not is_closed)


def test_an_answer_takes_the_focus_from_nothing_else(phone, played):
    phone.open("1-1", mine={"1-1": [own(5, "Skrevet")]})
    phone.send("Mere tid")
    phone.sent("Mere tid")
    phone.page.locator("#change-5 summary").click()
    phone.page.locator("#edit-5").press_sequentially(" om")
    played.reply(taken(1, "Mere tid"))
    expect(phone.text).to_have_value("")
    expect(phone.page.locator("#edit-5")).to_be_focused()


@pytest.mark.parametrize("answer", [None, Answer(status=503), Answer("<title>Gæstenet</title>")])
def test_what_waits_for_nothing_says_that_it_was_not_stored(phone, played, answer):
    phone.open("1-1", mine={"1-1": [own(5, "Skrevet")]})
    played.answer(phone.page.locator("#change-5 form").first.get_attribute("action"), answer)
    phone.page.locator("#change-5 summary").click()
    phone.page.locator("#edit-5").press_sequentially(" om")
    phone.press(phone.page.locator("#change-5").get_by_role("button", name="Gem"))
    expect(phone.said).to_have_text("Det blev ikke gemt. Tryk igen, når der er net.")
