from __future__ import annotations

from django.db.models import prefetch_related_objects

from ..models import Activity, QuestionSet, Workshop
from .here import WALL
from .scene import Scene


def previewed(question_set: QuestionSet, at: int = 0) -> Scene:
    """The wall at one stop of a workshop about ``question_set`` that nobody has made: nothing is stored."""
    prefetch_related_objects([question_set], "topics", "questions")
    workshop = Workshop(pk=0, title=question_set.title)
    activity = Activity(
        pk=0,
        workshop=workshop,
        tool=question_set.tool,
        title=question_set.title,
        question_set=question_set,
        reviews=False,  # there is nothing to read, and nothing to choose among
    )
    agenda = Activity.objects.none()
    agenda._result_cache = [activity]
    workshop._prefetched_objects_cache = {"activities": agenda}  # type: ignore[attr-defined]  # as if loaded
    scene = Scene(workshop, WALL)
    stop = scene.route[at]
    workshop.activity, workshop.step = stop.activity, stop.step.key
    workshop.topic, workshop.question, scene.index = stop.topic, stop.question, at
    return scene
