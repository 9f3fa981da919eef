"""Two server processes on one PostgreSQL update each other's screens."""

import os

import pytest
from playwright.sync_api import expect

from .screens import send
from .server import Server

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="one process is all that SQLite is for"
)


@pytest.fixture
def other(server):
    other = Server(server.folder, server.database)
    other.start()
    try:
        yield other
    finally:
        other.stop()
    assert "Traceback" not in other.log.read_text()


def test_what_one_process_takes_the_other_shows(room, server, other):
    made = server.workshop(more="activity.show_notes(True)")
    phone, wall = room.joined(made), room.wall(f"{other.url}{made.wall}")
    expect(wall.get_by_text("Den første seddel lander her.")).to_be_visible()
    expect(wall.locator("#seats")).to_have_text("1 er med")
    send(phone, "Gennem den ene, til den anden")
    expect(wall.locator(".note__text")).to_have_text("Gennem den ene, til den anden")

    wall.keyboard.press("ArrowRight")
    expect(phone.locator("#text")).to_have_count(0)
