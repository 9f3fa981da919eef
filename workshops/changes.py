"""A change, and how it gets from the transaction that made it to the processes whose screens show it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from django.db import connection, transaction

from .place import Place

CHANNEL = "workshop_changes"
STAGE, SEATS, AGREEMENTS, TIMER, ACCESS = "stage", "seats", "agreements", "timer", "access"
MARKS, DOTS, CLUSTERS = "marks", "dots", "clusters"


LONGEST = 7_900  # bytes of a NOTIFY, in PostgreSQL 8,000
NOWHERE = 0  # the workshop of a change to an account
LIGHT = (SEATS, MARKS, DOTS, CLUSTERS, AGREEMENTS, "note:", "seat:", "outcome:")


def are_light(what: tuple[str, ...]) -> bool:
    """Whether ``what`` changed leaves the agenda, the place where the room is and what is open as they were."""
    return all(each.startswith(LIGHT) for each in what)


class Change(NamedTuple):
    """A hint that a workshop changed: its id, its version after the change, and what changed.

    ``what`` holds names of the constants above, ``"note:12"`` for a note, ``"outcome:3-7"`` for the outcome at a place
    and ``"seat:7"`` for a participant whose own notes the facilitator touched. It says where to look, never what is
    there: the database is the truth. A change of no workshop (:data:`NOWHERE`) is about an account: ``"user:3"``.
    """

    workshop: int
    version: int
    what: tuple[str, ...]

    def dumps(self) -> str:
        """The change as text for ``NOTIFY``, which takes less than 8,000 bytes: what is longer tells of all."""
        text = json.dumps([self.workshop, self.version, *self.what])
        return text if len(text) < LONGEST else json.dumps([self.workshop, self.version, STAGE])

    @classmethod
    def loads(cls, text: str) -> Change:
        """Read what :meth:`dumps` wrote. Raises ValueError when ``text`` is anything else."""
        try:
            workshop, version, *what = json.loads(text)
        except TypeError as error:
            raise ValueError(f"Not a change: {text}") from error
        return cls(workshop, version, tuple(what))


def note(pk: int) -> str:
    """Names a note among what changed."""
    return f"note:{pk}"


def seat(pk: int) -> str:
    """Names a participant among what changed."""
    return f"seat:{pk}"


def account(pk: int) -> Change:
    """The change that an account's sessions are not what they were."""
    return Change(NOWHERE, 0, (f"user:{pk}",))


def outcome(place: Place) -> str:
    """Names the outcome at a place among what changed."""
    return f"outcome:{place}"


def outcomes(what: set[str]) -> list[Place]:
    """The places in ``what`` whose outcomes changed."""
    return sorted(Place.parse(item.partition(":")[2]) for item in what if item.startswith("outcome:"))


def ids(what: set[str], name: str) -> list[int]:
    """The ids in ``what`` under ``name``: ``ids({"note:3", "stage"}, "note") == [3]``."""
    return sorted(int(item.partition(":")[2]) for item in what if item.startswith(f"{name}:"))


_listeners: list[Callable[[Change], None]] = []


def listen(listener: Callable[[Change], None]) -> None:
    """Have ``listener`` called with every change that this process hears of. It must not block."""
    _listeners.append(listener)


def unlisten(listener: Callable[[Change], None]) -> None:
    _listeners.remove(listener)


def deliver(change: Change) -> None:
    """Hand a change to this process's listeners."""
    for listener in list(_listeners):
        listener(change)


def publish(change: Change) -> None:
    """Tell every process of ``change`` once the transaction commits, and nobody if it rolls back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, change.dumps()])
    else:
        transaction.on_commit(lambda: deliver(change))
