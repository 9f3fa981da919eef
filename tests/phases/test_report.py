"""The four phases in the report."""

import io
import json

import pypdf
import pytest

from tests.helpers import again, from_cold
from tests.pages import dom, report_picture, text
from tests.valid import faults
from workshops import registry
from workshops.report import paper, printing, telling

HEADINGS = ["Hvor er projektet?", "Graden af inddragelse", "Ti gode råd: det, der trænger mest, står øverst"]


def seen(room):
    """The room once it has seen everything that was marked."""
    for step in ("where-shown", "degree-shown", "advice-shown"):
        room.go(step)
    return again(room.workshop)


def page(room):
    seen(room)
    (chapter,) = dom(paper.html(again(room.workshop))).xpath("//section[contains(@class, 'chapter--phases')]")
    return chapter


def table(chapter, heading: str) -> list[list[str]]:
    """The cells of the table under that heading, its own headings among them."""
    (found,) = chapter.xpath(f".//h3[starts-with(., '{heading}')]/following-sibling::table[1]")
    return [[text(cell) for cell in row] for row in found.xpath(".//tr")]


@pytest.fixture
def talked(room):
    """A room that is in the second phase, and went through it all."""
    for phase in (0, 1, 1):
        room.marked((room.place("where", phase), "here"))
    room.is_in(1)
    room.write(room.place("doors", 1), "fixed", "Systemet er købt")
    room.write(room.place("doors", 1), "open", "Hvem der bliver superbruger")
    room.write(room.place("doors", 3), "open", "Oplæringen")
    room.write(room.place("discuss", 1, 2), text="Nattevagterne får flere opgaver")
    room.marked((room.place("degree", 1, 0), "influence"), (room.advice(4), "missing"), (room.advice(2), "unknown"))
    room.marked((room.place("degree", 1, 0), "information"), (room.advice(4), "missing"), (room.advice(8), "doing"))
    room.settle(room.place("degree", 1, 0), "codetermination")
    room.settle(room.place("degree", 2, 2), "influence")
    seen(room)
    return room


# --- The path ---


def test_the_path_is_a_picture_with_its_words(talked):
    alt, svg = report_picture(page(talked), "phases")

    assert alt == (
        "Inddragelse i de fire faser: 1. Idéudvikling, 1 kryds; 2. Konsekvensvurdering, her er vi, 2 krydser; "
        "3. Udvikling og anskaffelse; 4. Implementering og drift"
    )
    assert {"Idéudvikling", "Her er vi", "● 2"} <= {part.strip() for part in svg.itertext()}


def test_where_the_project_is_is_told_in_a_table_too(talked):
    assert table(page(talked), "Hvor er projektet") == [
        ["Fase", "Krydser", "Afgjort"],
        ["Idéudvikling", "1", "–"],
        ["Konsekvensvurdering", "2", "Her er vi"],
        ["Udvikling og anskaffelse", "0", "–"],
        ["Implementering og drift", "0", "–"],
    ]


def test_a_workshop_where_nothing_was_said_has_its_chapter(room):
    chapter = page(room)

    assert [text(each) for each in chapter.xpath("./h3")] == HEADINGS
    assert [row[1:] for row in table(chapter, "Hvor er projektet")[1:]] == [["0", "–"]] * 4


# --- What is fixed and what is open ---


def test_each_phase_tells_what_is_fixed_and_what_is_open(talked):
    found = page(talked).xpath("./div[@class='answers']")

    assert [[text(each) for each in part] for part in found] == [
        ["Konsekvensvurdering", "■ Ligger fast", "Systemet er købt", "◇ Kan påvirkes", "Hvem der bliver superbruger"],
        ["Implementering og drift", "◇ Kan påvirkes", "Oplæringen"],
    ]


