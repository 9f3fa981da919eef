import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, heading, ids, text
from workshops.models import Link, Note, Record, Report, Workshop
from workshops.report import making


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    write(open_workshop, places[0])
    open_workshop.close()
    return open_workshop


@pytest.fixture
def report(closed) -> Report:
    """The report of the closed workshop, done."""
    report = Report.objects.get()
    report.show("<h1>Nyt omsorgssystem</h1><p>Mere tid</p>")
    report.finish(b"%PDF-1.7 af dialog")
    return report


def show(client: Client, workshop: Workshop, **more):
    return client.get(reverse("workshop-report", args=[workshop.pk]), **more)


# --- How far it is ---


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_a_report_that_is_done_is_shown_and_downloaded(closed, report, user, request):
    client = request.getfixturevalue(user)
    page = show(client, closed)
    pdf = client.get(reverse("workshop-report-pdf", args=[closed.pk]))

    assert "<p>Mere tid</p>" in page.content.decode()
    assert dom(page).xpath("//a[text()='Hent som PDF']/@href") == [reverse("workshop-report-pdf", args=[closed.pk])]
    assert (pdf.status_code, pdf.content, pdf["Content-Type"]) == (200, b"%PDF-1.7 af dialog", "application/pdf")
    assert pdf["Content-Disposition"] == f'attachment; filename="{report.filename}.pdf"'
    assert report.filename == f"{timezone.localdate().isoformat()}-opsamling-nyt-omsorgssystem"


def test_a_report_that_is_being_made_shows_how_far_it_is_and_asks_again(closed, ane_client):
    Report.objects.get().at_work(42)
    page = show(ane_client, closed, headers=HTMX)

    assert ids(page) == ["progress"]
    (panel,) = dom(page).xpath("//*[@id='progress']")
    assert panel.get("hx-get") == reverse("workshop-report", args=[closed.pk])
    assert panel.xpath(".//progress/@value") == ["42"]


def test_htmx_reloads_the_page_when_it_is_done(closed, report, ane_client):
    (panel,) = dom(show(ane_client, closed, headers=HTMX)).xpath("//*[@id='progress']")

    assert (panel.get("hx-get"), panel.get("data-reload")) == (None, "")


def test_a_report_that_failed_says_why_and_keeps_its_page(closed, report, ane_client):
    report.fail("PDF'en kunne ikke laves.")
    page = show(ane_client, closed)

    assert errors(page) == ["PDF'en kunne ikke laves."]
    assert "<p>Mere tid</p>" in page.content.decode()
    assert dom(page).xpath("//form/@action").count(reverse("workshop-report-make", args=[closed.pk])) == 1


def test_a_report_that_is_stuck_says_so_and_can_be_made_again(closed, leader, ane_client):
    Report.objects.update(touched_at=timezone.now() - dt.timedelta(seconds=21))
    page = show(ane_client, closed)

    assert errors(page) == ["Opsamlingen er gået i stå, måske fordi serveren blev genstartet imens. Lav den igen."]
    assert dom(page).xpath("//form/@action").count(reverse("workshop-report-make", args=[closed.pk])) == 1
    assert errors(leader_page(leader)) == [
        "Opsamlingen er gået i stå, måske fordi serveren blev genstartet imens. Bed ordstyreren lave den igen."
    ]


def leader_page(leader: Link):
    return Client().get(leader.get_absolute_url())


def test_before_it_is_closed_there_is_none(open_workshop, ane_client):
    page = show(ane_client, open_workshop)

    assert "Opsamlingen bliver lavet, når workshoppen er afsluttet." in page.content.decode()
    assert ane_client.get(reverse("workshop-report-pdf", args=[open_workshop.pk])).status_code == 404


# --- Making it again ---


def make(client: Client, workshop: Workshop):
    return client.post(reverse("workshop-report-make", args=[workshop.pk]), follow=True)


