from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from ..place import Place
from .activities import Activity
from .clusters import Cluster
from .content import Question
from .dots import HasDots, Target, target
from .notes import Note, NoteCount

MOST_PIPS = 8
FEW = 12  # notes of an activity: where nothing was chosen among them, all of so few are told


@dataclass
class Option:
    """What can be chosen: a note, a cluster of notes, or a question; and how many dots it got. ``rank`` is empty where
    it got none.

    The first of its ``notes`` stands for it.
    """

    notes: list[Note]
    cluster: Cluster | None = None
    question: Question | None = None
    dots: int = 0
    rank: str = ""

    @property
    def note(self) -> Note:
        return self.notes[0]

    @property
    def text(self) -> str:
        """What it says: the heading, where it is a cluster."""
        return str(self.question or self.cluster or self.note)

    @property
    def number(self) -> int:
        """What names it in a form: the number of its note; the id of a question."""
        return self.question.pk if self.question else self.note.number

    @property
    def target(self) -> Target:
        """What the dots at it are at."""
        if self.question:
            return target(None, None, self.question.pk)
        return target(self.note.pk, self.cluster.pk if self.cluster else None)

    @property
    def pips(self) -> str:
        """Its dots, drawn."""
        return pips(self.dots)

    def with_dots(self, dots: Mapping[Target, int]) -> Option:
        """The same with those of ``dots`` that are at it."""
        return replace(self, dots=dots.get(self.target, 0))


def pips(n: int) -> str:
    """``n`` dots, drawn: each, where they are so few that one sees how many."""
    return "●" * n if n <= MOST_PIPS else "●"


def ranked(options: list[Option]) -> list[Option]:
    """``options`` with most dots first, each with its rank; those with as many share it."""
    found = sorted(options, key=lambda each: -each.dots)
    shared, place = Counter(each.dots for each in found), 1
    for dots, n in shared.items():
        for option in found[place - 1 : place - 1 + n] if dots else ():
            option.rank = (gettext("Delt %(n)d.") if n > 1 else gettext("%(n)d.")) % {"n": place}
        place += n
    return found


def laid(notes: Iterable[Note], clusters: Iterable[Cluster]) -> list[Option]:
    """``notes`` as they lie: the clusters first, as they were moved or else the largest first; then each that lies
    alone."""
    known = {each.pk: each for each in clusters}
    found: dict[int, Option] = {}
    alone = []
    for note in notes:
        if note.cluster_id not in known:
            alone.append(Option([note]))
        elif note.cluster_id in found:
            found[note.cluster_id].notes.append(note)
        else:
            found[note.cluster_id] = Option([note], known[note.cluster_id])
    return sorted(found.values(), key=_stands) + alone


def _stands(option: Option) -> tuple[bool, int, int, int]:
    assert option.cluster
    return option.cluster.stands(len(option.notes))


def only_counted(workshop: HasDots) -> list[Activity]:
    """The activities with many notes that the report only counts: the room neither put them together nor chose among
    them, and their tool needs none of them."""
    counts = workshop.notes.visible().counts()
    chosen = {*workshop.notes.visible().exclude(cluster=None).values_list("cluster__activity", flat=True)}
    chosen |= {*workshop.dots.counted().exclude(note=None).values_list("activity", flat=True)}
    return [
        activity
        for activity in workshop.activities.all()
        if activity.dialogue_tool.is_told and activity.pk not in chosen and _written(activity, counts) > FEW
    ]


def _written(activity: Activity, counts: Mapping[Place, NoteCount]) -> int:
    """How many notes it has whose words its tool does not need."""
    asked = activity.question_set.every_place()
    places = [Place(topic.pk, each.pk) for topic, each in asked if each.key not in activity.dialogue_tool.keeps]
    return sum(counts[place].written for place in places if place in counts)
