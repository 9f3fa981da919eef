from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import (
    DESK,
    WALL,
    Activity,
    Chapter,
    Context,
    Kind,
    Place,
    Scene,
    Shape,
    Stop,
    ToldSection,
    Tool,
    as_image,
)

from . import rings
from .rings import Score
from .steps import FEWEST, LEVELS, asked, competences, stops

ASKED = {"need": _("Behovet"), "level": _("Niveauet")}  # by the questions' keys
OWN = _("Vores egne")  # the area of the competences without a heading


class Wheel(Tool):
    """The competence wheel: what is marked is shown as averages, of enough people."""

    key = "wheel"
    title = _("Kompetencehjulet")
    summary = _("Hvad får I brug for at kunne, og hvor er I selv? Kryds af uden navn, og se, hvor der er længst vej.")
    order = 15
    kinds = LEVELS
    items = ""
    parts = ngettext_lazy("%(n)d kompetence", "%(n)d kompetencer", "n")
    needs = ("need", "level")
    takes = dict.fromkeys(("need", "level"), tuple(kind.key for kind in LEVELS))
    shape = Shape(topics=_("Kompetencer"), add_topic=_("En kompetence mere"))
    settles = True
    fewest = FEWEST
    board_template = "dialogue/wheel/_board.html"
    overview_template = "dialogue/wheel/_overview.html"
    drawing = "drawings/wheel.svg"
    offers = ()
    begins = ()
    chapter_template = "dialogue/wheel/_chapter.html"
    styles = (
        "css/tools/wheel.css",
        "css/tools/wheel-wall.css",
    )
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/wheel-report.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        return self.overview(scene)

    def overview(self, scene: Scene) -> Context:
        """The wheel; the areas to read about; where figures are shown, the competences, the widest gap first."""
        stop, activity = scene.stop, scene.stop.activity
        assert activity
        wheel = _wheel(scene, activity)
        scores = wheel.widest
        agreeing = scene.screen == DESK or (stop.step.agrees and scene.running)
        if agreeing:
            _place(activity, scores)
        explains = not (stop.step.marks or stop.step.shows or stop.topic)
        return {
            "wheel": wheel,
            "areas": [area for area in wheel.areas if area.open] if stop.topic else wheel.areas,
            "levels": _levels(scene) if explains or stop.step.marks or scores else [],
            "withheld": _withheld(_answered(scene, activity)) if stop.step.shows else [],
            "scores": scores,
            "agreeing": agreeing,
        }

    def chapter(self, told: Chapter) -> Context:
        sections = [section for section in told["sections"] if not section["apart"]]
        wheel = rings.draw([_told_score(section) for section in sections], str(OWN))
        answered = {each["key"]: each["answered"] for section in sections for each in section["answers"]}
        return {
            "image": as_image("dialogue/wheel/_svg.html", {"wheel": wheel, "alone": True}),
            "says": wheel.says,
            "areas": [{"letter": area.letter, "title": area.title} for area in wheel.areas],
            "withheld": _withheld(answered),
            "scores": [score.told() for score in wheel.widest],
            "agreed": [
                {"title": section["title"], "agreements": section["agreements"]}
                for section in told["sections"]
                if section["agreements"]
            ],
        }


def _wheel(scene: Scene, activity: Activity) -> rings.Wheel:
    """The wheel with what is looked at, and how the other areas are opened."""
    stop, own = scene.stop, str(OWN)
    scores, lit = _scores(scene, activity), (stop.topic.heading or own) if stop.topic else None
    # Where the titles stand beside it on the wall, all of it is at a size that is read from the back.
    explains = not (stop.step.marks or stop.step.shows)
    is_told = explains or any(score.figures != [None, None] for score in scores)
    wheel = rings.draw(scores, own, lit, titled=scene.screen != WALL or not is_told)
    for area in wheel.areas:
        first, *others = area.scores
        if scene.running and not area.open:
            area.key = stop.focused_key(first.topic)
        for score in others:
            score.lit = stop.topic is not None and stop.topic.pk == score.topic
    return wheel


def _scores(scene: Scene, activity: Activity) -> list[Score]:
    """The competences, with figures where this stop shows them and this screen is given them."""
    shown = scene.spots if scene.stop.step.shows else []
    averages = {(spot.topic.pk, spot.question.key): rings.average(spot.marks) for spot in shown}
    found = []
    for topic in competences(activity):
        need, level = (averages.get((topic.pk, key)) for key in ASKED)
        found.append(Score(topic.pk, topic.title, topic.heading, topic.description, need, level))
    return found


def _told_score(section: ToldSection) -> Score:
    averages = {
        answers["key"]: rings.average({choice["key"]: choice["count"] for choice in answers["choices"]})
        for answers in section["answers"]
    }
    need, level = (averages.get(key) for key in ASKED)
    return Score(section["topic"], section["title"], section["heading"], section["description"], need, level)


def _place(activity: Activity, scores: list[Score]) -> None:
    """Say of each competence where an agreement on it comes from: its level, where that is asked."""
    for question in (asked(activity, "level") + asked(activity, "need"))[:1]:
        for score in scores:
            score.place = Place(score.topic, question.pk)


def _answered(scene: Scene, activity: Activity) -> dict[str, int]:
    """How many have answered each question that is asked, by its key."""
    return {key: scene.answered.get(question.pk, 0) for key in ASKED for question in asked(activity, key)}


def _withheld(answered: Mapping[str, int]) -> list[dict[str, Any]]:
    """The questions that too few have answered for their figures to be shown, and how many have."""
    few = [key for key in ASKED if answered.get(key, FEWEST) < FEWEST]
    return [{"what": str(ASKED[key]), "count": answered[key]} for key in few]


def _levels(scene: Scene) -> list[tuple[Kind, str]]:
    """Kende, kunne and mestre, each with what it means: what the set's hint that begins with its word says."""
    hints = [hint.text.partition(":") for hint in scene.hints]
    meant = {word.strip().lower(): text.strip() for word, _colon, text in hints}
    return [(kind, meant.get(str(kind.word), "")) for kind in LEVELS]
