"""The way round the compass, before and after."""

import pytest

from rasmus import steps
from tests.helpers import again
from workshops.errors import Refused

WRITTEN = ["today", "today-shown", "expected", "expected-shown", "needs", "decide"]
BEFORE = [*["understand"] * 7, *WRITTEN]
AFTER = [*["understand"] * 7, "experienced", "experienced-shown", "lessons", "decide"]


def keys(stops) -> list[str]:
    return [stop.step.key for stop in stops if not stop.step.reviews]


def test_before_goes_from_understanding_circle_by_circle_to_deciding(before):
    route = again(before.workshop).route()

    assert keys(route) == ["lobby", *BEFORE, "wrap-up"]
    assert [stop.topic for stop in route if stop.step.key == "understand"] == [None, *before.topics]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("room", "shown", "rhythm", "then"),
    [
        ("before", "needs-shown", {"chooses": True}, ["dots", "ranked", "decide"]),
        ("before", "needs-shown", {"gathers": True}, ["gather", "decide"]),
        ("after", "lessons-shown", {"gathers": True, "chooses": True}, ["gather", "dots", "ranked", "decide"]),
    ],
)
def test_what_was_written_last_is_read_before_it_is_chosen_among(room, shown, rhythm, then, request):
    room = request.getfixturevalue(room)
    assert shown not in keys(room.stops())
    room.activity.plan([], **rhythm)
    way = keys(again(room.workshop).route())

    assert way[way.index(shown) + 1 : -1] == then


def test_after_begins_with_what_was_agreed(after):
    assert keys(again(after.workshop).route()) == ["lobby", "look-back", *AFTER, "wrap-up"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("room", "key", "gone"),
    [
        ("before", "today", {"today", "today-shown"}),
        ("before", "expected", {"expected", "expected-shown"}),
        ("before", "needs", {"needs", "decide"}),
        ("after", "experienced", {"experienced", "experienced-shown"}),
        ("after", "lessons", {"lessons", "decide"}),
    ],
)
def test_a_skipped_question_takes_its_stops_with_it(room, key, gone, request):
    room = request.getfixturevalue(room)
    route = keys(room.stops())
    room.leave_out(room.question(key))

    assert keys(room.stops()) == [each for each in route if each not in gone]


def test_with_every_question_skipped_the_circles_are_still_explained(before):
    before.leave_out(*before.questions)

    assert keys(before.stops()) == ["understand"] * 7


@pytest.mark.parametrize("n", [2, 5])
def test_a_skipped_circle_is_left_out_everywhere(before, n):
    before.leave_out(before.topics[n])
    stops = before.stops()
    left = [circle for circle in before.topics if circle != before.topics[n]]

    assert keys(stops) == BEFORE[1:]
    assert [stop.topic for stop in stops if stop.topic] == left
    assert [place.topic for stop in stops for place in stop.places] == [circle.pk for circle in left] * 8


def test_each_stop_is_about_all_circles_and_shows_what_came_before_beside(before):
    assert {stop.step.key: list(stop.places) for stop in before.stops()} == {
        "understand": [],
        "today": before.places("today"),
        "today-shown": before.places("today"),
        "expected": before.places("expected"),
        "expected-shown": before.places("expected", "today"),
        "needs": before.places("needs", "expected"),
        "decide": before.places("needs"),
    }


def test_after_shows_what_was_experienced_beside_what_is_learned(after):
    assert {stop.step.key: list(stop.places) for stop in after.stops()} == {
        "understand": [],
        "experienced": after.places("experienced"),
        "experienced-shown": after.places("experienced"),
        "lessons": after.places("lessons", "experienced"),
        "decide": after.places("lessons"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("room", "taken"),
    [
        (
            "before",
            {"today": ["today"], "expected": ["better", "worse"], "needs": ["before", "during", "after"]},
        ),
        ("after", {"experienced": ["better", "worse"], "lessons": ["lesson", "act", "leave"]}),
    ],
)
def test_only_some_stops_take_notes_and_each_its_own_kinds(room, taken, request):
    stops = request.getfixturevalue(room).stops()

    assert {stop.step.key: [kind.key for kind in stop.kinds] for stop in stops if stop.kinds} == taken


def test_a_set_without_the_question_is_told(before):
    with pytest.raises(LookupError, match="no question 'tomorrow'"):
        steps.question(before.activity, "tomorrow")


def test_inspiration_folds_when_the_room_goes_on(before):
    stop = before.go("understand").stop()
    again(before.workshop).show_hints(True)
    assert again(before.workshop).hints_shown is True

    again(before.workshop).advance(stop.key)
    assert again(before.workshop).hints_shown is False


# --- In close-up ---


@pytest.mark.parametrize("step", WRITTEN)
def test_every_stop_with_notes_can_look_at_a_circle_in_close_up(before, step):
    whole, close = before.go(step).stop(), before.go(step, focus=3).stop()

    assert (whole.topic, close.topic) == (None, before.topics[3])
    assert (close.step, close.question, close.places) == (whole.step, whole.question, whole.places)
    assert close.key == whole.focused_key(close.topic.pk) != whole.key


def test_going_on_from_a_close_up_leaves_it(before):
    close = before.go("today-shown", focus=3).stop()
    again(before.workshop).advance(close.key)

    assert before.here() == ("expected", None)


def test_going_back_from_a_close_up_goes_to_the_stop_before(before):
    close = before.go("expected", focus=3).stop()
    again(before.workshop).go_back(close.key)

    assert before.here() == ("today-shown", None)


def test_two_who_press_next_in_a_close_up_go_on_once(before):
    close = before.go("today", focus=3).stop()
    for each in again(before.workshop), again(before.workshop):
        each.advance(close.key)

    assert before.here() == ("today-shown", None)


def test_next_pressed_before_someone_went_close_does_nothing(before):
    whole = before.go("today").stop()
    before.go("today", focus=3)
    again(before.workshop).advance(whole.key)

    assert before.here() == ("today", before.topics[3])


def test_there_is_no_close_up_of_a_circle_of_another_workshop(before, after):
    here, stop = after.here(), after.stops()[1]

    for topic in (before.topics[0].pk, 10**9):
        with pytest.raises(Refused, match="findes ikke længere"):
            again(after.workshop).go_to(stop.focused_key(topic))
    assert after.here() == here


def test_a_circle_skipped_while_in_close_up_gives_way_to_them_all(before):
    before.go("today", focus=3)
    before.leave_out(before.topics[3])

    assert before.here() == ("today", None)
