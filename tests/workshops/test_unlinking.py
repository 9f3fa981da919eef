"""A day after closing, or when the facilitator says so, nothing tells any more who wrote or marked what."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import dom, text
from tests.people import seated
from tests.rooms import Room, stored
from workshops.errors import Refused
from workshops.models import Agreement, Cluster, Dot, Figure, Mark, Note, Participant, Revision, Workshop
from workshops.report import paper, telling


@pytest.fixture
def room(db, ane) -> Room:
    """A compass in which two have written, one of them three notes, and put dots."""
    room = Room.about("rasmus-foer", ane, groups=["TR"])
    first, second = room.workshop.join(group="TR"), room.workshop.join()
    notes = [room.write("expected", "better", f"Bedre {n}", by=first) for n in range(3)]
    worse = room.write("expected", "worse", "Mere skærm", by=second)
    room.write("needs", "before", "Oplæring", by=second, answers=(worse.number,))
    room.write("expected", "worse", "Uset", by=first, private=True)
    room.write("expected", "worse", "Skjult", by=first).hide("person")
    room.write("expected", "worse", "Fortrudt", by=first).withdraw()
    cluster = Cluster.objects.create(workshop=room.workshop, activity=room.activity, heading="Tid")
    Note.objects.filter(pk__in=[note.pk for note in notes[:2]]).update(cluster=cluster)
    Dot.objects.create(workshop=room.workshop, activity=room.activity, note=notes[0], n=2, participant=first)
    Agreement(workshop=room.workshop, note=worse, topic=worse.topic, what="Vi ser på det").write_down()
    room.workshop.ask_for_helper(True)
    room.workshop.offer_help(first)
    return room


def said(workshop: Workshop) -> list[tuple]:
    """What the notes say, of which place and in which cluster, and what they answer."""
    notes = workshop.notes.with_links().order_by("text")
    return [(n.text, n.kind, n.place, str(n.cluster), [each.text for each in n.answering]) for n in notes]


def test_what_was_closed_by_mistake_is_opened_again_with_everything(room):
    before = (said(room.workshop), list(Dot.objects.values()), list(Note.objects.values()))
    seats = list(Participant.objects.values())
    room.workshop.close()
    again(room.workshop).open()

    assert (said(room.workshop), list(Dot.objects.values()), list(Note.objects.values())) == before
    assert list(Participant.objects.values()) == seats
    assert again(room.workshop).unlink_at is None
    assert again(room.workshop).is_unlinked is False


def test_what_the_room_saw_is_stored_anew_without_whose_it_is(room):
    room.workshop.close()
    workshop = again(room.workshop)
    told = said(workshop)
    ids, numbers, keys = ([*workshop.notes.values_list(name, flat=True)] for name in ("pk", "number", "key"))
    workshop.unlink()

    assert said(workshop) == [each for each in told if each[0] not in ("Uset", "Skjult", "Fortrudt", "")]
    now = list(workshop.notes.all())
    assert len(now) == 5
    assert {note.pk for note in now} & {*ids} == {note.number for note in now} & {*numbers} == set()
    assert {note.key for note in now} & {*keys} == set()
    assert {(note.participant, note.version) for note in now} == {(None, 0)}
    assert [each.objects.count() for each in (Mark, Dot, Revision)] == [0, 0, 0]
    assert Agreement.objects.get().note.text == "Mere skærm"


def test_the_order_they_are_stored_in_is_drawn_anew(open_workshop, places):
    for n in range(12):
        write(open_workshop, places[0], f"{n:02}", f"k{n}")
    open_workshop.close()
    open_workshop.unlink()

    stored = list(Note.objects.order_by("pk").values_list("text", flat=True))
    assert stored != sorted(stored)  # one time in 479 million it is


def test_of_a_seat_nothing_is_left_but_the_key_that_opens_the_results(room):
    first, removed = room.workshop.participants.first(), room.workshop.join()
    room.workshop.remove(removed)
    phone = seated(first)
    room.workshop.close()
    again(room.workshop).unlink()
    workshop = again(room.workshop)

    assert {(each.group, each.done_with, each.joined_at, each.removed_at) for each in Participant.objects.all()} == {
        ("", "", workshop.closed_at, None)
    }
    assert (Participant.objects.count(), workshop.helper) == (2, None)
    assert "Tak, fordi du var med" in text(dom(phone.get(reverse("phone", args=[workshop.pk]))))
    assert "Bedre 0" not in phone.get(reverse("phone", args=[workshop.pk])).content.decode()


def test_report_and_follow_up_say_the_same_before_and_after(room, ane):
    room.workshop.close()
    workshop = again(room.workshop)
    page = paper.html(workshop)
    workshop.unlink()
    workshop.remake_report()
    assert paper.html(again(workshop)).rpartition("lavet med")[0] == page.rpartition("lavet med")[0]

    workshop.erase_notes()
    stored("rasmus-efter")
    twin = again(workshop).follow_up(ane)
    earlier = next(iter(twin.activities.all())).dialogue_tool.earlier(twin.activities.get())
    assert [note for each in earlier.values() for note in each["worse"]] == ["Mere skærm"]
    assert (Note.objects.count(), Participant.objects.count(), Cluster.objects.count()) == (0, 0, 0)


def test_a_scale_is_compared_with_when_everything_is_erased(db):
    room = Room.about("hvor-enig-er-du")
    topic, question = room.content.places()[0]
    place = telling.Place(topic.pk, question.pk)
    for _ in range(5):
        room.marked((place, question.choices()[1].key))
    room.workshop.close()
    again(room.workshop).erase_notes()
    Figure.objects.all().delete()
    twin = again(room.workshop).follow_up()

    activity = twin.activities.get()
    assert [each["marks"] for each in activity.dialogue_tool.earlier(activity).values()] == [
        {question.choices()[1].key: 5}
    ]


def test_it_is_not_opened_again_and_its_notes_are_not_changed(room):
    room.workshop.close()
    workshop = again(room.workshop)
    workshop.unlink()

    with pytest.raises(Refused, match="Lav en opfølgning i stedet"):
        workshop.open()
    with pytest.raises(Refused, match="Tag det ud af opsamlingen"):
        workshop.notes.first().hide("person")
    assert (again(workshop).is_closed, Revision.objects.count()) == (True, 0)


def test_an_open_workshop_is_not_unlinked(room):
    with pytest.raises(Refused):
        room.workshop.unlink()
    assert Dot.objects.count() == 1


# --- The page ---


def finish(client, workshop: Workshop):
    return client.post(reverse("workshop-finish", args=[workshop.pk]))


def test_the_facilitator_finishes_it_from_the_report(room, ane_client):
    room.workshop.close()
    address = reverse("workshop-report", args=[room.workshop.pk])
    assert "Gør færdig" in text(dom(ane_client.get(address)))

    done = finish(ane_client, room.workshop)
    assert (done.status_code, done["Location"]) == (302, address)
    assert again(room.workshop).is_unlinked
    page = text(dom(ane_client.get(address)))
    assert ("Gør færdig" in page, "den kan ikke åbnes igen" in page) == (False, True)
    agenda = text(dom(ane_client.get(reverse("workshop", args=[room.workshop.pk]))))
    assert ("Åbn igen" in agenda, "Lav en opfølgning" in agenda) == (False, True)


def test_an_open_one_is_not_finished(room, ane_client):
    done = finish(ane_client, room.workshop)

    assert [str(each) for each in get_messages(done.wsgi_request)] == ["Afslut workshoppen, før I gør den færdig."]
    assert again(room.workshop).is_open


def test_opening_one_that_is_finished_is_refused_in_words(room, ane_client):
    room.workshop.close()
    again(room.workshop).unlink()
    done = ane_client.post(reverse("workshop-open", args=[room.workshop.pk]))

    assert "Lav en opfølgning i stedet" in next(map(str, get_messages(done.wsgi_request)))
    assert done.status_code == 302
