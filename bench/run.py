"""The course of a room: it fills, everyone writes, everyone follows to the next step; and the clock that times it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from .phones import BROKEN, TOKEN, Notes, Phone, Wall
from .plan import Plan
from .server import Server

AT_ONCE = 32  # phones that join at the same moment
SETTLE = 15.0  # seconds to wait for the last note or phone
SAMPLE = 25  # phones whose copy of the board is timed: timing all of them would make the driver the bottleneck


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


async def run(server: Server, phones: int, plan: Plan) -> dict[str, Any]:
    """Fill a room with phones, have each write a note in every round of the ``plan``, then move on.

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
        written = [await _write(seated, seconds, notes, server) for seconds in plan.rounds]
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


async def _until(done: Callable[[], bool]) -> None:
    until = time.perf_counter() + SETTLE
    while not done() and time.perf_counter() < until:
        await asyncio.sleep(0.02)


def sound(result: dict[str, Any]) -> bool:
    """Whether everyone came in, nothing was lost or doubled, and every phone followed."""
    kept = all(r["acknowledged"] == r["sent"] and not r["lost"] and not r["doubled"] for r in result["rounds"])
    return kept and result["joined"] == result["phones"] == result["step"]["followed"]
