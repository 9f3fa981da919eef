"""How fast a phone, and a room, may send: as many at once as a room ever does, then so many a second.

Kept in the process, since asking the database would cost each note a query. Where several processes serve a workshop,
each allows as much.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

MOST = 10_000  # that are remembered before those who are within their pace again are let go


class Pace:
    """``burst`` at once, and then one each ``every`` seconds, for each key (GCRA, the leaky bucket as a meter)."""

    def __init__(self, burst: int, every: float) -> None:
        self.every = every
        self._ahead = (burst - 1) * every
        self._due: dict[Hashable, float] = {}  # when each would be back at a full burst
        self._lock = threading.Lock()

    def wait(self, key: Hashable) -> float:
        """How many seconds until ``key`` may send; 0 counts this one."""
        now = time.monotonic()
        with self._lock:
            due = max(self._due.get(key, now), now)
            if due - now > self._ahead:
                return due - now - self._ahead
            self._due[key] = due + self.every
            if len(self._due) > MOST:
                self._due = {each: at for each, at in self._due.items() if at > now}
        return 0.0

    def forget(self) -> None:
        self._due.clear()


# On a phone people write 36 words a minute (Palin and others, 2019): five words in eight seconds. One note each three
# seconds is more than twice that; a dozen at once is what a phone writes while it has no network for a while.
NOTES = Pace(12, 3.0)
# Choices and dots are taps: a matrix of 35 rows is ticked through in half a minute.
TAPS = Pace(60, 0.5)
# Of a whole room: all of the largest that was measured (docs/performance.md) at once, then what no room comes to.
ROOM_NOTES = Pace(2000, 0.02)
ROOM_JOINS = Pace(2000, 0.1)


def forget() -> None:
    """Begin anew, for tests: ids come back there."""
    for each in (NOTES, TAPS, ROOM_NOTES, ROOM_JOINS):
        each.forget()
