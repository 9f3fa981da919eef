"""What a participant has begun to write stays with its place, in the phone alone, until it was sent or let go."""

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from .screens import AGED, go, send, write_at
from .server import Compass, Made

pytestmark = pytest.mark.once

SECRET = "Min leder lytter ikke"
WENT_ON = "Vi er gået videre."
DRAFTS = "Object.keys(localStorage).filter(each => each.startsWith('draft/')).map(each => each.split('/')[2]).sort()"
NO_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full'); };"


@pytest.fixture
def made(server) -> Made:
    return server.workshop()


@pytest.fixture
def compass(server) -> Compass:
    return Compass(server)


def pick(phone: Page, circle: str) -> None:
    phone.wait_for_load_state()  # before the scripts are there, a circle is a link to the page with its form
    phone.locator("[data-pick]", has_text=circle).click()
    expect(phone.locator(".write__topic")).to_have_text(circle)
    phone.wait_for_function("() => document.activeElement?.id === 'text'")


def begin(phone: Page, text: str) -> None:
    """Type, and wait until it is kept."""
    before = phone.evaluate(DRAFTS)
    phone.locator("#text").press_sequentially(text)
    phone.wait_for_function(f"before => String({DRAFTS}) !== before", arg=",".join(before))


def no_draft(phone: Page) -> None:
    phone.wait_for_function(f"() => {DRAFTS}.length === 0")


def test_what_is_typed_is_in_no_address(room, compass):
    phone = room.joined(compass.made)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(unquote_plus(request.url)))
    pick(phone, "Anerkendt")
    begin(phone, SECRET)
    pick(phone, "Realistisk")
    phone.locator("#text").press_sequentially("Noget andet")
    compass.go("today")
    expect(phone.locator("#moved-on")).to_be_visible()
    phone.reload()
    phone.goto("/")
    phone.go_back()
    expect(phone.locator("#text")).to_have_value(re.compile("Min leder|Noget andet"))
    assert len(asked) > 20
    assert [each for each in asked if re.search("leder|andet", each)] == []


def test_each_circle_has_its_own(room, compass):
    phone = room.joined(compass.made)
    pick(phone, "Anerkendt")
    phone.locator("#write-form").get_by_label("Forringelse").check()
    begin(phone, SECRET)
    pick(phone, "Realistisk")
    expect(phone.locator("#said")).to_have_text("Det, du var i gang med, er gemt.")
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator("[data-pick].is-begun")).to_have_count(1)
    phone.locator("#write-form").get_by_label("Forbedring").check()
    send(phone, "Mere tid")
    pick(phone, "Anerkendt")
    expect(phone.locator("#text")).to_have_value(SECRET)
    expect(phone.locator("#write-form").get_by_label("Forringelse")).to_be_checked()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Sendt")
    assert sorted(compass.made.notes()) == ["Mere tid", SECRET]
    assert phone.evaluate(DRAFTS) == []


def test_it_outlives_a_reload_the_way_back_and_a_closed_page(room, made):
    phone = room.joined(made)
    text = phone.locator("#text")
    begin(phone, SECRET)
    phone.reload()
    expect(text).to_have_value(SECRET)
    phone.goto("/")
    phone.go_back()
    expect(text).to_have_value(SECRET)
    text.press_sequentially(" her")
    phone.close(run_before_unload=True)

    again = go(phone.context, made.phone)
    expect(again.locator("#text")).to_have_value(f"{SECRET} her")
    expect(again.locator("#moved-on")).to_be_hidden()
    again.get_by_role("button", name="Send", exact=True).click()
    expect(again.locator("#mine .note__text")).to_have_text(f"{SECRET} her")
    assert again.evaluate(DRAFTS) == []
    again.reload()
    expect(again.locator("#text")).to_have_value("")
    assert made.notes() == [f"{SECRET} her"]


