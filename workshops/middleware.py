from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

logger = logging.getLogger(__name__)
USED = "used"  # in the session: the day it was last used
DRAFT = re.compile(r"[0-9a-z]{8,40}")


class RenewSessionMiddleware:
    """A session ends SESSION_COOKIE_AGE after it was last used, not after log-in. Written once a day at most.

    A page that looks by itself whether it is still let in (HEAD, ``static/js/session.js``) does not use it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and renew the session of whoever the answer was for."""
        response = self.get_response(request)
        if response.status_code < 400 and request.method != "HEAD":
            _use(request.session)
        return response


def _use(session: SessionBase) -> None:
    if session.accessed and SESSION_KEY in session and session.get(USED) != _today():
        session[USED] = _today()


@receiver(user_logged_in)
def _used(request: HttpRequest, **_more: Any) -> None:
    request.session[USED] = _today()


def _today() -> str:
    return timezone.localdate().isoformat()


class ReceiptMiddleware:
    """Says that a form was taken, to the script that keeps what was typed in it until then (``static/js/kept.js``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; where that is no error, name the draft that came with the form."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400:
            draft = request.POST.get("draft", "")
            if DRAFT.fullmatch(draft):
                response.set_cookie("taken", draft, max_age=600, secure=settings.HTTPS, samesite="Lax")
        return response


class DatabaseDownMiddleware:
    """Answers 503 with what to do when the database does not answer, instead of a bare error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a database that is away into a page; leave every other exception alone."""
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        logger.error("The database does not answer: %s", exception)
        return HttpResponse(render_to_string("503.html"), status=503)  # without the request: no lookup of who asks
