"""The wall is read from ten metres: what rooms write is never smaller than the floor, and nothing is cut off."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from .screens import settled
from .server import EMAIL

pytestmark = pytest.mark.once
thorough = pytest.mark.thorough
core = pytest.mark.core

FLOOR = 1920 / 64
COUNTS = [3, 12, 30, 60, 200]

# Where each set's wall shows notes: its step, and whether all are at the first place that takes them.
SHOWN = {
    "sammen-om-ny-teknologi": ("show", True),
    "historie-naestved": ("talk-shown", True),
    "dialogkort": ("round-shown", True),
    "beskriv-del-vend": ("share", False),
    "spilleregler": ("agree", False),
    "relationskort": ("map", False),
    "rasmus-foer": ("expected-shown", False),
    "rasmus-efter": ("experienced-shown", False),
    "fire-faser": ("doors-shown", False),
    "roller": ("agree", False),
}

FILL = """
import json
from tests.notes import yardstick
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
activity = workshop.add_activity(QuestionSet.objects.library().get(key={key!r}))
workshop.open()
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
stop = next(each for each in workshop.route() if each.step.key == {step!r})
places = [(topic, question) for topic, question in activity.question_set.every_place()
          if question.note_kinds() and not topic.skipped]
if {one!r}:
    places = places[:1]
else:
    places = [pair for pair in places if (pair[0].pk, pair[1].pk) in {{(at.topic, at.question) for at in stop.places}}]
Note.objects.bulk_create(
    Note(workshop=workshop, topic=topic, question=question, kind=kinds[n % len(kinds)].key, text=text, shown=True)
    for n, text in enumerate(yardstick({notes}))
    for topic, question in [places[n % len(places)]]
    for kinds in [question.note_kinds()]
)
workshop.go_to(stop.key)
print(json.dumps([f"/workshops/{{workshop.pk}}/tavle/", workshop.pk]))
"""

AGREED = """
from workshops.models import Agreement
for n in (1, 2, 3):
    Agreement(workshop=workshop, what=f"Aftale {n}", who="Lone").write_down()
