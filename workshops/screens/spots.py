from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count

from ..models import Note, Outcome, Question, Topic, agendas
from ..models.notes import NoteCount, NoteQuerySet
from ..models.outcomes import Choice, choices
from ..place import Place
from ..registry import Kind
from .here import DESK, PHONE, Here

ON_A_PHONE = 200  # notes of others; the rest is on the wall's


@dataclass
class Spot:
    """One place as a screen shows it. ``notes`` and ``marks`` (how many for each choice) hold only what it may show.

    While a place is ``private``, ``count`` is of all that was written there, shown or not; else of what is shown.
    """

    place: Place
    topic: Topic
    question: Question
    notes: list[Note]
    count: int
    hidden: int
    writable: bool
    marks: dict[str, int] = field(default_factory=dict)
    outcome: Outcome | None = None
    example: str = ""
    private: bool = False
    waiting: int = 0

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds of note that can be written here."""
        return self.question.note_kinds()

    @cached_property
    def choices(self) -> list[Choice]:
        """What can be marked here, how many did, and which one the room settled on."""
        return choices(self.question, self.marks, self.outcome)

    @property
    def settled(self) -> Choice | None:
        """The choice that the room settled on."""
        return next((choice for choice in self.choices if choice.settled), None)

    @property
    def holds_something(self) -> bool:
        """Whether the room wrote or settled anything here that the screen may show."""
        return bool(self.notes or (self.outcome and self.outcome.text) or self.settled)


class HasSpots(Here):
    """The places of the stop where the room is, with what this screen may show of each."""

    @property
    def shows_notes(self) -> bool:
        """Whether notes are shown on this screen at this stop."""
        if self.screen == DESK:
            return True
        if self.screen == PHONE and not self.workshop.wall_on_phones:
            return False
        return self.stop.visible

    @property
    def shows_figures(self) -> bool:
        """Whether it is shown how many marked what: once the room has come to see it, never while people mark."""
        return self.stop.step.shows and self.shows_notes

    @cached_property
    def spots(self) -> list[Spot]:
        """The places of this stop with the notes this screen may show."""
        places = self.stop.places
        if not places or not self.stop.activity:
            return []
        topics = {topic.pk: topic for topic in self.stop.activity.question_set.topics.all()}
        questions = {question.pk: question for question in self.stop.activity.question_set.questions.all()}
        closed = agendas.at_hand(self.workshop).closed if self.workshop.pk else frozenset()
        notes: dict[Place, list[Note]] = {place: [] for place in places}
        counts: dict[Place, NoteCount] = {}
        marks: dict[Place, dict[str, int]] = {}
        private = self.stop.private
        settles = bool(self.tool and self.tool.settles)
        if self.shows_notes:
            for note in self.notes:
                if not self.dress(note).taken:
                    notes[note.place].append(note)
            if settles and self.shows_figures:
                marks = self.workshop.figures.at(places).counts()
            counts = {place: NoteCount.of(rows) for place, rows in notes.items()}
        unlisted = private if self.shows_notes else places
        if unlisted and self.screen != PHONE:
            counts |= self.workshop.notes.at(unlisted).counts()
        return [
            Spot(
                place=place,
                topic=topics[place.topic],
                question=questions[place.question],
                notes=notes[place],
                **self.told(place, counts.get(place, NoteCount())),
                writable=self.workshop.is_open and place not in closed,
                marks=marks.get(place, {}),
                outcome=self.workshop.settled.get(place) if settles else None,
                example=self.examples.get(place, ""),
                private=place in private,
            )
            for place in places
        ]

    def told(self, place: Place, count: NoteCount) -> dict[str, int]:
        """What this screen tells of how many notes there are at ``place``, as ``count``, ``hidden`` and ``waiting``."""
        hidden = count.hidden if self.screen == DESK else 0
        if place in self.stop.private:
            return {"count": count.written, "hidden": hidden, "waiting": 0}
        return {"count": count.shown, "hidden": hidden, "waiting": count.waiting if self.screen == DESK else 0}

    @cached_property
    def notes(self) -> list[Note]:
        """The notes of this stop that this screen may show: all of them, on a phone so many."""
        here = self.may_show(self.with_links(self.workshop.notes.at(self.stop.places)))
        return list(here[:ON_A_PHONE] if self.screen == PHONE else here)

    @property
    def helper_reads_here(self) -> bool:
        """Whether the helper reads through what is written in this activity."""
        activity = self.stop.activity
        return bool(self.workshop.helper_reviews and activity and activity.reviews)

    def may_show(self, notes: NoteQuerySet) -> NoteQuerySet:
        """Those of ``notes`` at this stop that this screen may show: a desk shows what waits, and what is hidden, too,
        as far as it is for the desk."""
        return notes.kept().filter(self.workshop.is_on_desk()) if self.screen == DESK else notes.visible()

    def shows(self, note: Note) -> bool:
        """Whether this screen shows a note of this stop now: :meth:`may_show`, of one that is loaded."""
        return not note.withdrawn and (self.may_have_shown(note) if self.screen == DESK else note.is_seen)

    def may_have_shown(self, note: Note) -> bool:
        """Whether a note that this screen does not show now can still stand on it: the room saw it, or the desk had it
        before, to read it through or because it wrote it itself. Of any other it is told nothing."""
        if note.shown or self.screen != DESK:
            return note.shown
        return note.participant_id is None or not (self.helper_reads_here or note.place in self.stop.private)

    @cached_property
    def left_out(self) -> int:
        """How many of the notes a phone leaves out."""
        if self.screen != PHONE or len(self.notes) < ON_A_PHONE:
            return 0
        return self.workshop.notes.at(self.stop.places).visible().count() - ON_A_PHONE

    @cached_property
    def examples(self) -> dict[Place, str]:
        """What the content gives as an example of what could stand at a place, where the tool has cells to fill."""
        if not (self.stop.activity and self.tool and self.tool.text):
            return {}
        hints = self.stop.activity.question_set.hints.exclude(topic=None).exclude(question=None)
        return {Place(*ids): text for *ids, text in hints.values_list("topic", "question", "text")}

    @property
    def shows_others(self) -> bool:
        """Whether a phone has a board: what others wrote and marked."""
        return self.shows_notes and bool(self.spots)

    @property
    def settling(self) -> bool:
        """Whether the room settles things at this stop, from this screen."""
        return self.stop.step.shows and self.running

    @cached_property
    def answered(self) -> dict[int, int]:
        """How many have marked something at each question of this stop, by its id."""
        return self.workshop.marks.seated().at(self.stop.places).answered()

    @cached_property
    def voters(self) -> int:
        """How many have marked something at this stop."""
        return self.workshop.marks.seated().at(self.stop.places).voters()

    def with_links(self, notes: NoteQuerySet) -> NoteQuerySet:
        """``notes`` with what they answer, where this activity has questions whose notes answer others."""
        activity = self.stop.activity
        linked = activity and any(question.answers_id for question in activity.question_set.questions.all())
        return notes.with_links() if linked else notes

    def dress(self, note: Note) -> Note:
        """Give a note its kind (word, symbol) and the workshop at hand, so that drawing it asks nothing more."""
        note.workshop = self.workshop
        if self.tool:
            note.look = self.tool.kind(note.kind)
            answers = self.stop.question and self.stop.question.answers_id
            note.seeks_answers = note.look.asks and answers == note.question_id
        return note

    @cached_property
    def writable(self) -> list[Spot]:
        """The places that take notes at this stop."""
        if not self.stop.step.writes:
            return []
        asked = self.stop.question
        return [each for each in self.spots if each.writable and each.kinds and asked in (None, each.question)]

    @cached_property
    def marking(self) -> list[Spot]:
        """The places that phones mark at this stop."""
        if not self.stop.step.marks:
            return []
        return [spot for spot in self.spots if spot.writable and spot.question.choices()]

    @property
    def picks(self) -> bool:
        """Whether a phone picks one of several places to write at."""
        return len(self.writable) > 1

    @property
    def phones_choose(self) -> bool:
        """Whether phones choose here: what they mark, or where they write."""
        return bool(self.marking) or self.picks

    @property
    def takes_proposals(self) -> bool:
        """Whether the room takes what notes propose into a text of its own."""
        return self.tool is not None and self.tool.text == "agreed"

    @property
    def closable(self) -> list[Spot]:
        """The place of this stop that can be closed for notes, or opened: the only one, or the one in focus."""
        own = [spot for spot in self.shown if spot.question == self.stop.question]
        return own if len(own) == 1 else []

    @property
    def summed_up(self) -> Spot | None:
        """The place that the room's summary is of: the one of this stop, where its tool has summaries."""
        return self.spots[0] if self.tool and self.tool.text == "summary" and len(self.spots) == 1 else None

    @property
    def writing(self) -> Spot | None:
        """The one place the phone's form is for; None when there is none, or one of several is to be picked first."""
        return self.writable[0] if len(self.writable) == 1 else None

    @property
    def shown(self) -> list[Spot]:
        """The places to draw: all of this stop's, or those of the topic in focus."""
        focus = self.stop.close_up
        return [spot for spot in self.spots if focus is None or spot.topic == focus]

    @property
    def focuses(self) -> list[tuple[Topic, str]]:
        """The topics this stop can look at in close-up, each with the key that does."""
        topics = dict.fromkeys(spot.topic for spot in self.spots)
        return [(topic, self.stop.focused_key(topic.pk)) for topic in topics]

    @cached_property
    def tally(self) -> dict[int, dict[str, int]]:
        """How many notes of each kind each topic of the activity has, hidden ones left out: for an overview."""
        rows: dict[int, dict[str, int]] = {}
        if self.stop.activity:
            notes = self.workshop.notes.visible().filter(topic__question_set=self.stop.activity.question_set_id)
            for topic, kind, n in notes.order_by().values_list("topic", "kind").annotate(n=Count("pk")):
                rows.setdefault(topic, {})[kind] = n
        return rows
