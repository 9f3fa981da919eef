"""Makes workshops/report/fonts/ of the fonts called Noto: what paper is set with where Hanken Grotesk has no letter.

Not part of the product: what it makes is committed, and nothing here is needed to serve. README.md beside this says
how it is run.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

INTO = Path(__file__).resolve().parents[2] / "workshops" / "report" / "fonts"
# What each has of its source's characters. Arabic is of 2.005: later ones set dots as glyphs of their own, of which no
# reader of a PDF makes the letters again.
LATIN = "0020-007E 00A0-02FF 0300-036F 0370-03FF 0400-052F 1E00-1EFF 2000-218F"
ARABIC = "0600-06FF 0750-077F FDF2 FDFA-FDFD"
PARTS = {
    "NotoSans": LATIN,
    "NotoSansArabic": ARABIC,
    "NotoSansHebrew": "0590-05FF FB1D-FB4F",
    "NotoSansThai": "0E00-0E7F",
    "NotoSansDevanagari": "0900-097F",
}
BOLD = ("NotoSans", "NotoSansArabic", "NotoSansHebrew", "NotoSansThai")
SYMBOLS = "2190-23FF 2460-27BF 2B00-2BFF"
SPACES = {0x20, 0xA0}  # a space is set in the font of what it follows
COARSE = 512  # units in the em of an emoji: fine enough at the size of a letter, and half the bytes
SYMBOL_FONTS = ("NotoSansMath", "NotoSansSymbols2", "NotoSansSymbols")


def _codes(spans: str) -> set[int]:
    found: set[int] = set()
    for each in spans.split():
        first, _, last = each.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def part(font: TTFont, codes: set[int]) -> TTFont:
    """``font`` with those of its characters that are among ``codes``, without the ligatures that one has to ask for."""
    options = Options(hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14])
    options.notdef_outline = True
    options.drop_tables += ["MATH"]
    subset = Subsetter(options)
    subset.populate(unicodes=codes & set(font.getBestCmap()) | SPACES)
    subset.subset(font)
    return font


def save(font: TTFont, name: str) -> set[int]:
    """Write ``font`` and say how many bytes that takes; returns the characters it has."""
    font.recalcTimestamp = False
    out = BytesIO()
    font.save(out)
    (INTO / f"{name}.ttf").write_bytes(out.getvalue())
    sys.stdout.write(f"{name} {len(out.getvalue())}\n")
    return set(font.getBestCmap())


def make(noto: Path, emoji: Path) -> None:
    """Everything, of a folder of static Noto fonts and of the variable Noto Emoji."""
    taken: set[int] = set()
    for name, spans in PARTS.items():
        for style in ("Regular", "Bold") if name in BOLD else ("Regular",):
            taken |= save(part(TTFont(noto / f"{name}-{style}.ttf"), _codes(spans)), f"{name}-{style}")
    font = instantiateVariableFont(TTFont(emoji), {"wght": 400}, updateFontNames=False)
    scale_upem(font, COARSE)
    font["hmtx"]["space"] = (COARSE // 4, 0)  # as wide as among the letters: it follows an emoji in its font
    taken |= save(part(font, {code for code in font.getBestCmap() if 0x1F < code < 0xF0000}), "NotoEmoji-Regular")
    for name in SYMBOL_FONTS:  # each has what none before it has, so that a symbol is always of the same font
        taken |= save(part(TTFont(noto / f"{name}-Regular.ttf"), _codes(SYMBOLS) - taken), f"{name}-Regular")


if __name__ == "__main__":
    INTO.mkdir(exist_ok=True)
    make(Path(sys.argv[1]), Path(sys.argv[2]))
