"""What the helper sees and does on their own phone, and the facilitator's yes or no to one who wants to help."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from .. import changes
from ..errors import Refused
from ..forms import AgreementForm
from ..http import Request
from ..models import Agreement, Participant, Sent, Workshop
from ..pace import TAPS
from ..place import Place
from ..screens import phone
from ..screens.here import PHONE
from ..screens.scene import Scene
from .access import facilitator, participant, typed_in
from .agreements import about
from .phone import paced, page_of, refusal, told
from .reply import done, patch, refused


def helper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call ``view(request, seat, …)`` for the participant that the facilitator said yes to. Any other: 403."""

    @wraps(view)
    @participant
    def inner(request: Request, seat: Participant, **kwargs: object) -> HttpResponse:
        if not seat.workshop.is_helped_by(seat):
            if typed_in(request) and not request.htmx:
                return render(request, "phone/lost.html", {"typed": typed_in(request)}, status=403)
            raise PermissionDenied
        return view(request, seat, **kwargs)

    return inner


@require_POST
@participant
@paced(TAPS)
def offer(request: Request, seat: Participant) -> HttpResponse:
    """Say that one wants to help: the facilitator answers."""
    try:
        seat.workshop.offer_help(seat)
    except ValidationError as error:
        return refusal(error) if request.htmx else page_of(request, seat, status=422, errors=error.messages)
    return _done(request, seat)


@require_POST
@helper
def hold(request: Request, seat: Participant, number: int) -> HttpResponse:
    """Hold a note back that is read through, and say why; or take it in again."""
    scene = Scene.of(seat.workshop_id, PHONE)
    note = get_object_or_404(seat.workshop.notes.kept().at(scene.stop.places), number=number)
    try:
        if not (scene.stop.step.reviews and scene.workshop.helper_reviews):
            raise Refused(gettext("Gennemsynet er slut. Sig det til ordstyreren, hvis en seddel skal skjules."))
        if request.POST.get("hidden") == "0":
            note.unhide()
        else:
            note.hide(request.POST.get("reason", ""))
    except ValidationError as error:
        return refusal(error) if request.htmx else page_of(request, seat, status=422, errors=error.messages)
    return _done(request, seat, gettext("Holdt tilbage.") if note.hidden else gettext("Taget med igen."))


@require_POST
@helper
def agree(request: Request, seat: Participant) -> HttpResponse:
    """Write down what the room came to, about what it is at."""
    workshop = seat.workshop
    workshop.refresh_from_db(fields=["topic", "question"])
    topic, question = about(request, workshop)
    form = AgreementForm(request.POST, instance=Agreement(workshop=workshop, topic=topic, question=question))
    form.fields["period"].required = False  # a phone asks for less: it is as most are
    try:
        if form.is_valid():
            Sent.objects.once(request, lambda: workshop.agree(form.instance))
    except Refused as error:
        form.add_error(None, error)
    if form.errors:
        errors = [str(each) for each in [*form.non_field_errors(), *(e for f in form for e in f.errors)]]
        if request.htmx:
            return refusal(ValidationError(errors))
        return page_of(request, seat, status=422, errors=errors, agreement=form)
    return _done(request, seat, capfirst(gettext("%s er skrevet ned.") % form.instance.noun))


@require_POST
@helper
def sum_up(request: Request, seat: Participant) -> HttpResponse:
    """Write what the room said at a place. Nothing typed is lost by an error."""
    text, was = request.POST.get("text", ""), request.POST.get("was", "")
    try:
        place = Place.parse(request.POST.get("place", ""))
        seat.workshop.sum_up(place, text, was)
    except ValueError:
        error = Refused(gettext("Vi kan ikke se, hvad opsummeringen er af. Kopiér den, og genindlæs siden."))
        return _not_summed_up(request, seat, error)
    except ValidationError as error:
        return _not_summed_up(request, seat, error)
    return _done(request, seat, gettext("Opsummeringen er gemt."))


@require_POST
@facilitator
def answer(request: Request, workshop: Workshop) -> HttpResponse:
    """Say yes or no to the phone that wants to help, by the number it shows."""
    number, yes = request.POST.get("number", ""), request.POST.get("yes") == "1"
    try:
        workshop.answer_helper(int(number) if number.isdecimal() and len(number) < 4 else 0, yes)
    except Refused as error:
        return refused(request, workshop, error)
    toast = gettext("Du har en hjælper.") if yes else gettext("Den telefon hjælper ikke.")
    return done(request, workshop, changes.STAGE, toast=toast)


def _done(request: Request, seat: Participant, said: str = "") -> HttpResponse:
    """The helper's part as it is now, and a word about what happened."""
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    scene = Scene.of(seat.workshop_id, PHONE)
    response = patch(told(said) + phone.helper(scene, seat))
    response["X-Version"] = str(scene.workshop.version)
    return response


def _not_summed_up(request: Request, seat: Participant, error: ValidationError) -> HttpResponse:
    if request.htmx:
        return refusal(error)
    return page_of(request, seat, status=422, errors=error.messages, summary=request.POST.get("text", ""))
