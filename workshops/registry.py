"""What a dialogue tool tells the engine about itself.

A Django app registers its tool, or several, by calling :func:`register` in ``AppConfig.ready``. The engine knows tools
only through the objects here; it imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Text = str | Promise
Context = dict[str, Any]  # what a template is given

QUESTION = _("Spørgsmål")
QUESTIONS = ngettext_lazy("%(n)d spørgsmål", "%(n)d spørgsmål", "n")
THEMES = ngettext_lazy("%(n)d tema", "%(n)d temaer", "n")
# What an activity can have of the engine's own steps (``steps.py``), as its fields are called.
RHYTHM = ("picks", "reads", "reviews", "talks", "gathers", "chooses")


@dataclass(frozen=True)
class Kind:
    """A kind of note, or a choice. The key names its colour in the stylesheet; word and symbol say it without colour.

    ``period`` is that of an agreement made from such a note, where it has one (before, during, after). ``use``
    says what is done with it: anyone writes such a note; or a note becomes one when it is taken into the outcome at its
    place, or made a topic (``"taken"``); or it is a choice, that phones mark and the room settles on (``"mark"``). One
    that ``asks`` stands out until it is answered, where another question answers its own.
    """

    key: str
    word: Text
    symbol: str = ""
    period: str = ""
    use: Literal["note", "taken", "mark"] = "note"
    asks: bool = True


@dataclass(frozen=True)
class Step:
    """Where in an activity the room is.

    ``writes`` says that notes are written now, ``marks`` that choices are marked, ``dots`` that dots are put at what
    was written: else the phones have no form.
    ``reviews`` says that what was written is read through before the room sees it. ``shows`` says that the wall shows
    what was written, once somebody said yes to it, and marked; ``agrees`` that it shows the agreements beside it.
    ``asks`` is the heading of a step without one question of its own. ``part`` is what several steps together are
    called. ``per_question`` says that the step comes anew for each question. ``minutes`` is how long it takes where it
    is about no question, whose minutes it would take part of.
    """

    key: str
    title: Text
    wall: Text = ""
    phone: Text = ""
    writes: bool = False
    marks: bool = False
    dots: bool = False
    shows: bool = False
    agrees: bool = False
    asks: Text = ""
    part: Text = ""
    per_question: bool = False
    reviews: bool = False
    if_written: bool = False  # whether the room goes past it where nothing was written
    gathers: bool = False  # whether it is about all that was written in the activity, together
    picks: bool = False  # whether it is about which questions to talk about
    ranks: bool = False  # whether those with most dots stand first
    minutes: int = 2
    hides_hints: bool = False  # whether the wall offers no inspiration: everybody is to think for themselves

    @property
    def shows_notes(self) -> bool:
        """Whether the wall shows notes that were written: not where it is about the questions themselves."""
        return self.shows and not self.picks

    @property
    def name(self) -> Text:
        """What it is called in the way through the activity: its part's name, else its own."""
        return self.part or self.title


class ToldAgreement(TypedDict):
    """What the room came to as a chapter tells it; ``due`` as ``2026-09-30``, or empty.

    ``result`` is ``agreed``, ``recommended``, ``disagreed`` or ``later``, and ``word`` says it; empty for what is
    agreed.
    """

    result: str
    word: str
    what: str
    who: str
    due: str


class ToldNote(TypedDict):
    """A note as a chapter tells it: its kind, the texts it answers, and what came of it."""

    text: str
    kind: str
    answers: list[str]
    agreements: list[ToldAgreement]


class ToldChoice(TypedDict):
    """A choice at a place: how many marked it, and whether the room settled on it."""

    key: str
    word: str
    symbol: str
    count: int
    settled: bool


class ToldAnswers(TypedDict):
    """A question under a topic, with its notes and what the room came to.

    ``key`` is the question's own, ``place`` names where it is, and ``alone`` says that this topic alone is asked it.
    ``ends`` is what stands at the two ends of the line that it is answered on. ``written`` is how many notes of each
    kind the room saw, also where not all are told word for word; ``more`` is how many are not. ``answered`` counts the
    people who marked something at the question under whatever topic, where its tool says how many it takes.
    """

    place: str
    key: str
    question: str
    alone: bool
    ends: list[str]
    source: str
    position: int
    notes: list[ToldNote]
    written: dict[str, int]
    more: int
    choices: list[ToldChoice]
    choice: str
    text: str
    due: str
    answered: int


