"""What the report tells of the matrix."""

from __future__ import annotations

from typing import Any

from workshops.tool import Chapter, Context, Place, ToldAnswers


def tell(told: Chapter) -> Context:
    """What the chapter is drawn of: the matrix, how many cells nobody filled, and what was proposed beside it."""
    asked = [(section, answers) for section in told["sections"] for answers in section["answers"]]
    columns: dict[int, ToldAnswers] = {}
    for _section, answers in asked:
        columns.setdefault(_question(answers), answers)
    order = sorted(columns, key=lambda column: columns[column]["position"])
    rows: list[dict[str, Any]] = []
    for section in told["sections"]:
        at = {_question(answers): answers for answers in section["answers"]}
        cells = [_cell(at[column]) if column in at else None for column in order]
        rows.append({"title": section["title"], "cells": cells})
    return {
        "columns": [columns[column]["question"] for column in order],
        "rows": rows,
        "empty": sum(not (cell and cell["text"]) for row in rows for cell in row["cells"]),
        "proposals": [
            {"row": section["title"], "column": answers["question"], "text": note["text"]}
            for section, answers in asked
            for note in answers["notes"]
            if note["kind"] != "taken"
        ],
        "more": sum(answers["more"] for _section, answers in asked),
    }


def _cell(answers: ToldAnswers) -> dict[str, Any]:
    """What stands in a cell; ``state`` is None where none was chosen."""
    return {
        "column": answers["question"],
        "state": next((choice for choice in answers["choices"] if choice["settled"]), None),
        "due": answers["due"],
        "text": answers["text"],
    }


def _question(answers: ToldAnswers) -> int:
    return Place.parse(answers["place"]).question
