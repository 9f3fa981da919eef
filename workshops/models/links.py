"""Links that let someone in without an account, or back in to one."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..codes import new_key
from .trail import AuditEvent
from .users import User

PASSWORD_LINK_LASTS = dt.timedelta(days=2)
NOTED_EVERY = dt.timedelta(hours=1)  # that a link is used: a page of a report asks every second while it is made


class LinkQuerySet(models.QuerySet["Link"]):
    def holding(self) -> LinkQuerySet:
        """Those that still let someone in."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def reports(self) -> LinkQuerySet:
        return self.exclude(purpose=Link.Purpose.PASSWORD)

    def make(self, purpose: Link.Purpose, lasts: dt.timedelta, key: str = "", **about: object) -> Link:
        """A new link, which knows its ``token`` this once; made of the same ``key`` again, it has the same one."""
        token = token_of(purpose, key or new_key())
        link = self.create(purpose=purpose, digest=_digest(token), expires_at=timezone.now() + lasts, **about)
        link.token = token
        return link

    def by_token(self, token: str) -> Link | None:
        """The link that ``token`` is of, whether it holds or not."""
        link = self.select_related("workshop", "user").filter(digest=_digest(token)).first()
        if link:
            link.token = token
        return link

    def revoke(self) -> None:
        """Let them show nothing any more."""
        self.filter(revoked_at=None).update(revoked_at=timezone.now())


class Link(models.Model):
    """What a link is for, how long it holds, and when it was last used. Whoever reads the database cannot use it."""

    class Purpose(models.TextChoices):
        LEADER = "leader", _("lederens link til opsamlingen")
        EMPLOYEES = "employees", _("medarbejdernes link til opsamlingen")
        PASSWORD = "password", _("link til en ny adgangskode")

    purpose = models.CharField(max_length=9, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, null=True, related_name="links")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="links")
    beside = models.OneToOneField("self", models.SET_NULL, null=True, related_name="leader")  # the employees' link
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()
    token = ""  # known when it is made and while it is used, and stored nowhere

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.workshop or self.user}"

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def get_absolute_url(self) -> str:
        """The path of what it lets someone in to."""
        return reverse("password-new" if self.purpose == self.Purpose.PASSWORD else "report", args=[self.token])

    def use(self) -> None:
        """Note that it lets someone in, once an hour at most."""
        now = timezone.now()
        if self.last_used_at and now - self.last_used_at < NOTED_EVERY:
            return
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
        if Link.objects.filter(unnoted, pk=self.pk).update(last_used_at=now):
            self.last_used_at = now
            AuditEvent.objects.note(AuditEvent.What.LINK_USED, self, workshop=self.workshop_id)

    def revoke(self) -> None:
        """Let it show nothing any more; of a report's, neither the leader's nor the employees'."""
        both = Link.objects.filter(Q(pk__in=[self.pk, self.beside_id or 0]) | Q(beside=self.pk), revoked_at=None)
        if self.workshop is None:
            both.revoke()
            return
        with self.workshop.held():
            if both.exists():
                both.revoke()
                AuditEvent.objects.note(AuditEvent.What.REVOKED, self, workshop=self.workshop_id)


def token_of(purpose: str, key: str) -> str:
    """The token of a link made of ``key``, which only this server can work out."""
    return salted_hmac(f"workshops.links.{purpose}", key, algorithm="sha256").hexdigest()


def report_links_last() -> dt.timedelta:
    return dt.timedelta(days=settings.LINK_DAYS)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
