"""A drawing of the report as a picture of dots, for what cannot show SVG."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders


def png(svg: str, width: int) -> bytes:
    """``svg`` as a PNG so many pixels wide, on white, in the report's own letters."""
    import resvg_py

    fonts = [str(path) for path in sorted(settings.FONT_DIR.glob("HankenGrotesk-*.otf"))]
    symbols: Any = finders.find("fonts/symbols.woff2")
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background="white", font_files=[*fonts, symbols], skip_system_fonts=True
    )
    return bytes(drawn)
