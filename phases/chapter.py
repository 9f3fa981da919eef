"""What the report tells of the four phases: the path, what is fixed and open, what was discussed, degrees, advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshops.tool import Chapter, Context, Place, ToldAnswers, ToldSection, Topic, as_image, ranked

from .board import WORST_FIRST
from .path import Path, draw


def tell(told: Chapter) -> Context:
    """What the chapter is drawn of, in the order of the activity."""
    four = [section for section in told["sections"] if not section["apart"]]
    path = _path(four)
    groups, degrees = _degrees(four)
    return {
        "image": as_image("phases/_path.html", {"path": path, "alone": True}),
        "says": path.says,
        "phases": [{"title": each.topic.title, "marks": each.marks, "here": each.here} for each in path.phases],
        "doors": _doors(four),
        "discussed": _discussed(four),
        "groups": groups,
        "degrees": degrees,
        "advice": _advice(told["sections"]),
    }


def _path(four: list[ToldSection]) -> Path:
    topics = {section["topic"]: Topic(pk=section["topic"], title=section["title"]) for section in four}
    where = [(topics[section["topic"]], answers) for section, answers in _asked(four, "where")]
    current = [topic for topic, answers in where if answers["choice"] == "here"]
    return draw(list(topics.values()), current, marks={topic.pk: _marks(each).get("here", 0) for topic, each in where})


def _doors(four: list[ToldSection]) -> list[dict[str, Any]]:
    """What is fixed and what is open in each phase where there is something."""
    found = []
    for section, answers in _asked(four, "doors"):
        fixed, opened = _texts(answers, "fixed"), _texts(answers, "open")
        if fixed or opened:
            found.append({"title": section["title"], "fixed": fixed, "open": opened})
    return found


def _discussed(four: list[ToldSection]) -> list[dict[str, Any]]:
    """The phases with notes at their own questions, and those notes."""
    found = []
    for section in four:
        answered = [each for each in section["answers"] if each["alone"] and any(each["written"].values())]
        if answered:
            told = [{name: each[name] for name in ("question", "notes", "more")} for each in answered]
            found.append({"title": section["title"], "answers": told})
    return found


def _degrees(four: list[ToldSection]) -> tuple[list[str], list[dict[str, Any]]]:
    """The groups in order; and for each phase what was settled and proposed for each, None where it was not asked."""
    groups: dict[int, ToldAnswers] = {}
    rows: dict[int, dict[int, ToldAnswers]] = {}
    for section, answers in _asked(four, "degree"):
        groups.setdefault(_question(answers), answers)
        rows.setdefault(section["topic"], {})[_question(answers)] = answers
    order = sorted(groups, key=lambda group: groups[group]["position"])
    titles = {section["topic"]: section["title"] for section in four}
    degrees = [
        {"title": titles[topic], "cells": [_degree(asked[group]) if group in asked else None for group in order]}
        for topic, asked in rows.items()
    ]
    return [groups[group]["question"] for group in order], degrees


def _degree(answers: ToldAnswers) -> dict[str, str]:
    """What was settled for a group, and what was proposed, in a line: ``information 1, medindflydelse 8``."""
    return {
        "group": answers["question"],
        "settled": next((choice["word"] for choice in answers["choices"] if choice["settled"]), ""),
        "proposed": ", ".join(f"{each['word']} {each['count']}" for each in answers["choices"] if each["count"]),
    }


def _advice(sections: list[ToldSection]) -> list[dict[str, Any]]:
    """The pieces of advice with how many marked each choice, what most miss first."""
    asked = [answers for _section, answers in _asked(sections, "advice")]
    return [
        {"question": each["question"], **{key: _marks(each).get(key, 0) for key in WORST_FIRST}}
        for each in ranked(asked, _marks, WORST_FIRST)
    ]


def _asked(sections: list[ToldSection], key: str) -> Iterator[tuple[ToldSection, ToldAnswers]]:
    """What was answered to the questions with that key, each with the topic it is under."""
    return ((section, each) for section in sections for each in section["answers"] if each["key"] == key)


def _question(answers: ToldAnswers) -> int:
    return Place.parse(answers["place"]).question


def _marks(answers: ToldAnswers) -> dict[str, int]:
    """How many marked each choice, by its key."""
    return {choice["key"]: choice["count"] for choice in answers["choices"]}


def _texts(answers: ToldAnswers, kind: str = "") -> list[str]:
    """The texts of the notes; of those of one kind alone, where it is given."""
    return [note["text"] for note in answers["notes"] if kind in ("", note["kind"])]
