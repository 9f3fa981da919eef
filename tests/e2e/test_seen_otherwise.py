"""For someone who sees the screens otherwise: in forced colours, with more space in the text, with larger letters."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .screens import send, settled
from .server import EMAIL, Made

pytestmark = pytest.mark.once

# --- Forced colours ---

FORCED = {"forced_colors": "active", "color_scheme": "dark"}

# What stands on no ground of its own and has no edge either, in words.
WITHOUT_EDGE = """(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility())
  .filter((each) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(each);
    return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1;
  }).map((each) => each.textContent.trim().slice(0, 40))"""

# What is chosen, or where one is, and looks like what is beside it.
UNMARKED = """() => [...document.querySelectorAll("[aria-current], [aria-pressed=true], label:has(:checked)")]
  .filter((each) => each.checkVisibility() && !each.closest("svg"))
  .filter((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle === "none" || parseFloat(outlineWidth) < 3;
  }).map((each) => each.textContent.trim().slice(0, 40))"""

# Drawings whose text would be the reader's own colour on a ground that is ours.
MIXED = """() => [...document.querySelectorAll("svg:has(text)")].filter((each) => each.checkVisibility())
  .filter((each) => getComputedStyle(each).forcedColorAdjust !== "none"
    || getComputedStyle(each).backgroundColor === getComputedStyle(document.body).backgroundColor).length"""


@pytest.fixture
def made(server) -> Made:
    return server.workshop(step="show", more="workshop.set_wall_on_phones(True); " + NOTES)


NOTES = "[workshop.write(places[0], 'note', text, text) for text in ('Mere tid', 'Færre klik', 'Ro til at lære det')]"


def test_in_forced_colours_edges_tell_what_grounds_did(room, made):
    room.options = FORCED
    wall, desk = settled(room.wall(), made.wall), settled(room.desk(), made.desk)
    phone = room.joined(made)
    for page in (wall, desk, phone):
        expect(page.locator(".note").first).to_be_visible()
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(WITHOUT_EDGE, ".note, .steps li, .way li") == []
        assert page.evaluate(UNMARKED) == []
        assert page.locator("[aria-current]").count() > 0


@pytest.mark.parametrize("key", ["rasmus-foer", "fire-faser", "kompetencehjulet", "relationskort"])
def test_in_forced_colours_a_drawing_keeps_its_own(room, server, key):
    room.options = FORCED
    code = f"""
workshop = Workshop.objects.create(title="Skarpt", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.library().get(key={key!r}))
workshop.open()
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.go_to(next(stop.key for stop in workshop.route() if stop.activity))
print(workshop.pk)
"""
    wall = settled(room.wall(), f"/workshops/{int(server.shell(code))}/tavle/")
    expect(wall.locator("svg:has(text)").first).to_be_visible()
    assert wall.evaluate(MIXED) == 0


# --- Space in the text, and larger letters ---

# As WCAG 2.2 asks for (1.4.12).
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""

# What is cut off, or sticks out to the right, in words.
LOST = """() => {
  const { scrollWidth } = document.scrollingElement;
  const wide = scrollWidth > innerWidth + 1 ? [`${scrollWidth} wide`] : [];
  const cut = [...document.querySelectorAll("body *")].filter((each) => {
    if (!each.checkVisibility() || each.closest(".visually-hidden, svg, dialog:not([open])")) return false;
    const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(each);
    if (each.matches("input") || webkitLineClamp !== "none") return false; // the first lines, on purpose
    const isCutX = ["hidden", "clip"].includes(overflowX) && each.scrollWidth > each.clientWidth + 1;
    const isCutY = ["hidden", "clip"].includes(overflowY) && each.scrollHeight > each.clientHeight + 1;
    return each.clientWidth > 1 && textOverflow !== "ellipsis" && (isCutX || isCutY);
  });
  return [...wide, ...cut.map((each) => `${each.className || each.tagName} ${each.textContent.trim().slice(0, 40)}`)];
}"""


def addresses(made: Made) -> list[str]:
    return [made.desk, f"/workshops/{made.pk}/", "/workshops/ny/", "/bibliotek/", "/stil/", "/was/"]


def test_with_more_space_in_the_text_nothing_is_lost(room, made):
    phone, desk = room.joined(made), room.desk()
    send_at_writing(room, made, phone)
    lost = {}
    for address in addresses(made):
        desk.goto(address)
        desk.evaluate(SPACED)
        lost[address] = desk.evaluate(LOST)
    phone.evaluate(SPACED)
    lost["phone"] = phone.evaluate(LOST)
    assert {name: each for name, each in lost.items() if each} == {}


@pytest.mark.parametrize("width", [360, 390])
def test_letters_of_twice_the_size_fit_a_phone(room, made, width):
    phone = room.joined(made, width=width)
    send_at_writing(room, made, phone)
    larger = "() => { document.documentElement.style.fontSize = '200%'; }"
    lost = {}
    for address in (made.phone, f"{made.phone}tavle/", "/"):
        phone.goto(address)
        phone.evaluate(larger)
        lost[address] = phone.evaluate(LOST)
    assert {name: each for name, each in lost.items() if each} == {}


def send_at_writing(room, made: Made, phone: Page) -> None:
    """The phone with its form, and a note that is its own."""
    desk = room.desk(made.desk)
    desk.locator("#step-write").click()
    send(phone, "Vi taster det samme to steder, og det tager tid fra dem, vi er her for")


@pytest.mark.parametrize(("width", "height"), [(740, 360), (844, 390), (667, 375)])
def test_on_its_side_the_phone_has_field_and_send_in_view(room, made, width, height):
    phone = room.joined(made)
    send_at_writing(room, made, phone)
    phone.set_viewport_size({"width": width, "height": height})
    phone.evaluate("scrollTo(0, 0)")
    for each in (phone.locator(".stage__question"), phone.locator("#text"), phone.get_by_role("button", name="Send")):
        expect(each).to_be_in_viewport(ratio=1)


def test_no_kind_is_broken_in_the_middle_of_a_word(room, server):
    code = """
