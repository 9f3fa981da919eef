"""What is told of a workshop: plain data for each activity, which its tool's chapter is drawn of, and the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext

from .. import pictures
from ..models import Activity, Agreement, Cluster, Note, Outcome, Question, Topic, Workshop
from ..models.options import Option, laid, ranked
from ..models.outcomes import choices
from ..models.question_sets import OWN
from ..place import Place
from ..registry import Chapter, ToldAgreement, ToldAnswers, ToldNote, ToldSection

SMALLEST_GROUP = 5  # a group of fewer people is not told apart (design: privacy)


def chapters(workshop: Workshop) -> list[tuple[Activity, Chapter]]:
    """Every activity of ``workshop`` as it is told: notes that are hidden or withdrawn are not even loaded."""
    activities = workshop.activities.select_related("question_set").prefetch_related(
        "question_set__topics__hints", "question_set__questions"
    )
    found = Found(workshop, any(each.dialogue_tool.fewest for each in activities))
    return [(activity, found.chapter(activity)) for activity in activities]


class Found:
    """All that was written, marked, settled and agreed in a workshop, by where it is."""

    def __init__(self, workshop: Workshop, withheld: bool) -> None:
        self.notes: dict[Place, list[Note]] = {}
        for note in workshop.notes.visible().with_links().prefetch_related("agreements"):
            self.notes.setdefault(note.place, []).append(note)
        self.hidden = {place: count.hidden for place, count in workshop.notes.counts().items()}
        self.figures = workshop.figures.counts()
        self.answered = workshop.marks.seated().answered() if withheld else {}
        self.outcomes = {place: each for place, each in workshop.settled.items() if not each.is_empty}
        self.dots = workshop.dots.counted().counts()
        self.clusters: dict[int, list[Cluster]] = {}
        for cluster in workshop.clusters.all():
            self.clusters.setdefault(cluster.activity_id, []).append(cluster)
        self.agreements = list(workshop.agreements.in_order())
        self.told = {*self.notes, *self.figures, *self.outcomes}

    def chapter(self, activity: Activity) -> Chapter:
        """An activity, with every place that is asked, and those skipped after something was written."""
        content = activity.question_set
        sections: dict[int, ToldSection] = {}
        asked: dict[str, bool] = {}
        for topic, question in content.every_place():
            place = Place(topic.pk, question.pk)
            if (topic.skipped or question.skipped) and place not in self.told:
                continue
            if topic.pk not in sections:
                sections[topic.pk] = self.section(topic)
            sections[topic.pk]["answers"].append(self.answers(place, question))
            asked[str(question)] = question.source.startswith(OWN)
        sources = [content.source] if content.source and not content.source.startswith(OWN) else []
        return Chapter(
            tool=activity.tool,
            title=activity.title,
            intro=content.intro,
            sections=list(sections.values()),
            together=[
                {
                    "text": each.text,
                    "notes": [note.text for note in each.notes] if each.cluster else [],
                    "dots": each.dots,
                    "rank": each.rank,
                }
                for each in self.together(activity)
            ],
            own=[question for question, is_own in asked.items() if is_own],
            sources=sources,
        )

    def together(self, activity: Activity) -> list[Option]:
        """What was put together in an activity, and what got dots; that with most of them first."""
        kinds = {kind.key for kind in activity.dialogue_tool.kinds if kind.use == "note"}
        asked = {Place(topic.pk, question.pk) for topic, question in activity.question_set.every_place()}
        notes = [note for place, written in self.notes.items() if place in asked for note in written]
        options = laid([note for note in notes if note.kind in kinds], self.clusters.get(activity.pk, []))
        return [each for each in ranked([each.with_dots(self.dots) for each in options]) if each.cluster or each.dots]

    def section(self, topic: Topic) -> ToldSection:
        """A topic, without its answers."""
        hints = [hint for hint in topic.hints.all() if not hint.question_id]
        return ToldSection(
            topic=topic.pk,
            title=topic.title,
            description=topic.description,
            heading=topic.heading,
            apart=topic.apart,
            answers=[],
            agreements=[agreement(each) for each in self.agreements if each.topic_id == topic.pk],
            hints=[{"heading": each.heading, "text": each.text, "detail": each.detail} for each in hints],
        )

    def answers(self, place: Place, question: Question) -> ToldAnswers:
        """What came to one place."""
        figure, outcome = self.figures.get(place, {}), self.outcomes.get(place) or Outcome()
        return ToldAnswers(
            place=str(place),
            key=question.key,
            question=str(question),
            source=question.source,
            position=question.position,
            notes=[note(each) for each in self.notes.get(place, [])],
            hidden=self.hidden.get(place, 0),
            choices=[
                {
                    "key": each.kind.key,
                    "word": str(each.kind.word),
                    "symbol": each.kind.symbol,
                    "count": each.count,
                    "settled": each.settled,
                }
                for each in choices(question, figure, outcome)
            ],
            choice=outcome.choice,
            text=outcome.text,
            due=day(outcome.due),
            answered=self.answered.get(question.pk, 0),
        )


def note(written: Note) -> ToldNote:
    """A note, with what it answers and what was agreed from it."""
    return ToldNote(
        text=written.text,
        kind=written.kind,
        answers=[each.text for each in written.answering],  # type: ignore[attr-defined]  # of ``with_links``
        agreements=[agreement(each) for each in written.agreements.all()],
    )


def agreement(agreed: Agreement) -> ToldAgreement:
    word = "" if agreed.is_agreed else capfirst(agreed.get_result_display())
    return ToldAgreement(result=agreed.result, word=word, what=agreed.what, who=agreed.who, due=day(agreed.due))


def day(date: dt.date | None) -> str:
    """A day as ``2026-09-30``; empty where there is none."""
    return date.isoformat() if date else ""


def present(workshop: Workshop) -> str:
    """How many there were, and of each group: ``17 (TR: 11, Leder og Medarbejder: 6 tilsammen)``.

    Of fewer than five nobody is told apart, and not by taking the others from the total either: groups are put together
    until they are enough.
    """
    found = Counter(workshop.participants.inside().values_list("group", flat=True))
    sizes = {group: found[group] for group in workshop.groups if found[group]}
    without = found.total() - sum(sizes.values())
    apart = {group: n for group, n in sizes.items() if n >= SMALLEST_GROUP}
    while apart and len(apart) < len(sizes) and found.total() - sum(apart.values()) < SMALLEST_GROUP:
        del apart[min(apart, key=lambda group: apart[group])]
    told = [f"{group}: {n}" for group, n in apart.items()]
    together = [group for group in sizes if group not in apart]
    if told and together:
        names = get_text_list([*together, gettext("uden gruppe")] if without else together, gettext("og"))
        left = found.total() - sum(apart.values())
        told.append(gettext("%(names)s: %(n)d tilsammen") % {"names": names, "n": left})
    return f"{found.total()} ({', '.join(told)})" if told else str(found.total())


def came_to(workshop: Workshop) -> dict[str, list[Agreement]]:
    """What the room came to, by result."""
    found: dict[str, list[Agreement]] = {result: [] for result in Agreement.Result.values}
    for each in workshop.agreements.in_order():
        found[each.result].append(each)
    return found


def html(workshop: Workshop) -> str:
    """The report's content as HTML, without the page around it."""
    found = chapters(workshop)
    told = [chapter for _activity, chapter in found]
    context: dict[str, Any] = {
        "workshop": workshop,
        "chapters": [drawn(activity, chapter) for activity, chapter in found],
        "sources": list(dict.fromkeys(source for chapter in told for source in chapter["sources"])),
        "own": [question for chapter in told for question in chapter["own"]],
        "came_to": came_to(workshop),
        "earlier": list(Agreement.objects.looked_back_on(workshop).in_order()),
        "left_open": list(Agreement.objects.left_open(workshop).in_order()),
        "participants": present(workshop),
        "notes": workshop.notes.visible().count(),
        "made_at": timezone.now(),
    }
    return render_to_string("report/_content.html", context)


def drawn(activity: Activity, chapter: Chapter) -> dict[str, Any]:
    """A chapter as its tool draws it, of nothing but what the tool tells."""
    tool = activity.dialogue_tool
    told = tool.chapter(activity, chapter)
    drawing = pictures.drawing(tool.drawing)
    html = render_to_string(tool.chapter_template, told)
    return {
        "tool": tool.key,
        "title": activity.title,
        "drawing": drawing,
        "html": html,
        "together": chapter["together"],
        "dotted": any(each["dots"] for each in chapter["together"]),
    }
