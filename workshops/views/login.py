"""Logging in, and what stops someone who tries one password after another."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from .. import texts
from ..account_forms import CodeForm
from ..models import FailedLogin, User, two_steps
from ..models.logins import KNOWN, account
from .access import logged_in
from .page import faults_of, page
from .resend import Parcel, send_again

COOKIE, COOKIE_AGE = "known", 180 * 24 * 3600
SALT, HOLDS_FOR = "second-step", 3600  # seconds from the password to the code
TOO_MANY = _("Der er prøvet for mange gange. Vent fem minutter, og prøv igen.")


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
        source = source_of(self.request, email)
        if FailedLogin.objects.too_many(email, source):
            self.throttled = True
            raise ValidationError(TOO_MANY)
        try:
            cleaned = super().clean()
        except ValidationError:
            FailedLogin.objects.note(email, source)
            raise
        return cleaned


def source_of(request: HttpRequest, email: str) -> str:
    """Where someone tries from: their address, or a browser that was let in to the account before."""
    let_in = request.get_signed_cookie(COOKIE, "", salt=COOKIE)
    return KNOWN if let_in == account(email) else request.META.get("REMOTE_ADDR", "")


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
        user, to = form.get_user(), self.get_success_url()
        if two_steps.are_on(user):
            return ask_for_code(self.request, CodeForm(), pending(user, to), self.parcel)
        return let_in(self.request, user, to, self.parcel)


def let_in(request: HttpRequest, user: User, to: str, parcel: Parcel | None) -> HttpResponse:
    """Log ``user`` in and go ``to`` where they were going; or show what they had sent when their session ended."""
    email = user.email.strip().lower()
    FailedLogin.objects.forgive(email, source_of(request, email))
    login(request, user)
    response = send_again(request, parcel) if parcel else redirect(to)
    response.set_signed_cookie(
        COOKIE,
        account(email),
        salt=COOKIE,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def pending(user: User, to: str) -> str:
    """That ``user`` gave the right password and is going ``to`` a page, as text that only we can have written."""
    return signing.dumps([user.pk, user.get_session_auth_hash(), to], salt=SALT)


def ask_for_code(request: HttpRequest, form: CodeForm, sealed: str, parcel: Parcel | None) -> HttpResponse:
    """The page that asks for the code. What was sent when the session ended comes along."""
    return page(
        request, "registration/code.html", {"form": form, "pending": sealed, "parcel": parcel}, faults=faults_of(form)
    )


@never_cache
@sensitive_post_parameters()
@require_POST
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code, after the password. Wrong ones are counted as wrong passwords are."""
    sealed, parcel = request.POST.get("pending", ""), Parcel.opened(request.POST.get("carried", ""))
    try:
        pk, proof, to = signing.loads(sealed, salt=SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return _begin_again(request)
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), proof):
        return _begin_again(request)
    form = CodeForm(request.POST)
    email = user.email.strip().lower()
    if FailedLogin.objects.too_many(email, source_of(request, email)):
        form.add_error("second", TOO_MANY)
    elif form.is_valid():
        if two_steps.pass_with(user, form.cleaned_data["second"]):
            return let_in(request, user, to, parcel)
        FailedLogin.objects.note(email, source_of(request, email))
        user_login_failed.send(sender=__name__, credentials={"username": email}, request=request)
        form.add_error("second", gettext("Koden passer ikke. Vent, til appen viser en ny, og skriv den."))
    return ask_for_code(request, form, sealed, parcel)


def _begin_again(request: HttpRequest) -> HttpResponseBase:
    """The log-in from its beginning, with what came along."""
    messages.error(request, gettext("Det tog for lang tid. Log ind igen."))
    request.method = "GET"  # nothing was typed in its form
    return Login.as_view()(request)


def administration(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Whoever is not let in to the administration logs in where all do; it has no log-in of its own."""
    if request.user.is_authenticated:
        raise PermissionDenied
    to = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('login')}?{urlencode({'next': to})}")


@require_safe
@logged_in
def again(request: HttpRequest) -> HttpResponse:
    """Logged in beside a page whose session had ended: that page goes on. Its script asks here whether it can."""
    return render(request, "registration/again.html")
