import threading

import pytest
from django.db import connection

from tests.helpers import again, write
from workshops.errors import Refused
from workshops.models import Note, Revision
from workshops.models.notes import NoteCount
from workshops.models.written import MAX_LENGTH, clean
from workshops.place import Place

# --- Writing ---


def test_a_note_is_stored_at_its_place(open_workshop, places, participant):
    note = write(open_workshop, places[1], "Mere tid til borgerne", participant=participant)

    stored = Note.objects.get()
    assert stored == note
    assert (stored.text, stored.kind, stored.place, stored.participant) == (
        "Mere tid til borgerne",
        "note",
        places[1],
        participant,
    )
    assert (stored.hidden, stored.withdrawn) == (False, False)


def test_the_same_key_and_text_is_the_same_note(open_workshop, places, participant):
    first = write(open_workshop, places[0], participant=participant)
    version = again(open_workshop).version
    second = write(open_workshop, places[0], participant=participant)

    assert first == second
    assert Note.objects.count() == 1
    assert again(open_workshop).version == version


def test_a_note_reworded_since_is_still_the_same_when_sent_again(open_workshop, places, participant):
    note = write(open_workshop, places[0], participant=participant)
    note.reword("Mere tid til pauser")

    assert write(open_workshop, places[0], participant=participant) == note
    assert Note.objects.get().text == "Mere tid til pauser"


def test_the_same_key_with_another_text_is_another_note_however_often_it_is_sent(open_workshop, places, participant):
    first = write(open_workshop, places[0], "Mere tid", participant=participant)
    second = write(open_workshop, places[0], "Mindre papir", participant=participant)

    assert write(open_workshop, places[0], "Mindre papir", participant=participant) == second
    assert write(open_workshop, places[0], "Mere tid", participant=participant) == first
    assert [note.text for note in Note.objects.all()] == ["Mere tid", "Mindre papir"]


def test_someone_elses_key_never_gives_someone_elses_note(open_workshop, places):
    written = [write(open_workshop, places[0], participant=open_workshop.join()) for _ in range(3)]

    assert len(set(written)) == 3
    assert len({note.participant_id for note in written}) == 3


def test_the_same_key_in_another_workshop_is_another_note(open_workshop, other_workshop, places):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    write(open_workshop, places[0])
    write(other_workshop, Place(topic.pk, question.pk))

    assert (open_workshop.notes.count(), other_workshop.notes.count()) == (1, 1)


def test_a_note_sent_before_its_place_closed_is_found_again_after(open_workshop, places):
    note = write(open_workshop, places[0])
    open_workshop.close_place(places[0])

    assert write(open_workshop, places[0]) == note


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("texts", "stored"),
    [(["Mere tid"] * 4, ["Mere tid"]), (["Mere tid", "Mindre papir"] * 2, ["Mere tid", "Mindre papir"])],
)
def test_sent_twice_at_the_same_moment(open_workshop, participant, places, texts, stored):
    barrier, answers = threading.Barrier(len(texts)), []

    def post(text: str) -> None:
        try:
            mine = again(open_workshop)
            barrier.wait(5)
            answers.append(write(mine, places[0], text, participant=participant).text == text)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * len(texts)
    assert sorted(Note.objects.values_list("text", flat=True)) == stored


# --- What is refused ---


@pytest.mark.parametrize("text", ["", "   ", "\n\t\r\n", "\x00\x07", "\u200b\u200d", "\u00a0"])
def test_an_empty_note_is_refused(open_workshop, places, text):
    with pytest.raises(Refused, match="Sedlen er tom"):
        write(open_workshop, places[0], text)
    assert Note.objects.count() == 0


def test_a_note_of_10_000_characters_is_refused_and_says_how_long_it_may_be(open_workshop, places):
    with pytest.raises(Refused, match=r"10000 tegn\. Skriv højst 500"):
        write(open_workshop, places[0], "æ" * 10_000)
    assert Note.objects.count() == 0


def test_a_note_of_exactly_the_limit_is_stored(open_workshop, places):
    assert write(open_workshop, places[0], "ø" * MAX_LENGTH).text == "ø" * MAX_LENGTH

    with pytest.raises(Refused):
        write(open_workshop, places[0], "ø" * (MAX_LENGTH + 1))


def test_a_closed_place_is_refused(open_workshop, places):
    open_workshop.close_place(places[0])

    with pytest.raises(Refused, match="Der er lukket for sedler"):
        write(open_workshop, places[0])
    assert write(open_workshop, places[1]).place == places[1]


def test_a_closed_workshop_is_refused(open_workshop, places):
    open_workshop.close()

    with pytest.raises(Refused, match="Der er lukket for sedler"):
        write(open_workshop, places[0])
    assert Note.objects.count() == 0


def test_a_kind_the_tool_does_not_know_is_refused(open_workshop, places):
    with pytest.raises(Refused, match="Den slags seddel"):
        open_workshop.write(places[0], "today", "Mere tid", "k")
    assert Note.objects.count() == 0


def test_a_place_that_is_not_the_workshops_is_refused(open_workshop, other_workshop, places):
    topic, question = other_workshop.activities.get().question_set.places()[0]

    for place in [Place(topic.pk, question.pk), Place(places[0].topic, places[2].question), Place(0, 0)]:
        with pytest.raises(Refused, match="findes ikke længere"):
            write(open_workshop, place)
    assert Note.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Mere tid \n", "Mere tid"),
        ("Mere\r\ntid\rtil\tos", "Mere\ntid\ntil os"),
        ("Me\x00re\x1b ti\x7fd", "Mere tid"),
        ("Stød \ud83d", "Stød"),
        ("bla\u030ar", "blår"),
        ("første linje   \n  anden", "første linje\n  anden"),
        ("👩\u200d⚕️ tid", "👩\u200d⚕️ tid"),
        ("\U0001fae8", "\U0001fae8"),
        ('<b>fed</b> & "citat"', '<b>fed</b> & "citat"'),
    ],
)
def test_text_is_stored_as_it_was_meant(typed, stored):
    assert clean(typed) == stored


