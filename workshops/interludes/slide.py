from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workshops.tool import WALL, Context, Scene

from .board import OnTheWall
from .steps import SLIDE


class Slide(OnTheWall):
    """A slide of one's own: a heading, the activity's title, and under it what its questions say. One with the key
    ``agenda`` shows the agenda under it, by the clock."""

    key = "slide"
    step = SLIDE
    title = _("Jeres egen tekst")
    summary = _("En overskrift og nogle linjer på tavlen: velkomst, en besked eller et citat.")
    order = 60
    item = _("Tekst")
    board_template = desk_template = "interludes/_slide.html"
    drawing = "drawings/slide.svg"

    def board(self, scene: Scene) -> Context:
        texts = [(spot.question.text, spot.question.key == "agenda") for spot in scene.spots]
        shows_agenda = any(shows for _text, shows in texts)
        return {"texts": texts, "fits": scene.screen == WALL and not shows_agenda}

    def read_out(self, scene: Scene) -> list[str]:
        return [spot.question.text for spot in scene.spots]

    def desk(self, scene: Scene) -> Context:
        return self.board(scene)
