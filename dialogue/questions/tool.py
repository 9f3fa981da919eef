from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Shape, Stop, Tool

from .steps import stops


class Questions(Tool):
    """Themed questions: each is written to and shown; what matters most is talked about."""

    key = "dialogue"
    title = _("Spørgsmål i temaer")
    summary = _("Tal jer gennem en række spørgsmål, ét ad gangen: læs, skriv sedler, se dem sammen, og aftal.")
    order = 10
    kinds = (
        Kind("note", _("seddel")),
        Kind("good", _("godt for nogen"), "▲"),
        Kind("bad", _("skidt for nogen"), "▼"),
        Kind("keep", _("det beholder vi"), "★"),
        Kind("move", _("på en anden måde"), "→"),
        Kind("let-go", _("det giver vi slip på"), "–"),
        Kind("smart", _("smart"), "★"),
        Kind("confusing", _("forvirrende"), "?"),
        Kind("stupid", _("dumt"), "▼"),
    )
    takes = {"": ("note",)}
    shape = Shape(topics=_("Temaer"), add_topic=_("Et tema mere"))
    from_scratch = True
    offers = ("picks", "reads", "reviews", "talks", "gathers", "chooses")
    begins = ("reviews", "chooses")
    drawing = "drawings/themes.svg"
    styles = ("css/tools/questions.css",)
    phone_styles = ("css/tools/phones.css",)
    chapter_template = "dialogue/questions/_chapter.html"

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)
