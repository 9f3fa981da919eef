from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string

from workshops.tool import Kind, Note, Topic

from ..relations import network
from ..relations import steps as relations
from ..relations.network import Network, Node

if TYPE_CHECKING:
    from workshops.tool import Scene, Spot

register = template.Library()

TOLD = (relations.HOW, relations.MAP, relations.DECIDE)  # where the number of notes stands at each relation


@register.simple_tag
def network_of(scene: Scene) -> Network:
    """The map as a screen shows it at this stop, with what it may show of marks, notes and proposals."""
    activity = scene.stop.activity
    if activity is None:
        return Network([], [])
    proposed: list[relations.Proposal] = []
    marks: dict[int, dict[str, int]] = {}
    for spot in scene.spots:
        if spot.question.key == "proposal":
            proposed = relations.proposals(activity, spot.notes)
        elif spot.question.key == "affected" and scene.stop.step.shows:
            marks[spot.topic.pk] = spot.marks
    lit = scene.stop.topic if scene.stop.focusable else None
    notes = scene.tally if scene.stop.step in TOLD else {}
    found = network.draw(relations.relations(activity), marks, notes, proposed, lit)
    places = {spot.topic.pk: spot.place for spot in scene.spots}
    for node in found.relations:
        node.place = places.get(node.topic.pk) if node.topic else None
    return found


@register.simple_tag
def relation_key(scene: Scene, node: Node) -> str:
    """The key of the stop that looks at one relation in close-up."""
    return scene.stop.focused_key(node.topic.pk if node.topic else 0)


@register.simple_tag
def close_up(scene: Scene) -> list[Spot]:
    """The place of the notes about the relation that is looked at."""
    return [spot for spot in scene.shown if spot.kinds] if scene.stop.topic else []


@register.simple_tag
def note_counts(notes: dict[str, int]) -> list[tuple[Kind, int]]:
    """How many notes of each kind, in the tool's order."""
    return [(kind, notes[kind.key]) for kind in relations.KINDS if notes.get(kind.key)]


@register.simple_tag
def mark_counts(node: Node) -> list[tuple[Kind, int]]:
    """How many marked each choice for a relation."""
    found = (relations.STRENGTHENED, relations.CHALLENGED, relations.UNTOUCHED)
    return [(kind, node.marks.get(kind.key, 0)) for kind in found]


@register.simple_tag
def states() -> list[relations.State]:
    """What can become of a relation, for the key to the map."""
    return [each for each in relations.STATES.values() if each.symbol]


# --- The report ---


@dataclass
class Told:
    """One relation in the report: as it is on the map, and its notes by kind."""

    node: Node
    section: Section
    notes: list[tuple[Kind, list[Note]]] = field(default_factory=list)


@dataclass
class Story:
    """The chapter: the map, each relation, and what was proposed and is not on the map."""

    network: Network
    told: list[Told]


@register.simple_tag
def chapter_network(chapter: Chapter) -> Story:
    """The map in a chapter of the report, and what stands on it."""
    on_map = [section for section in chapter.sections if not section.topic.apart]
    marks: dict[int, dict[str, int]] = {}
    written: dict[int, dict[str, list[Note]]] = {}
    proposed: list[Note] = []
    for section in chapter.sections:
        for each in section.answers:
            if each.question.key == "affected":
                marks[section.topic.pk] = each.marks
            elif each.question.key == "proposal":
                proposed += each.notes
            for note in each.notes:
                written.setdefault(section.topic.pk, {}).setdefault(note.kind, []).append(note)
    tally = {pk: {kind: len(notes) for kind, notes in kinds.items()} for pk, kinds in written.items()}
    topics: list[Topic] = [section.topic for section in on_map]
    found = network.draw(topics, marks, tally)
    more = network.draw([], proposals=relations.proposals(chapter.activity, proposed))
    told = []
    for node, section in zip(found.relations, on_map, strict=True):
        kinds = written.get(section.topic.pk, {})
        told.append(Told(node, section, [(kind, kinds[kind.key]) for kind in relations.KINDS if kind.key in kinds]))
    return Story(Network(found.nodes, found.more + more.every), told)


@register.simple_tag
def network_image(found: Network) -> str:
    """The map as the address of an image: WeasyPrint keeps the text that stands for an image, not for an SVG."""
    svg = render_to_string("dialogue/_relations_svg.html", {"network": found, "alone": True})
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
