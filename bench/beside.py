"""What goes on beside the writing: reports being made, a phone that reads nothing, one that writes without end; and a
restart in a quiet room."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from .faults import GIVE_UP, Screen, all_back
from .http import HOST, Client
from .phones import BROKEN, Notes, Phone
from .server import Server

BEING_MADE = b'hx-trigger="every 1s"'  # what the report's page says until the report is done
MOST_FOR_A_REPORT = 60.0  # seconds
SMALL = 4096  # bytes, the receive buffer of a phone that reads nothing
FLOOD = 500  # notes a minute
SILENCE = 3.0  # seconds without a byte: nothing more waits for it


class Beside(Protocol):
    """Something that goes on from its start to its stop, which tells how it went."""

    async def start(self) -> None: ...
    async def stop(self) -> dict[str, Any]: ...


class Reports:
    """The facilitator has the report of a closed workshop made over and over, as with the button on its page."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.server = server
        self.client = Client(server.port, dict(cookies))
        self.path = f"/workshops/{server.report}/rapport/"
        self.took: list[float] = []
        self.failed = 0

    async def start(self) -> None:
        """Begin with the first."""
        self._cpu = self.server.children_cpu()
        self._task = asyncio.create_task(self._over_and_over())

    async def stop(self) -> dict[str, Any]:
        """Ask for no more, and wait for none."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self.client.close()
        cpu = self.server.children_cpu() - self._cpu
        return {"made": len(self.took), "failed": self.failed, "took_s": self.took, "cpu_s": round(cpu, 2)}

    async def _over_and_over(self) -> None:
        while True:
            began = time.perf_counter()
            try:
                async with asyncio.timeout(MOST_FOR_A_REPORT):
                    made = await self._make()
            except (*BROKEN, KeyError):  # the server is away
                made = False
            if made:
                self.took.append(round(time.perf_counter() - began, 2))
            else:
                self.failed += 1
                await asyncio.sleep(1)

    async def _make(self) -> bool:
        """Press the button and follow the page until the report is done. Returns whether there is a PDF."""
        page = await self.client.get(self.path)
        token = {"csrfmiddlewaretoken": page.fields["csrfmiddlewaretoken"]}
        if (await self.client.post(f"{self.path}lav/", token)).status != 302:
            return False
        while BEING_MADE in (await self.client.get(self.path)).body:
            await asyncio.sleep(0.5)
        return (await self.client.get(f"{self.path}pdf/")).body.startswith(b"%PDF")


class Stalled:
    """A phone that has joined and asked for its stream, and then reads not a byte of it."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.server = server

    async def start(self) -> None:
        """Join, ask, and fall silent."""
        phone = Phone(self.server, self.server.workshops[0], Notes())
        await phone.join()
        phone.client.close()
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self.socket.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self.socket, (HOST, self.server.port))
        head = f"GET {phone.stream.path} HTTP/1.1\r\nHost: {HOST}:{self.server.port}\r\n"
        await loop.sock_sendall(self.socket, f"{head}Cookie: {phone.client.cookie}\r\n\r\n".encode())
        self._before = self.server.memory()[0]

    async def stop(self) -> dict[str, Any]:
        """Read at last what has waited, and see whether the server had hung up."""
        grew, waited = self.server.memory()[0] - self._before, 0
        loop = asyncio.get_running_loop()
        let_go = False
        try:
            while data := await asyncio.wait_for(loop.sock_recv(self.socket, 1 << 16), SILENCE):
                waited += len(data)
            let_go = True
        except ConnectionError:
            let_go = True
        except TimeoutError:
            pass
        finally:
            self.socket.close()
        return {"waited_kb": round(waited / 1024, 1), "let_go": let_go, "server_grew_kb": grew}


class Flood:
    """A phone that writes 500 notes a minute, each sent once, whatever is answered."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.phone = Phone(server, server.workshops[0], Notes())
        self.answers: Counter[int] = Counter()
        self.slowest = 0.0

    async def start(self) -> None:
        """Join, and begin."""
        await self.phone.join()
        self._task = asyncio.create_task(self._on_and_on())

    async def stop(self) -> dict[str, Any]:
        """Write no more."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self.phone.close()
        taken, refused = self.answers[200], self.answers[429]
        sent = self.answers.total()
        return {"sent": sent, "taken": taken, "refused": refused, "slowest_ms": round(self.slowest * 1000, 1)}

    async def _on_and_on(self) -> None:
        began = time.perf_counter()
        for n in itertools.count(1):
            await asyncio.sleep(max(0, began + n * 60 / FLOOD - time.perf_counter()))
            sent = time.perf_counter()
            try:
                answer = await self.phone.post(f"Larm {n:04d}, og mere larm, og det hele en gang til.")
            except BROKEN:  # the server is away
                continue
            self.slowest = max(self.slowest, time.perf_counter() - sent)
            self.answers[answer.status] += 1
            if answer.status == 200:
                self.phone.taken(answer)


BESIDE: dict[str, type[Reports] | type[Stalled] | type[Flood]] = {"pdf": Reports, "stall": Stalled, "flood": Flood}


async def restart(server: Server, screens: Sequence[Screen]) -> dict[str, Any]:
    """Restart every process, one after the other, in a quiet room; the screens come back by themselves."""
    began = time.perf_counter()
    for app in server.apps:
        await app.stop()
        app.start()
        await app.up()
    answered = time.perf_counter()
    back = await all_back(screens, answered + GIVE_UP)
    waits = [screen.stream.whole_at - began for screen in screens if screen.stream.whole_at > began]
    asked = [at for screen in screens for at in screen.stream.asked_at if at > began]
    return {
        "screens": len(screens),
        "answered_s": round(answered - began, 2),
        "back_s": round(back - began, 2) if back else None,
        "waits_s": sorted(round(wait, 2) for wait in waits),
        "most_requests_in_a_second": most_in_a_second(asked),
    }


def most_in_a_second(moments: Iterable[float]) -> int:
    """The largest number of moments within any one second."""
    ordered = sorted(moments)
    first = most = 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most
