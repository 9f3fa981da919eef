from __future__ import annotations

from dataclasses import dataclass

from django import template

from workshops import lettering
from workshops.models import Topic

register = template.Library()

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


def _width(notes: int) -> int:
    return 4 + FULL * min(notes, MOST) // MOST if notes else 0


@register.simple_tag
def bars(x: int, better: int | str, worse: int | str) -> Bars:
    """The bars for so many improvements and deteriorations."""
    return Bars(x, int(better or 0), int(worse or 0))


@register.filter
def time_y(index: int) -> int:
    """The height of a row's middle."""
    return HEAD + ROW * index


@register.filter
def time_lines(topic: Topic) -> list[str]:
    """The title of a circle in the room left of its row."""
    return lettering.lines(topic.title, TITLE, 2, longest=TITLE)


@register.filter
def time_line_y(index: int) -> int:
    """Where a line of a title stands in its row."""
    return 6 + 26 * index


@register.filter
def time_height(rows: int) -> int:
    """The height of the picture."""
    return HEAD + ROW * rows - 20
