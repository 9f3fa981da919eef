"""The way over the relations map: who we work with, what the technology does to it, and how it can be kept strong.

Source: "Dialogværktøj: Digitalisering og psykisk arbejdsmiljø", theme 3, the recommendation to draw the relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workshops.tool import Activity, Kind, Place, Question, Step, Stop, Topic, alike

STRENGTHENED = Kind("strengthened", _("styrkes"), "▲", use="mark")
CHALLENGED = Kind("challenged", _("udfordres"), "▼", use="mark")
UNTOUCHED = Kind("untouched", _("uberørt"), "○", use="mark")
PROPOSED = Kind("relation", _("forslag"), "✎")
KINDS = (
    PROPOSED,
    Kind("taken", _("på kortet"), "✓", use="taken"),
    Kind("helps", _("styrker"), "▲"),
    Kind("hurts", _("udfordrer"), "▼"),
    Kind("instead", _("styrkes på anden måde"), "→"),
    STRENGTHENED,
    CHALLENGED,
    UNTOUCHED,
)
TAKES = {
    "proposal": ("relation", "taken"),
    "affected": ("strengthened", "challenged", "untouched"),
    "how": ("helps", "hurts", "instead"),
}

DRAW = Step(
    "draw",
    _("Tegn kortet"),
    part=_("Tegn"),
    wall=_("Skriv på telefonen. Bagefter sætter I dem på kortet, I er enige om."),
    phone=_("Skriv én ad gangen, for eksempel en gruppe, en afdeling eller en samarbejdspartner."),
    writes=True,
    shows=True,
)
DRAW_SHOWN = Step(
    "draw-shown",
    _("Sæt dem på kortet"),
    part=_("Tegn"),
    wall=_("Hvilke er I enige om? Tryk »Sæt på kortet« ved dem."),
    phone=_("Kig op på tavlen. Vi sætter dem på kortet, vi er enige om."),
    shows=True,
)
AFFECTED = Step(
    "affected",
    _("Hvad sker der?"),
    part=_("Hvad sker der?"),
    wall=_("Kryds af på telefonen: styrkes, udfordres eller uberørt?"),
    phone=_("Kryds af for de relationer, du kender til."),
    marks=True,
)
AFFECTED_SHOWN = Step(
    "affected-shown",
    _("Se, hvad der sker"),
    part=_("Hvad sker der?"),
    wall=_("Hvilke relationer styrkes, og hvilke udfordres? Hvor ser I forskelligt på det?"),
    phone=_("Kig op på tavlen. Vi ser, hvad teknologien betyder for relationerne."),
    shows=True,
)
HOW = Step(
    "how",
    _("Hvordan?"),
    part=_("Hvordan?"),
    wall=_("▲ det, der styrker. ▼ det, der udfordrer. → det, der kan styrke relationen på anden måde."),
    phone=_("Vælg en relation og en farve, og skriv. Én ting på hver seddel."),
    writes=True,
    shows=True,
)
MAP = Step(
    "map",
    _("Kortet"),
    part=_("Kortet"),
    asks=_("Hvad viser kortet?"),
    wall=_("Tag en relation ad gangen: Tryk på den i listen."),
    phone=_("Kig op på tavlen. Vi læser kortet sammen."),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    part=_("Aftal"),
    asks=_("Hvilke relationer vil vi passe særligt på?"),
    wall=_("Begynd med dem, der udfordres. Hvem gør hvad?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """The map drawn, what the technology does marked and shown, how, the whole map, and what is agreed."""
    affected, how = _asked(activity, "affected"), _asked(activity, "how")
    every = _places(activity, how + affected)
    route = []
    for topic, question in activity.question_set.places():
        if question.key == "proposal":
            proposed = (Place(topic.pk, question.pk),)
            route += [Stop(step, activity, topic, question, proposed) for step in (DRAW, DRAW_SHOWN)]
    for question in affected:
        here = _places(activity, [question])
        route += [Stop(step, activity, None, question, here) for step in (AFFECTED, AFFECTED_SHOWN)]
    route += [Stop(HOW, activity, None, question, every, focusable=True) for question in how]
    route.append(Stop(MAP, activity, None, None, every, focusable=True))
    return [*route, Stop(DECIDE, activity, None, None, every)]


def relations(activity: Activity) -> list[Topic]:
    """The relations on the map, in order."""
    return [topic for topic in activity.question_set.topics.all() if not topic.apart and not topic.skipped]


def _asked(activity: Activity, key: str) -> list[Question]:
    questions = activity.question_set.questions.all()
    return [each for each in questions if each.key == key and each.topic_id is None and not each.skipped]


def _places(activity: Activity, questions: Iterable[Question]) -> tuple[Place, ...]:
    return tuple(Place(topic.pk, question.pk) for question in questions for topic in relations(activity))


# --- What becomes of a relation ---


@dataclass(frozen=True)
class State:
    """What the technology does to a relation, as the room marked it: its name in the stylesheet, word and symbol."""

    key: str
    word: str | Promise
    symbol: str


STATES = {
    "strengthened": State("strengthened", STRENGTHENED.word, "▲"),
    "challenged": State("challenged", CHALLENGED.word, "▼"),
    "both": State("both", _("begge dele"), "▲▼"),
    "untouched": State("untouched", UNTOUCHED.word, "○"),
    "open": State("open", _("ikke krydset af"), ""),
}


def state(marks: Mapping[str, int]) -> State:
    """What most marked. It is both where at least every third of those who see a change sees the other one."""
    up, down, same = (marks.get(kind.key, 0) for kind in (STRENGTHENED, CHALLENGED, UNTOUCHED))
    if not up + down + same:
        return STATES["open"]
    if same > up + down:
        return STATES["untouched"]
    if 3 * min(up, down) >= up + down:
        return STATES["both"]
    return STATES["strengthened" if up > down else "challenged"]


# --- Proposals ---


@dataclass
class Proposal:
    """A relation that is proposed and not on the map: as it was first written, how often, and the first note's id."""

    text: str
    note: int = 0
    count: int = 1

    @property
    def times(self) -> str:
        """How often it was proposed, in words."""
        return ngettext("foreslået", "foreslået %(c)s gange", self.count) % {"c": self.count}


def proposals(on_map: Iterable[str], written: Iterable[tuple[str, int]]) -> list[Proposal]:
    """What is proposed and not among the titles ``on_map``: each once, those most often proposed first.

    ``written`` are the texts of the proposals with their notes' ids; 0 where nobody asks for those.
    """
    known = {alike(title) for title in on_map}
    found: dict[str, Proposal] = {}
    for text, note in written:
        name = alike(text)
        if name in known:
            continue
        if name in found:
            found[name].count += 1
        else:
            found[name] = Proposal(" ".join(text.split()), note)
    return sorted(found.values(), key=lambda each: -each.count)
