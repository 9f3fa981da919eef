"""Pictures of every tool's steps on wall, desk and phone, and of the other pages, on one contact sheet to look at.

``python -m tests.e2e.screenshots FOLDER`` writes them there, at most 200, with ``index.html``.
"""

import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from playwright.sync_api import Page

from tests import browser
from workshops.steps import CHOOSE, CHOSEN, GATHER, PICK, PICKED, REVIEW

from .screens import Screens, log_in, settled
from .server import PREPARE, SETS, Made, Server, collect_static

NOTES = 30
SHARED = {each.key for each in (PICK, PICKED, REVIEW, GATHER, CHOOSE, CHOSEN)}
MOST = 200
PAGES = ["/", "/workshops/", "/workshops/ny/", "/bibliotek/", "/bibliotek/hent-ind/", "/stil/", "/was/"]
PICTURE = """<figure><img src="{file}" alt=""><figcaption>{name}</figcaption></figure>"""
SHEET = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>body {{ font: 14px system-ui; background: #444; color: #fff }} figure {{ display: inline-block; margin: 8px }}
img {{ height: 320px; display: block }}</style>
{}
</html>"""


def steps(room: Screens, made: Made, key: str) -> Iterator[tuple[str, Page]]:
    """Each step of the workshop on wall, desk and phone; those that all sets share, of one set."""
    wall, desk, phone = room.wall(), room.desk(), room.joined(made)
    for stop in made.keys if key == SETS[0] else made.keys[1:-1]:
        step = stop.split(".")[1]
        if step in SHARED and key != SETS[0]:
            continue
        made.server.shell(f"Workshop.objects.with_route().get(pk={made.pk}).go_to({stop!r})")
        for name, page, address in [("wall", wall, made.wall), ("desk", desk, made.desk), ("phone", phone, made.phone)]:
            settled(page, address)
            page.wait_for_timeout(300)  # what moves on arrival stands still
            yield f"{key} {step} {name}", page


def pages(room: Screens) -> Iterator[tuple[str, Page]]:
    """The other pages."""
    desk = room.desk()
    for address in PAGES:
        desk.goto(address)
        yield f"page {address}", desk


def every(room: Screens, server: Server) -> Iterator[tuple[str, Page]]:
    """Every screen there is a picture of."""
    yield from pages(room)
    for key in SETS:
        yield from steps(room, server.every_step(key, NOTES), key)


def main(folder: Path) -> None:
    """Take the pictures, and write the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, browser.chromium() as chromium:
        (served := Path(data, "served")).mkdir()
        server = Server(served, "")
        collect_static(server, Path(data))
        server.shell(PREPARE)
        server.start()
        try:
            room = Screens(chromium, server)
            log_in(desk := room.desk())
            room.login = desk.context.storage_state()
            taken = []
            for number, (name, page) in zip(range(MOST), every(room, server), strict=False):
                file = f"{number:03} {name.replace('/', '-')}.png"
                page.screenshot(path=folder / file)
                taken.append(PICTURE.format(file=escape(file), name=escape(name)))
        finally:
            server.leave()
    (folder / "index.html").write_text(SHEET.format("\n".join(taken)), encoding="utf-8")
    print(f"{len(taken)} pictures: {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
