"""One process for everything: streams in plain ASGI, all other requests in Django as WSGI in a few threads.

Django in long-lived threads beside the streams costs half of what Django under ASGI does for each note, and a stream
then holds no thread and no database connection (docs/architecture.md).
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from types import FrameType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402

from config.bridge import APART, SLOW, Pages, wait_briefly  # noqa: E402
from config.health import Health  # noqa: E402
from workshops import changes, housekeeping, readiness  # noqa: E402
from workshops.live.hub import Hub, with_connection  # noqa: E402
from workshops.live.postgres import Listener  # noqa: E402
from workshops.live.stream import Receive, Scope, Send, stream  # noqa: E402


def told(page: str) -> str:
    """The page about a request that is not taken."""
    return render_to_string(f"{page}.html")


# SQLite takes one writer at a time. Several would wait for each other in there, asleep for longer and longer.
writers = 1 if connection.vendor == "sqlite" else settings.THREADS
pages = Pages(django, settings.THREADS, writers, told, wait_briefly)
apart = Pages(django, 2, 2, told, wait_briefly, most_waiting=60)
posters = Pages(django, 1, 1, told, wait_briefly, most_waiting=8)
health = Health(readiness.faults, wait_briefly)
hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection: a stream, a page, or the life of the process."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/live/"):
        await stream(hub, scope, receive, send)
    elif scope["type"] == "http" and scope["path"] in health.paths:
        await health(scope, send)
    elif scope["type"] == "http" and SLOW.fullmatch(scope["path"]):
        await posters(scope, receive, send)
    elif scope["type"] == "http" and APART.fullmatch(scope["path"]):
        await apart(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    gc.freeze()  # what is loaded by now stays: looking it over time and again would hold up the screens
    gc.set_threshold(10_000, 20, 50)
    hub.start()
    _end_streams_first()
    changes.listen(hub.hear)
    listener = Listener() if connection.vendor == "postgresql" else None
    if listener:
        listener.start()
    keeping = asyncio.create_task(_keep_house())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    keeping.cancel()
    if listener:
        listener.stop()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _end_streams_first() -> None:
    """On being told to stop, end the streams: the server waits for every answer to end before it says so itself."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(number: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(number, frame)

        signal.signal(number, stop)


async def _keep_house() -> None:
    while True:
        try:
            await asyncio.to_thread(with_connection, housekeeping.tidy)  # in none of those that draw for the screens
        except housekeeping.ClockLeapt as error:
            logging.getLogger("workshops").warning("%s", error)
        except Exception:
            logging.getLogger("workshops").exception("Could not tidy up; trying again in an hour")
        await asyncio.sleep(3600)
