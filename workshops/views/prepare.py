"""Before the workshop: the list, the details, the agenda and its questions."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseModelFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import programmes, tools
from ..errors import Refused
from ..forms import InviteForm, QuestionForm, QuestionFormSet, WorkshopForm
from ..http import Request
from ..models import Activity, Question, QuestionSet, Workshop
from .access import facilitator, logged_in
from .reply import patch


@require_safe
@logged_in
def index(request: Request) -> HttpResponse:
    """One's workshops by state, and the last one deleted, which can be taken back."""
    workshops = list(request.user.workshops.present().with_counts())
    shelves = [
        (_("I gang"), [w for w in workshops if w.is_open]),
        (_("Kladder"), [w for w in workshops if w.is_draft]),
        (_("Afsluttede"), [w for w in workshops if w.is_closed]),
    ]
    deleted = request.user.workshops.exclude(deleted_at=None).order_by("-deleted_at").first()
    just = deleted if deleted and request.GET.get("slettet") == str(deleted.pk) else None
    return render(request, "prepare/index.html", {"shelves": shelves, "empty": not workshops, "deleted": just})


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def create(request: Request) -> HttpResponse:
    """A new workshop, with the chosen question set on its agenda."""
    form = WorkshopForm(request.POST or None)
    sets = QuestionSet.objects.for_user(request.user)
    chosen = _ids((request.POST or request.GET).getlist("sets"))
    if request.method == "POST" and form.is_valid():
        workshop = form.save()
        workshop.facilitators.add(request.user)
        if programme := programmes.get(request.POST.get("programme", "")):
            programmes.put_on(workshop, programme)
        for question_set in sets.filter(pk__in=chosen):
            workshop.add_activity(question_set)
        return redirect("workshop", workshop.pk)
    context = {
        "form": form,
        "shelves": sets.by_tool(),
        "chosen": chosen,
        "programmes": programmes.every(),
        "programme": (request.POST or request.GET).get("programme", ""),
    }
    return render(request, "prepare/form.html", context, status=422 if form.errors else 200)


@require_safe
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The agenda of a workshop and all that can be done with it."""
    return _agenda(request, workshop, InviteForm())


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def edit(request: Request, workshop: Workshop) -> HttpResponse:
    """Change title, workplace, technology, time and groups."""
    form = WorkshopForm(request.POST or None, instance=workshop)
    if request.method == "POST" and form.is_valid():
        form.instance.describe()
        return redirect("workshop", workshop.pk)
    return render(
        request, "prepare/form.html", {"form": form, "workshop": workshop}, status=422 if form.errors else 200
    )


@require_POST
@facilitator
def duplicate(request: Request, workshop: Workshop) -> HttpResponse:
    """A new draft with the same agenda."""
    twin = workshop.duplicate()
    messages.success(request, _("Kopien er klar. Ret titel og dato, så den passer."))
    return redirect("workshop-edit", twin.pk)


@require_POST
@facilitator
def follow_up(request: Request, workshop: Workshop) -> HttpResponse:
    """A new draft that looks back on a closed workshop."""
    twin = workshop.follow_up()
    messages.success(request, _("Opfølgningen er klar. Den ser tilbage på det, I skrev og aftalte. Sæt en dato på."))
    return redirect("workshop-edit", twin.pk)


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
    """Take a deletion back."""
    workshop = get_object_or_404(request.user.workshops, pk=pk)
    workshop.restore()
    messages.success(request, _("»%s« er tilbage.") % workshop.title)
    return redirect("workshops")


@require_POST
@facilitator
def invite(request: Request, workshop: Workshop) -> HttpResponse:
    """Add a co-facilitator, with the same rights."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _agenda(request, workshop, form, status=422)
    user = form.cleaned_data["email"]
    workshop.facilitators.add(user)
    messages.success(request, _("%s kan nu styre workshoppen sammen med dig.") % user)
    return redirect("workshop", workshop.pk)


@require_POST
@facilitator
def uninvite(request: Request, workshop: Workshop, user_id: int) -> HttpResponse:
    """Take a co-facilitator off; the last one stays."""
    try:
        workshop.take_off(get_object_or_404(workshop.facilitators, pk=user_id))
    except Refused as error:
        messages.error(request, error.messages[0])
    if workshop.facilitators.contains(request.user):
        return redirect("workshop", workshop.pk)
    return redirect("workshops")


@require_POST
@facilitator
def add_activity(request: Request, workshop: Workshop) -> HttpResponse:
    """Put a question set from the library on the agenda."""
    sets = QuestionSet.objects.for_user(request.user)
    question_set = get_object_or_404(sets, pk__in=_ids([request.POST.get("set", "")]))
    try:
        activity = workshop.add_activity(question_set)
    except Refused as error:
        messages.error(request, error.messages[0])
        return redirect("workshop", workshop.pk)
    return redirect("activity", workshop.pk, activity.pk)


