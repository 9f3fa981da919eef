"""Before the workshop: the list, the details, the agenda and its questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import registry
from ..errors import Refused
from ..forms import InviteForm, QuestionForm, WorkshopForm
from ..http import Request
from ..library import programmes
from ..models import Activity, Invitation, QuestionSet, Sent, User, Workshop
from ..plan import Plan, Wrong
from .access import facilitator, logged_in
from .reply import patch


@require_safe
@logged_in
def index(request: Request) -> HttpResponse:
    """One's workshops by state, and the last one deleted, which can be taken back."""
    workshops = list(request.user.workshops.present().with_counts())
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
    """A new workshop, with the chosen question set on its agenda."""
    form = WorkshopForm(request.POST or None)
    sets = QuestionSet.objects.for_user(request.user)
    chosen = _ids((request.POST or request.GET).getlist("sets"))
    if request.method == "POST" and form.is_valid():
        return redirect("workshop", Sent.objects.once(request, lambda: _make(request, form, chosen)))
    context = {
        "form": form,
        "shelves": sets.by_tool(),
        "chosen": chosen,
        "programmes": programmes.every(),
        "programme": (request.POST or request.GET).get("programme", ""),
    }
    return render(request, "prepare/form.html", context, status=422 if form.errors else 200)


def _make(request: Request, form: WorkshopForm, chosen: list[int]) -> int:
    workshop = form.save()
    workshop.begin(request.user)
    if programme := programmes.get(request.POST.get("programme", "")):
        programmes.put_on(workshop, programme)
    for question_set in QuestionSet.objects.for_user(request.user).filter(pk__in=chosen):
        workshop.add_activity(question_set)
    return workshop.pk


@require_safe
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The agenda of a workshop and all that can be done with it."""
    return _agenda(request, workshop, InviteForm())


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
    return render(
        request, "prepare/form.html", {"form": form, "workshop": workshop}, status=422 if form.errors else 200
    )


@require_POST
@facilitator
def duplicate(request: Request, workshop: Workshop) -> HttpResponse:
    """A new draft with the same agenda."""
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
    """Delete a workshop; the list then offers to take it back."""
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
def invite(request: Request, workshop: Workshop) -> HttpResponse:
    """Ask someone to run it too. Whether there is an account with that e-mail is not told."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _agenda(request, workshop, form, status=422)
    email = form.cleaned_data["email"]
    try:
        workshop.invite(email, request.user)
    except Refused as error:
        form.add_error("email", error)
        return _agenda(request, workshop, form, status=422)
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
    activity.move(-1 if request.POST.get("by") == "-1" else 1)
    return redirect("workshop", workshop.pk)


@require_POST
@facilitator
def remove_activity(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Take an activity without notes off the agenda."""
    workshop.remove_activity(get_object_or_404(workshop.activities, pk=activity_id))
    return redirect("workshop", workshop.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def plan(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Pick, reword, reorder, time and add questions. Saved whole; sent by htmx at each change, it answers the total."""
    activity = get_object_or_404(workshop.activities.select_related("question_set"), pk=activity_id)
    if request.method != "POST":
        return _plan(request, workshop, Plan(activity))
    if request.htmx:
        return _plan_so_far(request, workshop, activity)
    try:
        gone = Sent.objects.once(request, lambda: _store_plan(request, activity))
    except Refused as error:
        now = workshop.activities.select_related("question_set").filter(pk=activity_id).first()
        if now is None:
            raise
        page = Plan(now, request.POST.copy())
        page.is_valid()
        return _plan(request, workshop, page, refusal=error.messages[0])
    if gone:
        messages.warning(request, gettext("Et spørgsmål er fjernet i mellemtiden. Der stod: »%s«") % gone)
    if "done" in request.POST:
        return redirect("workshop", workshop.pk)
    return redirect("activity", workshop.pk, activity.pk)


def _store_plan(request: Request, activity: Activity) -> str:
    """Store all that the page says, and return what it says of questions that are gone."""
    with activity.reshaping():
        page = Plan(activity, request.POST.copy())
        page.save()
        page.rearrange()
        return "« »".join(page.gone)[:200]


def _plan_so_far(request: Request, workshop: Workshop, activity: Activity) -> HttpResponse:
    try:
        with activity.reshaping():
            page = Plan(activity, request.POST.copy())
            page.save()
            if page.gone:
                raise Wrong(gettext("Et spørgsmål er fjernet i mellemtiden."))
    except Refused:
        return patch(render_to_string("prepare/_total.html", {"wrong": True}), status=422)
    began = render_to_string("prepare/_began.html", {"began": page.began(request.POST)})
    return patch(_total(workshop, saved=True, met=page.was_met) + began)


def _plan(request: Request, workshop: Workshop, page: Plan, refusal: str = "") -> HttpResponse:
    by_topic: dict[int | None, list[QuestionForm]] = {}
    for form in page.forms:
        by_topic.setdefault(form.instance.topic_id, []).append(form)
    context = {
        "loose": by_topic.get(None, []),
        "takes_own": any(topic_id for topic_id in by_topic),
        "workshop": workshop,
        "activity": page.activity,
        "tool": registry.get(page.activity.tool),
        "page": page,
        "topics": [(topic, by_topic.get(topic.pk, []), page.own[f"own-{topic.pk}"]) for topic in page.topics],
        "began": page.began(),
        "refusal": refusal,
        "planned": workshop.planned_minutes(),
    }
    return render(request, "prepare/plan.html", context, status=422 if refusal else 200)


def _total(workshop: Workshop, saved: bool = False, met: bool = False) -> str:
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    context = {"workshop": fresh, "planned": fresh.planned_minutes(), "saved": saved, "met": met}
    return render_to_string("prepare/_total.html", context)


def _agenda(request: Request, workshop: Workshop, invite: InviteForm, status: int = 200) -> HttpResponse:
    context = {
        "workshop": workshop,
        "activities": [(activity, registry.get(activity.tool)) for activity in workshop.activities.all()],
        "shelves": QuestionSet.objects.for_user(request.user).by_tool(),
        "planned": workshop.planned_minutes(),
        "facilitators": _facilitators(workshop, request.user),
        "invitations": workshop.invitations.all(),
        "invite": invite,
    }
    return render(request, "prepare/agenda.html", context, status=status)


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
