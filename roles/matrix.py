"""The matrix: its rows and columns, and what each cell is drawn of."""

from __future__ import annotations

from dataclasses import dataclass, field

from workshops.tool import DESK, Question, Scene, Spot, Topic


@dataclass
class Cell:
    """A cell as a screen shows it. ``example`` is what one that is empty says in close-up, while proposals are written.

    A next step that is written at the desk ``may_be_agreed``: it can be made an agreement there, unless it
    ``is_agreed`` already.
    """

    spot: Spot
    example: str
    may_be_agreed: bool
    is_agreed: bool


@dataclass
class Row:
    """A row of the matrix. ``key`` names the stop that looks at it in close-up, ``number`` the key that does."""

    topic: Topic
    number: int
    key: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Matrix:
    """The matrix: what its columns are called, and its rows."""

    columns: list[Question]
    rows: list[Row]


def matrix(scene: Scene) -> Matrix:
    """The matrix as a screen shows it: all of it, or the row in close-up."""
    rows: dict[Topic, Row] = {}
    for spot in scene.shown:
        row = rows.setdefault(spot.topic, Row(spot.topic, len(rows) + 1, scene.stop.focused_key(spot.topic.pk)))
        row.cells.append(cell(scene, spot))
    columns = dict.fromkeys(spot.question for spot in scene.shown)
    return Matrix(sorted(columns, key=lambda each: each.position), list(rows.values()))


def cell(scene: Scene, spot: Spot) -> Cell:
    """One cell."""
    may_be_agreed = bool(scene.screen == DESK and spot.choices and spot.outcome and spot.outcome.text)
    return Cell(
        spot,
        spot.example if scene.stop.step.writes and scene.stop.topic else "",
        may_be_agreed,
        may_be_agreed and any(spot.place == (each.topic_id, each.question_id) for each in scene.agreed),
    )
