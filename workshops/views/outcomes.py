"""What the room comes to at a place: a choice it settles on, or a text that several people write together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from .. import changes
from ..errors import Gone, Refused
from ..http import Request
from ..models import Workshop
from ..place import Place
from .access import facilitator
from .page import page
from .reply import done, patch, refused

EARLIEST = 2000  # a year that is still being typed is not one yet
KEPT = ("choice", "choice_was", "due", "due_was")


@require_POST
@facilitator
def settle(request: Request, workshop: Workshop) -> HttpResponse:
    """Settle on a choice at a place, or take it back: ``choice`` is the place, a colon and the choice's key."""
    place, _sep, choice = request.POST.get("choice", "").partition(":")
    try:
        workshop.settle(_place(place), choice)
    except ValidationError as error:
        return refused(request, workshop, error)
    return done(request, workshop, changes.STAGE)


@require_POST
@facilitator
def write(request: Request, workshop: Workshop) -> HttpResponse:
    """Write at a place, from what stood there when the form was drawn. Nothing typed is lost by an error."""
    text = request.POST.get("text", "")
    try:
        place = _place(request.POST.get("place", ""))
        outcome, revision, joined = workshop.fill(place, text, request.POST.get("was", ""), **_changed(request))
    except Gone as error:
        return _gone(request, workshop, error)
    except ValidationError as error:
        return _wrong(request, workshop, error)
    toast = gettext("Gemt.") if revision else ""
    if joined:
        toast = gettext("En anden skrev her samtidig. Begge tekster står der nu.")
    return done(request, workshop, changes.outcome(outcome.place), toast=toast, undo=revision)


def _changed(request: Request) -> dict[str, Any]:
    """The choice and the date, where the form has them and they differ from what it began with."""
    changed: dict[str, Any] = {}
    if request.POST.get("choice", "") != request.POST.get("choice_was", ""):
        changed["choice"] = request.POST.get("choice", "")
    if request.POST.get("due", "") != request.POST.get("due_was", ""):
        changed["due"] = _date(request.POST.get("due", ""))
    return changed


def _date(text: str) -> dt.date | None:
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.year < EARLIEST):
        raise Refused(gettext("Datoen findes ikke. Skriv den som 2027-03-31."))
    return found


def _place(text: str) -> Place:
    try:
        return Place.parse(text)
    except ValueError:
        raise Refused(gettext("Vi kan ikke se, hvor det skal stå. Genindlæs siden, og prøv igen.")) from None


def _wrong(request: Request, workshop: Workshop, error: ValidationError, **more: object) -> HttpResponse:
    """Why it was not stored, beside the field, where what was typed still stands."""
    context = {"workshop": workshop, "place": request.POST.get("place", ""), "errors": error.messages, **more}
    if request.htmx:
        return patch(render_to_string("desk/_cell_wrong.html", context), status=422)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("text", "was")}
    typed["rest"] = [(name, request.POST[name]) for name in KEPT if name in request.POST]
    return page(request, "desk/cell.html", context | typed, wrong=True)


def _gone(request: Request, workshop: Workshop, error: ValidationError) -> HttpResponse:
    """The place is not on the agenda any more: offer the text to the others of the same question."""
    place = _place(request.POST.get("place", ""))
    cells = [
        (Place(topic.pk, question.pk), f"{topic} · {question}")
        for activity in workshop.activities.all()
        for topic, question in activity.question_set.places()
        if question in activity.question_set.columns()
    ]
    same = [(each, label) for each, label in cells if each.question == place.question]
    return _wrong(request, workshop, error, offered=same or cells, text=request.POST.get("text", ""))
