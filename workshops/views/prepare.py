"""Before the workshop: the list, the details and the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import changes, registry
from ..account_forms import InviteForm
from ..http import Request
from ..library import programmes
from ..models import Invitation, QuestionSet, Sent, User, Workshop
from ..models.mandate import MANDATE
from ..models.workshop import SPOKEN
from ..screens.guiding import first_words, last_words
from ..workshop_forms import MandateForm, SpokenForm, WorkshopForm
from .access import facilitator, logged_in
from .page import back_to, faults_of, page
from .reply import done


@require_safe
@logged_in
def index(request: Request) -> HttpResponse:
    """One's workshops by state, and the last one deleted, which can be taken back."""
    mine = request.user.workshops.real()
    workshops = list(mine.with_counts().prefetch_related("activities"))
    shelves = [
        (gettext("I gang"), [w for w in workshops if w.is_open]),
        (gettext("Kladder"), [w for w in workshops if w.is_draft]),
        (gettext("Afsluttede"), [w for w in workshops if w.is_closed]),
    ]
    invitations = Invitation.objects.for_user(request.user)
    deleted = request.user.workshops.exclude(deleted_at=None).order_by("-deleted_at").first()
    just = deleted if deleted and request.GET.get("slettet") == str(deleted.pk) else None
    empty = not workshops and not invitations
    context = {"shelves": shelves, "empty": empty, "deleted": just, "invitations": invitations}
    return render(request, "prepare/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def create(request: Request) -> HttpResponse:
    """A new workshop, with the chosen programme on its agenda, or the chosen question sets."""
    answers = programmes.answered(request.POST or request.GET)
    proposed = programmes.proposed(answers)
    programme = request.POST.get("programme", request.GET.get("programme"))
    minutes = (programmes.get(programme or "") or proposed[0]).minutes
    if request.method == "POST":
        form = WorkshopForm(request.POST)
    else:
        typed = request.GET.get("minutes", "") if _has_own_minutes(request.GET) else ""
        initial = {"title": gettext("Dialog om digitalisering"), "workplace": request.user.workplace}
        form = WorkshopForm(initial=initial | {"minutes": typed or minutes})
    form.fields["minutes"].help_text = gettext("Følger forløbet, medmindre du retter den.")
    sets = QuestionSet.objects.for_user(request.user)
    chosen = _ids((request.POST or request.GET).getlist("sets"))
    is_anew = "proposed" in request.GET  # an answer was changed
    if request.method == "POST" and form.is_valid():
        return redirect("workshop", Sent.objects.once(request, lambda: _make(request, form, chosen)))
    context = {
        "form": form,
        "shelves": sets.by_tool(),
        "chosen": chosen,
        "asked": [(name, *asked, answers[name]) for name, asked in programmes.ASKED.items()],
        "programmes": proposed,
        "others": proposed[1:],
        "programme": proposed[0].key if programme is None and (not chosen or is_anew) else programme or "",
        "proposed_minutes": request.POST.get("proposed", minutes),
    }
    return page(request, "prepare/form.html", context, faults=faults_of(form))


def _make(request: Request, form: WorkshopForm, chosen: list[int]) -> int:
    workshop = form.save(commit=False)
    if earlier := request.user.workshops.real().exclude(contact="").order_by("-created_at").first():
        workshop.contact = earlier.contact
    workshop.save()
    workshop.begin(request.user)
    if programme := programmes.get(request.POST.get("programme", "")):
        programmes.put_on(workshop, programme, workshop.minutes if _has_own_minutes(request.POST) else None)
        return workshop.pk
    for question_set in QuestionSet.objects.for_user(request.user).filter(pk__in=chosen):
        workshop.add_activity(question_set)
    return workshop.pk


def _has_own_minutes(sent: QueryDict) -> bool:
    """Whether the time is another than the one that was proposed with the programme."""
    return sent.get("minutes", "").isdecimal() and sent["minutes"] != sent.get("proposed")


@require_safe
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The agenda of a workshop and all that can be done with it."""
    return agenda(request, workshop, InviteForm())


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def edit(request: Request, workshop: Workshop) -> HttpResponse:
    """Change title, workplace, technology, time and groups."""
    if request.method != "POST":
        form = WorkshopForm(instance=workshop)
    else:
        with workshop.held(*WorkshopForm.Meta.fields):
            form = WorkshopForm(request.POST.copy(), instance=workshop)
            if form.is_valid():
                form.instance.describe()
                return redirect("workshop", workshop.pk)
    return page(request, "prepare/form.html", {"form": form, "workshop": workshop}, faults=faults_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def mandate(request: Request, workshop: Workshop) -> HttpResponse:
    """Say what the room can decide about: beforehand, or on the desk while people come in."""
    if request.method != "POST":
        form = MandateForm(instance=workshop)
    else:
        with workshop.held(*MANDATE):
            form = MandateForm(request.POST.copy(), instance=workshop)
            if form.is_valid():
                form.instance.state_mandate()
                if not request.htmx:
                    return redirect("workshop", workshop.pk)
                return done(request, workshop, changes.STAGE, toast=gettext("Det er skrevet ned."))
    return page(request, "prepare/mandate.html", {"form": form, "workshop": workshop}, faults=faults_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def spoken(request: Request, workshop: Workshop) -> HttpResponse:
    """What the facilitator says first and last, and whom one can go to."""
    if request.method != "POST":
        proposed = {
            "opening_words": first_words(workshop).say,
            "closing_words": last_words(workshop).say,
        }
        form = SpokenForm(instance=workshop, initial=proposed)
    else:
        with workshop.held(*SPOKEN):
            form = SpokenForm(request.POST.copy(), instance=workshop)
            if form.is_valid():
                form.instance.put_words()
                return redirect("workshop", workshop.pk)
    return page(request, "prepare/spoken.html", {"form": form, "workshop": workshop}, faults=faults_of(form))


@require_POST
@facilitator
def duplicate(request: Request, workshop: Workshop) -> HttpResponse:
    """A new draft with the same agenda."""
    workshop.must_be_real()
    twin = Sent.objects.once(request, lambda: workshop.duplicate(request.user).pk)
    messages.success(request, gettext("Kopien er klar. Ret titel og dato, så den passer."))
    return redirect("workshop-edit", twin)


@require_POST
@facilitator
def follow_up(request: Request, workshop: Workshop) -> HttpResponse:
    """A new draft that looks back on a closed workshop."""
    twin = Sent.objects.once(request, lambda: workshop.follow_up(request.user).pk)
    messages.success(
        request, gettext("Opfølgningen er klar. Den ser tilbage på det, I skrev og aftalte. Sæt en dato på.")
    )
    return redirect("workshop-edit", twin)


@require_POST
@facilitator
def discard(request: Request, workshop: Workshop) -> HttpResponse:
    """Delete a workshop; the list then offers to take it back. One that people are in is asked about first."""
    if workshop.rehearses:
        workshop.delete_for_good()
        return redirect("workshop", workshop.rehearses.pk)
    if workshop.is_open and "sure" not in request.POST:
        return render(request, "prepare/discard.html", {"workshop": workshop}, status=409)
    workshop.discard()
    response = redirect("workshops")
    response["Location"] += f"?slettet={workshop.pk}"
    return response


@require_POST
@logged_in
def restore(request: Request, pk: int) -> HttpResponse:
    workshop = get_object_or_404(request.user.workshops, pk=pk)
    workshop.restore()
    messages.success(request, gettext("»%s« er tilbage.") % workshop.title)
    return redirect("workshops")


@require_POST
@facilitator
def add_activity(request: Request, workshop: Workshop) -> HttpResponse:
    """Put a question set from the library on the agenda."""
    sets = QuestionSet.objects.for_user(request.user)
    question_set = get_object_or_404(sets, pk__in=_ids([request.POST.get("set", "")]))
    activity = Sent.objects.once(request, lambda: workshop.add_activity(question_set).pk)
    return redirect("activity", workshop.pk, activity)


@require_POST
@facilitator
def move_activity(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Move an activity up or down on the agenda."""
    activity = get_object_or_404(workshop.activities, pk=activity_id)
    is_up = request.POST.get("by") == "-1"
    activity.move(-1 if is_up else 1)
    order = workshop.activities.values_list("pk", flat=True)
    there = reverse("workshop", args=[workshop.pk])
    return redirect(back_to(there, f"activity-{activity.pk}", "up" if is_up else "down", order, activity.pk))


@require_POST
@facilitator
def remove_activity(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Take an activity without notes off the agenda."""
    workshop.remove_activity(get_object_or_404(workshop.activities, pk=activity_id))
    return redirect("workshop", workshop.pk)


def agenda(request: Request, workshop: Workshop, invite: InviteForm) -> HttpResponse:
    """The page of the agenda, with the form for another facilitator as it is."""
    if invite.errors:
        invite.fields["email"].widget.attrs["autofocus"] = True
    slots = workshop.slots(workshop.route())
    by_activity = {slot.activity: slot for slot in slots}  # one that asks nothing has none
    context = {
        "workshop": workshop,
        "activities": [
            (activity, registry.get(activity.tool), by_activity.get(activity)) for activity in workshop.activities.all()
        ],
        "slots": slots,
        "shelves": QuestionSet.objects.for_user(request.user).by_tool(),
        "planned": sum(slot.minutes for slot in slots),
        "facilitators": _facilitators(workshop, request.user),
        "invitations": workshop.invitations.all(),
        "invite": invite,
    }
    return page(request, "prepare/agenda.html", context, wrong=bool(invite.errors))


@dataclass
class Facilitator:
    """Someone who runs the workshop, and what the one who asks may do with them."""

    person: User
    is_oneself: bool
    is_owner: bool
    can_take_over: bool
    can_be_taken_off: bool


def _facilitators(workshop: Workshop, user: User) -> list[Facilitator]:
    people = list(workshop.facilitators.order_by("name"))
    may_hand_over = len(people) > 1 and workshop.owner_id in (None, user.pk)
    return [
        Facilitator(
            person,
            is_oneself=person == user,
            is_owner=person.pk == workshop.owner_id,
            can_take_over=may_hand_over and person.pk not in (workshop.owner_id, user.pk),
            can_be_taken_off=len(people) > 1 and workshop.may_take_off(person, user),
        )
        for person in people
    ]


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]
