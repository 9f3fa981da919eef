"""The picture: the later a phase, the more doors are closed."""

import itertools

import pytest

from phases import path
from workshops.models import Topic

TITLES = ["Idéudvikling", "Konsekvensvurdering", "Udvikling og anskaffelse", "Implementering og drift"]


def topics(count: int = 4) -> list[Topic]:
    return [Topic(pk=n + 1, title=title) for n, title in enumerate(TITLES[:count])]


def doors(phase: path.Phase) -> list[str]:
    return [door.state for door in phase.doors]


def draw(count: int = 4, here: tuple[int, ...] = (), **more) -> path.Path:
    four = topics(count)
    return path.draw(four, [four[n] for n in here], **more)


# --- Doors ---


@pytest.mark.parametrize(("phase", "opened"), [(0, 4), (1, 3), (2, 2), (3, 1)])
def test_each_phase_has_one_open_door_fewer(phase, opened):
    assert doors(draw().phases[phase]) == ["open"] * opened + ["closed"] * (4 - opened)


@pytest.mark.parametrize("here", range(4))
def test_of_a_phase_behind_only_one_door_is_ajar(here):
    found = [doors(phase) for phase in draw(here=(here,)).phases]

    assert found[:here] == [["ajar", "closed", "closed", "closed"]] * here
    assert found[here:] == [doors(phase) for phase in draw().phases[here:]]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_there_is_always_a_door_open(count):
    many = [Topic(pk=n + 1, title="Fase") for n in range(count)]

    assert all("open" in doors(phase) for phase in path.draw(many).phases)


@pytest.mark.parametrize("low", [False, True])
def test_the_doors_stand_apart_under_their_phase_and_inside_the_picture(low):
    picture = draw(low=low)
    edges = [door.x for phase in picture.phases for door in phase.doors]

    assert all(b - a >= path.DOOR for a, b in itertools.pairwise(edges))
    assert (edges[0] >= 0, edges[-1] + path.DOOR <= picture.width) == (True, True)
    for phase in picture.phases:
        assert (phase.doors[0].x + phase.doors[-1].x + path.DOOR) / 2 == phase.x


# --- Where we are ---


@pytest.mark.parametrize(
    ("here", "stands", "behind"),
    [
        ((), [], []),
        ((0,), [0], []),
        ((2,), [2], [0, 1]),
        ((1, 3), [1, 3], [0]),
    ],
)
def test_it_says_where_we_are_and_what_is_behind(here, stands, behind):
    phases = draw(here=here).phases

    assert [n for n, phase in enumerate(phases) if phase.here] == stands
    assert [n for n, phase in enumerate(phases) if phase.behind] == behind


def test_the_phase_that_is_opened_is_lit():
    four = topics()

    assert [phase.lit for phase in path.draw(four, lit=four[2]).phases] == [False, False, True, False]
    assert [phase.lit for phase in path.draw(four).phases] == [False] * 4


# --- Marks and notes ---


@pytest.mark.parametrize(
    ("marks", "shares"),
    [
        ({}, [0, 0, 0, 0]),
        ({1: 4}, [100, 0, 0, 0]),
        ({1: 1, 2: 4, 3: 2}, [25, 100, 50, 0]),
        ({2: 3, 3: 1}, [0, 100, 33, 0]),
        ({1: 0, 2: 0}, [0, 0, 0, 0]),
    ],
)
def test_the_longest_bar_is_where_most_marked(marks, shares):
    phases = draw(marks=marks).phases

    assert [phase.share for phase in phases] == shares
    assert [phase.marks for phase in phases] == [marks.get(pk, 0) for pk in (1, 2, 3, 4)]


def test_a_phase_counts_what_is_fixed_and_what_is_open_in_it():
    phases = draw(tally={2: {"fixed": 3, "note": 9}, 4: {"fixed": 1, "open": 2}}).phases

    assert [(phase.fixed, phase.open) for phase in phases] == [(0, 0), (3, 0), (0, 0), (1, 2)]


