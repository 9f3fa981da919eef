"""The sets of notes that were grouped by hand, and the measure of how near another grouping comes."""

import pytest

from bench.groups import FOLDER, group, parts, rand_index, read, stems, words
from tests.notes import yardstick

SETS = {"borgerservice": 30, "drift": 42, "hjemmepleje": 48, "skole": 36, "sygehus": 54, "yardstick": 60}


def test_there_are_six_sets_with_a_group_for_each_note():
    found = {path.stem: read(path) for path in FOLDER.glob("*.yaml")}

    assert {name: len(texts) for name, (texts, _groups) in found.items()} == SETS
    assert all(len(texts) == len(groups) for texts, groups in found.values())
    assert all(5 <= len({each for each in groups if "alene" not in each}) <= 11 for _texts, groups in found.values())
    assert found["yardstick"][0] == yardstick(60)


@pytest.mark.parametrize(
    ("ours", "theirs", "index"),
    [
        ([0, 0, 1, 1], ["a", "a", "b", "b"], 1.0),
        ([7, 7, 3, 3], ["b", "b", "a", "a"], 1.0),
        ([0, 1, 2, 3], ["a", "a", "b", "b"], 0.0),
        ([0, 0, 0, 0], ["a", "a", "b", "b"], 0.0),
        ([0, 0, 1, 2], ["a", "a", "b", "b"], 4 / 7),
        ([0, 1, 0, 1], ["a", "a", "b", "b"], -0.5),
    ],
)
def test_the_index_is_one_for_the_same_groups_and_nought_for_chance(ours, theirs, index):
    assert rand_index(ours, theirs) == pytest.approx(index)


def test_what_counts_of_a_text():
    assert words("Vi mangler Oplæring, og vi er 7") == {"mangler", "oplæring"}
    assert stems("Kurserne og kurset") == {"kurs"}
    assert parts("skærmen") == {"skærm"}


def test_notes_that_share_words_are_put_together():
    texts = ["for mange koder", "koder hele dagen", "kaffen er kold", "kold kaffe"]

    assert [group(texts, stems)[note] == group(texts, stems)[0] for note in range(4)] == [True, True, False, False]
