"""Django's WSGI side in a few threads of one ASGI process.

A request goes to a thread once and its answer comes back once. Handing over each piece of it, as a bridge for any WSGI
application must, costs more than a third of the time a note takes (docs/performance.md).
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import build_environ

MOST = 3_000_000  # bytes of a request; the largest form is a question set of a megabyte

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class Pages:
    """The ASGI application that answers with what the WSGI application ``wsgi`` says (PEP 3333)."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.wsgi = wsgi
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Django never sees one that is too big (RFC 9110, 413), nor half of one: its note would be
        stored as far as it came, and again when the phone sends it anew."""
        try:
            body = await _body(receive)
        except Gone:
            return
        except TooBig:
            await _send(send, 413, [(b"content-length", b"0"), (b"connection", b"close")], b"")
            return
        loop = asyncio.get_running_loop()
        await _send(send, *await loop.run_in_executor(self.threads, self._ask, scope, body))

    def _ask(self, scope: Scope, body: bytes) -> tuple[int, Headers, bytes]:
        status, headers = 500, []

        def start_response(line: str, pairs: list[tuple[str, str]], _error: object = None) -> None:
            nonlocal status, headers
            status = int(line[:3])
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]

        environ = build_environ(scope, io.BytesIO(body))  # type: ignore[arg-type]
        answer = self.wsgi(environ, start_response)
        try:
            return status, headers, b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()


class Gone(Exception):
    """Who asked hung up before all of the request had come."""


class TooBig(Exception):
    """The request is larger than ``MOST``."""


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST:
            raise TooBig
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
