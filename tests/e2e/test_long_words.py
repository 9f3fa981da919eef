"""Where a word is long, nothing sticks out, nothing is covered, and every button can be pressed."""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from .screens import opened
from .server import EMAIL, Server

pytestmark = pytest.mark.once

TITLE = "Arbejdsmiljørepræsentantuddannelsesdag"
LETTERS = "Speciallægepraksisplanlægningsstabiliseringsperiodeudvalgene"
ADDRESS = "arbejdsmiljoerepraesentantuddannelsesdagen.for.hele.hovedudvalget@" + "x" * 14

# A workshop on every tool, where all that people type is long.
LONG = """
import datetime as dt, json
from workshops.models import *
words = {words!r}
keys = {keys!r}
TITLE, LETTERS, ADDRESS = words
workshop = Workshop.objects.create(
    title=TITLE, workplace="Sundhedsforvaltningsadministrationen " + LETTERS[:40],
    technology="Medicinhåndteringsdokumentationssystemet", groups=[LETTERS, "Arbejdsmiljørepræsentanterne"])
workshop.facilitators.add(User.objects.get(email={email!r}))
for key in keys:
    workshop.add_activity(QuestionSet.objects.get(key=key, activity=None))
for activity in workshop.activities.all():
    activity.title = "Implementeringsplanlægningsværktøjet " + activity.title
    activity.save()
    tops = activity.question_set.topics.all()
    tops.update(title=TITLE)
    for n, topic in enumerate(tops[:2]):
        topic.title = [LETTERS, ADDRESS][n]
        topic.save()
    activity.question_set.questions.filter(key="").update(text="Hvad betyder " + LETTERS + " for os?")
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.open()
people = [workshop.join(group=workshop.groups[n % 2]) for n in range(6)]
said = [LETTERS, ADDRESS, "Vi mangler " + TITLE.lower() + " hver uge"]
for activity in workshop.activities.all():
    for at, (topic, question) in enumerate(activity.question_set.places()):
        for n, kind in enumerate(question.note_kinds()[:1 if at % 3 else 2]):
            Note.objects.create(workshop=workshop, topic=topic, question=question, participant=people[n],
                                kind=kind.key, text=said[(at + n) % 3])
        for person in people if question.choices() else []:
            Mark.objects.create(workshop=workshop, topic=topic, question=question, participant=person,
                                choice=question.choices()[-1].key)
        if not question.choices() or any(kind.use == "taken" for kind in question.note_kinds()):
            Outcome.objects.create(workshop=workshop, topic=topic, question=question, text=said[at % 3])
for n in range(3):
    workshop.agreements.create(what=f"{{said[n]}} {{n}}", who=said[(n + 1) % 3][:54], due=dt.date(2026, 10, 1),
                               period=["before", "during", "after"][n])
workshop.set_wall_on_phones(True)
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
stops = {{}}
for stop in workshop.route():
    stops.setdefault((stop.activity.tool if stop.activity else "", stop.step.key), stop.key)
activity = workshop.activities.first()
print(json.dumps(dict(pk=workshop.pk, code=workshop.code, activity=activity.pk,
      stops=[["/".join(name), key] for name, key in stops.items()])))
"""
TOOLS = [
    "psykisk-arbejdsmiljoe",
    "dialogkort",
    "spilleregler",
    "beskriv-del-vend",
    "implementeringsplan",
    "historie-naestved",
    "kompetencehjulet",
    "relationskort",
    "fire-faser",
    "rasmus-foer",
    "rasmus-efter",
    "roller",
]

# What of a page sticks out of its box or of the window, in words. What scrolls in a box of its own may be wide.
WIDE = """() => {
  const wrong = [], root = document.scrollingElement;
  const up = (each, is) => each && (is(each, getComputedStyle(each)) || up(each.parentElement, is));
  const unseen = (each) => up(each, (_, style) => style.clipPath !== "none" || style.visibility === "hidden");
  const scrolls = (each, style) => each !== root && each !== document.body && /auto|scroll/.test(style.overflowX);
  const tell = (what, each) =>
    wrong.push(`${what}: ${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 30)}`);
  if (root.scrollWidth > innerWidth) wrong.push(`the page is ${root.scrollWidth} px wide`);
  for (const each of document.querySelectorAll("body *")) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (!box.width || !box.height || each.matches("svg *, input, textarea, select, option, .skip")) continue;
    if (unseen(each) || up(each, scrolls)) continue;
    if (box.right > innerWidth + 1 || box.left < -1) tell("outside the window", each);
    const words = [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (style.textOverflow === "ellipsis" || !words) continue;
    if (each.clientWidth && each.scrollWidth > each.clientWidth + 2) tell("wider than its box", each);
    if (up(each.parentElement, (one) => one.clientWidth && box.right > one.getBoundingClientRect().right + 2))
      tell("sticks out of what it is in", each);
  }
  return [...new Set(wrong)];
}"""

# Which of the things a selector finds lie under another thing, or off the screen, in words.
COVERED = """(selector) => [...document.querySelectorAll(selector)].flatMap((each) => {
  const box = each.getBoundingClientRect();
  const points = [[.5, .5], [.08, .5], [.92, .5], [.5, .08], [.5, .92]];
  const tops = points.map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  return tops.filter((top) => !each.contains(top))
    .map((top) => `${each.id || "the code"} under ${top?.tagName ?? "the edge"}`);
})"""

