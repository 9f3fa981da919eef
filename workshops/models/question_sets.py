from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import guides, registry, texts
from ..errors import Refused
from ..guides import Guide
from ..place import Place
from .content import Hint, OwnGuide, Question, Topic
from .editing import Edited
from .users import User

OWN = ("Vores eg", "Jeres eg")  # how the source of what is written here, and not after a publication, begins

T = TypeVar("T", "Topic", "Question", "Hint", "OwnGuide")


def published_stay(collector: Any, field: Any, sets: models.QuerySet[Any], using: str) -> None:
    """When an account is deleted: its own sets go with it, those published in the library stay there."""
    published = models.Q(visibility=QuestionSet.Visibility.PUBLISHED)
    models.CASCADE(collector, field, sets.exclude(published), using)
    models.SET_NULL(collector, field, sets.filter(published), using)


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def library(self) -> QuestionSetQuerySet:
        """Those one can choose from: not the private copy of an activity."""
        return self.filter(activity=None)

    def for_user(self, user: User) -> QuestionSetQuerySet:
        """Those ``user`` may see and use: what is published, what colleagues share, and their own."""
        colleagues = User.objects.filter(workplace=user.workplace)
        shared = models.Q(visibility=QuestionSet.Visibility.SHARED, owner__in=colleagues)
        published = models.Q(visibility=QuestionSet.Visibility.PUBLISHED)
        return self.library().filter(published | shared | models.Q(owner=user)).select_related("owner")

    def by_tool(self) -> list[tuple[registry.Tool, list[QuestionSet]]]:
        """The sets under the tool they are for, in the order of the tools; tools without any left out."""
        found: dict[str, list[QuestionSet]] = {}
        for each in self:
            found.setdefault(each.tool, []).append(each)
        return [(tool, found[tool.key]) for tool in registry.every() if tool.key in found]

    def with_counts(self) -> QuestionSetQuerySet:
        """With ``topic_count`` and ``question_count``, for a list: but what stands apart."""
        among = models.Q(questions__topic=None) | models.Q(questions__topic__apart=False)
        return self.annotate(
            topic_count=models.Count("topics", filter=models.Q(topics__apart=False), distinct=True),
            question_count=models.Count("questions", filter=among, distinct=True),
        )


