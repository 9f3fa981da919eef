"""What someone is told whose form came without what shows that it was sent from here (``CSRF_FAILURE_VIEW``)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_NO_CSRF_COOKIE
from django.shortcuts import render

from . import resend

# The fields that people write in, in forms of one thing and, after a dash, of several. Never a password.
WRITTEN = {"text", "what", "who", "note"}  # notes, summaries, agreements
WRITTEN |= {"title", "workplace", "technology", "groups"}  # a workshop
WRITTEN |= {"intro", "source", "description", "detail"}  # a set of the library


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Why the form was not taken and what to do about it, with what was typed in it to send again or to copy."""
    no_cookie = reason == REASON_NO_CSRF_COOKIE
    if not no_cookie and (again := resend.offered(request)):
        return again
    context = {
        "no_cookie": no_cookie,
        "elsewhere": reason.startswith(REASON_BAD_ORIGIN.partition("%s")[0]),
        "typed": "\n\n".join(_typed(request)),
    }
    return render(request, "403_csrf.html", context, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """What stands in the fields that people write in, but for what stood there before."""
    sent = {name: str(request.POST[name]) for name in request.POST}
    return [
        value
        for name, value in sent.items()
        if name.rpartition("-")[2] in WRITTEN
        and not name.startswith("initial-")
        and value.strip()
        and value not in (sent.get(f"initial-{name}"), sent.get("was"))
    ]
