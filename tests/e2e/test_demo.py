"""The demo's four workshops at their best: what someone sees who has just typed `make run`."""

import json

import pytest
from playwright.sync_api import expect

BUILD = """
import json
from workshops import demo
from workshops.models import Workshop
made = demo.build()
pks = {each.title: each.pk for each in Workshop.objects.filter(facilitators__email=made.email)}
titles = [demo.RUNNING["title"], demo.CLOSED["title"], demo.PHASES["title"], demo.DRAFT["title"]]
print(json.dumps([made.email, made.password, [pks[each] for each in titles], made.link.get_absolute_url()]))
"""


@pytest.mark.thorough
def test_the_four_workshops_of_the_demo(room, server):
    email, password, (running, closed, phases, draft), link = json.loads(server.shell(BUILD))
    desk = room.stranger("/log-ind/")
    desk.get_by_label("Mail").fill(email)
    desk.get_by_label("Adgangskode").fill(password)
    desk.get_by_role("button", name="Log ind").click()
    desk.wait_for_url("**/workshops/")
    expect(desk.locator(".cards > .card")).to_have_count(4)

    desk.goto(f"/workshops/{running}/tavle/")
    expect(desk.locator(".note__text").first).to_be_visible()
    desk.goto(f"/workshops/{running}/styr/")
    expect(desk.locator("#guide")).to_be_visible()
    expect(desk.locator("#on-time")).to_have_text("På tid")
    expect(desk.get_by_role("region", name="Aftaler")).to_contain_text("to timers oplæring i makkerpar")

    desk.goto(f"/workshops/{phases}/tavle/")
    expect(desk.locator(".board")).to_be_visible()
    desk.goto(f"/workshops/{draft}/")
    expect(desk.locator(".agenda > li")).not_to_have_count(0)
    desk.goto(f"/workshops/{draft}/drejebog/")
    expect(desk.locator(".order").first).to_be_visible()

    desk.goto(f"/workshops/{closed}/rapport/")
    expect(desk.locator(".paper").first).to_contain_text("Det vigtigste")
    leader = room.stranger(link)
    expect(leader.get_by_text("Det vigtigste").first).to_be_visible()
    expect(leader.get_by_text("Aftalt").first).to_be_visible()
    with leader.expect_download() as pdf:
        leader.get_by_role("link", name="PDF").first.click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
