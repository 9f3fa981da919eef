"""What each kind of screen shows of a workshop, whole or only what changed.

The same partials draw a page when it is opened, the reply to a press of a button and what the stream sends. Each
top-level element of what is rendered here has an id and ``data-live``; ``static/js/live.js`` puts it in the place of
the element with that id.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, prefetch_related_objects
from django.template.loader import render_to_string

from . import tools
from .live import changes
from .models import (
    Activity,
    Agreement,
    Hint,
    Mark,
    Note,
    Outcome,
    Participant,
    Question,
    QuestionSet,
    Report,
    Topic,
    Workshop,
    agendas,
)
from .models.notes import NoteQuerySet
from .models.outcomes import Choice, choices
from .tools import Place, Stop

WALL, DESK, PHONE = "wall", "desk", "phone"

PARTS = {
    WALL: {
        changes.STAGE: "wall/_stage.html",
        changes.SEATS: "wall/_seats.html",
        changes.AGREEMENTS: "wall/_agreements.html",
        changes.TIMER: "workshops/_timer.html",
    },
    DESK: {
        changes.STAGE: "desk/_stage.html",
        changes.SEATS: "desk/_seats.html",
        changes.AGREEMENTS: "desk/_agreements.html",
        changes.TIMER: "workshops/_timer.html",
    },
    PHONE: {changes.STAGE: "phone/_stage.html", changes.TIMER: "workshops/_timer.html"},
}
WHOLE = {
    WALL: [changes.STAGE],
    DESK: [changes.STAGE, changes.SEATS, changes.AGREEMENTS, changes.TIMER],
    PHONE: [changes.STAGE, changes.TIMER],
}
MY_NOTES = 5000  # notes kept as drawn; 2 kB each
ON_A_PHONE = 200  # notes of others; the whole board is the wall's
LATELY = 2.0  # seconds
FEW = 300  # participants that are asked for by name; of more, all are loaded


@dataclass
class Ballot:
    """One place in a phone's form for marking: what it is called there, and what was marked.

    Where the topics come in groups, they are many: what each is ``about`` is then ``folded``. ``introduced`` is what
    begins those under the same heading.
    """

    board: Board
    label: str
    about: str
    heading: str
    chosen: str
    folded: bool = False
    introduced: str = ""


@dataclass
class Board:
    """One place as a screen shows it. ``notes`` and ``marks`` (how many for each choice) hold only what it may show."""

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

    @cached_property
    def kinds(self) -> list[tools.Kind]:
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


@dataclass
class Line:
    """A line of the agenda on the desk: a heading, or a stop to jump to."""

    heading: str = ""
    style: str = ""
    text: str = ""
    stop: Stop | None = None
    here: bool = False


@dataclass
class Scene:
    """What a kind of screen shows of a workshop now: the input of all its templates."""

    workshop: Workshop
    screen: str
    route: list[Stop] = field(init=False)
    index: int = field(init=False)

    def __post_init__(self) -> None:
        self.route = self.workshop.route()
        self.index = self.workshop.find(self.route)

    @classmethod
    def of(cls, workshop_id: int, screen: str) -> Scene:
        """The scene of the workshop with that id. Raises Workshop.DoesNotExist when it is gone."""
        return cls(Workshop.objects.at_hand(workshop_id), screen)

    @cached_property
    def stop(self) -> Stop:
        """Where the room is, with what it has in focus."""
        return self.workshop.stop_in(self.route)

    @property
    def next(self) -> Stop | None:
        """The stop after this one."""
        return self.route[self.index + 1] if self.index + 1 < len(self.route) else None

    @property
    def previous(self) -> Stop | None:
        """The stop before this one."""
        return self.route[self.index - 1] if self.index else None

    @property
    def tool(self) -> tools.Tool | None:
        """The tool in use."""
        return tools.get(self.stop.activity.tool) if self.stop.activity else None

    @property
    def steps(self) -> list[Stop]:
        """The way through the activity, or through the question in focus where its steps come anew for each; steps
        that are one part together count once."""
        here = self.route[self.index]
        if here.activity is None:
            return []
        same = [s for s in self.route if s.activity == here.activity]
        if here.step.per_question and not here.step.part:
            return [s for s in same if s.question == here.question and s.topic == here.topic]
        return list({str(s.step.name): s for s in reversed(same)}.values())[::-1]

    @property
    def agenda(self) -> list[Line]:
        """The whole way as a list to jump in: by question under its topic, or by step where a tool goes by steps."""
        lines: list[Line] = []
        activity: Activity | None = None
        topic: Topic | None = None
        here = self.route[self.index]
        for stop in self.route:
            if stop.activity != activity:
                activity, topic = stop.activity, None
                lines += [Line(heading=str(activity), style="route__activity")] if activity else []
            by_question = stop.step.per_question
            if by_question and stop.topic != topic:
                lines.append(Line(heading=str(stop.topic), style="route__topic"))
            topic = stop.topic if by_question else None
            text = str(stop.question if by_question else stop.step.title)
            if not by_question and stop.topic:
                text = str(stop.topic)
            same = by_question and lines[-1].stop and lines[-1].stop.question == stop.question
            if same:
                lines[-1].here = lines[-1].here or stop is here
            else:
                lines.append(Line(text=text, stop=stop, here=stop is here))
        return lines

    @cached_property
    def numbers(self) -> tuple[int, int]:
        """Which question of its activity this is, and of how many: ``(3, 12)``. Zeros outside the questions."""
        same = [s for s in self.route if s.activity == self.stop.activity and s.step.per_question]
        if self.stop.topic:  # a round before the first card is no card
            same = [s for s in same if s.topic and s.topic.apart == self.stop.topic.apart]
        asked = list(dict.fromkeys(s.question.pk for s in same if s.question))
        here = self.stop.question
        return (asked.index(here.pk) + 1, len(asked)) if here and here.pk in asked else (0, len(asked))

    @property
    def shows_notes(self) -> bool:
        """Whether notes are shown on this screen at this stop."""
        if self.screen == DESK:
            return True
        if self.screen == PHONE and not self.workshop.board_on_phones:
            return False
        return self.stop.visible

    @cached_property
    def boards(self) -> list[Board]:
        """The places of this stop with the notes this screen may show."""
        places = self.stop.places
        if not places or not self.stop.activity:
            return []
        topics = {topic.pk: topic for topic in self.stop.activity.question_set.topics.all()}
        questions = {question.pk: question for question in self.stop.activity.question_set.questions.all()}
        closed = agendas.at_hand(self.workshop).closed if self.workshop.pk else frozenset()
        notes: dict[Place, list[Note]] = {place: [] for place in places}
        marks: dict[Place, dict[str, int]] = {}
        settles = bool(self.tool and self.tool.settles)
        if self.shows_notes:
            for note in self.notes:
                if not self.dress(note).taken:
                    notes[note.place].append(note)
            if self.tool and settles and (self.stop.step.shows or not self.tool.fewest):
                marks = self.workshop.marks.counted().at(places).counts(self.tool.fewest)
            counts = {place: sum(not n.hidden for n in rows) for place, rows in notes.items()}
        else:
            counts = {} if self.screen == PHONE else self.workshop.notes.at(places).visible().counts()
        return [
            Board(
                place,
                topics[place.topic],
                questions[place.question],
                notes[place],
                counts.get(place, 0),
                sum(note.hidden for note in notes[place]),
                self.workshop.is_open and place not in closed,
                marks.get(place, {}),
                self.workshop.settled.get(place) if settles else None,
                self.examples.get(place, ""),
            )
            for place in places
        ]

    @cached_property
    def notes(self) -> list[Note]:
        """The notes of this stop that this screen may show: all of them, on a phone the newest."""
        kept = self.with_links(self.workshop.notes.at(self.stop.places).kept())
        if self.screen == PHONE:
            return list(kept.visible().order_by("-pk")[:ON_A_PHONE])[::-1]
        return list(kept if self.screen == DESK else kept.visible())

    @cached_property
    def left_out(self) -> int:
        """How many of the notes a phone leaves out."""
        if self.screen != PHONE or len(self.notes) < ON_A_PHONE:
            return 0
        return self.workshop.notes.at(self.stop.places).visible().count() - ON_A_PHONE

    @cached_property
    def examples(self) -> dict[Place, str]:
        """What the content gives as an example of what could stand at a place, where the tool has cells to fill."""
        if not (self.stop.activity and self.tool and self.tool.cell):
            return {}
        hints = self.stop.activity.question_set.hints.exclude(topic=None).exclude(question=None)
        return {Place(*ids): text for *ids, text in hints.values_list("topic", "question", "text")}

    @property
    def settling(self) -> bool:
        """Whether the room settles things at this stop, from this screen."""
        return self.stop.step.shows and self.workshop.is_open and self.screen != PHONE

    @cached_property
    def answered(self) -> dict[int, int]:
        """How many have marked something at each question of this stop, by its id."""
        return self.workshop.marks.counted().at(self.stop.places).answered()

    @cached_property
    def voters(self) -> int:
        """How many have marked something at this stop."""
        return self.workshop.marks.counted().at(self.stop.places).voters()

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
        return note

    @cached_property
    def writable(self) -> list[Board]:
        """The places that take notes at this stop."""
        if not self.stop.step.writes:
            return []
        asked = self.stop.question
        return [each for each in self.boards if each.writable and each.kinds and asked in (None, each.question)]

    @cached_property
    def marking(self) -> list[Board]:
        """The places that phones mark at this stop."""
        if not self.stop.step.marks:
            return []
        return [board for board in self.boards if board.writable and board.question.choices()]

    @property
    def closable(self) -> list[Board]:
        """The place of this stop that can be closed for notes, or opened: the only one, or the one in focus."""
        own = [board for board in self.shown if board.question == self.stop.question]
        return own if len(own) == 1 else []

    @property
    def summed_up(self) -> Board | None:
        """The place that the room's summary is of: the one of this stop, where its tool has summaries."""
        return self.boards[0] if self.tool and self.tool.sums_up and len(self.boards) == 1 else None

    @property
    def writing(self) -> Board | None:
        """The one place the phone's form is for; None when there is none, or one of several is to be picked first."""
        return self.writable[0] if len(self.writable) == 1 else None

    def late(self, place: str) -> Board | None:
        """The board of a place by its text, where notes are still taken also when the room has left it."""
        try:
            at = Place.parse(place)
        except ValueError:
            return None
        if not (self.workshop.takes("note", at) and self.workshop.is_writable(at)):
            return None
        question = self.workshop.question_for("note", at)
        topic = next(each for each in question.question_set.topics.all() if each.pk == at.topic)
        return Board(at, topic, question, [], 0, 0, True)

    def answerable(self, board: Board) -> list[Note]:
        """The notes that a note at ``board`` can answer: those the room can see where its question says."""
        if board.question.answers_id is None:
            return []
        place = Place(board.topic.pk, board.question.answers_id)
        notes = [self.dress(note) for note in self.workshop.notes.at([place]).visible()]
        return [note for note in notes if note.look and note.look.asks]

    @property
    def shown(self) -> list[Board]:
        """The places to draw: all of this stop's, or those of the topic in focus."""
        focus = self.stop.topic if self.stop.focusable else None
        return [board for board in self.boards if focus is None or board.topic == focus]

    @property
    def whole_key(self) -> str:
        """The key of this stop with nothing in focus."""
        return self.stop.focused_key(0)

    @property
    def focuses(self) -> list[tuple[Topic, str]]:
        """The topics this stop can look at in close-up, each with the key that does."""
        topics = dict.fromkeys(board.topic for board in self.boards)
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

    @cached_property
    def hints(self) -> list[Hint]:
        """Inspiration to what the room looks at: of its question and topic, or of all that the stop is about. The set's
        own where there is none, and where the activity begins.
        """
        if self.stop.activity is None:
            return []
        found = self._near(*self._looked_at)
        if not found or self.opens:
            found += self._headed(self.stop.activity.question_set.hints.filter(topic=None, question=None))
        return found

    def hints_at(self, place: Place) -> list[Hint]:
        """Inspiration to one place: of its question and its topic."""
        return self._near({place.topic}, {place.question})

    @cached_property
    def hints_to_choices(self) -> list[Hint]:
        """Inspiration to the choices that are marked at every topic."""
        loose = {board.question.pk for board in self.marking if board.question.topic_id is None}
        return self._near(set(), loose) if loose else []

    def _near(self, topics: set[int], questions: set[int]) -> list[Hint]:
        if self.stop.activity is None or not (topics or questions):
            return []
        every = self.stop.activity.question_set.hints.select_related("topic", "question__topic")
        near = Q(topic__in=topics, question=None) | Q(question__in=questions, topic=None)
        return self._headed(sorted(every.filter(near), key=_by_place), len(topics) > 1)

    @staticmethod
    def _headed(hints: Iterable[Hint], several: bool = False) -> list[Hint]:
        """``hints`` with what each stands under: its group, and its topic too where there are ``several``."""
        found = list(hints)
        for hint in found:
            names = [str(hint.topic)] if hint.topic and (several or not hint.group) else []
            hint.heading = ": ".join([*names, hint.group or str(hint.question or "")]).removesuffix(": ")
        return found

    @property
    def _looked_at(self) -> tuple[set[int], set[int]]:
        """The ids of the topics and the questions whose hints are near."""
        stop = self.stop
        topics = {stop.topic.pk} if stop.topic else {place.topic for place in stop.places if stop.focusable}
        questions = {stop.question.pk} if stop.question else {place.question for place in stop.places}
        return topics, set() if self.tool and self.tool.examples else questions

    @property
    def opens(self) -> bool:
        """Whether this is where its activity begins."""
        return not self.index or self.route[self.index - 1].activity != self.stop.activity

    @property
    def about(self) -> list[str]:
        """What the content says to begin with, where the board does not: the set's intro at the first stop, a topic's
        description where its first question is read, or where it stands apart.
        """
        activity, topic, step = self.stop.activity, self.stop.topic, self.stop.step
        if activity is None or not self.tool or self.tool.introduces:
            return []
        reads = step.per_question and not (step.writes or step.shows)
        first = topic is not None and (self.opens or self.route[self.index - 1].topic != topic)
        said = [activity.question_set.intro] if self.opens else []
        if topic and first and (reads or topic.apart):
            said.append(topic.description)
        return [text for text in said if text]

    @cached_property
    def seats(self) -> int:
        """How many are in."""
        return self.workshop.participants.filter(removed_at=None).count()

    @cached_property
    def agreements(self) -> list[Agreement]:
        """All agreements of the workshop: the newest last while talking, in the order they are to happen at the end."""
        return list(self.workshop.agreements.all() if self.stop.activity else self.workshop.agreements.by_phase())

    @cached_property
    def earlier_agreements(self) -> list[Agreement]:
        """The agreements of the workshop that this one follows."""
        return list(Agreement.objects.looked_back_on(self.workshop).by_phase())

    @cached_property
    def report(self) -> Report | None:
        """The report, once there is one."""
        return Report.objects.filter(workshop=self.workshop.pk).defer("html", "pdf").first()

    @property
    def site(self) -> str:
        """The address people type to join, without ``https://``."""
        return settings.SITE_URL.partition("://")[2]

    @property
    def join_url(self) -> str:
        """The address in the QR code."""
        return f"{settings.SITE_URL}/k/{self.workshop.code}/"

    def draw(self, template: str, **extra: Any) -> str:
        """Render a template of this scene."""
        return render_to_string(template, {**self.context(), **extra})

    def context(self) -> dict[str, Any]:
        """What every template of a screen is given."""
        return {
            "scene": self,
            "workshop": self.workshop,
            "stop": self.stop,
            "screen": self.screen,
            "board": self.writing if self.screen == PHONE else None,
            "kinds": self.writing.kinds if self.screen == PHONE and self.writing else self.stop.kinds,
        }


