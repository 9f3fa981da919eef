"""What participants mark: a choice at a place, one each, that nobody sees whose it is."""

import pytest

from tests.helpers import again, at_once
from tests.rooms import Room
from workshops import changes
from workshops.errors import Refused
from workshops.models import Mark, Outcome, Participant
from workshops.place import Place


@pytest.fixture
def here(phases) -> list[Place]:
    """Where each of the four phases is marked as the one we are in."""
    return [phases.place("where", n) for n in range(4)]


def marks(seat: Participant) -> dict[Place, str]:
    return {mark.place: mark.choice for mark in seat.marks.all()}


# --- Marking ---


def test_a_mark_is_stored_at_its_place(phases, seat, here):
    assert phases.mark(seat, (here[1], "here")) == []

    stored = Mark.objects.get()
    assert (stored.workshop, stored.participant, stored.place, stored.choice) == (
        phases.workshop,
        seat,
        here[1],
        "here",
    )


def test_several_places_are_marked_at_once(phases, seat, here):
    degree = phases.place("degree", 2, n=1)
    phases.mark(seat, (here[0], "here"), (here[1], ""), (degree, "influence"))

    assert marks(seat) == {here[0]: "here", degree: "influence"}


def test_marking_another_choice_changes_it(phases, seat):
    place = phases.place("advice")
    phases.mark(seat, (place, "doing"))
    first = Mark.objects.get()
    phases.mark(seat, (place, "missing"))

    assert (Mark.objects.get().pk, Mark.objects.get().choice) == (first.pk, "missing")


def test_an_empty_choice_takes_it_back(phases, seat, here):
    phases.mark(seat, (here[0], "here"), (here[1], "here"))
    phases.mark(seat, (here[0], ""), (here[1], "here"))

    assert marks(seat) == {here[1]: "here"}


def test_taking_back_what_was_never_marked_does_nothing(phases, seat, here):
    assert phases.mark(seat, (here[0], "")) == []
    assert Mark.objects.count() == 0


def test_marked_twice_is_marked_once(phases, seat, here):
    for _ in range(2):
        assert phases.mark(seat, (here[0], "here")) == []

    assert Mark.objects.count() == 1


def test_what_is_not_in_the_form_stays(phases, seat, here):
    phases.mark(seat, (here[0], "here"))
    phases.mark(seat, (here[1], "here"))

    assert marks(seat) == {here[0]: "here", here[1]: "here"}


def test_nothing_marked_is_nothing_stored(phases, seat):
    assert phases.mark(seat) == []
    assert Mark.objects.count() == 0


def test_nobody_elses_mark_is_touched(phases, seat):
    place = phases.place("advice")
    other = phases.marked((place, "doing"))
    phases.mark(seat, (place, "missing"))
    phases.mark(seat, (place, ""))

    assert (marks(other), marks(seat)) == ({place: "doing"}, {})


def test_it_is_marked_after_the_room_has_moved_on(phases, seat, here):
    phases.go("degree")

    assert phases.mark(seat, (here[0], "here")) == []
    assert marks(seat) == {here[0]: "here"}


# --- What is refused ---


def test_a_mark_where_the_workshop_is_closed_is_refused(phases, seat, here):
    phases.workshop.close()

    with pytest.raises(Refused, match="Workshoppen er ikke åben, så krydset kunne ikke gemmes"):
        phases.mark(seat, (here[0], "here"))
    assert Mark.objects.count() == 0


def test_a_mark_that_was_on_its_way_when_the_workshop_closed_is_refused(phases, seat, here):
    on_its_way = Participant.objects.select_related("workshop").get(pk=seat.pk)
    again(phases.workshop).close()
    version = again(phases.workshop).version

    with pytest.raises(Refused):
        phases.mark(on_its_way, (here[0], "here"))
    assert (Mark.objects.count(), again(phases.workshop).version) == (0, version)


def test_a_hidden_phase_is_refused_and_the_others_are_stored(phases, seat, here):
    phases.leave_out(phases.topics[1])

    assert phases.mark(seat, *[(place, "here") for place in here]) == [here[1]]
    assert marks(seat) == {here[0]: "here", here[2]: "here", here[3]: "here"}


