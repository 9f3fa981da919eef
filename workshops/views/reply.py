"""How a facilitator's press of a button is answered: the changed fragments to htmx, a redirect to a plain form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from ..http import Request
from ..models import Revision, ShutOut, Workshop
from ..screens import patches
from ..screens.here import DESK, WALL
from ..screens.scene import Scene


def drawn(request: Request, template: str, scene: Scene, status: int = 200, **extra: object) -> HttpResponse:
    """The page of a screen, with the version it was drawn of: what the stream told since is newer."""
    response = render(request, template, scene.context() | extra, status=status)
    response["X-Version"] = str(scene.workshop.version)
    return response


def done(
    request: Request, workshop: Workshop, *what: str, toast: str = "", undo: Revision | ShutOut | None = None
) -> HttpResponse:
    """Answer with what changed on the screen that asked, and a word about it that may carry an undo."""
    screen = screen_of(request)
    if not request.htmx:
        if toast:
            messages.success(request, toast)
        return redirect(reverse(screen, args=[workshop.pk]))
    told = _toast(workshop, toast, undo=undo)
    if not what:
        return patch(told)
    changed = patches.changed(workshop.pk, screen, set(what))
    response = patch(changed.common + told)
    response["X-Version"] = str(changed.version)  # the stream may have told of a later one already: static/js/live.js
    return response


def refused(request: Request, workshop: Workshop, error: ValidationError) -> HttpResponse:
    """Answer with why it could not be done. Nothing on the screen is touched."""
    text = " ".join(error.messages)
    if not request.htmx:
        messages.error(request, text)
        return redirect(reverse(screen_of(request), args=[workshop.pk]))
    response = patch(_toast(workshop, text, wrong=True))
    response["X-Refused"] = "1"  # what was typed is kept: static/js/kept.js
    return response


def patch(html: str, status: int = 200) -> HttpResponse:
    """Fragments for ``live.js``, which puts each in its place by id."""
    response = HttpResponse(html, status=status)
    response["X-Patch"] = "1"
    response["HX-Reswap"] = "none"
    return response


def screen_of(request: Request) -> str:
    """The screen a form was sent from: the wall says so, all else is the desk."""
    return WALL if request.POST.get("screen") == WALL else DESK


def _toast(workshop: Workshop, text: str, undo: Revision | ShutOut | None = None, wrong: bool = False) -> str:
    view = "let-back" if isinstance(undo, ShutOut) else "note-undo"
    context = {"workshop": workshop, "text": text, "undo": undo, "undo_view": view, "wrong": wrong}
    return render_to_string("desk/_toast.html", context)
