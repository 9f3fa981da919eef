"""The projector's computer stays awake while the workshop is open."""

import pytest

from .wall import Wall, fragment

AWAKE, DONE = fragment("stage", "", **{"keep-awake": ""}), fragment("stage", "")
LOCK = """
window.locks = [];
Object.defineProperty(navigator, "wakeLock", { configurable: true, value: {
  async request() {
    await window.gate;
    if (window.refuses) throw new DOMException("no", "NotAllowedError");
    const lock = new EventTarget();
    lock.release = () => { lock.released = true; lock.dispatchEvent(new Event("release")); };
    locks.push(lock);
    return lock;
  },
} });
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def projector(wall, played) -> Wall:
    played.before(LOCK)
    return wall


def open_wall(wall: Wall, *fragments: str) -> None:
    """A page with both scripts."""
    wall.open(*fragments, "<script type='module' src='/static/js/wake.js'></script>")
    wall.settle()


def awake(wall: Wall) -> list[bool]:
    """For each time it was asked for: whether it still holds."""
    return wall.page.evaluate("locks.map((each) => !each.released)")


def test_it_is_asked_for_while_the_workshop_is_open(projector):
    open_wall(projector, AWAKE)
    assert awake(projector) == [True]
    projector.hear(fragment("other", ""))
    assert awake(projector) == [True]
    projector.hear(DONE)
    assert awake(projector) == [False]
    projector.hear(AWAKE)
    assert awake(projector) == [False, True]


def test_it_is_not_asked_for_before(projector):
    open_wall(projector, DONE)
    assert awake(projector) == []


def test_what_the_browser_took_back_is_asked_for_again_when_the_page_is_seen(projector):
    open_wall(projector, AWAKE)
    projector.page.evaluate(HIDE, True)
    projector.page.evaluate("locks.at(-1).released || locks.at(-1).release()")
    projector.page.evaluate(HIDE, False)
    assert awake(projector) == [False, True]


def test_it_is_asked_for_once_at_a_time(projector, played):
    played.before("window.gate = new Promise((open) => { window.open_gate = open; });")
    open_wall(projector, AWAKE)
    projector.hear(fragment("other", ""))
    projector.page.evaluate("open_gate()")
    assert awake(projector) == [True]


def test_one_that_comes_when_it_is_no_longer_wanted_is_let_go(projector, played):
    played.before("window.gate = new Promise((open) => { window.open_gate = open; });")
    open_wall(projector, AWAKE)
    projector.hear(DONE)
    projector.page.evaluate("open_gate()")
    assert awake(projector) == [False]


def test_where_it_is_refused_all_is_as_it_was(projector, played):
    played.before("window.refuses = true;")
    open_wall(projector, AWAKE)
    assert awake(projector) == []
    projector.page.evaluate("window.refuses = false")
    projector.hear(fragment("other", ""))
    assert awake(projector) == [True]


def test_where_it_cannot_be_asked_for_all_is_as_it_was(wall, played):
    played.before("Object.defineProperty(navigator, 'wakeLock', { value: undefined });")
    open_wall(wall, AWAKE)
    wall.hear(DONE)
    assert wall.page.locator("#stage").count() == 1
