"""Nobody keeps a connection with half a request."""

import asyncio
import socket
import time

import pytest
import uvicorn

from config import server

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
