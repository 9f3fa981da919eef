"""The floor: a bare asyncio server that takes notes and sends the same bytes to as many streams, and nothing else.

No database, no Django, no check of anything. ``python -m bench.floor PORT GATHER BYTES`` runs it by itself on a port of
127.0.0.1: what is posted is answered at once, and each stream is sent ``BYTES`` for it, gathered over ``GATHER``
seconds as phones' screens are (``workshops/live/hub.py``). What ours costs is told as a multiple of it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, cast

import uvloop

from .http import HOST, Client, Stream, moments, spread
from .phones import Notes, numbers_in
from .plan import Plan
from .run import SAMPLE
from .server import App, free_port

GATHER = {"phones": 0.4, "wall": 0.05}  # seconds, as workshops/live/hub.py has it
SETTLE = 5.0  # seconds to wait for the last note
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: patch\ndata: -\n\n"
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Floor:
    """What there is to know of the room: who listens, and what came since it was last sent."""

    def __init__(self, gather: float, size: int) -> None:
        self.gather = gather
        self.size = size
        self.streams: set[asyncio.Transport] = set()
        self.came: list[bytes] = []
        self.sent_at = 0.0

    def take(self, note: bytes) -> None:
        """Take in a note. It is sent at once when it was quiet, else with the others of the moment."""
        self.came.append(note)
        if len(self.came) == 1:
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self.sent_at + self.gather), self._send)

    def _send(self) -> None:
        self.sent_at = asyncio.get_running_loop().time()
        message = b"".join(b"event: patch\ndata: " + note.ljust(self.size, b".") + b"\n\n" for note in self.came)
        self.came.clear()
        for stream in self.streams:
            stream.write(message)


class Connection(asyncio.Protocol):
    """A connection: requests one after the other, or a stream."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer a request once all of it has come."""
        self.came += data
        head, end, body = self.came.partition(b"\r\n\r\n")
        if not end:
            return
        if head.startswith(b"GET /live/"):
            self.floor.streams.add(self.transport)
            self.transport.write(HEAD)
        elif head.startswith(b"POST"):
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            if len(body) < length:
                return
            self.floor.take(body.rpartition(b"text=")[2])
            self.transport.write(TAKEN)
        else:
            self.transport.write(TAKEN)
        self.came = b""

    def connection_lost(self, exc: Exception | None) -> None:
        """Send nothing there any more."""
        self.floor.streams.discard(self.transport)


async def serve(port: int, gather: float, size: int) -> None:
    """Serve until ended."""
    floor = Floor(gather, size)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(floor), HOST, port)
    await server.serve_forever()


def is_measured(plan: Plan) -> bool:
    """Whether the floor can do the same: one room that writes, with nothing that goes wrong or on beside it."""
    return plan.act == "notes" and plan.workshops == 1 and not plan.faults and not plan.beside


async def measure(plan: Plan, phones: int, written: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The same round on the floor as ``written`` tells of ours: to as many streams, as many bytes for each note.

    Returns milliseconds of processor time for each note, milliseconds from the post to a stream, and the bytes.
    """
    streams = phones if plan.board == "phones" else 1
    sent = written["kb_to_each_phone" if plan.board == "phones" else "kb_to_each_wall"]
    size = round(sent * 1024 / max(1, written["acknowledged"]))
    return await _measure(streams, phones, written["over_s"], GATHER[plan.board], size, folder)


async def _measure(
    streams: int, writers: int, seconds: float, gather: float, size: int, folder: Path
) -> dict[str, Any]:
    port = free_port()
    command = [sys.executable, "-m", "bench.floor", str(port), str(gather), str(size)]
    with open(folder / "floor.log", "w") as log:
        app = App(command, dict(os.environ), port, log)
        app.start()
        try:
            await app.up()
            notes, seen = Notes(), list[float]()
            listening = [_listen(port, notes, seen, timed=index < SAMPLE) for index in range(streams)]
            for stream in listening:
                await stream.open()
            clients = [Client(port) for _ in range(writers)]
            before = _on_cpu(app)
            await _write(clients, notes, seconds)
            until = time.perf_counter() + SETTLE
            while len(seen) < len(notes.every) * min(SAMPLE, streams) and time.perf_counter() < until:
                await asyncio.sleep(0.02)
            used = _on_cpu(app) - before
            for stream in listening:
                stream.close()
            for client in clients:
                client.close()
        finally:
            app.end()
    return {
        "cpu_ms_each": round(used * 1000 / max(1, len(notes.every)), 3),
        "streams_ms": spread(seen),
        "bytes_each": size,
    }


def _on_cpu(app: App) -> float:
    """Seconds that its one thread was on a processor (Linux: Documentation/scheduler/sched-stats)."""
    assert app.process
    return int(Path(f"/proc/{app.process.pid}/schedstat").read_text().split()[0]) / 1e9


def _listen(port: int, notes: Notes, seen: list[float], timed: bool) -> Stream:
    known: Counter[int] = Counter()

    def heard(events: bytes) -> None:
        now = time.perf_counter()
        for number in numbers_in(events) if timed else ():
            if not known[number]:
                known[number] += 1
                seen.append(now - notes.every[number].sent)

    return Stream(Client(port), "/live/phone/1/", heard)


async def _write(clients: list[Client], notes: Notes, seconds: float) -> None:
    async def write(client: Client, moment: float) -> None:
        await asyncio.sleep(moment)
        _note, text = notes.write(1)
        await client.post("/note", {"text": text})

    async with asyncio.TaskGroup() as group:
        for client, moment in zip(clients, moments(len(clients), seconds), strict=True):
            group.create_task(write(client, moment))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
