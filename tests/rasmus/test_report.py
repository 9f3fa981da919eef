"""The compass in the report."""

import base64
import io
import json

import pytest
from lxml import etree
from pypdf import PdfReader

from rasmus.time import Bars
from tests.helpers import WHY, again
from tests.pages import dom, report_picture, text
from tests.valid import faults
from workshops import registry
from workshops.report import paper, printing, telling


def html(room) -> str:
    return paper.html(again(room.workshop))


def over_time(page):
    """What stands for the picture of then and now, and the picture."""
    (found,) = page.xpath("//img[@class='time-image']")
    return " ".join(found.get("alt").split()), etree.fromstring(base64.b64decode(found.get("src").partition(",")[2]))


def table(page) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.xpath("//table[@class='compass-table']//tr")]


def kinds(section) -> list[str]:
    return [text(each) for each in section.xpath(".//p[@class='report-kind']")]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["full", "experienced"])
def test_the_chapter_is_drawn_of_plain_data(name, request):
    room = request.getfixturevalue(name)
    for chapter in telling.chapters(again(room.workshop)):
        data = registry.get(chapter["tool"]).chapter(chapter)

        assert json.loads(json.dumps(data)) == data


@pytest.fixture
def decided(full, agreed):
    """``full``, with an agreement from its first precondition."""
    return full


def test_the_compass_is_a_picture_with_its_numbers_in_words(full):
    alt, svg = report_picture(dom(html(full)), "rasmus")
    rest = [f"{name}: 0 i dag, 0 forbedringer, 0 forringelser" for name in full.names[1:]]

    assert alt == "; ".join(
        ["RASMUS-kompasset, før en digitalisering: Realistisk: 1 i dag, 1 forbedring, 2 forringelser", *rest]
    )
    assert svg.get("viewBox") == "0 40 1000 920"
    assert "Realistisk" in "".join(svg.itertext())


def test_the_same_numbers_are_a_table(full):
    assert table(dom(html(full))) == [
        ["Cirkel", "● I dag", "▲ Forbedringer", "▼ Forringelser"],
        ["Realistisk", "1", "1", "2"],
        *([name, "0", "0", "0"] for name in full.names[1:]),
    ]


def test_each_circle_is_told_with_its_notes_by_kind_in_the_tools_order(full):
    sections = dom(html(full)).xpath("//section[@class='theme']")

    assert [text(each.xpath("./h3")[0]) for each in sections] == full.names
    assert kinds(sections[0]) == [
        "● I dag",
        "▲ Forbedring",
        "▼ Forringelse",
        "◁ Gøres før",
        "◇ Gøres under",
        "▷ Gøres efter",
    ]
    assert [text(each) for each in sections[1].xpath(".//span[@class='none']")] == ["Ingen sedler."] * 3


def test_a_precondition_says_what_it_answers_and_what_was_agreed(decided):
    (item,) = dom(html(decided)).xpath("//li[contains(., 'To timers')]")

    assert text(item) == "To timers oplæring Svarer på: Mere skærm Aftalt: Kursus i uge 5 (Ane)"


def test_a_precondition_that_is_put_aside_is_not_said_to_be_agreed(full):
    full.workshop.agreements.put_aside(full.note("before"))
    (item,) = dom(html(full)).xpath("//li[contains(., 'To timers')][contains(., 'Svarer på')]")

    assert text(item).endswith("Svarer på: Mere skærm Vender vi tilbage til: To timers oplæring")


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_what_is_hidden_or_taken_back_is_nowhere(full, verb):
    getattr(full.note("worse"), verb)(*WHY.get(verb, []))
    told = html(full)

    assert ("Mere skærm" in told, "Svarer på" in told) == (False, False)
    assert table(dom(told))[1] == ["Realistisk", "1", "1", "1"]


def test_a_workshop_without_notes_has_its_chapter(before):
    page = dom(html(before))

    assert len(page.xpath("//section[@class='theme']")) == 6
    assert table(page)[1:] == [[name, "0", "0", "0"] for name in before.names]
    assert report_picture(page, "rasmus")[0].startswith(
        "RASMUS-kompasset, før en digitalisering: Realistisk: 0 i dag, "
    )