def _by_place(hint: Hint) -> tuple[int, ...]:
    """The order of hints: those of questions first, each where its question or topic stands."""
    if hint.question is None:
        return (1, hint.topic.position if hint.topic else 0, 0, hint.position, hint.pk)
    topic = hint.question.topic
    return (0, topic.position if topic else 0, hint.question.position, hint.position, hint.pk)


def rehearsal(question_set: QuestionSet, at: int = 0) -> Scene:
    """The wall at one stop of a workshop about ``question_set`` that nobody has made: nothing is stored."""
    prefetch_related_objects([question_set], "topics", "questions")
    workshop = Workshop(pk=0, title=question_set.title)
    activity = Activity(
        pk=0, workshop=workshop, tool=question_set.tool, title=question_set.title, question_set=question_set
    )
    agenda = Activity.objects.none()
    agenda._result_cache = [activity]
    workshop._prefetched_objects_cache = {"activities": agenda}  # type: ignore[attr-defined]  # as if loaded
    scene = Scene(workshop, WALL)
    stop = scene.route[at]
    workshop.activity, workshop.step = stop.activity, stop.step.key
    workshop.topic, workshop.question, scene.index = stop.topic, stop.question, at
    return scene


@dataclass
class Patch:
    """What to send to the screens of one kind: ``common`` to all, ``personal`` (by participant) after it."""

    version: int
    common: str = ""
    personal: dict[int, str] = field(default_factory=dict)


