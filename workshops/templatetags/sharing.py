"""What a link to us shows where it is put: in a chat, in a mail, on a feed."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.inclusion_tag("workshops/_shared.html")
def shared() -> dict[str, str]:
    """Who we are, the same for every page: an address that someone shares may name a workshop that is not for all."""
    return {"site": settings.SITE_URL, "picture": settings.SITE_URL + static("share.png")}