def test_notes_are_text_and_not_markup(before):
    before.write("today", "today", "<script>alert(1)</script>")

    assert "<script>" not in html(before)


# --- After ---


@pytest.fixture
def experienced(after):
    after.write("experienced", "better", "Det blev nemmere")
    note = after.write("experienced", "worse", "Ondt i ryggen")
    for kind in ("leave", "act", "lesson"):
        after.write("lessons", kind, f"Vi lærte {kind}", answers=(note.number,))
    return after


def test_then_and_now_are_compared(experienced):
    alt, svg = over_time(dom(html(experienced)))
    none = "0 forbedringer og 0 forringelser"
    rest = [f"{name}: forventet {none}, oplevet {none}" for name in experienced.names[1:]]
    first = "Realistisk: forventet 1 forbedring og 2 forringelser, oplevet 1 forbedring og 1 forringelse"

    assert alt == "Fra dengang til nu: " + "; ".join([first, *rest])
    assert [part.strip() for part in svg.itertext() if part.strip()] == [
        *("Dengang", "Forventet", "Oplevet"),
        *("Realistisk", "● 1", "▲ 1", "▼ 2", "▲ 1", "▼ 1"),
        *(each for name in experienced.names[1:] for each in (name, "● 0", *["▲ 0", "▼ 0"] * 2)),
    ]


def test_there_is_a_bar_for_each_number_but_none(experienced):
    _alt, svg = over_time(dom(html(experienced)))
    widths = [int(each.get("width")) for each in svg.iter("{*}rect")]

    assert widths == [14, 24, 14, 14]  # the first circle's four numbers; all others are 0


@pytest.mark.parametrize(("notes", "width"), [(0, 0), (1, 14), (2, 24), (7, 74), (15, 154), (16, 154), (400, 154)])
def test_a_bar_grows_with_its_number_until_it_is_full(notes, width):
    found = Bars(500, notes, 0)

    assert (found.better_width, found.worse_width, found.text_x) == (width, 0, 510 + width)


def test_expectations_stand_beside_the_experience(experienced):
    page = dom(html(experienced))
    section = page.xpath("//section[@class='theme']")[0]

    assert [text(each) for each in page.xpath("//h4[contains(., 'dengang')]")] == ["Det forventede I dengang"]
    assert kinds(section) == [
        "▲ Forventede forbedringer",
        "▼ Forventede forringelser",
        "▲ Forbedring",
        "▼ Forringelse",
        "★ Sådan lykkedes det",
        "→ Det kan vi gøre noget ved",
        "– Det kan vi ikke ændre",
    ]
    assert [text(each) for each in section.xpath(".//li")] == [
        "Overblik",
        "Mere skærm",
        "Flere koder",
        "Det blev nemmere",
        "Ondt i ryggen",
        *(f"Vi lærte {kind} Svarer på: Ondt i ryggen" for kind in ("lesson", "act", "leave")),
    ]


def test_the_table_afterwards_has_no_today(experienced):
    assert table(dom(html(experienced)))[:2] == [
        ["Cirkel", "▲ Forbedringer", "▼ Forringelser"],
        ["Realistisk", "1", "1"],
    ]


def test_an_after_without_its_before_compares_nothing(alone):
    alone.write("experienced", "better", "Det blev nemmere")
    page = dom(html(alone))

    assert page.xpath("//img[@class='time-image'] | //h4[contains(., 'dengang')]") == []
    assert [kinds(section) for section in page.xpath("//section[@class='theme']")] == [["▲ Forbedring"], *[[]] * 5]


# --- As a PDF ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("room", "words"),
    [
        ("before", ["Realistisk", "Ingen sedler."]),
        ("decided", ["To timers oplæring", "Mere skærm", "Kursus i uge 5"]),
        ("experienced", ["Overblik", "Ondt i ryggen", "Vi lærte act"]),
    ],
)
def test_the_pdf_is_accessible_and_holds_it_all(room, words, request, tmp_path):
    made = printing.pdf("Kompas", html(request.getfixturevalue(room)))
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)

    assert faults(path.read_bytes()) == []
    assert [each for each in words if each not in read] == []
