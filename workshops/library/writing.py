"""A question set as the file that says the same."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Hint, QuestionSet, Topic
from .parsing import BREAKS

Row = dict[str, Any]


def write(question_set: QuestionSet) -> str:
    """The set as YAML that ``reading.read`` reads back to the same."""
    return yaml.dump(_Content(question_set).rows(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def file_name(question_set: QuestionSet) -> str:
    """What a file with the set is called, without its ending: its key, else its title in small letters."""
    plain = question_set.title.lower().translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"})
    return question_set.key or re.sub("^[^a-z]+", "", slugify(plain).replace("_", "-"))[:80].strip("-") or "saet"


class _Content:
    """All that a set says, as rows in the order they are written."""

    def __init__(self, question_set: QuestionSet) -> None:
        self.set = question_set
        self.questions = list(question_set.questions.all())
        self.hints = list(question_set.hints.all())
        self.keys = {question.pk: question.key for question in self.questions}
        self.source = question_set.source or _("Jeres egen")

    def rows(self) -> Row:
        row = _row(
            key=file_name(self.set),
            tool=self.set.tool,
            title=self.set.title,
            intro=self.set.intro,
            use_when=self.set.use_when,
            source=self.source,
            questions=self._questions(None),
            hints=self._hints(),
            guide=[_row(step=each.step, say=each.say, do=each.do, hard=each.hard) for each in self.set.guides.all()],
        )
        return row | {"topics": [self._topic(topic) for topic in self.set.topics.all()]}

    def _topic(self, topic: Topic) -> Row:
        return _row(
            title=topic.title,
            heading=topic.heading,
            description=topic.description,
            apart=topic.apart,
            source=topic.source or self.source,
            questions=self._questions(topic.pk),
            hints=self._hints(topic=topic.pk),
        )

    def _questions(self, topic: int | None) -> list[Row]:
        return [
            _row(
                key=question.key,
                kinds=question.kinds,
                ends=question.ends,
                answers=self.keys.get(question.answers_id or 0, ""),
                text=question.text,
                minutes=question.minutes,
                source=question.source or self.source,
                hints=self._hints(question=question.pk),
            )
            for question in self.questions
            if question.topic_id == topic
        ]

    def _hints(self, topic: int | None = None, question: int | None = None) -> list[Row]:
        """Those of a topic, whichever question they are at; of a question without one; or of the set itself."""
        return [
            self._hint(hint)
            for hint in self.hints
            if hint.topic_id == topic and (topic or hint.question_id == question)
        ]

    def _hint(self, hint: Hint) -> Row:
        return _row(
            text=hint.text,
            kind=hint.kind if hint.kind != Hint.Kind.ADVICE else "",
            heading=hint.heading,
            detail=hint.detail,
            at=self.keys.get(hint.question_id or 0, "") if hint.topic_id else "",
            source=hint.source or self.source,
        )


def _row(**fields: Any) -> Row:
    """Those names that say something: what is left out is filled in when it is read."""
    return {name: value for name, value in fields.items() if value not in ("", [], False)}


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented under their name, as in ``docs/content.md``."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(mark in text for mark in BREAKS) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
