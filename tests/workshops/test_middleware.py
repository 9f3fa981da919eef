import gzip

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from tests.pages import dom, heading, text
from tests.people import PASSWORD
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

    with django_assert_num_queries(1):  # whether too many wrong codes came from there, before it was gone
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


# --- Compressed pages ---

ACCEPTS = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_sent_compressed_to_those_who_can_read_it(open_workshop, places, participant_client):
    address = f"/deltag/{open_workshop.pk}/"
    plain, compressed = participant_client.get(address), participant_client.get(address, headers=ACCEPTS)

    assert (plain.get("Content-Encoding"), compressed.get("Content-Encoding")) == (None, "gzip")
    assert dom(gzip.decompress(compressed.content).decode()).xpath("string(//h1)") == dom(plain).xpath("string(//h1)")
    assert len(compressed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in compressed["Vary"]


def test_a_phone_that_asks_again_is_still_told_that_nothing_changed(open_workshop, participant_client):
    address = f"/deltag/{open_workshop.pk}/"
    tag = participant_client.get(address, headers=ACCEPTS)["ETag"]

    assert participant_client.get(address, headers=ACCEPTS | {"If-None-Match": tag}).status_code == 304


def test_answers_to_forms_are_sent_as_they_are(db):
    answer = Client().post("/", {"code": "ABC234"}, headers=ACCEPTS)
    assert (answer.status_code, answer.get("Content-Encoding")) == (422, None)


# --- What no browser and no proxy keeps ---

PRIVATE = {"no-store", "private"}


def kept_by_nobody(answer) -> bool:
    return set(answer.get("Cache-Control", "").split(", ")) >= PRIVATE


@pytest.mark.parametrize("name", ["workshops", "library", "workshop-create", "samples", "accessibility", "privacy"])
def test_no_page_of_someone_who_is_logged_in_is_kept(workshop, ane_client, name):
    assert kept_by_nobody(ane_client.get(reverse(name)))


def test_no_page_about_a_workshop_is_kept(open_workshop, ane_client):
    for name in ["workshop", "workshop-edit", "wall", "desk", "agreement-add", "workshop-report"]:
        assert kept_by_nobody(ane_client.get(reverse(name, args=[open_workshop.pk]))), name
    assert kept_by_nobody(ane_client.get("/workshops/99999/"))


def test_neither_is_the_answer_that_logs_in(ane):
    assert kept_by_nobody(Client().post("/log-ind/", {"username": ane.email, "password": PASSWORD}))


def test_a_page_for_everyone_asks_for_no_session_and_may_be_kept(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "Cache-Control" not in Client().get("/was/")
