from __future__ import annotations

from collections.abc import Sequence
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
    Stop,
    ToldAnswers,
    ToldSection,
    Tool,
    bar,
    ranked,
)

from .steps import stops

WORST_FIRST = ("missing", "unknown", "doing")


class Checklist(Tool):
    """A checklist: what most miss comes first."""

    key = "checklist"
    title = _("Tjekliste")
    summary = _("Hvad er på plads, hvad mangler, og hvem tager det? Punkterne bliver til aftaler.")
    order = 14
    kinds = (
        Kind("doing", _("på plads"), "✓", use="mark"),
        Kind("missing", _("mangler"), "!", use="mark"),
        Kind("unknown", _("ved ikke"), "?", use="mark"),
    )
    item = _("Punkt")
    items = ngettext_lazy("%(n)d punkt", "%(n)d punkter", "n")
    parts = ngettext_lazy("%(n)d afsnit", "%(n)d afsnit", "n")
    takes = {"": ("doing", "missing", "unknown")}
    shape = Shape(topics=_("Afsnit"), add_topic=_("Et afsnit mere"))
    settles = True
    board_template = "dialogue/checklist/_overview.html"
    overview_template = "dialogue/checklist/_overview.html"
    drawing = "drawings/checklist.svg"
    offers = ()
    begins = ()
    chapter_template = "dialogue/checklist/_chapter.html"
    styles = ("css/tools/checklist.css",)
    phone_styles = ("css/tools/phones.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        return self.overview(scene)

    def overview(self, scene: Scene) -> Context:
        """The points, in their own order until what was marked is shown."""
        spots = scene.spots
        if scene.shows_figures:
            spots = ranked(spots, lambda spot: spot.marks, WORST_FIRST)
        return {
            "rows": [{"spot": spot, "bar": bar(spot.marks, WORST_FIRST)} for spot in spots],
            "settling": scene.settling,
        }

    def chapter(self, told: Chapter) -> Context:
        return {"sections": [_section(section) for section in told["sections"]]}


def _section(section: ToldSection) -> dict[str, Any]:
    points = [_point(answers) for answers in section["answers"]]
    return {"title": section["title"], "points": ranked(points, lambda point: point, WORST_FIRST)}


def _point(answers: ToldAnswers) -> dict[str, Any]:
    """One point: how many marked each choice, and the word of the one that the room settled on."""
    counts = {choice["key"]: choice["count"] for choice in answers["choices"]}
    return {
        "question": answers["question"],
        **{key: counts.get(key, 0) for key in WORST_FIRST},
        "settled": next((choice["word"] for choice in answers["choices"] if choice["settled"]), ""),
    }
