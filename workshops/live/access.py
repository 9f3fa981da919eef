"""Who may watch which screen. Asked when a stream opens and again when a workshop's access changes."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

from ..models import Participant, User, Workshop
from ..screens.here import DESK, PHONE, WALL


class Grant(NamedTuple):
    """Leave to watch one kind of screen of a workshop, as a facilitator (``user``) or a participant (``seat``)."""

    workshop: int
    screen: str
    user: int = 0
    seat: int = 0


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
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not isinstance(user, User) or not user.workshops.present().filter(pk=workshop_id).exists():
        return None
    return Grant(workshop_id, screen, user=user.pk)


def still_granted(grants: list[Grant]) -> set[Grant]:
    """Those of ``grants`` (all of one workshop) that still hold."""
    if not grants:
        return set()
    workshop = Workshop.objects.present().filter(pk=grants[0].workshop).first()
    if workshop is None:
        return set()
    users = set(workshop.facilitators.filter(is_active=True).values_list("pk", flat=True))
    seats = set(workshop.participants.seated().values_list("pk", flat=True))
    return {each for each in grants if each.user in users or each.seat in seats}
