"""What was erased is gone from the database, and on SQLite from its files."""

import json
from pathlib import Path

import pytest
from django.db import connection

from tests.helpers import again, write
from workshops.models import Agreement, Note, Workshop
from workshops.models.wiping import cut_off

pytestmark = pytest.mark.django_db(transaction=True)
SECRET, OTHER = "Kodeordet er rabarbergrød", "Ingen må læse stikkelsbærgrød"


def files() -> bytes:
    """All that stands in the database's files: itself, its log and the log's index."""
    assert connection.vendor == "sqlite"
    path = Path(connection.settings_dict["NAME"])
    found = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    return b"".join(each.read_bytes() for each in found if each.exists())


def rows() -> str:
    """All that SQL can reach of the tables."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += cursor.fetchall()
    return str(found)


def stands(words: str) -> bool:
    """Whether ``words`` stand anywhere: in a file of SQLite, as text or as JSON has it; in a row of PostgreSQL."""
    if connection.vendor != "sqlite":
        return words in rows()
    found = files()
    return words.encode() in found or json.dumps(words)[1:-1].encode() in found


@pytest.fixture
def note(transactional_db, open_workshop, places) -> Note:
    note = write(open_workshop, places[0], SECRET)
    if connection.vendor == "sqlite":
        cut_off()
    assert stands(SECRET)
    return note


def test_words_that_were_reworded_are_gone_at_once(note):
    note.reword("Noget andet")

    assert (stands(SECRET), stands("Noget andet")) == (False, True)


def test_words_that_were_withdrawn_are_gone_at_once(note):
    note.withdraw()

    assert not stands(SECRET)


def test_words_that_the_facilitator_corrected_are_gone_when_the_room_goes_on(note, open_workshop):
    note.edit("Noget andet")
    assert stands(SECRET)
    workshop = again(open_workshop)
    workshop.advance(workshop.stop().key)

    assert not stands(SECRET)


def test_what_was_erased_is_gone_and_what_was_agreed_is_not(note, open_workshop, places):
    Workshop.objects.update(keeps_words=False)
    write(open_workshop, places[1], OTHER, "other").hide("person")
    for n in range(12):  # of twelve in all the record would keep each word
        write(open_workshop, places[0], f"Seddel {n}", f"more-{n}")
    Agreement(workshop=open_workshop, what="Vi taler om grød").write_down()
    again(open_workshop).close()
    again(open_workshop).erase_notes()

    assert [stands(each) for each in (SECRET, OTHER, "Vi taler om grød")] == [False, False, True]


def test_an_earlier_wording_of_what_was_agreed_is_gone(note, open_workshop):
    agreed = Agreement(workshop=open_workshop, what=OTHER)
    agreed.write_down()
    again(open_workshop).close()
    agreed = Agreement.objects.select_related("workshop").get()
    agreed.what = "Ordet er frit"
    agreed.write_down()

    assert (stands(OTHER), stands("Ordet er frit")) == (False, True)
