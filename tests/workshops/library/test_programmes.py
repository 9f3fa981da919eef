import itertools

import pytest
from django.conf import settings
from django.urls import reverse

from tests.pages import dom
from tests.people import PASSWORD
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


def test_there_are_six_the_shortest_first():
    assert [programme.minutes for programme in programmes.every()] == [15, 45, 120, 120, 120, 210]


@pytest.mark.parametrize("key", [programme.key for programme in programmes.every()])
def test_its_times_leave_some_to_spare_and_all_it_names_is_in_the_library(whole_library, draft, key):
    programme = programmes.get(key)
    programmes.put_on(draft, programme)
    fresh = Workshop.objects.with_route().get(pk=draft.pk)

    assert 0.8 * programme.minutes <= fresh.planned_minutes() <= programme.minutes == fresh.minutes
    assert len(fresh.activities.all()) == len(programme.points)
    for point, activity in zip(programme.points, fresh.activities.all(), strict=True):
        questions = activity.question_set.questions
        assert set(point.pick) <= set(questions.values_list("source", flat=True))
        assert set(point.minutes) <= set(questions.values_list("key", flat=True))
        assert {*point.how} <= {*activity.dialogue_tool.offers}


ANSWERS = {name: list(answers) for name, (_question, answers) in programmes.ASKED.items()}


@pytest.mark.parametrize(
    ("when", "settled", "time", "key"),
    [
        ("before", "settled", "45", "teammoede"),
        ("before", "settled", "15", "check-in"),
        ("before", "settled", "120", "kompas-foer"),
        ("before", "open", "120", "aabent"),
        ("after", "settled", "120", "kompas-efter"),
        ("after", "open", "120", "kompas-efter"),
        ("any", "open", "210", "med-udvalg"),
        ("before", "settled", "210", "med-udvalg"),
        ("after", "settled", "15", "check-in"),
    ],
)
def test_four_answers_propose_one(when, settled, time, key):
    for people in ANSWERS["people"]:
        answers = {"when": when, "settled": settled, "people": people, "time": time}
        assert programmes.proposed(answers)[0].key == key


def test_whatever_is_answered_the_one_that_is_proposed_can_be_done_in_the_time_there_is():
    for answers in itertools.product(*ANSWERS.values()):
        given = dict(zip(ANSWERS, answers, strict=True))
        assert programmes.proposed(given)[0].minutes <= int(given["time"]), given


@pytest.mark.parametrize("given", [{}, {"time": "7"}, {"when": "\0"}, {"people": "x" * 999}])
def test_what_is_no_answer_counts_as_the_one_given_beforehand(given):
    assert programmes.answered(given) == {name: answers[0] for name, answers in ANSWERS.items()}


def test_a_set_that_is_not_in_the_library_is_left_out(draft):
    programmes.put_on(draft, programmes.get("check-in"))

    assert (QuestionSet.objects.count(), draft.activities.count()) == (0, 0)


def test_a_workshop_is_made_from_one(whole_library, ane_client, ane):
    page = ane_client.get(reverse("workshop-create"))
    sent = {
        "title": "Check-in",
        "workplace": "Skolen",
        "minutes": "45",
        "proposed": "45",
        "keep_days": "90",
        "programme": "check-in",
    }
    done = ane_client.post(reverse("workshop-create"), sent)
    made = ane.workshops.get()

    assert page.content.decode().count('name="programme"') == 7
    assert (done.status_code, made.minutes, made.activities.count()) == (302, 15, 1)


def test_from_log_in_to_a_running_workshop_are_four_clicks(whole_library, client, ane):
    """Log ind, Ny workshop, Gem, Åbn workshoppen: the four questions are answered, and the fields filled in."""
    ane.workplace = "Plejecenter Solgården"
    ane.save()
    client.post(reverse("login"), {"username": ane.email, "password": PASSWORD})
    page = dom(client.get(dom(client.get(reverse("workshops"))).xpath("//a[text()='Ny workshop']/@href")[0]))
    (plan,) = page.xpath("//form[@method='post'][.//input[@name='programme']]")
    agenda = client.post(reverse("workshop-create"), dict(plan.form_values()), follow=True)
    (opened,) = dom(agenda).xpath("//form[.//button[normalize-space()='Åbn workshoppen']]/@action")
    client.post(opened)

    made = ane.workshops.get()
    assert (made.is_open, made.workplace, made.minutes) == (True, "Plejecenter Solgården", 45)


def test_an_answer_proposes_anew_and_what_is_chosen_stays(whole_library, ane_client):
    def chosen(**answers: str) -> list[str]:
        page = dom(ane_client.get(reverse("workshop-create"), answers))
        return page.xpath("//input[@name='programme'][@checked]/@value")

    assert chosen() == ["teammoede"]
    assert chosen(time="120") == ["kompas-foer"]
    assert chosen(time="120", programme="check-in") == ["check-in"]
    assert chosen(sets=str(QuestionSet.objects.first().pk)) == [""]


@pytest.mark.parametrize("key", ["", "x", "x" * 500])
def test_one_that_is_not_there_is_none(whole_library, ane_client, ane, key):
    sent = {"title": "Check-in", "workplace": "Skolen", "minutes": "60", "keep_days": "90", "programme": key}
    ane_client.post(reverse("workshop-create"), sent)

    assert ane.workshops.get().activities.count() == 0
