from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Chapter, Context, Kind, Scene, Shape, Spot, Stop, ToldAnswers, Tool

from .earlier import NOW, Marks, earlier
from .spread import Point, Spread, beside, line
from .steps import FEWEST, FIGURES, OURS, POLES, stops

FIVE, TEN, BETWEEN, STATED = (tuple(kind.key for kind in kinds) for kinds in (FIGURES[:5], FIGURES, POLES, OURS))


class Scale(Tool):
    """A question that is answered on a line, and how the answers lie, of enough people."""

    key = "scale"
    title = _("Tag temperaturen")
    summary = _("Hvor er vi hver især? Alle svarer på en linje på telefonen, og I ser, hvordan svarene fordeler sig.")
    order = 16
    kinds = (*FIGURES, *POLES, *OURS)
    parts = ""
    takes = {"": FIVE}
    ends = (_("helt uenig"), _("helt enig"))
    lines = {
        "five": (_("1 til 5"), FIVE),
        "ten": (_("1 til 10"), TEN),
        "between": (_("mellem to ender, uden tal"), BETWEEN),
        "stated": (_("ikke hos os, delvist eller sådan er det hos os"), STATED),
    }
    shape = Shape(topics=_("Temaer"), add_topic=_("Et tema mere"))
    from_scratch = True
    settles = True
    fewest = FEWEST
    board_template = "dialogue/scale/_overview.html"
    overview_template = "dialogue/scale/_overview.html"
    ballot_template = "dialogue/scale/_ballot.html"
    drawing = "drawings/scale.svg"
    offers = ("talks",)
    begins = ()
    chapter_template = "dialogue/scale/_chapter.html"
    styles = ("css/tools/scale.css", "css/tools/scale-wall.css")
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/scale-report.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        return self.overview(scene)

    def overview(self, scene: Scene) -> Context:
        """The line of the question; where answers are shown, how they lie, beside an earlier time."""
        spot = scene.spots[0]
        spreads = _spreads(scene, spot) if scene.stop.step.shows else []
        return {**self.ballot(scene, spot), "spreads": spreads, "withheld": scene.stop.step.shows and not spreads}

    def ballot(self, scene: Scene, spot: Spot) -> Context:
        """The places of the line, and what stands at its ends."""
        ends = spot.question.line
        return {"places": line(spot.question.choices(), ends), "ends": ends}

    def earlier(self, activity: Activity) -> Context:
        """What was answered at each place when it was asked before."""
        then = earlier(activity, activity.question_set.every_place())
        return {str(place): {"title": title, "marks": marks} for place, (title, marks) in then.items()}

    def chapter(self, told: Chapter) -> Context:
        return {
            "sections": [
                {
                    "title": section["title"],
                    "questions": [_told(each, told["earlier"].get(each["place"])) for each in section["answers"]],
                    "agreements": section["agreements"],
                }
                for section in told["sections"]
            ]
        }


def _spreads(scene: Scene, spot: Spot) -> list[Spread]:
    """How the answers lie, after an earlier time; nothing where too few answered now."""
    activity = scene.stop.activity
    if not spot.marks or activity is None:
        return []
    then = earlier(activity, [(spot.topic, spot.question)]).get(spot.place)
    return _compared(line(spot.question.choices(), spot.question.line), spot.marks, then)


def _compared(points: list[Point], marks: Mapping[str, int], then: tuple[str, Marks] | None) -> list[Spread]:
    return beside(points, *([then] if then else []), (str(NOW), marks))


def _told(answers: ToldAnswers, then: dict[str, Any] | None) -> dict[str, Any]:
    """A question with its answers as plain data: a row for each place of its line, a column for each time."""
    marks = {choice["key"]: choice["count"] for choice in answers["choices"]}
    enough = sum(marks.values()) >= FEWEST
    points = line([Kind(each["key"], each["word"], use="mark") for each in answers["choices"]], answers["ends"])
    spreads = _compared(points, marks, (then["title"], then["marks"]) if then else None) if enough else []
    rows = [
        {"label": point.label, "counts": [[spread.counts[n], "■" * spread.counts[n]] for spread in spreads]}
        for n, point in enumerate(points if spreads else [])
    ]
    return {"question": answers["question"], "spreads": [each.told() for each in spreads], "rows": rows}
