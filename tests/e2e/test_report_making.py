"""A report whose process is ended by force: the facilitator is told within seconds and makes it again."""

import os
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.once, pytest.mark.thorough]

CLOSED = """
from unittest.mock import patch
with patch("workshops.report.making.start"):
    workshop.close()
workshop.report.fail("Der var ikke plads.")
"""
TOLD_WITHIN = 10_000  # ms


def processes(server, report: str) -> list[int]:
    """The processes of this server that make that report: others may be made yet."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes().split(b"\0")
            parent = int((each.parent / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
        if words[-3:-1] == [b"make_report", report.encode()] and parent == server.process.pid:
            found.append(int(each.parent.name))
    return found


def begun(server, report: str) -> int:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if found := processes(server, report):
            return found[0]
        time.sleep(0.01)
    raise AssertionError("No process makes the report.")


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds processes in /proc")
def test_a_killed_process_is_told_and_the_report_made_again(room, server):
    made = server.workshop(more=CLOSED)
    report = server.shell(f"print(Workshop.objects.get(pk={made.pk}).report.pk)")
    page = room.desk(f"/workshops/{made.pk}/rapport/")
    again = page.get_by_role("button", name="Lav opsamlingen igen")
    expect(page.get_by_role("alert")).to_have_text("Der var ikke plads.")

    again.click()
    os.kill(begun(server, report), signal.SIGKILL)
    expect(page.get_by_role("alert")).to_contain_text("blev ikke færdig", timeout=TOLD_WITHIN)
    expect(again).to_be_visible()

    again.click()
    expect(page.get_by_role("link", name="Hent som PDF")).to_be_visible(timeout=60_000)
