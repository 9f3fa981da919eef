"""A page with a form. Where something in it is wrong, the page says so: first in its title, summed up, and at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import texts


class Fault(NamedTuple):
    """What is wrong, and the id of the field it is about; no id where it is about no field."""

    text: str
    field: str = ""
    label: str = ""


def faults_of(form: forms.BaseForm, about: str = "") -> Iterator[Fault]:
    """All that is wrong in a form; ``about`` tells it from other forms of the same page."""
    for name, errors in form.errors.items():
        if name not in form.fields:
            yield from (Fault(str(error)) for error in errors)
            continue
        field = form[name]
        first = field.subwidgets[0].id_for_label if isinstance(field.field.widget, forms.RadioSelect) else ""
        label = str(field.label).rstrip("?:")
        said = f"{texts.shortened(about, 40)} · {label}" if about else label
        yield from (Fault(str(error), first or field.id_for_label, said) for error in errors)


def back_to(address: str, name: str, direction: str, order: Iterable[object], item: object) -> str:
    """Where to go after something was moved: the page at the button that moves it on; the other one at either end.

    ``order`` is what it now stands among. The buttons have the ids ``name-up`` and ``name-down``.
    """
    beside = [str(each) for each in order]
    if str(item) not in beside:
        return address
    ends = {"up": beside[0], "down": beside[-1]}
    if ends[direction] == str(item):
        direction = "down" if direction == "up" else "up"
    return f"{address}#{name}-{direction}"


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    wrong: bool = False,
    faults: Iterable[Fault] = (),
) -> HttpResponse:
    """The page; with 422 where something is wrong or ``faults`` says what."""
    told = list(faults)
    is_wrong = wrong or bool(told)
    said = {"is_wrong": is_wrong, "faults": told}
    return render(request, template, context | said, status=422 if is_wrong else 200)
