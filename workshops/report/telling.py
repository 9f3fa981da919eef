"""What is told of a workshop: plain data (docs/record.md), that report and follow-up are drawn of (:mod:`paper`).

A closed workshop is told as its record has it; one that is not closed yet as it would be remembered now.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, cast

from django.dispatch import receiver
from django.utils import timezone
from django.utils.text import capfirst

from ..models import Activity, Agreement, Cluster, Note, Outcome, Question, Record, Topic, Workshop, WriteUp
from ..models.options import FEW, Option, laid, ranked
from ..models.outcomes import choices
from ..models.question_sets import OWN
from ..models.record import to_be_told
from ..place import Place
from ..registry import Chapter, ToldAgreement, ToldAnswers, ToldNote, ToldSection
from .leaving_out import Told, changed

HEAVIEST = 3  # notes of a cluster that are told where not all are


# --- The record ---


@receiver(to_be_told)
def remember(signal: Any, workshop: Workshop, **_more: Any) -> None:
    """Store the record of ``workshop``: of all that there is; once that was unlinked, what it was, with what still can
    change."""
    record = Record.objects.filter(workshop=workshop).first()
    workshop.see("unlink_at")
    if record and workshop.is_unlinked:
        workshop.keep(changed({**record.data, **_lasting(workshop)}, record))
    elif not workshop.is_unlinked:
        workshop.keep(changed(tell(workshop), record))


def told(workshop: Workshop) -> Told:
    """What ``workshop`` is remembered by; where it is not closed yet, what it would be remembered by now."""
    record = Record.objects.filter(workshop=workshop, workshop__state=Workshop.State.CLOSED).first()
    return record.data if record else tell(workshop)


def last_time(workshop: Workshop) -> list[Chapter]:
    """The chapters of the workshop that ``workshop`` follows, as that is remembered; none when it follows none, or one
    that was deleted."""
    follows = Workshop.objects.present().filter(pk=workshop.follows_id or 0).first()
    return chapters(follows) if follows else []


def tell(workshop: Workshop) -> Told:
    """All that is told of ``workshop`` now. Notes that are hidden or withdrawn are not even loaded."""
    every = workshop.activities.select_related("question_set").prefetch_related(
        "question_set__topics__hints", "question_set__questions"
    )
    activities = [each for each in every if each.dialogue_tool.is_told]
    of_told = workshop.notes.visible().filter(topic__question_set__in=[each.question_set_id for each in activities])
    found = Found(workshop, any(each.dialogue_tool.fewest for each in activities))
    return {
        **_lasting(workshop),
        "mandate": [[heading, text] for heading, text in workshop.mandate],
        "participants": workshop.participants.inside().count(),
        "words": workshop.keeps_words,
        "notes": of_told.count(),
        "follows": workshop.follows.title if workshop.follows else "",
        "earlier": _agreed(Agreement.objects.looked_back_on(workshop)),
        "left_open": _agreed(Agreement.objects.left_open(workshop)),
        "chapters": [found.chapter(activity) for activity in activities],
    }


def _lasting(workshop: Workshop) -> Told:
    """What stays in the workshop itself, and can change also when all that people wrote is gone."""
    return {
        "title": workshop.title,
        "workplace": workshop.workplace,
        "technology": workshop.technology,
        "date": _date(workshop.starts_at or workshop.opened_at),
        "agreements": _agreed(workshop.agreements.all()),
        "write_up": WriteUp.of(workshop).told(),
    }


def _date(at: dt.datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""


def _agreed(agreements: Any) -> list[dict[str, Any]]:
    """What the room came to, in order: ``agreement`` and ``topic`` are ids."""
    fields = ("result", "what", "who", "period", "status")
    return [
        {"agreement": each.pk, "topic": each.topic_id, "due": day(each.due)}
        | {name: str(getattr(each, name)) for name in fields}
        for each in agreements.in_order()
    ]


# --- What there is ---


class Found:
    """All that was written, marked, settled and agreed in a workshop, by where it is."""

    def __init__(self, workshop: Workshop, withheld: bool) -> None:
        self.notes: dict[Place, list[Note]] = {}
        for note in workshop.notes.visible().with_links().prefetch_related("agreements"):
            self.notes.setdefault(note.place, []).append(note)
        self.every_word = workshop.keeps_words
        self.word_for_word: set[int] = set()
        self.weights = workshop.dots.counted().weights()
        self.figures = workshop.figures.counts()
        self.answered = workshop.marks.seated().answered() if withheld else {}
        self.outcomes = {place: each for place, each in workshop.settled.items() if not each.is_empty}
        self.dots = workshop.dots.counted().counts()
        self.clusters: dict[int, list[Cluster]] = {}
        for cluster in workshop.clusters.all():
            self.clusters.setdefault(cluster.activity_id, []).append(cluster)
        self.told = {*self.notes, *self.figures, *self.outcomes}

    def chapter(self, activity: Activity) -> Chapter:
        """An activity, with every place that is asked, and those skipped after something was written."""
        content = activity.question_set
        self.word_for_word |= self.kept(activity)
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
            activity=activity.pk,
            tool=activity.tool,
            title=activity.title,
            intro=content.intro,
            sections=list(sections.values()),
            together=[
                {
                    "text": each.text,
                    "notes": self.heaviest(each.notes) if each.cluster else [],
                    "size": len(each.notes) if each.cluster else 0,
                    "dots": each.dots,
                    "rank": each.rank,
                }
                for each in self.together(activity)
            ],
            earlier=activity.dialogue_tool.earlier(activity),
            own=[question for question, is_own in asked.items() if is_own],
            sources=sources,
        )

    def kept(self, activity: Activity) -> set[int]:
        """The ids of the notes that are told word for word: all, where the room was told so before it wrote, or where
        there are few and nothing was chosen among them; else those that got dots, and those that the tool needs."""
        keeps = activity.dialogue_tool.keeps
        notes = [
            (note.pk, question.key)
            for topic, question in activity.question_set.every_place()
            for note in self.notes.get(Place(topic.pk, question.pk), [])
        ]
        every = self.every_word or (len(notes) <= FEW and not self.together(activity))
        return {pk for pk, key in notes if every or key in keeps or pk in self.weights}

    def heaviest(self, notes: list[Note]) -> list[str]:
        """The texts of a cluster's notes, those with most dots first: all of them, or three."""
        weighed = sorted(notes, key=lambda note: -self.weights.get(note.pk, 0))
        return [note.text for note in weighed][: None if self.every_word else HEAVIEST]

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
            agreements=[],
            hints=[{"heading": each.heading, "text": each.text, "detail": each.detail} for each in hints],
        )

    def answers(self, place: Place, question: Question) -> ToldAnswers:
        """What came to one place."""
        written = self.notes.get(place, [])
        told = [note for note in written if note.pk in self.word_for_word]
        figure, outcome = self.figures.get(place, {}), self.outcomes.get(place) or Outcome()
        return ToldAnswers(
            place=str(place),
            key=question.key,
            question=str(question),
            alone=question.topic_id is not None,
            ends=list(question.line),
            source=question.source,
            position=question.position,
            notes=[self.note(each) for each in told],
            written=dict(Counter(each.kind for each in written)),
            more=len(written) - len(told),
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

    def note(self, written: Note) -> Any:
        """A note, with what it answers, and the ids of what was agreed from it."""
        linked: list[Note] = written.answering  # type: ignore[attr-defined]  # of ``with_links``
        return {
            "text": written.text,
            "kind": written.kind,
            "answers": [each.text for each in linked if each.pk in self.word_for_word],
            "agreements": [each.pk for each in written.agreements.all()],
        }


def day(date: dt.date | None) -> str:
    """A day as ``2026-09-30``; empty where there is none."""
    return date.isoformat() if date else ""


# --- The chapters ---


def chapters(workshop: Workshop) -> list[Chapter]:
    """The chapters of what is told of ``workshop``, each with what was agreed there."""
    return filled(told(workshop))


def filled(told: Told) -> list[Chapter]:
    """The chapters of ``told``, with what was agreed under each topic and from each note: it stands there once."""
    agreed = {each["agreement"]: each for each in told["agreements"]}
    found = []
    for chapter in told["chapters"]:
        sections = [
            {
                **section,
                "agreements": [agreement(each) for each in agreed.values() if each["topic"] == section["topic"]],
                "answers": [
                    {**each, "notes": [_filled(note, agreed) for note in each["notes"]]} for each in section["answers"]
                ],
            }
            for section in chapter["sections"]
        ]
        found.append(cast(Chapter, {**chapter, "sections": sections}))
    return found


def _filled(note: dict[str, Any], agreed: dict[int, dict[str, Any]]) -> ToldNote:
    told = {**note, "agreements": [agreement(agreed[pk]) for pk in note["agreements"] if pk in agreed]}
    return cast(ToldNote, told)


def agreement(agreed: dict[str, Any]) -> ToldAgreement:
    """What was agreed, as a chapter tells it."""
    stands = stood(agreed)
    word = "" if stands.is_agreed else capfirst(stands.get_result_display())
    return ToldAgreement(result=stands.result, word=word, what=stands.what, who=stands.who, due=agreed["due"])


def stood(agreed: dict[str, Any]) -> Agreement:
    """What was agreed, to be shown as it stands in a record; it is not stored."""
    due = dt.date.fromisoformat(agreed["due"]) if agreed["due"] else None
    return Agreement(due=due, **{name: agreed[name] for name in ("result", "what", "who", "period", "status")})
