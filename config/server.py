"""uvicorn, that lets nobody keep a connection with half a request:

``python -m config.server HOST PORT [APPLICATION] [--processes N]``.
"""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

AT_ONCE = "dialog.at_once"  # what a stream finds it by: workshops/live/stream.py
HEAD_WITHIN = 15.0  # seconds from the first byte of a request, or from connecting, to the end of its head
FIRST_WITHIN = 0.5  # seconds that a connection which has sent no request is waited for as the process ends
STARTS_WITHIN = 30  # seconds until a new process serves


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; a head that does not come closes the connection. The body is the bridge's to bound."""

    _late: asyncio.TimerHandle | None = None
    _first_wait: asyncio.TimerHandle | None = None  # for the first request, while the process ends

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Take in what came; on a kept connection it may begin the next request."""
        if self._late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Serve the request. A stream may write by itself: waking a task for each piece of each stream costs several
        times what writing it does."""
        self._head_came()
        self.scope["extensions"] = {AT_ONCE: {"write": self.write_at_once}}
        super().on_headers_complete()
        if self._first_wait and self.cycle:
            self.cycle.keep_alive = False

    def write_at_once(self, part: bytes) -> bool:
        """Write a part of an answer that is under way, as a chunk (RFC 9112, 7.1). False, and nothing is written, while
        what was written before has not left."""
        if self.flow.write_paused or self.transport.is_closing():
            return False
        self.transport.write(b"%x\r\n%b\r\n" % (len(part), part))
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        if self._first_wait:
            self._first_wait.cancel()
        if self.scope:
            self.scope.pop("extensions", None)  # it leads back here, and would keep what is gone
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close an idle connection, as the process ends. One that was opened just now has a request on its way: it is
        answered, and the connection closed after that."""
        if self.cycle or self._first_wait:
            super().shutdown()
            return
        self._first_wait = self.loop.call_later(FIRST_WITHIN, self._close_unused)

    def _close_unused(self) -> None:
        if self.cycle is None:
            self.transport.close()

    def _expect_head(self) -> None:
        self._late = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _head_came(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None


def main(host: str, port: int, application: str, processes: int) -> None:
    """Serve until told to stop.

    Several processes take connections from one port, each as it is free. uvicorn watches over them: another takes the
    place of one that died, and on SIGHUP each gives way to a new one that serves already, one after the other.
    """
    uvicorn.run(
        application,
        host=host,
        port=port,
        http=Protocol,
        log_level="warning",
        access_log=False,  # nobody reads it, and it would be put together all the same
        timeout_graceful_shutdown=3,
        workers=processes,
        timeout_worker_healthcheck=STARTS_WITHIN,
    )


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m config.server")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("application", nargs="?", default="config.asgi:application")
    parser.add_argument("--processes", type=int, default=1)
    main(**vars(parser.parse_args()))
