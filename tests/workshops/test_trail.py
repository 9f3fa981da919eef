"""The audit trail: who did what, and what is never in it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.helpers import write
from tests.people import PASSWORD, logged_in
from workshops import housekeeping
from workshops.models import AuditEvent, User, trail

ANE = "Ane <ane@example.dk>"


def events(**those) -> list[tuple[str, str, str]]:
    """What was noted, the oldest first: what, who, about."""
    return list(AuditEvent.objects.filter(**those).order_by("pk").values_list("what", "who", "about"))


@pytest.fixture
def from_now(ane, bo, workshop, stranger) -> None:
    """What made the cast is not looked at."""
    AuditEvent.objects.all().delete()


def test_what_a_facilitator_does_is_noted_with_their_name(from_now, ane_client, workshop, places):
    AuditEvent.objects.all().delete()
    for name in ("workshop-open", "workshop-close"):
        ane_client.post(reverse(name, args=[workshop.pk]))
    ane_client.post(reverse("workshop-report-share", args=[workshop.pk]))
    ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": "ny@example.dk"})
    workshop.report.fail("Nej")
    ane_client.post(reverse("workshop-erase", args=[workshop.pk]), {"word": "slet"})
    ane_client.post(reverse("workshop-discard", args=[workshop.pk]))
    ane_client.post(reverse("workshop-restore", args=[workshop.pk]))

    title = "Nyt omsorgssystem"
    assert events() == [
        ("opened", ANE, title),
        ("closed", ANE, title),
        ("shared", ANE, f"medarbejdernes link til opsamlingen · {title}"),
        ("invited", ANE, f"ny@example.dk · {title}"),
        ("unlinked", ANE, title),
        ("erased", ANE, title),
        ("discarded", ANE, title),
        ("restored", ANE, title),
    ]
    assert set(AuditEvent.objects.values_list("workshop", flat=True)) == {workshop.pk}


def test_what_the_server_does_by_itself_is_nobodys(from_now, workshop):
    workshop.open()

    assert events() == [("opened", "", "Nyt omsorgssystem")]


def test_logging_in_and_out_is_noted(from_now, ane):
    client = Client()
    client.post("/log-ind/", {"username": ane.email, "password": PASSWORD})
    client.post("/log-ud/")

    assert events() == [("in", ANE, ""), ("out", ANE, "")]


@pytest.mark.parametrize("typed", ["ane@example.dk", "Hemmeligt Kodeord Skrevet I Det Forkerte Felt"])
def test_a_log_in_that_failed_tells_neither_mail_nor_password_nor_address(from_now, typed):
    for _twice in range(2):
        Client().post("/log-ind/", {"username": typed, "password": "mit kodeord"}, REMOTE_ADDR="192.0.2.7")

    stored = " ".join(str(value) for row in AuditEvent.objects.values() for value in row.values()).lower()
    assert events() == [("failed", "", "")] * 2
    assert [each in stored for each in (typed.lower(), "mit kodeord", "192.0.2.7")] == [False] * 3
    assert AuditEvent.objects.order_by().values("typed", "source").distinct().count() == 1


def test_who_did_it_stays_when_the_account_is_gone(from_now, ane, workshop):
    with trail.acting(lambda: ane):
        workshop.open()
    ane.delete()

    assert events(what="opened") == [("opened", ANE, "Nyt omsorgssystem")]
    assert events(what="deleted") == [("deleted", "", ANE)]


def test_a_workshop_that_is_gone_for_good_leaves_its_title(from_now, workshop):
    workshop.delete_for_good()

    assert events() == [("gone", "", "Nyt omsorgssystem")]


def test_what_was_written_is_not_in_it(from_now, open_workshop, places):
    write(open_workshop, places[0], text="Chefen hører ikke efter")
    open_workshop.close()
    open_workshop.report.fail("Nej")
    open_workshop.erase_notes()

    assert not any("Chefen" in about for _what, _who, about in events())


def test_it_is_kept_a_year_unless_otherwise_said(from_now, kept_house, workshop, settings):
    workshop.open()
    AuditEvent.objects.update(at=timezone.now() - dt.timedelta(days=364))
    housekeeping.tidy()
    assert len(events(what="opened")) == 1

    settings.AUDIT_DAYS = 364
    housekeeping.tidy()
    assert events(what="opened") == []


# --- In the administration ---

TRAIL = "/admin/workshops/auditevent/"


def test_an_administrator_reads_it_and_changes_nothing(from_now, admin_client, workshop):
    workshop.open()
    event = AuditEvent.objects.get(what="opened")

    assert "åbnede workshop" in admin_client.get(TRAIL).content.decode()
    for address in ["add/", f"{event.pk}/delete/"]:
        assert admin_client.post(f"{TRAIL}{address}", {"post": "yes", "about": "x"}).status_code == 403
    assert admin_client.post(f"{TRAIL}{event.pk}/change/", {"about": "x"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    admin_client.post(TRAIL, sent)
    assert AuditEvent.objects.filter(pk=event.pk, about="Nyt omsorgssystem").exists()


def test_a_facilitator_does_not_read_it(from_now, ane_client):
    assert ane_client.get(TRAIL)["Location"].startswith("/admin/login/")


def test_what_an_administrator_does_with_an_account_is_noted(from_now, admin, ane):
    AuditEvent.objects.all().delete()
    form = {"email": ane.email, "name": ane.name, "workplace": "", "is_active": "on", "is_staff": "on"}
    logged_in(admin).post(f"/admin/workshops/user/{ane.pk}/change/", form)
    user = User.objects.get(pk=ane.pk)
    user.set_password("et helt nyt kodeord")
    user.save()

    assert events()[1:] == [
        ("changed", "Administrator <admin@example.dk>", f"{ANE}: aktiv, administrator"),
        ("password", "", ANE),
    ]