workshop.go_to("0.wrap-up.0.0")
"""

# Of each box with notes or rows: how large the smallest of its letters are, how many of its items are whole, and which
# are cut off.
BOXES = """() => {
  const says = (each) => [...each.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".visually-hidden, svg");
  const read = (list) => [list, ...[...list.querySelectorAll("*")].filter((each) => says(each) && isSeen(each))];
  const sizes = (list) => read(list).map((each) => parseFloat(getComputedStyle(each).fontSize));
  return [...document.querySelectorAll("[data-fit]")].filter((box) => box.querySelector("[data-fit-list]"))
  .map((box) => {
    const list = box.querySelector("[data-fit-list]"), edge = list.getBoundingClientRect();
    const items = [...list.querySelectorAll("li, tr")].filter((each) => each.offsetParent && !each.closest("td"));
    const over = ({ right, bottom }) => right > edge.right + 1.5 || bottom > edge.bottom + 1.5;
    const area = items.reduce((sum, each) => sum + each.offsetWidth * each.offsetHeight, 0);
    return {
      size: Math.min(...sizes(list)),
      shown: items.map((each) => each.id),
      cut: items.filter((each) => over(each.getBoundingClientRect())).map((each) => each.textContent.slice(0, 40)),
      used: area / (edge.width * edge.height),
      page: Number(box.dataset.page ?? 0) + 1,
      pages: Number(box.dataset.pages ?? 1),
    };
  });
}"""

# Fitted and measured between two frames, with what a press does next: what the stream brings meanwhile is fitted anew.
FITTED_BOXES = f"""() => document.querySelector("[data-fit]:not([data-fitted])") ? null : {{
  boxes: ({BOXES})(),
  walks: Boolean(document.querySelector("[data-walk=next]")),
  turns: Boolean(document.querySelector("[data-next-page]:not([hidden])")),
}}"""


def wall_of(room, server, key: str, notes: int) -> tuple[Page, int]:
    step, one = SHOWN[key]
    address, pk = json.loads(server.shell(FILL.format(email=EMAIL, key=key, step=step, one=one, notes=notes)))
    return fitted(settled(room.wall(), address)), pk


def fitted(wall: Page) -> Page:
    expect(wall.locator("[data-fit]:not([data-fitted])")).to_have_count(0)
    return wall


def stop_of(wall: Page) -> str:
    return wall.locator(".foot__nav [name=at]").input_value()


def pages(wall: Page) -> list[list[dict]]:
    """What stands on each page of each close-up of the stop, as a clicker goes through it."""
    found = []
    for _press in range(99):
        seen = wall.wait_for_function(FITTED_BOXES).json_value()
        found.append(seen["boxes"])
        if not seen["walks"] and not seen["turns"]:
            return found
        at = stop_of(wall)
        wall.keyboard.press("PageDown")
        if not seen["turns"]:
            expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(at)
    raise AssertionError("a clicker never came to the end of the stop")


@pytest.mark.parametrize(
    ("notes", "most", "size"), [(12, 1, 32), pytest.param(30, 2, FLOOR, marks=core), (60, 4, FLOOR)]
)
def test_what_a_room_wrote_is_read_from_the_back(room, server, notes, most, size):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", notes)
    found = [box for (box,) in pages(wall)]
    assert len(found) <= most
    assert [box["cut"] for box in found] == [[]] * len(found)
    assert min(box["size"] for box in found) >= size
    assert [box["used"] > 2 / 3 for box in found[:-1]] == [True] * (len(found) - 1)
    assert sorted(note for box in found for note in box["shown"]) == sorted(every_note(server, _pk))


@pytest.mark.parametrize("key", [pytest.param(key, marks=[core] if key == "rasmus-foer" else []) for key in SHOWN])
@pytest.mark.parametrize("notes", [pytest.param(n, marks=[] if n == 30 else thorough) for n in COUNTS])
def test_no_wall_is_smaller_than_the_floor_or_cuts_anything_off(room, server, key, notes):
    wall, pk = wall_of(room, server, key, notes)
    found = [box for page in pages(wall) for box in page]
    assert [box["cut"] for box in found if box["cut"]] == []
    assert [box["size"] for box in found if box["size"] < FLOOR - 0.01] == []
    seen = {note for box in found for note in box["shown"] if note.startswith("note-")}
    if key != "roller":  # its rows are read in close-up, cell by cell
        assert seen == set(every_note(server, pk))


PUT_TOGETHER = """
import json
from tests.notes import yardstick
from workshops.models import Cluster, Dot
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
activity = workshop.add_activity(QuestionSet.objects.library().get(key="sammen-om-ny-teknologi"))
activity.plan([], gathers=True, chooses=True)
topic, question = activity.question_set.places()[0]
activity.question_set.questions.exclude(pk=question.pk).update(skipped=True)
workshop.open()
texts = yardstick({notes})
called = [each[:80] for each in texts[:{clusters}]]
clusters = [Cluster.objects.create(workshop=workshop, activity=activity, heading=each) for each in called]
made = [
    Note.objects.create(workshop=workshop, topic=topic, question=question, kind="note", text=text, shown=True,
                        cluster=clusters[n % {clusters}] if n % 7 else None)
    for n, text in enumerate(texts)
]
seat = workshop.join()
for each in made[:3]:
    Dot.objects.create(workshop=workshop, activity=activity, note=each, participant=seat, n=1)
