from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workshops import tools


class DialogueConfig(AppConfig):
    """Themed questions: read, write, show, talk."""

    name = "dialogue"

    def ready(self) -> None:
        """Tell the engine about this tool."""
        from . import cards, steps

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
        tools.register(
            tools.Tool(
                key="cards",
                title=_("Dialogkort"),
                summary=_(
                    "Et spil kort om det digitale. Vend ét ad gangen, og tal om det. I behøver ikke blive enige."
                ),
                kinds=(tools.Kind("note", _("seddel")), cards.TURNED, cards.SENSELESS),
                stops=cards.stops,
                board="dialogue/_cards.html",
                chapter="dialogue/_cards_chapter.html",
                cell="dialogue/_summary.html",
                desk="dialogue/_cards_desk.html",
                shape=tools.Shape(topics=_("Områder"), add_topic=_("Et område mere")),
                order=11,
            )
        )
