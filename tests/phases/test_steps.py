"""The way through the four phases: it follows what the room settled and what the workplace left out."""

import pytest

from phases import steps

PATH = ["path"] * 5
WHERE = ["where", "where-shown"]
DOORS = ["doors", "doors-shown"]
REST = ["degree", "degree-shown", "advice", "advice-shown", "decide"]
QUESTIONS = [3, 3, 2, 3]  # of each phase


def discuss(questions: int) -> list[str]:
    return ["discuss", "discuss-shown"] * questions


def keys(room) -> list[str]:
    return [stop.step.key for stop in room.stops()]


def titles(topics) -> list[str]:
    return [topic.title for topic in topics]


def numbers(room, topics) -> list[int]:
    return [room.topics.index(topic) for topic in topics]


def test_it_goes_from_the_path_to_what_is_agreed(room):
    assert keys(room) == [*PATH, *WHERE, *DOORS, "choose", *discuss(11), *REST]


def test_the_path_opens_each_phase(room):
    assert [stop.topic for stop in room.stops() if stop.step.key == "path"] == [None, *room.topics]


def test_no_two_stops_have_the_same_key(room):
    route = [stop.key for stop in room.stops()]

    assert sorted(set(route)) == sorted(route)


def test_a_stop_about_the_path_is_at_every_phase(room):
    steps = {"where": "where", "where-shown": "where", "doors": "doors", "doors-shown": "doors", "choose": "chosen"}

    assert {step: room.stop(step).places for step in steps} == {
        step: tuple(room.place(asked, n) for n in range(4)) for step, asked in steps.items()
    }


def test_the_degree_is_asked_phase_by_phase_of_each_group(room):
    asked = tuple(room.place("degree", phase, n) for phase in range(4) for n in range(3))

    assert (room.stop("degree").places, room.stop("degree-shown").places) == (asked, asked)


def test_the_advice_is_ten_places(room):
    asked = tuple(room.advice(n) for n in range(1, 11))

    assert (room.stop("advice").places, room.stop("advice-shown").places) == (asked, asked)


def test_discussion_takes_a_question_at_a_time_under_its_phase(room):
    found = [(stop.topic, stop.question, stop.places) for stop in room.stops() if stop.step.key == "discuss"]

    assert found == [
        (phase, question, (room.place("discuss", n, m),))
        for n, phase in enumerate(room.topics)
        for m, question in enumerate(room.asked("discuss", n))
    ]


def test_only_what_is_fixed_and_open_can_be_taken_in_close_up(room):
    assert list(dict.fromkeys(stop.step.key for stop in room.stops() if stop.focusable)) == DOORS


def test_some_stops_take_marks_and_others_notes(room):
    marks = dict.fromkeys(stop.step.key for stop in room.stops() if stop.step.marks)
    kinds = {stop.step.key: [kind.key for kind in stop.kinds] for stop in room.stops() if stop.kinds}

    assert list(marks) == ["where", "degree", "advice"]
    assert kinds == {"doors": ["fixed", "open"], "discuss": ["note"]}


# --- Where the project is decides what lies ahead and what is discussed ---


@pytest.mark.parametrize(
    ("settled", "current", "ahead", "chosen"),
    [
        ([], [], [0, 1, 2, 3], [0, 1, 2, 3]),
        ([0], [0], [0, 1, 2, 3], [0]),
        ([2], [2], [2, 3], [2]),
        ([3], [3], [3], [3]),
        ([1, 2], [1, 2], [1, 2, 3], [1, 2]),
        ([3, 1], [1, 3], [1, 2, 3], [1, 3]),
    ],
)
def test_what_the_room_settled_says_what_is_ahead_and_what_to_discuss(room, settled, current, ahead, chosen):
    room.is_in(*settled)

    assert numbers(room, steps.current(room.activity)) == current
    assert numbers(room, steps.ahead(room.activity)) == ahead
    assert numbers(room, steps.chosen(room.activity)) == chosen


