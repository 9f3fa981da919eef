"""What forms and links are sent with: where they go, said once for the browser and for htmx, and a key."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..codes import new_key

register = template.Library()


@register.simple_tag
def posts_to(view: str, *args: Any) -> SafeString:
    """The attributes of a form that is sent to ``view``: ``<form {% posts_to "note-hide" workshop.pk note.pk %}>``."""
    return format_html('method="post" action="{0}" hx-post="{0}"', reverse(view, args=args))


@register.simple_tag
def opens_dialog(view: str, *args: Any, **query: Any) -> SafeString:
    """The attributes of a link to ``view`` that opens in the page's dialog; ``query`` goes into its address."""
    address = reverse(view, args=args, query={name: str(value) for name, value in query.items()} or None)
    return format_html('href="{0}" hx-get="{0}" hx-target="#dialog-body" hx-swap="innerHTML"', address)


@register.simple_tag
def form_key() -> SafeString:
    """What a form that makes something carries, so that it is made once however often the form is sent."""
    return format_html('<input type="hidden" name="key" value="{}">', new_key())