def test_what_is_hidden_or_taken_back_is_nowhere(talked):
    talked.workshop.notes.get(text="Systemet er købt").hide("person")
    talked.workshop.notes.get(text="Nattevagterne får flere opgaver").withdraw()
    words = paper.html(again(talked.workshop))

    assert [each in words for each in ("Systemet er købt", "Nattevagterne", "Oplæringen")] == [False, False, True]


def test_notes_are_text_and_not_markup(room):
    room.write(room.place("doors", 0), "open", "<script>alert(1)</script>")

    assert "<script>" not in paper.html(again(room.workshop))


# --- What was discussed ---


def test_only_what_was_answered_is_told(talked):
    sections = page(talked).xpath("./section[@class='theme']")

    assert [text(each.xpath("./h3")[0]) for each in sections] == ["Konsekvensvurdering"]
    assert [text(each) for each in sections[0].xpath(".//h4")] == [str(talked.asked("discuss", 1)[2]).strip()]
    assert [text(each) for each in sections[0].xpath(".//li")] == ["Nattevagterne får flere opgaver"]


# --- How much ---


def test_each_phase_and_group_tells_what_was_settled_and_what_was_proposed(talked):
    none = "Ikke afgjort"

    assert table(page(talked), "Graden af inddragelse") == [
        ["Fase", "Alle medarbejdere", "Fagspecialister og superbrugere", "Tillidsvalgte (TR og AMR)"],
        ["Idéudvikling", none, none, none],
        ["Konsekvensvurdering", "MedbestemmelseForeslået: information 1, medindflydelse 1", none, none],
        ["Udvikling og anskaffelse", none, none, "Medindflydelse"],
        ["Implementering og drift", none, none, none],
    ]


def degrees_under_their_heading(room) -> dict[tuple[str, str], str]:
    """What stands at a phase and a group where it is something settled."""
    head, *rows = table(page(room), "Graden af inddragelse")
    return {
        (row[0], group): cell
        for row in rows
        for group, cell in zip(head[1:], row[1:], strict=False)
        if cell not in ("Ikke afgjort", "–")
    }


SETTLED = {
    ("Konsekvensvurdering", "Alle medarbejdere"): "MedbestemmelseForeslået: information 1, medindflydelse 1",
    ("Udvikling og anskaffelse", "Tillidsvalgte (TR og AMR)"): "Medindflydelse",
}


@pytest.mark.parametrize("phase", [1, 2])
def test_a_degree_stands_under_its_group_also_when_its_phase_was_hidden(talked, phase):
    talked.leave_out(talked.topics[phase])

    assert degrees_under_their_heading(talked) == SETTLED


@pytest.mark.parametrize("group", [0, 2])
def test_a_degree_stands_under_its_group_also_when_the_group_was_hidden(talked, group):
    talked.leave_out(talked.asked("degree")[group])

    assert degrees_under_their_heading(talked) == SETTLED


def test_a_group_nobody_said_anything_of_is_gone_when_it_is_hidden(talked):
    talked.leave_out(talked.asked("degree")[1])

    assert table(page(talked), "Graden")[0] == ["Fase", "Alle medarbejdere", "Tillidsvalgte (TR og AMR)"]


# --- Advice ---


def test_the_advice_most_miss_stands_first(talked):
    head, *rows = table(page(talked), "Ti gode råd")
    asked = {" ".join(each.text.split()): n for n, each in enumerate(talked.pieces, 1)}

    assert head == ["Råd", "Mangler", "Ved ikke", "Gør vi"]
    assert [asked[row[0]] for row in rows] == [4, 2, 1, 3, 5, 6, 7, 8, 9, 10]
    assert [row[1:] for row in rows if any(cell != "0" for cell in row[1:])] == [
        ["2", "0", "0"],
        ["0", "1", "0"],
        ["0", "0", "1"],
    ]


def test_advice_left_out_is_not_told(room):
    room.leave_out(room.pieces[2])

    assert len(table(page(room), "Ti gode råd")) == 1 + 9


# --- Hidden phases ---


