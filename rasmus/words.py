"""The pictures in words, for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from .compass import Circle


def improvements(n: int) -> str:
    return ngettext("%d forbedring", "%d forbedringer", n) % n


def deteriorations(n: int) -> str:
    return ngettext("%d forringelse", "%d forringelser", n) % n


def compass(circles: Iterable[Circle]) -> str:
    """The numbers of every circle: ``Realistisk: 1 i dag, 2 forbedringer, 0 forringelser; …``."""
    return "; ".join(
        f"{circle.title}: {gettext('%d i dag') % circle.today},"
        f" {improvements(circle.better)}, {deteriorations(circle.worse)}"
        for circle in circles
    )


def then_and_now(sections: Iterable[dict[str, Any]]) -> str:
    """What was expected of every circle, and what was experienced."""
    said = gettext("%(title)s: forventet %(up)s og %(down)s, oplevet %(more)s og %(less)s")
    return "; ".join(
        said
        % {
            "title": section["title"],
            "up": improvements(section["expected"]["better"]),
            "down": deteriorations(section["expected"]["worse"]),
            "more": improvements(section["better"]),
            "less": deteriorations(section["worse"]),
        }
        for section in sections
    )
