"""All that the server sends to a page."""

from playwright.sync_api import Page

# All that comes to a page: what it was opened with, what its stream brings and what it asks for.
LISTEN = """
window.came = [];
const Stream = window.EventSource;
window.EventSource = class extends Stream {
  constructor(address) {
    super(address);
    this.addEventListener("patch", (event) => window.came.push(event.data));
  }
};
"""


class Heard:
    """All that was sent to a page."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        page.add_init_script(LISTEN)
        self.opened = page.goto(path).text()

    def has(self, words: str) -> bool:
        return words in self.opened or any(words in each for each in self.page.evaluate("window.came"))
