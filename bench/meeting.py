"""A meeting on a clock that nobody waits for: the people, what each of their acts takes, and the desk they follow.

People act at the same time, each on a clock of their own, and what they do together lasts until the last of them is
done; the facilitator's acts come one after the other. They go the way a browser without scripts goes, over HTTP.
"""

from __future__ import annotations

import random
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from workshops.management.browsing import Browser, Form, Page, Phone

from .http import HOST
from .room import EMAIL, PASSWORD
from .server import ROOT

# What an act takes, in seconds; of two, somewhere between. Where nothing else is said it is a judgement: no room was
# timed yet.
PRESS = 2.0
JOIN = (15.0, 60.0)  # get the phone out, scan, press
THINK = (60.0, 120.0)  # "tænk et minut"
NEIGHBOUR = (90.0, 150.0)  # "tal med sidemanden", before the pair writes
WRITE = (30.0, 60.0)  # a note of ten words with two thumbs, about 20 words a minute with what is put right
PICK = 5.0  # a circle, on the phone
REVIEW = 4.0  # a note read in silence: ten words at 200 words a minute, and a yes
ALOUD = 6.0  # a note read aloud: ten words at 130 words a minute, and a breath
LOOK_OVER = 1.5  # a note of a list looked down, before the first dot
DOT = 8.0
WORDING = 90.0  # until the room has found the words of an agreement
TYPE = 40.0  # what, who and when, on a laptop

NOTES = Path(ROOT, "fixtures", "demo", "hjemmepleje.yaml")
NAMES_SOMEONE = "Spørg Mette fra vagtplanen, hun ved, hvordan den skal være."
LONGEST_REPORT = 60.0  # seconds, on a clock that is waited for


class WentWrong(Exception):
    """What someone wanted to do was not there to be done, or did not lead where it should."""


@dataclass(eq=False)
class Person:
    """One participant, and when they are done with what they did last."""

    phone: Phone
    at: float = 0.0


@dataclass
class Row:
    """A step of the meeting: when it began and when it should, in minutes, and the presses that it took."""

    step: str
    done: str
    planned: int
    minute: float = 0.0
    next: int = 0
    other: int = 0


