import pytest

from workshops.ranking import Stretch, bar, ranked

WORST_FIRST = ("no", "perhaps", "yes")


@pytest.mark.parametrize(
    ("marks", "order"),
    [
        ([{}, {"no": 1}], [1, 0]),
        ([{"no": 1}, {"no": 2}, {"no": 3}], [2, 1, 0]),
        ([{"no": 1}, {"no": 1, "perhaps": 1}], [1, 0]),
        ([{"yes": 1}, {}, {"yes": 9}], [0, 1, 2]),
        ([{"perhaps": 9}, {"no": 1}], [1, 0]),
    ],
)
def test_what_most_miss_comes_first_and_then_what_most_do_not_know(marks, order):
    assert ranked(range(len(marks)), lambda n: marks[n], WORST_FIRST) == order


def test_the_bar_has_a_stretch_for_each_choice_that_someone_marked():
    assert bar({"yes": 1, "no": 2, "else": 1}, WORST_FIRST) == [Stretch("no", 0, 50), Stretch("yes", 50, 25)]
    assert bar({"perhaps": 3}, WORST_FIRST) == [Stretch("perhaps", 0, 100)]
    assert bar({}, WORST_FIRST) == []
