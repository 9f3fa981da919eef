"""The server as a test plays it, and a browser's page in front of it."""

from __future__ import annotations

import datetime as dt
import functools
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Error, Locator, Page, Route, WebError

BLANK = "/blank"
NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)


class Answer(NamedTuple):
    """What the server says to one request. None in its place: there is no network."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = {}


HELD = Answer(status=-1)  # no answer until the test gives it: `Played.reply`


def patch(html: str = "", status: int = 200, **headers: str) -> Answer:
    """An answer of ours, with fragments."""
    return Answer(html, status, {"X-Patch": "1"} | {name.replace("_", "-"): each for name, each in headers.items()})


class Asked(NamedTuple):
    """One request of a script's."""

    method: str
    address: str
    form: dict[str, list[str]]
    headers: dict[str, str]

    def __getitem__(self, name: Any) -> Any:
        """The first value of a field that was sent; empty without it."""
        return self.form.get(name, [""])[0] if isinstance(name, str) else tuple.__getitem__(self, name)


# A stream that the test speaks through; the page's script hears nothing else.
STREAM = """
window.browsersOwn = window.EventSource;
window.streams = [];
window.EventSource = class EventSource extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 2;
  readyState = 0;
  constructor(url) {
    super();
    this.url = url;
    streams.push(this);
  }
  close() {
    this.readyState = 2;
  }
  say(type, data = "-", lastEventId = "") {
    if (this.readyState === 2) return;
    if (type === "open") this.readyState = 1;
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }));
  }
  fail(state) {
    this.readyState = state;
    this.dispatchEvent(new Event("error"));
  }
};
"""


class Played:
    """What the server answers, by address, and what it was asked. For all the tabs of one browser."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.context = tab, tab.context
        self.asked: list[Asked] = []
        self.held: list[Route] = []
        self.errors: list[str] = []
        self._answers: dict[str, list[Answer | None]] = {BLANK: [Answer(" ")]}
        self._undo: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Answer the browser, whose clock stands at `NOW` until the test moves it."""
        self.context.on("weberror", self._hear)
        self.context.route("**/*", self._take)
        self._stop_the_clock()
        self.tab.goto(BLANK)
        self.tab.evaluate("localStorage.clear()")

    def _stop_the_clock(self) -> None:
        """It runs from when it is set until it is paused, which must be within the same millisecond."""
        for _attempt in range(20):
            self.context.clock.install(time=NOW)
            try:
                self.context.clock.pause_at(NOW)
                return
            except Error as error:
                if "fast-forward to the past" not in error.message:
                    raise
        raise AssertionError("the clock could not be stopped")

    def end(self) -> None:
        """Leave nothing behind for the next."""
        for route in self.held:
            route.abort()
        for undo in self._undo:
            undo()
        for page in self.context.pages:
            if page != self.tab:
                page.close()
        self.context.unroute_all()
        self.context.remove_listener("weberror", self._hear)

    def before(self, script: str) -> None:
        """Run a script in each page before its own."""
        self._undo.append(self.context.add_init_script(script).close)

    def _hear(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def answer(self, path: str, *answers: Answer | None) -> None:
        """What is answered at that address from now on, one after the other, and then always the last.

        A path alone is for all queries that have no answers of their own.
        """
        self._answers[path] = list(answers)

    def reply(self, answer: Answer | None) -> None:
        """Answer what has been held the longest."""
        self._give(self.held.pop(0), answer)

    def to(self, path: str) -> list[Asked]:
        """What was asked of that path, in order."""
        return [each for each in self.asked if urlsplit(each.address).path == path]

    def _take(self, route: Route) -> None:
        request = route.request
        url = urlsplit(request.url)
        if url.path.startswith("/static/"):
            body, kind = static(url.path.removeprefix("/static/"))
            route.fulfill(body=body, content_type=kind)
        elif url.path == "/settle":
            route.fulfill(body="")
        else:
            address = url.path + (f"?{url.query}" if url.query else "")
            form = parse_qs(request.post_data or "", keep_blank_values=True)
            if not request.is_navigation_request():
                self.asked.append(Asked(request.method, address, form, request.headers))
            answers = self._answers.get(address) or self._answers.get(url.path, [Answer(status=404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if answer == HELD:
                self.held.append(route)
            else:
                self._give(route, answer)

    def _give(self, route: Route, answer: Answer | None) -> None:
        if answer is None:
            route.abort()
        else:
            headers = {"Content-Type": "text/html; charset=utf-8"} | answer.headers
            route.fulfill(status=answer.status, body=answer.body, headers=headers)


@functools.cache
def static(path: str) -> tuple[bytes, str]:
    """A static file of the product, whose looks no script asks for."""
    found = finders.find(path)
    assert found, path
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return (b"" if path.endswith(".css") else Path(found).read_bytes()), kind


@dataclass
class Screen:
    """A page that is open, and the short ways about it."""

    played: Played
    path = "/"
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.played.tab

    def goto(self, html: str, stored: dict[str, str] | None = None) -> None:
        """Open the page as it is drawn, in a browser that has so much in its storage."""
        if stored:
            self.page.evaluate("(stored) => Object.assign(localStorage, stored)", stored)
        self.played.answer(self.path, Answer(html))
        self.page.goto(self.path)

    def another(self, html: str = "") -> Self:
        """Another tab with the same page, or with how it is drawn for that tab."""
        other = type(self)(self.played)
        other.page = self.played.context.new_page()
        if html:
            self.played.answer(self.path, Answer(html))
        other.page.goto(self.path)
        return other

    def press(self, what: Locator) -> None:
        """Press it, and lift the finger."""
        what.click()
        self.page.clock.run_for(1)

    def wait(self, seconds: float) -> None:
        """Let so much time go by, and what was begun before and in it be answered."""
        self.settle()
        self.page.clock.run_for(round(seconds * 1000))
        self.settle()

    def settle(self) -> None:
        """Return when what the page asked for so far was heard of here, and what was answered heard of there."""
        for _ in range(2):
            self.page.evaluate("() => fetch('/settle').then((answer) => answer.text())")

    def until(self, true: Callable[[], object]) -> None:
        """Wait for something that is seen here and not on the page."""
        for _ in range(200):
            if true():
                return
            self.page.evaluate("() => fetch('/settle').then((answer) => answer.text())")
        raise AssertionError("it did not happen")

    def run(self, code: str, *given: Any) -> Any:
        """The value of ``code``, with what ``live.js`` exports at hand as ``live``."""
        function = f"async (given) => {{ const live = await import('/static/js/live.js'); return {code}; }}"
        return self.page.evaluate(function, given)

    # --- The stream ---

    def hear(self, html: str, version: int | None = None) -> None:
        """Patch the page by the stream, with what was drawn of that version of the workshop."""
        sent = [html, "" if version is None else str(version)]
        self.page.evaluate("([html, version]) => streams.at(-1).say('patch', html, version)", sent)

    def stream(self, says: str) -> None:
        """The stream opens, beats or tells one to leave."""
        self.page.evaluate("(says) => streams.at(-1).say(says)", says)

    def fail(self, for_good: bool = False) -> None:
        """The stream breaks. The browser itself tries again, but not for good after an error status."""
        self.page.evaluate("(state) => streams.at(-1).fail(state)", 2 if for_good else 0)

    @property
    def streams(self) -> list[str]:
        """Where each stream was opened, in order."""
        return self.page.evaluate("streams.map((each) => each.url)")
