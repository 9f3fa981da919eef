"""The two ways to use the compass: before a digitalisation, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import (
    Activity,
    Chapter,
    Context,
    Kind,
    Scene,
    Shape,
    Spot,
    Stop,
    ToldSection,
    Tool,
    Topic,
    as_image,
)

from . import steps, words
from .compass import Circle, circles
from .earlier import Expected, expected
from .time import rows as time_rows

BETTER = Kind("better", _("forbedring"), "▲")
WORSE = Kind("worse", _("forringelse"), "▼")
COUNTED = ("today", "better", "worse")  # what the picture shows how many there are of


class Compass(Tool):
    """What both ways have in common: the picture, and the notes circle by circle."""

    parts = ngettext_lazy("%(n)d cirkel", "%(n)d cirkler", "n")
    shape = Shape(topics=_("Cirkler"))
    introduces = True
    board_template = "rasmus/_board.html"
    overview_template = "rasmus/_overview.html"
    picker_template = "rasmus/_picker.html"
    drawing = "drawings/rasmus.svg"
    sheet_template = "rasmus/_sheet.html"
    chapter_template = "rasmus/_chapter.html"
    styles = (
        "css/tools/rasmus.css",
        "css/tools/rasmus-wall.css",
        "css/tools/rasmus-circle.css",
    )
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/rasmus-report.css",)

    def board(self, scene: Scene) -> Context:
        stop, is_open = scene.stop, scene.workshop.is_open
        circles = _circles(scene)
        return {
            "circles": circles,
            "says": words.compass(circles),
            "rows": by_circle(scene, self.earlier(stop.activity)),
            "close_up": stop.step is steps.UNDERSTAND or bool(stop.focusable and stop.topic),
            "can_go_back": stop.focusable and is_open,
            "shows_hints": scene.workshop.hints_shown and stop.topic,
        }

    def overview(self, scene: Scene) -> Context:
        return self.board(scene)

    def picker(self, scene: Scene) -> Context:
        """The circles as a phone picks one: those that take notes lead to their form."""
        places = {spot.topic: spot.place for spot in scene.writable}
        found = _circles(scene)
        for circle in found:
            circle.counts, circle.place = {}, places.get(circle.topic)
        return {"circles": found}

    def earlier(self, activity: Activity | None) -> Context:
        """What an earlier workshop expected, by the title of the circle."""
        return {}

    def chapter(self, told: Chapter) -> Context:
        earlier: dict[str, Expected] = told["earlier"]
        sections = [self.section(section, earlier.get(section["title"])) for section in told["sections"]]
        circles = _told_circles(told)
        return {
            "has_today": "today" in self.needs,
            "image": as_image("rasmus/_svg.html", {"circles": circles, "alone": True}),
            "says": words.compass(circles),
            "time_image": as_image("rasmus/_time_svg.html", time_rows(sections)) if earlier else "",
            "time_says": words.then_and_now(sections),
            "sections": sections,
        }

    def sheet(self, activity: Activity) -> Context:
        """The compass on one large sheet, and one for each question with room for notes at each circle."""
        topics = list(dict.fromkeys(topic for topic, _question in activity.question_set.places()))
        return {
            "image": as_image("rasmus/_svg.html", {"circles": circles(topics, {}), "alone": True}),
            "questions": list(dict.fromkeys(question for _topic, question in activity.question_set.places())),
            "rows": [topics[n : n + 3] for n in range(0, len(topics), 3)],
        }

    def section(self, section: ToldSection, then: Expected | None) -> dict[str, Any]:
        """One circle: how many notes of each kind, what was expected earlier, and the notes by kind."""
        return {
            "title": section["title"],
            "description": section["description"],
            **_count(section),
            "then": then,
            "expected": {name: len((then or {}).get(name, [])) for name in COUNTED},
            "expects_nothing": not (then and (then["better"] or then["worse"])),
            "answers": [
                {"question": answers["question"], "kinds": self.by_kind(answers["notes"]), "more": answers["more"]}
                for answers in section["answers"]
            ],
        }


class Before(Compass):
    """Before a digitalisation: today, expected, what it takes, who does what."""

    key = "rasmus"
    title = _("RASMUS-kompasset, før")
    summary = _("Seks cirkler om det gode arbejde: i dag, forventet, forudsætninger og aftaler.")
    order = 20
    kinds = (
        Kind("today", _("i dag"), "●"),
        BETTER,
        WORSE,
        Kind("before", _("gøres før"), "◁", period="before"),
        Kind("during", _("gøres under"), "◇", period="during"),
        Kind("after", _("gøres efter"), "▷", period="after"),
    )
    needs = ("today", "expected", "needs")
    keeps = ("today", "expected")
    takes = {"today": ("today",), "expected": ("better", "worse"), "needs": ("before", "during", "after")}
    sequel = "rasmus-efter"

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return steps.before(activity)


class After(Compass):
    """After it: what was experienced, what can be learned from it, who does what."""

    key = "rasmus-after"
    drawing = "drawings/rasmus-after.svg"
    title = _("RASMUS-kompasset, efter")
    summary = _("Gør status på de seks cirkler: hvad blev bedre, hvad blev værre, og hvad gør I nu?")
    order = 21
    kinds = (
        BETTER,
        WORSE,
        Kind("lesson", _("sådan lykkedes det"), "★"),
        Kind("act", _("det kan vi gøre noget ved"), "→", period="after"),
        Kind("leave", _("det kan vi ikke ændre"), "–"),
    )
    needs = ("experienced", "lessons")
    takes = {"experienced": ("better", "worse"), "lessons": ("lesson", "act", "leave")}

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return steps.after(activity)

    def earlier(self, activity: Activity | None) -> Context:
        return expected(activity.workshop) if activity else {}


@dataclass
class Row:
    """One circle beside the compass: its places, how many notes lack an answer, what was expected earlier.

    ``key`` names the stop that looks at it in close-up.
    """

    topic: Topic
    key: str
    earlier: Expected | None
    spots: list[Spot] = field(default_factory=list)
    missing: int = 0
    number: int = 0


def by_circle(scene: Scene, earlier: dict[str, Expected]) -> list[Row]:
    """The places of this stop by circle: the left side of the compass from the top, then the right side."""
    rows: dict[Topic, Row] = {}
    asked = scene.stop.question.answers_id if scene.stop.question else None
    for spot in scene.shown:
        key = scene.stop.focused_key(spot.topic.pk)
        row = rows.setdefault(spot.topic, Row(spot.topic, key, earlier.get(spot.topic.title)))
        row.spots.append(spot)
        if spot.question.pk == asked:
            row.missing = sum(not note.hidden and not note.answered for note in spot.notes)  # type: ignore[attr-defined]
    found = list(rows.values())
    for number, row in enumerate(found, 1):
        row.number = number
        row.spots.sort(key=lambda spot: spot.question != scene.stop.question)  # what is asked now comes first
    return [found[i] for i in (0, 5, 4, 1, 2, 3)] if len(found) == 6 else found


def _circles(scene: Scene) -> list[Circle]:
    """The circles of the compass in use on a screen."""
    if scene.stop.activity is None:
        return []
    topics = [topic for topic in scene.stop.activity.question_set.topics.all() if not topic.skipped]
    return circles(topics, scene.tally, scene.stop.topic)


def _count(section: ToldSection) -> dict[str, int]:
    """How many notes there are at a circle of each kind that the picture shows."""
    return {kind: sum(answers["written"].get(kind, 0) for answers in section["answers"]) for kind in COUNTED}


def _told_circles(told: Chapter) -> list[Circle]:
    tally = {section["topic"]: _count(section) for section in told["sections"]}
    topics = [Topic(pk=section["topic"], title=section["title"]) for section in told["sections"]]
    return circles(topics, tally)
