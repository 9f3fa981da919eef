from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import tools


class PhasesConfig(AppConfig):
    """Involvement in the four phases of a digitalisation: where we are, what is open, who is involved how."""

    name = "phases"

    def ready(self) -> None:
        """Tell the engine about the four phases."""
        from . import steps

        tools.register(
            tools.Tool(
                key="phases",
                title=_("De fire faser"),
                summary=_("Hvor er projektet, hvad kan I stadig påvirke, og hvem skal inddrages hvordan?"),
                kinds=(
                    tools.Kind("note", _("seddel")),
                    tools.Kind("fixed", _("ligger fast"), "■"),
                    tools.Kind("open", _("kan påvirkes"), "◇"),
                    tools.Kind("here", _("her er vi"), "●", use="mark"),
                    tools.Kind("discuss", _("drøftes"), "✓", use="mark"),
                    tools.Kind("pass", _("springes over"), "–", use="mark"),
                    tools.Kind("information", _("information"), "1", use="mark"),
                    tools.Kind("influence", _("medindflydelse"), "2", use="mark"),
                    tools.Kind("codetermination", _("medbestemmelse"), "3", use="mark"),
                    tools.Kind("doing", _("det gør vi"), "✓", use="mark"),
                    tools.Kind("missing", _("det mangler"), "!", use="mark"),
                    tools.Kind("unknown", _("ved ikke"), "?", use="mark"),
                ),
                stops=steps.stops,
                board="phases/_board.html",
                chapter="phases/_chapter.html",
                overview="phases/_overview.html",
                takes={
                    "where": ("here",),
                    "doors": ("fixed", "open"),
                    "chosen": ("discuss", "pass"),
                    "degree": ("information", "influence", "codetermination"),
                    "advice": ("doing", "missing", "unknown"),
                    "": ("note",),
                },
                shape=tools.Shape(
                    topics=_("Faser"),
                    columns=_("Medarbejdergrupper"),
                    add_column=_("En gruppe mere"),
                    key="degree",
                    takes=("information", "influence", "codetermination"),
                ),
                items="",
                parts=ngettext_lazy("%(n)d fase", "%(n)d faser", "n"),
                introduces=True,
                order=30,
                styles=("css/tools/phases.css", "css/tools/phases-wall.css"),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/phases-report.css",),
            )
        )
