from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import (
    PHONE,
    WALL,
    Activity,
    Chapter,
    Context,
    Kind,
    Scene,
    Shape,
    Stop,
    ToldSection,
    Tool,
    as_image,
)

from . import network
from .network import Network, Node
from .steps import DECIDE, HOW, KINDS, MAP, PROPOSED, STATES, TAKES, Proposal, proposals, relations, stops

COUNTED = (HOW, MAP, DECIDE)  # where the number of notes stands at each relation


class Relations(Tool):
    """The relations map."""

    key = "relations"
    title = _("Relationskortet")
    summary = _("Hvem har I de vigtigste relationer til, og hvad betyder teknologien for dem? Tegn kortet sammen.")
    order = 16
    kinds = KINDS
    items = ""
    parts = ngettext_lazy("%(n)d relation", "%(n)d relationer", "n")
    needs = ("affected",)
    keeps = ("proposal",)
    draws = ("proposal",)
    takes = TAKES
    shape = Shape(topics=_("Relationer"), add_topic=_("En relation mere"))
    settles = True
    makes_topics = True
    board_template = "dialogue/relations/_board.html"
    overview_template = "dialogue/relations/_overview.html"
    drawing = "drawings/relations.svg"
    chapter_template = "dialogue/relations/_chapter.html"
    styles = (
        "css/tools/relations.css",
        "css/tools/relations-wall.css",
    )
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/relations-report.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        """The overview, and in close-up the place of the notes about the relation, else that of the proposals."""
        found = self.overview(scene)
        spots = scene.shown if found["close"] else [spot for spot in scene.spots if spot.topic.apart]
        return {**found, "spots": [spot for spot in spots if spot.kinds]}

    def overview(self, scene: Scene) -> Context:
        """The map, and the list beside it: where things are agreed, the most challenged relation first.

        A phone is too narrow for the map, and has the list alone.
        """
        stop, found = scene.stop, _network(scene)
        return {
            "network": found,
            "drawn": scene.screen != PHONE and not stop.step.agrees,
            "close": bool(stop.topic and stop.focusable),
            "listed": found.pressing if stop.step.agrees else found.relations,
            "states": [each for each in STATES.values() if each.symbol] if found.marked else [],
            "taking_up": scene.running and bool(found.proposals),
        }

    def chapter(self, told: Chapter) -> Context:
        on_map = [section for section in told["sections"] if not section["apart"]]
        drawn = network.draw(
            {section["topic"]: section["title"] for section in on_map},
            {section["topic"]: _marks(section) for section in on_map},
            {section["topic"]: _count(section) for section in on_map},
        )
        proposed = proposals([section["title"] for section in on_map], _proposed(told))
        found = Network(drawn.nodes, drawn.more + [Node(each.text, proposal=each) for each in proposed])
        return {
            "image": as_image("dialogue/relations/_svg.html", {"network": found, "alone": True}),
            "says": found.says,
            "marked": found.marked,
            "relations": [_relation(*pair) for pair in zip(found.relations, on_map, strict=True)],
            "proposals": [each.text for each in proposed],
        }


def _network(scene: Scene) -> Network:
    """The map as a screen shows it at this stop, with what it may show of marks, notes and proposals."""
    stop, activity = scene.stop, scene.stop.activity
    assert activity
    proposed: list[Proposal] = []
    marks: dict[int, dict[str, int]] = {}
    on_map = {topic.pk: topic.title for topic in relations(activity)}
    for spot in scene.spots:
        if spot.question.key == "proposal":
            notes = [note for note in spot.notes if note.kind == PROPOSED.key and not note.hidden]
            proposed = proposals(on_map.values(), [(note.text, note.number) for note in notes])
        elif spot.question.key == "affected" and stop.step.shows:
            marks[spot.topic.pk] = spot.marks
    lit = stop.topic.pk if stop.topic and stop.focusable else 0
    found = network.draw(on_map, marks, scene.tally if stop.step in COUNTED else {}, proposed, lit)
    places = {spot.topic.pk: spot.place for spot in scene.spots} if stop.step.agrees and scene.running else {}
    unread = {spot.topic.pk: spot for spot in scene.spots if spot.private} if scene.screen == WALL else {}
    for node in found.relations:
        node.place, node.unread = places.get(node.topic), unread.get(node.topic)
        if stop.focusable and scene.running and scene.screen == WALL:
            node.key = stop.focused_key(node.topic)
    return found


def _marks(section: ToldSection) -> dict[str, int]:
    """How many marked each choice for a relation, of those that someone marked."""
    affected = [answers for answers in section["answers"] if answers["key"] == "affected"]
    return {each["key"]: each["count"] for answers in affected for each in answers["choices"] if each["count"]}


def _relation(node: Node, section: ToldSection) -> dict[str, Any]:
    """One relation: what it is said to be, how many marked each choice, its notes by kind and how many more there are,
    what was agreed."""
    written = _written(section)
    return {
        "title": node.title,
        "state": str(node.state.word) if node.voters else "",
        "counts": [{**_told_kind(kind), "count": count} for kind, count in node.counts],
        "kinds": [{**_told_kind(kind), "notes": written[kind.key]} for kind in KINDS if kind.key in written],
        "more": sum(answers["more"] for answers in section["answers"]),
        "agreements": section["agreements"],
    }


def _told_kind(kind: Kind) -> dict[str, str]:
    return {"key": kind.key, "word": str(kind.word), "symbol": kind.symbol}


def _written(section: ToldSection) -> dict[str, list[str]]:
    """The texts of a relation's notes, by their kind."""
    found: dict[str, list[str]] = {}
    for answers in section["answers"]:
        for note in answers["notes"]:
            found.setdefault(note["kind"], []).append(note["text"])
    return found


def _count(section: ToldSection) -> dict[str, int]:
    """How many notes of each kind a relation has."""
    found: dict[str, int] = {}
    for answers in section["answers"]:
        for kind, n in answers["written"].items():
            found[kind] = found.get(kind, 0) + n
    return found


def _proposed(told: Chapter) -> list[tuple[str, int]]:
    """What was proposed and not put on the map."""
    asked = [answers for section in told["sections"] for answers in section["answers"] if answers["key"] == "proposal"]
    return [(note["text"], 0) for answers in asked for note in answers["notes"] if note["kind"] == PROPOSED.key]
