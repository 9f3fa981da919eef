"""A question set on one page of plain forms. Every press of a button stores all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import schema, texts
from .errors import Refused
from .fields import Tidy, of_model
from .forms import SharedForm
from .models import Hint, Question, QuestionSet, Topic
from .schema import LONGEST_TEXT, MOST

Part = Topic | Question | Hint

NAME = re.compile(
    r"(?:new-(?:question|hint):)?((?:topic|question|hint)-[0-9]{1,18})(?:-(?:title|text|description|group|detail))?"
)
MISSING: dict[str, Any] = {
    "title": gettext_lazy("Der mangler en titel."),
    "text": gettext_lazy("Her mangler en tekst. Skriv den, eller fjern linjen."),
    "source": gettext_lazy("Skriv, hvor det er fra, for eksempel »Vores egen«."),
}


def bounded(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field for a model's field, of bounded length also where the model has no bound."""
    most = {"max_length": LONGEST_TEXT} if isinstance(db_field, models.TextField) and not db_field.max_length else {}
    return of_model(db_field, **most, **kwargs)


class PartForm(SharedForm):
    """What one thing of a set says. Long text is bounded as in a file."""

    class Meta(Tidy):
        formfield_callback = staticmethod(bounded)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        for name, each in self.fields.items():
            if name in MISSING:
                each.required = True
                each.error_messages["required"] = MISSING[name]
            if isinstance(each.widget, forms.Textarea):
                each.widget.attrs["rows"] = 2


class SetForm(PartForm):
    """What a set is called, and where it is from."""

    class Meta(PartForm.Meta):
        model = QuestionSet
        fields = ["title", "intro", "source"]
        labels = {
            "title": gettext_lazy("Titel"),
            "intro": gettext_lazy("Indledning"),
            "source": gettext_lazy("Hvor er det fra?"),
        }


class TopicForm(PartForm):
    """A topic's title, and what stands under it."""

    class Meta(PartForm.Meta):
        model = Topic
        fields = ["title", "description"]
        labels = {"title": gettext_lazy("Titel"), "description": gettext_lazy("Beskrivelse, hvis der skal være en")}


class QuestionForm(PartForm):
    """A question and how long it may take."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutter"),
        error_messages={"required": gettext_lazy("Skriv et tal mellem 1 og 240 minutter.")},
        widget=forms.NumberInput(attrs={"min": 1, "max": 240, "inputmode": "numeric"}),
    )

    class Meta(PartForm.Meta):
        model = Question
        fields = ["text", "minutes"]
        labels = {"text": gettext_lazy("Spørgsmål")}
        widgets = {"text": forms.Textarea}

    def clean_minutes(self) -> int:
        """Between one minute and four hours."""
        if not 1 <= self.cleaned_data["minutes"] <= 240:
            raise forms.ValidationError(_("Skriv et tal mellem 1 og 240 minutter."))
        return self.cleaned_data["minutes"]


class HintForm(PartForm):
    """A hint: what it says, its other side, its heading and what kind it is."""

    class Meta(PartForm.Meta):
        model = Hint
        fields = ["text", "detail", "group", "kind"]
        labels = {
            "text": gettext_lazy("Inspiration"),
            "detail": gettext_lazy("Uddybning"),
            "group": gettext_lazy("Overskrift"),
            "kind": gettext_lazy("Slags"),
        }


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


class Editor(Hinted):
    """The page: a form for each thing the set says, and a field for one thing more wherever one can stand."""

    new_hint: Box

    def __init__(self, question_set: QuestionSet, typed: dict[str, str] | None = None) -> None:
        self.set = question_set
        self.typed = typed
        self.errors: list[str] = []
        self.wrong = False
        topics = list(question_set.topics.all())
        self.all_questions = questions = list(question_set.questions.all())
        hints = list(question_set.hints.select_related("question"))
        takes_questions = question_set.takes_questions()

        def hint_rows(topic: Topic | None, question: Question | None) -> list[Row]:
            found = [hint for hint in hints if hint.topic_id == (topic.pk if topic else None)]
            return [self._row(h, HintForm) for h in found if topic or h.question_id == (question and question.pk)]

        def question_rows(topic: Topic | None) -> list[Row]:
            rows = []
            for each in questions:
                if each.topic_id == (topic.pk if topic else None):
                    row = self._row(each, QuestionForm)
                    row.hints, row.new_hint = hint_rows(None, each), self._box(f"hint:{row.name}")
                    rows.append(row)
            return rows

        self.form = self._form(SetForm, question_set, "set")
        self.questions, self.hints = question_rows(None), hint_rows(None, None)
        self.new_hint = self._box("hint:set")
        self.new_topic = self._box("topic", 150) if question_set.shape.add_topic else None
        self.topics = []
        for topic in topics:
            row = self._row(topic, TopicForm)
            row.questions, row.hints = question_rows(topic), hint_rows(topic, None)
            row.new_hint = self._box(f"hint:{row.name}")
            row.new_question = self._box(f"question:{row.name}", 400) if takes_questions else None
            self.topics.append(row)
        apart = [row for row in self.topics if row.item.apart]  # type: ignore[union-attr]
        for beside in [apart, [row for row in self.topics if row not in apart], self.questions, self.hints]:
            _ends(beside)

    def _form(self, form: type[PartForm], item: Part | QuestionSet, name: str) -> PartForm:
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

    def is_valid(self) -> bool:
        """Whether all that was sent can be stored; else the forms and ``errors`` say what is wrong."""
        forms = [form for form in [self.form, *(row.form for row in self.rows)] if form.is_bound]
        wrong = [form for form in forms if not form.is_valid()]
        self.wrong = bool(wrong)
        for box in self.boxes:
            try:
                texts.check_length(box.typed, box.most)
            except Refused as error:
                box.error, self.wrong = error.messages[0], True
        here = {row.name for row in self.rows}
        for name, text in (self.typed or {}).items():
            gone = NAME.fullmatch(name)
            if gone and gone[1] not in here and text:
                self.errors.append(_("En linje er fjernet i mellemtiden. Der stod: »%s«") % text)
        for what in MOST:
            new = sum(bool(box.typed) for box in self.boxes if box.name.startswith(f"new-{what[:-1]}"))
            if new and getattr(self.set, what).count() + new > MOST[what]:
                self.errors.append(_("Sættet er fuldt: Det kan højst have %d af slagsen. Del det i to.") % MOST[what])
        return not (self.wrong or self.errors)

    @transaction.atomic
    def save(self) -> str:
        """Store all that was changed and added, then do what the pressed button says. Raises Refused.

        Returns what the set said, as YAML, before the button took something away; nothing when it did not.
        """
        changed = [
            form for form in [self.form, *(row.form for row in self.rows)] if form.is_bound and form.has_changed()
        ]
        for form in changed:
            form.save()
        if self.new_topic and self.new_topic.typed:
            self.set.add_topic(self.new_topic.typed)
        if self.new_hint.typed:
            self.set.add_hint(self.new_hint.typed)
        for row in list(self.rows):
            if row.new_question and row.new_question.typed and isinstance(row.item, Topic):
                self.set.add_question(row.item, row.new_question.typed)
            if row.new_hint and row.new_hint.typed:
                at = {"topic": row.item} if isinstance(row.item, Topic) else {"question": row.item}
                self.set.add_hint(row.new_hint.typed, **at)
        if changed or any(box.typed for box in self.boxes):
            self.set.mark_edited()
        return self._do(*(self.typed or {}).get("do", "").partition(":")[::2])

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
        before = schema.write(self.set)
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
