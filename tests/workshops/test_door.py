"""Newcomers wait for the facilitator's yes, once a phone was shut out; and heads are counted beside seats."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, form, go_to, heading, said, text
from tests.people import cookies, seated
from workshops import changes
from workshops.errors import Refused
from workshops.live.access import grant
from workshops.models import Note, Participant, Workshop
from workshops.report import telling
from workshops.screens import patches
from workshops.screens.here import DESK, WALL

WAITS = "Ordstyreren lukker dig ind om lidt"


@pytest.fixture
def guarded(open_workshop, places) -> Workshop:
    """Where someone spoilt it and was shut out, so that newcomers wait."""
    go_to(open_workshop, places[0], "write")
    open_workshop.shut_out(open_workshop.join())
    return again(open_workshop)


def came_in(workshop: Workshop) -> Client:
    """A phone that joined with the code on the wall."""
    client = Client()
    client.post("/", {"code": workshop.code})
    return client


def look(client: Client, workshop: Workshop):
    return client.get(reverse("phone", args=[workshop.pk]))


def door(workshop: Workshop) -> str:
    return text(dom(patches.changed(workshop.pk, DESK, {changes.SEATS}).common).get_element_by_id("door"))


def let_in(client: Client, workshop: Workshop, seat: object):
    return client.post(reverse("workshop-let-in", args=[workshop.pk]), {"seat": str(seat)}, headers=HTMX)


# --- The phone that waits ---


def test_a_newcomer_waits_and_is_told_what_for(guarded):
    phone = came_in(guarded)
    page = look(phone, guarded)

    assert (page.status_code, heading(page)) == (403, WAITS)
    assert f"er dit tal {Participant.objects.last().number}." in text(dom(page))
    assert look(phone, guarded)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_one_who_waits_sees_writes_and_watches_nothing(guarded, places):
    phone = came_in(guarded)
    data = {"place": str(places[0]), "kind": "note", "text": "Mere tid", "key": "k"}
    sent = phone.post(reverse("phone-write", args=[guarded.pk]), data, headers=HTMX)

    assert (sent.status_code, Note.objects.count()) == (403, 0)
    assert phone.get(reverse("phone-read", args=[guarded.pk])).status_code == 403
    assert grant(cookies(phone), "phone", guarded.pk) is None


def test_one_who_waits_and_joins_again_is_the_same_one(guarded):
    phone = came_in(guarded)
    assert phone.post("/", {"code": guarded.code})["Location"] == reverse("phone", args=[guarded.pk])

    assert guarded.participants.waiting().count() == 1


def test_those_who_were_in_do_not_wait(open_workshop, participant, participant_client):
    open_workshop.shut_out(open_workshop.join())

    assert look(participant_client, open_workshop).status_code == 200


def test_a_phone_without_its_cookie_comes_in_no_other_way(guarded):
    """Whoever was shut out and throws the cookie away is a newcomer."""
    assert look(came_in(guarded), guarded).status_code == 403


# --- The desk lets them in ---


def test_one_who_still_waits_when_it_closes_waits_no_longer(guarded):
    phone = came_in(guarded)
    guarded.close()
    page = look(phone, guarded)

    assert (page.status_code, page["Location"]) == (302, "/")


def test_the_desk_says_how_many_wait(guarded):
    assert door(guarded).endswith("Nye venter på dit ja. Der venter 0 nu.")
    phone = came_in(guarded)
    number = Participant.objects.last().number

    assert door(guarded).endswith(f"Nye venter på dit ja. Der venter 1 nu. Luk alle ind Luk {number} ind")
    assert look(phone, guarded).status_code == 403


def test_of_many_who_wait_the_first_are_listed_and_the_rest_counted(guarded):
    for _ in range(14):
        guarded.join()

    assert len(re.findall(r"Luk \d\d ind", door(guarded))) == 12
    assert door(guarded).endswith("og 2 til")


def test_one_is_let_in_and_goes_on_as_everybody(guarded, ane_client, places):
    phone, other = came_in(guarded), came_in(guarded)
    seat = Participant.objects.waiting().first()
    done = let_in(ane_client, guarded, seat.pk)

    assert (said(done), [look(each, guarded).status_code for each in (phone, other)]) == (
        "1 er lukket ind.",
        [200, 403],
    )
    write(guarded, places[0], participant=Participant.objects.get(pk=seat.pk))
    assert Note.objects.get().participant_id == seat.pk


def test_all_are_let_in(guarded, ane_client):
    phones = [came_in(guarded) for _ in range(3)]

    assert said(let_in(ane_client, guarded, "all")) == "3 er lukket ind."
    assert [look(each, guarded).status_code for each in phones] == [200] * 3
    assert look(came_in(guarded), guarded).status_code == 403


@pytest.mark.parametrize("seat", ["", "x", "-1", "1.5", "9" * 30])
def test_whom_nobody_can_find_is_told(guarded, ane_client, seat):
    done = let_in(ane_client, guarded, seat)

    assert (said(done), done["X-Refused"]) == ("Vi kan ikke se, hvem der skal ind. Genindlæs siden.", "1")


def test_one_who_waits_elsewhere_is_not_let_in(guarded, other_workshop, ane_client):
    other_workshop.have_newcomers_wait(True)
    theirs = other_workshop.join()

    assert said(let_in(ane_client, guarded, theirs.pk)) == "0 er lukket ind."
    assert list(Participant.objects.waiting()) == [theirs]


def test_the_facilitator_switches_it_off_and_all_are_in(guarded, ane_client):
    phone = came_in(guarded)
    ane_client.post(reverse("workshop-switch", args=[guarded.pk]), {"what": "newcomers", "on": "0"})

    assert [look(each, guarded).status_code for each in (phone, came_in(guarded))] == [200, 200]
    assert door(guarded).startswith("En telefon er lukket ude.")


def test_it_ends_when_the_last_who_was_shut_out_is_let_back(guarded):
    second = guarded.shut_out(guarded.join())
    phone = came_in(guarded)
    guarded.let_back(guarded.shut_outs.first())
    assert look(phone, guarded).status_code == 403

    guarded.let_back(second)
    assert (look(phone, guarded).status_code, door(guarded)) == (200, "")


def test_it_ends_with_a_new_code(guarded):
    guarded.renew_code()

    assert look(came_in(again(guarded)), guarded).status_code == 200


def test_who_waits_is_counted_nowhere(guarded):
    guarded.join()

    assert text(dom(patches.changed(guarded.pk, WALL, {changes.SEATS}).common)) == "0 er med"
    assert (Workshop.objects.with_counts().get(pk=guarded.pk).seats, telling.told(guarded)["participants"]) == (0, 0)


# --- Who was shut out ---


def test_a_note_that_was_on_its_way_when_its_phone_was_shut_out_is_refused(guarded, places):
    seat = Participant.objects.select_related("workshop").get(pk=guarded.join().pk)
    Workshop.objects.get(pk=guarded.pk).shut_out(Participant.objects.get(pk=seat.pk))

    with pytest.raises(Refused, match="så sedlen kom ikke med"):
        seat.workshop.write(places[0], "note", "Noget grimt", "late", seat)
    assert Note.objects.count() == 0


def test_who_was_shut_out_cannot_join_again_before_they_are_let_back(guarded):
    out = Participant.objects.get(shut_out__isnull=False)
    phone = seated(out)
    assert errors(phone.post("/", {"code": guarded.code})) == [
        "Ordstyreren har lukket din plads i workshoppen. Tal med ordstyreren, hvis det er en fejl."
    ]

    guarded.let_back(out.shut_out)
    assert look(phone, guarded).status_code == 200


def test_it_is_erased_with_the_seat(guarded):
    guarded.close()
    guarded.report.delete()
    again(guarded).erase_notes()

    assert guarded.shut_outs.count() == 0


# --- Heads ---


def seats(workshop: Workshop) -> str:
    shown = text(dom(patches.changed(workshop.pk, DESK, {changes.SEATS}).common).get_element_by_id("seats"))
    return shown.partition("· ")[2]  # after the code


def count(client: Client, workshop: Workshop, heads: str):
    return client.post(reverse("workshop-heads", args=[workshop.pk]), {"heads": heads}, headers=HTMX)


def test_seats_stand_beside_the_heads_that_were_counted(open_workshop, ane_client):
    for _ in range(25):
        open_workshop.join()
    assert seats(open_workshop) == "25 er med"

    assert count(ane_client, open_workshop, " 22 ").status_code == 200
    assert (seats(open_workshop), door(open_workshop)) == ("25 pladser · 22 personer talt", "")
    desk = ane_client.get(reverse("desk", args=[open_workshop.pk]))
    assert form(desk, reverse("workshop-heads", args=[open_workshop.pk]))["heads"] == "22"

    count(ane_client, open_workshop, "")
    assert seats(open_workshop) == "25 er med"


@pytest.mark.parametrize(("heads", "told"), [(12, False), (9, False), (8, True)])
def test_clearly_more_seats_than_heads_are_told(open_workshop, heads, told):
    for _ in range(12):
        open_workshop.join()
    open_workshop.count_heads(heads)

    assert door(open_workshop).startswith("Der er flere pladser end personer.") is told


@pytest.mark.parametrize("heads", ["0", "-1", "22,5", "mange", "99999"])
def test_what_is_no_number_of_people_is_told(open_workshop, ane_client, heads):
    done = count(ane_client, open_workshop, heads)

    assert (said(done), again(open_workshop).heads) == (
        "Skriv et helt tal mellem 1 og 9999, eller lad feltet stå.",
        None,
    )
