from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

REMEMBERED = dt.timedelta(days=1)
ANEW = ("csrfmiddlewaretoken", "draft")  # may differ each time the same form is sent


class SentQuerySet(models.QuerySet["Sent"]):
    @transaction.atomic
    def once(self, request: HttpRequest, make: Callable[[], object]) -> str:
        """What ``make`` makes of the form in ``request``, as text; of the same form sent again, what it made then.

        Every form that makes something carries a key of its own (``{% form_key %}``). A second press waits for the
        first; one that is refused, with an exception, leaves the form to be sent again. Something else typed in the
        same form is another form: a page that the browser brought back must not answer with what was sent from it
        before.
        """
        if not request.POST.get("key"):
            return str(make())
        sent, is_first = self.get_or_create(key=_digest(request))
        if is_first:
            sent.made = str(make())
            sent.save(update_fields=["made"])
        return sent.made

    def forget(self) -> None:
        """Forget those that nobody is still waiting for an answer to."""
        self.filter(at__lte=timezone.now() - REMEMBERED).delete()


class Sent(models.Model):
    """A form that was sent, and what was made of it: the text that says where that is.

    It holds nothing that was typed, but for the text of a question that somebody removed while the plan was stored: the
    answer tells it again.
    """

    key = models.CharField(max_length=64, unique=True)
    made = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"form {self.pk}"


def _digest(request: HttpRequest) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in ANEW)
    files = sorted((name, [(file.name, file.size) for file in sent]) for name, sent in request.FILES.lists())
    return hashlib.sha256(repr([request.path, typed, files]).encode(errors="surrogatepass")).hexdigest()
