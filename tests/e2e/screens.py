"""The screens of a test, and what is done on them."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .server import EMAIL, PASSWORD, Made, Server

BACK_WITHIN = 15_000  # ms until a screen has found a server that was away
# Makes the note that waits in a phone as old as that many days.
AGED = """days => {
  const [name] = Object.keys(localStorage).filter((each) => each.startsWith("outbox/"));
  const note = JSON.parse(localStorage.getItem(name));
  localStorage.setItem(name, JSON.stringify({ ...note, order: Date.now() - days * 24 * 3600 * 1000 }));
}"""

# The step a wall stands at, and the page of it that is shown.
SHOWN = """() => [document.querySelector(".foot__nav [name=at]").value,
  ...[...document.querySelectorAll("[data-fold-text]")].map((page) => page.textContent)].join()"""


@dataclass
class Screens:
    """The screens of one test. Uncaught errors in any of them are kept in ``errors``."""

    chromium: Browser
    server: Server
    login: dict | None = None
    options: dict = field(default_factory=dict)  # of every browser that is opened
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def context(self, **options) -> BrowserContext:
        context = self.chromium.new_context(base_url=self.server.url, locale="da-DK", **self.options | options)
        context.set_default_timeout(8_000)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", self._hear)
        self.contexts.append(context)
        return context

    def _hear(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def stranger(self, path: str = "") -> Page:
        """Someone with a laptop who has neither account nor seat."""
        return go(self.context(viewport={"width": 1366, "height": 768}), path)

    def desk(self, path: str = "") -> Page:
        """The facilitator's laptop, logged in."""
        return go(self.context(viewport={"width": 1366, "height": 768}, storage_state=self.login), path)

    def wall(self, path: str = "") -> Page:
        """The projector, logged in as the facilitator."""
        return go(self.context(viewport={"width": 1920, "height": 1080}, storage_state=self.login), path)

    def phone(self, path: str = "", width: int = 390, **options) -> Page:
        """A participant's phone."""
        phone = {"viewport": {"width": width, "height": 844}, "is_mobile": True, "has_touch": True}
        return go(self.context(**phone, **options), path)

    def joined(self, made: Made, **options) -> Page:
        """A phone that has joined by the QR code."""
        page = self.phone(f"/k/{made.code}/", **options)
        page.get_by_role("button", name="Kom med").click()
        page.wait_for_url(f"**{made.phone}")
        return page


def go(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    if path:
        page.goto(path)
    return page


def log_in(page: Page) -> None:
    page.goto("/log-ind/")
    page.get_by_label("Mail").fill(EMAIL)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/workshops/")


def put_together(page: Page, title: str) -> None:
    """Choose no programme for a new workshop, but that set."""
    page.get_by_text("Andre forløb eller jeres eget").click()
    page.get_by_label("Vi sætter vores eget sammen").check()
    page.get_by_role("checkbox", name=re.compile(f"^{title}")).check()


def opened(page: Page) -> Locator:
    """The dialog, once it is open and htmx has put the focus where it goes."""
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    expect(page.locator(".htmx-settling")).to_have_count(0)
    return dialog


def send(phone: Page, text: str) -> None:
    """Write a note and wait until it is acknowledged."""
    phone.locator("#text").fill(text)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text", has_text=text)).to_be_visible()


def on(wall: Page) -> str:
    """The clicker's next, over the pages of this stop, until the room is at another one; its key."""
    here = wall.locator(".foot__nav [name=at]")
    before = here.input_value()
    while here.input_value() == before:
        shown = wall.evaluate(SHOWN)
        wall.keyboard.press("PageDown")
        wall.wait_for_function(f"was => ({SHOWN})() !== was", arg=shown)
    return here.input_value()


def write_at(desk: Page, made: Made, index: int) -> None:
    """The facilitator goes to the writing at that question."""
    topic, question = made.places[index].split("-")
    stop = next(key for key in made.keys if key.endswith(f".explain.{topic}.{question}"))
    desk.locator(f"[id='go-{stop}']").click()
    expect(desk.locator(".now__question")).to_have_text(made.questions[index])
    desk.locator("#step-write").click()
    expect(desk.locator("#step-write")).to_have_attribute("aria-current", "step")


def asked(phone: Page) -> list[str]:
    """What is asked for a choice of, without what it stands under: that is for those who hear it."""
    return phone.locator(".ballot legend > span:last-child").all_inner_texts()


def choice(phone: Page, topic: str, level: str):
    return phone.locator(".ballot", has=phone.get_by_text(topic, exact=True)).get_by_label(level)


def settled(page: Page, address: str) -> Page:
    """The page once the stream has drawn it and its letters are there."""
    with page.expect_response("**/live/**"):
        page.goto(address)
    page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    return page
