"""The room: phones that join, watch and write, a wall that shows it, and the clock that times them."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .http import Client, Stream
from .server import Server

TOKEN = re.compile(rb"seddel-(\d{6})")
AT_ONCE = 32  # phones that join at the same moment
SETTLE = 15.0  # seconds to wait for the last note or phone
SAMPLE = 25  # phones whose copy of the board is timed: timing all of them would make the driver the bottleneck
STAGE = b'id="stage"'

BROKEN = (OSError, TimeoutError, asyncio.IncompleteReadError)  # what a connection does when it fails


@dataclass
class Note:
    """One note that is sent, and when it was seen where."""

    sent: float
    acknowledged: float = 0.0
    on_wall: float = 0.0
    on_phones: list[float] = field(default_factory=list)


@dataclass
class Notes:
    """Every note of a room, by the number in its text."""

    every: dict[int, Note] = field(default_factory=dict)

    def next(self) -> tuple[int, str]:
        """The number and the text of a new note, as long as notes usually are."""
        number = len(self.every)
        return number, f"seddel-{number:06d} Vi mangler tid til at øve os sammen, før det nye skal bruges."

    def seen_on_wall(self, events: bytes) -> None:
        """Take the time of every note that is in what the wall was sent."""
        now = time.perf_counter()
        for number in TOKEN.findall(events):
            note = self.every.get(int(number))
            if note and not note.on_wall:
                note.on_wall = now


class Phone:
    """One participant."""

    def __init__(self, server: Server, notes: Notes, timed: bool) -> None:
        self.client = Client(server.port)
        self.code = server.workshop["code"]
        self.path = f"/deltag/{server.workshop['id']}/"
        self.notes = notes
        self.stream = Stream(self.client, f"/live/phone/{server.workshop['id']}/", self._heard)
        self.form: dict[str, str] = {}
        self.staged = 0.0
        self._timed = timed
        self._seen: set[int] = set()

    async def join(self) -> None:
        """Scan the code, press the button, land on the page with the form."""
        page = await self.client.get(f"/k/{self.code}/")
        answer = await self.client.post("/", page.fields | {"code": self.code})
        if answer.status != 302 or answer.location != self.path:
            raise OSError(f"join answered {answer.status} {answer.location}")
        page = await self.client.get(self.path)
        self.form = {name: page.fields[name] for name in ("csrfmiddlewaretoken", "place", "kind", "key")}

    async def write(self) -> str:
        """Send one note, take the key for the next from the answer. Returns what went wrong, if anything."""
        number, text = self.notes.next()
        note = self.notes.every[number] = Note(time.perf_counter())
        try:
            answer = await self.client.post(f"{self.path}sedler/", self.form | {"text": text}, htmx=True)
        except BROKEN as error:
            return type(error).__name__
        if answer.status != 200:
            return f"{answer.status} {answer.text[:200]}"
        note.acknowledged = time.perf_counter()
        self.form["key"] = answer.fields["key"]
        return ""

    def _heard(self, events: bytes) -> None:
        if STAGE in events:
            self.staged = time.perf_counter()
        if self._timed:
            now = time.perf_counter()
            for number in set(map(int, TOKEN.findall(events))) - self._seen:
                self._seen.add(number)
                self.notes.every[number].on_phones.append(now)


class Wall:
    """The facilitator's laptop: logged in, with the wall on the projector."""

    def __init__(self, server: Server, notes: Notes) -> None:
        self.client = Client(server.port)
        self.workshop = server.workshop
        self.stream = Stream(self.client, f"/live/wall/{self.workshop['id']}/", notes.seen_on_wall)

    async def open(self) -> None:
        """Log in and show the wall."""
        page = await self.client.get("/log-ind/")
        who = {"username": self.workshop["email"], "password": self.workshop["password"]}
        answer = await self.client.post("/log-ind/", page.fields | who)
        if answer.status != 302:
            raise OSError(f"login answered {answer.status}")
        await self.shown()
        await self.stream.open()

    async def shown(self) -> set[int]:
        """Open the wall's page anew. Returns the numbers of the notes on it."""
        page = await self.client.get(f"/workshops/{self.workshop['id']}/tavle/")
        if page.status != 200:
            raise OSError(f"the wall answered {page.status}")
        self.token = page.fields["csrfmiddlewaretoken"]
        return set(map(int, TOKEN.findall(page.body)))

    async def next_step(self) -> None:
        """Press "next" on the wall."""
        fields = {
            "csrfmiddlewaretoken": self.token,
            "at": self.workshop["at"],
            "to": "next",
            "screen": "wall",
        }
        answer = await self.client.post(f"/workshops/{self.workshop['id']}/gaa/", fields, htmx=True)
        if answer.status != 200:
            raise OSError(f"the next step answered {answer.status}")


