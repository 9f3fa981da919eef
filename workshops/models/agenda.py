from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import tools
from ..codes import new_code
from ..errors import Refused
from ..live import changes
from ..tools import LOBBY, LOOK_BACK, WRAP_UP, Place, Stop
from . import agendas
from .library import Question, QuestionSet, Topic, reorder

if TYPE_CHECKING:
    from .outcomes import Outcome
    from .people import Participant, User

CODE_HOLDS = dt.timedelta(hours=24)


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
            raise Refused(_("Vi kender ikke koden. Se på tavlen, og prøv igen."))
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

    # --- Verbs on the whole ---

    def changed(self, *what: str) -> None:
        """Count a change of this workshop and tell its screens ``what`` changed."""
        self.count()
        self.tell(*what)

    def count(self) -> int:
        """Count a change, and see the workshop's state as it is now; the row is this transaction's until it ends.

        Returns the new version.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE workshops_workshop SET version = version + 1 WHERE id = %s "
                "RETURNING version, state, stage_version",
                [self.pk],
            )
            self.version, self.state, self.stage_version = cursor.fetchone()
        return self.version

    def tell(self, *what: str) -> None:
        """Tell the screens of the change just counted, once the transaction commits.

        ``what`` names what changed (see :class:`~workshops.live.changes.Change`).
        """
        if not changes.are_light(what):
            self.stage_version = self.version
            self.save(update_fields=["stage_version"])
        changes.publish(changes.Change(self.pk, self.version, what))

    def reshaped(self) -> None:
        """Count and tell a change of the agenda or what is on it, and see that it may still be changed.

        Raises Refused once the workshop is closed: its report tells of what was asked then.
        """
        self.count()
        self.check_shaping()
        self.tell(changes.STAGE)

    def check_shaping(self) -> None:
        """Raise Refused once it is closed; its state must have been seen (:meth:`count`) in this transaction."""
        if self.is_closed:
            raise Refused(_("Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først."))

    @transaction.atomic
    def open(self) -> None:
        """Let people in, starting in the lobby; or, when it was closed, let them back in where it stopped.

        Raises Refused once the notes are erased: closed again, its report would be made anew, without them.
        """
        if self.is_open:
            return
        if self.notes_erased:
            raise Refused(_("Sedlerne er slettet, så workshoppen kan ikke åbnes igen. Lav en kopi i stedet."))
        self.state, self.closed_at, self.erase_at = self.State.OPEN, None, None
        self.opened_at = self.opened_at or timezone.now()
        self.code_expires_at = timezone.now() + CODE_HOLDS
        self.save(update_fields=["state", "closed_at", "erase_at", "opened_at", "code_expires_at"])
        self.changed(changes.STAGE, changes.ACCESS)

    @transaction.atomic
    def close(self) -> None:
        """End joining and writing, and ask for the report."""
        from .reports import Report

        if not self.is_open:
            raise Refused(_("Workshoppen er ikke åben, så den kan ikke afsluttes."))
        now = timezone.now()
        self.state, self.closed_at, self.timer_ends_at = self.State.CLOSED, now, None
        self.erase_at = now + dt.timedelta(days=self.keep_days)
        self.save(update_fields=["state", "closed_at", "erase_at", "timer_ends_at"])
        self.changed(changes.STAGE, changes.ACCESS)
        Report.objects.get_or_create(workshop=self)[0].ask_for()

    @transaction.atomic
    def describe(self) -> None:
        """Store what it is about, when it is, its groups and how long notes are kept, and show it on the screens.

        Nothing else is stored: the room may have moved on since this object was loaded.
        """
        if self.closed_at and self.erase_at:
            self.erase_at = self.closed_at + dt.timedelta(days=self.keep_days)
        about = ["title", "workplace", "technology", "starts_at", "minutes", "groups", "keep_days", "erase_at"]
        self.save(update_fields=about)
        self.changed(changes.STAGE)

    @transaction.atomic
    def renew_code(self) -> None:
        """A new join code. Whoever is in must join again with it, and comes back to the same seat."""
        self.code_expires_at = timezone.now() + CODE_HOLDS
        for _attempt in range(5):
            self.code = new_code()
            try:
                with transaction.atomic():
                    self.save(update_fields=["code", "code_expires_at"])
                break
            except IntegrityError:
                continue
        self.changed(changes.STAGE, changes.ACCESS)

    @transaction.atomic
    def discard(self) -> None:
        """Delete it, in a way that :meth:`restore` takes back."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at"])
        self.changed(changes.STAGE, changes.ACCESS)

    @transaction.atomic
    def restore(self) -> None:
        """Take a deletion back."""
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])
        self.changed(changes.STAGE, changes.ACCESS)

    @transaction.atomic
    def duplicate(self) -> Workshop:
        """A new draft with the same facilitators and agenda, without people, notes, agreements and date."""
        twin = Workshop.objects.create(
            title=_("%(title)s (kopi)") % {"title": self.title[:112]},
            workplace=self.workplace,
            technology=self.technology,
            minutes=self.minutes,
            groups=self.groups,
            board_on_phones=self.board_on_phones,
            keep_days=self.keep_days,
        )
        twin.facilitators.set(self.facilitators.all())
        for activity in self.activities.select_related("question_set"):
            Activity.objects.create(
                workshop=twin,
                tool=activity.tool,
                title=activity.title,
                position=activity.position,
                notes_visible=activity.notes_visible,
                question_set=activity.question_set.copy(),
            )
        return twin

    @transaction.atomic
    def follow_up(self) -> Workshop:
        """A new draft that looks back on this one: same people in charge, and for each tool what follows it."""
        twin = self.duplicate()
        twin.title = _("Hvordan gik det? %(title)s") % {"title": self.title[:100]}
        twin.follows = self
        twin.save(update_fields=["title", "follows"])
        for activity in twin.activities.all():
            sequel = QuestionSet.objects.library().filter(key=tools.get(activity.tool).sequel).first()
            if sequel:
                twin.add_activity(sequel)
                twin.remove_activity(activity)
        return twin

    @transaction.atomic
    def erase_notes(self) -> None:
        """Erase every raw note, mark and seat of a closed workshop. The report stays, and what the room came to."""
        from .notes import Revision
        from .reports import Report

        if not self.is_closed:
            raise Refused(_("Afslut workshoppen, før I sletter sedlerne."))
        if any(report.is_being_made for report in Report.objects.defer("html", "pdf").filter(workshop=self)):
            raise Refused(_("Vent, til rapporten er lavet, før I sletter sedlerne."))
        self.notes.all().delete()
        Revision.objects.filter(outcome__workshop=self).delete()
        self.participants.all().delete()  # and with each what was marked
        self.erase_at = None
        self.save(update_fields=["erase_at"])
        self.changed(changes.STAGE)

    @transaction.atomic
    def delete_for_good(self) -> None:
        """Delete it with everything in it, its copies of question sets among that."""
        QuestionSet.objects.filter(activity__workshop=self).delete()
        self.delete()

    # --- People ---

    @transaction.atomic
    def join(self, participant: Participant | None = None, group: str = "") -> Participant:
        """Give someone a seat; or, when they had one, the same seat under the code that holds now.

        Raises Refused when nobody can join now, or when the facilitator removed that participant.
        """
        from .people import Participant

        self.check_joining()
        if participant is None:
            participant = Participant(workshop=self)
        elif participant.removed_at:
            raise Refused(
                _("Ordstyreren har lukket din plads i workshoppen. Tal med ordstyreren, hvis det er en fejl.")
            )
        participant.code = self.code
        participant.group = group if group in self.groups else participant.group
        participant.save()
        self.changed(changes.SEATS)
        return participant

    @transaction.atomic
    def remove(self, participant: Participant) -> None:
        """Take someone's seat. Their notes stay; the facilitator hides those that should go."""
        participant.removed_at = timezone.now()
        participant.save(update_fields=["removed_at"])
        self.changed(changes.SEATS, changes.ACCESS)

    @transaction.atomic
    def ask_for_scribe(self, wanted: bool) -> None:
        """Let one participant be the note-taker, whoever says so first; or no longer."""
        self.scribe_wanted, self.scribe = wanted, None
        self.save(update_fields=["scribe_wanted", "scribe"])
        self.changed(changes.STAGE)

    @transaction.atomic
    def be_scribe(self, participant: Participant) -> None:
        """``participant`` takes notes for the room. Raises Refused when nobody is asked for or another was first."""
        self.count()  # two who say so at once queue for the row
        self.refresh_from_db(fields=["scribe_wanted", "scribe"])
        if not self.scribe_wanted or self.scribe_id not in (None, participant.pk):
            raise Refused(_("En anden skriver allerede opsummeringen."))
        self.scribe = participant
        self.save(update_fields=["scribe"])
        self.tell(changes.STAGE)

    @transaction.atomic
    def take_off(self, facilitator: User) -> None:
        """Take a facilitator off. Raises Refused when there would be none left."""
        self.changed(changes.ACCESS)  # first: two who take each other off at once must queue for the row
        if self.facilitators.count() == 1:
            raise Refused(_("Workshoppen skal have mindst én ordstyrer. Tilføj en anden først."))
        self.facilitators.remove(facilitator)

    # --- The agenda ---

    @transaction.atomic
    def add_activity(self, question_set: QuestionSet) -> Activity:
        """Put a tool on the agenda, last, with its own copy of ``question_set``."""
        last = self.activities.aggregate(models.Max("position"))["position__max"]
        activity = Activity.objects.create(
            workshop=self,
            tool=question_set.tool,
            title=question_set.title,
            position=0 if last is None else last + 1,
            question_set=question_set.copy(),
        )
        self.reshaped()
        return activity

    @transaction.atomic
    def remove_activity(self, activity: Activity) -> None:
        """Take an activity off the agenda. Raises Refused when something was written or marked in it."""
        inside = {"topic__question_set": activity.question_set_id}
        if self.notes.filter(**inside).exists():
            raise Refused(_("Der er sedler i punktet, så det kan ikke fjernes. Spring spørgsmålene over i stedet."))
        if self.marks.filter(**inside).exists() or any(not each.is_empty for each in self.outcomes.filter(**inside)):
            raise Refused(_("I har allerede brugt punktet, så det kan ikke fjernes. Spring spørgsmål over i stedet."))
        activity.question_set.delete()
        self.reshaped()

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

    @transaction.atomic
    def go_to(self, key: str) -> None:
        """Go to the stop with that key. Raises Refused when the agenda has no such stop (any more)."""
        if not self.is_open:
            raise Refused(_("Workshoppen er ikke åben. Åbn den først."))
        for stop in self.route():
            if stop.key == key:
                self._stand_at(stop)
                return
            for place in stop.places if stop.focusable else ():
                if stop.focused_key(place.topic) == key:
                    self._stand_at(stop, focus=place.topic)
                    return
        raise Refused(_("Det sted findes ikke længere i dagsordenen. Vælg et andet."))

    @transaction.atomic
    def _move(self, at: str, by: int) -> None:
        here = Workshop.objects.with_route().select_for_update().get(pk=self.pk)
        if not here.is_open:
            raise Refused(_("Workshoppen er ikke åben. Åbn den først."))
        route = here.route()
        index = here.find(route)
        if here.stop_in(route).key == at and 0 <= index + by < len(route):
            self._stand_at(route[index + by])

    def _stand_at(self, stop: Stop, focus: int = 0) -> None:
        from .outcomes import Outcome

        question_id = stop.question and stop.question.pk
        if self.question_id != question_id:
            self.timer_ends_at = None
        self.activity, self.step, self.question = stop.activity, stop.step.key, stop.question
        self.topic_id = focus or (stop.topic.pk if stop.topic else None)
        self.hints_shown = False
        self.save(update_fields=["activity", "step", "topic", "question", "timer_ends_at", "hints_shown"])
        self.changed(changes.STAGE)
        for place in stop.places if stop.step.settles else ():
            if place not in self.settled or not self.settled[place].choice:
                Outcome.objects.settle(self, place, stop.step.settles)

    @cached_property
    def settled(self) -> dict[Place, Outcome]:
        """What the room came to at each place."""
        return self.outcomes.by_place()

    # --- Running it ---

    @transaction.atomic
    def start_timer(self, minutes: int) -> None:
        """Count down ``minutes`` from now; with a timer running, add them to what is left."""
        now = timezone.now()
        start = max(self.timer_ends_at or now, now)
        self.timer_ends_at = start + dt.timedelta(minutes=minutes)
        self.save(update_fields=["timer_ends_at"])
        self.changed(changes.TIMER)

    @transaction.atomic
    def stop_timer(self) -> None:
        """Take the timer away."""
        self.timer_ends_at = None
        self.save(update_fields=["timer_ends_at"])
        self.changed(changes.TIMER)

    @transaction.atomic
    def set_board_on_phones(self, shown: bool) -> None:
        """Show what the wall shows on the phones too, or no longer."""
        self.board_on_phones = shown
        self.save(update_fields=["board_on_phones"])
        self.changed(changes.STAGE)

    @transaction.atomic
    def show_hints(self, shown: bool) -> None:
        """Unfold the inspiration on the wall, or fold it again. It folds by itself when the room goes on."""
        self.hints_shown = shown
        self.save(update_fields=["hints_shown"])
        self.changed(changes.STAGE)

    def question_at(self, place: Place) -> Question | None:
        """The question of ``place``, with its set at hand; None when this workshop has no such place."""
        return agendas.at_hand(self).question_at(place)

    def questions_at(self, places: Iterable[Place]) -> dict[Place, Question]:
        """The question of each of ``places`` that is on the agenda of this workshop, what is left out not included."""
        wanted = set(places)
        ours = {"question_set__activity__workshop": self, "skipped": False}
        topics = Topic.objects.filter(pk__in={place.topic for place in wanted}, **ours).in_bulk()
        asked = Question.objects.filter(pk__in={place.question for place in wanted}, **ours)
        questions = asked.select_related("question_set").in_bulk()
        return {
            place: questions[place.question]
            for place in wanted
            if place.topic in topics
            and place.question in questions
            and questions[place.question].question_set_id == topics[place.topic].question_set_id
            and questions[place.question].is_asked_of(topics[place.topic])
        }

    def is_writable(self, place: Place) -> bool:
        """Whether notes are taken at ``place``: the workshop is open and the facilitator has not closed it."""
        if agenda := agendas.kept(self):
            return self.is_open and place not in agenda.closed
        closed = Closure.objects.filter(workshop=self.pk, topic=place.topic, question=place.question)
        return self.is_open and not closed.exists()

    @transaction.atomic
    def close_place(self, place: Place) -> None:
        """Take no more notes at ``place``, late ones neither."""
        Closure.objects.get_or_create(workshop=self, topic_id=place.topic, question_id=place.question)
        self.changed(changes.STAGE)

    @transaction.atomic
    def open_place(self, place: Place) -> None:
        """Take notes at ``place`` again."""
        Closure.objects.filter(workshop=self, topic=place.topic, question=place.question).delete()
        self.changed(changes.STAGE)


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

    @transaction.atomic
    def move(self, by: int) -> None:
        """Move up (-1) or down (1) on the agenda."""
        reorder(list(self.workshop.activities.all()), self, by)
        self.workshop.reshaped()

    @transaction.atomic
    def move_item(self, item: Topic | Question, by: int) -> None:
        """Move a topic among its set's topics, or a question among its topic's questions."""
        if isinstance(item, Topic):
            reorder([each for each in self.question_set.topics.all() if each.apart == item.apart], item, by)
        elif item in self.columns():
            reorder(self.columns(), item, by)
        else:
            reorder(list(self.question_set.questions.filter(topic=item.topic_id)), item, by)
        self.workshop.reshaped()

    @transaction.atomic
    def plan(self, questions: Iterable[Question], notes_visible: bool | None = None) -> None:
        """Store the text, minutes and skipping of questions of this activity, and whether notes show at once."""
        if notes_visible is not None:
            self.notes_visible = notes_visible
            self.save(update_fields=["notes_visible"])
        Question.objects.bulk_update(questions, ["text", "minutes", "skipped"])
        self.workshop.reshaped()

    @transaction.atomic
    def ask_too(self, topic: Topic | None, text: str, minutes: int = 10) -> Question:
        """Add a question of the workplace's own, last under ``topic``, that takes what the one before it takes."""
        last = self.question_set.questions.filter(topic=topic).last()
        question = Question.objects.create(
            question_set=self.question_set,
            topic=topic,
            text=text,
            minutes=minutes,
            position=last.position + 1 if last else 0,
            key=last.key if last else "",
            kinds=last.kinds if last else [],
            source=_("Jeres eget spørgsmål"),
        )
        self.workshop.reshaped()
        return question

    def columns(self) -> list[Question]:
        """The questions that a workplace can add to, rename, hide and reorder, as its tool says."""
        shape = tools.get(self.tool).shape
        if shape is None or not shape.columns:
            return []
        loose = [question for question in self.question_set.questions.all() if question.topic_id is None]
        return [question for question in loose if not shape.key or question.key == shape.key]

    @transaction.atomic
    def add_topic(self, title: str) -> Topic:
        """Add a topic of the workplace's own, last of those that do not stand apart."""
        topics = list(self.question_set.topics.all())
        topic = Topic.objects.create(
            question_set=self.question_set, title=title, position=len(topics), source=_("Jeres egen")
        )
        ahead = [each for each in topics if not each.apart]
        reorder([*ahead, topic, *(each for each in topics if each.apart)], topic, 0)
        self.workshop.reshaped()
        return topic

    @transaction.atomic
    def add_column(self, text: str) -> Question:
        """Add a column of the workplace's own, last. Raises ValueError when the tool has none to add."""
        shape = tools.get(self.tool).shape
        if shape is None or not shape.add_column:
            raise ValueError(f"{self.tool} takes no more columns.")
        last, columns = self.question_set.questions.last(), self.columns()
        question = Question.objects.create(
            question_set=self.question_set,
            text=text,
            position=last.position + 1 if last else 0,
            minutes=columns[-1].minutes if columns else 10,
            source=_("Jeres egen"),
            key=shape.key,
            kinds=list(shape.takes),
        )
        self.workshop.reshaped()
        return question

    @transaction.atomic
    def rename(self, item: Topic | Question, name: str) -> None:
        """Give a topic or a column another name."""
        field = "title" if isinstance(item, Topic) else "text"
        setattr(item, field, name)
        item.save(update_fields=[field])
        self.workshop.reshaped()

    @transaction.atomic
    def leave_out(self, item: Topic | Question, left_out: bool = True) -> None:
        """Hide a topic or a question, or take it in again. What was written there stays."""
        item.skipped = left_out
        item.save(update_fields=["skipped"])
        self.workshop.reshaped()

    @transaction.atomic
    def remove(self, item: Topic | Question) -> None:
        """Take a topic or a column away for good. Raises Refused when something was written or marked there."""
        self.workshop.count()  # first: what is being written there now is written before or refused
        self.workshop.check_shaping()
        at = {"topic" if isinstance(item, Topic) else "question": item}
        if any(each.filter(**at).exists() for each in (self.workshop.notes, self.workshop.marks)) or any(
            not outcome.is_empty for outcome in self.workshop.outcomes.filter(**at)
        ):
            raise Refused(_("Der står noget i »%s«. Skjul den i stedet, så går det ikke tabt.") % item)
        item.delete()
        self.workshop.tell(changes.STAGE)

    @transaction.atomic
    def show_notes(self, shown: bool) -> None:
        """Show notes on the wall while they are written, or first at the step that shows them."""
        self.notes_visible = shown
        self.save(update_fields=["notes_visible"])
        self.workshop.changed(changes.STAGE)


class Closure(models.Model):
    """A place where the facilitator takes no more notes."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="closures")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "topic", "question"], name="one_closure_a_place")]

    def __str__(self) -> str:
        return f"closure of {self.topic_id}-{self.question_id}"
