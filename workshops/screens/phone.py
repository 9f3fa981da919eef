"""What a phone shows that is its own: the forms to write and mark in, and the notes that were written on it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ..forms import AgreementForm
from ..models import Activity, Agreement, Mark, Note, Participant, Question
from ..models.dots import Put
from ..models.options import Option, pips
from ..place import Place
from ..registry import Kind
from .here import PHONE
from .scene import Scene
from .spots import Spot

MY_NOTES = 5000  # notes kept as drawn; 2 kB each
GAP = mark_safe("<!-- notes -->")  # where the notes of a list go; what is typed cannot hold it
FEW = 300  # participants that are asked for by name; of more, all are loaded


@dataclass
class Ballot:
    """One place in a phone's form for marking: what it is called there, and what was marked.

    Where the topics come in groups, they are many: what each is ``about`` is then ``folded``. ``introduced`` is what
    begins those under the same heading.
    """

    spot: Spot
    label: str
    about: str
    heading: str
    chosen: str
    folded: bool = False
    introduced: str = ""


def late(scene: Scene, place: str) -> Spot | None:
    """The spot of a place by its text, where notes are still taken also when the room has left it."""
    try:
        at = Place.parse(place)
    except ValueError:
        return None
    if not (scene.workshop.takes("note", at) and scene.workshop.is_writable(at)):
        return None
    question = scene.workshop.question_for("note", at)
    topic = next(each for each in question.question_set.topics.all() if each.pk == at.topic)
    return Spot(at, topic, question, [], 0, 0, True)


def answerable(scene: Scene, spot: Spot) -> list[Note]:
    """The notes that a note at ``spot`` can answer: those the room can see where its question says."""
    return [note for note in scene.workshop.answerable(spot.place) if note.look and note.look.asks]


class MyNote:
    """A participant's own note as their phone shows it, and what they can correct: its kind, and what it answers.

    ``question`` is the one it sits at. ``answerable`` looks up the notes that one at a place can answer.
    """

    def __init__(
        self, note: Note, question: Question | None = None, answerable: Callable[[Place], list[Note]] | None = None
    ) -> None:
        self.note = note
        self.question = question or note.workshop.question_at(note.place)
        self._answerable = answerable or note.workshop.answerable

    @property
    def kinds(self) -> list[Kind]:
        """The kinds it can be; none where it was given one that is not for phones."""
        kinds = self.question.note_kinds() if self.question else []
        return kinds if self.note.kind in {each.key for each in kinds} else []

    @property
    def answers(self) -> bool:
        """Whether notes at its question answer others."""
        return bool(self.question and self.question.answers_id)

    @property
    def answerable(self) -> list[Note]:
        """The notes that it can answer."""
        return [note for note in self._answerable(self.note.place) if note.look and note.look.asks]

    @property
    def answered(self) -> list[int]:
        """The numbers of those that it answers."""
        if not self.answers:
            return []
        answering = getattr(self.note, "answering", None)
        return [each.number for each in (self.note.answers.visible() if answering is None else answering)]


def by_place(
    scene: Scene, notes: list[Note], answerable: Callable[[Place], list[Note]] | None = None
) -> list[tuple[Place, str, list[MyNote]]]:
    """A participant's own notes at each place of this stop that is asked now, with what it is called among several."""
    spots = [each for each in scene.spots if each.kinds and scene.stop.question in (None, each.question)]
    topics, questions = {each.topic for each in spots}, {each.question for each in spots}
    found = []
    for spot in spots:
        names = [str(spot.topic)] * (len(topics) > 1) + [str(spot.question)] * (len(questions) > 1)
        here = [MyNote(note, spot.question, answerable) for note in notes if note.place == spot.place]
        found.append((spot.place, " · ".join(names), here))
    return found


def ballots(scene: Scene, chosen: dict[Place, str]) -> list[Ballot]:
    """A phone's form for marking: each place, under its topic where both topics and questions are several."""
    spots = scene.marking
    topics, questions = {each.topic for each in spots}, {each.question for each in spots}
    by_topic = len(questions) == 1 and all(question.topic_id is None for question in questions)
    if not by_topic:
        prefetch_related_objects([spot.question for spot in spots], "hints")
    found: list[Ballot] = []
    for spot in spots:
        label, about = str(spot.topic if by_topic else spot.question), spot.topic.description if by_topic else ""
        if spot.question.topic_id and (hint := next(iter(spot.question.hints.all()), None)):
            about = hint.text
        heading = str(spot.topic) if len(topics) > 1 and not by_topic else ""
        group = spot.topic.heading if by_topic else ""
        introduced = spot.topic.description if spot.question.topic_id else ""
        found.append(Ballot(spot, label, about, heading or group, chosen.get(spot.place, ""), bool(group), introduced))
    return found


