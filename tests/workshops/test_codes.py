import pytest

from workshops.codes import ALPHABET, new_code, new_key, tidy


def test_the_alphabet_has_nothing_to_mix_up():
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert set(ALPHABET) & set("01OIL") == set()


def test_a_code_is_six_letters_and_digits():
    codes = {new_code() for _ in range(200)}

    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(codes) == 200


@pytest.mark.parametrize("typed", ["ABC234", "abc234", " abc 234 ", "abc-234", "a b\tc\n2-3 4"])
def test_a_code_can_be_typed_as_people_type(typed):
    assert tidy(typed) == "ABC234"


def test_a_key_is_long_and_new_each_time():
    keys = {new_key() for _ in range(200)}

    assert len(keys) == 200
    assert {len(key) for key in keys} == {22}
