"""A note that was withdrawn on a phone can be had back there."""

import pytest
from playwright.sync_api import Locator, expect

from .phone import NOTES, Drawn, Phone, own, refused, taken
from .played import Answer, Played, patch

WITHDRAW = "/deltag/7/sedler/2/fortryd/"


@pytest.fixture
def offer(phone: Phone) -> Locator:
    return phone.page.locator("#withdrawn")


def withdraw(phone: Phone, played: Played, text: str = "Anden linje\nmed mere", answer: Answer | None = None) -> None:
    gone = own(2, "", version=2)
    gone.withdrawn = True
    played.answer(WITHDRAW, answer or patch(Drawn("1-1").part("my_note", note=gone)))
    phone.open("1-1", mine={"1-1": [own(1, "En anden"), own(2, text)]})
    phone.page.locator("#change-2 summary").press("Enter")
    phone.press(phone.page.locator("#my-2").get_by_role("button", name="Træk tilbage"))


@pytest.mark.parametrize("text", ["Kort", "Anden linje\nmed mere", "  <b>&amp;</b>  ", "🙂" * 100])
def test_what_was_withdrawn_is_sent_anew_as_it_was(phone, played, offer, text):
    withdraw(phone, played, text)
    expect(offer).to_be_visible()
    expect(phone.mine).to_have_text(["En anden"])
    played.answer(NOTES, taken(3, text))
    phone.press(offer.get_by_role("button", name="Fortryd"))
    phone.sent(text)
    (note,) = phone.notes()
    assert (note["place"], note["kind"], len(note["key"])) == ("1-1", "note", 32)
    expect(offer).to_be_hidden()
    expect(phone.mine).to_have_count(2)


def test_without_a_network_it_waits_like_any_other(phone, played, offer):
    withdraw(phone, played)
    expect(offer).to_be_visible()
    played.answer(NOTES, None)
    phone.press(offer.get_by_role("button", name="Fortryd"))
    expect(phone.waiting).to_have_text("Anden linje\nmed mere")


def test_where_no_more_notes_are_taken_it_is_told_and_the_text_is_there(phone, played, offer):
    withdraw(phone, played)
    expect(offer).to_be_visible()
    played.answer(NOTES, refused("Der er lukket for sedler her."))
    phone.press(offer.get_by_role("button", name="Fortryd"))
    expect(phone.page.locator("#outbox .outbox__wrong")).to_have_text("Der er lukket for sedler her.")
    expect(phone.waiting).to_have_text("Anden linje\nmed mere")


@pytest.mark.parametrize("answer", [refused("Der er lukket for at rette her."), Answer(status=503), Answer("Log på")])
def test_what_is_still_there_is_not_offered(phone, played, offer, answer):
    withdraw(phone, played, answer=answer)
    phone.settle()
    expect(offer).to_be_hidden()
    expect(phone.mine).to_have_count(2)


def test_only_the_last_one_is_offered(phone, played, offer):
    withdraw(phone, played)
    expect(offer).to_be_visible()
    gone = own(1, "", version=3)
    gone.withdrawn = True
    played.answer("/deltag/7/sedler/1/fortryd/", patch(Drawn("1-1").part("my_note", note=gone)))
    phone.page.locator("#change-1 summary").press("Enter")
    phone.press(phone.page.locator("#my-1").get_by_role("button", name="Træk tilbage"))
    expect(phone.mine).to_have_count(0)
    played.answer(NOTES, taken(4, "En anden"))
    phone.press(offer.get_by_role("button", name="Fortryd"))
    phone.sent("En anden")
