"""What fits: nothing is cut off or covered, nothing scrolls sideways, and a phone's first load is small."""

import json

import pytest
from playwright.sync_api import expect

from .screens import settled
from .server import EMAIL

pytestmark = pytest.mark.once

NOTES = """
texts = [
    "Vi taster det samme to steder",
    "Hvem ringer jeg til kl. 23, når alt er nede? Sidst stod jeg alene med det i to timer.",
    "Mere tid hos borgerne 🙂",
    "Speciallægepraksisplanlægningsstabiliseringsperiodedokumentationssystemadministrator " + "x" * 120,
    "Første linje\\nAnden linje\\nTredje linje",
    "Vi har brug for oplæring, før vi går i gang, og ikke bagefter. " * 7,
]
Note.objects.bulk_create(
    Note(workshop=workshop, topic_id=places[0].topic, question_id=places[0].question, kind="note",
         text=texts[n % 6] if n < 60 else f"{{n}}. " + texts[n % 3], participant=None, shown=True)
    for n in range({notes})
)

for n in range({agreements}):
    workshop.agreements.create(what=f"{{n}}. Vi laver en fælles liste over det, der driller", who="Mette")
workshop.set_wall_on_phones(True)
"""

# What of the wall is cut off or lies outside the screen, in words.
CUT = """() => {
  const wrong = [];
  const root = document.scrollingElement;
  if (root.scrollHeight > innerHeight + 1 || root.scrollWidth > innerWidth + 1) wrong.push("the page scrolls");
  for (const each of document.querySelectorAll("main *")) {
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height || each.closest(".visually-hidden") || !each.checkVisibility()) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      wrong.push(`outside the screen: ${each.className || each.tagName} ${each.textContent.trim().slice(0, 40)}`);
  }
  for (const each of document.querySelectorAll("[data-fit-list] > li")) {
    const box = each.getBoundingClientRect(), list = each.parentElement.getBoundingClientRect();
    if (!box.height) continue;
    if (box.bottom > list.bottom + 1 || box.right > list.right + 1)
      wrong.push(`cut off by its list: ${each.textContent.trim().slice(0, 40)}`);
    if (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
      wrong.push(`cut off in itself: ${each.textContent.trim().slice(0, 40)}`);
  }
  return wrong;
}"""

