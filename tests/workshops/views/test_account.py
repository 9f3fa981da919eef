"""One's own account: changing a password, and a new one when it was forgotten."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.pages import dom, errors, heading
from tests.people import PASSWORD, logged_in
from workshops.models import AuditEvent, Link, User
from workshops.views import account

NEW = "smør og rundstykker"
TYPED = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(account, "beside", lambda send: send())


@pytest.fixture
def has_mail(settings):
    settings.HAS_MAIL = True


def link_for(user: User) -> Link:
    return Link.objects.make(Link.Purpose.PASSWORD, account.PASSWORD_LINK_LASTS, user=user)


def can_log_in(password: str) -> bool:
    return Client().login(username="ane@example.dk", password=password)


# --- While one knows the old one ---


def test_one_changes_ones_password_and_other_sessions_end(ane, ane_client):
    elsewhere = logged_in(ane)
    page = ane_client.post("/konto/adgangskode/", TYPED | {"old_password": PASSWORD}, follow=True)

    assert (heading(page), "Du har fået ny adgangskode." in page.content.decode()) == ("Min konto", True)
    assert [can_log_in(each) for each in (PASSWORD, NEW)] == [False, True]
    assert [each.get("/konto/").status_code for each in (ane_client, elsewhere)] == [200, 302]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"old_password": "forkert"}, "Din gamle adgangskode blev ikke indtastet korrekt. Indtast den venligst igen."),
        ({"new_password2": "noget andet"}, "De to adgangskoder var ikke identiske."),
        ({"new_password1": "kort", "new_password2": "kort"}, "mindst 12 tegn"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_changed(ane_client, typed, error):
    page = ane_client.post("/konto/adgangskode/", TYPED | {"old_password": PASSWORD} | typed)

    assert (page.status_code, any(error in each for each in errors(page))) == (422, True)
    assert can_log_in(PASSWORD)
    assert NEW not in page.content.decode()


@pytest.mark.parametrize("address", ["/konto/", "/konto/adgangskode/"])
def test_one_logs_in_first(db, participant_client, address):
    for client in (Client(), participant_client):
        assert client.get(address)["Location"] == f"/log-ind/?next={address}"


def test_a_password_that_met_an_ended_session_is_not_carried_along(db):
    page = Client().post("/konto/adgangskode/", TYPED | {"old_password": PASSWORD})

    assert (page.status_code, NEW in page.content.decode(), PASSWORD in page.content.decode()) == (401, False, False)
    assert dom(page).xpath("//*[@id='typed']") == []


def test_the_wrong_method_is_405(ane_client):
    assert ane_client.post("/konto/").status_code == 405
    assert ane_client.put("/konto/adgangskode/").status_code == 405
    assert Client().put("/adgangskode/glemt/").status_code == 405


# --- When it was forgotten ---


def test_a_link_comes_by_mail_and_gives_a_new_password_once(ane, has_mail):
    page = Client().post("/adgangskode/glemt/", {"email": " Ane@Example.dk"}, follow=True)
    assert (heading(page), len(mail.outbox)) == ("Log ind som ordstyrer", 1)
    (address,) = [line for line in mail.outbox[0].body.splitlines() if line.startswith("http://localhost:8000/")]
    address = address.removeprefix("http://localhost:8000")

    client = Client()
    assert heading(client.get(address)) == "Vælg en ny adgangskode"
    assert client.post(address, TYPED)["Location"] == "/log-ind/"
    assert [can_log_in(each) for each in (PASSWORD, NEW)] == [False, True]
    assert [client.get(address).status_code, client.post(address, TYPED).status_code] == [410, 410]


@pytest.mark.parametrize("who", ["nobody", "off"])
def test_whether_there_is_an_account_is_not_told(ane, has_mail, who):
    known = Client().post("/adgangskode/glemt/", {"email": ane.email}, follow=True).content.decode()
    User.objects.filter(pk=ane.pk).update(is_active=who != "off")
    Link.objects.all().delete()
    email = ane.email if who == "off" else "ingen@example.dk"
    unknown = Client().post("/adgangskode/glemt/", {"email": email}, follow=True).content.decode()

    assert len(mail.outbox) == 1
    assert f"Har {email} en konto her" in unknown
    assert f"Har {ane.email} en konto her" in known


def test_nobody_fills_anothers_mailbox(ane, has_mail):
    for _each in range(3):
        Client().post("/adgangskode/glemt/", {"email": ane.email})

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["", "ikke en mail", "\x00"])
def test_what_is_no_mail_is_told(db, has_mail, email):
    page = Client().post("/adgangskode/glemt/", {"email": email})

    assert (page.status_code, len(errors(page)) > 0, mail.outbox) == (422, True, [])


def test_without_mail_one_is_told_whom_to_ask(ane):
    page = Client().post("/adgangskode/glemt/", {"email": ane.email})

    assert ("Bed jeres administrator" in page.content.decode(), mail.outbox, Link.objects.count()) == (True, [], 0)
    assert dom(page).xpath("//main//form") == []


def test_a_mail_that_cannot_be_sent_is_told_without_its_link(caplog):
    def broken() -> int:
        raise ConnectionRefusedError("no server")

    account._told(broken)
    assert caplog.messages == ["Could not send a mail: ConnectionRefusedError"]


@pytest.mark.parametrize("what", ["late", "off", "used elsewhere"])
def test_a_link_that_no_longer_holds_says_so(ane, what):
    link = link_for(ane)
    if what == "late":
        Link.objects.update(expires_at=timezone.now())
    elif what == "off":
        User.objects.update(is_active=False)
    else:
        ane.set_password("et helt andet kodeord")
        ane.save()
    page = Client().post(link.get_absolute_url(), TYPED)

    assert (page.status_code, heading(page), can_log_in(NEW)) == (410, "Linket virker ikke længere", False)


@pytest.mark.parametrize("token", ["x", "%00", "a:b", "æ" * 1000])
def test_a_made_up_link_is_404(db, token):
    assert Client().get(f"/adgangskode/ny/{token}/").status_code == 404


def test_a_reports_link_gives_no_password(leader):
    assert Client().get(f"/adgangskode/ny/{leader.token}/").status_code == 404


def test_a_weak_password_leaves_the_link(ane):
    link = link_for(ane)
    page = Client().post(link.get_absolute_url(), {"new_password1": "kort", "new_password2": "kort"})

    assert (page.status_code, Link.objects.get().holds, can_log_in(PASSWORD)) == (422, True, True)


# --- By an administrator ---


def ask_for_links(client: Client, *users: User):
    sent = {"action": "make_password_links", "_selected_action": [each.pk for each in users]}
    return client.post("/admin/workshops/user/", sent, follow=True)


def test_an_administrator_makes_a_link_that_is_shown_once(admin_client, ane):
    (address,) = dom(ask_for_links(admin_client, ane)).xpath("//input[@readonly]/@value")
    assert Client().post(address.removeprefix("http://localhost:8000"), TYPED)["Location"] == "/log-ind/"

    assert can_log_in(NEW)
    assert list(AuditEvent.objects.filter(what="shared").values_list("who", flat=True)) == [
        "Administrator <admin@example.dk>"
    ]


def test_an_administrator_makes_no_link_to_a_superusers_account(admin, ane, bo):
    bo.is_staff = True
    bo.save()
    page = ask_for_links(logged_in(bo), admin)

    assert "Vælg en konto, der er aktiv, og som du må ændre." in page.content.decode()
    assert Link.objects.count() == 0


def test_a_facilitator_makes_none(ane_client, bo):
    ask_for_links(ane_client, bo)

    assert Link.objects.count() == 0
