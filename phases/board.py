"""What the phases are drawn with at a stop: the path, and what stands under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from workshops.tool import WALL, Question, Scene, Spot, Topic, bar, ranked

from . import steps
from .path import Path, Phase, draw

LAST = "Husk"  # the heading of the hints that belong to a whole phase, not to a stage of it
LOW = (steps.DOORS, steps.DOORS_SHOWN, steps.CHOOSE)
COUNTED = (steps.DOORS, steps.DOORS_SHOWN, steps.DECIDE)
WORST_FIRST = ("missing", "unknown", "doing")  # the choices of a piece of advice


@dataclass
class Column:
    """A phase of the path with its place at this stop, and the questions to discuss in it.

    ``key`` names the stop that looks at it in close-up.
    """

    phase: Phase
    spot: Spot
    key: str
    is_chosen: bool
    questions: list[Question]


@dataclass
class Row:
    """A phase in the table of degrees, with its place for each group."""

    topic: Topic
    spots: list[Spot] = field(default_factory=list)


def drawn(scene: Scene) -> Path:
    """The path as a screen shows it at this stop: with its stages, with the marks, or with what is fixed and open."""
    activity, step = scene.stop.activity, scene.stop.step
    if activity is None:
        return Path([])
    phases = steps.phases(activity)
    marks = {spot.topic.pk: spot.marks.get("here", 0) for spot in scene.spots if spot.question.key == "where"}
    tally = scene.tally if step in COUNTED else {}
    low = step in LOW and scene.screen == WALL
    found = draw(phases, steps.current(activity), scene.stop.topic, marks, tally, low)
    if step is steps.PATH:
        prefetch_related_objects(phases, "hints")
        for each in found.phases:
            stages = list(dict.fromkeys(hint.heading for hint in each.topic.hints.all() if hint.heading != LAST))
            each.stages = stages if len(stages) > 1 else []
    return found


def about(scene: Scene) -> str:
    """What the phase in focus is, or what it is all about where none is."""
    if scene.stop.topic:
        return scene.stop.topic.description
    return scene.stop.activity.question_set.intro if scene.stop.activity else ""


def columns(scene: Scene, path: Path) -> list[Column]:
    """What stands under ``path``: a column for each of its phases that has a place at this stop."""
    activity = scene.stop.activity
    if activity is None:
        return []
    spots, chosen = {spot.topic.pk: spot for spot in scene.spots}, steps.chosen(activity)
    return [
        Column(
            phase,
            spots[phase.topic.pk],
            scene.stop.focused_key(phase.topic.pk),
            phase.topic in chosen,
            steps.own(activity, phase.topic),
        )
        for phase in path.phases
        if phase.topic.pk in spots
    ]


def degrees(scene: Scene) -> list[Row]:
    """The table of degrees: a row for each phase."""
    rows: dict[Topic, Row] = {}
    for spot in scene.spots:
        rows.setdefault(spot.topic, Row(spot.topic)).spots.append(spot)
    return list(rows.values())


def ranking(scene: Scene) -> list[dict[str, Any]]:
    """The pieces of advice, what most miss first, each with its bar."""
    spots = ranked(scene.spots, lambda spot: spot.marks, WORST_FIRST)
    return [{"spot": spot, "bar": bar(spot.marks, WORST_FIRST)} for spot in spots]
