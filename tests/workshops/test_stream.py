"""The streams as a server calls them: plain ASGI, without a socket."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.helpers import write
from tests.pages import go_to
from tests.people import cookies
from tests.workshops.hubs import running, until
from workshops import changes
from workshops.live import access
from workshops.live.hub import LEAVE, Hub
from workshops.live.postgres import Listener
from workshops.live.stream import stream
from workshops.models import User

pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """One request, and all that was answered to it."""

    def __init__(self, live: Hub, path: str, client: Client | None = None, method: str = "GET") -> None:
        self.sent: list[dict] = []
        self.left = asyncio.Event()
        headers = [(b"cookie", cookies(client or Client()).encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        self.task = asyncio.create_task(stream(live, scope, self.receive, self.send))

    async def receive(self) -> dict:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def body(self) -> list[bytes]:
        return [message["body"] for message in self.sent[1:] if message["body"]]

    @property
    def patches(self) -> list[str]:
        return [part.decode() for part in self.body if part.startswith(b"event: patch\n")]


@asynccontextmanager
async def wired(live: Hub):
    """The hub hears of changes as it does in a server."""
    changes.listen(live.hear)
    listener = Listener() if connection.vendor == "postgresql" else None
    try:
        if listener:
            await asyncio.to_thread(listen, listener)
        yield
    finally:
        changes.unlisten(live.hear)
        if listener:
            await asyncio.to_thread(listener.stop)


def listen(listener: Listener) -> None:
    listener.start()
    assert listener.listening.wait(5)


async def do(verb: Callable, *arguments) -> None:
    """Change something as another thread of the server does."""

    def change() -> None:
        try:
            verb(*arguments)
        finally:
            connection.close()

    await asyncio.to_thread(change)


def run(test: Callable[[Hub], Coroutine[None, None, None]], hearing: bool = False) -> None:
    async def main() -> None:
        async with running() as live, wired(live) if hearing else nullcontext():
            await test(live)

    asyncio.run(main())


# --- Beginning ---


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_the_first_message_is_the_whole_state(open_workshop, ane_client, screen):
    async def test(live: Hub) -> None:
        browser = Browser(live, f"/live/{screen}/{open_workshop.pk}/", ane_client)
        await until(lambda: browser.patches)

        assert browser.status == 200
        assert dict(browser.sent[0]["headers"]) == {
            b"content-type": b"text/event-stream; charset=utf-8",
            b"cache-control": b"no-store",
            b"x-accel-buffering": b"no",
        }
        assert browser.body[0].startswith(b"retry: ")
        assert browser.patches[0].startswith(f"event: patch\nid: {open_workshop.version}\ndata: <")
        assert 'id="stage"' in browser.patches[0]
        browser.left.set()
        await browser.task

    run(test)


def test_a_phones_first_message_has_its_own_notes_and_nobody_elses(
    open_workshop, places, participant, participant_client
):
    go_to(open_workshop, places[0], "write")
    write(open_workshop, places[0], "Mere tid", participant=participant)
    write(open_workshop, places[0], "Mindre papir", participant=open_workshop.join())

    async def test(live: Hub) -> None:
        browser = Browser(live, f"/live/phone/{open_workshop.pk}/", participant_client)
        await until(lambda: browser.patches)

        assert "Mere tid" in browser.patches[0]
        assert "Mindre papir" not in browser.patches[0]
        browser.left.set()
        await browser.task

    run(test)


# --- Who is let in ---


def test_someone_who_may_not_watch_is_told_to_leave(
    open_workshop, ane_client, stranger_client, participant_client, leader_client
):
    strangers = [(stranger_client, screen) for screen in ("wall", "desk", "phone")]
    strangers += [(participant_client, "wall"), (participant_client, "desk"), (ane_client, "phone")]
    strangers += [(leader_client, "wall")]

    async def test(live: Hub) -> None:
        for client, screen in strangers:
            browser = Browser(live, f"/live/{screen}/{open_workshop.pk}/", client)
            await browser.task

            assert (browser.status, browser.body) == (200, [LEAVE])
            assert browser.sent[-1]["more_body"] is False
        assert live.channels == {}

    run(test)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/live/", 404),
        ("GET", "/live/wall/", 404),
        ("GET", "/live/kitchen/1/", 404),
        ("GET", "/live/wall/x/", 404),
        ("GET", "/live/wall/1", 404),
        ("GET", "/live/wall/1/x", 404),
        ("GET", f"/live/wall/{'9' * 19}/", 404),
        ("POST", "/live/wall/1/", 405),
        ("HEAD", "/live/wall/1/", 405),
    ],
)
def test_what_is_no_stream(db, method, path, status):
    async def test(live: Hub) -> None:
        browser = Browser(live, path, method=method)
        await browser.task

        assert (browser.status, browser.body, browser.sent[-1]["more_body"]) == (status, [], False)

    run(test)


def test_a_workshop_that_is_not_there(ane_client):
    async def test(live: Hub) -> None:
        browser = Browser(live, f"/live/wall/{'9' * 18}/", ane_client)
        await browser.task

        assert browser.body == [LEAVE]

    run(test)


def test_with_the_database_away_the_browser_is_told_to_try_again(open_workshop, ane_client, monkeypatch):
    def away(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(access, "grant", away)

    async def test(live: Hub) -> None:
        browser = Browser(live, f"/live/wall/{open_workshop.pk}/", ane_client)
        await browser.task

        assert (browser.status, browser.body) == (503, [])

    run(test)


# --- While it is open ---


def test_a_note_arrives(open_workshop, places, ane_client):
    go_to(open_workshop, places[0], "show")

    async def test(live: Hub) -> None:
        wall = Browser(live, f"/live/wall/{open_workshop.pk}/", ane_client)
        await until(lambda: wall.patches)
        await do(write, open_workshop, places[0], "Mere tid")
        await until(lambda: len(wall.patches) == 2)

        assert "Mere tid" in wall.patches[1]
        assert 'id="stage"' not in wall.patches[1]
        wall.left.set()
        await wall.task

    run(test, hearing=True)


def test_a_quiet_stream_shows_that_it_is_alive(open_workshop, ane_client, monkeypatch):
    monkeypatch.setattr("workshops.live.stream.BEAT", 0.01)

    async def test(live: Hub) -> None:
        wall = Browser(live, f"/live/wall/{open_workshop.pk}/", ane_client)
        await until(lambda: wall.body.count(b"event: beat\ndata: -\n\n") > 2)
        wall.left.set()
        await wall.task

    run(test)


# --- Ending ---


def test_a_browser_that_goes_leaves_nothing_behind(open_workshop, ane_client):
    async def test(live: Hub) -> None:
        wall = Browser(live, f"/live/wall/{open_workshop.pk}/", ane_client)
        await until(lambda: wall.patches)
        assert len(live.channels) == 1
        wall.left.set()
        await wall.task

        assert (live.channels, live.sights) == ({}, {})

    run(test)


ENDS = ["taken off", "switched off", "new password", "logged out", "account gone", "accounts gone", "deleted"]


@pytest.mark.parametrize("what", ENDS)
def test_a_facilitator_whose_access_ended_is_told_to_leave_and_others_stay(
    open_workshop, ane_client, bo, bo_client, what
):
    def switch_off() -> None:
        bo.is_active = False
        bo.save()

    def set_password() -> None:
        bo.set_password("smør og rundstykker")
        bo.save()

    verbs = {
        "taken off": lambda: open_workshop.take_off(bo, bo),
        "new password": set_password,
        "logged out": lambda: bo_client.post("/log-ud/"),
        "switched off": switch_off,
        "account gone": bo.delete,
        "accounts gone": User.objects.filter(pk=bo.pk).delete,  # as the administration does it
        "deleted": open_workshop.discard,
    }

    async def test(live: Hub) -> None:
        path = f"/live/desk/{open_workshop.pk}/"
        anes, bos = Browser(live, path, ane_client), Browser(live, path, bo_client)
        await until(lambda: anes.patches and bos.patches)
        await do(verbs[what])
        await until(bos.task.done)

        assert bos.body[-1] == LEAVE
        assert bos.sent[-1]["more_body"] is False
        if what != "deleted":
            assert LEAVE not in anes.body
            anes.left.set()
        await anes.task

    run(test, hearing=True)


def test_a_session_that_is_left_idle_ends_its_streams(open_workshop, ane_client, monkeypatch):
    monkeypatch.setattr("workshops.live.hub.ASK_EVERY", 0.01)

    async def test(live: Hub) -> None:
        wall = Browser(live, f"/live/wall/{open_workshop.pk}/", ane_client)
        await until(lambda: wall.patches)
        await do(lambda: Session.objects.update(expire_date=timezone.now()))
        await until(wall.task.done)

        assert wall.body[-1] == LEAVE

    run(test)


@pytest.mark.parametrize("what", ["remove", "renew_code", "discard"])
def test_a_phone_whose_seat_is_gone_is_told_to_leave(open_workshop, participant, participant_client, what):
    arguments = [participant] if what == "remove" else []

    async def test(live: Hub) -> None:
        phone = Browser(live, f"/live/phone/{open_workshop.pk}/", participant_client)
        await until(lambda: phone.patches)
        await do(getattr(open_workshop, what), *arguments)
        await until(phone.task.done)

        assert phone.body[-1] == LEAVE

    run(test, hearing=True)


def test_a_closed_workshop_keeps_its_phones_for_when_it_opens_again(open_workshop, participant, participant_client):
    async def test(live: Hub) -> None:
        phone = Browser(live, f"/live/phone/{open_workshop.pk}/", participant_client)
        await until(lambda: phone.patches)
        await do(open_workshop.close)
        await until(lambda: len(phone.patches) > 1)
        await do(open_workshop.open)
        await until(lambda: "Du er med." in phone.patches[-1])

        assert "Tak, fordi du var med" in "".join(phone.patches)
        assert LEAVE not in phone.body
        phone.left.set()
        await phone.task

    run(test, hearing=True)
