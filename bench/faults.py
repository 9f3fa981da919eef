"""What goes wrong while everyone writes, and how long it takes until every screen is back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

from .http import Stream
from .phones import Phone
from .server import App, Server

KILLS = 10  # spread over the round
DOWN = 8.0  # seconds that one process of several stays away
MOVE_WITHIN = 5.0  # seconds in which its screens are to be at another
OFFLINE = 30.0  # seconds without a network
GIVE_UP = 60.0  # seconds to wait for screens to come back
NOTICE = 0.2  # seconds until a broken connection has been seen here


class Screen(Protocol):
    """A phone or a wall."""

    stream: Stream


async def kill(server: Server, screens: Sequence[Screen], room: Sequence[Phone], seconds: float) -> dict[str, Any]:
    """Kill the one process again and again; or, of several, each once, while the others go on."""
    if len(server.apps) > 1:
        return await _kill_each(server, screens, seconds)
    return await _kill_often(server.apps[0], screens, seconds)


async def _kill_often(app: App, screens: Sequence[Screen], seconds: float) -> dict[str, Any]:
    """Kill with SIGKILL at a random moment of each slice of the round; start it again at once.

    The next kill waits until the server answers again, but not until the screens are back: the time they were away
    then goes on.
    """
    began = time.perf_counter()
    moments = [began + (index + random.random()) * seconds / KILLS for index in range(KILLS)]
    away_since, longest, back = 0.0, 0.0, None
    for index, moment in enumerate(moments):
        await asyncio.sleep(moment - time.perf_counter())
        killed = time.perf_counter()
        away_since = away_since or killed
        app.kill()
        app.start()
        await app.up()
        last = index == KILLS - 1
        back = await all_back(screens, time.perf_counter() + GIVE_UP if last else moments[index + 1])
        if back:
            longest, away_since = max(longest, back - away_since), 0.0
    return {
        "kills": KILLS,
        "longest_away_s": round(longest, 2),
        "back_after_last_s": round(back - killed, 2) if back else None,
    }


async def _kill_each(server: Server, screens: Sequence[Screen], seconds: float) -> dict[str, Any]:
    """Kill one process after the other with SIGKILL, and start it again after a while: its screens move over."""
    began = time.perf_counter()
    moved: list[float | None] = []
    for index, app in enumerate(server.apps):
        moment = began + (index + random.random() / 2) * seconds / len(server.apps)
        await asyncio.sleep(moment - time.perf_counter())
        killed = time.perf_counter()
        app.kill()
        back = await all_back(screens, killed + DOWN)
        moved.append(round(back - killed, 2) if back else None)
        await asyncio.sleep(killed + DOWN - time.perf_counter())
        app.start()
        await app.up()
    slowest = None if None in moved else max(each for each in moved if each is not None)
    return {"kills": len(moved), "down_s": DOWN, "moved_s": slowest, "each_s": moved}


async def offline(server: Server, screens: Sequence[Screen], room: Sequence[Phone], seconds: float) -> dict[str, Any]:
    """A third of the phones lose their network early in the round, for half a minute."""
    some = room[::3]
    await asyncio.sleep(seconds * 0.1)
    for phone in some:
        phone.lose_network()
    await asyncio.sleep(OFFLINE)
    found = time.perf_counter()
    for phone in some:
        phone.find_network()
    back = await all_back(some, found + GIVE_UP)
    return {"phones": len(some), "offline_s": OFFLINE, "back_s": round(back - found, 2) if back else None}


Fault = Callable[[Server, Sequence[Screen], Sequence[Phone], float], Coroutine[Any, Any, dict[str, Any]]]
FAULTS: dict[str, Fault] = {"kill": kill, "offline": offline}


async def all_back(screens: Sequence[Screen], until: float) -> float | None:
    """Wait until every screen that has a network holds its stream. Returns when that was, None when not in time."""
    await asyncio.sleep(NOTICE)
    while not all(screen.stream.held or screen.stream.client.offline for screen in screens):
        if time.perf_counter() >= until:
            return None
        await asyncio.sleep(0.05)
    return time.perf_counter()
