"""Logging in in two steps: a password, and a code from an app or one that was written down."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.pages import dom, errors, heading, text
from tests.people import PASSWORD, logged_in
from workshops.models import AuditEvent, FailedLogin, User, two_steps

SETUP = "/konto/to-trin/"
WRONG = "Koden passer ikke. Vent, til appen viser en ny, og skriv den."


def shown(device: TOTPDevice, later: int = 0) -> str:
    """What an app shows that was given the key; ``later`` counts the half minutes from now."""
    return f"{totp(device.bin_key, drift=later):06}"


@pytest.fixture
def app(ane) -> TOTPDevice:
    """Ane's app, with which she logs in. She set it up a while ago: the code that it shows now was not used."""
    device = two_steps.begin(ane)
    assert len(two_steps.turn_on(ane, shown(device))) == two_steps.SPARE
    TOTPDevice.objects.update(last_t=-1)
    return TOTPDevice.objects.get()


def give_password(client: Client, **data: str):
    return client.post("/log-ind/", {"username": "ane@example.dk", "password": PASSWORD, **data})


def give_code(client: Client, page, code: str):
    fields = {name: value for name, value in dom(page).xpath("//main//form")[0].fields.items() if value is not None}
    return client.post("/log-ind/kode/", fields | {"second": code})


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


# --- Logging in ---


def test_after_the_password_comes_the_code(app):
    client = Client()
    page = give_password(client, next="/workshops/ny/")
    assert (page.status_code, heading(page), is_in(client)) == (200, "Koden fra din app", False)

    done = give_code(client, page, shown(app))
    assert (done["Location"], is_in(client)) == ("/workshops/ny/", True)


@pytest.mark.parametrize("typed", ["{} {}", " {}-{} "])
def test_a_code_is_taken_as_apps_show_it(app, typed):
    client, code = Client(), shown(app)

    assert give_code(client, give_password(client), typed.format(code[:3], code[3:])).status_code == 302


def test_a_code_is_good_for_once(app):
    client, other, code = Client(), Client(), shown(app)
    give_code(client, give_password(client), code)
    page = give_code(other, give_password(other), code)

    assert (page.status_code, errors(page)[0], is_in(other)) == (422, WRONG, False)


@pytest.mark.parametrize("code", ["000000", "abcdefgh", "1", "", "\x00", "9" * 41])
def test_a_wrong_code_is_told_and_lets_nobody_in(app, code):
    client = Client()
    page = give_code(client, give_password(client), code)

    assert (page.status_code, heading(page), is_in(client)) == (422, "Koden fra din app", False)
    assert len(errors(page)) == 1


def test_one_that_was_written_down_is_good_for_once(ane):
    codes = two_steps.turn_on(ane, shown(two_steps.begin(ane)))
    client, other = Client(), Client()

    assert give_code(client, give_password(client), codes[3].upper())["Location"] == "/workshops/"
    assert give_code(other, give_password(other), codes[3]).status_code == 422
    assert StaticToken.objects.count() == two_steps.SPARE - 1
    assert not StaticToken.objects.filter(token__in=codes).exists()


def test_five_wrong_ones_stop_the_password_too(app):
    client = Client()
    page = give_password(client)
    for _ in range(5):
        page = give_code(client, page, "000000")
    page = give_code(client, page, shown(app))

    assert errors(page)[-1] == "Der er prøvet for mange gange. Vent fem minutter, og prøv igen."
    assert heading(give_password(Client())) == "Log ind som ordstyrer"
    assert AuditEvent.objects.filter(what=AuditEvent.What.LOG_IN_FAILED).count() == 5


def test_the_right_password_forgives_no_wrong_code(app):
    for _ in range(5):
        client = Client()
        give_code(client, give_password(client), "000000")

    assert FailedLogin.objects.count() == 5
    assert heading(give_password(Client())) == "Log ind som ordstyrer"


@pytest.mark.parametrize("pending", ["", "x", "made-up:x:y"])
def test_without_the_password_no_code_is_looked_at(app, pending):
    page = Client().post("/log-ind/kode/", {"pending": pending, "second": shown(app)})

    assert (page.status_code, heading(page), errors(page)) == (
        200,
        "Log ind som ordstyrer",
        ["Det tog for lang tid. Log ind igen."],
    )


@pytest.mark.parametrize("change", ["password", "off", "late"])
def test_the_password_holds_for_an_hour_unless_it_is_changed_meanwhile(app, ane, change, monkeypatch):
    client = Client()
    page = give_password(client)
    if change == "late":
        later = timezone.now().timestamp() + 3_700
        monkeypatch.setattr("time.time", lambda: later)
    elif change == "password":
        ane.set_password("noget helt andet")
        ane.save()
    else:
        User.objects.update(is_active=False)

    assert heading(give_code(client, page, shown(app))) == "Log ind som ordstyrer"
    assert not is_in(client)


def test_the_wrong_method_is_405(db):
    assert [getattr(Client(), each)("/log-ind/kode/").status_code for each in ("get", "put")] == [405, 405]


def test_what_was_sent_before_the_session_ended_comes_along(app, workshop):
    client = Client()
    carried = client.post(f"/workshops/{workshop.pk}/ret/", {"title": "Et langt og nyt navn"})
    (parcel,) = dom(carried).xpath("//input[@name='carried']/@value")
    page = give_password(client, carried=parcel)
    again = give_code(client, give_code(client, page, "000000"), "")
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    done = give_code(client, again, shown(app))

    assert (heading(done), is_in(client)) == ("Du er logget ind igen", True)
    assert dom(done).xpath("//input[@name='title']/@value") == ["Et langt og nyt navn"]


