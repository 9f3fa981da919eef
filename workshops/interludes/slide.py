from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Context, Place, Scene, Stop, Tool

from .steps import SLIDE


class Slide(Tool):
    """A slide of one's own: a heading, the activity's title, and under it what its questions say. One with the key
    ``agenda`` shows the agenda under it, by the clock."""

    key = "slide"
    title = _("Jeres egen tekst")
    summary = _("En overskrift og nogle linjer på tavlen: velkomst, en besked eller et citat.")
    order = 60
    item = _("Tekst")
    items = parts = ""
    takes = {"": ()}
    offers = begins = ()
    is_told = False
    sheet_template = ""
    introduces = True
    board_template = desk_template = "interludes/_slide.html"
    drawing = "drawings/slide.svg"
    styles = ("css/tools/interludes.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        places = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
        return [Stop(SLIDE, activity, None, None, places)] if places else []

    def board(self, scene: Scene) -> Context:
        asked = [spot.question for spot in scene.spots]
        return {"texts": [(question.text, question.key == "agenda") for question in asked]}

    def desk(self, scene: Scene) -> Context:
        return self.board(scene)
