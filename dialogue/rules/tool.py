from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Chapter, Context, Kind, Stop, ToldAnswers, Tool

from .steps import stops

TAKEN = Kind("taken", _("taget med"), "✓", use="taken")


class Rules(Tool):
    """Ground rules: what was agreed at each question, of the proposals that were taken into it."""

    key = "rules"
    title = _("Spilleregler")
    summary = _("Foreslå regler på telefonerne, bliv enige om dem, og hæng dem op som en plakat.")
    order = 13
    kinds = (Kind("proposal", _("forslag"), "✎"), TAKEN)
    parts = ""
    settles = True
    text = "agreed"
    board_template = "dialogue/rules/_board.html"
    desk_template = "dialogue/rules/_desk.html"
    cell_template = "dialogue/rules/_cell.html"
    drawing = "drawings/rules.svg"
    chapter_template = "dialogue/rules/_chapter.html"
    styles = ("css/tools/rules.css",)
    phone_styles = ("css/tools/phones.css",)
    poster_template = "dialogue/rules/_poster.html"

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def chapter(self, told: Chapter) -> Context:
        return {"rules": [_rule(answers) for section in told["sections"] for answers in section["answers"]]}


def _rule(answers: ToldAnswers) -> dict[str, Any]:
    """A question, what was agreed there, and the proposals, each with whether it was taken into it, and how many more
    there were."""
    return {
        "question": answers["question"],
        "text": answers["text"],
        "proposals": [{"text": note["text"], "taken": note["kind"] == TAKEN.key} for note in answers["notes"]],
        "more": answers["more"],
    }
