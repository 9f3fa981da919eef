"""Putting notes together. Each change can be taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import changes
from ..errors import Refused
from ..http import Request
from ..models import Revision, Sent, Workshop
from ..models.clusters import MAX_HEADING
from .access import facilitator
from .page import page
from .reply import done, refused, screen_of


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def add(request: Request, workshop: Workshop) -> HttpResponse:
    """Put notes into a new cluster or into one that is there: many from the desk, one from its dialog."""
    if request.method != "POST":
        return render(request, "desk/cluster_add.html", _context(request, workshop))
    numbers = [int(each) for each in request.POST.getlist("note") if each.isdecimal() and len(each) < 18]
    into = request.POST.get("into", "")
    try:
        if into and not (into.isdecimal() and len(into) < 18):
            raise Refused(gettext("Bunken findes ikke længere. Vælg en anden."))
        made = Sent.objects.once(request, lambda: _put(workshop, numbers, request.POST.get("heading", ""), into))
    except ValidationError as error:
        if "dialog" not in request.POST:
            return refused(request, workshop, error)
        typed = {"typed": request.POST.get("heading", ""), "errors": error.messages}
        return page(request, "desk/cluster_add.html", _context(request, workshop) | typed, wrong=True)
    cluster_id, _dot, revision_id = made.partition(".")
    cluster = get_object_or_404(workshop.clusters, pk=cluster_id)
    revision = Revision.objects.filter(pk=revision_id or 0).first()
    toast = gettext("Lagt i bunken »%s«.") % cluster.heading
    return done(request, workshop, changes.CLUSTERS, toast=toast, undo=revision)


def _put(workshop: Workshop, numbers: list[int], heading: str, into: str) -> str:
    """Put notes together; returns the ids of the cluster and of what takes it back, ``"3.7"``."""
    cluster, revision = workshop.put_together(numbers, heading, int(into) if into else None)
    return f"{cluster.pk}.{revision.pk if revision else ''}"


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def edit(request: Request, workshop: Workshop, cluster_id: int) -> HttpResponse:
    """Look at a cluster, give it another heading, and find the other things to do with it."""
    cluster = get_object_or_404(workshop.clusters, pk=cluster_id)
    context: dict[str, Any] = {
        "workshop": workshop,
        "cluster": cluster,
        "notes": workshop.notes.visible().filter(cluster=cluster),
        "others": workshop.clusters.filter(activity=cluster.activity_id, notes__in=workshop.notes.visible())
        .exclude(pk=cluster.pk)
        .distinct(),
        "heading": cluster.heading,
        "max": MAX_HEADING,
        "screen": request.POST.get("screen") or request.GET.get("screen", ""),
    }
    context["dots_at"] = context["notes"].first() if workshop.stop().step.dots else None
    if request.method != "POST":
        return render(request, "desk/cluster.html", context)
    try:
        revision = cluster.rename(request.POST.get("heading", ""))
    except ValidationError as error:
        typed = {"heading": request.POST.get("heading", ""), "errors": error.messages}
        return page(request, "desk/cluster.html", context | typed, wrong=True)
    toast = gettext("Bunken hedder nu »%s«.") % cluster.heading
    return done(request, workshop, changes.CLUSTERS, toast=toast, undo=revision)


@require_POST
@facilitator
def merge(request: Request, workshop: Workshop, cluster_id: int) -> HttpResponse:
    """Put all that is in another cluster into this one."""
    cluster = get_object_or_404(workshop.clusters, pk=cluster_id)
    other = request.POST.get("other", "")
    try:
        if not (other.isdecimal() and len(other) < 18):
            raise Refused(gettext("Vælg den bunke, der skal lægges i."))
        _cluster, revision = workshop.merge(cluster.pk, int(other))
    except ValidationError as error:
        return refused(request, workshop, error)
    toast = gettext("Det hele ligger nu i »%s«.") % cluster.heading
    return done(request, workshop, changes.CLUSTERS, toast=toast, undo=revision)


@require_POST
@facilitator
def move(request: Request, workshop: Workshop, cluster_id: int) -> HttpResponse:
    """Move a cluster one place forward or back among the others."""
    cluster = get_object_or_404(workshop.clusters, pk=cluster_id)
    try:
        revision = cluster.move(-1 if request.POST.get("by") == "-1" else 1)
    except Refused as error:
        return refused(request, workshop, error)
    toast = gettext("»%s« er flyttet.") % cluster.heading
    return done(request, workshop, changes.CLUSTERS, toast=toast, undo=revision)


@require_POST
@facilitator
def split(request: Request, workshop: Workshop, cluster_id: int) -> HttpResponse:
    """Take a cluster apart."""
    cluster = get_object_or_404(workshop.clusters, pk=cluster_id)
    toast = gettext("Bunken »%s« er skilt ad.") % cluster.heading
    return done(request, workshop, changes.CLUSTERS, toast=toast, undo=cluster.split())


@require_POST
@facilitator
def take_out(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Take one note out of the cluster it is in."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    return done(request, workshop, changes.CLUSTERS, toast=gettext("Sedlen er ude af bunken."), undo=note.take_out())


def _context(request: Request, workshop: Workshop) -> dict[str, Any]:
    numbers = request.POST.getlist("note") or request.GET.getlist("seddel")
    number = next((each for each in numbers if each.isdecimal() and len(each) < 18), "0")
    note = get_object_or_404(workshop.notes.visible(), number=number)
    clusters = workshop.clusters.filter(activity__question_set=note.question.question_set_id)
    return {
        "workshop": workshop,
        "note": note,
        "clusters": clusters.filter(notes__in=workshop.notes.visible()).distinct(),
        "max": MAX_HEADING,
        "screen": request.GET.get("screen", "") if request.method != "POST" else screen_of(request),
    }
