from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workshops.tool import Activity, Chapter, Context, Kind, Scene, Shape, Spot, Stop, Tool, Topic

from .steps import stops


@dataclass
class Column:
    """A topic with its places at a stop: what was described first, then what turns it."""

    topic: Topic
    about: str
    spots: list[Spot]

    @property
    def names_questions(self) -> bool:
        """Whether its places stand under their questions, since there are several."""
        return len(self.spots) > 1


class Turn(Tool):
    """Describe, share, turn."""

    key = "turn"
    title = _("Beskriv, del og vend")
    summary = _("Hvad har teknologien lavet om, og hvordan kan det, I ikke er glade for, vendes til noget godt?")
    order = 12
    kinds = (
        Kind("glad", _("glad for"), "☺", asks=False),
        Kind("sorry", _("ikke glad for"), "☹"),
        Kind("takes", _("det skal der til"), "→"),
    )
    parts = ngettext_lazy("%(n)d emne", "%(n)d emner", "n")
    needs = ("describe", "turn")
    takes = {"describe": ("glad", "sorry"), "turn": ("takes",)}
    shape = Shape(topics=_("Emner"), add_topic=_("Et emne mere"))
    board_template = "dialogue/turn/_board.html"
    drawing = "drawings/turn.svg"
    chapter_template = "dialogue/turn/_chapter.html"
    styles = ("css/tools/turn.css",)
    phone_styles = ("css/tools/phones.css",)
    report_styles = ("css/tools/turn-report.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return stops(activity)

    def board(self, scene: Scene) -> Context:
        """The topics in columns."""
        return {"columns": columns(scene)}

    def chapter(self, told: Chapter) -> Context:
        sections = [
            {
                "title": section["title"],
                "answers": [
                    {"question": answers["question"], "kinds": self.by_kind(answers["notes"]), "more": answers["more"]}
                    for answers in section["answers"]
                ],
            }
            for section in told["sections"]
        ]
        return {"sections": sections}


def columns(scene: Scene) -> list[Column]:
    """What is shown at this stop by topic, which says what it is about until notes are shown."""
    found: dict[Topic, Column] = {}
    for spot in sorted(scene.shown, key=lambda each: each.question.position):
        about = "" if scene.stop.visible else spot.topic.description
        found.setdefault(spot.topic, Column(spot.topic, about, [])).spots.append(spot)
    return sorted(found.values(), key=lambda column: column.topic.position)
