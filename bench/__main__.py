"""Measure the server with a room full of phones.

Starts a real server with a database of its own on a free port of 127.0.0.1; phones join it, watch and write, or put
dots; prints a table and ends the server. Exit status 1 when a note was lost or doubled or a phone was left behind.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import platform
import resource
import signal
import sys
from typing import Any

import uvloop

from . import floor, run, table
from .plan import Plan, parse
from .server import CannotStart, House, house, server


def main() -> int:
    """Run what was asked for, room by room."""
    plan = parse(None, __doc__)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended then too
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a phone is two sockets here and two in the server
    results: list[dict[str, Any]] = []
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{plan}, {machine}\n{table.heading()}", flush=True)
    try:
        with house(plan.database) as shared:
            for phones in plan.rooms:
                results.append(measure(shared, phones, plan))
                print("\n".join(table.rows(results[-1])), flush=True)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    if plan.json:
        asked = vars(plan) | {"json": str(plan.json)}
        plan.json.write_text(json.dumps({"asked": asked, "machine": machine, "measured": results}, indent=1) + "\n")
    return 0 if all(map(run.sound, results)) else 1


def measure(shared: House, phones: int, plan: Plan) -> dict[str, Any]:
    """One room in one fresh server. Raises CannotStart when the server is no use."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        result = _measure(shared, phones, plan, runner)
        result["floor"] = None
        if floor.is_measured(plan):
            try:
                result["floor"] = runner.run(floor.measure(plan, phones, result["rounds"][0], shared.folder))
            except (OSError, TimeoutError, CannotStart, ExceptionGroup) as error:  # what was measured before is kept
                print(f"The floor could not be measured: {error!r}", file=sys.stderr)
        return result


def _measure(shared: House, phones: int, plan: Plan, runner: asyncio.Runner) -> dict[str, Any]:
    with server(shared, plan) as running:
        gc.collect()
        gc.freeze()  # what came before is not looked at again while the clock runs
        try:
            return runner.run(asyncio.wait_for(run.run(running, phones, plan), plan.patience(phones)))
        except ExceptionGroup as failed:  # what happened while they wrote: the first is told
            raise CannotStart(f"The room of {phones} failed: {failed.exceptions[0]!r}") from failed
        except (OSError, TimeoutError) as error:
            last = "\n".join(running.complaints()[-20:])
            raise CannotStart(f"The room of {phones} failed: {type(error).__name__} {error}\n{last}") from None


if __name__ == "__main__":
    sys.exit(main())
