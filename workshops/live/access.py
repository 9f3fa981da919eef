"""Who may watch which screen. Asked when a stream opens, again when access to a workshop or an account's sessions
change, and once a minute, since a session also ends by itself."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

from ..models import Participant, User, Workshop
from ..screens.here import DESK, PHONE, WALL


class Grant(NamedTuple):
    """Leave to watch one kind of screen of a workshop, as a facilitator (``user``) or a participant (``seat``).

    A facilitator's holds for as long as the session it was given to.
    """

    workshop: int
    screen: str
    user: int = 0
    seat: int = 0
    session: str = ""


def grant(cookies: str, screen: str, workshop_id: int) -> Grant | None:
    """The grant that a browser's ``Cookie`` header gives for a screen, or None."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(cookies)
    if screen == PHONE:
        participant = Participant.objects.from_cookies(request, workshop_id)
        if participant is None or not participant.is_seated:
            return None
        return Grant(workshop_id, screen, seat=participant.pk)
    if screen not in (WALL, DESK):
        return None
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    user = _user_of(session)
    if user is None or not user.workshops.present().filter(pk=workshop_id).exists():
        return None
    return Grant(workshop_id, screen, user=user.pk, session=session)


def _user_of(session: str) -> User | None:
    """Whose session it is; None when it has ended, by log-out, time or a new password."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session)
    user = get_user(request)
    return user if isinstance(user, User) else None


def still_granted(grants: list[Grant]) -> set[Grant]:
    """Those of ``grants`` (all of one workshop) that still hold."""
    if not grants:
        return set()
    workshop = Workshop.objects.present().filter(pk=grants[0].workshop).only("pk").first()
    if workshop is None:
        return set()
    users = set(workshop.facilitators.filter(is_active=True).values_list("pk", flat=True))
    asks = any(each.seat for each in grants)
    seats = set(workshop.participants.seated().values_list("pk", flat=True)) if asks else set()
    sessions = {each.session: _user_of(each.session) for each in grants if each.user in users}
    return {each for each in grants if each.seat in seats or _is_in(each, users, sessions)}


def _is_in(grant: Grant, users: set[int], sessions: dict[str, User | None]) -> bool:
    user = sessions.get(grant.session)
    return grant.user in users and user is not None and user.pk == grant.user
