from __future__ import annotations

from typing import Literal

from django import template

from .. import registry

register = template.Library()


@register.inclusion_tag("workshops/_styles.html")
def tool_styles(which: Literal["styles", "phone_styles", "report_styles"] = "styles") -> dict[str, list[str]]:
    """Link those stylesheets of every tool."""
    return {"paths": registry.styles(which)}
