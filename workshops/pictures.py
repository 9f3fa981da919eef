from __future__ import annotations

import base64
from typing import Any

from django.template.loader import render_to_string


def as_image(template: str, context: dict[str, Any]) -> str:
    """An SVG template drawn as the address of an image.

    In the report a picture is an ``<img>``: WeasyPrint keeps the text that stands for an image, not for an SVG.
    """
    return "data:image/svg+xml;base64," + base64.b64encode(render_to_string(template, context).encode()).decode()
