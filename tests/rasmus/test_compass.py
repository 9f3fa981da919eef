import math
from itertools import combinations

import pytest

from rasmus.compass import DOTS, RADIUS, Circle, circles
from workshops.models import Topic


@pytest.fixture
def six() -> list[Topic]:
    return [Topic(pk=n + 1, title=f"Cirkel {n}") for n in range(6)]


def test_the_circles_do_not_overlap_and_lie_inside_the_picture(six):
    found = circles(six, {})

    assert all(math.dist((a.x, a.y), (b.x, b.y)) > 2 * RADIUS for a, b in combinations(found, 2))
    assert all(math.dist((c.x, c.y), (500, 500)) > RADIUS + 128 for c in found)
    assert all(c.x >= c.r and c.x + c.r <= 1000 and c.y >= c.r + 40 and c.y + c.r <= 960 for c in found)


def test_the_first_is_upper_left_and_they_go_clockwise(six):
    found = circles(six, {})

    assert [(c.x < 500, c.y < 500) for c in (found[0], found[1], found[3], found[4])] == [
        (True, True),
        (False, True),
        (False, False),
        (True, False),
    ]


def test_a_circle_counts_its_notes(six):
    first, second = circles(six, {1: {"today": 2, "better": 3, "worse": 1}}, focus=six[0])[:2]

    assert (first.today, first.better, first.worse, first.share) == (2, 3, 1, 150.0)
    assert (first.lit, first.dim, second.lit, second.dim) == (True, False, False, True)
    assert second.share == 0.0


@pytest.mark.parametrize(("notes", "dots"), [(0, 0), (7, 7), (300, DOTS)])
def test_dots_fill_the_circle_and_stop_when_it_is_full(six, notes, dots):
    circle = Circle(six[0], 500, 500, {"today": notes}, lit=False, dim=False)

    assert len(circle.dots) == dots
    assert all(math.dist(dot, (500, 500)) < RADIUS for dot in circle.dots)


def test_a_long_title_takes_two_lines(six):
    six[0].title = "Sundt & sikkert"
    assert [line for _y, line in circles(six, {})[0].lines] == ["Sundt &", "sikkert"]
