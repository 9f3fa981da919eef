from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import registry


class RolesConfig(AppConfig):
    """The roles matrix: who does what, how and when, and how far they are."""

    name = "roles"

    def ready(self) -> None:
        """Tell the engine about the matrix."""
        from . import steps

        registry.register(
            registry.Tool(
                key="roles",
                title=_("Rolleskemaet"),
                summary=_("Hvem gør hvad, hvordan og hvornår? I udfylder skemaet sammen."),
                kinds=(
                    registry.Kind("proposal", _("forslag"), "✎"),
                    registry.Kind("taken", _("taget med"), "✓", use="taken"),
                    registry.Kind("idle", _("ikke begyndt"), "○", use="mark"),
                    registry.Kind("doing", _("i gang"), "→", use="mark"),
                    registry.Kind("done", _("gjort"), "✓", use="mark"),
                ),
                stops=steps.stops,
                board="roles/_board.html",
                chapter="roles/_chapter.html",
                picker="roles/_picker.html",
                cell="roles/_cell.html",
                desk="roles/_desk.html",
                takes={"status": ("proposal", "taken", "idle", "doing", "done")},
                shape=registry.Shape(
                    topics=_("Rækker"),
                    columns=_("Kolonner"),
                    add_topic=_("En række mere"),
                    add_column=_("En kolonne mere"),
                    takes=("proposal", "taken"),
                ),
                whom="who",
                items=ngettext_lazy("%(n)d kolonne", "%(n)d kolonner", "n"),
                parts=ngettext_lazy("%(n)d række", "%(n)d rækker", "n"),
                order=40,
            )
        )
