import asyncio
import re
from collections.abc import Callable, Coroutine

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.workshops.hubs import running, until
from workshops import changes
from workshops.changes import Change
from workshops.live import access, channels, hub
from workshops.live.access import Grant
from workshops.live.channels import Watcher
from workshops.live.hub import LEAVE, Hub
from workshops.live.postgres import Listener
from workshops.models import Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.patches import Patch


class Studio:
    """Stands in for the screens: says what it drew, and draws the version."""

    def __init__(self) -> None:
        self.version = 0
        self.drawn: list[tuple[str, set[str]]] = []
        self.whole_drawn: list[str] = []
        self.error: Exception | None = None

    def whole(self, workshop: int, screen: str, seats: list[int]) -> Patch:
        if self.error:
            raise self.error
        self.whole_drawn.append(screen)
        return Patch(self.version, "whole")

    def changed(self, workshop: int, screen: str, what: set[str], seats: list[int]) -> Patch:
        if self.error:
            raise self.error
        self.drawn.append((screen, what))
        mine = {seat: f"mine-{seat}" for seat in changes.ids(what, "seat") if seat in seats}
        return Patch(self.version, "new", mine)

    def of(self, screen: str) -> list[set[str]]:
        return [what for each, what in self.drawn if each == screen]


@pytest.fixture
def studio(monkeypatch):
    studio = Studio()
    monkeypatch.setattr(patches, "whole", studio.whole)
    monkeypatch.setattr(patches, "changed", studio.changed)
    monkeypatch.setattr(hub, "_versions", lambda ids: dict.fromkeys(ids, studio.version))
    monkeypatch.setattr(access, "still_granted", set)
    return studio


def run(test: Callable[[Hub], Coroutine[None, None, None]]) -> None:
    async def main() -> None:
        async with running() as live:
            await test(live)

    asyncio.run(main())


def received(watcher: Watcher) -> list[bytes]:
    return list(watcher.queue)


def message(version: int, html: str) -> bytes:
    return f"event: patch\nid: {version}\ndata: {html}\n\n".encode()


def test_a_message_is_a_server_sent_event():
    assert hub.message(3, hub.data("<p>\n\n  a</p>")) == b"event: patch\nid: 3\ndata: <p>\ndata: \ndata:   a</p>\n\n"


def events(stream: bytes) -> list[tuple[str, str, str]]:
    """The events of a stream as a browser reads them: type, last event id, data (HTML living standard, 9.2.6)."""
    found, event, last_id, data = [], "", "", ""
    *lines, _unended = re.split(r"\r\n|\r|\n", stream.decode().removeprefix("\ufeff"))
    for line in lines:
        name, _colon, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                found.append((event or "message", last_id, data.removesuffix("\n")))
            event, data = "", ""
        elif name == "event":
            event = value
        elif name == "data":
            data += value + "\n"
        elif name == "id" and "\0" not in value:
            last_id = value
    return found


