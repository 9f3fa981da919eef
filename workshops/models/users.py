from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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

    @property
    def signature(self) -> str:
        """Who it is, as it stays readable when the account is gone."""
        return f"{self.name} <{self.email}>"

    def clean(self) -> None:
        """One account a mail, however it is capitalised."""
        super().clean()
        self.email = self.email.strip().lower()
