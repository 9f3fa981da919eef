"""Measure what the wall's browser does when a room writes: ``python -m bench.screens [NOTES]``.

Opens the wall of a real server in a headless Chromium, on a core of its own as the laptop it stands for, and on one
that is six times slower. Phones write so many notes within two seconds. Printed are the longest task of the page's main
thread, how much what was there shifted (https://web.dev/articles/cls), and how long the wall took to show all.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import time
from collections import Counter
from typing import Any

from playwright.async_api import Page, async_playwright

from .phones import Notes, Phone
from .plan import Plan
from .room import EMAIL, PASSWORD
from .server import HOST, Server, house, server

WITHIN = 2.0  # seconds in which they write
SETTLED = 3.0  # seconds after the last note: notes are packed at most every other second
CORES = sorted(os.sched_getaffinity(0))
REST = CORES[:-1] or CORES  # the browser has one that they do not use
SLOWER = (1, 6)  # times: this machine, and one as slow as an old laptop
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WATCH = """
window.tasks = [];
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => window.tasks.push(each.duration)))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shift += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


async def measure(running: Server, page: Page, count: int) -> dict[str, Any]:
    """So many notes of as many phones, on a wall that is open already."""
    notes, problems = Notes(), Counter[str]()
    workshop = running.workshops[0]
    room = [Phone(running, workshop, notes) for _each in range(count)]
    for phone in room:
        await phone.join()
    await page.goto(f"http://{HOST}:{running.port}/workshops/{workshop['id']}/tavle/")
    await page.wait_for_timeout(SETTLED * 1000)
    opening = await page.evaluate("({shift: window.shift, tasks: window.tasks.splice(0)})")
    before = await page.locator("#stage .note").count()
    began = time.perf_counter()

    async def write(phone: Phone, after: float) -> None:
        await asyncio.sleep(after)
        await phone.act(problems)

    await asyncio.gather(*(write(phone, WITHIN * n / count) for n, phone in enumerate(room)))
    while await page.locator("#stage .note").count() < before + count:
        await asyncio.sleep(0.05)
    shown = time.perf_counter() - began
    await page.wait_for_timeout(SETTLED * 1000)
    tasks = await page.evaluate("window.tasks")
    for phone in room:
        phone.close()
    return {
        "shift on opening": round(opening["shift"], 3),
        "longest task on opening, ms": round(max(opening["tasks"], default=0)),
        "longest task while they write, ms": round(max(tasks, default=0)),
        "tasks over 50 ms": len(tasks),
        "all shown after, s": round(shown, 1),
        "problems": sum(problems.values()),
    }


async def at_speed(running: Server, count: int, slower: int) -> dict[str, Any]:
    """What is measured on a processor so many times slower."""
    async with async_playwright() as playwright:
        os.sched_setaffinity(0, CORES)
        chromium = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        os.sched_setaffinity(0, REST)
        context = await chromium.new_context(viewport={"width": 1920, "height": 1080})
        await context.add_init_script(WATCH)
        page = await context.new_page()
        await page.goto(f"http://{HOST}:{running.port}/log-ind/")
        await page.fill("[name=username]", EMAIL)
        await page.fill("[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/workshops/**")
        session = await context.new_cdp_session(page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        try:
            return await measure(running, page, count)
        finally:
            await chromium.close()


def run(count: int, database: str) -> bool:
    """Measure at each speed, each in a server of its own. Returns whether every note was taken."""
    good = True
    os.sched_setaffinity(0, REST)
    with house(database) as shared:
        for slower in SLOWER:
            with server(shared, Plan([count], [WITHIN], database)) as running:
                found = asyncio.run(at_speed(running, count, slower))
            good = good and not found["problems"]
            print(f"{count} notes in {WITHIN:.0f} s, processor {slower} times slower: {found}", flush=True)
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.screens", description=__doc__)
    parser.add_argument("notes", type=int, nargs="?", default=150, choices=range(1, 501), metavar="NOTES (1-500)")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked = parser.parse_args()
    sys.exit(0 if run(asked.notes, asked.database) else 1)
