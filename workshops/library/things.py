"""How a set, a topic, a question or a hint is read: its names, each once, with what is left out filled in."""

from __future__ import annotations

import difflib
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .faults import Fault
from .parsing import Node
from .values import Read, wrong


@dataclass(frozen=True)
class Field:
    """What can stand at a name: what is written there, how it is read, and whether it must be there.

    ``note`` tells the one who writes a file more. ``formerly`` is the name it has in files that were written before.
    """

    what: str | Promise
    read: Read
    required: bool = False
    default: Any = ""
    note: str | Promise = ""
    formerly: str = ""


class Item(dict[str, Any]):
    """What was read of a thing, with the line it begins on and that of each of its names."""

    def __init__(self, line: int, lines: dict[str, int] | None = None, **said: Any) -> None:
        super().__init__(**said)
        self.line, self.lines = line, lines or {}

    def line_of(self, name: str) -> int:
        """The line where ``name`` stands; where the thing begins, when it does not."""
        return self.lines.get(name, self.line)


@dataclass(frozen=True)
class Thing:
    """A set, a topic, a question or a hint: what it is called, and its names in the order they are read."""

    danish: str | Promise
    fields: dict[str, Field]

    def read(self, node: Node) -> Item:
        """What ``node`` says of it. Raises Fault."""
        if not isinstance(node.value, dict):
            raise self._expected(node)
        written = self._written(node)
        item = Item(node.line, {name: node.keys[as_written] for name, as_written in written.items()})
        for name, each in self.fields.items():
            as_written = written.get(name, name)
            given = node.value.get(as_written)
            if given is None or (given.is_empty and not given.cuts and each.default == ""):
                item[name] = copy(each.default)
            else:
                item[name] = each.read(given, as_written)
            if each.required and (given is None or item[name] == ""):
                raise self.missing(name, item.line_of(name))
        return item

    def _written(self, node: Node) -> dict[str, str]:
        """How each name that is there is written. Raises Fault for one that cannot be there, or is there twice."""
        known = {written: name for name, each in self.fields.items() for written in (name, each.formerly) if written}
        found: dict[str, str] = {}
        for written, line in node.keys.items():
            name = known.get(written)
            if name is None:
                raise self._unknown(written, line)
            if name in found:
                said = {"one": found[name], "other": written}
                raise Fault(line, _("»%(one)s« og »%(other)s« er det samme. Slet den ene.") % said)
            found[name] = written
        return found

    def missing(self, name: str, line: int) -> Fault:
        """The fault that it does not say ``name``."""
        said = {"thing": self.danish, "name": name, "what": self.fields[name].what}
        return Fault(line, _("%(thing)s mangler »%(name)s«. Skriv %(name)s: efterfulgt af %(what)s.") % said)

    def _expected(self, node: Node) -> Fault:
        first = next(name for name, each in self.fields.items() if each.required)
        said = {"thing": str(self.danish)[:1].lower() + str(self.danish)[1:], "first": first}
        return Fault(
            node.line, _("Her skal stå %(thing)s. Skriv navn, kolon og tekst, for eksempel %(first)s: …") % said
        )

    def _unknown(self, name: str, line: int) -> Fault:
        close = difflib.get_close_matches(name, self.fields, n=1)
        said = {"thing": self.danish, "name": name[:40], "close": "".join(close), "known": ", ".join(self.fields)}
        if not name.isprintable():
            danish = _("Der er et usynligt tegn i »%(name)s«. Slet navnet, og skriv det igen.")
        elif close:
            danish = _("%(thing)s kan ikke have »%(name)s«. Mente du »%(close)s«?")
        else:
            danish = _("%(thing)s kan ikke have »%(name)s«. Slet det, eller brug et af disse navne: %(known)s.")
        if " " in name:
            danish += " " + _("Hører det til en tekst, så sæt hele teksten i anførselstegn.")
        return Fault(line, danish % said)


def list_of(thing: Thing) -> Read:
    """Any number of those, each with a dash."""

    def read(node: Node, name: str) -> list[Item]:
        if node.is_empty:
            return []
        if not isinstance(node.value, list):
            raise wrong(node, name, _("Skriv en liste: hver linje begynder med en bindestreg."))
        return [thing.read(each) for each in node.value]

    return read


def one(thing: Thing) -> Read:
    """One of those."""
    return lambda node, name: thing.read(node)
