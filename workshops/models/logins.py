from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

WINDOW = dt.timedelta(minutes=5)
MOST_FROM_ONE, MOST_FOR_ACCOUNT = 5, 50  # failures within the window


class FailedLoginQuerySet(models.QuerySet["FailedLogin"]):
    def too_many(self, email: str, source: str) -> bool:
        """Whether ``source`` failed too often at ``email``; or, unless it was let in before, all of them together."""
        recent = self.filter(account=_digest(email), at__gt=timezone.now() - WINDOW)
        if recent.filter(source=_digest(email, source)).count() >= MOST_FROM_ONE:
            return True
        return source != KNOWN and recent.exclude(source=_digest(email, KNOWN)).count() >= MOST_FOR_ACCOUNT

    def note(self, email: str, source: str) -> None:
        """Count one more, and forget those that no longer matter."""
        self.filter(at__lte=timezone.now() - WINDOW).delete()
        self.create(account=_digest(email), source=_digest(email, source))

    def forgive(self, email: str, source: str) -> None:
        """Forget what ``source`` failed at ``email``: it has been let in."""
        self.filter(source=_digest(email, source)).delete()


class FailedLogin(models.Model):
    """A log-in that failed in the last minutes. Neither the e-mail nor the address can be read from it."""

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = FailedLoginQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="failures_at_an_account")]

    def __str__(self) -> str:
        return f"failed login {self.pk}"


KNOWN = "known"  # the source of a browser that has been let in to the account before


def _digest(*parts: str) -> str:
    return salted_hmac("workshops.logins", "\n".join(parts), algorithm="sha256").hexdigest()


def account(email: str) -> str:
    """What a browser that was let in keeps of the account."""
    return _digest(email, "browser")