def test_one_put_back_is_not_taken_from_under_the_fingers(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    begin(phone, SECRET)
    phone.reload()
    expect(phone.locator("#text")).to_have_value(SECRET)
    write_at(desk, made, 1)
    expect(phone.locator("#moved-on")).to_contain_text(WENT_ON)
    expect(phone.locator("#text")).to_have_value(SECRET)
    phone.get_by_role("button", name="Gå videre uden at sende").click()
    expect(phone.locator("#write [name=place]")).to_have_value(made.places[1])
    expect(phone.locator("#text")).to_have_value("")
    assert phone.evaluate(DRAFTS) == []
    phone.reload()
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator("#moved-on")).to_be_hidden()


def test_an_emptied_field_is_nothing_to_go_on_from(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    begin(phone, SECRET)
    phone.reload()
    expect(phone.locator("#text")).to_have_value(SECRET)
    phone.locator("#text").fill("  ")
    write_at(desk, made, 1)
    expect(phone.locator("#write [name=place]")).to_have_value(made.places[1])
    expect(phone.locator("#moved-on")).to_be_hidden()
    no_draft(phone)

    begin(phone, "Til det andet")
    write_at(desk, made, 0)
    expect(phone.locator("#moved-on")).to_be_visible()
    phone.locator("#text").fill("")
    expect(phone.locator("#moved-on")).to_be_hidden()
    expect(phone.locator("#write [name=place]")).to_have_value(made.places[0])


def test_a_room_that_comes_back_has_not_gone_on(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    begin(phone, SECRET)
    write_at(desk, made, 1)
    expect(phone.locator("#moved-on")).to_be_visible()
    write_at(desk, made, 0)
    expect(phone.locator("#moved-on")).to_be_hidden()
    expect(phone.locator("#text")).to_have_value(SECRET)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text")).to_have_text(SECRET)
    expect(phone.locator("#write [name=place]")).to_have_value(made.places[0])


@pytest.mark.parametrize("step", ["write", "show"])
def test_one_that_the_room_left_meanwhile_is_told_and_can_be_sent(room, server, made, step):
    desk, phone = room.desk(made.desk), room.joined(made)
    begin(phone, SECRET)
    phone.close()
    if step == "write":
        write_at(desk, made, 1)
    else:
        desk.locator("#step-show").click()
        expect(desk.locator("#step-show")).to_have_attribute("aria-current", "step")

    again = go(phone.context, made.phone)
    again.set_viewport_size({"width": 360, "height": 640})
    expect(again.locator("#moved-on")).to_contain_text(WENT_ON)
    expect(again.locator("#moved-on")).to_be_in_viewport(ratio=1)
    expect(again.locator("#write .write__topic")).to_contain_text(made.questions[0])
    expect(again.locator("#text")).to_have_value(SECRET)
    again.get_by_role("button", name="Send", exact=True).click()
    expect(again.locator("#said")).to_have_text("Sendt")
    expect(again.locator("#moved-on")).to_be_hidden()
    if step == "write":
        expect(again.locator("#write [name=place]")).to_have_value(made.places[1])
    else:
        expect(again.locator("#write-form")).to_have_count(0)
    stored = server.value(f"[[n.text, str(n.place)] for n in Note.objects.filter(workshop={made.pk})]")
    assert stored == [[SECRET, made.places[0]]]
    assert again.evaluate(DRAFTS) == []


def test_those_of_circles_left_one_after_the_other_are_told_one_after_the_other(room, compass):
    phone = room.joined(compass.made)
    for circle in ("Anerkendt", "Realistisk"):
        pick(phone, circle)
        phone.locator("#write-form").get_by_label("Forringelse").check()
        begin(phone, f"Til {circle}")
    pick(phone, "Meningsfyldt")
    compass.go("today")
    for circle in ("Anerkendt", "Realistisk"):
        expect(phone.locator("#text")).to_have_value(f"Til {circle}")
        expect(phone.locator("#moved-on")).to_be_visible()
        expect(phone.locator("#write-form").get_by_label("Forringelse")).to_be_checked()
        phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#moved-on")).to_be_hidden()
    expect(phone.locator("[data-pick]")).to_have_count(6)
    expect(phone.locator("#write-form")).to_have_count(0)
    stored = compass.server.value(f"[[n.text, n.topic.title] for n in Note.objects.filter(workshop={compass.pk})]")
    assert stored == [["Til Anerkendt", "Anerkendt"], ["Til Realistisk", "Realistisk"]]


def test_where_notes_are_no_longer_taken_the_text_is_told_and_kept(room, server, made):
    phone = room.joined(made)
    begin(phone, SECRET)
    phone.close()
    server.shell(
        f"from workshops.place import Place; w = Workshop.objects.get(pk={made.pk}); "
        f"w.close_place(Place.parse({made.places[0]!r}))"
    )
    again = go(phone.context, made.phone)
    expect(again.locator("#outbox .note__text")).to_have_text(SECRET)
    expect(again.locator("#outbox li")).to_contain_text("der tages ikke længere imod sedler til det spørgsmål")
    again.reload()
    expect(again.locator("#outbox .note__text")).to_have_text(SECRET)
    again.get_by_role("button", name="Slet").click()
    expect(again.locator("#outbox")).to_be_hidden()


def test_the_summary_and_a_note_being_reworded_come_back_too(room, made):
    phone = room.joined(made)
    send(phone, "Mere tid")
    phone.locator("#mine summary").click()
    edit = phone.get_by_label("Ret din seddel")
    edit.fill("Mere tid til borgerne")
    phone.wait_for_function(f"() => {DRAFTS}.length === 1")
    phone.reload()
    expect(edit).to_be_visible()
    expect(edit).to_have_value("Mere tid til borgerne")
    phone.locator("#mine").get_by_role("button", name="Gem").click()
    expect(phone.locator("#mine .note__text")).to_have_text("Mere tid til borgerne")
    no_draft(phone)
    phone.reload()
    expect(edit).to_be_hidden()
    assert made.notes() == ["Mere tid til borgerne"]


def test_without_storage_the_phone_works_and_a_circle_keeps_its_text_while_the_page_is_there(room, compass):
    phone = room.phone(f"/k/{compass.made.code}/")
    phone.add_init_script(NO_STORAGE)
    phone.get_by_role("button", name="Kom med").click()
    pick(phone, "Anerkendt")
    phone.locator("#text").press_sequentially(SECRET)
    pick(phone, "Realistisk")
    pick(phone, "Anerkendt")
    expect(phone.locator("#text")).to_have_value(SECRET)
    phone.locator("#write-form").get_by_label("Forringelse").check()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Sendt")
    assert compass.made.notes() == [SECRET]
    assert phone.evaluate(DRAFTS) == []


def test_another_seats_is_not_shown_and_is_forgotten_after_thirty_days(room, made):
    phone = room.joined(made)
    begin(phone, SECRET)
    context = phone.context
    phone.close()
    context.clear_cookies()
    other = go(context, f"/k/{made.code}/")
    other.get_by_role("button", name="Kom med").click()
    expect(other.locator("#text")).to_have_value("")
    assert len(other.evaluate(DRAFTS)) == 1
    other.evaluate(AGED.replace("outbox/", "draft/"), 31)
    other.reload()
    expect(other.locator("#text")).to_be_visible()
    assert other.evaluate(DRAFTS) == []


def test_one_sent_from_another_tab_is_no_longer_begun_here(room, made):
    phone = room.joined(made)
    begin(phone, SECRET)
    other = go(phone.context, made.phone)
    expect(other.locator("#text")).to_have_value(SECRET)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator("#mine .note__text")).to_have_text(SECRET)
    expect(other.locator("#text")).to_have_value("")
    assert made.notes() == [SECRET]


def test_a_note_on_its_way_and_one_written_at_the_next_circle_both_come(room, compass):
    phone = room.joined(compass.made)
    waiting: list = []
    phone.route("**/sedler/", lambda route: waiting.append(route), times=1)
    pick(phone, "Anerkendt")
    phone.locator("#write-form").get_by_label("Forringelse").check()
    phone.locator("#text").fill("Den første")
    with phone.expect_request("**/sedler/"):
        phone.get_by_role("button", name="Send", exact=True).click()
    pick(phone, "Realistisk")
    phone.locator("#write-form").get_by_label("Forbedring").check()
    phone.locator("#text").fill("Den anden")
    waiting.pop().abort()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text")).to_have_count(2)
    expect(phone.locator("#outbox")).to_be_hidden()
    assert sorted(compass.made.notes()) == ["Den anden", "Den første"]
