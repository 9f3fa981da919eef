from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import PHONE, Activity, Chapter, Context, Kind, Question, Scene, Shape, Stop, Tool

from . import steps
from .board import about, columns, degrees, drawn, ranking
from .chapter import tell


class Phases(Tool):
    """Involvement in the four phases of a digitalisation: where we are, what is open, who is involved how."""

    key = "phases"
    title = _("De fire faser")
    summary = _("Hvor er projektet, hvad kan I stadig påvirke, og hvem skal inddrages hvordan?")
    kinds = (
        Kind("note", _("seddel")),
        Kind("fixed", _("ligger fast"), "■"),
        Kind("open", _("kan påvirkes"), "◇"),
        Kind("here", _("her er vi"), "●", use="mark"),
        Kind("discuss", _("drøftes"), "✓", use="mark"),
        Kind("pass", _("springes over"), "–", use="mark"),
        Kind("information", _("information"), "1", use="mark"),
        Kind("influence", _("medindflydelse"), "2", use="mark"),
        Kind("codetermination", _("medbestemmelse"), "3", use="mark"),
        Kind("doing", _("det gør vi"), "✓", use="mark"),
        Kind("missing", _("det mangler"), "!", use="mark"),
        Kind("unknown", _("ved ikke"), "?", use="mark"),
    )
    board_template = "phases/_board.html"
    drawing = "drawings/phases.svg"
    keeps = ("doors",)
    draws = ("doors",)
    chapter_template = "phases/_chapter.html"
    styles = (
        "css/tools/phases.css",
        "css/tools/phases-wall.css",
    )
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/phases-report.css",)
    overview_template = "phases/_overview.html"
    takes = {
        "where": ("here",),
        "doors": ("fixed", "open"),
        "chosen": ("discuss", "pass"),
        "degree": ("information", "influence", "codetermination"),
        "advice": ("doing", "missing", "unknown"),
        "": ("note",),
    }
    shape = Shape(
        topics=_("Faser"),
        columns=_("Medarbejdergrupper"),
        add_column=_("En gruppe mere"),
        key="degree",
        takes=("information", "influence", "codetermination"),
    )
    items = ""
    parts = ngettext_lazy("%(n)d fase", "%(n)d faser", "n")
    introduces = True
    order = 30
    settles = True

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return steps.stops(activity)

    def likely(self, activity: Activity) -> Sequence[Question]:
        """Of the discussion questions those of the phases that the room chose; one phase's, until it has."""
        phases, chosen = steps.phases(activity), steps.chosen(activity)
        if not steps.current(activity) and len(chosen) == len(phases):
            chosen = phases[:1]
        left = [phase for phase in phases if phase not in chosen]
        others = {question.pk for phase in left for question in steps.own(activity, phase)}
        return [question for question in activity.asked() if question.pk not in others]

    def board(self, scene: Scene) -> Context:
        """What the board is drawn of: ``view`` says as what."""
        step, topic, hints_shown = scene.stop.step, scene.stop.topic, scene.workshop.hints_shown
        if step in (steps.DISCUSS, steps.DISCUSS_SHOWN):
            return {"view": "hints" if hints_shown else "notes"}
        if step is steps.PATH and topic and hints_shown:
            return {"view": "ideas"}
        overview = self.overview(scene)
        if step is steps.PATH:
            return {**overview, "view": "path", "about": about(scene)}
        if step in (steps.DOORS, steps.DOORS_SHOWN):
            if topic:
                return {**overview, "view": "close-up"}
            return {**overview, "view": "doors", "columns": columns(scene, overview["path"])}
        return {**overview, "view": "overview"}

    def overview(self, scene: Scene) -> Context:
        """What the overview is drawn of: ``overview`` says as what."""
        step, on_a_phone = scene.stop.step, scene.screen == PHONE
        if step in (steps.DEGREE, steps.DEGREE_SHOWN):
            return {"overview": "degrees", "rows": degrees(scene)}
        if step in (steps.ADVICE, steps.ADVICE_SHOWN):
            return {"overview": "ranking", "ranking": ranking(scene)}
        path = drawn(scene)
        if step is steps.WHERE:
            return {"overview": "where", "path": path}
        if step is steps.WHERE_SHOWN and not on_a_phone:
            return {"overview": "settle", "path": path, "columns": columns(scene, path)}
        if step is steps.CHOOSE:
            choosing = scene.workshop.is_open and not on_a_phone
            return {"overview": "choose", "path": path, "columns": columns(scene, path), "choosing": choosing}
        return {"overview": "path", "path": path}

    def chapter(self, told: Chapter) -> Context:
        return tell(told)
