from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..errors import Refused
from .content import Hint, Question, Topic, after, reorder

Item = Topic | Question | Hint
ITEM_GONE = _("Den linje findes ikke længere. Se listen igen.")


class Edited(models.Model):
    """Editing a question set, the same way in the library and on a workshop's agenda."""

    topics: models.QuerySet[Topic]
    questions: models.QuerySet[Question]
    hints: models.QuerySet[Hint]

    class Meta:
        abstract = True

    @property
    def itself(self) -> Any:
        """This, as the question set it is."""
        return self

    @property
    def dialogue_tool(self) -> registry.Tool:
        """What it is for."""
        raise NotImplementedError

    def held(self) -> AbstractContextManager[None]:
        """Hold its row, for as long as a verb lasts, and see it as it is now."""
        raise NotImplementedError

    @contextmanager
    def reshaping(self) -> Iterator[None]:
        """Hold it while what it holds is changed: a set of the library by its own row, an activity's by the workshop's.

        Raises Refused where the set was deleted, or the workshop is closed.
        """
        activity = getattr(self, "activity", None)
        with activity.reshaping() if activity else self.held():
            self._prefetched_objects_cache: dict[str, Any] = {}  # what was loaded before may have been changed since
            yield

    # --- What may be done to it ---

    @property
    def shape(self) -> registry.Shape:
        """What of its content can be added to and taken away, as its tool says."""
        return self.dialogue_tool.shape or registry.Shape(topics=_("Temaer"))

    def columns(self) -> list[Question]:
        """The questions that a workplace can add to, rename, hide and reorder, as its tool says."""
        if not self.shape.columns:
            return []
        loose = [question for question in self.questions.all() if question.topic_id is None]
        return [question for question in loose if not self.shape.key or question.key == self.shape.key]

    def takes_questions(self) -> bool:
        """Whether a topic of it can have a question more: not where the tool asks the same of every topic."""
        return self.dialogue_tool.from_scratch or any(q.topic_id for q in self.questions.all())

    def needs(self, item: Item, questions: list[Question]) -> bool:
        """Whether the tool counts on ``item``, so that it cannot be taken away. ``questions`` are all of the set."""
        if isinstance(item, Topic):
            return item.apart or not self.shape.add_topic
        if isinstance(item, Question):
            alike = [q for q in questions if (q.topic_id, q.key) == (item.topic_id, item.key)]
            return bool(item.key) and len(alike) == 1
        return False

    def beside(self, item: Item) -> list[Any]:
        """The topics, questions or hints that ``item`` stands among, in order."""
        if isinstance(item, Topic):
            return list(self.topics.filter(apart=item.apart))
        if isinstance(item, Question):
            columns = self.columns()
            return columns if item in columns else list(self.questions.filter(topic=item.topic_id))
        if item.topic_id:
            return list(self.hints.filter(topic=item.topic_id))
        return list(self.hints.filter(topic=None, question=item.question_id))

    # --- Verbs ---

    def add_topic(self, title: str) -> Topic:
        """Add a topic, last of those that do not stand apart."""
        with self.reshaping():
            topics = list(self.topics.all())
            topic = Topic.objects.create(
                question_set=self.itself, title=title, position=len(topics), source=gettext("Jeres egen")
            )
            last = max((n for n, each in enumerate(topics, 1) if not each.apart), default=0)
            reorder([*topics[:last], topic, *topics[last:]], topic, 0)
            return topic

    def add_question(
        self, topic: Topic | None, text: str, minutes: int = 10, behind: Question | None = None
    ) -> Question:
        """Add a question that takes what the others under ``topic`` take: right after ``behind`` where that stands
        there too, else last."""
        with self.reshaping():
            if topic:
                self._see(topic)
            beside = self.questions.filter(topic__apart=topic.apart) if topic else self.questions.filter(topic=None)
            others = list(beside.order_by("position"))
            own = [each for each in others if topic is None or each.topic_id == topic.pk]
            like = next(iter(own[-1:] or others), None)
            new = Question.objects.create(
                question_set=self.itself,
                topic=topic,
                text=text,
                minutes=minutes,
                position=after(self.questions.filter(topic=topic)),
                key=like.key if like else "",
                kinds=like.kinds if like else [],
                ends=like.ends if like else [],
                source=gettext("Jeres eget spørgsmål"),
            )
            if behind in own:
                reorder([*own, new], new, own.index(behind) + 1 - len(own))
            return new

    def add_column(self, text: str) -> Question:
        """Add a column, last. Raises ValueError when the tool has none to add."""
        if not self.shape.add_column:
            raise ValueError(f"{self.dialogue_tool.key} takes no more columns.")
        with self.reshaping():
            columns = self.columns()
            return Question.objects.create(
                question_set=self.itself,
                text=text,
                position=after(self.questions.all()),
                minutes=columns[-1].minutes if columns else 10,
                source=gettext("Jeres egen"),
                key=self.shape.key,
                kinds=list(self.shape.takes),
            )

    def add_hint(self, text: str, topic: Topic | None = None, question: Question | None = None) -> Hint:
        """Add a hint, last of those at the same place."""
        at = {"topic": topic, "question": question}
        with self.reshaping():
            return Hint.objects.create(
                question_set=self.itself,
                text=text,
                position=after(self.hints.filter(**at)),
                source=gettext("Jeres egen"),
                **at,
            )

    def move(self, item: Item, by: int) -> None:
        """Move a topic, a question or a hint up (-1) or down (1) among those beside it."""
        with self.reshaping():
            self._see(item)
            reorder(self.beside(item), item, by)

    def rename(self, item: Topic | Question, name: str) -> None:
        """Give a topic or a column another name."""
        field = "title" if isinstance(item, Topic) else "text"
        with self.reshaping():
            self._see(item)
            setattr(item, field, name)
            item.save(update_fields=[field])

    def leave_out(self, item: Topic | Question) -> None:
        """Hide a topic or a question. What was written there stays."""
        self._skip(item, True)

    def take_in(self, item: Topic | Question) -> None:
        """Show a topic or a question again that was left out."""
        self._skip(item, False)

    def _skip(self, item: Topic | Question, skipped: bool) -> None:
        with self.reshaping():
            self._see(item)
            item.skipped = skipped
            item.save(update_fields=["skipped"])

    def remove(self, item: Topic | Question) -> None:
        """Take a topic or a column away for good. Raises Refused when something was written or marked there."""
        at = {"topic" if isinstance(item, Topic) else "question": item}
        activity = getattr(self, "activity", None)
        with self.reshaping():  # what is being written there now is written before or refused
            if activity and activity.is_used(**at):
                raise Refused(_("Der står noget i »%s«. Skjul den i stedet, så går det ikke tabt.") % item)
            item.delete()

    def _see(self, item: Item) -> None:
        """See an item as it is now. Raises Refused when it was taken away."""
        try:
            item.refresh_from_db()
        except ObjectDoesNotExist:
            raise Refused(ITEM_GONE) from None
