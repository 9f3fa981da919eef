from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .. import texts, tools
from ..errors import Refused
from ..tools import Place

if TYPE_CHECKING:
    from .people import User

OWN = ("Vores eg", "Jeres eg")  # how the source of what is written here, and not after a publication, begins

T = TypeVar("T", "Topic", "Question", "Hint")


def published_stay(collector: Any, field: Any, sets: models.QuerySet[Any], using: str) -> None:
    """When an account is deleted: its own sets go with it, those published in the library stay there."""
    published = models.Q(visibility=QuestionSet.Visibility.PUBLISHED)
    models.CASCADE(collector, field, sets.exclude(published), using)
    models.SET_NULL(collector, field, sets.filter(published), using)


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    """Lookups of question sets."""

    def library(self) -> QuestionSetQuerySet:
        """Those one can choose from: not the private copy of an activity."""
        return self.filter(activity=None)

    def for_user(self, user: User) -> QuestionSetQuerySet:
        """Those ``user`` may see and use: what is published, what colleagues share, and their own."""
        shared = models.Q(visibility=QuestionSet.Visibility.SHARED, owner__workplace=user.workplace)
        published = models.Q(visibility=QuestionSet.Visibility.PUBLISHED)
        return self.library().filter(published | shared | models.Q(owner=user)).select_related("owner")

    def by_tool(self) -> list[tuple[tools.Tool, list[QuestionSet]]]:
        """The sets under the tool they are for, in the order of the tools; tools without any left out."""
        found: dict[str, list[QuestionSet]] = {}
        for each in self:
            found.setdefault(each.tool, []).append(each)
        return [(tool, found[tool.key]) for tool in tools.every() if tool.key in found]

    def with_counts(self) -> QuestionSetQuerySet:
        """With ``topic_count`` and ``question_count``, for a list: but what stands apart."""
        among = models.Q(questions__topic=None) | models.Q(questions__topic__apart=False)
        return self.annotate(
            topic_count=models.Count("topics", filter=models.Q(topics__apart=False), distinct=True),
            question_count=models.Count("questions", filter=among, distinct=True),
        )


class QuestionSet(models.Model):
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
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, published_stay, null=True, blank=True, related_name="sets")
    visibility = models.CharField(max_length=9, choices=Visibility, default=Visibility.PRIVATE)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["tool", "title"]
        verbose_name = _("spørgsmålssæt")
        verbose_name_plural = _("spørgsmålssæt")

    def __str__(self) -> str:
        return self.title

    @property
    def dialogue_tool(self) -> tools.Tool:
        """What it is for."""
        return tools.get(self.tool)

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
                raise Refused(_now("Sættet er slettet imens.")) from None
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
            twin.title, twin.owner = _now("%(title)s (kopi)") % {"title": texts.shortened(self.title, 140)}, user
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
        twin = QuestionSet.objects.create(tool=self.tool, title=self.title, intro=self.intro, source=self.source)
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

    @property
    def shape(self) -> tools.Shape:
        """What of its content can be added to and taken away, as its tool says."""
        return self.dialogue_tool.shape or tools.Shape(topics=_("Temaer"))

    def takes_questions(self) -> bool:
        """Whether a topic of it can have a question more: not where the tool asks the same of every topic."""
        return self.dialogue_tool.from_scratch or any(q.topic_id for q in self.questions.all())

    def needs(self, item: Topic | Question | Hint, questions: list[Question]) -> bool:
        """Whether the tool counts on ``item``, so that it cannot be taken away. ``questions`` are all of the set."""
        if isinstance(item, Topic):
            return item.apart or not self.shape.add_topic
        if isinstance(item, Question):
            alike = [q for q in questions if (q.topic_id, q.key) == (item.topic_id, item.key)]
            return bool(item.key) and len(alike) == 1
        return False

    def add_topic(self, title: str) -> Topic:
        """Add a topic, last of those that do not stand apart."""
        with self.held():
            topics = list(self.topics.all())
            topic = Topic.objects.create(
                question_set=self, title=title, position=len(topics), source=_now("Jeres egen")
            )
            last = max((n for n, each in enumerate(topics, 1) if not each.apart), default=0)
            reorder([*topics[:last], topic, *topics[last:]], topic, 0)
            return topic

    def add_question(self, topic: Topic, text: str) -> Question:
        """Add a question, last under ``topic``, that takes what the others there take."""
        with self.held():
            under = list(self.questions.filter(topic__apart=topic.apart).order_by("position"))
            like = next((each for each in reversed(under) if each.topic_id == topic.pk), under[0] if under else None)
            return Question.objects.create(
                question_set=self,
                topic=topic,
                text=text,
                position=_after(self.questions.filter(topic=topic)),
                key=like.key if like else "",
                kinds=like.kinds if like else [],
                source=_now("Jeres egen"),
            )

    def add_hint(self, text: str, topic: Topic | None = None, question: Question | None = None) -> Hint:
        """Add a hint, last of those at the same place."""
        at = {"topic": topic, "question": question}
        with self.held():
            return Hint.objects.create(
                question_set=self, text=text, position=_after(self.hints.filter(**at)), source=_now("Jeres egen"), **at
            )

    def move(self, item: Topic | Question | Hint, by: int) -> None:
        """Move a topic, a question or a hint up (-1) or down (1) among those beside it."""
        with self.held():
            reorder(self.beside(item), item, by)

    def beside(self, item: Topic | Question | Hint) -> list[Any]:
        """The topics, questions or hints that ``item`` stands among, in order."""
        if isinstance(item, Topic):
            return list(self.topics.filter(apart=item.apart))
        if isinstance(item, Question):
            return list(self.questions.filter(topic=item.topic_id))
        if item.topic_id:
            return list(self.hints.filter(topic=item.topic_id))
        return list(self.hints.filter(topic=None, question=item.question_id))

    def every_place(self) -> list[tuple[Topic, Question]]:
        """Every place in order, those of skipped topics and questions too."""
        return [(t, q) for t in self.topics.all() for q in self.questions.all() if q.is_asked_of(t)]

    def places(self) -> list[tuple[Topic, Question]]:
        """Every place in order, skipped topics and questions left out. Three tools of four ask each question of
        one topic; a question without a topic is asked of every topic."""
        return [(t, q) for t, q in self.every_place() if not t.skipped and not q.skipped]

    def holds(self, place: Place) -> bool:
        """Whether a note can sit at ``place``: both belong to this set, and the question is asked of the topic."""
        topic, question = (
            Topic.objects.filter(pk=place.topic, question_set=self.pk).first(),
            Question.objects.filter(pk=place.question, question_set=self.pk).first(),
        )
        return bool(topic and question and question.is_asked_of(topic))


