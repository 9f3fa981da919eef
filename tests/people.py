"""How the cast of ``conftest.py`` comes in, and when."""

import datetime as dt

from django.http import HttpResponse
from django.test import Client

from workshops.models import Participant, User

PASSWORD = "kaffe og rundstykker"
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seated(participant: Participant) -> Client:
    """A phone that holds the seat's signed cookie."""
    client = Client()
    client.cookies = participant.remember(HttpResponse()).cookies
    return client


def cookies(client: Client) -> str:
    """The header that a browser sends."""
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in client.cookies.items())
