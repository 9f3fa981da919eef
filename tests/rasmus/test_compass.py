"""Where things are in the picture."""

import math
from itertools import combinations

import pytest

from rasmus.compass import DOTS, MIDDLE, Circle, circles
from workshops.models import Topic

LEFT, TOP, RIGHT, BOTTOM = 0, 40, 1000, 960  # the picture's viewBox
STROKE = 7  # half of the widest one, that of a circle in focus
HUB, DOT = 128, 15


def draw(count: int = 6, focus: int | None = None, **tally: int) -> list[Circle]:
    """``count`` circles, the first with ``tally`` notes."""
    topics = [Topic(pk=pk, title=f"Cirkel {pk}") for pk in range(1, count + 1)]
    return circles(topics, {1: tally}, topics[focus] if focus is not None else None)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_the_circles_lie_inside_the_picture(count):
    for circle in draw(count):
        reach = circle.r + STROKE
        assert LEFT <= circle.x - reach < circle.x + reach <= RIGHT
        assert TOP <= circle.y - reach < circle.y + reach <= BOTTOM


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_the_circles_overlap_neither_each_other_nor_the_middle(count):
    found = draw(count)

    assert len(found) == count
    for a, b in combinations(found, 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) > a.r + b.r + 2 * STROKE
    for circle in found:
        assert math.dist((circle.x, circle.y), (MIDDLE, MIDDLE)) > circle.r + HUB + STROKE


def test_they_go_clockwise_from_the_upper_left():
    a, b, c, d, e, f = draw()

    assert f.x < a.x == e.x < MIDDLE < b.x == d.x < c.x
    assert a.y == b.y < c.y == MIDDLE == f.y < d.y == e.y


def test_without_circles_there_is_no_picture():
    assert circles([], {}) == []


@pytest.mark.parametrize(
    ("better", "worse", "share"),
    [(0, 0, 0), (0, 3, 0), (3, 0, 200), (1, 1, 100), (3, 1, 150), (1, 2, 66.7), (299, 1, 199.3)],
)
def test_the_balance_is_the_improvements_share(better, worse, share):
    circle = draw(better=better, worse=worse, today=2)[0]

    assert (circle.better, circle.worse, circle.today, circle.share) == (better, worse, 2, share)


@pytest.mark.parametrize("today", [0, 1, 7, len(DOTS), len(DOTS) + 1, 300])
def test_the_dots_stay_inside_the_circle_and_are_capped(today):
    circle = draw(today=today)[0]

    assert circle.today == today
    assert len(circle.dots) == len(set(circle.dots)) == min(today, len(DOTS))
    assert all(math.dist(dot, (circle.x, circle.y)) + DOT <= circle.r + 1 for dot in circle.dots)


def test_a_note_more_moves_no_dot():
    assert draw(today=7)[0].dots[:6] == draw(today=6)[0].dots


def test_a_circle_nobody_wrote_in_is_empty():
    circle = draw(today=3, better=2, worse=1)[1]

    assert (circle.today, circle.better, circle.worse, circle.share, circle.dots) == (0, 0, 0, 0, [])


def test_the_circle_in_focus_is_lit_and_the_others_dimmed():
    assert [(c.lit, c.dim) for c in draw(3, focus=1)] == [(False, True), (True, False), (False, True)]
    assert [(c.lit, c.dim) for c in draw(3)] == [(False, False)] * 3


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Realistisk", ["Realistisk"]),
        ("Sundt & sikkert", ["Sundt &", "sikkert"]),
        ("To ord", ["To ord"]),
        ("Jeres egen nye cirkel", ["Jeres egen nye", "cirkel"]),
        ("", [""]),
    ],
)
def test_a_title_is_set_in_at_most_two_lines(title, lines):
    (circle,) = circles([Topic(pk=1, title=title)], {})

    assert [line for _y, line in circle.lines] == lines
    assert all(circle.y - circle.r < y < circle.y + circle.r for y, _line in circle.lines)
