"""What is marked on a phone goes through the outbox at once: the last choice of each place."""

import pytest
from playwright.sync_api import Locator, expect

from .phone import MARKS, NOTES, PAGE, Drawn, Phone, marked, refused, taken
from .played import HELD, Answer, patch
from .storage import ABSENT, BLOCKED, FULL, NOW_MS, entry

TWO = {"1-9": "", "2-9": ""}
WAITS = "Gemt på telefonen. Sendes, når der er net."
FAILED = "Krydset blev ikke gemt. Genindlæs siden, og prøv igen."


def choice(phone: Phone, place: str, choice: str) -> Locator:
    return phone.page.locator(f"#mark-{place}-{choice}")


def mark(phone: Phone, place: str, level: str) -> None:
    """Press a choice, and lift the finger."""
    phone.press(phone.page.locator("label", has=choice(phone, place, level)))


def sent(phone: Phone, *choices: tuple[str, str]) -> None:
    """So many marks were sent by now and no more, in that order."""
    phone.until(lambda: len(phone.played.to(MARKS)) >= len(choices))
    phone.settle()
    found = [(each["place"], each[f"mark-{each['place']}"]) for each in phone.played.to(MARKS)]
    assert found == list(choices)


def waiting(place: str, choice: str, order: int = 1) -> dict[str, object]:
    return {f"outbox/min/mark-{place}": {"key": f"mark-{place}", "place": place, "choice": choice, "order": order}}


def shown(phone: Phone) -> list[str]:
    return phone.page.locator("#marks-form :checked").evaluate_all("(all) => all.map((each) => each.id)")


# --- One that is taken ---


def test_a_mark_is_stored_before_it_is_sent(phone, played):
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    sent(phone, ("1-9", "know"))
    assert phone.kept() == {"mark-1-9": {"key": "mark-1-9", "place": "1-9", "choice": "know", "order": NOW_MS}}
    played.reply(marked(version=8))
    expect(phone.said).to_have_text("Gemt")
    expect(choice(phone, "1-9", "know")).to_be_checked()
    assert (phone.kept(), phone.page.locator("#marks").get_attribute("data-version")) == ({}, "8")


def test_a_form_drawn_before_it_was_stored_does_not_take_it_away(phone, played):
    played.answer(MARKS, marked(version=8))
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    expect(phone.said).to_have_text("Gemt")
    phone.hear(Drawn(ballots=TWO, version=7).part("marks"))
    assert shown(phone) == ["mark-1-9-know"]
    phone.hear(Drawn(ballots={"1-9": "can"}, version=9).part("marks"))
    assert shown(phone) == ["mark-1-9-can"]


def test_a_choice_pressed_again_is_taken_back(phone, played):
    played.answer(MARKS, marked())
    phone.open(ballots={"1-9": "know"})
    mark(phone, "1-9", "know")
    sent(phone, ("1-9", ""))
    assert shown(phone) == []
    mark(phone, "1-9", "know")
    sent(phone, ("1-9", ""), ("1-9", "know"))
    assert shown(phone) == ["mark-1-9-know"]


def test_a_choice_is_taken_back_by_space(phone, played):
    played.answer(MARKS, marked())
    phone.open(ballots={"1-9": "know", "2-9": ""})
    choice(phone, "1-9", "know").press(" ")
    sent(phone, ("1-9", ""))
    expect(choice(phone, "1-9", "know")).to_be_focused()
    assert shown(phone) == []
    choice(phone, "1-9", "know").press(" ")
    sent(phone, ("1-9", ""), ("1-9", "know"))
    choice(phone, "2-9", "can").press(" ")
    sent(phone, ("1-9", ""), ("1-9", "know"), ("2-9", "can"))
    assert shown(phone) == ["mark-1-9-know", "mark-2-9-can"]


def test_space_that_comes_from_elsewhere_takes_nothing_back(phone, played):
    """Held down on one thing and let up on another, or held so long that it repeats."""
    phone.open(ballots={"1-9": "know"})
    phone.page.keyboard.down(" ")
    choice(phone, "1-9", "know").focus()
    phone.page.keyboard.down(" ")
    phone.page.keyboard.up(" ")
    sent(phone)
    assert shown(phone) == ["mark-1-9-know"]


