"""What is written at a name, read as what it must be: a text, a number, one of a few words. Raises Fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from .. import texts
from ..errors import Refused
from .faults import REMARK, Fault
from .parsing import UNSEEN, Node

Read = Callable[[Node, str], Any]  # what is written, and at which name


def wrong(node: Node, name: str, danish: str) -> Fault:
    """The fault that what stands at ``name`` is not what it must be."""
    return Fault(node.line, _("»%(name)s« passer ikke.") % {"name": name} + " " + danish)


def words(most: int, tidy: Callable[[str], str] = texts.line) -> Read:
    """Text of at most so many characters, of one line or, with ``texts.lines``, of several."""

    def read(node: Node, name: str) -> str:
        if not isinstance(node.value, str):
            raise wrong(node, name, _("Skriv en tekst på samme linje."))
        if node.cuts:
            raise Fault(node.line, REMARK)
        text = "" if node.is_empty else node.value
        if UNSEEN.search(text):  # written as an escape
            raise wrong(node, name, _("Der er et tegn, der ikke kan vises. Slet det."))
        text = tidy(text)
        try:
            texts.check_length(text, most)
        except Refused as refused:
            raise wrong(node, name, refused.messages[0]) from None
        return text

    return read


def number(node: Node, name: str) -> int:
    """Minutes, from one to four hours."""
    if not isinstance(node.value, str) or not re.fullmatch("[0-9]{1,3}", node.value) or not 1 <= int(node.value) <= 240:
        raise wrong(node, name, _("Skriv et tal mellem 1 og 240."))
    return int(node.value)


def flag(node: Node, name: str) -> bool:
    """True or false, and no other word for it."""
    if node.value not in ("true", "false"):
        raise wrong(node, name, _("Skriv true eller false."))
    return node.value == "true"


def slug(most: int) -> Read:
    """A name in small letters, as in an address."""

    def read(node: Node, name: str) -> str:
        text = node.value
        if not isinstance(text, str) or len(text) > most or not re.fullmatch("[a-z][a-z0-9-]*", text):
            raise wrong(node, name, _("Brug kun små bogstaver fra a til z, tal og bindestreg, højst %d tegn.") % most)
        return text

    return read


def choice(known: Callable[[], Iterable[str]]) -> Read:
    """One of those that are ``known`` when the file is read."""

    def read(node: Node, name: str) -> str:
        all_known = list(known())
        if node.value not in all_known:
            raise wrong(node, name, _("Skriv et af disse: %s.") % ", ".join(all_known))
        return str(node.value)

    return read


def ends(most: int) -> Read:
    """What stands at the two ends of a line: two short texts, or none."""
    read_one = words(most)

    def read(node: Node, name: str) -> list[str]:
        if node.is_empty or node.value == []:
            return []
        both = node.value if isinstance(node.value, list) else []
        found = [read_one(each, name) for each in both if isinstance(each.value, str)]
        if len(both) != 2 or len(list(filter(None, found))) != 2:
            raise wrong(node, name, _("Skriv to korte tekster i kantede parenteser: [helt uenig, helt enig]."))
        return found

    return read


def names(node: Node, name: str) -> list[str]:
    """A list of names, which are for others to know."""
    if not isinstance(node.value, list) or not all(isinstance(each.value, str) for each in node.value):
        raise wrong(node, name, _("Skriv en liste i kantede parenteser: [et, to]."))
    return [str(each.value) for each in node.value]
