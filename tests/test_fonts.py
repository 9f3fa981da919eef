"""The letters and symbols that screens load: small, rightly served, and all that we write or anyone is called."""

import io
import re
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from whitenoise.media_types import MediaTypes

from tests.pages import dom
from workshops import registry
from workshops.report import printing

FONTS = settings.BASE_DIR / "static" / "fonts"
LETTERS = sorted(FONTS.glob("letters-*.woff2"))
SYMBOLS = FONTS / "symbols.woff2"
DRAWINGS = settings.BASE_DIR / "docs" / "fonts" / "symbols"
NAMES = "Şükrü Çağlar İpek Yıldız, Łukasz Wiśniewski, Żółć, Ștefan, Þórður, Zoë, Ǿrsted, Åse Æbelø"


@cache
def characters(path: Path) -> frozenset[int]:
    return frozenset(TTFont(path).getBestCmap())


def drawn() -> set[int]:
    return {int(path.name.split("-")[0], 16) for path in DRAWINGS.glob("*.svg")}


def ours() -> str:
    """All that we write on screens: sets, templates, and the words in the source."""
    root = settings.BASE_DIR
    apps = ("workshops", "dialogue", "rasmus", "phases", "roles")
    paths = [*root.glob("fixtures/**/*.yaml"), *root.glob("templates/**/*.html"), *root.glob("static/js/*.js")]
    paths += [*root.glob("static/css/**/*.css"), *chain.from_iterable((root / app).rglob("*.py") for app in apps)]
    return "".join(path.read_text(encoding="utf-8") for path in paths if path.name != "texts.py")


def test_every_character_that_we_write_is_in_the_fonts():
    written = {ord(each) for each in unicodedata.normalize("NFC", ours()) if not each.isspace()}

    assert [[chr(each) for each in sorted(written - characters(path) - characters(SYMBOLS))] for path in LETTERS] == [
        []
    ] * 3


def test_names_from_elsewhere_are_in_the_same_font():
    assert [set(map(ord, NAMES)) - characters(path) for path in LETTERS] == [set()] * 3


def test_every_symbol_of_a_tool_is_drawn_by_us():
    symbols = {each for tool in registry.every() for kind in tool.kinds for each in kind.symbol}

    assert {each for each in symbols if ord(each) not in drawn()} == set("–123!?")


def test_drawings_font_and_stylesheet_name_the_same_symbols():
    sheet = (settings.BASE_DIR / "static" / "css" / "symbols.css").read_text(encoding="utf-8")
    said = re.findall(r"U\+(\w+)(?:-(\w+))?", sheet)
    spans = chain.from_iterable(range(int(first, 16), int(last or first, 16) + 1) for first, last in said)

    assert set(spans) == characters(SYMBOLS) - {0x20, 0xA0} == drawn()
    assert [characters(path) & drawn() for path in LETTERS] == [set()] * 3


def test_they_are_small_and_their_licence_lies_beside_them():
    sizes = {path.name: path.stat().st_size for path in FONTS.glob("*.woff2")}

    assert len(sizes) == 4
    assert sizes["symbols.woff2"] < 3_000
    assert sum(sizes.values()) < 70_000
    assert "Hanken Grotesk" in (FONTS / "OFL.txt").read_text().splitlines()[0]


def test_they_are_served_as_what_they_are():
    types = MediaTypes()

    assert {types.get_type(path.name) for path in FONTS.glob("*.woff2")} == {"font/woff2"}
    assert finders.find("fonts/HankenGrotesk-Medium.otf") is None


def preloaded(page) -> list[str]:
    return [
        link.get("href").removeprefix("/static/fonts/")
        for link in dom(page).xpath("//link[@rel='preload'][@as='font'][@type='font/woff2'][@crossorigin]")
    ]


@pytest.mark.parametrize("address", ["bibliotek/", "workshops/", "workshops/{w}/tavle/"])
def test_wall_and_pages_ask_for_their_letters_at_once(open_workshop, ane_client, address):
    page = ane_client.get("/" + address.format(w=open_workshop.pk))

    assert preloaded(page) == ["letters-medium.woff2", "letters-bold.woff2"]


def test_phones_load_no_letters(open_workshop, participant_client, client):
    pages = [participant_client.get(f"/deltag/{open_workshop.pk}/"), client.get("/")]
    sheet = (settings.BASE_DIR / "static" / "css" / "phone.css").read_text()

    assert [preloaded(page) for page in pages] == [[], []]
    assert ("symbols.css" in sheet, "fonts.css" in sheet) == (True, False)


def test_paper_has_our_letters_and_symbols():
    pdf = printing.pdf("Prøve", "<section class='paper'><h1>Prøve</h1><p>▲ ☺ ✎ bedre</p><h2>▼ ◇</h2></section>")
    fonts = {
        font.get_object()["/BaseFont"].split("+")[1].removesuffix("-Bold").removesuffix("-Medium")
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts == {"Hanken-Grotesk", "Workshop-Symbols"}
