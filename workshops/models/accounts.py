"""What follows for workshops and screens when an account or a session of it ends."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .links import Link
from .trail import AuditEvent
from .users import User
from .workshop import Workshop

ENDS_SESSIONS = {"is_active", "password"}


@receiver([post_save, post_delete], sender=User)
def _ask_again(instance: User, update_fields: frozenset[str] | None = None, **_more: Any) -> None:
    """The screens of an account that is switched off or gone, or has a new password, are asked for anew, wherever they
    are."""
    if ENDS_SESSIONS & (update_fields or ENDS_SESSIONS):
        changes.publish(changes.account(instance.pk))


@receiver(post_delete, sender=Session)
def _end_its_streams(instance: Session, **_more: Any) -> None:
    """A session ends at log-out, with a new password, and when its time is up: so do the screens it was let in to."""
    if user := instance.get_decoded().get(SESSION_KEY):
        changes.publish(changes.account(int(user)))


@receiver(post_save, sender=User)
def _note(instance: User, created: bool, **_more: Any) -> None:
    """An account that is made, or has a new password: links that ask for one then hold no more."""
    if created:
        AuditEvent.objects.note(AuditEvent.What.ACCOUNT_MADE, instance.signature)
    elif getattr(instance, "_password", None) is not None:  # Django's own sign that one was set, not hashed anew
        Link.objects.filter(user=instance, purpose=Link.Purpose.PASSWORD).revoke()
        AuditEvent.objects.note(AuditEvent.What.PASSWORD, instance.signature)


@receiver(pre_delete, sender=User)
def _note_deletion(instance: User, **_more: Any) -> None:
    AuditEvent.objects.note(AuditEvent.What.ACCOUNT_DELETED, instance.signature)


@receiver(user_logged_in)
def _note_log_in(user: User, **_more: Any) -> None:
    AuditEvent.objects.note(AuditEvent.What.LOGGED_IN, by=user)


@receiver(user_logged_out)
def _note_log_out(user: User | None, **_more: Any) -> None:
    if user:
        AuditEvent.objects.note(AuditEvent.What.LOGGED_OUT, by=user)


@receiver(user_login_failed)
def _note_failure(credentials: dict[str, str], request: HttpRequest | None = None, **_more: Any) -> None:
    source = request.META.get("REMOTE_ADDR", "") if request else ""
    AuditEvent.objects.note_failure(str(credentials.get("username") or ""), source)


@receiver(post_save, sender=User)
def _pass_on(instance: User, update_fields: frozenset[str] | None = None, **_more: Any) -> None:
    """The workshops of an account that is switched off become those of whoever can act in them."""
    if not instance.is_active and "is_active" in (update_fields or ["is_active"]):
        _hand_on(instance)


@receiver(pre_delete, sender=User)
def _pass_on_or_refuse(instance: User, **_more: Any) -> None:
    """So do those of an account that is deleted. Raises Refused where nobody could act in one of them any more."""
    if alone := Workshop.objects.left_alone_by(instance).order_by("pk").first():
        said = _("%(who)s er alene om workshoppen »%(what)s«. Gør en anden ansvarlig for den, før kontoen slettes.")
        raise Refused(said % {"who": instance, "what": alone})
    _hand_on(instance)


def _hand_on(leaving: User) -> None:
    with transaction.atomic():
        for workshop in Workshop.objects.filter(owner=leaving).order_by("pk"):  # in order: two at once queue for rows
            workshop.pass_on(leaving)
