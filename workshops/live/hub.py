"""Who watches what in this process, and getting each change to them drawn once.

The hub lives on the event loop; the database is asked and templates are drawn in a few worker threads. A change
waits in its channel's bag until the channel draws: the walls and desks at once, the phones after a moment, so that a
burst is drawn once.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

from ..changes import ACCESS, NOWHERE, SEATS, STAGE, Change, ids
from ..models import Workshop
from ..screens import patches
from ..screens.here import DESK, PHONE, WALL
from . import access
from .channels import Channel, Sight, Watcher

logger = logging.getLogger(__name__)
T = TypeVar("T")

GATHER = {WALL: 0.05, DESK: 0.1, PHONE: 0.4}  # seconds between two sends when busy
CHECK_EVERY = 2.0  # seconds between two looks at the version in the database
ASK_EVERY = 60.0  # seconds until every facilitator's stream is asked about again: sessions end by themselves, too


class Hub:
    """The live side of one process. Start it on the event loop, feed it changes from any thread."""

    def __init__(self) -> None:
        self.channels: dict[tuple[int, str], Channel] = {}
        self.sights: dict[int, Sight] = {}
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.drawn: dict[str, int] = defaultdict(int)
        self._tasks: set[asyncio.Task] = set()
        self._checkers: list[asyncio.Task] = []

    def start(self) -> None:
        """Begin, on the running event loop."""
        self.loop = asyncio.get_running_loop()
        self._checkers = [asyncio.create_task(self._check_versions()), asyncio.create_task(self._check_sessions())]

    async def stop(self) -> None:
        """End every stream and both checks."""
        for checker in self._checkers:
            checker.cancel()
        self.close()
        self.threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End every stream. Their screens come back, to this process or the one that follows."""
        for channel in self.channels.values():
            for watcher in channel.watchers:
                watcher.close()

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call ``function`` in a worker thread that may ask the database, and give its connection back."""
        assert self.loop is not None
        return await self.loop.run_in_executor(self.threads, with_connection, function, args)

    # --- Watching ---

    async def watch(self, grant: access.Grant) -> Watcher:
        """Add a stream, with the whole state as its first message."""
        watcher = Watcher(grant)
        channel = self.channels.setdefault((grant.workshop, grant.screen), Channel(grant.workshop, grant.screen))
        channel.watchers.add(watcher)  # before drawing: a change meanwhile is sent after, and does no harm twice
        try:
            await self._welcome(channel, watcher)
        except BaseException:
            self.leave(watcher)
            raise
        return watcher

    async def _welcome(self, channel: Channel, watcher: Watcher) -> None:
        """Queue the whole state. Who comes while it is drawn for others is drawn for with everyone else who does."""
        channel.arrived.append(watcher)
        async with channel.door:
            if watcher not in channel.arrived:
                return  # drawn for with another
            arrived, channel.arrived = channel.arrived, []
            seats = [each.grant.seat for each in arrived if each.grant.seat]
            try:
                patch = await self.run(patches.whole, channel.workshop, channel.screen, seats)
            except BaseException:
                channel.arrived += [each for each in arrived if each is not watcher]
                raise
            self.sights.setdefault(channel.workshop, Sight(patch.version))
            messages = Messages(patch)
            for each in arrived:
                each.queue.appendleft(messages.to(each))
                each.ready.set()

    def leave(self, watcher: Watcher) -> None:
        """Take a stream away, and with the last one of a workshop everything kept for it."""
        key = (watcher.grant.workshop, watcher.grant.screen)
        channel = self.channels.get(key)
        if channel is None:
            return
        channel.watchers.discard(watcher)
        if not channel.watchers:
            del self.channels[key]
        if not any(workshop == watcher.grant.workshop for workshop, _screen in self.channels):
            self.sights.pop(watcher.grant.workshop, None)

    def watching(self, workshop: int) -> list[Channel]:
        """The channels of a workshop that someone watches."""
        return [self.channels[workshop, screen] for screen in patches.PARTS if (workshop, screen) in self.channels]

    # --- Changes ---

    def hear(self, change: Change) -> None:
        """Take in a change, from any thread."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._take, change)

    def _take(self, change: Change) -> None:
        if change.workshop == NOWHERE:
            self._ask_about(set(ids(set(change.what), "user")))
            return
        if sight := self.sights.get(change.workshop):
            sight.saw(change.version)
        for channel in self.watching(change.workshop):
            self._gather(channel, set(change.what))

    def _ask_about(self, users: set[int]) -> None:
        """Ask anew whether those accounts' streams may go on."""
        for channel in self.channels.values():
            if any(watcher.grant.user in users for watcher in channel.watchers):
                self._begin(self._ask(channel))

    async def _ask(self, channel: Channel) -> None:
        try:
            await self._authorise_again(channel)
        except Exception as error:  # noqa: BLE001 - the database is away: it is asked again within a minute
            logger.warning("Could not ask who may watch workshop %s: %s", channel.workshop, error)

    def _begin(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _gather(self, channel: Channel, what: set[str]) -> None:
        if channel.screen == PHONE and what == {SEATS}:
            return  # a phone does not show how many are in
        channel.what |= what
        if not channel.drawing:
            channel.drawing = True
            self._begin(self._draw(channel))

    async def _draw(self, channel: Channel) -> None:
        """Draw and send until the bag is empty: at once when it was quiet, else after the rest of the moment."""
        assert self.loop is not None
        try:
            while channel.what and channel.watchers:
                await asyncio.sleep(max(0.0, channel.sent_at + GATHER[channel.screen] - self.loop.time()))
                what, channel.what = channel.what, set()
                channel.sent_at = self.loop.time()
                if ACCESS in what:
                    await self._authorise_again(channel)
                seats = [watcher.grant.seat for watcher in channel.watchers if watcher.grant.seat]
                self.drawn[channel.screen] += 1
                patch = await self.run(patches.changed, channel.workshop, channel.screen, what, seats)
                self._send(channel, patch)
        except Workshop.DoesNotExist:
            for watcher in channel.watchers:
                watcher.close(LEAVE)
        except Exception:
            logger.exception("Could not draw %s of workshop %s", channel.screen, channel.workshop)
            if sight := self.sights.get(channel.workshop):
                sight.version = -1
        finally:
            channel.drawing = False

    def _send(self, channel: Channel, patch: patches.Patch) -> None:
        messages = Messages(patch)
        for watcher in channel.watchers:
            if message := messages.to(watcher):
                watcher.send(message)

    async def _authorise_again(self, channel: Channel) -> None:
        """After access changed, end the streams of those who may no longer watch."""
        watchers = list(channel.watchers)
        still = await self.run(access.still_granted, [watcher.grant for watcher in watchers])
        for watcher in watchers:
            if watcher.grant not in still:
                watcher.close(LEAVE)
                channel.watchers.discard(watcher)

    # --- What the broadcaster lost ---

    async def _check_versions(self) -> None:
        """Compare what was heard of with the database; a change missed twice running has everything drawn anew."""
        while True:
            await asyncio.sleep(CHECK_EVERY)
            if not self.sights:
                continue
            try:
                versions = await self.run(_versions, list(self.sights))
            except Exception as error:  # noqa: BLE001 - the database is away: look again next time
                logger.warning("Could not compare versions: %s", error)
                continue
            for workshop, version in versions.items():
                self._compare(workshop, version)

    async def _check_sessions(self) -> None:
        """Ask about every facilitator's stream from time to time: a session that is left idle ends without a word."""
        while True:
            await asyncio.sleep(ASK_EVERY)
            for channel in list(self.channels.values()):  # in turn, so that drawing waits for one at most
                if any(watcher.grant.user for watcher in channel.watchers):
                    await self._ask(channel)

    def _compare(self, workshop: int, version: int) -> None:
        sight = self.sights.get(workshop)
        if sight is None or sight.version >= version:
            return
        if sight.version >= sight.behind:
            sight.behind = version  # it may be on its way: look once more before drawing everything
            return
        sight.jump(version)
        for channel in self.watching(workshop):
            self._gather(channel, {STAGE, ACCESS})


class Messages:
    """What to send to each screen of one kind. What is common to them is made once, whatever is their own."""

    def __init__(self, patch: patches.Patch) -> None:
        self.patch = patch
        self._common = data(patch.common)
        self._made: dict[str, bytes] = {}

    def to(self, watcher: Watcher) -> bytes:
        """The message to a screen; empty where there is nothing to tell it."""
        own = self.patch.personal.get(watcher.grant.seat, "")
        if own not in self._made:
            is_told = self._common or own
            self._made[own] = message(self.patch.version, self._common + data(own)) if is_told else b""
        return self._made[own]


LINE_END = re.compile(r"\r\n|\r|\n")  # of a stream, and no other: str.splitlines() knows more


def message(version: int, lines: bytes) -> bytes:
    """A server-sent event that brings ``lines``, made by :func:`data`, to ``live.js`` (HTML living standard, 9.2.5)."""
    return b"event: patch\nid: %d\ndata: %b\n\n" % (version, lines)


def data(html: str) -> bytes:
    """``html`` as the lines of an event, which arrives unchanged; what is made of two texts can be put together.

    Empty lines too: they may stand in what someone wrote. Every line end arrives as a line feed, as in a page.
    """
    return LINE_END.sub("\ndata: ", html).encode()


LEAVE = b"event: leave\ndata: -\n\n"


def _versions(ids: list[int]) -> dict[int, int]:
    return dict(Workshop.objects.filter(pk__in=ids).values_list("pk", "version"))


def with_connection(function: Callable, args: tuple = ()) -> Any:
    """Call ``function`` in this thread, and give its connection back."""
    try:
        return function(*args)
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
