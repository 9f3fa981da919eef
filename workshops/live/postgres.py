"""Changes from other processes and machines, by PostgreSQL's LISTEN/NOTIFY."""

from __future__ import annotations

import logging
import threading

import psycopg
from django.db import connection

from ..changes import CHANNEL, Change, deliver

logger = logging.getLogger(__name__)
RETRY_AFTER = 1.0  # seconds
# A connection that is gone without a word would be waited at for two hours, as systems come.
ALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}


class Listener:
    """One thread with one connection that hands every notification to this process's listeners.

    While the connection is away nothing is heard; the hub's version check brings the screens up to date.
    """

    def __init__(self) -> None:
        params = connection.get_connection_params()
        self.params = {key: value for key, value in params.items() if key not in ("pool", "cursor_factory", "context")}
        self.stopping = threading.Event()
        self.listening = threading.Event()
        self.thread = threading.Thread(target=self._run, name="listen", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self.thread.start()

    def stop(self) -> None:
        """Stop within a second."""
        self.stopping.set()
        self.thread.join(2)

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                with psycopg.connect(**{**ALIVE, **self.params}, autocommit=True) as conn:
                    conn.execute(f"LISTEN {CHANNEL}")
                    self.listening.set()
                    while not self.stopping.is_set():
                        for notify in conn.notifies(timeout=1.0):
                            _take(notify.payload)
            except psycopg.Error as error:
                logger.warning("Lost the connection that listens for changes: %s", error)
                self.stopping.wait(RETRY_AFTER)
            finally:
                self.listening.clear()


def _take(text: str) -> None:
    try:
        change = Change.loads(text)
    except ValueError:  # another release's words, or somebody else's: the version check finds what it was about
        logger.warning("Heard what is no change: %.200s", text)
        return
    deliver(change)
