"""Every component in every state, drawn by the templates that the product uses: to look at, and to compare with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import registry
from ..fields import LineField, LinesField
from ..forms import REQUIRED
from ..http import Request
from ..models import Cluster, Note, QuestionSet, Workshop
from ..models.options import Option, ranked
from ..models.outcomes import Choice
from ..models.written import Reason
from ..registry import Kind, Tool
from .access import logged_in

ARROWS = "←→↑↓↳✕"  # of buttons and notes; the other symbols are those of kinds
INK, SHEET = "#16242b", "#fffdf8"


class SampleForm(forms.Form):
    """A field of each kind."""

    title = LineField(label=_("Titel"), max_length=60, help_text=_("Det, der står øverst på tavlen."))
    about = LinesField(label=_("Beskrivelse"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    minutes = forms.IntegerField(label=_("Minutter"), max_value=600)
    at = forms.DateField(label=_("Dato"), widget=forms.DateInput(attrs={"type": "date"}))
    keep = forms.ChoiceField(
        label=_("Hvor længe gemmes sedlerne?"), choices=[(30, _("En måned")), (90, _("Et kvartal"))]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages |= REQUIRED


@dataclass(frozen=True)
class Colour:
    """A colour that all share, and how ink, and what is light, can be read on it."""

    name: str
    code: str

    @property
    def dark_on_it(self) -> float:
        """The contrast of ink on it, to one."""
        return contrast(INK, self.code)

    @property
    def light_on_it(self) -> float:
        """The contrast of the lightest ground on it, to one."""
        return contrast(SHEET, self.code)


def contrast(one: str, other: str) -> float:
    """How far two colours are from each other, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return round((light + 0.05) / (dark + 0.05), 1)


def _luminance(code: str) -> float:
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def colours() -> list[Colour]:
    """The colours in ``tokens.css``."""
    sheet = Path(str(finders.find("css/tokens.css"))).read_text(encoding="utf-8")
    return [Colour(name, code) for name, code in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet)]


@require_safe
@logged_in
def show(request: Request) -> HttpResponse:
    """The page of samples."""
    typed = {"title": gettext("En titel, der er længere, end der er plads til øverst på tavlen"), "minutes": "700"}
    refused = SampleForm({f"refused-{name}": text for name, text in typed.items()}, prefix="refused")
    symbols = {each for tool in registry.every() for kind in tool.kinds for each in kind.symbol if not each.isalnum()}
    context = {
        "form": SampleForm(prefix="empty"),
        "refused": refused,
        "tools": [_sample(tool, at) for at, tool in enumerate(registry.every(), 1)],
        "notes": _notes(),
        **_choosing(),
        "symbols": [*sorted(symbols - set(ARROWS)), *ARROWS],
        "colours": colours(),
        "set": QuestionSet.objects.for_user(request.user).with_counts().first(),
        "workshop": Workshop(pk=0, title=gettext("Nyt omsorgssystem"), workplace="Solgården", code="ABC234"),
    }
    return render(request, "samples/page.html", context)


def _sample(tool: Tool, at: int) -> dict[str, Any]:
    """A tool with a note of each of its kinds, and with its choices, of which the room settled on the first."""
    kinds = [kind for kind in tool.kinds if kind.use != "mark"]
    marks = [Choice(kind, 7 - n, n == 0) for n, kind in enumerate(each for each in tool.kinds if each.use == "mark")]
    return {
        "tool": tool,
        "notes": [_note(kind, 100 * at + n) for n, kind in enumerate(kinds)],
        "kinds": [kind for kind in kinds if kind.use == "note"],
        "spot": {"place": f"sample-{tool.key}", "choices": marks},
    }


def _notes() -> list[dict[str, Any]]:
    """A note in each of its states."""
    asks, answers = Kind("note", _("seddel")), Kind("before", _("gøres før"), "◁")
    states = [{}, {"hidden": True}, {"seeks_answers": True, "is_unanswered": True}]
    plain = [_note(asks, n, **more) for n, more in enumerate(states, 1)]
    answered = _note(asks, 4, seeks_answers=True, answered=[plain[0]])
    return [*plain, answered, _note(answers, 5, answering=[answered])]


def _choosing() -> dict[str, Any]:
    """Notes that are read through, in each state; and what can be chosen, before and after the dots are counted."""
    kind = Kind("note", _("seddel"))
    held = ({"hidden": True, "get_reason_display": Reason(each).label} for each in Reason.values)
    states: list[dict[str, Any]] = [{"shown": False}, {"shown": False, "names": ["Mette"]}, {"shown": True}, *held]
    notes = [Note(number=50 + n, kind=kind.key, text=_note(kind, 0)["text"]) for n in range(9)]
    for note in notes:
        note.look = kind
    cluster = Cluster(pk=0, heading=gettext("Tid til at lære det nye"))
    laid = [Option(notes[:4], cluster), Option(notes[4:5]), Option(notes[5:6])]
    return {
        "reviewed": [_note(kind, 40 + n, **more) for n, more in enumerate(states)],
        "reviewing": {"step": {"reviews": True}},
        "options": ranked([replace(each, dots=dots) for each, dots in zip(laid, (9, 4, 4), strict=True)]),
        "chosen": {"dots_put": True},
        "choosing": [Option(notes[6:8], cluster, dots=2), Option(notes[8:])],
        "stacking": {"activity": {"stacks": True}},
    }


def _note(kind: Kind, number: int, **more: Any) -> dict[str, Any]:
    """What a note is drawn of."""
    text = gettext("Vi får mere tid til borgerne, når vi slipper for at skrive det samme to steder.")
    note = {"number": number, "order": number, "kind": kind.key, "look": kind, "text": text}
    return {**note, "place": "sample", "version": 1, "shown": True, **more}
