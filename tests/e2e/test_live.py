"""Screens that follow by themselves, whatever happens to the server and the network between."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from .screens import BACK_WITHIN, opened, send, write_at
from .server import Made


@pytest.fixture
def made(server) -> Made:
    return server.workshop()


def mark(*pages: Page) -> None:
    """Leave something in the pages that a reload would take away."""
    for page in pages:
        page.evaluate("window.marked = true")


def marked(page: Page) -> bool:
    return page.evaluate("window.marked === true")


def test_a_note_appears_on_the_wall(room, server):
    made = server.workshop(more="activity.show_notes(True)")
    wall, phone = room.wall(made.wall), room.joined(made)
    mark(wall)
    expect(wall.get_by_text("Den første seddel lander her.")).to_be_visible()
    send(phone, "Vi mangler tid til oplæring")
    expect(wall.locator(".note__text")).to_have_text("Vi mangler tid til oplæring")
    assert marked(wall)


def test_all_screens_come_back_after_a_kill(room, server, made):
    desk, wall, phone = room.desk(made.desk), room.wall(made.wall), room.joined(made)
    screens = (desk, wall, phone)
    mark(*screens)
    send(phone, "Kvitteret før strømmen gik")
    server.kill()
    for page in screens:
        expect(page.locator("#offline")).to_be_visible()
    server.shell(
        f"from workshops.place import Place; w = Workshop.objects.get(pk={made.pk}); "
        f"w.write(Place.parse('{made.places[0]}'), 'note', 'Skrevet imens', 'meanwhile')"
    )
    server.start()
    for page in screens:
        expect(page.locator("#offline")).to_be_hidden(timeout=BACK_WITHIN)
    expect(wall.locator(".pile__count")).to_have_text("2 sedler")
    expect(desk.locator(".place .count")).to_have_text("2 sedler")
    expect(phone.locator("#mine .note__text")).to_have_text("Kvitteret før strømmen gik")

    desk.locator("#desk-next").click()
    both = ["Kvitteret før strømmen gik", "Skrevet imens"]
    expect(desk.locator("#review .note__text")).to_have_text(both)
    desk.locator("#desk-next").click()
    expect(wall.locator(".note__text")).to_have_text(both)
    expect(phone.locator("#text")).to_have_count(0)
    assert all(marked(page) for page in screens)


@pytest.mark.once
def test_a_half_typed_note_stays_when_the_room_goes_on(room, server, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    text = phone.locator("#text")
    text.press_sequentially("Det her er ikke fær")
    write_at(desk, made, 1)
    expect(phone.locator("#moved-on")).to_be_visible()
    expect(phone.locator(".stage__question")).to_have_text(made.questions[0])  # what is being answered
    expect(text).to_be_focused()
    phone.keyboard.type("digt")
    expect(text).to_have_value("Det her er ikke færdigt")

    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Sendt")
    expect(phone.locator("#moved-on")).to_be_hidden()
    expect(text).to_have_value("")
    expect(phone.locator(".stage__question")).to_have_text(made.questions[1])
    send(phone, "Det her er til det næste")
    expect(phone.locator("#mine .note__text")).to_have_text(["Det her er til det næste"])
    stored = server.value(f"[[n.text, str(n.place)] for n in Note.objects.filter(workshop={made.pk}).order_by('pk')]")
    assert stored == [["Det her er ikke færdigt", made.places[0]], ["Det her er til det næste", made.places[1]]]


@pytest.mark.once
def test_moving_on_without_sending_lets_the_text_go(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    phone.locator("#text").press_sequentially("Glem det")
    write_at(desk, made, 1)
    phone.get_by_role("button", name="Gå videre uden at sende").click()
    expect(phone.locator("#moved-on")).to_be_hidden()
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator("#write [name=place]")).to_have_value(made.places[1])


@pytest.mark.once
def test_a_double_tap_stores_one_note(room, made):
    phone = room.joined(made)
    phone.locator("#text").fill("Kun én gang")
    phone.get_by_role("button", name="Send", exact=True).dblclick()
    expect(phone.locator("#mine .note__text")).to_have_text(["Kun én gang"])

    plain = room.joined(made, java_script_enabled=False)
    form = {each.get_attribute("name"): each.input_value() for each in plain.locator("#write [name]").all()}
    form |= {"key": plain.locator("#note-key").input_value(), "text": "Uden scripts"}
    for _tap in range(2):
        assert plain.request.post(f"{made.phone}sedler/", form=form).ok
    assert made.notes() == ["Kun én gang", "Uden scripts"]


def test_a_note_sent_while_the_server_is_away_is_sent_once(room, server, made):
    phone = room.joined(made)
    text = phone.locator("#text")
    text.fill("Skrevet i kælderen")
    server.kill()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#outbox")).to_contain_text("Skrevet i kælderen")
    expect(text).to_have_value("")
    server.start()
    expect(phone.locator("#mine .note__text")).to_have_text(["Skrevet i kælderen"], timeout=BACK_WITHIN)
    expect(text).to_have_value("")
    assert made.notes() == ["Skrevet i kælderen"]


@pytest.mark.once
def test_what_is_typed_while_a_note_is_on_its_way_stays(room, made):
    phone = room.joined(made)
    text, waiting = phone.locator("#text"), []
    phone.route("**/sedler/", lambda route: waiting.append(route), times=1)
    text.fill("Den første")
    with phone.expect_request("**/sedler/"):
        phone.get_by_role("button", name="Send", exact=True).click()
    text.press_sequentially(" og den næste")
    waiting.pop().continue_()
    expect(phone.locator("#mine .note__text")).to_have_text(["Den første"])
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    expect(text).to_have_value("Den første og den næste")
    text.fill("Den næste\nmed to linjer")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(text).to_have_value("")
    assert made.notes() == ["Den første", "Den næste\nmed to linjer"]


@pytest.mark.once
def test_a_note_whose_answer_was_lost_is_stored_once(room, made):
    phone = room.joined(made)
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    phone.route("**/sedler/", lose, times=1)
    phone.locator("#text").fill("Svaret kom aldrig")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Gemt på telefonen.")
    expect(phone.locator("#said")).to_have_text("Sendt")
    expect(phone.locator("#mine .note__text")).to_have_text(["Svaret kom aldrig"])
    assert lost == [200]
    assert made.notes() == ["Svaret kom aldrig"]


@pytest.mark.once
def test_the_answer_counts_also_when_the_stream_was_faster(room, made):
    """The stream has by then replaced the form that asked; the undo must still be offered."""
    desk, phone = room.desk(made.desk), room.joined(made)
    send(phone, "Skjules og vises")
    desk.locator("#desk-next").click()
    held = []
    desk.route("**/skjul/", lambda route: held.append((route, route.fetch())))
    desk.get_by_role("button", name="krænkende Skjules og vises").click()
    expect(desk.get_by_role("button", name="Tag med igen Skjules og vises")).to_be_visible()
    while not held:
        desk.wait_for_timeout(20)
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(desk.locator("#toast")).to_contain_text("Sedlen er holdt tilbage.")
    desk.locator("#undo").click()
    expect(desk.get_by_role("button", name="krænkende Skjules og vises")).to_be_visible()


SWALLOWED = """
window.streams = 0;
window.EventSource = class extends EventTarget {
  static CLOSED = 2;
  static OPEN = 1;
  readyState = 1;
  constructor() { super(); window.streams += 1; }
  close() {}
};
"""


def test_screens_ask_when_streams_do_not_get_through(room, made):
    desk, phone, wall = room.desk(made.desk), room.joined(made), room.wall()
    followers = (phone, wall)
    for page in followers:
        page.route("**/live/**", lambda route: route.abort())
        page.clock.install()
        page.goto(made.phone if page is phone else made.wall)
    mark(*followers)
    send(phone, "Uden strøm af nyheder")
    write_at(desk, made, 1)
    for page in followers:
        page.clock.fast_forward(25_000)  # silent for so long
        page.clock.fast_forward(5_000)  # and asking every few seconds
        expect(page.get_by_role("heading", name=made.questions[1])).to_be_visible()
        expect(page.locator("#offline")).to_be_hidden()
    with phone.expect_response(made.phone) as unchanged:
        phone.clock.fast_forward(5_000)
    assert unchanged.value.status == 304
    desk.locator("#step-show").click()
    expect(desk.locator("#step-show")).to_have_attribute("aria-current", "step")
    for page in followers:
        page.clock.fast_forward(5_000)
    expect(wall.locator(".steps [aria-current]")).to_have_text("Se")
    expect(phone.locator("#text")).to_have_count(0)
    assert all(marked(page) for page in followers)


# What the phones of five years ago lack: iOS 15.0 knows none of it.
YOUNG = """
delete AbortSignal.timeout;
delete AbortSignal.any;
for (const name of ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]) {
  delete Array.prototype[name];
}
delete String.prototype.at;
delete Object.hasOwn;
delete Object.groupBy;
delete Crypto.prototype.randomUUID;
delete HTMLFormElement.prototype.requestSubmit;
delete SubmitEvent.prototype.submitter;
for (const name of ["structuredClone", "BroadcastChannel", "HTMLDialogElement", "navigation", "scheduler"]) {
  delete window[name];
}
"""
YOUNG_CSS = re.compile(r"[^{}]*:(?:has|focus-visible)[^{}]*{[^{}]*}|[\w-]+:[^;{}]*(?:\d[ds]v[hw]|anywhere)[^;{}]*;")


def old_phone(room, made: Made) -> Page:
    """A phone with a browser of iOS 15.0, in the room."""

    def older(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=YOUNG_CSS.sub("", answer.text()))

    phone = room.phone()
    phone.add_init_script(YOUNG)
    phone.route("**/*.css", older)
    phone.goto(f"/k/{made.code}/")
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url(f"**{made.phone}")
    return phone


@pytest.mark.once
def test_an_old_phone_follows_the_room_where_streams_do_not_get_through(room, made):
    desk, phone = room.desk(made.desk), old_phone(room, made)
    phone.route("**/live/**", lambda route: route.abort())
    phone.clock.install()
    phone.goto(made.phone)
    phone.evaluate("() => { window.AbortSignal = class {}; }")  # the clock gave it a timeout that stays
    assert phone.evaluate("[typeof AbortSignal.timeout, typeof [].at]") == ["undefined", "undefined"]
    mark(phone)
    write_at(desk, made, 1)
    phone.clock.fast_forward(25_000)
    phone.clock.fast_forward(5_000)
    expect(phone.get_by_role("heading", name=made.questions[1])).to_be_visible()
    expect(phone.locator("#offline")).to_be_hidden()
    assert marked(phone)


@pytest.mark.once
def test_an_old_phone_joins_writes_and_rewords(room, made):
    desk, phone = room.desk(made.desk), old_phone(room, made)
    phone.route("**/sedler/", lambda route: route.abort(), times=1)
    phone.locator("#text").fill("Skrevet i kælderen")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#mine .note__text")).to_have_text(["Skrevet i kælderen"], timeout=BACK_WITHIN)
    phone.locator("#mine summary").click()
    phone.get_by_label("Ret din seddel").fill("Skrevet i stuen")
    phone.locator("#mine").get_by_role("button", name="Gem").click()
    expect(phone.locator("#mine .note__text")).to_have_text(["Skrevet i stuen"])
    phone.locator("#text").press_sequentially("Halvt færdig")
    write_at(desk, made, 1)
    expect(phone.locator("#moved-on")).to_be_visible()
    phone.reload()
    expect(phone.locator("#text")).to_have_value("Halvt færdig")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Sendt")
    assert made.notes() == ["Skrevet i stuen", "Halvt færdig"]


@pytest.mark.once
def test_an_old_phone_without_storage_sends_again_by_itself(room, server, made):
    phone = old_phone(room, made)
    phone.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    phone.route("**/sedler/", lambda route: route.abort(), times=1)
    phone.locator("#text").fill("Skrevet i kælderen")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Ikke sendt endnu. Teksten står her")
    expect(phone.locator("#mine .note__text")).to_have_text(["Skrevet i kælderen"], timeout=BACK_WITHIN)
    assert made.notes() == ["Skrevet i kælderen"]


@pytest.mark.once
def test_a_phone_asks_once_at_a_time_and_seldom_opens_a_stream_that_is_swallowed(room, made):
    phone = room.joined(made)
    phone.add_init_script(SWALLOWED)
    phone.clock.install()
    phone.goto(made.phone)
    waiting, at_once = [], []

    def unanswered(route: Route) -> None:
        waiting.append(route.request)
        at_once.append(len(waiting))

    phone.on("requestfailed", lambda request: waiting.remove(request) if request in waiting else None)
    phone.route(f"**{made.phone}", unanswered)
    for _ in range(10):
        phone.clock.run_for(8_000)
        phone.wait_for_timeout(100)  # until what was asked for is heard of here
    assert set(at_once) == {1}
    assert len(at_once) > 2
    assert phone.evaluate("window.streams") == 3  # as the page opened, as it began to ask, a minute later


@pytest.mark.once
def test_a_new_code_leads_back_to_the_same_seat(room, server, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    desk.on("dialog", lambda dialog: dialog.accept())
    send(phone, "Jeg sidder her")
    desk.locator("[id='go-0.lobby.0.0']").click()
    desk.get_by_role("button", name="Skift kode").click()
    expect(phone.locator(".message")).to_contain_text("Workshoppen har fået en ny kode.")
    expect(desk.locator("#toast")).to_contain_text("Ny kode: ")

    code = "".join(desk.locator("#seats .code").inner_text().split())
    assert code != made.code
    phone.get_by_label("Koden på tavlen").fill(made.code)
    phone.get_by_role("button", name="Videre").click()
    expect(phone.get_by_role("alert")).to_contain_text("Vi kender ikke koden.")
    phone.get_by_label("Koden på tavlen").fill(code)
    phone.get_by_role("button", name="Videre").click()
    phone.wait_for_url(f"**{made.phone}")
    write_at(desk, made, 0)
    expect(phone.locator("#mine .note__text")).to_have_text("Jeg sidder her")
    assert server.value(f"Participant.objects.filter(workshop={made.pk}).count()") == 1


def shut_out(desk: Page, note: str) -> None:
    """The facilitator has the notes shown as they come, and lets the phone that wrote this one write no more."""
    desk.locator("#switch-notes").click()
    desk.get_by_role("link", name=f"Ret {note}").click()
    opened(desk).get_by_role("link", name="Skjul alt fra den telefon, og luk den ude").click()
    opened(desk).get_by_role("button", name="Skjul alle, og luk telefonen ude").click()
    expect(desk.locator("#dialog")).to_be_hidden()


def test_a_phone_that_is_shut_out_is_told(room, made):
    desk, phone, other = room.desk(made.desk), room.joined(made), room.joined(made)
    send(phone, "Noget grimt")
    shut_out(desk, "Noget grimt")
    expect(phone.locator(".message")).to_contain_text("Skriv koden fra tavlen for at komme med.")
    assert phone.goto(made.phone).url.endswith("/")
    send(other, "Stadig med")
    assert sorted(made.notes()) == ["Noget grimt", "Stadig med"]


def test_a_newcomer_waits_until_the_desk_says_yes_and_all_is_taken_back(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    send(phone, "Noget grimt")
    shut_out(desk, "Noget grimt")
    newcomer = room.phone(f"/k/{made.code}/")
    newcomer.get_by_role("button", name="Kom med").click()
    expect(newcomer.get_by_role("heading", name="Ordstyreren lukker dig ind om lidt")).to_be_visible()
    desk.get_by_role("button", name="Luk alle ind").click()
    expect(newcomer.locator("#stage")).to_be_visible(timeout=10_000)

    desk.get_by_role("button", name="Fortryd: vis dem, og luk den ind igen").click()
    expect(desk.locator("#door")).to_be_hidden()
    phone.goto(made.phone)
    expect(phone.locator("#mine .note__text")).to_have_text("Noget grimt")


@pytest.mark.once
def test_what_is_being_typed_outlives_the_seat(room, made):
    desk, phone = room.desk(made.desk), room.joined(made)
    phone.clock.install()
    phone.goto(made.phone)
    send(phone, "Noget grimt")
    phone.locator("#text").press_sequentially("Det her vil jeg nødig miste")
    shut_out(desk, "Noget grimt")
    told = phone.locator("#said")
    expect(told).to_contain_text("Du er ikke med længere.")
    phone.clock.fast_forward(25_000)
    with phone.expect_response(made.phone):
        phone.clock.fast_forward(5_000)  # asks, and is shown the way out
    expect(phone.locator("#text")).to_have_value("Det her vil jeg nødig miste")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(told).to_contain_text("Sedlen blev ikke sendt.")
    expect(phone.locator("#text")).to_have_value("Det her vil jeg nødig miste")

    phone.locator("#text").fill("")
    phone.clock.fast_forward(5_000)
    expect(phone.locator(".message")).to_contain_text("Skriv koden fra tavlen for at komme med.")


@pytest.mark.once
def test_a_press_is_not_lost_when_the_room_goes_on_beneath_it(room, server):
    made = server.workshop(more="activity.show_notes(True)")
    desk, wall, phone = room.desk(made.desk), room.wall(made.wall), room.joined(made)
    send(phone, "Vi mangler tid til oplæring")
    link = desk.get_by_role("link", name="Aftal Vi mangler tid til oplæring")
    link.hover()
    desk.mouse.down()
    before = wall.locator(".foot__nav [name=at]").get_attribute("value")
    wall.keyboard.press("ArrowRight")
    expect(wall.locator(".foot__nav [name=at]")).not_to_have_value(before)
    desk.wait_for_timeout(300)  # long enough for the desk to have been told
    desk.mouse.up()
    expect(opened(desk).get_by_label("Hvad aftaler I?")).to_have_value("Vi mangler tid til oplæring")


def test_screens_come_back_when_a_deletion_is_taken_back(room, server):
    made = server.workshop()
    wall, phone = room.wall(made.wall), room.joined(made)
    expect(phone.locator("#write")).to_be_visible()
    server.shell(f"Workshop.objects.get(pk={made.pk}).discard()")
    for screen in (wall, phone):
        expect(screen.get_by_role("heading", name="Workshoppen er slettet")).to_be_visible()

    server.shell(f"Workshop.objects.get(pk={made.pk}).restore()")
    expect(wall.locator(".head h1")).to_have_text(made.questions[0], timeout=15_000)
    expect(phone.locator("#write")).to_be_visible(timeout=15_000)
