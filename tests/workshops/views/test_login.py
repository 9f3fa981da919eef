import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.pages import errors, heading, typed
from tests.people import PASSWORD
from workshops.models import FailedLogin

WRONG = "Mail og adgangskode passer ikke sammen. Prøv igen, eller bed jeres administrator om en ny adgangskode."


def log_in(email: str, password: str = PASSWORD, **data: str):
    return Client().post("/log-ind/", {"username": email, "password": password, **data})


@pytest.mark.parametrize("email", ["ane@example.dk", "Ane@Example.DK", " ane@example.dk "])
def test_one_logs_in_by_mail(ane, email):
    assert log_in(email)["Location"] == "/workshops/"


def test_one_comes_back_to_where_one_was_going_but_not_to_another_site(ane):
    assert log_in(ane.email, next="/workshops/ny/")["Location"] == "/workshops/ny/"
    assert log_in(ane.email, next="https://ond.example.dk/")["Location"] == "/workshops/"


@pytest.mark.parametrize(("email", "password"), [("ane@example.dk", "forkert"), ("ingen@example.dk", PASSWORD)])
def test_a_wrong_password_and_an_unknown_mail_are_told_alike(ane, email, password):
    page = log_in(email, password)

    assert (errors(page), typed(page, "username"), typed(page, "password")) == ([WRONG], email, "")


def test_an_account_that_is_switched_off_does_not_log_in(ane):
    ane.is_active = False
    ane.save()

    assert errors(log_in(ane.email)) == [WRONG]


@pytest.mark.parametrize("email", ["", "\x00", "a" * 10_000])
def test_odd_mails_are_told(db, email):
    assert errors(log_in(email)) == [WRONG]


def test_someone_logged_in_needs_no_login_page(ane_client):
    assert ane_client.get("/log-ind/")["Location"] == "/workshops/"


def test_logging_out_takes_a_press_of_a_button(ane_client):
    assert ane_client.get("/log-ud/").status_code == 405
    assert ane_client.post("/log-ud/")["Location"] == "/"
    assert ane_client.get("/workshops/").status_code == 302


def test_the_page_itself(db):
    page = Client().get("/log-ind/")

    assert (page.status_code, heading(page), errors(page)) == (200, "Log ind som ordstyrer", [])


# --- Too many tries ---

TOO_MANY = "Der er prøvet for mange gange. Vent fem minutter, og prøv igen."


def fail(email: str, times: int, client: Client | None = None, where: str = "/log-ind/", **more):
    page = None
    for _ in range(times):
        page = (client or Client()).post(where, {"username": email, "password": "gættet forkert"}, **more)
    return page


@pytest.mark.parametrize("email", ["ane@example.dk", "ingen@example.dk"])
def test_after_five_failures_one_waits_whether_there_is_an_account_or_not(ane, email):
    wrong = errors(fail(email, 5))
    page = fail(email.upper(), 1)

    assert (wrong == [TOO_MANY], errors(page), typed(page, "username")) == (False, [TOO_MANY], email.upper())
    assert errors(log_in(email, PASSWORD)) == [TOO_MANY]


def test_after_five_minutes_one_tries_again(ane):
    fail("ane@example.dk", 6)
    FailedLogin.objects.update(at=timezone.now() - dt.timedelta(minutes=5))

    assert log_in("ane@example.dk", PASSWORD).status_code == 302
    fail("bo@example.dk", 1)
    assert FailedLogin.objects.count() == 1


def test_four_failures_and_the_right_one_begin_anew(ane):
    for _ in range(3):
        fail("ane@example.dk", 4)
        assert log_in("ane@example.dk", PASSWORD).status_code == 302


def test_an_address_that_is_stopped_stops_nobody_else_and_nothing_else(ane, bo):
    fail("ane@example.dk", 6, REMOTE_ADDR="192.0.2.7")

    assert log_in("ane@example.dk", PASSWORD).status_code == 302
    data = {"username": "bo@example.dk", "password": PASSWORD}
    assert Client().post("/log-ind/", data, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_fifty_failures_from_many_stop_all_but_a_browser_that_was_let_in_before(ane):
    mine = Client()
    data = {"username": "ane@example.dk", "password": PASSWORD}
    assert mine.post("/log-ind/", data).status_code == 302
    mine.post("/log-ud/")
    for n in range(50):
        assert errors(fail("ane@example.dk", 1, REMOTE_ADDR=f"192.0.2.{n}")) != [TOO_MANY]

    assert errors(fail("ane@example.dk", 1, REMOTE_ADDR="192.0.2.200")) == [TOO_MANY]
    assert errors(Client().post("/log-ind/", data)) == [TOO_MANY]
    assert mine.post("/log-ind/", data).status_code == 302


def test_a_browser_that_was_let_in_before_guesses_no_more_than_others_and_elsewhere_it_is_unknown(ane, bo):
    mine = Client()
    mine.post("/log-ind/", {"username": "ane@example.dk", "password": PASSWORD})
    mine.post("/log-ud/")

    assert errors(fail("ane@example.dk", 6, mine)) == [TOO_MANY]
    assert log_in("ane@example.dk", PASSWORD).status_code == 302
    assert errors(fail("bo@example.dk", 6, mine)) == errors(fail("bo@example.dk", 1)) == [TOO_MANY]


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "æ" * 3000])
def test_a_forged_cookie_is_none(ane, cookie):
    client = Client()
    client.cookies["known"] = cookie
    fail("ane@example.dk", 5)

    assert errors(fail("ane@example.dk", 1, client)) == [TOO_MANY]


@pytest.mark.parametrize(
    "data",
    [{}, {"username": "ane@example.dk"}, {"password": "x"}, {"username": "\x00" * 9, "password": "x"}],
)
def test_what_is_missing_counts_for_nothing_and_odd_mails_do_no_harm(ane, data):
    for _ in range(6):
        assert Client().post("/log-ind/", data).status_code == 200

    assert log_in("ane@example.dk", PASSWORD).status_code == 302


def test_neither_mail_nor_address_is_stored(ane):
    fail("ane@example.dk", 1, REMOTE_ADDR="192.0.2.7")
    (stored,) = FailedLogin.objects.values_list("account", "source")

    assert [len(each) for each in stored] == [64, 64]
    assert not any(each in "".join(stored) for each in ("ane", "192.0.2.7"))
