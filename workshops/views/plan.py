"""The questions of an activity before the workshop: which, in what order and words, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from .. import registry
from ..errors import Refused
from ..forms import QuestionForm
from ..http import Request
from ..models import Activity, Sent, Workshop
from ..plan import Plan, Wrong
from .access import facilitator
from .page import Fault, back_to, faults_of
from .page import page as form_page
from .reply import patch


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def show(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
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
    return redirect(_pressed(request.POST, activity, reverse("activity", args=[workshop.pk, activity.pk])))


def _store_plan(request: Request, activity: Activity) -> str:
    """Store all that the page says, and return what it says of questions that are gone."""
    with activity.reshaping():
        page = Plan(activity, request.POST.copy())
        page.save()
        page.rearrange()
        return "« »".join(page.gone)[:200]


def _pressed(sent: QueryDict, activity: Activity, there: str) -> str:
    """The page at what was pressed on it: it is loaded anew, and one goes on from there."""
    what, _sep, rest = sent.get("move", "").partition(":")
    pk, _sep, by = rest.partition(":")
    content = activity.question_set
    if what == "question" and (moved := next((each for each in content.questions.all() if str(each.pk) == pk), None)):
        beside = [each.pk for each in content.questions.all() if each.topic_id == moved.topic_id]
    elif what == "topic":
        beside = [each.pk for each in content.topics.all()]
    else:
        pick = sent.get("pick", "").replace(":", "-")
        added = next((name for name, text in sent.items() if name.startswith("own-") and text), "")
        anchor = f"pick-{pick}" if pick else added
        return f"{there}#{quote(anchor)}" if anchor else there
    return back_to(there, f"{what}-{pk}", "up" if by == "-1" else "down", beside, pk)


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
    faults = _faults(page) if refusal else ()
    return form_page(request, "prepare/plan.html", context, wrong=bool(refusal), faults=faults)


def _faults(page: Plan) -> Iterator[Fault]:
    """What is wrong on the page, by topic and the number of the question there."""
    titles, numbers = {topic.pk: topic.title for topic in page.topics}, Counter[int | None]()
    for form in page.forms:
        topic = form.instance.topic_id
        numbers[topic] += 1
        yield from faults_of(form, about=f"{titles.get(topic, '')} {numbers[topic]}".strip())
    yield from faults_of(page.own)


def _total(workshop: Workshop, saved: bool = False, met: bool = False) -> str:
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    context = {"workshop": fresh, "planned": fresh.planned_minutes(), "saved": saved, "met": met}
    return render_to_string("prepare/_total.html", context)