def whole(workshop_id: int, screen: str, seats: Iterable[int] = ()) -> Patch:
    """All that a kind of screen shows, and for the participants in ``seats`` their own notes at this stop."""
    return changed(workshop_id, screen, {changes.STAGE}, seats)


def changed(workshop_id: int, screen: str, what: set[str], seats: Iterable[int] = ()) -> Patch:
    """What a kind of screen has to draw anew after ``what`` changed. ``seats`` are the participants who watch."""
    if screen == PHONE and not _concerns_phones(workshop_id, what):
        return Patch(0)
    scene = Scene.of(workshop_id, screen)
    patch = Patch(scene.workshop.version)
    parts = PARTS[screen]
    if changes.STAGE in what:
        patch.common = _common(scene)
        if screen == PHONE:
            patch.personal = _mine(scene, seats)  # an empty list too: those of the last question must go
        return patch
    drawn = [scene.draw(parts[name]) for name in parts if name in what]
    if notes := changes.ids(what, "note"):
        drawn += _notes(scene, notes)
    if scene.tool and scene.tool.cell and (places := changes.outcomes(what)):
        drawn += [scene.draw(scene.tool.cell, board=each) for each in scene.shown if each.place in places]
    if (notes or changes.MARKS in what) and scene.tool and scene.tool.overview and scene.stop.places:
        drawn.append(scene.draw(scene.tool.overview))
    patch.common = "".join(drawn)
    if screen == PHONE and (touched := set(changes.ids(what, "seat")) & set(seats)):
        patch.personal = _mine(scene, touched)
    return patch