workshop = Workshop.objects.create(title="Hele ord", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={!r}))
workshop.add_activity(QuestionSet.objects.library().get(key={!r}))
workshop.open()
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.key == {!r}))
print(workshop.pk, workshop.code)
"""
    broken = """() => [...document.querySelectorAll(".kind > span")].filter((each) => {
      if (!each.checkVisibility()) return false;
      const range = document.createRange();
      const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        for (const found of walker.currentNode.data.matchAll(/\\S+/g)) {
          range.setStart(walker.currentNode, found.index);
          range.setEnd(walker.currentNode, found.index + found[0].length);
          if (range.getClientRects().length > 1) return true;
        }
      }
      return false;
    }).map((each) => each.textContent.trim())"""
    for key, step in (("rasmus-foer", "needs"), ("relationskort", "how"), ("fire-faser", "doors")):
        pk, joined = server.shell(code.format(EMAIL, key, step)).split()
        made = Made(server, int(pk), joined, [], [], [])
        for width in (320, 360, 390):
            phone = room.joined(made, width=width)
            phone.locator("[data-pick]").first.click()
            expect(phone.locator("#write-form .kind").first).to_be_visible()
            phone.locator("#write-form .kind").first.click()
            phone.locator("#text").fill("Kort")
            phone.get_by_role("button", name="Send", exact=True).click()
            phone.locator("#mine summary").click()
            assert phone.evaluate(broken) == [], (key, width)


def test_at_twice_the_zoom_the_walls_foot_and_dialogs_are_larger_and_all_can_be_reached(room, made):
    """A window of 1920 by 1080 at 200 % is 960 by 540 of the page's own pixels (WCAG 2.2, 1.4.4)."""
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    wall = settled(room.wall(), made.wall)
    sizes = [[], []]
    for zoomed, (width, height) in enumerate([(1920, 1080), (960, 540)]):
        wall.set_viewport_size({"width": width, "height": height})
        settled(wall, made.wall)
        for name in ("Inspiration", "Tilbage", "Næste"):
            button = wall.locator("footer").get_by_role("button", name=name)
            button.scroll_into_view_if_needed()
            expect(button).to_be_in_viewport(ratio=1)
            sizes[zoomed].append(button.evaluate(size))
        wall.keyboard.press("a")
        field = wall.get_by_label("Hvad aftaler I?")
        expect(field).to_be_focused()
        for each in (wall.locator("label[for=id_what]"), field, wall.get_by_role("button", name="Gem aftalen")):
            each.scroll_into_view_if_needed()
            expect(each).to_be_in_viewport()
            sizes[zoomed].append(each.evaluate(size))
        wall.keyboard.press("Escape")
    seen = [2 * zoomed / plain for plain, zoomed in zip(*sizes, strict=True)]
    assert min(seen) >= 1.2, sizes


# --- Otherwise coloured ---


def light(colour: tuple[int, ...]) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_what_is_written_is_read_in_a_browser_that_darkens_every_page(room, made):
    wall = room.wall()
    wall.context.new_cdp_session(wall).send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    settled(wall, made.wall)
    expect(wall.locator(".note").first).to_be_visible()

    for selector in (".note", "h1", ".steps li[aria-current]", ".tool--next"):
        painted = Image.open(BytesIO(wall.locator(selector).first.screenshot())).convert("RGB")
        ground = painted.getpixel((painted.width // 2, painted.height - 4))
        colours = [colour for _count, colour in painted.getcolors(painted.width * painted.height)]
        assert max(contrast(each, ground) for each in colours) >= 4.5, selector


KINDS = """() => [...document.querySelectorAll(".note")].map((each) => {
  const symbol = each.querySelector(".note__symbol, [aria-hidden=true]");
  const size = (of) => parseFloat(getComputedStyle(of).fontSize);
  return [each.className.match(/note--(\\w+)/)[1], symbol.textContent.trim(), size(symbol) / size(each)];
})"""


@pytest.mark.parametrize("deficiency", ["deuteranopia", "protanopia", "achromatopsia"])
def test_notes_are_told_apart_by_symbol_and_edge_whatever_colours_one_sees(room, server, deficiency):
    code = f"""
from workshops.place import Place
workshop = Workshop.objects.create(title="Farver", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.library().get(key="beskriv-del-vend"))
workshop.open()
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
stop = next(stop for stop in workshop.route() if stop.step.key == "share")
workshop.go_to(stop.key)
for kind in ("glad", "sorry"):
    workshop.write(stop.places[0], kind, kind, kind)
print(workshop.pk)
"""
    wall = room.wall()
    network = wall.context.new_cdp_session(wall)
    settled(wall, f"/workshops/{int(server.shell(code))}/tavle/")
    expect(wall.locator(".note")).to_have_count(2)
    network.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})

    kinds = wall.evaluate(KINDS)
    assert len({symbol for _kind, symbol, _size in kinds}) == len({kind for kind, _symbol, _size in kinds}) == 2
    assert all(size >= 1 for _kind, _symbol, size in kinds)
    edge = wall.locator(".note").first.bounding_box()
    painted = Image.open(BytesIO(wall.screenshot())).convert("RGB")
    ground = painted.getpixel((4, 600))
    row = [painted.getpixel((int(edge["x"]) + step, int(edge["y"] + edge["height"] / 2))) for step in range(-3, 5)]
    assert max(contrast(each, ground) for each in row) >= 3
