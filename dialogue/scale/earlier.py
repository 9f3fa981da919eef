"""What was answered when the same question was asked before."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Question, Topic, Workshop

NOW = _("Nu")
FIRST = _("Første gang")
LAST = _("Sidst")

Marks = dict[str, int]


def earlier(activity: Activity, asked: Iterable[tuple[Topic, Question]]) -> dict[Place, tuple[str, Marks]]:
    """When each of those places of ``activity`` was asked before, and what was answered then: the first time in the
    same workshop, else the last time in the workshop that it follows. Those that were not asked, or that too few
    answered, are left out."""
    wanted = {_name(topic, question): Place(topic.pk, question.pk) for topic, question in asked}
    found: dict[Place, tuple[str, Marks]] = {}
    for title, activities in ((FIRST, _before(activity)), (LAST, _last_time(activity.workshop))):
        then = [
            (wanted[name], Place(topic.pk, question.pk))
            for each in activities
            for topic, question in each.question_set.places()
            if (name := _name(topic, question)) in wanted and wanted[name] not in found
        ]
        marks = counted(activities[0].workshop, [place for _here, place in then]) if then else {}
        for here, place in then:
            if place in marks:
                found.setdefault(here, (str(title), marks[place]))
    return found


def counted(workshop: Workshop, places: Iterable[Place]) -> dict[Place, Marks]:
    """How many answered what at each of ``places``, as the room was shown it."""
    return workshop.figures.at(places).counts()


def _name(topic: Topic, question: Question) -> tuple[str, ...]:
    """What says that two questions are the same: the topic, the text, and the line with what stands at its ends."""
    said = (topic.title, question.text, *map(str, question.line))
    return *(" ".join(each.casefold().split()) for each in said), *(kind.key for kind in question.choices())


def _before(activity: Activity) -> list[Activity]:
    """Those of the same tool that stand before ``activity`` on the agenda, in order."""
    same = list(_asking(activity.workshop_id))
    keys = [each.pk for each in same]
    return same[: keys.index(activity.pk)] if activity.pk in keys else []


def _last_time(workshop: Workshop) -> list[Activity]:
    """Those of the workshop that ``workshop`` follows, the last one first."""
    return list(_asking(workshop.follows_id))[::-1] if workshop.follows_id else []


def _asking(workshop_id: int | None) -> Iterable[Activity]:
    asking = Activity.objects.filter(workshop=workshop_id, workshop__deleted_at=None, tool="scale")
    return asking.with_content().select_related("workshop", "question_set")
