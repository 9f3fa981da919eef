"""The QR code is black on white, four modules of white around it, whatever colours a browser forces on a page."""

import contextlib
import io

import pytest
from PIL import Image
from playwright.sync_api import Error, Locator, expect

from tests.browser import CHROMIUM, FLAGS

from .screens import settled

pytestmark = pytest.mark.once

DARK = "--enable-features=WebContentsForceDark"


def photographed(code: Locator) -> bytes:
    """The code as it is seen. The stream may just draw it anew: then the new one."""
    for _attempt in range(5):
        with contextlib.suppress(Error):
            return code.screenshot()
    return code.screenshot()


def modules(code: Locator) -> list[int]:
    """How light (0 to 255) the code is along a line through its upper finder patterns, from edge to edge."""
    picture = Image.open(io.BytesIO(photographed(code))).convert("L")
    count = int(code.get_attribute("viewBox").split()[2])
    size = picture.width / count
    return [picture.getpixel((int((n + 0.5) * size), int(4.5 * size))) for n in range(count)]


def is_readable(code: Locator) -> bool:
    """Whether the white ground is white, and a finder pattern's upper edge is seven black modules."""
    line = modules(code)
    white = [*line[:4], line[11], *line[-4:]]
    black = [*line[4:11], *line[-11:-4]]
    return min(white) > 240 and max(black) < 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_code_is_black_on_white(room, server, scheme, forced):
    made = server.workshop(step="lobby")
    wall = room.wall()
    wall.emulate_media(color_scheme=scheme, forced_colors=forced)
    settled(wall, made.wall)
    assert is_readable(wall.locator(".lobby__qr .qr"))

    wall.keyboard.press("ArrowRight")
    expect(wall.locator(".corner .qr")).to_be_visible()
    assert is_readable(wall.locator(".corner .qr"))


def test_the_code_is_black_on_white_in_a_browser_that_darkens_every_page(room, server, login):
    made = server.workshop(step="lobby")
    browser = room.chromium.browser_type.launch(executable_path=CHROMIUM, args=[DARK, *FLAGS])
    try:
        wall = settled(browser.new_context(base_url=server.url, storage_state=login).new_page(), made.wall)
        ground = Image.open(io.BytesIO(wall.screenshot())).convert("L").getpixel((5, 5))
        assert ground < 60  # it does darken
        assert is_readable(wall.locator(".lobby__qr .qr"))
    finally:
        browser.close()
