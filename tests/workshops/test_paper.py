"""How long the report is, what stands on which page, and what an appendix has."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from tests.helpers import again
from tests.notes import yardstick
from tests.rooms import Room
from tests.valid import faults
from workshops.models import Cluster, Dot, Note, Workshop, WriteUp
from workshops.place import Place
from workshops.report import paper, printing


@pytest.fixture
def themes(db) -> Workshop:
    """An open workshop about the questions of digitalisation and the working environment."""
    return Room.about("psykisk-arbejdsmiljoe").workshop


def places(workshop: Workshop) -> list[Place]:
    found = workshop.activities.get().question_set.places()
    return [Place(topic.pk, question.pk) for topic, question in found]


def written(workshop: Workshop, n: int) -> list[Note]:
    """So many of the yardstick's notes, in file order, in turn at each question."""
    there, texts = places(workshop), yardstick(200)
    return Note.objects.bulk_create(
        Note(
            workshop=workshop,
            topic_id=there[k % len(there)].topic,
            question_id=there[k % len(there)].question,
            kind="note",
            text=texts[k % 200] if k < 200 else f"{texts[k % 200]} ({k // 200})",
            shown=True,
        )
        for k in range(n)
    )


def chosen(workshop: Workshop, notes: list[Note]) -> None:
    """Six clusters of the first notes, and dots at them and at six notes more."""
    activity = workshop.activities.get()
    for n in range(6):
        cluster = Cluster.objects.create(workshop=workshop, activity=activity, heading=f"Bunke {n + 1}: tid og ro")
        Note.objects.filter(pk__in=[each.pk for each in notes[n * 5 : n * 5 + 5]]).update(cluster=cluster)
    for n, note in enumerate([*notes[:30:5], *notes[30:36]]):
        Dot.objects.create(workshop=workshop, activity=activity, note=note, n=13 - n)


def pages(workshop: Workshop, name: str) -> list[str]:
    """The text of each page of the report."""
    told = again(workshop)
    made = printing.pdf(told.title, paper.html(told), author=told.workplace)
    if folder := os.environ.get("KEEP_REPORTS"):
        Path(folder, f"{name}.pdf").write_bytes(made)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def closed(workshop: Workshop) -> Workshop:
    workshop.close()
    return again(workshop)


def test_an_empty_workshop_is_one_page(themes):
    assert len(pages(closed(themes), "0")) == 1


@pytest.mark.parametrize(
    ("n", "most", "chooses"),
    [
        (10, 3, False),
        (60, 7, True),
        (300, 14, True),
        pytest.param(300, 14, False, marks=pytest.mark.thorough),
    ],
)
def test_a_report_is_no_longer_than_it_has_to_be(themes, n, most, chooses):
    notes = written(themes, n)
    if chooses:
        chosen(themes, notes)
    themes.close()
    WriteUp(workshop=themes, points=["Tid til oplæring", "Borgeren først", "Hvem svarer?"]).write_down()
    found = pages(themes, f"{n}-{chooses}")

    assert len(found) <= most
    for page in found:
        assert len(page.splitlines()) > 4, page  # the foot is two of them


def test_an_address_in_a_note_is_a_link_that_says_where_it_leads(themes):
    place = places(themes)[0]
    for n, text in enumerate(["Se www.example.dk/vejledning", "Skriv til it@example.dk", "Kl. 14.30 og 1.000 borgere"]):
        themes.write(place, "note", text, str(n))
    themes.show([place])
    made = printing.pdf("Links", paper.html(closed(themes)))
    links = [
        each.get_object()
        for page in pypdf.PdfReader(io.BytesIO(made)).pages
        for each in page.get("/Annots", [])
        if each.get_object().get("/A", {}).get("/URI")
    ]

    assert [each["/A"]["/URI"] for each in links][:2] == ["http://www.example.dk/vejledning", "mailto:it@example.dk"]
    assert [bool(each.get("/Contents")) for each in links] == [True] * len(links)
    assert faults(made) == []


PRINTS = """
import sys
started = []
sys.addaudithook(lambda event, args: started.append(args[0]) if event == "subprocess.Popen" else None)
import django
django.setup()
from workshops.report import printing
assert printing.printed("", "<p>Smørrebrød</p>", ["css/print.css"]).startswith(b"%PDF")
print(started)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are searched for")
def test_nothing_else_is_started_to_print(settings, tmp_path):
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DIALOG_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", PRINTS]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=120)

    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
