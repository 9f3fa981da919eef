"""What the facilitator does with notes. Each change can be taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import changes, registry
from ..codes import new_key, sent_key
from ..errors import Refused
from ..forms import NoteForm
from ..http import Request
from ..models import Note, Revision, Workshop, agendas, places
from ..models.dots import Target, target
from ..models.places import Use
from ..models.written import MAX_LENGTH
from ..place import Place
from .access import facilitator
from .page import page
from .reply import done, refused


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def add(request: Request, workshop: Workshop) -> HttpResponse:
    """Write a note for someone without a phone."""
    place = request.POST.get("place") or request.GET.get("place", "")
    context: dict[str, Any] = {"workshop": workshop, "place": place, "kinds": _kinds(workshop, place)}
    context |= {"key": new_key(), "max": MAX_LENGTH, "answerable": _answerable(workshop, place)}
    if not context["kinds"]:
        kind = request.POST.get("kind", "")
        context |= {"offered": _places(workshop, "note", kind) or _places(workshop, "note"), "kind": kind}
    if request.method != "POST":
        return render(request, "desk/note_add.html", context)
    text, key = request.POST.get("text", ""), sent_key(request.POST.get("key", ""))
    try:
        note = workshop.write(_place(place), request.POST.get("kind", ""), text, key, answers=_answers(request))
    except ValidationError as error:
        context |= {"text": text, "key": key, "errors": error.messages}
        return page(request, "desk/note_add.html", context, wrong=True)
    return done(request, workshop, changes.note(note.pk), toast=gettext("Sedlen er sat på."))


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def edit(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Look at one note, correct its text, and find the other things to do with it."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    context = {
        "workshop": workshop,
        "note": note,
        "text": note.text,
        "places": _places(workshop, "move", note.kind),
        "kinds": question.note_kinds() if (question := workshop.question_at(note.place)) else [],
        "answerable": _answerable(workshop, str(note.place)),
        "answered": set(note.answers.values_list("number", flat=True)),
        "max": MAX_LENGTH,
    }
    if request.method != "POST":
        return render(request, "desk/note.html", context | {"form": NoteForm(instance=note)})
    revision = None
    try:
        with note.held():
            form = NoteForm(request.POST.copy(), instance=note)
            if form.is_valid():
                revision = note.edit(form.cleaned_data["text"])
    except Refused as error:
        form = NoteForm(request.POST.copy(), instance=note)
        form.add_error("text", error)
    if form.errors:
        typed = {"text": request.POST.get("text", ""), "form": form, "errors": form.errors["text"]}
        return page(request, "desk/note.html", context | typed, wrong=True)
    return done(request, workshop, changes.note(note.pk), toast=gettext("Sedlen er rettet."), undo=revision)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def hide(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Take a note off the wall and out of the report, and say why; or show it again. In a review one that was held
    back waits again with the others."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    if request.method != "POST":
        return render(request, "desk/note_hide.html", {"workshop": workshop, "note": note})
    reviewing = workshop.stop().step.reviews
    if request.POST.get("hidden") == "0" and reviewing:
        revision, toast = note.unhide(), gettext("Sedlen er med igen.")
    elif request.POST.get("hidden") == "0":
        revision, toast = note.show(), gettext("Sedlen er vist.")
    else:
        try:
            revision = note.hide(request.POST.get("reason", ""))
        except ValidationError as error:
            return refused(request, workshop, error)
        toast = gettext("Sedlen er holdt tilbage.") if reviewing else gettext("Sedlen er skjult.")
        if note.agreements.exists():
            toast += " " + gettext("Dens ord kan også stå i det, I kom frem til. Ret dem dér.")
    return done(request, workshop, changes.note(note.pk), toast=toast, undo=revision)


@require_POST
@facilitator
def show_all(request: Request, workshop: Workshop) -> HttpResponse:
    """Say yes to all that waits where the room is."""
    try:
        n = workshop.show_here(request.POST.get("at", ""))
    except Refused as error:
        return refused(request, workshop, error)
    toast = ngettext("%(n)d seddel er vist.", "%(n)d sedler er vist.", n) % {"n": n}
    return done(request, workshop, changes.STAGE, toast=toast)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def dot(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Put dots at a note, or a question, for those without a phone: ``n`` is how many are to be there."""
    there, about = _chosen(workshop, number)
    context = {"workshop": workshop, "number": number, "about": about, "at": workshop.stop().key}
    if request.method != "POST":
        for_others = workshop.dots.filter(participant=None).counts()
        return render(request, "desk/dots.html", context | {"n": for_others.get(there, 0)})
    n = request.POST.get("n", "")
    try:
        if not (n.isdecimal() and len(n) < 4):
            raise Refused(gettext("Vi kan ikke se, hvor mange prikker der skal være. Skriv et tal fra 0 til 500."))
        workshop.put_dots(request.POST.get("at", ""), number, int(n))
    except ValidationError as error:
        if "dialog" in request.POST:
            return page(request, "desk/dots.html", context | {"n": n, "errors": error.messages}, wrong=True)
        return refused(request, workshop, error)
    toast = gettext("Prikkerne er sat.") if "dialog" in request.POST else ""
    return done(request, workshop, changes.STAGE, toast=toast)


