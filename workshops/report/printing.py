"""What is told as tagged PDF pages (PDF/UA-1, ISO 14289-1, and PDF/A-3a, ISO 19005-3)."""

from __future__ import annotations

import ctypes.util
import io
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from .. import mishaps, registry
from . import letters, shaping

if TYPE_CHECKING:
    import pikepdf

SHORT = 8  # pages that need no list of contents
FILLS = 5_000  # characters of HTML on a page, about: a wrong guess costs time, since it is set once more
SHOWN = 20  # per cent, when the page is there and the PDF is to come
VARIANT = {"pdf_variant": "pdf/a-3a"}
# That the file is PDF/UA-1, too, and what says so: an extension that PDF/A wants described (ISO 19005-3, 6.6.2.3).
IS_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
LONG = "paper long"  # with its contents
PAPER = ("css/report.css", "css/print.css")


def pdf(
    title: str,
    content: str,
    progress: Callable[[int], None] = lambda percent: None,
    author: str = "",
    attached: Mapping[str, bytes] | None = None,
) -> bytes:
    """``content`` as a PDF to read aloud and to keep (PDF/UA-1 and PDF/A-3a); a long one lists its contents.

    ``attached`` are files that are put in it, by their names. Raises NoPango where Pango is missing.
    """
    with _progress(progress):
        is_long = len(content) > SHORT * FILLS
        made = laid_out(title, content, stylesheets(), LONG if is_long else "paper", author)
        if (len(made.pages) > SHORT) != is_long:
            made = laid_out(title, content, stylesheets(), "paper" if is_long else LONG, author)
        return completed(made.write_pdf(attachments=_attachments(attached or {}), **VARIANT))


def _attachments(files: Mapping[str, bytes]) -> list[Any]:
    """Files as the data that a PDF is drawn of (ISO 19005-3, Annex E)."""
    from weasyprint import Attachment

    at = timezone.now()
    return [
        Attachment(string=content, name=name, description=name, created=at, modified=at, relationship="Data")
        for name, content in files.items()
    ]


def stylesheets() -> list[str]:
    """The stylesheets of a report on paper, the tools' among them."""
    return [*PAPER, *registry.styles("report_styles")]


def printed(title: str, content: str, sheets: list[str], size: str = "paper") -> bytes:
    """``content`` as a tagged PDF to print; ``sheets`` are static paths. Raises NoPango where Pango is missing."""
    return completed(laid_out(title, content, sheets, size).write_pdf(**VARIANT))


def laid_out(title: str, content: str, sheets: list[str], size: str = "paper", author: str = "") -> Any:
    """``content`` on pages, as WeasyPrint's document; ``sheets`` are static paths. Raises NoPango without Pango."""
    try:
        with libraries_by_file_name():
            from weasyprint import CSS, HTML
    except OSError as error:  # it loads Pango when it is imported
        raise mishaps.NoPango from error

    context = {"title": title, "author": author, "content": letters.directed(letters.settable(content)), "size": size}
    page = render_to_string("report/pdf.html", context)
    fonts = letters.configuration()
    shaping.prepare()
    styles = [CSS(string=letters.font_faces() + _drawings(), font_config=fonts)]
    styles += [CSS(filename=finders.find(path) or path, font_config=fonts) for path in sheets]
    return HTML(string=page, base_url=str(settings.BASE_DIR)).render(font_config=fonts, stylesheets=styles, **VARIANT)


@contextmanager
def libraries_by_file_name() -> Iterator[None]:
    """Have Linux find a library by the name of its file alone, which is among those that WeasyPrint tries.

    For any other name a compiler and a linker are asked, in some fifty processes.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def completed(pdf: bytes) -> bytes:
    """``pdf`` with what WeasyPrint leaves out: a ``/Scope`` on every header cell (ISO 14289-1, 7.5), and that it is
    PDF/UA as well as PDF/A.

    A row of header cells alone heads columns; a header cell before data cells heads its row.
    """
    import pikepdf

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
        shaping.mend(document)
        told = document.Root.Metadata.read_bytes().decode()
        document.Root.Metadata.write(told.replace("</rdf:RDF>", f"{IS_UA}</rdf:RDF>").encode())
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    """``document`` with no stream that ends in half an end of line: where it ends would be anybody's guess, which PDF/A
    forbids (ISO 19005-3, 6.1.7.1). Compressed data may end so by chance; what follows its end is not read."""
    import pikepdf

    while True:
        out = io.BytesIO()
        document.save(out)
        if b"\r\nendstream" not in out.getvalue():
            return out.getvalue()
        document.Root.Turn = document.Root.get("/Turn", 0) + 1  # what is compressed together ends otherwise then
        streams: list[Any] = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
        for each in streams:
            raw = each.read_raw_bytes()
            if raw.endswith(b"\r") or "/Filter" not in each:  # what has none is text, compressed when it is saved
                each.write(raw + b"\n", filter=each.get("/Filter"), decode_parms=each.get("/DecodeParms"))


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
