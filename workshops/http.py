from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class Request(HttpRequest):
    """A request as our middleware leaves it: with ``htmx``, and ``user`` where a view asks for a login."""

    htmx: HtmxDetails
    user: User
