"""Where everyone who writes waits for a lock, pages that are only read are answered all the same."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections

from config.bridge import Pages, wait_briefly
from tests.people import cookies, logged_in
from workshops.middleware import USED
from workshops.models import FailedLogin

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 4
TOKEN = "a" * 32
READ = ["/", "/workshops/", "/static/css/base.css", "/favicon.ico"]
FORM = f"csrfmiddlewaretoken={TOKEN}&username=ingen%40example.dk&password=forkert".encode()


@contextmanager
def locked() -> Iterator[None]:
    """Another process keeps everybody from writing down log-ins that fail."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
    else:
        params = {**connection.get_connection_params()}
        other = psycopg.connect(
            **{key: value for key, value in params.items() if key in ("dbname", "host", "user", "port", "password")}
        )
        other.execute(f"LOCK TABLE {FailedLogin._meta.db_table} IN EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


async def ask(pages: Pages, method: str, path: str, cookie: str = f"csrftoken={TOKEN}", body: bytes = b"") -> int:
    """The status of what is answered."""
    sent = []

    async def receive() -> dict:
        return {"type": "http.request", "body": body}

    async def send(message: dict) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    headers += [(b"content-type", b"application/x-www-form-urlencoded")] * bool(body)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
    }
    await pages(scope, receive, send)
    return sent[0]["status"]


@pytest.fixture
def pages(settings) -> Iterator[Pages]:
    settings.WHITENOISE_USE_FINDERS = True  # nothing is collected here
    made = Pages(WSGIHandler(), THREADS, THREADS, lambda: "", wait_briefly)
    yield made
    for threads in (made.reading, made.writing):
        for each in [threads.submit(_leave) for _ in range(THREADS)]:
            each.result()
        threads.shutdown()


def _leave() -> None:
    connections.close_all()
    time.sleep(0.05)  # so that each thread gets one


def test_while_all_who_write_wait_pages_and_static_files_are_read(pages, ane, caplog):
    session = cookies(logged_in(ane))

    async def meanwhile() -> tuple[list[int], float, bool, list[int]]:
        writers = [asyncio.create_task(ask(pages, "POST", "/log-ind/", body=FORM)) for _ in range(2 * THREADS)]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        found = [await ask(pages, "GET", path, session) for path in READ]
        took, waited = time.monotonic() - began, not any(each.done() for each in writers)
        lock.__exit__(None, None, None)
        return found, took, waited, await asyncio.gather(*writers)

    lock = locked()
    lock.__enter__()
    found, took, waited, written = asyncio.run(meanwhile())

    assert found == [200] * len(READ)
    assert (took < 3, waited) == (True, True)
    assert written == [200] * 2 * THREADS
    assert FailedLogin.objects.count() > 0


@pytest.mark.once
def test_a_page_is_shown_though_the_session_cannot_be_renewed(pages, ane, caplog):
    """The first page of the day notes that the session is used: on SQLite that waits for the lock, and not for long."""
    client = logged_in(ane)
    session = client.session
    session[USED] = 0
    session.save()

    with locked():
        began = time.monotonic()
        assert asyncio.run(ask(pages, "GET", "/workshops/", cookies(client))) == 200
        assert time.monotonic() - began < 4
    assert caplog.messages == ["A session could not be renewed: the database takes nothing now"]
    assert client.session[USED] == 0

    assert asyncio.run(ask(pages, "GET", "/workshops/", cookies(client))) == 200
    assert client.session[USED] > 0
