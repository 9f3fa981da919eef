from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import template

from workshops.tool import Note, Place, Question, Topic

from .. import steps

if TYPE_CHECKING:
    from workshops.tool import Scene, Spot

register = template.Library()


@dataclass
class Row:
    """A row of the matrix. ``key`` names the stop that looks at it in close-up, ``number`` the key that does."""

    topic: Topic
    number: int
    key: str = ""
    cells: list = field(default_factory=list)


@dataclass
class Matrix:
    """The matrix: what its columns are called, and its rows."""

    columns: list[Question]
    rows: list[Row]


@register.simple_tag
def matrix(scene: Scene) -> Matrix:
    """The matrix as a screen shows it: all of it, or the row in close-up."""
    rows: dict[Topic, Row] = {}
    for spot in scene.shown:
        key = scene.stop.focused_key(spot.topic.pk)
        rows.setdefault(spot.topic, Row(spot.topic, len(rows) + 1, key)).cells.append(spot)
    return Matrix(_columns([spot.question for spot in scene.shown]), list(rows.values()))


@register.simple_tag
def by_row(spots: Sequence[Spot], group: str = "") -> list[tuple[Topic, Sequence[Spot], bool]]:
    """The places to pick from by row, and whether a row is the one of somebody's own ``group``."""
    rows: dict[Topic, list[Spot]] = {}
    for spot in spots:
        rows.setdefault(spot.topic, []).append(spot)
    return [(topic, cells, is_own(topic, group)) for topic, cells in rows.items()]


def is_own(topic: Topic, group: str) -> bool:
    """Whether ``group``, as people say it of themselves ("Leder"), is the row's ("Ledere")."""
    return bool(group) and topic.title.casefold().startswith(group.casefold())


@register.simple_tag
def actors(scene: Scene) -> list[Topic]:
    """The actors that are described one by one."""
    activity = scene.stop.activity
    if activity is None:
        return []
    return [stop.topic for stop in steps.stops(activity) if stop.step is steps.ACTORS and stop.topic]


@register.simple_tag
def agreed(scene: Scene, spot: Spot) -> bool:
    """Whether an agreement was made from the cell."""
    return any(Place(each.topic_id or 0, each.question_id or 0) == spot.place for each in scene.agreements)


# --- The report ---


@dataclass
class Told:
    """The chapter of the report: the matrix, the cells nobody has filled, and what was proposed beside it."""

    columns: list[Question]
    rows: list[Row]
    proposals: list[tuple[Topic, Question, list[Note]]]
    empty: int


@register.simple_tag
def told(chapter: Chapter) -> Told:
    """What the chapter tells."""
    rows = [Row(section.topic, n, cells=section.answers) for n, section in enumerate(chapter.sections, 1)]
    proposals = []
    for row in rows:
        for answers in row.cells:
            left = [note for note in answers.notes if not note.taken]
            if left:
                proposals.append((row.topic, answers.question, left))
    columns = _columns([each.question for row in rows for each in row.cells])
    for row in rows:
        at = {each.question: each for each in row.cells}
        row.cells = [at.get(column) for column in columns]
    empty = sum(1 for row in rows for each in row.cells if not (each and each.outcome and each.outcome.text))
    return Told(columns, rows, proposals, empty)


def _columns(questions: Sequence[Question]) -> list[Question]:
    return sorted(dict.fromkeys(questions), key=lambda each: each.position)
