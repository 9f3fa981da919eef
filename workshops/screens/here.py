from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from .. import registry
from ..models import Workshop, agendas
from ..models.stops import Stop

WALL, DESK, PHONE = "wall", "desk", "phone"


@dataclass
class Here:
    """A kind of screen of a workshop, and where on its way the room is."""

    workshop: Workshop
    screen: str
    index: int = field(init=False)
    kept: agendas.Agenda | None = field(init=False)  # as this process keeps it

    def __post_init__(self) -> None:
        self.kept = agendas.kept(self.workshop)
        self.index = self.kept.way[1] if self.kept else self.workshop.find(self.route)

    @cached_property
    def route(self) -> list[Stop]:
        """The stops of the workshop, of its own activities."""
        return [self._own(stop) for stop in self.kept.way[0]] if self.kept else self.workshop.route()

    @cached_property
    def stop(self) -> Stop:
        """Where the room is, with what it has in focus."""
        return self.workshop.focused(self._own(self.kept.way[0][self.index]) if self.kept else self.route[self.index])

    def _own(self, stop: Stop) -> Stop:
        """A stop of the agenda that is kept, with this workshop's own activity."""
        if stop.activity is None:
            return stop
        own = next((each for each in self.workshop.activities.all() if each.pk == stop.activity.pk), stop.activity)
        return replace(stop, activity=own)

    @property
    def next(self) -> Stop | None:
        return self.route[self.index + 1] if self.index + 1 < len(self.route) else None

    @property
    def previous(self) -> Stop | None:
        return self.route[self.index - 1] if self.index else None

    @property
    def tool(self) -> registry.Tool | None:
        return registry.get(self.stop.activity.tool) if self.stop.activity else None

    @property
    def running(self) -> bool:
        """Whether the workshop is run from this screen: it is open, and this is not a phone's."""
        return self.workshop.is_open and self.screen != PHONE

    @property
    def opens(self) -> bool:
        """Whether this is where its activity begins: what it is about is read once its questions were chosen."""
        before = self.route[self.index - 1] if self.index else None
        begins = before is None or before.activity != self.stop.activity or before.step.picks
        return begins and not self.stop.step.picks

    @property
    def stop_key(self) -> str:
        """The key of the stop where the room is, whatever it looks at in close-up."""
        return self.route[self.index].key

    @property
    def whole_key(self) -> str:
        """The key of this stop with nothing in focus."""
        return self.stop.focused_key(0)
