from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ..models import Note
from ..models.dots import DotQuerySet
from ..models.options import Option, laid, ranked
from ..texts import stems
from .here import DESK
from .spots import HasSpots


def alike(options: Iterable[Option]) -> list[list[Note]]:
    """The notes that lie alone and say the same in other forms of the words: each time those of one text."""
    found: dict[tuple[str, ...], list[Note]] = {}
    for option in options:
        if option.cluster is None and (said := tuple(sorted(stems(option.note.text)))):
            found.setdefault(said, []).append(option.note)
    return [notes for notes in found.values() if len(notes) > 1]


class HasOptions(HasSpots):
    """What the room chooses among, of all that was written in an activity, and what it chose."""

    @cached_property
    def options(self) -> list[Option]:
        """What was written, in the order it was asked; once the room has chosen, that with most dots first.

        Before the room sees it nobody is told how many dots there are: the desk only those it put for others.
        """
        if not self.stop.step.gathers:
            return []
        options = self._questions if self.stop.step.picks else self._written
        if self.stop.step.ranks:
            dots = self._dots.counted().counts()
            return ranked([each.with_dots(dots) for each in options])
        if self.stop.step.dots and self.screen == DESK:
            for_others = self._dots.filter(participant=None).counts()
            return [each.with_dots(for_others) for each in options]
        return options

    @property
    def _written(self) -> list[Option]:
        return laid(self.notes_together, self.workshop.clusters.filter(activity=self.stop.activity))

    @property
    def _questions(self) -> list[Option]:
        assert self.stop.activity
        questions = {each.pk: each for each in self.stop.activity.question_set.questions.all()}
        asked = dict.fromkeys(place.question for place in self.stop.places)
        return [Option([], question=questions[pk]) for pk in asked]

    @property
    def notes_together(self) -> list[Note]:
        """All that was written and the room sees, in the order it was asked."""
        notes = self.workshop.notes.at(self.stop.places).visible()
        order = {place: index for index, place in enumerate(self.stop.places)}
        drawn = [note for note in map(self.dress, notes) if not note.taken]
        return sorted(drawn, key=lambda note: order[note.place])

    @property
    def gathers(self) -> bool:
        """Whether notes are ticked here and put together: on the desk, and not while dots are put at them."""
        step = self.stop.step
        return self.screen == DESK and self.running and step.gathers and not (step.dots or step.picks)

    @property
    def offers_picks(self) -> bool:
        """Whether the room says here how many questions it talks about: it has seen which it chose."""
        step, activity = self.stop.step, self.stop.activity
        return bool(self.running and step.picks and step.shows and activity and (self.picks_of or activity.unpicked))

    @property
    def picks_of(self) -> range:
        """How many questions the room can choose to talk about: of those that were chosen among, not all."""
        return range(1, min(len(self.options), 9))

    @property
    def alike(self) -> list[list[Note]]:
        """Those that say the same, offered to be put together."""
        return alike(self.options) if self.gathers else []

    @cached_property
    def listed(self) -> list[Option]:
        """Those that the screen lists: once dots were put, those that got any; the desk has the others, too."""
        if self.screen == DESK or not self.dots_put:
            return self.options
        return [option for option in self.options if option.dots]

    @property
    def unlisted(self) -> int:
        """How many got none."""
        return len(self.options) - len(self.listed)

    @property
    def dots_put(self) -> bool:
        """Whether it is told how many dots each got: the room has chosen."""
        return self.stop.step.ranks and any(option.dots for option in self.options)

    @property
    def is_unchosen(self) -> bool:
        """Whether the room was to see here what it chose, and nobody put a dot."""
        step = self.stop.step
        return step.ranks and not step.agrees and not self.dots_put

    @cached_property
    def dotted(self) -> int:
        """How many have put dots."""
        return self._dots.voters() if self.stop.step.dots else 0

    @property
    def _dots(self) -> DotQuerySet:
        return self.workshop.dots.at_questions(self.stop.step.picks).filter(activity=self.stop.activity)