def test_a_choice_is_taken_back_by_the_button_beside_it(phone, played):
    played.answer(MARKS, marked())
    phone.open(ballots={"1-9": "know", "2-9": "can"})
    button = phone.page.get_by_role("button", name="Fjern mit kryds Kompetence 2-9")
    button.press("Enter")
    sent(phone, ("2-9", ""))
    assert shown(phone) == ["mark-1-9-know"]
    expect(choice(phone, "2-9", "can")).to_be_focused()


def test_enter_takes_nothing_back(phone, played):
    phone.open(ballots={"1-9": "know", "2-9": "can"})
    choice(phone, "2-9", "can").press("Enter")
    sent(phone)
    assert shown(phone) == ["mark-1-9-know", "mark-2-9-can"]


def test_a_choice_among_others_is_taken_for_another(phone, played):
    played.answer(MARKS, marked())
    phone.open(ballots={"1-9": "know"})
    mark(phone, "1-9", "can")
    sent(phone, ("1-9", "can"))
    assert shown(phone) == ["mark-1-9-can"]


def test_what_stands_alone_is_ticked_and_unticked(phone, played):
    played.answer(MARKS, marked())
    drawn = Drawn(ballots={"1-9": ""})
    drawn.context["ballots"][0]["spot"]["choices"] = [{"kind": {"key": "yes", "word": "ja"}}]
    phone.goto(drawn.page())
    box = phone.page.locator("#mark-1-9")
    phone.press(box)
    phone.press(box)
    sent(phone, ("1-9", "yes"), ("1-9", ""))
    expect(box).not_to_be_checked()


def test_the_form_itself_is_never_sent(phone):
    phone.open(ballots=TWO)
    phone.page.evaluate("document.getElementById('marks-form').requestSubmit()")
    phone.settle()
    assert phone.page.url.endswith(PAGE)
    assert phone.played.to(MARKS) == []


# --- One that waits ---


def test_only_the_last_choice_of_a_place_waits(phone, played):
    played.answer(MARKS, None)
    phone.open(ballots=TWO)
    for place, level in [("1-9", "know"), ("2-9", "know"), ("1-9", "can")]:
        mark(phone, place, level)
    phone.settle()
    assert {each["place"]: each["choice"] for each in phone.kept().values()} == {"1-9": "can", "2-9": "know"}
    played.asked.clear()
    played.answer(MARKS, marked())
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    sent(phone, ("2-9", "know"), ("1-9", "can"))
    assert phone.kept() == {}


def test_that_it_waits_is_told_each_time_one_marks(phone, played):
    played.answer(MARKS, None)
    phone.open(ballots=TWO)
    for place in TWO:
        mark(phone, place, "know")
        expect(phone.said).to_have_text(WAITS)
        phone.page.evaluate("document.getElementById('said').textContent = ''")
    expect(phone.page.locator("#outbox")).to_be_hidden()  # that is for notes


@pytest.mark.parametrize("answer", [None, Answer(status=500), Answer(status=429), Answer("Log på"), HELD])
def test_one_that_gets_no_answer_is_sent_again(phone, played, answer):
    played.answer(MARKS, answer, HELD)
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    sent(phone, ("1-9", "know"))
    phone.wait(8)  # given up, where nothing comes
    phone.wait(3)
    sent(phone, ("1-9", "know"), ("1-9", "know"))
    played.reply(None if answer is HELD else marked())


def test_one_changed_while_it_was_on_its_way_ends_as_it_was_left(phone, played):
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    sent(phone, ("1-9", "know"))
    mark(phone, "1-9", "can")
    phone.settle()
    played.reply(marked(version=8))
    sent(phone, ("1-9", "know"), ("1-9", "can"))
    assert phone.kept()["mark-1-9"]["choice"] == "can"
    played.reply(marked(version=9))
    phone.until(lambda: phone.kept() == {})
    assert shown(phone) == ["mark-1-9-can"]


def test_marks_and_notes_go_in_the_order_they_were_made(phone, played):
    stored = waiting("1-9", "know", 2) | {"outbox/min/a": entry("Før", 1), "outbox/min/b": entry("Efter", 3)}
    played.answer(NOTES, taken(1, "Før"), taken(2, "Efter"))
    played.answer(MARKS, marked())
    phone.open(ballots=TWO, stored=stored)
    phone.until(lambda: phone.kept() == {})
    assert [each["text"] or each["mark-1-9"] for each in played.asked] == ["Før", "know", "Efter"]


# --- What is shown ---


