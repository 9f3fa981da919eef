"""A workshop that looks back on an earlier one."""

import pytest
from django.urls import reverse

from tests.conftest import seated
from tests.helpers import again
from tests.pages import HTMX, dom, errors, text
from workshops import report, screens
from workshops.models import Agreement, QuestionSet, Workshop

from .helpers import compass_of


@pytest.fixture
def agreed(full) -> Agreement:
    agreement = Agreement(workshop=full, what="Alle får oplæring", who="Ane", phase="before")
    agreement.settle()
    return agreement


def status(client, workshop: Workshop, agreement: Agreement, status: str = "done", **headers: str):
    address = reverse("agreement-status", args=[workshop.pk, agreement.pk])
    return client.post(address, {"status": status}, headers=headers)


def test_it_is_a_draft_with_the_same_people_that_follows(full, ane, bo):
    full.close()
    twin = full.follow_up()

    assert (twin.is_draft, twin.follows, twin.title) == (True, full, "Hvordan gik det? Nyt omsorgssystem")
    assert set(twin.facilitators.all()) == {ane, bo}
    assert (twin.notes.count(), twin.agreements.count(), twin.starts_at) == (0, 0, None)


def test_before_becomes_after(full):
    assert [(each.tool, each.title) for each in again(full.follow_up()).activities.all()] == [
        ("rasmus-after", "RASMUS-kompasset, efter en digitalisering")
    ]
    assert compass_of(full).tool == "rasmus"


def test_without_the_sequel_in_the_library_the_agenda_is_the_same(full):
    QuestionSet.objects.get(key="rasmus-efter").delete()

    assert [each.tool for each in full.follow_up().activities.all()] == ["rasmus"]


def test_after_an_after_comes_an_after(later):
    twin = later.follow_up()

    assert [each.tool for each in twin.activities.all()] == ["rasmus-after"]
    assert twin.follows == later


def test_a_long_title_fits(full):
    full.title = "x" * 120
    full.save()

    assert len(full.follow_up().title) <= 120


def test_it_takes_a_press_of_a_button(full, ane_client, stranger_client, phone):
    address = reverse("workshop-follow-up", args=[full.pk])

    assert ane_client.get(address).status_code == 405
    assert stranger_client.post(address).status_code == 404
    assert phone.post(address).status_code in {302, 403, 404}
    assert not Workshop.objects.exclude(follows=None).exists()
    response = ane_client.post(address)
    assert response["Location"] == reverse("workshop-edit", args=[Workshop.objects.get(follows=full).pk])


def test_it_begins_with_a_look_back(full, later):
    assert [stop.step.key for stop in again(later).route()][:3] == ["lobby", "look-back", "understand"]
    assert "look-back" not in [stop.step.key for stop in again(full).route()]


def test_the_wall_shows_what_was_agreed_and_how_it_goes(agreed, later):
    later.go_to("0.look-back.0.0")
    agreed.go("doing", seen_from=later)
    drawn = text(dom(screens.Scene.of(later.pk, "wall").draw("wall/_stage.html")))

    assert "Alle får oplæring" in drawn
    assert "I gang" in drawn


@pytest.mark.parametrize("how", ["nothing", "for good"])
def test_a_look_back_on_nothing_says_so(later, how, ane_client):
    later.go_to("0.look-back.0.0")
    if how == "for good":
        later.follows.delete_for_good()
    for screen in ("wall", "desk"):
        assert ane_client.get(reverse(screen, args=[later.pk])).status_code == 200
    if how == "nothing":
        drawn = screens.Scene.of(later.pk, "wall").draw("wall/_stage.html")
        assert "Der blev ikke skrevet aftaler ned sidst." in drawn
    else:
        assert again(later).stop().step.key == "lobby"


def test_agreements_of_a_deleted_workshop_are_not_looked_back_on(agreed, later, ane_client):
    later.follows.discard()
    later.go_to("0.look-back.0.0")

    assert "Alle får oplæring" not in screens.Scene.of(later.pk, "wall").draw("wall/_stage.html")
    assert "Alle får oplæring" not in report.html(again(later))
    assert status(ane_client, later, agreed).status_code == 404
    later.follows.restore()
    assert "Alle får oplæring" in report.html(again(later))


# --- How it is going ---


@pytest.mark.parametrize("value", ["open", "doing", "done", "dropped"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_status_is_noted_through_the_workshop_that_follows(agreed, later, ane_client, value, headers):
    response = status(ane_client, later, agreed, value, **headers)
    agreed.refresh_from_db()

    assert (response.status_code, agreed.status) == (200 if headers else 302, value)


def test_a_stranger_and_a_participant_note_nothing(agreed, later, stranger_client, client):
    assert status(stranger_client, later, agreed).status_code == 404
    for nobody in (seated(later.join()), client):
        assert status(nobody, later, agreed).status_code in {302, 403, 404}
    agreed.refresh_from_db()
    assert agreed.status == "open"


def test_an_agreement_of_an_unrelated_workshop_is_not_there(agreed, later, ane_client, stranger):
    own = Agreement(workshop=later, what="Vores egen nye")
    own.settle()
    foreign = Agreement(workshop=stranger.workshops.get(), what="De andres")
    foreign.settle()

    for agreement in (own, foreign):
        assert status(ane_client, later, agreement).status_code == 404
        agreement.refresh_from_db()
        assert agreement.status == "open"


def test_a_workshop_that_follows_nothing_notes_nothing(agreed, full, ane_client):
    assert status(ane_client, full, agreed).status_code == 404


@pytest.mark.parametrize("value", ["", "finished", "DONE", "x" * 300])
def test_a_bad_status_is_told(agreed, later, ane_client, value):
    response = status(ane_client, later, agreed, value, **HTMX)
    agreed.refresh_from_db()

    assert errors(response) == ["Den status findes ikke. Vælg en fra listen."]
    assert agreed.status == "open"


def test_the_status_is_in_the_report(agreed, later, ane_client):
    status(ane_client, later, agreed, "dropped")
    page = dom(report.html(again(later)))

    assert "Det aftalte vi sidst: Nyt omsorgssystem" in text(page)
    assert [text(row) for row in page.xpath("//tr[td[contains(., 'Alle får oplæring')]]")] != []
    assert "Droppet" in text(page)
