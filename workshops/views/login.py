"""Logging in, and what stops someone who tries one password after another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .. import texts
from ..models import FailedLogin
from ..models.logins import KNOWN, account
from .access import logged_in
from .resend import Parcel, send_again

COOKIE, COOKIE_AGE = "known", 180 * 24 * 3600


class ThrottledForm(AuthenticationForm):
    """Asks no password of someone who failed too often. That is counted alike whether the account exists or not.

    A few failures stop one address at one account. Many stop every address, but no browser that was let in to the
    account before: whoever keeps failing from elsewhere does not keep its owner out.
    """

    throttled = False

    def clean_username(self) -> str:
        """The e-mail, without what cannot be seen."""
        return texts.line(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there have been too many failures."""
        email, password = (self.cleaned_data.get(name) or "" for name in ("username", "password"))
        if not (email and password and self.request):
            return super().clean()
        email = email.strip().lower()
        let_in = self.request.get_signed_cookie(COOKIE, "", salt=COOKIE)
        source = KNOWN if let_in == account(email) else self.request.META.get("REMOTE_ADDR", "")
        if FailedLogin.objects.too_many(email, source):
            self.throttled = True
            raise ValidationError(gettext("Der er prøvet for mange gange. Vent fem minutter, og prøv igen."))
        try:
            cleaned = super().clean()
        except ValidationError:
            FailedLogin.objects.note(email, source)
            raise
        FailedLogin.objects.forgive(email, source)
        return cleaned


class AdminForm(ThrottledForm, AdminAuthenticationForm):
    """The same at the administration's own log-in."""


class Login(LoginView):
    """The facilitators' log-in. The browser remembers that it was let in.

    What was sent after a session had ended comes along, and is there to be sent once one is in.
    """

    authentication_form = ThrottledForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the log-in; or, logged in meanwhile in another window, what was to be sent."""
        self.parcel = Parcel.opened(request.POST.get("carried", ""))
        if self.parcel and request.user.is_authenticated:
            return send_again(request, self.parcel)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_wrong = bool(kwargs.get("form") and kwargs["form"].errors)
        return super().get_context_data(parcel=self.parcel, is_wrong=is_wrong, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.parcel:
            response = send_again(self.request, self.parcel)
        response.set_signed_cookie(
            COOKIE,
            account(form.get_user().email.strip().lower()),
            salt=COOKIE,
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response


@require_safe
@logged_in
def again(request: HttpRequest) -> HttpResponse:
    """Logged in beside a page whose session had ended: that page goes on. Its script asks here whether it can."""
    return render(request, "registration/again.html")
