import datetime as dt

import pytest

from tests.people import NOW
from workshops.models import AuditEvent, Link

HOUR = dt.timedelta(hours=1)


def test_a_token_finds_its_link(leader, open_workshop):
    found = Link.objects.by_token(leader.token)

    assert (found, found.workshop, found.token) == (leader, open_workshop, leader.token)
    assert found.get_absolute_url() == f"/rapport/{leader.token}/"


def test_a_leaders_link_is_made_with_the_employees(workshop):
    leader, other = workshop.share(), workshop.share()

    assert [each.purpose for each in (leader, leader.beside)] == ["leader", "employees"]
    assert len({each.token for each in (leader, leader.beside, other, other.beside)}) == 4
    assert list(workshop.links.holding()) == [other, other.beside, leader, leader.beside]


def test_no_token_is_stored(leader):
    stored = [str(value) for row in [*Link.objects.values(), *AuditEvent.objects.values()] for value in row.values()]

    assert leader.token not in stored
    assert Link.objects.get(pk=leader.pk).token == ""


def test_of_the_same_form_the_links_are_the_same_and_of_another_they_are_not(workshop):
    leader, again = workshop.share("nøglen"), workshop.share("nøglen")

    assert (again, again.token, again.beside.token) == (leader, leader.token, leader.beside.token)
    assert Link.objects.count() == 2
    assert workshop.share("en anden").token != leader.token


def test_the_same_key_in_another_workshop_is_another_link(workshop, other_workshop):
    assert workshop.share("nøglen").token != other_workshop.share("nøglen").token


def test_a_tampered_token_finds_nothing(leader):
    for token in ["", ":", leader.token[:-1], leader.token + "A", leader.token.upper(), f"x{leader.token}", "\ud800"]:
        assert Link.objects.by_token(token) is None, token
    assert Link.objects.by_token(leader.digest) is None


@pytest.mark.parametrize("which", ["leader", "employees"])
def test_revoking_one_revokes_both(leader, which):
    Link.objects.get(purpose=which).revoke()

    assert list(Link.objects.holding()) == []
    assert AuditEvent.objects.filter(what="revoked").count() == 1


def test_a_link_holds_a_year_unless_otherwise_said(workshop, now, settings):
    assert workshop.share().expires_at == now + dt.timedelta(days=365)
    settings.LINK_DAYS = 30
    late = workshop.share()
    Link.objects.filter(pk=late.pk).update(expires_at=now)

    assert (late.expires_at, Link.objects.get(pk=late.pk).holds) == (now + dt.timedelta(days=30), False)


def test_that_it_is_used_is_noted_once_an_hour(leader, now, monkeypatch):
    for later, expected in [(0 * HOUR, NOW), (HOUR / 2, NOW), (HOUR, NOW + HOUR)]:
        monkeypatch.setattr("django.utils.timezone.now", lambda later=later: NOW + later)
        leader.use()
        assert Link.objects.get(pk=leader.pk).last_used_at == expected

    assert AuditEvent.objects.filter(what="used").count() == 2
