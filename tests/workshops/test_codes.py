import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workshops.codes import ALPHABET, mixed_up, new_code, new_key, tidy


def test_the_alphabet_has_nothing_to_mix_up():
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert set(ALPHABET) & set("01OIL") == set()


def test_a_code_is_six_letters_and_digits():
    codes = {new_code() for _ in range(200)}

    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(codes) == 200


@pytest.mark.parametrize(
    "typed",
    [
        "GNKMZ7",
        "gnkmz7",
        " gnk mz7 ",
        "gnk-mz7",
        "g n\tk\nm-z 7",
        "GNK\u00a0MZ7",
        "GNK\u200bMZ7\ufeff",
        "GNK–MZ7",
        "GNK—MZ7",
        "GNK\u2011MZ7",
        "GNK\u2212MZ7",
        "GNK_MZ7",
        "G.N.K.M.Z.7.",
        "GNK MZ7.",
        "»GNK MZ7«",
        "“GNKMZ7”",
        "'gnk mz7',",
        "(GNKMZ7)",
        "ＧＮＫ　ＭＺ７",
        "𝐆𝐍𝐊𝐌𝐙𝟕",
        "kode: GNK MZ7",
        "Koden er GNK MZ7!",
        "Kode GNKMZ7 – vi ses",
        "GNK MZ7 er koden til i dag",
        "https://dialog.kommune.dk/k/GNKMZ7/",
        "https://dialog.kommune.dk/k/GNKMZ7",
        "http://127.0.0.1:8000/k/gnkmz7/",
        "dialog.kommune.dk/k/GNKMZ7/.",
        "<https://dialog.kommune.dk/k/GNKMZ7/>",
        "www.et-andet-sted.dk/dialog/k/GNKMZ7/?fbclid=abcdef",
        "https://dialog.kommune.dk/?kode=GNKMZ7",
        "https://dialog.kommune.dk/?x=y&kode=gnk%20mz7#top",
        "Kom med her: https://dialog.kommune.dk/k/GNKMZ7/ Vi ses!",
        "\u202ahttps://dialog.kommune.dk/k/GNKMZ7/\u202c",
    ],
)
def test_a_code_can_be_typed_as_people_type(typed):
    assert tidy(typed) == "GNKMZ7"


@pytest.mark.parametrize("typed", ["", "  ", "-", "\x00", "\u2800", "\u200b\u00a0", " - "])
def test_what_holds_no_code_is_none(typed):
    assert tidy(typed) == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("gnk", "GNK"),
        ("GNKMZ77", "GNKMZ77"),
        ("gnkmzo", "GNKMZO"),
        ("Æ", "Æ"),
        ("';", "';"),
        ("A" * 10_000, "A" * 10_000),
    ],
)
def test_what_cannot_be_a_code_is_not_made_one(typed, told):
    assert tidy(typed) == told


@given(st.text(ALPHABET, min_size=6, max_size=6), st.text(" -–.\u00a0\t»«\u200b", max_size=4))
def test_a_code_is_found_whatever_stands_between_its_halves(code, between):
    assert tidy(f"{code[:3]}{between}{code[3:]}") == tidy(between + code.lower() + between) == code


@example("´")
@given(st.text(max_size=80))
def test_a_code_that_was_found_is_found_again(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(("code", "told"), [("GNKMZ0", True), ("GIKMZ7", True), ("GNKMZ7", False), ("OLI", False)])
def test_letters_that_are_in_no_code_are_known(code, told):
    assert mixed_up(code) == told


def test_a_key_is_long_and_new_each_time():
    keys = {new_key() for _ in range(200)}

    assert len(keys) == 200
    assert {len(key) for key in keys} == {22}
