import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import dom, errors, form, text, typed
from tests.people import seated
from workshops.models import Report, Workshop, WriteUp
from workshops.report import making


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    note = write(open_workshop, places[0], "Mere tid")
    open_workshop.dots.create(activity=open_workshop.activities.get(), note=note, n=2)
    open_workshop.close()
    return again(open_workshop)


def where(workshop: Workshop, name: str = "workshop-write-up") -> str:
    return reverse(name, args=[workshop.pk])


def chapter(workshop: Workshop) -> str:
    return f"chapter-{workshop.activities.get().pk}"


def sent(client, workshop: Workshop, **more) -> dict:
    """What the page sends when these fields are filled in."""
    page = client.get(where(workshop))
    fields = {each.get("name"): each.get("value", "") for each in dom(page).xpath("//form//input[@type='hidden']")}
    return fields | dict.fromkeys(("points", "committee", "chair", "helper", "case_number", "next_on"), "") | more


def told(response) -> list[str]:
    return [str(each) for each in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("client", ["ane_client", "bo_client"])
def test_those_who_run_it_write_it(closed, client, request):
    client = request.getfixturevalue(client)
    fields = {"points": "Vi lærer det sammen\nRo", chapter(closed): "Tid", "chair": "Ane", "next_on": "2027-03-01"}
    done = client.post(where(closed), sent(client, closed, **fields))

    assert (done.status_code, done["Location"]) == (302, where(closed, "workshop-report"))
    found = WriteUp.of(closed)
    assert (found.points, found.chair, found.next_on) == (["Vi lærer det sammen", "Ro"], "Ane", dt.date(2027, 3, 1))
    assert found.chapters == {str(closed.activities.get().pk): ["Tid"]}
    assert dom(client.get(where(closed))).xpath("//textarea[@name='points']/text()")[0].strip() == (
        "Vi lærer det sammen\nRo"
    )


def test_what_is_ticked_becomes_a_point(closed, ane_client):
    page = dom(ane_client.get(where(closed)))
    assert page.xpath("//input[@name='take']/@value") == ["Mere tid"]
    ane_client.post(where(closed), sent(ane_client, closed, points="Ro", take=["Mere tid"]))

    assert WriteUp.of(closed).points == ["Ro", "Mere tid"]


@pytest.mark.parametrize(
    ("typed_in", "said"),
    [
        ("a\nb\nc\nMere tid", "Her er 4 punkter. Vælg de 3 vigtigste."),
        ("x" * 301, "Et punkt er på 301 tegn. Brug højst 300."),
    ],
)
@pytest.mark.parametrize("field", ["points", "chapter"])
def test_too_much_is_told_and_nothing_is_lost(closed, ane_client, field, typed_in, said):
    name = chapter(closed) if field == "chapter" else field
    answer = ane_client.post(where(closed), sent(ane_client, closed, take=["Mere tid"], **{name: typed_in}))

    assert (answer.status_code, errors(answer)) == (422, [said])
    assert typed(answer, name) == typed_in
    assert dom(answer).xpath("//input[@name='take']/@checked") == ["checked"]
    assert not WriteUp.objects.exists()


def test_two_who_write_at_the_same_time_both_keep_theirs(closed, ane_client, bo_client):
    anes, bos = sent(ane_client, closed, points="Anes"), sent(bo_client, closed, chair="Bo")
    ane_client.post(where(closed), anes)
    bo_client.post(where(closed), bos)
    assert (WriteUp.of(closed).points, WriteUp.of(closed).chair) == (["Anes"], "Bo")

    again_anes = sent(ane_client, closed, points="Anes to", chair="Bo")
    bo_client.post(where(closed), sent(bo_client, closed, points="Bos", chair="Bo"))
    clash = ane_client.post(where(closed), again_anes)
    assert clash.status_code == 422
    assert "Nu står der: »Bos«" in errors(clash)[0]


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_it_is_approved_by_somebody_and_then_phones_show_it(closed, user, request):
    client = request.getfixturevalue(user)
    page = client.get(where(closed, "workshop-report"))
    approve = form(page, where(closed, "workshop-approve"))
    client.post(where(closed, "workshop-approve"), approve | {"by": "Formanden"})

    assert WriteUp.of(closed).approved_by == "Formanden"
    assert "Godkendt af Formanden" in text(dom(client.get(where(closed, "workshop-report"))))


def test_the_seat_shows_what_was_agreed_and_the_first_pages_once_approved(open_workshop, places):
    seat = open_workshop.join()
    open_workshop.close()
    me = seated(seat)
    phone = reverse("phone", args=[open_workshop.pk])
    assert "når den er godkendt" in text(dom(me.get(phone)))

    WriteUp.of(open_workshop).approve("Formanden", str(again(open_workshop).record.edition))
    making.make(Report.objects.get())
    assert "godkendt af Formanden den " in text(dom(me.get(phone)))
    assert me.get(reverse("join-code", args=[open_workshop.code]))["Location"] == phone
    open_workshop.erase_notes()


def test_a_stranger_with_the_code_of_a_closed_workshop_is_told_that_it_is_over(closed, stranger_client):
    answer = stranger_client.get(reverse("join-code", args=[closed.code]))

    assert (answer.status_code, errors(answer)) == (422, ["Workshoppen er slut, så man kan ikke længere komme med."])


@pytest.mark.parametrize("name", ["docx", "xlsx", "1.png"])
def test_the_other_formats_are_fetched_by_facilitator_and_link(closed, ane_client, stranger_client, name):
    report = Report.objects.get()
    report.show("<h1>x</h1>")
    report.finish(b"%PDF-", {name: b"it"})
    token = closed.share().token
    answers = [
        ane_client.get(reverse("workshop-report-file", args=[closed.pk, name])),
        stranger_client.get(reverse("report-file", args=[token, name])),
    ]

    number, _dot, ending = name.rpartition(".")
    named = f"{report.filename}-{number}.{ending}" if number else f"{report.filename}.{ending}"
    for answer in answers:
        assert (answer.status_code, answer.content) == (200, b"it")
        assert answer["Content-Disposition"] == f'attachment; filename="{named}"'
    for other in ("exe", "json.exe", "\x00", "a\x00.json", "."):
        assert ane_client.get(reverse("workshop-report-file", args=[closed.pk, other])).status_code == 404
    assert (
        dom(ane_client.get(where(closed, "workshop-report"))).xpath(f"count(//a[contains(@href, '/fil/{name}/')])") == 1
    )


@pytest.mark.parametrize(
    ("by", "edition", "said"),
    [
        (" ", None, "Skriv, hvem der har godkendt opsamlingen."),
        ("æ" * 121, None, "Teksten er på 121 tegn. Brug højst 120."),
        ("Formanden", "0", "Der er rettet i opsamlingen imens. Læs den igen, før du godkender den."),
    ],
)
def test_what_cannot_be_approved_is_told_and_nothing_is_lost(closed, ane_client, by, edition, said):
    address = where(closed, "workshop-approve")
    sent = form(ane_client.get(where(closed, "workshop-report")), address)
    answer = ane_client.post(address, sent | {"by": by} | ({"edition": edition} if edition else {}))

    assert (answer.status_code, errors(answer)) == (422, [said])
    assert (typed(answer, "by") or "").strip() == by.strip()
    assert not WriteUp.of(closed).is_approved


def test_an_open_phone_gets_the_style_of_the_first_pages_with_them(open_workshop):
    seat = open_workshop.join()
    open_workshop.close()
    WriteUp.of(open_workshop).approve("Formanden", str(again(open_workshop).record.edition))
    making.make(Report.objects.get())
    stage = dom(seated(seat).get(reverse("phone", args=[open_workshop.pk]))).get_element_by_id("stage")

    assert [each.partition("css/")[2].partition(".")[0] for each in stage.xpath(".//link/@href")] == [
        "report",
        "report-screen",
    ]
