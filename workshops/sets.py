"""Question sets as YAML: reading them from ``fixtures/`` into the library. The format is in ``docs/content.md``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml
from django.db import DatabaseError, transaction

from . import tools
from .models import Hint, Question, QuestionSet, Topic


class WrongFile(Exception):
    """A file that is not a question set. Says, in English, what is wrong and what was expected."""


def load(path: Path) -> str:
    """Read one file into the library. Returns ``"new"``, ``"updated"``, ``"unchanged"`` or ``"edited"``.

    A set someone edited by hand is left as it is (``"edited"``). Raises WrongFile, with nothing stored.
    """
    data = path.read_bytes()
    try:
        content = yaml.safe_load(data.decode())
        key = content["key"]
        if "topics_of" in content:
            other = path.with_name(f"{content['topics_of']}.yaml").read_bytes()
            content["topics"] = yaml.safe_load(other.decode())["topics"]
            data += other
        for topic in content["topics"]:
            if "hints_of" in topic:
                other = path.with_name(f"{topic['hints_of']['set']}.yaml").read_bytes()
                topic["hints"] = topic.get("hints", []) + _as_hints(yaml.safe_load(other.decode()), topic["hints_of"])
                data += other
    except (OSError, yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        raise WrongFile(f"{path.name}: not a question set: {error}") from None
    if not key or not isinstance(key, str):
        raise WrongFile(f"{path.name}: key is {key!r}; expected a name, for instance my-own-set.")
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        stored = QuestionSet.objects.select_for_update().filter(key=key).first()
        if stored and stored.edited_at:
            return "edited"
        if stored and stored.digest == digest:
            return "unchanged"
        if stored:
            stored.delete()
        try:
            _store(content, digest)
        except (KeyError, TypeError, AttributeError, ValueError, DatabaseError) as error:
            raise WrongFile(f"{path.name}: {type(error).__name__}: {error}") from None
    return "updated" if stored else "new"


def _as_hints(other: dict[str, Any], which: dict[str, str]) -> list[dict[str, Any]]:
    """The questions of a topic of another set as hints, so that one list need not be written twice.

    Raises KeyError when it has no such topic.
    """
    for topic in other["topics"]:
        if topic["title"] == which["topic"]:
            return [
                {
                    "group": topic["title"],
                    "text": each["text"],
                    "detail": " ".join(hint["text"] for hint in each.get("hints", [])[:1]),
                    "source": f"{other['source']}, {each['source']}",
                }
                for each in topic["questions"]
            ]
    raise KeyError(which["topic"])


def _store(content: dict[str, Any], digest: str) -> None:
    tools.get(content["tool"])
    question_set = QuestionSet.objects.create(
        key=content["key"],
        tool=content["tool"],
        title=content["title"],
        intro=content.get("intro", ""),
        source=content["source"],
        digest=digest,
    )
    named = _store_questions(question_set, None, content.get("questions", []))
    for position, each in enumerate(content["topics"]):
        topic = Topic.objects.create(
            question_set=question_set,
            position=position,
            group=each.get("group", ""),
            title=each["title"],
            description=each.get("description", ""),
            apart=bool(each.get("apart", False)),
            source=each["source"],
        )
        _store_questions(question_set, topic, each.get("questions", []))
        _store_hints(question_set, topic, None, each.get("hints", []), named)
    _store_hints(question_set, None, None, content.get("hints", []))


def _store_questions(
    question_set: QuestionSet, topic: Topic | None, items: list[dict[str, Any]]
) -> dict[str, Question]:
    named: dict[str, Question] = {}
    for position, each in enumerate(items):
        question = Question.objects.create(
            question_set=question_set,
            topic=topic,
            position=position,
            text=each["text"],
            minutes=each.get("minutes", 10),
            source=each["source"],
            key=each.get("key", ""),
            kinds=each.get("kinds", []),
            answers=named[each["answers"]] if "answers" in each else None,
        )
        named[question.key] = question
        _store_hints(question_set, None, question, each.get("hints", []))
    return named


def _store_hints(
    question_set: QuestionSet,
    topic: Topic | None,
    question: Question | None,
    items: list[dict[str, Any]],
    named: dict[str, Question] | None = None,
) -> None:
    """Store hints of the set, of a topic, of a question or, where one names a question with ``at``, of a place."""
    Hint.objects.bulk_create(
        Hint(
            question_set=question_set,
            topic=topic,
            question=(named or {})[each["at"]] if "at" in each else question,
            position=position,
            kind=Hint.Kind(each.get("kind", Hint.Kind.ADVICE)),
            group=each.get("group", ""),
            text=each["text"],
            detail=each.get("detail", ""),
            source=each["source"],
        )
        for position, each in enumerate(items)
    )
