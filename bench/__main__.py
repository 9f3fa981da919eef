"""Measure the server with a room full of phones.

Starts a real server with a database of its own on a free port of 127.0.0.1; phones join it, watch and write;
prints a table and ends the server. Exit status 1 when a note was lost or doubled or a phone was left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import platform
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import uvloop

from . import phones as room
from . import table
from .server import CannotStart, house, server

MOST_PHONES = 5000
LONGEST = 300.0  # seconds


def arguments() -> argparse.Namespace:
    """What was asked for, within bounds."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--phones", default="50,200,500", help="rooms to fill, one after the other (50,200,500)")
    parser.add_argument("--seconds", type=float, default=20, help="everyone writes one note within so long (20)")
    parser.add_argument("--burst", type=float, metavar="SECONDS", help="then everyone writes another within so long")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--board", choices=["wall", "phones"], default="wall", help="who sees every note (wall)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    given = parser.parse_args()
    try:
        given.phones = [int(each) for each in given.phones.split(",")]
    except ValueError:
        parser.error("--phones takes numbers with commas between: 50,200,500")
    if not all(1 <= each <= MOST_PHONES for each in given.phones):
        parser.error(f"--phones goes from 1 to {MOST_PHONES}")
    given.rounds = [given.seconds] + ([given.burst] if given.burst is not None else [])
    if not all(0.1 <= seconds <= LONGEST for seconds in given.rounds):
        parser.error(f"--seconds and --burst go from 0.1 to {LONGEST:.0f}")
    return given


def main() -> int:
    """Run what was asked for, room by room."""
    given = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended then too
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a phone is two sockets here and two in the server
    results: list[dict[str, Any]] = []
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{given.database}, every note on the {given.board}, one server process, {machine}", flush=True)
    print(table.heading(), flush=True)
    try:
        with house(given.database) as shared:
            for phones in given.phones:
                results.append(measure(shared, phones, given))
                print("\n".join(table.rows(results[-1])), flush=True)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    if given.json:
        asked = {
            "rooms": given.phones,
            "rounds": given.rounds,
            "database": given.database,
            "board": given.board,
        }
        given.json.write_text(json.dumps({"asked": asked, "machine": machine, "measured": results}, indent=1) + "\n")
    return 0 if all(map(sound, results)) else 1


def measure(shared: Any, phones: int, given: argparse.Namespace) -> dict[str, Any]:
    """One room in one fresh server. Raises CannotStart when the server is no use."""
    limit = 120 + phones * 0.2 + sum(given.rounds)
    with server(shared, given.board) as running:
        gc.collect()
        gc.freeze()  # what came before is not looked at again while the clock runs
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(asyncio.wait_for(room.run(running, phones, given.rounds), limit))
        except (OSError, TimeoutError) as error:
            last = "\n".join(running.complaints()[-20:])
            raise CannotStart(f"The room of {phones} failed: {type(error).__name__} {error}\n{last}") from None


def sound(result: dict[str, Any]) -> bool:
    """Whether everyone came in, nothing was lost or doubled, and every phone followed."""
    kept = all(r["acknowledged"] == r["sent"] and not r["lost"] and not r["doubled"] for r in result["rounds"])
    return kept and result["joined"] == result["phones"] == result["step"]["followed"]


if __name__ == "__main__":
    sys.exit(main())
