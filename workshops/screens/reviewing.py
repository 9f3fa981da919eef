from __future__ import annotations

from functools import cached_property

from ..models import Activity, Note
from ..models.notes import NoteCount
from ..models.options import only_counted
from ..models.stops import Stop
from ..persons import named
from ..place import Place
from .spots import HasSpots


class HasReview(HasSpots):
    """What is read through before the room sees it."""

    @cached_property
    def reviewed(self) -> list[Note]:
        """The notes of this stop, those that seem to mention a person first."""
        return sorted(self.notes, key=lambda note: self.dress(note).order)

    @cached_property
    def helper_reads(self) -> list[Note]:
        """What the helper reads through on their phone, in the same order; nothing where the facilitator does."""
        if not (self.stop.step.reviews and self.workshop.helper_reviews):
            return []
        kept = self.workshop.notes.at(self.stop.places).kept()
        return sorted(map(self.dress, kept), key=lambda note: note.order)

    @cached_property
    def review(self) -> NoteCount:
        """How many wait, are shown, and are hidden, of those that are read through."""
        counts = self.workshop.notes.at(self.stop.places).counts().values()
        found = NoteCount()
        for each in counts:
            found.shown, found.waiting = found.shown + each.shown, found.waiting + each.waiting
            found.hidden += each.hidden
        return found

    @cached_property
    def waiting(self) -> list[tuple[Stop, int]]:
        """The stops where notes wait that came when they were over, and how many: none that this one shows."""
        here = {*self.stop.private} if self._sends_back else {*self.stop.places, *self.stop.private}
        found: dict[int, int] = {}
        if counts := self.workshop.notes.waiting().counts():
            seen_at = self._seen_at()
            for place, count in counts.items():
                if place in seen_at and place not in here:
                    found[seen_at[place]] = found.get(seen_at[place], 0) + count.waiting
        return [(self.route[at], n) for at, n in sorted(found.items())]

    @cached_property
    def waiting_here(self) -> int:
        """How many wait at a stop where notes are shown."""
        if self._sends_back or not self.stop.step.shows_notes:
            return 0
        return self.workshop.notes.at(set(self.stop.places) - self.stop.private).waiting().count()

    @property
    def _sends_back(self) -> bool:
        """Whether what waits at this stop is not read here: it is about the questions, or a helper reviews."""
        return self.stop.step.picks or (self.helper_reads_here and not self.stop.step.reviews)

    def _seen_at(self) -> dict[Place, int]:
        """Where on the way what is written at a place is read through, or first shown: by the index of the stop."""
        found: dict[Place, int] = {}
        for index, stop in enumerate(self.route):
            if stop.step.reviews or (stop.step.shows_notes and not stop.step.writes):
                for place in stop.places:
                    found.setdefault(place, index)
        return found

    @property
    def unshown(self) -> int:
        """How many notes nobody has shown yet."""
        return self.workshop.notes.waiting().count()

    @property
    def only_counted(self) -> list[Activity]:
        """The activities whose notes the report counts and tells none of."""
        return [] if self.workshop.keeps_words else only_counted(self.workshop)

    def dress(self, note: Note) -> Note:
        """The same, with the persons that it seems to mention."""
        if self.stop.step.reviews:
            note.names = named(note.text)
        return super().dress(note)
