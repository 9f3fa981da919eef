"""The report: the facilitator's page with its links, and the leader's page behind a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import mishaps, texts
from ..errors import Refused
from ..forms import WordsForm
from ..http import Request
from ..models import Link, Record, Report, Workshop, WriteUp
from ..models.reports import ReportFile
from ..report import formats, paper
from ..report.leaving_out import Line, lines
from ..write_up_form import ApproveForm
from .access import facilitator, leader
from .page import faults_of, page
from .prints import to_print


@require_safe
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The report as the facilitator sees it: how far it is, the links to it, and the report itself."""
    return _show(request, workshop)


def _show(
    request: Request, workshop: Workshop, made: Link | None = None, approval: ApproveForm | None = None
) -> HttpResponse:
    """The page; with ``made`` the links that were just made, which can be seen this once, and with ``approval`` what is
    wrong with it."""
    report = Report.objects.defer("pdf").filter(workshop=workshop).first()
    context = _progress(workshop, report)
    if request.htmx:
        return render(request, "report/_progress.html", context)
    links = workshop.links.holding().filter(leader=None).select_related("beside")
    posters = [activity for activity in workshop.activities.all() if activity.dialogue_tool.poster_template]
    context |= {"links": links, "site": settings.SITE_URL, "posters": posters, "made": made}
    if workshop.has_record:
        context |= {"write_up": WriteUp.of(workshop), "advice": paper.advice(workshop)}
    faults = faults_of(approval) if approval else ()
    return page(request, "report/facilitator.html", context | {"approval": approval or ApproveForm()}, faults=faults)


@require_safe
@facilitator
def pdf(request: Request, workshop: Workshop) -> HttpResponse:
    """The PDF, for the facilitator."""
    return _pdf(workshop)


