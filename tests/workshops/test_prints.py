"""What a facilitator prints: the running order, join sheets, and the sheets of each tool."""

import io

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from config.bridge import SLOW
from tests.helpers import again
from tests.pages import dom, text
from tests.rooms import FIXTURES, Room
from tests.valid import faults
from workshops import guides, mishaps
from workshops.models import Workshop
from workshops.report import making, prints

A4, A3 = (595, 842), (1191, 842)


@pytest.fixture(autouse=True)
def made_here(monkeypatch):
    """In this process: another one would look into another database."""

    def here(what: str, pk: int, _workshop: int) -> bytes:
        return prints.PRINTS[what](prints.find(what, pk))

    monkeypatch.setattr(making, "print_apart", here)


def pages(pdf: bytes) -> list[tuple[tuple[int, int], str]]:
    """The size of each page, and what it says."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [((round(each.mediabox.width), round(each.mediabox.height)), each.extract_text()) for each in found]


@pytest.mark.thorough
@pytest.mark.parametrize("name", FIXTURES)
def test_the_sheets_of_every_set_are_valid_and_say_what_is_asked(ane, ane_client, name):
    room = Room.about(name, ane)
    if not room.activity.dialogue_tool.sheet_template:
        pytest.skip("nothing to print")
    pdf = ane_client.get(reverse("sheets", args=[room.workshop.pk, room.activity.pk])).content
    said = " ".join(" ".join(each for _size, each in pages(pdf)).split())

    assert faults(pdf) == []
    for question in room.questions[:3]:
        assert " ".join(question.text.split())[:25] in said


@pytest.mark.parametrize(
    ("name", "size", "n"), [("rasmus-foer", A3, 4), ("roller", A3, 1), ("tjek-ind-og-ud", A4, 4), ("dialogkort", A4, 6)]
)
def test_large_sheets_are_large(ane, ane_client, name, size, n):
    room = Room.about(name, ane)
    made = pages(ane_client.get(reverse("sheets", args=[room.workshop.pk, room.activity.pk])).content)

    assert {found for found, _said in made} == {size}
    assert len(made) == n


def test_a_join_sheet_for_each_table_has_the_code(open_workshop, ane_client):
    answer = ane_client.get(reverse("table-sheets", args=[open_workshop.pk]))
    made = pages(answer.content)
    code = f"{open_workshop.code[:3]} {open_workshop.code[3:]}"

    assert answer["Content-Disposition"] == f'attachment; filename="bordark-{open_workshop.pk}.pdf"'
    assert [(f"Bord {n}" in said, code in said) for n, (_size, said) in enumerate(made, 1)] == [(True, True)] * 8


def test_the_running_order_is_the_agenda_by_the_clock_with_the_guide(workshop, ane_client):
    Workshop.objects.update(contact="Kim, lokal 1234", technology="Omsorgssystemet")
    page = dom(ane_client.get(reverse("running-order", args=[workshop.pk])))
    (write,) = [each for each in page.xpath("//div[@class='order__step']") if text(each).startswith("Skriv ")]
    asked = [str(question) for question in workshop.activities.get().asked()]

    assert [text(each) for each in write.xpath(".//li")] == asked
    assert guides.of("dialogue", "write").do in text(write)
    assert "I dag taler vi om Omsorgssystemet" in text(page)
    assert "Hvem kan man gå til? Kim, lokal 1234" in text(page)
    assert text(page.xpath("//section[@class='order']/h2")[0]) == "Velkommen 5 min."


def test_it_is_a_valid_pdf(workshop, ane_client):
    pdf = ane_client.get(reverse("running-order-pdf", args=[workshop.pk])).content

    assert faults(pdf) == []
    assert pages(pdf)[0][1].startswith("Drejebog: Nyt omsorgssystem")


@pytest.mark.parametrize("name", ["running-order-pdf", "table-sheets"])
def test_what_hinders_it_is_told_on_the_workshops_page(workshop, ane_client, monkeypatch, name):
    def fail(*_args):
        raise mishaps.NotMade(mishaps.PANGO)

    monkeypatch.setattr(making, "print_apart", fail)
    page = ane_client.get(reverse(name, args=[workshop.pk]), follow=True)

    assert "Det, du vil printe, kunne ikke laves, fordi programmet Pango mangler på serveren." in text(dom(page))
    assert page.redirect_chain[0][0] == reverse("workshop", args=[workshop.pk])


@pytest.mark.parametrize("name", ["running-order", "running-order-pdf", "table-sheets"])
@pytest.mark.parametrize(("who", "status"), [("stranger_client", 404), ("participant_client", 403), ("client", 302)])
def test_nobody_else_prints(open_workshop, request, name, who, status):
    assert request.getfixturevalue(who).get(reverse(name, args=[open_workshop.pk])).status_code == status


def test_the_sheets_of_another_workshop_are_404(open_workshop, other_workshop, ane_client):
    theirs = other_workshop.activities.get()

    assert ane_client.get(reverse("sheets", args=[open_workshop.pk, theirs.pk])).status_code == 404
    assert ane_client.post(reverse("table-sheets", args=[open_workshop.pk])).status_code == 405


@pytest.mark.parametrize("what", ["sheets", "running-order"])
def test_what_there_is_not_is_not_made(db, what):
    with pytest.raises(CommandError) as raised:
        call_command("make_print", what, 10**9)

    assert str(raised.value) == f"There is no {what} of 1000000000."


def test_the_workshops_page_leads_to_all_of_it(workshop, ane_client):
    page = dom(ane_client.get(reverse("workshop", args=[workshop.pk])))
    paper = dom(ane_client.get(reverse("paper", args=[workshop.pk])))
    activity = again(workshop).activities.get()

    for name in ("running-order", "paper"):
        assert reverse(name, args=[workshop.pk]) in page.xpath("//a/@href")
    for address in (reverse("table-sheets", args=[workshop.pk]), reverse("sheets", args=[workshop.pk, activity.pk])):
        assert address in paper.xpath("//a/@href")


@pytest.mark.parametrize("name", ["poster", "sheets", "running-order-pdf", "table-sheets"])
def test_what_is_printed_takes_no_thread_that_pages_are_read_in(name):
    arguments = [3, 7] if name in ("poster", "sheets") else [3]

    assert SLOW.fullmatch(reverse(name, args=arguments))
