"""Fields with a limit: a long paste is taken whole, counted, and can be shortened; and text that goes the other way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .screens import opened, send

pytestmark = pytest.mark.once

LONG = "Vi dokumenterer det samme to steder. " * 20  # 740 characters, the last a space


def paste(field: Locator, text: str) -> None:
    """Put ``text`` in as the clipboard does: a limit of the browser's own would cut it."""
    for _attempt in range(20):  # a page that is not in front takes nothing from the clipboard
        field.page.bring_to_front()
        field.evaluate(
            """(field, text) => {
              field.focus();
              document.execCommand("selectAll");
              document.execCommand("insertText", false, text);
            }""",
            text,
        )
        if field.input_value():
            return
        field.page.wait_for_timeout(100)


def hint(page: Page, field: str = "text") -> Locator:
    return page.locator(f"#{field}_limit")


@pytest.fixture
def phone(room, server):
    return room.joined(server.workshop())


def test_a_long_paste_is_taken_whole_told_and_can_be_shortened_and_sent(phone):
    text = phone.locator("#text")
    paste(text, LONG)
    assert len(text.input_value()) == 740
    expect(hint(phone)).to_have_text("739 tegn, 239 for mange")
    expect(hint(phone)).to_be_in_viewport()

    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Sedlen er for lang: 739 tegn. Skriv højst 500")
    expect(text).to_have_value(LONG)

    paste(text, LONG[:440])
    expect(hint(phone)).to_have_text("440 af højst 500 tegn")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text")).to_have_text([LONG[:440].strip()])
    expect(text).to_have_value("")
    expect(hint(phone)).to_have_text("Højst 500 tegn")


def test_the_count_comes_when_most_of_the_field_is_used_and_is_read_aloud_after_a_pause(phone):
    text, aloud = phone.locator("#text"), phone.locator("#announced")
    expect(text).to_have_accessible_description("Højst 500 tegn")
    expect(hint(phone)).to_have_css("position", "absolute")  # for who hears it alone

    paste(text, "æ" * 399)
    expect(hint(phone)).to_have_text("Højst 500 tegn")
    text.press_sequentially("ø")
    expect(hint(phone)).to_have_text("400 af højst 500 tegn")
    expect(hint(phone)).to_have_css("position", "static")
    assert aloud.text_content() == ""
    expect(aloud).to_have_text("400 af højst 500 tegn.")
    expect(text).to_have_accessible_description("400 af højst 500 tegn")

    text.press("Backspace")
    expect(hint(phone)).to_have_text("Højst 500 tegn")


@pytest.mark.parametrize(
    ("typed", "counted"),
    [("👍" * 410, 410), ("a\u030a" * 410, 410), ("\n" * 30 + "x" * 410 + " " * 30, 410), ("et\n" * 150, 449)],
)
def test_it_counts_as_the_server_does(phone, typed, counted):
    phone.locator("#text").fill(typed)

    expect(hint(phone)).to_have_text(f"{counted} af højst 500 tegn")


def test_a_note_put_right_is_counted_too(phone):
    send(phone, "Mere tid")
    mine = phone.locator("#mine li").first
    mine.locator("summary").click()
    paste(mine.get_by_label("Ret din seddel"), LONG)

    expect(mine.locator(".limit")).to_have_text("739 tegn, 239 for mange")


def test_without_scripts_the_limit_stands_by_the_field(room, server):
    phone = room.joined(server.workshop(), java_script_enabled=False)

    expect(hint(phone)).to_have_text("Højst 500 tegn")
    expect(hint(phone)).to_have_css("position", "static")


def test_a_note_in_the_desks_dialog_is_counted_and_keeps_its_text_when_it_is_too_long(room, server):
    made = server.workshop("show")
    desk = room.desk(made.desk)
    desk.get_by_role("link", name="Skriv en seddel").first.click()
    dialog = opened(desk)
    paste(dialog.get_by_label("Seddel"), LONG)
    expect(hint(dialog, "note-text")).to_have_text("739 tegn, 239 for mange")

    dialog.get_by_role("button", name="Sæt den på").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Sedlen er for lang: 739 tegn")
    expect(dialog.get_by_label("Seddel")).to_have_value(LONG)
    expect(hint(dialog, "note-text")).to_have_text("739 tegn, 239 for mange")


def test_an_agreement_that_begins_with_a_long_note_says_how_much_room_is_left(room, server):
    made = server.workshop("show", more="workshop.write(places[0], 'note', 'Mere oplæring. ' * 32 + 'Nu', 'k')")
    desk = room.desk(made.desk)
    desk.get_by_role("link", name="Aftal").first.click()

    expect(hint(opened(desk), "id_what")).to_have_text("482 af højst 500 tegn")


def test_the_whole_link_is_pasted_where_the_code_is_asked_for(room, server):
    made = server.workshop()
    phone = room.phone("/")
    link = f"»{server.url}/k/{made.code}/«."
    paste(phone.get_by_label("Koden på tavlen"), link)
    expect(phone.get_by_label("Koden på tavlen")).to_have_value(link)
    phone.get_by_role("button", name="Videre").click()

    phone.wait_for_url(f"**{made.phone}")


def test_a_note_goes_the_way_its_letters_go(room, server):
    made = server.workshop(
        "show",
        more="for key, text in enumerate(['שלום C++', 'مرحبا', 'Hej שלום']): "
        "workshop.write(places[0], 'note', text, str(key))",
    )
    for page in (room.wall(made.wall), room.desk(made.desk)):
        notes = page.locator(".note__text")
        for n, direction in enumerate(["rtl", "rtl", "ltr"]):
            expect(notes.nth(n)).to_have_css("direction", direction)


def test_marks_on_letters_stay_within_their_note(room, server):
    zalgo = "n" + "".join(map(chr, range(0x300, 0x33C)))
    made = server.workshop(
        "show", more=f"for key in range(2): workshop.write(places[0], 'note', {zalgo!r} * 8, str(key))"
    )
    wall = room.wall(made.wall)
    note = wall.locator(".note__text").first

    expect(note).to_be_visible()  # once it is packed
    assert len(note.inner_text()) == 8 * len("ǹ\u0301\u0302\u0303\u0304")
    expect(note).to_have_css("overflow", "clip")
