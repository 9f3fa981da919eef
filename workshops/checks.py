"""System checks: what must be there before the server is worth starting. Said in English, on the command line."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

SHORTEST, FEWEST = 32, 10  # characters of the secret key, and how many of them differ: what guessing cannot reach
INSTALL = "Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@register()
def pango_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when WeasyPrint cannot load Pango: everything works but the PDF. Or when it complains of another library."""
    from workshops.report.printing import libraries_by_file_name

    with warnings.catch_warnings(record=True) as said, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        try:
            with libraries_by_file_name():
                import weasyprint  # noqa: F401
        except OSError as error:
            return [
                Warning(
                    f"WeasyPrint cannot load Pango, so reports come without a PDF ({str(error)[:120]}).",
                    hint=INSTALL,
                    id="workshops.W001",
                )
            ]
    return [Warning(f"WeasyPrint: {each.message}", hint=INSTALL, id="workshops.W002") for each in said]


@register()
def statement_is_linked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where no page can link to the statement on accessibility that Danish law asks of public bodies.

    On one's own machine nobody else is served.
    """
    if settings.ACCESSIBILITY_URL or urlsplit(settings.SITE_URL).hostname in ("localhost", "127.0.0.1"):
        return []
    return [
        Warning(
            "No page links to an accessibility statement (tilgængelighedserklæring), which public bodies must publish.",
            hint="Make one at https://www.was.digst.dk and set DIALOG_ACCESSIBILITY_URL to its address.",
            id="workshops.W003",
        )
    ]


@register()
def key_is_strong(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a secret key that can be guessed: whoever has it can sign seats, sessions and links."""
    key = settings.SECRET_KEY
    if len(key) >= SHORTEST and len(set(key)) >= FEWEST:
        return []
    return [
        Error(
            f"The secret key can be guessed: it has {len(key)} characters, {len(set(key))} of them different.",
            hint=f"Leave DIALOG_SECRET_KEY unset, or set it to at least {SHORTEST} random characters: "
            "openssl rand -base64 50",
            id="workshops.E001",
        )
    ]
