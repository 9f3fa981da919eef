"""The first line of every view: the workshop, through the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ..models import Participant, QuestionSet, ReportLink

View = Callable[..., HttpResponse]


def facilitator(view: View) -> View:
    """Call ``view(request, workshop, …)`` with a workshop of the facilitator who asks.

    Not logged in: to the login page. Someone else's workshop or none: 404. A participant of it: 403.
    """

    @wraps(view)
    def inner(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        workshop = user.workshops.present().with_route().filter(pk=pk).first() if user.is_authenticated else None
        if workshop:
            return view(request, workshop, *args, **kwargs)
        if Participant.objects.from_cookies(request, pk):
            raise PermissionDenied
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404

    return inner


def reader(view: View) -> View:
    """Call ``view(request, question_set)`` with a set of the library that a facilitator may see. Any other: 404."""

    @wraps(view)
    @login_required
    def inner(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, get_object_or_404(QuestionSet.objects.for_user(request.user), pk=pk))  # type: ignore[arg-type]

    return inner


def author(view: View) -> View:
    """Call ``view(request, question_set)`` with a set that a facilitator may change; one only to be seen: 403."""

    @wraps(view)
    @reader
    def inner(request: HttpRequest, question_set: QuestionSet) -> HttpResponse:
        if not question_set.may_edit(request.user):  # type: ignore[arg-type]
            raise PermissionDenied(_("Sættet er ikke dit. Lav en kopi, så kan du rette i den."))
        return view(request, question_set)

    return inner


def participant(view: View) -> View:
    """Call ``view(request, participant, …)`` with the seat that this browser's cookie holds.

    Without one: to the join page, or 404 when something is sent. A seat that no longer holds: to the join page with
    the reason, or 403 when something is sent.
    """

    @wraps(view)
    def inner(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Participant.objects.from_cookies(request, pk)
        if found and found.is_seated:
            return view(request, found, *args, **kwargs)
        if request.method != "GET":
            if found and request.POST.get("text") and not request.headers.get("HX-Request"):
                return render(request, "phone/lost.html", {"typed": request.POST["text"]}, status=403)
            if found:
                raise PermissionDenied
            raise Http404
        if found and not found.removed_at and not found.workshop.deleted_at:
            messages.info(request, _("Workshoppen har fået en ny kode. Skriv den, så er du tilbage på din plads."))
        else:
            messages.info(request, _("Skriv koden fra tavlen for at komme med."))
        return redirect("join")

    return inner


def leader(view: View) -> View:
    """Call ``view(request, workshop, link)`` for a report link that holds. Not ours: 404. Revoked: 410."""

    @wraps(view)
    def inner(request: HttpRequest, token: str) -> HttpResponse:
        link = ReportLink.from_token(token)
        if link is None:
            raise Http404
        if link.revoked_at:
            return render(request, "report/revoked.html", status=410)
        return view(request, link.workshop, link)

    return inner
