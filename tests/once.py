"""What many tests begin from, made once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def made_once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module: what is stored inside stands until its tests are through, and then it is taken back.

    Each test takes back what it stored itself, as ever. A module that uses this holds no ``transaction=True``.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