stop = next(each for each in Workshop.objects.with_route().get(pk=workshop.pk).route() if each.step.key == {step!r})
workshop.go_to(stop.key)
print(workshop.pk)
"""


@pytest.mark.parametrize("step", ["gather", "dots", "ranked"])
@pytest.mark.parametrize(
    ("notes", "clusters"), [(12, 3), pytest.param(60, 8, marks=thorough), pytest.param(200, 20, marks=thorough)]
)
def test_bunker_are_read_from_the_back(room, server, step, notes, clusters):
    pk = server.shell(PUT_TOGETHER.format(email=EMAIL, notes=notes, clusters=clusters, step=step)).strip()
    wall = fitted(settled(room.wall(), f"/workshops/{pk}/tavle/"))
    found = [box for page in pages(wall) for box in page]
    assert [box["cut"] for box in found if box["cut"]] == []
    assert [box["size"] for box in found if box["size"] < FLOOR - 0.01] == []
    seen = {each for box in found for each in box["shown"] if each.startswith("cluster-")}
    assert len(seen) == (2 if step == "ranked" else clusters)  # ranked is what got dots


def every_note(server, pk: int) -> list[str]:
    return server.value(f"[f'note-{{each.number}}' for each in Note.objects.filter(workshop={pk})]")


@pytest.mark.parametrize(
    ("width", "height"),
    [(1024, 768), (1280, 720), (1366, 650), (1920, 940), (1920, 1200), pytest.param(3840, 2160, marks=thorough)],
)
def test_the_floor_follows_the_width_of_the_wall(room, server, width, height):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", 30)
    wall.set_viewport_size({"width": width, "height": height})
    wall.reload()
    found = [box for (box,) in pages(wall)]
    assert [box["cut"] for box in found] == [[]] * len(found)
    assert min(box["size"] for box in found) >= width / 64 - 0.01


def test_a_long_note_is_shortened_among_others_and_whole_alone(room, server):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", 12)
    note = wall.locator(".note", has=wall.locator(".note__more"))
    expect(note).to_have_count(1)
    short = note.locator(".note__text").inner_text()
    whole = note.locator(".note__whole").text_content()
    assert (len(short) <= 140, len(whole) > 140, whole.startswith(short.rstrip("…"))) == (True, True, True)

    note.click()
    alone = wall.locator("#alone")
    expect(alone.locator(".note__whole")).to_have_text(whole)
    assert alone.locator(".note").evaluate("(note) => parseFloat(getComputedStyle(note).fontSize)") > 64
    wall.keyboard.press("Escape")
    expect(alone).to_be_hidden()


def test_one_goes_from_note_to_note_by_the_arrows(room, server):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", 3)
    texts = wall.locator(".note__text").all_inner_texts()
    alone = wall.locator("#alone .note__text")
    wall.keyboard.press("s")
    seen = [alone.inner_text()]
    for key in ("PageDown", "ArrowRight", "ArrowLeft"):
        wall.keyboard.press(key)
        seen.append(alone.inner_text())
    assert seen == [*texts, texts[1]]
    wall.keyboard.press("Enter")  # the button that has the focus says Luk
    expect(wall.locator("#alone")).to_be_hidden()
    assert stop_of(wall).split(".")[1] == "show"


def test_a_note_that_is_hidden_is_not_held_up_alone(room, server):
    wall, pk = wall_of(room, server, "sammen-om-ny-teknologi", 3)
    wall.keyboard.press("s")
    expect(wall.locator("#alone")).to_be_visible()
    server.shell(f"Note.objects.filter(workshop={pk}).order_by('pk')[0].hide('person')")
    expect(wall.locator("#alone")).to_be_hidden()
    expect(wall.locator("#stage .note")).to_have_count(2)


def test_agreements_are_read_one_by_one_and_put_right_there(room, server):
    made = server.workshop(asked=1, more=AGREED)
    wall = room.wall(made.wall)
    wall.keyboard.press("s")
    alone = wall.locator("#alone .agreement")
    seen = [alone.locator(".agreements__what").inner_text()]
    for key in ("PageDown", "ArrowRight", "ArrowLeft"):
        wall.keyboard.press(key)
        seen.append(alone.locator(".agreements__what").inner_text())
    assert seen == ["Aftale 1", "Aftale 2", "Aftale 3", "Aftale 2"]
    assert alone.evaluate("(item) => parseFloat(getComputedStyle(item).fontSize)") > 64
    expect(wall.locator("#alone").get_by_role("button", name="Skjul")).to_be_hidden()

    wall.locator("#alone").get_by_role("button", name="Ret").click()
    form = wall.locator("#dialog")
    expect(form.locator("#id_what")).to_have_value("Aftale 2")
    form.locator("#id_what").fill("Vi mødes mandag")
    form.get_by_role("button", name="Gem aftalen").click()
    expect(wall.locator("#agreements .agreements__what")).to_have_text(["Aftale 1", "Vi mødes mandag", "Aftale 3"])

    wall.get_by_role("button", name="Vi mødes mandag").click()
    expect(alone.locator(".agreements__what")).to_have_text("Vi mødes mandag")
    server.shell(f"Workshop.objects.get(pk={made.pk}).agreements.get(what='Vi mødes mandag').drop()")
    expect(wall.locator("#alone")).to_be_hidden()


def test_the_clicker_turns_pages_and_the_desk_leaves_at_once(room, server):
    wall, pk = wall_of(room, server, "sammen-om-ny-teknologi", 60)
    fold = wall.locator("[data-fold-text]")
    expect(fold).to_have_text("Side 1 af 4 · 60 sedler")
    expect(wall.locator("#wall-next")).to_contain_text("Næste side")
    wall.keyboard.press("PageDown")
    expect(fold).to_have_text("Side 2 af 4 · 60 sedler")
    wall.keyboard.press("PageUp")
    expect(fold).to_have_text("Side 1 af 4 · 60 sedler")
    before = stop_of(wall)

    room.desk(f"/workshops/{pk}/styr/").locator("#desk-next").click()
    expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(before)


def test_at_the_end_the_button_turns_the_pages_that_are_left(room, server):
    """Forty agreements stand on several pages, and there is no stop after them."""
    wall, pk = wall_of(room, server, "sammen-om-ny-teknologi", 3)
    server.shell(f"""
