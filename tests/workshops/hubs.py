"""A hub that runs for as long as a test."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager

from django.db import connections

from workshops.live.hub import Hub


@asynccontextmanager
async def running():
    live = Hub()
    live.start()
    try:
        yield live
    finally:
        await live.run(connections.close_all)
        await live.stop()


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)
