"""``manage.py simulate CODE``: a room full of people for a facilitator who is alone."""

from __future__ import annotations

import random
import threading
import time
import urllib.error
from argparse import ArgumentParser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workshops.codes import tidy
from workshops.management.browsing import Form, Page, Phone
from workshops.models import Question, Workshop

NOTES = Path(settings.BASE_DIR, "fixtures", "demo", "hjemmepleje.yaml")
MOST_PHONES = 200
MARKS = "marks-form"

# A human pace, in seconds.
ARRIVE = 0.6  # between two who join
LOOK = (3.0, 6.0)  # between two looks at the phone
THINK = (5.0, 45.0, 12.0)  # before a note: least, most, usual
DOT = (2.0, 12.0, 4.0)  # before a dot, likewise


class Command(BaseCommand):
    """Have simulated participants join an open workshop over HTTP, write notes and put dots until stopped."""

    help = "Fills an open workshop with simulated participants who write notes and put dots. Stop with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The code, how many, for how long, and where."""
        parser.add_argument("code", help="the code on the wall")
        parser.add_argument("--phones", type=int, default=25, help=f"how many participants, at most {MOST_PHONES} (25)")
        parser.add_argument("--minutes", type=float, help="stop after so long; without it, go on until Ctrl-C")
        parser.add_argument("--url", default=settings.SITE_URL, help=f"where the server is ({settings.SITE_URL})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Let them in, say how it goes, and send them home."""
        if not 1 <= options["phones"] <= MOST_PHONES:
            raise CommandError(f"--phones goes from 1 to {MOST_PHONES}.")
        workshop = _open_workshop(tidy(options["code"]))
        url = options["url"].rstrip("/")
        _check_server(url)
        room = Room(url, workshop.code, Texts(workshop))
        people = [
            threading.Thread(target=room.participate, args=(index * ARRIVE,), daemon=True)
            for index in range(options["phones"])
        ]
        self.stdout.write(f"{len(people)} participants are on their way into “{workshop}”. Ctrl-C stops them.")
        for person in people:
            person.start()
        until = time.monotonic() + options["minutes"] * 60 if options["minutes"] else float("inf")
        try:
            why = self._follow(room, people, workshop, until)
        except KeyboardInterrupt:
            why = "Stopped."
        room.over.set()
        for person in people:
            person.join(2)
        self.stdout.write(f"{why} Joined: {room.joined}. Notes written: {room.written}. Dots put: {room.dots}.")

    def _follow(self, room: Room, people: list[threading.Thread], workshop: Workshop, until: float) -> str:
        """Say how it goes until there is a reason to stop, and return that reason."""
        said = ""
        while time.monotonic() < until:
            if not any(person.is_alive() for person in people):
                return f"Nobody is left: {room.trouble or 'the facilitator sent them out'}."
            if not Workshop.objects.present().filter(pk=workshop.pk, state=Workshop.State.OPEN).exists():
                return "The workshop was closed."
            now = f"{room.joined} in, {room.written} notes, {room.dots} dots"
            now += f" ({room.trouble})" if room.trouble else ""
            if now != said:
                self.stdout.write(f"{time.strftime('%H:%M:%S')}  {now}")
                said = now
            room.over.wait(5)
        return "Time is up."


def _open_workshop(code: str) -> Workshop:
    """The workshop that a code lets one into. Raises CommandError with the reason when it lets nobody in."""
    workshop = Workshop.objects.present().filter(code=code).first()
    if workshop is None:
        raise CommandError(
            f"No workshop has the code {code or '(empty)'}. It is on the wall and on the facilitator's page."
        )
    if workshop.is_draft:
        raise CommandError(f"The workshop with the code {code} is not open yet. Open it first.")
    if workshop.is_closed:
        raise CommandError(f"The workshop with the code {code} is closed.")
    if workshop.code_expired:
        raise CommandError(f"The code {code} has expired. Give the workshop a new one.")
    return workshop


def _check_server(url: str) -> None:
    try:
        Phone(url).open("/healthz")
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise CommandError(f"No server answers at {url} ({reason}). Start it, or give --url.") from None


class Texts:
    """What can be written, by question: each text once, and when all are used, nothing."""

    def __init__(self, workshop: Workshop) -> None:
        self._texts: dict[str, list[str]] = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
        asked = Question.objects.filter(question_set__activity__workshop=workshop)
        self._sources = {str(pk): source for pk, source in asked.values_list("pk", "source")}
        self._used = set(workshop.notes.values_list("text", flat=True))  # a demo took its notes from the same file
        self._left: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def take(self, place: str) -> str:
        """A text for a place, as the form names it; empty when all are used."""
        question = place.rpartition("-")[2]
        with self._lock:
            if question not in self._left:
                self._left[question] = self._pile(self._sources.get(question, ""))
            return self._left[question].pop() if self._left[question] else ""

    def _pile(self, source: str) -> list[str]:
        """The texts for a question, to be taken from the end: its own and a few general ones, then the rest."""
        general = [text for text in self._texts["general"] if text not in self._used]
        random.shuffle(general)
        own = [text for text in self._texts.get(source, []) if text not in self._used] + general[:3]
        return general[3:] + random.sample(own, len(own))


@dataclass
class Room:
    url: str
    code: str
    texts: Texts
    over: threading.Event = field(default_factory=threading.Event)
    joined: int = 0
    written: int = 0
    dots: int = 0
    trouble: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def participate(self, delay: float) -> None:
        """Be one participant: join after a while, look at the phone, write and choose; until it is over or one is
        sent out."""
        self.over.wait(delay)
        phone = Phone(self.url)
        planned: dict[str, int] = {}  # notes still to write, by place; nothing where one marks or chooses once
        while not self.over.is_set():
            try:
                if not phone.path:
                    phone.join(self.code)
                    self._count(joined=1)
                page = phone.open(phone.path)
                if page.path != phone.path:
                    return
                self._mark(phone, page, planned)
                self._choose(phone, page, planned)
                if page.picks:  # one of several places is picked first
                    page = phone.open(random.choice(page.picks))
                form = page.form("text", "place")
                if form and planned.setdefault(form.fields["place"], random.choice((1, 1, 2, 2, 3))):
                    self._write(phone, form, planned)
                self.trouble = ""
            except urllib.error.HTTPError as error:
                if error.code in (403, 404):  # the seat no longer holds
                    return
                self.trouble = f"the server answered {error.code}"
            except OSError as error:
                self.trouble = f"the server does not answer: {getattr(error, 'reason', error)}"
            self.over.wait(random.uniform(*LOOK))

    def _mark(self, phone: Phone, page: Page, planned: dict[str, int]) -> None:
        """Mark what there is to mark, once."""
        form = page.called(MARKS)
        key = " ".join(form.places) if form else ""
        if form is None or key in planned:
            return
        planned[key] = 0
        if not self.over.wait(random.triangular(*THINK)):
            phone.open(form.action, {**form.filled(), "place": form.places})

    def _choose(self, phone: Phone, page: Page, planned: dict[str, int]) -> None:
        """Put one's dots, one after the other, once wherever the room chooses."""
        form = page.choosing
        at = form.fields["at"] if form else ""
        if at in planned:
            return
        while form and form.dots and form.fields["at"] == at and not self.over.wait(random.triangular(*DOT)):
            planned[at] = 0
            try:
                form = phone.open(form.action, form.fields | {"note": random.choice(form.dots)}).choosing
            except urllib.error.HTTPError as error:
                if error.code != 422:
                    raise
                return  # the room has gone on, or what was chosen is gone
            self._count(dots=1)

    def _write(self, phone: Phone, form: Form, planned: dict[str, int]) -> None:
        place = form.fields["place"]
        planned[place] -= 1
        text = self.texts.take(place)
        if not text or self.over.wait(random.triangular(*THINK)):
            return
        try:
            phone.open(form.action, form.filled() | {"text": text})
            self._count(written=1)
        except urllib.error.HTTPError as error:
            if error.code != 422:
                raise
            planned[place] = 0  # the facilitator takes no more notes there

    def _count(self, joined: int = 0, written: int = 0, dots: int = 0) -> None:
        with self._lock:
            self.joined += joined
            self.written += written
            self.dots += dots
