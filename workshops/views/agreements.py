"""What the room comes to: agreed, recommended, disagreed on or put aside; at any moment, also from a note."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import changes, registry
from ..errors import Refused
from ..forms import AgreementForm
from ..http import Request
from ..models import Agreement, Note, Question, Sent, Topic, Workshop
from ..place import Place
from .access import facilitator
from .page import faults_of, page
from .reply import done, refused


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def add(request: Request, workshop: Workshop) -> HttpResponse:
    """A new agreement, on the question in focus or on the note it comes from."""
    note = None
    if (number := request.GET.get("seddel", "")).isdecimal() and len(number) < 40:
        # Hidden or withdrawn while the form was open: what was typed is still stored.
        notes = workshop.notes.all() if request.method == "POST" else workshop.notes.visible()
        note = get_object_or_404(notes, number=number)
    topic, question, initial = _of_cluster(request, workshop) or _from(request, workshop, note)
    if request.method != "POST":
        return _form(request, workshop, AgreementForm(initial=initial), note=note)
    agreement = Agreement(workshop=workshop, topic=topic, question=question, note=note)
    form = AgreementForm(request.POST, instance=agreement)
    if not form.is_valid():
        return _form(request, workshop, form, note=note)
    Sent.objects.once(request, agreement.write_down)
    return done(request, workshop, *agreement.concerns(), toast=_said(gettext("%s er skrevet ned."), agreement))


def _of_cluster(request: Request, workshop: Workshop) -> tuple[None, None, dict[str, object]] | None:
    """The same of a new agreement about notes that were put together: what they are called."""
    cluster_id = request.GET.get("bunke", "")
    if not (cluster_id.isdecimal() and len(cluster_id) < 18):
        return None
    return None, None, {"what": get_object_or_404(workshop.clusters, pk=cluster_id).heading}


def _from(
    request: Request, workshop: Workshop, note: Note | None
) -> tuple[Topic | None, Question | None, dict[str, object]]:
    """What a new agreement is about, and what its form begins with: a note, a place, or where the room is."""
    if note:
        return note.topic, note.question, {"what": note.text, "period": note.dressed().period}
    try:
        place = Place.parse(request.GET.get("sted", ""))
    except ValueError:
        return *about(request, workshop), {}
    question = workshop.question_at(place)
    topic = Topic.objects.filter(pk=place.topic).first() if question else None
    if question is None or topic is None:
        return None, None, {}
    outcome = workshop.settled.get(place)
    what = outcome.text if outcome and outcome.text else str(question if question.topic_id else topic)
    return topic, question, {"what": what, "who": _whom(workshop, topic, question), "due": outcome and outcome.due}


def about(request: Request, workshop: Workshop) -> tuple[Topic | None, Question | None]:
    """What the room was at when a form was drawn: it may have gone on since."""
    try:
        at = Place.parse(request.POST.get("at", ""))
    except ValueError:
        return workshop.topic, workshop.question
    ours = {"question_set__activity__workshop": workshop}
    topic, question = Topic.objects.filter(pk=at.topic, **ours), Question.objects.filter(pk=at.question, **ours)
    return topic.first(), question.first()


def _whom(workshop: Workshop, topic: Topic, question: Question) -> str:
    """Who an agreement made at a place is about: what the tool's column of people says in the same row."""
    question_set = question.question_set
    column = registry.get(question_set.tool).whom
    people = [each for each in question_set.questions.all() if column and each.key == column]
    found = workshop.settled.get(Place(topic.pk, people[0].pk)) if people else None
    return ", ".join(found.text.split("\n")) if found else ""


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def edit(request: Request, workshop: Workshop, agreement_id: int) -> HttpResponse:
    agreement = get_object_or_404(workshop.agreements, pk=agreement_id)
    if request.method != "POST":
        return _form(request, workshop, AgreementForm(instance=agreement), agreement=agreement)
    try:
        with agreement.held():
            form = AgreementForm(request.POST.copy(), instance=agreement)
            if form.is_valid():
                form.instance.write_down()
    except Refused as error:
        stored = workshop.agreements.filter(pk=agreement_id).first()
        form = AgreementForm(request.POST.copy(), instance=stored or agreement)
        form.add_error("what", error)
    if form.errors:
        return _form(request, workshop, form, agreement=agreement)
    return done(request, workshop, *agreement.concerns(), toast=_said(gettext("%s er rettet."), agreement))


@require_POST
@facilitator
def status(request: Request, workshop: Workshop, agreement_id: int) -> HttpResponse:
    """Note how it is going with an agreement of the workshop that this one follows."""
    agreement = get_object_or_404(Agreement.objects.looked_back_on(workshop), pk=agreement_id)
    try:
        agreement.update_status(request.POST.get("status", ""), seen_from=workshop)
    except ValueError:
        return refused(request, workshop, Refused(gettext("Den status findes ikke. Vælg en fra listen.")))
    return done(request, workshop, changes.STAGE, toast=gettext("Status er gemt."))


@require_POST
@facilitator
def drop(request: Request, workshop: Workshop, agreement_id: int) -> HttpResponse:
    agreement = get_object_or_404(workshop.agreements, pk=agreement_id)
    concerns = agreement.concerns()
    agreement.drop()
    return done(request, workshop, *concerns, toast=_said(gettext("%s er slettet."), agreement))


@require_POST
@facilitator
def put_aside(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Come back to a note before the workshop ends."""
    note = get_object_or_404(workshop.notes.visible(), number=number)
    concerns = workshop.agreements.put_aside(note).concerns()
    return done(request, workshop, *concerns, toast=gettext("Den vender I tilbage til."))


def _said(text: str, agreement: Agreement) -> str:
    return capfirst(text % agreement.noun)


def _form(request: Request, workshop: Workshop, form: AgreementForm, **extra: object) -> HttpResponse:
    screen = request.POST.get("screen") or request.GET.get("screen", "")
    context = {"workshop": workshop, "form": form, "screen": screen, **extra}
    return page(request, "desk/agreement.html", context, faults=faults_of(form))