def test_a_hidden_question_is_refused_and_the_others_are_stored(phases, seat):
    phases.leave_out(phases.question("degree", n=1))
    places = [phases.place("degree", 0, n) for n in range(3)]

    assert phases.mark(seat, *[(place, "influence") for place in places]) == [places[1]]
    assert sorted(marks(seat)) == [places[0], places[2]]


def test_a_closed_place_is_refused_and_the_others_are_stored(phases, seat, here):
    phases.workshop.close_place(here[0])

    assert phases.mark(seat, (here[0], "here"), (here[1], "here")) == [here[0]]
    assert marks(seat) == {here[1]: "here"}


def test_what_was_marked_before_its_place_closed_stays(phases, seat, here):
    phases.mark(seat, (here[0], "here"))
    phases.workshop.close_place(here[0])

    assert phases.mark(seat, (here[0], "")) == [here[0]]
    assert marks(seat) == {here[0]: "here"}


def test_what_was_marked_before_its_phase_was_hidden_stays(phases, seat, here):
    phases.mark(seat, (here[0], "here"))
    phases.leave_out(phases.topics[0])

    assert phases.mark(seat, (here[0], "")) == [here[0]]
    assert marks(seat) == {here[0]: "here"}


def test_another_workshops_place_is_refused_and_the_others_are_stored(phases, seat, here):
    other = phases.workshop.duplicate()
    other.open()
    theirs = Room(other).place("where")

    assert phases.mark(seat, (theirs, "here"), (here[0], "here")) == [theirs]
    assert (marks(seat), other.marks.count()) == ({here[0]: "here"}, 0)


@pytest.mark.parametrize("choice", ["doing", "note", "fixed", "HERE", " here", "æ" * 10_000, "\x00"])
def test_a_choice_the_question_does_not_offer_is_refused_and_the_others_are_stored(phases, seat, here, choice):
    assert phases.mark(seat, (here[0], choice), (here[1], "here")) == [here[0]]
    assert marks(seat) == {here[1]: "here"}


@pytest.mark.parametrize(("key", "choice"), [("doors", "fixed"), ("doors", "here"), ("discuss", "note"), ("doors", "")])
def test_a_question_for_notes_takes_no_marks(phases, seat, here, key, choice):
    place = phases.place(key)

    assert phases.mark(seat, (place, choice), (here[1], "here")) == [place]
    assert marks(seat) == {here[1]: "here"}


def test_a_tool_without_choices_takes_no_marks(open_workshop, places, participant):
    assert participant.workshop.mark(participant, {places[0]: "note"}) == [places[0]]
    assert Mark.objects.count() == 0


def test_what_belongs_to_two_different_places_is_no_place(phases, seat):
    advice, where = phases.place("advice"), phases.place("where")
    mixed = [Place(where.topic, advice.question), Place(advice.topic, where.question), Place(0, 0), Place(10**17, 1)]

    assert sorted(phases.mark(seat, *[(place, "here") for place in mixed])) == sorted(mixed)
    assert Mark.objects.count() == 0


# --- At the same moment ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("choices", [["doing"] * 4, ["doing", "missing"] * 2])
def test_one_who_marks_the_same_place_several_times_at_once_has_one_mark(phases, seat, choices):
    place = phases.place("advice")
    tries = [(Participant.objects.get(pk=seat.pk), choice) for choice in choices]
    acts = [lambda one=one, choice=choice: phases.mark(one, (place, choice)) for one, choice in tries]

    assert at_once(*acts) == [True] * len(choices)
    assert Mark.objects.get().choice in choices


