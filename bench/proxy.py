"""What stands before several processes: each connection goes to the next one that takes it.

``python -m bench.proxy PORT HOST:PORT HOST:PORT`` runs it by itself on a port of 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import cast

import uvloop

from .http import HOST

CONNECT_WITHIN = 1.0  # seconds; a machine that is gone does not refuse, it says nothing
Address = tuple[str, int]


class End(asyncio.Protocol):
    """One end of a connection that is carried through: what arrives here goes out at the other end."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: End | None = None
        self.early = b""  # what arrived before there was another end

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Pass it on."""
        if self.other is None:
            self.early += data
        elif self.other.transport and not self.other.transport.is_closing():
            self.other.transport.write(data)

    def join(self, other: End) -> None:
        """Be one connection with another end from now on."""
        self.other, other.other = other, self
        if other.transport and self.transport and not self.transport.is_closing():
            other.transport.write(self.early)
        elif other.transport:  # hung up meanwhile
            other.transport.close()

    def pause_writing(self) -> None:
        """Too much waits to go out here: take no more in at the other end."""
        if self.other and self.other.transport and not self.other.transport.is_closing():
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        """It has gone out."""
        if self.other and self.other.transport and not self.other.transport.is_closing():
            self.other.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hang up at the other end, after what is on its way."""
        self.transport = None
        if self.other and self.other.transport:
            self.other.transport.close()


class Proxy:
    """Takes connections and gives each to the next of ``behind``, leaving out those that do not take it."""

    def __init__(self, behind: list[Address]) -> None:
        self.behind = behind
        self._turns = itertools.count()
        self._carrying: set[asyncio.Task] = set()

    async def listen(self, port: int) -> asyncio.Server:
        """Take connections on a port of 127.0.0.1."""
        return await asyncio.get_running_loop().create_server(lambda: Front(self), HOST, port, backlog=4096)

    def carry(self, front: End) -> None:
        """Find someone behind for a new connection."""
        task = asyncio.create_task(self._carry(front))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carry(self, front: End) -> None:
        first = next(self._turns)
        for turn in range(len(self.behind)):
            host, port = self.behind[(first + turn) % len(self.behind)]
            try:
                async with asyncio.timeout(CONNECT_WITHIN):
                    _transport, back = await asyncio.get_running_loop().create_connection(End, host, port)
            except (OSError, TimeoutError):
                continue
            front.join(back)
            return
        if front.transport:
            front.transport.close()


class Front(End):
    """The end towards a phone, which waits until someone behind has taken the connection."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__()
        self.proxy = proxy

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Have someone found."""
        super().connection_made(transport)
        self.proxy.carry(self)


async def main(arguments: list[str]) -> None:
    """Serve until ended."""
    port, *behind = arguments
    addresses = [(host, int(number)) for host, _colon, number in (each.rpartition(":") for each in behind)]
    serving = await Proxy(addresses).listen(int(port))
    await serving.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1:]))
