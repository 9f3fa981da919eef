"""The report as a document to edit (Office Open XML, ECMA-376): with styles, real lists and tables."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import docx
import lxml.html
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from . import images

HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3}
BLOCKS = {"section", "div", "header", "article", "figure"}
LEFT_OUT = {"contents", "chapter__drawing", "visually-hidden"}  # classes of what is for screens, or for print alone
WIDTH = Cm(16)


def made(title: str, author: str, content: str) -> bytes:
    """``content``, the report's HTML, as a document."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.core_properties.language = "da-DK"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    _speak_danish(document)
    Writer(document).write(lxml.html.fragment_fromstring(content, create_parent="div"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _speak_danish(document: Any) -> None:
    """Have Word spell and read it in Danish."""
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), "da-DK")


class Writer:
    """Writes HTML as the report has it into a document: what it does not know it reads for the text in it."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def write(self, element: Any) -> None:
        """The blocks of ``element``, in order."""
        for each in element:
            if not isinstance(each.tag, str) or LEFT_OUT & {*each.get("class", "").split()}:
                continue
            if each.tag in BLOCKS:
                self.write(each)
            elif each.tag in HEADINGS:
                self._fill(self.document.add_heading(level=HEADINGS[each.tag]), each)
            elif each.tag in ("ul", "ol"):
                self._list(each)
            elif each.tag == "table":
                self._table(each)
            elif each.tag == "p" and each.find(".//img") is not None:
                self._picture(each.find(".//img"))
            elif _text(each):
                self._fill(self.document.add_paragraph(), each)

    def _list(self, element: Any) -> None:
        numbering = self._numbering() if element.tag == "ol" else None
        for item in element:
            blocks = [each for each in item if each.tag in ("ul", "ol", "h3", "h4", "p", "div", "table")]
            if not blocks:
                self._item(item, numbering)
                continue
            first, *others = blocks
            if first.tag in HEADINGS:
                self.write(item)
                continue
            self._item(first, numbering)
            for each in others:
                self.write([each])

    def _item(self, element: Any, numbering: int | None) -> None:
        style = "List Bullet" if numbering is None else "List Number"
        paragraph = self.document.add_paragraph(style=style)
        if numbering is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, numbering
        self._fill(paragraph, element)

    def _numbering(self) -> int:
        """A numbering of its own, that begins with one: all lists of a style are counted on as one."""
        root = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element.pPr.numPr.numId.val
        like = next(each for each in root.num_lst if each.numId == style)
        fresh = root.add_num(like.abstractNumId.val)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
        return fresh.numId

    def _table(self, element: Any) -> None:
        rows = element.xpath(".//tr")
        if not rows:
            return
        columns = max(len(row) for row in rows)
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            for cell, source in zip(cells, row, strict=False):
                self._cell(cell, source)
            if row.getparent().tag == "thead":
                header = OxmlElement("w:tblHeader")
                table.rows[-1]._tr.get_or_add_trPr().append(header)
        self.document.add_paragraph()

    def _cell(self, cell: Any, source: Any) -> None:
        paragraph = cell.paragraphs[0]
        self._fill(paragraph, source, bold=source.tag == "th")

    def _picture(self, element: Any) -> None:
        source = element.get("src", "")
        if not element.get("alt") or ";base64," not in source:
            return
        png = images.png(base64.b64decode(source.partition(";base64,")[2]).decode().strip())
        shape = self.document.add_picture(io.BytesIO(png), width=WIDTH)
        shape._inline.docPr.set("descr", element.get("alt"))

    def _fill(self, paragraph: Paragraph, element: Any, bold: bool = False) -> None:
        """The words of ``element`` with what is bold in it; a line break where it has one."""
        is_first, is_apart = True, False  # of its line; whether space stood before it
        for text, is_bold in _runs(element, bold):
            if text == "\n":
                paragraph.add_run().add_break(WD_BREAK.LINE)
                is_first, is_apart = True, False
                continue
            if said := " ".join(text.split()):
                is_apart = (is_apart or text[0].isspace()) and not is_first
                paragraph.add_run(f" {said}" if is_apart else said).bold = is_bold or None
                is_first, is_apart = False, text[-1].isspace()
            else:
                is_apart = is_apart or bool(text)


def _runs(element: Any, bold: bool) -> Iterator[tuple[str, bool]]:
    """The words of ``element`` in order, each with whether it is bold; a line break as one of its own."""
    if element.text:
        yield element.text, bold
    for each in element:
        if each.tag == "br":
            yield "\n", bold
        elif each.tag == "p" and each.getprevious() is not None:
            yield "\n", bold
            yield from _runs(each, bold)
        elif isinstance(each.tag, str) and "visually-hidden" not in each.get("class", ""):
            yield from _runs(each, bold or each.tag in ("b", "strong", "th"))
        if each.tail:
            yield each.tail, bold


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()
