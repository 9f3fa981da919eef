"""From what many wrote to what the room agrees on: put together, dots, an agreement and a recommendation."""

import json
import re

from playwright.sync_api import Page, expect

from .heard import Heard
from .keys import Keys
from .screens import SHOWN, opened, send, settled

QUICK = {"reads": False, "talks": False, "gathers": True, "chooses": True}


def put(phone: Page, text: str) -> None:
    """Put a dot at what says that."""
    row = phone.locator(".dots__one", has_text=text)
    row.get_by_role("button", name="Sæt en prik").click()
    expect(row.get_by_role("button", name="Sæt en prik")).to_have_attribute("aria-pressed", "true")


def test_from_notes_to_what_matters_and_nothing_is_told_early(room, server):
    made = server.workshop(asked=1, **QUICK)
    desk, wall = room.desk(), room.wall()
    phones = [room.joined(made) for _ in range(3)]
    heard = [Heard(desk, made.desk), Heard(wall, made.wall)]
    for phone, texts in zip(phones, (["Mere tid"], ["Bedre tid til borgerne"], ["Kaffen er kold"]), strict=True):
        for text in texts:
            send(phone, text)
    assert [each.has("borgerne") or each.has("kold") for each in heard] == [False] * 2
    desk.locator("#desk-next").click()
    expect(desk.locator("#review .note")).to_have_count(3)
    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_count(3)

    # Put together by keyboard alone.
    keys = Keys(desk)
    keys.press(re.compile("^Næste"))
    expect(desk.locator("#gather")).to_be_visible()
    for text in ("Mere tid", "Bedre tid til borgerne"):
        keys.press(re.compile(f"^Vælg sedlen: {text}"), "checkbox", "Space")
    keys.write("Overskrift", "Tid")
    keys.press("Læg de valgte i en ny bunke")
    expect(wall.locator(".cluster__heading")).to_have_text("Tid 2 sedler")

    desk.locator("#desk-next").click()
    for phone in phones[:2]:
        put(phone, "Tid")
    put(phones[2], "Kaffen er kold")
    expect(phones[2].locator("#dots-left")).to_have_text("Du har 2 prikker tilbage")
    expect(wall.locator("#dotted")).to_have_text("3 af 3 har sat prikker")
    assert [each.has("option__dots") for each in heard] == [False] * 2
    desk.locator("#desk-next").click()
    for screen in (wall, desk):  # the desk, too: a press is about the step that it stood at
        expect(screen.locator(".option__dots")).to_have_text(["1. ●● 2 prikker", "2. ● 1 prik"])

    desk.locator("#desk-next").click()
    desk.get_by_role("link", name="Aftal Tid").click()
    opened(desk)
    expect(desk.locator("#id_what")).to_have_value("Tid")
    desk.get_by_role("button", name="Gem aftalen").click()
    expect(wall.locator("#agreements")).to_contain_text("Tid")
    desk.get_by_role("link", name="Aftal Kaffen er kold").click()
    opened(desk).get_by_label("Anbefales").check()
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.locator("#dialog")).to_be_hidden()
    found = json.loads(
        server.shell(f"""
import json
print(json.dumps([[each.what, each.result] for each in Workshop.objects.get(pk={made.pk}).agreements.order_by("pk")]))
""")
    )
    assert found == [["Tid", "agreed"], ["Kaffen er kold", "recommended"]]


