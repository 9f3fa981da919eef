"""What follows for workshops when an account is switched off or deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from .. import changes
from .users import User
from .workshop import Workshop


@receiver([post_save, pre_delete], sender=User)
def _end_streams(signal: Any, instance: User, update_fields: frozenset[str] | None = None, **_more: Any) -> None:
    """The screens of an account that is switched off or deleted are asked for anew, by whoever and wherever it is."""
    kept = instance.is_active or "is_active" not in (update_fields or ["is_active"])
    if signal is post_save and kept:
        return
    with transaction.atomic():
        for workshop in instance.workshops.present().order_by("pk"):  # in order: two at once queue for the rows
            workshop.changed(changes.ACCESS)


@receiver(pre_delete, sender=User)
def _pass_on(signal: Any, instance: User, **_more: Any) -> None:
    """The workshops of an account that is deleted become those of whoever has run each the longest with them."""
    with transaction.atomic():
        for workshop in Workshop.objects.filter(owner=instance).order_by("pk"):
            workshop.pass_on(instance)
