"""Django's WSGI side in a few threads of one ASGI process, those that only read apart from those that may write.

A request goes to a thread once and its answer comes back once. Handing over each piece of it, as a bridge for any WSGI
application must, costs more than a third of the time a note takes (docs/performance.md).
"""

from __future__ import annotations

import asyncio
import io
import math
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from django.db import connection

SMALL = 64_000  # bytes of a request that is always taken: a phone's form has 2,000
MOST_HELD = 24_000_000  # of larger ones at the same time in one process: two dozen question sets
MOST = 3_000_000  # bytes of a request; the largest form is a question set of a megabyte
PART_WITHIN, ALL_WITHIN = 15.0, 120.0  # seconds; 3 MB take as long at 200 kbit/s
SAFE = {"GET", "HEAD", "OPTIONS"}  # methods that only read (RFC 9110, 9.2.1)
BRIEFLY = 2  # seconds that a page which is read waits for a lock, where it has something to note
# Bytes of a refused request that are read and dropped: a browser reads no answer before it has sent all.
UNREAD = 60_000_000

# What is printed takes seconds, so it never takes a thread that notes wait for: one is made at a time, a few may wait.
SLOW = re.compile(r"/workshops/\d+/(?:drejebog/pdf|bordark|punkter/\d+/(?:plakat|ark))/")

# Nor does a note wait for what is of no meeting and can take long: checking a password does on purpose, and a question
# set can be a megabyte.
APART = re.compile(r"/(?:log-ind|konto|adgangskode|admin|bibliotek)/.*")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class Pages:
    """The ASGI application that answers with what the WSGI application ``wsgi`` says (PEP 3333).

    What only reads has ``threads`` of its own, apart from the ``writers``: where all that write wait for a lock, pages
    are still read. ``told`` draws the page of that name, for what is answered here; ``reads`` is called first in each
    thread that reads. Of more requests than ``most_waiting`` at once the rest is turned away.
    """

    def __init__(
        self,
        wsgi: Callable[..., Iterable[bytes]],
        threads: int,
        writers: int,
        told: Callable[[str], str],
        reads: Callable[[], None] | None = None,
        most_waiting: float = math.inf,
    ) -> None:
        self.wsgi = wsgi
        self.told = told
        self.most_waiting = most_waiting
        self.waiting = 0
        self.reading = ThreadPoolExecutor(threads, thread_name_prefix="reading", initializer=reads)
        self.writing = ThreadPoolExecutor(writers, thread_name_prefix="writing")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Django never sees one that is too big (RFC 9110, 413), nor half of one: its note would be
        stored as far as it came, and again when the phone sends it anew."""
        body = Body()
        try:
            await body.read(receive)
            if self.waiting >= self.most_waiting:
                raise Refused(503, "busy")
            self.waiting += 1
            try:
                threads = self.reading if scope["method"] in SAFE else self.writing
                loop = asyncio.get_running_loop()
                await _send(send, *await loop.run_in_executor(threads, self._ask, scope, body.whole))
            finally:
                self.waiting -= 1
        except Gone:
            return
        except Refused as refused:
            page = self.told(refused.page).encode()
            headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(page))]
            await _send(send, refused.status, [*headers, (b"connection", b"close")], page)
        finally:
            body.let_go()

    def _ask(self, scope: Scope, body: bytes) -> tuple[int, Headers, bytes]:
        status, headers = 500, []

        def start_response(line: str, pairs: list[tuple[str, str]], _error: object = None) -> None:
            nonlocal status, headers
            status = int(line[:3])
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]

        answer = self.wsgi(environ(scope, body), start_response)
        try:
            return status, headers, b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()


def wait_briefly() -> None:
    """Have this thread's connection to SQLite wait but briefly for those who write."""
    if connection.vendor == "sqlite":
        options = {**connection.settings_dict["OPTIONS"], "timeout": BRIEFLY}
        connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """A request as WSGI tells it: text is bytes read as latin-1 (PEP 3333).

    The body has the length of what came: a request sent in chunks does not say how long it is. Headers with an
    underscore in their name are left out, for in WSGI nothing tells ``X_Forwarded_Proto``, which anyone can send, from
    ``X-Forwarded-Proto``, which the proxy sets.
    """
    host, port = scope.get("server") or ("localhost", 80)
    root = scope.get("root_path", "")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root,
        "PATH_INFO": unquote_to_bytes(scope["raw_path"].removeprefix(root.encode())).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        if b"_" in raw:
            continue
        name = raw.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        between = "; " if name == "COOKIE" else ","
        found[key] = f"{found[key]}{between}{value.decode('latin-1')}" if key in found else value.decode("latin-1")
    return found | {"CONTENT_LENGTH": str(len(body))}


class Gone(Exception):
    """Who asked hung up before all of the request had come."""


class Refused(Exception):
    """The request is not taken: it is too large, comes too slowly, or others hold too much. ``page`` tells it."""

    def __init__(self, status: int, page: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.page = page or str(status)


class Body:
    """What a request carries. Of large ones only so much is held at the same time."""

    held = 0  # bytes, in the whole process

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.counted = 0
        self.fault: Refused | None = None

    @property
    def whole(self) -> bytes:
        return b"".join(self.parts)

    async def read(self, receive: Receive) -> None:
        """Take it in. Raises Gone, or Refused once all has come: a browser reads no answer before."""
        try:
            async with asyncio.timeout(ALL_WITHIN):
                while await self._take(receive):
                    pass
        except TimeoutError:
            raise Refused(408) from None

    async def _take(self, receive: Receive) -> bool:
        async with asyncio.timeout(PART_WITHIN):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        more = bool(message.get("more_body"))
        self._keep(message.get("body", b""))
        if self.fault and (self.size > UNREAD or not more):
            raise self.fault
        return more

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > MOST:
            self.fault = Refused(413)
        elif self.size > SMALL and Body.held + self.size - self.counted > MOST_HELD:
            self.fault = Refused(503, "busy")
        if self.fault:
            self.let_go()
            return
        self.parts.append(part)
        if self.size > SMALL:
            Body.held += self.size - self.counted
            self.counted = self.size

    def let_go(self) -> None:
        """Hold it no longer."""
        self.parts.clear()
        Body.held -= self.counted
        self.counted = 0


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
