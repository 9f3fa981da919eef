import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import HTMX, said
from workshops.models import Agreement


@pytest.fixture
def agreed(before) -> Agreement:
    agreement = Agreement(workshop=before.workshop, what="Kursus i uge 5")
    agreement.settle()
    before.workshop.close()
    return agreement


def test_a_follow_up_is_a_draft_with_what_comes_after(before, agreed):
    twin = before.workshop.follow_up()

    assert (twin.state, twin.follows, twin.title) == ("draft", before.workshop, "Hvordan gik det? Nyt omsorgssystem")
    assert [activity.tool for activity in twin.activities.all()] == ["rasmus-after"]
    assert list(twin.facilitators.all()) == list(before.workshop.facilitators.all())


def test_it_is_made_from_the_report_page(before, agreed, ane_client):
    made = ane_client.post(reverse("workshop-follow-up", args=[before.workshop.pk]))

    twin = before.workshop.followed_by.get()
    assert made["Location"] == reverse("workshop-edit", args=[twin.pk])


def test_the_status_of_an_earlier_agreement_is_noted(before, agreed, ane_client):
    twin = before.workshop.follow_up()
    twin.open()
    address = reverse("agreement-status", args=[twin.pk, agreed.pk])

    assert said(ane_client.post(address, {"status": "done"}, headers=HTMX)) == "Status er gemt."
    agreed.refresh_from_db()
    assert agreed.status == "done"
    assert again(twin).version > twin.version


def test_a_status_that_does_not_exist_is_told(before, agreed, ane_client):
    twin = before.workshop.follow_up()
    address = reverse("agreement-status", args=[twin.pk, agreed.pk])

    answer = ane_client.post(address, {"status": "x"}, headers=HTMX)
    assert said(answer) == "Den status findes ikke. Vælg en fra listen."


def test_nobody_else_touches_it(before, agreed, ane_client, stranger_client, other_workshop):
    twin = before.workshop.follow_up()
    address = reverse("agreement-status", args=[twin.pk, agreed.pk])
    assert stranger_client.post(address, {"status": "done"}).status_code == 404

    foreign = Agreement(workshop=other_workshop, what="Ikke jeres")
    foreign.settle()
    address = reverse("agreement-status", args=[twin.pk, foreign.pk])
    assert ane_client.post(address, {"status": "done"}).status_code == 404