workshop = Workshop.objects.with_route().get(pk={pk})
workshop.agreements.bulk_create(Agreement(workshop=workshop, what=f"Aftale nummer {{n}}") for n in range(40))
workshop.go_to("0.wrap-up.0.0")
""")
    following, fold = wall.locator("#wall-next"), wall.locator("[data-fold-text]")
    expect(fold).to_contain_text("Side 1 af ")  # from the first: the newest are first while they are written
    while following.is_enabled():
        following.click()
    expect(fold).to_contain_text(re.compile(r"^Side (\d) af \1 · 40 aftaler$"))


def test_the_clicker_walks_from_circle_to_circle_before_it_leaves(room, server):
    wall, _pk = wall_of(room, server, "rasmus-foer", 12)
    seen = []
    for _circle in range(6):
        at = stop_of(wall)
        wall.keyboard.press("PageDown")
        expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(at)
        seen.append(wall.locator(".circle-view__compass h2").inner_text())
    assert len(set(seen)) == 6
    wall.keyboard.press("PageDown")
    expect(wall.locator(".circle-view__compass h2")).to_have_count(0)
    assert stop_of(wall).split(".")[1] != "expected-shown"


@pytest.mark.parametrize("key", ["b", "."])
def test_a_key_blanks_the_wall_and_brings_it_back(room, server, key):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", 3)
    at = stop_of(wall)
    blank = """() => getComputedStyle(document.body, "::after").backgroundColor === "rgb(0, 0, 0)" """
    wall.keyboard.press(key)
    assert wall.evaluate(blank)
    wall.keyboard.press(key)
    assert not wall.evaluate(blank)
    wall.keyboard.press(key)
    wall.keyboard.press("PageDown")  # brings it back, and does no more
    assert not wall.evaluate(blank)
    assert stop_of(wall) == at


def test_many_that_come_at_once_are_all_there(room, server):
    wall, pk = wall_of(room, server, "sammen-om-ny-teknologi", 30)
    server.shell(
        f"from tests.notes import yardstick; w = Workshop.objects.with_route().get(pk={pk})\n"
        "place = w.stop().places[0]\n"
        "for n, text in enumerate(yardstick(150)): w.write(place, 'note', text, f'burst{n}', None)"
    )
    expect(wall.locator("[data-fold-text]")).to_contain_text("180 sedler", timeout=20_000)
    assert wall.locator("#stage .note").count() == 180


def test_what_comes_moves_what_is_there_at_most_every_other_second(room, server):
    wall, pk = wall_of(room, server, "sammen-om-ny-teknologi", 12)
    wall.evaluate(
        """() => { window.sizes = []; const box = document.querySelector("[data-fit]");
             new MutationObserver(() => window.sizes.push(performance.now())).observe(
               box, { attributes: true, attributeFilter: ["data-fitted"] }); }"""
    )
    server.shell(
        f"import time\nw = Workshop.objects.with_route().get(pk={pk})\nplace = w.stop().places[0]\n"
        "for n in range(12): w.write(place, 'note', f'Seddel {n}', f'late{n}', None); time.sleep(.25)"
    )
    expect(wall.locator("#stage .note")).to_have_count(24)
    times = wall.evaluate("window.sizes")
    assert len(times) <= 3


def test_one_laptop_is_enough_for_a_room(room, server):
    wall, _pk = wall_of(room, server, "sammen-om-ny-teknologi", 3)
    menu = wall.locator("#wall-menu")
    wall.keyboard.press("m")
    expect(menu).to_have_attribute("open", "")

    menu.get_by_role("button", name="+1 min.").click()
    expect(wall.locator("#timer")).to_be_visible()
    expect(menu).to_have_attribute("open", "")  # what is in it can be used one thing after the other

    menu.get_by_role("link", name="Skriv for en uden telefon").click()
    dialog = wall.locator("#dialog")
    dialog.get_by_label("Seddel").fill("Sagt højt i salen")
    dialog.locator("button.button:not(.button--quiet)").first.click()
    expect(wall.locator("#stage .note")).to_have_count(4)
    expect(wall.locator("#stage .note [data-alone]")).to_have_count(4)

    wall.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    wall.locator("#stage .note", has_text="Sagt højt i salen").click()
    wall.locator("#alone").get_by_role("button", name="Ret").click()
    dialog.get_by_label("Seddel").fill("Sagt højt, og rettet")
    dialog.get_by_role("button", name="Gem").click()
    wall.locator("#stage .note", has_text="Sagt højt, og rettet").click()
    wall.locator("#alone").get_by_role("button", name="Skjul").click()
    dialog.get_by_role("button", name="Den er krænkende").click()
    expect(wall.locator("#stage .note")).to_have_count(3)
    assert stop_of(wall).split(".")[1] == "show"
