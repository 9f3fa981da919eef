"""The letters that paper is set with: Hanken Grotesk, our own symbols, and the fonts of fonts/ for all else that people
write. A system's own fonts are never used, so that a report is the same wherever it is made."""

from __future__ import annotations

import base64
import re
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders

FONTS = Path(__file__).resolve().parent / "fonts"
EMOJI = "emoji"  # the family that Pango looks for where a character is to be shown as a picture
MISSING = "\u25a1"  # for a character that none of the fonts has: a glyph for "none" may not be in PDF/A
# Without a shape of their own: joiners, marks of direction, variation selectors, and what a flag is told by.
SHAPELESS = frozenset(
    chain(
        map(ord, "\t\n\r\u00ad\u034f\u061c"),
        *(range(*each) for each in [(0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2065), (0x2066, 0x206A)]),
        *(range(*each) for each in [(0xFE00, 0xFE10), (0xE0020, 0xE0080), (0xE0100, 0xE01F0)]),
    )
)
DRAWN = re.compile(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/=]+)")
AUTO = re.compile(r"""(<[^<>]*\bdir=")auto(?="[^<>]*>)""")
TAG = re.compile(r"^[^>]*>|<[^>]*>?")
NO_LETTER = ("Cc", "Cf", "Co", "Zl", "Zp")  # controls, formats, private use, ends of lines
FAR = 500  # characters in which the first letter of a text is looked for


class Face(NamedTuple):
    family: str
    weight: int
    path: Path


@cache
def faces() -> tuple[Face, ...]:
    """Each font; where several have a character, the first that a stylesheet names."""
    letters = [
        Face("Hanken Grotesk", weight, settings.FONT_DIR / f"HankenGrotesk-{name}.otf")
        for weight, name in {400: "Medium", 600: "SemiBold", 700: "Bold"}.items()
    ]
    symbols = Face("Workshop Symbols", 400, Path(finders.find("fonts/symbols.woff2") or ""))
    return (*letters, symbols, *(_face(path) for path in sorted(FONTS.glob("*.ttf"))))


def _face(path: Path) -> Face:
    """What a file of fonts/ is, by its name: NotoSansThai-Bold."""
    name, _, style = path.stem.partition("-")
    family = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return Face(EMOJI if name == "NotoEmoji" else family, 700 if style == "Bold" else 400, path)


@cache
def _known() -> frozenset[int]:
    """The characters that can be set: nothing of private use is a letter to anybody else."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for face in faces():
        with TTFont(face.path, lazy=True) as font:
            known |= set(font.getBestCmap())
    return frozenset(each for each in known if unicodedata.category(chr(each)) not in NO_LETTER) | SHAPELESS


def settable(text: str) -> str:
    """``text`` with nothing but characters that our fonts have, in its pictures, too: what has none is a box. A letter
    and its accent are one character."""
    text = DRAWN.sub(lambda found: found[1] + _recoded(found[2]), text)
    text = unicodedata.normalize("NFC", text)
    return text.translate({ord(each): _instead(each) for each in set(text) if ord(each) not in _known()})


def _instead(unknown: str) -> str:
    if unknown.isspace():
        return " "
    return "" if unicodedata.category(unknown) in ("Cc", "Cf") else MISSING


def _recoded(drawing: str) -> str:
    return base64.b64encode(settable(base64.b64decode(drawing).decode()).encode()).decode()


def directed(html: str) -> str:
    """``html`` with the direction of each ``dir="auto"``, which is that of the first letter after it."""
    return AUTO.sub(lambda found: found[1] + _direction(html[found.end() : found.end() + FAR]), html)


def _direction(html: str) -> str:
    sides = (unicodedata.bidirectional(each) for each in TAG.sub("", html))
    return "ltr" if next((side for side in sides if side in ("L", "R", "AL")), "L") == "L" else "rtl"


def configuration() -> Any:
    """What Pango finds fonts in: none of the system's, and those that stylesheets name."""
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    # An empty configuration is what WeasyPrint has no function for.
    ffi.cdef("FcConfig * FcConfigCreate (void);", override=True)
    found = FontConfiguration()
    found._config = fontconfig.FcConfigCreate()
    pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", found.font_map), found._config)
    fontconfig.FcConfigDestroy(found._config)  # the font map keeps it
    return found


def font_faces() -> str:
    """All of the fonts as a stylesheet."""
    return "".join(
        f"@font-face {{ font-family: '{each.family}'; font-weight: {each.weight}; src: url('{each.path.as_uri()}') }}"
        for each in faces()
    )