def test_the_administration_has_no_log_in_of_its_own(app, ane):
    User.objects.update(is_staff=True)
    client = Client()
    at = client.get("/admin/", follow=True)
    assert at.redirect_chain[-1][0] == "/log-ind/?next=%2Fadmin%2F"

    done = give_code(client, give_password(client, next="/admin/"), shown(app))
    assert done["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Client().post("/admin/login/", {"username": ane.email, "password": PASSWORD}).status_code == 302


def test_a_facilitator_at_the_administration_is_told(ane_client):
    assert ane_client.get("/admin/", follow=True).status_code == 403


# --- One's own account ---


def test_one_sets_it_up_and_gets_codes_to_write_down(ane, ane_client):
    page = ane_client.get("/konto/")
    assert "slået fra" in text(dom(page).xpath("//main")[0])
    assert ane_client.post(SETUP, {"do": "begin"})["Location"] == SETUP
    device = two_steps.being_set_up(ane)
    page = ane_client.get(SETUP)
    assert two_steps.key_of(device) in text(dom(page).xpath("//main")[0])
    assert dom(page).xpath("//main//*[contains(@class, 'qr')]")
    assert not two_steps.are_on(ane)

    page = ane_client.post(SETUP, {"second": shown(device)})
    codes = [text(each) for each in dom(page).xpath("//main//code")]
    assert (heading(page), len(codes)) == ("Dine nødkoder", two_steps.SPARE)
    assert all(re.fullmatch("[a-z2-7]{8}", each) for each in codes)
    assert two_steps.are_on(ane)
    assert two_steps.key_of(device) not in ane_client.get(SETUP).content.decode()


def test_a_code_that_is_not_the_apps_sets_nothing_up(ane, ane_client):
    two_steps.begin(ane)
    page = ane_client.post(SETUP, {"second": "000000"})

    assert (page.status_code, errors(page)[0], two_steps.are_on(ane)) == (422, WRONG, False)


def test_nothing_was_begun(ane, ane_client):
    assert ane_client.post(SETUP, {"second": "123456"}).status_code == 422
    assert not two_steps.are_on(ane)


def test_begun_again_the_first_key_no_longer_counts(ane):
    first = two_steps.begin(ane)
    second = two_steps.begin(ane)

    assert two_steps.turn_on(ane, shown(first)) == []
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert len(two_steps.turn_on(ane, shown(second))) == two_steps.SPARE


def test_beginning_anew_leaves_what_one_logs_in_with(ane, app):
    two_steps.begin(ane)

    assert two_steps.pass_with(ane, shown(app))


def test_it_is_turned_off_with_a_code(ane, ane_client, app):
    page = ane_client.post(SETUP, {"second": "000000"})
    assert (page.status_code, two_steps.are_on(ane)) == (422, True)

    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert ane_client.post(SETUP, {"second": shown(app)})["Location"] == "/konto/"
    assert (two_steps.are_on(ane), StaticToken.objects.count()) == (False, 0)
    assert give_password(Client()).status_code == 302


def test_one_logs_in_first(db):
    assert Client().get(SETUP).status_code == 302
    assert Client().post(SETUP, {"do": "begin"}).status_code == 401
    assert TOTPDevice.objects.count() == 0


# --- The administration ---


def test_an_administrator_turns_it_off_where_the_phone_is_gone(app, ane, bo):
    User.objects.filter(pk=bo.pk).update(is_staff=True)
    client = logged_in(bo)
    page = client.get("/admin/workshops/user/")
    assert [each.get("alt") for each in dom(page).xpath("//td[contains(@class, 'has_two_steps')]/img")] == [
        "True",
        "False",
    ]

    client.post("/admin/workshops/user/", {"action": "turn_two_steps_off", "_selected_action": [ane.pk, bo.pk]})
    assert not two_steps.are_on(ane)
    last = AuditEvent.objects.filter(what=AuditEvent.What.ACCOUNT_CHANGED).first()
    assert (last.by, last.about) == (bo, "Ane <ane@example.dk>: log ind i ét trin")


def test_not_a_superusers(app, ane, bo):
    User.objects.filter(pk=bo.pk).update(is_staff=True)
    User.objects.filter(pk=ane.pk).update(is_superuser=True)
    logged_in(bo).post("/admin/workshops/user/", {"action": "turn_two_steps_off", "_selected_action": [ane.pk]})

    assert two_steps.are_on(ane)


def test_a_code_from_a_page_of_before_a_log_in_is_not_shown_again(app):
    """Its token no longer holds: of that form nothing but what it carried is kept."""
    client = Client(enforce_csrf_checks=True)
    client.get("/")  # its cookie is there
    sent = {"pending": "x", "second": "123456", "csrfmiddlewaretoken": "a" * 64}
    page = client.post("/log-ind/kode/", sent, headers={"Origin": "http://testserver"})

    assert (page.status_code, "123456" in page.content.decode()) == (403, False)
    assert dom(page).xpath("//input[@name='pending']") == []
    assert heading(page) == "Siden var blevet for gammel"
    assert dom(page).xpath("//button[contains(., 'Send igen')]") == []
