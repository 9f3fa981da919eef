"""What a tool draws, put into the engine's own templates: ``{% part "board" %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: Context, name: str, spot: Any = None) -> str:
    """The ``board``, ``overview``, ``desk``, ``picker``, ``ballot`` or ``cell`` of the tool in use, as it says it is
    drawn; at the engine's own steps the engine's.

    A ``ballot`` and a ``cell`` are of one ``spot``. Where the tool has no such part, nothing.
    """
    scene = context["scene"]
    template_name = scene.template_of(name)
    if not template_name:
        return ""
    given = scene.part(name, *([spot] if spot else []))
    found = context.template.engine.get_template(template_name)  # type: ignore[union-attr]
    with context.push(**({"spot": spot} if spot else {}), **given):
        return found.render(context)