class ToldHint(TypedDict):
    """Inspiration under a topic: what it stands under, and its text."""

    heading: str
    text: str
    detail: str


class ToldSection(TypedDict):
    """A topic with its answered questions, what the room came to on it, and what the source recommends next."""

    topic: int
    title: str
    description: str
    heading: str
    apart: bool
    answers: list[ToldAnswers]
    agreements: list[ToldAgreement]
    hints: list[ToldHint]


class ToldOption(TypedDict):
    """What was put together, or got dots: what it says, its dots and its rank; where it is a cluster, how many notes
    are in it, and those that are told, the one with most dots first."""

    text: str
    notes: list[str]
    size: int
    dots: int
    rank: str


class Chapter(TypedDict):
    """An activity as the report tells it, the same for every tool: plain data, as JSON has it.

    ``activity`` is its id. ``earlier`` is what :meth:`Tool.earlier` gave.
    """

    activity: int
    tool: str
    title: str
    intro: str
    sections: list[ToldSection]
    together: list[ToldOption]
    earlier: dict[str, Any]
    own: list[str]
    sources: list[str]


@dataclass(frozen=True)
class Shape:
    """What of a tool's content a workplace can add to, rename, hide and reorder, also during the workshop.

    ``topics`` and ``columns`` are what its topics and its questions without a topic are called, in the plural, and
    ``add_topic`` and ``add_column`` what one more is asked for by. Without ``add_topic`` none is added. ``key`` is the
    key of the questions that are columns; all of those without a topic, where it is empty. Without ``columns`` there
    are none that can be changed. ``takes`` are the kinds and choices of a column that is added.
    """

    topics: Text
    columns: Text = ""
    add_topic: Text = ""
    add_column: Text = ""
    key: str = ""
    takes: tuple[str, ...] = ()


