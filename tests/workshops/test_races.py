"""What two people do at the same moment, and what is on its way when the facilitator ends it."""

from collections.abc import Callable

import pytest

from tests.helpers import again, at_once, write
from workshops.errors import Refused
from workshops.models import Note, Workshop


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_facilitators_cannot_both_be_taken_off(workshop, ane, bo, round_):
    Workshop.objects.update(owner=None)
    mine, theirs = again(workshop), again(workshop)

    assert sorted(at_once(lambda: mine.take_off(bo, ane), lambda: theirs.take_off(ane, bo))) == [False, True]
    assert workshop.facilitators.count() == 1


def test_a_note_that_was_on_its_way_when_the_workshop_closed_is_refused(open_workshop, places):
    on_its_way = Workshop.objects.get(pk=open_workshop.pk)
    open_workshop.close()

    with pytest.raises(Refused, match="Der er lukket for sedler"):
        write(on_its_way, places[0])
    assert Note.objects.count() == 0
    assert again(open_workshop).is_closed


@pytest.mark.django_db(transaction=True)
def test_closing_amid_a_rush_of_notes_keeps_every_note_that_was_taken_and_none_after(open_workshop, places):
    taken: list[int] = []

    def rush(writer: int) -> Callable[[], None]:
        mine = Workshop.objects.get(pk=open_workshop.pk)

        def act() -> None:
            for n in range(10):
                taken.append(write(mine, places[0], key=f"{writer}-{n}").pk)

        return act

    at_once(*[rush(writer) for writer in range(3)], Workshop.objects.get(pk=open_workshop.pk).close)

    closed = again(open_workshop)
    assert closed.is_closed
    assert sorted(taken) == list(Note.objects.order_by("pk").values_list("pk", flat=True))
    last = Note.objects.order_by("version").last()
    assert closed.version > (last.version if last else 0)


def test_undoing_an_edit_leaves_what_the_writer_reworded_since(open_workshop, places, participant):
    note = write(open_workshop, places[0], "Mere tdi", participant=participant)
    edited, hidden = note.edit("Mere tid"), note.hide("person")
    Note.objects.get().reword("Mere tid til pauser")

    edited.note.refresh_from_db()
    edited.undo()
    assert Note.objects.get().text == "Mere tid til pauser"

    hidden.note.refresh_from_db()
    hidden.undo()
    assert (Note.objects.get().text, Note.objects.get().hidden) == ("Mere tid til pauser", False)
