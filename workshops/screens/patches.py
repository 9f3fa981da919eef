"""What is sent to the screens: the whole of one, or what changed on it.

The same partials draw a page when it is opened, the reply to a press of a button and what the stream sends. Each
top-level element of what is rendered here has an id and ``data-live``; ``static/js/live.js`` puts it in the place of
the element with that id.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from .. import changes, steps
from ..models import Note, Workshop, agendas
from ..models.notes import NoteCount
from ..place import Place
from . import phone
from .here import DESK, PHONE, WALL
from .scene import Scene

PARTS = {
    WALL: {
        changes.STAGE: "wall/_stage.html",
        changes.SEATS: "wall/_seats.html",
        changes.AGREEMENTS: "wall/_agreements.html",
        changes.TIMER: "workshops/_timer.html",
        changes.DOTS: "workshops/_dotted.html",
    },
    DESK: {
        changes.STAGE: "desk/_stage.html",
        changes.SEATS: "desk/_people.html",
        changes.AGREEMENTS: "desk/_agreements.html",
        changes.TIMER: "workshops/_timer.html",
        changes.DOTS: "workshops/_dotted.html",
    },
    PHONE: {changes.STAGE: "phone/_whole.html", changes.TIMER: "workshops/_timer.html"},
}
WHOLE = {
    WALL: [changes.STAGE],
    DESK: [changes.STAGE, changes.SEATS, changes.AGREEMENTS, changes.TIMER],
    PHONE: [changes.STAGE, changes.TIMER],
}
LATELY = 2.0  # seconds
OF_THE_ROOM = (changes.MARKS, changes.DOTS, changes.CLUSTERS)


@dataclass
class Drawn:
    """Whole screens as last drawn, by kind: ``once`` of nothing but the agenda, ``lately`` of a version, and when."""

    once: dict[str, str] = field(default_factory=dict)
    lately: dict[str, tuple[int, float, str]] = field(default_factory=dict)


_drawn: WeakKeyDictionary[agendas.Agenda, Drawn] = WeakKeyDictionary()  # what was drawn of an agenda goes with it


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
    if screen == PHONE and what == {changes.DOTS}:
        return Patch(0)
    scene = Scene.of(workshop_id, screen)
    if screen == PHONE and not _concerns_phones(scene.workshop, what):
        return Patch(0)
    patch = Patch(scene.workshop.version)
    parts = PARTS[screen]
    if screen == PHONE and scene.stop.step.dots and (what - {changes.DOTS, changes.SEATS}):
        what = {changes.STAGE}  # what each phone can put dots at is its own
    if changes.STAGE in what:
        patch.common = _common(scene)
        if screen == PHONE:
            patch.personal = phone.personal(scene, seats)  # an empty list too: those of the last question must go
        return patch
    drawn = [scene.draw(parts[name]) for name in parts if name in what]
    if notes := changes.ids(what, "note"):
        drawn += _notes(scene, notes)
    if scene.tool and scene.tool.cell_template and (places := changes.outcomes(what)):
        drawn += [scene.draw_cell(each) for each in scene.shown if each.place in places]
    is_told = notes or what & {changes.MARKS, changes.CLUSTERS}
    if is_told and scene.tool and scene.overview_template and scene.stop.places:
        drawn.append(scene.draw(scene.overview_template, **scene.part("overview")))
    patch.common = "".join(drawn)
    touched = set(changes.ids(what, "seat"))
    if notes and scene.workshop.helper_id and scene.workshop.helper_reviews and scene.stop.step.reviews:
        touched.add(scene.workshop.helper_id)
    if screen == PHONE and touched & set(seats):
        patch.personal = phone.personal(scene, touched & set(seats))
    return patch


def _common(scene: Scene) -> str:
    """The whole of a kind of screen.

    Where nothing that others wrote is in it, as on most phones, it is drawn once a stage. Elsewhere the reply to a
    press and the stream want the same in the same moment: one draws, the other sends that.
    """
    if scene.workshop.timer_ends_at:  # it tells the time
        return _draw_whole(scene)
    kept, version = _drawn.setdefault(agendas.at_hand(scene.workshop), Drawn()), scene.workshop.version
    if scene.screen == PHONE and not scene.shows_notes:
        if scene.screen not in kept.once:
            kept.once[scene.screen] = _draw_whole(scene)
        return kept.once[scene.screen]
    of, at, common = kept.lately.get(scene.screen, (-1, 0.0, ""))
    if of != version or time.monotonic() > at + LATELY:
        common = _draw_whole(scene)
        kept.lately[scene.screen] = (version, time.monotonic(), common)
    return common


def _draw_whole(scene: Scene) -> str:
    return "".join(scene.draw(PARTS[scene.screen][name]) for name in WHOLE[scene.screen])


def _notes(scene: Scene, ids: list[int]) -> list[str]:
    """The changed notes that this screen shows, a stub for those it no longer does, and the places' counts."""
    changed = list(scene.with_links(Note.objects.filter(pk__in=ids, workshop=scene.workshop.pk)))
    drawn = []
    if scene.screen == DESK and any(_waits(note, scene) for note in changed):
        drawn.append(scene.draw("desk/_waiting.html"))
    if not scene.stop.places or scene.stop.step.gathers:  # where all are drawn together
        return drawn
    if scene.shows_notes:
        for note in changed:
            if note.place in scene.stop.places and scene.shows(note) and not scene.dress(note).taken:
                drawn.append(scene.draw("workshops/_note.html", note=note))
            elif scene.may_have_shown(note):
                drawn.append(scene.draw("workshops/_note_gone.html", note=note))
    return drawn + _counts(scene, {note.place for note in changed})


def _waits(note: Note, scene: Scene) -> bool:
    """Whether a note that changed waits where the desk tells of it, or may have done so until now."""
    return note.place not in scene.stop.private and (note.is_waiting or note.version > 0)


def _counts(scene: Scene, changed: set[Place]) -> list[str]:
    """How many notes there are: in all where they are read through; else at each place where the screen tells it."""
    if scene.screen == PHONE:
        return []
    if scene.stop.step.reviews:
        return [scene.draw("workshops/_reviewed.html")]
    told = set(scene.stop.places) if scene.screen == DESK or not scene.shows_notes else set(scene.stop.private)
    if scene.tool and scene.tool.text == "agreed":  # there are many places, and what is shown is not counted
        told = changed & scene.stop.private
    counts = scene.workshop.notes.at(told).counts() if told else {}
    places = [place for place in scene.stop.places if place in told]
    return [
        scene.draw("workshops/_count.html", place=place, **scene.told(place, counts.get(place, NoteCount())))
        for place in places
    ]


def _concerns_phones(workshop: Workshop, what: set[str]) -> bool:
    """Whether a phone shows any of ``what``: what others wrote or marked only when the wall is shown on phones, when
    phones put dots at it, or where the helper reads it through."""
    if any(not item.startswith(("note:", "outcome:")) and item not in OF_THE_ROOM for item in what):
        return True
    reads = workshop.step == steps.REVIEW.key and workshop.helper_reviews
    return workshop.wall_on_phones or workshop.step == steps.CHOOSE.key or reads