class Tool:
    """A way of talking. A tool is a class of this, and registers one object of it.

    What a tool is handed (``activity``, ``stop``, ``scene``, ``spot``) lies above this module; a tool takes their types
    from :mod:`workshops.tool`.
    """

    key: str  # its name in the database and in a set's file
    title: Text  # its name on the screens
    summary: Text  # what one does with it, in a sentence or two
    order: int = 0  # where it stands among the others
    kinds: tuple[Kind, ...] = ()  # every kind of note and choice it knows

    # --- What its content is ---
    item: Text = QUESTION  # what one of its questions is called
    items: Any = QUESTIONS  # so many of its questions, with ``%(n)d``; empty where they are not what one counts
    parts: Any = THEMES  # so many of its topics, likewise
    needs: tuple[str, ...] = ()  # keys of questions without a topic that it cannot do without
    takes: Mapping[
        str, tuple[str, ...]
    ] = {}  # what a question takes whose set names no kinds, by its key, "" for others
    ends: tuple[Text, ...] = ()  # what stands at the two ends of the line that a question is answered on, where there
    # is one and the set does not say (Question.ends)
    lines: Mapping[str, tuple[Text, tuple[str, ...]]] = {}  # the lines there are, by a word: what each is called, and
    # the choices along it
    always: tuple[str, ...] = ()  # choices that each of its questions has, whatever its set says
    from_scratch: bool = False  # whether a set for it needs nothing but text, so that anyone can write one
    shape: Shape | None = None  # what of its content a workplace can change
    sequel: str = ""  # key of the set that a follow-up begins with

    # --- Its rhythm: what of the engine's own steps (RHYTHM) makes sense here, and what it starts with ---
    offers: tuple[str, ...] = ("reviews", "gathers", "chooses")
    begins: tuple[str, ...] = ("reviews",)

    # --- What the room comes to ---
    settles: bool = False  # whether the room settles things at its places: on a choice, or a text
    # What the text of an outcome is: what was agreed, of the proposals that were taken into it; or a summary of the
    # notes, that the helper can write.
    text: Literal["", "agreed", "summary"] = ""
    makes_topics: bool = False  # whether its notes are proposals that can be made topics of their own
    whom: str = ""  # key of the column that says who an agreement made in the same row is about
    is_told: bool = True  # whether the report tells of it
    fewest: int = 0  # how many must have marked a place before anyone is shown what; never while they mark
    keeps: tuple[str, ...] = ()  # keys of the questions whose notes are told word for word, whatever was chosen: its
    # chapter, or a workshop that looks back, needs each of them
    draws: tuple[str, ...] = ()  # of the keys in `keeps`, those whose notes stand in its chapter, however many they are

    # --- What it draws, each with what the method of that name gives ---
    board_template: str = "wall/_notes.html"  # a stop on the wall
    overview_template: str = ""  # what is drawn anew with every note and mark
    desk_template: str = "desk/_places.html"  # what the facilitator sees and does at a stop
    picker_template: str = "phone/_picker.html"  # how a phone picks one of several places
    ballot_template: str = "phone/_ballot.html"  # one place in a phone's form for marking: the choices among several
    cell_template: str = ""  # the outcome at one place
    chapter_template: str = ""  # an activity in the report
    sheet_template: str = "printed/_questions.html"  # what one talks on without phones, printed; empty where there is
    # nothing to print
    poster_template: str = ""  # a page to hang up, drawn of what the chapter is; where it makes one
    drawing: str = "drawings/tool.svg"  # a small square picture of it, wherever it is named: an SVG, as a static path
    styles: tuple[str, ...] = ()  # its stylesheets on the wall and the desk, as static paths
    phone_styles: tuple[str, ...] = ()  # those that every phone loads: few and small
    sheet_styles: tuple[str, ...] = ()  # those of what it prints
    report_styles: tuple[str, ...] = ()  # those of the report, on screen and on paper
    introduces: bool = False  # whether its board draws the set's intro and the topics' descriptions itself
    examples: bool = False  # whether its board draws a question's hints with the question

    def rhythm(self) -> dict[str, bool]:
        """What an activity of it starts with, by the names of its fields."""
        return {name: name in self.begins for name in RHYTHM}

    def stops(self, activity: Any) -> Sequence[Any]:
        """The stops of ``activity``, in order."""
        raise NotImplementedError

    def likely(self, activity: Any) -> Sequence[Any]:
        """The questions of ``activity`` that its minutes are planned by: all that are asked, unless the room is to
        choose among them."""
        return activity.asked()

    def arrive(self, workshop: Any, stop: Any) -> None:
        """What is done when the room arrives at ``stop``, with the workshop held."""

    def board(self, scene: Any) -> Context:
        """What the board is drawn of."""
        return {}

    def overview(self, scene: Any) -> Context:
        """What the overview is drawn of."""
        return {}

    def read_out(self, scene: Any) -> list[str]:
        """What its board says of the content itself, as text: for someone who cannot see the wall (WCAG 2.2, 1.1.1).

        Where it ``introduces``, what the topic in focus is; at the first stop without one, what it is all about.
        """
        stop = scene.stop
        if not self.introduces or not (stop.topic or scene.opens):
            return []
        said = stop.topic.description if stop.topic else stop.activity.question_set.intro
        return [said] if said else []

    def desk(self, scene: Any) -> Context:
        """What the desk is drawn of."""
        return {}

    def picker(self, scene: Any) -> Context:
        """What the picker is drawn of."""
        return {}

    def ballot(self, scene: Any, spot: Any) -> Context:
        """What the ballot at ``spot`` is drawn of, beside ``ballot`` itself."""
        return {}

    def cell(self, scene: Any, spot: Any) -> Context:
        """What the outcome at ``spot`` is drawn of, beside ``spot`` itself."""
        return {}

    def earlier(self, activity: Any) -> Context:
        """What of an earlier time the chapter on ``activity`` tells: plain data, as JSON has it. It is kept with the
        chapter; texts that stand in a list can be left out of it."""
        return {}

    def chapter(self, told: Chapter) -> Context:
        """What the chapter on an activity is drawn of, and nothing else is: plain data, as JSON has it.

        ``told`` is what the engine tells of every activity (:mod:`workshops.report.telling`).
        """
        return {"sections": told["sections"]}

    def sheet(self, activity: Any) -> Context:
        """What is drawn on its printed sheets, beside ``activity`` and its ``places``."""
        return {}

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

    def by_kind(self, notes: Sequence[ToldNote]) -> list[Context]:
        """Told notes by kind, in the order of the kinds; kinds without notes are left out."""
        found = []
        for kind in self.kinds:
            if same := [note for note in notes if note["kind"] == kind.key]:
                found.append({"key": kind.key, "word": str(kind.word), "symbol": kind.symbol, "notes": same})
        return found


_tools: dict[str, Tool] = {}


def register(tool: Tool) -> None:
    """Make ``tool`` known to the engine. Raises ValueError when the key is taken by another tool."""
    if type(_tools.get(tool.key, tool)) is not type(tool):
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
