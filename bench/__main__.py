"""Measure the server with a room full of phones: ``python -m bench --phones 50,200,500``.

Starts a real server with a database of its own on a free port of 127.0.0.1, drives it, prints a table, ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import platform
import resource
import signal
import sys
from typing import Any

from . import phones as room
from .server import CannotStart, house, server

MOST_PHONES = 5000
LONGEST = 300.0  # seconds
COLUMNS = (
    "phones joined in s streams | notes acked lost doubled | ack 50/95/99 ms | wall 50/95/99 ms | step p95"
    " | cpu app+db s ms/note | peak MiB kB/phone | driver cpu s lag 95/max ms"
)


def arguments() -> argparse.Namespace:
    """What was asked for, within bounds."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--phones", default="50,200,500", help="rooms to fill, one after the other (50,200,500)")
    parser.add_argument("--seconds", type=float, default=20, help="everyone writes one note within so long (20)")
    parser.add_argument("--burst", type=float, help="after that, everyone writes another one within so long")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--board", choices=["wall", "phones"], default="wall", help="who sees everyone's notes (wall)")
    parser.add_argument("--json", metavar="FILE", help="write every figure there")
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
    """Run what was asked for. Returns 1 when a note was lost or doubled or a phone was left behind."""
    given = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended then too
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a phone is two sockets here and two in the server
    results = []
    try:
        with house(given.database) as shared:
            print(f"{given.database}, everyone's notes on the {given.board}, one server process, {machine()}")
            table(COLUMNS)
            for phones in given.phones:
                with server(shared, given.board) as running:
                    gc.collect()
                    gc.freeze()
                    limit = 120 + phones * 0.2 + sum(given.rounds)
                    results.append(asyncio.run(asyncio.wait_for(room.run(running, phones, given.rounds), limit)))
                show(results[-1])
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    finally:
        if given.json:
            with open(given.json, "w") as file:
                json.dump({"asked": vars(given), "machine": machine(), "rooms": results}, file, indent=1)
    return 0 if all(map(sound, results)) else 1


def machine() -> str:
    """Where this was measured, in a few words."""
    import os

    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def sound(result: dict[str, Any]) -> bool:
    """Whether everyone came in, nothing was lost or doubled, and every phone followed."""
    kept = all(r["acknowledged"] == r["sent"] and not r["lost"] and not r["doubled"] for r in result["rounds"])
    return kept and result["joined"] == result["phones"] == result["step"]["followed"]


def show(result: dict[str, Any]) -> None:
    """One row for each round, and under them what went wrong."""
    for index, each in enumerate(result["rounds"]):
        join, memory, last = result["join"], result["memory"], index == len(result["rounds"]) - 1
        table(
            f"{result['phones']} {result['joined']} {join['seconds']:.1f} {result['streams']}"
            f" | {each['sent']}/{each['over_s']:g}s {each['acknowledged']} {each['lost']} {each['doubled']}"
            f" | {three(each['ack_ms'])} | {three(each['wall_ms'])}"
            f" | {result['step']['follow_ms'].get('p95', 0):.0f}"
            f" | {each['server_cpu_s']:.1f}+{each['database_cpu_s']:.1f} {each['cpu_ms_per_note']:.1f}"
            f" | {memory['peak_kb'] / 1024:.0f} {memory['kb_per_phone']:.0f}"
            f" | {each['driver_cpu_s']:.1f} {each['driver_lag_ms']['p95']:.0f}/{each['driver_lag_ms']['max']:.0f}"
        )
