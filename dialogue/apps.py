from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops import tools


class DialogueConfig(AppConfig):
    """Themed questions: read, write, show, talk."""

    name = "dialogue"

    def ready(self) -> None:
        """Tell the engine about this tool."""
        from . import cards, checklist, relations, rules, steps, story, turn, wheel

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
                from_scratch=True,
                order=10,
                styles=("css/tools/questions.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="cards",
                title=_("Dialogkort"),
                summary=_(
                    "Et spil kort om digitalisering. Træk ét ad gangen, og tal om det. I behøver ikke blive enige."
                ),
                kinds=(tools.Kind("note", _("seddel")), cards.TURNED, cards.SENSELESS),
                stops=cards.stops,
                board="dialogue/_cards.html",
                chapter="dialogue/_cards_chapter.html",
                cell="dialogue/_summary.html",
                desk="dialogue/_cards_desk.html",
                always=(cards.TURNED.key, cards.SENSELESS.key),
                shape=tools.Shape(topics=_("Områder"), add_topic=_("Et område mere")),
                item=_("Kort"),
                items=ngettext_lazy("%(n)d kort", "%(n)d kort", "n"),
                parts=ngettext_lazy("%(n)d område", "%(n)d områder", "n"),
                examples=True,
                order=11,
                styles=("css/tools/cards.css", "css/tools/cards-table.css"),
            )
        )
        tools.register(
            tools.Tool(
                key="turn",
                title=_("Beskriv, del og vend"),
                summary=_(
                    "Hvad har teknologien lavet om, og hvordan kan det, I ikke er glade for, vendes til noget godt?"
                ),
                kinds=(
                    tools.Kind("glad", _("glad for"), "☺", asks=False),
                    tools.Kind("sorry", _("ikke glad for"), "☹"),
                    tools.Kind("takes", _("det skal der til"), "→"),
                ),
                stops=turn.stops,
                board="dialogue/_turn.html",
                chapter="dialogue/_turn_chapter.html",
                needs=("describe", "turn"),
                takes={"describe": ("glad", "sorry"), "turn": ("takes",)},
                shape=tools.Shape(topics=_("Emner"), add_topic=_("Et emne mere")),
                parts=ngettext_lazy("%(n)d emne", "%(n)d emner", "n"),
                order=12,
                styles=("css/tools/turn.css",),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/turn-report.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="wheel",
                title=_("Kompetencehjulet"),
                summary=_(
                    "Hvad får I brug for at kunne, og hvor er I selv? Kryds af anonymt, og se, hvor der er længst vej."
                ),
                kinds=wheel.LEVELS,
                stops=wheel.stops,
                board="dialogue/_wheel.html",
                chapter="dialogue/_wheel_chapter.html",
                overview="dialogue/_wheel_overview.html",
                shape=tools.Shape(topics=_("Kompetencer"), add_topic=_("En kompetence mere")),
                items="",
                parts=ngettext_lazy("%(n)d kompetence", "%(n)d kompetencer", "n"),
                order=15,
                styles=("css/tools/wheel.css", "css/tools/wheel-wall.css"),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/wheel-report.css",),
                fewest=wheel.FEWEST,
                needs=("need", "level"),
                takes=dict.fromkeys(("need", "level"), tuple(kind.key for kind in wheel.LEVELS)),
            )
        )
        tools.register(
            tools.Tool(
                key="rules",
                title=_("Spilleregler"),
                summary=_("Foreslå regler på telefonerne, bliv enige om dem, og hæng dem op som en plakat."),
                kinds=(
                    tools.Kind("proposal", _("forslag"), "✎"),
                    tools.Kind("taken", _("taget med"), "✓", use="taken"),
                ),
                stops=rules.stops,
                board="dialogue/_rules.html",
                chapter="dialogue/_rules_chapter.html",
                cell="dialogue/_rule.html",
                desk="dialogue/_rules_desk.html",
                poster="dialogue/_poster.html",
                parts="",
                order=13,
                styles=("css/tools/rules.css",),
                phone_styles=("css/tools/phones.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="checklist",
                title=_("Tjekliste"),
                summary=_("Hvad er på plads, hvad mangler, og hvem tager det? Punkterne bliver til aftaler."),
                kinds=(
                    tools.Kind("doing", _("på plads"), "✓", use="mark"),
                    tools.Kind("missing", _("mangler"), "!", use="mark"),
                    tools.Kind("unknown", _("ved ikke"), "?", use="mark"),
                ),
                stops=checklist.stops,
                board="dialogue/_checklist.html",
                chapter="dialogue/_checklist_chapter.html",
                overview="dialogue/_checklist.html",
                takes={"": ("doing", "missing", "unknown")},
                shape=tools.Shape(topics=_("Afsnit"), add_topic=_("Et afsnit mere")),
                item=_("Punkt"),
                items=ngettext_lazy("%(n)d punkt", "%(n)d punkter", "n"),
                parts=ngettext_lazy("%(n)d afsnit", "%(n)d afsnit", "n"),
                order=14,
                styles=("css/tools/checklist.css",),
                phone_styles=("css/tools/phones.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="story",
                title=_("Historie"),
                summary=_("Begynd med en historie fra et andet sted, og tal om, hvad I kan lære af den."),
                kinds=(tools.Kind("note", _("seddel")),),
                stops=story.stops,
                board="dialogue/_story.html",
                chapter="dialogue/_chapter.html",
                parts="",
                introduces=True,
                order=60,
                styles=("css/tools/story.css",),
            )
        )
        tools.register(
            tools.Tool(
                key="relations",
                title=_("Relationskortet"),
                summary=_(
                    "Hvem har I de vigtigste relationer til, og hvad betyder teknologien for dem? Tegn kortet sammen."
                ),
                kinds=relations.KINDS,
                stops=relations.stops,
                board="dialogue/_relations.html",
                chapter="dialogue/_relations_chapter.html",
                overview="dialogue/_relations_overview.html",
                needs=("affected",),
                takes=relations.TAKES,
                shape=tools.Shape(topics=_("Relationer"), add_topic=_("En relation mere")),
                items="",
                parts=ngettext_lazy("%(n)d relation", "%(n)d relationer", "n"),
                order=16,
                styles=("css/tools/relations.css", "css/tools/relations-wall.css"),
                phone_styles=("css/tools/phones.css",),
                report_styles=("css/tools/relations-report.css",),
            )
        )
