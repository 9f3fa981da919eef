"""What the keys do on the wall and on the desk, which is taller than its window and scrolls by them."""

import pytest
from playwright.sync_api import expect

from .played import Played, Screen

NAMES = ["next", "back", "agree", "hints", "focus-0", "focus-3"]
SCROLL = ["PageDown", "PageUp", " "]
STEER = [("ArrowRight", "next"), ("ArrowLeft", "back")]
SINGLE = [("a", "agree"), ("A", "agree"), ("i", "hints"), ("0", "focus-0"), ("3", "focus-3")]


class Keyed(Screen):
    """A screen of nothing but what keys can press."""

    path = "/taster/"

    def open(self, kind: str, **stored: str) -> None:
        buttons = "".join(
            f"<button data-key='{each}' onclick=\"pressed.push('{each}')\">{each}</button>" for each in NAMES
        )
        html = f"""<!doctype html><html lang="da"><head><title>Taster</title><script>window.pressed = []</script>
<script type="module" src="/static/js/keys.js"></script></head><body class="{kind}">
<input type="checkbox" id="shortcuts-on" checked>{buttons}<p style="height: 5000px">Meget</p></body></html>"""
        self.goto(html, stored=stored)

    def pressed(self, *keys: str) -> list[str]:
        for key in keys:
            self.page.keyboard.press(key)
        return self.page.evaluate("pressed.splice(0)")


@pytest.fixture
def keyed(played: Played) -> Keyed:
    return Keyed(played)


def test_arrows_steer_from_both(keyed):
    for kind in ("wall", "pages desk"):
        keyed.open(kind)
        for key, name in STEER + SINGLE:
            assert keyed.pressed(key) == [name]


def test_what_scrolls_steers_from_the_wall(keyed):
    keyed.open("wall")
    assert keyed.pressed(*SCROLL) == ["next", "back", "next"]


def test_what_scrolls_the_desk_moves_nobody(keyed):
    keyed.open("pages desk")
    for key in ("PageDown", " "):
        before = keyed.page.evaluate("scrollY")
        assert keyed.pressed(key) == []
        keyed.page.wait_for_function("(before) => scrollY > before", arg=before)
    assert keyed.pressed("PageUp") == []


@pytest.mark.parametrize("kind", ["wall", "pages desk"])
def test_single_letters_and_figures_can_be_switched_off(keyed, kind):
    keyed.open(kind, shortcuts="off")
    assert keyed.pressed(*(key for key, _name in SINGLE)) == []
    assert keyed.pressed("ArrowRight") == ["next"]


def test_so_can_what_the_wall_does_itself(keyed):
    """A full stop counts as a single character (WCAG 2.2, 2.1.4)."""
    keyed.open("wall", shortcuts="off")
    keyed.page.evaluate("document.addEventListener('alone', () => pressed.push('alone'))")
    assert keyed.pressed(".", "b", "B", "s", "f") == []
    assert keyed.page.evaluate("[document.body.className, document.fullscreenElement]") == ["wall", None]


def test_the_switch_is_remembered_and_holds_in_other_windows_too(keyed):
    keyed.open("pages desk")
    other = keyed.another()
    box = keyed.page.locator("#shortcuts-on")
    box.uncheck()
    assert keyed.pressed("a") == []
    expect(other.page.locator("#shortcuts-on")).not_to_be_checked()
    assert other.pressed("a", "ArrowRight") == ["next"]
    keyed.page.reload()
    expect(box).not_to_be_checked()
    box.check()
    box.blur()
    assert keyed.pressed("a") == ["agree"]


def test_without_storage_they_are_on(keyed, played):
    played.before("""Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });""")
    keyed.open("wall")
    assert keyed.pressed("a") == ["agree"]
