"""A session lasts as long as it is used. When it ended, nothing that was typed is lost."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.helpers import again
from tests.pages import HTMX, dom, errors, form, heading, typed
from tests.people import PASSWORD, seated
from workshops.middleware import _now as in_use  # as it is when no test stands in for it
from workshops.models import QuestionSet, Workshop
from workshops.views import resend

LASTS = dt.timedelta(hours=12)
OURS = {"Origin": "http://testserver"}
WRONG = "Mail og adgangskode passer ikke sammen. Prøv igen, eller bed jeres administrator om en ny adgangskode."
WORDS = 'Det nye »system«,\n\n  og <det> "gamle" & resten 🙂'


def end(client: Client) -> None:
    """The session ends; the browser keeps its cookies."""
    Session.objects.filter(session_key=client.session.session_key).delete()


def details(workshop: Workshop, **more: str) -> dict[str, str]:
    """The form for a workshop's details, with that typed."""
    fixed = {"title": workshop.title, "workplace": workshop.workplace, "minutes": "90", "keep_days": "90"}
    return fixed | {"groups": "Leder\nTR", "technology": "Et nyt vagtplansystem"} | more


def log_in_on(client: Client, page: HttpResponse, password: str = PASSWORD) -> HttpResponse:
    """Fill in the log-in on a page, as a browser without scripts sends it."""
    return client.post("/log-ind/", form(page, "/log-ind/") | {"username": "ane@example.dk", "password": password})


# --- How long it lasts ---


def ends_in(client: Client) -> dt.timedelta:
    return Session.objects.get(session_key=client.session.session_key).expire_date - timezone.now()


def last_used(client: Client, hours_ago: int) -> None:
    """Let the session be one that was last used that long ago."""
    store, ago = SessionStore(client.session.session_key), dt.timedelta(hours=hours_ago)
    store["used"] = 0
    store.save()
    Session.objects.filter(session_key=store.session_key).update(expire_date=timezone.now() + LASTS - ago)


def test_a_session_that_is_used_lasts_another_twelve_hours(ane_client, workshop):
    last_used(ane_client, 11)
    page = ane_client.get(reverse("desk", args=[workshop.pk]))

    assert LASTS - ends_in(ane_client) < dt.timedelta(minutes=1)
    assert page.cookies["sessionid"]["max-age"] == LASTS.total_seconds()


def test_a_session_that_is_left_idle_ends(ane_client, workshop):
    last_used(ane_client, 12)

    assert ane_client.get(reverse("desk", args=[workshop.pk])).status_code == 302


def test_a_session_is_written_once_in_a_while(ane_client, workshop, monkeypatch):
    last_used(ane_client, 1)
    monkeypatch.setattr("workshops.middleware._now", lambda: 7)
    pages = [ane_client.get(reverse("wall", args=[workshop.pk])) for _ in range(2)]

    assert ["sessionid" in page.cookies for page in pages] == [True, False]


@pytest.mark.parametrize(("minutes", "same"), [(0, True), (29, True), (30, False), (-1, False)])
def test_a_session_of_twelve_hours_is_written_each_half_hour(monkeypatch, minutes, same):
    whole = dt.datetime(2026, 11, 28, 4, 30, tzinfo=dt.UTC)

    def half_hour(at: dt.datetime) -> int:
        monkeypatch.setattr(timezone, "now", lambda: at)
        return in_use()

    assert (half_hour(whole) == half_hour(whole + dt.timedelta(minutes=minutes))) == same


def test_logging_in_counts_as_use(ane, workshop, monkeypatch):
    monkeypatch.setattr("workshops.middleware._now", lambda: 7)
    client = Client()
    client.post("/log-ind/", {"username": ane.email, "password": PASSWORD})

    assert "sessionid" not in client.get(reverse("wall", args=[workshop.pk])).cookies


def test_a_page_that_looks_by_itself_does_not_use_the_session(ane_client):
    last_used(ane_client, 11)
    assert ane_client.head("/log-ind/igen/", headers=HTMX).status_code == 200

    assert ends_in(ane_client) < dt.timedelta(hours=1, minutes=1)


