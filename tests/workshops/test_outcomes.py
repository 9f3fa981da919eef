"""What the room comes to at a place: a choice it settles on, a text that several write together, a date."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.helpers import again, at_once, write
from tests.rooms import Room
from workshops import changes
from workshops.errors import Gone, Refused
from workshops.models import Note, Outcome, Revision
from workshops.models.outcomes import MAX_TEXT, choices, join
from workshops.place import Place


@pytest.fixture
def cell(matrix) -> Place:
    """Who, in the first row."""
    return matrix.place("who")


@pytest.fixture
def status(matrix) -> Place:
    """How far they are, in the first row."""
    return matrix.place("status")


def stored() -> list[tuple[Place, str, str]]:
    return [(each.place, each.choice, each.text) for each in Outcome.objects.all() if each.choice or each.text]


def days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


# --- Settling ---


def test_the_room_settles_on_a_choice_changes_it_and_takes_it_back(phases):
    place, found = phases.place("degree"), []
    for choice in ["information", "influence", "influence", ""]:
        phases.workshop.settle(place, choice)
        found.append(Outcome.objects.get().choice)

    assert found == ["information", "influence", "influence", ""]


def test_each_place_has_its_own(phases):
    first, second = phases.place("where", 0), phases.place("where", 1)
    for place in (first, second):
        phases.workshop.settle(place, "here")
    phases.workshop.settle(first, "")

    assert stored() == [(second, "here", "")]


@pytest.mark.parametrize("choice", ["note", "information", "HERE", "æ" * 10_000])
def test_a_choice_the_question_does_not_offer_is_refused(phases, choice):
    with pytest.raises(Refused, match="Det kan man ikke vælge her"):
        phases.workshop.settle(phases.place("where"), choice)
    assert Outcome.objects.count() == 0


def test_what_was_settled_stays_when_another_choice_is_refused(phases):
    phases.workshop.settle(phases.place("where"), "here")
    with pytest.raises(Refused):
        phases.workshop.settle(phases.place("where"), "doing")

    assert stored() == [(phases.place("where"), "here", "")]


def test_the_way_on_sees_what_was_settled_at_once(phases):
    assert phases.workshop.settled == {}
    phases.workshop.settle(phases.place("where"), "here")

    assert list(phases.workshop.settled) == [phases.place("where")]


def test_choices_say_how_many_marked_them_and_which_was_settled(phases):
    question = phases.activity.question_set.questions.get(pk=phases.place("degree").question)
    outcome = phases.workshop.settle(phases.place("degree"), "influence")
    found = [
        (each.kind.key, each.count, each.settled) for each in choices(question, {"influence": 2, "old": 9}, outcome)
    ]

    assert found == [("information", 0, False), ("influence", 2, True), ("codetermination", 0, False)]
    assert [each.settled for each in choices(question, {}, None)] == [False] * 3


# --- Where nothing can be settled or written ---


@pytest.fixture(params=["settle", "write"])
def act(request, matrix):
    """Either settle on ``doing`` or write at a place."""

    def act(place: Place) -> None:
        if request.param == "settle":
            again(matrix.workshop).settle(place, "doing")
        else:
            again(matrix.workshop).fill(place, "Superbrugerne")

    return act


def test_a_hidden_row_is_gone(matrix, status, act):
    matrix.leave_out(matrix.topics[0])

    with pytest.raises(Gone, match="Det sted er skjult eller fjernet imens"):
        act(status)
    assert Outcome.objects.count() == 0


def test_a_hidden_column_is_gone(matrix, status, act):
    matrix.leave_out(matrix.question("status"))

    with pytest.raises(Gone):
        act(status)
    assert Outcome.objects.count() == 0


def test_a_removed_row_is_gone(matrix, status, act):
    matrix.activity.question_set.remove(matrix.topics[0])

    with pytest.raises(Gone):
        act(status)
    assert Outcome.objects.count() == 0


def test_a_place_of_another_workshop_is_gone(matrix, act):
    other = matrix.workshop.duplicate()
    other.open()

    with pytest.raises(Gone):
        act(Room(other).place("status"))
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("place", [Place(0, 0), Place(10**17, 10**17)])
def test_no_place_at_all_is_gone(matrix, act, place):
    with pytest.raises(Gone):
        act(place)


def test_a_row_shown_again_takes_text_again(matrix, status, act):
    matrix.leave_out(matrix.topics[0])
    matrix.take_in(matrix.topics[0])
    act(status)

    assert len(stored()) == 1


def test_a_closed_workshop_is_refused(matrix, status, act):
    matrix.workshop.close()
    version = again(matrix.workshop).version

    with pytest.raises(Refused, match="Workshoppen er ikke åben") as refused:
        act(status)
    assert not isinstance(refused.value, Gone)
    assert (Outcome.objects.count(), again(matrix.workshop).version) == (0, version)


# --- Writing ---


def test_text_is_written_in_an_empty_cell(matrix, cell):
    outcome, revision, joined = matrix.workshop.fill(cell, "Lone og Per")

    assert (outcome.text, revision.after, joined) == ("Lone og Per", {"text": "Lone og Per"}, False)
    assert stored() == [(cell, "", "Lone og Per")]


def test_text_is_written_over_what_one_began_from(matrix, cell):
    matrix.fill(cell, "Lone")
    _outcome, _revision, joined = matrix.workshop.fill(cell, "Lone og Per", "Lone")

    assert (joined, stored()) == (False, [(cell, "", "Lone og Per")])


def test_text_is_taken_away(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "", was="Lone")

    assert Outcome.objects.get().text == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Lone \r\n", "Lone"),
        ("Lone\r\nPer\rUlla", "Lone\nPer\nUlla"),
        ("Lo\x00ne\x1b", "Lone"),
        ("bla\u030ar", "blår"),
        ("<b>Lone</b> & Per", "<b>Lone</b> & Per"),
        ("Lone\n\nPer", "Lone\n\nPer"),
    ],
)
def test_text_is_stored_as_it_was_meant(matrix, cell, typed, text):
    assert matrix.fill(cell, typed).text == text


def test_what_differs_only_in_how_a_browser_sends_it_is_no_change(matrix, cell):
    matrix.fill(cell, "Lone\nPer")
    _outcome, revision, joined = matrix.workshop.fill(cell, "Lone\r\nPer ", "Lone\r\nPer")

    assert (revision, joined) == (None, False)


def test_the_same_text_twice_is_one_change(matrix, cell):
    found = [again(matrix.workshop).fill(cell, "Lone")[1:] for _ in range(2)]

    assert [(revision is None, joined) for revision, joined in found] == [(False, False), (True, False)]
    assert (Outcome.objects.get().text, Revision.objects.count()) == ("Lone", 1)


def test_each_place_has_its_own_text(matrix):
    places = [matrix.place("who", 0), matrix.place("what", 0), matrix.place("who", 1)]
    for n, place in enumerate(places):
        matrix.fill(place, str(n))

    assert stored() == [(place, "", str(n)) for n, place in enumerate(places)]


# --- Writing what someone else wrote in meanwhile ---


@pytest.mark.parametrize(
    ("was", "theirs", "mine", "text"),
    [
        ("", "Lone", "Per", "Lone\nPer"),
        ("Lone", "Lone\nUlla", "Lone\nPer", "Lone\nUlla\nPer"),
        ("Lone", "Ulla", "Lone og Per", "Ulla\nLone og Per"),
        ("", "Lone\nPer", "Per\nUlla", "Lone\nPer\nUlla"),
        ("Lone", "", "Lone og Per", "Lone og Per"),
        ("Lone\nPer", "Lone\nPer\nUlla", "Lone", "Lone\nPer\nUlla"),  # a line less: theirs is not lost
        ("Lone", "Lone\nUlla", "", "Lone\nUlla"),
    ],
)
def test_both_texts_are_kept_and_that_is_told(matrix, cell, was, theirs, mine, text):
    matrix.fill(cell, was)
    matrix.fill(cell, theirs, was)
    _outcome, _revision, joined = matrix.workshop.fill(cell, mine, was)

    assert (joined, Outcome.objects.get().text) == (True, text)


def test_one_who_writes_nothing_new_takes_nothing_away(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "Lone og Per", "Lone")
    _outcome, revision, joined = matrix.workshop.fill(cell, "Lone", "Lone")

    assert (revision, joined, Outcome.objects.get().text) == (None, False, "Lone og Per")


def test_two_who_write_the_same_are_not_joined(matrix, cell):
    matrix.fill(cell, "Lone")
    _outcome, revision, joined = matrix.workshop.fill(cell, "Lone", "")

    assert (revision, joined, Outcome.objects.get().text) == (None, False, "Lone")


def test_one_whose_text_is_only_a_deletion_of_what_nobody_changed_deletes(matrix, cell):
    matrix.fill(cell, "Lone\nPer")
    _outcome, _revision, joined = matrix.workshop.fill(cell, "Per", "Lone\nPer")

    assert (joined, Outcome.objects.get().text) == (False, "Per")


@pytest.mark.django_db(transaction=True)
def test_all_who_write_at_the_same_moment_are_kept(matrix, cell):
    names = ["Lone", "Per", "Ulla", "Mads"]

    assert at_once(*[lambda name=name: matrix.fill(cell, name) for name in names]) == [True] * 4
    assert sorted(Outcome.objects.get().text.split("\n")) == sorted(names)


def test_joining_keeps_the_order_of_both():
    assert join("a\nb", "a\nx\nb", "c\na\nb\nd") == "a\nx\nb\nc\nd"


# --- What is too long ---


@pytest.mark.parametrize("length", [MAX_TEXT + 1, 2_000])
def test_a_text_that_is_too_long_is_refused_with_both_figures(matrix, cell, length):
    matrix.fill(cell, "Lone")
    version = again(matrix.workshop).version

    with pytest.raises(Refused, match=f"højst 1000 tegn, og der står nu {length}"):
        again(matrix.workshop).fill(cell, "æ" * length, "Lone")
    assert (Outcome.objects.get().text, again(matrix.workshop).version) == ("Lone", version)


def test_a_text_of_exactly_the_limit_is_stored(matrix, cell):
    assert len(matrix.fill(cell, "æ" * MAX_TEXT).text) == MAX_TEXT


def test_two_texts_that_together_are_too_long_are_refused_and_theirs_stays(matrix, cell):
    matrix.fill(cell, "æ" * 600)

    with pytest.raises(Refused, match="højst 1000 tegn, og der står nu 1201"):
        matrix.fill(cell, "ø" * 600)
    assert Outcome.objects.get().text == "æ" * 600


def test_with_a_text_that_is_too_long_its_state_is_not_stored_either(matrix, status):
    with pytest.raises(Refused):
        matrix.fill(status, "æ" * 2_000, choice="doing", due=days(7))
    assert Outcome.objects.count() == 0


# --- State and date ---


def test_state_and_date_are_written_with_the_text(matrix, status):
    outcome = matrix.fill(status, "Næste skridt", choice="doing", due=days(7))

    assert (outcome.text, outcome.choice, outcome.due) == ("Næste skridt", "doing", days(7))


def test_state_alone_leaves_the_text(matrix, status):
    matrix.fill(status, "Næste skridt")
    matrix.fill(status, "", choice="done")  # from a form that was drawn before there was any text

    assert stored() == [(status, "done", "Næste skridt")]


def test_text_alone_leaves_state_and_date(matrix, status):
    matrix.fill(status, "Næste skridt", choice="doing", due=days(7))
    matrix.fill(status, "Noget andet", was="Næste skridt")

    assert (stored(), Outcome.objects.get().due) == ([(status, "doing", "Noget andet")], days(7))


def test_state_and_date_are_taken_away(matrix, status):
    matrix.fill(status, "Næste skridt", choice="doing", due=days(7))
    matrix.fill(status, "", choice="", due=None)

    assert (stored(), Outcome.objects.get().due) == ([(status, "", "Næste skridt")], None)


@pytest.mark.parametrize("choice", ["proposal", "here", "æ" * 10_000])
def test_a_state_that_does_not_exist_is_refused_and_nothing_is_stored(matrix, status, choice):
    with pytest.raises(Refused, match="Den status findes ikke"):
        matrix.fill(status, "Næste skridt", choice=choice)
    assert Outcome.objects.count() == 0


def test_a_column_without_states_takes_none(matrix, cell):
    with pytest.raises(Refused, match="Den status findes ikke"):
        matrix.fill(cell, "Lone", choice="doing")
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("n", [-1, -3650])
def test_a_date_in_the_past_is_refused_and_nothing_is_stored(matrix, status, n):
    with pytest.raises(Refused, match="Datoen er gået"):
        matrix.fill(status, "Næste skridt", due=days(n))
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("n", [0, 1, 3650])
def test_a_date_from_today_on_is_stored(matrix, status, n):
    assert matrix.fill(status, "", due=days(n)).due == days(n)


def test_what_is_done_may_have_been_so_in_the_past(matrix, status):
    matrix.fill(status, "", choice="done", due=days(-1))
    matrix.fill(status, "", due=days(-2))

    assert Outcome.objects.get().due == days(-2)


def test_a_date_that_has_passed_since_stays_when_the_text_is_changed(matrix, status):
    Outcome.objects.create(workshop=matrix.workshop, topic_id=status.topic, question_id=status.question, due=days(-5))
    matrix.fill(status, "Næste skridt", due=days(-5), choice="doing")

    assert (Outcome.objects.get().due, stored()) == (days(-5), [(status, "doing", "Næste skridt")])


# --- Taking it back ---


def test_a_text_is_taken_back(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "Lone og Per", "Lone")
    Revision.objects.last().undo()

    assert Outcome.objects.get().text == "Lone"


def test_text_state_and_date_are_taken_back_together(matrix, status):
    matrix.fill(status, "Lone", choice="idle", due=days(3))
    matrix.fill(status, "Per", "Lone", choice="doing", due=days(7))
    Revision.objects.last().undo()
    outcome = Outcome.objects.get()
    assert (outcome.text, outcome.choice, outcome.due) == ("Lone", "idle", days(3))

    Revision.objects.first().undo()
    outcome = Outcome.objects.get()
    assert (outcome.text, outcome.choice, outcome.due) == ("", "", None)


def test_a_date_taken_away_comes_back(matrix, status):
    matrix.fill(status, "", due=days(3))
    matrix.fill(status, "", due=None)
    Revision.objects.last().undo()

    assert Outcome.objects.get().due == days(3)


def test_what_was_settled_is_taken_back(phases):
    for choice in ["information", "influence"]:
        phases.workshop.settle(phases.place("degree"), choice)
    Revision.objects.last().undo()

    assert Outcome.objects.get().choice == "information"


def test_taking_back_twice_is_taking_back_once(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "Per", "Lone")
    for _ in range(2):
        Revision.objects.last().undo()

    assert Outcome.objects.get().text == "Lone"


def test_taking_back_leaves_what_was_written_since(matrix, status):
    matrix.fill(status, "Lone", choice="idle", due=days(3))
    first = Revision.objects.get().pk
    matrix.fill(status, "Lone og Per", "Lone")
    Revision.objects.get(pk=first).undo()

    outcome = Outcome.objects.get()
    assert (outcome.text, outcome.choice, outcome.due) == ("Lone og Per", "", None)


def test_taking_back_leaves_what_someone_wrote_at_the_same_moment(matrix, cell):
    matrix.fill(cell, "Lone")
    loaded = Revision.objects.select_related("outcome").get()  # as the page that takes it back does
    matrix.fill(cell, "Lone og Per", "Lone")
    loaded.undo()

    assert Outcome.objects.get().text == "Lone og Per"


def test_joined_texts_are_parted_again(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "Per")
    Revision.objects.last().undo()

    assert Outcome.objects.get().text == "Lone"


def test_a_revision_says_which_place_it_concerns(matrix, cell):
    matrix.fill(cell, "Lone")

    assert Revision.objects.get().concerns() == [changes.outcome(cell)]


# --- Taking a proposal in ---


def test_a_proposal_is_taken_in_as_a_line_and_becomes_one_that_was_taken(matrix, cell):
    matrix.fill(cell, "Lone")
    note = matrix.propose(cell, "Superbrugerne")
    note.adopt()

    assert (Outcome.objects.get().text, Note.objects.get().kind) == ("Lone\nSuperbrugerne", "taken")
    assert Note.objects.get().text == "Superbrugerne"


def test_a_proposal_is_taken_into_an_empty_cell(matrix, cell):
    matrix.propose(cell, "Superbrugerne").adopt()

    assert stored() == [(cell, "", "Superbrugerne")]


def test_taking_a_proposal_in_is_taken_back_as_one(matrix, cell):
    matrix.fill(cell, "Lone")
    revision = matrix.propose(cell, "Superbrugerne").adopt()
    Revision.objects.get(pk=revision.pk).undo()

    assert (Outcome.objects.get().text, Note.objects.get().kind) == ("Lone", "proposal")


def test_taking_a_proposal_in_concerns_the_note_and_the_cell(matrix, cell):
    note = matrix.propose(cell)

    assert note.adopt().concerns() == [changes.note(note.pk), changes.outcome(cell)]


def test_taken_in_and_back_leaves_what_was_written_since(matrix, cell):
    revision = matrix.propose(cell, "Superbrugerne").adopt()
    matrix.fill(cell, "Superbrugerne i nord", "Superbrugerne")
    Revision.objects.get(pk=revision.pk).undo()

    assert (Outcome.objects.get().text, Note.objects.get().kind) == ("Superbrugerne i nord", "proposal")


@pytest.mark.parametrize("words", ["Superbrugerne", "Superbrugerne\nog deres leder"])
def test_a_proposal_taken_in_twice_stands_there_once(matrix, cell, words):
    note = matrix.propose(cell, words)
    for _ in range(2):
        Note.objects.get(pk=note.pk).adopt()

    assert (Outcome.objects.get().text, Note.objects.get().kind) == (words, "taken")


def test_two_proposals_that_say_the_same_stand_there_once(matrix, cell):
    for _ in range(2):
        matrix.propose(cell, "Superbrugerne").adopt()

    assert (Outcome.objects.get().text, set(Note.objects.values_list("kind", flat=True))) == (
        "Superbrugerne",
        {"taken"},
    )


@pytest.mark.django_db(transaction=True)
def test_all_proposals_taken_in_at_the_same_moment_are_kept(matrix, cell):
    notes = [matrix.propose(cell, name) for name in ("Lone", "Per", "Ulla")]
    acts = [Note.objects.select_related("workshop").get(pk=note.pk).adopt for note in notes]

    assert at_once(*acts) == [True] * 3
    assert sorted(Outcome.objects.get().text.split("\n")) == ["Lone", "Per", "Ulla"]


def test_a_proposal_that_does_not_fit_is_refused_and_stays_a_proposal(matrix, cell):
    matrix.fill(cell, "æ" * 995)
    note = matrix.propose(cell, "Superbrugerne")

    with pytest.raises(Refused, match="højst 1000 tegn, og der står nu 1009"):
        note.adopt()
    assert (Outcome.objects.get().text, Note.objects.get().kind) == ("æ" * 995, "proposal")
    assert note.revisions.count() == 0


def test_a_note_of_a_tool_without_such_a_kind_is_refused(open_workshop, places):
    note = write(open_workshop, places[0])

    with pytest.raises(Refused, match="Den slags seddel kan ikke tages med her"):
        note.adopt()
    assert (Note.objects.get().kind, Outcome.objects.count()) == ("note", 0)


def test_a_proposal_in_a_hidden_row_is_not_taken_in(matrix, cell):
    note = matrix.propose(cell)
    matrix.leave_out(matrix.topics[0])

    with pytest.raises(Gone):
        note.adopt()
    assert (Note.objects.get().kind, Outcome.objects.count()) == ("proposal", 0)


def test_a_proposal_is_not_taken_in_when_the_workshop_is_closed(matrix, cell):
    note = matrix.propose(cell)
    again(matrix.workshop).close()

    with pytest.raises(Refused, match="Workshoppen er ikke åben"):
        Note.objects.get(pk=note.pk).adopt()
    assert Note.objects.get().kind == "proposal"


# --- Afterwards ---


def test_erasing_the_notes_keeps_what_the_room_wrote(matrix, cell):
    matrix.propose(cell, "Superbrugerne", by=matrix.workshop.join()).adopt()
    matrix.workshop.close()
    matrix.workshop.report.finish(b"%PDF-")
    matrix.workshop.erase_notes()

    assert (Note.objects.count(), stored()) == (0, [(cell, "", "Superbrugerne")])


def test_an_erased_note_is_left_nowhere_not_in_what_was_taken_back_either(matrix, cell):
    revision = matrix.propose(cell, "Ulla kan det ikke", by=matrix.workshop.join()).adopt()
    revision.undo()
    matrix.workshop.close()
    matrix.workshop.report.finish(b"%PDF-")
    matrix.workshop.erase_notes()

    assert [each for each in Revision.objects.all() if "Ulla" in f"{each.before} {each.after}"] == []


def test_an_activity_that_was_filled_in_is_not_taken_off_the_agenda(matrix, cell):
    matrix.fill(cell, "Lone")

    with pytest.raises(Refused, match="I har allerede brugt punktet"):
        matrix.workshop.remove_activity(matrix.activity)


def test_an_activity_whose_cells_are_empty_again_is_taken_off_the_agenda(matrix, cell):
    matrix.fill(cell, "Lone")
    matrix.fill(cell, "", was="Lone")
    matrix.workshop.remove_activity(matrix.activity)

    assert (matrix.workshop.activities.count(), Outcome.objects.count()) == (0, 0)


# --- What is told ---


def test_what_is_written_in_a_cell_is_told_by_its_place(matrix, cell, told):
    told(matrix.workshop)
    matrix.fill(cell, "Lone")
    matrix.fill(matrix.place("status"), "", choice="doing")
    Revision.objects.first().undo()

    assert told(matrix.workshop) == [
        (f"outcome:{cell}",),
        (f"outcome:{matrix.place('status')}",),
        (f"outcome:{cell}",),
    ]


def test_what_is_settled_among_the_phases_is_a_new_stage(phases, told):
    told(phases.workshop)
    phases.workshop.settle(phases.place("where"), "here")

    assert told(phases.workshop) == [(changes.STAGE,)]


def test_a_proposal_taken_in_is_told_with_its_cell_and_its_writer(matrix, cell, told):
    writer = matrix.workshop.join()
    note = matrix.propose(cell, by=writer)
    told(matrix.workshop)
    note.adopt()

    assert told(matrix.workshop) == [(f"outcome:{cell}",), (f"note:{note.pk}", f"seat:{writer.pk}")]


def test_what_is_refused_is_told_to_nobody(matrix, cell, told):
    told(matrix.workshop)
    with pytest.raises(Refused):
        matrix.fill(cell, "æ" * 2_000)

    assert told(matrix.workshop) == []
