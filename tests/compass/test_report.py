"""The compass in the report."""

import base64

import pytest
from lxml import etree
from pdfua import Severity, validate

from tests.helpers import again
from tests.pages import dom, text
from workshops import report
from workshops.models import Agreement, Workshop

from .helpers import compass_of, put


def content(workshop: Workshop):
    return dom(report.html(again(workshop)))


def image(page, name: str):
    (found,) = page.xpath(f"//img[@class='{name}']")
    kind, _comma, data = found.get("src").partition(",")
    assert kind == "data:image/svg+xml;base64"
    return " ".join(found.get("alt").split()), etree.fromstring(base64.b64decode(data))


def findings(workshop: Workshop, tmp_path) -> list[str]:
    path = tmp_path / "report.pdf"
    path.write_bytes(report.pdf(workshop.title, report.html(again(workshop))))
    return [str(each) for each in validate(path).findings if each.severity == Severity.ERROR]


def test_the_compass_is_a_picture_with_its_numbers_in_words(full):
    alt, svg = image(content(full), "compass-image")

    assert alt.startswith("Kompasset: Realistisk: 1 i dag, 1 forbedringer, 1 forringelser; Anerkendt: 0 i dag")
    assert svg.get("viewBox") == "0 40 1000 920"
    assert "Realistisk" in "".join(svg.itertext())


def test_the_same_numbers_are_a_table(full):
    (table,) = content(full).xpath("//table[@class='compass-table']")
    rows = [[text(cell) for cell in row] for row in table.xpath(".//tr")]

    assert rows[0] == ["Cirkel", "● I dag", "▲ Forbedringer", "▼ Forringelser"]
    assert rows[1] == ["Realistisk", "1", "1", "1"]
    assert rows[2:] == [[title, "0", "0", "0"] for title in titles(full)[1:]]


def titles(workshop: Workshop) -> list[str]:
    return [topic.title for topic in compass_of(workshop).question_set.topics.all()]


def test_each_circle_is_told_with_its_notes_by_kind_in_the_tools_order(full):
    page = content(full)
    sections = page.xpath("//section[@class='theme']")

    assert [text(each.xpath("./h3")[0]) for each in sections] == titles(full)
    assert [text(each) for each in sections[0].xpath(".//p[@class='report-kind']")] == [
        "● I dag",
        "▲ Forbedring",
        "▼ Forringelse",
        "◁ Gøres før",
        "◇ Gøres under",
        "▷ Gøres efter",
    ]
    assert [text(each) for each in sections[1].xpath(".//p[@class='none']")] == ["Ingen sedler."] * 3


def test_a_precondition_says_what_it_answers_and_what_was_agreed(full):
    note = full.notes.get(kind="before")
    Agreement(workshop=full, note=note, topic=note.topic, what="Kursus i uge 40", who="Ane", phase="before").settle()
    (item,) = content(full).xpath("//li[contains(., 'Alle får oplæring')]")

    assert text(item).endswith("Svarer på: Der bliver længere til borgeren Aftalt: Kursus i uge 40 (Ane)") or (
        "Svarer på: Der bliver længere til borgeren" in text(item) and "Aftalt: Kursus i uge 40 (Ane)" in text(item)
    )


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_what_is_hidden_or_taken_back_is_nowhere(full, verb):
    getattr(full.notes.get(kind="worse"), verb)()

    assert "Der bliver længere" not in report.html(again(full))
    assert "Svarer på" not in report.html(again(full))


def test_a_workshop_without_notes_has_its_chapter(room):
    page = content(room)

    assert len(page.xpath("//section[@class='theme']")) == 6
    assert "Realistisk: 0 i dag" in image(page, "compass-image")[0]


def test_notes_are_text_and_not_markup(room):
    put(room, "today", 0, "today", "<script>alert(1)</script>")

    assert "<script>" not in report.html(again(room))


# --- After ---


@pytest.fixture
def experienced(later) -> Workshop:
    put(later, "experienced", 0, "better", "Det blev nemmere", key="a")
    note = put(later, "experienced", 0, "worse", "Mere skærm", key="b")
    for kind in ("leave", "act", "lesson"):
        put(later, "lessons", 0, kind, f"Vi lærte {kind}", key=kind, answers=[note.pk])
    return later


def test_then_and_now_are_compared(experienced):
    page = content(experienced)
    alt, svg = image(page, "time-image")

    assert "Realistisk: ventet 1 forbedringer og 1 forringelser, oplevet 1 og 1" in alt
    assert "Anerkendt: ventet 0 forbedringer og 0 forringelser, oplevet 0 og 0" in alt
    assert {"Dengang", "Ventet", "Oplevet", *titles(experienced)} <= {part.strip() for part in svg.itertext()}


def test_expectations_stand_beside_the_experience(experienced):
    section = content(experienced).xpath("//section[@class='theme']")[0]

    assert [text(each) for each in section.xpath(".//p[@class='report-kind']")] == [
        "▲ Ventede forbedringer",
        "▼ Ventede forringelser",
        "▲ Forbedring",
        "▼ Forringelse",
        "★ Sådan lykkedes det",
        "→ Det kan vi gøre noget ved",
        "– Det kan vi ikke ændre",
    ]
    assert "Vi skriver kun én gang" in text(section)
    assert text(section).count("Svarer på: Mere skærm") == 3


@pytest.mark.parametrize("how", ["none", "erased", "deleted"])
def test_an_after_without_its_before_compares_nothing(experienced, how):
    if how == "none":
        Workshop.objects.filter(pk=experienced.pk).update(follows=None)
    elif how == "erased":
        experienced.follows.notes.all().delete()
    else:
        experienced.follows.discard()
    page = content(experienced)

    assert page.xpath("//img[@class='time-image']") == []
    assert "Ventede" not in text(page)
    assert "Det blev nemmere" in text(page)


# --- As a PDF ---


@pytest.mark.parametrize("which", ["room", "full", "experienced"])
def test_the_pdf_is_accessible(which, request, tmp_path):
    assert findings(request.getfixturevalue(which), tmp_path) == []
