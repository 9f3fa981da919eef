"""Whether the process is alive and ready, told beside Django: no page, lock, host name or database is in its way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from config.bridge import Scope, Send

WITHIN = 3.0  # seconds that whoever asks waits at most


class Health:
    """The ASGI application that answers ``/healthz`` and ``/readyz``.

    ``faults`` says in a line each why the process is not ready. It is called in a thread of its own, once for all who
    ask meanwhile; ``reads`` is called first in that thread.
    """

    paths = ("/healthz", "/readyz")

    def __init__(self, faults: Callable[[], list[str]], reads: Callable[[], None] | None = None) -> None:
        self.faults = faults
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="ready", initializer=reads)
        self._looking: asyncio.Future[list[str]] | None = None

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer one request: alive at once, ready when all has been looked at."""
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, "Only GET and HEAD.", (b"allow", b"GET, HEAD"))
            return
        found = await self._found() if scope["path"] == "/readyz" else []
        await _answer(send, 503 if found else 200, "\n".join(found) or "ok")

    async def _found(self) -> list[str]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().run_in_executor(self.thread, self.faults)
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), WITHIN)
        except TimeoutError:
            return [f"The database or the disk does not answer within {WITHIN:.0f} seconds."]


async def _answer(send: Send, status: int, text: str, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
