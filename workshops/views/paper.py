"""On paper: what is printed beforehand, and notes that were written there."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from .. import pasting
from ..codes import new_key
from ..errors import Refused
from ..http import Request
from ..models import Sent, Workshop, agendas
from ..place import Place
from ..workshop_forms import PastedForm
from .access import facilitator
from .page import faults_of, page


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The sheets to print, and a form for what was written on them: seen first as it would be stored, then stored."""
    places = _places(workshop) if workshop.is_open else []
    form = PastedForm(places, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "workshop": workshop,
        "printed": [each for each in workshop.activities.all() if each.dialogue_tool.sheet_template],
        "form": form,
        "takes": bool(places) or request.method == "POST",
    }
    if request.method != "POST" or not form.is_valid():
        return page(request, "prepare/paper.html", context, faults=faults_of(form))
    place = Place.parse(form.cleaned_data["place"])
    read = pasting.read(form.cleaned_data["text"], workshop.question_for("note", place).note_kinds())
    wrong = len(read) > pasting.MOST or any(each.fault for each in read)
    context |= {
        "read": read[: pasting.MOST],
        "too_many": len(read) > pasting.MOST,
        "most": pasting.MOST,
        "can_be_stored": not wrong,
        "seen": _fingerprint(form.cleaned_data),
    }
    if "store" not in request.POST or wrong:
        return page(request, "prepare/paper.html", context, wrong=wrong)
    if request.POST.get("seen") != context["seen"]:
        context["says"] = gettext(
            "Sedlerne eller spørgsmålet er ændret, siden du så dem. Se dem igennem her, før du sætter dem ind."
        )
        return page(request, "prepare/paper.html", context, wrong=True)
    try:
        n = int(Sent.objects.once(request, lambda: _store(workshop, place, read)))
    except Refused as error:
        form.add_error("place", error)
        return page(request, "prepare/paper.html", context, faults=faults_of(form))
    messages.success(request, ngettext("%(n)d seddel er sat ind.", "%(n)d sedler er sat ind.", n) % {"n": n})
    return redirect("paper", workshop.pk)


def _fingerprint(sent: dict[str, str]) -> str:
    """What tells the lines that were seen, and where they belong, from any others."""
    return hashlib.sha256("\n".join([sent["place"], sent["text"]]).encode()).hexdigest()


def _store(workshop: Workshop, place: Place, read: list[pasting.Pasted]) -> int:
    """Store them, as written by the facilitator for others, and show them: the room has seen them on paper."""
    with workshop.held():
        written = [workshop.write(place, each.kind.key, each.text, new_key()) for each in read]
        workshop.show([place], [note.pk for note in written])
    return len(read)


def _places(workshop: Workshop) -> list[tuple[str, list[tuple[str, str]]]]:
    """The places that notes can be written at, by activity, each with what it is called."""
    writable = agendas.at_hand(workshop).written
    found = []
    for activity in workshop.activities.all():
        asked = [(Place(topic.pk, question.pk), topic, question) for topic, question in activity.question_set.places()]
        places = [(str(place), f"{topic}: {question}") for place, topic, question in asked if place in writable]
        if places:
            found.append((activity.title, places))
    return found
