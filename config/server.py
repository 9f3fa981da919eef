"""uvicorn, that lets nobody keep a connection with half a request:

``python -m config.server HOST PORT [APPLICATION]``.
"""

from __future__ import annotations

import asyncio
import sys

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 15.0  # seconds from the first byte of a request, or from connecting, to the end of its head


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; a head that does not come closes the connection. The body is the bridge's to bound."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Take in what came; on a kept connection it may begin the next request."""
        if self._late is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._head_came()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._late = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _head_came(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None


def main(host: str, port: str, application: str = "config.asgi:application") -> None:
    """Serve until told to stop."""
    uvicorn.run(
        application,
        host=host,
        port=int(port),
        http=Protocol,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
