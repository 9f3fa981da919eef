"""What went wrong is told on a page of its own, in Danish, without scripts and without the database."""

import logging
import sys

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils.module_loading import import_string

from tests.pages import dom, heading, text

TOLD = {
    "400": "Det kunne vi ikke læse",
    "403": "Det kan kun ordstyreren",
    "404": "Siden findes ikke",
    "408": "Det tog for lang tid",
    "413": "Det var for meget på én gang",
    "500": "Noget gik galt hos os",
    "503": "Vi kan ikke få fat i databasen",
    "busy": "Der er travlt lige nu",
}


@pytest.mark.parametrize(("status", "what"), TOLD.items())
def test_a_page_says_what_happened_what_to_do_and_leads_on(status, what):
    page = dom(render_to_string(f"{status}.html"))

    assert [text(each) for each in page.xpath("//h1")] == [what]
    assert len(text(page.xpath("//main/p[not(@class)]")[0])) > 30
    assert page.xpath("//main//a/@href") == ["/"]
    assert page.xpath("//script") == []


@pytest.mark.parametrize(
    "sent",
    [
        {"data": "&".join(["a=b"] * 8001), "content_type": "application/x-www-form-urlencoded"},
        {"data": "a=" + "b" * 2_000_001, "content_type": "application/x-www-form-urlencoded"},
    ],
    ids=["fields", "bytes"],
)
def test_a_form_with_too_much_in_it_is_told(db, sent):
    answer = Client().post("/", **sent)

    assert (answer.status_code, heading(answer)) == (400, TOLD["400"])


SECRET = "4f0c" * 16


def lines(record: logging.LogRecord) -> str:
    """A record as the server writes it."""
    formatter = settings.LOGGING["formatters"]["line"]
    return import_string(formatter["class"])(formatter["format"]).format(record)


@pytest.mark.parametrize("address", ["/rapport/{}/", "/rapport/{}/pdf/", "/adgangskode/ny/{}/", "/k/{}/"])
def test_what_lets_someone_in_stands_in_no_line(address):
    path = address.format(SECRET)
    try:
        raise ValueError(f"no such page: http://testserver{path}?x=1")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Broken", path), sys.exc_info())

    assert SECRET not in lines(record)
    assert lines(record).splitlines()[0].endswith(f"ERROR django.request: Broken: {address.format('…')}")
    assert "raise ValueError" in lines(record)


def test_a_report_that_fails_is_told_of_without_its_link(db, leader, monkeypatch, caplog):
    monkeypatch.setattr("workshops.views.report._progress", lambda *args: 1 / 0)
    Client(raise_request_exception=False).get(leader.get_absolute_url())

    told = [lines(each) for each in caplog.records if each.name == "django.request"]
    assert ["Internal Server Error: /rapport/…/" in each for each in told] == [True]
    assert leader.token not in "".join(told)
