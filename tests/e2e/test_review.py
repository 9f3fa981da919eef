"""What people write reaches no other screen before somebody shows it: read off all that the server sends."""

from playwright.sync_api import expect

from .heard import Heard
from .screens import send


def test_from_private_writing_to_what_the_room_sees(room, server):
    made = server.workshop(more="workshop.set_wall_on_phones(True)")
    desk, wall, other = room.desk(), room.wall(), room.joined(made)
    writer, named = room.joined(made), room.joined(made)
    heard = [Heard(desk, made.desk), Heard(wall, made.wall), Heard(other, made.phone)]

    send(writer, "Vi taster alt to gange")
    send(named, "Vores leder er en nar")
    expect(wall.locator(".pile__count")).to_have_text("2 sedler")
    expect(desk.locator(".place .count")).to_have_text("2 sedler")
    assert [each.has("taster alt") or each.has("en nar") for each in heard] == [False] * 3
    writer.get_by_role("button", name="Færdig med at skrive").click()
    expect(writer.get_by_role("button", name="Færdig med at skrive")).to_have_attribute("aria-pressed", "true")
    expect(wall.locator("#seats")).to_have_text("3 er med · 1 er færdig")
    expect(named.get_by_role("button", name="Færdig med at skrive")).to_have_attribute("aria-pressed", "false")

    desk.locator("#desk-next").click()
    expect(desk.locator("#review .note")).to_have_count(2)
    desk.get_by_role("button", name="krænkende Vores leder er en nar").click()
    told = "Din seddel er holdt tilbage, fordi den er krænkende. Skriv om opgaven, og send igen."
    expect(named.locator("#mine .note__state")).to_have_text(told)
    expect(wall.locator("#reviewed")).to_have_text("1 seddel venter 1 er holdt tilbage")
    assert [each.has("taster alt") or each.has("en nar") for each in heard[1:]] == [False] * 2

    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_text("Vi taster alt to gange")
    expect(other.locator("#others .note__text")).to_have_text("Vi taster alt to gange")
    assert [each.has("en nar") for each in heard[1:]] == [False] * 2

    named.locator("#mine summary").click()
    named.get_by_label("Ret din seddel").fill("Vi får nej uden en grund")
    named.get_by_role("button", name="Gem").click()
    expect(named.locator("#said")).to_have_text("Sendt igen. Ordstyreren ser på den.")
    expect(desk.locator(".place .count")).to_have_text("1 seddel (1 venter)")
    assert not heard[1].has("uden en grund")
    desk.get_by_role("button", name="Vis Vi får nej").click()
    expect(wall.locator(".note__text")).to_have_count(2)


def test_a_note_from_a_phone_that_was_away_waits_and_the_desk_says_where(room, server):
    made = server.workshop()
    desk, wall, phone = room.desk(made.desk), room.wall(made.wall), room.joined(made)
    send(phone, "Det første")
    phone.context.set_offline(True)
    phone.locator("#text").fill("Skrevet i kælderen")
    phone.get_by_role("button", name="Send", exact=True).click()
    desk.locator("#desk-next").click()
    expect(desk.locator("#review .note")).to_have_count(1)
    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_text("Det første")
    desk.locator("button.route__stop", has_text=made.questions[1]).click()
    expect(wall.locator("h1")).to_have_text(made.questions[1])

    phone.context.set_offline(False)
    waits = desk.locator("#waiting button")
    expect(waits).to_have_text(f"1 seddel venter: {made.questions[0]}", timeout=30_000)
    waits.click()
    expect(desk.locator("#review .note", has_text="Skrevet i kælderen")).to_be_visible()
    assert wall.get_by_text("Skrevet i kælderen").count() == 0
    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_text(["Det første", "Skrevet i kælderen"])


def test_a_helper_reviews_and_writes_down_and_the_desk_is_sent_nothing_early(room, server):
    made = server.workshop(more="workshop.let_helper_review(True)")
    desk, wall, helper, writer = room.desk(), room.wall(), room.joined(made), room.joined(made)
    heard = [Heard(desk, made.desk), Heard(wall, made.wall)]

    helper.get_by_role("button", name="Jeg er jeres hjælper").click()
    expect(helper.locator("#helper b")).to_be_visible()
    expect(desk.locator(".helper-asks b")).to_have_text(helper.locator("#helper b").inner_text())
    desk.get_by_role("button", name="Ja", exact=True).click()
    expect(helper.locator("#helper")).to_have_text("Du er hjælper. Lige nu er der ikke noget at gøre.")
    expect(writer.locator("#helper")).to_be_hidden()

    send(writer, "Vi taster alt to gange")
    send(writer, "Vores leder er en nar")
    desk.locator("#desk-next").click()
    expect(helper.locator(".helper__note")).to_have_count(2)
    helper.get_by_role("button", name="krænkende Vores leder er en nar").click()
    expect(helper.locator("#said")).to_have_text("Holdt tilbage.")
    expect(desk.locator("#reviewed")).to_have_text("1 seddel venter 1 er holdt tilbage")
    assert [each.has("taster alt") or each.has("en nar") for each in heard] == [False] * 2

    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_text("Vi taster alt to gange")
    assert [each.has("en nar") for each in heard] == [False] * 2
    expect(helper.locator(".helper__note")).to_have_count(0)

    desk.locator("#desk-next").click()
    helper.get_by_label("Hvad kom I frem til?").last.fill("Vi taster kun én gang")
    helper.get_by_role("button", name="Skriv ned").click()
    expect(helper.locator("#said")).to_have_text("Aftalen er skrevet ned.")
    expect(helper.locator("#what")).to_have_value("")
    expect(wall.locator("#agreements")).to_contain_text("Vi taster kun én gang")

    desk.get_by_role("button", name="Find en anden hjælper").click()
    expect(helper.locator("#agreement-form")).to_have_count(0)