def test_what_was_settled_can_be_taken_back(room):
    room.is_in(2)
    room.settle(room.place("where", 2), "")

    assert steps.current(room.activity) == []
    assert steps.ahead(room.activity) == room.topics


def test_marks_alone_settle_nothing(room):
    room.marked((room.place("where", 2), "here"))

    assert steps.current(room.activity) == []
    assert steps.ahead(room.activity) == room.topics


@pytest.mark.parametrize(
    ("here", "said", "chosen"),
    [
        ([], {1: "pass"}, [0, 2, 3]),
        ([], {1: "discuss"}, [0, 1, 2, 3]),
        ([1], {3: "discuss"}, [1, 3]),
        ([1], {1: "pass"}, []),
        ([1], {1: "pass", 0: "discuss"}, [0]),
        ([1, 2], {2: "pass"}, [1]),
        ([], {0: "pass", 1: "pass", 2: "pass", 3: "pass"}, []),
    ],
)
def test_what_the_room_said_of_a_phase_goes_before_where_it_is(room, here, said, chosen):
    room.is_in(*here)
    for phase, choice in said.items():
        room.settle(room.place("chosen", phase), choice)

    assert numbers(room, steps.chosen(room.activity)) == chosen


@pytest.mark.parametrize("phase", range(4))
def test_only_the_questions_of_the_chosen_phase_are_asked(room, phase):
    room.is_in(phase)

    assert keys(room) == [*PATH, *WHERE, *DOORS, "choose", *discuss(QUESTIONS[phase]), *REST]
    assert {stop.topic for stop in room.stops() if stop.step.key == "discuss"} == {room.topics[phase]}


def test_nothing_is_fixed_or_open_in_a_phase_that_has_passed(room):
    room.is_in(2)

    assert room.stop("doors").places == (room.place("doors", 2), room.place("doors", 3))


def test_how_much_is_asked_of_every_phase_also_one_that_has_passed(room):
    room.is_in(3)

    assert len(room.stop("degree").places) == 12


# --- What is left out ---


def test_a_hidden_phase_is_nowhere(room):
    hidden = room.topics[1]
    room.leave_out(hidden)
    stops = room.stops()

    assert titles(steps.phases(room.activity)) == [
        "Idéudvikling",
        "Udvikling og anskaffelse",
        "Implementering og drift",
    ]
    assert [stop.step.key for stop in stops] == [*PATH[1:], *WHERE, *DOORS, "choose", *discuss(8), *REST]
    assert [stop for stop in stops if stop.topic == hidden] == []
    assert [stop.step.key for stop in stops if hidden.pk in {place.topic for place in stop.places}] == []


def test_a_phase_hidden_after_the_room_settled_it_is_not_where_we_are(room):
    room.is_in(1)
    room.leave_out(room.topics[1])

    assert steps.current(room.activity) == []
    assert titles(steps.ahead(room.activity)) == titles(steps.phases(room.activity))


def test_a_phase_taken_in_again_is_where_it_was(room):
    room.is_in(1)
    room.leave_out(room.topics[1])
    room.take_in(room.topics[1])

    assert numbers(room, steps.current(room.activity)) == [1]


def test_with_every_phase_hidden_the_advice_is_left(room):
    for phase in room.topics:
        room.leave_out(phase)

    assert [key for key in keys(room) if key.startswith(("advice", "decide"))] == REST[2:]
    assert {place for stop in room.stops() for place in stop.places} == {room.advice(n) for n in range(1, 11)}


@pytest.mark.parametrize(
    ("key", "gone"), [("where", WHERE), ("doors", DOORS), ("chosen", ["choose"]), ("degree", REST[:2])]
)
def test_a_question_left_out_takes_its_stops_with_it(room, key, gone):
    whole = keys(room)
    for question in room.asked(key):
        room.leave_out(question)

    assert keys(room) == [each for each in whole if each not in gone]


def test_without_where_everything_lies_ahead_whatever_was_settled(room):
    room.is_in(3)
    room.leave_out(room.asked("where")[0])

    assert steps.current(room.activity) == []
    assert steps.ahead(room.activity) == room.topics