def _common(scene: Scene) -> str:
    """The whole of a kind of screen.

    Where nothing that others wrote is in it, as on most phones, it is drawn once a stage. Elsewhere the reply to a
    press and the stream want the same in the same moment: one draws, the other sends that.
    """
    if scene.workshop.timer_ends_at:  # it tells the time
        return _draw_whole(scene)
    agenda, version = agendas.at_hand(scene.workshop), scene.workshop.version
    if scene.screen == PHONE and not scene.shows_notes:
        if scene.screen not in agenda.drawn:
            agenda.drawn[scene.screen] = _draw_whole(scene)
        return agenda.drawn[scene.screen]
    of, at, common = agenda.drawn_lately.get(scene.screen, (-1, 0.0, ""))
    if of != version or time.monotonic() > at + LATELY:
        common = _draw_whole(scene)
        agenda.drawn_lately[scene.screen] = (version, time.monotonic(), common)
    return common


def _draw_whole(scene: Scene) -> str:
    return "".join(scene.draw(PARTS[scene.screen][name]) for name in WHOLE[scene.screen])


def _notes(scene: Scene, ids: list[int]) -> list[str]:
    """The changed notes that this screen shows, a stub for those it no longer does, and the places' counts."""
    if not scene.stop.places:
        return []
    drawn = []
    if scene.shows_notes:
        for note in scene.with_links(Note.objects.filter(pk__in=ids, workshop=scene.workshop.pk)):
            gone = note.withdrawn or note.place not in scene.stop.places or (note.hidden and scene.screen != DESK)
            if gone or scene.dress(note).taken:
                drawn.append(scene.draw("workshops/_note_gone.html", note=note))
            else:
                drawn.append(scene.draw("workshops/_note.html", note=note))
    counted = scene.screen == DESK or (scene.screen == WALL and not scene.shows_notes)
    if counted and scene.tool and not scene.tool.adopts:
        kept = scene.workshop.notes.at(scene.stop.places).kept()
        shown = kept.filter(hidden=False).counts()
        hidden = kept.filter(hidden=True).counts() if scene.screen == DESK else {}
        for place in scene.stop.places:
            counts = {"place": place, "count": shown.get(place, 0), "hidden": hidden.get(place, 0)}
            drawn.append(scene.draw("workshops/_count.html", **counts))
    return drawn


