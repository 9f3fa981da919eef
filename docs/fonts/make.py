"""Makes static/fonts/ of the package's letters and of our own symbols; README.md beside this says how it is run.

Not part of the product: what it makes is committed, and nothing here is needed to serve.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from font_hanken_grotesk import __file__ as package
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont
from picosvg.svg import SVG

HERE = Path(__file__).resolve().parent
LETTERS = Path(package).parent / "files"
INTO = HERE.parents[1] / "static" / "fonts"

# Latin-1 and Latin Extended-A: Danish and its neighbours, Polish, Turkish; then Romanian, Danish with accents,
# Welsh, marks that join a letter, and punctuation. Arrows are drawn with the other symbols.
RANGES = ["0020-007E", "00A0-017F", "01FA-01FF", "0218-021B", "02BC", "02C6-02DD"]
RANGES += ["0300-0304", "0306-030C", "0326-0328", "1E80-1E85"]
RANGES += ["2010-2026", "2030", "2032-2033", "2039-203A", "2044", "20AC", "2116", "2122", "2212", "2248", "2260-2265"]
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
NAME = "Workshop Letters"  # a font that was changed is not called what it was (OFL, 3)
SQUARE, EM = 24, 1000  # of a drawing; of the font
SPACE = 250  # as wide as among the letters


def letters(weight: str) -> TTFont:
    """The package's font of that weight, with what we set and nothing more."""
    font = TTFont(LETTERS / f"HankenGrotesk-{weight}.otf")
    options = Options(
        layout_features=FEATURES, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False, desubroutinize=True
    )
    options.notdef_outline = True
    subset = Subsetter(options)
    subset.populate(unicodes=[code for each in RANGES for code in _codes(each)])
    subset.subset(font)
    font["name"].names = [each for each in font["name"].names if each.nameID in (0, 13, 14)]
    _call(font, weight)
    return font


def _codes(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _call(font: TTFont, weight: str) -> None:
    postscript = f"{NAME.replace(' ', '')}-{weight}"
    for key, text in {1: NAME, 2: weight, 3: postscript, 4: f"{NAME} {weight}", 6: postscript}.items():
        font["name"].setName(text, key, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [postscript]
    top = font["CFF "].cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{NAME} {weight}", NAME


def symbols() -> TTFont:
    """The drawings of symbols/ as a font: each at the character its file begins with, as high as a capital letter."""
    drawings = {int(path.name.split("-")[0], 16): path for path in sorted((HERE / "symbols").glob("*.svg"))}
    glyphs = {code: f"uni{code:04X}" for code in drawings}
    scale = 0.88 * EM / SQUARE
    place = Transform(scale, 0, 0, -scale, 0, 0.345 * EM + scale * SQUARE / 2)  # the middle of a capital letter
    strings = {
        ".notdef": T2CharStringPen(0, None).getCharString(),
        "space": T2CharStringPen(SPACE, None).getCharString(),
    }
    for code, name in glyphs.items():
        pen = T2CharStringPen(round(0.88 * EM), None)
        for shape in SVG.parse(str(drawings[code])).topicosvg().shapes():
            parse_path(shape.as_path().d, TransformPen(pen, place))
        strings[name] = pen.getCharString()
    names = list(strings)
    builder = FontBuilder(EM, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(
        {0x20: "space", 0xA0: "space"} | glyphs
    )  # Pango sets the space after a symbol in its font
    builder.setupCFF("WorkshopSymbols", {"FullName": "Workshop Symbols"}, strings, {})
    builder.setupHorizontalMetrics({name: (SPACE if name == "space" else round(0.88 * EM), 0) for name in names})
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupNameTable({"familyName": "Workshop Symbols", "styleName": "Regular", "psName": "WorkshopSymbols"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-300, usWinAscent=900, usWinDescent=300)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 3_800_000_000  # the same every time
    return builder.font


def save(font: TTFont, name: str) -> int:
    """Write ``font`` as WOFF2, and say how many bytes that takes."""
    font.flavor = "woff2"
    font.recalcTimestamp = False
    out = BytesIO()
    font.save(out)
    (INTO / f"{name}.woff2").write_bytes(out.getvalue())
    return len(out.getvalue())


if __name__ == "__main__":
    INTO.mkdir(exist_ok=True)
    for weight in ("Medium", "SemiBold", "Bold"):
        sys.stdout.write(f"{weight} {save(letters(weight), f'letters-{weight.lower()}')}\n")
    sys.stdout.write(f"symbols {save(symbols(), 'symbols')}\n")
