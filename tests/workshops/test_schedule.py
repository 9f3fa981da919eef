"""The agenda in minutes and by the clock, and the clock of a step."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.helpers import again
from tests.pages import HTMX, dom, text
from tests.people import NOW
from tests.rooms import FIXTURES, Room
from workshops.errors import Refused
from workshops.models import Workshop, timing
from workshops.models.schedule import stay
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL


@pytest.fixture
def clock(monkeypatch):
    """The clock stands at NOW until it is put on."""

    class Clock:
        at = NOW

        def on(self, minutes: float) -> None:
            self.at += dt.timedelta(minutes=minutes)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


def slots(workshop: Workshop) -> list[tuple[str, int, int]]:
    return [(slot.title, slot.begins, slot.minutes) for slot in again(workshop).slots(again(workshop).route())]


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("thorough", [False, True])
def test_the_stops_of_an_activity_take_what_it_takes_together(db, name, thorough):
    room = Room.about(name)
    if thorough:
        offers = room.activity.dialogue_tool.offers
        room.activity.plan([], talk_minutes=17, **{each: True for each in offers if each != "picks"})
    workshop = again(room.workshop)
    shares = timing.shared(workshop.activities.all()[0], workshop.route())
    drawn = room.activity.dialogue_tool.key == "cards"  # a card that is not drawn yet has no stop

    assert all(minutes >= 0 for _stop, minutes in shares)
    assert drawn or sum(minutes for _stop, minutes in shares) == timing.planned(workshop.activities.all()[0])


def test_a_questions_minutes_go_to_writing_first(workshop, places):
    route = again(workshop).route()
    here = [stop for stop in route if stop.places == (places[0],)]
    minutes = [stay(stop, route).minutes for stop in here]

    assert [stop.step.key for stop in here] == ["explain", "write", "review", "show", "decide"]
    assert (minutes, sum(minutes)) == ([1, 3, 1, 2, 3], 10)


def test_the_agenda_by_the_clock(workshop):
    assert slots(workshop) == [("Velkommen", 0, 5), (str(workshop.activities.get()), 5, 40), ("Vores aftaler", 45, 5)]
    assert [slot.at for slot in again(workshop).slots(again(workshop).route())] == [None] * 3

    Workshop.objects.update(starts_at=NOW)
    assert [slot.at - NOW for slot in again(workshop).slots(again(workshop).route())] == [
        dt.timedelta(minutes=n) for n in (0, 5, 45)
    ]


def test_what_is_said_first_takes_time_too(workshop):
    Workshop.objects.update(mandate_fixed="Systemet er købt.")

    assert slots(workshop)[1] == ("Det kan vi være med til at bestemme", 5, 5)


def test_it_counts_from_when_the_room_left_the_lobby(open_workshop, clock):
    Workshop.objects.update(starts_at=NOW - dt.timedelta(hours=1))
    clock.on(7)
    open_workshop.advance("0.lobby.0.0")
    assert again(open_workshop).began_at == clock.at

    clock.on(3)
    open_workshop.go_back(again(open_workshop).stop().key)
    open_workshop.advance("0.lobby.0.0")
    assert again(open_workshop).starts == NOW + dt.timedelta(minutes=2)


def on_time(workshop: Workshop) -> str:
    return text(dom(patches.whole(workshop.pk, DESK).common).get_element_by_id("on-time"))


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "På tid"), (1, "På tid"), (9, "8 min. bagud"), (40, "39 min. bagud")]
)
def test_the_desk_says_how_far_behind_the_room_is(open_workshop, clock, minutes, said):
    open_workshop.advance("0.lobby.0.0")
    clock.on(minutes)

    assert on_time(open_workshop) == said


def test_and_how_far_ahead_and_what_can_be_cut(open_workshop, library, clock):
    open_workshop.add_activity(library)
    open_workshop.advance("0.lobby.0.0")
    clock.on(20)
    late = dom(patches.whole(open_workshop.pk, DESK).common).get_element_by_id("schedule")
    cut = "Skal noget kortes af, så begynd med »Digitalisering og psykisk arbejdsmiljø«. Den tager 140 min."
    assert cut in text(late)

    open_workshop.go_to("0.wrap-up.0.0")
    assert on_time(open_workshop) == "160 min. foran"


def test_before_it_began_nobody_is_late(open_workshop):
    assert dom(patches.whole(open_workshop.pk, DESK).common).xpath("//*[@id='on-time']") == []


def test_the_room_sees_what_there_is_to_come(open_workshop, library):
    Workshop.objects.update(starts_at=dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC))
    assert dom(patches.whole(open_workshop.pk, WALL).common).xpath("//*[@class='lobby__agenda']") == []

    open_workshop.add_activity(library)
    (seen,) = dom(patches.whole(open_workshop.pk, WALL).common).xpath("//*[@class='lobby__agenda']")
    title = "Digitalisering og psykisk arbejdsmiljø"
    assert text(seen) == f"Det skal vi: {title} · {title}"

    phone = dom(patches.whole(open_workshop.pk, PHONE).common).xpath("//ol[@class='slots']/li")
    assert [text(each) for each in phone] == [f"09.05 {title} 40 min.", f"09.45 {title} 140 min."]


# --- The clock of a step ---


def press(client, workshop: Workshop, minutes: str):
    return client.post(reverse("workshop-timer", args=[workshop.pk]), {"minutes": minutes}, headers=HTMX)


def timer(workshop: Workshop, screen: str = WALL) -> str:
    drawn = patches.changed(workshop.pk, screen, {"timer"}).common
    return text(dom(drawn).get_element_by_id("timer"))


def test_it_is_started_with_the_minutes_of_the_step(open_workshop, places, ane_client, clock):
    open_workshop.go_to(again(open_workshop).route()[2].key)
    (start,) = dom(patches.whole(open_workshop.pk, DESK).common).xpath("//button[@id='timer-start']/@value")
    press(ane_client, open_workshop, start)

    assert (start, again(open_workshop).timer_ends_at) == ("3", NOW + dt.timedelta(minutes=3))


@pytest.mark.parametrize("screen", [WALL, PHONE, DESK])
def test_it_stands_and_goes_on(open_workshop, ane_client, clock, screen):
    press(ane_client, open_workshop, "5")
    clock.on(0.75)
    press(ane_client, open_workshop, "pause")
    clock.on(30)
    assert timer(open_workshop, screen) == "4:15 · står"

    press(ane_client, open_workshop, "1")
    assert timer(open_workshop, screen) == "5:15 · står"

    press(ane_client, open_workshop, "resume")
    now = again(open_workshop)
    assert (now.timer_ends_at, now.timer_left) == (clock.at + dt.timedelta(minutes=5.25), None)


def test_one_that_is_over_has_nothing_to_stand_at(open_workshop, ane_client, clock):
    press(ane_client, open_workshop, "1")
    clock.on(2)
    press(ane_client, open_workshop, "pause")

    assert again(open_workshop).timer_left is None


def test_one_that_stands_ends_with_its_step_too(open_workshop, ane_client):
    press(ane_client, open_workshop, "5")
    press(ane_client, open_workshop, "pause")
    open_workshop.advance("0.lobby.0.0")

    assert not again(open_workshop).is_timed


def test_the_wall_alone_makes_a_sound_and_only_where_it_is_wanted(open_workshop, ane_client):
    def sounds(screen: str) -> bool:
        return "data-sounds" in patches.changed(open_workshop.pk, screen, {"timer"}).common

    press(ane_client, open_workshop, "5")
    assert (sounds(WALL), sounds(DESK), sounds(PHONE)) == (True, False, False)
    press(ane_client, open_workshop, "silent")
    assert sounds(WALL) is False
    press(ane_client, open_workshop, "sound")
    assert sounds(WALL) is True


# --- A break, wherever the room is ---


def test_a_break_is_on_every_screen_and_the_room_stays_where_it_is(open_workshop, ane_client, clock):
    open_workshop.go_to(again(open_workshop).route()[2].key)
    press(ane_client, open_workshop, "break")
    said = {screen: patches.whole(open_workshop.pk, screen).common for screen in (WALL, PHONE, DESK)}

    assert [text(each) for each in dom(said[WALL]).xpath("//h1")] == ["Pause"]
    assert "Tavlen viser, hvornår vi begynder igen." in said[PHONE]
    assert text(dom(said[DESK]).get_element_by_id("timer-break")) == "Slut pausen"
    assert again(open_workshop).timer_ends_at == NOW + dt.timedelta(minutes=10)


def test_in_a_break_a_phone_says_what_one_can_finish_writing(open_workshop):
    stops = again(open_workshop).route()
    for stop in (next(each for each in stops if each.step.writes), stops[0]):
        again(open_workshop).go_to(stop.key)
        again(open_workshop).hold_break(10)
        said = dom(patches.whole(open_workshop.pk, PHONE).common).xpath(
            "//section[@id='stage']//*[self::h2 or self::p]"
        )
        still = ["Du kan skrive færdig imens", str(stop.question)] if stop.step.writes else []
        assert [text(each) for each in said] == ["Pause", "Tavlen viser, hvornår vi begynder igen.", *still]


@pytest.mark.parametrize("how", ["no-break", "next", "go"])
def test_it_ends_by_going_on_and_next_only_ends_it(open_workshop, ane_client, how):
    open_workshop.go_to(again(open_workshop).route()[2].key)
    here = again(open_workshop).stop().key
    press(ane_client, open_workshop, "break")
    if how == "no-break":
        press(ane_client, open_workshop, how)
    elif how == "next":
        open_workshop.advance(here)
    else:
        open_workshop.go_to(again(open_workshop).route()[3].key)

    now = again(open_workshop)
    assert (now.on_break, now.is_timed) == (False, False)
    assert (now.stop().key == here) is (how != "go")


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_only_an_open_workshop_has_a_break(workshop, state):
    Workshop.objects.update(state=state)
    with pytest.raises(Refused):
        again(workshop).hold_break(10)

    assert again(workshop).on_break is False


def test_opened_again_it_begins_anew(open_workshop):
    open_workshop.advance("0.lobby.0.0")
    open_workshop.hold_break(10)
    open_workshop.close()
    open_workshop.open()

    now = again(open_workshop)
    assert (now.began_at, now.on_break, now.timer_ends_at) == (None, False, None)


def test_gone_through_the_evening_before_it_begins_when_the_room_does(open_workshop, clock):
    open_workshop.advance("0.lobby.0.0")
    open_workshop.go_to("0.lobby.0.0")
    clock.on(24 * 60)
    open_workshop.advance("0.lobby.0.0")

    assert again(open_workshop).began_at == clock.at
