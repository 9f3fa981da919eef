"""What was sent and not taken, because the session had ended or the page was from before a log-in.

It is brought along, shown, and sent again by a press. Nothing is ever sent by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SALT, HOLDS_FOR = "resend", 24 * 3600  # seconds
LEFT_BEHIND = {
    "csrfmiddlewaretoken",
    "username",
    "password",
    "carried",
    "pending",
    "second",
    "old_password",
    "new_password1",
    "new_password2",
}
UNTYPED = ("initial-", "was", "key", "draft")


@dataclass
class Parcel:
    """A form as it was sent: where to, and its fields. A file cannot be brought along."""

    to: str
    fields: list[tuple[str, str]]
    had_file: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Parcel:
        fields = [(n, str(v)) for n, values in request.POST.lists() if n not in LEFT_BEHIND for v in values]
        return cls(request.get_full_path(), fields, any(request.FILES.values()))

    @classmethod
    def opened(cls, sealed: str) -> Parcel | None:
        """The parcel that a page carried along; None when it is none of ours, or a day old."""
        try:
            to, fields, had_file = signing.loads(sealed, salt=SALT, max_age=HOLDS_FOR)
        except signing.BadSignature:
            return None
        return cls(to, [(name, value) for name, value in fields], had_file)

    def sealed(self) -> str:
        """The parcel as text that only we can have written."""
        return signing.dumps([self.to, self.fields, self.had_file], salt=SALT, compress=True)

    @property
    def texts(self) -> str:
        """What someone may have typed, to be copied."""
        typed = [value for name, value in self.fields if not name.startswith(UNTYPED) and len(value.split()) > 1]
        return "\n\n".join(dict.fromkeys(typed))


def send_again(request: HttpRequest, parcel: Parcel, status: int = 200) -> HttpResponse:
    """The page with what was sent, and the button that sends it again."""
    return render(request, "registration/send_again.html", {"parcel": parcel}, status=status)


def offered(request: HttpRequest) -> HttpResponse | None:
    """What a form with a token from before a log-in sent, to be sent again; None where it is not surely ours."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.headers.get("Origin") not in ours or request.resolver_match.app_names:  # type: ignore[union-attr]
        return None
    if {"password", "pending"} & request.POST.keys():  # of either step of the log-in only what it carried
        parcel = Parcel.opened(request.POST.get("carried", ""))
        return send_again(request, parcel, status=403) if parcel else None
    return None if request.headers.get("HX-Request") else send_again(request, Parcel.of(request), status=403)
