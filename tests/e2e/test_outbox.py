"""What a participant writes is kept in the phone until the server has acknowledged it."""

import re

import pytest
from playwright.sync_api import Page, expect

from .screens import AGED, BACK_WITHIN, asked, choice, go, send, write_at
from .server import Made, Wheel

pytestmark = pytest.mark.once

THREE = ["Den første", "Den anden", "Den tredje"]
CLOSED = "Der er lukket for sedler her."
KEPT = "Object.keys(localStorage).filter(each => each.startsWith('outbox/')).length"


@pytest.fixture
def made(server) -> Made:
    return server.workshop()


def press_send(phone: Page, *texts: str) -> None:
    """Write notes that cannot be sent now; returns once they wait."""
    waiting = phone.locator("#outbox .note__text")
    for text in texts:
        before = waiting.count()
        phone.locator("#text").fill(text)
        phone.get_by_role("button", name="Send", exact=True).click()
        expect(waiting).to_have_count(before + 1)
        expect(phone.locator("#text")).to_have_value("")


def all_sent(phone: Page, *texts: str) -> None:
    """They are among one's own, in that order, and nothing is left to send."""
    expect(phone.locator("#mine .note__text")).to_have_text(list(texts), timeout=BACK_WITHIN)
    expect(phone.locator("#outbox")).to_be_hidden()
    assert phone.evaluate(KEPT) == 0


def test_notes_written_without_a_network_come_in_order(room, made):
    phone = room.joined(made)
    phone.context.set_offline(True)
    press_send(phone, *THREE)
    expect(phone.locator("#outbox .note__text")).to_have_text(THREE)
    expect(phone.locator("#outbox")).to_contain_text("Gemt på telefonen. Sendes, når der er net.")
    expect(phone.locator("#said")).to_have_text("Gemt på telefonen. Sendes, når der er net.")
    phone.context.set_offline(False)
    expect(phone.locator("#said")).to_have_text("Sendt", timeout=BACK_WITHIN)
    all_sent(phone, *THREE)
    assert made.notes() == THREE
    send(phone, "Og så en til")
    assert made.notes() == [*THREE, "Og så en til"]


def test_a_note_that_names_someone_is_asked_about_before_it_is_stored(room, made):
    phone = room.joined(made)
    phone.locator("#text").fill("spørg Mette, hun ved det")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Nævner sedlen en person (»Mette«)?")
    expect(phone.locator("#text")).to_have_value("spørg Mette, hun ved det")
    assert (made.notes(), phone.evaluate(KEPT)) == ([], 0)

    send(phone, "spørg superbrugeren, hun ved det")
    phone.locator("#text").fill("Mette har tid")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Nævner sedlen en person (»Mette«)?")
    send(phone, "Mette har tid")
    assert made.notes() == ["spørg superbrugeren, hun ved det", "Mette har tid"]


def test_one_written_without_a_network_that_names_someone_comes_back_to_the_form(room, made):
    phone = room.joined(made)
    phone.context.set_offline(True)
    press_send(phone, "spørg Mette")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox .outbox__wrong")).to_contain_text("Nævner sedlen en person", timeout=BACK_WITHIN)
    phone.locator("#outbox [data-redo]").click()
    expect(phone.locator("#text")).to_have_value("spørg Mette")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Nævner sedlen en person")
    send(phone, "spørg Mette")
    assert made.notes() == ["spørg Mette"]


def test_they_outlive_a_reload_and_a_closed_page(room, server, made):
    phone = room.joined(made)
    context = phone.context
    phone.route("**/sedler/", lambda route: route.abort())
    press_send(phone, *THREE[:2])
    phone.reload()  # the page comes, what is sent from it does not
    expect(phone.locator("#outbox .note__text")).to_have_text(THREE[:2])
    press_send(phone, THREE[2])
    phone.close()
    assert made.notes() == []

    again = context.new_page()
    again.goto(made.phone)
    all_sent(again, *THREE)
    again.reload()
    all_sent(again, *THREE)
    assert made.notes() == THREE


