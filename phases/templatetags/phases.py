from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import template
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from workshops.tool import Question, Topic, ranked

from .. import path, steps

if TYPE_CHECKING:
    from workshops.tool import Scene, Spot

register = template.Library()

LAST = "Husk"  # the group of hints that belongs to a whole phase, not to a stage of it


@dataclass
class Row:
    """A phase in the table of degrees: what is proposed and settled for each group."""

    topic: Topic
    cells: list = field(default_factory=list)


LOW = (steps.DOORS, steps.DOORS_SHOWN, steps.CHOOSE)
COUNTED = (steps.DOORS, steps.DOORS_SHOWN, steps.DECIDE)


@register.simple_tag
def path_of(scene: Scene) -> path.Path:
    """The path as a screen shows it at this stop: with its stages, with the marks, or with what is fixed and open."""
    activity, step = scene.stop.activity, scene.stop.step
    if activity is None:
        return path.Path([])
    phases = steps.phases(activity)
    marks = {spot.topic.pk: spot.marks.get("here", 0) for spot in scene.spots if spot.question.key == "where"}
    tally = scene.tally if step in COUNTED else {}
    found = path.draw(
        phases, steps.current(activity), scene.stop.topic, marks, tally, low=step in LOW and scene.screen == "wall"
    )
    if step is steps.PATH:
        prefetch_related_objects(phases, "hints")
        for each in found.phases:
            stages = list(dict.fromkeys(hint.group for hint in each.topic.hints.all() if hint.group != LAST))
            each.stages = stages if len(stages) > 1 else []
    return found


@register.simple_tag
def by_phase(scene: Scene) -> list[tuple[path.Phase, Spot | None, bool]]:
    """Each phase of the path with its place at this stop, where it has one, and whether it is chosen for discussion."""
    spots = {spot.topic.pk: spot for spot in scene.spots}
    chosen = steps.chosen(scene.stop.activity) if scene.stop.activity else []
    return [(phase, spots.get(phase.topic.pk), phase.topic in chosen) for phase in path_of(scene).phases]


@register.simple_tag
def asked_in(scene: Scene, phase: path.Phase) -> list[Question]:
    """The discussion questions of a phase."""
    return steps.own(scene.stop.activity, phase.topic) if scene.stop.activity else []


@register.simple_tag
def focus_key(scene: Scene, topic: Topic) -> str:
    """The key of the stop that looks at one phase in close-up."""
    return scene.stop.focused_key(topic.pk)


@register.simple_tag
def degrees(scene: Scene) -> list[Row]:
    """The table of degrees: a row for each phase."""
    rows: dict[Topic, Row] = {}
    for spot in scene.spots:
        rows.setdefault(spot.topic, Row(spot.topic)).cells.append(spot)
    return list(rows.values())


# --- The report ---


@dataclass
class Told:
    """The chapter of the report: the path, what is fixed and open, the degrees, the advice."""

    path: path.Path
    doors: list[tuple[Topic, list, list]]
    groups: list[Question]
    degrees: list[Row]
    advice: list[Answers]
    discussed: list[tuple[Topic, list[Answers]]]


@register.simple_tag
def told(chapter: Chapter) -> Told:
    """What the chapter tells, in the order of the activity."""
    four = [section for section in chapter.sections if not section.topic.apart]
    by_key = {
        key: [(section.topic, each) for section in four for each in section.answers if each.question.key == key]
        for key in ("where", "doors", "degree")
    }
    current = [topic for topic, each in by_key["where"] if each.outcome and each.outcome.choice == "here"]
    marks = {topic.pk: each.marks.get("here", 0) for topic, each in by_key["where"]}
    doors = []
    for topic, each in by_key["doors"]:
        fixed, opened = ([note for note in each.notes if note.kind == kind] for kind in ("fixed", "open"))
        if fixed or opened:
            doors.append((topic, fixed, opened))
    groups = list(dict.fromkeys(each.question for _topic, each in by_key["degree"]))
    groups.sort(key=lambda group: group.position)
    proposals: dict[Topic, dict[Question, Answers]] = {}
    for topic, each in by_key["degree"]:
        proposals.setdefault(topic, {})[each.question] = each
    rows = [Row(topic, [at.get(group) for group in groups]) for topic, at in proposals.items()]
    discussed = []
    for section in four:
        answered = [each for each in section.answers if each.question.topic_id and each.notes]
        if answered:
            discussed.append((section.topic, answered))
    return Told(
        path.draw([section.topic for section in four], current, None, marks),
        doors,
        groups,
        rows,
        ranked(
            [each for section in chapter.sections for each in section.answers if each.question.key == "advice"],
            lambda each: each.marks,
            ("missing", "unknown", "doing"),
        ),
        discussed,
    )


@register.filter
def proposed(answers: Answers) -> str:
    """What was proposed at a place, in a line: ``information 1, medindflydelse 8``."""
    return ", ".join(f"{choice.kind.word} {choice.count}" for choice in answers.choices if choice.count)


@register.simple_tag
def path_image(found: path.Path) -> str:
    """The path as the address of an image: WeasyPrint keeps the text that stands for an image, not for an SVG."""
    svg = render_to_string("phases/_path.html", {"path": found, "alone": True})
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
