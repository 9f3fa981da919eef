"""The one function that every text passes: what a reader saw is what is stored."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops import texts
from workshops.errors import Refused
from workshops.texts import is_blank, line, lines, names, shortened

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ZALGO = "".join(c + "\u0301\u0316\u0330" * 20 for c in "no")
BOUNDED = "ń\u0316\u0330\u0301ó\u0316\u0330\u0301"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

# What is typed or pasted, and how it is stored where there is room for several lines.
STORED = {
    "ordinary": ("Mere tid til borgerne", "Mere tid til borgerne"),
    "danish": ("Færre møder på Ærø, Åse!", "Færre møder på Ærø, Åse!"),
    "markup": ('<b>fed</b> & "citat" {{ x }} %s', '<b>fed</b> & "citat" {{ x }} %s'),
    "typography": ("»Hvad nu?« – sagde hun … 50 %", "»Hvad nu?« – sagde hun … 50 %"),
    "spaces at the ends": ("  Mere tid \n", "Mere tid"),
    "spaces at the ends of lines": ("første linje   \n  anden", "første linje\n  anden"),
    # line breaks
    "Windows": ("et\r\nto", "et\nto"),
    "an old Macintosh": ("et\rto", "et\nto"),
    "PowerPoint's soft break": ("et\x0bto", "et\nto"),
    "a page break": ("et\x0cto", "et\nto"),
    "a mainframe's next line": ("et\x85to", "et\nto"),
    "line separator": ("et\u2028to", "et\nto"),
    "paragraph separator": ("et\u2029to", "et\nto"),
    "information separators": ("et\x1cto\x1dtre\x1efire\x1ffem", "et\nto\ntre\nfire fem"),
    "an empty line between": ("et\n\nto", "et\n\nto"),
    "an empty line between, with Windows": ("et\r\n\r\nto", "et\n\nto"),
    "a line with nothing to see": ("et\n\u200b\u00a0\nto", "et\n\nto"),
    "a screen of empty lines": ("et" + "\n" * 400 + "to", "et\n\n\nto"),
    # spaces
    "no-break space": ("Hvad betyder\u00a0det", "Hvad betyder det"),
    "question on the spot": ("Hvad betyder\u00a0det nye\nsystem", "Hvad betyder det nye\nsystem"),
    "tab": ("navn\tantal", "navn antal"),
    "the typesetter's spaces": ("a\u2000b\u2001c\u2002d\u2003e\u2004f", "a b c d e f"),
    "the typesetter's thin spaces": ("a\u2005b\u2006c\u2007d\u2008e\u2009f\u200ag", "a b c d e f g"),
    "narrow no-break space": ("20\u202f000 kr.", "20 000 kr."),
    "wide space": ("東京\u3000大阪", "東京 大阪"),
    "mathematical space": ("a\u205fb", "a b"),
    "Ogham's space": ("a\u1680b", "a b"),
    "Braille's empty cell": ("⠓⠑⠚\u2800⠍⠑⠙", "⠓⠑⠚ ⠍⠑⠙"),
    "Hangul's fillers": ("a\u3164b\uffa0c", "a b c"),
    "a picture that was not copied": ("før\ufffcefter", "før efter"),
    # nothing to see
    "zero width space": ("Arbejds\u200bmiljø", "Arbejdsmiljø"),
    "byte order mark first": ("\ufeffMere tid", "Mere tid"),
    "byte order mark inside": ("Mere\ufeff tid", "Mere tid"),
    "soft hyphen": ("Arbejdsmiljø\u00adrepræsentant", "Arbejdsmiljørepræsentant"),
    "word joiner": ("24\u2060timer", "24timer"),
    "controls": ("Me\x00re\x1b ti\x7fd", "Mere tid"),
    "later controls": ("Mere\x9d tid\x90", "Mere tid"),
    "no characters at all": ("Mere\ufffe tid\ufdd0\U0010ffff", "Mere tid"),
    "interlinear annotation": ("\ufff9Mere\ufffb tid", "Mere tid"),
    "a hidden message of tags": ("Mere\U000e0048\U000e0065\U000e006a tid", "Mere tid"),
    "half an emoji": ("Stød \ud83d", "Stød"),
    "two halves that belong together": ("Stød \ud83d\ude00", "Stød 😀"),
    # letters
    "letters in two parts": ("bla\u030ar o\u0308l e\u0301n", "blår öl én"),
    "the sign for ångström": ("10 \u212b", "10 Å"),
    "ligatures and wide letters are as they are typed": ("ﬁne ＡＢＣ ²", "ﬁne ＡＢＣ ²"),
    "what was lost on the way": ("bl\ufffdr", "bl\ufffdr"),
    "Word's bullets": ("\uf0b7 et\n\uf0a7 to", "• et\n▪ to"),
    # emoji
    "a family": (FAMILY, FAMILY),
    "a doctor": ("👩\u200d⚕️ tid", "👩\u200d⚕️ tid"),
    "a skin": ("👍🏽 fint", "👍🏽 fint"),
    "a heart on fire": ("❤️\u200d🔥", "❤️\u200d🔥"),
    "a head that shakes": ("🙂\u200d↔️", "🙂\u200d↔️"),
    "a rainbow flag": ("🏳️\u200d🌈", "🏳️\u200d🌈"),
    "Denmark": ("🇩🇰", "🇩🇰"),
    "England": (ENGLAND, ENGLAND),
    "a key": ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
    "a new emoji": ("\U0001fae8", "\U0001fae8"),
    "joiners that join nothing": ("hej\u200d med\u200c 😀\u200d dig", "hej med 😀 dig"),
    "two joiners": ("👩\u200d\u200d⚕️", "👩\u200d⚕️"),
    # scripts
    "Persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "Hindi": ("क्\u200dष नहीं", "क्\u200dष नहीं"),
    "Malayalam, at the end of a word": ("അവന്\u200d വന്നു", "അവന്\u200d വന്നു"),
    "Thai": ("ที่นี่ น้ำ", "ที่นี่ น้ำ"),
    "Vietnamese": ("Tiê\u0301ng Việt nghĩa", "Tiếng Việt nghĩa"),
    "Hebrew with vowels and accents": (
        unicodedata.normalize("NFC", "בְּרֵאשִׁ֖ית בָּרָ֣א"),
        unicodedata.normalize("NFC", "בְּרֵאשִׁ֖ית בָּרָ֣א"),
    ),
    "Arabic with vowels": ("السَّلَامُ", unicodedata.normalize("NFC", "السَّلَامُ")),
    "Tibetan": ("རྒྱུ ཧཱུྃ", unicodedata.normalize("NFC", "རྒྱུ ཧཱུྃ")),
    "Burmese": ("ကြွှေ့", unicodedata.normalize("NFC", "ကြွှေ့")),
    "phonetics": ("r\u0325\u0304\u0301", unicodedata.normalize("NFC", "r\u0325\u0304\u0301")),
    # what reaches out of its text
    "turned around": ("\u202egninraw", "gninraw"),
    "embedded and never closed": ("\u202bab \u2067cd", "ab cd"),
    "closed and never opened": ("ab\u202c\u2069 cd", "ab cd"),
    "a path as Windows copies it": ("\u202aC:\\Sager", "C:\\Sager"),
    "marks of direction where all goes one way": ("Mere\u200e tid\u200f", "Mere tid"),
    "marks of direction in Hebrew": ("שלום\u200f! C++\u200e", "שלום\u200f! C++\u200e"),
    "sixty marks on each letter": (ZALGO, BOUNDED),
    "sixty marks on a Thai letter": ("ก" + "\u0e47" * 60, "ก\u0e47"),
    "struck through": ("n\u0336e\u0336j\u0336", "n\u0336e\u0336j\u0336"),
}  # fmt: skip


@pytest.mark.parametrize("typed", STORED.values(), ids=STORED)
def test_a_text_is_stored_as_it_was_seen(typed):
    given, stored = typed

    assert lines(given) == stored
    assert line(given) == " ".join(stored.split())


def test_marks_on_a_letter_are_few():
    assert len(lines("x" + "".join(map(chr, range(0x316, 0x352))))) == 1 + texts.MOST_ACCENTS
    assert (
        len(lines("ก" + "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"))
        == 1 + texts.MOST_MARKS
    )


BLANK = {
    "nothing": "",
    "spaces": "   ",
    "line breaks": "\n\t\r\n\x0b\u2028",
    "controls": "\x00\x07\x7f",
    "no-break space": "\u00a0",
    "zero width space": "\u200b",
    "joiners": "\u200d\u200c",
    "byte order mark": "\ufeff",
    "Braille": "\u2800",
    "Hangul": "\u3164",
    "half-width Hangul": "\uffa0",
    "Hangul's initial": "\u115f",
    "Hangul's medial": "\u1160\u115f",
    "a variation of nothing": "\ufe0f",
    "marks on nothing": "\u0301\u0336",
    "soft hyphens": "\u00ad\u00ad",
    "direction": "\u200f\u202e\u2066\u2069",
    "Mongolian": "\u180e\u180b",
    "tags": "\U000e0061\U000e007f",
    "a picture": "\ufffc",
    "half an emoji": "\ud83d",
    "no character": "\uffff",
    "Khmer": "\u17b4\u17b5",
    "music": "\U0001d173",
}


@pytest.mark.parametrize("typed", BLANK.values(), ids=BLANK)
def test_what_nobody_can_see_is_nothing(typed):
    assert (lines(typed), line(typed), is_blank(typed)) == ("", "", True)


@pytest.mark.parametrize("typed", [".", "-", "0", "å", "👍", "שלום", "ก", "\ufffd", "´", "\U0001fae8", "\ue000"])
def test_one_sign_that_can_be_seen_is_something(typed):
    assert not is_blank(typed)


def test_a_text_that_is_too_long_is_told_with_how_long_it_is_and_may_be():
    texts.check_length("x" * 400, 400)

    with pytest.raises(Refused) as refused:
        texts.check_length("x" * 740, 400)
    assert refused.value.messages == ["Teksten er på 740 tegn. Brug højst 400."]


# --- For any text ---

ODD = "".join(sorted({c for given, _stored in STORED.values() for c in given} | set("".join(BLANK.values()))))
ANY = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec=None, exclude_categories=())), max_size=60)
GAPS = re.compile("[\\s\u2800\u3164\uffa0\ufffc]+")  # what a reader sees as a space
DIRECTIONS = str.maketrans("", "", "\u061c\u200e\u200f")


@given(ANY)
def test_what_was_tidied_is_tidy(text):
    assert lines(lines(text)) == lines(text)
    assert line(line(text)) == line(text) == line(lines(text))


@given(ANY)
def test_words_are_neither_glued_together_nor_parted(text):
    text = text.translate(DIRECTIONS)  # whether these stay depends on the whole text
    words = [word for word in map(lines, GAPS.split(text)) if word]
    beside = [word for word in GAPS.split(" ".join(lines(text).split())) if not is_blank(word)]

    assert [word for word in beside if word] == words


@given(ANY)
def test_a_line_is_one_line_with_single_spaces(text):
    assert len(line(text).splitlines()) <= 1
    assert line(text) == " ".join(line(text).split())


@given(ANY)
def test_what_is_stored_ends_where_it_is_seen_to(text):
    assert lines(text) == lines(text).strip(" \n")
    assert not re.search(" \n|\n{4}", lines(text))


@given(ANY)
def test_nothing_grows_beyond_its_composed_letters(text):
    assert len(line(text)) <= len(lines(text)) <= len(unicodedata.normalize("NFC", text))


@given(ANY)
def test_every_letter_and_sign_is_kept_in_order(text):
    def seen(text: str) -> str:
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").translate(texts.WORDS_BULLETS)
        decomposed = unicodedata.normalize("NFD", whole).replace("\ufffc", "")
        return "".join(c for c in decomposed if unicodedata.category(c)[0] in "LNPS" and c not in "\u2800\u3164\uffa0")

    assert seen(lines(text)) == ("" if is_blank(text) else seen(text))


@given(ANY)
def test_is_blank_when_nothing_is_left_of_it(text):
    assert is_blank(text) == (lines(text) == "") == (line(text) == "")


# --- Lists of names ---


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Leder\nMedarbejder\nTR\nAMR", ["Leder", "Medarbejder", "TR", "AMR"]),
        ("Leder\r\n\r\n  Medarbejder \n", ["Leder", "Medarbejder"]),
        ("- Leder\n- Medarbejder", ["Leder", "Medarbejder"]),
        ("• Leder\n•\tMedarbejder\n\uf0b7\tTR", ["Leder", "Medarbejder", "TR"]),
        ("* Leder\n– Medarbejder\n—TR", ["Leder", "Medarbejder", "TR"]),
        ("o\tLeder\no\tMedarbejder", ["Leder", "Medarbejder"]),
        ("1. Leder\n2. Medarbejder", ["Leder", "Medarbejder"]),
        ("1.\tLeder\n2.\tMedarbejder", ["Leder", "Medarbejder"]),
        ("1) Leder\n2) Medarbejder", ["Leder", "Medarbejder"]),
        ("1. sal\n2. sal\n3. sal", ["1. sal", "2. sal", "3. sal"]),
        ("7. klasse\n8. klasse", ["7. klasse", "8. klasse"]),
        ("Leder\tMedarbejder\tTR", ["Leder", "Medarbejder", "TR"]),
        ("Leder, Medarbejder, TR", ["Leder", "Medarbejder", "TR"]),
        ("Leder; Medarbejder;", ["Leder", "Medarbejder"]),
        ("Leder,\nMedarbejder,", ["Leder", "Medarbejder"]),
        ("Køkken, dag\nKøkken, aften", ["Køkken, dag", "Køkken, aften"]),
        ("Leder\nleder\nLEDER\nTR", ["Leder", "TR"]),
        ("AMR\u00a0\nAMR", ["AMR"]),
        ("Leder\x0bMedarbejder\u2028TR", ["Leder", "Medarbejder", "TR"]),
        ("\u2800\n-\n•\n,", []),
        ("TR/AMR\nØkonomi & løn\nC#", ["TR/AMR", "Økonomi & løn", "C#"]),
        ("Sosu-hjælper\n24-timers vagt", ["Sosu-hjælper", "24-timers vagt"]),
    ],
)
def test_a_list_of_names_is_read_as_it_was_meant(typed, found):
    assert names(typed) == found
    assert names("\n".join(found)) == found


@given(ANY)
def test_names_are_each_there_once_and_one_line_each(text):
    found = names(text)

    assert [line(each) for each in found] == found
    assert len({each.casefold() for each in found}) == len(found)


# --- What must be short ---


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Nyt omsorgssystem", "Nyt omsorgssystem"),
        ("Før det nye omsorgssystem", "Før det nye…"),
        ("Arbejdsmiljørepræsentant", "Arbejdsmiljørepræs…"),
        ("et to tre fire, fem seks", "et to tre fire…"),
    ],
)
def test_what_was_cut_says_so(text, short):
    assert shortened(text, 19) == short