def test_they_outlive_a_server_that_is_killed(room, server, made):
    phone = room.joined(made)
    server.kill()
    press_send(phone, *THREE)
    server.start()
    all_sent(phone, *THREE)
    assert made.notes() == THREE


def test_a_page_that_is_not_ours_acknowledges_nothing(room, made):
    """A captive portal answers everything with its own page."""
    phone = room.joined(made)
    title = phone.title()
    portal = "<title>Gæstenet</title><p id='said'>Log på</p>"
    phone.route("**/sedler/", lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    press_send(phone, *THREE)
    assert phone.title() == title
    phone.unroute("**/sedler/")
    all_sent(phone, *THREE)
    assert made.notes() == THREE


def test_a_note_whose_answer_was_lost_is_stored_once(room, made):
    phone = room.joined(made)
    answers = []

    def lose(route):
        answers.append(route.fetch().status)
        route.abort()

    phone.route("**/sedler/", lose, times=2)
    press_send(phone, "Svaret\nkom aldrig", "Skrevet bagefter")
    expect(phone.locator("#outbox")).to_be_hidden(timeout=BACK_WITHIN)
    expect(phone.locator("#mine .note__text")).to_have_text([re.compile("kom aldrig"), "Skrevet bagefter"])
    assert answers == [200, 200]
    assert made.notes() == ["Svaret\nkom aldrig", "Skrevet bagefter"]


def test_a_refused_note_keeps_its_text(room, server, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    phone.route("**/sedler/", lambda route: route.abort())
    press_send(phone, "For sent", "Også for sent", "Til det næste")
    # The first two are for a question that no longer takes notes when they come; the last one is not.
    phone.evaluate(
        """place => {
            for (const [key, value] of Object.entries(localStorage)) {
                const note = JSON.parse(value);
                if (note.text !== "Til det næste") note.place = place;
                localStorage.setItem(key, JSON.stringify(note));
            }
        }""",
        "999999-999999",
    )
    phone.unroute("**/sedler/")
    expect(phone.locator("#mine .note__text")).to_have_text(["Til det næste"], timeout=BACK_WITHIN)
    refused = phone.locator("#outbox li")
    expect(refused.locator(".note__text")).to_have_text(["For sent", "Også for sent"])
    expect(refused.first).to_contain_text("Spørgsmålet findes ikke længere")
    phone.reload()
    expect(refused).to_have_count(2)
    expect(refused.first).to_contain_text("Spørgsmålet findes ikke længere")

    phone.locator("#text").fill("Midt i noget")
    refused.first.get_by_role("button", name="Ret").click()
    expect(phone.locator("#said")).to_have_text("Send først det, du er ved at skrive.")
    expect(phone.locator("#text")).to_have_value("Midt i noget")
    phone.locator("#text").fill("")
    refused.first.get_by_role("button", name="Ret").click()
    expect(phone.locator("#text")).to_have_value("For sent")
    refused.first.get_by_role("button", name="Slet").click()
    expect(phone.locator("#outbox")).to_be_hidden()
    phone.get_by_role("button", name="Send", exact=True).click()
    all_sent(phone, "Til det næste", "For sent")
    desk.close()


def test_a_note_goes_to_its_place_when_the_room_has_gone_on(room, server, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    phone.route("**/sedler/", lambda route: route.abort())
    press_send(phone, "Til det første")
    write_at(desk, made, 1)
    expect(phone.locator(".stage__question")).to_have_text(made.questions[1])
    press_send(phone, "Til det andet")
    phone.unroute("**/sedler/")
    all_sent(phone, "Til det andet")
    stored = server.value(f"[[n.text, str(n.place)] for n in Note.objects.filter(workshop={made.pk}).order_by('pk')]")
    assert stored == [["Til det første", made.places[0]], ["Til det andet", made.places[1]]]


def test_another_seats_notes_are_not_sent(room, server, made):
    phone = room.joined(made)
    phone.route("**/sedler/", lambda route: route.abort())
    press_send(phone, "Den andens")
    phone.unroute("**/sedler/")
    context = phone.context
    phone.close()
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"/k/{made.code}/")
    page.get_by_role("button", name="Kom med").click()
    page.wait_for_url(f"**{made.phone}")
    send(page, "Min egen")
    expect(page.locator("#outbox")).to_be_hidden()
    assert made.notes() == ["Min egen"]
    page.reload()
    assert page.evaluate(KEPT) == 1

    page.evaluate(AGED, 31)
    page.reload()
    expect(page.locator("#text")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_two_tabs_send_a_note_once(room, made):
    phone = room.joined(made)
    phone.context.route("**/sedler/", lambda route: route.abort())
    press_send(phone, *THREE)
    other = phone.context.new_page()
    other.goto(made.phone)
    expect(other.locator("#outbox .note__text")).to_have_text(THREE)
    phone.context.unroute("**/sedler/")
    held = []
    phone.context.route("**/sedler/", lambda route: held.append(route), times=2)
    for page in (phone, other):  # both have the first on its way
        page.evaluate("dispatchEvent(new Event('online'))")
    while len(held) < 2:
        phone.wait_for_timeout(20)
    for route in held:
        route.continue_()
    for page in (phone, other):
        expect(page.locator("#outbox")).to_be_hidden(timeout=BACK_WITHIN)
    phone.reload()
    all_sent(phone, *THREE)
    assert made.notes() == THREE


def test_a_phone_that_is_shut_out_keeps_what_waited(room, server, made):
    phone = room.joined(made)
    phone.route("**/sedler/", lambda route: route.abort())
    press_send(phone, "Det her vil jeg nødig miste")
    phone.route("**/live/**", lambda route: route.abort())
    server.shell(
        f"from django.utils import timezone; w = Workshop.objects.get(pk={made.pk}); "
        "w.participants.update(removed_at=timezone.now())"
    )
    phone.unroute("**/sedler/")
    waiting = phone.locator("#outbox li")
    expect(waiting).to_contain_text("Kunne ikke sendes. Kopiér teksten", timeout=BACK_WITHIN)
    expect(waiting.locator(".note__text")).to_have_text("Det her vil jeg nødig miste")
    assert phone.evaluate(KEPT) == 1


def test_without_storage_the_text_stays_in_the_form(room, server, made):
    phone = room.joined(made)
    phone.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    text = phone.locator("#text")
    text.fill("Skrevet i kælderen")
    server.kill()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Ikke sendt endnu. Teksten står her")
    expect(text).to_have_value("Skrevet i kælderen")
    server.start()
    all_sent(phone, "Skrevet i kælderen")
    expect(text).to_have_value("")
    assert made.notes() == ["Skrevet i kælderen"]


# --- Marks ---

SAVED = "Gemt på telefonen. Sendes, når der er net."


@pytest.fixture
def wheel(server) -> Wheel:
    return Wheel(server)


def mark(phone: Page, topic: str, level: str, told: str | None = SAVED) -> None:
    choice(phone, topic, level).check()
    if told:
        expect(phone.locator("#said")).to_have_text(told)


def test_marks_made_without_a_network_are_kept_over_a_reload_and_sent(room, wheel):
    phone = room.joined(wheel.made)
    topics = asked(phone)[:3]
    phone.route("**/kryds/", lambda route: route.abort())
    for topic, level in zip(topics, ("Kende", "Kunne", "Mestre"), strict=True):
        mark(phone, topic, level)
    mark(phone, topics[0], "Mestre")  # the last choice counts
    phone.reload()
    for topic, level in zip(topics, ("Mestre", "Kunne", "Mestre"), strict=True):
        expect(choice(phone, topic, level)).to_be_checked()
    choice(phone, topics[2], "Mestre").click()  # taken back
    expect(choice(phone, topics[2], "Mestre")).not_to_be_checked()
    assert wheel.marks() == {}
    phone.close()

    again = go(phone.context, wheel.made.phone)
    expect(again.locator("#said")).to_have_text("Gemt", timeout=BACK_WITHIN)
    again.wait_for_function(f"() => {KEPT} === 0")
    assert wheel.marks() == {topics[0]: "master", topics[1]: "can"}
    expect(choice(again, topics[0], "Mestre")).to_be_checked()


def test_a_mark_that_counts_no_longer_is_told_and_the_others_are_stored(room, wheel):
    phone = room.joined(wheel.made)
    topics = asked(phone)[:2]
    phone.route("**/kryds/", lambda route: route.abort())
    phone.route("**/live/**", lambda route: route.abort())
    phone.reload()
    for topic in topics:
        mark(phone, topic, "Kende")
    wheel.close(topics[0])
    phone.unroute("**/kryds/")
    told = phone.locator("#said.said--wrong")
    words = f"»{topics[0]}« er taget ud eller lukket imens, så det kryds tæller ikke med."
    expect(told).to_have_text(words, timeout=BACK_WITHIN)
    expect(choice(phone, topics[1], "Kende")).to_be_checked()
    expect(phone.locator(".ballot", has=phone.get_by_text(topics[0], exact=True))).to_have_count(0)
    assert wheel.marks() == {topics[1]: "know"}
    assert phone.evaluate(KEPT) == 0


def test_a_mark_changed_while_it_was_on_its_way_ends_as_it_was_left(room, wheel):
    phone = room.joined(wheel.made)
    topic = asked(phone)[0]
    held: list = []
    phone.route("**/kryds/", lambda route: held.append(route), times=1)
    with phone.expect_request("**/kryds/"):
        choice(phone, topic, "Kende").check()
    choice(phone, topic, "Mestre").check()
    held.pop().continue_()
    phone.wait_for_function(f"() => {KEPT} === 0")
    assert wheel.marks() == {topic: "master"}
    expect(choice(phone, topic, "Mestre")).to_be_checked()


def test_without_storage_a_mark_is_sent_when_there_is_a_network(room, wheel):
    phone = room.joined(wheel.made)
    phone.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    topic = asked(phone)[0]
    phone.route("**/kryds/", lambda route: route.abort())
    mark(phone, topic, "Kende", "Krydset er ikke gemt endnu. Vi prøver igen, når der er net.")
    phone.unroute("**/kryds/")
    expect(phone.locator("#said")).to_have_text("Gemt", timeout=BACK_WITHIN)
    assert wheel.marks() == {topic: "know"}


# Whether the status is on the screen, and whether it covers the choice that was made.
SEEN = """(choice) => {
  const said = document.getElementById("said").getBoundingClientRect();
  const label = choice.closest("label").getBoundingClientRect();
  const seen = said.top >= 0 && said.bottom <= innerHeight && said.height > 0;
  return [seen, said.top < label.bottom && label.top < said.bottom];
}"""


@pytest.mark.parametrize("offline", [False, True])
def test_that_a_mark_is_saved_is_seen_wherever_on_the_page_it_is_made(room, wheel, offline):
    phone = room.joined(wheel.made, width=360)
    phone.set_viewport_size({"width": 360, "height": 640})
    if offline:
        phone.route("**/kryds/", lambda route: route.abort())
    ballots = phone.locator(".ballot")
    count = ballots.count()
    assert count > 10
    for each in (0, 1, count // 2, count - 1):
        made = ballots.nth(each).get_by_label("Kunne")
        made.check()
        expect(phone.locator("#said")).to_have_text(SAVED if offline else "Gemt")
        assert made.evaluate(SEEN) == [True, False]


# --- Two tabs ---


def test_what_one_tab_sends_the_other_shows_at_once(room, made):
    phone = room.joined(made)
    other = go(phone.context, made.phone)
    send(phone, "Fra den første")
    expect(other.locator("#mine .note__text")).to_have_text(["Fra den første"])
    send(other, "Fra den anden")
    expect(phone.locator("#mine .note__text")).to_have_text(["Fra den første", "Fra den anden"])


def test_what_one_tab_marks_the_other_shows_at_once(room, wheel):
    phone = room.joined(wheel.made)
    other = go(phone.context, wheel.made.phone)
    topic = asked(phone)[0]
    mark(phone, topic, "Kende", "Gemt")
    expect(choice(other, topic, "Kende")).to_be_checked()