# Which of the things a selector finds lie on top of each other, in words.
COVERED = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((each) => {
    const words = document.createRange();  // a heading is as wide as its column
    words.selectNodeContents(each);
    return [each.textContent.trim().slice(0, 40), (each.matches("h2") ? words : each).getBoundingClientRect()];
  }).filter(([, box]) => box.width);
  return boxes.flatMap(([name, a], index) => boxes.slice(index + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${name} and ${other}`));
}"""

# What sticks out to the right of the page, in words.
WIDE = """() => {
  const root = document.querySelector("dialog[open]") ?? document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth + 1) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (each) => each.getBoundingClientRect().right > root.clientWidth + 1);
  return [`${root.scrollWidth} px wide`, ...wide.map((each) => `${each.tagName} ${each.id || each.className}`)];
}"""


thorough = pytest.mark.thorough


@pytest.mark.parametrize("notes", [pytest.param(6, marks=thorough), 60, pytest.param(300, marks=thorough)])
def test_the_wall_never_scrolls_and_cuts_nothing_off(room, server, notes):
    made = server.workshop(step="show", more=NOTES.format(notes=notes, agreements=12))
    wall = settled(room.wall(), made.wall)
    shown = wall.locator(".note:visible")
    more = wall.get_by_role("button", name="Næste side").first
    seen = set()
    while True:
        assert wall.evaluate(CUT) == []
        seen |= set(shown.evaluate_all("notes => notes.map(note => note.id)"))
        if not more.is_visible() or more.is_disabled():
            break
        more.click()
    assert len(seen) == notes
    wall.keyboard.press("ArrowRight")
    expect(wall.locator(".agreements li").first).to_be_attached()
    expect(shown.first).to_be_visible()
    assert wall.evaluate(CUT) == []


def test_the_wall_without_notes(room, server):
    made = server.workshop(step="lobby")
    wall = settled(room.wall(), made.wall)
    for key in [each for each in made.keys if ".review." not in each]:  # there is nothing to read through
        expect(wall.locator(".foot__nav [name=at]")).to_have_value(key)
        assert wall.evaluate(CUT) == []
        wall.keyboard.press("ArrowRight")


FULL = f"""
import json
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
activity = workshop.add_activity(QuestionSet.objects.get(key="{{key}}", activity=None))
workshop.open()
people = [workshop.join() for _ in range(12)]
for topic, question in activity.question_set.places():
    for n, kind in enumerate(question.note_kinds() * 6):
        Note.objects.create(workshop=workshop, topic=topic, question=question, participant=people[n % 12],
                            kind=kind.key, text="Hvem ringer jeg til kl. 23, når alt er nede? Sidst stod jeg alene.")
    for person in people:
        for kind in question.choices()[-1:]:
            Mark.objects.create(workshop=workshop, topic=topic, question=question, participant=person, choice=kind.key)
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
print(json.dumps([workshop.pk, {{{{stop.step.key: stop.key for stop in reversed(workshop.route())}}}}]))
"""


@pytest.mark.parametrize(
    ("key", "steps", "apart"),
    [
        pytest.param("rasmus-foer", ["needs", "decide"], ".compass-board h2, .fit__fold", marks=thorough),
        pytest.param("rasmus-efter", ["lessons", "decide"], ".compass-board h2, .fit__fold", marks=thorough),
        ("implementeringsplan", ["checked", "decide"], ".ranking__text, .ranking__count button, .ranking__key, .foot"),
    ],
)
def test_nothing_on_a_full_wall_covers_another_thing(room, server, key, steps, apart):
    pk, stops = json.loads(server.shell(FULL.format(key=key)))
    for step in steps:
        server.shell(f"Workshop.objects.get(pk={pk}).go_to({stops[step]!r})")
        wall = settled(room.wall(), f"/workshops/{pk}/tavle/")
        assert wall.evaluate(COVERED, apart) == []
        assert wall.evaluate(CUT) == []
        desk = settled(room.desk(), f"/workshops/{pk}/styr/")
        assert desk.evaluate(WIDE) == []
        buttons = [desk.locator(f"#desk-{each}").bounding_box() for each in ("back", "next")]
        assert buttons[0]["y"] == pytest.approx(buttons[1]["y"], abs=2)


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        pytest.param("kompetencehjulet", ["gap"], marks=thorough),
        ("fire-faser", ["choose", "degree-shown", "advice-shown"]),
    ],
)
def test_tables_and_rows_on_the_desk_fit_a_phone(room, server, key, steps):
    pk, stops = json.loads(server.shell(FULL.format(key=key)))
    desk = room.desk()
    desk.set_viewport_size({"width": 390, "height": 844})
    for step in steps:
        server.shell(f"Workshop.objects.get(pk={pk}).go_to({stops[step]!r})")
        settled(desk, f"/workshops/{pk}/styr/")
        assert desk.evaluate(WIDE) == [], step


@pytest.mark.parametrize("width", [360, pytest.param(390, marks=thorough)])
def test_nothing_is_wider_than_a_phone(room, server, width):
    made = server.workshop(more=NOTES.format(notes=24, agreements=3))
    phone = room.phone(f"/k/{made.code}/", width=width)
    assert phone.evaluate(WIDE) == []
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url(f"**{made.phone}")
    phone.locator("#text").fill("Speciallægepraksisplanlægningsstabiliseringsperiode" * 3)
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.locator("#mine summary").click()
    expect(phone.get_by_label("Ret din seddel")).to_be_visible()
    assert phone.evaluate(WIDE) == []

    desk = room.desk(made.desk)
    desk.locator("#step-show").click()
    phone = room.joined(made, width=width)
    expect(phone.locator("#others .note")).to_have_count(24)
    assert phone.evaluate(WIDE) == []


@pytest.mark.parametrize(
    ("width", "height"),
    [(360, 740), pytest.param(390, 844, marks=thorough), pytest.param(1366, 768, marks=thorough)],
)
def test_nothing_is_wider_than_the_desk(room, server, width, height):
    made = server.workshop(more=NOTES.format(notes=24, agreements=3))
    desk = room.desk()
    desk.set_viewport_size({"width": width, "height": height})
    for step in ("write", "show"):
        settled(desk, made.desk)
        desk.locator(f"#step-{step}").click()
        expect(desk.locator(f"#step-{step}")).to_have_attribute("aria-current", "step")
        assert desk.evaluate(WIDE) == []
    desk.locator(".place .note__actions a").first.click()
    expect(desk.locator("#dialog")).to_be_visible()
    assert desk.evaluate(WIDE) == []
    for address in ("/workshops/", "/workshops/ny/", f"/workshops/{made.pk}/"):
        desk.goto(address)
        assert desk.evaluate(WIDE) == [], address
    desk.get_by_role("link", name="Vælg og ret indholdet").click()
    expect(desk.locator("#total")).to_be_visible()
    assert desk.evaluate(WIDE) == []


def test_a_phones_first_load_is_small(room, server):
    """From the QR code to the form: both pages, with their styles and scripts, and the first of the stream."""
    made = server.workshop()
    phone = room.phone()
    network = phone.context.new_cdp_session(phone)
    sizes, asked = [], []
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.on("Network.eventSourceMessageReceived", lambda event: sizes.append(len(event["data"].encode())))
    network.send("Network.enable")
    phone.goto(f"/k/{made.code}/")
    with phone.expect_response("**/live/**"):
        phone.get_by_role("button", name="Kom med").click()
    expect(phone.locator("#text")).to_be_visible()
    loaded = asked[asked.index(f"{server.url}{made.phone}") :]
    assert f"{server.url}/live{made.phone.replace('deltag', 'phone')}" in loaded
    assert 6 < len(set(loaded)) <= 16
    scripts = [each for each in loaded if each.endswith(".js")]
    assert sorted(scripts) == sorted(set(scripts))  # what is asked for early is not asked for again
    assert 20_000 < sum(sizes) < 60_000