def test_without_choose_the_phases_where_the_project_is_are_discussed(room):
    room.is_in(1)
    room.settle(room.place("chosen", 1), "pass")
    room.leave_out(room.asked("chosen")[0])

    assert numbers(room, steps.chosen(room.activity)) == [1]


def test_a_piece_of_advice_left_out_is_not_asked(room):
    room.leave_out(room.pieces[2])

    assert room.stop("advice").places == tuple(room.advice(n) for n in range(1, 11) if n != 3)


def test_with_all_advice_left_out_there_is_no_stop_about_it(room):
    for piece in room.pieces:
        room.leave_out(piece)

    assert keys(room)[-3:] == ["degree", "degree-shown", "decide"]


# --- What is the workplace's own ---


def test_a_question_of_ones_own_is_asked_last_in_its_phase(room):
    own = room.activity.question_set.add_question(room.topics[2], "Hvem taler med leverandøren?")
    asked = [stop.question for stop in room.stops() if stop.step.key == "discuss" and stop.topic == room.topics[2]]

    assert (len(asked), asked[-1]) == (3, own)
    assert [kind.key for kind in own.note_kinds()] == ["note"]


def test_advice_of_ones_own_is_one_more_to_mark(room):
    topic = room.activity.question_set.topics.get(apart=True)
    own = room.activity.question_set.add_question(topic, "Sæt tid af i kalenderen")

    assert room.stop("advice").places[-1] == (topic.pk, own.pk)
    assert [kind.key for kind in own.choices()] == ["doing", "missing", "unknown"]


def test_an_added_group_is_asked_of_each_phase(room):
    group = room.activity.question_set.add_column("Vikarer")

    asked = [place.topic for place in room.stop("degree").places if place.question == group.pk]
    assert asked == [phase.pk for phase in room.topics]
    assert [kind.key for kind in group.choices()] == ["information", "influence", "codetermination"]


def test_a_hidden_group_is_not_asked(room):
    hidden = room.asked("degree")[1]
    room.leave_out(hidden)

    assert [place for place in room.stop("degree").places if place.question == hidden.pk] == []
    assert len(room.stop("degree").places) == 4 * 2


def test_only_the_groups_are_columns(room):
    assert room.activity.question_set.columns() == room.asked("degree")


@pytest.mark.parametrize(("group", "by", "order"), [(1, -1, [1, 0, 2]), (0, 1, [1, 0, 2]), (2, -1, [0, 2, 1])])
def test_a_group_moves_among_the_groups(room, group, by, order):
    groups = room.asked("degree")
    room.activity.question_set.move(groups[group], by)

    assert room.asked("degree") == [groups[n] for n in order]


def test_a_group_moves_past_the_next_group_wherever_it_stands_among_the_questions(room):
    first, second, third = room.asked("degree")
    room.activity.question_set.move(
        first, -1
    )  # on the page of the plan, where it stands under "Hvilke faser vil vi drøfte?"
    room.activity.question_set.move(first, 1)  # on the page of phases and groups, where it is the first of three

    assert room.asked("degree") == [second, first, third]


def test_a_group_can_be_added_when_all_were_removed(room):
    for group in room.asked("degree"):
        room.activity.question_set.remove(group)
    group = room.activity.question_set.add_column("Vikarer")

    assert [place.question for place in room.stop("degree").places] == [group.pk] * 4


def test_phases_that_changed_places_are_gone_through_in_their_new_order(room):
    first, second, third, fourth = room.topics
    room.activity.question_set.move(second, -1)

    assert [stop.topic for stop in room.stops() if stop.step.key == "path"] == [None, second, first, third, fourth]


# --- The room goes on ---


def test_the_room_stays_where_it_is_when_it_settles_something(room):
    room.go("where-shown")
    room.is_in(2)

    assert room.here() == ("where-shown", None)


def test_a_room_in_close_up_of_a_phase_that_passes_looks_at_them_all(room):
    room.go("doors", focus=0)
    room.is_in(2)

    assert room.here() == ("doors", None)
