"""The report as it is drawn of what is told: first what the room came to, then a chapter for each activity, then every
note word for word, where the room was told so before it wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils import timezone

from .. import pictures, registry
from ..models import Agreement, Workshop
from ..models.options import FEW
from ..registry import Chapter, ToldAnswers, ToldSection
from .leaving_out import Told
from .telling import HEAVIEST, filled, stood, told

FIRST = 5  # of what got most dots, on the second page


def html(workshop: Workshop) -> str:
    """The report's content as HTML, without the page around it."""
    return render_to_string("report/_content.html", of(told(workshop)))


def first_pages(workshop: Workshop) -> str:
    """What the room came to, as HTML: the report's first two pages, for those who were there; empty until approved."""
    said = told(workshop)
    return render_to_string("report/_first_pages.html", of(said)) if said["write_up"]["approved_by"] else ""


def of(told: Told) -> dict[str, Any]:
    """What the report is drawn of. ``chapters`` are drawn already; ``appendix`` is empty where each note that is told
    stands in its chapter."""
    whole = filled(told)
    came_to: dict[str, list[Agreement]] = {result: [] for result in Agreement.Result.values}
    for each in told["agreements"]:
        came_to[each["result"]].append(stood(each))
    chapters = [
        drawn(in_brief(chapter), number, told["write_up"]["chapters"].get(str(chapter["activity"]), []))
        for number, chapter in enumerate(whole, 1)
    ]
    notes = [appendix(chapter, number) for number, chapter in enumerate(whole, 1)]
    return {
        **told,
        "chapters": chapters,
        "picture": next((each for each in chapters if each["image"]), None),
        "chosen": chosen(whole),
        "clusters": sum(bool(option["size"]) for chapter in whole for option in chapter["together"]),
        "appendix": [each for each in notes if each] if told["words"] else [],
        "sources": list(dict.fromkeys(source for chapter in whole for source in chapter["sources"])),
        "own": [question for chapter in whole for question in chapter["own"]],
        "came_to": came_to,
        "earlier": [stood(each) for each in told["earlier"]],
        "left_open": [stood(each) for each in told["left_open"]],
        "made_at": timezone.now(),
    }


def drawn(chapter: Chapter, number: int, points: list[str]) -> dict[str, Any]:
    """A chapter as its tool draws it, of nothing but what is told: ``points`` are its main points."""
    tool = registry.get(chapter["tool"])
    told = tool.chapter(chapter)
    return {
        "number": number,
        "tool": tool.key,
        "title": chapter["title"],
        "points": points,
        "drawing": pictures.drawing(tool.drawing),
        "image": told.get("image", ""),
        "says": told.get("says", ""),
        "html": render_to_string(tool.chapter_template, told),
        "together": chapter["together"],
        "dotted": any(each["dots"] for each in chapter["together"]),
    }


def chosen(chapters: list[Chapter]) -> list[dict[str, Any]]:
    """What got most dots, in each activity where dots were put: with those that share the last place."""
    found = []
    for chapter in chapters:
        dotted = [each for each in chapter["together"] if each["dots"]]
        least = dotted[min(FIRST, len(dotted)) - 1]["dots"] if dotted else 0
        most = max((each["dots"] for each in dotted), default=0)
        first = [
            {**each, "share": round(100 * each["dots"] / most)} for each in dotted if each["dots"] >= max(least, 1)
        ]
        if first:
            found.append({"title": chapter["title"], "options": first})
    return found


# --- The notes ---


def in_brief(chapter: Chapter) -> Chapter:
    """A chapter with the notes that stand in it: all of a few, where nothing was chosen among them. Of more, what was
    put together, with three notes of each, and what got dots; and how many there were at each question."""
    if _is_told_whole(chapter):
        return chapter
    draws = registry.get(chapter["tool"]).draws
    sections = [
        {**section, "answers": [_counted(answers, draws) for answers in section["answers"]]}
        for section in chapter["sections"]
    ]
    together = [{**option, "notes": option["notes"][:HEAVIEST]} for option in chapter["together"]]
    return cast(Chapter, {**chapter, "sections": sections, "together": together})


def _is_told_whole(chapter: Chapter) -> bool:
    notes = sum(len(answers["notes"]) for answers in _answers(chapter))
    return notes <= FEW and not chapter["together"]


def _counted(answers: ToldAnswers, draws: tuple[str, ...]) -> ToldAnswers:
    if answers["key"] in draws:
        return answers
    return cast(ToldAnswers, {**answers, "notes": [], "more": answers["more"] + len(answers["notes"])})


def _answers(chapter: Chapter) -> Iterator[ToldAnswers]:
    return (answers for section in chapter["sections"] for answers in section["answers"])


def appendix(chapter: Chapter, number: int) -> dict[str, Any]:
    """The notes of a chapter that does not have them all itself, by topic, question and kind; empty for any other."""
    draws = registry.get(chapter["tool"]).draws
    sections = [] if _is_told_whole(chapter) else [_listed(chapter, each, draws) for each in chapter["sections"]]
    sections = [each for each in sections if each["answers"]]
    return {"number": number, "title": chapter["title"], "sections": sections} if sections else {}


def _listed(chapter: Chapter, section: ToldSection, draws: tuple[str, ...]) -> dict[str, Any]:
    tool = registry.get(chapter["tool"])
    answers = [
        {"question": each["question"], "kinds": tool.by_kind(each["notes"])}
        for each in section["answers"]
        if each["notes"] and each["key"] not in draws
    ]
    return {"title": section["title"], "answers": answers}


def advice(workshop: Workshop) -> list[dict[str, Any]]:
    """The inspiration that the publications give to what the workshop talked about: for its facilitator, by chapter and
    topic. It is not part of the report."""
    found = []
    for chapter in told(workshop)["chapters"]:
        sections = [
            {"title": section["title"], "hints": section["hints"]}
            for section in chapter["sections"]
            if section["hints"]
        ]
        if sections:
            found.append({"title": chapter["title"], "sections": sections})
    return found


def proposals(workshop: Workshop, activity: int | None = None) -> list[str]:
    """What could be a main point, of the whole or of one activity's chapter: what got most dots, then the largest of
    what was put together, as it is called. For the facilitator to choose from and to reword."""
    chapters = [each for each in told(workshop)["chapters"] if activity in (None, each["activity"])]
    options = [option for chapter in chapters for option in chapter["together"] if option["text"]]
    weighed = sorted(options, key=lambda option: (-option["dots"], -option["size"]))
    return list(dict.fromkeys(" ".join(option["text"].split()) for option in weighed))[: 2 * HEAVIEST]
