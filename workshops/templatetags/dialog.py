from __future__ import annotations

import datetime as dt
import io
from functools import lru_cache

import segno
from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(300)  # a workshop has one; drawing it takes a quarter of the wall's time
def qr(url: str, label: str = "") -> SafeString:
    """A QR code of ``url`` as inline SVG that scales with its box; ``label`` is what a screen reader says.

    It brings its own white ground, four modules wide (ISO/IEC 18004, 9.1): phones read nothing black on a dark page.
    """
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        title=label or url,
    )
    return mark_safe(out.getvalue().decode())


@register.filter
def beneath(html: str) -> SafeString:
    """A report, drawn by ourselves, on a page that has a heading of its own: a page has one."""
    return mark_safe(html.replace("<h1>", '<h2 class="front__title">').replace("</h1>", "</h2>"))


@register.filter
def day(date: str) -> str:
    """``2026-09-30`` as it is read: 30. september 2026; nothing for nothing."""
    return date_format(dt.date.fromisoformat(date), "j. F Y") if date else ""


@register.filter
def spaced(code: str) -> str:
    """A join code in two halves, as it is read aloud: ``ABC 234``."""
    return f"{code[:3]} {code[3:]}"
