"""Requests that no browser sends: a plain page that says so, never an error of ours, nor a database that is away."""

import logging
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client

from tests.pages import heading
from tests.people import logged_in, seated
from workshops.middleware import is_away
from workshops.models import Mark, Note, Workshop
from workshops.place import Place

UNREAD = "Det kunne vi ikke læse"
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
NOTE = b"place=1-2&kind=note&text=Mere+tid&key=k"


def part(*headers: bytes, value: bytes = b"a", name: bytes = b'name="text"') -> bytes:
    about = b"Content-Disposition: form-data" + (b"; " + name if name else b"")
    return b"\r\n".join([b"--X", about, *headers, b"", value, b""])


def parts(*each: bytes) -> bytes:
    return b"".join(each) + b"--X--\r\n"


X = f"{PARTS}; boundary=X"
BASE64 = b"Content-Transfer-Encoding: base64"
UNREADABLE = {
    "charset utf-7": (f"{FORM}; charset=utf-7", NOTE),
    "charset utf-16": (f"{FORM}; charset=utf-16", NOTE),
    "charset latin-1": (f"{FORM}; charset=latin-1", "text=Blå".encode("latin-1")),
    "charset hex": (f"{FORM}; charset=hex", NOTE),
    "charset idna": (f"{FORM}; charset=idna", NOTE),
    "charset undefined": (f"{FORM}; charset=undefined", NOTE),
    "text in utf-7": ("text/plain; charset=utf-7", NOTE),
    "text in base64": ("text/plain; charset=base64", NOTE),
    "parts in utf-7": (f"{X}; charset=utf-7", parts(part(value=b"+AGE-"))),
    "parts in rot13": (f"{X}; charset=rot13", parts(part())),
    "no boundary": (PARTS, NOTE),
    "an empty boundary": (f"{PARTS}; boundary=", NOTE),
    "a boundary too long": (f"{PARTS}; boundary={'x' * 300}", NOTE),
    "a boundary that is none": (f'{PARTS}; boundary="\x01\x02"', NOTE),
    "a boundary beyond ascii": (f"{PARTS}; boundary=æøå", NOTE),
    "a file in base64 that is none": (X, parts(part(BASE64, name=b'name="file"; filename="a"', value=b"!" * 5))),
    "headers without end": (X, parts(part(b"X-Long: " + b"x" * 5000))),
    "too many fields": (FORM, b"&".join(b"a%d=1" % n for n in range(8002))),
    "too many parts": (X, parts(part() * 8002)),
    "too many files": (X, parts(part(name=b'name="a"; filename="f"') * 200)),
    "too large": (FORM, b"text=" + b"x" * 2_000_001),
    "too large in parts": (X, parts(part(value=b"x" * 2_000_001))),
}
ODD = {
    "nothing": (FORM, b""),
    "no content type": ("", NOTE),
    "a content type that is none": ("x", NOTE),
    "a content type with nothing but marks": (";;;=;", NOTE),
    "an unknown charset": (f"{FORM}; charset=kaffe", NOTE),
    "an empty charset": (f"{FORM}; charset=", NOTE),
    "json": ("application/json", b'{"text": "Mere tid"}'),
    "xml": ("text/xml", b"<text/>"),
    "broken percent signs": (FORM, b"text=%&place=%zz&kind=%C3%28&key=%ff%fe"),
    "bytes that are no text": (FORM, b"text=\xff\xfe&place=\x80"),
    "nul in names and values": (
        FORM,
        b"te%00xt=a&text=a%00b&place=%00&kind=%00&key=%00&code=%00&username=%00&title=%00",
    ),
    "half a surrogate": (FORM, b"text=%ED%A0%80&key=%ED%A0%80&code=%ED%A0%80&kind=%ED%A0%80"),
    "names of brackets": (FORM, b"text[]=a&text[0]=b&text.a=c&__proto__=d"),
    "the same name many times": (FORM, b"&".join([b"place=1-2"] * 7000)),
    "separators alone": (FORM, b"&&&===&&;;"),
    "many numbers": (FORM, b"&".join(b"answers=%d&place=%d-%d&sets=%d" % (n, n, n, n) for n in range(2000))),
    "base64 that is none": (X, parts(part(BASE64, value=b"abcde"))),
    "a part without a name": (X, parts(part(name=b""))),
    "a part without headers": (X, parts(b"--X\r\n\r\na\r\n")),
    "no part": (X, parts()),
    "a part without end": (X, part()[:-3]),
    "another boundary": (X, parts(part()).replace(b"--X", b"--Y")),
    "a file for a text": (X, parts(part(name=b'name="text"; filename="../../x"'))),
    "a file name with nul": (X, parts(part(name=b'name="file"; filename="a\x00b.yaml"', value=b"\x00"))),
}
VIEWS = {
    "join": "/",
    "login": "/log-ind/",
    "note": "/deltag/{pk}/sedler/",
    "marks": "/deltag/{pk}/kryds/",
    "create": "/workshops/ny/",
    "desk's note": "/workshops/{pk}/sedler/",
    "outcome": "/workshops/{pk}/felt/",
    "switch": "/workshops/{pk}/vis/",
    "import": "/bibliotek/hent-ind/",
}


