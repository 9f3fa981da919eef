"""The walked meetings: the clock that nobody waits for, what is told of a meeting, and both from end to end."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.flows import FLOWS, MOST_NEXT, faults, table
from bench.meeting import Meeting, Person
from workshops.management.browsing import Page, Phone

ROOT = Path(__file__).resolve().parent.parent.parent
THEME = FLOWS[0]
DESK = b"""
<form action="/aabn/"><input name="token" value="t"><button>Open</button></form>
<form action="/gaa/" id="go"><input name="at" value="1.show.2.3">
  <button id="desk-next" name="to" value="next">Next</button>
  <button id="desk-back" name="to" value="back" disabled>Back</button>
</form>
<input name="more" value="m" form="go">
"""


@pytest.fixture
def meeting() -> Meeting:
    """Five people, who have come in."""
    return Meeting("http://127.0.0.1", 1, "ABC234", [Person(Phone("")) for _each in range(5)], random.Random(1))


def ended(meeting: Meeting) -> tuple[dict, str]:
    """A meeting that went well: what became of it, and its report."""
    meeting.written += ["Tid", "Ro"]
    meeting.dots = 3
    meeting.presses.update(next=MOST_NEXT)
    agreements = [["agreed", "Vi øver os."], ["recommended", "Køb mere tid."]]
    notes = [["Tid", "shown"], ["Ro", "held back"]]
    return {"notes": notes, "dots": 3, "agreements": agreements}, "Opsamling: Vi øver os. Køb mere tid."


# --- The clock ---


def test_what_people_do_together_lasts_until_the_last_is_done(meeting):
    meeting.talk(1)
    takes = iter([10, 50, 20, 5, 5])

    def act(person: Person) -> None:
        person.at += next(takes)

    meeting.together(meeting.people, act)
    assert meeting.at == 110


def test_pairs_and_tables_have_one_phone_each_and_nobody_is_left_out(meeting):
    assert [len(meeting.pairs), len(meeting.tables(2)), len(meeting.tables(5))] == [3, 3, 1]


def test_a_row_has_the_presses_made_in_its_step(meeting):
    meeting.presses.update(next=4, other=2)
    with meeting.step(7, "Se", "read"):
        meeting.presses.update(next=1)
        meeting.talk(2)
    [row] = meeting.rows
    assert (row.minute, row.planned, row.next, row.other) == (0, 7, 1, 0)


# --- The desk's page ---


def test_a_press_sends_what_is_in_the_form_around_the_button_and_what_names_that_form():
    page = Page("/styr/", DESK)

    assert page.pressed("desk-next") == ("/gaa/", {"at": "1.show.2.3", "more": "m", "to": "next"})
    assert page.leading_to("aabn/").fields == {"token": "t"}
    assert page.leading_to("/afslut/") is None


@pytest.mark.parametrize("name", ["desk-back", "desk-other"])
def test_what_is_not_there_or_is_switched_off_cannot_be_pressed(name):
    with pytest.raises(LookupError, match=name):
        Page("/styr/", DESK).pressed(name)


# --- What is told ---


def test_a_good_meeting_has_no_faults(meeting):
    assert faults(THEME, meeting, *ended(meeting)) == []


def test_what_is_wrong_with_a_meeting_is_told(meeting):
    found, _report = ended(meeting)
    meeting.presses.update(next=1)
    meeting.dots += 1
    meeting.written.append("Lys")
    found["notes"][0][1] = "waiting"
    del found["agreements"][1]

    assert faults(THEME, meeting, found, "Opsamling") == [
        "13 presses of Næste, at most 12 wanted",
        "nothing was recommended",
        "the report does not tell: Vi øver os.",
        "3 notes were written, 2 are stored",
        "neither shown nor held back: Tid",
        "4 dots were put, 3 count",
    ]


def test_the_table_ends_with_the_totals(meeting):
    found, _report = ended(meeting)
    with meeting.step(4, "Skriv", "think and write"):
        meeting.talk(45)
    title, _heading, row, end = table(THEME, meeting, found)

    assert title.endswith(": 5 people, 3 phones that write in pairs")
    assert row.split() == ["0.0", "4", "0", "0", "Skriv", "think", "and", "write"]
    assert end.split(":")[0].split() == ["45.0", "45", "the", "end"]
    assert end.endswith("12 presses of Næste, 0 others, 2 notes (1 held back), 3 dots, 1 agreed, 1 recommended")


# --- From end to end ---


@pytest.mark.thorough
def test_both_meetings_go_well_with_ten_people():
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "bench.flows", "--people", "10"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(": ")[-1].split(", ")[2:4] for line in done.stdout.splitlines() if "the end" in line] == [
        ["10 notes (1 held back)", "30 dots"],
        ["28 notes (1 held back)", "50 dots"],
    ]