# --- Versions ---


def test_a_note_counts_its_own_changes(open_workshop, places):
    write(open_workshop, places[1], key="other")
    note = write(open_workshop, places[0])
    versions = [note.version]
    for change in [lambda: note.hide("person"), note.unhide, note.withdraw]:
        change()
        versions.append(Note.objects.get(pk=note.pk).version)

    assert versions == [0, 1, 2, 3]


def test_a_note_changed_from_a_stale_page_counts_that_too(open_workshop, places):
    note = write(open_workshop, places[0])
    stale = Note.objects.get(pk=note.pk)
    note.hide("person")
    stale.recolour("note")

    assert Note.objects.get().version == 2


# --- What the one who wrote it does ---


def test_of_what_was_reworded_a_keyed_digest_is_left(open_workshop, places):
    note = write(open_workshop, places[0])
    note.edit("Mere tdi")
    note.reword("  Mere tid til pauser ")

    stored = Note.objects.get()
    assert (stored.text, stored.sent) == ("Mere tid til pauser", note.digest("Mere tid", None))
    assert Revision.objects.count() == 0
    assert write(open_workshop, places[0]) == stored  # sent again, since the phone got no answer
    with pytest.raises(Refused, match="Sedlen er tom"):
        note.reword(" ")


def test_a_withdrawn_note_is_kept_nowhere_and_its_words_neither(open_workshop, places):
    note = write(open_workshop, places[0])
    note.edit("Mere tdi")
    note.withdraw()

    assert (list(Note.objects.kept()), list(Note.objects.visible())) == ([], [])
    assert [*Note.objects.values_list("text", flat=True), *Revision.objects.all()] == [""]
    assert write(open_workshop, places[0]).withdrawn  # sent again, it does not come back


@pytest.mark.parametrize("how", ["on", "closed"])
def test_what_the_facilitator_changed_stands_once_the_room_goes_on(open_workshop, places, how):
    note = write(open_workshop, places[0])
    note.edit("Mere tid til pauser")
    write(open_workshop, places[1], "Fjernet", "r").remove()
    if how == "on":
        open_workshop.advance(again(open_workshop).stop().key)
    else:
        open_workshop.close()

    assert Revision.objects.count() == 0
    assert set(Note.objects.values_list("text", flat=True)) == {"Mere tid til pauser", ""}


# --- What the facilitator does ---


def test_a_hidden_note_is_kept_but_not_visible(open_workshop, places):
    note = write(open_workshop, places[0])
    revision = note.hide("person")
    assert (list(Note.objects.kept()), list(Note.objects.visible())) == ([note], [])

    revision.undo()
    assert list(Note.objects.visible()) == [note]


def test_an_edit_is_taken_back(open_workshop, places):
    note = write(open_workshop, places[0], "Mere tdi")
    revision = note.edit("Mere tid")
    assert Note.objects.get().text == "Mere tid"

    revision.undo()
    assert Note.objects.get().text == "Mere tdi"


def test_a_move_is_taken_back(open_workshop, places):
    note = write(open_workshop, places[0])
    revision = note.move(places[2])
    assert Note.objects.get().place == places[2]

    revision.undo()
    assert Note.objects.get().place == places[0]


def test_a_note_does_not_leave_its_workshop(open_workshop, other_workshop, places):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    note = write(open_workshop, places[0])

    for place in [Place(topic.pk, question.pk), Place(places[0].topic, places[2].question)]:
        with pytest.raises(Refused, match="findes ikke i workshoppen"):
            note.move(place)
    assert Note.objects.get().place == places[0]


def test_removing_a_note_the_facilitator_added_is_taken_back(open_workshop, places):
    note = write(open_workshop, places[0])
    revision = note.remove()
    assert list(Note.objects.kept()) == []

    revision.undo()
    assert list(Note.objects.kept()) == [note]


def test_undoing_a_hide_does_not_bring_back_a_note_withdrawn_meanwhile(open_workshop, places, participant):
    note = write(open_workshop, places[0], participant=participant)
    note.hide("person")
    Note.objects.get().withdraw()
    Revision.objects.get().undo()

    assert list(Note.objects.kept()) == []


def test_a_refused_edit_leaves_no_revision(open_workshop, places):
    note = write(open_workshop, places[0])

    with pytest.raises(Refused):
        note.edit("")
    assert note.revisions.count() == 0


# --- Lookups ---


def test_counts_are_by_place(open_workshop, places):
    for index, place in enumerate([places[0], places[0], places[2]]):
        write(open_workshop, place, key=f"k{index}")
    write(open_workshop, places[3], key="h").hide("person")

    write(open_workshop, places[2], key="p", private=True)

    assert open_workshop.notes.counts() == {
        places[0]: NoteCount(shown=2),
        places[2]: NoteCount(shown=1, waiting=1),
        places[3]: NoteCount(hidden=1),
    }
    assert Note.objects.at(places[:2]).counts() == {places[0]: NoteCount(shown=2)}
    assert Note.objects.at([]).counts() == {}