@require_POST
@facilitator
def move_activity(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Move an activity up or down on the agenda."""
    activity = get_object_or_404(workshop.activities, pk=activity_id)
    try:
        activity.move(-1 if request.POST.get("by") == "-1" else 1)
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop", workshop.pk)


@require_POST
@facilitator
def remove_activity(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Take an activity without notes off the agenda."""
    try:
        workshop.remove_activity(get_object_or_404(workshop.activities, pk=activity_id))
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop", workshop.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def plan(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Pick, reword, reorder, time and add questions. Saved whole; sent by htmx at each change, it answers the total."""
    activity = get_object_or_404(workshop.activities.select_related("question_set"), pk=activity_id)
    forms = QuestionFormSet(request.POST or None, queryset=activity.question_set.questions.all())
    if request.method == "POST":
        own, too_long = _own_questions(request, activity)
        if not forms.is_valid() or too_long:
            if request.htmx:
                return patch(render_to_string("prepare/_total.html", {"wrong": True}), status=422)
            return _plan(request, workshop, activity, forms, status=422, own=own, too_long=too_long)
        planned = [form.planned() for form in forms if form.instance.pk]
        try:
            activity.plan(planned, notes_visible="notes_visible" in request.POST)
        except Refused as error:
            if request.htmx:
                return patch(render_to_string("prepare/_total.html", {"wrong": True}), status=422)
            return _plan(request, workshop, activity, forms, status=422, own=own, refusal=error.messages[0])
        if request.htmx:
            return patch(_total(workshop, saved=True))
        _rearrange(request, activity, own)
        if "done" in request.POST:
            return redirect("workshop", workshop.pk)
        return redirect("activity", workshop.pk, activity.pk)
    return _plan(request, workshop, activity, forms)


def _own_questions(request: Request, activity: Activity) -> tuple[dict[int, str], bool]:
    """What was typed as one's own question under each topic, and whether any is longer than a question may be."""
    own = {topic.pk: request.POST.get(f"own-{topic.pk}", "") for topic in activity.question_set.topics.all()}
    own = {pk: "".join(c for c in text if c.isprintable()).strip() for pk, text in own.items()}
    return own, any(len(text) > 400 for text in own.values())


def _rearrange(request: Request, activity: Activity, own: dict[int, str]) -> None:
    """Add the questions typed, then do what the pressed button says: move one, take all or none (of a topic)."""
    for topic in activity.question_set.topics.all():
        if own[topic.pk]:
            activity.ask_too(topic, own[topic.pk])
    questions = list(activity.question_set.questions.all())
    pick, _sep, under = request.POST.get("pick", "").partition(":")
    if pick in ("all", "none"):
        for question in questions:
            if under in ("", str(question.topic_id)):
                question.skipped = pick == "none"
        activity.plan(questions)
    what, _sep, rest = request.POST.get("move", "").partition(":")
    pk, _sep, by = rest.partition(":")
    items = questions if what == "question" else list(activity.question_set.topics.all())
    for item in items:
        if str(item.pk) == pk:
            activity.move_item(item, -1 if by == "-1" else 1)


def _plan(
    request: Request,
    workshop: Workshop,
    activity: Activity,
    forms: BaseModelFormSet[Question, QuestionForm],
    status: int = 200,
    own: dict[int, str] | None = None,
    too_long: bool = False,
    refusal: str = "",
) -> HttpResponse:
    by_topic: dict[int | None, list[QuestionForm]] = {}
    for form in forms:
        by_topic.setdefault(form.instance.topic_id, []).append(form)
    topics = [
        (topic, by_topic.get(topic.pk, []), (own or {}).get(topic.pk, ""))
        for topic in activity.question_set.topics.prefetch_related("hints")
    ]
    context = {
        "loose": by_topic.get(None, []),
        "takes_own": any(topic_id for topic_id in by_topic),
        "workshop": workshop,
        "activity": activity,
        "tool": tools.get(activity.tool),
        "forms": forms,
        "topics": topics,
        "too_long": too_long,
        "refusal": refusal,
        "planned": workshop.planned_minutes(),
    }
    return render(request, "prepare/plan.html", context, status=status)


def _total(workshop: Workshop, saved: bool = False) -> str:
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    return render_to_string(
        "prepare/_total.html", {"workshop": fresh, "planned": fresh.planned_minutes(), "saved": saved}
    )


def _agenda(request: Request, workshop: Workshop, invite: InviteForm, status: int = 200) -> HttpResponse:
    context = {
        "workshop": workshop,
        "activities": [(activity, tools.get(activity.tool)) for activity in workshop.activities.all()],
        "shelves": QuestionSet.objects.for_user(request.user).by_tool(),
        "planned": workshop.planned_minutes(),
        "facilitators": workshop.facilitators.all(),
        "invite": invite,
    }
    return render(request, "prepare/agenda.html", context, status=status)


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]