_my_notes: OrderedDict[tuple[int, int], str] = OrderedDict()  # as last drawn, by id and version


def my_note(own: MyNote) -> str:
    """A participant's own note, drawn; kept, since it is drawn for the answer and again when the room goes on.

    What a note can answer changes without it, so one that answers others is drawn anew.
    """
    key = own.note.pk, own.note.version
    if key in _my_notes:
        return _my_notes[key]
    drawn = render_to_string("phone/_my_note.html", {"own": own, "workshop": own.note.workshop, "screen": PHONE})
    if not own.answers:
        _my_notes[key] = drawn
        if len(_my_notes) > MY_NOTES:
            _my_notes.popitem(last=False)
    return drawn


def forget() -> None:
    """Keep nothing drawn."""
    _my_notes.clear()


def mine(scene: Scene, notes: Iterable[list[Note]]) -> Iterator[str]:
    """The own notes of each of many participants at this stop, drawn: the lists once, and the notes into their gaps."""
    before, *after = scene.draw("phone/_mine.html", mine=by_place(scene, []), gap=GAP).split(GAP)
    empty = "".join([before, *after])
    answerable = cache(scene.workshop.answerable)
    for rows in notes:
        if not rows:
            yield empty
            continue
        lists = ["".join(map(my_note, here)) for _place, _label, here in by_place(scene, rows, answerable)]
        yield before + "".join(map("".join, zip(lists, after, strict=True)))


def marks(scene: Scene, chosen: dict[Place, str]) -> str:
    """The form for marking, with what a participant marked, drawn; nothing where there is nothing to mark."""
    return scene.draw("phone/_marks.html", ballots=ballots(scene, chosen))


@dataclass
class Helping:
    """What a phone has to do with helping: that it can, that it asked to, or what the helper does at this stop."""

    scene: Scene
    is_asking: bool = False  # whether it is this one that the facilitator has not answered yet
    is_helper: bool = False
    number: int = 0  # that the facilitator asks for
    agreement: AgreementForm | None = None  # as it was sent, where something is wrong with it

    @classmethod
    def of(cls, scene: Scene, seat: Participant | None, agreement: AgreementForm | None = None) -> Helping:
        """That of the phone in ``seat``; None is any that has not asked."""
        if seat is None or scene.workshop.helper_id != seat.pk or not scene.workshop.is_open:
            return cls(scene)
        approved = scene.workshop.helper_approved
        return cls(scene, not approved, approved, seat.number, agreement)

    @property
    def can_be_offered(self) -> bool:
        """Whether whoever wants to help can say so."""
        workshop = self.scene.workshop
        return workshop.is_open and workshop.helper_wanted and workshop.helper_id is None

    @property
    def summed_up(self) -> Spot | None:
        """The place that the helper sums up."""
        return self.scene.summed_up if self.is_helper else None

    @property
    def reads(self) -> bool:
        """Whether the helper reads notes through now."""
        return self.is_helper and self.scene.stop.step.reviews and self.scene.workshop.helper_reviews

    @property
    def writes_down(self) -> AgreementForm | None:
        """The form for what the room comes to, where it does."""
        if self.agreement or not (self.is_helper and self.scene.stop.step.agrees):
            return self.agreement
        return AgreementForm(instance=Agreement(workshop=self.scene.workshop))

    @property
    def waits(self) -> bool:
        """Whether the helper has nothing to do at this stop."""
        return self.is_helper and not (self.summed_up or self.reads or self.writes_down)

    @property
    def is_shown(self) -> bool:
        return self.can_be_offered or self.is_asking or self.is_helper


def helper(scene: Scene, seat: Participant | None) -> str:
    """What concerns helping on the phone in ``seat``, drawn; without one, on any that has not asked."""
    return scene.draw("phone/_helper.html", helping=Helping.of(scene, seat))


def done(scene: Scene, is_done: bool) -> str:
    """The button of someone who has written what they wanted to here, drawn as they left it."""
    return scene.draw("phone/_done.html", is_done=is_done)


