"""What WeasyPrint leaves undone where a letter's shape, or its place, depends on the letters around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import letters

if TYPE_CHECKING:
    import pikepdf

HYPHENS = {"\u2010": "\u00ad"}  # what ends a line in a word is no character of the word: readers know it so
JOINER = "\u2060"  # for a glyph that stands for nothing alone: it is not seen, and parts no word
STYLES = {400: "", 600: " Semi Bold", 700: " Bold"}  # as Pango calls a weight
CHARACTER = re.compile(r"^<([0-9a-f]{4})> <([0-9a-f]*)>$", re.MULTILINE)  # of a CMap that WeasyPrint wrote
# Read in another order than it is drawn in, or with characters that are not drawn: accents that stand alone, the
# scripts of India and South East Asia, joiners, variation selectors and emoji.
SHAPED = re.compile(r"[\u0300-\u036f\u0900-\u109f\u1700-\u1cff\u200b-\u200d\ufe00-\ufe0f\U00010000-\U0010ffff]")
# Readers turn what is written from right to left around by themselves, and what is said of it, too.
LEFTWARD = re.compile(r"[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff]")


class _Whole(str):
    """A text that is drawn at once: WeasyPrint draws the letters of a picture one by one, so that none are joined."""

    def __iter__(self) -> Iterator[str]:
        return iter([str(self)] if self else [])


@cache
def prepare() -> None:
    """Have WeasyPrint draw a picture's text as one, and say of a line what its glyphs alone do not tell."""
    from weasyprint import svg
    from weasyprint.draw import text

    draw_text, draw_line = svg.text, text.draw_first_line

    def whole(picture: Any, node: Any, font_size: float) -> None:
        node._etree_node.text = _Whole(node.text or "")
        draw_text(picture, node, font_size)

    def told(stream: Any, box: Any, *rest: Any) -> Any:
        if not SHAPED.search(box.text) or LEFTWARD.search(box.text):
            return draw_line(stream, box, *rest)
        stream.begin_marked_content("Span", f"<</ActualText <feff{box.text.encode('utf-16-be').hex()}>>>")
        drawn = draw_line(stream, box, *rest)
        stream.end_marked_content()
        return drawn

    svg.text = svg.TAGS["text"] = svg.TAGS["tspan"] = whole
    text.draw_first_line = told


@cache
def _meanings(path: Path) -> dict[int, str]:
    """What each glyph of a font stands for: its character, or those that it is put in the place of."""
    from fontTools.ttLib import TTFont

    with TTFont(path) as font:
        found = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
        lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else []
        puts = [
            put
            for lookup in lookups
            for table in lookup.SubTable
            for put in _puts(getattr(table, "ExtSubTable", table))
        ]
        for _turn in range(3):  # what is put in the place of what was put there
            for glyph, of in puts:
                if glyph not in found and all(each in found for each in of):
                    found[glyph] = "".join(found[each] for each in of)
        return {font.getGlyphID(name): text for name, text in found.items()}


def _puts(table: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Glyphs of a substitution, each with those that it is put in the place of."""
    if table.LookupType == 1:
        return [(glyph, (of,)) for of, glyph in table.mapping.items()]
    if table.LookupType == 4:
        return [(each.LigGlyph, (first, *each.Component)) for first, those in table.ligatures.items() for each in those]
    return []


def mend(document: pikepdf.Pdf) -> None:
    """Let each glyph of our fonts be read as its character. WeasyPrint tells the text that it was first drawn for: of
    several for one text only the last has it, the others have none, which no PDF/A may."""
    import pikepdf

    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font and (face := _face(str(font.BaseFont))):
            told = font.ToUnicode.read_bytes().decode()
            font.ToUnicode.write(CHARACTER.sub(partial(_read, path=face.path), told).encode())


def _read(entry: re.Match[str], path: Path) -> str:
    glyph, drawn = entry[1], bytes.fromhex(entry[2]).decode("utf-16-be")
    if len(drawn) == 1:
        return f"<{glyph}> <{HYPHENS.get(drawn, drawn).encode('utf-16-be').hex()}>"
    own = _meanings(path).get(int(glyph, 16), "")
    is_letter = len(own) == 1 and unicodedata.is_normalized("NFKC", own)  # and no ligature
    return f"<{glyph}> <{((own if is_letter else drawn) or own or JOINER).encode('utf-16-be').hex()}>"


def _face(name: str) -> letters.Face | None:
    """Which of our fonts a PDF calls so: ABCDEF+Noto-Sans-Thai-Bold."""
    called = name.partition("+")[2].replace("-", " ")
    return next((each for each in letters.faces() if called == f"{each.family}{STYLES[each.weight]}"), None)