@dataclass
class Meeting:
    """A workshop that is walked from its opening to its report. ``at`` is how many seconds it has lasted."""

    url: str
    pk: int
    code: str
    people: list[Person]
    chance: random.Random
    at: float = 0.0
    rows: list[Row] = field(default_factory=list)
    presses: Counter[str] = field(default_factory=Counter)
    written: list[str] = field(default_factory=list)
    dots: int = 0
    browser: Browser = field(init=False)  # the facilitator's
    page: Page = field(init=False)  # the desk, as it was after the last press

    def __post_init__(self) -> None:
        texts = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
        self._texts = iter([NAMES_SOMEONE, *dict.fromkeys(text for of_one in texts.values() for text in of_one)])
        self.browser = Browser(self.url)

    @property
    def pairs(self) -> list[Person]:
        """Those who write for two; the last one for oneself, where nobody is left."""
        return self.people[::2]

    def tables(self, of: int) -> list[Person]:
        """Those who write for a table of so many."""
        return self.people[::of]

    @contextmanager
    def step(self, planned: int, step: str, done: str) -> Iterator[None]:
        """A row of the table, with the presses that lead there and those made there."""
        row, before = Row(step, done, planned, self.at / 60), self.presses.copy()
        yield
        row.next, row.other = (self.presses[name] - before[name] for name in ("next", "other"))
        self.rows.append(row)

    # --- Everybody ---

    def talk(self, minutes: float) -> None:
        """They talk so long."""
        self.at += minutes * 60

    def together(self, people: Iterable[Person], do: Callable[[Person], None]) -> None:
        """People do something at the same time, until the last of them is done."""
        acting = list(people)
        for person in acting:
            person.at = self.at
            do(person)
        self.at = max(person.at for person in acting)

    def join(self, person: Person) -> None:
        """Come in by the code on the wall."""
        person.at += self.chance.uniform(*JOIN)
        person.phone.join(self.code)

    def think(self, person: Person) -> None:
        """Think, and then talk with the one beside."""
        person.at += self.chance.uniform(*THINK) + self.chance.uniform(*NEIGHBOUR)

    def write(self, person: Person, *kinds: str, picks: Sequence[int] = (), answers: bool = False) -> None:
        """Write a note of each of the kinds, each in the next circle of those picked; then say that one is done."""
        for number, kind in enumerate(kinds):
            page = person.phone.open(person.phone.path)
            if picks:
                person.at += PICK
                page = person.phone.open(page.picks[picks[number]])
            form = page.form("text", "place")
            if form is None:
                raise WentWrong("A phone had no form to write in.")
            person.at += self.chance.uniform(*WRITE) + PRESS
            said = page.root.xpath("//input[@name='answers']/@value") if answers else []
            answered = {"answers": self.chance.choice(said)} if said else {}
            self._send(person, form, {"text": next(self._texts), "kind": kind, **answered})
        person.phone.open(*person.phone.open(person.phone.path).pressed("done-button"))
        person.at += PRESS

    def _send(self, person: Person, form: Form, note: dict[str, str]) -> None:
        """Send a note, and once more where the phone is asked whether it names someone."""
        try:
            person.phone.open(form.action, form.fields | note)
        except urllib.error.HTTPError as error:
            asked = Page(person.phone.path, error.read()).form("text", "place") if error.code == 422 else None
            if asked is None or not asked.fields["named"]:
                raise
            person.at += REVIEW + PRESS
            person.phone.open(asked.action, asked.fields | note)
        self.written.append(note["text"])

    def choose(self, person: Person, *kinds: str) -> None:
        """Look over what there is and put a dot at a note of each of the kinds; where none is named, all one has."""
        page = person.phone.open(person.phone.path)
        person.at += LOOK_OVER * len(page.root.xpath("//ul[@class='dots__list']/li"))
        wanted = list(kinds)
        while (form := page.choosing) and (wanted or not kinds):
            of_kind = page.root.xpath(
                "//li[contains(@class, $kind)]//button/@value", kind=f"note--{wanted.pop(0)}" if wanted else "note"
            )
            if not (free := [value for value in form.dots if value in of_kind]):
                raise WentWrong("A phone had nothing left to put a dot at.")
            page = person.phone.open(form.action, form.fields | {"note": self.chance.choice(free)})
            person.at += DOT
            self.dots += 1

    # --- The facilitator ---

    def log_in(self) -> None:
        """Before the meeting: the desk is open."""
        form = self.browser.open("/log-ind/").form("username")
        if form is None:
            raise WentWrong("There was no page to log in at.")
        self.browser.open(form.action, form.fields | {"username": EMAIL, "password": PASSWORD})
        self.page = self.browser.open(f"/workshops/{self.pk}/styr/")

    def open(self) -> None:
        """Let people in."""
        self._send_form(self.page.leading_to("/aabn/"))

    def next(self, step: str) -> None:
        """Press »Næste«, or »Vis alle« where that is what it says, which leads to that step."""
        self._press("desk-next", step, "next")

    def jump(self, step: str) -> None:
        """Press the step in the way through the activity."""
        self._press(f"step-{step}", step, "other")

    def review(self) -> None:
        """Read every note, and hold back those that name someone."""
        self.at += REVIEW * len(self.page.root.xpath("//ul[@id='review']/li"))
        naming = "//ul[@id='review']/li[contains(., 'Nævner måske')]//button[@value='person']/@id"
        for name in self.page.root.xpath(naming):
            self._press(name, "review", "other")

    def read_aloud(self, *kinds: str) -> None:
        """Read each note of these kinds that is shown here."""
        shown = self.page.root.xpath("//ul[starts-with(@id, 'place-')]/li/@class")
        self.at += ALOUD * sum(f"note--{kind}" in each.split() for each in shown for kind in kinds)

    def agree(self, result: str, what: str, who: str) -> None:
        """The room finds the words, and they are written down."""
        self.at += WORDING + PRESS
        self.presses["other"] += 1
        (address,) = self.page.root.xpath("//a[@id='agreement-new']/@href")
        form = self.browser.open(address).called("agreement-form")
        self.at += TYPE
        said = {"result": result, "what": what, "who": who, "period": "during"}
        self._send_form(form, said)

    def close(self) -> None:
        """End the meeting."""
        self._send_form(self.page.leading_to("/afslut/"))

    def report(self) -> str:
        """What the report says, once it is made."""
        address, until = f"/workshops/{self.pk}/rapport/", time.monotonic() + LONGEST_REPORT
        while time.monotonic() < until:
            page = self.browser.open(address)
            if not page.root.xpath("//*[@hx-trigger='every 1s']"):
                return " ".join(text.text_content() for text in page.root.xpath("//article"))
            time.sleep(0.5)
        raise WentWrong(f"The report was not made within {LONGEST_REPORT:.0f} s.")

    def _press(self, name: str, step: str, what: str) -> None:
        self.page = self.browser.open(*self.page.pressed(name))
        self.at += PRESS
        self.presses[what] += 1
        go = self.page.form("at")
        here = go.fields["at"].split(".")[1] if go else ""
        if here != step:
            said = " ".join(self.page.root.xpath("string(//*[contains(@class, 'message')])").split())
            raise WentWrong(f"{name} led to {here!r}, not to {step!r}. {said}")

    def _send_form(self, form: Form | None, fields: dict[str, str] | None = None) -> None:
        if form is None:
            raise WentWrong(f"{self.page.path} lacks a form that was looked for.")
        self.page = self.browser.open(form.action, form.fields | (fields or {}))
        self.at += PRESS
        self.presses["other"] += 1


def meeting(port: int, pk: int, code: str, people: int, seed: int) -> Meeting:
    """A meeting of so many people, who always do the same by the same ``seed``."""
    url = f"http://{HOST}:{port}"
    return Meeting(url, pk, code, [Person(Phone(url)) for _each in range(people)], random.Random(seed))
