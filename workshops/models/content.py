from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import guides, registry


class Topic(models.Model):
    """A theme, a circle, a phase, a role row. One that stands ``apart`` is asked only its own questions.

    ``heading`` is shared by topics that belong together.
    """

    question_set = models.ForeignKey("workshops.QuestionSet", models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(_("overskrift"), max_length=80, blank=True)
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
    note it takes. Notes at this question answer notes at the question ``answers``, at the same topic. One that
    ``talks`` is talked about and agreed on at once, also where its activity does so for all together. ``ends`` are what
    stands at the two ends of the line that it is answered on; none where its tool's are right, or there is no line.
    """

    question_set = models.ForeignKey("workshops.QuestionSet", models.CASCADE, related_name="questions")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="questions", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("spørgsmål"), max_length=400)
    minutes = models.PositiveSmallIntegerField(_("minutter"), default=10)
    skipped = models.BooleanField(_("springes over"), default=False)
    talks = models.BooleanField(_("tal og aftal ved spørgsmålet"), default=False)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    key = models.SlugField(max_length=30, blank=True, editable=False)
    kinds = models.JSONField(default=list, blank=True, editable=False)
    ends = models.JSONField(default=list, blank=True, editable=False)
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
        tool = registry.get(self.question_set.tool)
        notes = [kind.key for kind in tool.kinds if kind.use != "mark"]
        return {*(self.kinds or tool.takes.get(self.key, tool.takes.get("", notes))), *tool.always}

    @property
    def line(self) -> tuple[str, ...]:
        """What stands at the two ends of the line that it is answered on: its own words, else its tool's."""
        return tuple(self.ends) or tuple(map(str, registry.get(self.question_set.tool).ends))

    def note_kinds(self, *use: str) -> list[registry.Kind]:
        """The kinds of note here: those anyone can write, or those with another ``use`` (:class:`registry.Kind`)."""
        known, takes = registry.get(self.question_set.tool).kinds, self.takes
        return [kind for kind in known if kind.use in (use or ("note",)) and kind.key in takes]

    def choices(self) -> list[registry.Kind]:
        """What can be marked here."""
        return self.note_kinds("mark")


class Hint(models.Model):
    """Inspiration that can be unfolded: an advice, an example, a benefit, a drawback.

    It belongs to the set, to a topic of it or to a question. ``heading`` is shared by hints that belong
    together; ``detail`` is its other side or its explanation. ``stands_under`` is what it is drawn under on a screen.
    """

    stands_under: str

    class Kind(models.TextChoices):
        ADVICE = "advice", _("råd")
        EXAMPLE = "example", _("eksempel")
        BENEFIT = "benefit", _("mulig fordel")
        DRAWBACK = "drawback", _("mulig ulempe")

    question_set = models.ForeignKey("workshops.QuestionSet", models.CASCADE, related_name="hints")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="hints", null=True, blank=True)
    question = models.ForeignKey(Question, models.CASCADE, related_name="hints", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADVICE)
    heading = models.CharField(_("overskrift"), max_length=200, blank=True)
    text = models.TextField(_("tekst"))
    detail = models.TextField(_("uddybning"), blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def sign(self) -> str:
        """What tells benefits and drawbacks apart without their colour; nothing for other kinds."""
        return {"benefit": "▲", "drawback": "▼"}.get(self.kind, "")


class OwnGuide(models.Model):
    """What a set says to the facilitator at one of its tool's steps, in its own words (:mod:`workshops.guides`).

    What it leaves empty is what its tool says.
    """

    question_set = models.ForeignKey("workshops.QuestionSet", models.CASCADE, related_name="guides")
    step = models.SlugField(max_length=20, editable=False)
    say = models.TextField(_("sig"), blank=True)
    do = models.TextField(_("gør"), blank=True)
    hard = models.TextField(_("hvis det bliver svært"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["question_set", "step"], name="one_guide_a_step")]

    def __str__(self) -> str:
        return self.say or self.do or self.hard

    def or_of(self, guide: guides.Guide) -> guides.Guide:
        """What it says, and where it says nothing what ``guide`` does."""
        return guides.Guide(self.say or guide.say, self.do or guide.do, self.hard or guide.hard)


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


def after(items: models.QuerySet[Any]) -> int:
    """The position after the last of ``items``."""
    last = items.aggregate(models.Max("position"))["position__max"]
    return 0 if last is None else last + 1
