"""A drawing of the report as a picture of dots, for what cannot show SVG."""

from __future__ import annotations

import io
import re

from .. import pictures
from . import printing

SIZE = re.compile(r'\bviewBox="\S+ \S+ (\S+) (\S+)"')


def png(svg: str, width: int) -> bytes:
    """``svg`` as a PNG so many pixels wide, on white: as it is on paper. Raises NoPango where Pango is missing."""
    import pypdfium2

    size = SIZE.search(svg)
    assert size, "a drawing tells its size"
    style = f"@page {{ size: {size[1]}px {size[2]}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    content = f'<style>{style}</style><img alt="" width="{size[1]}" src="{pictures.address(svg)}">'
    with pypdfium2.PdfDocument(printing.laid_out("", content, []).write_pdf()) as document:
        drawn = document[0].render(scale=width / document[0].get_width()).to_pil()
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
