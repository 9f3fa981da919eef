from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..codes import tidy
from ..errors import Refused
from ..models import Participant, Sent, Workshop
from .page import page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """The way in for a phone: a code, then a group where the workshop has some, then a seat."""
    typed = request.POST.get("code") or code or request.GET.get("kode", "")
    wanted = tidy(typed)
    if not wanted:
        error = (
            ValidationError([]) if request.method != "POST" else Refused(gettext("Skriv koden, der står på tavlen."))
        )
        context = {"errors": error.messages, "typed": typed}
        return page(request, "phone/join.html", context, wrong=bool(error.messages))
    try:
        workshop = Workshop.objects.by_code(wanted)
        mine = Participant.objects.from_cookies(request, workshop.pk)
        if mine and (mine.is_seated or mine.is_waiting):
            return redirect("phone", workshop.pk)
        asked = request.method == "POST" and (not workshop.groups or "group" in request.POST)
        if asked:
            pk = Sent.objects.once(request, lambda: workshop.join(mine, request.POST.get("group", "")).pk)
            seat = Participant.objects.get(pk=pk)
            return seat.remember(redirect("phone", workshop.pk))
    except Refused as error:
        return page(request, "phone/join.html", {"errors": error.messages, "typed": typed}, wrong=True)
    return render(request, "phone/join.html", {"workshop": workshop, "typed": wanted})
