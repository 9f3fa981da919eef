from __future__ import annotations

from collections.abc import Sequence

from workshops.tool import Activity, Place, Step, Stop, Tool


class OnTheWall(Tool):
    """What the wall shows and nobody answers: one stop, with what its questions say."""

    step: Step
    items = parts = ""
    takes = {"": ()}
    offers = begins = ()
    is_told = False
    sheet_template = ""
    introduces = True
    styles = ("css/tools/interludes.css",)

    def stops(self, activity: Activity) -> Sequence[Stop]:
        places = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
        return [Stop(self.step, activity, None, None, places)] if places else []
