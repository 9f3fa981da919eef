from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core import signing
from django.db import models, transaction
from django.db.models import F
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..codes import new_key
from ..errors import Refused
from ..live import changes

if TYPE_CHECKING:
    pass

SEAT_AGE = 180 * 24 * 3600  # seconds


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A facilitator. Raises ValueError without an e-mail."""
        if not email:
            raise ValueError("An account needs an e-mail.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A facilitator who may also create accounts."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Log in by e-mail, however it is capitalised."""
        return self.get(email__iexact=(username or "").strip())


class User(AbstractBaseUser, PermissionsMixin):
    """A facilitator (ordstyrer). Participants have no account."""

    email = models.EmailField(_("mail"), unique=True, error_messages={"unique": _("Der er allerede en konto.")})
    name = models.CharField(_("navn"), max_length=100)
    workplace = models.CharField(
        _("arbejdsplads"),
        max_length=120,
        blank=True,
        help_text=_(
            "Spørgsmålssæt, der er delt med arbejdspladsen, ses af alle, hvor der står det samme her. "
            "Lad feltet stå tomt, hvis I kun er én arbejdsplads."
        ),
    )
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("ordstyrer")
        verbose_name_plural = _("ordstyrere")

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """One account a mail, however it is capitalised."""
        super().clean()
        self.email = self.email.strip().lower()


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
    from .agenda import Workshop

    with transaction.atomic():
        for workshop in Workshop.objects.filter(owner=instance).order_by("pk"):
            with workshop.held("owner", deleted=True):
                others = Workshop.facilitators.through.objects.filter(workshop=workshop.pk).exclude(user=instance.pk)
                heir = others.filter(user__is_active=True).order_by("pk").first() or others.order_by("pk").first()
                workshop.owner_id = heir.user_id if heir else None
                workshop.save(update_fields=["owner"])


# What is read of a seat with each note: a few fields, since loading all takes a fifth of the time a note takes.
SEAT = ["workshop", "key", "code", "group", "removed_at"] + [
    f"workshop__{name}" for name in ("version", "stage_version", "state", "code", "deleted_at", "scribe")
]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Lookups of participants."""

    def seated(self) -> ParticipantQuerySet:
        """Those who are in: not removed, and joined with the code that holds now."""
        return self.filter(removed_at=None, code=F("workshop__code"), workshop__deleted_at=None)

    def from_cookies(self, request: HttpRequest, workshop_id: int) -> Participant | None:
        """The participant whose seat this browser holds in a workshop, removed or not; None for a stranger."""
        try:
            key = request.get_signed_cookie(seat_cookie(workshop_id), max_age=SEAT_AGE)
        except (KeyError, signing.BadSignature):
            return None
        seat = self.select_related("workshop").only(*SEAT).filter(workshop_id=workshop_id, key=key)
        return next(iter(seat), None)


class Participant(models.Model):
    """Someone with a phone: a seat in one workshop, without a name. The key in the cookie is all there is."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="participants")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    code = models.CharField(max_length=6)
    group = models.CharField(max_length=60, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"participant {self.pk}"

    @property
    def is_seated(self) -> bool:
        """Whether the seat still holds."""
        return self.removed_at is None and self.code == self.workshop.code and self.workshop.deleted_at is None

    def see(self) -> None:
        """See whether the facilitator removed it, for a verb that holds the workshop. Raises Refused when erased."""
        try:
            self.refresh_from_db(fields=["removed_at"])
        except Participant.DoesNotExist:
            raise Refused(_now("Pladsen findes ikke længere.")) from None

    @property
    def drawer(self) -> str:
        """What its own phone keeps unsent notes under. Neither the seat nor its key can be read from it."""
        return salted_hmac("workshops.drawer", self.key).hexdigest()[:16]

    def remember(self, response: HttpResponse) -> HttpResponse:
        """Put the seat in a signed cookie, so that a reload or a restart of the phone comes back to it."""
        response.set_signed_cookie(
            seat_cookie(self.workshop_id),
            self.key,
            max_age=SEAT_AGE,
            httponly=True,
            samesite="Lax",
            secure=_secure(),
        )
        return response


def seat_cookie(workshop_id: int) -> str:
    """The name of the cookie that holds a seat in a workshop."""
    return f"seat-{workshop_id}"


def _secure() -> bool:
    from django.conf import settings

    return bool(settings.HTTPS)
