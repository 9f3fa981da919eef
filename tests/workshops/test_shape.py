"""What a workplace makes its own of a tool's content: names, order, what is hidden, added and removed."""

import datetime as dt

import pytest

from tests.helpers import WHY, again, write
from workshops import changes
from workshops.errors import Refused
from workshops.models import Agreement, Mark, Outcome, Question, Topic

ROWS = [
    "Ledere",
    "Medarbejdere generelt",
    "Fagspecialister",
    "Tillidsvalgte",
    "Samarbejdsfora",
    "Andre",
]
STATUS = "Status og næste skridt"
COLUMNS = ["Hvem", "Hvad", "Hvordan", "Hvornår, og hvor tit?", STATUS]
PHASES = ["Idéudvikling", "Konsekvensvurdering", "Udvikling og anskaffelse"]
GROUPS = ["Alle medarbejdere", "Fagspecialister og superbrugere", "Tillidsvalgte (TR og AMR)"]
APART = "Ti gode råd om inddragelse"


def cells(room) -> int:
    """How many places there are on the agenda."""
    return len(room.activity.question_set.places())


# --- What can be changed ---


def test_the_columns_of_the_matrix_are_all_its_questions(matrix):
    assert (matrix.names, matrix.columns) == (ROWS, COLUMNS)


def test_the_columns_of_the_phases_are_the_groups(phases):
    assert phases.columns == GROUPS


def test_a_hidden_column_is_still_a_column(matrix):
    matrix.leave_out(matrix.question("who"))

    assert matrix.columns == COLUMNS


@pytest.mark.parametrize("tool", ["dialogue", "rasmus"])
def test_other_tools_have_no_columns(open_workshop, tool):
    activity = open_workshop.activities.get()
    activity.tool = tool

    assert activity.question_set.columns() == []


# --- Adding ---


def test_a_row_of_ones_own_comes_last_and_is_asked_every_column(matrix):
    topic = matrix.activity.question_set.add_topic("Naboafdelingen")

    assert matrix.names == [*ROWS, "Naboafdelingen"]
    assert (topic.source, topic.skipped, topic.apart) == ("Jeres egen", False, False)
    assert cells(matrix) == 7 * 5


def test_several_rows_come_in_the_order_they_were_added(matrix):
    for name in ["Naboafdelingen", "Leverandøren"]:
        matrix.activity.question_set.add_topic(name)

    assert matrix.names == [*ROWS, "Naboafdelingen", "Leverandøren"]


def test_what_stands_apart_stays_last(phases):
    phases.activity.question_set.add_topic("Afvikling")

    assert phases.names[3:] == [phases.topics[3].title, "Afvikling", APART]


def test_a_row_is_added_where_there_is_none(matrix):
    for topic in matrix.topics:
        matrix.activity.question_set.remove(topic)
    matrix.activity.question_set.add_topic("Naboafdelingen")

    assert matrix.names == ["Naboafdelingen"]


def test_a_column_of_ones_own_comes_last_and_takes_what_the_others_take(matrix):
    question = matrix.activity.question_set.add_column("Hvor meget")

    assert matrix.columns == [*COLUMNS, "Hvor meget"]
    assert (question.key, question.kinds) == ("", ["proposal", "taken"])
    assert (question.source, question.topic, question.skipped) == ("Jeres egen", None, False)
    assert cells(matrix) == 6 * 6


def test_a_column_of_ones_own_has_no_states_also_when_the_one_with_states_comes_first(matrix):
    for _ in range(4):
        matrix.activity.question_set.move(matrix.question("status"), -1)

    assert matrix.columns[0] == COLUMNS[-1]
    assert matrix.activity.question_set.add_column("Hvor meget").kinds == ["proposal", "taken"]


def test_a_group_of_ones_own_is_a_group_like_the_others(phases):
    question = phases.activity.question_set.add_column("Nattevagter")

    assert phases.columns == [*GROUPS, "Nattevagter"]
    assert (question.key, question.kinds) == ("degree", ["information", "influence", "codetermination"])


