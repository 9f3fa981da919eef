from __future__ import annotations

import datetime as dt

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import changes, texts
from ..codes import mixed_up
from ..errors import Unknown
from . import agendas
from .activities import Activity
from .agenda import HasAgenda
from .clusters import HasClusters
from .dots import HasDots
from .erasing import Erasable
from .facilitators import Facilitated
from .figures import HasFigures
from .helping import Helped
from .notes import Note
from .participants import Participant
from .question_sets import QuestionSet
from .shutting import Guarded
from .stepping import Stepped
from .users import User

ABOUT = (
    "title",
    "workplace",
    "technology",
    "starts_at",
    "minutes",
    "groups",
    "keep_days",
    "keeps_words",
    "helper_reviews",
)
SPOKEN = ("opening_words", "closing_words", "contact")


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def present(self) -> WorkshopQuerySet:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def real(self) -> WorkshopQuerySet:
        """Those of them that are no rehearsal."""
        return self.present().filter(rehearses=None)

    def left_alone_by(self, *leaving: User) -> WorkshopQuerySet:
        """Those that nobody could act in, were these accounts gone."""
        runs = self.model.facilitators.through.objects.filter(workshop=models.OuterRef("pk"))
        others = runs.filter(user__is_active=True).exclude(user__in=leaving)
        return self.real().filter(models.Exists(runs.filter(user__in=leaving)), ~models.Exists(others))

    def without_anyone(self) -> WorkshopQuerySet:
        """Those whose owner, if any, and facilitators are all switched off."""
        runs = self.model.facilitators.through.objects.filter(workshop=models.OuterRef("pk"))
        return self.real().filter(~models.Exists(runs.filter(user__is_active=True)))

    def with_counts(self) -> WorkshopQuerySet:
        """With ``seats`` and ``note_count``, for a list."""

        def count(queryset: models.QuerySet) -> models.Subquery:
            counted = queryset.filter(workshop=models.OuterRef("pk")).order_by().values("workshop")
            return models.Subquery(counted.annotate(n=models.Count("pk")).values("n"))

        return self.annotate(
            seats=Coalesce(count(Participant.objects.inside()), 0),
            note_count=Coalesce(count(Note.objects.kept()), 0),
        )

    def with_route(self) -> WorkshopQuerySet:
        """With all that :meth:`Workshop.route` reads, in a fixed number of queries."""
        return self.prefetch_related(models.Prefetch("activities", Activity.objects.with_content()))

    def at_hand(self, pk: int) -> Workshop:
        """The workshop with that id, with its agenda as this process keeps it: to show, not to change.

        Raises Workshop.DoesNotExist.
        """
        with connection.cursor() as cursor:  # asked with all that is drawn: making the statement costs more than it
            cursor.execute(f"SELECT version, stage_version FROM {self.model._meta.db_table} WHERE id = %s", [pk])
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist
        version, stage_version = row
        seen = agendas.seen(pk, stage_version)
        workshop: Workshop = seen.itself if seen else self.get(pk=pk)
        workshop.version = max(workshop.version, version)
        return agendas.lay_out(workshop)

    def by_code(self, typed: str) -> Workshop:
        """The workshop that has a typed code, also when it lets nobody in now. Raises Unknown when none has it."""
        workshop = self.present().filter(code=typed).first() if typed else None
        if workshop is None:
            told = gettext("Vi kender ikke koden. Se på tavlen, og prøv igen.")
            if mixed_up(typed):
                told += " " + gettext("Der er aldrig 0, O, 1, I eller L i en kode.")
            raise Unknown(told)
        return workshop

    def by_link(self, key: str) -> Workshop:
        """The workshop that a QR code's link leads to, raising as :meth:`by_code` does."""
        workshop = self.present().filter(link_key=key).first()
        if workshop is None:
            raise Unknown(gettext("Linket gælder ikke længere. Scan QR-koden på tavlen igen, eller skriv koden."))
        return workshop


