"""Who is in the room: phones that join, watch and write, and a wall that shows it."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

from .http import Client, Stream
from .server import Server

TOKEN = re.compile(rb"seddel-(\d{6})")
STAGE = b'id="stage"'

BROKEN = (OSError, TimeoutError, asyncio.IncompleteReadError)  # what a connection does when it fails


@dataclass
class Note:
    """One note that is sent, and when it was seen where."""

    sent: float
    acknowledged: float = 0.0
    on_wall: float = 0.0
    on_phones: list[float] = field(default_factory=list)


@dataclass
class Notes:
    """Every note of a room, by the number in its text."""

    every: dict[int, Note] = field(default_factory=dict)

    def next(self) -> tuple[int, str]:
        """The number and the text of a new note, as long as notes usually are."""
        number = len(self.every)
        return number, f"seddel-{number:06d} Vi mangler tid til at øve os sammen, før det nye skal bruges."

    def seen_on_wall(self, events: bytes) -> None:
        """Take the time of every note that is in what the wall was sent."""
        now = time.perf_counter()
        for number in TOKEN.findall(events):
            note = self.every.get(int(number))
            if note and not note.on_wall:
                note.on_wall = now


class Phone:
    """One participant."""

    def __init__(self, server: Server, notes: Notes, timed: bool) -> None:
        self.client = Client(server.port)
        self.code = server.workshop["code"]
        self.path = f"/deltag/{server.workshop['id']}/"
        self.notes = notes
        self.stream = Stream(self.client, f"/live/phone/{server.workshop['id']}/", self._heard)
        self.form: dict[str, str] = {}
        self.staged = 0.0
        self._timed = timed
        self._seen: set[int] = set()

    async def join(self) -> None:
        """Scan the code, press the button, land on the page with the form."""
        page = await self.client.get(f"/k/{self.code}/")
        answer = await self.client.post("/", page.fields | {"code": self.code})
        if answer.status != 302 or answer.location != self.path:
            raise OSError(f"join answered {answer.status} {answer.location}")
        page = await self.client.get(self.path)
        self.form = {name: page.fields[name] for name in ("csrfmiddlewaretoken", "place", "kind", "key")}

    async def write(self) -> str:
        """Send one note, take the key for the next from the answer. Returns what went wrong, if anything."""
        number, text = self.notes.next()
        note = self.notes.every[number] = Note(time.perf_counter())
        try:
            answer = await self.client.post(f"{self.path}sedler/", self.form | {"text": text}, htmx=True)
        except BROKEN as error:
            return type(error).__name__
        if answer.status != 200:
            return f"{answer.status} {answer.text[:200]}"
        note.acknowledged = time.perf_counter()
        self.form["key"] = answer.fields["key"]
        return ""

    def _heard(self, events: bytes) -> None:
        if STAGE in events:
            self.staged = time.perf_counter()
        if self._timed:
            now = time.perf_counter()
            for number in set(map(int, TOKEN.findall(events))) - self._seen:
                self._seen.add(number)
                self.notes.every[number].on_phones.append(now)


class Wall:
    """The facilitator's laptop: logged in, with the wall on the projector."""

    def __init__(self, server: Server, notes: Notes) -> None:
        self.client = Client(server.port)
        self.workshop = server.workshop
        self.stream = Stream(self.client, f"/live/wall/{self.workshop['id']}/", notes.seen_on_wall)

    async def open(self) -> None:
        """Log in and show the wall."""
        page = await self.client.get("/log-ind/")
        who = {"username": self.workshop["email"], "password": self.workshop["password"]}
        answer = await self.client.post("/log-ind/", page.fields | who)
        if answer.status != 302:
            raise OSError(f"login answered {answer.status}")
        await self.shown()
        await self.stream.open()

    async def shown(self) -> set[int]:
        """Open the wall's page anew. Returns the numbers of the notes on it."""
        page = await self.client.get(f"/workshops/{self.workshop['id']}/tavle/")
        if page.status != 200:
            raise OSError(f"the wall answered {page.status}")
        self.token = page.fields["csrfmiddlewaretoken"]
        return set(map(int, TOKEN.findall(page.body)))

    async def next_step(self) -> None:
        """Press "next" on the wall."""
        fields = {
            "csrfmiddlewaretoken": self.token,
            "at": self.workshop["at"],
            "to": "next",
            "screen": "wall",
        }
        answer = await self.client.post(f"/workshops/{self.workshop['id']}/gaa/", fields, htmx=True)
        if answer.status != 200:
            raise OSError(f"the next step answered {answer.status}")
