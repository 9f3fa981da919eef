"""``/healthz`` and ``/readyz``, as a server calls them: plain ASGI, without a socket."""

import asyncio
import threading

import pytest

from config import health
from config.health import Health

ALIVE, READY = "/healthz", "/readyz"


async def answer(asked: Health, path: str, method: str = "GET") -> tuple[int, str, dict[bytes, bytes]]:
    sent = []

    async def send(message: dict) -> None:
        sent.append(message)

    await asked({"type": "http", "method": method, "path": path, "headers": [(b"host", b"10.1.2.3")]}, send)
    start, body = sent
    return start["status"], body["body"].decode(), dict(start["headers"])


def told(path: str, *faults: str, method: str = "GET") -> tuple[int, str]:
    return asyncio.run(answer(Health(lambda: list(faults)), path, method))[:2]


def test_a_process_without_faults_is_alive_and_ready():
    assert [told(path) for path in (ALIVE, READY)] == [(200, "ok\n")] * 2


def test_a_process_with_faults_is_alive_and_says_why_it_is_not_ready():
    faults = "The disk is full.", "The database is away."

    assert told(ALIVE, *faults) == (200, "ok\n")
    assert told(READY, *faults) == (503, "The disk is full.\nThe database is away.\n")


@pytest.mark.parametrize("path", [ALIVE, READY])
@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("POST", 405), ("DELETE", 405)])
def test_it_is_only_read(path, method, status):
    assert told(path, method=method)[0] == status


def test_nobody_keeps_an_answer():
    _status, _body, headers = asyncio.run(answer(Health(list), READY))

    assert headers == {b"content-type": b"text/plain; charset=utf-8", b"cache-control": b"no-store"}


def test_while_the_database_hangs_the_process_is_alive_and_looks_once_for_all(monkeypatch):
    monkeypatch.setattr(health, "WITHIN", 0.2)
    there, looks = threading.Event(), []

    def faults() -> list[str]:
        looks.append(1)
        there.wait(10)
        return []

    async def ask() -> list[tuple[int, str]]:
        asked = Health(faults)
        hanging = [asyncio.create_task(answer(asked, READY)) for _ in range(3)]
        alive = await asyncio.wait_for(answer(asked, ALIVE), 0.1)
        found = [alive, *await asyncio.gather(*hanging)]
        there.set()
        while not asked._looking.done():
            await asyncio.sleep(0.01)
        return [each[:2] for each in [*found, await answer(asked, READY)]]

    hangs = (503, "The database or the disk does not answer within 0 seconds.\n")
    assert asyncio.run(ask()) == [(200, "ok\n"), hangs, hangs, hangs, (200, "ok\n")]
    assert looks == [1, 1]