@pytest.mark.django_db(transaction=True)
def test_all_who_mark_at_the_same_moment_are_counted(phases, here):
    seats = [Participant.objects.get(pk=phases.workshop.join().pk) for _ in range(4)]

    assert at_once(*[lambda seat=seat: phases.mark(seat, (here[0], "here")) for seat in seats]) == [True] * 4
    assert phases.workshop.marks.counts() == {here[0]: {"here": 4}}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_a_row_is_not_removed_with_what_is_marked_there_at_the_same_moment(phases, seat, here, round_):
    mine, activity = Participant.objects.get(pk=seat.pk), phases.activity
    refused: list[list[Place]] = []
    marked, removed = at_once(
        lambda: refused.append(phases.mark(mine, (here[0], "here"))),
        lambda: activity.question_set.remove(phases.topics[0]),
    )

    assert marked
    assert (refused, removed, Mark.objects.count()) in [([[]], False, 1), ([[here[0]]], True, 0)]


def test_a_mark_on_its_way_while_the_seat_is_taken_is_refused(phases, seat, here):
    stale = Participant.objects.select_related("workshop").get(pk=seat.pk)
    phases.workshop.remove(seat)

    with pytest.raises(Refused, match="lukket din plads"):
        stale.workshop.mark(stale, {here[0]: "here"})
    assert Mark.objects.count() == 0


# --- Counting ---


def test_counts_are_by_place_and_choice(phases):
    first, second = phases.place("advice", n=0), phases.place("advice", n=1)
    for choice in ["doing", "doing", "missing"]:
        phases.marked((first, choice))
    phases.marked((second, "unknown"))

    assert phases.workshop.marks.counts() == {first: {"doing": 2, "missing": 1}, second: {"unknown": 1}}
    assert Mark.objects.at([second]).counts() == {second: {"unknown": 1}}
    assert Mark.objects.at([]).counts() == {}


def test_voters_are_counted_once_however_much_they_mark(phases, here):
    phases.marked((here[0], "here"), (here[1], "here"))
    phases.marked((here[1], "here"))
    phases.workshop.join()

    assert phases.workshop.marks.voters() == 2
    assert Mark.objects.at(here[:1]).voters() == 1
    assert Mark.objects.none().voters() == 0


def test_someone_removed_is_not_among_the_voters(phases, here):
    gone = phases.marked((here[0], "here"), (here[1], "here"))
    phases.marked((here[0], "here"))
    phases.go("where-shown")
    phases.workshop.remove(gone)

    marks = phases.workshop.marks
    assert (marks.voters(), marks.seated().voters()) == (2, 1)


# --- Afterwards ---


def test_erasing_the_notes_erases_the_marks_and_keeps_what_the_room_settled(phases, here):
    phases.marked((here[0], "here"))
    phases.workshop.settle(here[0], "here")
    phases.workshop.close()
    phases.workshop.report.finish(b"%PDF-")
    phases.workshop.erase_notes()

    assert Mark.objects.count() == 0
    assert [(each.place, each.choice) for each in Outcome.objects.all()] == [(here[0], "here")]


def test_a_copy_of_a_workshop_has_no_marks(phases, here):
    phases.marked((here[0], "here"))

    assert phases.workshop.duplicate().marks.count() == 0


def test_an_activity_that_was_marked_is_not_taken_off_the_agenda(phases, here):
    phases.marked((here[0], "here"))

    with pytest.raises(Refused, match="I har allerede brugt punktet"):
        phases.workshop.remove_activity(phases.activity)
    assert phases.workshop.activities.count() == 1


# --- What is told ---


def test_several_marks_are_told_as_one_change_and_say_nothing_of_what_was_marked(phases, seat, here, told):
    told(phases.workshop)
    phases.mark(seat, *[(place, "here") for place in here])

    assert told(phases.workshop) == [(changes.MARKS,)]


def test_a_refused_mark_is_told_to_nobody(phases, seat, here, told):
    phases.workshop.close()
    told(phases.workshop)
    with pytest.raises(Refused):
        phases.mark(seat, (here[0], "here"))

    assert told(phases.workshop) == []


def test_each_time_is_a_new_version(phases, seat, here):
    before = again(phases.workshop).version
    for choice in ["here", ""]:
        phases.mark(seat, (here[0], choice))

    assert again(phases.workshop).version == before + 2