def test_a_phase_hidden_before_anything_was_said_is_not_told_of(room):
    room.leave_out(room.topics[2])
    chapter = page(room)

    assert "Udvikling og anskaffelse" not in text(chapter)
    assert len(table(chapter, "Hvor er projektet")) == 1 + 3


def test_what_was_said_of_a_phase_before_it_was_hidden_is_told(talked):
    talked.leave_out(talked.topics[1])
    words = text(page(talked))

    assert [each in words for each in ("Systemet er købt", "Nattevagterne får flere opgaver", "Her er vi")] == [
        True
    ] * 3


# --- All of it ---


def test_the_chapter_is_plain_data(talked):
    talked.leave_out(talked.topics[2])
    (chapter,) = telling.chapters(again(talked.workshop))
    found = registry.get(chapter["tool"]).chapter(chapter)

    assert found["doors"] == [
        {"title": "Konsekvensvurdering", "fixed": ["Systemet er købt"], "open": ["Hvem der bliver superbruger"]},
        {"title": "Implementering og drift", "fixed": [], "open": ["Oplæringen"]},
    ]
    assert found["degrees"][1]["cells"][0] == {
        "group": "Alle medarbejdere",
        "settled": "medbestemmelse",
        "proposed": "information 1, medindflydelse 1",
    }
    assert found["degrees"][2]["cells"] == [None, None, found["degrees"][2]["cells"][2]]
    assert json.loads(json.dumps(found)) == found


def test_every_table_says_what_its_headings_head(talked):
    tables = page(talked).xpath(".//table")

    assert [set(each.xpath("./thead//th/@scope")) for each in tables] == [{"col"}] * 3
    assert [set(each.xpath("./tbody//th/@scope")) for each in tables] == [{"row"}] * 3


def test_the_pdf_can_be_read_aloud_and_holds_it_all(talked, tmp_path):
    made = printing.pdf("Faser", paper.html(again(talked.workshop)))
    (tmp_path / "report.pdf").write_bytes(made)
    words = " ".join(" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(made)).pages)

    assert faults((tmp_path / "report.pdf").read_bytes()) == []
    assert [
        each for each in ("Systemet er købt", "Oplæringen", "Nattevagterne", "Her er vi") if each not in words
    ] == []


# --- What it costs ---


def cost(do) -> int:
    do()  # what is looked up once for good, is
    with from_cold() as captured:
        do()
    return len(captured)


def fill(room, times: int) -> None:
    """That many notes and marks in each phase."""
    for n in range(times):
        seat = room.marked(*[(room.place(key, phase), choice) for phase in range(4) for key, choice in CHOICES])
        for phase in range(4):
            room.write(room.place("doors", phase), "open", f"Seddel {n}", by=seat)
            room.write(room.place("discuss", phase), text=f"Seddel {n}", by=seat)


CHOICES = [("where", "here"), ("degree", "influence")]
STEPS = ["where-shown", "doors-shown", "discuss-shown", "degree-shown", "advice-shown", "decide"]


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_a_screen_costs_the_same_with_more_notes_and_marks(room, screen):
    def costs() -> dict[str, int]:
        found = {}
        for step in STEPS:
            room.go(step)
            found[step] = cost(lambda: room.see(screen))
        return found

    fill(room, 1)
    one = costs()
    fill(room, 2)

    assert costs() == one


@pytest.mark.parametrize("step", ["where-shown", "doors-shown", "choose", "degree-shown"])
def test_the_wall_costs_the_same_with_fewer_phases(room, step):
    room.go(step)
    four = cost(room.see)
    for phase in room.topics[:2]:
        room.leave_out(phase)

    assert cost(room.see) == four


def test_the_report_costs_the_same_with_more_notes_and_marks(room):
    fill(room, 1)
    one = cost(lambda: paper.html(again(room.workshop)))
    fill(room, 2)

    assert cost(lambda: paper.html(again(room.workshop))) == one
