"""Who is in the room: phones that join, watch and write, and a wall that shows it."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .http import Answer, Client, Stream
from .room import EMAIL, PASSWORD
from .server import Server

TOKEN = re.compile(rb"seddel-(\d{6})")
OPTION = re.compile(r'id="dot-(\d+)"')
GIVE_UP = 90.0  # seconds after which a phone sends its note no more
RETRY = 3.0  # seconds between two tries, as in write.js
STAGE = b'id="stage"'

BROKEN = (OSError, TimeoutError, asyncio.IncompleteReadError)  # what a connection does when it fails
At = tuple[int, int]  # a note: its workshop and its number


@dataclass
class Note:
    """One note, or dot, that is sent, and when it was seen where."""

    workshop: int
    sent: float
    tries: int = 0
    acknowledged: float = 0.0
    on_wall: float = 0.0
    on_phones: list[float] = field(default_factory=list)


@dataclass
class Notes:
    """Every note of a run, by the number in its text."""

    every: dict[int, Note] = field(default_factory=dict)

    def write(self, workshop: int) -> tuple[Note, str]:
        """A new note and its text, as long as notes usually are."""
        number = len(self.every)
        note = self.every[number] = Note(workshop, time.perf_counter())
        return note, f"seddel-{number:06d} Vi mangler tid til at øve os sammen, før det nye skal bruges."

    def seen_on_wall(self, workshop: int, events: bytes) -> None:
        """Take the time of every note that is in what a workshop's wall was sent."""
        now = time.perf_counter()
        for number in numbers_in(events):
            note = self.every.get(number)
            if note and note.workshop == workshop and not note.on_wall:
                note.on_wall = now

    def lost(self, numbers: Iterable[int], stored: Counter[At], shown: set[At]) -> int:
        """How many were acknowledged, but are not in the database or not on the wall of their workshop."""
        acknowledged = {(self.every[n].workshop, n): self.every[n] for n in numbers if self.every[n].acknowledged}
        return sum(at not in stored or at not in shown or not note.on_wall for at, note in acknowledged.items())


def doubled(numbers: Iterable[int], stored: Counter[At]) -> int:
    """How many are in the database more than once."""
    copies: Counter[int] = Counter()
    for (_workshop, number), count in stored.items():
        copies[number] += count
    return sum(copies[number] > 1 for number in numbers)


def miscounted(acknowledged: int, stored: int) -> dict[str, int]:
    """The same of dots, that nobody can tell one from another."""
    return {"lost": max(0, acknowledged - stored), "doubled": max(0, stored - acknowledged)}


def numbers_in(page: bytes) -> set[int]:
    """The numbers of the notes whose text is there."""
    return set(map(int, TOKEN.findall(page)))


class Phone:
    """One participant."""

    def __init__(self, server: Server, workshop: dict[str, Any], notes: Notes, timed: bool = False) -> None:
        self.client = Client(server.port)
        self.workshop = workshop["id"]
        self.code = workshop["code"]
        self.path = f"/deltag/{self.workshop}/"
        self.notes = notes
        self.stream = Stream(self.client, f"/live/phone/{self.workshop}/", self._heard)
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
        self._read(await self.client.get(self.path))

    async def act(self, problems: Counter[str]) -> None:
        """Send one note, again and again as ``write.js`` does, until it is taken.

        Counts in ``problems`` what went wrong at each try.
        """
        note, text = self.notes.write(self.workshop)
        while time.perf_counter() < note.sent + GIVE_UP:
            note.tries += 1
            try:
                answer = await self.post(text)
            except BROKEN as error:
                problems[type(error).__name__] += 1
            else:
                if answer.status == 200:
                    note.acknowledged = time.perf_counter()
                    self.taken(answer)
                    return
                problems[f"{answer.status} {answer.text[:200]}"] += 1
                if answer.status < 500:
                    return
            await asyncio.sleep(RETRY)

    def lose_network(self) -> None:
        """Walk out of reach: what is open breaks, nothing new is opened."""
        self.client.lose_network()
        self.stream.drop()

    def find_network(self) -> None:
        """Come back into reach."""
        self.client.offline = False

    def close(self) -> None:
        """Go home."""
        self.stream.close()
        self.client.close()

    def _read(self, page: Answer) -> None:
        self.form = {name: page.fields[name] for name in ("csrfmiddlewaretoken", "place", "kind", "key")}

    async def post(self, text: str) -> Answer:
        """Send a note once."""
        return await self.client.post(f"{self.path}sedler/", self.form | {"text": text}, htmx=True)

    def taken(self, answer: Answer) -> None:
        """Get ready for the next note: it was taken."""
        self.form["key"] = answer.fields["key"]  # that of the next note

    def _heard(self, events: bytes) -> None:
        if STAGE in events:
            self.staged = time.perf_counter()
        if self._timed:
            now = time.perf_counter()
            for number in numbers_in(events) - self._seen:
                self._seen.add(number)
                self.notes.every[number].on_phones.append(now)


class Chooser(Phone):
    """One who puts dots, each at another option."""

    def _read(self, page: Answer) -> None:
        self.form = {name: page.fields[name] for name in ("csrfmiddlewaretoken", "at")}
        self._options = OPTION.findall(page.text)
        random.shuffle(self._options)

    async def post(self, text: str) -> Answer:
        """Put a dot at the next option."""
        return await self.client.post(f"{self.path}prikker/", self.form | {"note": f"{self._options[-1]}:1"}, htmx=True)

    def taken(self, answer: Answer) -> None:
        """Get ready for the next dot."""
        self._options.pop()


class Wall:
    """The facilitator's laptop: logged in, with a workshop's wall on the projector."""

    def __init__(self, server: Server, workshop: dict[str, Any], notes: Notes, cookies: dict[str, str]) -> None:
        self.client = Client(server.port, cookies)
        self.id = workshop["id"]
        self.at = workshop["at"]
        self.stream = Stream(self.client, f"/live/wall/{self.id}/", lambda events: notes.seen_on_wall(self.id, events))

    async def open(self) -> None:
        """Show the wall."""
        await self.shown()
        await self.stream.open()

    async def shown(self) -> set[At]:
        """Open the wall's page anew. Returns the notes on it."""
        page = await self.client.get(f"/workshops/{self.id}/tavle/")
        if page.status != 200:
            raise OSError(f"the wall answered {page.status}")
        self.token = page.fields["csrfmiddlewaretoken"]
        return {(self.id, number) for number in numbers_in(page.body)}

    async def next_step(self) -> None:
        """Press "next" on the wall."""
        fields = {"csrfmiddlewaretoken": self.token, "at": self.at, "to": "next", "screen": "wall"}
        answer = await self.client.post(f"/workshops/{self.id}/gaa/", fields, htmx=True)
        if answer.status != 200:
            raise OSError(f"the next step answered {answer.status}")

    def close(self) -> None:
        """Put the laptop away."""
        self.stream.close()
        self.client.close()


async def log_in(port: int) -> dict[str, str]:
    """The cookies of the facilitator, who has every workshop of the run."""
    client = Client(port)
    page = await client.get("/log-ind/")
    answer = await client.post("/log-ind/", page.fields | {"username": EMAIL, "password": PASSWORD})
    client.close()
    if answer.status != 302:
        raise OSError(f"login answered {answer.status}")
    return client.cookies
