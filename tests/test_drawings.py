"""Each tool has a drawing of its own, in one style, wherever it is named; it says nothing that its name does not."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from lxml import etree

from tests.pages import dom
from workshops import pictures, registry
from workshops.models import Agreement
from workshops.registry import Tool
from workshops.report import paper, printing

DRAWINGS = sorted((settings.BASE_DIR / "static" / "drawings").glob("*.svg"))
COLOURS = {"#16242b", "#0b5d66", "#dcebe9", "#ffe58a", "#fffdf8", "none"}
THEMES = "drawings/themes.svg"


def drawn(page) -> list[str]:
    images = dom(page).xpath("//img[contains(@class, 'drawing')]")
    assert [image.get("alt") for image in images] == [""] * len(images)
    return [image.get("src").removeprefix("/static/") for image in images]


def test_every_tool_has_one_of_its_own():
    paths = [tool.drawing for tool in registry.every()]

    assert len(set(paths)) == len(paths)
    assert {path for path in paths if finders.find(path) is None} == set()
    assert {f"drawings/{path.name}" for path in DRAWINGS} == {*paths, Tool.drawing}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_they_are_of_one_style_and_small(path):
    svg = etree.parse(path).getroot()

    assert (svg.get("viewBox"), svg.get("stroke"), svg.get("stroke-width")) == ("0 0 64 64", "#16242b", "2.2")
    assert {each.get(name) for each in svg.iter() for name in ("fill", "stroke") if each.get(name)} <= COLOURS
    assert path.stat().st_size < 1_000


def test_pages_draw_it_where_a_tool_is_named(workshop, library, ane_client):
    activity = workshop.activities.get()

    assert drawn(ane_client.get(f"/bibliotek/{library.pk}/")) == [THEMES]
    assert drawn(ane_client.get("/bibliotek/")) == [THEMES]
    assert drawn(ane_client.get("/bibliotek/?q=psykisk")) == [THEMES]
    assert drawn(ane_client.get("/workshops/")) == [THEMES]
    assert drawn(ane_client.get("/workshops/ny/")) == [THEMES]
    assert drawn(ane_client.get(f"/workshops/{workshop.pk}/")) == [THEMES]
    assert drawn(ane_client.get(f"/workshops/{workshop.pk}/punkter/{activity.pk}/")) == [THEMES]


def test_a_workshop_is_shown_with_each_of_its_tools_once(workshop, library, ane_client):
    workshop.add_activity(library)

    assert [tool.key for tool in workshop.tools()] == ["dialogue"]
    assert drawn(ane_client.get("/workshops/")) == [THEMES]


def test_a_chapter_carries_its_drawing(workshop):
    workshop.open()
    Agreement.objects.create(workshop=workshop, what="Kursus")
    content = paper.html(workshop)

    assert re.findall(r'<img class="chapter__drawing" src="([^"]+)" alt="">', content) == [pictures.drawing(THEMES)]
    assert printing.pdf("Opsamling", content)[:4] == b"%PDF"


def test_one_that_is_not_there_is_not_drawn(workshop, monkeypatch):
    monkeypatch.setattr(type(registry.get("dialogue")), "drawing", "drawings/gone.svg")
    workshop.open()

    assert pictures.drawing("drawings/gone.svg") == ""
    assert "chapter__drawing" not in paper.html(workshop)
