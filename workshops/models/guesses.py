from __future__ import annotations

import datetime as dt
import ipaddress

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

# A whole workplace may come from one address. Of 500 people who all type the code, perhaps one in five slips once: half
# of this. One address comes to 29,000 guesses a day, of 887 million codes: 84 years for each open workshop.
WINDOW = dt.timedelta(minutes=10)
MOST_FROM_ONE = 200  # wrong codes within the window


class WrongCodeQuerySet(models.QuerySet["WrongCode"]):
    def too_many(self, address: str) -> bool:
        """Whether so many wrong codes came from ``address`` that none is looked up for it now."""
        recent = self.filter(source=_digest(address), at__gt=timezone.now() - WINDOW)
        return recent.count() >= MOST_FROM_ONE

    def note(self, address: str) -> None:
        """Count one more, and forget those that no longer matter."""
        self.filter(at__lte=timezone.now() - WINDOW).delete()
        self.create(source=_digest(address))


class WrongCode(models.Model):
    """A join code that somebody typed in the last minutes, and that no workshop has. Neither the code nor the address
    can be read from it."""

    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WrongCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="wrong_codes_of_a_source")]

    def __str__(self) -> str:
        return f"wrong code {self.pk}"


def _digest(address: str) -> str:
    return salted_hmac("workshops.codes", network(address), algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """What an address is counted as: itself, or of IPv6 the network of 2**64 addresses that one subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.IPv6Network((int(found), 64), strict=False))
    return str(found)
