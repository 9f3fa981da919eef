"""What can hinder a report or a poster, told as what it is: to people in words, to other processes as a number.

Faults are told apart by their kind and number, never by the sentence another library puts them in.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Mishap:
    """A fault: its name in the log, the exit status that tells another process of it, what it says of ``what``."""

    name: str
    status: int
    text: Promise

    def told(self, what: Promise | str) -> str:
        """What went wrong with ``what``, and what to do about it."""
        return str(self.text) % {"what": what}


class NoPango(Exception):
    """Pango, or a library it comes with, is not on this machine."""


class NotMade(Exception):
    """A process could not make what it was to make."""

    def __init__(self, mishap: Mishap) -> None:
        super().__init__(mishap.name)
        self.mishap = mishap


REPORT = _("Opsamlingen")
PDF = _("PDF'en")
POSTER = _("Plakaten")
PRINT = _("Det, du vil printe,")

BROKEN = Mishap(
    "a fault of ours",
    1,
    _("%(what)s kunne ikke laves. Prøv igen, og kontakt jeres it-afdeling, hvis det sker én gang til."),
)
PANGO = Mishap(
    "no Pango",
    10,
    _(
        "%(what)s kunne ikke laves, fordi programmet Pango mangler på serveren. "
        "Bed jeres it-afdeling installere Pango, og prøv så igen."
    ),
)
INCOMPLETE = Mishap(
    "something is not installed",
    11,
    _(
        "%(what)s kunne ikke laves, fordi en del af Dialogværksted mangler på serveren. "
        "Bed jeres it-afdeling installere Dialogværksted igen. Serverens log siger, hvad der mangler."
    ),
)
FULL = Mishap(
    "the disk is full",
    12,
    _("%(what)s kunne ikke laves, fordi serverens disk er fuld. Bed jeres it-afdeling skaffe plads, og prøv så igen."),
)
FORBIDDEN = Mishap(
    "not allowed",
    13,
    _(
        "%(what)s kunne ikke laves, fordi serveren ikke må bruge en fil, den har brug for. "
        "Bed jeres it-afdeling se i serverens log, hvilken det er, og prøv så igen."
    ),
)
MEMORY = Mishap(
    "out of memory",
    14,
    _(
        "%(what)s kunne ikke laves, fordi serveren manglede hukommelse. "
        "Prøv igen om lidt, og kontakt jeres it-afdeling, hvis det sker igen."
    ),
)
DATABASE = Mishap(
    "the database is away",
    15,
    _(
        "%(what)s kunne ikke laves, fordi databasen ikke svarede. "
        "Prøv igen om lidt, og kontakt jeres it-afdeling, hvis det sker igen."
    ),
)
STOPPED = Mishap(
    "it was ended by a signal",
    16,
    _(
        "%(what)s blev ikke færdig, fordi arbejdet blev afbrudt på serveren, måske af mangel på hukommelse. "
        "Prøv igen, og kontakt jeres it-afdeling, hvis det sker én gang til."
    ),
)
TOO_LONG = Mishap(
    "it took too long",
    17,
    _(
        "%(what)s blev ikke færdig, fordi det tog for lang tid. "
        "Prøv igen, når serveren har mindre at lave, og kontakt jeres it-afdeling, hvis det sker igen."
    ),
)
EVERY = [BROKEN, PANGO, INCOMPLETE, FULL, FORBIDDEN, MEMORY, DATABASE, STOPPED, TOO_LONG]

BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: FORBIDDEN,
    errno.ENOENT: INCOMPLETE,
    errno.ENOMEM: MEMORY,
    errno.EAGAIN: MEMORY,  # no room for another process
}
BY_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: FORBIDDEN,
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_NOMEM: MEMORY,
}
BY_SQLSTATE = {"53100": FULL, "53200": MEMORY}  # PostgreSQL, appendix A: disk full, out of memory


def of(error: BaseException) -> Mishap:
    """What ``error``, or what it came of, tells of."""
    return next(filter(None, map(_known, _roots(error))), BROKEN)


def of_status(status: int) -> Mishap | None:
    """What the exit status of a process tells of; None when it went well."""
    if status < 0:  # ended by a signal
        return STOPPED
    return next((each for each in EVERY if each.status == status), BROKEN) if status else None


def in_a_line(error: BaseException) -> str:
    """What ``error`` says, in one line: databases say it in several."""
    return " ".join(str(error).split()).rstrip(".")


def told_of_report(mishap: Mishap, page: bool) -> str:
    """What a facilitator is told whose report was hindered; ``page`` says whether it can be read as a page."""
    if not page:
        return mishap.told(REPORT)
    return f"{mishap.told(PDF)} {gettext('Opsamlingen som side er klar.')}"


def _roots(error: BaseException | None) -> Iterator[BaseException]:
    """``error`` and what it came of, the deepest first: Django's own errors wrap the database's."""
    if error is not None:
        yield from _roots(error.__cause__)
        yield error


def _known(error: BaseException) -> Mishap | None:
    if isinstance(error, NoPango):
        return PANGO
    if isinstance(error, MemoryError):
        return MEMORY
    if isinstance(error, ImportError):
        return INCOMPLETE
    if isinstance(error, sqlite3.Error):
        return BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return BY_NUMBER.get(error.errno or 0)
    if found := BY_SQLSTATE.get(getattr(error, "sqlstate", None) or ""):
        return found
    return DATABASE if isinstance(error, (OperationalError, InterfaceError)) else None
