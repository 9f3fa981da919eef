import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from tests.pages import dom, heading, text
from workshops.models import Workshop


def broken(error: Exception):
    def by_code(*args):
        raise error

    return by_code


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection already closed")])
def test_a_database_that_is_away_is_told_in_danish(db, monkeypatch, caplog, error):
    monkeypatch.setattr(type(Workshop.objects.all()), "by_code", broken(error))
    page = Client().post("/", {"code": "ABC234"})

    assert (page.status_code, heading(page)) == (503, "Vi kan ikke få fat i databasen")
    assert "Det, du har skrevet, står stadig i feltet." in text(dom(page))
    assert caplog.messages[0] == f"The database does not answer: {error}"


def test_the_page_asks_the_database_nothing(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(type(Workshop.objects.all()), "by_code", broken(OperationalError("gone")))

    with django_assert_num_queries(0):
        assert Client().post("/", {"code": "ABC234"}).status_code == 503


def test_every_other_error_is_left_alone(db, monkeypatch):
    monkeypatch.setattr(type(Workshop.objects.all()), "by_code", broken(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        Client().post("/", {"code": "ABC234"})
    page = Client(raise_request_exception=False).post("/", {"code": "ABC234"})
    assert (page.status_code, heading(page)) == (500, "Noget gik galt hos os")


def test_more_than_a_form_can_hold_is_told_in_danish(db):
    page = Client().post("/", {"code": "x" * 2_100_000})

    assert (page.status_code, heading(page)) == (400, "Det kunne vi ikke læse")
