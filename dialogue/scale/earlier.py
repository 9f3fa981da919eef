"""What was answered when the same question was asked before."""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Question, Topic, Workshop, last_time

NOW = _("Nu")
FIRST = _("Første gang")
LAST = _("Sidst")

Marks = dict[str, int]
Name = tuple[str, ...]


def earlier(activity: Activity, asked: Iterable[tuple[Topic, Question]]) -> dict[Place, tuple[str, Marks]]:
    """When each of those places of ``activity`` was asked before, and what was answered then: the first time in the
    same workshop, else the last time in the workshop that it follows, as that is remembered. Those that were not asked,
    or that too few answered, are left out."""
    wanted = {_named(topic, question): Place(topic.pk, question.pk) for topic, question in asked}
    found: dict[Place, tuple[str, Marks]] = {}
    for title, then in ((FIRST, _before(activity, wanted)), (LAST, _last_time(activity.workshop, wanted))):
        for name, marks in then:
            found.setdefault(wanted[name], (str(title), marks))
    return found


def counted(workshop: Workshop, places: Iterable[Place]) -> dict[Place, Marks]:
    """How many answered what at each of ``places``, as the room was shown it."""
    return workshop.figures.at(places).counts()


def _name(topic: str, question: str, ends: Iterable[str], choices: Iterable[str]) -> Name:
    """What says that two questions are the same: the topic, the text, and the line with what stands at its ends."""
    return *(" ".join(each.casefold().split()) for each in (topic, question, *ends)), *choices


def _named(topic: Topic, question: Question) -> Name:
    return _name(topic.title, str(question), question.line, [kind.key for kind in question.choices()])


def _before(activity: Activity, wanted: Container[Name]) -> list[tuple[Name, Marks]]:
    """What was answered to those of ``wanted`` in activities of the same tool that stand before it on the agenda."""
    same = list(Activity.objects.filter(workshop=activity.workshop_id, tool="scale").with_content())
    keys = [each.pk for each in same]
    before = same[: keys.index(activity.pk)] if activity.pk in keys else []
    asked = [
        (name, Place(t.pk, q.pk))
        for each in before
        for t, q in each.question_set.places()
        if (name := _named(t, q)) in wanted
    ]
    marks = counted(activity.workshop, [place for _name, place in asked]) if asked else {}
    return [(name, marks[place]) for name, place in asked if place in marks]


def _last_time(workshop: Workshop, wanted: Container[Name]) -> list[tuple[Name, Marks]]:
    """What was answered to those of ``wanted`` in the workshop that ``workshop`` follows, the last one first."""
    found = []
    for chapter in reversed(last_time(workshop)):
        for section in chapter["sections"] if chapter["tool"] == "scale" else []:
            for each in section["answers"]:
                marks = {choice["key"]: choice["count"] for choice in each["choices"] if choice["count"]}
                name = _name(section["title"], each["question"], each["ends"], [c["key"] for c in each["choices"]])
                if marks and name in wanted:
                    found.append((name, marks))
    return found
