"""What people write in other alphabets and in emoji: printed as it was written, in our fonts, in a valid PDF."""

import base64
import io
from collections.abc import Iterable

import pikepdf
import pypdf
import pytest
from django.utils.html import format_html, format_html_join
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.helpers import again, write
from tests.rooms import Room
from tests.valid import faults
from workshops import pictures
from workshops.place import Place
from workshops.report import images, letters, paper, printing

# One glyph a letter, or read back by a rule that readers share.
LETTERS = {
    "danish": "Æblegrød på Ærø: fjernundervisning og flid",
    "polish": "Zażółć gęślą jaźń",
    "turkish": "Iğdır, şöför, İstanbul",
    "vietnamese": "Tiếng Việt, người được ơn",
    "ukrainian": "Привіт, їжак і ґанок",
    "greek": "Ελλάδα, καλημέρα",
    "arabic": "مرحبا بالعالم",
    "urdu": "ٹھیک ہے بڑے",
    "hebrew": "שלום עולם",
    "symbols": "→ ☑ ∀ ① ▲ ✎ ☺ ½ ²",
}
# Of several glyphs, or of another order: what stands in their place is said beside them.
SAID = {
    "thai": "ภาษาไทย น้ำ ที่นี่ กำลัง",
    "hindi": "हिन्दी क्षि में",
    "joined": "👩‍⚕️ og 👨‍👩‍👧",
    "flags": "🇩🇰 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "skin": "👍🏽 er 👍🏿",
    "variants": "❤️ er ❤︎",
    "keycaps": "1️⃣ så 2️⃣",
}
NEITHER = "漢字 ᚠ \ue000 \U000f0000 \u0378"
OURS = {each.family.replace(" ", "-") for each in letters.faces()}


def printed(texts: Iterable[str], content: str = "") -> bytes:
    notes = format_html_join("", '<p dir="auto">{}</p>', ((each,) for each in texts))
    return printing.pdf("Ord", f"{format_html('<h1>{}</h1>', 'Ord')}{notes}{content}")


def read(pdf: bytes) -> list[str]:
    """The lines of all pages, without title and foot."""
    lines = (line for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines())
    return [line.strip() for line in lines if not line.startswith("Ord")]


