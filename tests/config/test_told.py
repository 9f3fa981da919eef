"""What went wrong is told on a page of its own, in Danish, without scripts and without the database."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

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
