"""A workplace's own content: a wrong file, a right one, and a set written and run."""

import re

import pytest
from playwright.sync_api import expect

GOOD = """\
tool: dialogue
title: Pauser i en digital dag
source: Vores egen
topics:
  - title: Skærmen og kroppen
    source: Vores egen
    questions:
      - text: Hvornår holder vi pause fra skærmen?
        source: Vores egen
        hints:
          - text: Læg et møde ud på en gåtur
            source: Vores egen
"""


@pytest.mark.once
def test_a_broken_file_is_put_right_and_a_good_one_comes_in(room, tmp_path):
    desk = room.desk("/bibliotek/hent-ind/")
    (tmp_path / "pauser.yaml").write_text(GOOD.replace("- text: Hvornår", "- tekst: Hvornår"))
    desk.get_by_label("Vælg en fil").set_input_files(tmp_path / "pauser.yaml")
    desk.get_by_role("button", name="Hent ind").click()

    wrong = desk.get_by_role("alert").filter(has_text="Linje 8")
    expect(wrong).to_have_text(
        "Linje 8: Et spørgsmål kan ikke have »tekst«. Mente du »text«? "
        "Der står nu: »- tekst: Hvornår holder vi pause fra skærmen?«"
    )
    field = desk.get_by_label("Eller sæt teksten ind her")
    field.fill(field.input_value().replace("- tekst:", "- text:"))
    desk.get_by_role("button", name="Hent ind").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Pauser i en digital dag")
    wall = desk.frame_locator("iframe")
    expect(wall.get_by_text("Hvornår holder vi pause fra skærmen?")).to_be_visible()
    with desk.expect_download() as taken_out:
        desk.get_by_role("link", name="Hent som YAML").click()
    assert taken_out.value.suggested_filename == "pauser-i-en-digital-dag.yaml"

    desk.goto("/bibliotek/")
    expect(desk.get_by_role("link", name="Pauser i en digital dag")).to_have_count(1)
    desk.goto("/bibliotek/hent-ind/")
    desk.get_by_label("Vælg en fil").set_input_files(taken_out.value.path())
    desk.get_by_role("button", name="Hent ind").click()
    expect(desk.get_by_text("Læg et møde ud på en gåtur")).to_have_count(1)


@pytest.mark.once
def test_a_set_is_written_found_and_run(room):
    desk = room.desk("/bibliotek/ny/")
    desk.get_by_label("Titel").fill("Overskuddet i en travl uge")
    desk.get_by_role("button", name="Gem, og skriv spørgsmål").click()
    desk.get_by_label("Et tema mere").fill("Frirummet")
    desk.get_by_role("button", name="Tilføj", exact=True).last.click()
    desk.get_by_label("Et spørgsmål mere").fill("Hvad giver os luft?")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Spørgsmål", exact=True)).to_have_value("Hvad giver os luft?")
    desk.get_by_role("button", name="Gem, og vis sættet").click()

    desk.goto("/bibliotek/?q=luften")
    desk.get_by_role("link", name="Overskuddet i en travl uge").click()
    desk.get_by_role("link", name="Lav en workshop med det").click()
    desk.get_by_label("Hvad skal workshoppen hedde?").fill("En travl uge")
    desk.get_by_label("Arbejdsplads", exact=True).fill("Biblioteket")
    desk.get_by_role("button", name="Gem, og gå til dagsordenen").click()
    expect(desk.get_by_text(re.compile(r"Spørgsmål i temaer\s+· 1 spørgsmål"))).to_be_visible()
