"""What each kind of screen shows of a workshop, whole or only what changed.

The same partials draw a page when it is opened, the reply to a press of a button and what the stream sends. Each
top-level element of what is rendered here has an id and ``data-live``; ``static/js/live.js`` puts it in the place of
the element with that id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from . import tools
from .live import changes
from .models import Agreement, Note, Participant, Question, Report, Topic, Workshop
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


@dataclass
class Board:
    """One place as a screen shows it. ``notes`` holds only what that screen may show."""

    place: Place
    topic: Topic
    question: Question
    notes: list[Note]
    count: int
    hidden: int
    writable: bool


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
        return cls(Workshop.objects.with_route().get(pk=workshop_id), screen)

    @property
    def stop(self) -> Stop:
        """Where the room is."""
        return self.route[self.index]

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
        """The stops at the question in focus, for a small map of the way through it."""
        here = self.stop
        return [s for s in self.route if here.question and s.activity == here.activity and s.question == here.question]

    @cached_property
    def numbers(self) -> tuple[int, int]:
        """Which question this is, and of how many: ``(3, 12)``. Zeros outside the questions."""
        asked = list(dict.fromkeys(s.question.pk for s in self.route if s.question))
        here = self.stop.question
        return (asked.index(here.pk) + 1, len(asked)) if here else (0, len(asked))

    @property
    def shows_notes(self) -> bool:
        """Whether notes are shown on this screen at this stop."""
        if self.screen == DESK:
            return True
        return self.stop.visible and (self.screen == WALL or self.workshop.board_on_phones)

    @cached_property
    def boards(self) -> list[Board]:
        """The places of this stop with the notes this screen may show."""
        places = self.stop.places
        if not places or not self.stop.activity:
            return []
        topics = {topic.pk: topic for topic in self.stop.activity.question_set.topics.all()}
        questions = {question.pk: question for question in self.stop.activity.question_set.questions.all()}
        closed = {Place(*row) for row in self.workshop.closures.values_list("topic", "question")}
        notes: dict[Place, list[Note]] = {place: [] for place in places}
        if self.shows_notes:
            kept = self.workshop.notes.at(places).kept()
            for note in kept if self.screen == DESK else kept.visible():
                notes[note.place].append(self.dress(note))
            counts = {place: sum(not n.hidden for n in rows) for place, rows in notes.items()}
        else:
            counts = self.workshop.notes.at(places).visible().counts()
        return [
            Board(
                place,
                topics[place.topic],
                questions[place.question],
                notes[place],
                counts.get(place, 0),
                sum(note.hidden for note in notes[place]),
                self.workshop.is_open and place not in closed,
            )
            for place in places
        ]

    def dress(self, note: Note) -> Note:
        """Give a note its kind (word, symbol) and the workshop at hand, so that drawing it asks nothing more."""
        note.workshop = self.workshop
        if self.tool:
            note.look = self.tool.kind(note.kind)
        return note

    @property
    def writing(self) -> Board | None:
        """The place the phone's form is for: the first of this stop's that takes notes."""
        return next((board for board in self.boards if board.writable), None) if self.stop.step.kinds else None

    @property
    def hints(self) -> list:
        """The hints of the topic in focus."""
        if not self.stop.topic:
            return []
        return list(self.stop.topic.hints.all())

    @cached_property
    def seats(self) -> int:
        """How many are in."""
        return self.workshop.participants.filter(removed_at=None).count()

    @cached_property
    def agreements(self) -> list[Agreement]:
        """All agreements of the workshop: the newest last while talking, in the order they are to happen at the end."""
        return list(self.workshop.agreements.all() if self.stop.activity else self.workshop.agreements.by_phase())

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
        return {"scene": self, "workshop": self.workshop, "stop": self.stop, "screen": self.screen}


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
        patch.common = "".join(scene.draw(parts[name]) for name in WHOLE[screen])
        if screen == PHONE:
            patch.personal = _mine(scene, seats)  # an empty list too: those of the last question must go
        return patch
    drawn = [scene.draw(parts[name]) for name in parts if name in what]
    if notes := changes.ids(what, "note"):
        drawn += _notes(scene, notes)
    patch.common = "".join(drawn)
    if screen == PHONE and (touched := set(changes.ids(what, "seat")) & set(seats)):
        patch.personal = _mine(scene, touched)
    return patch


def _notes(scene: Scene, ids: list[int]) -> list[str]:
    """The changed notes that this screen shows, a stub for those it no longer does, and the places' counts."""
    if not scene.stop.places:
        return []
    drawn = []
    if scene.shows_notes:
        for note in Note.objects.filter(pk__in=ids, workshop=scene.workshop.pk):
            gone = note.withdrawn or note.place not in scene.stop.places or (note.hidden and scene.screen != DESK)
            if gone:
                drawn.append(scene.draw("workshops/_note_gone.html", note=note))
            else:
                drawn.append(scene.draw("workshops/_note.html", note=scene.dress(note)))
    if scene.screen != PHONE:
        kept = scene.workshop.notes.at(scene.stop.places).kept()
        shown = kept.filter(hidden=False).counts()
        hidden = kept.filter(hidden=True).counts() if scene.screen == DESK else {}
        for place in scene.stop.places:
            counted = {"place": place, "count": shown.get(place, 0), "hidden": hidden.get(place, 0)}
            drawn.append(scene.draw("workshops/_count.html", **counted))
    return drawn


def _concerns_phones(workshop_id: int, what: set[str]) -> bool:
    """Whether a phone shows any of ``what``: a note alone only when the board is shown on phones."""
    if any(not item.startswith("note:") for item in what):
        return True
    return Workshop.objects.filter(pk=workshop_id, board_on_phones=True).exists()


def by_place(scene: Scene, notes: list[Note]) -> list[tuple[Place, list[Note]]]:
    """A participant's own notes under each place of this stop."""
    return [(place, [note for note in notes if note.place == place]) for place in scene.stop.places]


def mine(scene: Scene, notes: list[Note]) -> str:
    """A participant's own notes at this stop, drawn."""
    return scene.draw("phone/_mine.html", mine=by_place(scene, notes))


def _mine(scene: Scene, seats: Iterable[int]) -> dict[int, str]:
    """Their own notes at this stop for each participant in ``seats``; for all who have none, the same empty list."""
    by_seat: dict[int, list[Note]] = {}
    watching = set(seats)
    written = scene.workshop.notes.at(scene.stop.places).kept().exclude(participant=None)
    for note in written if watching and scene.stop.places else []:
        if note.participant_id in watching:
            by_seat.setdefault(note.participant_id, []).append(scene.dress(note))
    none = mine(scene, []) if watching - by_seat.keys() else ""
    return {seat: mine(scene, by_seat[seat]) if seat in by_seat else none for seat in watching}


def own_notes(scene: Scene, participant: Participant) -> list[Note]:
    """A participant's own notes at this stop."""
    if not scene.stop.places:
        return []
    return [scene.dress(n) for n in scene.workshop.notes.at(scene.stop.places).kept().filter(participant=participant)]
