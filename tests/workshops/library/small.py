"""A small question set as a file, and what is wrong with it once something in it is put differently."""

import pytest

from workshops.library.faults import Fault
from workshops.library.reading import read

SMALL = """tool: dialogue
title: Lille
source: Kilden
topics:
  - title: Før
    source: s. 1
    questions:
      - text: Hvad nu?
        source: s. 2
        minutes: 5
    hints:
      - {text: Et råd, source: s. 3}
questions:
  - {key: today, text: I dag, source: s. 4}
"""


def small(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1
    return SMALL.replace(old, new, 1)


def fault(text: str) -> tuple[int, str]:
    """The line of what is wrong, and what the user is told."""
    with pytest.raises(Fault) as raised:
        read(text.encode())
    line, danish = raised.value.line, raised.value.danish
    assert str(raised.value) == f"Linje {line}: {danish}"
    return line, danish