@require_POST
@facilitator
def move(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Put a note at another place."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    try:
        revision = note.move(_place(request.POST.get("place", "")))
    except ValidationError as error:
        return refused(request, workshop, error)
    return done(request, workshop, changes.note(note.pk), toast=gettext("Sedlen er flyttet."), undo=revision)


@require_POST
@facilitator
def recolour(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Make a note another of the kinds its question takes."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    try:
        revision = note.recolour(request.POST.get("kind", ""))
    except ValidationError as error:
        return refused(request, workshop, error)
    return done(request, workshop, changes.note(note.pk), toast=gettext("Sedlen har skiftet farve."), undo=revision)


@require_POST
@facilitator
def link(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Say which notes a note answers."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    note.link(_answers(request), began=_answers(request, "began"))
    return done(request, workshop, changes.STAGE, toast=gettext("Det er gemt, hvilke sedler den svarer på."))


@require_POST
@facilitator
def remove(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Take away a note that a facilitator added; those of participants are hidden, not removed."""
    note = get_object_or_404(workshop.notes_on_desk().kept().filter(participant=None), number=number)
    return done(request, workshop, changes.note(note.pk), toast=gettext("Sedlen er fjernet."), undo=note.remove())


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def shut_out(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Hide all that whoever wrote a note has written, and take their seat, without learning who it was. What that shows
    is said first."""
    note = get_object_or_404(workshop.notes_on_desk().kept(), number=number)
    seat = get_object_or_404(workshop.participants, notes=note)
    if request.method != "POST":
        return render(request, "desk/shut_out.html", {"workshop": workshop, "note": note})
    shut = workshop.shut_out(seat)
    n = len(shut.notes)
    toast = ngettext(
        "%(n)d seddel er skjult, og telefonen er lukket ude.", "%(n)d sedler er skjult, og telefonen er lukket ude.", n
    ) % {"n": n}
    if workshop.agreements.filter(note__in=shut.notes).exists():
        toast += " " + gettext("Deres ord kan også stå i det, I kom frem til. Ret dem dér.")
    return done(request, workshop, changes.STAGE, toast=toast, undo=shut)


@require_POST
@facilitator
def let_back(request: Request, workshop: Workshop, shut_out_id: int) -> HttpResponse:
    """Take it back that a phone was shut out: the seat holds again, and what was hidden with it is as it was."""
    shut = get_object_or_404(workshop.shut_outs, pk=shut_out_id)
    workshop.let_back(shut)
    return done(request, workshop, changes.STAGE, toast=gettext("Telefonen er med igen, og dens sedler er tilbage."))


@require_POST
@facilitator
def adopt(request: Request, workshop: Workshop, number: int) -> HttpResponse:
    """Take a proposal into what the room has written at its place."""
    note = get_object_or_404(workshop.notes.visible(), number=number)
    try:
        revision = note.adopt()
    except ValidationError as error:
        return refused(request, workshop, error)
    what = [changes.note(note.pk), changes.outcome(note.place)]
    return done(request, workshop, *what, toast=gettext("Forslaget er taget med."), undo=revision)


@require_POST
@facilitator
def undo(request: Request, workshop: Workshop, revision_id: int) -> HttpResponse:
    """Put a note, a cluster, or what the room wrote at a place, back as it was before a change."""
    if not Revision.objects.filter(pk=revision_id).exists():
        told = gettext("Det kan ikke fortrydes mere, for I er gået videre, eller sedlen er ændret siden.")
        return refused(request, workshop, Refused(told))
    ours = Q(note__in=workshop.notes_on_desk()) | Q(outcome__workshop=workshop) | Q(cluster__workshop=workshop)
    found = Revision.objects.select_related("note", "outcome", "cluster").filter(ours)
    revision = get_object_or_404(found, pk=revision_id)
    try:
        revision.undo()
    except ValidationError as error:
        return refused(request, workshop, error)
    return done(request, workshop, *revision.concerns(), toast=gettext("Det er fortrudt."))


def _place(text: str) -> Place:
    try:
        return Place.parse(text)
    except ValueError:
        raise Refused(gettext("Vælg det spørgsmål, sedlen skal sidde under.")) from None


def _answers(request: Request, name: str = "answers") -> list[int]:
    return [int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 18]


def _answerable(workshop: Workshop, place: str) -> list[Note]:
    try:
        return workshop.answerable(Place.parse(place))
    except ValueError:
        return []


def _places(workshop: Workshop, use: Use, kind: str = "") -> list[tuple[str, list[tuple[Place, str]]]]:
    """The places for ``use``, of a note of ``kind`` where one is given, for a menu by topic."""
    agenda = agendas.at_hand(workshop)
    found: dict[str, list[tuple[Place, str]]] = {}
    for activity in workshop.activities.all():
        for topic, question in activity.question_set.places():
            place = Place(topic.pk, question.pk)
            kinds = {each.key for each in question.note_kinds("note", "taken")}
            if places.takes(agenda, use, place) and (not kind or kind in kinds):
                found.setdefault(topic.title, []).append((place, question.text))
    return list(found.items())


def _kinds(workshop: Workshop, place: str) -> list[registry.Kind]:
    """The kinds of note that can be written at ``place``; none where it is not for notes."""
    try:
        return workshop.question_for("note", Place.parse(place)).note_kinds()
    except (ValueError, Refused):
        return []


def _chosen(workshop: Workshop, number: int) -> tuple[Target, str]:
    """What dots are put at by that number, and what it says: a question, a cluster or a note. Raises Http404."""
    here = workshop.stop()
    if here.step.picks and here.activity:
        question = get_object_or_404(here.activity.question_set.questions, pk=number)
        return target(None, None, question.pk), str(question)
    note = get_object_or_404(workshop.notes_on_desk().kept().select_related("cluster"), number=number)
    return target(note.pk, note.cluster_id), str(note.cluster or note)
