"""A form that does not show where it came from: what went wrong, what to do, and what was typed."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.pages import dom, form, heading, text

NO_COOKIES = "Din browser siger nej til cookies"
TOO_OLD = "Siden var blevet for gammel"
ELSEWHERE = "Adressen passer ikke"


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def kept(response: HttpResponse) -> list[str]:
    """What is given back to copy."""
    return [each.value.strip() for each in dom(response).xpath("//textarea[@readonly]")]


def test_who_joins_without_cookies_is_told_what_to_do(browser, open_workshop):
    page = browser.get("/")
    browser.cookies.clear()  # as a browser that takes none
    answer = browser.post("/", form(page, "/") | {"code": open_workshop.code})
    says = text(dom(answer).xpath("//main")[0])

    assert (answer.status_code, heading(answer), kept(answer)) == (403, NO_COOKIES, [])
    assert "Tillad cookies for siden i browserens indstillinger" in says
    assert TOO_OLD not in says


@pytest.mark.parametrize(
    ("cookies", "headers", "why"),
    [
        (False, {}, NO_COOKIES),
        (True, {}, TOO_OLD),
        (True, {"Origin": "https://et.andet.sted.dk"}, ELSEWHERE),
        (True, {"Origin": "null"}, ELSEWHERE),
    ],
)
def test_the_reason_is_told_and_what_was_typed_is_there_to_copy(browser, open_workshop, cookies, headers, why):
    if cookies:
        browser.get("/")
    sent = {"text": "Vi mangler <b>tid</b>\ntil oplæring", "csrfmiddlewaretoken": "x" * 64, "place": "1-2", "key": "k"}
    answer = browser.post(reverse("phone-write", args=[open_workshop.pk]), sent, headers=headers)

    assert (answer.status_code, heading(answer)) == (403, why)
    assert kept(answer) == [sent["text"]]


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ({"what": "Kursus i uge 5", "who": "Mette", "due": "2026-12-01"}, ["Kursus i uge 5\n\nMette"]),
        ({"3-text": "Ny", "initial-3-text": "Gammel", "4-text": "Ens", "initial-4-text": "Ens"}, ["Ny"]),
        ({"text": "Som før", "was": "Som før"}, []),
        ({"text": "  \n "}, []),
        ({"username": "ane@example.dk", "password": "kaffe og rundstykker"}, []),
        ({"code": "ABC234"}, []),
        ({}, []),
    ],
)
def test_what_is_given_back_is_what_was_written_and_nothing_else(browser, sent, typed):
    assert kept(browser.post("/log-ind/", sent)) == typed
