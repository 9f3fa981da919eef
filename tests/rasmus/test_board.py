import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.helpers import again
from tests.pages import dom, text
from workshops import screens
from workshops.live import changes
from workshops.models import Note, Workshop

SCREENS = [screens.WALL, screens.DESK, screens.PHONE]


def every_stop(room) -> list[str]:
    drawn = []
    for stop in again(room.workshop).route():
        again(room.workshop).go_to(stop.key)
        drawn += [screens.whole(room.workshop.pk, screen).common for screen in SCREENS]
    return drawn


def test_every_screen_draws_every_stop_without_a_note(before):
    assert all('id="stage"' in drawn for drawn in every_stop(before))


def test_every_screen_draws_every_stop_with_notes_and_an_empty_circle(before):
    for circle in range(5):
        red = before.write("expected", "worse", f"Skærm {circle}", circle)
        before.write("today", "today", f"I dag {circle}", circle)
        before.write("needs", "before", f"Oplæring {circle}", circle, answers=(red,))

    assert all('id="stage"' in drawn for drawn in every_stop(before))


def test_after_draws_every_stop(after):
    assert all('id="stage"' in drawn for drawn in every_stop(after))


def test_the_compass_says_its_numbers(before):
    before.write("expected", "better", "Overblik")
    before.write("expected", "worse", "Skærm", circle=1).hide()
    before.go("expected-shown")
    (compass,) = dom(screens.whole(before.workshop.pk, "wall").common).xpath("//*[@id='compass']/@aria-label")

    assert "Realistisk: 0 i dag, 1 forbedringer, 0 forringelser" in compass
    assert "Anerkendt: 0 i dag, 0 forbedringer, 0 forringelser" in compass


def test_while_writing_the_wall_has_counts_and_no_texts(before):
    before.write("today", "today", "Papirer i bilen")
    before.go("today")
    drawn = screens.whole(before.workshop.pk, "wall").common

    assert "Papirer" not in drawn
    assert text(dom(drawn).xpath(f"//*[@id='count-{before.place('today')}']")[0]) == "1 seddel"


def test_what_has_no_answer_yet_stands_out(before):
    red = before.write("expected", "worse", "Mere skærm")
    before.write("expected", "better", "Overblik")
    before.go("needs")
    assert missing(before, "wall") == ["2 mangler svar"]

    before.write("needs", "before", "Oplæring", answers=(red,))
    assert missing(before, "wall") == ["1 mangler svar"]


def missing(room, screen) -> list[str]:
    return [text(each) for each in dom(screens.whole(room.workshop.pk, screen).common).xpath("//*[@class='missing']")]


def test_a_new_note_draws_the_compass_anew(before):
    before.go("expected-shown")
    note = before.write("expected", "better", "Overblik")
    patch = screens.changed(before.workshop.pk, "wall", {changes.note(note.pk)}).common

    assert dom(patch).xpath("//*[@id='compass']") != []
    assert dom(patch).xpath(f"//*[@id='note-{note.pk}']") != []


def test_the_close_up_shows_one_circle(before):
    before.write("today", "today", "Her", circle=2)
    before.write("today", "today", "Der", circle=3)
    before.go("today-shown", focus=2)
    drawn = screens.whole(before.workshop.pk, "wall").common

    assert ("Her" in drawn, "Der" in drawn) == (True, False)


def test_three_hundred_notes_in_one_circle_are_all_there(before):
    for n in range(300):
        before.write("today", "today", f"Seddel {n}")
    before.go("today-shown")

    notes = dom(screens.whole(before.workshop.pk, "wall").common).xpath("//li[starts-with(@id, 'note-')]")
    assert len(notes) == 300


def test_the_wall_costs_the_same_with_more_notes(before):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            screens.whole(before.workshop.pk, "wall")
        return len(captured)

    before.go("needs")
    reds = [before.write("expected", "worse", f"Skærm {n}") for n in range(3)]
    before.write("needs", "before", "Oplæring", answers=(reds[0],))
    few = cost()
    for red in reds * 10:
        before.write("needs", "during", "Mere", answers=(red,))

    assert cost() == few


def test_expectations_stand_beside_what_was_experienced(after):
    after.write("experienced", "better", "Det gik godt")
    after.go("experienced-shown")
    overview = dom(screens.whole(after.workshop.pk, "wall").common)
    assert [text(each) for each in overview.xpath("//*[@class='earlier-count']")] == [
        "ventet: ▲forbedringer 1 ▼forringelser 2"
    ]

    after.go("experienced-shown", focus=0)
    close = screens.whole(after.workshop.pk, "wall").common
    assert [each in close for each in ("Overblik", "Mere skærm", "Flere koder", "Det gik godt")] == [True] * 4


def test_a_hidden_expectation_stays_hidden_afterwards(after):
    Note.objects.get(text="Mere skærm").hide()
    after.go("experienced-shown", focus=0)

    assert "Mere skærm" not in screens.whole(after.workshop.pk, "wall").common


@pytest.mark.parametrize("lost", ["erased", "deleted", "never"])
def test_after_works_without_a_before(after, before, lost):
    if lost == "erased":
        again(before.workshop).report.finish(b"%PDF-")
        again(before.workshop).erase_notes()
    elif lost == "deleted":
        again(before.workshop).discard()
    else:
        Workshop.objects.filter(pk=after.workshop.pk).update(follows=None)

    assert all('class="earlier-count"' not in drawn for drawn in every_stop(after))
