"""What nobody may learn: what a hidden note says, what is written before it is shown, and who wrote what."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.helpers import WHY, again, write
from tests.pages import HTMX, go_to
from tests.people import seated
from workshops import changes
from workshops.models import Note, Participant, Workshop
from workshops.report import making, paper
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

WRITER = 987_654_321  # an id that occurs nowhere by chance
SECRET = "Chefen lytter aldrig"
STEPS = ["explain", "write", "show", "decide"]


@pytest.fixture
def writer(open_workshop) -> Participant:
    open_workshop.groups = ["Hemmelig gruppe"]
    open_workshop.save()
    return Participant.objects.create(
        pk=WRITER, workshop=open_workshop, code=open_workshop.code, group="Hemmelig gruppe"
    )


@pytest.fixture
def note(open_workshop, places, writer) -> Note:
    return write(open_workshop, places[0], SECRET, key="noeglen-til-sedlen", participant=writer)


def drawn(workshop: Workshop, screen: str, note: Note, reader: int = 0) -> str:
    """All that a stream may send to a screen of this kind: the whole state, and every kind of change."""
    seats = [reader] if reader else []
    what = {changes.note(note.pk), changes.seat(WRITER), changes.SEATS, changes.AGREEMENTS, changes.TIMER}
    found = [patches.whole(workshop.pk, screen, seats), patches.changed(workshop.pk, screen, what, seats)]
    return "".join(patch.common + patch.personal.get(reader, "") for patch in found)


def page(client, name: str, workshop: Workshop) -> str:
    answer: HttpResponse = client.get(reverse(name, args=[workshop.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("board", [False, True])
@pytest.mark.parametrize("at_once", [False, True])
def test_what_a_hidden_note_says_is_nowhere_but_on_the_desk_and_its_own_phone(
    open_workshop, places, note, writer, ane_client, step, board, at_once
):
    note.hide("person")
    open_workshop.set_wall_on_phones(board)
    open_workshop.activities.get().show_notes(at_once)
    go_to(open_workshop, places[0], step)
    reader = open_workshop.join()

    assert SECRET not in page(ane_client, "wall", open_workshop)
    assert SECRET not in drawn(open_workshop, WALL, note)
    assert SECRET not in page(seated(reader), "phone", open_workshop)
    assert SECRET not in drawn(open_workshop, PHONE, note, reader.pk)
    assert SECRET not in patches.whole(open_workshop.pk, PHONE, [writer.pk]).common
    assert SECRET not in paper.html(again(open_workshop))

    assert SECRET in page(ane_client, "desk", open_workshop)
    assert SECRET in page(seated(writer), "phone", open_workshop)


@pytest.mark.parametrize("gone", ["withdraw", "hide"])
def test_what_a_note_said_is_not_in_the_message_that_takes_it_away(open_workshop, places, note, gone):
    go_to(open_workshop, places[0], "show")
    getattr(note, gone)(*WHY.get(gone, []))
    patch = patches.changed(open_workshop.pk, WALL, {changes.note(note.pk)}).common

    assert f'id="note-{note.number}"' in patch
    assert SECRET not in patch


@pytest.mark.parametrize("step", ["explain", "write"])
def test_before_notes_are_shown_the_wall_holds_their_number_alone(open_workshop, places, note, ane_client, step):
    go_to(open_workshop, places[0], step)
    for shown in (page(ane_client, "wall", open_workshop), drawn(open_workshop, WALL, note)):
        assert SECRET not in shown
        assert f"note-{note.number}" not in shown

    changed = patches.changed(open_workshop.pk, WALL, {changes.note(note.pk)}).common
    assert "<b>1</b> seddel" in changed


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("board", [False, True])
def test_others_phones_hold_a_note_only_once_the_wall_does_and_the_facilitator_said_so(
    open_workshop, places, note, step, board
):
    open_workshop.set_wall_on_phones(board)
    go_to(open_workshop, places[0], step)
    reader = open_workshop.join()
    expected = board and step in ("show", "decide")

    assert (SECRET in page(seated(reader), "phone", open_workshop)) == expected
    assert (SECRET in drawn(open_workshop, PHONE, note, reader.pk)) == expected


@pytest.mark.parametrize("step", STEPS)
def test_who_wrote_a_note_is_nowhere(open_workshop, places, note, writer, ane_client, step):
    open_workshop.set_wall_on_phones(True)
    go_to(open_workshop, places[0], step)
    reader = open_workshop.join()
    shown = [page(ane_client, name, open_workshop) for name in ("wall", "desk", "workshop-report", "workshop")]
    shown += [drawn(open_workshop, screen, note) for screen in (WALL, DESK)]
    shown += [page(seated(reader), "phone", open_workshop), drawn(open_workshop, PHONE, note, reader.pk)]
    shown += [ane_client.get(reverse("note", args=[open_workshop.pk, note.number])).content.decode()]
    shown += [paper.html(again(open_workshop))]

    for each in shown:
        for secret in (str(WRITER), writer.key, note.key):
            assert secret not in each
    for each in shown[:2] + shown[4:8]:
        assert "Hemmelig gruppe" not in each


def test_who_wrote_a_note_is_in_no_answer_to_the_facilitator(open_workshop, places, note, writer, ane_client):
    go_to(open_workshop, places[0], "show")
    answers = [
        ane_client.post(reverse("note", args=[open_workshop.pk, note.number]), {"text": "x"}, headers=HTMX),
        ane_client.post(reverse("note-hide", args=[open_workshop.pk, note.number]), headers=HTMX),
        ane_client.post(reverse("note-shut-out", args=[open_workshop.pk, note.number]), headers=HTMX),
    ]

    assert [each.status_code for each in answers] == [200, 200, 200]
    for each in answers:
        assert str(WRITER) not in each.content.decode() + str(each.headers)
        assert writer.key not in each.content.decode()


def test_a_seat_is_in_its_own_cookie_only(open_workshop, writer):
    answer = seated(writer).get(reverse("phone", args=[open_workshop.pk]))

    assert writer.key not in answer.content.decode()
    assert str(WRITER) not in answer.content.decode()


def test_the_leader_learns_no_more_than_the_report(open_workshop, places, note, writer, leader_client):
    note.hide("person")
    open_workshop.close()
    making.make(open_workshop.report)
    link = open_workshop.share()
    page = leader_client.get(link.get_absolute_url()).content.decode()

    for secret in (SECRET, writer.key, str(WRITER), open_workshop.code, "ane@example.dk"):
        assert secret not in page


def test_a_refusal_does_not_tell_strangers_that_a_workshop_is_there(open_workshop, other_workshop, stranger_client):
    theirs = stranger_client.get(reverse("desk", args=[open_workshop.pk]))
    nobodys = stranger_client.get(reverse("desk", args=[999_999]))

    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