def test_those_who_are_not_logged_in_get_no_session(participant_client, open_workshop):
    assert "sessionid" not in participant_client.get(reverse("phone", args=[open_workshop.pk])).cookies
    assert Session.objects.count() == 0


# --- A page whose session ended ---


def addresses(workshop: Workshop, own: QuestionSet) -> list[str]:
    activity = workshop.activities.get()
    return [
        *(reverse(name, args=[workshop.pk]) for name in ["wall", "desk", "note-add", "agreement-add", "workshop-edit"]),
        reverse("activity", args=[workshop.pk, activity.pk]),
        *(reverse(name, args=[own.pk]) for name in ["set", "set-edit"]),
        *(reverse(name) for name in ["workshops", "workshop-create", "library", "set-create", "set-import"]),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_is_told_and_its_page_stays(ane, workshop, library, method):
    for address in addresses(workshop, library.copy_for(ane)):
        told = getattr(Client(), method)(address, headers=HTMX)
        seen = (told.status_code, told["X-Logged-Out"], told.content) if "X-Logged-Out" in told else told.status_code
        assert seen in ((401, "1", b""), 405), address


def test_a_facilitator_who_also_sits_at_a_phone_is_told(open_workshop, participant):
    told = seated(participant).post(reverse("note-add", args=[open_workshop.pk]), {"text": "Mere tid"}, headers=HTMX)

    assert (told.status_code, told["X-Logged-Out"]) == (403, "1")


def test_a_page_asks_whether_it_is_let_in_again(ane_client):
    assert ane_client.head("/log-ind/igen/", headers=HTMX).status_code == 200
    assert heading(ane_client.get("/log-ind/igen/")) == "Du er logget ind igen"
    end(ane_client)
    assert ane_client.head("/log-ind/igen/", headers=HTMX).status_code == 401
    assert ane_client.get("/log-ind/igen/")["Location"] == "/log-ind/?next=/log-ind/igen/"


# --- A plain form, sent after the session ended ---


def test_what_was_sent_is_there_after_logging_in_and_takes_a_press(ane_client, workshop):
    address = reverse("workshop-edit", args=[workshop.pk])
    end(ane_client)
    page = ane_client.post(address, details(workshop, technology=WORDS))
    assert (page.status_code, heading(page)) == (401, "Log ind som ordstyrer")
    assert typed(page, "username") in ("", None)

    page = log_in_on(ane_client, page)
    assert (page.status_code, heading(page)) == (200, "Du er logget ind igen")
    assert again(workshop).technology == ""
    sent = form(page, address)
    assert {name: sent[name] for name in details(workshop)} == details(workshop, technology=WORDS)

    done = ane_client.post(address, sent)
    assert done["Location"] == reverse("workshop", args=[workshop.pk])
    assert again(workshop).groups == ["Leder", "TR"]


def test_a_wrong_password_and_a_second_try_lose_nothing(ane_client, workshop):
    address = reverse("workshop-edit", args=[workshop.pk])
    end(ane_client)
    page = log_in_on(ane_client, ane_client.post(address, details(workshop)), "forkert adgangskode")
    assert errors(page) == [WRONG]

    assert form(log_in_on(ane_client, page), address)["technology"] == "Et nyt vagtplansystem"


def test_one_who_logged_in_in_another_window_sends_it_at_once(ane, ane_client, workshop):
    address = reverse("workshop-edit", args=[workshop.pk])
    end(ane_client)
    page = ane_client.post(address, details(workshop))
    ane_client.force_login(ane)

    assert form(log_in_on(ane_client, page), address)["technology"] == "Et nyt vagtplansystem"


def test_every_value_of_a_field_comes_along_and_a_file_is_told_of(db, ane):
    client = Client()
    page = client.post("/workshops/ny/", {"title": "To sæt", "sets": ["3", "17"]})
    sent = dom(log_in_on(client, page)).xpath("//form[@action='/workshops/ny/']//input[@name='sets']/@value")
    assert sent == ["3", "17"]

    file = SimpleUploadedFile("et-sæt.yaml", b"tool: dialogue")
    page = Client().post("/bibliotek/hent-ind/", {"file": file, "text": "title: Pauser i en digital dag"})
    assert "Filen må du vælge igen." in page.content.decode()
    assert dom(page).get_element_by_id("typed").value == "title: Pauser i en digital dag"


def test_what_one_wrote_can_be_copied_and_holds_no_secret():
    fields = [
        ("text", WORDS),
        ("initial-text", "Det gamle ord"),
        ("was", "det der var"),
        ("do", "up"),
        ("again", WORDS),
    ]

    assert resend.Parcel("/x/", fields).texts == WORDS
    assert {"password", "csrfmiddlewaretoken", "carried"} <= resend.LEFT_BEHIND


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "\x00", "of another salt"])
def test_a_parcel_that_is_not_ours_is_left(ane, sealed):
    if sealed == "of another salt":
        sealed = signing.dumps(["/x/", [], False])
    done = Client().post("/log-ind/", {"username": ane.email, "password": PASSWORD, "carried": sealed})

    assert done["Location"] == "/workshops/"


