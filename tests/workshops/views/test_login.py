import pytest
from django.test import Client

from tests.conftest import PASSWORD
from tests.pages import errors, heading, typed

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

    assert (errors(page), typed(page, "username"), typed(page, "password")) == ([WRONG], email, None)


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
