"""A real server in a process of its own, and real browsers in front of it.

Everything lives as long as this folder's tests and no longer: synchronous Playwright keeps an event loop running in
this thread, and Django's ORM refuses to work beside one. So these tests look into the database with
``server.shell()``, in another process.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import browser

from .screens import Screens, log_in
from .server import PREPARE, Server, collect_static, own_database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """One for every process that runs tests: making it takes longer than most tests do."""
    with own_database() as database:
        server = Server(tmp_path_factory.mktemp("served"), database)
        collect_static(server, tmp_path_factory.getbasetemp())
        server.shell(PREPARE)
        server.start()
        try:
            yield server
        finally:
            server.leave()


@pytest.fixture(autouse=True)
def nothing_went_wrong_in_the_server(server):
    """Fail on a traceback in the server's log."""
    before = server.log.stat().st_size
    yield
    with server.log.open("rb") as log:
        log.seek(before)
        said = log.read().decode()
    assert "Traceback" not in said, said


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def login(chromium, server) -> dict:
    """The cookies of Ane's session."""
    context = chromium.new_context(base_url=server.url, locale="da-DK")
    log_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def room(chromium, server, login) -> Iterator[Screens]:
    room = Screens(chromium, server, login)
    try:
        yield room
    finally:
        for context in room.contexts:
            context.close()
        if server.process is None:
            server.start()
    assert not room.errors
