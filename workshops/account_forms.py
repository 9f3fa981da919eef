from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from .fields import LineField, MailField
from .forms import REQUIRED
from .models import User

PASSWORD_HELP = _("Mindst 12 tegn. Tre-fire ord, der ikke hører sammen, er nemme at huske og svære at gætte.")


class InviteForm(forms.Form):
    """Another facilitator of the same workshop."""

    email = MailField(label=_("Mail på den, der skal være med til at styre"), label_suffix="")


class PasswordForm(SetPasswordForm):
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].help_text = ""


class OwnPasswordForm(PasswordForm, PasswordChangeForm):
    """The same, by someone who knows the old one."""

    field_order = ("old_password", "new_password1", "new_password2")


class CodeForm(forms.Form):
    """The second step of a log-in: what an app shows, or a code that was written down."""

    second = LineField(
        label=_("Koden fra appen"),
        help_text=_("De seks tal, som appen viser lige nu."),
        max_length=40,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class ForgottenForm(forms.Form):
    """Whose password was forgotten."""

    email = MailField(label=_("Mail"), error_messages=REQUIRED)

    def users(self) -> Iterable[User]:
        """The account with that mail, if it can log in."""
        return User.objects.filter(email=self.cleaned_data["email"].strip().lower(), is_active=True)
