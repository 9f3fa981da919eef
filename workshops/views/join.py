from __future__ import annotations

import math

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import pace
from ..codes import link_key, tidy
from ..errors import Refused, TooMany, Unknown
from ..models import Participant, Sent, Workshop, WrongCode
from ..models.guesses import WINDOW
from .page import page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """The way in for a phone: a code or a QR code's link, then a group where the workshop has some, then a seat."""
    typed = request.POST.get("code") or code or request.GET.get("kode", "")
    wanted = link_key(typed) or tidy(typed)
    if not wanted:
        error = (
            ValidationError([]) if request.method != "POST" else Refused(gettext("Skriv koden, der står på tavlen."))
        )
        context = {"errors": error.messages, "typed": typed}
        return page(request, "phone/join.html", context, wrong=bool(error.messages))
    try:
        workshop = _found(request, typed)
        mine = Participant.objects.from_cookies(request, workshop.pk)
        if mine and (mine.is_seated or mine.is_waiting):
            return redirect("phone", workshop.pk)
        workshop.check_joining()
        asked = request.method == "POST" and (not workshop.groups or "group" in request.POST)
        if asked:
            pk = Sent.objects.once(request, lambda: _join(workshop, mine, request.POST.get("group", "")).pk)
            seat = Participant.objects.get(pk=pk)
            return seat.remember(redirect("phone", workshop.pk))
    except Refused as error:
        response = page(request, "phone/join.html", {"errors": error.messages, "typed": typed}, wrong=True)
        if isinstance(error, TooMany):
            response.status_code, response["Retry-After"] = 429, str(math.ceil(error.seconds))
        return response
    return render(request, "phone/join.html", {"workshop": workshop, "typed": wanted})


def _found(request: HttpRequest, typed: str) -> Workshop:
    """The workshop of a link or a typed code. Wrong codes are counted, and after too many none is looked up: else the
    right one would be told from the wrong. A link cannot be guessed, so it is never held up."""
    if key := link_key(typed):
        return Workshop.objects.by_link(key)
    address = request.META.get("REMOTE_ADDR", "")
    if WrongCode.objects.too_many(address):
        raise TooMany(
            gettext(
                "Der er skrevet mange forkerte koder herfra. Scan QR-koden på tavlen, så kommer du med nu. "
                "Eller vent ti minutter, og skriv koden igen."
            ),
            WINDOW.total_seconds(),
        )
    try:
        return Workshop.objects.by_code(tidy(typed))
    except Unknown:
        WrongCode.objects.note(address)
        raise


def _join(workshop: Workshop, mine: Participant | None, group: str) -> Participant:
    if seconds := pace.ROOM_JOINS.wait(workshop.pk):
        raise TooMany(gettext("Der kommer rigtig mange lige nu. Vent et øjeblik, og prøv igen."), seconds)
    return workshop.join(mine, group)