# On the wall, where the letters are ours: which lettering of a picture is outside it, or over the next one, in words.
LETTERING = """() => [...document.querySelectorAll("svg:not(.qr)")].flatMap((picture) => {
  const frame = picture.getBoundingClientRect(), shown = (each) => getComputedStyle(each).visibility !== "hidden";
  const boxes = [...picture.querySelectorAll("text")].filter(shown)
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const out = boxes.filter(([, box]) => box.width && (box.left < frame.left - 2 || box.right > frame.right + 2));
  const apart = (a, b) => a.right <= b.left + 2 || b.right <= a.left + 2 || a.bottom <= b.top + a.height * .4 ||
    b.bottom <= a.top + a.height * .4;
  const over = boxes.flatMap(([name, a], n) =>
    boxes.slice(n + 1).filter(([, b]) => !apart(a, b)).map(([other]) => [`${name} and ${other}`]));
  return [...out, ...over].map(([name]) => name);
})"""

SIZES = [(1280, 720), (1024, 768), (1366, 650), (1920, 1080), (1920, 940), (1920, 1200), (3840, 2160)]
SAMPLE = ["/lobby", "dialogue/explain", "relations/how", "rasmus/needs", "phases/choose", "roles/fill", "/wrap-up"]


@dataclass
class Long:
    """The workshop where everything is long: its pages, and the first stop of each kind."""

    server: Server
    pk: int
    code: str
    activity: int
    stops: list[tuple[str, str]]

    @property
    def wall(self) -> str:
        return f"/workshops/{self.pk}/tavle/"

    @property
    def desk(self) -> str:
        return f"/workshops/{self.pk}/styr/"

    def names(self, sample: bool) -> list[tuple[str, str]]:
        return [stop for stop in self.stops if not sample or stop[0] in SAMPLE]


@pytest.fixture(scope="module")
def long(server) -> Long:
    made = json.loads(server.shell(LONG.format(words=(TITLE, LETTERS, ADDRESS), keys=TOOLS, email=EMAIL)))
    return Long(server, **made)


@pytest.fixture
def go(room, long):
    """Brings the room to a stop the way a facilitator does: by the form on the desk."""
    desk = room.desk("/workshops/")
    token = next(each["value"] for each in desk.context.cookies() if each["name"] == "csrftoken")

    def there(key: str) -> None:
        answer = desk.request.post(
            f"/workshops/{long.pk}/gaa/", form={"csrfmiddlewaretoken": token, "at": "", "to": key}
        )
        assert answer.ok

    return there


def drawn(page: Page, address: str) -> Page:
    """The page with its letters and, where it fits what it shows, fitted."""
    page.goto(address, wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    return page


def some():
    """Once with a sample of the stops, and thoroughly with each kind of stop of every tool."""
    return pytest.mark.parametrize(
        "sample", [True, pytest.param(False, marks=pytest.mark.thorough)], ids=["sample", "all"]
    )


@some()
def test_nothing_on_the_wall_sticks_out_or_lies_under_another_thing(room, long, go, sample):
    wall = room.wall()
    for name, key in long.names(sample):
        go(key)
        for width, height in SIZES[:2] if sample else SIZES:
            wall.set_viewport_size({"width": width, "height": height})
            drawn(wall, long.wall)
            assert wall.evaluate(WIDE) == [], (name, width)
            assert wall.evaluate(COVERED, "#wall-next, #wall-back, .qr") == [], (name, width)
            assert wall.evaluate(LETTERING) == [], (name, width)


@some()
def test_nothing_on_the_desk_sticks_out(room, long, go, sample):
    desk = room.desk()
    for name, key in long.names(sample):
        go(key)
        for width, height in [(1366, 768), (390, 844)]:
            desk.set_viewport_size({"width": width, "height": height})
            drawn(desk, long.desk)
            assert desk.evaluate(WIDE) == [], (name, width)
            assert desk.evaluate(COVERED, "#desk-next") == [], (name, width)


@some()
def test_nothing_on_a_phone_sticks_out(room, long, go, sample):
    phone = room.phone(f"/k/{long.code}/", width=320)
    assert phone.evaluate(WIDE) == []
    phone.get_by_label(LETTERS).check()
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url("**/deltag/**")
    for name, key in long.names(sample):
        go(key)
        for width in [320] if sample else [320, 360, 390]:
            phone.set_viewport_size({"width": width, "height": 640})
            drawn(phone, f"/deltag/{long.pk}/")
            assert phone.evaluate(WIDE) == [], (name, width)


def test_nothing_on_the_facilitators_pages_sticks_out(room, long):
    pages = ["", f"{long.pk}/", f"{long.pk}/ret/", f"{long.pk}/punkter/{long.activity}/", f"{long.pk}/rapport/"]
    desk = room.desk()
    for width in (1366, 390, 320):
        desk.set_viewport_size({"width": width, "height": 768})
        for page in pages:
            drawn(desk, f"/workshops/{page}")
            assert desk.evaluate(WIDE) == [], (page, width)
        drawn(desk, long.desk)
        desk.locator(".agreement-list a").first.click()
        opened(desk)
        assert desk.evaluate("() => document.querySelector('dialog').scrollWidth - innerWidth") < 1
        assert desk.evaluate(WIDE) == [], width


def test_the_report_is_read_on_a_phone(room, long):
    """Its tables are cards: every row under its heading, every value beside the name of its column."""
    token = long.server.shell(SHOWN.format(pk=long.pk))
    for width in (320, 360, 390):
        page = drawn(room.phone(width=width), f"/rapport/{token}/")
        assert page.evaluate(WIDE) == [], width
        first = page.locator(".agreements-table tbody tr").first
        told = first.locator("td").evaluate_all(
            "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
        )
        assert [each.strip('"') for each in told][:3] == ["Hvad", "Hvem", "Hvornår"]
        tops = first.locator("td").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
        assert tops == sorted(set(tops))


SHOWN = """
from workshops.report import paper
found = Report.objects.get_or_create(workshop_id={pk})[0]
found.show(paper.html(Workshop.objects.get(pk={pk})))
print(Workshop.objects.get(pk={pk}).share().token)
"""
