"""Measure what NOTIFY costs in PostgreSQL, away from the rest of the server.

Starts a PostgreSQL of its own and has pgbench commit what a note commits to tell of itself: a count that goes up, in a
transaction that ends in NOTIFY. Connections listen as server processes do, one for each. Prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import select
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from .hosts import CannotStart
from .server import House, house

CHANNEL = "bench_changes"
WRITERS = 16  # of as many workshops: no two wait for the same row
MOST_LISTENERS = 80  # PostgreSQL takes 100 connections as it comes
LONGEST = 60.0  # seconds

COUNT = "UPDATE counted SET version = version + 1 WHERE id = :client_id;\n"
PAYLOAD = "json_build_array(:client_id::int, extract(epoch FROM clock_timestamp()), 'note:1')::text"
TELL = f"SELECT pg_notify('{CHANNEL}', {PAYLOAD});\n"


@dataclass
class Listeners:
    """Connections that listen, all read by one thread; the first one's delays are kept."""

    url: str
    count: int
    heard: int = 0
    delays: list[float] = field(default_factory=list)  # seconds from NOTIFY to here
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Listeners:
        self.connections = [psycopg.connect(self.url, autocommit=True) for _each in range(self.count)]
        for connection in self.connections:
            connection.execute(f"LISTEN {CHANNEL}")
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.thread.join()
        for connection in self.connections:
            connection.close()

    def _read(self) -> None:
        poll = select.poll()
        by_socket = {}
        for connection in self.connections:
            poll.register(connection.fileno(), select.POLLIN)
            by_socket[connection.fileno()] = connection.pgconn
        first = next(iter(by_socket), None)
        while not self._stop.is_set():
            for socket, _event in poll.poll(100):
                by_socket[socket].consume_input()
                while notified := by_socket[socket].notifies():
                    self.heard += 1
                    if socket == first:
                        self.delays.append(time.time() - json.loads(notified.extra)[1])


@dataclass
class Figures:
    """One row: what was asked for and what came of it."""

    listeners: int
    told: bool
    rate: int | None  # commits a second asked for; None for as many as there are
    commits: float  # a second
    average_ms: float  # of a transaction
    database_ms: float  # PostgreSQL's processor time for each commit
    p50_ms: float | None
    p95_ms: float | None
    missed: int  # notifications committed and not heard by every listener
    driver: float  # cores that pgbench and the listeners used


def measure(here: House, seconds: float, listeners: int, told: bool, rate: int | None) -> Figures:
    """Commit for so many seconds. Raises CannotStart when pgbench fails."""
    url = here.postgres.get_uri()
    script = here.folder / "commit.sql"
    script.write_text(f"BEGIN;\n{COUNT}{TELL if told else ''}COMMIT;\n")
    command = [str(here.postgres.bin_path / "pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={script}"]
    command += [f"--client={WRITERS}", f"--time={seconds:.0f}", *([f"--rate={rate}"] if rate else []), url]
    with Listeners(url, listeners) as heard:
        database, driver, began = here.database_cpu(), sum(os.times()[:4]), time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30)
        took = time.monotonic() - began
        if done.returncode:
            raise CannotStart(f"pgbench failed:\n{done.stderr.strip()[-2000:]}")
        commits = int(after("number of transactions actually processed", done.stdout))
        expected = commits * listeners if told else 0
        until = time.monotonic() + 10
        while heard.heard < expected and time.monotonic() < until:
            time.sleep(0.02)
        database, driver = here.database_cpu() - database, sum(os.times()[:4]) - driver
    delays = sorted(heard.delays)
    return Figures(
        listeners=listeners,
        told=told,
        rate=rate,
        commits=commits / seconds,
        average_ms=after("latency average", done.stdout),
        database_ms=database / commits * 1000,
        p50_ms=delays[len(delays) // 2] * 1000 if delays else None,
        p95_ms=delays[int(len(delays) * 0.95)] * 1000 if delays else None,
        missed=expected - heard.heard,
        driver=driver / took,
    )


def row(figures: Figures) -> str:
    """A line of the table."""
    asked = f"{figures.rate}/s" if figures.rate else "all it can"
    delays = f"{figures.p50_ms:.1f}/{figures.p95_ms:.1f}" if figures.p50_ms is not None else "-"
    cells = [asked, figures.listeners if figures.told else "no NOTIFY", f"{figures.commits:.0f}"]
    cells += [
        f"{figures.average_ms:.2f}",
        f"{figures.database_ms:.2f}",
        delays,
        figures.missed,
        f"{figures.driver:.2f}",
    ]
    return _line(cells)


def heading() -> str:
    """The first line of the table."""
    return _line(
        ["asked", "listening", "commits/s", "commit ms", "db ms each", "heard 50/95 ms", "missed", "driver cores"]
    )


def main() -> int:
    """Run what was asked for, row by row."""
    parser = argparse.ArgumentParser(prog="python -m bench.notify", description=__doc__)
    parser.add_argument("--listeners", default="1,2,4,16,64", help="connections that listen (1,2,4,16,64)")
    parser.add_argument("--rates", default="100,1000,0", help="commits a second, 0 for all it can (100,1000,0)")
    parser.add_argument("--seconds", type=float, default=5, help="for each row (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    given = parser.parse_args()
    try:
        listeners, rates = ([int(each) for each in text.split(",")] for text in (given.listeners, given.rates))
    except ValueError:
        parser.error("--listeners and --rates take numbers with commas between: 1,2,4")
    if not all(1 <= each <= MOST_LISTENERS for each in listeners) or min(rates) < 0:
        parser.error(f"--listeners goes from 1 to {MOST_LISTENERS}, --rates from 0")
    if not 1 <= given.seconds <= LONGEST:
        parser.error(f"--seconds goes from 1 to {LONGEST:.0f}")
    measured = []
    try:
        with house("postgres", serves=False) as here:
            here.postgres.psql("CREATE TABLE counted (id int PRIMARY KEY, version int NOT NULL)")
            here.postgres.psql(f"INSERT INTO counted SELECT id, 0 FROM generate_series(0, {WRITERS - 1}) AS id")
            print(heading(), flush=True)
            for rate in rates:
                for count, told in [(0, False), *((count, True) for count in listeners)]:
                    measured.append(measure(here, given.seconds, count, told, rate or None))
                    print(row(measured[-1]), flush=True)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    if given.json:
        given.json.write_text(json.dumps([asdict(each) for each in measured], indent=1) + "\n")
    return 1 if any(each.missed for each in measured) else 0


def after(name: str, printed: str) -> float:
    """The number after a name in what pgbench printed. Raises CannotStart when it is not there."""
    found = re.search(rf"^{name}(?: = |: )([\d.]+)", printed, re.MULTILINE)
    if not found:
        raise CannotStart(f"pgbench did not tell its {name}:\n{printed[-2000:]}")
    return float(found[1])


def _line(cells: list[Any]) -> str:
    return "  ".join(f"{cell!s:>14}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
