"""The picture from then to now: for each circle what was expected and what was experienced, as bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workshops.tool import Context, lettering

TITLE = 21  # letters of a title's line
ROW, HEAD, FULL, MOST = 72, 100, 150, 15  # a row's and the heading's height, a full bar and how many notes fill it


@dataclass
class Bars:
    """Two bars, improvements over deteriorations, from ``x``."""

    x: int
    better: int
    worse: int

    @property
    def better_width(self) -> int:
        """Its length for the improvements; 0 without any."""
        return _width(self.better)

    @property
    def worse_width(self) -> int:
        """Its length for the deteriorations; 0 without any."""
        return _width(self.worse)

    @property
    def text_x(self) -> int:
        """Where the numbers stand, right of the longer bar."""
        return self.x + max(self.better_width, self.worse_width) + 10


def rows(sections: list[dict[str, Any]]) -> Context:
    """What the picture is drawn of: its height, and each circle's row with its bars."""
    found = []
    for index, section in enumerate(sections):
        then = section["then"] or {"today": [], "better": [], "worse": []}
        found.append(
            {
                "y": HEAD + ROW * index,
                "lines": [
                    (6 + 26 * n, line)
                    for n, line in enumerate(lettering.lines(section["title"], TITLE, 2, longest=TITLE))
                ],
                "today": len(then["today"]),
                "bars": [
                    Bars(500, len(then["better"]), len(then["worse"])),
                    Bars(760, section["better"], section["worse"]),
                ],
            }
        )
    return {"height": HEAD + ROW * len(sections) - 20, "rows": found}


def _width(notes: int) -> int:
    return 4 + FULL * min(notes, MOST) // MOST if notes else 0
