"""YAML with the line of each thing in it, read so that a stranger's file can do no harm.

No aliases, no tags, no depth without end, no more than so many bytes; what is wrong is said by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .faults import CANNOT, DEEPEST, ESCAPE, LAYERS, NOT_SHOWN, TAG, WRONG_ESCAPE, Broken, Fault

BIGGEST = 500_000  # bytes of a file
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")  # how Word, Excel, PDF and older Word begin
NULL = ("", "~", "null", "Null", "NULL")  # how YAML writes nothing
# Line breaks to YAML 1.1, but to no editor and not to YAML 1.2. To the parser they are letters that nobody writes.
BREAKS = {"\x85": "\U0001fffe", "\u2028": "\U0001ffff", "\u2029": "\U0002fffe"}
AS_LETTERS = str.maketrans(BREAKS)
AS_BREAKS = str.maketrans({letter: mark for mark, letter in BREAKS.items()})
UNSEEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{''.join(BREAKS.values())}]"
)


@dataclass
class Node:
    """A piece of YAML and the line it begins on. A scalar is always text: what it must be is for the format to say.

    ``remark`` is what follows a text without quotes on its line and is not part of it: `` # like this``.
    """

    line: int
    value: str | list[Node] | dict[str, Node]
    quoted: bool = False
    remark: str = ""
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.value, str) and (not self.value.strip() or (not self.quoted and self.value in NULL))

    @property
    def cuts(self) -> bool:
        """Whether the remark can have been meant as the text: ``nr. # 1``, ``#1``. Alone, ``# so`` is a remark."""
        return bool(self.remark) and (self.value != "" or self.remark[1:2] not in ("", " ", "\t", "#"))


def tree(data: bytes) -> Node:
    """The YAML in ``data`` with its lines. Raises Fault."""
    text = _text(data).translate(AS_LETTERS)
    lines = _lines(text)
    try:
        return _document(iter(yaml.parse(text, Loader=LOADER)), lines)
    except yaml.MarkedYAMLError as error:
        raise Broken(error, lines).fault() from None
    except (yaml.YAMLError, ValueError, OverflowError):  # of a number that is none, and without a mark
        wrong = next((n for n, line in enumerate(lines) if WRONG_ESCAPE.search(line)), None)
        raise Fault((wrong or 0) + 1, CANNOT if wrong is None else ESCAPE) from None


def _text(data: bytes) -> str:
    """The text in ``data``, in which all can be seen."""
    if data.startswith(NO_TEXT):
        raise Fault(
            0, _("Det er ikke en tekstfil, men for eksempel et Word-dokument. Gem det som ren tekst, og hent den fil.")
        )
    if len(data) > BIGGEST:
        raise Fault(0, _("Filen er for stor. Den må højst fylde %d kB. Del den i to.") % (BIGGEST // 1000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Fault(line, _("Filen er ikke gemt som UTF-8. Vælg UTF-8 som tegnkodning, når du gemmer den.")) from None
    if found := UNSEEN.search(text):
        raise Fault(len(_lines(text[: found.start()])), NOT_SHOWN)
    return text


def _lines(text: str) -> list[str]:
    return re.split("\r\n|\r|\n", text)


def _document(events: Iterator[Any], lines: list[str]) -> Node:
    node: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if node:
                raise Fault(_line(event), _("Filen har mere end ét sæt. Slet stregen --- og det, der står efter den."))
            node = _node(events, next(events), 0, lines)
    return node or Node(1, "")


def _node(events: Iterator[Any], event: Any, depth: int, lines: list[str]) -> Node:
    """What begins with ``event``, to its end."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise Fault(line, _("Her er en henvisning (& eller *). Skriv teksten helt ud, eller sæt den i anførselstegn."))
    if event.tag and event.tag != "!":
        raise Fault(line, TAG)
    if depth > DEEPEST:
        raise Fault(line, LAYERS)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, lines)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, event, depth + 1, lines))
        return Node(line, items)
    return _mapping(events, line, depth, lines)


def _scalar(event: Any, lines: list[str]) -> Node:
    """A text and the remark after it, when it is neither quoted nor a block of lines."""
    value, end = event.value.translate(AS_BREAKS), event.end_mark
    if event.style:
        return Node(_line(event), value, quoted=True)
    remark = re.match(r"[ \t]+(#.*)", "".join(lines[end.line : end.line + 1])[end.column :])
    return Node(_line(event), value, remark=remark[1].translate(AS_BREAKS) if remark else "")


def _mapping(events: Iterator[Any], line: int, depth: int, lines: list[str]) -> Node:
    pairs: dict[str, Node] = {}
    keys: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(events, event, depth + 1, lines)
        if not isinstance(key.value, str):
            raise Fault(key.line, _("Her skal stå et navn og et kolon, for eksempel title:"))
        if UNSEEN.search(key.value):  # written as an escape
            raise Fault(key.line, NOT_SHOWN)
        if key.value in pairs:
            raise Fault(key.line, _("»%s« står to gange samme sted. Slet den ene.") % key.value[:40])
        keys[key.value] = key.line
        pairs[key.value] = _node(events, next(events), depth + 1, lines)
    return Node(line, pairs, keys=keys)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