@pytest.fixture
def ask(open_workshop, ane, participant, caplog):
    """Sends a body to a view, as whom the view is for; no errors but ours are raised."""
    caplog.set_level(logging.CRITICAL, "django")
    clients = {True: seated(participant), False: logged_in(ane)}

    def ask(view: str, content_type: str, body: bytes, **more):
        client = clients[view.startswith(("note", "marks"))]
        client.raise_request_exception = False
        return client.generic("POST", VIEWS[view].format(pk=open_workshop.pk), body, content_type, **more)

    return ask


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_as_that(ask, name):
    content_type, body = UNREADABLE[name]
    for view in VIEWS:
        answer = ask(view, content_type, body)
        assert (view, answer.status_code, heading(answer)) == (view, 400, UNREAD)
    assert (Note.objects.count(), Workshop.objects.count()) == (0, 1)


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_answered_by_the_view(ask, name):
    content_type, body = ODD[name]
    for view in VIEWS:
        for headers in ({}, {"HX-Request": "true"}):
            answer = ask(view, content_type, body, headers=headers)
            assert (view, answer.status_code) in {(view, status) for status in (200, 302, 400, 403, 404, 422)}


@pytest.mark.parametrize(
    "address", ["/?kode=%00", "/?kode=%ff", "/k/%00/", "/k/%ff%fe/", "/%00", "/%ff/", "/rapport/%00/"]
)
def test_an_address_that_cannot_be_is_no_error_of_ours(ask, address):
    client = Client(raise_request_exception=False)

    assert client.get(address).status_code in (200, 404, 422)
    assert (
        client.get(address, CONTENT_TYPE="text/plain; charset=utf-7", headers={"HX-Request": "true"}).status_code < 500
    )


@pytest.mark.parametrize(
    "address", ["/", "/log-ind/", "/bibliotek/?q=%00", "/bibliotek/?q=%ff", "/workshops/ny/?sets=%00"]
)
def test_a_page_that_is_asked_for_in_odd_characters_is_not_read_in_them(ane, address):
    client = logged_in(ane)
    client.raise_request_exception = False

    assert client.get(address).status_code < 400 or address.endswith("log-ind/")
    odd = client.get(address, CONTENT_TYPE="text/plain; charset=utf-7")
    assert (odd.status_code, heading(odd)) == (400, UNREAD)


# --- Very many places, notes and sets ---


@pytest.mark.parametrize("many", [999, 1001, 3900])
def test_of_thousands_of_places_those_that_are_none_are_refused_in_words(phases, many):
    phases.go("where")
    here = phases.place("where")
    places = [here, *(Place(10**6 + n, 10**7 + n) for n in range(many))]
    data = {"place": [str(place) for place in places]} | {f"mark-{place}": "here" for place in places}
    answer = seated(phases.workshop.join()).post(f"/deltag/{phases.workshop.pk}/kryds/", data)

    assert answer.status_code == 422
    assert "så det kryds tæller ikke med. Resten er gemt." in answer.content.decode()
    assert [mark.place for mark in Mark.objects.all()] == [here]


def test_a_note_that_claims_to_answer_thousands_answers_those_it_can(ask, open_workshop, places):
    data = b"&".join(b"answers=%d" % n for n in range(7900))
    body = b"place=%s&kind=note&text=Mere&key=k&" % str(places[0]).encode() + data

    assert ask("note", FORM, body).status_code == 302
    assert Note.objects.get().text == "Mere"


def test_a_workshop_with_thousands_of_sets_has_those_there_are(ask, library):
    data = b"title=Ny&workplace=Her&minutes=60&keep_days=90&" + b"&".join(b"sets=%d" % n for n in range(7900))
    answer = ask("create", FORM, data)

    assert answer.status_code == 302
    assert Workshop.objects.get(title="Ny").activities.get().title == library.title


# --- What says that the database is away ---


def test_a_question_that_is_too_much_for_the_database_does_not_say_that_it_is_away(db):
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as raised:
        cursor.execute("SELECT " + "(" * 20_000 + "1" + ")" * 20_000)

    assert not is_away(raised.value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
@pytest.mark.parametrize(
    "statement", ["SELECT nothing", "SELECT * FROM nowhere", "SELEC", "SELECT " + "+".join(["1"] * 2_000)]
)
def test_a_wrong_question_to_sqlite_does_not_say_that_it_is_away(db, statement):
    with connection.cursor() as cursor, pytest.raises(OperationalError) as raised:
        cursor.execute(statement)

    assert not is_away(raised.value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
def test_a_file_that_cannot_be_opened_or_is_locked_says_that_it_is_away(tmp_path):
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(tmp_path / "nowhere" / "x.sqlite3")
    assert is_away(wrapped(raised.value))

    one, other = (sqlite3.connect(tmp_path / "x.sqlite3", timeout=0) for _ in range(2))
    one.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        other.execute("BEGIN EXCLUSIVE")
    assert is_away(wrapped(raised.value))
    one.close()
    other.close()


STATES = [
    ("08006", True),  # the connection failed
    ("57P01", True),  # told to stop
    ("57P03", True),  # starting up
    ("53300", True),  # too many connections
    ("53100", True),  # the disk is full
    ("58030", True),  # the disk cannot be read
    ("40P01", True),  # rolled back for another
    (None, True),  # no connection came about
    ("54001", False),  # a statement too complex
    ("54023", False),  # too many arguments
    ("22P05", False),  # a character that cannot be
    ("42601", False),  # a mistake in the statement
]


@pytest.mark.parametrize(("state", "away"), STATES)
def test_what_postgresql_says_is_told_apart_by_its_state(state, away):
    said = psycopg.OperationalError("no")
    said.sqlstate = state

    assert is_away(wrapped(said)) is away


def test_what_is_no_error_of_the_database_does_not_say_that_it_is_away():
    assert [is_away(error("no")) for error in (IntegrityError, DataError, ValueError, InterfaceError)] == [
        *(False, False, False),
        True,
    ]


def wrapped(cause: Exception) -> OperationalError:
    """As Django raises it."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error
