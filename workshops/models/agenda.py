from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Prefetch
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import texts, tools
from ..codes import mixed_up, new_code
from ..errors import Refused
from ..live import changes
from ..tools import LOBBY, LOOK_BACK, WRAP_UP, Place, Stop
from . import agendas, places
from .library import Question, QuestionSet, Topic, reorder

if TYPE_CHECKING:
    from .outcomes import Outcome
    from .people import Participant, User
    from .reports import ReportLink

ABOUT = ("title", "workplace", "technology", "starts_at", "minutes", "groups", "keep_days")
CODE_HOLDS = dt.timedelta(hours=24)
POSITION = ("activity", "step", "topic", "question")
ITEM_GONE = gettext_lazy("Den linje findes ikke længere. Se listen igen.")


def default_keep_days() -> int:
    """Days from the closing of a workshop until its raw notes are erased."""
    return settings.KEEP_DAYS


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Lookups of workshops."""

    def present(self) -> WorkshopQuerySet:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def with_counts(self) -> WorkshopQuerySet:
        """With ``seats`` and ``note_count``, for a list."""
        from .notes import Note
        from .people import Participant

        def count(queryset: models.QuerySet) -> models.Subquery:
            counted = queryset.filter(workshop=models.OuterRef("pk")).order_by().values("workshop")
            return models.Subquery(counted.annotate(n=models.Count("pk")).values("n"))

        return self.annotate(
            seats=Coalesce(count(Participant.objects.filter(removed_at=None)), 0),
            note_count=Coalesce(count(Note.objects.kept()), 0),
        )

    def with_route(self) -> WorkshopQuerySet:
        """With all that :meth:`Workshop.route` reads, in a fixed number of queries."""
        activities = Activity.objects.select_related("question_set").prefetch_related(
            Prefetch("question_set__topics"), Prefetch("question_set__questions")
        )
        return self.prefetch_related(Prefetch("activities", queryset=activities))

    def at_hand(self, pk: int) -> Workshop:
        """The workshop with that id, with its agenda as this process keeps it: to show, not to change.

        Raises Workshop.DoesNotExist.
        """
        version, stage_version = self.values_list("version", "stage_version").get(pk=pk)
        workshop = agendas.seen(pk, stage_version) or self.get(pk=pk)
        workshop.version = max(workshop.version, version)
        return agendas.lay_out(workshop)

    def by_code(self, typed: str) -> Workshop:
        """The workshop that a typed code lets one into. Raises Refused, with what to do, when it lets nobody in."""
        workshop = self.present().filter(code=typed).first() if typed else None
        if workshop is None:
            told = _("Vi kender ikke koden. Se på tavlen, og prøv igen.")
            if mixed_up(typed):
                told += " " + _("Der er aldrig 0, O, 1, I eller L i en kode.")
            raise Refused(told)
        workshop.check_joining()
        return workshop


class Workshop(models.Model):
    """One meeting: what it is about, its agenda, its join code, where the room is, and whether it is open."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("kladde")
        OPEN = "open", gettext_lazy("i gang")
        CLOSED = "closed", gettext_lazy("afsluttet")

    title = models.CharField(gettext_lazy("titel"), max_length=120)
    workplace = models.CharField(gettext_lazy("arbejdsplads"), max_length=120)
    technology = models.CharField(gettext_lazy("teknologi"), max_length=200, blank=True)
    starts_at = models.DateTimeField(gettext_lazy("dato og tid"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(gettext_lazy("tid til rådighed"), default=120)
    groups = models.JSONField(gettext_lazy("grupper"), default=list, blank=True)
    board_on_phones = models.BooleanField(gettext_lazy("tavlen vises på telefonerne"), default=False)
    keep_days = models.PositiveSmallIntegerField(gettext_lazy("sedlerne slettes efter"), default=default_keep_days)
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="workshops")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    code = models.CharField(max_length=6, unique=True, default=new_code)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    erase_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    activity = models.ForeignKey("Activity", models.SET_NULL, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=20, default=LOBBY.key)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    hints_shown = models.BooleanField(default=False)
    scribe_wanted = models.BooleanField(gettext_lazy("en deltager tager referat"), default=False)
    scribe = models.ForeignKey("Participant", models.SET_NULL, null=True, blank=True, related_name="+")
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    version = models.PositiveBigIntegerField(default=0)
    stage_version = models.PositiveBigIntegerField(default=0)  # that of the last change that was not a light one

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = [models.F("starts_at").desc(nulls_last=True), "-created_at"]

    def __str__(self) -> str:
        return self.title

    # --- What state it is in ---

    @property
    def is_draft(self) -> bool:
        """Whether it has not been opened yet."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether people can join and write."""
        return self.state == self.State.OPEN and self.deleted_at is None

    @property
    def is_closed(self) -> bool:
        """Whether it has been closed."""
        return self.state == self.State.CLOSED

    @property
    def notes_erased(self) -> bool:
        """Whether it was closed and its raw notes have been erased since."""
        return self.is_closed and self.erase_at is None

    @property
    def code_expired(self) -> bool:
        """Whether the join code has been up too long to let more people in."""
        return bool(self.code_expires_at and self.code_expires_at < timezone.now())

    def check_joining(self) -> None:
        """Raise Refused, with what to do, unless people can join now."""
        if self.is_draft:
            raise Refused(_("Workshoppen er ikke åbnet endnu. Vent et øjeblik, og prøv igen."))
        if self.is_closed:
            raise Refused(_("Workshoppen er slut, så man kan ikke længere komme med."))
        if self.code_expired:
            raise Refused(_("Koden er udløbet. Bed ordstyreren om en ny kode."))

    # --- Holding it while a verb lasts ---

    _is_held = False
    _has_told = False

    @contextmanager
    def held(self, *reads: str, deleted: bool = False) -> Iterator[None]:
        """Hold this workshop's row, for as long as a verb lasts, and see it as it is now.

        Every verb that changes something of a workshop looks at its state in here, and nowhere else. Seen anew are
        ``state``, ``deleted_at``, ``version``, and the fields that ``reads`` names. What the verb changed is counted
        and told by :meth:`tell`; where it tells nothing, nothing is counted. A verb within a verb holds no more.
        Raises Refused when the workshop was deleted, unless ``deleted``.
        """
        if self._is_held:
            self._see(reads)
            yield
            return
        with transaction.atomic():
            self._take(deleted)
            self._see(reads)
            self._is_held, self._has_told = True, False
            try:
                yield
            finally:
                self._is_held = False
            if not self._has_told:
                Workshop.objects.filter(pk=self.pk, version=self.version).update(version=F("version") - 1)
                self.version -= 1

    def _take(self, deleted: bool) -> None:
        """Take the row, by counting a change: one query that waits for whoever has it."""
        with connection.cursor() as cursor:
            cursor.execute(  # not "deleted_at IS NULL": RETURNING gets that wrong in SQLite 3.40
                "UPDATE workshops_workshop SET version = version + 1 WHERE id = %s "
                "RETURNING version, state, stage_version, deleted_at",
                [self.pk],
            )
            row = cursor.fetchone()
        if row is None or (row[3] and not deleted):
            self.deleted_at = self.deleted_at or timezone.now()
            raise Refused(_("Workshoppen er slettet, så det blev ikke gemt."))
        self.version, self.state, self.stage_version, self.deleted_at = row
        if self.deleted_at:  # as the database writes it
            self.refresh_from_db(fields=["deleted_at"])

    def _see(self, reads: tuple[str, ...]) -> None:
        self.__dict__.pop("settled", None)
        if reads:
            self.refresh_from_db(fields=list(reads))

    @contextmanager
    def reshaping(self) -> Iterator[None]:
        """Hold it while its agenda, or what is on it, is changed, and tell.

        Raises Refused once the workshop is closed: its report tells of what was asked then.
        """
        with self.held():
            if self.is_closed:
                raise Refused(_("Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først."))
            yield
            self.tell(changes.STAGE)

    def tell(self, *what: str) -> None:
        """Count what a verb changed, and tell the screens of it once the transaction commits.

        ``what`` names what changed (see :class:`~workshops.live.changes.Change`).
        """
        assert self._is_held, "A change is told of by whoever holds the workshop."
        self._has_told = True
        if not changes.are_light(what):
            self.stage_version = self.version
            self.save(update_fields=["stage_version"])
        changes.publish(changes.Change(self.pk, self.version, what))

    def changed(self, *what: str) -> None:
        """Count and tell of a change to what the workshop's row does not guard."""
        with self.held(deleted=True):
            self.tell(*what)

    # --- Verbs on the whole ---

    def open(self) -> None:
        """Let people in, starting in the lobby; or, when it was closed, let them back in where it stopped.

        Raises Refused once the notes are erased: closed again, its report would be made anew, without them.
        """
        with self.held("erase_at", "opened_at"):
            if self.is_open:
                return
            if self.notes_erased:
                raise Refused(_("Sedlerne er slettet, så workshoppen kan ikke åbnes igen. Lav en kopi i stedet."))
            self.state, self.closed_at, self.erase_at = self.State.OPEN, None, None
            self.opened_at = self.opened_at or timezone.now()
            self.code_expires_at = timezone.now() + CODE_HOLDS
            self.save(update_fields=["state", "closed_at", "erase_at", "opened_at", "code_expires_at"])
            self.tell(changes.STAGE, changes.ACCESS)

    def close(self) -> None:
        """End joining and writing, and ask for the report."""
        from .reports import Report

        with self.held("keep_days"):
            if not self.is_open:
                raise Refused(_("Workshoppen er ikke åben, så den kan ikke afsluttes."))
            now = timezone.now()
            self.state, self.closed_at, self.timer_ends_at = self.State.CLOSED, now, None
            self.erase_at = now + dt.timedelta(days=self.keep_days)
            self.save(update_fields=["state", "closed_at", "erase_at", "timer_ends_at"])
            self.tell(changes.STAGE, changes.ACCESS)
            Report.objects.get_or_create(workshop=self)[0].ask_for()

    def remake_report(self) -> None:
        """Have the report made again, with the agreements as they are now; while it is being made, it begins again.

        Raises Refused when the workshop is not closed, or its notes are erased.
        """
        from .reports import Report

        with self.held("erase_at"):
            if not self.is_closed:
                raise Refused(_("Rapporten bliver lavet, når I afslutter workshoppen."))
            if self.notes_erased:
                raise Refused(_("Sedlerne er slettet, så rapporten kan ikke laves om. Den, der ligger her, gælder."))
            Report.objects.get_or_create(workshop=self)[0].ask_for()

    def describe(self) -> None:
        """Store what it is about, when it is, its groups and how long notes are kept, and show it on the screens.

        Nothing else is stored: the room may have moved on since this object was loaded.
        """
        with self.held("closed_at", "erase_at"):
            if self.closed_at and self.erase_at:
                self.erase_at = self.closed_at + dt.timedelta(days=self.keep_days)
            self.save(update_fields=[*ABOUT, "erase_at"])
            self.tell(changes.STAGE)

    def renew_code(self) -> None:
        """A new join code. Whoever is in must join again with it, and comes back to the same seat."""
        with self.held():
            self.code_expires_at = timezone.now() + CODE_HOLDS
            for _attempt in range(5):
                self.code = new_code()
                try:
                    with transaction.atomic():
                        self.save(update_fields=["code", "code_expires_at"])
                    break
                except IntegrityError:
                    continue
            self.tell(changes.STAGE, changes.ACCESS)

    def discard(self) -> None:
        """Delete it, in a way that :meth:`restore` takes back."""
        with self.held(deleted=True):
            if self.deleted_at is None:
                self.deleted_at = timezone.now()
                self.save(update_fields=["deleted_at"])
                self.tell(changes.STAGE, changes.ACCESS)

    def restore(self) -> None:
        """Take a deletion back."""
        with self.held(deleted=True):
            if self.deleted_at is not None:
                self.deleted_at = None
                self.save(update_fields=["deleted_at"])
                self.tell(changes.STAGE, changes.ACCESS)

    def duplicate(self, by: User | None = None) -> Workshop:
        """A new draft with the same facilitators and agenda, without people, notes, agreements and date.

        It is ``by``'s, or whose this one is.
        """
        with self.held(*ABOUT, "board_on_phones", "owner"):
            twin = Workshop.objects.create(
                title=_("%(title)s (kopi)") % {"title": texts.shortened(self.title, 112)},
                workplace=self.workplace,
                technology=self.technology,
                minutes=self.minutes,
                groups=self.groups,
                board_on_phones=self.board_on_phones,
                keep_days=self.keep_days,
                owner=by or self.owner,
            )
            twin.facilitators.set(self.facilitators.all())
            for activity in Activity.objects.filter(workshop=self).select_related("question_set"):
                Activity.objects.create(
                    workshop=twin,
                    tool=activity.tool,
                    title=activity.title,
                    position=activity.position,
                    notes_visible=activity.notes_visible,
                    question_set=activity.question_set.copy(),
                )
            return twin

    def follow_up(self, by: User | None = None) -> Workshop:
        """A new draft that looks back on this one: same people in charge, and for each tool what follows it."""
        with self.held("title"):
            twin = self.duplicate(by)
            twin.title = _("Hvordan gik det? %(title)s") % {"title": texts.shortened(self.title, 100)}
            twin.follows = self
            twin.save(update_fields=["title", "follows"])
            for activity in twin.activities.all():
                sequel = QuestionSet.objects.library().filter(key=tools.get(activity.tool).sequel).first()
                if sequel:
                    twin.add_activity(sequel)
                    twin.remove_activity(activity)
            return twin

    def erase_notes(self) -> None:
        """Erase every raw note, mark and seat of a closed workshop. The report stays, and what the room came to."""
        from .notes import Revision
        from .reports import Report

        with self.held("erase_at", deleted=True):
            if not self.is_closed:
                raise Refused(_("Afslut workshoppen, før I sletter sedlerne."))
            if self.notes_erased:
                return
            if any(report.is_being_made for report in Report.objects.defer("html", "pdf").filter(workshop=self)):
                raise Refused(_("Vent, til rapporten er lavet, før I sletter sedlerne."))
            self.notes.all().delete()
            Revision.objects.filter(outcome__workshop=self).delete()
            self.participants.all().delete()  # and with each what was marked
            self.erase_at = None
            self.save(update_fields=["erase_at"])
            self.tell(changes.STAGE)

    def delete_for_good(self) -> None:
        """Delete it with everything in it, its copies of question sets among that."""
        with self.held(deleted=True):
            QuestionSet.objects.filter(activity__workshop=self).delete()
            Workshop.objects.filter(pk=self.pk).delete()

    # --- People ---

    def join(self, participant: Participant | None = None, group: str = "") -> Participant:
        """Give someone a seat; or, when they had one, the same seat under the code that holds now.

        Raises Refused when nobody can join now, or when the facilitator removed that participant.
        """
        from .people import Participant

        with self.held("code", "code_expires_at", "groups"):
            self.check_joining()
            if participant is None:
                participant = Participant(workshop=self)
            else:
                participant.see()
            if participant.removed_at:
                raise Refused(
                    _("Ordstyreren har lukket din plads i workshoppen. Tal med ordstyreren, hvis det er en fejl.")
                )
            participant.code = self.code
            participant.group = group if group in self.groups else participant.group
            participant.save()
            self.tell(changes.SEATS)
            return participant

    def remove(self, participant: Participant) -> None:
        """Take someone's seat. Their notes stay; the facilitator hides those that should go."""
        with self.held():
            participant.see()
            if participant.removed_at is None:
                participant.removed_at = timezone.now()
                participant.save(update_fields=["removed_at"])
                self.tell(changes.SEATS, changes.ACCESS)

    def ask_for_scribe(self, wanted: bool) -> None:
        """Let one participant be the note-taker, whoever says so first; or no longer."""
        with self.held():
            self.scribe_wanted, self.scribe = wanted, None
            self.save(update_fields=["scribe_wanted", "scribe"])
            self.tell(changes.STAGE)

    def be_scribe(self, participant: Participant) -> None:
        """``participant`` takes notes for the room. Raises Refused when nobody is asked for or another was first."""
        with self.held("scribe_wanted", "scribe"):
            if not self.scribe_wanted or self.scribe_id not in (None, participant.pk):
                raise Refused(_("En anden skriver allerede opsummeringen."))
            self.scribe = participant
            self.save(update_fields=["scribe"])
            self.tell(changes.STAGE)

    def begin(self, owner: User) -> None:
        """It is ``owner``'s, who runs it."""
        with self.held():
            self.owner = owner
            self.save(update_fields=["owner"])
            self.facilitators.add(owner)

    def invite(self, email: str, by: User) -> None:
        """Ask whoever has that e-mail to run it too, once however often. Raises Refused when they already do."""
        from .invitations import Invitation

        email = email.strip().lower()
        with self.held():
            if self.facilitators.filter(email__iexact=email).exists():
                raise Refused(_("%s styrer allerede workshoppen.") % email)
            Invitation.objects.get_or_create(workshop=self, email=email, defaults={"by": by})

    def may_take_off(self, facilitator: User, by: User) -> bool:
        """Whether ``by`` can take ``facilitator`` off: oneself, and others where the workshop is one's own.

        The one whose it is stays, until it was handed over. Where it is nobody's, its facilitators are equals.
        """
        if self.owner_id is None:
            return True
        return facilitator.pk != self.owner_id and by.pk in (facilitator.pk, self.owner_id)

    def take_off(self, facilitator: User, by: User) -> None:
        """Take a facilitator off. Raises Refused when ``by`` may not, or when there would be none left."""
        with self.held("owner"):
            if self.facilitators.count() == 1:
                raise Refused(_("Workshoppen skal have mindst én ordstyrer. Inviter en anden først."))
            if not self.may_take_off(facilitator, by):
                if facilitator == by:
                    raise Refused(_("Du er ansvarlig for workshoppen. Gør en anden ansvarlig, før du forlader den."))
                said = _("Kun %s, som er ansvarlig for workshoppen, kan fjerne en anden ordstyrer.")
                raise Refused(said % self.owner)
            if self.facilitators.contains(facilitator):
                self.facilitators.remove(facilitator)
                self.tell(changes.ACCESS)

    def hand_over(self, to: User, by: User) -> None:
        """Make it the facilitator ``to``'s. Raises Refused when it is another's than ``by``'s, or ``to`` is none."""
        with self.held("owner"):
            if self.owner_id not in (None, by.pk, to.pk):
                raise Refused(_("Kun %s, som er ansvarlig for workshoppen, kan give den videre.") % self.owner)
            if not self.facilitators.contains(to):
                raise Refused(_("%s er ikke længere ordstyrer her, så workshoppen kan ikke gives videre.") % to)
            self.owner = to
            self.save(update_fields=["owner"])

    def share(self) -> ReportLink:
        """A new link to the report, for a leader."""
        from .reports import ReportLink

        with self.held():
            return ReportLink.objects.create(workshop=self)

    # --- The agenda ---

    def add_activity(self, question_set: QuestionSet) -> Activity:
        """Put a tool on the agenda, last, with its own copy of ``question_set``."""
        with self.reshaping():
            last = Activity.objects.filter(workshop=self).aggregate(models.Max("position"))["position__max"]
            return Activity.objects.create(
                workshop=self,
                tool=question_set.tool,
                title=question_set.title,
                position=0 if last is None else last + 1,
                question_set=question_set.copy(),
            )

    def remove_activity(self, activity: Activity) -> None:
        """Take an activity off the agenda. Raises Refused when something was written or marked in it."""
        inside = {"topic__question_set": activity.question_set_id}
        with self.reshaping():
            if self.notes.filter(**inside).exists():
                raise Refused(_("Der er sedler i punktet, så det kan ikke fjernes. Spring spørgsmålene over i stedet."))
            if self.marks.filter(**inside).exists() or any(
                not each.is_empty for each in self.outcomes.filter(**inside)
            ):
                raise Refused(
                    _("I har allerede brugt punktet, så det kan ikke fjernes. Spring spørgsmål over i stedet.")
                )
            QuestionSet.objects.filter(pk=activity.question_set_id).delete()

    def planned_minutes(self) -> int:
        """The minutes of every question on the agenda together."""
        return sum(activity.planned_minutes() for activity in self.activities.all())

    # --- Where the room is ---

    def route(self) -> list[Stop]:
        """Every stop of the workshop in order: the lobby, the stops of each activity, the agreements."""
        stops = [stop for activity in self.activities.all() for stop in activity.stops()]
        back = [Stop(LOOK_BACK)] if self.follows_id else []
        return [Stop(LOBBY), *back, *stops, Stop(WRAP_UP)]

    @property
    def position(self) -> str:
        """The key of the stop the room is at, as :attr:`Stop.key` writes it."""
        return f"{self.activity_id or 0}.{self.step}.{self.topic_id or 0}.{self.question_id or 0}"

    def stop_in(self, route: list[Stop]) -> Stop:
        """Where the room is in ``route``, with the topic in focus when it is looking at one in close-up."""
        stop = route[self.find(route)]
        if stop.focusable and stop.activity and self.topic_id:
            shown = {place.topic for place in stop.places}
            topics = {topic.pk: topic for topic in stop.activity.question_set.topics.all() if topic.pk in shown}
            return replace(stop, topic=topics.get(self.topic_id))
        return stop

    def find(self, route: list[Stop]) -> int:
        """The index in ``route`` of where the room is. A stop that was taken away counts as the nearest one left:
        the same question's first stop, else the activity's first, else the lobby."""
        keys = [stop.key for stop in route]
        if self.position in keys:
            return keys.index(self.position)
        for index, stop in enumerate(route):
            if stop.focusable and stop.focused_key(self.topic_id or 0) == self.position:
                return index
        for index, stop in enumerate(route):
            if stop.question and stop.question.pk == self.question_id:
                return index
        for index, stop in enumerate(route):
            if stop.activity and stop.activity.pk == self.activity_id:
                return index
        return 0

    def stop(self) -> Stop:
        """Where the room is."""
        return self.stop_in(self.route())

    def advance(self, at: str) -> None:
        """Go to the next stop from the one whose key is ``at``. Two people who press at once advance once."""
        self._move(at, 1)

    def go_back(self, at: str) -> None:
        """Go to the stop before the one whose key is ``at``. Nothing is lost."""
        self._move(at, -1)

    def go_to(self, key: str) -> None:
        """Go to the stop with that key. Raises Refused when the agenda has no such stop (any more)."""
        with self._moving() as route:
            for stop in route:
                if stop.key == key:
                    self._stand_at(stop)
                    return
                for place in stop.places if stop.focusable else ():
                    if stop.focused_key(place.topic) == key:
                        self._stand_at(stop, focus=place.topic)
                        return
            raise Refused(_("Det sted findes ikke længere i dagsordenen. Vælg et andet."))

    def _move(self, at: str, by: int) -> None:
        with self._moving() as route:
            index = self.find(route)
            if self.stop_in(route).key == at and 0 <= index + by < len(route):
                self._stand_at(route[index + by])

    @contextmanager
    def _moving(self) -> Iterator[list[Stop]]:
        """Hold it while the room goes on, with its route as it is now. Raises Refused unless it is open."""
        with self.held(*POSITION, "timer_ends_at"):
            if not self.is_open:
                raise Refused(_("Workshoppen er ikke åben. Åbn den først."))
            yield Workshop.objects.with_route().get(pk=self.pk).route()

    def _stand_at(self, stop: Stop, focus: int = 0) -> None:
        from .outcomes import Outcome

        question_id = stop.question and stop.question.pk
        if self.question_id != question_id:
            self.timer_ends_at = None
        self.activity, self.step, self.question = stop.activity, stop.step.key, stop.question
        self.topic_id = focus or (stop.topic.pk if stop.topic else None)
        self.hints_shown = False
        self.save(update_fields=[*POSITION, "timer_ends_at", "hints_shown"])
        self.tell(changes.STAGE)
        for place in stop.places if stop.step.settles else ():
            if place not in self.settled or not self.settled[place].choice:
                Outcome.objects.settle(self, place, stop.step.settles)

    @cached_property
    def settled(self) -> dict[Place, Outcome]:
        """What the room came to at each place."""
        return self.outcomes.by_place()

    # --- Running it ---

    def start_timer(self, minutes: int) -> None:
        """Count down ``minutes`` from now; with a timer running, add them to what is left."""
        with self.held("timer_ends_at"):
            now = timezone.now()
            start = max(self.timer_ends_at or now, now)
            self._set(changes.TIMER, timer_ends_at=start + dt.timedelta(minutes=minutes))

    def stop_timer(self) -> None:
        """Take the timer away."""
        self._set(changes.TIMER, timer_ends_at=None)

    def set_board_on_phones(self, shown: bool) -> None:
        """Show what the wall shows on the phones too, or no longer."""
        self._set(changes.STAGE, board_on_phones=shown)

    def show_hints(self, shown: bool) -> None:
        """Unfold the inspiration on the wall, or fold it again. It folds by itself when the room goes on."""
        self._set(changes.STAGE, hints_shown=shown)

    def _set(self, what: str, **changed: object) -> None:
        with self.held():
            for name, value in changed.items():
                setattr(self, name, value)
            self.save(update_fields=list(changed))
            self.tell(what)

    def question_at(self, place: Place) -> Question | None:
        """The question of ``place``, with its set at hand, one left out too; None when this workshop has no such place.

        It is for what was written there. Whether something can be written is :meth:`question_for`.
        """
        return agendas.at_hand(self).question_at(place)

    def question_for(self, use: places.Use, place: Place) -> Question:
        """The question of ``place``, a place that came in by a form, where it is for ``use`` as the agenda is now.

        Raises Gone where it is not on the agenda or left out, Refused where it is not for that.
        """
        return places.question_for(agendas.at_hand(self), use, place)

    def takes(self, use: places.Use, place: Place) -> bool:
        """Whether ``place`` is on the agenda, not left out, and for ``use``."""
        return places.takes(agendas.at_hand(self), use, place)

    def is_writable(self, place: Place) -> bool:
        """Whether notes are taken at ``place``: the workshop is open and the facilitator has not closed it."""
        if agenda := agendas.kept(self):
            return self.is_open and place not in agenda.closed
        closed = Closure.objects.filter(workshop=self.pk, topic=place.topic, question=place.question)
        return self.is_open and not closed.exists()

    def close_place(self, place: Place) -> None:
        """Take no more notes at ``place``, late ones neither. Raises Refused where none are taken."""
        with self.reshaping():
            self.question_for("close", place)
            Closure.objects.get_or_create(workshop=self, topic_id=place.topic, question_id=place.question)

    def open_place(self, place: Place) -> None:
        """Take notes at ``place`` again. Raises Refused where none are taken."""
        with self.reshaping():
            self.question_for("close", place)
            Closure.objects.filter(workshop=self, topic=place.topic, question=place.question).delete()


class Activity(models.Model):
    """A tool on a workshop's agenda, with its own copy of a question set."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="activities")
    tool = models.CharField(max_length=30)
    title = models.CharField(gettext_lazy("titel"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)
    notes_visible = models.BooleanField(gettext_lazy("sedlerne vises, mens der skrives"), default=False)
    question_set = models.OneToOneField(QuestionSet, models.CASCADE, related_name="activity")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title

    def stops(self) -> Iterable[Stop]:
        """This activity's stops in order."""
        return tools.get(self.tool).stops(self)

    def asked(self) -> list[Question]:
        """The questions that are not skipped, each once however many topics it is asked of."""
        return list(dict.fromkeys(question for _topic, question in self.question_set.places()))

    def size(self) -> str:
        """How much of it there is to go through, in the tool's own words."""
        places = [(topic, question) for topic, question in self.question_set.places() if not topic.apart]
        topics, questions = {topic for topic, _question in places}, {question for _topic, question in places}
        return tools.get(self.tool).size(len(questions), len(topics))

    @property
    def item(self) -> str:
        """What one of its questions is called."""
        return str(tools.get(self.tool).item)

    def planned_minutes(self) -> int:
        """The minutes of the questions that are not skipped, together."""
        return sum(question.minutes for question in self.asked())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the workshop, whose row guards this too, and see it as it is now.

        Raises Refused when it was taken off the agenda.
        """
        with self.workshop.held():
            try:
                self.refresh_from_db(fields=["question_set", "notes_visible"])
            except Activity.DoesNotExist:
                raise Refused(_("Punktet er taget af dagsordenen imens.")) from None
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

    def move_item(self, item: Topic | Question, by: int) -> None:
        """Move a topic among its set's topics, or a question among its topic's questions."""
        with self.reshaping():
            self._see(item)
            if isinstance(item, Topic):
                reorder([each for each in self.question_set.topics.all() if each.apart == item.apart], item, by)
            elif item in self.columns():
                reorder(self.columns(), item, by)
            else:
                reorder(list(self.question_set.questions.filter(topic=item.topic_id)), item, by)

    def plan(self, questions: Iterable[Question], notes_visible: bool | None = None) -> None:
        """Store the text, minutes and skipping of questions of this activity, and whether notes show at once."""
        with self.reshaping():
            if notes_visible is not None:
                self.notes_visible = notes_visible
                self.save(update_fields=["notes_visible"])
            Question.objects.bulk_update(questions, ["text", "minutes", "skipped"])

    def ask_too(self, topic: Topic | None, text: str, minutes: int = 10) -> Question:
        """Add a question of the workplace's own, last under ``topic``, that takes what the one before it takes."""
        with self.reshaping():
            if topic:
                self._see(topic)
            last = self.question_set.questions.filter(topic=topic).last()
            return Question.objects.create(
                question_set=self.question_set,
                topic=topic,
                text=text,
                minutes=minutes,
                position=last.position + 1 if last else 0,
                key=last.key if last else "",
                kinds=last.kinds if last else [],
                source=_("Jeres eget spørgsmål"),
            )

    def columns(self) -> list[Question]:
        """The questions that a workplace can add to, rename, hide and reorder, as its tool says."""
        shape = tools.get(self.tool).shape
        if shape is None or not shape.columns:
            return []
        loose = [question for question in self.question_set.questions.all() if question.topic_id is None]
        return [question for question in loose if not shape.key or question.key == shape.key]

    def add_topic(self, title: str) -> Topic:
        """Add a topic of the workplace's own, last of those that do not stand apart."""
        with self.reshaping():
            topics = list(self.question_set.topics.all())
            topic = Topic.objects.create(
                question_set=self.question_set, title=title, position=len(topics), source=_("Jeres egen")
            )
            ahead = [each for each in topics if not each.apart]
            reorder([*ahead, topic, *(each for each in topics if each.apart)], topic, 0)
            return topic

    def add_column(self, text: str) -> Question:
        """Add a column of the workplace's own, last. Raises ValueError when the tool has none to add."""
        shape = tools.get(self.tool).shape
        if shape is None or not shape.add_column:
            raise ValueError(f"{self.tool} takes no more columns.")
        with self.reshaping():
            last, columns = self.question_set.questions.last(), self.columns()
            return Question.objects.create(
                question_set=self.question_set,
                text=text,
                position=last.position + 1 if last else 0,
                minutes=columns[-1].minutes if columns else 10,
                source=_("Jeres egen"),
                key=shape.key,
                kinds=list(shape.takes),
            )

    def rename(self, item: Topic | Question, name: str) -> None:
        """Give a topic or a column another name."""
        field = "title" if isinstance(item, Topic) else "text"
        with self.reshaping():
            self._see(item)
            setattr(item, field, name)
            item.save(update_fields=[field])

    def leave_out(self, item: Topic | Question, left_out: bool = True) -> None:
        """Hide a topic or a question, or take it in again. What was written there stays."""
        with self.reshaping():
            self._see(item)
            item.skipped = left_out
            item.save(update_fields=["skipped"])

    def remove(self, item: Topic | Question) -> None:
        """Take a topic or a column away for good. Raises Refused when something was written or marked there."""
        at = {"topic" if isinstance(item, Topic) else "question": item}
        with self.reshaping():  # what is being written there now is written before or refused
            if any(each.filter(**at).exists() for each in (self.workshop.notes, self.workshop.marks)) or any(
                not outcome.is_empty for outcome in self.workshop.outcomes.filter(**at)
            ):
                raise Refused(_("Der står noget i »%s«. Skjul den i stedet, så går det ikke tabt.") % item)
            item.delete()

    def show_notes(self, shown: bool) -> None:
        """Show notes on the wall while they are written, or first at the step that shows them."""
        with self.held():
            self.notes_visible = shown
            self.save(update_fields=["notes_visible"])
            self.workshop.tell(changes.STAGE)

    def _see(self, item: Topic | Question) -> None:
        """See a topic or a question as it is now. Raises Refused when it was taken away."""
        try:
            item.refresh_from_db()
        except ObjectDoesNotExist:
            raise Refused(ITEM_GONE) from None


class Closure(models.Model):
    """A place where the facilitator takes no more notes."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="closures")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "topic", "question"], name="one_closure_a_place")]

    def __str__(self) -> str:
        return f"closure of {self.topic_id}-{self.question_id}"
