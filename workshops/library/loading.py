"""What a file says as rows of the database: ``fixtures/`` into the library, and what a workplace brings as its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction

from .. import registry
from ..models import Hint, OwnGuide, Question, QuestionSet, Topic, User
from .faults import Fault
from .format import SET
from .reading import read
from .things import Item


class WrongFile(Exception):
    """A file that is not a question set. Says which, on which line, and how to put it right."""


def folders() -> list[Path]:
    """Where question sets lie: the project's ``fixtures/``, and that of each app that brings a tool."""
    apps_of_tools = {apps.get_containing_app_config(type(tool).__module__) for tool in registry.every()}
    return [settings.BASE_DIR / "fixtures", *sorted(Path(app.path, "fixtures") for app in apps_of_tools if app)]


def load(path: Path) -> str:
    """Read one file into the library. Returns ``"new"``, ``"updated"``, ``"unchanged"`` or ``"edited"``.

    A set someone edited by hand is left as it is (``"edited"``). Raises WrongFile, with nothing stored.
    """
    content, digest = _from_file(path)
    stored = QuestionSet.objects.filter(key=content["key"]).first()
    with stored.held() if stored else transaction.atomic():
        if stored and stored.edited_at:
            return "edited"
        if stored and stored.digest == digest:
            return "unchanged"
        question_set = stored or QuestionSet(key=content["key"])
        question_set.digest, question_set.visibility = digest, QuestionSet.Visibility.PUBLISHED
        rewrite(question_set, content)
    return "updated" if stored else "new"


def _from_file(path: Path) -> tuple[Item, str]:
    """What a file of ``fixtures/`` says, and a digest of it and of those it borrows from."""
    parts: list[bytes] = []

    def bytes_of(name: str) -> bytes:
        parts.append(path.with_name(f"{name}.yaml").read_bytes())
        return parts[-1]

    try:
        content = read(bytes_of(path.stem), bytes_of)
        if not content["key"]:
            raise SET.missing("key", content.line)
    except (OSError, Fault) as error:
        raise WrongFile(f"{path.name}: not a question set: {error}") from None
    return content, hashlib.sha256(b"".join(parts)).hexdigest()


@transaction.atomic
def bring(content: Item, owner: User) -> QuestionSet:
    """Store what a file says as a new set that ``owner`` alone sees."""
    question_set = QuestionSet(owner=owner)
    rewrite(question_set, content)
    return question_set


@transaction.atomic
def rewrite(question_set: QuestionSet, content: Item) -> None:
    """Let ``question_set`` say what ``content`` does, and nothing else."""
    for name in ("tool", "title", "intro", "use_when", "source"):
        setattr(question_set, name, content[name])
    question_set.save()
    for each in (question_set.hints, question_set.questions, question_set.topics, question_set.guides):
        each.all().delete()
    named = _store_questions(question_set, None, content["questions"])
    for position, each in enumerate(content["topics"]):
        topic = Topic.objects.create(
            question_set=question_set,
            position=position,
            heading=each["heading"],
            title=each["title"],
            description=each["description"],
            apart=each["apart"],
            source=each["source"],
        )
        _store_questions(question_set, topic, each["questions"])
        _store_hints(question_set, topic, None, each["hints"], named)
    _store_hints(question_set, None, None, content["hints"])
    OwnGuide.objects.bulk_create(OwnGuide(question_set=question_set, **each) for each in content["guide"])


def _store_questions(question_set: QuestionSet, topic: Topic | None, items: list[Item]) -> dict[str, Question]:
    named: dict[str, Question] = {}
    stored: list[Question] = []
    for position, each in enumerate(items):
        question = Question.objects.create(
            question_set=question_set,
            topic=topic,
            position=position,
            text=each["text"],
            minutes=each["minutes"],
            source=each["source"],
            key=each["key"],
            kinds=each["kinds"],
            ends=each["ends"],
        )
        named[question.key] = question
        stored.append(question)
        _store_hints(question_set, None, question, each["hints"])
    for question, each in zip(stored, items, strict=True):
        if each["answers"]:
            question.answers = named[each["answers"]]
            question.save(update_fields=["answers"])
    return named


def _store_hints(
    question_set: QuestionSet,
    topic: Topic | None,
    question: Question | None,
    items: list[Item],
    named: dict[str, Question] | None = None,
) -> None:
    """Store hints of the set, of a topic, of a question or, where one names a question with ``at``, of a place."""
    Hint.objects.bulk_create(
        Hint(
            question_set=question_set,
            topic=topic,
            question=named[each["at"]] if named and each["at"] else question,
            position=position,
            kind=each["kind"],
            heading=each["heading"],
            text=each["text"],
            detail=each["detail"],
            source=each["source"],
        )
        for position, each in enumerate(items)
    )
