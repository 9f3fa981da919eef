"""One's own account: a new password, while one knows the old one and when one has forgotten it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ..account_forms import CodeForm, ForgottenForm, OwnPasswordForm, PasswordForm
from ..http import Request
from ..models import Link, User, two_steps
from ..models.links import PASSWORD_LINK_LASTS
from .access import logged_in
from .page import faults_of, page

logger = logging.getLogger(__name__)
AGAIN_AFTER = dt.timedelta(minutes=5)  # nobody fills another's mailbox


@require_safe
@logged_in
def show(request: Request) -> HttpResponse:
    """Who one is here, and what one can change."""
    return render(request, "account/account.html", {"has_two_steps": two_steps.are_on(request.user)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def change_password(request: Request) -> HttpResponse:
    """A new password, by someone who knows the old one. It ends all other sessions."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, gettext("Du har fået ny adgangskode. Er du logget ind andre steder, er det slut nu."))
        return redirect("account")
    return page(request, "account/password.html", {"form": form}, faults=faults_of(form))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def set_up_steps(request: Request) -> HttpResponse:
    """Log in in two steps from now on, or no longer. The codes to write down are shown once, in the answer."""
    user, do = request.user, request.POST.get("do", "")
    if do == "begin":
        two_steps.begin(user)
        return redirect("two-steps")
    form = CodeForm(request.POST or None)
    is_on = two_steps.are_on(user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["second"]
        if not is_on and (codes := two_steps.turn_on(user, typed)):
            return render(request, "account/codes.html", {"codes": codes})
        if is_on and two_steps.pass_with(user, typed):
            two_steps.turn_off(user)
            messages.success(request, gettext("Du logger nu ind med adgangskoden alene."))
            return redirect("account")
        form.add_error("second", gettext("Koden passer ikke. Vent, til appen viser en ny, og skriv den."))
    app = None if is_on else two_steps.being_set_up(user)
    context = {"form": form, "is_on": is_on, "app": app, "key": two_steps.key_of(app) if app else ""}
    return page(request, "account/two_steps.html", context, faults=faults_of(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link sent to one's mail; or, where no mail is set up, be told who can make one.

    The answer is the same whether there is an account or not, and comes as soon.
    """
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and settings.HAS_MAIL and form.is_valid():
        for user in form.users():
            _send_link(user)
        said = gettext("Har %s en konto her, er der nu et link på vej til den mail. Det virker i to dage.")
        messages.success(request, said % form.cleaned_data["email"])
        return redirect("login")
    context = {"form": form, "has_mail": settings.HAS_MAIL}
    return page(request, "account/forgotten.html", context, faults=faults_of(form))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """A new password, by someone with a link to it. The link works once."""
    link = Link.objects.filter(purpose=Link.Purpose.PASSWORD).by_token(token)
    if link is None or link.user is None:
        raise Http404
    if not (link.holds and link.user.is_active):
        return render(request, "account/link_gone.html", status=410)
    form = PasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        link.use()
        form.save()  # after which no link of theirs holds
        messages.success(request, gettext("Du har fået ny adgangskode. Log ind med den."))
        return redirect("login")
    return page(request, "account/new_password.html", {"form": form, "account": link.user}, faults=faults_of(form))


def _send_link(user: User) -> None:
    if user.links.filter(purpose=Link.Purpose.PASSWORD, created_at__gt=timezone.now() - AGAIN_AFTER).exists():
        return
    link = Link.objects.make(Link.Purpose.PASSWORD, PASSWORD_LINK_LASTS, user=user)
    text = render_to_string("account/mail.txt", {"user": user, "link": link, "site": settings.SITE_URL})
    beside(EmailMessage(gettext("Ny adgangskode til Dialogværksted"), text, to=[user.email]).send)


def beside(send: Callable[[], int]) -> None:
    """Send it beside the answer, which must not tell by its time whether there was anything to send."""
    Thread(target=_told, args=[send]).start()


def _told(send: Callable[[], int]) -> None:
    try:
        send()
    except OSError as error:  # smtplib's are among them
        logger.error("Could not send a mail: %s", type(error).__name__)
