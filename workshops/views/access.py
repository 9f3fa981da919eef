"""The first line of every view: the workshop, through the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from ..errors import Refused
from ..models import Link, Participant, QuestionSet, Workshop
from ..models.workshop import WorkshopQuerySet
from .reply import refused
from .resend import Parcel

View = Callable[..., HttpResponse]


def log_in_first(request: HttpRequest, status: int = 401) -> HttpResponse:
    """The answer to someone who is not logged in, or no longer. Nothing they typed is lost.

    A script is told so and its page stays; what a plain form sent is brought along; all else goes to the log-in.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=status, headers={"X-Logged-Out": "1"})
    if request.method == "POST":
        context = {"form": AuthenticationForm(request), "parcel": Parcel.of(request)}
        return render(request, "registration/login.html", context, status=status)
    return redirect_to_login(request.get_full_path())


def logged_in(view: View) -> View:
    """Call ``view`` for a facilitator who is logged in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else log_in_first(request)

    return inner


def facilitator(view: View) -> View:
    """Call ``view(request, workshop, …)`` with a workshop of the facilitator who asks, and all that its route reads.

    Not logged in: to the login page. One that was deleted, and can be brought back: 410. Someone else's workshop or
    none: 404. A participant of it: 403. What a verb refuses, and the view has no better place to say, is said on the
    workshop's page.
    """
    return _facilitator(view, lambda workshops: workshops.with_route())


def running(view: View) -> View:
    """The same for what asks nothing of the route itself, with the workshop's own row alone: a screen is drawn of the
    agenda at hand, and going on looks at its own."""
    return _facilitator(view, lambda workshops: workshops)


def _facilitator(view: View, loaded: Callable[[WorkshopQuerySet], WorkshopQuerySet]) -> View:
    @wraps(view)
    def inner(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        workshop = loaded(user.workshops.present()).filter(pk=pk).first() if user.is_authenticated else None
        if workshop:
            try:
                return view(request, workshop, *args, **kwargs)
            except Refused as error:
                return _refused(request, workshop, error)
        if request.method == "GET" and user.is_authenticated and user.workshops.filter(pk=pk).exists():
            return away(request)
        is_seated = bool(Participant.objects.from_cookies(request, pk))
        if not user.is_authenticated and (request.method == "POST" or not is_seated):
            return log_in_first(request, status=403 if is_seated else 401)
        if is_seated:
            raise PermissionDenied
        raise Http404

    return inner


def away(request: HttpRequest) -> HttpResponse:
    """The page of a screen whose workshop was deleted. It comes back by itself if that is taken back."""
    return render(request, "away.html", status=410)


def _refused(request: HttpRequest, workshop: Workshop, error: Refused) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return refused(request, workshop, error)  # type: ignore[arg-type]
    messages.error(request, error.messages[0])
    return redirect("workshops") if workshop.deleted_at else redirect("workshop", workshop.pk)


def reader(view: View) -> View:
    """Call ``view(request, question_set)`` with a set of the library that a facilitator may see. Any other: 404.

    What a verb refuses, and the view has no better place to say, is said in the library.
    """

    @wraps(view)
    @logged_in
    def inner(request: HttpRequest, pk: int) -> HttpResponse:
        question_set = get_object_or_404(QuestionSet.objects.for_user(request.user), pk=pk)  # type: ignore[arg-type]
        try:
            return view(request, question_set)
        except Refused as error:
            messages.error(request, error.messages[0])
            return redirect("library")

    return inner


def author(view: View) -> View:
    """Call ``view(request, question_set)`` with a set that a facilitator may change; one only to be seen: 403."""

    @wraps(view)
    @reader
    def inner(request: HttpRequest, question_set: QuestionSet) -> HttpResponse:
        if not question_set.may_edit(request.user):  # type: ignore[arg-type]
            raise PermissionDenied(gettext("Sættet er ikke dit. Lav en kopi, så kan du rette i den."))
        return view(request, question_set)

    return inner


def participant(view: View) -> View:
    """Call ``view(request, participant, …)`` with the seat that this browser's cookie holds.

    Without one: to the join page, or 404 when something is sent. A seat that no longer holds: to the join page with
    the reason, or 403 when something is sent; 410 when the workshop was deleted and can be brought back.
    """

    @wraps(view)
    def inner(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Participant.objects.from_cookies(request, pk)
        if found and found.is_seated:
            return view(request, found, *args, **kwargs)
        if request.method in ("GET", "HEAD") and found and found.is_waiting:
            return render(request, "phone/waiting.html", {"workshop": found.workshop, "seat": found}, status=403)
        if request.method != "GET":
            if found and typed_in(request) and not request.headers.get("HX-Request"):
                return render(request, "phone/lost.html", {"typed": typed_in(request)}, status=403)
            if found:
                raise PermissionDenied
            raise Http404
        if found and not found.removed_at and found.workshop.deleted_at:
            return away(request)
        if found and not found.removed_at:
            messages.info(
                request, gettext("Workshoppen har fået en ny kode. Skriv den, så er du tilbage på din plads.")
            )
        else:
            messages.info(request, gettext("Skriv koden fra tavlen for at komme med."))
        return redirect("join")

    return inner


def typed_in(request: HttpRequest) -> str:
    """What a participant typed in the form that was sent: a note, a summary, or what the room came to."""
    return request.POST.get("text") or request.POST.get("what") or ""


def leader(view: View) -> View:
    """Call ``view(request, workshop, link, …)`` for a report link that holds. Not ours: 404. Revoked or run out: 410.

    The link is the key to what it shows, so no cache keeps it.
    """

    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = Link.objects.reports().by_token(token)
        if link is None or link.workshop is None or link.workshop.deleted_at:
            raise Http404
        if not link.holds:
            return render(request, "report/revoked.html", {"link": link}, status=410)
        link.use()
        return view(request, link.workshop, link, *args, **kwargs)

    return inner
