from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


def as_image(template: str, context: dict[str, Any]) -> str:
    """An SVG template drawn as the address of an image.

    In the report a picture is an ``<img>``: WeasyPrint keeps the text that stands for an image, not for an SVG.
    """
    return address(render_to_string(template, context))


@cache
def drawing(path: str) -> str:
    """A drawing among the static files, likewise: a report is kept longer than a file's address. Empty without one."""
    found = finders.find(path)
    return address(Path(found).read_text(encoding="utf-8")) if isinstance(found, str) else ""


def address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
