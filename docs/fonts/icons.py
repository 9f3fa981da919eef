"""Makes the icons of static/icon.svg for what takes no SVG, and the picture that stands beside a link to us.

Not part of the product: what it makes is committed, and nothing here is needed to serve.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import cairosvg
from font_hanken_grotesk import __file__ as package
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import Image

STATIC = Path(__file__).resolve().parent.parent / "static"
LETTERS = Path(package).parent / "files"
PAPER, INK, QUIET, ACCENT = "#f7f4ec", "#16242b", "#4d5b63", "#0b5d66"
SHOWN = ("themes", "cards", "turn", "rules", "checklist", "wheel", "relations", "rasmus", "phases", "roles", "story")


def inner(name: str) -> str:
    """What is drawn in one of our pictures, without the element around it."""
    text = (STATIC / name).read_text(encoding="utf-8")
    return text[text.index(">") + 1 : text.rindex("</svg>")]


def on_paper(side: int) -> str:
    """The icon on a ground of its own, as a phone wants it: it rounds the corners itself."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="-6 -6 44 44">'
        f'<path fill="{PAPER}" d="M-6-6h44v44H-6Z"/>{inner("icon.svg")}</svg>'
    )


def words(text: str, weight: str, size: float, x: float, y: float, colour: str) -> str:
    """``text`` as outlines, so that it looks the same wherever it is drawn."""
    font = TTFont(LETTERS / f"HankenGrotesk-{weight}.otf")
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    found, at = [], 0.0
    for letter in text:
        pen = SVGPathPen(glyphs)
        glyphs[names[ord(letter)]].draw(pen)
        found.append(f'<path transform="translate({at})" d="{pen.getCommands()}"/>')
        at += glyphs[names[ord(letter)]].width
    return f'<g fill="{colour}" transform="translate({x} {y}) scale({scale} {-scale})">{"".join(found)}</g>'


def share() -> str:
    """1200 × 630, as those who show links want it: who we are, and a way of talking beside the other."""
    room = 1040 / len(SHOWN)
    line = (
        f'<svg x="{80 + room * n + (room - 72) / 2}" y="452" width="72" height="72" viewBox="0 0 64 64" fill="none" '
        f'stroke="{INK}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
        f"{inner(f'drawings/{name}.svg')}</svg>"
        for n, name in enumerate(SHOWN)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">'
        f'<path fill="{PAPER}" d="M0 0h1200v630H0Z"/><path fill="{ACCENT}" d="M0 0h1200v14H0Z"/>'
        f'<svg x="76" y="96" width="128" height="128" viewBox="2 4 28 26">{inner("icon.svg")}</svg>'
        f"{words('Dialogværksted', 'Bold', 92, 232, 190, INK)}"
        f"{words('Tal om, hvad det digitale gør ved jeres arbejde.', 'Medium', 43, 80, 318, INK)}"
        f"{words('Skriv fra telefonen, se det på tavlen, og bliv enige.', 'Medium', 43, 80, 378, QUIET)}"
        f"{''.join(line)}</svg>"
    )


def png(svg: str, **size: int) -> Image.Image:
    return Image.open(BytesIO(cairosvg.svg2png(svg.encode(), **size)))


def save(picture: Image.Image, name: str) -> None:
    """As few colours as the drawing needs, so that it is small."""
    picture.convert("RGB").quantize(64).save(STATIC / name, optimize=True)
    sys.stdout.write(f"{name} {(STATIC / name).stat().st_size}\n")


if __name__ == "__main__":
    icon = (STATIC / "icon.svg").read_text(encoding="utf-8")
    large = png(icon, output_width=256, output_height=256)
    large.save(STATIC / "root" / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    save(png(on_paper(180)), "root/apple-touch-icon.png")
    save(png(share()), "share.png")
