from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes, registry
from ..errors import Refused
from ..registry import RHYTHM
from .content import Question, reorder
from .question_sets import QuestionSet


class ActivityQuerySet(models.QuerySet["Activity"]):
    def with_content(self) -> ActivityQuerySet:
        """With all that a workshop's route reads of them, in a fixed number of queries."""
        content = self.select_related("question_set")
        return content.prefetch_related("question_set__topics", "question_set__questions")


class Activity(models.Model):
    """A tool on a workshop's agenda, with its own copy of a question set."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="activities")
    tool = models.CharField(max_length=30)
    title = models.CharField(_("titel"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)
    notes_visible = models.BooleanField(_("sedlerne vises, mens der skrives"), default=False)
    picks = models.BooleanField(_("der sættes prikker ved spørgsmålene først"), default=False)
    unpicked = models.JSONField(default=list)  # the ids of the questions that the room chose away
    reads = models.BooleanField(_("hvert spørgsmål læses, før der skrives"), default=False)
    reviews = models.BooleanField(_("sedlerne læses igennem, før de vises"), default=True)
    talks = models.BooleanField(_("der tales og aftales ved hvert spørgsmål"), default=False)
    gathers = models.BooleanField(_("sedlerne lægges i bunker"), default=False)
    chooses = models.BooleanField(_("der sættes prikker ved det vigtigste"), default=False)
    dots = models.PositiveSmallIntegerField(_("prikker til hver"), default=3)
    talk_minutes = models.PositiveSmallIntegerField(_("minutter til at vælge og tale til sidst"), default=20)
    stacks = models.BooleanField(_("flere prikker ved det samme"), default=False)
    question_set = models.OneToOneField(QuestionSet, models.CASCADE, related_name="activity")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title

    @property
    def dialogue_tool(self) -> registry.Tool:
        """What it is done with."""
        return registry.get(self.tool)

    @property
    def rhythm(self) -> dict[str, Any]:
        """What it has of the engine's own steps, and how it chooses, by the names of its fields."""
        return {name: getattr(self, name) for name in (*RHYTHM, "dots", "stacks", "talk_minutes")}

    def can_insert(self, question: Question | None) -> list[str]:
        """What of the rhythm can be put in while the room is at ``question``: what is not there and makes sense."""
        offers = {name for name in self.dialogue_tool.offers if not getattr(self, name)}
        here = {"talks"} if question is not None and not question.talks else set()
        return [name for name in ("talks", "gathers", "chooses") if name in offers & ({"gathers", "chooses"} | here)]

    def asked(self) -> list[Question]:
        """The questions that are not skipped, each once however many topics it is asked of."""
        return list(dict.fromkeys(question for _topic, question in self.question_set.places()))

    def size(self) -> str:
        """How much of it there is to go through, in the tool's own words."""
        places = [(topic, question) for topic, question in self.question_set.places() if not topic.apart]
        topics, questions = {topic for topic, _question in places}, {question for _topic, question in places}
        return self.dialogue_tool.size(len(questions), len(topics))

    @property
    def item(self) -> str:
        """What one of its questions is called."""
        return str(self.dialogue_tool.item)

    def planned_minutes(self) -> int:
        """The minutes of the questions that are likely to be asked, together. What else takes time is in
        :mod:`workshops.models.timing`."""
        return sum(question.minutes for question in self.dialogue_tool.likely(self))

    def has_notes(self, **at: object) -> bool:
        """Whether someone wrote a note in it, or where ``at`` says (``topic=…``, ``question=…``)."""
        return self.workshop.notes.filter(topic__question_set=self.question_set_id, **at).exists()

    def is_used(self, **at: object) -> bool:
        """Whether something was written, marked or settled in it, or where ``at`` says."""
        inside = {"topic__question_set": self.question_set_id, **at}
        if self.has_notes(**at) or self.workshop.marks.filter(**inside).exists():
            return True
        return any(not outcome.is_empty for outcome in self.workshop.outcomes.filter(**inside))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the workshop, whose row guards this too, and see it as it is now.

        Raises Refused when it was taken off the agenda.
        """
        with self.workshop.held():
            try:
                self.refresh_from_db(fields=["title", "notes_visible", *RHYTHM, "dots", "stacks", "talk_minutes"])
            except Activity.DoesNotExist:
                raise Refused(_("Punktet er taget af dagsordenen imens.")) from None
            if Activity.question_set.is_cached(self):
                self.question_set._prefetched_objects_cache = {}  # what was loaded may have been changed since
            yield

    @contextmanager
    def reshaping(self) -> Iterator[None]:
        """The same while what it asks is changed. Raises Refused once the workshop is closed, too."""
        with self.workshop.reshaping(), self.held():
            yield

    def move(self, by: int) -> None:
        """Move up (-1) or down (1) on the agenda."""
        with self.reshaping():
            reorder(list(Activity.objects.filter(workshop=self.workshop_id)), self, by)

    def plan(self, questions: Iterable[Question], **how: object) -> None:
        """Store the text, minutes, skipping and talking of questions of this activity, and ``how`` it goes: its
        ``notes_visible``, what it has of the rhythm, its ``dots`` and whether it ``stacks`` them."""
        with self.reshaping():
            if how:
                for name, value in how.items():
                    setattr(self, name, value)
                self.save(update_fields=list(how))
            Question.objects.bulk_update(questions, ["text", "minutes", "skipped", "talks"])

    def show_notes(self, shown: bool) -> None:
        """Show notes on the wall while they are written, those that wait too; or first when they are shown together."""
        with self.held():
            self.notes_visible = shown
            self.save(update_fields=["notes_visible"])
            self.workshop.tell(changes.STAGE)
            if shown:
                self.workshop.show_written(self)