class Topic(models.Model):
    """A theme, a circle, a phase, a role row. One that stands ``apart`` is asked only its own questions.

    ``group`` is a heading shared by topics that belong together.
    """

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(_("overskrift"), max_length=80, blank=True)
    title = models.CharField(_("titel"), max_length=150)
    description = models.TextField(_("beskrivelse"), blank=True)
    apart = models.BooleanField(default=False, editable=False)
    skipped = models.BooleanField(_("springes over"), default=False)
    source = models.CharField(_("kilde"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What a note answers: a question under a topic or, without a topic, one asked of every topic of the set.

    ``key`` is its name to its tool, where the tool tells its questions apart. ``kinds`` are the keys of the kinds of
    note it takes. Notes at this question answer notes at the question ``answers``, at the same topic.
    """

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="questions", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("spørgsmål"), max_length=400)
    minutes = models.PositiveSmallIntegerField(_("minutter"), default=10)
    skipped = models.BooleanField(_("springes over"), default=False)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    key = models.SlugField(max_length=30, blank=True, editable=False)
    kinds = models.JSONField(default=list, blank=True, editable=False)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_asked_of(self, topic: Topic) -> bool:
        """Whether a note can sit here under ``topic``, one of the same set."""
        return self.topic_id == topic.pk if self.topic_id or topic.apart else True

    @property
    def takes(self) -> set[str]:
        """The keys of the kinds and choices it names; of those its tool has for it, where it names none."""
        tool = tools.get(self.question_set.tool)
        notes = [kind.key for kind in tool.kinds if kind.use != "mark"]
        return {*(self.kinds or tool.takes.get(self.key, tool.takes.get("", notes))), *tool.always}

    def note_kinds(self, *use: str) -> list[tools.Kind]:
        """The kinds of note here: those anyone can write, or those with another ``use`` (see :class:`tools.Kind`)."""
        known, takes = tools.get(self.question_set.tool).kinds, self.takes
        return [kind for kind in known if kind.use in (use or ("note",)) and kind.key in takes]

    def choices(self) -> list[tools.Kind]:
        """What can be marked here."""
        return self.note_kinds("mark")


class Hint(models.Model):
    """Inspiration that can be unfolded: an advice, an example, a benefit, a drawback.

    It belongs to the set, to a topic of it or to a question. ``group`` is a heading shared by hints that belong
    together; ``detail`` is its other side or its explanation. ``heading`` is what it stands under on a screen.
    """

    heading: str

    class Kind(models.TextChoices):
        ADVICE = "advice", _("råd")
        EXAMPLE = "example", _("eksempel")
        BENEFIT = "benefit", _("mulig fordel")
        DRAWBACK = "drawback", _("mulig ulempe")

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="hints")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="hints", null=True, blank=True)
    question = models.ForeignKey(Question, models.CASCADE, related_name="hints", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADVICE)
    group = models.CharField(_("overskrift"), max_length=200, blank=True)
    text = models.TextField(_("tekst"))
    detail = models.TextField(_("uddybning"), blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


def _twin(old: T, **changed: object) -> T:
    fields = {f.attname: getattr(old, f.attname) for f in old._meta.concrete_fields if not f.primary_key}
    for name in changed:
        fields.pop(f"{name}_id")
    return type(old)(**fields, **changed)


def reorder(items: list[Any], item: models.Model, by: int) -> None:
    """Move ``item`` by so many places in ``items`` and store the new order in their ``position``.

    They share out the positions they had, so that what stands between them stays where it is.
    """
    had = sorted({each.position for each in items})
    positions = had if len(had) == len(items) else range(len(items))
    index = items.index(item)
    items.insert(max(0, index + by), items.pop(index))
    for position, each in zip(positions, items, strict=True):
        each.position = position
    type(items[0]).objects.bulk_update(items, ["position"])


def _after(items: models.QuerySet[Any]) -> int:
    last = items.aggregate(models.Max("position"))["position__max"]
    return 0 if last is None else last + 1


def at_places(places: Iterable[Place]) -> models.Q:
    """What sits at any of ``places``, of what has a topic and a question."""
    topics: dict[int, set[int]] = {}
    for place in places:
        topics.setdefault(place.question, set()).add(place.topic)
    asked: dict[frozenset[int], list[int]] = {}  # by the topics they are asked of: there are never many of those
    for question, asked_of in topics.items():
        asked.setdefault(frozenset(asked_of), []).append(question)
    query = models.Q(pk__in=[])
    for asked_topics, questions in asked.items():
        query |= models.Q(question__in=questions, topic__in=asked_topics)
    return query
