"""The course of a room: it fills, everyone writes, everyone follows to the next step; and the clock that times it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from .beside import BESIDE, restart
from .faults import FAULTS, MOVE_WITHIN
from .http import moments, spread
from .phones import BROKEN, At, Chooser, Notes, Phone, Wall, doubled, log_in, miscounted, numbers_in
from .plan import Plan
from .server import Server

T = TypeVar("T")
AT_ONCE = 32  # phones that join at the same moment
IDLE = 2.0  # seconds of quiet before memory is read
SETTLE = 15.0  # seconds to wait for the last note or phone
SAMPLE = 25  # phones whose copy of the board is timed: timing all of them would make the driver the bottleneck


async def run(server: Server, phones: int, plan: Plan) -> dict[str, Any]:
    """Fill a room with phones, have each write a note, or put a dot, in every round of the ``plan``, then move on.

    Returns the figures, ready for JSON.
    """
    notes = Notes()
    cookies = await log_in(server.port)
    walls = [Wall(server, workshop, notes, dict(cookies)) for workshop in server.workshops]
    await _each(walls, Wall.open)
    kind = Chooser if plan.act == "dots" else Phone
    await kind(server, server.workshops[0], notes).join()  # so that templates are compiled before the clock runs
    every = max(1, phones // SAMPLE)
    room = [
        kind(server, server.workshops[index % len(walls)], notes, timed=index % every == 0) for index in range(phones)
    ]
    try:
        joined, memory = await _join(room, server)
        seated = [phone for phone in room if phone.stream.held]
        restarted = await restart(server, [*seated, *walls]) if "restart" in plan.beside else None
        written = []
        for seconds in plan.rounds:
            beside = {name: made(server, cookies) for name, made in BESIDE.items() if name in plan.beside}
            for each in beside.values():
                await each.start()
            written.append(await _write(seated, walls, seconds, notes, server, plan))
            written[-1]["beside"] = {name: await each.stop() for name, each in beside.items()}
        step = await _step(seated, walls, server)
        shown = set[At]().union(*await _each(walls, Wall.shown))
        streams = sum(phone.stream.held for phone in room)
        screens: list[Phone | Wall] = [*room, *walls]
        reopened = sum(screen.stream.reopened for screen in screens)
        (_count_dots if plan.act == "dots" else _count_notes)(written, notes, shown, server)
        return {
            "phones": phones,
            "workshops": len(walls),
            **joined,
            "streams": streams,
            "reopened": reopened,
            "memory": memory | {"peak_kb": server.peak()},
            "restart": restarted,
            "rounds": written,
            "step": step,
            "server_log": server.complaints(),
        }
    finally:
        for phone in room:
            phone.close()
        for wall in walls:
            wall.close()


def _count_notes(written: list[dict[str, Any]], notes: Notes, shown: set[At], server: Server) -> None:
    """Put into the figures of each round how many of its notes were lost and doubled."""
    stored = Counter((workshop, n) for workshop, text in server.stored() for n in numbers_in(text.encode()))
    for figures in written:
        numbers = figures.pop("numbers")
        figures |= {"lost": notes.lost(numbers, stored, shown), "doubled": doubled(numbers, stored)}


def _count_dots(written: list[dict[str, Any]], notes: Notes, shown: set[At], server: Server) -> None:
    """The same of dots, all of them in the last round: nobody can tell in which one was put."""
    for figures in written:
        del figures["numbers"]
        figures |= miscounted(0, 0)
    written[-1] |= miscounted(sum(figures["acknowledged"] for figures in written), server.dots())


async def _each(walls: list[Wall], do: Callable[[Wall], Coroutine[Any, Any, T]]) -> list[T]:
    """Have every wall do something, so many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(wall: Wall) -> T:
        async with gate:
            return await do(wall)

    return await asyncio.gather(*map(one, walls))