# --- A page from before the log-in ---


@pytest.fixture
def strict(ane) -> Client:
    """Ane's browser, whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ane)
    client.get("/workshops/")
    return client


def test_an_old_form_of_ours_is_sent_again_by_a_press(strict, workshop):
    address = reverse("workshop-edit", args=[workshop.pk])
    old = details(workshop, csrfmiddlewaretoken="x" * 32)
    page = strict.post(address, old, headers=OURS)
    assert (page.status_code, heading(page)) == (403, "Du er logget ind igen")

    assert strict.post(address, form(page, address), headers=OURS).status_code == 302
    assert again(workshop).technology == "Et nyt vagtplansystem"


@pytest.mark.parametrize("origin", ["https://ond.example.dk", "null", "http://testserver.example.dk", None])
def test_a_form_from_elsewhere_is_only_refused(strict, workshop, origin):
    headers = {"Origin": origin} if origin else {}
    page = strict.post(reverse("workshop-edit", args=[workshop.pk]), details(workshop), headers=headers)

    told = "Adressen passer ikke" if origin else "Siden var blevet for gammel"
    assert (page.status_code, heading(page)) == (403, told)
    assert dom(page).xpath("//form") == []


def test_an_old_log_in_keeps_what_it_carried_and_no_password(ane, workshop):
    client = Client(enforce_csrf_checks=True)
    client.get("/log-ind/")
    address = reverse("workshop-edit", args=[workshop.pk])
    carried = resend.Parcel(address, list(details(workshop).items())).sealed()
    data = {"username": ane.email, "password": PASSWORD, "carried": carried, "csrfmiddlewaretoken": "x" * 32}
    page = client.post("/log-ind/", data, headers=OURS)

    assert (page.status_code, form(page, address)["technology"]) == (403, "Et nyt vagtplansystem")
    assert PASSWORD not in page.content.decode()
    bare = client.post("/log-ind/", data | {"carried": ""}, headers=OURS)
    assert (bare.status_code, dom(bare).xpath("//form")) == (403, [])


# --- What the page's script is told of a plain form ---


@pytest.mark.parametrize(("title", "taken"), [("Ny titel", True), ("", False)])
def test_a_form_that_was_taken_is_told_of(ane_client, workshop, title, taken):
    address = reverse("workshop-edit", args=[workshop.pk])
    done = ane_client.post(address, details(workshop, title=title, draft="abc123def456"))

    assert ("taken" in done.cookies) is taken
    if taken:
        assert done.cookies["taken"].value == "abc123def456"


def test_a_form_that_met_an_ended_session_is_not_taken(ane_client, workshop):
    end(ane_client)
    address = reverse("workshop-edit", args=[workshop.pk])
    page = ane_client.post(address, details(workshop, draft="abc123def456"))
    assert "taken" not in page.cookies

    sent = form(log_in_on(ane_client, page), address)
    assert ane_client.post(address, sent).cookies["taken"].value == "abc123def456"


@pytest.mark.parametrize("draft", ["", "x", "../../etc", "æøå" * 5, "a" * 41, "abc123def456; Path=/"])
def test_what_is_no_draft_is_not_told_of(ane_client, workshop, draft):
    done = ane_client.post(reverse("workshop-edit", args=[workshop.pk]), details(workshop, draft=draft))

    assert (done.status_code, "taken" in done.cookies) == (302, False)
