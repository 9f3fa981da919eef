from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import tools

BETTER = tools.Kind("better", _("forbedring"), "▲")
WORSE = tools.Kind("worse", _("forringelse"), "▼")


class RasmusConfig(AppConfig):
    """The RASMUS compass: six circles of good work, before and after a digitalisation."""

    name = "rasmus"

    def ready(self) -> None:
        """Tell the engine about the two ways to use the compass."""
        from . import steps

        tools.register(
            tools.Tool(
                key="rasmus",
                title=_("RASMUS-kompasset, før"),
                summary=_("Seks cirkler om det gode arbejde: i dag, forventet, forudsætninger og aftaler."),
                kinds=(
                    tools.Kind("today", _("i dag"), "●"),
                    BETTER,
                    WORSE,
                    tools.Kind("before", _("gøres før"), "◁", phase="before"),
                    tools.Kind("during", _("gøres under"), "◇", phase="during"),
                    tools.Kind("after", _("gøres efter"), "▷", phase="after"),
                ),
                stops=steps.before,
                board="rasmus/_board.html",
                chapter="rasmus/_chapter.html",
                picker="rasmus/_picker.html",
                overview="rasmus/_overview.html",
                sequel="rasmus-efter",
                needs=("today", "expected", "needs"),
                takes={"today": ("today",), "expected": ("better", "worse"), "needs": ("before", "during", "after")},
                shape=tools.Shape(topics=_("Cirkler")),
                parts=ngettext_lazy("%(n)d cirkel", "%(n)d cirkler", "n"),
                introduces=True,
                order=20,
                styles=("css/tools/rasmus.css", "css/tools/rasmus-wall.css", "css/tools/rasmus-circle.css"),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/rasmus-report.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="rasmus-after",
                title=_("RASMUS-kompasset, efter"),
                summary=_("Gør status på de seks cirkler: hvad blev bedre, hvad blev værre, og hvad gør I nu?"),
                kinds=(
                    BETTER,
                    WORSE,
                    tools.Kind("lesson", _("sådan lykkedes det"), "★"),
                    tools.Kind("act", _("det kan vi gøre noget ved"), "→", phase="after"),
                    tools.Kind("leave", _("det kan vi ikke ændre"), "–"),
                ),
                stops=steps.after,
                board="rasmus/_board.html",
                chapter="rasmus/_chapter.html",
                picker="rasmus/_picker.html",
                overview="rasmus/_overview.html",
                needs=("experienced", "lessons"),
                takes={"experienced": ("better", "worse"), "lessons": ("lesson", "act", "leave")},
                shape=tools.Shape(topics=_("Cirkler")),
                parts=ngettext_lazy("%(n)d cirkel", "%(n)d cirkler", "n"),
                introduces=True,
                order=21,
                styles=("css/tools/rasmus.css", "css/tools/rasmus-wall.css", "css/tools/rasmus-circle.css"),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/rasmus-report.css",),
            )
        )
