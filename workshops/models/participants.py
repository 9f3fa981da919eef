from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..codes import new_key
from ..errors import Refused

SEAT_AGE = 180 * 24 * 3600  # seconds

# What is read of a seat with each note: a few fields, since loading all takes a fifth of the time a note takes.
SEAT = ["workshop", "key", "code", "group", "done_with", "removed_at", "waits"] + [
    f"workshop__{name}"
    for name in ("version", "stage_version", "state", "code", "deleted_at", "helper", "helper_approved")
]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def seated(self) -> ParticipantQuerySet:
        """Those who are in: let in, not removed, and joined with the code that holds now."""
        return self.inside().filter(code=F("workshop__code"), workshop__deleted_at=None)

    def inside(self) -> ParticipantQuerySet:
        """Those who were let in and not removed, whatever code they joined with."""
        return self.filter(removed_at=None, waits=False)

    def waiting(self) -> ParticipantQuerySet:
        """Those who joined with the code that holds now, and whom nobody has let in yet."""
        return self.filter(removed_at=None, waits=True, code=F("workshop__code"))

    def from_cookies(self, request: HttpRequest, workshop_id: int) -> Participant | None:
        """The participant whose seat this browser holds in a workshop, removed or not; None for a stranger."""
        try:
            key = request.get_signed_cookie(seat_cookie(workshop_id), max_age=SEAT_AGE)
        except (KeyError, signing.BadSignature):
            return None
        seat = self.select_related("workshop").only(*SEAT).filter(workshop_id=workshop_id, key=key)
        return next(iter(seat), None)


class Participant(models.Model):
    """Someone with a phone: a seat in one workshop, without a name. The key in the cookie is all there is.

    ``done_with`` is the key of the stop where they said that they had written what they wanted to. One who ``waits``
    has not been let in yet.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="participants")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    code = models.CharField(max_length=6)
    group = models.CharField(max_length=60, blank=True)
    done_with = models.CharField(max_length=80, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    waits = models.BooleanField(default=False)

    objects = ParticipantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"participant {self.pk}"

    @property
    def is_seated(self) -> bool:
        """Whether the seat still holds, and they were let in."""
        return self._holds and not self.waits

    @property
    def is_waiting(self) -> bool:
        """Whether they can be let in, and nobody has done it yet."""
        return self._holds and self.waits and self.workshop.is_open

    @property
    def _holds(self) -> bool:
        return self.removed_at is None and self.code == self.workshop.code and self.workshop.deleted_at is None

    @property
    def number(self) -> int:
        """Two digits that its phone shows and the facilitator asks for: which of those in the room it is."""
        return 10 + int(salted_hmac("workshops.number", self.key).hexdigest(), 16) % 90

    def see(self) -> None:
        """See whether the facilitator removed it or let it in, for a verb that holds the workshop. Raises Refused when
        erased."""
        try:
            self.refresh_from_db(fields=["removed_at", "waits"])
        except Participant.DoesNotExist:
            raise Refused(_("Pladsen findes ikke længere.")) from None

    @property
    def drawer(self) -> str:
        """What its own phone keeps unsent notes under. Neither the seat nor its key can be read from it."""
        return salted_hmac("workshops.drawer", self.key).hexdigest()[:16]

    def remember(self, response: HttpResponse) -> HttpResponse:
        """Put the seat in a signed cookie, so that a reload or a restart of the phone comes back to it."""
        response.set_signed_cookie(
            seat_cookie(self.workshop_id),
            self.key,
            max_age=SEAT_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response


def seat_cookie(workshop_id: int) -> str:
    """The name of the cookie that holds a seat in a workshop."""
    return f"seat-{workshop_id}"