@require_safe
@facilitator
def poster(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """What the room agreed in an activity, as a page to hang up."""
    activity = get_object_or_404(workshop.activities, pk=activity_id)
    if not activity.dialogue_tool.poster_template:
        raise Http404
    back = "desk" if workshop.is_open else "workshop-report"
    return to_print(request, workshop, "poster", activity.pk, f"plakat-{activity.pk}", mishaps.POSTER, back)


@require_POST
@facilitator
def make(request: Request, workshop: Workshop) -> HttpResponse:
    """Make the report again, with the agreements as they are now."""
    try:
        workshop.remake_report()
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop-report", workshop.pk)


@require_POST
@facilitator
def finish(request: Request, workshop: Workshop) -> HttpResponse:
    """Delete what ties notes to seats now, rather than a day after the closing."""
    try:
        workshop.unlink()
        messages.success(request, gettext("Workshoppen er gjort færdig. Nu kan ingen se, hvem der skrev hvad."))
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop-report", workshop.pk)


@require_POST
@facilitator
def approve(request: Request, workshop: Workshop) -> HttpResponse:
    """Note who approved the report, as it stands on the page that was seen."""
    form = ApproveForm(request.POST)
    try:
        if form.is_valid():
            WriteUp.of(workshop).approve(form.cleaned_data["by"], request.POST.get("edition", ""))
            messages.success(request, gettext("Opsamlingen er godkendt. Nu kan deltagerne se den på deres telefon."))
            return redirect("workshop-report", workshop.pk)
    except Refused as error:
        form.add_error("by", error)
    return _show(request, workshop, approval=form)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def words(request: Request, workshop: Workshop) -> HttpResponse:
    """All that stands in the record, to leave words out of it, or put others there: page, PDF and follow-up follow."""
    record = Record.objects.filter(workshop=workshop).first() if workshop.is_closed else None
    found = lines(record.data) if record else []
    named = request.GET.get("ret", "")
    if line := next((each for each in found if each.digest == named), None):
        return _reword(request, workshop, line)
    if request.method != "POST":
        return render(request, "report/words.html", {"workshop": workshop, "lines": found})
    chosen = {each.digest for each in found} & {*request.POST.getlist("out")}
    if not chosen:
        messages.error(request, gettext("Sæt kryds ved det, der skal ud."))
        return redirect("workshop-report-words", workshop.pk)
    try:
        workshop.leave_out(chosen)
        messages.success(request, gettext("Det er taget ud. Opsamlingen bliver lavet igen uden det."))
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop-report", workshop.pk)


def _reword(request: Request, workshop: Workshop, line: Line) -> HttpResponse:
    """The form for other words where ``line`` stands, and what comes of it."""
    form = WordsForm(request.POST or None, initial={"text": line.text})
    if request.method == "POST" and form.is_valid():
        try:
            workshop.reword(line.digest, form.cleaned_data["text"])
            messages.success(request, gettext("Det er rettet. Opsamlingen bliver lavet igen."))
        except Refused as error:
            messages.error(request, error.messages[0])
        return redirect("workshop-report-words", workshop.pk)
    context = {"workshop": workshop, "line": line, "form": form}
    return page(request, "report/reword.html", context, faults=faults_of(form))


@require_POST
@facilitator
def share(request: Request, workshop: Workshop) -> HttpResponse:
    """New links for a leader and the employees, shown in the answer alone: only their digests are stored.

    They are made of the form's own key, so a second press is answered with the same ones.
    """
    made = workshop.share(request.POST.get("key", ""))
    return _show(request, workshop, made if made.holds else None)


@require_POST
@facilitator
def revoke(request: Request, workshop: Workshop, link_id: int) -> HttpResponse:
    """Let a leader's link and the employees' show nothing any more."""
    get_object_or_404(workshop.links, pk=link_id).revoke()
    said = gettext("Linkene er trukket tilbage. De, der har dem, kan ikke længere se opsamlingen.")
    messages.success(request, said)
    return redirect("workshop-report", workshop.pk)


@require_POST
@facilitator
def erase(request: Request, workshop: Workshop) -> HttpResponse:
    """Erase the raw notes of a closed workshop now. Asked for by typing the word."""
    if texts.line(request.POST.get("word", "")).strip("»«\"'“”.").lower() != "slet":
        messages.error(request, gettext("Sedlerne er ikke slettet. Skriv ordet »slet« i feltet for at slette dem."))
        return redirect("workshop-report", workshop.pk)
    try:
        workshop.erase_notes()
        messages.success(request, gettext("Sedlerne er slettet. Opsamlingen ligger her stadig."))
    except Refused as error:
        messages.error(request, error.messages[0])
    return redirect("workshop-report", workshop.pk)


@require_safe
@leader
def shared(request: Request, workshop: Workshop, link: Link) -> HttpResponse:
    """The report as a leader and the employees see it."""
    report = Report.objects.defer("pdf").filter(workshop=workshop).first()
    template = "report/_progress.html" if request.htmx else "report/leader.html"
    return render(request, template, _progress(workshop, report, link))


@require_safe
@facilitator
def file(request: Request, workshop: Workshop, name: str) -> HttpResponse:
    """The report in another format, for the facilitator."""
    return _file(workshop, name)


@require_safe
@leader
def shared_file(request: Request, workshop: Workshop, link: Link, name: str) -> HttpResponse:
    """The same for those who have a link."""
    return _file(workshop, name)


@require_safe
@leader
def shared_pdf(request: Request, workshop: Workshop, link: Link) -> HttpResponse:
    """The PDF, for them."""
    return _pdf(workshop)


def _progress(workshop: Workshop, report: Report | None, link: Link | None = None) -> dict[str, Any]:
    """How far the report is, for the facilitator or, with ``link``, for a leader, who cannot have it made again."""
    is_theirs = workshop.is_closed and not link and not workshop.report_stays
    return {
        "workshop": workshop,
        "report": report,
        "link": link,
        "page": link.get_absolute_url() if link else reverse("workshop-report", args=[workshop.pk]),
        "pdf": reverse("report-pdf", args=[link.token]) if link else reverse("workshop-report-pdf", args=[workshop.pk]),
        "files": report.files.values_list("name", flat=True) if report and report.state == Report.State.DONE else [],
        "is_awaited": bool(workshop.is_closed and report and report.is_to_come),
        "can_be_made": is_theirs and (report is None or report.can_be_made_again),
    }


def _pdf(workshop: Workshop) -> HttpResponse:
    report = Report.objects.filter(workshop=workshop).first()
    if report is None or report.pdf is None:
        raise Http404
    return _attached(report, "pdf", bytes(report.pdf), "application/pdf")


def _file(workshop: Workshop, name: str) -> HttpResponse:
    if not name.isprintable() or name.rpartition(".")[2] not in formats.TYPES:
        raise Http404
    found = get_object_or_404(
        ReportFile.objects.select_related("report__workshop").defer("report__html", "report__pdf"),
        report__workshop=workshop,
        name=name,
    )
    return _attached(found.report, name, bytes(found.content), formats.TYPES[name.rpartition(".")[2]])


def _attached(report: Report, name: str, content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    number, _dot, ending = name.rpartition(".")
    named = "-".join(filter(None, [report.filename, number]))
    response["Content-Disposition"] = f'attachment; filename="{named}.{ending}"'
    return response