def test_what_waits_is_shown_as_chosen_after_a_reload(phone):
    phone.open(ballots={"1-9": "know", "2-9": "know"}, stored=waiting("1-9", "can") | waiting("2-9", ""))
    assert shown(phone) == ["mark-1-9-can"]


def test_what_waits_is_shown_as_chosen_in_a_form_drawn_anew(phone, played):
    """As the stream brings it when there is a network again, drawn before the mark was stored."""
    played.answer(MARKS, None)
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    phone.settle()
    phone.hear(Drawn(ballots=TWO, version=5).part("marks"))
    assert shown(phone) == ["mark-1-9-know"]
    played.answer(MARKS, marked(version=6))
    phone.stream("open")
    phone.until(lambda: phone.kept() == {})
    assert shown(phone) == ["mark-1-9-know"]


def test_what_waits_for_a_place_that_is_not_asked_now_touches_nothing(phone):
    phone.open(ballots={"1-9": "know"}, stored=waiting("8-8", "can"))
    assert shown(phone) == ["mark-1-9-know"]
    sent(phone, ("8-8", "can"))


# --- Refused and lost ---


def form_without(phone: Phone, *places: str) -> Answer:
    return Answer(Drawn(ballots={each: "" for each in TWO if each not in places}, version=9).page())


def test_one_that_is_refused_is_told_after_the_others_and_is_no_longer_shown(phone, played):
    phone.open(ballots=TWO)
    played.answer(PAGE, form_without(phone, "1-9"))
    played.answer(MARKS, HELD, marked(version=8))
    mark(phone, "1-9", "know")
    mark(phone, "2-9", "can")
    phone.settle()
    played.reply(refused("»Journal« er lukket imens."))
    expect(phone.said).to_have_text("»Journal« er lukket imens.")
    expect(phone.said).to_have_class("said said--wrong")
    sent(phone, ("1-9", "know"), ("2-9", "can"))
    assert phone.kept() == {}
    assert (shown(phone), phone.page.locator(".ballot").count()) == (["mark-2-9-can"], 1)


def test_the_same_refusal_is_told_once(phone, played):
    phone.open(ballots=TWO)
    played.answer(MARKS, HELD, refused("»Journal« er lukket imens."))
    mark(phone, "1-9", "know")
    mark(phone, "1-9", "can")
    phone.settle()
    played.reply(refused("»Journal« er lukket imens."))
    sent(phone, ("1-9", "know"), ("1-9", "can"))
    expect(phone.said).to_have_text("»Journal« er lukket imens.")


def test_one_that_finds_no_seat_is_told_and_kept(phone, played):
    phone.open(ballots=TWO)
    played.answer(MARKS, Answer(status=403), marked())
    mark(phone, "1-9", "know")
    expect(phone.said).to_have_text(FAILED)
    phone.wait(19)
    sent(phone, ("1-9", "know"))
    phone.stream("open")
    sent(phone, ("1-9", "know"), ("1-9", "know"))
    expect(phone.said).to_have_text("Gemt")
    assert phone.kept() == {}


def test_a_refusal_that_says_nothing_says_something(phone, played):
    phone.open(ballots=TWO)
    played.answer(MARKS, patch(status=422))
    mark(phone, "1-9", "know")
    expect(phone.said).to_have_text("Kunne ikke sendes. Kopiér teksten, og genindlæs siden.")


# --- Without storage ---


@pytest.mark.parametrize("fault", [FULL, BLOCKED, ABSENT], ids=["full", "blocked", "absent"])
def test_without_storage_a_mark_is_sent_for_as_long_as_the_page_is_there(phone, played, fault):
    played.before(fault)
    played.answer(MARKS, None, marked())
    phone.open(ballots=TWO)
    mark(phone, "1-9", "know")
    expect(phone.said).to_have_text("Krydset er ikke gemt endnu. Vi prøver igen, når der er net.")
    phone.wait(3)
    expect(phone.said).to_have_text("Gemt")
    sent(phone, ("1-9", "know"), ("1-9", "know"))


def test_what_another_tab_marks_is_asked_for(phone, played):
    phone.open(ballots=TWO)
    tab = phone.another()
    mark(tab, "1-9", "know")
    sent(tab, ("1-9", "know"))
    played.answer(PAGE, Answer(Drawn(ballots={"1-9": "know"}, version=9).page()))
    played.reply(marked(version=9))
    expect(choice(phone, "1-9", "know")).to_be_checked()
    phone.wait(19)
    sent(phone, ("1-9", "know"))
