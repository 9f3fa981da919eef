def keys(room) -> list[str]:
    return [stop.step.key for stop in room.stops()]


def test_it_goes_from_the_actors_to_the_matrix_to_what_is_agreed(room):
    assert keys(room) == [*["actors"] * 5, "fill", "agree", "decide"]


def test_the_actors_that_are_described_come_one_by_one(room):
    topics = [stop.topic for stop in room.stops() if stop.step.key == "actors"]

    assert topics == [None, room.topics[0], room.topics[1], room.topics[3], room.topics[4]]


def test_the_matrix_is_every_cell_row_by_row(room):
    cells = tuple((row.pk, column.pk) for row in room.topics for column in room.questions)

    assert [stop.places for stop in room.stops()[-3:]] == [cells] * 3


def test_a_row_can_be_taken_in_close_up(room):
    assert [stop.step.key for stop in room.stops() if stop.focusable] == ["fill", "agree", "decide"]

    room.go("fill", focus=3)
    assert room.here() == ("fill", room.topics[3])


def test_only_filling_in_takes_proposals(room):
    assert [stop.step.key for stop in room.stops() if stop.step.writes] == ["fill"]


def test_a_hidden_row_is_nowhere(room):
    room.leave_out(room.topics[0])

    assert keys(room) == [*["actors"] * 4, "fill", "agree", "decide"]
    assert [stop for stop in room.stops() if room.topics[0].pk in {place.topic for place in stop.places}] == []


def test_a_hidden_column_is_nowhere(room):
    room.leave_out(room.questions[2])

    assert [len(stop.places) for stop in room.stops()[-3:]] == [6 * 4] * 3
    assert room.questions[2].pk not in {place.question for stop in room.stops() for place in stop.places}


def test_an_added_row_has_every_column_and_no_stop_among_the_actors(room):
    row = room.activity.question_set.add_topic("Leverandøren")

    assert room.stops()[-1].places[-5:] == tuple((row.pk, column.pk) for column in room.questions)
    assert keys(room) == [*["actors"] * 5, "fill", "agree", "decide"]


def test_an_added_column_is_last_in_every_row_and_takes_proposals(room):
    column = room.activity.question_set.add_column("Hvad koster det?")

    asked = [place.topic for place in room.stops()[-1].places if place.question == column.pk]
    assert asked == [row.pk for row in room.topics]
    assert room.activity.question_set.columns()[-1] == column
    assert [kind.key for kind in column.note_kinds()] == ["proposal"]


def test_rows_and_columns_come_in_their_new_order(room):
    room.activity.question_set.move(room.topics[5], -1)
    room.activity.question_set.move(room.questions[1], 1)

    first = room.stops()[-1].places[:5]
    assert [place.question for place in first] == [room.questions[n].pk for n in (0, 2, 1, 3, 4)]
    assert list(dict.fromkeys(place.topic for place in room.stops()[-1].places)) == [
        room.topics[n].pk for n in (0, 1, 2, 3, 5, 4)
    ]


def test_a_column_can_be_added_when_all_were_removed(room):
    for column in room.questions:
        room.activity.question_set.remove(column)
    column = room.activity.question_set.add_column("Hvem tager det?")

    assert [place.question for place in room.stops()[-1].places] == [column.pk] * 6


def test_a_row_hidden_while_in_close_up_gives_way_to_the_whole_matrix(room):
    room.go("fill", focus=3)
    room.leave_out(room.topics[3])

    assert room.here() == ("fill", None)
