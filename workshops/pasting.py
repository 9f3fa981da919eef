"""Notes from paper: pasted in, one a line, the kind by what a line begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from . import texts
from .errors import Refused
from .models.written import clean
from .persons import named
from .registry import Kind

MOST = 200  # lines at a time
# What people put before a line when they type off paper.
SIGNS = {"+": ("▲", "☺", "★", "✓"), "-": ("▼", "☹", "–"), "?": ("?",), "!": ("!",)}
BULLET = re.compile(r"^[-*•·]\s+")


@dataclass
class Pasted:
    """A line as it would be stored: its kind, its text, the persons it seems to mention, and what is wrong with it."""

    kind: Kind
    text: str
    names: list[str]
    fault: str = ""


def read(pasted: str, kinds: Sequence[Kind]) -> list[Pasted]:
    """The notes that lines say, at a place that takes ``kinds``, ``MOST`` and one at most; empty lines are left out.

    A line can begin with a kind's symbol, with its word and a colon, or with a sign that stands for one symbol there;
    else it is of the first kind.
    """
    lines = (line for line in texts.lines(pasted).splitlines() if line.strip())
    return [_line(line, kinds) for line in islice(lines, MOST + 1)]


def _line(line: str, kinds: Sequence[Kind]) -> Pasted:
    kind, text = _kind(line.strip(), kinds)
    try:
        text = clean(text)
    except Refused as error:
        return Pasted(kind, text, [], error.messages[0])
    return Pasted(kind, text, named(text))


def _kind(line: str, kinds: Sequence[Kind]) -> tuple[Kind, str]:
    for kind in kinds:
        word = str(kind.word)
        if kind.symbol and line.startswith(kind.symbol):
            return kind, line[len(kind.symbol) :].strip()
        if line.lower().startswith(f"{word.lower()}:"):
            return kind, line[len(word) + 1 :].strip()
    meant = [kind for kind in kinds if kind.symbol in SIGNS.get(line[0], ())]
    if len(kinds) > 1 and len(meant) == 1:
        return meant[0], line[1:].strip()
    return kinds[0], BULLET.sub("", line)
