from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Place, Stop, Tool

from .steps import WORD, WORD_SHOWN


class Word(Tool):
    """A word from each, to come in by or to go out by: written, then shown."""

    key = "word"
    title = _("Et ord fra hver")
    summary = _("Alle skriver ét ord, når I begynder, eller før I går. I ser dem sammen, uden navn.")
    order = 64
    kinds = (Kind("word", _("ord")),)
    parts = ""
    offers = ("reviews",)
    begins = ("reviews",)
    is_told = False
    drawing = "drawings/word.svg"
    styles = ("css/tools/interludes.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        return [
            Stop(step, activity, topic, question, (Place(topic.pk, question.pk),))
            for topic, question in activity.question_set.places()
            for step in (WORD, WORD_SHOWN)
        ]
