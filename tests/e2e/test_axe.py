"""What axe-core finds wrong (WCAG 2.2, levels A and AA, and its own good practice), on every page and at every stop."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .screens import opened, settled
from .server import EMAIL, SETS

pytestmark = pytest.mark.once
axe = Axe()
EACH_TOOL = {"psykisk-arbejdsmiljoe", "rasmus-foer", "fire-faser", "roller"}

ONE_NOTE = "w = Workshop.objects.with_route().get(pk={}); w.write(w.stop().places[0], 'note', 'En seddel', 'k', None)"


@pytest.fixture(autouse=True)
def axe_may_style(room):
    """To see what lies above what, axe styles what it looks at: nothing that our Content-Security-Policy allows."""
    room.options = {"bypass_csp": True}


def wrong(page: Page) -> list[str]:
    """What axe has to say of the page: the rule, and the start of what it is about."""
    page.evaluate("() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))")
    found = axe.run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("key", [pytest.param(s, marks=[] if s in EACH_TOOL else pytest.mark.thorough) for s in SETS])
def test_every_stop_is_clean_on_every_screen(room, server, key):
    made = server.every_step(key)
    wall, desk, phone = room.wall(), room.desk(), room.joined(made)
    found = {}
    for stop in made.keys:
        server.shell(f"Workshop.objects.with_route().get(pk={made.pk}).go_to({stop!r})")
        for name, page, address in [("wall", wall, made.wall), ("desk", desk, made.desk), ("phone", phone, made.phone)]:
            settled(page, address)
            expect(wall.locator("[data-fit]:not([data-fitted])")).to_have_count(0)
            found[f"{name} {stop}"] = wrong(page)
        if wall.locator("#wall-hints").count():
            wall.keyboard.press("i")
            expect(wall.locator("#wall-hints")).to_have_attribute("aria-pressed", "true")
            found[f"hints {stop}"] = wrong(wall)
            wall.keyboard.press("i")
            expect(wall.locator("#wall-hints")).to_have_attribute("aria-pressed", "false")
        phone.goto(f"{made.phone}tavle/")
        found[f"read {stop}"] = wrong(phone)
    assert {name: each for name, each in found.items() if each} == {}


# Every address that our URLs can make of these, but for files and a picture within a page: some are of no page, and
# some of nothing that there is.
ADDRESSES = """
import json
from django.urls import reverse
from workshops import urls
workshop = Workshop.objects.get(pk={pk})
known = {{
    "pk": workshop.pk, "activity_id": workshop.activities.get().pk, "number": workshop.notes.first().number,
    "agreement_id": workshop.agreements.get().pk, "cluster_id": workshop.clusters.get().pk, "code": workshop.code,
    "token": workshop.share().token, "name": "sedler.csv",
}}
own = QuestionSet.objects.library().get(key="spilleregler").copy_for(User.objects.get(email={email!r})).pk
found = []
no_pages = ("pdf", "file", "sheets", "poster", "export", "preview")
for each in urls.urlpatterns:
    if each.name.endswith(no_pages):
        continue
    values = {{name: known.get(name, 1) for name in each.pattern.converters}}
    if str(each.pattern).startswith("bibliotek/<int:pk>"):
        values["pk"] = own
    found.append(reverse(each.name, kwargs=values))
print(json.dumps(found))
"""

WITH_ALL = """
note, other = (workshop.write(places[0], "note", text, text, None) for text in ("En seddel", "En anden seddel"))
Note.objects.filter(workshop=workshop).update(shown=True)
workshop.agreements.create(what="Vi mødes hver mandag", who="Lone")
gathers = next(stop for stop in workshop.route() if stop.step.gathers)
workshop.go_to(gathers.key)
Workshop.objects.with_route().get(pk=workshop.pk).put_together([note.number, other.number], "En bunke")
"""

STATES = {
    "draft": "Workshop.objects.filter(pk={}).update(state=Workshop.State.DRAFT)",
    "open": "pass",
    "closed": "Workshop.objects.get(pk={}).close()",
    "finished": "w = Workshop.objects.get(pk={0}); w.close(); Workshop.objects.get(pk={0}).unlink()",
}


@pytest.mark.parametrize("state", ["draft", "open", "closed", pytest.param("finished", marks=pytest.mark.core)])
def test_every_page_is_clean(room, server, state):
    """What answers with a page, of all addresses there are, in each state of a workshop."""
    made = server.workshop(asked=1, more=WITH_ALL, gathers=True)
    server.shell(STATES[state].format(made.pk))
    addresses = json.loads(server.shell(ADDRESSES.format(pk=made.pk, email=EMAIL)))
    matrix, _places = server.matrix()
    shaped = server.value(f"Activity.objects.get(workshop={matrix}).pk")
    addresses += [f"/workshops/{matrix}/punkter/{shaped}/skema/", "/bibliotek/?q=digitalisering", "/findes-ikke/"]
    desk = room.desk()
    found = {}
    for address in addresses:
        answer = desk.request.get(address)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status in (200, 404):
            desk.goto(address)
            found[address] = wrong(desk)
    assert len(found) > 30
    assert {name: each for name, each in found.items() if each} == {}


def test_pages_for_strangers_are_clean_also_when_something_is_wrong(room, server):
    made = server.workshop()
    stranger = room.phone("/")
    found = {"join": wrong(stranger)}
    stranger.get_by_label("Koden på tavlen").fill("x")
    stranger.get_by_role("button", name="Videre").click()
    expect(stranger.locator("[aria-invalid]")).to_have_count(1)
    found["join, wrong"] = wrong(stranger)
    stranger.goto(f"/k/{made.code}/")
    found["join, found"] = wrong(stranger)
    stranger.goto("/log-ind/")
    found["login"] = wrong(stranger)
    stranger.get_by_label("Mail").fill(EMAIL)
    stranger.get_by_label("Adgangskode").fill("forkert")
    stranger.get_by_role("button", name="Log ind").click()
    expect(stranger.locator(".errors, [role=alert], .error").first).to_be_visible()
    found["login, wrong"] = wrong(stranger)
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.core
def test_what_opens_on_a_screen_is_clean(room, server):
    """Dialogs, menus and one note alone."""
    made = server.workshop(step="show")
    server.shell(ONE_NOTE.format(made.pk))
    desk, wall = settled(room.desk(), made.desk), settled(room.wall(), made.wall)
    found = {}
    for name in ("Ret En seddel", "Aftal En seddel", "Skriv en seddel"):
        desk.get_by_role("link", name=name).click()
        opened(desk)
        found[name] = wrong(desk)
        desk.keyboard.press("Escape")
        expect(desk.locator("#dialog")).to_be_hidden()
    wall.keyboard.press("m")
    expect(wall.locator("#wall-menu")).to_have_attribute("open", "")
    found["menu"] = wrong(wall)
    wall.keyboard.press("Escape")
    wall.keyboard.press("s")
    expect(wall.locator("#alone")).to_be_visible()
    found["alone"] = wrong(wall)
    assert {name: each for name, each in found.items() if each} == {}
