"""The matrix in the report: a table that can be read aloud, on pages that lie down."""

import datetime as dt
import io
import json
import re
from dataclasses import dataclass

import pypdf
import pytest
from django.conf import settings

from tests.helpers import again, from_cold
from tests.pages import dom, text
from tests.valid import faults
from workshops import registry
from workshops.library.loading import load
from workshops.models import QuestionSet
from workshops.report import paper, printing, telling

NONE = "Tomt endnu"
LONG = "Vi taler om det på hvert personalemøde, så alle ved, hvad der sker, og hvem de kan spørge. " * 11  # 1,000 or so
WIDE, TALL = 8, 12


def chapter(room):
    (found,) = dom(paper.html(again(room.workshop))).xpath("//section[contains(@class, 'chapter--roles')]")
    return found


def table(room) -> list[list[str]]:
    (found,) = chapter(room).xpath(".//table")
    return [[text(cell) for cell in row] for row in found.xpath(".//tr")]


def empty(room) -> str:
    return text(chapter(room).xpath(".//p[@class='report-about']")[0])


def left(room) -> list[str]:
    return [text(each) for each in chapter(room).xpath(".//ul[@class='report-agreed']/li")]


# --- The matrix ---


def test_it_is_a_real_table(room):
    (found,) = chapter(room).xpath(".//table")

    assert [text(each) for each in found.xpath("./thead/tr/th[@scope='col']")] == ["Rolle", *map(str, room.questions)]
    assert [text(each) for each in found.xpath("./tbody/tr/th[@scope='row']")] == [str(row) for row in room.topics]
    assert [len(row.xpath("./td")) for row in found.xpath("./tbody/tr")] == [5] * 6


def test_a_cell_nobody_took_is_named(room):
    room.fill(room.place("how", 2), "De sidder med")

    assert table(room)[3] == ["Fagspecialister", NONE, NONE, "De sidder med", NONE, NONE]
    assert empty(room) == "29 felter er tomme."


@pytest.mark.parametrize(("taken", "said"), [(29, "1 felt er tomt."), (30, "Alle felter er fyldt ud.")])
def test_it_says_how_many_are_left(room, taken, said):
    for place in room.stops()[-1].places[:taken]:
        room.fill(place, "Noget")

    assert empty(room) == said


@pytest.mark.parametrize(
    ("choice", "due", "said"),
    [
        ("doing", dt.date(2099, 10, 1), "→ I gang, 1. oktober 2099 Møde i uge 40"),
        ("done", None, "✓ Gjort Møde i uge 40"),
        ("", dt.date(2099, 10, 1), "1. oktober 2099 Møde i uge 40"),
    ],
)
def test_the_state_stands_with_the_next_step(room, choice, due, said):
    room.fill(room.place("status", 0), "Møde i uge 40", choice=choice, due=due)

    assert table(room)[1][5] == said


def test_a_date_alone_is_told_too(room):
    room.fill(room.place("status", 0), "", due=dt.date(2099, 10, 1))

    assert table(room)[1][5] == f"1. oktober 2099 {NONE}"


def test_what_was_written_is_not_markup(room):
    room.fill(room.place("what", 0), "<script>alert(1)</script>")

    assert table(room)[1][2] == "<script>alert(1)</script>"


# --- Proposals ---


def test_a_proposal_that_was_not_taken_is_listed_with_its_cell(room):
    room.propose(room.place("who", 1), "Superbrugerne")
    room.propose(room.place("who", 1), "Nattevagterne").adopt()

    assert left(room) == ["Medarbejdere generelt, Hvem: Superbrugerne"]
    assert table(room)[2][1] == "Nattevagterne"


def test_without_proposals_there_is_no_list_of_them(room):
    room.propose(room.place("who", 1), "Nattevagterne").adopt()

    assert chapter(room).xpath("./h3") == []


def test_what_is_hidden_or_taken_back_is_nowhere(room):
    room.propose(room.place("who", 1), "Navngiven kollega").hide("person")
    room.propose(room.place("how", 1), "Fortrudt forslag").withdraw()
    words = paper.html(again(room.workshop))

    assert ("Navngiven" in words, "Fortrudt" in words) == (False, False)


# --- Rows and columns of one's own ---


def test_the_table_has_the_rows_and_columns_as_they_are_now(room):
    room.activity.question_set.rename(room.topics[0], "Os, der leder")
    room.activity.question_set.move(room.questions[4], -1)
    room.activity.question_set.add_topic("Leverandøren")
    room.leave_out(room.topics[5])
    room.leave_out(room.questions[0])
    head, *rows = table(room)

    assert head == ["Rolle", "Hvad", "Hvordan", "Status og næste skridt", "Hvornår, og hvor tit?"]
    assert [row[0] for row in rows] == ["Os, der leder", *map(str, room.topics[1:5]), "Leverandøren"]


def test_a_row_hidden_after_something_was_written_is_still_told_of(room):
    room.fill(room.place("how", 2), "De sidder med")
    room.leave_out(room.topics[2])

    assert table(room)[3] == ["Fagspecialister", NONE, NONE, "De sidder med", NONE, NONE]


def test_a_column_hidden_after_something_was_written_is_still_told_of(room):
    room.fill(room.place("how", 2), "De sidder med")
    room.leave_out(room.questions[2])

    assert [row[3] for row in table(room)] == ["Hvordan", NONE, NONE, "De sidder med", NONE, NONE, NONE]


def test_a_row_hidden_with_a_proposal_in_it_keeps_the_proposal(room):
    room.propose(room.place("how", 2), "De sidder med")
    room.leave_out(room.topics[2])

    assert left(room) == ["Fagspecialister, Hvordan: De sidder med"]


