import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.people import cookies, logged_in, seated
from workshops.live.access import Grant, grant, still_granted
from workshops.models import Participant, User


def screens_of(client: Client, workshop_id: int) -> list[str]:
    """The screens this browser may watch."""
    return [screen for screen in ("wall", "desk", "phone") if grant(cookies(client), screen, workshop_id)]


def test_each_of_the_cast_watches_their_own_screens(
    open_workshop, ane_client, bo_client, stranger_client, participant_client, leader_client
):
    clients = [ane_client, bo_client, stranger_client, participant_client, leader_client]

    assert [screens_of(client, open_workshop.pk) for client in clients] == [
        ["wall", "desk"],
        ["wall", "desk"],
        [],
        ["phone"],
        [],
    ]


def test_a_grant_says_who(open_workshop, ane, ane_client, participant, participant_client):
    pk = open_workshop.pk

    session = ane_client.session.session_key
    assert grant(cookies(ane_client), "desk", pk) == Grant(pk, "desk", user=ane.pk, session=session)
    assert grant(cookies(participant_client), "phone", pk) == Grant(pk, "phone", seat=participant.pk)
    assert grant(cookies(ane_client), "kitchen", pk) is None


def test_a_seat_is_good_for_one_workshop(other_workshop, participant_client):
    assert screens_of(participant_client, other_workshop.pk) == []


def test_a_forged_seat_is_none(open_workshop, participant):
    name = f"seat-{open_workshop.pk}"
    real = seated(participant).cookies[name].coded_value

    assert grant(f"{name}={real}", "phone", open_workshop.pk) is not None
    assert grant(f"{name}={participant.key}", "phone", open_workshop.pk) is None
    assert grant(f"{name}={real[:-1]}", "phone", open_workshop.pk) is None


@pytest.mark.parametrize("odd", ['{"a": 1}=x; ', "a b=c; ", "=; ;; ", 'x="\\"; '])
def test_another_sites_odd_cookie_does_no_harm(open_workshop, ane_client, odd):
    assert grant(odd + cookies(ane_client), "wall", open_workshop.pk) is not None


def test_access_ends_with_the_code_the_seat_the_workshop_and_the_account(
    open_workshop, ane, bo, ane_client, bo_client, participant, participant_client
):
    pk = open_workshop.pk
    open_workshop.renew_code()
    assert screens_of(participant_client, pk) == []

    open_workshop.join(participant)
    assert screens_of(participant_client, pk) == ["phone"]
    open_workshop.remove(participant)
    assert screens_of(participant_client, pk) == []

    open_workshop.take_off(bo, bo)
    assert screens_of(bo_client, pk) == []

    User.objects.filter(pk=ane.pk).update(is_active=False)
    assert screens_of(ane_client, pk) == []

    User.objects.filter(pk=ane.pk).update(is_active=True)
    open_workshop.discard()
    assert screens_of(logged_in(ane), pk) == []


def granted(client: Client, workshop_id: int) -> Grant:
    """The grant of this browser's wall."""
    found = grant(cookies(client), "wall", workshop_id)
    assert found
    return found


@pytest.mark.parametrize(
    "end",
    [
        lambda client, user: client.logout(),
        lambda client, user: (user.set_password("et nyt kodeord"), user.save()),
        lambda client, user: Session.objects.update(expire_date=timezone.now()),
        lambda client, user: User.objects.filter(pk=user.pk).update(is_active=False),
    ],
    ids=["log-out", "new password", "idle", "switched off"],
)
def test_what_a_session_was_let_in_to_ends_with_it(open_workshop, ane, bo_client, end):
    elsewhere, here = granted(bo_client, open_workshop.pk), logged_in(ane)
    grants = [elsewhere, granted(here, open_workshop.pk)]
    assert still_granted(grants) == set(grants)

    end(here, ane)
    assert grants[1] not in still_granted(grants)


def test_a_log_out_ends_that_session_alone(open_workshop, ane):
    here, elsewhere = logged_in(ane), logged_in(ane)
    grants = [granted(here, open_workshop.pk), granted(elsewhere, open_workshop.pk)]
    here.logout()

    assert still_granted(grants) == {grants[1]}


def test_a_session_is_good_for_its_own_account_alone(open_workshop, ane, bo, bo_client):
    theirs = granted(bo_client, open_workshop.pk)

    assert still_granted([theirs._replace(user=ane.pk), theirs._replace(session="")]) == set()


def test_still_granted_are_those_who_are_still_in(open_workshop, ane, bo, ane_client, bo_client):
    pk = open_workshop.pk
    stays, goes = open_workshop.join(), open_workshop.join()
    grants = [granted(ane_client, pk), granted(bo_client, pk)]
    grants += [Grant(pk, "phone", seat=stays.pk), Grant(pk, "phone", seat=goes.pk)]
    assert still_granted(grants) == set(grants)

    open_workshop.take_off(bo, bo)
    open_workshop.remove(goes)
    assert still_granted(grants) == {grants[0], grants[2]}

    open_workshop.discard()
    assert still_granted(grants) == set()
    assert still_granted([]) == set()


@pytest.mark.parametrize("people", [1, 3])
def test_asking_again_costs_the_same_however_many_watch(open_workshop, people, django_assert_num_queries):
    grants = [Grant(open_workshop.pk, "phone", seat=open_workshop.join().pk) for _ in range(people)]
    assert Participant.objects.count() == people

    with django_assert_num_queries(3):
        assert len(still_granted(grants)) == people