def as_a_page_has_it(text: str) -> str:
    """Line ends as the HTML parser makes them: all alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


SIGNS = '\n\n\n\r \t:\0\ufeff\u2028\u2029\x0b\x0c\x1c\x85<&>"æ🙂'
ODD = [*SIGNS, "data: ", "id: 1", "event: leave", "\r\n", ": "]


@given(st.lists(st.sampled_from(ODD) | st.text(max_size=8)).map("".join))
def test_what_is_drawn_is_what_arrives(html):
    first, second = hub.message(7, hub.data(html)), hub.message(8, b"next")

    assert events(first + second) == [("patch", "7", as_a_page_has_it(html)), ("patch", "8", "next")]


def test_a_new_screen_gets_the_whole_state_first(studio):
    async def test(live: Hub) -> None:
        studio.version = 4
        watcher = await live.watch(Grant(1, WALL, user=1))

        assert received(watcher) == [message(4, "whole")]
        assert watcher.ready.is_set()

    run(test)


def test_a_change_is_drawn_once_for_each_kind_of_screen_however_many_watch(studio):
    async def test(live: Hub) -> None:
        watchers = [await live.watch(Grant(1, WALL, user=1)) for _ in range(3)]
        watchers += [await live.watch(Grant(1, DESK, user=1)) for _ in range(2)]
        watchers += [await live.watch(Grant(1, PHONE, seat=seat)) for seat in range(1, 31)]
        studio.version = 1
        live.hear(Change(1, 1, ("note:7",)))
        await until(lambda: all(len(watcher.queue) == 2 for watcher in watchers))

        assert sorted(studio.drawn) == [(DESK, {"note:7"}), (PHONE, {"note:7"}), (WALL, {"note:7"})]
        assert dict(live.drawn) == {DESK: 1, PHONE: 1, WALL: 1}
        assert {received(watcher)[1] for watcher in watchers} == {message(1, "new")}

    run(test)


def test_a_screen_nobody_watches_is_not_drawn(studio):
    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        live.hear(Change(2, 1, ("stage",)))
        live.hear(Change(1, 1, ("stage",)))
        await until(lambda: len(wall.queue) == 2)

        assert studio.drawn == [(WALL, {"stage"})]

    run(test)


def test_what_happens_in_a_moment_is_drawn_once_for_the_phones(studio, monkeypatch):
    monkeypatch.setitem(hub.GATHER, PHONE, 0.6)

    async def test(live: Hub) -> None:
        phone = await live.watch(Grant(1, PHONE, seat=1))
        live.hear(Change(1, 1, ("note:1",)))
        await until(lambda: studio.of(PHONE))
        for version in range(2, 12):
            live.hear(Change(1, version, (f"note:{version}",)))
            await asyncio.sleep(0.005)
        assert len(studio.of(PHONE)) == 1
        await until(lambda: len(phone.queue) == 3)

        assert studio.of(PHONE) == [{"note:1"}, {f"note:{version}" for version in range(2, 12)}]

    run(test)


def test_phones_do_not_hear_how_many_are_in(studio):
    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        phone = await live.watch(Grant(1, PHONE, seat=1))
        live.hear(Change(1, 1, ("seats",)))
        await until(lambda: len(wall.queue) == 2)
        await asyncio.sleep(0.05)

        assert studio.drawn == [(WALL, {"seats"})]
        assert len(phone.queue) == 1

    run(test)


def test_ones_own_notes_go_to_ones_own_phone(studio):
    async def test(live: Hub) -> None:
        mine, other = [await live.watch(Grant(1, PHONE, seat=seat)) for seat in (7, 8)]
        live.hear(Change(1, 1, ("seat:7",)))
        await until(lambda: len(mine.queue) == 2)

        assert received(mine)[1] == message(0, "newmine-7")
        assert received(other)[1] == message(0, "new")

    run(test)


def test_a_screen_that_does_not_read_is_let_go_and_costs_the_others_nothing(studio, monkeypatch):
    monkeypatch.setattr(channels, "QUEUE", 3)

    async def test(live: Hub) -> None:
        stalled = await live.watch(Grant(1, WALL, user=1))
        reading = await live.watch(Grant(1, WALL, user=2))
        got = []
        for version in range(1, 6):
            live.hear(Change(1, version, (f"note:{version}",)))
            await until(lambda: len(studio.drawn) == version and reading.queue)  # noqa: B023
            got += received(reading)
            reading.queue.clear()

        assert (stalled.closed, len(stalled.queue)) == (True, 0)
        assert (reading.closed, len(got)) == (False, 6)

    run(test)


def test_a_change_nobody_told_of_is_found_by_the_version(studio, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.02)

    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        studio.version = 5
        await until(lambda: len(wall.queue) == 2)
        await asyncio.sleep(0.1)

        assert studio.drawn == [(WALL, {"stage", "access"})]
        assert received(wall)[1] == message(5, "new")

    run(test)


def test_a_change_that_was_told_of_is_not_drawn_again(studio, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.02)

    async def test(live: Hub) -> None:
        await live.watch(Grant(1, WALL, user=1))
        studio.version = 2
        live.hear(Change(1, 2, ("note:2",)))
        live.hear(Change(1, 1, ("note:1",)))
        await asyncio.sleep(0.15)

        assert set().union(*studio.of(WALL)) == {"note:1", "note:2"}

    run(test)


def test_changes_always_on_their_way_are_not_taken_for_lost(studio):
    async def test(live: Hub) -> None:
        await live.watch(Grant(1, WALL, user=1))
        for version in range(1, 10):
            live._compare(1, version)  # the database is one ahead at every look
            live._take(Change(1, version, (f"note:{version}",)))
        await until(lambda: not live.channels[1, WALL].what and studio.drawn)

        assert set().union(*studio.of(WALL)) == {f"note:{version}" for version in range(1, 10)}

    run(test)


def test_one_lost_among_many_that_arrive_is_found(studio):
    async def test(live: Hub) -> None:
        await live.watch(Grant(1, WALL, user=1))
        for version in (1, 3, 4):
            live._take(Change(1, version, (f"note:{version}",)))
        live._compare(1, 4)
        live._take(Change(1, 5, ("note:5",)))
        live._compare(1, 5)
        await until(lambda: not live.channels[1, WALL].what and studio.drawn)

        assert {"stage", "access"} <= set().union(*studio.of(WALL))

    run(test)


def test_a_screen_that_could_not_be_drawn_is_drawn_when_it_can(studio, monkeypatch, caplog):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.02)

    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        studio.version, studio.error = 1, RuntimeError("the database is away")
        live.hear(Change(1, 1, ("note:1",)))
        await until(lambda: caplog.records)
        studio.error = None
        await until(lambda: len(wall.queue) == 2)

        assert received(wall)[1] == message(1, "new")
        assert studio.drawn == [(WALL, {"stage", "access"})]

    run(test)


def test_access_that_ended_closes_the_stream(studio, monkeypatch):
    monkeypatch.setattr(access, "still_granted", lambda grants: {grant for grant in grants if grant.seat != 7})

    async def test(live: Hub) -> None:
        stays, goes = [await live.watch(Grant(1, PHONE, seat=seat)) for seat in (6, 7)]
        live.hear(Change(1, 1, ("access",)))
        await until(lambda: len(stays.queue) == 2)

        assert (stays.closed, goes.closed) == (False, True)
        assert received(goes) == [message(0, "whole"), LEAVE]
        assert live.channels[1, PHONE].watchers == {stays}

    run(test)


def test_an_account_whose_sessions_ended_is_asked_about_and_nothing_is_drawn(studio, monkeypatch):
    asked = []
    monkeypatch.setattr(access, "still_granted", lambda grants: asked.append(grants) or set())

    async def test(live: Hub) -> None:
        wall, other = await live.watch(Grant(1, WALL, user=3)), await live.watch(Grant(2, DESK, user=4))
        phone = await live.watch(Grant(1, PHONE, seat=3))
        live.hear(changes.account(3))
        await until(lambda: wall.closed)

        assert (received(wall)[-1], other.closed, phone.closed) == (LEAVE, False, False)
        assert (asked, studio.drawn) == ([[wall.grant]], [])

    run(test)


def test_a_database_that_is_away_ends_no_stream_of_an_account(studio, monkeypatch, caplog):
    def away(grants: list[Grant]) -> set[Grant]:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(access, "still_granted", away)

    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=3))
        live.hear(changes.account(3))
        await until(lambda: caplog.messages)

        assert not wall.closed

    run(test)
    assert caplog.messages == ["Could not ask who may watch workshop 1: the database is away"]


def test_a_workshop_that_is_gone_closes_every_stream(studio):
    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        studio.error = Workshop.DoesNotExist()
        live.hear(Change(1, 1, ("stage",)))
        await until(lambda: wall.closed)

        assert received(wall)[1] == LEAVE

    run(test)


def test_nothing_is_kept_for_a_workshop_nobody_watches(studio):
    async def test(live: Hub) -> None:
        wall = await live.watch(Grant(1, WALL, user=1))
        phone = await live.watch(Grant(1, PHONE, seat=1))
        live.leave(wall)
        assert list(live.channels) == [(1, PHONE)]

        live.leave(phone)
        live.leave(phone)
        assert (live.channels, live.sights) == ({}, {})

    run(test)


def test_nothing_is_kept_of_a_stream_that_could_not_begin(studio):
    studio.error = RuntimeError("the database is away")

    async def test(live: Hub) -> None:
        with pytest.raises(RuntimeError):
            await live.watch(Grant(1, WALL, user=1))

        assert (live.channels, live.sights) == ({}, {})

    run(test)


def test_stopping_ends_every_stream(studio):
    watchers = []

    async def test(live: Hub) -> None:
        watchers.append(await live.watch(Grant(1, WALL, user=1)))

    run(test)
    assert [watcher.closed for watcher in watchers] == [True]


@pytest.fixture
def real_access(studio, monkeypatch):
    """The real question of who may watch, and the real way a change comes. Ask for it last: what came before, came."""
    monkeypatch.setattr(access, "still_granted", STILL_GRANTED)
    listener = Listener() if connection.vendor == "postgresql" else None
    if listener:
        listener.start()
        assert listener.listening.wait(5)
    yield
    if listener:
        listener.stop()


STILL_GRANTED = access.still_granted


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["remove", "renew_code", "discard"])
def test_a_phone_whose_seat_is_taken_is_closed(open_workshop, participant, real_access, verb):
    arguments = [participant] if verb == "remove" else []

    def change() -> None:
        getattr(open_workshop, verb)(*arguments)
        connection.close()

    async def test(live: Hub) -> None:
        changes.listen(live.hear)
        try:
            phone = await live.watch(Grant(open_workshop.pk, PHONE, seat=participant.pk))
            await asyncio.to_thread(change)
            await until(lambda: phone.closed)
        finally:
            changes.unlisten(live.hear)

        assert received(phone) == [message(0, "whole"), LEAVE]

    run(test)
