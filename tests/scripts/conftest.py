"""The scripts of the screens in a real browser, with no server: what it answers and streams is played by the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import browser

from .phone import Phone
from .played import STREAM, Played
from .wall import Wall


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, and is about nothing else."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="package")
def tab() -> Iterator[Page]:
    """One for all tests, which each load pages of their own in it: another browser context takes a second of CPU."""
    with browser.chromium() as chromium:
        context = chromium.new_context(base_url="http://localhost", locale="da-DK")
        context.add_init_script(STREAM)
        yield context.new_page()


@pytest.fixture
def played(tab) -> Iterator[Played]:
    """A server that knows nothing yet, in front of a browser that has nothing in its storage."""
    played = Played(tab)
    played.begin()
    yield played
    played.end()
    assert played.errors == []


@pytest.fixture
def phone(played) -> Phone:
    """A participant's phone, not opened yet."""
    return Phone(played)


@pytest.fixture
def wall(played) -> Wall:
    """A page of plain fragments that follows a stream, not opened yet."""
    return Wall(played)