def _concerns_phones(workshop_id: int, what: set[str]) -> bool:
    """Whether a phone shows any of ``what``: what others wrote or marked only when the board is shown on phones."""
    if any(not item.startswith(("note:", "outcome:")) and item != changes.MARKS for item in what):
        return True
    return Workshop.objects.filter(pk=workshop_id, board_on_phones=True).exists()


def by_place(scene: Scene, notes: list[Note]) -> list[tuple[Place, str, list[Note]]]:
    """A participant's own notes at each place of this stop that is asked now, with what it is called among several."""
    boards = [each for each in scene.boards if each.kinds and scene.stop.question in (None, each.question)]
    topics, questions = {each.topic for each in boards}, {each.question for each in boards}
    found = []
    for board in boards:
        names = [str(board.topic)] * (len(topics) > 1) + [str(board.question)] * (len(questions) > 1)
        found.append((board.place, " · ".join(names), [note for note in notes if note.place == board.place]))
    return found


def ballots(scene: Scene, chosen: dict[Place, str]) -> list[Ballot]:
    """A phone's form for marking: each place, under its topic where both topics and questions are several."""
    boards = scene.marking
    topics, questions = {each.topic for each in boards}, {each.question for each in boards}
    by_topic = len(questions) == 1 and all(question.topic_id is None for question in questions)
    if not by_topic:
        prefetch_related_objects([board.question for board in boards], "hints")
    found: list[Ballot] = []
    for board in boards:
        label, about = str(board.topic if by_topic else board.question), board.topic.description if by_topic else ""
        if board.question.topic_id and (hint := next(iter(board.question.hints.all()), None)):
            about = hint.text
        heading = str(board.topic) if len(topics) > 1 and not by_topic else ""
        group = board.topic.group if by_topic else ""
        introduced = board.topic.description if board.question.topic_id else ""
        found.append(
            Ballot(board, label, about, heading or group, chosen.get(board.place, ""), bool(group), introduced)
        )
    return found