class Workshop(Guarded, Helped, HasDots, HasClusters, HasFigures, HasAgenda, Stepped, Erasable, Facilitated):
    """One meeting: what it is about, its agenda, its join code, where the room is, and whether it is open.

    Each of its capabilities is a class in a file of its own, with the fields and the verbs that belong to it.
    """

    title = models.CharField(_("titel"), max_length=120)
    workplace = models.CharField(_("arbejdsplads"), max_length=120)
    technology = models.CharField(_("teknologi"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("dato og tid"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("tid til rådighed"), default=120)
    opening_words = models.TextField(_("sådan begynder du"), max_length=1200, blank=True)
    closing_words = models.TextField(_("sådan slutter du"), max_length=1200, blank=True)
    contact = models.CharField(_("hvem kan man gå til?"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    rehearses = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="rehearsals")

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_at").desc(nulls_last=True), "-created_at"]

    def __str__(self) -> str:
        return self.title

    def describe(self) -> None:
        """Store what it is about, when it is, its groups, how long notes are kept and who reads them through, and show
        it on the screens.

        That notes are remembered word for word is said before anyone writes: once it was opened, it is not begun with.
        Nothing else is stored: the room may have moved on since this object was loaded.
        """
        with self.held("closed_at", "erase_at", "helper_wanted", "opened_at"):
            if self.opened_at and self.keeps_words:
                self.refresh_from_db(fields=["keeps_words"])
            if self.closed_at and self.erase_at:
                self.erase_at = self.closed_at + dt.timedelta(days=self.keep_days)
            self.helper_wanted = self.helper_wanted or self.helper_reviews
            self.save(update_fields=[*ABOUT, "erase_at", "helper_wanted"])
            self.tell(changes.STAGE)

    def put_words(self) -> None:
        """Store what the facilitator says first and last, and whom one can go to; nothing else."""
        with self.held():
            self.save(update_fields=SPOKEN)
            self.tell(changes.STAGE)

    def duplicate(self, by: User | None = None) -> Workshop:
        """A new draft with the same facilitators and agenda, without people, notes, agreements and date.

        It is ``by``'s, or whose this one is.
        """
        with self.held(*ABOUT, *SPOKEN, "wall_on_phones", "owner"):
            twin = Workshop.objects.create(
                title=gettext("%(title)s (kopi)") % {"title": texts.shortened(self.title, 112)},
                workplace=self.workplace,
                technology=self.technology,
                minutes=self.minutes,
                groups=self.groups,
                wall_on_phones=self.wall_on_phones,
                keep_days=self.keep_days,
                keeps_words=self.keeps_words,
                helper_wanted=self.helper_reviews,
                helper_reviews=self.helper_reviews,
                owner=by or self.owner,
                **{name: getattr(self, name) for name in SPOKEN},
            )
            twin.facilitators.set(self.facilitators.all())
            for activity in Activity.objects.filter(workshop=self).select_related("question_set"):
                Activity.objects.create(
                    workshop=twin,
                    tool=activity.tool,
                    title=activity.title,
                    position=activity.position,
                    notes_visible=activity.notes_visible,
                    **activity.rhythm,
                    question_set=activity.question_set.copy(),
                )
            return twin

    def follow_up(self, by: User | None = None) -> Workshop:
        """A new draft that looks back on this one: same people in charge, and for each tool what follows it.

        Raises Refused in a rehearsal.
        """
        with self.held("title"):
            self.must_be_real()
            twin = self.duplicate(by)
            twin.title = gettext("Hvordan gik det? %(title)s") % {"title": texts.shortened(self.title, 100)}
            twin.follows = self
            twin.save(update_fields=["title", "follows"])
            for activity in twin.activities.all():
                sequel = QuestionSet.objects.library().filter(key=activity.dialogue_tool.sequel).first()
                if sequel:
                    twin.add_activity(sequel)
                    twin.remove_activity(activity)
            return twin
