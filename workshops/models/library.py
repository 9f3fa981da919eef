from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import tools
from ..tools import Place

T = TypeVar("T", "Topic", "Question", "Hint")


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    """Lookups of question sets."""

    def library(self) -> QuestionSetQuerySet:
        """Those one can choose from: not the private copy of an activity."""
        return self.filter(activity=None)


class QuestionSet(models.Model):
    """The content of an activity: topics, the questions under them, and hints.

    In the library it is what one chooses from; an activity has its own private copy. ``key`` is the name a set has
    in ``fixtures/``; a copy has none.
    """

    key = models.SlugField(max_length=80, unique=True, null=True, blank=True, editable=False)
    tool = models.CharField(max_length=30)
    title = models.CharField(_("titel"), max_length=150)
    intro = models.TextField(_("indledning"), blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["tool", "title"]
        verbose_name = _("spørgsmålssæt")
        verbose_name_plural = _("spørgsmålssæt")

    def __str__(self) -> str:
        return self.title

    def mark_edited(self) -> None:
        """Someone changed this set by hand: from now on the fixture leaves it alone."""
        self.edited_at = timezone.now()
        self.save(update_fields=["edited_at"])

    def copy(self) -> QuestionSet:
        """A new set with the same topics, questions and hints, for an activity to own."""
        twin = QuestionSet.objects.create(tool=self.tool, title=self.title, intro=self.intro, source=self.source)
        topics = {old.pk: _twin(old, question_set=twin) for old in self.topics.all()}
        Topic.objects.bulk_create(topics.values())
        questions = {
            old.pk: _twin(old, question_set=twin, topic=topics.get(old.topic_id or 0)) for old in self.questions.all()
        }
        Question.objects.bulk_create(questions.values())
        for old in self.questions.exclude(answers=None):
            questions[old.pk].answers = questions[old.answers_id or 0]
        Question.objects.bulk_update(questions.values(), ["answers"])
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

    def note_kinds(self, *use: str) -> list[tools.Kind]:
        """The kinds of note here: those anyone can write, or those with another ``use`` (see :class:`tools.Kind`)."""
        known = tools.get(self.question_set.tool).kinds
        return [kind for kind in known if kind.use in (use or ("note",)) and (not self.kinds or kind.key in self.kinds)]

    def choices(self) -> list[tools.Kind]:
        """What can be marked here: the choices it names."""
        return [kind for kind in self.note_kinds("mark") if kind.key in self.kinds]


class Hint(models.Model):
    """Inspiration that can be unfolded: an advice, an example, a benefit, a drawback.

    It belongs to the set, to a topic of it or to a question. ``group`` is a heading shared by hints that belong
    together; ``detail`` is its other side or its explanation.
    """

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


def at_places(places: Iterable[Place]) -> models.Q:
    """What sits at any of ``places``, of what has a topic and a question."""
    topics: dict[int, set[int]] = {}
    for place in places:
        topics.setdefault(place.question, set()).add(place.topic)
    query = models.Q(pk__in=[])
    for question, asked_of in topics.items():
        query |= models.Q(question=question, topic__in=asked_of)
    return query
