"""How a page hears of what changes: by a stream, and by asking where streams do not get through."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from .played import HELD, NOW, Answer
from .wall import STREAM, Wall, drawn, fragment

PATH = Wall.path
SAME = Answer(status=304)
NOT_OURS = Answer("<title>Gæstenet</title><div id='a' data-live>Log på</div>")
OTHER = Answer(drawn(fragment("a", "en anden workshops"), stream="/live/wall/8/"))
TELL = """(names) => {
  window.told = [];
  for (const name of names) document.addEventListener(name, () => told.push(name));
}"""


def page(text: str, tag: str = "") -> Answer:
    return Answer(drawn(fragment("a", text)), headers={"ETag": tag} if tag else {})


def text(wall: Wall) -> str:
    return wall.page.locator("#a").inner_text()


def is_behind(wall: Wall) -> bool:
    """Whether the page says that it is, in both ways: in words, and by how it looks."""
    words, looks = wall.page.evaluate(
        "[!document.getElementById('offline').hidden, document.body.classList.contains('is-behind')]"
    )
    assert words == looks
    return words


def asking(wall: Wall, *answers: Answer | None) -> None:
    """A page that has heard nothing for so long that it asks, and is answered like this."""
    wall.open(fragment("a", "a1"))
    wall.played.answer(PATH, *answers)
    wall.fail()
    wall.wait(20)
    wall.played.asked.clear()


# --- The stream ---


def test_a_page_opens_its_stream_and_takes_what_comes(wall):
    wall.open(fragment("a", "a1"))
    assert wall.streams == [STREAM]
    wall.hear(fragment("a", "a2"))
    assert text(wall) == "a2"
    assert not is_behind(wall)


def test_a_page_without_a_stream_opens_none_and_asks_nothing(wall, played):
    wall.open(fragment("a", "a1"), stream="")
    wall.wait(60)
    assert wall.streams == []
    assert played.asked == []


def test_each_time_the_stream_opens_is_told(wall):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(TELL, ["connected"])
    wall.fail()
    wall.stream("open")
    wall.fail()
    wall.stream("open")
    assert wall.page.evaluate("told") == ["connected", "connected"]


def test_a_stream_that_broke_is_the_browsers_to_open_again(wall):
    wall.open(fragment("a", "a1"))
    wall.fail()
    wall.wait(9)
    assert len(wall.streams) == 1


@pytest.mark.parametrize(("chance", "pause"), [(0, 2), (0.999, 5)])
def test_a_stream_that_ended_for_good_is_opened_again_by_us(wall, chance, pause):
    wall.played.before(f"Math.random = () => {chance}")
    wall.open(fragment("a", "a1"))
    wall.fail(for_good=True)
    wall.wait(pause - 0.1)
    assert len(wall.streams) == 1
    wall.wait(0.1)
    assert len(wall.streams) == 2
    wall.stream("open")
    wall.hear(fragment("a", "a2"))
    assert text(wall) == "a2"


def test_one_that_was_opened_again_meanwhile_is_left_open(wall):
    wall.open(fragment("a", "a1"))
    wall.fail(for_good=True)
    wall.page.evaluate("document.dispatchEvent(new Event('let-in'))")
    wall.stream("open")
    wall.wait(6)
    assert len(wall.streams) == 2
    wall.hear(fragment("a", "a2"))
    assert text(wall) == "a2"


@pytest.mark.parametrize("status", [204, 403, 404, 500, 503])
def test_a_real_stream_that_is_refused_is_tried_again(wall, played, status):
    """A browser itself tries no more after an answer like these."""
    played.before("window.EventSource = browsersOwn; Math.random = () => 0;")
    patch = "event: patch\ndata: <div id='a' data-live>a2</div>\n\n"
    played.answer(STREAM, Answer(status=status), Answer(patch, headers={"Content-Type": "text/event-stream"}))
    wall.goto(drawn(fragment("a", "a1")))

    def tried_again() -> bool:
        wall.page.clock.run_for(1_000)
        return len(played.to(STREAM)) > 1

    wall.until(tried_again)
    expect(wall.page.locator("#a")).to_have_text("a2")


# --- Whether one is behind ---


def test_a_stream_that_breaks_is_told_after_a_moment(wall):
    wall.open(fragment("a", "a1"))
    wall.fail()
    wall.page.clock.run_for(2_999)
    assert not is_behind(wall)
    wall.page.clock.run_for(1)
    assert is_behind(wall)
    wall.stream("open")
    wall.hear(fragment("a", "a2"))
    assert not is_behind(wall)


def test_one_that_is_soon_back_is_told_to_nobody(wall):
    wall.open(fragment("a", "a1"))
    wall.fail()
    wall.page.clock.run_for(2_000)
    wall.stream("open")
    wall.page.clock.run_for(5_000)
    assert not is_behind(wall)


def test_while_nobody_answers_the_page_says_so_without_a_break(wall):
    asking(wall, None)
    for _ in range(6):
        wall.fail()  # the browser tries the stream every few seconds
        wall.wait(1)
        assert is_behind(wall)
        wall.wait(3)
        assert is_behind(wall)
    wall.stream("open")
    wall.stream("beat")
    assert not is_behind(wall)


def test_while_asking_is_answered_the_page_is_not_behind(wall):
    asking(wall, page("a2"), SAME)
    assert is_behind(wall)
    for _ in range(4):
        wall.wait(4)
        assert not is_behind(wall)
        wall.fail()
        wall.wait(4)
        assert not is_behind(wall)


@pytest.mark.parametrize("answer", [None, NOT_OURS, OTHER, Answer(status=500), Answer(status=503)])
def test_an_answer_that_is_not_this_page_is_none(wall, answer):
    asking(wall, page("a2"), answer)
    wall.wait(4)
    assert (text(wall), is_behind(wall)) == ("a2", False)
    wall.wait(4)
    assert (text(wall), is_behind(wall)) == ("a2", True)


# --- Asking ---


def test_a_page_that_hears_nothing_asks_every_four_seconds(wall, played):
    wall.open(fragment("a", "a1"))
    played.answer(PATH, page("a2"), page("a3"))
    wall.fail()
    wall.wait(19)
    assert played.asked == []
    wall.wait(5)
    assert (text(wall), len(played.asked)) == ("a2", 1)
    wall.wait(4)
    assert (text(wall), len(played.asked)) == ("a3", 2)


def test_a_page_that_never_heard_anything_asks_sooner(wall, played):
    wall.goto(drawn(fragment("a", "a1")))
    played.answer(PATH, page("a2"))
    wall.wait(14)
    assert text(wall) == "a2"


@pytest.mark.parametrize("sign", ["beat", "patch"])
def test_a_page_that_hears_something_does_not_ask(wall, played, sign):
    wall.open(fragment("a", "a1"))
    for _ in range(5):
        wall.wait(15)
        wall.page.evaluate("(sign) => streams.at(-1).say(sign, '')", sign)
    assert played.asked == []


def test_it_stops_asking_when_the_stream_is_back(wall, played):
    asking(wall, page("a2"))
    wall.wait(4)
    wall.stream("open")
    wall.hear(fragment("a", "a3"))
    played.asked.clear()
    wall.wait(15)
    assert (text(wall), played.asked) == ("a3", [])


def test_it_says_which_page_it_has_and_is_told_when_that_is_still_the_one(wall, played):
    asking(wall, page("a2", '"5"'), SAME, page("a3", 'W/"6"'), SAME)
    for expected in ("a2", "a2", "a3", "a3"):
        wall.wait(4)
        assert text(wall) == expected
    assert [each.headers.get("if-none-match") for each in played.asked] == [None, '"5"', '"5"', 'W/"6"']


def test_what_is_asked_for_anew_is_asked_for_whatever_one_has(wall, played):
    asking(wall, page("a2", '"5"'))
    wall.wait(4)
    assert wall.run("await live.ask(true)") is True
    assert [each.headers.get("if-none-match") for each in played.asked] == [None, None]


@pytest.mark.parametrize(("answer", "expected"), [(page("a2"), True), (SAME, True), (None, False), (NOT_OURS, False)])
def test_who_asks_learns_whether_the_page_is_as_the_server_has_it(wall, played, answer, expected):
    wall.open(fragment("a", "a1"))
    played.answer(PATH, answer)
    assert wall.run("await live.ask()") is expected
    assert not is_behind(wall)  # the stream is there


def test_it_asks_once_at_a_time_and_gives_a_question_up_after_eight_seconds(wall, played):
    asking(wall, HELD)
    wall.wait(4)
    assert len(played.asked) == 1
    wall.wait(4)
    assert len(played.asked) == 1
    wall.wait(4)  # given up
    wall.wait(4)
    assert len(played.asked) == 2


def test_an_answer_that_the_stream_overtook_is_not_put_over_it(wall, played):
    asking(wall, HELD)
    wall.wait(4)
    wall.stream("open")
    wall.hear(fragment("a", "a3"))
    played.reply(page("a2"))
    wall.settle()
    assert text(wall) == "a3"


def test_it_goes_on_asking_after_a_page_that_could_not_be_put_in(wall, played):
    asking(wall, page("a2"), page("a3"))
    wall.page.evaluate("() => { htmx.process = () => { throw new Error('planned'); }; }")
    wall.page.evaluate("addEventListener('unhandledrejection', (event) => event.preventDefault())")
    wall.wait(4)
    wall.wait(4)
    assert (text(wall), len(played.asked)) == ("a3", 2)


def test_a_page_is_looked_at_by_its_query_and_only_when_it_is_ours(wall, played):
    wall.open(fragment("a", "a1"))
    look = "(await live.look('?place=1-2'))?.getElementById('a').textContent ?? null"
    for answer, expected in [(page("der"), "der"), (NOT_OURS, None), (OTHER, None), (None, None)]:
        played.answer(PATH, answer)
        assert wall.run(look) == expected
    assert played.asked[0].address == f"{PATH}?place=1-2"
    assert text(wall) == "a1"


# --- Streams that open and say nothing ---


def test_a_silent_stream_is_opened_again_at_once_and_then_once_a_minute(wall, played):
    wall.open(fragment("a", "a1"))
    played.answer(PATH, page("a2"))
    opened = []
    for _ in range(32):
        wall.page.clock.run_for(5_000)
        wall.stream("open")
        opened.append(len(wall.streams))
    seconds = [5 * (opened.index(n) + 1) for n in range(2, opened[-1] + 1)]
    assert seconds == [20, 85, 150]


# --- Waking up ---

HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize(("silent", "expected"), [(60, 2), (15, 1)])
def test_a_page_that_is_looked_at_again_opens_its_stream_when_it_was_long_silent(wall, silent, expected):
    wall.open(fragment("a", "a1"))
    wall.stream("beat")
    wall.page.evaluate(HIDE, True)
    wall.page.clock.set_system_time(NOW + dt.timedelta(seconds=silent))
    assert len(wall.streams) == 1
    wall.page.evaluate(HIDE, False)
    assert len(wall.streams) == expected


@pytest.mark.parametrize(("persisted", "expected"), [("true", 2), ("false", 1)])
def test_a_page_that_the_browser_brought_back_opens_its_stream(wall, persisted, expected):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(f"dispatchEvent(new PageTransitionEvent('pageshow', {{ persisted: {persisted} }}))")
    assert len(wall.streams) == expected


def test_who_logged_in_again_has_the_stream_again(wall):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate("document.dispatchEvent(new Event('let-in'))")
    assert wall.streams == [STREAM, STREAM]
    assert wall.page.evaluate("streams.map((each) => each.readyState)") == [2, 0]


# --- Told to leave ---


def leaves(wall: Wall) -> list[str]:
    """What was told on the page after it was told to leave."""
    return wall.page.evaluate("window.told ?? ['loaded anew']")


def test_a_page_that_is_told_to_leave_is_loaded_anew(wall, played):
    wall.open(fragment("a", "a1"))
    played.answer(PATH, page("Du er ikke med længere"))
    wall.page.evaluate(TELL, ["left"])
    with wall.page.expect_navigation():
        wall.stream("leave")
    assert text(wall) == "Du er ikke med længere"


def test_it_is_not_taken_from_under_what_someone_types(wall, played):
    wall.open(fragment("a", "<textarea id='field'></textarea>"))
    wall.page.evaluate(TELL, ["left"])
    wall.page.locator("#field").fill("halvt")
    wall.stream("leave")
    wall.settle()
    assert leaves(wall) == ["left"]
    assert wall.page.evaluate("streams.at(-1).readyState") == 2
    expect(wall.page.locator("#field")).to_have_value("halvt")
    assert played.asked == []


LED_ELSEWHERE = """() => {
  const own = window.fetch;
  window.fetch = async (...given) => Object.defineProperty(await own(...given), "redirected", { value: true });
}"""


def test_it_goes_once_what_was_typed_is_gone(wall, played):
    """It asks, and is led to another page each time."""
    wall.open(fragment("a", "<textarea id='field'></textarea>"))
    wall.page.evaluate(TELL, ["left"])
    wall.page.evaluate(LED_ELSEWHERE)
    played.answer(PATH, Answer("<p id='a'>Du er ikke med længere</p>"))
    wall.page.locator("#field").fill("halvt")
    wall.stream("leave")
    wall.wait(24)
    assert leaves(wall) == ["left", "left"]
    assert not wall.page.locator("#offline").is_visible()
    wall.page.locator("#field").fill("")
    with wall.page.expect_navigation():
        wall.page.clock.run_for(4_000)
    assert text(wall) == "Du er ikke med længere"


def test_where_a_session_may_have_ended_another_sees_to_it_first(wall):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(TELL, ["left"])
    wall.page.evaluate(
        "document.addEventListener('told-to-leave', (event) => { event.preventDefault(); window.go = event.detail; })"
    )
    wall.stream("leave")
    wall.settle()
    assert leaves(wall) == []
    with wall.page.expect_navigation():
        wall.page.evaluate("go()")
