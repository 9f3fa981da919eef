"""The compass on the wall, the desk and the phones."""

import pytest

from tests.helpers import again, from_cold
from tests.pages import dom, text
from workshops import changes
from workshops.models import Note
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

SCREENS = [WALL, DESK, PHONE]


def drawn_at_every_stop(room) -> list:
    """What each kind of screen shows at each stop of the way."""
    drawn = []
    for stop in again(room.workshop).route():
        again(room.workshop).go_to(stop.key)
        drawn += [room.see(screen) for screen in SCREENS]
    return drawn


def texts(page) -> list[str]:
    return [text(each) for each in page.xpath("//*[@class='note__text']")]


@pytest.mark.django_db
@pytest.mark.parametrize("room", ["before", "full", "after"])
def test_every_screen_draws_every_stop(room, request):
    drawn = drawn_at_every_stop(request.getfixturevalue(room))

    assert [len(page.xpath("//*[@id='stage']")) for page in drawn] == [1] * len(drawn)


# --- The compass ---


def test_the_compass_says_its_numbers(before):
    before.write("today", "today")
    before.write("expected", "better")
    before.write(before.place("expected", 1), "worse").hide("person")
    before.go("expected-shown")
    said = [f"{name}: 0 i dag, 0 forbedringer, 0 forringelser" for name in before.names[1:]]

    (label,) = before.see().xpath("//*[@id='compass']/@aria-label")
    assert label.strip() == "; ".join(["Kompasset: Realistisk: 1 i dag, 1 forbedring, 0 forringelser", *said])


def test_a_new_note_draws_the_compass_anew(before):
    before.go("expected-shown")
    note = before.write("expected", "better")
    patch = dom(patches.changed(before.workshop.pk, "wall", {changes.note(note.pk)}).common)

    assert len(patch.xpath("//*[@id='compass']")) == len(patch.xpath(f"//*[@id='note-{note.number}']")) == 1


# --- The notes ---


def test_while_writing_the_wall_has_counts_and_no_texts(full):
    full.go("expected")
    wall = full.see()

    assert [text(wall.xpath(f"//*[@id='count-{place}']")[0]) for place in full.places("expected")] == [
        "3 sedler",
        *["0 sedler"] * 5,
    ]
    assert [note.text for note in Note.objects.all() if note.text in full.drawn()] == []


def test_what_has_no_answer_yet_stands_out(full):
    def missing() -> tuple[list[str], list[str]]:
        full.go("needs")
        counted = full.see().xpath("//*[@class='missing']")
        full.go("needs", focus=0)
        marked = full.see().xpath("//*[contains(@class, 'note--unanswered')]//*[@class='note__text']")
        return [text(each) for each in counted], [text(each) for each in marked]

    assert missing() == (["2 mangler svar"], ["Overblik", "Flere koder"])

    full.write("needs", "before", answers=(full.note("better").number,))
    assert missing() == (["1 mangler svar"], ["Flere koder"])


def test_the_close_up_shows_one_circle(before):
    before.write(before.place("today", 2), "today", "Her")
    before.write(before.place("today", 3), "today", "Der")
    before.go("today-shown")
    assert sorted(texts(before.see())) == ["Der", "Her"]

    before.go("today-shown", focus=2)
    assert texts(before.see()) == ["Her"]


@pytest.mark.thorough
def test_three_hundred_notes_in_one_circle_are_all_there(before):
    for n in range(300):
        before.write("today", "today", f"Seddel {n}")
    before.go("today-shown")

    assert texts(before.see()) == [f"Seddel {n}" for n in range(300)]


def test_the_wall_costs_the_same_with_more_notes(full):
    def cost() -> int:
        with from_cold() as captured:
            patches.whole(full.workshop.pk, "wall")
        return len(captured)

    full.go("needs")
    few = cost()
    for n in range(30):
        red = full.write(full.place("expected", n % 5), "worse", f"Skærm {n}")
        full.write(full.place("needs", n % 5), "during", answers=(red.number,))

    assert cost() == few


# --- What was expected, afterwards ---


def test_expectations_stand_beside_what_was_experienced(after):
    after.write("experienced", "better", "Det gik godt")
    after.go("experienced-shown")
    counts = after.see().xpath("//*[@class='earlier-count']")
    assert [text(each) for each in counts] == ["forventet: ▲forbedringer 1 ▼forringelser 2"]

    after.go("experienced-shown", focus=0)
    assert texts(after.see()) == ["Det gik godt", "Overblik", "Mere skærm", "Flere koder"]


def test_a_hidden_expectation_stays_hidden_afterwards(after):
    Note.objects.get(text="Mere skærm").hide("person")
    after.go("experienced-shown", focus=0)

    assert texts(after.see()) == ["Overblik", "Flere koder"]
    assert "Mere skærm" not in after.drawn()


def test_after_works_without_a_before(alone):
    drawn = drawn_at_every_stop(alone)

    assert [len(page.xpath("//*[@id='stage']")) for page in drawn] == [1] * len(drawn)
    assert [each for page in drawn for each in page.xpath("//*[@class='earlier-count']")] == []
