"""A question set on one page of plain forms. Every press of a button stores all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from .. import texts
from ..errors import Refused
from ..models import Hint, OwnGuide, Question, QuestionSet, Topic
from ..screens.preview import previewed
from .format import LONGEST_TEXT, MOST
from .forms import GuideForm, HintForm, PartForm, QuestionForm, SetForm, TopicForm
from .writing import write

Part = Topic | Question | Hint
F = TypeVar("F", bound=PartForm)

NAME = re.compile(  # of a field for text, or for one thing more, with that of its row
    r"(?:new-(?:question|hint):)?((?:topic|question|hint)-[0-9]{1,18})(?:-(?:title|text|line|ends|description|heading|detail))?"
)


@dataclass
class Box:
    """The field for one thing more, with what was typed in it and what is wrong with that."""

    name: str
    typed: str = ""
    most: int = LONGEST_TEXT
    error: str = ""

    @property
    def is_used(self) -> bool:
        """Whether something was typed in it that was not stored."""
        return bool(self.error or self.typed)

    @property
    def at(self) -> str:
        """Where the page is shown when something was added here: the row it is about."""
        return f"add:{self.name.rpartition(':')[2]}"


class Hinted:
    """What hints belong to: a row of the page, or the whole set."""

    hints: list[Row]
    new_hint: Box | None

    @property
    def hints_open(self) -> bool:
        """Whether they are unfolded: something was typed there that was not stored."""
        return any(row.wrong for row in self.hints) or bool(self.new_hint and self.new_hint.is_used)


@dataclass
class Row(Hinted):
    """A topic, a question or a hint on the page, with what belongs to it."""

    item: Part
    name: str
    form: PartForm
    can_go: bool
    first: bool = True
    last: bool = True
    questions: list[Row] = field(default_factory=list)
    hints: list[Row] = field(default_factory=list)
    new_question: Box | None = None
    new_hint: Box | None = None

    @property
    def asked(self) -> Question | None:
        """The question that a hint is to, where it stands under a topic too."""
        return self.item.question if isinstance(self.item, Hint) and self.item.topic_id else None

    @property
    def wrong(self) -> bool:
        """Whether something is wrong here, or in what belongs to it."""
        boxes = [box for box in (self.new_question, self.new_hint) if box and box.error]
        return bool(boxes or self.form.errors or any(row.wrong for row in [*self.questions, *self.hints]))


@dataclass
class Said:
    """A step of the set's tool on the page, with what is said to the facilitator there."""

    step: str
    title: str
    form: GuideForm


