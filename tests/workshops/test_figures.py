"""What is told of the marks: figures that stand once they were shown, and of people themselves only of enough."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import again
from tests.rooms import Room
from workshops import registry
from workshops.models import Figure, Mark, Workshop
from workshops.models.figures import is_told
from workshops.report import telling
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.scene import Scene

CHOICES = ("know", "can", "master")


@pytest.fixture
def wheel(ane) -> Room:
    """Where people mark their own level."""
    return Room.about("kompetencehjulet", ane)


def told(workshop: Workshop) -> dict[str, list[dict[str, int]]]:
    """What each kind of screen shows of the marks at each place, and the report tells."""
    found = {screen: [spot.marks for spot in Scene.of(workshop.pk, screen).spots] for screen in (WALL, DESK, PHONE)}
    chapters = telling.chapters(again(workshop))
    answers = [each for chapter in chapters for section in chapter["sections"] for each in section["answers"]]
    found["report"] = [{each["key"]: each["count"] for each in place["choices"] if each["count"]} for place in answers]
    return {name: [counts for counts in places if counts] for name, places in found.items()}


def everywhere(counts: list[dict[str, int]]) -> dict[str, list[dict[str, int]]]:
    return {WALL: counts, DESK: counts, PHONE: counts, "report": counts}


@pytest.fixture
def path(phases) -> Room:
    """Three have marked where on the path the room is, and phones show the wall."""
    phases.workshop.set_wall_on_phones(True)
    for _ in range(3):
        phases.marked((phases.place("where", 1), "here"))
    return phases


# --- What the room is shown stands ---


def test_nothing_is_told_before_the_room_comes_to_see_it(path):
    path.go("where")

    assert told(path.workshop) == everywhere([])


def test_what_the_room_comes_to_see_is_told_everywhere(path):
    path.go("where-shown")

    assert told(path.workshop) == everywhere([{"here": 3}])


def test_it_stands_whatever_is_marked_afterwards(path):
    path.go("where-shown")
    path.marked((path.place("where", 1), "here"), (path.place("where", 2), "here"))

    assert told(path.workshop) == everywhere([{"here": 3}])


def test_coming_back_to_see_counts_anew(path):
    path.go("where-shown")
    path.marked((path.place("where", 1), "here"))
    path.go("where")
    path.go("where-shown")

    assert told(path.workshop) == everywhere([{"here": 4}])


def test_what_everybody_took_back_is_told_no_more(path, seat):
    path.mark(seat, (path.place("where", 3), "here"))
    path.go("where-shown")
    path.mark(seat, (path.place("where", 3), ""))
    path.go("where")
    path.go("where-shown")

    assert told(path.workshop) == everywhere([{"here": 3}])


def test_closing_counts_what_was_never_shown_and_nothing_else(path):
    path.go("where-shown")
    path.marked((path.place("where", 1), "here"), (path.place("advice", n=2), "doing"))
    path.workshop.close()

    assert told(path.workshop)["report"] == [{"here": 3}, {"doing": 1}]


def test_a_meeting_that_is_opened_again_goes_on_from_its_figures(path):
    path.workshop.close()
    path.workshop.open()
    path.marked((path.place("where", 1), "here"))
    path.go("where-shown")

    assert told(path.workshop) == everywhere([{"here": 4}])


def test_the_figures_stay_when_the_marks_are_erased(path):
    path.go("where-shown")
    path.workshop.close()
    path.workshop.report.finish(b"%PDF-")
    path.workshop.erase_notes()

    assert (Mark.objects.count(), [each.counts for each in Figure.objects.all()]) == (0, [{"here": 3}])


def test_a_copy_of_a_workshop_has_none(path):
    path.go("where-shown")

    assert path.workshop.duplicate().figures.count() == 0


# --- Taking a seat ---


def test_what_someone_marked_before_it_was_shown_goes_with_the_seat(path):
    gone = path.marked((path.place("where", 1), "here"))
    path.workshop.remove(gone)
    path.go("where-shown")

    assert (told(path.workshop), gone.marks.count()) == (everywhere([{"here": 3}]), 0)


def test_what_someone_marked_before_they_were_shut_out_still_counts_once_it_was_shown(path):
    gone = path.marked((path.place("where", 1), "here"), (path.place("advice"), "doing"))
    path.go("where-shown")
    path.workshop.remove(gone)
    assert told(path.workshop) == everywhere([{"here": 4}])

    path.go("where")
    path.go("where-shown")
    assert (told(path.workshop), gone.marks.count()) == (everywhere([{"here": 4}]), 1)


def test_a_phone_that_was_shut_out_and_let_back_has_what_it_marked(path):
    gone = path.marked((path.place("where", 1), "here"), (path.place("advice"), "doing"))
    path.go("where-shown")
    shut = path.workshop.shut_out(gone)
    assert (told(path.workshop), gone.marks.count()) == (everywhere([{"here": 4}]), 1)

    path.workshop.let_back(shut)
    assert told(path.workshop) == everywhere([{"here": 4}])
    assert sorted(gone.marks.values_list("choice", flat=True)) == ["doing", "here"]


# --- Of people themselves, only of enough ---


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({}, {"know": 4}, False),
        ({}, {"know": 2, "can": 3}, True),
        ({"know": 5}, {"know": 9}, False),  # four came
        ({"know": 5}, {"know": 10}, True),  # five did
        ({"know": 5, "can": 5}, {"know": 1, "can": 9}, False),  # four changed
        ({"know": 5, "can": 5}, {"can": 10}, True),  # five did
        ({"know": 5}, {}, False),  # all took theirs back: that is fewer than five marks
        ({"know": 10}, {"know": 5}, True),
        ({"know": 6, "can": 4}, {"know": 6, "can": 4}, False),
    ],
)
def test_it_is_shown_anew_only_when_enough_marks_differ(was, now, expected):
    assert is_told(was, now, 5) is expected
    assert is_told(was, now, 0) is True


def test_no_two_that_were_shown_tell_of_fewer_not_only_the_last_two(wheel):
    place = wheel.place("level")
    seats = [wheel.marked((place, "know")) for _ in range(10)]
    shown = []
    for act in ("first", "five move", "they move back and one comes"):
        if act == "five move":
            for seat in seats[:5]:
                wheel.mark(seat, (place, "can"))
        if act == "they move back and one comes":
            for seat in seats[:5]:
                wheel.mark(seat, (place, "know"))
            wheel.marked((place, "can"))
        wheel.go("level")
        wheel.go("gap")
        shown.append(wheel.workshop.figures.counts()[place])

    assert shown == [{"know": 10}, {"know": 5, "can": 5}, {"know": 5, "can": 5}]


def test_one_more_changes_nothing_until_five_marks_differ(wheel):
    place = wheel.place("level")
    for _ in range(5):
        wheel.marked((place, "know"))
    wheel.go("gap")
    for n in range(1, 6):
        wheel.marked((place, "can"))
        wheel.go("decide")
        wheel.go("gap")
        shown = [spot.marks for spot in Scene.of(wheel.workshop.pk, WALL).spots if spot.place == place]
        assert shown == [{"know": 5} if n < 5 else {"know": 5, "can": 5}]


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), st.integers(0, 8), st.integers(0, 1), st.sampled_from(("", *CHOICES))),
        st.tuples(st.sampled_from(("show", "mark on", "close", "open")), st.just(0), st.just(0), st.just("")),
        st.tuples(st.sampled_from(("shut out", "let back")), st.integers(0, 8), st.just(0), st.just("")),
    ),
    max_size=60,
)


@settings(max_examples=settings.default.max_examples // 2)  # each of them is a meeting
@given(acts=ACTS)
def test_whatever_is_shown_over_time_no_two_figures_differ_by_fewer_than_five_people(wheel, acts):
    """Who sees everything that is ever shown, and knows who came and who went, is left with groups of five or more:
    never with one person's mark.

    ``truth`` is what each person had marked each time a figure was counted: between any two figures at a place five
    people's marks differ.
    """
    with transaction.atomic():
        workshop = again(wheel.workshop)
        places = [wheel.place("level", n) for n in range(2)]
        seats = [workshop.join() for _ in range(9)]
        shown: dict = {}
        truth: dict = {}
        fewest = registry.get("wheel").fewest
        for act, who, where, choice in [("mark", n, 0, "know") for n in range(5)] + acts:
            if act == "mark" and workshop.is_open and not seats[who].removed_at:
                workshop.mark(seats[who], {places[where]: choice})
            elif act == "shut out" and workshop.is_open:
                workshop.shut_out(seats[who])
            elif act == "let back":
                for shut in workshop.shut_outs.filter(participant=seats[who]):
                    workshop.let_back(shut)
                seats[who].refresh_from_db()
            elif act in ("show", "mark on") and workshop.is_open:
                step = "gap" if act == "show" else "level"
                workshop.go_to(wheel.stop(step).key)
            elif act == "close" and workshop.is_open:
                workshop.close()
            elif act == "open":
                workshop.open()
            figures = workshop.figures.counts()
            if act != "mark":
                everything = told(workshop)
                assert all(counts in figures.values() for screen in everything.values() for counts in screen)
            for place, counts in figures.items():
                now = dict(Mark.objects.at([place]).values_list("participant", "choice"))
                if shown.get(place) != counts:
                    assert sum(counts.values()) >= fewest
                    for was in truth.get(place, []):
                        changed = [seat for seat in {*was, *now} if was.get(seat) != now.get(seat)]
                        assert len(changed) >= fewest
                    shown[place] = counts
                    truth.setdefault(place, []).append(now)
        transaction.set_rollback(True)