_my_notes: OrderedDict[tuple[int, int], str] = OrderedDict()  # as last drawn, by id and version


def my_note(note: Note) -> str:
    """A participant's own note, drawn; kept, since it is drawn for the answer and again when the room goes on."""
    key = note.pk, note.version
    drawn = _my_notes.get(key)
    if drawn is None:
        drawn = render_to_string("phone/_my_note.html", {"note": note, "workshop": note.workshop})
        _my_notes[key] = drawn
        if len(_my_notes) > MY_NOTES:
            _my_notes.popitem(last=False)
    return drawn


def forget() -> None:
    """Keep nothing drawn."""
    _my_notes.clear()


def mine(scene: Scene, notes: Iterable[list[Note]]) -> Iterator[str]:
    """The own notes of each of many participants at this stop, drawn: the list once, and what differs put into it."""
    empty = scene.draw("phone/_mine.html", mine=by_place(scene, []))
    for rows in notes:
        drawn = empty
        for place, _label, here in by_place(scene, rows) if rows else ():
            items = "".join(my_note(note) for note in here)
            drawn = drawn.replace(f'id="mine-{place}">', f'id="mine-{place}">{items}')
        yield drawn


def marks(scene: Scene, chosen: dict[Place, str]) -> str:
    """The form for marking, with what a participant marked, drawn; nothing where there is nothing to mark."""
    return scene.draw("phone/_marks.html", ballots=ballots(scene, chosen))


