"""The number of queries does not grow with what there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.helpers import write
from tests.pages import HTMX, go_to
from tests.people import seated
from workshops import changes
from workshops.models import Agreement, Participant, Workshop
from workshops.screens import patches


def queries(client, address: str) -> int:
    client.get(address)  # what is looked up once for good, is
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_of_workshops(ane, workshop, ane_client):
    one = queries(ane_client, "/workshops/")
    for _ in range(2):
        workshop.duplicate().open()

    assert ane.workshops.count() == 3
    assert queries(ane_client, "/workshops/") == one


def test_the_agenda(workshop, library, ane_client):
    address = reverse("workshop", args=[workshop.pk])
    one = queries(ane_client, address)
    for _ in range(2):
        workshop.add_activity(library)

    assert queries(ane_client, address) == one


def test_the_plan(workshop, ane_client):
    activity = workshop.activities.get()
    address = reverse("activity", args=[workshop.pk, activity.pk])
    topics = list(activity.question_set.topics.all())
    activity.question_set.questions.exclude(pk=activity.question_set.questions.first().pk).delete()
    one = queries(ane_client, address)
    for topic in topics:
        activity.question_set.add_question(topic, "Hvad med weekenden?")

    assert activity.question_set.questions.count() == 5
    assert queries(ane_client, address) == one


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_the_wall_and_the_desk(open_workshop, places, ane_client, screen):
    go_to(open_workshop, places[0], "decide")
    address = reverse(screen, args=[open_workshop.pk])
    write(open_workshop, places[0], key="first")
    Agreement(workshop=open_workshop, what="Mere oplæring").write_down()
    one = queries(ane_client, address)
    for n in range(29):
        write(open_workshop, places[0], key=f"k{n}", participant=open_workshop.join())
    for _ in range(2):
        Agreement(workshop=open_workshop, what="Mere oplæring").write_down()

    assert open_workshop.notes.count() == 30
    assert queries(ane_client, address) == one


@pytest.mark.parametrize("board", [False, True])
def test_a_phone(open_workshop, places, participant, participant_client, board):
    open_workshop.set_wall_on_phones(board)
    go_to(open_workshop, places[0], "show")
    address = reverse("phone", args=[open_workshop.pk])
    write(open_workshop, places[0], key="first", participant=participant)
    one = queries(participant_client, address)
    for n in range(29):
        write(open_workshop, places[0], key=f"k{n}", participant=participant)

    assert queries(participant_client, address) == one


def test_the_report_page(workshop, ane_client):
    workshop.open()
    workshop.close()
    address = reverse("workshop-report", args=[workshop.pk])
    workshop.share()
    one = queries(ane_client, address)
    for _ in range(2):
        workshop.share()

    assert queries(ane_client, address) == one


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sending_a_note(open_workshop, places, participant, participant_client, headers):
    go_to(open_workshop, places[0], "write")
    address = reverse("phone-write", args=[open_workshop.pk])

    def send(key: str) -> int:
        data = {"place": str(places[0]), "kind": "note", "text": f"Mere tid {key}", "key": key}
        with CaptureQueriesContext(connection) as captured:
            assert participant_client.post(address, data, headers=headers).status_code in {200, 302}
        return len([each for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    send("warm")
    one = send("one")
    for n in range(28):
        write(open_workshop, places[0], key=f"k{n}", participant=open_workshop.join())

    assert send("two") == one
    assert one == (3 if connection.vendor == "sqlite" else 4)  # the seat, the count, the note; NOTIFY is a query


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_drawing_a_change(open_workshop, places, screen):
    go_to(open_workshop, places[0], "show")

    def draw(count: int) -> int:
        what = {changes.note(write(open_workshop, places[0], key=f"{count}-{n}").pk) for n in range(count)}
        with CaptureQueriesContext(connection) as captured:
            patches.changed(open_workshop.pk, screen, what)
        return len(captured)

    assert draw(1) == draw(30)


def test_drawing_everyones_own_notes(open_workshop, places):
    go_to(open_workshop, places[0], "write")

    def draw(people: int) -> int:
        for n in range(people):
            write(open_workshop, places[0], key=f"{people}-{n}", participant=open_workshop.join())
        seats = list(Participant.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as captured:
            assert len(patches.whole(open_workshop.pk, "phone", seats).personal) == len(seats)
        return len(captured)

    assert draw(1) == draw(30)


def test_a_participant_who_reloads(open_workshop, ane_client):
    assert queries(seated(open_workshop.join()), reverse("phone", args=[open_workshop.pk])) == queries(
        seated(open_workshop.join()), reverse("phone", args=[Workshop.objects.get().pk])
    )
