"""The engine's own steps, between those of a tool: which there are, and putting one in or skipping it on the way."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, go_to, said, typed
from tests.rooms import Room
from workshops import registry
from workshops.errors import Refused
from workshops.models import Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, WALL

QUICK = {"picks": False, "reads": False, "reviews": True, "talks": False, "gathers": False, "chooses": True}


@pytest.fixture
def brief(workshop) -> Workshop:
    """The workshop as a new one goes: what matters most is talked about at the end."""
    workshop.activities.get().plan([], **QUICK)
    workshop.open()
    return workshop


def steps(workshop: Workshop) -> list[str]:
    return [stop.step.key for stop in again(workshop).route()]


def test_a_new_activity_starts_with_the_rhythm_of_its_tool(library, ane):
    workshop = Workshop.objects.create(title="Nyt", workplace="Skolen")
    activity = workshop.add_activity(library)

    assert {name: getattr(activity, name) for name in registry.RHYTHM} == QUICK


def test_each_question_is_written_to_and_shown_and_what_matters_most_is_talked_about_at_the_end(brief, places):
    route = again(brief).route()

    assert [stop.step.key for stop in route] == [
        "lobby",
        *["write", "review", "show"] * 4,
        *["dots", "ranked", "decide"],
        "wrap-up",
    ]
    assert [stop.places for stop in route[-4:-1]] == [tuple(places)] * 3
    assert [stop.step.agrees for stop in route[-4:-1]] == [False, False, True]


def test_twelve_questions_are_at_most_42_presses_and_one_is_at_most_12(library):
    """What an open meeting asks of whoever presses *Næste* (a plain good meeting has twelve at most)."""
    workshop = Workshop.objects.create(title="Nyt", workplace="Skolen")
    questions = workshop.add_activity(library).question_set.questions
    taken = questions.filter(topic__isnull=False)[:12]
    questions.exclude(pk__in=[each.pk for each in taken]).update(skipped=True)
    assert len(steps(workshop)) - 1 == 40

    questions.exclude(pk=taken[0].pk).update(skipped=True)
    assert len(steps(workshop)) - 1 == 7


def test_without_dots_all_is_talked_about_at_the_end(brief, places):
    brief.activities.get().plan([], chooses=False)
    route = again(brief).route()

    assert [stop.step.key for stop in route[-3:]] == ["show", "decide", "wrap-up"]
    assert route[-2].places == tuple(places)


def test_one_question_can_be_talked_about_at_once(brief, places):
    brief.activities.get().question_set.questions.filter(pk=places[1].question).update(talks=True)

    assert steps(brief)[4:9] == ["write", "review", "show", "decide", "write"]


def test_a_tool_offers_what_makes_sense_for_it():
    offers = {tool.key: tool.offers for tool in registry.every()}

    assert offers.pop("dialogue") == registry.RHYTHM
    assert offers.pop("roles") == ("reviews",)
    assert (offers.pop("checklist"), offers.pop("wheel")) == ((), ())
    assert offers.pop("scale") == ("talks",)
    assert (offers.pop("slide"), offers.pop("pause"), offers.pop("word")) == ((), (), ("reviews",))
    assert set(offers.values()) == {("reviews", "gathers", "chooses")}


def test_a_tool_that_agrees_by_itself_has_the_dots_before_that(db):
    room = Room.about("spilleregler")
    room.activity.plan([], chooses=True)
    found = steps(room.workshop)

    assert found[found.index("dots") :] == ["dots", "ranked", "agree", "wrap-up"]


def test_where_nothing_was_written_the_room_goes_past_the_dots(brief, places):
    go_to(brief, places[3], "show")
    brief.advance(again(brief).stop().key)
    assert again(brief).stop().step.key == "decide"

    go_to(brief, places[3], "show")
    write(brief, places[0])
    brief.advance(again(brief).stop().key)
    assert again(brief).stop().step.key == "dots"


def test_a_copy_goes_as_what_it_is_a_copy_of(brief):
    brief.activities.get().plan([], reads=True, dots=5, stacks=True, talk_minutes=25)
    twin = brief.duplicate().activities.get()

    assert twin.rhythm == QUICK | {"reads": True, "dots": 5, "stacks": True, "talk_minutes": 25}


# --- On the way ---


def skip_button(workshop: Workshop, screen: str):
    return dom(patches.whole(workshop.pk, screen).common).xpath(f"//button[@id='{screen}-skip']")


@pytest.mark.parametrize("screen", [DESK, WALL])
def test_the_rest_of_a_question_can_be_skipped(brief, places, ane_client, screen):
    go_to(brief, places[0], "write")
    note = write(brief, places[0], private=True)
    (button,) = skip_button(brief, screen)
    ane_client.post(reverse("workshop-go", args=[brief.pk]), {"to": button.get("value")}, headers=HTMX)

    here = again(brief).stop()
    assert (here.step.key, here.places) == ("write", (places[1],))
    note.refresh_from_db()
    assert not note.shown  # nothing is lost, and nothing is shown that nobody said yes to


def test_where_the_next_stop_is_another_question_there_is_nothing_to_skip(brief, places):
    go_to(brief, places[0], "show")

    assert skip_button(brief, DESK) == []


def test_talking_is_put_in_at_the_question_here_and_the_room_goes_there(brief, places, ane_client):
    go_to(brief, places[0], "show")
    assert dom(patches.whole(brief.pk, WALL).common).xpath("//button[@id='wall-insert-talks']")
    answer = ane_client.post(reverse("workshop-insert", args=[brief.pk]), {"what": "talks"}, headers=HTMX)

    here = again(brief).stop()
    assert (answer.status_code, here.step.key, here.places) == (200, "decide", (places[0],))
    assert again(brief).activities.get().can_insert(here.question) == ["gathers"]


def test_dots_are_put_in_at_the_end(brief, places, ane_client):
    brief.activities.get().plan([], chooses=False)
    go_to(brief, places[0], "show")
    answer = ane_client.post(reverse("workshop-insert", args=[brief.pk]), {"what": "chooses"}, headers=HTMX)

    assert said(answer) == "I sætter prikker, når spørgsmålene er nået."
    assert "dots" in steps(brief)
    assert again(brief).stop().step.key == "show"


@pytest.mark.parametrize("what", ["", "reads", "tool", "talks", "chooses"])
def test_what_is_there_already_or_makes_no_sense_is_not_put_in(open_workshop, places, ane_client, what):
    go_to(open_workshop, places[0], "show")
    before = steps(open_workshop)
    open_workshop.activities.get().plan([], chooses=True)
    with_dots = steps(open_workshop)
    answer = ane_client.post(reverse("workshop-insert", args=[open_workshop.pk]), {"what": what}, headers=HTMX)

    assert errors(answer) == ["Det trin kan ikke sættes ind her. Genindlæs siden, og prøv igen."]
    assert before != with_dots == steps(open_workshop)


def test_in_the_lobby_nothing_is_put_in(brief):
    with pytest.raises(Refused, match="kan ikke sættes ind"):
        brief.insert("talks")


# --- Planning ---


def plan(workshop: Workshop) -> str:
    return reverse("activity", args=[workshop.pk, workshop.activities.get().pk])


def sent(client: Client, address: str) -> dict[str, str]:
    """The plan page's form as a browser sends it untouched."""
    (found,) = dom(client.get(address)).xpath("//form[@class='plan']")
    return dict(found.form_values())


@pytest.mark.parametrize(
    ("rhythm", "has"),
    [("quick", QUICK), ("thorough", dict.fromkeys(QUICK, True) | {"picks": False})],
)
def test_a_press_makes_it_quick_or_thorough(workshop, ane_client, rhythm, has):
    address = plan(workshop)
    answer = ane_client.post(address, sent(ane_client, address) | {"rhythm": rhythm})

    assert answer.status_code == 302
    assert {name: getattr(workshop.activities.get(), name) for name in registry.RHYTHM} == has


@pytest.mark.parametrize(
    ("dots", "error"), [("5", ""), ("0", "Skriv et tal mellem 1 og 10"), ("x", "Indtast et heltal")]
)
def test_how_many_dots_each_gets_is_planned(workshop, ane_client, dots, error):
    address = plan(workshop)
    answer = ane_client.post(address, sent(ane_client, address) | {"dots": dots, "chooses": "on"})

    activity = workshop.activities.get()
    assert (activity.dots, activity.chooses) == ((3, False) if error else (5, True))
    if error:
        assert answer.status_code == 422
        assert error in " ".join(errors(answer))
        assert typed(answer, "dots") == dots
