"""What every page of a request is given."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def elsewhere(request: HttpRequest) -> dict[str, str]:
    """Where the statement on accessibility is, and whom to ask about personal data; empty where nobody said."""
    return {"accessibility_url": settings.ACCESSIBILITY_URL, "privacy_url": settings.PRIVACY_URL}
