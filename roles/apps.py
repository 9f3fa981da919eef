from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import tools


class RolesConfig(AppConfig):
    """The roles matrix: who does what, how and when, and how far they are."""

    name = "roles"

    def ready(self) -> None:
        """Tell the engine about the matrix."""
        from . import steps

        tools.register(
            tools.Tool(
                key="roles",
                title=_("Rolleskemaet"),
                summary=_("Hvem gør hvad, hvordan og hvornår? I udfylder skemaet sammen."),
                kinds=(
                    tools.Kind("proposal", _("forslag"), "✎"),
                    tools.Kind("taken", _("taget med"), "✓", use="taken"),
                    tools.Kind("idle", _("ikke begyndt"), "○", use="mark"),
                    tools.Kind("doing", _("i gang"), "→", use="mark"),
                    tools.Kind("done", _("gjort"), "✓", use="mark"),
                ),
                stops=steps.stops,
                board="roles/_board.html",
                chapter="roles/_chapter.html",
                picker="roles/_picker.html",
                cell="roles/_cell.html",
                desk="roles/_desk.html",
                takes={"status": ("proposal", "taken", "idle", "doing", "done")},
                shape=tools.Shape(
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
                styles=(
                    "css/tools/roles.css",
                    "css/tools/roles-wall.css",
                    "css/tools/roles-row.css",
                    "css/tools/roles-desk.css",
                ),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/roles-report.css",),
            )
        )
