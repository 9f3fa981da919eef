"""Measure what a report costs, beside Chromium printing the same page: ``python -m bench.report [NOTES …]``.

For each number of notes a workshop is closed with all of them word for word, a third of them in clusters. Each is made
and printed in turn, a few times; printed are the middle ones: seconds of processor time of the process and what it
started, the most memory that any one of these processes had, and how many pages there are.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .screens import FLAGS
from .server import ROOT, house

NOTES = (30, 300, 1000)
RUNS = 3
LONGEST = 300.0  # seconds
CLUSTERS = 8
PRINTS = [*FLAGS, "--headless", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer"]


@dataclass
class Spent:
    """Seconds of processor time, and MB of memory of the largest process."""

    cpu: float
    memory: float


def spent(command: Sequence[str], environment: dict[str, str]) -> Spent:
    """What it takes to run ``command`` to its end, in a process that has no other children."""
    watched = [sys.executable, "-m", "bench.report", "--watch", *command]
    done = subprocess.run(watched, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Spent(**json.loads(done.stdout.splitlines()[-1]))


def watch(command: Sequence[str]) -> dict[str, float]:
    """Run ``command``; what it and all that it waited for took."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}


def prepare(notes: int, page: Path) -> int:
    """A closed workshop with so many notes; its report's page for a browser, in ``page``. Returns the report's id."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    from workshops.models import Report, User
    from workshops.report import paper

    from .room import closed

    call_command("migrate", verbosity=0)
    call_command("load_sets", stdout=sys.stderr)
    workshop = closed(User.objects.create_user("bench@example.org", name="Bench"), notes, CLUSTERS)
    page.write_text(for_browser(workshop.title, paper.html(workshop)), encoding="utf-8")
    return Report.objects.create(workshop=workshop).pk


def for_browser(title: str, content: str) -> str:
    """``content`` as a page that a browser prints: the same letters and stylesheets as the PDF."""
    from django.contrib.staticfiles import finders
    from django.template.loader import render_to_string

    from workshops.report import letters, printing

    sheets = [finders.find(path) for path in printing.stylesheets()]
    links = "".join(f'<link rel="stylesheet" href="file://{path}">' for path in sheets)
    style = f"<style>{letters.font_faces()}{printing._drawings()}</style>"
    page = render_to_string("report/pdf.html", {"title": title, "author": "", "content": content, "size": "paper"})
    return page.replace("</head>", f"{style}{links}</head>")


def make(report: int, where: Path) -> None:
    """The PDF of a report alone, without the other formats."""
    import django

    django.setup()
    from workshops.models import Report
    from workshops.report import paper, printing

    workshop = Report.objects.get(pk=report).workshop
    where.write_bytes(printing.pdf(workshop.title, paper.html(workshop), author=workshop.workplace))


def pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as document:
        return len(document.pages)


def measured(notes: int, runs: int) -> dict[str, Any]:
    """A report of so many notes: each way of making it in turn, ``runs`` times, and the middle of each."""
    chromium = shutil.which("chromium") or sys.exit("There is no chromium.")
    found: dict[str, list[Spent]] = {"PDF": [], "all formats": [], "Chromium": []}
    with house("sqlite", serves=False) as here:
        environment = here.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        page, ours, theirs = (here.folder / name for name in ("page.html", "ours.pdf", "theirs.pdf"))
        report = json.loads(here.manage(environment, "bench.report", "--prepare", str(notes), str(page)))
        commands = {
            "PDF": [sys.executable, "-m", "bench.report", "--make", str(report), str(ours)],
            "all formats": [sys.executable, "manage.py", "make_report", str(report)],
            "Chromium": [chromium, *PRINTS, f"--print-to-pdf={theirs}", f"file://{page}"],
        }
        for _run in range(runs):
            for name, command in commands.items():
                found[name].append(spent(command, environment))
        told: dict[str, Any] = {"notes": notes, "pages": pages(ours), "pages by Chromium": pages(theirs)}
    for name, each in found.items():
        told[f"{name}, s"] = round(statistics.median(one.cpu for one in each), 2)
        told[f"{name}, MB"] = round(statistics.median(one.memory for one in each))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="*", type=int, help=f"how many (default {', '.join(map(str, NOTES))})")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"how often each (default {RUNS})")
    asked = parser.parse_args()
    for notes in asked.notes or NOTES:
        print(json.dumps(measured(notes, asked.runs)), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--watch", *command]:
            print(json.dumps(watch(command)))
        case ["--prepare", notes, page]:
            print(prepare(int(notes), Path(page)))
        case ["--make", report, where]:
            make(int(report), Path(where))
        case _:
            main()
