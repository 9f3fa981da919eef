from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Kind, Shape, Stop, Tool

from .steps import stops


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
    chapter_template = "phases/_chapter.html"
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
        return stops(activity)
