"""The streams, in plain ASGI beside Django: each holds a socket and a small queue, nothing else.

``GET /live/<screen>/<workshop>/`` answers with server-sent events (HTML living standard, 9.2): the whole state first,
then what changes.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from . import access
from .hub import LEAVE, Hub

PATH = re.compile(r"/live/(wall|desk|phone)/(\d{1,18})/")
AT_ONCE = "dialog.at_once"  # an ASGI extension: config/server.py
BEAT = 15.0  # seconds between signs of life, so that proxies keep the connection and the browser knows it is alive

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request under ``/live/``."""
    match = PATH.fullmatch(scope["path"])
    if match is None or scope["method"] != "GET":
        await _plain(send, 404 if match is None else 405)
        return
    screen, workshop = match[1], int(match[2])
    cookies = "; ".join(v.decode("latin-1") for k, v in scope["headers"] if k == b"cookie")
    try:
        grant = await hub.run(access.grant, cookies, screen, workshop)
        watcher = await hub.watch(grant) if grant else None
    except Exception:  # noqa: BLE001 - the database is away: the browser tries again
        await _plain(send, 503)
        return
    await _begin(send)
    if watcher is None:
        # A browser gives up for good on an error status; told to leave, it reloads and learns why.
        await _body(send, LEAVE, more=False)
        return
    at_once = scope.get("extensions", {}).get(AT_ONCE, {}).get("write")
    gone = asyncio.create_task(_until_gone(receive, watcher.close))
    try:
        await _body(send, f"retry: {random.randint(1000, 3000)}\n\n".encode())
        while True:
            while watcher.queue:
                await _body(send, watcher.queue.popleft())
            if watcher.closed:
                break
            watcher.at_once = at_once
            watcher.ready.clear()
            try:
                await asyncio.wait_for(watcher.ready.wait(), BEAT)
            except TimeoutError:
                await _body(send, b"event: beat\ndata: -\n\n")
        if not gone.done():
            await _body(send, b"", more=False)
    finally:
        gone.cancel()
        hub.leave(watcher)


async def _until_gone(receive: Receive, close: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    close()


async def _begin(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _body(send: Send, body: bytes, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _plain(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await _body(send, b"", more=False)