def test_it_is_made_again(closed, report, ane_client, reports_started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make(ane_client, closed)

    assert (errors(page), reports_started) == ([], [report.pk])
    assert Report.objects.get().state == Report.State.WAITING


def test_it_is_not_made_of_an_open_workshop(open_workshop, ane_client):
    assert errors(make(ane_client, open_workshop)) == ["Opsamlingen bliver lavet, når I afslutter workshoppen."]
    assert Report.objects.count() == 0


def test_one_that_was_erased_before_there_were_records_is_not_made_again(closed, report, ane_client):
    closed.erase_notes()
    Record.objects.all().delete()

    assert errors(make(ane_client, closed)) == [
        "Sedlerne er slettet, så opsamlingen kan ikke laves om. Den, der ligger her, gælder."
    ]
    assert Report.objects.get().html == report.html


def test_of_a_workshop_where_nobody_wrote_it_is_made_again(closed, report, ane_client):
    Note.objects.all().delete()

    assert errors(make(ane_client, closed)) == []


# --- Erasing ---


def erase(client: Client, workshop: Workshop, word: str):
    return client.post(reverse("workshop-erase", args=[workshop.pk]), {"word": word}, follow=True)


@pytest.mark.parametrize("word", ["slet", " SLET "])
def test_typing_the_word_erases_the_notes_and_keeps_the_report(closed, report, ane_client, word):
    page = erase(ane_client, closed, word)

    assert (errors(page), Note.objects.count(), Report.objects.get().html) == ([], 0, report.html)
    assert again(closed).erase_at is None


@pytest.mark.parametrize("word", ["", "ja", "slet ikke"])
def test_anything_else_erases_nothing(closed, report, ane_client, word):
    page = erase(ane_client, closed, word)

    assert errors(page) == ["Sedlerne er ikke slettet. Skriv ordet »slet« i feltet for at slette dem."]
    assert Note.objects.count() == 1


def test_an_open_workshops_notes_are_not_erased(open_workshop, places, ane_client):
    write(open_workshop, places[0])

    assert errors(erase(ane_client, open_workshop, "slet")) == ["Afslut workshoppen, før I sletter sedlerne."]
    assert Note.objects.count() == 1


def test_notes_can_be_erased_while_the_report_is_being_made_of_the_record(closed, ane_client):
    assert errors(erase(ane_client, closed, "slet")) == []
    report = Report.objects.get()
    making.make(report)

    assert (Note.objects.count(), "Mere tid" in report.html) == (0, True)


# --- The leader's link ---


def share(client: Client, workshop: Workshop, key: str = "k" * 22):
    return client.post(reverse("workshop-report-share", args=[workshop.pk]), {"key": key})


def links_on(page) -> list[str]:
    return dom(page).xpath("//input[@readonly]/@value")


def test_two_links_are_made_shown_once_used_and_revoked(closed, report, ane_client, settings):
    addresses = [each.removeprefix(settings.SITE_URL) for each in links_on(share(ane_client, closed))]
    assert [Link.objects.by_token(each.split("/")[2]).purpose for each in addresses] == ["leader", "employees"]
    assert links_on(show(ane_client, closed)) == []

    reader = Client()
    for address in addresses:
        page = reader.get(address)
        assert (page.status_code, heading(page)) == (200, "Nyt omsorgssystem")
        assert dom(page).xpath("//a[text()='Hent som PDF']/@href") == [f"{address}pdf/"]
        assert reader.get(f"{address}pdf/").content == b"%PDF-1.7 af dialog"
    assert Link.objects.filter(last_used_at=None).count() == 0

    leader = Link.objects.get(purpose="leader")
    ane_client.post(reverse("workshop-report-revoke", args=[closed.pk, leader.pk]))
    for address in [*addresses, *(f"{each}pdf/" for each in addresses)]:
        page = reader.get(address)
        assert (page.status_code, heading(page)) == (410, "Linket virker ikke længere")
    assert "Mere tid" not in page.content.decode()


def test_a_second_press_shows_the_same_links(closed, report, ane_client):
    first, second = share(ane_client, closed), share(ane_client, closed)

    assert links_on(first) == links_on(second)
    assert Link.objects.count() == 2


def test_a_link_that_ran_out_says_so(closed, report, leader):
    Link.objects.update(expires_at=timezone.now())
    page = leader_page(leader)

    assert (page.status_code, "en periode" in page.content.decode()) == (410, True)


def test_a_link_to_a_new_password_shows_no_report(closed, report, ane):
    link = Link.objects.make(Link.Purpose.PASSWORD, dt.timedelta(days=2), user=ane)

    assert Client().get(f"/rapport/{link.token}/").status_code == 404


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "x" + t, lambda t: t.upper()])
def test_a_tampered_link_is_404(closed, report, leader, change):
    token = change(leader.token)

    assert [Client().get(f"/rapport/{token}/{rest}").status_code for rest in ("", "pdf/")] == [404, 404]


@pytest.mark.parametrize("token", ["x", "%00", "a:b", "%F0%9F%A4%B7", "æ" * 1000])
def test_a_made_up_link_is_404(db, token):
    assert Client().get(f"/rapport/{token}/").status_code == 404


def test_the_link_of_a_deleted_workshop_is_404(closed, report, leader):
    closed.discard()

    assert Client().get(leader.get_absolute_url()).status_code == 404


def test_a_leader_cannot_do_what_a_facilitator_can(closed, report, leader):
    page = Client().get(leader.get_absolute_url())

    assert dom(page).xpath("//form") == []
    assert Client().post(leader.get_absolute_url()).status_code == 405


def test_a_leader_who_is_early_sees_how_far_it_is(closed, leader):
    page = Client().get(leader.get_absolute_url())

    assert (page.status_code, heading(page)) == (200, "Nyt omsorgssystem")
    assert dom(page).xpath("//*[@id='progress']/@hx-get") == [leader.get_absolute_url()]
    assert Client().get(reverse("report-pdf", args=[leader.token])).status_code == 404


def test_a_leaders_page_is_kept_out_of_caches_and_searches(closed, report, leader):
    page = Client().get(leader.get_absolute_url())

    assert "no-store" in page["Cache-Control"]
    assert dom(page).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page["Referrer-Policy"] == "same-origin"


def test_a_title_without_letters_still_names_a_file(closed, report, ane_client):
    Workshop.objects.update(title='"\r\n../æøå')

    pdf = ane_client.get(reverse("workshop-report-pdf", args=[closed.pk]))
    assert pdf["Content-Disposition"].endswith('-opsamling-aeoeaa.pdf"')


def test_the_workplace_is_on_the_page(closed, report, ane_client):
    assert text(dom(show(ane_client, closed)).xpath("//h1")[0]) == "Opsamling"
