from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

IMPORT = re.compile(r'^(?:import|export)\b[^;"]*"\./([\w-]+)\.js";$', re.M)


@register.simple_tag
@cache  # the files are as they were when the server started
def script(name: str) -> SafeString:
    """The module of that name in ``static/js/``, and whatever it imports, asked for at the same time.

    Else a browser learns of an import when it has read what imports it: a round trip for each storey of modules.
    """
    imports = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((_url(each),) for each in _imports(name)))
    return format_html('{}\n<script type="module" src="{}"></script>', imports, _url(name))


def _url(name: str) -> str:
    return static(f"js/{name}.js")


def _imports(name: str) -> list[str]:
    """The modules that it imports at once, and those that these import, each once."""
    found = [name]
    for each in found:
        text = Path(str(finders.find(f"js/{each}.js"))).read_text()
        found += [other for other in dict.fromkeys(IMPORT.findall(text)) if other not in found]
    return found[1:]
