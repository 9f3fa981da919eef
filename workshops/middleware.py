from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control

from .models import trail

logger = logging.getLogger(__name__)
USED = "used"  # in the session: when it was last used, as it was last written
WRITTEN_OF = 24  # parts of its age: within one, using it is written once
DRAFT = re.compile(r"[0-9a-z]{8,40}")


class PermissionsMiddleware:
    """Says with every answer what of a device it may use (``PERMISSIONS_POLICY``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so."""
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response


class CompressPagesMiddleware(GZipMiddleware):
    """Sends pages compressed, where no proxy does: a third of what they were. Answers to forms are small as they are,
    and come in their hundreds."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed if it is a page. Against BREACH, Django gives each one a random length."""
        is_page = request.method == "GET" and response.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_page else response


class PrivateMiddleware:
    """Nothing that was drawn for someone with a session is kept, by their browser or on the way there.

    It is told by the cookie, so that nobody else's page asks for a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            patch_cache_control(response, no_store=True, private=True)
        return response


class RenewSessionMiddleware:
    """A session ends SESSION_COOKIE_AGE after it was last used, not after log-in. Written once in a while at most.

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
    if not session.accessed or SESSION_KEY not in session or session.get(USED) == _now():
        return
    has_more = session.modified
    session[USED] = _now()
    if not has_more:
        _save_if_possible(session)


def _save_if_possible(session: SessionBase) -> None:
    """A page that is only read is shown whether or not this can be stored: the next one renews it."""
    try:
        session.save()
    except (DatabaseError, UpdateError):
        logger.warning("A session could not be renewed: the database takes nothing now")
        session.modified = False


@receiver(user_logged_in)
def _used(request: HttpRequest, **_more: Any) -> None:
    request.session[USED] = _now()


def _now() -> int:
    """The number of the 24th of a session's length that it is now: of twelve hours, which half hour."""
    return int(timezone.now().timestamp() * WRITTEN_OF / settings.SESSION_COOKIE_AGE)


class ActingMiddleware:
    """What a request does is done by whoever it is logged in as: the audit trail says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, as them."""
        with trail.acting(lambda: request.user if request.user.is_authenticated else None):
            return self.get_response(request)


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


# Busy, locked, read-only, no room, damaged, or no database: what SQLite says of the file, not of what it was asked.
FILE_IS_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
# Connection, rolled back for another, no room, locked, told to stop, disk: classes of what PostgreSQL says.
SERVER_IS_AWAY = {"08", "40", "53", "55", "57", "58"}


class WellFormedMiddleware:
    """Reads what was sent before anyone asks for it, and answers 400 where it cannot be read: a form that claims odd
    characters, parts without a boundary, too many fields, too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what can be read."""
        try:
            _read(request)
        except (BadRequest, MultiPartParserError, SuspiciousOperation, UnicodeError, LookupError) as error:
            logger.info("A request to %s cannot be read: %s", request.path, error)
            return HttpResponse(render_to_string("400.html"), status=400)
        return self.get_response(request)


def _read(request: HttpRequest) -> None:
    """Raises what reading the address and the form does; ours are in UTF-8, whatever else is claimed."""
    if request.encoding and request.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise BadRequest(f"the characters are said to be {request.encoding[:40]!r}")
    request.GET  # noqa: B018  # read when it is asked for
    request.POST  # noqa: B018


class DatabaseDownMiddleware:
    """Answers 503 with what to do when the database does not answer, instead of a bare error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a database that is away into a page; leave every other exception alone."""
        if not isinstance(exception, DatabaseError | InterfaceError) or not is_away(exception):
            return None
        logger.error("The database does not answer: %s", exception)
        return HttpResponse(render_to_string("503.html"), status=503)  # without the request: no lookup of who asks


def is_away(error: Exception) -> bool:
    """Whether ``error`` says that the database is not there to be asked, rather than that it was asked wrongly."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF in FILE_IS_AWAY
    state = getattr(cause, "sqlstate", None)  # none where no connection came about
    return state is None or state[:2] in SERVER_IS_AWAY
