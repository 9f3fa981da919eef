"""What a dialogue tool tells the engine about itself.

A tool is one Django app that calls :func:`register` in its ``AppConfig.ready``. The engine knows tools only
through the objects here; it imports none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from .models import Activity, Question, Topic

type_text = str | Promise

QUESTION = _("Spørgsmål")
QUESTIONS = ngettext_lazy("%(n)d spørgsmål", "%(n)d spørgsmål", "n")
THEMES = ngettext_lazy("%(n)d tema", "%(n)d temaer", "n")


class Place(NamedTuple):
    """Where a note sits: the ids of a topic and a question."""

    topic: int
    question: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.question}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what ``str`` wrote, ``"3-7"``. Raises ValueError when ``text`` is anything else."""
        ids = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", text)
        if ids is None:
            raise ValueError(f"Not a place: {text[:50]!r}")
        return cls(int(ids[1]), int(ids[2]))


@dataclass(frozen=True)
class Kind:
    """A kind of note, or a choice. The key names its colour in the stylesheet; word and symbol say it without colour.

    ``phase`` is the phase of an agreement made from such a note, where it has one (before, during, after). ``use``
    says what is done with it: anyone writes such a note; or a note becomes one when it is taken into the outcome at its
    place, or made a topic (``"taken"``); or it is a choice, that phones mark and the room settles on (``"mark"``). One
    that ``asks`` stands out until it is answered, where another question answers its own.
    """

    key: str
    word: type_text
    symbol: str = ""
    phase: str = ""
    use: Literal["note", "taken", "mark"] = "note"
    asks: bool = True


@dataclass(frozen=True)
class Step:
    """Where in an activity the room is.

    ``writes`` says that notes are written now, ``marks`` that choices are marked: else the phones have no form.
    ``shows`` says that the wall shows what was written and marked; ``agrees`` that it shows the agreements beside it.
    ``asks`` is the heading of a step without one question of its own. ``part`` is what several steps together are
    called. ``per_question`` says that the step comes anew for each question. Arriving at one that ``settles`` settles
    its place on that choice, where the room has not settled on another.
    """

    key: str
    title: type_text
    wall: type_text = ""
    phone: type_text = ""
    writes: bool = False
    marks: bool = False
    shows: bool = False
    agrees: bool = False
    asks: type_text = ""
    part: type_text = ""
    per_question: bool = False
    settles: str = ""

    @property
    def name(self) -> type_text:
        """What it is called in the way through the activity: its part's name, else its own."""
        return self.part or self.title


@dataclass(frozen=True)
class Stop:
    """One stop on the way through a workshop: a step, at the places it is about.

    ``topic`` and ``question`` are what the stop has in focus, where it has one. ``activity`` is None in the lobby
    and at the final look at the agreements. A stop that is ``focusable`` can have any of its places' topics in focus,
    in close-up, without being another stop.
    """

    step: Step
    activity: Activity | None = None
    topic: Topic | None = None
    question: Question | None = None
    places: tuple[Place, ...] = ()
    focusable: bool = False

    @property
    def key(self) -> str:
        """Names the stop in a form or an address: ``"12.write.3.7"`` (activity, step, topic, question)."""
        return self.focused_key(self.topic.pk if self.topic else 0)

    def focused_key(self, topic_id: int) -> str:
        """The key of this stop with another topic in focus."""
        activity, question = (self.activity.pk if self.activity else 0), (self.question.pk if self.question else 0)
        return f"{activity}.{self.step.key}.{topic_id}.{question}"

    @property
    def visible(self) -> bool:
        """Whether the wall shows what is written and marked: the step says so, or the facilitator let it at once."""
        answers = self.step.writes or self.step.marks
        return self.step.shows or bool(answers and self.activity and self.activity.notes_visible)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of note that can be written at this stop's question."""
        return self.question.note_kinds() if self.question and self.step.writes else []

    @property
    def heading(self) -> str:
        """What the room is asked here: the question, else what the step asks, else what the activity is called."""
        return str(self.question or self.step.asks or self.activity or self.step.title)


