"""Long words in pictures are divided at their syllables, and short texts are left as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.lettering import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Realistisk", ["Realistisk"]),
        ("Det hele menneske", ["Det hele", "menneske"]),
        ("Arbejdsmiljørepræsentantuddannelsesdag", ["Arbejdsmiljøre-", "præsentantuddan-", "nelsesdag"]),
        ("Vores medicinhåndteringssystem", ["Vores", "medicinhåndte-", "ringssystem"]),
        ("Teknologiforståelse", ["Teknologiforståelse"]),  # rather set narrower
        ("hovedudvalget@" + "x" * 40, ["hovedudval-", "get@xxxxxxxxxxx-", "xxxxxxxxxxxxxxx…"]),
        ("En sætning med mange korte ord i, som fylder mere", ["En sætning med", "mange korte ord", "i, som fylder …"]),
        ("", [""]),
        ("  ", ["  "]),
    ],
)
def test_a_text_in_at_most_three_lines(text, expected):
    assert lines(text, 16, 3, longest=22) == expected


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=90), min_size=1, max_size=6))
def test_no_line_is_longer_than_its_room_and_no_letter_goes_astray(words):
    text = " ".join(words)
    found = lines(text, 18, 99, longest=18)

    assert all(len(line) <= 18 for line in found)
    assert "".join(found).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")
    assert len(lines(text, 18, 2, longest=18)) <= 2