def test_a_row_hidden_before_anything_was_written_is_gone(room):
    room.leave_out(room.topics[2])

    assert "Fagspecialister" not in text(chapter(room))


def test_it_counts_the_empty_cells_that_it_shows(room):
    room.fill(room.place("how", 2), "De sidder med")
    room.leave_out(room.topics[2])
    shown = sum(row.count(NONE) for row in table(room))

    assert empty(room) == f"{shown} felter er tomme."


def test_the_chapter_is_plain_data(room):
    fill_row(room, 0)
    room.fill(room.place("status", 0), "Noget", was="Noget", choice="doing", due=dt.date(2099, 10, 1))
    room.propose(room.place("who", 1), "Nattevagterne").adopt()
    (chapter,) = telling.chapters(again(room.workshop))
    found = registry.get(chapter["tool"]).chapter(chapter)
    cell = found["rows"][0]["cells"][4]

    assert (cell["column"], cell["text"], cell["due"]) == ("Status og næste skridt", "Noget", "2099-10-01")
    assert (cell["state"]["word"], cell["state"]["symbol"]) == ("i gang", "→")
    assert found["proposals"] == [
        {"row": "Ledere", "column": str(column), "text": "Superbrugerne"} for column in room.questions
    ]
    assert json.loads(json.dumps(found)) == found


# --- As a PDF ---


def read(page: pypdf.PageObject) -> str:
    """The text of a page, words that were hyphenated at a line's end put together again."""
    return " ".join(re.sub(r"[\xad\u2010-]\n", "", page.extract_text()).replace("\xad", "").split())


def test_an_untouched_matrix_can_be_read_aloud(room, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf("Roller", paper.html(again(room.workshop))))

    assert faults(path.read_bytes()) == []


@dataclass
class Made:
    """A PDF, its pages and what is read on each."""

    pdf: bytes
    pages: list[pypdf.PageObject]
    words: list[str]

    @property
    def down(self) -> list[int]:
        """The numbers of the pages that lie down."""
        return [n for n, page in enumerate(self.pages) if page.mediabox.width > page.mediabox.height]


LARGEST: list[Made] = []  # made once: it takes seconds


@pytest.fixture
def largest(db, request) -> Made:
    """The report of a matrix of 12 rows and 8 columns, every cell filled and some to the brim, between two others."""
    if not LARGEST:
        room, library = request.getfixturevalue("room"), request.getfixturevalue("library")
        room.workshop.add_activity(library)
        first = room.workshop.add_activity(library)
        first.move(-2)
        for n in range(TALL - len(room.topics)):
            room.activity.question_set.add_topic(f"Række {n}")
        for n in range(WIDE - len(room.questions)):
            room.activity.question_set.add_column(f"Kolonne {n}")
        rows, columns = room.content.topics.count(), room.content.questions.count()
        assert (rows, columns) == (TALL, WIDE)
        for n, place in enumerate(room.stops()[-1].places):
            room.fill(place, f"Felt {n}. " + (LONG[:940] if n % 9 == 0 else "Vi gør det sammen.") + f" Slut {n}.")
        made = printing.pdf("Roller", paper.html(again(room.workshop)))
        pages = list(pypdf.PdfReader(io.BytesIO(made)).pages)
        LARGEST.append(Made(made, pages, [read(page) for page in pages]))
    return LARGEST[0]


def test_the_largest_matrix_has_its_first_and_last_cell(largest):
    words, last = " ".join(largest.words), WIDE * TALL - 1

    assert [each in words for each in ("Felt 0. Vi taler om det", f"Felt {last}.", f"Slut {last}.")] == [True] * 3


def test_the_largest_matrix_can_be_read_aloud(largest, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(largest.pdf)

    assert faults(path.read_bytes()) == []


def test_only_the_pages_of_the_matrix_lie_down(largest):
    down = largest.down
    matrix = [
        n for n, words in enumerate(largest.words) if re.search(r"\b(Felt|Slut) \d+\.|på hvert personalemøde", words)
    ]

    assert matrix == down == list(range(down[0], down[-1] + 1))
    assert (down[0] > 0, down[-1] < len(largest.pages) - 1) == (True, True)


def test_its_headings_come_again_on_every_page_of_it(largest):
    assert [n for n in largest.down if "Status og næste skridt" not in largest.words[n]] == []


def test_nothing_stands_outside_the_paper(largest):
    outside = []
    for page in largest.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def visit(words, cm, tm, _font, _size, width=width, height=height) -> None:
            x, y = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
            if words.strip() and not (0 < x < width and 0 < y < height):
                outside.append(words)

        page.extract_text(visitor_text=visit)
    assert outside == []


# --- What it costs ---


@pytest.fixture
def cost(room):
    def cost() -> int:
        paper.html(again(room.workshop))
        with from_cold() as captured:
            paper.html(again(room.workshop))
        return len(captured)

    return cost


def test_the_report_costs_the_same_with_more_rows_and_proposals(room, cost):
    for row in room.topics[1:]:
        room.leave_out(row)
    fill_row(room, 0)
    one = cost()
    for row in (1, 2):
        room.take_in(room.topics[row])
        fill_row(room, row)

    assert cost() == one


def fill_row(room, row: int) -> None:
    for column in ("who", "what", "how", "when", "status"):
        room.fill(room.place(column, row), "Noget")
        room.propose(room.place(column, row))


def test_a_matrix_beside_the_four_phases_has_its_own_chapter(room):
    load(settings.BASE_DIR / "fixtures" / "fire-faser.yaml")
    room.workshop.add_activity(QuestionSet.objects.get(key="fire-faser"))
    page = dom(paper.html(again(room.workshop)))

    assert [each.get("class") for each in page.xpath("//section[contains(@class, 'chapter')]")] == [
        "chapter chapter--roles",
        "chapter chapter--phases",
    ]