# --- The picture ---


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_it_is_as_wide_as_its_phases(count, low):
    picture = draw(count, low=low)

    assert [phase.number for phase in picture.phases] == list(range(1, count + 1))
    assert picture.width == picture.wide * count
    assert [phase.x for phase in picture.phases] == [picture.wide * n + picture.wide // 2 for n in range(count)]
    assert picture.phases[-1].x + 44 < picture.line_end < picture.width


def test_without_phases_there_is_an_empty_picture():
    assert (draw(0).phases, draw(0).width) == ([], 400)


def test_it_is_lower_where_other_things_need_the_room():
    told = {"tally": {1: {"open": 1}}}

    assert draw(low=True, **told).height < draw(**told).height
    assert draw(low=True, **told).doors_y < draw(**told).doors_y


@pytest.mark.parametrize("told", [{"marks": {1: 1}}, {"tally": {1: {"fixed": 1}}}, {"tally": {1: {"open": 1}}}])
def test_it_is_taller_where_something_stands_under_the_doors(told):
    assert draw(**told).height - draw().height == 50
    assert draw(low=True, **told).height == draw(low=True).height


def test_stages_make_it_taller_too():
    picture = draw()
    bare = picture.height
    picture.phases[2].stages = ["Krav", "Udvikling", "Anskaffelse"]

    assert picture.height - bare == 50


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Idéudvikling", ["Idéudvikling"]),
        ("Konsekvensvurdering", ["Konsekvensvurdering"]),
        ("Udvikling og anskaffelse", ["Udvikling og", "anskaffelse"]),
        ("Implementering og drift", ["Implementering", "og drift"]),
        ("Prøv og vælg os ud", ["Prøv og vælg os ud"]),
        ("Fra idé til det er i drift hos os alle", ["Fra idé til det er", "i drift hos os alle"]),
        ("", [""]),
    ],
)
def test_a_title_is_set_on_at_most_two_lines(title, lines):
    phase = path.draw([Topic(pk=1, title=title)]).phases[0]

    assert phase.lines == list(zip((160, 200), lines, strict=False))


def test_in_a_low_picture_a_title_is_one_line():
    assert [phase.lines for phase in draw(low=True).phases] == [[(160, title)] for title in TITLES]


@pytest.mark.parametrize(("marks", "widths"), [({}, [0, 0]), ({1: 3, 2: 2}, [240, 158]), ({1: 3, 2: 1}, [240, 79])])
def test_a_bar_is_as_long_as_its_share_of_the_longest(marks, widths):
    assert [phase.bar_width for phase in draw(2, marks=marks).phases] == widths


@pytest.mark.parametrize("low", [False, True])
def test_what_stands_around_a_phase_stays_inside_it_and_inside_the_picture(low):
    picture = draw(4, here=(2,), marks={1: 1, 4: 1}, tally={1: {"open": 1}}, low=low)
    phase = picture.phases[0]
    across = [phase.light_x, phase.bar_x, phase.badge_x, phase.badge_text_x, phase.beside_doors_x, phase.bar_text_x]
    under = [picture.fixed_y, picture.open_y, picture.light_height]

    assert [x for x in across if not 0 <= x < picture.wide] == []
    assert [y for y in under if not picture.doors_y < y < picture.height] == []


def test_what_stands_under_the_doors_has_room_there():
    picture = draw(marks={1: 1})

    assert [y for y in (picture.stages_y, picture.counts_y, picture.bar_text_y) if not y < picture.height] == []


# --- In words ---


def test_it_says_in_words_what_it_shows():
    picture = draw(3, here=(1,), marks={1: 1, 2: 2}, tally={3: {"fixed": 1, "open": 2}})

    assert picture.says == (
        "1. Idéudvikling, 1 kryds; 2. Konsekvensvurdering, her er vi, 2 krydser; "
        "3. Udvikling og anskaffelse, 1 ligger fast, 2 kan påvirkes"
    )
    assert draw(0).says == ""
