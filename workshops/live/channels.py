"""Who watches what, what changed since it was last drawn, and how far this process has seen a workshop change."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .access import Grant

QUEUE = 64  # messages; a screen that is further behind starts over


@dataclass(eq=False)
class Watcher:
    """One open stream. ``grant`` says what it may see; the queue is bounded, so a stalled reader costs little.

    ``at_once`` hands a message to the connection; it says no when what it was handed before has not left yet. It is
    there only while nothing waits.
    """

    grant: Grant
    queue: deque[bytes] = field(default_factory=deque)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False
    at_once: Callable[[bytes], bool] | None = None

    def send(self, message: bytes) -> None:
        """Send a message, or queue it; a reader too far behind is let go, and comes back for the whole state."""
        if self.closed or (self.at_once and self.at_once(message)):
            return
        self.at_once = None
        if len(self.queue) >= QUEUE:
            self.queue.clear()
            self.close()
            return
        self.queue.append(message)
        self.ready.set()

    def close(self, last: bytes = b"") -> None:
        """End the stream, after ``last``."""
        if last:
            self.queue.append(last)
        self.closed = True
        self.ready.set()


@dataclass(eq=False)
class Channel:
    """One kind of screen of one workshop: who watches it, and what changed since it was last drawn."""

    workshop: int
    screen: str
    watchers: set[Watcher] = field(default_factory=set)
    arrived: list[Watcher] = field(default_factory=list)  # those still without the whole state
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    what: set[str] = field(default_factory=set)
    drawing: bool = False
    sent_at: float = 0.0


@dataclass(eq=False)
class Sight:
    """How far this process has seen a workshop change: every version up to ``version``, and those in ``ahead``."""

    version: int
    ahead: set[int] = field(default_factory=set)
    behind: int = 0  # the version that was missing at the last look, if one was

    def saw(self, version: int) -> None:
        """Note that the change to ``version`` was heard of."""
        if version > self.version:
            self.ahead.add(version)
        while self.version + 1 in self.ahead:
            self.version += 1
            self.ahead.discard(self.version)

    def jump(self, version: int) -> None:
        """Start over from ``version``: the whole state is about to be drawn."""
        self.version = max(self.version, version)
        self.ahead = {each for each in self.ahead if each > self.version}
        self.behind = 0
