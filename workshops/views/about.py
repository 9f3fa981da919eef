"""What the product does for accessibility and with personal data, and where to ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """A page for everyone."""
    return render(request, "was.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """A page for everyone: what is stored, for how long, and who sees it (the regulation's article 13)."""
    return render(request, "privacy.html", {"keep_days": settings.KEEP_DAYS})
