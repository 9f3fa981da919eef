"""The report in the formats that others go on with: to paste into minutes, to reckon with, to read by a machine."""

from __future__ import annotations

import base64
import json
from typing import Any

from ..models import Workshop
from ..models.record import SCHEMA
from . import images, paper, tables, word
from .telling import told

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def every(workshop: Workshop, content: str) -> dict[str, bytes]:
    """All of them by the end of their name. ``content`` is the report's HTML."""
    said = told(workshop)
    found = {
        "docx": word.made(said["title"], said["workplace"], content),
        "xlsx": tables.xlsx(said),
        "csv": tables.as_csv(said),
        "json": as_json(said),
    }
    for chapter in paper.of(said)["chapters"]:
        if svg := drawing(chapter):
            found[f"{chapter['number']}.svg"] = svg.encode()
            found[f"{chapter['number']}.png"] = images.png(svg)
    return found


def as_json(said: dict[str, Any]) -> bytes:
    """What is told, as docs/record.md says."""
    return json.dumps({"schema": SCHEMA, **said}, ensure_ascii=False, indent=2).encode()


def drawing(chapter: dict[str, Any]) -> str:
    """The picture of a chapter, as SVG; empty where it has none."""
    _head, _comma, data = chapter["image"].partition(";base64,")
    return base64.b64decode(data).decode().strip() if data else ""
