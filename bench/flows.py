"""Walk two plain good meetings from the first press to the report: ``python -m bench.flows``.

25 people on phones and a facilitator at the desk, over HTTP against a server of its own. The clock is not waited for:
an act takes what :mod:`bench.meeting` says it takes. Printed are, step by step, the presses of the desk and the minutes
it has lasted, beside the minute where one would be with paper. Exit status 1 when a meeting takes too many presses,
leaves a note behind, or comes to nothing that the report tells.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .meeting import Meeting, Person, WentWrong, meeting
from .plan import Plan
from .server import CannotStart, Server, house, server

PEOPLE = 25
MOST_NEXT = 12  # presses of »Næste« in a meeting of 45 minutes
NEEDS = ("before", "during", "after")  # kinds of note that say what it takes
AGREED = ("Alle får to timers oplæring i makkerpar, før systemet går i gang.", "Teamlederne")
ALSO_AGREED = ("Fejl meldes ét sted, og svaret bliver slået op.", "It-vejlederen")
RECOMMENDED = ("Køb to licenser mere, så vikarerne også kan komme ind.", "Ledelsen")


def theme(here: Meeting) -> str:
    """45 minutes on one question of one theme."""
    with here.step(0, "Velkommen", "the code is on the wall, they join"):
        here.open()
        here.together(here.people, here.join)
    with here.step(1, "Det kan vi være med til at bestemme", "the leader says what is fixed and open"):
        here.next("mandate")
        here.talk(3)
    with here.step(4, "Skriv", "think, talk with a neighbour, a pair writes two notes"):
        here.next("write")
        here.together(here.pairs, lambda each: _in_pairs(here, each, "note", "note"))
    with here.step(12, "Gennemsyn", "notes are read through, one is held back"):
        here.next("review")
        here.review()
    with here.step(13, "Se", "read aloud; what comes up again?"):
        here.next("show")
        here.read_aloud("note")
        here.talk(3)
    with here.step(19, "Vælg", "three dots each"):
        here.next("dots")
        here.together(here.people, here.choose)
    with here.step(22, "Se, hvad I valgte", "talk about what got most"):
        here.next("ranked")
        here.talk(12)
    with here.step(34, "Tal og aftal", "two agreements, a recommendation; the leader answers"):
        here.next("decide")
        here.agree("agreed", *AGREED)
        here.agree("agreed", *ALSO_AGREED)
        here.agree("recommended", *RECOMMENDED)
        here.talk(2)
    with here.step(42, "Vores aftaler", "what happens now; the meeting is closed"):
        here.next("wrap-up")
        here.talk(3)
        here.close()
    return here.report()


def compass(here: Meeting) -> str:
    """120 minutes with the compass, before a digitalisation; dots twice, of the five that each has."""
    with here.step(0, "Velkommen", "the code is on the wall, they join"):
        here.open()
        here.together(here.people, here.join)
    with here.step(1, "Det kan vi være med til at bestemme", "the leader says what is fixed and open"):
        here.next("mandate")
        here.talk(7)
    with here.step(8, "Forstå", "the six circles in one picture"):
        here.next("understand")
        here.talk(5)
    with here.step(13, "I dag", "pairs, a note in each of two circles"):
        here.jump("today")
        here.together(here.pairs, lambda each: _in_pairs(here, each, "today", "today", circles=6))
    with here.step(24, "Gennemsyn", "notes are read through, one is held back"):
        here.next("review")
        here.review()
    with here.step(25, "Læs om i dag", "read aloud, talk"):
        here.next("today-shown")
        here.read_aloud("today")
        here.talk(5)
    with here.step(33, "Forventet", "pairs, one ▲ and one ▼"):
        here.next("expected")
        here.together(here.pairs, lambda each: _in_pairs(here, each, "better", "worse", circles=6))
    with here.step(45, "Gennemsyn", "notes are read through"):
        here.next("review")
        here.review()
    with here.step(46, "Læs det forventede", "read aloud, talk"):
        here.next("expected-shown")
        here.read_aloud("better", "worse")
        here.talk(7)
    with here.step(56, "", "a break"):
        here.talk(10)
    with here.step(66, "Vælg", "two dots at ▼, one at ▲"):
        here.jump("dots")
        here.together(here.people, lambda each: here.choose(each, "worse", "worse", "better"))
        here.next("ranked")
    with here.step(70, "Forudsætninger", "tables of five, four notes each"):
        here.jump("needs")
        here.together(here.tables(5), lambda each: _at_a_table(here, each))
    with here.step(91, "Gennemsyn", "notes are read through"):
        here.next("review")
        here.review()
    with here.step(92, "Læs forudsætningerne", "the tables tell"):
        here.next("needs-shown")
        here.talk(8)
    with here.step(98, "Vælg", "the last two dots, at what it takes"):
        here.next("dots")
        here.together(here.people, lambda each: here.choose(each, *here.chance.choices(NEEDS, k=2)))
        here.next("ranked")
    with here.step(100, "Beslut", "two agreements, a recommendation; the leader answers"):
        here.next("decide")
        here.talk(6)
        here.agree("agreed", *AGREED)
        here.agree("agreed", *ALSO_AGREED)
        here.agree("recommended", *RECOMMENDED)
        here.talk(2)
    with here.step(114, "Vores aftaler", "what happens now; the meeting is closed"):
        here.next("wrap-up")
        here.talk(6)
        here.close()
    return here.report()


def _in_pairs(here: Meeting, each: Person, *kinds: str, circles: int = 0) -> None:
    """Think, talk, and write; where there are circles, each note in another."""
    here.think(each)
    here.write(each, *kinds, picks=here.chance.sample(range(circles), len(kinds)) if circles else ())


def _at_a_table(here: Meeting, each: Person) -> None:
    """Talk, and write what it takes, each an answer to something that is expected."""
    each.at += 15 * 60
    here.write(each, *NEEDS, "during", picks=here.chance.sample(range(6), 4), answers=True)


@dataclass(frozen=True)
class Flow:
    """A meeting to walk: its name and title, how long it should last, and the most presses of »Næste« it may take."""

    name: str
    title: str
    minutes: int
    walk: Callable[[Meeting], str]
    most_next: int | None = None


FLOWS = (
    Flow("theme", "45 minutes, one question", 45, theme, MOST_NEXT),
    Flow("compass", "120 minutes with the compass, dots twice", 120, compass),
)


def walk(running: Server, flow: Flow, people: int, seed: int) -> bool:
    """Walk one meeting and print it. Returns whether all is as it should be."""
    made = json.loads(running.house.manage(running.environment, "bench.room", "draft", flow.name))
    here = meeting(running.port, made["id"], made["code"], people, seed)
    here.log_in()
    report = flow.walk(here)
    found = json.loads(running.house.manage(running.environment, "bench.room", "outcome", str(made["id"])))
    print("\n".join(table(flow, here, found)), flush=True)
    wrong = faults(flow, here, found, report)
    print("".join(f"  wrong: {each}\n" for each in wrong), flush=True)
    return not wrong


def table(flow: Flow, here: Meeting, found: dict[str, Any]) -> Sequence[str]:
    """The meeting as a table, and its totals."""
    writing = f"{len(here.people)} people, {len(here.pairs)} phones that write in pairs"
    lines = [
        f"{flow.title}: {writing}",
        f"{'minute':>6} {'paper':>5} {'Næste':>5} {'other':>5}  {'step':<19} what is done",
    ]
    lines += [
        f"{row.minute:>6.1f} {row.planned:>5} {row.next:>5} {row.other:>5}  {row.step:<19} {row.done}"
        for row in here.rows
    ]
    became = Counter(state for _text, state in found["notes"])
    results = Counter(result for result, _what in found["agreements"])
    told = [
        f"{here.presses['next']} presses of Næste",
        f"{here.presses['other']} others",
        f"{len(here.written)} notes ({became['held back']} held back)",
        f"{found['dots']} dots",
        ", ".join(f"{n} {result}" for result, n in results.items()),
    ]
    return [*lines, f"{here.at / 60:>6.1f} {flow.minutes:>5} {'':>11}  the end: {', '.join(told)}"]


def faults(flow: Flow, here: Meeting, found: dict[str, Any], report: str) -> list[str]:
    """What is not as it should be."""
    wrong = []
    if flow.most_next is not None and here.presses["next"] > flow.most_next:
        wrong.append(f"{here.presses['next']} presses of Næste, at most {flow.most_next} wanted")
    results = {result for result, _what in found["agreements"]}
    wrong += [f"nothing was {result}" for result in ("agreed", "recommended") if result not in results]
    wrong += [f"the report does not tell: {what}" for _result, what in found["agreements"] if what not in report]
    if Counter(here.written) != Counter(text for text, _state in found["notes"]):
        wrong.append(f"{len(here.written)} notes were written, {len(found['notes'])} are stored")
    wrong += [f"neither shown nor held back: {text}" for text, state in found["notes"] if state == "waiting"]
    if found["dots"] != here.dots:
        wrong.append(f"{here.dots} dots were put, {found['dots']} count")
    return wrong


def main() -> int:
    """Walk both, in one server."""
    parser = argparse.ArgumentParser(prog="python -m bench.flows", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, choices=range(10, 201), metavar="10-200")
    parser.add_argument("--seed", type=int, default=1, help="the same people do the same (1)")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked = parser.parse_args()
    try:
        with house(asked.database) as shared, server(shared, Plan([asked.people], [1], asked.database)) as running:
            good = [walk(running, flow, asked.people, asked.seed) for flow in FLOWS]
    except (CannotStart, WentWrong, LookupError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
