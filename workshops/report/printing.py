"""What is told as tagged PDF pages (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from .. import mishaps, registry
from ..models import Activity
from . import telling

SHOWN = 20  # per cent, when the page is there and the PDF is to come
VARIANT = {"pdf_variant": "pdf/ua-1"}
PAPER = ("css/report.css", "css/print.css")


def pdf(title: str, content: str, progress: Callable[[int], None] = lambda percent: None) -> bytes:
    """``content`` as a tagged PDF (PDF/UA-1, ISO 14289-1). Raises NoPango where Pango is missing."""
    with _progress(progress):
        return _set(title, content, stylesheets())


def stylesheets() -> list[str]:
    """The stylesheets of a report on paper, the tools' among them."""
    return [*PAPER, *registry.styles("report_styles")]


def _set(title: str, content: str, sheets: list[str], size: str = "paper") -> bytes:
    return scoped(laid_out(title, content, sheets, size).write_pdf(**VARIANT))


def laid_out(title: str, content: str, sheets: list[str], size: str = "paper") -> Any:
    """``content`` on pages, as WeasyPrint's document; ``sheets`` are static paths. Raises NoPango without Pango."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:  # it loads Pango when it is imported
        raise mishaps.NoPango from error

    page = render_to_string("report/pdf.html", {"title": title, "content": content, "size": size})
    fonts = FontConfiguration()
    styles = [CSS(string=_font_faces() + _drawings(), font_config=fonts)]
    styles += [CSS(filename=finders.find(path) or path, font_config=fonts) for path in sheets]
    return HTML(string=page, base_url=str(settings.BASE_DIR)).render(font_config=fonts, stylesheets=styles, **VARIANT)


def poster(activity: Activity) -> bytes:
    """What the room agreed in ``activity``, as one tagged page to hang up. Raises NoPango where Pango is missing.

    A text too long for one page is set smaller.
    """
    tool, workshop = activity.dialogue_tool, activity.workshop
    chapter = next(each for each in telling.chapters(workshop) if each["activity"] == activity.pk)
    context = {"title": activity.title, "workplace": workshop.workplace, "made_at": timezone.now()}
    content = render_to_string(tool.poster_template, {**context, **tool.chapter(chapter)})
    made = _set(activity.title, content, ["css/poster.css"])
    return made if _pages(made) == 1 else _set(activity.title, content, ["css/poster.css"], "small")


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def scoped(pdf: bytes) -> bytes:
    """``pdf`` with a ``/Scope`` on every header cell, which WeasyPrint leaves out (ISO 14289-1, 7.5).

    A row of header cells alone heads columns; a header cell before data cells heads its row.
    """
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in document.objects:
            if not isinstance(element, pikepdf.Dictionary) or element.get("/S") != pikepdf.Name.TR:
                continue
            cells = [cell for cell in element.get("/K", []) if isinstance(cell, pikepdf.Dictionary)]
            only_headers = all(cell.get("/S") == pikepdf.Name.TH for cell in cells)
            scope = pikepdf.Name.Column if only_headers else pikepdf.Name.Row
            for cell in cells:
                if cell.get("/S") == pikepdf.Name.TH:
                    cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
        document.save(out)
    return out.getvalue()


def _font_faces() -> str:
    """The letters as the package has them, all of them, and our own symbols."""
    weights = {400: "Medium", 600: "SemiBold", 700: "Bold"}
    files = [
        ("Hanken Grotesk", each, settings.FONT_DIR / f"HankenGrotesk-{name}.otf") for each, name in weights.items()
    ]
    files.append(("Workshop Symbols", 400, Path(finders.find("fonts/symbols.woff2") or "")))
    return "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: url('{path.as_uri()}') }}"
        for family, weight, path in files
    )


def _drawings() -> str:
    """The drawing of each tool, in the heading of its chapters."""
    found = ((tool.key, finders.find(tool.drawing)) for tool in registry.every())
    return "".join(
        f".chapter--{key} > h2 {{ background-image: url('{Path(path).as_uri()}') }}"
        for key, path in found
        if isinstance(path, str)
    )


class _progress(logging.Handler):
    """Turns WeasyPrint's seven announced steps into per cent while the block lasts."""

    def __init__(self, report: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.report = report
        self.logger = logging.getLogger("weasyprint.progress")

    def emit(self, record: logging.LogRecord) -> None:
        """Read ``Step 5 - Creating layout`` and report it."""
        words = record.getMessage().split()
        if words[0] == "Step" and words[1].isdigit():
            self.report(SHOWN + 11 * int(words[1]))

    def __enter__(self) -> None:
        self.level_before = self.logger.level
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        self.logger.addHandler(self)

    def __exit__(self, *error: object) -> None:
        self.logger.removeHandler(self)
        self.logger.setLevel(self.level_before)
        self.logger.propagate = True