@dataclass(frozen=True)
class Shape:
    """What of a tool's content a workplace can add to, rename, hide and reorder, also during the workshop.

    ``topics`` and ``columns`` are what its topics and its questions without a topic are called, in the plural, and
    ``add_topic`` and ``add_column`` what one more is asked for by. Without ``add_topic`` none is added. ``key`` is the
    key of the questions that are columns; all of those without a topic, where it is empty. Without ``columns`` there
    are none that can be changed. ``takes`` are the kinds and choices of a column that is added.
    """

    topics: type_text
    columns: type_text = ""
    add_topic: type_text = ""
    add_column: type_text = ""
    key: str = ""
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A way of talking. ``stops`` lists an activity's stops in order; ``board`` and ``chapter`` are its templates.

    ``board`` draws a stop's notes on the wall, ``chapter`` an activity in the report. ``kinds`` are all the kinds of
    note and choices it knows. ``picker`` is the template by which a phone picks one of several places; ``overview``
    one that is drawn anew with every note and mark, ``cell`` one that draws the outcome at one place, ``desk`` what
    the desk shows instead of a list of notes, where it has them. ``shape`` says what of its content can be changed,
    ``poster`` is the page one can hang up, where it makes one.
    ``whom`` is the key of the column that says who an agreement made in the same row is about, where it has one.
    ``item`` is what one of its questions is called, ``items`` and ``parts`` so many of its questions and topics; empty
    where they are not what one counts. Its board ``introduces`` what it is about where it draws the set's intro and the
    topics' descriptions itself, and draws ``examples`` where it draws a question's hints with the question.
    ``sequel`` is the key of the question set that a follow-up begins with. ``fewest`` is how many people must have
    marked a place before any screen, or the report, is given what they marked there; it is then given only at a step
    that shows it, never while they mark, when one could see what each new mark changed. ``needs`` are the keys of the
    questions without a topic that it cannot do without; a set for a tool that is ``from_scratch`` needs nothing but
    text, so that anyone can write one. ``takes`` are the kinds and choices of a question whose set names none, by the
    question's key, those of any other question under an empty key; without them it takes every kind of note.
    ``always`` are choices that each of its questions has, whatever its set says: the tool's own way rests on them.
    ``styles`` are its stylesheets on the wall and the desk, as static paths; ``phone_styles`` those that every phone
    loads, few and small; ``report_styles`` those of the report, on screen and on paper.
    """

    key: str
    title: type_text
    summary: type_text
    kinds: tuple[Kind, ...]
    stops: Callable[[Activity], Sequence[Stop]]
    board: str
    chapter: str
    order: int = 0
    picker: str = "phone/_picker.html"
    overview: str = ""
    cell: str = ""
    desk: str = ""
    shape: Shape | None = None
    poster: str = ""
    whom: str = ""
    item: type_text = QUESTION
    items: Any = QUESTIONS
    parts: Any = THEMES
    introduces: bool = False
    examples: bool = False
    sequel: str = ""
    fewest: int = 0
    needs: tuple[str, ...] = ()
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    from_scratch: bool = False
    styles: tuple[str, ...] = ()
    phone_styles: tuple[str, ...] = ()
    report_styles: tuple[str, ...] = ()

    @property
    def settles(self) -> bool:
        """Whether the room comes to an outcome at its places: settles on a choice, or writes a text."""
        return bool(self.cell) or any(kind.use == "mark" for kind in self.kinds)

    @property
    def adopts(self) -> bool:
        """Whether its notes are proposals that can be taken into the outcome at their place."""
        return bool(self.cell) and any(kind.use == "taken" for kind in self.kinds)

    @property
    def takes_up(self) -> bool:
        """Whether its notes are proposals that can be made topics of their own."""
        return not self.cell and any(kind.use == "taken" for kind in self.kinds)

    @property
    def sums_up(self) -> bool:
        """Whether the outcome at a place is the room's summary of its notes, that a note-taker writes."""
        return bool(self.cell) and not self.adopts

    def size(self, questions: int, topics: int) -> str:
        """How much there is, in the tool's own words: ``"35 kort · 4 områder"``."""
        counted = (self.items, questions), (self.parts, topics)
        return " · ".join(str(words % {"n": n}) for words, n in counted if words)

    def kind(self, key: str) -> Kind:
        """The kind with that key. Raises KeyError when the tool has no such kind."""
        for kind in self.kinds:
            if kind.key == key:
                return kind
        raise KeyError(key)


LOBBY = Step("lobby", _("Velkommen"), phone=_("Du er med. Kig op på tavlen, vi går i gang om lidt."))
LOOK_BACK = Step(
    "look-back",
    _("Det aftalte vi sidst"),
    wall=_("Hvordan er det gået med aftalerne?"),
    phone=_("Kig op på tavlen. Vi ser på det, vi aftalte sidst."),
)
WRAP_UP = Step(
    "wrap-up",
    _("Vores aftaler"),
    phone=_("Kig op på tavlen. Vi samler op på, hvad vi har aftalt."),
    agrees=True,
)

_tools: dict[str, Tool] = {}


def register(tool: Tool) -> None:
    """Make ``tool`` known to the engine. Raises ValueError when the key is taken by another tool."""
    if _tools.get(tool.key, tool) != tool:
        raise ValueError(f"Two tools are called {tool.key!r}.")
    _tools[tool.key] = tool


def get(key: str) -> Tool:
    """The tool with that key. Raises KeyError when no installed app registered it."""
    return _tools[key]


def every() -> list[Tool]:
    """All tools, in the order they are offered."""
    return sorted(_tools.values(), key=lambda tool: (tool.order, tool.key))


def styles(which: Literal["styles", "phone_styles", "report_styles"] = "styles") -> list[str]:
    """Those stylesheets of all tools, each once. All, since an agenda can change while a page is open."""
    return list(dict.fromkeys(path for tool in every() for path in getattr(tool, which)))
