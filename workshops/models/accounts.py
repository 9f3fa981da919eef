"""What follows for workshops and screens when an account or a session of it ends."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from .. import changes
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


@receiver(pre_delete, sender=User)
def _pass_on(signal: Any, instance: User, **_more: Any) -> None:
    """The workshops of an account that is deleted become those of whoever has run each the longest with them."""
    with transaction.atomic():
        for workshop in Workshop.objects.filter(owner=instance).order_by("pk"):
            workshop.pass_on(instance)
