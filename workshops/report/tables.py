"""What a workshop came to as tables: for a spreadsheet (Office Open XML, ECMA-376), and as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from .leaving_out import Told
from .telling import stood

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # https://owasp.org/www-community/attacks/CSV_Injection

Row = list[str | int]


@dataclass(frozen=True)
class Table:
    """Rows of a spreadsheet under the names of their columns."""

    name: str
    columns: list[str]
    rows: list[Row]


def tables(told: Told) -> list[Table]:
    """What was agreed, what was put together and got dots, and what was marked; and the notes that are told."""
    return [results(told), _together(told), _figures(told), _notes(told)]


def results(told: Told) -> Table:
    """What the room came to, a row each."""
    columns = [
        gettext("Resultat"),
        gettext("Hvad"),
        gettext("Hvem"),
        gettext("Hvornår"),
        gettext("Før, under eller efter"),
        gettext("Status"),
    ]
    rows: list[Row] = []
    for each in told["agreements"]:
        agreed = stood(each)
        period = agreed.get_period_display() if agreed.is_agreed else ""
        result, period, status = (
            capfirst(str(word)) for word in (agreed.get_result_display(), period, agreed.get_status_display())
        )
        rows.append([result, agreed.what, agreed.who, each["due"], period, status])
    return Table(gettext("Aftaler"), columns, rows)


def _together(told: Told) -> Table:
    rows: list[Row] = [
        [chapter["title"], option["text"], option["size"] or 1, option["dots"]]
        for chapter in told["chapters"]
        for option in chapter["together"]
    ]
    columns = [gettext("Punkt"), gettext("Bunke eller seddel"), gettext("Sedler"), gettext("Prikker")]
    return Table(gettext("Bunker og prikker"), columns, rows)


def _figures(told: Told) -> Table:
    rows: list[Row] = [
        [chapter, section, answers["question"], capfirst(choice["word"]), choice["count"]]
        for chapter, section, answers in _places(told)
        for choice in answers["choices"]
    ]
    columns = [gettext("Punkt"), gettext("Tema"), gettext("Spørgsmål"), gettext("Svar"), gettext("Antal")]
    return Table(gettext("Tal"), columns, rows)


def _notes(told: Told) -> Table:
    rows: list[Row] = [
        [chapter, section, answers["question"], note["text"]]
        for chapter, section, answers in _places(told)
        for note in (answers["notes"] if told["words"] else [])
    ]
    columns = [gettext("Punkt"), gettext("Tema"), gettext("Spørgsmål"), gettext("Seddel")]
    return Table(gettext("Sedler"), columns, rows)


def _places(told: Told) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for chapter in told["chapters"]:
        for section in chapter["sections"]:
            for answers in section["answers"]:
                yield chapter["title"], section["title"], answers


def xlsx(told: Told) -> bytes:
    """All tables as one spreadsheet, a sheet each. Text stays text: nothing in it is a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"title": told["title"], "author": told["workplace"]})
        head, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables(told):
            if not table.rows:
                continue
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, table.columns, head)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(table.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(number, column, value, wrapped)
                    else:
                        sheet.write_string(number, column, value, wrapped)
            sheet.autofit(420)
        if not book.worksheets():
            book.add_worksheet(gettext("Aftaler")).write_row(0, 0, results(told).columns, head)
    return out.getvalue()


def as_csv(told: Told) -> bytes:
    """What the room came to as CSV: with semicolons and a byte order mark, as a Danish spreadsheet opens it."""
    out = io.StringIO()
    table = results(told)
    writer = csv.writer(out, delimiter=";")
    writer.writerow(table.columns)
    writer.writerows([_as_text(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _as_text(value: str | int) -> str | int:
    """``value`` as a spreadsheet reads it for text, never for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_FORMULA) else value
