"""The browser that tests drive."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = shutil.which("chromium")  # else the one that Playwright fetched
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
FLAGS = ["--no-sandbox", "--disable-gpu", *QUIET]
expect.set_options(timeout=8_000)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for as long as this is entered: while it is, the ORM refuses to work in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
