"""What holds for every stylesheet: readable, used, and a tool's own rules in the tool's own files."""

import importlib
import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.pages import dom
from workshops import registry
from workshops.registry import Tool
from workshops.report import printing

STATIC = settings.BASE_DIR / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
ENGINES = [path for path in SHEETS if path.parent.name == "css"]
PRINTED = [path for path in SHEETS if path.parent.name == "printed"]  # of what one prints, named where that is made
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
APPS = ("workshops", "dialogue", "rasmus", "phases", "roles")

COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r'"[^"]*"')
IMPORT = re.compile(r'@import "([^"]+)";')
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")

# What tools call theirs and the engine uses, too: its own words, and plain English in a comment.
SHARED = {"note", "write", "agree", "before", "during", "after", "card", "cards", "table"}
SHARED |= {"good", "keep", "move", "pause", "word"}
SHARED |= {"can", "done", "how", "needs", "read", "where"}

# Classes that a template gives for a test, a script or a reader of the markup, without a rule.
BARE = {"choice-list__symbol", "corner__text", "count", "link-row", "lobby__site", "lobby__text"}
BARE |= {"on-time", "rehearsal", "order", "pause__text", "sheet--picture", "plain-list"}
BARE |= {
    "pile-list",
    "relation--proposal",
    "wheel-view--decide",
}


def name(path: Path) -> str:
    return str(path.relative_to(STATIC))


def code(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def classes(path: Path) -> set[str]:
    """The classes that the selectors of a stylesheet name."""
    return set(CLASS.findall(re.sub(r"{[^{}]*}", "{}", STRING.sub("", code(path)))))


def tools_words() -> set[str]:
    """What the tools call themselves, their steps and their kinds."""
    every = registry.every()
    steps = chain.from_iterable(
        vars(importlib.import_module(f"{type(tool).__module__.rpartition('.')[0]}.steps")).values() for tool in every
    )
    kinds = chain.from_iterable(tool.kinds for tool in every)
    return {each.key for each in (*every, *kinds, *(step for step in steps if isinstance(step, registry.Step)))}


def with_imports(paths: Iterable[str]) -> set[str]:
    """Those stylesheets of ours, and all that they are made of."""
    found = {path: IMPORT.findall(code(STATIC / path)) for path in paths}
    made_of = {str(Path(path).parent / each) for path, imported in found.items() for each in imported}
    return {*found, *with_imports(made_of)} if made_of else {*found}


def of_tools() -> list[str]:
    return registry.styles("styles") + registry.styles("phone_styles") + registry.styles("report_styles")


def templates_classes() -> tuple[set[str], set[str]]:
    """The classes that templates write out, and the beginnings of those they end with a value: ``note--``."""
    written: set[str] = set()
    begun: set[str] = set()
    for path in TEMPLATES:
        for value in re.findall(r'class="((?:{%.*?%}|{{.*?}}|[^"])*)"', path.read_text(encoding="utf-8"), re.S):
            for each in re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}", " ", value)).split():
                beginning, dynamic, _rest = each.partition("\0")
                (begun if dynamic else written).add(beginning)
    return written, begun - {""}


def links(response) -> list[str]:
    return [each.removeprefix("/static/") for each in dom(response).xpath("//link[@rel='stylesheet']/@href")]


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_stylesheet_is_read_line_by_line(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("/* ")
    assert [line for line in lines if len(line) > 120] == []
    assert [line for line in STRING.sub('""', code(path)).splitlines() if len(re.findall("[{};]", line)) > 1] == []
    assert re.findall(r"^[^{};:]+,[^\n]+{$", re.sub(r"\([^)]*\)", "()", code(path)), re.M) == []


@pytest.mark.parametrize("path", ENGINES, ids=name)
def test_a_stylesheet_of_the_engine_names_no_tool(path):
    named = set(chain.from_iterable({each, *re.split("__|--|-", each)} for each in classes(path)))
    said = set(re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(COMMENT.findall(path.read_text(encoding="utf-8"))).lower()))

    assert (named | said) & tools_words() - SHARED == set()


def test_a_tools_stylesheets_are_there_and_each_is_a_tools():
    assert [path for path in of_tools() if finders.find(path) is None] == []
    assert {name(path) for path in SHEETS if path not in [*ENGINES, *PRINTED]} == with_imports(of_tools())