async def _join(room: list[Phone], server: Server) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everyone joins and opens a stream, so many at once. Returns how it went, and what it took in memory."""
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

    login_peak = server.peak()
    server.forget_peak()  # checking a password takes much memory for a moment: told apart, not the room's
    (rss, pss), clock = server.memory(), Clock(server)
    joined = sum(await asyncio.gather(*map(join, room)))
    figures = clock.stop() | {"problems": dict(problems)}
    await asyncio.sleep(IDLE)
    (rss_then, pss_then), count = server.memory(), max(1, joined)
    memory = {
        "login_peak_kb": login_peak,
        "bare_kb": rss,
        "bare_pss_kb": pss,
        "with_phones_kb": rss_then,
        "with_phones_pss_kb": pss_then,
        "kb_per_phone": round((rss_then - rss) / count, 1),
        "pss_kb_per_phone": round((pss_then - pss) / count, 1),
    }
    return {"joined": joined, "join": figures}, memory


async def _write(
    room: list[Phone], walls: list[Wall], seconds: float, notes: Notes, server: Server, plan: Plan
) -> dict[str, Any]:
    """Everyone writes one note, or puts one dot, at a moment of their own within ``seconds``, while the plan's faults
    happen."""
    problems: Counter[str] = Counter()
    before = len(notes.every)
    received = sum(phone.stream.received for phone in room)
    received_by_walls = sum(wall.stream.received for wall in walls)

    async def write(phone: Phone, moment: float) -> None:
        await asyncio.sleep(moment)
        await phone.act(problems)

    clock = Clock(server)
    async with asyncio.TaskGroup() as group:
        happening = {
            name: group.create_task(FAULTS[name](server, [*room, *walls], room, seconds)) for name in plan.faults
        }
        for phone, moment in zip(room, moments(len(room), seconds), strict=True):
            group.create_task(write(phone, moment))
    numbers = range(before, len(notes.every))
    sent = [notes.every[number] for number in numbers]
    if plan.act == "notes":  # a dot is on no wall
        await _until(lambda: all(note.on_wall for note in sent if note.acknowledged))
    figures = clock.stop()
    acked = [note for note in sent if note.acknowledged]
    first = [note for note in acked if note.tries == 1]  # the others waited for the network, not for the server
    cpu = figures["server_cpu_s"] + figures["database_cpu_s"]
    return {
        "over_s": seconds,
        "numbers": numbers,
        "sent": len(sent),
        "acknowledged": len(acked),
        "sent_again": len(acked) - len(first),
        "ack_ms": spread(note.acknowledged - note.sent for note in first),
        "again_ms": spread(note.acknowledged - note.sent for note in acked if note.tries > 1),
        "wall_ms": spread(note.on_wall - note.sent for note in first if note.on_wall),
        "phones_ms": spread(seen - note.sent for note in first for seen in note.on_phones),
        "cpu_ms_each": round(cpu * 1000 / max(1, len(acked)), 2),
        "kb_to_each_phone": round((sum(p.stream.received for p in room) - received) / max(1, len(room)) / 1024, 1),
        "kb_to_each_wall": round((sum(w.stream.received for w in walls) - received_by_walls) / len(walls) / 1024, 1),
        "problems": dict(problems),
        "faults": {name: task.result() for name, task in happening.items()},
        **figures,
    }


async def _step(room: list[Phone], walls: list[Wall], server: Server) -> dict[str, Any]:
    """The facilitator goes to the next step; every phone follows."""
    for phone in room:
        phone.staged = 0.0
    clock = Clock(server)
    await _each(walls, Wall.next_step)
    await _until(lambda: all(phone.staged for phone in room))
    followed = [phone.staged - clock.began for phone in room if phone.staged]
    return {"followed": len(followed), "follow_ms": spread(followed), **clock.stop()}


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
            "proxy_cpu_s": used[3],
            "driver_lag_ms": spread(ms / 1000 for ms in self.lag.ms),
        }

    def _cpu(self) -> tuple[float, float, float, float]:
        return self.server.cpu(), self.server.database_cpu(), time.process_time(), self.server.proxy_cpu()


async def _until(done: Callable[[], bool]) -> None:
    until = time.perf_counter() + SETTLE
    while not done() and time.perf_counter() < until:
        await asyncio.sleep(0.02)


def sound(result: dict[str, Any]) -> bool:
    """Whether everyone came in, nothing was lost or doubled, every screen came back and every phone followed."""
    kept = all(r["acknowledged"] == r["sent"] and not r["lost"] and not r["doubled"] for r in result["rounds"])
    faults = [fault for r in result["rounds"] for fault in r["faults"].values()]
    back = all(None not in fault.values() and fault.get("moved_s", 0) <= MOVE_WITHIN for fault in faults)
    back = back and (not result["restart"] or result["restart"]["back_s"] is not None)
    return kept and back and result["joined"] == result["phones"] == result["step"]["followed"]
