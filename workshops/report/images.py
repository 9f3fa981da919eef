"""A drawing of the report as a picture of dots, for what cannot show SVG."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from .. import pictures
from . import printing

WIDTH = 2000  # pixels: enough for a page
SIZE = re.compile(r'\bviewBox="\S+ \S+ (\S+) (\S+)"')


@lru_cache(16)  # a picture stands in the document, too
def png(svg: str) -> bytes:
    """``svg`` as a PNG on white, WIDTH pixels wide: as it is on paper. Raises NoPango where Pango is missing."""
    import pypdfium2

    size = SIZE.search(svg)
    assert size, "a drawing tells its size"
    style = f"@page {{ size: {size[1]}px {size[2]}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    content = f'<style>{style}</style><img alt="" width="{size[1]}" src="{pictures.address(svg)}">'
    with pypdfium2.PdfDocument(printing.laid_out("", content, []).write_pdf()) as document:
        drawn = document[0].render(scale=WIDTH / document[0].get_width()).to_pil()
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
