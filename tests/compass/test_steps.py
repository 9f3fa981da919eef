"""The way round the compass, before and after."""

import pytest

from rasmus import steps
from tests.helpers import again
from workshops.errors import Refused
from workshops.models import Question, Workshop

from .helpers import compass_of, spot, stand, stops

BEFORE = ["understand"] * 7 + ["today", "today-shown", "expected", "expected-shown", "needs", "decide"]
AFTER = ["understand", "experienced", "experienced-shown", "lessons", "decide"]


def route(workshop: Workshop) -> list[str]:
    return [stop.step.key for stop in stops(workshop)]


def skip(workshop: Workshop, key: str) -> None:
    compass_of(workshop).question_set.questions.filter(key=key).update(skipped=True)


def test_before_a_digitalisation(room):
    assert route(room) == BEFORE
    assert [stop.topic and stop.topic.title for stop in stops(room)][:7] == [
        None,
        *compass_of(room).question_set.topics.values_list("title", flat=True),
    ]


def test_after_a_digitalisation(later):
    assert route(later) == AFTER


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("today", {"today", "today-shown"}),
        ("expected", {"expected", "expected-shown"}),
        ("needs", {"needs", "decide"}),
    ],
)
def test_a_skipped_question_has_no_stop(room, key, gone):
    skip(room, key)

    assert route(room) == [each for each in BEFORE if each not in gone]


@pytest.mark.parametrize(
    ("key", "gone"), [("experienced", {"experienced", "experienced-shown"}), ("lessons", {"lessons", "decide"})]
)
def test_a_question_skipped_after_has_no_stop_either(later, key, gone):
    skip(later, key)

    assert route(later) == [each for each in AFTER if each not in gone]


def test_with_every_question_skipped_the_circles_are_still_explained(room):
    Question.objects.filter(question_set__activity__workshop=room).update(skipped=True)

    assert route(room) == ["understand"] * 7


def test_a_skipped_circle_is_left_out_everywhere(room):
    topic = compass_of(room).question_set.topics.all()[2]
    topic.skipped = True
    topic.save()

    assert route(room) == BEFORE[1:]
    assert [stop.key for stop in stops(room) if topic == stop.topic or topic.pk in {p.topic for p in stop.places}] == []


def test_each_stop_is_about_all_circles_and_shows_what_came_before_beside(room):
    places = {stop.step.key: stop.places for stop in stops(room)}

    assert [len(places[key]) for key in ("understand", "today", "today-shown")] == [0, 6, 6]
    assert places["expected"] == tuple(spot(room, "expected", n) for n in range(6))
    for key, asked, beside in [
        ("expected-shown", "expected", "today"),
        ("needs", "needs", "expected"),
    ]:
        assert places[key] == tuple(spot(room, each, n) for each in (asked, beside) for n in range(6))


def test_only_three_stops_take_notes_and_each_its_own_kinds(room):
    assert {stop.step.key: [kind.key for kind in stop.kinds] for stop in stops(room) if stop.kinds} == {
        "today": ["today"],
        "expected": ["better", "worse"],
        "needs": ["before", "during", "after"],
    }


def test_after_takes_what_was_experienced_and_what_is_learned(later):
    assert {stop.step.key: [kind.key for kind in stop.kinds] for stop in stops(later) if stop.kinds} == {
        "experienced": ["better", "worse"],
        "lessons": ["lesson", "act", "leave"],
    }


def test_a_set_without_the_question_is_told(room):
    with pytest.raises(LookupError, match="no question 'tomorrow'"):
        steps.question(compass_of(room), "tomorrow")


# --- In close-up ---


@pytest.mark.parametrize("step", [key for key in dict.fromkeys(BEFORE) if key != "understand"])
def test_every_stop_with_notes_can_look_at_a_circle_in_close_up(room, step):
    whole = stand(room, step).stop()
    close = stand(room, step, 3).stop()

    assert whole.topic is None
    assert close.topic == compass_of(room).question_set.topics.all()[3]
    assert (close.step, close.question, close.places) == (whole.step, whole.question, whole.places)
    assert close.key == whole.focused_key(close.topic.pk) != whole.key


def test_going_on_from_a_close_up_leaves_it(room):
    close = stand(room, "today", 3).stop()
    room = again(room)
    room.advance(close.key)

    assert (again(room).stop().step.key, again(room).stop().topic) == ("today-shown", None)


def test_going_back_from_a_close_up_goes_to_the_stop_before(room):
    close = stand(room, "expected", 3).stop()
    again(room).go_back(close.key)

    assert again(room).stop().step.key == "today-shown"


def test_two_who_press_next_in_a_close_up_go_on_once(room):
    close = stand(room, "today", 3).stop()
    first, second = again(room), again(room)
    first.advance(close.key)
    second.advance(close.key)

    assert again(room).stop().step.key == "today-shown"


def test_next_pressed_before_someone_went_close_does_nothing(room):
    whole = stand(room, "today").stop()
    stand(room, "today", 3)
    again(room).advance(whole.key)

    assert again(room).stop().step.key == "today"


def test_there_is_no_close_up_of_a_circle_of_another_workshop(room, later):
    other = compass_of(later).question_set.topics.all()[0]
    stop = stops(later)[1]
    key = stop.focused_key(other.pk + 1000)

    with pytest.raises(Refused, match="findes ikke længere"):
        later.go_to(key)


def test_a_circle_skipped_while_in_close_up_gives_way_to_them_all(room):
    close = stand(room, "today", 3).stop()
    close.topic.skipped = True
    close.topic.save()

    assert (again(room).stop().step.key, again(room).stop().topic) == ("today", None)
