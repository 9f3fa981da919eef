"""What the facilitator writes about a closed workshop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ..http import Request
from ..models import Workshop, WriteUp
from ..report import paper
from ..write_up_form import WriteUpForm
from .access import facilitator
from .page import faults_of, page


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def write(request: Request, workshop: Workshop) -> HttpResponse:
    """The main points of a closed workshop, with what could be one to choose from; and who met."""
    if not workshop.has_record:
        return render(request, "report/write.html", {"workshop": workshop})
    chapters = [(activity.pk, activity.title) for activity in workshop.activities.all()]
    if request.method != "POST":
        form = WriteUpForm(instance=WriteUp.of(workshop), chapters=chapters)
    else:
        with workshop.held():
            form = WriteUpForm(request.POST.copy(), instance=WriteUp.of(workshop), chapters=chapters)
            if form.is_valid():
                form.instance.write_down()
                messages.success(request, gettext("Det er gemt. Opsamlingen bliver lavet igen."))
                return redirect("workshop-report", workshop.pk)
    context = {
        "workshop": workshop,
        "form": form,
        "proposals": paper.proposals(workshop),
        "taken": request.POST.getlist("take"),
    }
    return page(request, "report/write.html", context, faults=faults_of(form))
