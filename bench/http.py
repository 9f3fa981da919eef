"""As much of a browser as a phone in the room needs: keep-alive requests, cookies, forms and one stream."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for one request
TAG = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass
class Answer:
    """What the server answered to one request."""

    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def fields(self) -> dict[str, str]:
        """The hidden inputs on the page, by name; the first where several forms have the same."""
        found: dict[str, str] = {}
        for tag in TAG.findall(self.text):
            attributes = dict(ATTRIBUTE.findall(tag))
            if attributes.get("type") == "hidden":
                found.setdefault(attributes.get("name", ""), attributes.get("value", ""))
        return found


@dataclass(eq=False)
class Client:
    """One browser: its cookies and one connection that is kept for the next request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = HOST
    offline: bool = False  # no network: nothing gets out, see :meth:`lose_network`
    _pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def cookie(self) -> str:
        """The ``Cookie`` header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> Answer:
        """GET, without following a redirect."""
        return await self._ask("GET", path, b"", "")

    async def post(self, path: str, fields: dict[str, str], htmx: bool = False) -> Answer:
        """POST a form, as htmx does or as the browser itself does; without following a redirect."""
        headers = "Content-Type: application/x-www-form-urlencoded\r\n"
        headers += f"Origin: http://{HOST}:{self.port}\r\n"
        if htmx:
            headers += "HX-Request: true\r\n"
        return await self._ask("POST", path, urlencode(fields).encode(), headers)

    def lose_network(self) -> None:
        """Drop the connection where it is, and open no other until ``offline`` is set back."""
        self.offline = True
        if self._pipe:
            self._pipe[1].transport.abort()

    def check_network(self) -> None:
        """Raise OSError without a network."""
        if self.offline:
            raise OSError("no network")

    def close(self) -> None:
        """Hang up."""
        if self._pipe:
            self._pipe[1].close()
            self._pipe = None

    async def _ask(self, method: str, path: str, body: bytes, headers: str) -> Answer:
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n{headers}"
        if self.cookies:
            head += f"Cookie: {self.cookie}\r\n"
        if method == "POST":
            head += f"Content-Length: {len(body)}\r\n"
        message = f"{head}\r\n".encode() + body
        async with asyncio.timeout(PATIENCE):
            if self._pipe and not self._pipe[0].at_eof() and not self._pipe[1].is_closing():
                try:
                    return await self._exchange(self._pipe, message)
                except (ConnectionError, asyncio.IncompleteReadError):
                    pass  # the server had just hung up an idle connection: a browser asks again on a new one
            self.close()
            self.check_network()
            self._pipe = await asyncio.open_connection(self.host, self.port)
            return await self._exchange(self._pipe, message)

    async def _exchange(self, pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter], message: bytes) -> Answer:
        reader, writer = pipe
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _colon, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self._keep(value)
        if headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers.get("location", ""), body)

    def _keep(self, cookie: str) -> None:
        pair, _semicolon, attributes = cookie.partition(";")
        name, _equals, value = pair.partition("=")
        if "max-age=0" in attributes.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


class Stream(asyncio.Protocol):
    """One stream of server-sent events; when it breaks, opened again after a while, as a browser does.

    A protocol and not a reader, because a driver of 2,000 phones can only afford one call for what arrives.
    """

    def __init__(self, client: Client, path: str, heard: Callable[[bytes], None]) -> None:
        self.client = client
        self.path = path
        self.heard = heard
        self.whole = asyncio.Event()  # set once the whole state has arrived
        self.whole_at = 0.0
        self.asked_at: list[float] = []  # when each request was made
        self.received = 0  # bytes
        self.left = False  # the server said to leave: a browser reloads the page, we stay away
        self.closing = False
        self._answered = False
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None
        self._reopening: asyncio.Task | None = None

    async def open(self) -> None:
        """Connect and wait for the whole state."""
        await self._connect()
        async with asyncio.timeout(PATIENCE):
            await self.whole.wait()

    def close(self) -> None:
        """Hang up for good."""
        self.closing = True
        if self._reopening:
            self._reopening.cancel()
        self.drop()

    def drop(self) -> None:
        """Hang up; what is on its way is lost."""
        if self._transport:
            self._transport.abort()

    @property
    def held(self) -> bool:
        """Whether it is open and has brought the whole state."""
        return bool(self._transport and not self._transport.is_closing() and self.whole.is_set())

    @property
    def reopened(self) -> int:
        """How often it was asked for again."""
        return max(0, len(self.asked_at) - 1)

    # --- What asyncio calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = transport = cast(asyncio.WriteTransport, transport)
        self._buffer.clear()
        self._answered = False
        self.asked_at.append(time.perf_counter())
        head = f"GET {self.path} HTTP/1.1\r\nHost: {HOST}:{self.client.port}\r\nAccept: text/event-stream\r\n"
        transport.write(f"{head}Cookie: {self.client.cookie}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Hand on the events that are complete. Chunk headers may stand between them; nobody here minds."""
        if not self._answered:
            self._answered = True
            if b" 200 " not in data[:16]:
                self.drop()  # the server cannot serve it now: ask again, as live.js does
                return
        self.received += len(data)
        looked_at = max(0, len(self._buffer) - 1)
        self._buffer += data
        cut = self._buffer.rfind(b"\n\n", looked_at)
        if cut < 0:
            return
        events = bytes(self._buffer[:cut])
        del self._buffer[: cut + 2]
        self.left |= b"event: leave" in events
        if b"event: patch" in events and not self.whole.is_set():
            self.whole_at = time.perf_counter()
            self.whole.set()
        self.heard(events)

    def connection_lost(self, exc: Exception | None) -> None:
        """Open it again after the one to three seconds that the server asks for."""
        self._transport = None
        self.whole.clear()
        if not self.closing and not self.left:
            self._reopening = asyncio.create_task(self._reopen())

    async def _connect(self) -> None:
        self.client.check_network()
        await asyncio.get_running_loop().create_connection(lambda: self, HOST, self.client.port)

    async def _reopen(self) -> None:
        while not self.closing:
            await asyncio.sleep(random.uniform(1, 3))
            try:
                await self._connect()
            except OSError:
                continue
            return


def moments(count: int, seconds: float) -> list[float]:
    """When each of ``count`` does something within ``seconds``, in random order: one in each slice of the time, at a
    random moment of it. As uneven as a room, the same load each run."""
    found = [(index + random.random()) * seconds / count for index in range(count)]
    random.shuffle(found)
    return found


def spread(seconds: Iterable[float]) -> dict[str, float]:
    """The 50th, 95th and 99th percentile and the largest, in milliseconds; empty without any."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    at = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * q))] * 1000, 1) for name, q in at.items()}
