"""The audit trail: who did what, kept for so long as is said beforehand (``AUDIT_DAYS``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .users import User

_acting: ContextVar[Callable[[], Any]] = ContextVar("acting", default=lambda: None)


@contextmanager
def acting(who: Callable[[], Any]) -> Iterator[None]:
    """What is done meanwhile is done by the account that ``who`` gives when it is asked; None is the server itself."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def note(self, what: AuditEvent.What, about: object = "", **fields: Any) -> None:
        """Write down that ``what`` was done, by whoever acts now, unless ``by`` says who."""
        by = fields.pop("by", None) or _acting.get()()
        user = by if isinstance(by, User) and by.pk else None
        self.create(what=what, by=user, who=user.signature if user else "", about=str(about)[:250], **fields)

    def note_failure(self, typed: str, source: str) -> None:
        """Write down that someone did not get in. What they typed, and where they are, cannot be read from it."""
        self.note(AuditEvent.What.LOG_IN_FAILED, typed=_digest("typed", typed), source=_digest("source", source))

    def forget(self) -> None:
        """Forget what is older than is kept."""
        self.filter(at__lte=timezone.now() - dt.timedelta(days=settings.AUDIT_DAYS)).delete()


class AuditEvent(models.Model):
    """One thing that someone did. Never what participants wrote, nor what was typed at a log-in that failed."""

    class What(models.TextChoices):
        LOGGED_IN = "in", _("loggede ind")
        LOGGED_OUT = "out", _("loggede ud")
        LOG_IN_FAILED = "failed", _("kom ikke ind")
        OPENED = "opened", _("åbnede workshop")
        CLOSED = "closed", _("afsluttede workshop")
        UNLINKED = "unlinked", _("gjorde workshop færdig")
        ERASED = "erased", _("slettede sedler")
        DISCARDED = "discarded", _("slettede workshop")
        RESTORED = "restored", _("hentede slettet workshop tilbage")
        GONE = "gone", _("slettede workshop for altid")
        SHARED = "shared", _("lavede link")
        LINK_USED = "used", _("link blev brugt")
        REVOKED = "revoked", _("trak link tilbage")
        INVITED = "invited", _("inviterede ordstyrer")
        ACCEPTED = "accepted", _("blev ordstyrer")
        TAKEN_OFF = "taken-off", _("fjernede ordstyrer")
        HANDED_OVER = "handed-over", _("gjorde ansvarlig for workshop")
        ACCOUNT_MADE = "made", _("oprettede konto")
        ACCOUNT_CHANGED = "changed", _("ændrede adgang for konto")
        ACCOUNT_DELETED = "deleted", _("slettede konto")
        PASSWORD = "password", _("ny adgangskode til konto")

    at = models.DateTimeField(_("hvornår"), default=timezone.now, db_index=True)
    what = models.CharField(_("hvad"), max_length=20, choices=What)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("konto"))
    who = models.CharField(_("hvem"), max_length=400, blank=True)  # as it was then: an account can be deleted
    about = models.CharField(_("om"), max_length=250, blank=True)
    workshop = models.PositiveBigIntegerField(_("workshoppens nummer"), null=True)  # it can be gone
    typed = models.CharField(_("mail, der blev skrevet (forvansket)"), max_length=64, blank=True)
    source = models.CharField(_("adresse (forvansket)"), max_length=64, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("hændelse")
        verbose_name_plural = _("hændelser")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.about}".strip()


def _digest(kind: str, text: str) -> str:
    return salted_hmac(f"workshops.trail.{kind}", text.strip().lower(), algorithm="sha256").hexdigest()
