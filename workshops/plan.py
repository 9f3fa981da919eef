"""The questions of an activity on one page. Every press of a button stores all of it, and so does each change."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from .errors import Refused
from .forms import ActivityForm, OwnQuestionsForm, QuestionForm, QuestionFormSet
from .models import Activity, Topic


class Wrong(Refused):
    """Something typed cannot be stored; the forms say what."""


class Plan:
    """The page: a form for each question, and under each topic a field for one's own."""

    def __init__(self, activity: Activity, typed: QueryDict | None = None) -> None:
        """``typed`` is changed in place: it must be one's own."""
        self.activity = activity
        self.typed: Mapping[str, str] = typed or {}
        self.form = ActivityForm(typed, instance=activity)
        self.formset = QuestionFormSet(typed, queryset=activity.question_set.questions.all())
        self.own = OwnQuestionsForm(self.topics, typed)

    @property
    def topics(self) -> list[Topic]:
        """The topics with what is recommended for each, in order."""
        return list(self.activity.question_set.topics.prefetch_related("hints"))

    @property
    def forms(self) -> list[QuestionForm]:
        """A form for each question that is still there."""
        return [form for form in self.formset if form.instance.pk]

    @property
    def gone(self) -> list[str]:
        """What was typed of questions that someone took away meanwhile."""
        texts = [str(form["text"].value() or "") for form in self.formset if not form.instance.pk]
        return [text for text in texts if text]

    @property
    def was_met(self) -> bool:
        """Whether someone else changed something here meanwhile."""
        return any(form.changed_meanwhile for form in [self.form, *self.forms])

    def is_valid(self) -> bool:
        """Whether all that was typed can be stored; else the forms say what is wrong."""
        return not [form for form in [self.form, self.own, *self.forms] if not form.is_valid()]

    def save(self) -> None:
        """Store what was typed of the questions that are there, the activity being held. Raises Wrong."""
        if not self.is_valid():
            raise Wrong(gettext("Ikke gemt endnu. Ret det, der står ved felterne herunder."))
        self.activity.plan([form.planned() for form in self.forms], **self.form.cleaned_data)

    def rearrange(self) -> None:
        """Add the questions typed, then do what the pressed button says: move one, take all or none (of a topic), go
        quickly or thoroughly."""
        content = self.activity.question_set
        for topic in content.topics.all():
            if own := self.own.cleaned_data.get(f"own-{topic.pk}"):
                content.add_question(topic, own)
        questions = list(content.questions.all())
        pick, _sep, under = self.typed.get("pick", "").partition(":")
        if pick in ("all", "none"):
            for question in questions:
                if under in ("", str(question.topic_id)):
                    question.skipped = pick == "none"
            self.activity.plan(questions)
        tool = self.activity.dialogue_tool
        if how := {"quick": tool.begins, "thorough": [each for each in tool.offers if each != "picks"]}.get(
            self.typed.get("rhythm", "")
        ):
            self.activity.plan([], **{name: name in how for name in tool.offers})
        what, _sep, rest = self.typed.get("move", "").partition(":")
        pk, _sep, by = rest.partition(":")
        for item in questions if what == "question" else list(content.topics.all()):
            if str(item.pk) == pk:
                content.move(item, -1 if by == "-1" else 1)

    def began(self, sent: QueryDict | None = None) -> SafeString:
        """What each field began from, for the page to carry; once it was stored, that is what was ``sent``."""
        forms = [self.form, *self.forms]
        if sent is None:
            return SafeString("".join(form.began for form in forms))
        fields = [form[name] for form in forms for name in form.drawn_apart]
        pairs = [(each.html_initial_name, sent.get(each.html_name, "")) for each in fields]
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
