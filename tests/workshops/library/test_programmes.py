import pytest
from django.conf import settings
from django.urls import reverse

from workshops.library import programmes
from workshops.library.loading import load
from workshops.models import QuestionSet, Workshop


@pytest.fixture
def whole_library(db):
    for path in sorted((settings.BASE_DIR / "fixtures").glob("*.yaml")):
        load(path)


@pytest.fixture
def draft(ane) -> Workshop:
    workshop = Workshop.objects.create(title="Teammøde", workplace="Søndervangskolen")
    workshop.facilitators.add(ane)
    return workshop


def test_there_are_five_the_shortest_first():
    assert [programme.minutes for programme in programmes.every()] == [15, 45, 120, 120, 210]


@pytest.mark.parametrize("key", [programme.key for programme in programmes.every()])
def test_its_times_add_up_and_all_it_names_is_in_the_library(whole_library, draft, key):
    programme = programmes.get(key)
    programmes.put_on(draft, programme)
    fresh = Workshop.objects.with_route().get(pk=draft.pk)

    assert (fresh.planned_minutes(), fresh.minutes) == (programme.minutes, programme.minutes)
    assert len(fresh.activities.all()) == len(programme.points)
    for point, activity in zip(programme.points, fresh.activities.all(), strict=True):
        questions = activity.question_set.questions
        assert set(point.pick) <= set(questions.values_list("source", flat=True))
        assert set(point.minutes) <= set(questions.values_list("key", flat=True))


def test_a_set_that_is_not_in_the_library_is_left_out(draft):
    programmes.put_on(draft, programmes.get("check-in"))

    assert (QuestionSet.objects.count(), draft.activities.count()) == (0, 0)


def test_a_workshop_is_made_from_one(whole_library, ane_client, ane):
    page = ane_client.get(reverse("workshop-create"))
    sent = {"title": "Check-in", "workplace": "Skolen", "minutes": "60", "keep_days": "90", "programme": "check-in"}
    done = ane_client.post(reverse("workshop-create"), sent)
    made = ane.workshops.get()

    assert page.content.decode().count('name="programme"') == 6
    assert (done.status_code, made.minutes, made.activities.count()) == (302, 15, 1)


@pytest.mark.parametrize("key", ["", "x", "x" * 500])
def test_one_that_is_not_there_is_none(whole_library, ane_client, ane, key):
    sent = {"title": "Check-in", "workplace": "Skolen", "minutes": "60", "keep_days": "90", "programme": key}
    ane_client.post(reverse("workshop-create"), sent)

    assert ane.workshops.get().activities.count() == 0
