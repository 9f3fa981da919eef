"""What a run is asked to do, within bounds: at most so many phones, processes and seconds."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

MOST_PHONES = 5000
MOST_WORKSHOPS = 500
MOST_PROCESSES = 4
ACTS = ("notes", "dots")
FAULTS = ("kill", "offline")
BESIDE = ("pdf", "stall", "flood", "restart")
LONGEST = 300.0  # seconds


@dataclass(frozen=True)
class Plan:
    """The rooms to fill one after the other, and what happens in each."""

    rooms: list[int]
    rounds: list[float]  # everyone writes one note, or puts one dot, within so many seconds, once for each
    database: str = "sqlite"
    act: str = "notes"
    board: str = "wall"
    faults: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    workshops: int = 1
    processes: int = 1
    hosts: bool = False
    json: Path | None = None

    def __str__(self) -> str:
        """What is measured, for the first line of the table."""
        workshops = f"{self.workshops} workshops" if self.workshops > 1 else "one workshop"
        processes = f"{self.processes} server processes" if self.processes > 1 else "one server process"
        processes += " on hosts of their own" if self.hosts else ""
        what = "dots" if self.act == "dots" else f"every note on the {self.board}"
        where = [self.database, what, workshops, processes]
        return ", ".join([*where, *self.faults, *self.beside])

    @property
    def one_port(self) -> bool:
        """Whether the processes share a port, as ``manage.py serve --processes`` has it. Those that are killed one by
        one, or are on hosts of their own, stand behind a proxy."""
        return self.processes > 1 and not self.hosts and "kill" not in self.faults

    def patience(self, phones: int) -> float:
        """Seconds after which a room of so many phones is given up."""
        return 240 + phones * 0.2 + sum(seconds + (120 if self.faults else 0) for seconds in self.rounds)


def parse(argv: list[str] | None, description: str | None) -> Plan:
    """The plan that a command line asks for. Ends the program with what is wrong, when something is."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=description)
    parser.add_argument("--phones", default="50,200,500", help="rooms to fill, one after the other (50,200,500)")
    parser.add_argument("--seconds", type=float, default=20, help="everyone writes one note within so long (20)")
    parser.add_argument("--burst", type=float, metavar="SECONDS", help="then everyone writes another within so long")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--act", choices=ACTS, default="notes", help="what everyone sends, one each (notes)")
    parser.add_argument("--board", choices=["wall", "phones"], default="wall", help="who sees every note (wall)")
    parser.add_argument("--workshops", type=int, default=1, help="the phones are spread over so many (1)")
    parser.add_argument("--processes", type=int, default=1, help="server processes on one port (1); on postgres")
    parser.add_argument("--hosts", action="store_true", help="each process in a network namespace of its own (root)")
    parser.add_argument("--faults", default="", help=f"what goes wrong while they write: {','.join(FAULTS)}")
    parser.add_argument("--while", dest="beside", default="", help=f"what goes on beside it: {','.join(BESIDE)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    given = parser.parse_args(argv)
    try:
        rooms = [int(each) for each in given.phones.split(",")]
    except ValueError:
        parser.error("--phones takes numbers with commas between: 50,200,500")
    if not all(1 <= each <= MOST_PHONES for each in rooms):
        parser.error(f"--phones goes from 1 to {MOST_PHONES}")
    rounds = [given.seconds] + ([given.burst] if given.burst is not None else [])
    if not all(0.1 <= seconds <= LONGEST for seconds in rounds):
        parser.error(f"--seconds and --burst go from 0.1 to {LONGEST:.0f}")
    if not 1 <= given.workshops <= min([*rooms, MOST_WORKSHOPS]):
        parser.error(f"--workshops goes from 1 to {MOST_WORKSHOPS}, with a phone in each")
    if not 1 <= given.processes <= MOST_PROCESSES:
        parser.error(f"--processes goes from 1 to {MOST_PROCESSES}")
    if given.processes > 1 and given.database != "postgres":
        parser.error("--processes above 1 takes --database postgres: processes hear of each other's changes through it")
    beside = _names(parser, "--while", given.beside, BESIDE)
    if given.act == "dots" and {"stall", "flood"} & {*beside}:
        parser.error(
            "--while stall and flood take notes: dots are on nobody else's phone, and no notes are taken there"
        )
    if given.hosts and given.processes == 1:
        parser.error("--hosts takes --processes above 1")
    return Plan(
        rooms=rooms,
        rounds=rounds,
        database=given.database,
        act=given.act,
        board=given.board,
        faults=_names(parser, "--faults", given.faults, FAULTS),
        beside=beside,
        workshops=given.workshops,
        processes=given.processes,
        hosts=given.hosts,
        json=given.json,
    )


def _names(parser: argparse.ArgumentParser, option: str, given: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The names in a list with commas between, each once."""
    names = tuple(dict.fromkeys(name for name in given.split(",") if name))
    if unknown := set(names) - set(known):
        parser.error(f"{option} knows {', '.join(known)}; not {', '.join(sorted(unknown))}")
    return names
