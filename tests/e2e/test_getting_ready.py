"""Before the meeting and around it: four questions, a rehearsal, the clock of a step, and notes from paper."""

from playwright.sync_api import expect

COUNTED = """sum(each.objects.count() for each in (Workshop, Note, QuestionSet))"""


def test_four_answers_propose_and_what_was_typed_stays(room):
    page = room.desk("/workshops/ny/")
    page.get_by_label("Hvad skal workshoppen hedde?").fill("Tirsdagsmødet")
    page.get_by_label("Hvor lang tid har I?").select_option("To timer")
    expect(page.get_by_role("radio", name="To timer med kompasset")).to_be_checked()
    page.get_by_label("Hvor meget ligger fast?").select_option("Meget er stadig åbent")
    expect(page.get_by_role("radio", name="To timer, mens meget stadig er åbent")).to_be_checked()

    assert page.get_by_label("Hvad skal workshoppen hedde?").input_value() == "Tirsdagsmødet"
    assert "Tirsdagsm" not in page.url


def test_a_rehearsal_from_beginning_to_end_leaves_nothing(room, server):
    made = server.workshop(step="explain")
    before = server.value(COUNTED)
    desk = room.desk(made.desk.replace("styr/", ""))
    desk.get_by_role("button", name="Øv mødet").click()
    desk.wait_for_url("**/styr/")
    wall = room.wall(desk.url.replace("/styr/", "/tavle/"))
    expect(wall.locator(".foot__rehearsal")).to_have_text("Øvelse")
    expect(desk.locator("#guide .guide__line")).to_contain_text("Velkommen.")

    for step in ("Læs", "Skriv", "Gennemsyn"):
        desk.locator("#desk-next").click()
        expect(desk.locator(".steps [aria-current]")).to_have_text(step)
    expect(desk.locator("#review .note")).not_to_have_count(0)
    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).not_to_have_count(0)
    desk.locator("#guide summary").first.click()
    desk.locator("#desk-next").click()
    expect(desk.locator("#guide")).to_have_attribute("open", "")

    assert server.value(COUNTED) > before
    desk.get_by_role("button", name="Slut øvelsen").click()
    expect(desk.get_by_text("Øvelsen er slut. Alt fra den er slettet.")).to_be_visible()
    assert server.value(COUNTED) == before


def test_the_clock_stands_and_goes_on_and_the_screens_follow(room, server):
    made = server.workshop()
    desk, wall = room.desk(made.desk), room.wall(made.wall)
    desk.locator("#timer-start").click()
    expect(wall.locator("#timer")).to_be_visible()
    desk.locator("#timer-pause").click()
    expect(wall.locator("#timer")).to_contain_text("står")
    desk.get_by_role("button", name="Lad uret gå", exact=True).click()
    expect(wall.locator("#timer")).not_to_contain_text("står")
    expect(desk.get_by_role("button", name="Stands uret", exact=True)).to_be_visible()
    desk.locator("#desk-next").click()
    expect(wall.locator("#timer")).to_be_hidden()


def test_notes_from_paper_are_seen_stored_and_on_the_wall(room, server):
    made = server.workshop(step="show")
    wall = room.wall(made.wall)
    page = room.desk(made.desk.replace("styr/", "papir/"))
    page.get_by_label("Hvilket spørgsmål hører de til?").select_option(made.places[0])
    page.get_by_label("Sedlerne, én på hver linje").fill("- Vi mangler tid\n- Koden virker ikke på den gamle telefon")
    page.get_by_role("button", name="Se, hvordan de kommer til at stå").click()
    expect(page.locator(".pasted tbody tr")).to_have_count(2)
    assert "tid" not in page.url
    page.get_by_role("button", name="Sæt dem ind").click()
    expect(page.get_by_text("2 sedler er sat ind.")).to_be_visible()

    expect(wall.locator(".note__text")).to_have_text(["Vi mangler tid", "Koden virker ikke på den gamle telefon"])