class Editor(Hinted):
    """The page: a form for each thing the set says, and a field for one thing more wherever one can stand."""

    new_hint: Box

    def __init__(self, question_set: QuestionSet, typed: dict[str, str] | None = None) -> None:
        self.set = question_set
        self.typed = typed
        self.errors: list[str] = []
        self.wrong = False
        self.all_questions = list(question_set.questions.all())
        self.all_hints = list(question_set.hints.select_related("question"))
        self.form = self._form(SetForm, question_set, "set")
        self.guides = self._guides()
        self.questions, self.hints = self._question_rows(None), self._hint_rows()
        self.new_hint = self._box("hint:set")
        self.new_topic = self._box("topic", 150) if question_set.shape.add_topic else None
        takes_questions = question_set.takes_questions()
        self.topics = [self._topic_row(topic, takes_questions) for topic in question_set.topics.all()]
        apart = [row for row in self.topics if row.item.apart]  # type: ignore[union-attr]
        for beside in [apart, [row for row in self.topics if row not in apart], self.questions, self.hints]:
            _ends(beside)

    def _guides(self) -> list[Said]:
        """A row for each step of the way through it."""
        own = {each.step: each for each in self.set.guides.all()}
        seen = QuestionSet.objects.get(pk=self.set.pk)  # the preview's activity stays on the set it is given
        steps = dict.fromkeys(stop.step for stop in previewed(seen).route if stop.activity)
        titles = {step.key: str(step.title) for step in steps}
        return [
            Said(
                key,
                title,
                self._form(GuideForm, own.get(key) or OwnGuide(question_set=self.set, step=key), f"guide-{key}"),
            )
            for key, title in titles.items()
        ]

    @property
    def guides_open(self) -> bool:
        """Whether they are unfolded: something is wrong there."""
        return any(each.form.errors for each in self.guides if each.form.is_bound)

    def _topic_row(self, topic: Topic, takes_questions: bool) -> Row:
        row = self._row(topic, TopicForm)
        row.questions, row.hints = self._question_rows(topic), self._hint_rows(topic=topic)
        row.new_hint = self._box(f"hint:{row.name}")
        row.new_question = self._box(f"question:{row.name}", 400) if takes_questions else None
        return row

    def _question_rows(self, topic: Topic | None) -> list[Row]:
        rows = [
            self._row(each, QuestionForm)
            for each in self.all_questions
            if each.topic_id == (topic.pk if topic else None)
        ]
        for row in rows:
            row.hints, row.new_hint = self._hint_rows(question=row.item), self._box(f"hint:{row.name}")
        return rows

    def _hint_rows(self, topic: Topic | None = None, question: Part | None = None) -> list[Row]:
        """Those of a topic, whichever question they are at; of a question without one; or of the set itself."""
        return [
            self._row(each, HintForm)
            for each in self.all_hints
            if each.topic_id == (topic and topic.pk) and (topic or each.question_id == (question and question.pk))
        ]

    def _form(self, form: type[F], item: Part | OwnGuide | QuestionSet, name: str) -> F:
        first = next(iter(form.base_fields))
        if self.typed is None or f"{name}-{first}" not in self.typed:
            return form(instance=item, prefix=name)
        return form(self.typed, instance=item, prefix=name)

    def _row(self, item: Part, form: type[PartForm]) -> Row:
        name = f"{type(item).__name__.lower()}-{item.pk}"
        return Row(item, name, self._form(form, item, name), not self.set.needs(item, self.all_questions))

    def _box(self, what: str, most: int = LONGEST_TEXT) -> Box:
        return Box(f"new-{what}", (self.typed or {}).get(f"new-{what}", ""), most)

    @property
    def rows(self) -> Iterator[Row]:
        """Every row on the page."""
        for row in [*self.topics, *self.questions, *self.hints]:
            yield from _all(row)

    @property
    def boxes(self) -> list[Box]:
        """Every field for one thing more."""
        found = [self.new_topic, self.new_hint]
        for row in self.rows:
            found += [row.new_question, row.new_hint]
        return [box for box in found if box]

    @property
    def sent(self) -> list[PartForm]:
        """The forms that were on the page that was sent."""
        forms = [self.form, *(each.form for each in self.guides), *(row.form for row in self.rows)]
        return [form for form in forms if form.is_bound]

    def is_valid(self) -> bool:
        """Whether all that was sent can be stored; else the forms and ``errors`` say what is wrong."""
        self.wrong = bool([form for form in self.sent if not form.is_valid()])
        for box in self.boxes:
            try:
                texts.check_length(box.typed, box.most)
            except Refused as error:
                box.error, self.wrong = error.messages[0], True
        self.errors += [_("En linje er fjernet i mellemtiden. Der stod: »%s«") % text for text in self._gone()]
        self.errors += [
            _("Sættet er fuldt: Det kan højst have %d af slagsen. Del det i to.") % MOST[what] for what in self._full()
        ]
        return not (self.wrong or self.errors)

    def _gone(self) -> Iterator[str]:
        """The texts that were typed at a row that is not there any more."""
        here = {row.name for row in self.rows}
        for name, text in (self.typed or {}).items():
            found = NAME.fullmatch(name)
            if found and found[1] not in here and text:
                yield text

    def _full(self) -> Iterator[str]:
        """What there would be too many of."""
        for what, most in MOST.items():
            new = sum(bool(box.typed) for box in self.boxes if box.name.startswith(f"new-{what[:-1]}"))
            if new and getattr(self.set, what).count() + new > most:
                yield what

    @transaction.atomic
    def save(self) -> str:
        """Store all that was changed and added, then do what the pressed button says. Raises Refused.

        Returns what the set said, as YAML, before the button took something away; nothing when it did not.
        """
        changed = [form for form in self.sent if form.has_changed()]
        for form in changed:
            form.save()
        self._add()
        if changed or any(box.typed for box in self.boxes):
            self.set.mark_edited()
        return self._do(*(self.typed or {}).get("do", "").partition(":")[::2])

    def _add(self) -> None:
        if self.new_topic and self.new_topic.typed:
            self.set.add_topic(self.new_topic.typed)
        if self.new_hint.typed:
            self.set.add_hint(self.new_hint.typed)
        for row in self.rows:
            if row.new_question and row.new_question.typed and isinstance(row.item, Topic):
                self.set.add_question(row.item, row.new_question.typed)
            if row.new_hint and row.new_hint.typed:
                at = {"topic": row.item} if isinstance(row.item, Topic) else {"question": row.item}
                self.set.add_hint(row.new_hint.typed, **at)

    def _do(self, verb: str, name: str) -> str:
        row = next((row for row in self.rows if row.name == name), None)
        if row is None or verb not in ("up", "down", "remove"):
            return ""
        self.set.mark_edited()
        if verb != "remove":
            self.set.move(row.item, -1 if verb == "up" else 1)
            return ""
        if not row.can_go:
            raise Refused(_("»%s« kan ikke fjernes: Dialogværktøjet bygger på det.") % row.item)
        if any(each.form.changed_meanwhile or not each.form.is_bound for each in _all(row)):
            raise Refused(
                _("»%s« blev rettet, mens du havde siden åben. Se, hvad der står nu, og fjern det så igen.") % row.item
            )
        before = write(self.set)
        row.item.delete()
        return before


def clean(typed: QueryDict) -> dict[str, str]:
    """What was typed, as a file would say it."""
    return {name: texts.lines(str(text)) for name, text in typed.items()}


def _ends(beside: list[Row]) -> None:
    """Say which of the rows that stand beside each other is the first and the last, and so within each."""
    for row in beside:
        row.first, row.last = row is beside[0], row is beside[-1]
        _ends(row.questions)
        _ends(row.hints)


def _all(row: Row) -> Iterator[Row]:
    yield row
    for each in [*row.questions, *row.hints]:
        yield from _all(each)
