"""Logging in in two steps: after the password a code from an app on one's phone (TOTP, RFC 6238), or one of those that
were written down when it was set up."""

from __future__ import annotations

import re
from base64 import b32encode

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .trail import AuditEvent
from .users import User

SPARE = 10  # codes to write down, each good for one log-in
DIGITS = re.compile(r"\d{6}")


def of(user: User | OuterRef) -> QuerySet[TOTPDevice]:
    """The app that ``user`` logs in with; none where the password is enough."""
    return TOTPDevice.objects.filter(user=user, confirmed=True)


def are_on(user: User) -> bool:
    """Whether ``user`` logs in in two steps."""
    return of(user).exists()


def being_set_up(user: User) -> TOTPDevice | None:
    """The app that ``user`` has begun to set up, with its key and, for a QR code, its ``config_url``."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


@transaction.atomic
def begin(user: User) -> TOTPDevice:
    """Make a key for ``user`` to give to an app; one that was begun before no longer counts."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def key_of(app: TOTPDevice) -> str:
    """The key of ``app`` as one types it into one (base32, RFC 4648, in fours)."""
    key = b32encode(app.bin_key).decode()
    return " ".join(key[n : n + 4] for n in range(0, len(key), 4))


@transaction.atomic
def turn_on(user: User, typed: str) -> list[str]:
    """Have ``user`` log in in two steps from now on, if ``typed`` is what the app shows.

    Returns the codes to write down, which are stored as digests alone; none where it is not what the app shows.
    """
    app = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if app is None or not app.verify_token(_tidy(typed)):
        return []
    TOTPDevice.objects.filter(user=user).exclude(pk=app.pk).delete()
    app.confirmed = True
    app.save(update_fields=["confirmed"])
    StaticDevice.objects.filter(user=user).delete()
    codes = [StaticToken.random_token() for _ in range(SPARE)]
    written_down = StaticDevice.objects.create(user=user, name="spare")
    StaticToken.objects.bulk_create(StaticToken(device=written_down, token=_digest(code)) for code in codes)
    AuditEvent.objects.note(AuditEvent.What.ACCOUNT_CHANGED, f"{user.signature}: log ind i to trin")
    return codes


@transaction.atomic
def pass_with(user: User, typed: str) -> bool:
    """Whether ``typed`` is what the app shows, or one of the codes that were written down. Either is good for once.

    After a wrong one the next is not looked at for a while, a second at first and twice as long each time.
    """
    code = _tidy(typed)
    kind, token = (TOTPDevice, code) if DIGITS.fullmatch(code) else (StaticDevice, _digest(code))
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    return bool(device and device.verify_token(token))


@transaction.atomic
def turn_off(user: User) -> None:
    """Have ``user`` log in with the password alone."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    AuditEvent.objects.note(AuditEvent.What.ACCOUNT_CHANGED, f"{user.signature}: log ind i ét trin")


def _tidy(typed: str) -> str:
    """A code as it is meant, however it was typed: apps show it in two halves."""
    return re.sub(r"[\s-]", "", typed).lower()


def _digest(code: str) -> str:
    return salted_hmac("workshops.two_steps", code).hexdigest()[:16]
