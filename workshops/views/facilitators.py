"""Who runs a workshop: inviting others, answering, taking off, handing over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ..account_forms import InviteForm
from ..errors import Refused
from ..http import Request
from ..models import Invitation, Workshop
from .access import facilitator, logged_in
from .prepare import agenda


@require_POST
@facilitator
def invite(request: Request, workshop: Workshop) -> HttpResponse:
    """Ask someone to run it too. Whether there is an account with that e-mail is not told."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return agenda(request, workshop, form)
    email = form.cleaned_data["email"]
    try:
        workshop.invite(email, request.user)
    except Refused as error:
        form.add_error("email", error)
        return agenda(request, workshop, form)
    said = gettext(
        "Har %s en konto her, står invitationen nu på siden »Mine workshops«. "
        "Sig det selv til dem, for vi sender ingen mail."
    )
    messages.success(request, said % email)
    return redirect("workshop", workshop.pk)


@require_POST
@facilitator
def take_back(request: Request, workshop: Workshop, invitation_id: int) -> HttpResponse:
    for invitation in workshop.invitations.filter(pk=invitation_id):
        invitation.drop()
    return redirect("workshop", workshop.pk)


@require_POST
@logged_in
def answer(request: Request, invitation_id: int) -> HttpResponse:
    """Say yes or no to an invitation."""
    invitation = Invitation.objects.for_user(request.user).filter(pk=invitation_id).first()
    try:
        if invitation is None:
            raise Refused(gettext("Invitationen er trukket tilbage. Tal med den, der inviterede dig."))
        if request.POST.get("answer") == "yes":
            invitation.accept(request.user)
            return redirect("workshop", invitation.workshop_id)
        invitation.drop()
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshops")


@require_POST
@facilitator
def uninvite(request: Request, workshop: Workshop, user_id: int) -> HttpResponse:
    """Take a co-facilitator off, or oneself; the last one stays, and the one whose it is."""
    workshop.take_off(get_object_or_404(workshop.facilitators, pk=user_id), request.user)
    if workshop.facilitators.contains(request.user):
        return redirect("workshop", workshop.pk)
    return redirect("workshops")


@require_POST
@facilitator
def hand_over(request: Request, workshop: Workshop, user_id: int) -> HttpResponse:
    """Make it a co-facilitator's."""
    to = get_object_or_404(workshop.facilitators, pk=user_id)
    workshop.hand_over(to, request.user)
    messages.success(request, gettext("%s er nu ansvarlig for workshoppen.") % to)
    return redirect("workshop", workshop.pk)
