"""*Øv mødet*: one's own agenda with a room that is not there, and nothing left of it."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from tests.helpers import again
from tests.pages import dom, text
from tests.rooms import FIXTURES, Room
from workshops import rehearsal
from workshops.errors import Refused
from workshops.housekeeping import tidy
from workshops.models import AuditEvent, Dot, Invitation, Link, Mark, Note, Record, Sent, Workshop
from workshops.models.rehearsing import rehearse

LEFT = {AuditEvent, Sent, apps.get_model("sessions", "Session"), apps.get_model("workshops", "Upkeep")}  # no words


def everything() -> dict[str, int]:
    """How many rows there are of each model."""
    models = [each for each in apps.get_models() if each not in LEFT]
    return {each.__name__: each.objects.count() for each in models}


def begin(client, workshop: Workshop) -> Workshop:
    done = client.post(reverse("workshop-rehearse", args=[workshop.pk]))
    twin = Workshop.objects.get(rehearses=workshop)
    assert done["Location"] == reverse("desk", args=[twin.pk])
    return again(twin)


def walk(client, twin: Workshop) -> list[str]:
    """Press *Næste* to the end. Returns the steps."""
    steps = []
    for _press in range(200):
        here = again(twin).stop()
        steps.append(here.step.key)
        if here.is_last:
            return steps
        client.post(reverse("workshop-go", args=[twin.pk]), {"to": "next", "at": here.key})
    raise AssertionError("it does not come to an end")


def test_it_is_a_marked_copy_that_nobody_else_runs(workshop, ane, ane_client):
    Workshop.objects.update(mandate_fixed="Systemet er købt.", opening_words="Hej.")
    twin = begin(ane_client, workshop)

    assert (twin.title, twin.mandate_fixed, twin.opening_words) == (workshop.title, "Systemet er købt.", "Hej.")
    assert (twin.is_open, list(twin.facilitators.all())) == (True, [ane])
    assert twin.participants.inside().count() == rehearsal.PEOPLE
    desk, wall = (ane_client.get(reverse(name, args=[twin.pk])) for name in ("desk", "wall"))
    assert "Du øver." in text(dom(desk))
    assert text(dom(wall).xpath("//*[@class='foot__rehearsal']")[0]) == "Øvelse"
    assert again(workshop).is_draft


def test_it_is_on_no_list(workshop, ane_client):
    twin = begin(ane_client, workshop)

    assert f"/workshops/{twin.pk}/" not in ane_client.get(reverse("workshops")).content.decode()


@pytest.mark.much
@pytest.mark.parametrize("name", FIXTURES)
def test_the_room_answers_at_every_stop_of_every_set(ane, ane_client, name):
    room = Room.about(name, ane)
    offers = room.activity.dialogue_tool.offers
    room.activity.plan([], **{each: True for each in offers if each in ("gathers", "chooses", "reviews")})
    twin = begin(ane_client, again(room.workshop))
    route = again(twin).route()
    steps = walk(ane_client, twin)

    written = any(stop.written for stop in route)
    assert (Note.objects.filter(workshop=twin).exists()) is written
    assert (Dot.objects.filter(workshop=twin).exists()) is (written and "chooses" in offers)
    assert (Mark.objects.filter(participant__workshop=twin).exists()) is any(stop.step.marks for stop in route)
    assert steps[-1] == "wrap-up"


def test_two_notes_mention_a_person_so_that_reading_through_is_rehearsed():
    from workshops.persons import named

    assert sum(bool(named(text)) for text in rehearsal._texts()["note"]) == 2


@pytest.mark.parametrize("where", ["workshop-close", pytest.param("tidy", marks=pytest.mark.thorough)])
def test_nothing_is_left_of_it(workshop, ane_client, kept_house, where):
    before = everything()
    twin = begin(ane_client, workshop)
    walk(ane_client, twin)
    assert everything() != before
    if where == "tidy":
        Workshop.objects.filter(pk=twin.pk).update(created_at=timezone.now() - dt.timedelta(hours=24))
        tidy()
    else:
        done = ane_client.post(reverse(where, args=[twin.pk]))
        assert done["Location"] == reverse("workshop", args=[workshop.pk])

    assert everything() == before
    assert Record.objects.count() == 0


def test_before_a_day_is_over_it_stays(workshop, ane, ane_client):
    twin = begin(ane_client, workshop)
    Workshop.objects.filter(pk=twin.pk).update(created_at=timezone.now() - dt.timedelta(hours=23))
    tidy()

    assert Workshop.objects.filter(pk=twin.pk).exists()


def test_a_second_one_takes_the_place_of_the_first(workshop, ane):
    first = rehearse(workshop, ane)
    second = rehearse(workshop, ane)

    assert list(Workshop.objects.filter(rehearses=workshop)) == [second]
    assert first.pk != second.pk


def test_it_goes_with_its_workshop(workshop, ane):
    before = everything()
    rehearse(workshop, ane)
    workshop.delete_for_good()

    now = everything()
    assert (now["Workshop"], now["Activity"]) == (before["Workshop"] - 1, before["Activity"] - 1)
    assert now["QuestionSet"] == before["QuestionSet"] - 1


def test_it_is_never_closed_with_a_record(workshop, ane):
    twin = rehearse(workshop, ane)
    with pytest.raises(Refused):
        twin.close()

    assert Record.objects.count() == 0


def test_an_empty_agenda_is_not_rehearsed(ane, ane_client, db):
    empty = Workshop.objects.create(title="Tom", workplace="Solgården")
    empty.facilitators.add(ane)
    done = ane_client.post(reverse("workshop-rehearse", args=[empty.pk]))

    assert (done["Location"], Workshop.objects.count()) == (reverse("workshop", args=[empty.pk]), 1)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("workshop-invite", {"email": "bo@example.dk"}),
        ("workshop-report-share", {"key": "k"}),
        ("workshop-follow-up", {}),
        ("workshop-duplicate", {}),
    ],
)
def test_nothing_that_outlives_it_is_begun_from_it(workshop, ane_client, name, sent):
    twin = begin(ane_client, workshop)
    page = ane_client.post(reverse(name, args=[twin.pk]), sent, follow=True)

    assert "Du er i gang med en øvelse. Slut den først." in text(dom(page))
    assert (Invitation.objects.count(), Link.objects.count(), Workshop.objects.count()) == (0, 0, 2)


def test_a_colleagues_is_left_alone_and_a_phone_of_ones_own_too(workshop, ane_client, bo_client):
    bos = begin(bo_client, workshop)
    ane_client.post(reverse("workshop-rehearse", args=[workshop.pk]))
    assert Workshop.objects.filter(rehearses=workshop).count() == 2

    own = bos.join()
    walk(bo_client, bos)
    assert Note.objects.filter(workshop=bos).exists()
    assert not Note.objects.filter(participant=own).exists()


def test_a_rehearsal_is_not_rehearsed_and_deleted_at_once(workshop, ane_client):
    twin = begin(ane_client, workshop)
    ane_client.post(reverse("workshop-rehearse", args=[twin.pk]))
    assert not Workshop.objects.filter(rehearses=twin).exists()

    ane_client.post(reverse("workshop-discard", args=[twin.pk]))
    assert not Workshop.objects.filter(pk=twin.pk).exists()


def test_it_keeps_nobody_from_deleting_their_account_and_is_on_no_administrators_list(workshop, bo, bo_client):
    twin = begin(bo_client, workshop)

    assert list(Workshop.objects.left_alone_by(bo)) == []
    assert twin not in Workshop.objects.real()


def test_the_trail_does_not_say_that_the_workshop_is_gone(workshop, ane_client):
    twin = begin(ane_client, workshop)
    ane_client.post(reverse("workshop-close", args=[twin.pk]))

    assert not AuditEvent.objects.filter(workshop=twin.pk).exists()