@dataclass
class DotsForm:
    """A phone's form for dots: ``put`` says how many at each note and cluster."""

    scene: Scene
    put: Put

    @property
    def left(self) -> int:
        """How many are left."""
        return dots_left(self.scene.stop.activity, self.put)

    @property
    def options(self) -> list[Option]:
        """What can be chosen, each with the dots that were put there."""
        return [each.with_dots(self.put) for each in self.scene.options]


def dots(scene: Scene, put: Put) -> str:
    """The form for dots with what a participant put, drawn; nothing where none are put."""
    return scene.draw("phone/_dots.html", choosing=DotsForm(scene, put))


def dots_left(activity: Activity | None, put: Put) -> int:
    """How many dots someone has left who has ``put`` those."""
    return max(0, activity.dots - sum(put.values())) if activity else 0


def dotted(activity: Activity | None, number: int, n: int, put: Put) -> str:
    """What of the form changed for someone who has ``put`` those, ``n`` of them at the note with that number."""
    shown = {"number": number, "n": n, "pips": pips(n), "stacks": activity and activity.stacks}
    left = {"left": dots_left(activity, put)}
    return render_to_string("phone/_dots_left.html", left) + render_to_string("phone/_dot_buttons.html", shown)


def put_by(scene: Scene, seats: Iterable[int]) -> dict[int, Put]:
    """What each participant in ``seats`` put here, by their id: how many dots at each note and cluster."""
    if not scene.stop.step.dots:
        return {}
    here = scene.workshop.dots.at_questions(scene.stop.step.picks).counted()
    return here.filter(activity=scene.stop.activity, participant__in=seats).by_seat()


def personal(scene: Scene, seats: Iterable[int]) -> dict[int, str]:
    """What is personal for each participant in ``seats``; for all who wrote and marked the same, the same text."""
    watching = set(seats)
    notes: dict[int, list[Note]] = {}
    chosen: dict[int, dict[Place, str]] = {}
    places = scene.stop.places if watching else ()
    if places:
        theirs = scene.with_links(scene.workshop.notes.at(places).kept().exclude(participant=None)).order_by("pk")
        for note in theirs.filter(participant__in=watching) if len(watching) < FEW else theirs:
            if note.participant_id in watching:
                notes.setdefault(note.participant_id, []).append(scene.dress(note))
    if places and scene.marking:
        marks_here = scene.workshop.marks.at(places)
        if len(watching) < FEW:
            marks_here = marks_here.filter(participant__in=watching)
        for seat, topic, question, choice in marks_here.values_list("participant", "topic", "question", "choice"):
            if seat in watching:
                chosen.setdefault(seat, {})[Place(topic, question)] = choice
    put, dotted = put_by(scene, watching), {}
    forms: dict[tuple, str] = {}  # those who marked the same get the same form, those without notes the same list
    lists = mine(scene, [notes.get(seat, []) for seat in watching])
    not_helping, helping = helper(scene, None), ""
    if scene.workshop.helper_id in watching:
        helping = helper(scene, scene.workshop.helper)
    not_done, is_done, who = done(scene, False), done(scene, True), set()
    if scene.writable and watching:
        seats_done = scene.workshop.participants.filter(done_with=scene.stop_key)
        who = set(seats_done.values_list("pk", flat=True))
    found = {}
    for seat, drawn in zip(watching, lists, strict=True):
        marked = chosen.get(seat, {})
        alike = tuple(sorted(marked.items()))
        if alike not in forms:
            forms[alike] = marks(scene, marked)
        found[seat] = drawn + forms[alike]
        theirs_put = tuple(sorted(put.get(seat, {}).items()))
        if theirs_put not in dotted:
            dotted[theirs_put] = dots(scene, dict(theirs_put))
        found[seat] += dotted[theirs_put]
        found[seat] += is_done if seat in who else not_done
        found[seat] += helping if scene.workshop.helper_id == seat else not_helping
    return found


def own(scene: Scene, participant: Participant) -> tuple[list[Note], dict[Place, str]]:
    """A participant's own notes at this stop, and what they marked there."""
    if not scene.stop.places:
        return [], {}
    notes = scene.with_links(
        scene.workshop.notes.at(scene.stop.places).kept().filter(participant=participant)
    ).order_by("pk")
    marks = Mark.objects.filter(participant=participant).at(scene.stop.places) if scene.marking else []
    return [scene.dress(note) for note in notes], {mark.place: mark.choice for mark in marks}