class Lag:
    """How late the driver's own event loop is: with much of it, the driver is what is measured."""

    def __init__(self) -> None:
        self.ms: list[float] = []

    async def watch(self) -> None:
        """Sleep and see how much longer it took, until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.02)
            self.ms.append((time.perf_counter() - before - 0.02) * 1000)


async def run(server: Server, phones: int, rounds: list[float]) -> dict[str, Any]:
    """Fill a room with phones, have each write a note in every one of ``rounds`` (seconds), then move on.

    Returns the figures, ready for JSON.
    """
    notes = Notes()
    wall = Wall(server, notes)
    await wall.open()
    await Phone(server, notes, timed=False).join()  # so that templates are compiled before the clock runs
    bare, login_peak = server.memory()
    server.forget_peak()  # checking a password takes much memory for a moment: told apart, not the room's
    every = max(1, phones // SAMPLE)
    room = [Phone(server, notes, timed=index % every == 0) for index in range(phones)]
    try:
        joined = await _join(room, server)
        memory = {"bare_kb": bare, "login_peak_kb": login_peak, "with_phones_kb": server.memory()[0]}
        seated = [phone for phone in room if phone.stream.held]
        written = [await _write(seated, seconds, notes, server) for seconds in rounds]
        step = await _step(seated, wall, server)
        on_wall = await wall.shown()
        streams = sum(phone.stream.held for phone in room)
        reopened = sum(phone.stream.reopened for phone in room) + wall.stream.reopened
        stored = Counter(int(n) for text in server.stored() for n in TOKEN.findall(text.encode()))
        for written_in in written:
            numbers = written_in.pop("numbers")
            acked = [n for n in numbers if notes.every[n].acknowledged]
            written_in["lost"] = sum(n not in stored or n not in on_wall or not notes.every[n].on_wall for n in acked)
            written_in["doubled"] = sum(stored[n] > 1 for n in numbers)
        memory["peak_kb"] = server.memory()[1]
        return {
            "phones": phones,
            **joined,
            "streams": streams,
            "reopened": reopened,
            "memory": memory | {"kb_per_phone": round((memory["with_phones_kb"] - bare) / max(1, len(seated)), 1)},
            "rounds": written,
            "step": step,
            "server_log": server.complaints(),
        }
    finally:
        everyone: list[Phone | Wall] = [wall, *room]
        for each in everyone:
            each.stream.close()
            each.client.close()


async def _join(room: list[Phone], server: Server) -> dict[str, Any]:
    """Everyone joins and opens a stream, so many at once."""
    problems: Counter[str] = Counter()
    gate = asyncio.Semaphore(AT_ONCE)

    async def join(phone: Phone) -> bool:
        async with gate:
            try:
                await phone.join()
                await phone.stream.open()
            except (*BROKEN, KeyError) as error:
                problems[f"join: {type(error).__name__} {error}"] += 1
                return False
            return True

    clock = Clock(server)
    joined = sum(await asyncio.gather(*map(join, room)))
    return {"joined": joined, "join": clock.stop() | {"problems": dict(problems)}}


async def _write(room: list[Phone], seconds: float, notes: Notes, server: Server) -> dict[str, Any]:
    """Everyone writes one note at a moment of their own within ``seconds``."""
    problems: Counter[str] = Counter()
    before = len(notes.every)
    received = sum(phone.stream.received for phone in room)

    async def write(phone: Phone, moment: float) -> None:
        await asyncio.sleep(moment)
        if problem := await phone.write():
            problems[problem] += 1

    clock = Clock(server)
    # One in each slice of the time, at a random moment of it: as uneven as a room, the same load each run.
    moments = [(index + random.random()) * seconds / len(room) for index in range(len(room))]
    random.shuffle(moments)
    await asyncio.gather(*map(write, room, moments))
    numbers = list(range(before, len(notes.every)))
    sent = [notes.every[number] for number in numbers]
    await _until(lambda: all(note.on_wall for note in sent if note.acknowledged))
    figures = clock.stop()
    acked = [note for note in sent if note.acknowledged]
    cpu = figures["server_cpu_s"] + figures["database_cpu_s"]
    return {
        "over_s": seconds,
        "numbers": numbers,
        "sent": len(sent),
        "acknowledged": len(acked),
        "ack_ms": spread(note.acknowledged - note.sent for note in acked),
        "wall_ms": spread(note.on_wall - note.sent for note in acked if note.on_wall),
        "phones_ms": spread(seen - note.sent for note in acked for seen in note.on_phones),
        "cpu_ms_per_note": round(cpu * 1000 / max(1, len(acked)), 2),
        "kb_to_each_phone": round((sum(p.stream.received for p in room) - received) / max(1, len(room)) / 1024, 1),
        "problems": dict(problems),
        **figures,
    }


async def _step(room: list[Phone], wall: Wall, server: Server) -> dict[str, Any]:
    """The facilitator goes to the next step; every phone follows."""
    for phone in room:
        phone.staged = 0.0
    clock = Clock(server)
    await wall.next_step()
    await _until(lambda: all(phone.staged for phone in room))
    followed = [phone.staged - clock.began for phone in room if phone.staged]
    return {"followed": len(followed), "follow_ms": spread(followed), **clock.stop()}


class Clock:
    """What a stretch of time cost the server, its database and the driver."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lag = Lag()
        self._watching = asyncio.create_task(self.lag.watch())
        self._before = self._cpu()
        self.began = time.perf_counter()

    def stop(self) -> dict[str, Any]:
        """The figures since it was made."""
        self._watching.cancel()
        used = [round(now - before, 2) for now, before in zip(self._cpu(), self._before, strict=True)]
        return {
            "seconds": round(time.perf_counter() - self.began, 2),
            "server_cpu_s": used[0],
            "database_cpu_s": used[1],
            "driver_cpu_s": used[2],
            "driver_lag_ms": spread(ms / 1000 for ms in self.lag.ms),
        }

    def _cpu(self) -> tuple[float, float, float]:
        return self.server.cpu(), self.server.database_cpu(), time.process_time()


def spread(seconds: Iterable[float]) -> dict[str, float]:
    """The 50th, 95th and 99th percentile and the largest, in milliseconds; empty without any."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    at = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * q))] * 1000, 1) for name, q in at.items()}


async def _until(done: Any) -> None:
    until = time.perf_counter() + SETTLE
    while not done() and time.perf_counter() < until:
        await asyncio.sleep(0.02)