def test_a_group_of_ones_own_is_asked_of_every_phase_and_of_nothing_apart(phases):
    question = phases.activity.question_set.add_column("Nattevagter")
    stop = next(stop for stop in phases.activity.dialogue_tool.stops(phases.activity) if stop.step.key == "degree")

    assert [place.topic for place in stop.places if place.question == question.pk] == [t.pk for t in phases.topics]
    assert cells(phases) == 4 * 7 + 11 + 10


def test_what_was_added_is_marked_and_filled_in(phases, matrix):
    group = phases.activity.question_set.add_column("Nattevagter")
    row = matrix.activity.question_set.add_topic("Naboafdelingen")
    place = phases.place("degree")._replace(question=group.pk)
    phases.marked((place, "influence"))
    matrix.fill(matrix.place("who")._replace(topic=row.pk), "Lone")

    assert phases.workshop.marks.counts() == {place: {"influence": 1}}
    assert [(each.topic.title, each.text) for each in Outcome.objects.all()] == [("Naboafdelingen", "Lone")]


def test_what_one_workshop_adds_is_in_no_other(matrix):
    twin = matrix.workshop.duplicate()
    matrix.activity.question_set.add_topic("Naboafdelingen")
    matrix.activity.question_set.add_column("Hvor meget")

    content = twin.activities.get().question_set
    assert [topic.title for topic in content.topics.all()] == ROWS
    assert [str(question) for question in content.questions.all()] == COLUMNS


def test_a_copy_takes_what_was_made_ones_own_with_it(matrix):
    matrix.activity.question_set.add_topic("Naboafdelingen")
    matrix.activity.question_set.rename(matrix.topics[0], "Chefer")
    matrix.leave_out(matrix.topics[1])

    copied = matrix.workshop.duplicate().activities.get().question_set.topics.all()
    assert [topic.title for topic in copied] == ["Chefer", *ROWS[1:], "Naboafdelingen"]
    assert [topic.title for topic in copied if topic.skipped] == ["Medarbejdere generelt"]


# --- Renaming ---


def test_a_row_is_given_another_name(matrix):
    matrix.activity.question_set.rename(matrix.topics[0], "Chefer")

    assert matrix.names == ["Chefer", *ROWS[1:]]


def test_a_column_is_given_another_name(matrix):
    matrix.activity.question_set.rename(matrix.question("who"), "Hvem hos os")

    assert matrix.columns == ["Hvem hos os", *COLUMNS[1:]]


def test_a_new_name_leaves_what_was_written(matrix):
    place = matrix.place("who")
    matrix.fill(place, "Lone")
    matrix.activity.question_set.rename(matrix.topics[0], "Chefer")

    assert again(matrix.workshop).settled[place].text == "Lone"


def test_only_the_name_is_stored(matrix):
    loaded = matrix.activity.question_set.topics.first()
    matrix.leave_out(matrix.topics[0])
    matrix.activity.question_set.rename(loaded, "Chefer")

    assert Topic.objects.get(title="Chefer").skipped


# --- Hiding ---


def test_a_hidden_row_is_off_the_agenda_with_all_its_places(matrix):
    matrix.leave_out(matrix.topics[0])
    assert (cells(matrix), matrix.names) == (5 * 5, ROWS)

    matrix.take_in(matrix.topics[0])
    assert cells(matrix) == 6 * 5


def test_a_hidden_column_is_off_the_agenda_with_all_its_places(matrix):
    matrix.leave_out(matrix.question("how"))

    assert cells(matrix) == 6 * 4


def test_what_was_written_in_a_hidden_row_is_there_when_it_is_shown_again(matrix):
    place = matrix.place("who")
    matrix.fill(place, "Lone")
    note = matrix.propose(place)
    matrix.leave_out(matrix.topics[0])
    matrix.take_in(matrix.topics[0])

    assert again(matrix.workshop).settled[place].text == "Lone"
    assert list(matrix.workshop.notes.visible()) == [note]


