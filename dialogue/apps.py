from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workshops import tools


class DialogueConfig(AppConfig):
    """Themed questions: read, write, show, talk."""

    name = "dialogue"

    def ready(self) -> None:
        """Tell the engine about this tool."""
        from . import steps

        tools.register(
            tools.Tool(
                key="dialogue",
                title=_("Spørgsmål i temaer"),
                summary=_(
                    "Tal jer gennem en række spørgsmål, ét ad gangen: læs, skriv sedler, se dem sammen, og aftal."
                ),
                kinds=(tools.Kind("note", _("seddel")),),
                stops=steps.stops,
                board="wall/_notes.html",
                chapter="dialogue/_chapter.html",
                shape=tools.Shape(topics=_("Temaer"), add_topic=_("Et tema mere")),
                order=10,
            )
        )
