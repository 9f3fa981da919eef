from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Shape, Stop, Tool

from .steps import FEWEST, LEVELS, stops


class Wheel(Tool):
    """The competence wheel."""

    key = "wheel"
    title = _("Kompetencehjulet")
    summary = _("Hvad får I brug for at kunne, og hvor er I selv? Kryds af anonymt, og se, hvor der er længst vej.")
    kinds = LEVELS
    board_template = "dialogue/_wheel.html"
    chapter_template = "dialogue/_wheel_chapter.html"
    overview_template = "dialogue/_wheel_overview.html"
    shape = Shape(topics=_("Kompetencer"), add_topic=_("En kompetence mere"))
    items = ""
    parts = ngettext_lazy("%(n)d kompetence", "%(n)d kompetencer", "n")
    order = 15
    fewest = FEWEST
    needs = ("need", "level")
    takes = dict.fromkeys(("need", "level"), tuple(kind.key for kind in LEVELS))
    settles = True

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
