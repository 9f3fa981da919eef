"""Nobody keeps a connection with half a request, and several processes share a port."""

import asyncio
import contextlib
import gc
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
import uvicorn
from django.core.management.base import CommandError

from config import server
from workshops.live.access import Grant
from workshops.live.channels import Watcher
from workshops.live.stream import stream
from workshops.management.commands import serve

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def app(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def talk(*sent: bytes) -> tuple[bytes, float]:
    """What the server says to someone who sends this, each once something was answered, and how long it holds on."""
    config = uvicorn.Config(app, http=server.Protocol, lifespan="off", log_level="error", timeout_keep_alive=60)
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(running.serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        answered = b""
        for each in sent[:-1]:
            writer.write(each)
            answered += await reader.readuntil(b"ok")
        writer.write(sent[-1])
        began = time.monotonic()
        answered += await asyncio.wait_for(reader.read(), 10)
        lasted = time.monotonic() - began
        writer.close()
        running.should_exit = True
        await serving
    return answered, lasted


@pytest.mark.parametrize("half", [b"", b"\r\n", b"GET / HT", HEAD])
def test_half_a_head_is_not_waited_for_for_ever(monkeypatch, half):
    monkeypatch.setattr(server, "HEAD_WITHIN", 0.2)
    answered, lasted = asyncio.run(talk(half))

    assert (answered, 0.1 < lasted < 5) == (b"", True)


@pytest.mark.parametrize("half", [b"\r\n", b"GET / HT", HEAD])
def test_nor_on_a_connection_that_was_kept(monkeypatch, half):
    monkeypatch.setattr(server, "HEAD_WITHIN", 0.2)
    answered, lasted = asyncio.run(talk(HEAD + b"\r\n", half))

    assert (answered.count(b"200 OK"), lasted < 5) == (1, True)


def test_a_connection_between_two_requests_is_kept(monkeypatch):
    monkeypatch.setattr(server, "HEAD_WITHIN", 0.2)
    answered, _lasted = asyncio.run(talk(HEAD + b"\r\n", HEAD + b"\r\n", HEAD + b"Connection: close\r\n\r\n"))

    assert answered.count(b"200 OK") == 3


async def stopped(*sent: bytes) -> bytes:
    """What the server says on a connection that was opened just before it is told to stop, to what is sent after."""
    config = uvicorn.Config(app, http=server.Protocol, lifespan="off", log_level="error")
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(running.serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        await asyncio.sleep(0.2)
        running.should_exit = True
        await asyncio.sleep(0.2)
        for each in sent:
            writer.write(each)
        answered = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await serving
    return answered


def test_a_connection_that_was_opened_as_it_stops_is_answered_once():
    head, _blank, body = asyncio.run(stopped(HEAD + b"\r\n")).partition(b"\r\n\r\n")

    assert (head.split(b"\r\n")[0], b"connection: close" in head, body) == (b"HTTP/1.1 200 OK", True, b"ok")


def test_one_that_asks_nothing_is_closed(monkeypatch):
    monkeypatch.setattr(server, "FIRST_WITHIN", 0.1)

    assert asyncio.run(stopped()) == b""


# --- Streams ---


class OneScreen:
    """A hub that one screen watches."""

    def __init__(self) -> None:
        self.watcher = Watcher(Grant(1, "wall", user=1))
        self.watched = asyncio.Event()
        self.taken: list[bool] = []

    async def run(self, _function: Callable, *_args: object) -> Grant:
        return self.watcher.grant

    async def watch(self, _grant: Grant) -> Watcher:
        self.watched.set()
        return self.watcher

    def leave(self, _watcher: Watcher) -> None:
        pass

    def tell(self, n: int) -> None:
        """Send the message with that number, a fifth of a megabyte."""
        self.watcher.send(b"<%d>" % n + b"." * 200_000)
        self.taken.append(self.watcher.at_once is not None)


async def streamed(before: int, after: int) -> tuple[OneScreen, list[int]]:
    """A screen that reads nothing while so many messages are sent, then all, and then so many more: the hub, and the
    numbers of what arrived."""
    hub = OneScreen()

    async def app(scope, receive, send) -> None:
        await stream(hub, scope | {"path": "/live/wall/1/"}, receive, send)

    config = uvicorn.Config(app, http=server.Protocol, lifespan="off", log_level="error")
    running, came = uvicorn.Server(config), b""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(running.serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(HEAD + b"\r\n")
        await hub.watched.wait()
        await asyncio.sleep(0.1)
        for n in range(before):
            hub.tell(n)
        while b"<%d>" % (before - 1) not in came:
            came += await asyncio.wait_for(reader.read(1_000_000), 10)
        await asyncio.sleep(0.1)
        for n in range(before, before + after):
            hub.tell(n)
        hub.watcher.close()
        while not came.endswith(b"\r\n0\r\n\r\n"):
            came += await asyncio.wait_for(reader.read(1_000_000), 10)
        writer.close()
        running.should_exit = True
        await serving
    _head, _blank, rest = came.partition(b"\r\n\r\n")
    whole = b""
    while rest:
        size, _line, rest = rest.partition(b"\r\n")
        whole, rest = whole + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    assert whole.count(b".") == (before + after) * 200_000
    return hub, [int(n) for n in re.findall(rb"<(\d+)>", whole)]


def test_a_screen_that_reads_nothing_for_a_while_gets_every_message_once_and_in_order():
    hub, came = asyncio.run(streamed(before=60, after=1))

    assert came == list(range(61))
    assert (hub.taken[0], hub.taken[59], hub.taken[60]) == (True, False, True)  # handed over, waited, handed over


def test_nothing_of_a_connection_that_is_gone_is_kept(monkeypatch):
    made, begin = [], server.Protocol.connection_made

    def noted(protocol: server.Protocol, transport: asyncio.Transport) -> None:
        made.append(weakref.ref(protocol))
        begin(protocol, transport)

    monkeypatch.setattr(server.Protocol, "connection_made", noted)
    gc.disable()
    try:
        asyncio.run(talk(HEAD + b"Connection: close\r\n\r\n"))
        kept = [each() is not None for each in made]
    finally:
        gc.enable()
    assert kept == [False]


# --- Several processes ---


class Processes:
    """Two processes on one port, and whoever watches over them."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "config.server", "127.0.0.1", str(self.port), "tests.config.which:application"]
        self.watch = subprocess.Popen([*command, "--processes", "2"], cwd=Path(server.__file__).parent.parent)

    def ask(self) -> int:
        """The process that answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
            return int(answer.read())

    def all(self, without: set[int] = frozenset()) -> set[int]:
        """Two that answer and are none of ``without``."""
        found: set[int] = set()
        until = time.monotonic() + 60
        while len(found) < 2:
            assert time.monotonic() < until, (found, without)
            assert self.watch.poll() is None
            with contextlib.suppress(OSError):
                found |= {self.ask()} - without
            time.sleep(0.005)
        return found

    def end(self) -> None:
        self.watch.send_signal(signal.SIGTERM)
        try:
            self.watch.wait(20)
        finally:
            self.watch.kill()


@pytest.fixture
def two():
    processes = Processes()
    yield processes
    processes.end()


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_one_that_dies_is_put_in_the_place_of_and_all_end_together(two):
    first = two.all()
    gone = min(first)
    os.kill(gone, signal.SIGKILL)
    then = two.all(without={gone})

    assert max(first) in then
    two.end()
    assert [process for process in first | then if is_alive(process)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_told_to_renew_them_every_request_is_answered_meanwhile(two):
    first = two.all()
    answered, is_over = [], threading.Event()

    def go_on_asking() -> None:
        while not is_over.is_set():
            try:
                answered.append(two.ask())
            except OSError as error:
                answered.append(error)

    asking = threading.Thread(target=go_on_asking)
    asking.start()
    two.watch.send_signal(signal.SIGHUP)
    try:
        two.all(without=first)
        until = time.monotonic() + 30
        while any(map(is_alive, first)) and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        is_over.set()
        asking.join()

    assert [each for each in answered if not isinstance(each, int)] == []
    assert not any(map(is_alive, first))


@pytest.mark.parametrize(
    ("processes", "vendor", "told"),
    [
        (0, "postgresql", "--processes goes from 1 to 64."),
        (65, "postgresql", "--processes goes from 1 to 64."),
        (2, "sqlite", "More than one process takes PostgreSQL: set DATABASE_URL, or leave out --processes."),
    ],
)
def test_several_take_postgresql(monkeypatch, processes, vendor, told):
    monkeypatch.setattr(serve.connection, "vendor", vendor)

    with pytest.raises(CommandError, match="^" + re.escape(told)):
        serve.check_processes(processes)


@pytest.mark.parametrize(("processes", "vendor"), [(1, "sqlite"), (1, "postgresql"), (64, "postgresql")])
def test_so_many_can_serve(monkeypatch, processes, vendor):
    monkeypatch.setattr(serve.connection, "vendor", vendor)

    assert serve.check_processes(processes) is None