def scribe(scene: Scene, seat: int) -> str:
    """What concerns the note-taker on a phone: the offer to be it, the form to sum up in, or nothing."""
    return scene.draw("phone/_scribe.html", is_scribe=scene.workshop.scribe_id == seat)


def _mine(scene: Scene, seats: Iterable[int]) -> dict[int, str]:
    """What is personal for each participant in ``seats``; for all who wrote and marked the same, the same text."""
    watching = set(seats)
    notes: dict[int, list[Note]] = {}
    chosen: dict[int, dict[Place, str]] = {}
    places = scene.stop.places if watching else ()
    if places:
        theirs = scene.workshop.notes.at(places).kept().exclude(participant=None)
        for note in theirs.filter(participant__in=watching) if len(watching) < FEW else theirs:
            if note.participant_id in watching:
                notes.setdefault(note.participant_id, []).append(scene.dress(note))
    if places and scene.marking:
        for mark in scene.workshop.marks.at(places):
            if mark.participant_id in watching:
                chosen.setdefault(mark.participant_id, {})[mark.place] = mark.choice
    forms: dict[tuple, str] = {}  # those who marked the same get the same form, those without notes the same list
    lists = mine(scene, [notes.get(seat, []) for seat in watching])
    not_taking, taking = scribe(scene, 0), scribe(scene, scene.workshop.scribe_id or 0)
    found = {}
    for seat, drawn in zip(watching, lists, strict=True):
        marked = chosen.get(seat, {})
        alike = tuple(sorted(marked.items()))
        if alike not in forms:
            forms[alike] = marks(scene, marked)
        found[seat] = drawn + forms[alike]
        found[seat] += taking if scene.workshop.scribe_id == seat else not_taking
    return found


def own(scene: Scene, participant: Participant) -> tuple[list[Note], dict[Place, str]]:
    """A participant's own notes at this stop, and what they marked there."""
    if not scene.stop.places:
        return [], {}
    notes = scene.workshop.notes.at(scene.stop.places).kept().filter(participant=participant)
    marks = Mark.objects.filter(participant=participant).at(scene.stop.places) if scene.marking else []
    return [scene.dress(note) for note in notes], {mark.place: mark.choice for mark in marks}
