"""The plan of an activity in a browser, where each change is saved as it is made; and a button pressed twice."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once


def plan_of(made) -> str:
    return f"/workshops/{made.pk}/punkter/{made.keys[1].partition('.')[0]}/"


def reword(page: Page, words: str) -> None:
    field = page.get_by_label("Spørgsmål 1", exact=True).first
    with page.expect_response(lambda answer: "/punkter/" in answer.url and answer.request.method == "POST"):
        field.fill(words)
        field.blur()


def stored(server, made) -> str:
    return server.value(f"Question.objects.get(pk={made.places[0].partition('-')[2]}).text")


def test_who_types_on_does_not_clash_with_what_was_saved_while_typing(room, server):
    made = server.workshop("lobby")
    page = room.desk(plan_of(made))
    for words in ("Hvad fylder", "Hvad fylder mest", "Hvad fylder mest?"):
        reword(page, words)
        expect(page.locator("#total")).to_contain_text("· gemt")
        assert stored(server, made) == words
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_url(f"**/workshops/{made.pk}/")

    assert stored(server, made) == "Hvad fylder mest?"


def test_two_who_reword_one_question_both_see_what_the_other_wrote(room, server):
    made = server.workshop("lobby")
    ane, bo = room.desk(plan_of(made)), room.desk(plan_of(made))
    reword(bo, "Bos ord")
    reword(ane, "Anes ord")
    expect(ane.locator("#total")).to_contain_text("Ikke gemt")
    assert stored(server, made) == "Bos ord"

    ane.get_by_role("button", name="Gem", exact=True).click()
    expect(ane.get_by_role("alert").filter(has_text="Nu står der: »Bos ord«")).to_be_visible()
    expect(ane.get_by_label("Spørgsmål 1", exact=True).first).to_have_value("Anes ord")
    ane.get_by_role("button", name="Gem", exact=True).click()
    ane.wait_for_url(f"**/workshops/{made.pk}/")
    assert stored(server, made) == "Anes ord"


def test_a_button_pressed_twice_makes_one_workshop(room, server):
    page = room.desk("/workshops/ny/")
    page.get_by_label("Hvad skal workshoppen hedde?").fill("To tryk")
    page.get_by_label("Arbejdsplads", exact=True).fill("Skolen")
    page.get_by_role("button", name="Gem, og gå til dagsordenen").dblclick()
    page.wait_for_url("**/workshops/*/")
    expect(page.get_by_role("heading", name="To tryk")).to_be_visible()

    assert server.value("Workshop.objects.filter(title='To tryk').count()") == 1


def test_the_agenda_beside_the_desk_shows_where_the_room_is(room, server):
    made = server.every_step("psykisk-arbejdsmiljoe")
    last = made.keys[-1]
    server.shell(f"Workshop.objects.get(pk={made.pk}).go_to('{last}')")
    desk = room.desk(made.desk)
    here = desk.locator(".route [aria-current]")
    expect(here).to_have_attribute("value", last)
    expect(here).to_be_in_viewport(ratio=1)

    desk.locator("#desk-back").click()
    expect(here).not_to_have_attribute("value", last)
    expect(here).to_be_in_viewport(ratio=1)
