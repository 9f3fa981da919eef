"""What a facilitator prints beforehand, and the running order on the screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from .. import mishaps
from ..http import Request
from ..models import Workshop
from ..registry import Text
from ..report import making, running_order
from .access import facilitator


@require_safe
@facilitator
def show(request: Request, workshop: Workshop) -> HttpResponse:
    """The running order: the whole agenda by the clock, with what to say and do, and room for notes."""
    return render(request, "prepare/running_order.html", running_order.context(workshop))


@require_safe
@facilitator
def running_order_pdf(request: Request, workshop: Workshop) -> HttpResponse:
    """The same as a PDF."""
    return to_print(request, workshop, "running-order", workshop.pk, f"drejebog-{workshop.pk}")


@require_safe
@facilitator
def table_sheets(request: Request, workshop: Workshop) -> HttpResponse:
    """A join sheet for each table."""
    return to_print(request, workshop, "table-sheets", workshop.pk, f"bordark-{workshop.pk}")


@require_safe
@facilitator
def sheets(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """What an activity is talked about on without phones."""
    activity = get_object_or_404(workshop.activities, pk=activity_id)
    if not activity.dialogue_tool.sheet_template:
        raise Http404
    return to_print(request, workshop, "sheets", activity.pk, f"ark-{activity.pk}")


def to_print(
    request: Request,
    workshop: Workshop,
    what: str,
    pk: int,
    name: str,
    called: Text = mishaps.PRINT,
    back: str = "workshop",
) -> HttpResponse:
    """The PDF, as a file called ``name``; where it could not be made, back to the page ``back``, that says why."""
    try:
        made = making.print_apart(what, pk, workshop.pk)
    except mishaps.NotMade as error:
        messages.error(request, error.mishap.told(called))
        return redirect(back, workshop.pk)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