def test_hiding_twice_is_hiding_once(matrix):
    for _ in range(2):
        matrix.leave_out(matrix.topics[0])

    assert Topic.objects.filter(skipped=True, question_set__activity=matrix.activity).count() == 1


def test_with_every_row_hidden_the_workshop_still_has_its_way(matrix):
    for topic in matrix.topics:
        matrix.leave_out(topic)

    assert [stop.step.key for stop in matrix.activity.dialogue_tool.stops(matrix.activity)] == [
        "actors",
        "fill",
        "agree",
        "decide",
    ]
    assert cells(matrix) == 0


# --- Order ---


def test_a_row_is_moved_up_and_down(matrix):
    matrix.activity.question_set.move(matrix.topics[2], -1)
    assert matrix.names[:4] == [ROWS[0], ROWS[2], ROWS[1], ROWS[3]]

    matrix.activity.question_set.move(matrix.topics[2], 1)
    assert matrix.names == ROWS


def test_a_column_is_moved_up_and_down(matrix):
    matrix.activity.question_set.move(matrix.question("what"), -1)
    assert matrix.columns[:3] == ["Hvad", "Hvem", "Hvordan"]

    matrix.activity.question_set.move(matrix.question("what"), 1)
    assert matrix.columns == COLUMNS


def test_the_first_row_does_not_move_up_and_the_last_not_down(matrix):
    matrix.activity.question_set.move(matrix.topics[0], -1)
    matrix.activity.question_set.move(matrix.topics[-1], 1)

    assert matrix.names == ROWS


def test_the_last_phase_is_not_moved_behind_what_stands_apart(phases):
    phases.activity.question_set.move(phases.topics[3], 1)

    assert phases.names[-1] == APART


def test_a_group_moves_at_every_press_also_after_one_that_could_not(phases):
    phases.activity.question_set.move(phases.question("degree", n=0), -1)
    assert phases.columns == GROUPS

    phases.activity.question_set.move(phases.question("degree", n=1), -1)
    assert phases.columns == [GROUPS[1], GROUPS[0], GROUPS[2]]


def test_a_moved_group_is_moved_where_the_phones_mark_it(phases):
    phases.activity.question_set.move(phases.question("degree", n=2), -1)
    stop = next(stop for stop in phases.activity.dialogue_tool.stops(phases.activity) if stop.step.key == "degree")

    assert phases.columns == [GROUPS[0], GROUPS[2], GROUPS[1]]
    assert [place.question for place in stop.places[:3]] == [phases.question("degree", n=n).pk for n in (0, 2, 1)]


# --- Removing ---


@pytest.fixture(params=["row", "column"])
def item(request, matrix) -> Topic | Question:
    """The first row, or the column of states."""
    return matrix.topics[0] if request.param == "row" else matrix.question("status")


def test_an_empty_one_is_removed(matrix, item):
    matrix.activity.question_set.remove(item)

    assert (matrix.names, matrix.columns) in [(ROWS[1:], COLUMNS), (ROWS, COLUMNS[:-1])]


@pytest.mark.parametrize("verb", ["hide", "withdraw", ""])
def test_one_with_a_note_is_not_removed(matrix, item, verb):
    note = matrix.propose(matrix.place("status"))
    if verb:
        getattr(note, verb)(*WHY.get(verb, []))

    with pytest.raises(Refused, match=f"Der står noget i »{item}«. Skjul den i stedet"):
        matrix.activity.question_set.remove(item)
    assert (matrix.names, matrix.columns, matrix.workshop.notes.count()) == (ROWS, COLUMNS, 1)


@pytest.mark.parametrize(
    "written", [{"text": "Lone"}, {"choice": "doing"}, {"due": dt.date(2030, 1, 1)}], ids=lambda each: next(iter(each))
)
def test_one_the_room_wrote_in_is_not_removed(matrix, item, written):
    place = matrix.place("status")
    Outcome.objects.create(workshop=matrix.workshop, topic_id=place.topic, question_id=place.question, **written)

    with pytest.raises(Refused, match="Der står noget i"):
        matrix.activity.question_set.remove(item)
    assert (matrix.names, matrix.columns, Outcome.objects.count()) == (ROWS, COLUMNS, 1)