def said(pdf: bytes) -> list[str]:
    """The texts that are said to stand in the place of glyphs."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        marks = [
            operands[1]
            for page in document.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
        ]
        return [str(each["/ActualText"]) for each in marks if "/ActualText" in each]


def fonts(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = [
            str(each.BaseFont)
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.Font
        ]
    return {each.partition("+")[2].removesuffix("-Bold").removesuffix("-Semi") for each in names}


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS)
def test_letters_are_read_as_they_were_written(text):
    pdf = printed([text])

    assert (read(pdf), faults(pdf)) == ([text], [])


@pytest.mark.parametrize("text", SAID.values(), ids=SAID)
def test_what_is_drawn_otherwise_is_said_as_it_was_written(text):
    pdf = printed([text])

    assert (said(pdf), faults(pdf)) == ([text], [])


def test_no_font_is_other_than_ours():
    assert fonts(printed([*LETTERS.values(), *SAID.values()])) - OURS == set()


def test_danish_is_told_by_its_letters_alone():
    pdf = printed([LETTERS["danish"]])

    assert (said(pdf), fonts(pdf)) == ([], {"Hanken-Grotesk"})
    assert letters.settable(LETTERS["danish"]) == LETTERS["danish"]


def test_a_hyphen_at_the_end_of_a_line_is_none_of_the_text():
    words = "arbejdsmiljøorganisationen og MED-udvalget " * 12
    pdf = printed([words])
    lines = read(pdf)

    assert [line for line in lines if line.endswith("\u00ad")] != []
    told = "\n".join(lines).replace("\u00ad\n", "").replace("-\n", "-").split()
    assert (told, faults(pdf)) == (words.split(), [])


def test_what_no_font_has_is_a_box():
    pdf = printed([NEITHER])

    assert (read(pdf), faults(pdf)) == (["□□ □ □ □ □"], [])


def test_no_stream_ends_in_half_an_end_of_line():
    before = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed(["Ord"]))) as document:
        document.Root.Extra = pikepdf.Stream(document, b"\x0c")  # whose checksum ends in CR once it is compressed
        document.save(before, compress_streams=False)
    after = printing.completed(before.getvalue())
    with pikepdf.open(io.BytesIO(after)) as document:
        extra = document.Root.Extra.read_bytes().rstrip(b"\n")

    assert (b"\r\nendstream" in after, extra) == (False, b"\x0c")


def test_what_has_no_shape_leaves_none():
    assert letters.settable("a\ufeffb\u2028c\x07d\u00adø") == "ab cd\u00adø"


def test_a_letter_and_its_accent_are_one():
    assert letters.settable("A\u030abent") == "Åbent"


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Hej شكرا", "ltr"), ("شكرا hej", "rtl"), ("12 <b>שלום</b>", "rtl"), ("12", "ltr"), ("", "ltr")],
)
def test_a_note_goes_the_way_its_first_letter_does(text, direction):
    assert letters.directed(f'<li dir="auto" id="a">{text}</li>') == f'<li dir="{direction}" id="a">{text}</li>'


def drawing(*texts: str) -> str:
    lines = format_html_join("", '<text x="10" y="{}">{}</text>', ((40 * n, each) for n, each in enumerate(texts, 1)))
    font = 'font-family="Hanken Grotesk, Workshop Symbols"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" {font}>{lines}</svg>'


def glyphs(texts: Iterable[str], content: str = "") -> set[str]:
    """The entries that tell what glyphs stand for."""
    with pikepdf.open(io.BytesIO(printed(texts, content))) as document:
        told = [
            each.ToUnicode.read_bytes().decode()
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each
        ]
    return {line for each in told for line in each.splitlines() if line.startswith("<") and "ffff" not in line}


def test_a_picture_has_the_same_shapes_as_the_text():
    words = [*LETTERS.values(), *SAID.values()]
    picture = f'<p><img alt="Ord" src="{pictures.address(drawing(*words))}"></p>'

    assert glyphs([], picture) == glyphs(words)


def test_what_no_font_has_is_a_box_in_a_picture_too():
    picture = letters.settable(pictures.address(drawing("漢字")))

    assert base64.b64decode(picture.partition(",")[2]).decode() == drawing("□□")


def test_a_report_of_such_words_is_valid_from_its_title_to_its_foot(db):
    workshop = Room.about("psykisk-arbejdsmiljoe").workshop
    type(workshop).objects.filter(pk=workshop.pk).update(title="Møde مرحبا 👍🏽 漢")
    topic, question = workshop.activities.get().question_set.places()[0]
    for n, text in enumerate([*LETTERS.values(), *SAID.values(), NEITHER]):
        write(workshop, Place(topic.pk, question.pk), text, f"k{n}")
    workshop.close()
    told = again(workshop)
    pdf = printing.pdf(told.title, paper.html(told), author=told.workplace)

    assert (faults(pdf), fonts(pdf) - OURS) == ([], set())


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
likely = st.text(st.sampled_from("".join([*LETTERS.values(), *SAID.values(), NEITHER, "\u0301\u200d\u202e\u0e33"])))


@settings(max_examples=5, deadline=None)
@given(st.lists(anything | likely, min_size=40, max_size=60))
def test_any_text_can_be_printed(texts):
    pdf = printed(texts)

    assert (faults(pdf), fonts(pdf) - OURS) == ([], set())


@pytest.mark.thorough
def test_a_picture_of_dots_has_the_same_letters():
    words = [*LETTERS.values(), *SAID.values()]
    drawn = [images.png(drawing(each)) for each in words]
    boxes = [images.png(drawing(letters.MISSING * len(each))) for each in words]

    assert [drawn[n] == boxes[n] for n in range(len(words))] == [False] * len(words)
    assert images.png(drawing("漢字")) == images.png(drawing("□□"))


def test_a_picture_of_dots_is_wide_enough_for_a_page():
    with Image.open(io.BytesIO(images.png(drawing("Ord")))) as picture:
        assert (picture.width, picture.getpixel((1999, 1))) == (images.WIDTH, (255, 255, 255))