def test_every_stylesheet_of_the_engine_is_linked():
    linked = set(re.findall(r"css/[\w-]+\.css", " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES)))

    assert {name(path) for path in ENGINES} == with_imports({*linked, *printing.PAPER, "css/poster.css"})


def test_every_class_of_a_template_has_a_rule():
    written, _begun = templates_classes()
    ruled = set().union(*map(classes, SHEETS))

    assert written - ruled == BARE


def test_every_rule_has_an_element_that_it_is_for():
    written, begun = templates_classes()
    source = [
        *(STATIC / "js").glob("*.js"),
        *chain.from_iterable((settings.BASE_DIR / app).rglob("*.py") for app in APPS),
    ]
    quoted = set(re.findall(r"[\w-]+", " ".join(path.read_text(encoding="utf-8") for path in source)))
    bodies = {"wall", "desk", "pages", "phone", "paper", "small"}
    unused = set().union(*map(classes, SHEETS)) - written - bodies

    assert {each for each in unused if not each.startswith(tuple(begun)) and each not in quoted} == set()


def test_every_file_that_a_stylesheet_asks_for_is_there():
    asked = {path: re.findall(r'url\("([^")]+)"\)', code(path)) for path in SHEETS}
    found = {
        path: [finders.find(str(Path("css") / each).replace("css/../", "")) for each in asked[path]] for path in asked
    }

    assert sum(map(len, asked.values())) == 4
    assert [path for path, files in found.items() if None in files] == []


@pytest.mark.parametrize(
    ("address", "screen"),
    [("workshops/{w}/tavle/", "wall"), ("workshops/{w}/styr/", "desk"), ("bibliotek/{s}/tavle/", "wall")],
)
def test_wall_desk_and_preview_link_the_styles_of_every_tool(open_workshop, library, ane_client, address, screen):
    page = ane_client.get("/" + address.format(w=open_workshop.pk, s=library.pk))

    assert links(page) == [f"css/{screen}.css", *registry.styles()]


def test_a_phone_has_all_it_needs_of_every_tool_from_the_first_page(open_workshop, participant_client, client):
    pages = [participant_client.get(f"/deltag/{open_workshop.pk}/"), client.get("/")]

    assert [links(page) for page in pages] == [["css/phone.css", *registry.styles("phone_styles")]] * 2
    assert len(registry.styles("phone_styles")) == 1  # of our own tools: a phone's first load is to be few requests


def test_the_report_has_what_it_needs_of_every_tool(leader_client, leader):
    linked = links(leader_client.get(leader.get_absolute_url()))

    assert [each for each in linked if "/tools/" in each] == registry.styles("report_styles")
    assert printing.stylesheets() == [*printing.PAPER, *registry.styles("report_styles")]


def test_a_tool_from_elsewhere_brings_its_own(monkeypatch, open_workshop, ane_client):
    guest = type("Guest", (Tool,), {"key": "guest", "order": 99, "styles": ("guest/room.css",)})()
    monkeypatch.setitem(registry._tools, guest.key, guest)

    assert links(ane_client.get(f"/workshops/{open_workshop.pk}/tavle/"))[-1] == "guest/room.css"


# --- A washed-out projector ---


def luminance(colour: str) -> float:
    """Of a colour as ``#rrggbb``, from 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def washed_out(one: str, other: str) -> float:
    """The contrast of two colours in a room so light that black is a quarter of white."""
    low, high = sorted((luminance(each) + 0.25) / 1.25 for each in (one, other))
    return (high + 0.05) / (low + 0.05)


TOKENS = dict(
    re.findall(
        r"--([\w-]+): (#[0-9a-f]{6});", (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
    )
)
EDGES = re.findall(
    r"--(note-edge|line|grey): (#[0-9a-f]{6});",
    (settings.BASE_DIR / "static/css/wall-stage.css").read_text(encoding="utf-8"),
)
DRAWN = ["dialogue/relations", "dialogue/wheel", "phases", "rasmus"]
STROKES = {
    (path.name, colour)
    for where in DRAWN
    for path in (settings.BASE_DIR / "templates" / where).glob("*.html")
    for colour in re.findall(r"stroke=\"(#[0-9a-f]{6})\"", path.read_text(encoding="utf-8"))
    if colour not in (TOKENS["paper"], TOKENS["sheet"])  # that is what a line goes behind
}


@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink", name) for name in TOKENS if name.startswith("note") or name in ("paper", "sheet")] + [("quiet", "paper")],
)
def test_a_washed_out_projector_still_shows_the_text(text, ground):
    assert washed_out(TOKENS[text], TOKENS[ground]) >= 3


def test_a_washed_out_projector_still_shows_where_a_note_or_a_row_ends_and_every_line():
    drawn = {*EDGES, *STROKES}

    assert (len(EDGES), len({name for name, _colour in STROKES}) > 5) == (3, True)
    assert [each for each in drawn if washed_out(each[1], TOKENS["paper"]) < 3] == []