def test_one_that_was_marked_is_not_removed(phases):
    phases.marked((phases.place("degree"), "influence"))

    for item in (phases.topics[0], phases.question("degree")):
        with pytest.raises(Refused, match="Der står noget i"):
            phases.activity.question_set.remove(item)
    assert (phases.columns, Mark.objects.count()) == (GROUPS, 1)


def test_a_hidden_one_that_was_written_in_is_not_removed(matrix, item):
    matrix.propose(matrix.place("status"))
    matrix.leave_out(item)

    with pytest.raises(Refused):
        matrix.activity.question_set.remove(item)


def test_one_whose_text_was_taken_away_again_is_removed(matrix, item):
    matrix.fill(matrix.place("status"), "Lone")
    matrix.fill(matrix.place("status"), "", was="Lone")
    matrix.activity.question_set.remove(item)

    assert Outcome.objects.count() == 0


def test_what_is_written_elsewhere_is_no_hindrance(matrix):
    matrix.fill(matrix.place("who", 1), "Lone")
    matrix.propose(matrix.place("what", 1))
    matrix.activity.question_set.remove(matrix.topics[0])

    assert (matrix.names, matrix.workshop.notes.count(), Outcome.objects.count()) == (ROWS[1:], 1, 1)


def test_an_agreement_about_a_removed_row_stays(matrix):
    Agreement(workshop=matrix.workshop, what="Mere oplæring", topic=matrix.topics[0]).write_down()
    matrix.activity.question_set.remove(matrix.topics[0])

    assert [(each.what, each.topic) for each in matrix.workshop.agreements.all()] == [("Mere oplæring", None)]


def test_a_refused_removal_counts_no_change(matrix):
    matrix.propose(matrix.place("who"))
    version = again(matrix.workshop).version

    with pytest.raises(Refused):
        matrix.activity.question_set.remove(matrix.topics[0])
    assert again(matrix.workshop).version == version


def test_the_room_that_stood_at_a_removed_row_stands_in_the_same_activity(matrix):
    stop = next(stop for stop in matrix.activity.dialogue_tool.stops(matrix.activity) if stop.topic == matrix.topics[0])
    matrix.workshop.go_to(stop.key)
    matrix.activity.question_set.remove(matrix.topics[0])

    workshop = again(matrix.workshop)
    assert (workshop.stop().activity, workshop.stop().topic) == (matrix.activity, None)


def test_the_room_in_close_up_at_a_hidden_row_sees_the_whole_matrix(matrix):
    stop = next(stop for stop in matrix.activity.dialogue_tool.stops(matrix.activity) if stop.step.key == "fill")
    matrix.workshop.go_to(stop.focused_key(matrix.topics[0].pk))
    matrix.leave_out(matrix.topics[0])

    found = again(matrix.workshop).stop()
    assert (found.step.key, found.topic, len(found.places)) == ("fill", None, 5 * 5)


# --- What is told ---


def test_every_change_of_the_shape_is_a_new_stage_once(matrix, told):
    told(matrix.workshop)
    activity = matrix.activity
    row = activity.question_set.add_topic("Naboafdelingen")
    column = activity.question_set.add_column("Hvor meget")
    activity.question_set.rename(row, "Naboen")
    activity.question_set.leave_out(column)
    matrix.activity.question_set.move(row, -1)
    activity.question_set.remove(row)

    assert told(matrix.workshop) == [(changes.STAGE,)] * 6


def test_the_dialogue_has_its_questions_as_before(open_workshop, places):
    write(open_workshop, places[0])
    open_workshop.activities.get().question_set.leave_out(Question.objects.get(pk=places[1].question))

    assert len(open_workshop.activities.get().question_set.places()) == 3
