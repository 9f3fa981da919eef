"""The report in its other formats, opened and read as those do who go on with it."""

import csv
import io
import json
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

from tests.helpers import again
from tests.rooms import Room
from workshops.models import Cluster, Dot, WriteUp
from workshops.models.record import SCHEMA
from workshops.report import formats, images, paper, tables, telling

HOSTILE = [
    '=HYPERLINK("http://example.com","se her")',
    "+45 12 34 56 78",
    "-1 seddel",
    "@SUM(A1:A9)",
    "<b>fed</b> & \"citat\"; 'streg'",
    "مرحبا بكم",
    "👩‍⚕️ og 🇩🇰",
    "Linje et\nLinje to",
    "x" * 3000,
]


@pytest.fixture
def workshop(db):
    """Closed: with notes put together, dots, what was agreed and recommended, main points, and a compass."""
    room = Room.about("rasmus-foer")
    for n, text in enumerate(["Mere ro", "Færre klik", "Tid til borgeren"]):
        room.write("expected", "better", text, by=room.workshop.join() if n else None)
    activity = room.workshop.activities.get()
    cluster = Cluster.objects.create(workshop=room.workshop, activity=activity, heading="Ro på")
    notes = list(room.workshop.notes.all())
    room.workshop.notes.filter(pk__in=[each.pk for each in notes[:2]]).update(cluster=cluster)
    Dot.objects.create(workshop=room.workshop, activity=activity, note=notes[0], n=4)
    agree = room.workshop.agreements.create
    agree(what="Kursus i uge 5", who="Ledelsen", due="2031-05-02", period="before")
    agree(what="To licenser mere", who="MED-udvalget", result="recommended")
    workshop = again(room.workshop)
    workshop.close()
    WriteUp(workshop=again(workshop), points=["Tid til oplæring"], committee="Lokal-MED").write_down()
    return again(workshop)


def sheets(said) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(said)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def document(workshop) -> docx.document.Document:
    return docx.Document(io.BytesIO(formats.every(workshop, paper.html(workshop))["docx"]))


# --- Word ---


def test_the_document_has_the_reports_headings_as_headings(workshop):
    found = [each.text for each in document(workshop).paragraphs if each.style.name in ("Title", "Heading 1")]

    assert found == [
        "Nyt omsorgssystem",
        "Det vigtigste",
        "Aftalt",
        "Anbefales",
        "Det valgte vi at tale om",
        "Sådan gjorde vi",
        "1. RASMUS-kompasset, før en digitalisering",
        "Bilag: alle sedler",
        "Kilder",
    ]


def test_main_points_are_a_numbered_list(workshop):
    assert [each.text for each in document(workshop).paragraphs if each.style.name == "List Number"] == [
        "Tid til oplæring"
    ]


def test_what_was_agreed_is_a_table_whose_heading_comes_again(workshop):
    agreed = next(each for each in document(workshop).tables if each.cell(0, 0).text == "Hvad")

    assert [[cell.text for cell in row.cells] for row in agreed.rows] == [
        ["Hvad", "Hvem", "Hvornår", "Før, under eller efter"],
        ["Kursus i uge 5", "Ledelsen", "2. maj 2031", "Før"],
    ]
    assert [row._tr.xpath(".//w:tblHeader") != [] for row in agreed.rows] == [True, False]


def test_the_document_is_danish_and_has_a_title_and_the_workplace(workshop):
    made = document(workshop)

    assert (made.core_properties.title, made.core_properties.author) == ("Nyt omsorgssystem", "Hjemmeplejen Syd")
    assert {each.get(f"{{{each.nsmap['w']}}}val") for each in made.styles.element.xpath("//w:lang")} == {"da-DK"}


def test_a_picture_of_it_says_what_it_shows(workshop):
    shapes = document(workshop).inline_shapes

    assert [each._inline.docPr.get("descr")[:35] for each in shapes] == ["RASMUS-kompasset, før en digitalise"]


# --- Spreadsheet ---


def test_the_spreadsheet_has_a_sheet_for_each_kind_of_result(workshop):
    found = sheets(telling.told(workshop))

    assert found["Aftaler"] == [
        ["Resultat", "Hvad", "Hvem", "Hvornår", "Før, under eller efter", "Status"],
        ["Aftalt", "Kursus i uge 5", "Ledelsen", "2031-05-02", "Før", "Ikke begyndt"],
        ["Anbefales", "To licenser mere", "MED-udvalget", "", "", "Ikke begyndt"],
    ]
    assert found["Bunker og prikker"][1:] == [["RASMUS-kompasset, før en digitalisering", "Ro på", 2, 4]]
    assert sorted(row[3] for row in found["Sedler"][1:]) == ["Færre klik", "Mere ro", "Tid til borgeren"]


def test_figures_are_numbers(db):
    room = Room.about("fire-faser")
    room.workshop.mark(room.workshop.join(), {room.place("where"): "here"})
    room.go("where-shown")
    (first, *_rest) = sheets(telling.told(again(room.workshop)))["Tal"][1:]

    assert (first[3], first[4]) == ("Her er vi", 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_in_a_spreadsheet(workshop, text):
    said = {**telling.told(workshop)}
    said["agreements"] = [{**said["agreements"][0], "what": text, "who": text[:120]}]
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(said)))
    cell = book["Aftaler"]["B2"]
    (_head, row) = csv.reader(io.StringIO(tables.as_csv(said).decode("utf-8-sig"), newline=""), delimiter=";")

    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.hyperlink is None
    assert row[1].removeprefix("'") == text
    assert row[1][0] not in "=+-@"


def test_a_workshop_without_anything_is_a_spreadsheet_with_its_headings(db):
    found = sheets(telling.told(Room.about("psykisk-arbejdsmiljoe").workshop))

    assert {name: len(rows) for name, rows in found.items()} == {"Aftaler": 1}


# --- To reckon with and to draw ---


def test_csv_opens_as_danish_text(workshop):
    made = tables.as_csv(telling.told(workshop))

    assert made.startswith(b"\xef\xbb\xbfResultat;Hvad;Hvem;")
    assert made.decode("utf-8-sig").splitlines()[1] == "Aftalt;Kursus i uge 5;Ledelsen;2031-05-02;Før;Ikke begyndt"


def test_json_is_what_is_told(workshop):
    said = telling.told(workshop)

    assert json.loads(formats.as_json(said)) == {"schema": SCHEMA, **json.loads(json.dumps(said))}


def test_each_picture_is_there_as_svg_and_png(workshop):
    found = formats.every(workshop, paper.html(workshop))
    picture = Image.open(io.BytesIO(found["1.png"]))

    assert sorted(found) == ["1.png", "1.svg", "csv", "docx", "json", "xlsx"]
    assert found["1.svg"].startswith(b"<svg")
    assert picture.width == images.WIDTH
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 20  # it is drawn, with its letters


@pytest.mark.parametrize("text", [each[:400] for each in HOSTILE])
def test_whatever_was_written_can_be_opened(workshop, text):
    room = Room(workshop)
    workshop.open()
    room.write("expected", "worse", text)
    workshop.agreements.create(what=text)
    again(workshop).close()
    found = formats.every(again(workshop), paper.html(again(workshop)))
    read = docx.Document(io.BytesIO(found["docx"]))
    words = "".join(each.text for each in read.paragraphs)

    assert "".join(text.split()) in "".join(words.split())
    assert [zipfile.ZipFile(io.BytesIO(found[name])).testzip() for name in ("docx", "xlsx")] == [None, None]
