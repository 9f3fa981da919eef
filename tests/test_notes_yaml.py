"""The yardstick stays as rooms write: as long and as short, in any stretch of it."""

from collections import Counter
from itertools import pairwise
from statistics import median
from unicodedata import category

import pytest

from tests.notes import notes, yardstick
from workshops import texts

TEXTS = [note["text"] for note in notes()]
LENGTHS = [len(text) for text in TEXTS]
LONG = 140


def stretches(values: list[int], n: int = 30) -> list[list[int]]:
    """Every ``n`` that follow each other."""
    return [values[at : at + n] for at in range(len(values) - n + 1)]


def plain(text: str) -> str:
    """``text`` without case and all that is no letter."""
    return "".join(each for each in text.casefold() if each.isalpha())


def test_there_are_two_hundred_with_nothing_unknown_about_them():
    assert len(notes()) == 200
    assert {name for note in notes() for name in note} == {"text", "names", "same"}
    assert {type(value) for note in notes() for value in note.values()} == {str}


def test_the_first_come_in_the_order_of_the_file():
    assert yardstick(0) == []
    assert yardstick(3) == TEXTS[:3]
    assert yardstick(200) == TEXTS
    with pytest.raises(AssertionError, match="there are 200 notes"):
        yardstick(201)


def test_they_are_written_as_they_are_stored():
    assert [texts.lines(text) for text in TEXTS] == TEXTS


def test_lengths():
    assert (min(LENGTHS), max(LENGTHS)) == (5, 493)
    assert 60 <= median(LENGTHS) <= 80


def test_one_in_ten_is_long_in_every_stretch():
    assert sum(length > LONG for length in LENGTHS) == 20
    assert {sum(length > LONG for length in stretch) for stretch in stretches(LENGTHS)} == {2, 3, 4}


def test_every_stretch_is_about_as_long():
    middles = [median(stretch) for stretch in stretches(LENGTHS)]

    assert [middle for middle in middles if not 50 <= middle <= 80] == []


def test_a_small_room_has_one_long_note():
    (long,) = [length for length in LENGTHS[:12] if length > LONG]

    assert 150 <= long <= 220


def test_the_longest_are_spread_out():
    longest = [at for at, length in enumerate(LENGTHS, 1) if length > 400]

    assert longest == [38, 126, 174]
    assert LENGTHS[37] > 450


def test_thirty_name_someone_and_thirty_only_look_so():
    assert Counter(note.get("names") for note in notes()) == {"person": 30, "looks": 30, None: 140}


@pytest.mark.parametrize("names", ["person", "looks"])
def test_names_are_spread_out(names):
    marked = [note.get("names") == names for note in notes()]

    assert {sum(stretch) for stretch in stretches(marked)} <= {3, 4, 5, 6, 7}


def test_what_says_the_same_is_in_a_group():
    groups = Counter(note["same"] for note in notes() if "same" in note)

    assert len(groups) == 12
    assert min(groups.values()) > 1


def test_what_is_equal_but_for_case_and_signs_is_in_one_group():
    ordered = sorted(notes(), key=lambda note: plain(note["text"]))
    equal = [(one, other) for one, other in pairwise(ordered) if plain(one["text"]) == plain(other["text"])]

    assert len(equal) == 7
    assert [one["text"] for one, other in equal if "same" not in one or one["same"] != other.get("same")] == []


def test_two_are_the_same_to_the_letter():
    assert [text for text, n in Counter(TEXTS).items() if n > 1] == ["For mange klik"]


def test_there_are_emoji_lines_and_one_word():
    assert sum(any(category(each) == "So" for each in text) for text in TEXTS) == 14
    assert sum("\n" in text for text in TEXTS) == 5
    assert sum(len(text.split()) == 1 for text in TEXTS) == 6