class QuestionSet(Edited):
    """The content of an activity: topics, the questions under them, and hints.

    In the library it is what one chooses from; an activity has its own private copy. ``key`` is the name a set has
    in ``fixtures/``; a copy has none. A set that someone made has an owner, and is theirs alone until they share it
    with their workplace or an administrator publishes it.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("kun mig")
        SHARED = "shared", _("min arbejdsplads")
        PUBLISHED = "published", _("alle ordstyrere")

    key = models.SlugField(max_length=80, unique=True, null=True, blank=True, editable=False)
    tool = models.CharField(max_length=30)
    title = models.CharField(_("titel"), max_length=150)
    intro = models.TextField(_("indledning"), blank=True)
    use_when = models.TextField(_("brug det, når"), blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, published_stay, null=True, blank=True, related_name="sets")
    visibility = models.CharField(max_length=9, choices=Visibility, default=Visibility.PRIVATE)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["tool", "title"]
        indexes = [models.Index(fields=["visibility"], name="sets_by_visibility")]  # among the copies of every agenda
        verbose_name = _("spørgsmålssæt")
        verbose_name_plural = _("spørgsmålssæt")

    def __str__(self) -> str:
        return self.title

    @property
    def dialogue_tool(self) -> registry.Tool:
        """What it is for."""
        return registry.get(self.tool)

    @property
    def used_when(self) -> str:
        """When one uses it: what it says, else what its tool does. It goes on from *Brug det, når …*."""
        return self.use_when or guides.use_when(self.tool)

    def guide(self, step: str) -> Guide:
        """What the facilitator says and does at a step, as its tool says it where it has no words of its own."""
        own = next((each for each in self.guides.all() if each.step == step), None)
        told = guides.of(self.tool, step)
        return own.or_of(told) if own else told

    topic_count: int  # of a set asked for ``with_counts``
    question_count: int

    @property
    def size(self) -> str:
        """How much of it there is, in its tool's own words. For a set asked for ``with_counts``."""
        return self.dialogue_tool.size(self.question_count, self.topic_count)

    # --- Whose it is ---

    @property
    def is_published(self) -> bool:
        """Whether every facilitator sees it in the library."""
        return self.visibility == self.Visibility.PUBLISHED

    @property
    def is_private(self) -> bool:
        """Whether its owner alone sees it."""
        return self.visibility == self.Visibility.PRIVATE

    def may_edit(self, user: User) -> bool:
        """Whether ``user`` can change it: its owner, and once it is published the administrators."""
        return user.is_staff if self.is_published else self.owner_id == user.pk

    def may_delete(self, user: User) -> bool:
        """Whether ``user`` can delete it: not what comes from ``fixtures/``, which would only come back."""
        return self.may_edit(user) and self.key is None

    def audiences(self, user: User) -> list[QuestionSet.Visibility]:
        """Whom ``user`` can show it to. An administrator publishes, and takes back what was published."""
        private, shared, published = self.Visibility
        if self.owner_id is None or not (user.is_staff or self.may_edit(user)):
            return []
        return [private] * (self.owner_id == user.pk) + [shared] + [published] * user.is_staff

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold this set's row, for as long as a verb lasts, and see it as it is now.

        That is how a set of the library is guarded; an activity's own is guarded by its workshop's row, which is
        always held first. Raises Refused when the set was deleted.
        """
        with transaction.atomic():
            try:
                self.refresh_from_db(from_queryset=QuestionSet.objects.select_for_update(no_key=True))
            except QuestionSet.DoesNotExist:
                raise Refused(gettext("Sættet er slettet imens.")) from None
            yield

    def show_to(self, visibility: QuestionSet.Visibility) -> None:
        """Let others see it, or no longer. What they made from it is their own."""
        with self.held():
            self.visibility = visibility
            self.save(update_fields=["visibility"])

    def copy_for(self, user: User) -> QuestionSet:
        """A copy that ``user`` owns and alone sees, to edit."""
        with self.held():
            twin = self.copy()
            twin.title, twin.owner = gettext("%(title)s (kopi)") % {"title": texts.shortened(self.title, 140)}, user
            twin.save(update_fields=["title", "owner"])
            return twin

    # --- What it holds ---

    def mark_edited(self) -> None:
        """Someone changed this set by hand: from now on the fixture leaves it alone."""
        with self.held():
            self.edited_at = timezone.now()
            self.save(update_fields=["edited_at"])

    def copy(self) -> QuestionSet:
        """A new set with the same topics, questions and hints, for an activity to own."""
        with self.held():
            return self._copy()

    def _copy(self) -> QuestionSet:
        same = {name: getattr(self, name) for name in ("tool", "title", "intro", "use_when", "source")}
        twin = QuestionSet.objects.create(**same)
        OwnGuide.objects.bulk_create(_twin(each, question_set=twin) for each in self.guides.all())
        topics = {old.pk: _twin(old, question_set=twin) for old in self.topics.all()}
        Topic.objects.bulk_create(topics.values())
        asked = list(self.questions.all())
        questions = {old.pk: _twin(old, question_set=twin, topic=topics.get(old.topic_id or 0)) for old in asked}
        Question.objects.bulk_create(questions.values())
        answering = [old for old in asked if old.answers_id]
        for old in answering:
            questions[old.pk].answers = questions[old.answers_id or 0]
        Question.objects.bulk_update([questions[old.pk] for old in answering], ["answers"])
        Hint.objects.bulk_create(
            _twin(
                old,
                question_set=twin,
                topic=topics.get(old.topic_id or 0),
                question=questions.get(old.question_id or 0),
            )
            for old in self.hints.all()
        )
        return twin

    def every_place(self) -> list[tuple[Topic, Question]]:
        """Every place in order, those of skipped topics and questions too."""
        return [(t, q) for t in self.topics.all() for q in self.questions.all() if q.is_asked_of(t)]

    def places(self) -> list[tuple[Topic, Question]]:
        """Every place in order, skipped topics and questions left out. One without a topic is asked of every topic."""
        return [(t, q) for t, q in self.every_place() if not t.skipped and not q.skipped]

    def holds(self, place: Place) -> bool:
        """Whether a note can sit at ``place``: both belong to this set, and the question is asked of the topic."""
        topic, question = (
            Topic.objects.filter(pk=place.topic, question_set=self.pk).first(),
            Question.objects.filter(pk=place.question, question_set=self.pk).first(),
        )
        return bool(topic and question and question.is_asked_of(topic))


def _twin(old: T, **changed: object) -> T:
    fields = {f.attname: getattr(old, f.attname) for f in old._meta.concrete_fields if not f.primary_key}
    for name in changed:
        fields.pop(f"{name}_id")
    return type(old)(**fields, **changed)