def test_one_laptop_is_enough_to_put_together_and_to_agree(room, server):
    """From the wall alone: a note is put into a new cluster, and agreed on, where it stands alone."""
    made = server.workshop(asked=1, **QUICK, more=WRITTEN)
    wall = room.wall(made.wall)
    expect(wall.locator("#options .note")).to_have_count(2)
    wall.locator("#options .note", has_text="Mere tid").click()
    wall.locator("#alone").get_by_role("button", name="Læg i bunke").click()
    opened(wall).get_by_label("Overskrift på en ny bunke").fill("Tid")
    wall.get_by_role("button", name="Læg i en ny bunke").click()
    expect(wall.locator(".cluster__heading")).to_have_text("Tid 1 seddel")

    wall.locator("#options .note", has_text="Kaffen").click()
    wall.locator("#alone").get_by_role("button", name="Aftal").click()
    expect(opened(wall).locator("#id_what")).to_have_value("Kaffen er kold")
    wall.keyboard.press("Escape")
    wall.get_by_role("link", name="Tid").click()
    opened(wall).get_by_role("link", name="Aftal").click()
    expect(opened(wall).locator("#id_what")).to_have_value("Tid")
    wall.get_by_role("button", name="Gem aftalen").click()
    expect(wall.locator("#toast")).to_contain_text("Aftalen er skrevet ned.")
    wall.get_by_role("link", name="Tid").click()
    expect(opened(wall).get_by_role("button", name="Skil bunken ad")).to_be_hidden()
    opened(wall).get_by_text("Ret bunken").click()
    opened(wall).get_by_role("button", name="Skil bunken ad").click()
    expect(wall.locator("#options .note")).to_have_count(2)


def test_the_room_chooses_four_of_twelve_questions_from_the_wall_alone(room, server):
    made = server.workshop("lobby", asked=12, picks=True, reads=False, talks=False)
    wall = room.wall(made.wall)
    phones = [room.joined(made) for _ in range(2)]
    wall.keyboard.press("PageDown")
    wall.locator("#stage.stage--pick").wait_for()
    chosen = [made.questions[n] for n in (2, 5, 7, 10)]
    for phone, questions in zip(phones, (chosen[:3], chosen[1:]), strict=True):
        for question in questions:
            put(phone, question)
    expect(wall.locator("#dotted")).to_have_text("2 af 2 har sat prikker")
    assert "option__dots" not in wall.content()

    while not wall.locator("#stage.stage--picked").count():  # what is on a second page is shown before the room goes on
        shown = wall.evaluate(SHOWN)
        wall.locator("#wall-next").click()
        wall.wait_for_function(f"was => ({SHOWN})() !== was", arg=shown)
    expect(wall.locator(".option__dots").first).to_have_text("Delt 1. ●● 2 prikker")
    wall.get_by_role("button", name="De 4 øverste").click()
    expect(wall.locator("h1")).to_have_text(chosen[0])
    expect(phones[0].locator(".stage__question")).to_have_text(chosen[0])
    asked = server.shell(f"""
print(len(Workshop.objects.get(pk={made.pk}).activities.get().asked()))
""")
    assert asked == "4"


def test_notes_are_drawn_onto_each_other(room, server):
    made = server.workshop(asked=1, **QUICK, more=WRITTEN)
    desk = settled(room.desk(), made.desk)
    one, other = (desk.locator("#options .note", has_text=text) for text in ("Mere tid", "Kaffen"))
    one.drag_to(other)

    expect(desk.locator(".cluster__count")).to_have_text("2 sedler")
    expect(desk.locator("#options .note")).to_have_count(0)


def test_a_dot_that_did_not_get_through_is_said_and_can_be_put_again(room, server):
    made = server.workshop(asked=1, **QUICK, more=WRITTEN + CHOOSING)
    phone = room.joined(made)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Sæt en prik").first.click()
    expect(phone.locator("#said")).to_have_text("Prikken kom ikke frem. Prøv igen, når der er net.")

    phone.context.set_offline(False)
    phone.get_by_role("button", name="Sæt en prik").first.click()
    expect(phone.locator("#dots-left")).to_have_text("Du har 2 prikker tilbage")


WRITTEN = """
for n, text in enumerate(["Mere tid", "Kaffen er kold"]):
    workshop.write(places[0], "note", text, f"key-{n}")
workshop.show(places)
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.key == "gather"))
"""
CHOOSING = """
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.key == "dots"))
"""
