from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import registry


class PhasesConfig(AppConfig):
    """Involvement in the four phases of a digitalisation: where we are, what is open, who is involved how."""

    name = "phases"

    def ready(self) -> None:
        """Tell the engine about the four phases."""
        from . import steps

        registry.register(
            registry.Tool(
                key="phases",
                title=_("De fire faser"),
                summary=_("Hvor er projektet, hvad kan I stadig påvirke, og hvem skal inddrages hvordan?"),
                kinds=(
                    registry.Kind("note", _("seddel")),
                    registry.Kind("fixed", _("ligger fast"), "■"),
                    registry.Kind("open", _("kan påvirkes"), "◇"),
                    registry.Kind("here", _("her er vi"), "●", use="mark"),
                    registry.Kind("discuss", _("drøftes"), "✓", use="mark"),
                    registry.Kind("pass", _("springes over"), "–", use="mark"),
                    registry.Kind("information", _("information"), "1", use="mark"),
                    registry.Kind("influence", _("medindflydelse"), "2", use="mark"),
                    registry.Kind("codetermination", _("medbestemmelse"), "3", use="mark"),
                    registry.Kind("doing", _("det gør vi"), "✓", use="mark"),
                    registry.Kind("missing", _("det mangler"), "!", use="mark"),
                    registry.Kind("unknown", _("ved ikke"), "?", use="mark"),
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
                shape=registry.Shape(
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
            )
        )
