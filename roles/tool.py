from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Chapter, Context, Kind, Scene, Shape, Spot, Stop, Tool

from . import steps
from .chapter import tell
from .matrix import cell, matrix


class Roles(Tool):
    """The roles matrix: who does what, how and when, and how far they are."""

    key = "roles"
    title = _("Rolleskemaet")
    summary = _("Hvem gør hvad, hvordan og hvornår? I udfylder skemaet sammen.")
    kinds = (
        Kind("proposal", _("forslag"), "✎"),
        Kind("taken", _("taget med"), "✓", use="taken"),
        Kind("idle", _("ikke begyndt"), "○", use="mark"),
        Kind("doing", _("i gang"), "→", use="mark"),
        Kind("done", _("gjort"), "✓", use="mark"),
    )
    board_template = "roles/_board.html"
    drawing = "drawings/roles.svg"
    sheet_template = "roles/_sheet.html"
    offers = ("reviews",)
    chapter_template = "roles/_chapter.html"
    styles = (
        "css/tools/roles.css",
        "css/tools/roles-wall.css",
        "css/tools/roles-row.css",
        "css/tools/roles-desk.css",
    )
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/roles-report.css",)
    picker_template = "roles/_picker.html"
    cell_template = "roles/_cell.html"
    desk_template = "roles/_desk.html"
    takes = {"status": ("proposal", "taken", "idle", "doing", "done")}
    shape = Shape(
        topics=_("Rækker"),
        columns=_("Kolonner"),
        add_topic=_("En række mere"),
        add_column=_("En kolonne mere"),
        takes=("proposal", "taken"),
    )
    whom = "who"
    items = ngettext_lazy("%(n)d kolonne", "%(n)d kolonner", "n")
    parts = ngettext_lazy("%(n)d række", "%(n)d rækker", "n")
    order = 40
    settles = True
    text = "agreed"

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return steps.stops(activity)

    def board(self, scene: Scene) -> Context:
        """What the board is drawn of: ``view`` says as what."""
        stop = scene.stop
        if stop.step is steps.ACTORS and stop.topic:
            return {"view": "actor"}
        if stop.step is steps.ACTORS:
            return {"view": "actors", "actors": steps.described(stop.activity) if stop.activity else []}
        if stop.topic and scene.workshop.hints_shown:
            return {"view": "row"}
        if stop.topic:
            return {"view": "row", "cells": [cell(scene, spot) for spot in scene.shown]}
        return {"view": "matrix", "matrix": matrix(scene)}

    def desk(self, scene: Scene) -> Context:
        return {"matrix": matrix(scene)}

    def cell(self, scene: Scene, spot: Spot) -> Context:
        return {"cell": cell(scene, spot)}

    def sheet(self, activity: Activity) -> Context:
        """The matrix with empty cells, on one large sheet."""
        places = activity.question_set.places()
        return {
            "rows": list(dict.fromkeys(topic for topic, _column in places)),
            "columns": list(dict.fromkeys(column for _row, column in places)),
        }

    def chapter(self, told: Chapter) -> Context:
        return tell(told)
