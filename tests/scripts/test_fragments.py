"""Each fragment takes the place of the element with its id, and nothing is taken from under anyone's fingers."""

import pytest
from playwright.sync_api import expect

from workshops.live.hub import data, message

from .played import HELD, Answer, patch
from .wall import Wall, drawn, fragment, note

HEARD = """(names) => {
  window.heard = [];
  for (const name of names) document.addEventListener(name, ({ detail }) => heard.push(detail?.id ?? name));
}"""
STAY = "(id) => { document.getElementById(id).stays = true; }"
STAYED = "(id) => document.getElementById(id).stays === true"


def inside(wall: Wall, name: str = "a") -> str:
    return wall.page.locator(f"#{name}").inner_html()


def is_held(wall: Wall, name: str = "a") -> bool:
    return wall.run("live.isHeld(given[0])", name)


# --- By id ---


def test_a_fragment_takes_the_place_of_the_element_with_its_id(wall):
    wall.open(fragment("a", "a1"), fragment("b", "b1"), fragment("c", "c1"))
    wall.page.evaluate(HEARD, ["patched"])
    wall.hear(fragment("c", "c2") + "\n" + fragment("a", "a2"))
    assert [inside(wall, each) for each in "abc"] == ["a2", "b1", "c2"]
    assert wall.page.evaluate("heard") == ["patched"]


@pytest.mark.parametrize(
    "message",
    [
        fragment("unknown", "x"),
        "<div data-live>without an id</div>",
        "<div id='a'>not live</div>",
        "only text",
        "",
        " \n\n ",
        "<div id='a' data-live",
        "</div></div></body>",
        "<!-- <div id='a' data-live>x</div> -->",
        "<template><div id='a' data-live>x</div></template>",
    ],
)
def test_what_has_no_place_is_passed_over(wall, message):
    wall.open(fragment("a", "a1"), fragment("b", "b1"))
    wall.hear(message + fragment("b", "b2") if message.endswith(">") else message)
    wall.hear(fragment("b", "b3"))
    assert (inside(wall, "a"), inside(wall, "b")) == ("a1", "b3")
    assert wall.page.locator("[data-live]").count() == 2


def test_an_element_that_was_left_open_is_closed_and_nothing_after_it_is_lost(wall):
    wall.open(fragment("a", "a1"), fragment("b", "b1"))
    wall.hear("<div id='a' data-live><p>a2<div id='b' data-live>b2")
    assert wall.page.locator("#a").inner_text().split() == ["a2", "b2"]
    wall.hear(fragment("a", "a3"))
    assert inside(wall) == "a3"


def test_a_script_in_a_message_does_not_run(wall):
    wall.open(fragment("a", "a1"))
    wall.hear(fragment("a", "a2<script>window.ran = true</script>"))
    assert wall.page.evaluate("window.ran === undefined")
    assert wall.page.locator("#a").inner_text() == "a2"


def test_an_element_that_is_as_it_was_is_left_alone(wall):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(STAY, "a")
    wall.hear(fragment("a", "a1"))
    assert wall.page.evaluate(STAYED, "a")
    wall.hear(fragment("a", "a2"))
    assert not wall.page.evaluate(STAYED, "a")


@pytest.mark.parametrize(("version", "expected"), [(4, "old"), (5, "fresh"), (6, "fresh"), (10, "fresh")])
def test_what_was_drawn_before_what_is_here_never_takes_its_place(wall, version, expected):
    wall.open(fragment("a", "old", version=5))
    wall.hear(fragment("a", "fresh", version=version))
    assert inside(wall) == expected


def test_what_htmx_listens_to_works_in_a_fragment_too(wall, played):
    played.answer("/press", patch(fragment("a", "pressed")))
    wall.open(fragment("a", "a1"))
    wall.hear(fragment("a", "<button hx-post='/press' hx-swap='none'>Tryk</button>"))
    wall.press(wall.page.get_by_role("button"))
    expect(wall.page.locator("#a")).to_have_text("pressed")


# --- Blank lines ---

TEXTS = ["", "\n", "\n\n", "\nen\n\n\nto\n", "data: x\n: y\nevent: leave\n\n", " foran", "\u2028\u0085\x0b", "&amp;<b>"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_through_a_real_stream_as_it_is_stored(wall, played, text):
    """As the server writes it to the socket, read by the browser's own EventSource."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    sent = message(3, data(fragment("a", f"<textarea>\n{escaped}</textarea>")))
    played.before("window.EventSource = browsersOwn")
    played.answer("/live/wall/7/", Answer(sent.decode(), headers={"Content-Type": "text/event-stream"}))
    wall.goto(drawn(fragment("a", "")))
    field = wall.page.locator("textarea")
    expect(field).to_have_value(text)
    assert field.evaluate("(field) => field.defaultValue") == text


# --- Notes ---


def notes(wall: Wall, place: str = "1-1") -> list[str]:
    return wall.page.locator(f"#place-{place} li").all_inner_texts()


def lists(place: str, *inside: str, another: str = "") -> str:
    """The notes at one place, or at two: in a fragment that is drawn whole when the room goes on."""
    every = [f"<ul id='place-{place}'>{''.join(inside)}</ul>", another]
    return fragment("stage", "".join(every))


def test_a_note_comes_among_the_others_in_its_order(wall):
    wall.open(lists("1-1", note(10, "ti") + note(30, "tredive")))
    for pk, text in [(20, "tyve"), (40, "fyrre"), (5, "fem")]:
        wall.hear(note(pk, text))
    assert notes(wall) == ["fem", "ti", "tyve", "tredive", "fyrre"]
    assert wall.page.locator(".note--new").all_inner_texts() == ["fem", "tyve", "fyrre"]


def test_a_note_that_comes_twice_or_late_does_no_harm(wall):
    wall.open(lists("1-1"))
    wall.hear(note(1, "rettet", version=2))
    wall.hear(note(1, "rettet", version=2))
    wall.hear(note(1, "skrevet", version=1))
    assert notes(wall) == ["rettet"]
    wall.hear(note(1, "rettet igen", version=3))
    assert notes(wall) == ["rettet igen"]


def test_a_note_that_went_stays_away_until_it_is_shown_again(wall):
    wall.open(lists("1-1", note(1, "her", version=1)))
    wall.hear(note(1, version=2, gone=True))
    assert notes(wall) == []
    wall.hear(note(1, "forsinket", version=1))
    assert notes(wall) == []
    wall.hear(note(1, "vist igen", version=3))
    assert notes(wall) == ["vist igen"]


def test_a_note_that_went_before_it_came_does_not_come(wall):
    wall.open(lists("1-1"))
    wall.hear(note(1, version=2, gone=True))
    wall.hear(note(1, "forsinket", version=1))
    assert notes(wall) == []


def test_a_note_moves_to_its_place(wall):
    wall.open(lists("1-1", note(1, "flyttes"), another=f"<ul id='place-2-1'>{note(5, 'var her')}</ul>"))
    wall.hear(note(1, "flyttet", version=2, place="2-1"))
    assert (notes(wall), notes(wall, "2-1")) == ([], ["flyttet", "var her"])


def test_a_note_whose_place_is_not_shown_goes(wall):
    wall.open(lists("1-1", note(1, "flyttes")))
    wall.hear(note(1, "flyttet", version=2, place="9-9"))
    assert wall.page.locator("li").count() == 0
    wall.hear(lists("9-9", note(1, "flyttet", version=2, place="9-9")))
    assert notes(wall, "9-9") == ["flyttet"]


def test_a_note_without_a_number_comes_last(wall):
    wall.open(lists("1-1", note(1, "en")))
    wall.hear(note(2, "to", order="x", version="x"))
    assert notes(wall) == ["en", "to"]


# --- Focus, scroll and what is open ---


def test_the_focus_stays_and_the_page_does_not_scroll(wall):
    rows = "".join(f"<p style='height: 100px'>{each}</p>" for each in range(30))
    wall.open(fragment("a", "<button id='go'>Videre</button>") + rows)
    wall.page.evaluate("document.getElementById('go').focus(); scrollTo(0, 900)")
    wall.hear(fragment("a", "<p>Nyt</p><button id='go'>Videre</button>"))
    assert wall.page.evaluate("[document.activeElement.id, scrollY > 800]") == ["go", True]


def test_the_focus_goes_to_what_it_was_in_when_what_had_it_is_gone(wall):
    wall.open(fragment("a", "<button id='go'>Videre</button>"), "<button id='other'>Andet</button>")
    wall.page.evaluate("document.getElementById('go').focus()")
    wall.hear(fragment("a", "<button id='back'>Tilbage</button>"))
    assert wall.page.evaluate("document.activeElement.id") == "a"


def test_a_fragment_does_not_take_the_focus_from_another(wall):
    wall.open(fragment("a", "<button id='go'>Videre</button>"), "<button id='other'>Andet</button>")
    wall.page.evaluate("document.getElementById('other').focus()")
    wall.hear(fragment("a", "<button id='go' autofocus>Videre</button>"))
    assert wall.page.evaluate("document.activeElement.id") == "other"


def test_what_one_unfolded_stays_open(wall):
    def two(text: str) -> str:
        folds = [f"<details id='{each}'><summary>{each}</summary>{text}</details>" for each in ("d1", "d2")]
        return fragment("a", "".join(folds))

    wall.open(two("før"))
    wall.page.evaluate("document.getElementById('d2').open = true")
    wall.hear(two("nu"))
    assert wall.page.evaluate("[...document.querySelectorAll('details')].map((each) => each.open)") == [False, True]


# --- While one types ---


def field(text: str = "", **data: object) -> str:
    return fragment("a", f"<textarea id='field' name='text'>\n{text}</textarea>", **data)


def test_what_is_typed_in_is_held_back_and_comes_after(wall):
    wall.open(field(), fragment("b", "b1"))
    wall.page.evaluate(HEARD, ["held"])
    wall.page.locator("#field").fill("halvt")
    wall.hear(fragment("a", "a2") + fragment("b", "b2"))
    wall.hear(fragment("a", "a3"))
    expect(wall.page.locator("#field")).to_have_value("halvt")
    expect(wall.page.locator("#field")).to_be_focused()
    assert inside(wall, "b") == "b2"
    assert (wall.page.evaluate("heard"), is_held(wall)) == (["a", "a"], True)
    wall.page.evaluate(HEARD, ["patched"])
    wall.run("live.release()")
    assert (inside(wall), is_held(wall)) == ("a3", False)
    assert wall.page.evaluate("heard") == ["patched"]


TYPED = {
    "a text": ("<textarea id='f'>\n</textarea>", "x", True),
    "one line": ("<input type='text' id='f'>", "x", True),
    "a text taken out": ("<textarea id='f'>\nvar her</textarea>", "", True),
    "blanks where nothing stood": ("<textarea id='f'>\n</textarea>", " \n ", False),
    "blanks where something stood": ("<textarea id='f'>\nvar her</textarea>", " ", True),
    "what was drawn": ("<textarea id='f'>\nvar her</textarea>", "var her", False),
    "what was typed before, drawn again": ("<textarea id='f' data-was=''>\nvar her</textarea>", "var her", True),
    "what was stored": ("<textarea id='f' data-was='gemt'>\nvar her</textarea>", "gemt", False),
    "a date in a cell": ("<span class='cell'><input type='date' id='f'></span>", "2026-09-01", True),
    "a date elsewhere": ("<input type='date' id='f'>", "2026-09-01", False),
    "another kind of field": ("<input type='search' id='f'>", "x", False),
}


@pytest.mark.parametrize(("html", "value", "expected"), TYPED.values(), ids=TYPED.keys())
def test_what_counts_as_typed(wall, html, value, expected):
    wall.open(fragment("a", html))
    wall.page.evaluate("(value) => { document.getElementById('f').value = value; }", value)
    wall.hear(fragment("a", "nyt"))
    assert is_held(wall) is expected
    assert (inside(wall) == "nyt") is not expected


SELECT = "<span class='cell'><select id='f'><option>et<option{}>to</select></span>"


@pytest.mark.parametrize(
    ("selected", "value", "expected"), [("", "to", True), ("", "et", False), (" selected", "et", True)]
)
def test_a_choice_in_a_cell_counts_as_typed_when_it_is_not_the_one_that_was_drawn(wall, selected, value, expected):
    wall.open(fragment("a", SELECT.format(selected)))
    wall.page.locator("#f").select_option(value)
    wall.hear(fragment("a", "nyt"))
    assert is_held(wall) is expected


@pytest.mark.parametrize("html", ["<div id='a' data-live data-pending></div>", fragment("a", "<p data-pending></p>")])
def test_what_waits_to_be_sent_is_not_taken_away(wall, html):
    wall.open(html)
    wall.hear(fragment("a", "nyt"))
    assert is_held(wall)


@pytest.mark.parametrize("again", [field(), field("andet", keep="1.write")], ids=["as it was", "of the same place"])
def test_nothing_waits_when_the_room_is_back_where_one_began(wall, again):
    wall.open(field(**({"keep": "1.write"} if "keep" in again else {})))
    wall.page.locator("#field").fill("halvt")
    wall.hear(fragment("a", "videre", keep="2.write"))
    assert is_held(wall)
    wall.hear(again)
    assert not is_held(wall)
    expect(wall.page.locator("#field")).to_have_value("halvt")


def test_one_that_is_let_go_leaves_the_others_waiting(wall):
    other = fragment("b", "<textarea id='other'></textarea>")
    wall.open(field(), other)
    for each in ("#field", "#other"):
        wall.page.locator(each).fill("halvt")
    wall.hear(fragment("a", "a2") + fragment("b", "b2"))
    wall.run("live.release('b')")
    assert (inside(wall, "b"), is_held(wall, "a"), is_held(wall, "b")) == ("b2", True, False)
    wall.run("live.release('unknown')")
    assert is_held(wall, "a")


def test_a_place_one_picked_is_not_taken_away_while_the_room_stays(wall):
    wall.open(fragment("a", "valgt", keep="1.write", picked=""))
    wall.hear(fragment("a", "den første", keep="1.write", picked=""))
    assert inside(wall) == "valgt"
    wall.hear(fragment("a", "videre", keep="2.write", picked=""))
    assert inside(wall) == "videre"


def test_a_form_of_another_place_can_be_put_in_and_the_rooms_own_comes_back(wall):
    wall.open(fragment("a", "rummets"))
    code = "live.exchange(new DOMParser().parseFromString(given[0], 'text/html').getElementById('a'), given[1])"
    wall.run(code, fragment("a", "et andet sted"), {"waits": True})
    assert (inside(wall), is_held(wall)) == ("et andet sted", True)
    wall.run(code, fragment("a", "et tredje"), {"waits": True})
    wall.run("live.release()")
    assert (inside(wall), is_held(wall)) == ("rummets", False)
    wall.run(code, fragment("a", "valgt"))
    assert (inside(wall), is_held(wall)) == ("valgt", False)


# A stage that waited while notes were drawn anew is older than they are.


def stage_held(wall: Wall) -> None:
    stage = "<textarea id='field'></textarea><ul id='place-1-1'></ul>"
    wall.open(f"<div id='stage' data-live>{stage}</div>")
    wall.page.locator("#field").fill("halvt")
    wall.hear(lists("1-1", note(1, "en")))


def test_a_whole_that_waited_is_put_in_as_it_is_when_nothing_came_since(wall, played):
    stage_held(wall)
    wall.run("live.release()")
    assert notes(wall) == ["en"]
    assert played.to("/tavle/") == []


def test_a_whole_that_waited_while_its_parts_changed_is_asked_for_again(wall, played):
    stage_held(wall)
    wall.hear(note(2, "to"))
    played.answer("/tavle/", Answer(drawn(lists("1-1", note(1, "en") + note(2, "to")))))
    wall.page.locator("#field").fill("")
    wall.run("live.release()")
    assert notes(wall) == ["en", "to"]
    assert len(played.to("/tavle/")) == 1


@pytest.mark.parametrize("answer", [None, Answer(status=503), Answer("<title>Gæstenet</title>")])
def test_a_whole_that_cannot_be_asked_for_is_put_in_as_it_waited(wall, played, answer):
    stage_held(wall)
    wall.hear(note(2, "to"))
    played.answer("/tavle/", answer)
    wall.page.locator("#field").fill("")
    wall.run("live.release()")
    assert notes(wall) == ["en"]
    assert not is_held(wall, "stage")


def test_once_the_page_was_asked_for_a_whole_that_waits_is_new_again(wall, played):
    stage_held(wall)
    wall.hear(note(2, "to"))
    again = "<textarea id='field'></textarea><ul id='place-1-1'></ul>"
    played.answer("/tavle/", Answer(drawn(f"<div id='stage' data-live>{again}</div>")))
    wall.page.locator("#field").fill("")
    wall.run("live.release()")
    wall.page.locator("#field").fill("halvt igen")
    wall.hear(lists("1-1", note(3, "tre")))
    wall.run("live.release()")
    assert notes(wall) == ["tre"]
    assert len(played.to("/tavle/")) == 1


# --- While one presses ---

DOWN, UP, CANCEL = (f"dispatchEvent(new Event('{each}'))" for each in ("pointerdown", "pointerup", "pointercancel"))


def test_a_press_is_not_lost_when_its_button_is_drawn_anew(wall):
    wall.open(fragment("a", "<button id='go'>Videre</button>"))
    wall.page.evaluate("document.addEventListener('click', (event) => { window.pressed = event.target.id; })")
    wall.page.locator("#go").hover()
    wall.page.mouse.down()
    for each in ("ny", "nyere"):
        wall.hear(fragment("a", f"<button id='{each}'>Videre</button>"))
    assert wall.page.locator("button").get_attribute("id") == "go"
    wall.page.mouse.up()
    wall.page.clock.run_for(1)
    assert wall.page.evaluate("pressed") == "go"
    assert wall.page.locator("button").get_attribute("id") == "nyere"


@pytest.mark.parametrize("end", [UP, CANCEL])
def test_what_came_meanwhile_is_drawn_when_the_finger_is_up(wall, end):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(DOWN)
    wall.hear(fragment("a", "a2"))
    assert inside(wall) == "a1"
    wall.page.evaluate(end)
    wall.page.clock.run_for(1)
    assert inside(wall) == "a2"


def test_a_finger_that_rests_on_the_page_does_not_stop_it(wall):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(DOWN)
    wall.hear(fragment("a", "a2"))
    wall.page.clock.run_for(2_999)
    assert inside(wall) == "a1"
    wall.page.clock.run_for(1)
    assert inside(wall) == "a2"
    wall.hear(fragment("a", "a3"))
    assert inside(wall) == "a3"


def test_a_page_that_was_asked_for_waits_for_the_finger_too(wall, played):
    wall.open(fragment("a", "a1"))
    wall.page.evaluate(DOWN)
    wall.hear(fragment("a", "a2"))
    played.answer("/tavle/", Answer(drawn(fragment("a", "a3"))))
    wall.run("live.ask()")
    assert inside(wall) == "a1"
    wall.page.evaluate(UP)
    wall.page.clock.run_for(1)
    assert inside(wall) == "a3"


# --- The answer to a form ---

FORM = "<form id='form' hx-post='/press' hx-swap='{}'>{}<button>Send</button></form>"


def form(inside: str = "", swap: str = "none") -> str:
    return fragment("a", FORM.format(swap, inside))


def send(wall: Wall) -> None:
    wall.press(wall.page.get_by_role("button"))
    wall.settle()


def test_the_answer_to_a_form_is_fragments(wall, played):
    wall.open(form(swap="innerHTML"), fragment("b", "b1"), fragment("said", ""))
    played.answer("/press", patch(fragment("b", "b2") + "<div id='said' data-live='reply'>Gemt</div>"))
    send(wall)
    assert (inside(wall, "b"), inside(wall, "said")) == ("b2", "Gemt")
    assert wall.page.locator("#form button").count() == 1  # nothing was swapped in


def test_the_answer_counts_also_when_the_form_that_asked_is_gone(wall, played):
    wall.open(form(), fragment("b", "b1"))
    played.answer("/press", HELD)
    send(wall)
    wall.hear(fragment("a", "videre"))
    played.reply(patch(fragment("b", "b2")))
    expect(wall.page.locator("#b")).to_have_text("b2")


LATE = [(4, "videre"), (5, "svar"), (6, "svar"), (10, "svar")]


@pytest.mark.parametrize(("version", "expected"), LATE)
def test_an_answer_that_the_stream_has_overtaken_takes_nothing_back(wall, played, version, expected):
    """Two presses at once: the stream tells of both before the answer to the first is here."""
    wall.open(form(), fragment("b", "b1"))
    played.answer("/press", HELD)
    send(wall)
    wall.hear(fragment("b", "videre"), version=5)
    played.reply(patch(fragment("b", "svar"), X_Version=str(version)))
    wall.settle()
    assert inside(wall, "b") == expected


@pytest.mark.parametrize(("version", "expected"), [(4, "ny del"), (5, "gammel del"), (6, "gammel del")])
def test_nor_does_a_late_part_of_what_was_drawn_whole(wall, version, expected):
    wall.open(fragment("a", fragment("part", "del")))
    wall.hear(fragment("a", fragment("part", "ny del")), version=5)
    wall.hear(fragment("part", "gammel del"), version=version)
    assert inside(wall, "part") == expected


@pytest.mark.parametrize(("version", "asked"), [(5, 1), (6, 0)])
def test_a_late_whole_takes_away_no_part_that_is_newer(wall, played, version, asked):
    """A note that comes while the answer to a press is on its way: that was drawn without it."""
    wall.open(form(), lists("1-1"))
    played.answer("/press", HELD)
    send(wall)
    wall.hear(lists("1-1", note(1, "et")), version=5)
    wall.hear(note(2, "to", version=6), version=6)
    whole = lists("1-1", note(1, "et"), note(2, "to", version=6))
    played.answer("/tavle/", Answer(drawn(form(), whole)))
    before = len(played.to("/tavle/"))
    played.reply(patch(lists("1-1", note(1, "et")) if asked else whole, X_Version=str(version)))
    wall.settle()
    assert notes(wall) == ["et", "to"]
    assert len(played.to("/tavle/")) - before == asked


def test_when_the_stream_is_opened_anew_all_is_taken_whatever_its_version(wall):
    wall.open(fragment("a", "a1"))
    wall.hear(fragment("a", "a2"), version=500)
    wall.stream("open")
    wall.hear(fragment("a", "fra en kopi"), version=3)
    assert inside(wall) == "fra en kopi"


def test_an_answer_that_is_not_ours_is_no_fragments(wall, played):
    wall.open(form(), fragment("b", "b1"))
    played.answer("/press", Answer(fragment("b", "b2")))
    send(wall)
    assert inside(wall, "b") == "b1"


def test_a_page_with_errors_is_swapped_in(wall, played):
    wall.open(form("<p>før</p>", swap="innerHTML"))
    played.answer("/press", Answer("<p>Skriv en titel</p>", status=422))
    send(wall)
    expect(wall.page.locator("#form p")).to_have_text("Skriv en titel")


def test_a_refusal_of_ours_is_no_error_and_touches_no_form(wall, played):
    wall.open(form("<textarea name='text' id='field'></textarea>", swap="innerHTML"), fragment("said", ""))
    wall.page.evaluate(HEARD, ["htmx:responseError"])
    wall.page.locator("#field").fill("for langt")
    played.answer("/press", patch(fragment("said", "For langt") + fragment("a", "væk"), status=422))
    send(wall)
    assert inside(wall, "said") == "For langt"
    expect(wall.page.locator("#field")).to_have_value("for langt")
    assert wall.page.evaluate("heard") == []


@pytest.mark.parametrize(("since", "expected"), [("", "gemt"), (" og mere", "sendt og mere")])
def test_ones_own_form_is_drawn_anew_but_for_what_was_typed_since(wall, played, since, expected):
    wall.open(form("<textarea name='text' id='field'></textarea>"))
    wall.page.locator("#field").fill("sendt")
    played.answer("/press", HELD)
    send(wall)
    wall.page.locator("#field").press_sequentially(since)
    played.reply(patch(form("<textarea name='text' id='field'>\ngemt</textarea>")))
    wall.settle()
    expect(wall.page.locator("#field")).to_have_value(expected)
    assert is_held(wall) is bool(since)


def test_what_waited_for_a_form_comes_in_with_its_answer(wall, played):
    wall.open(form("<textarea name='text' id='field'></textarea>"), fragment("said", ""))
    wall.page.locator("#field").fill("sendt")
    wall.hear(fragment("a", "videre"))
    played.answer("/press", patch(fragment("said", "Gemt")))
    wall.page.evaluate("document.getElementById('field').addEventListener('htmx:afterRequest', () => {})")
    wall.page.evaluate("document.addEventListener('htmx:beforeSend', () => { field.value = ''; })")
    send(wall)
    assert (inside(wall), is_held(wall)) == ("videre", False)


def test_a_word_that_only_an_answer_may_bring_is_not_taken_from_the_page(wall, played):
    wall.open("<p id='said' data-live='reply'>Sendt</p>", fragment("b", "b1"))
    played.answer("/tavle/", Answer(drawn("<p id='said' data-live='reply'></p>", fragment("b", "b2"))))
    wall.run("live.ask()")
    assert (inside(wall, "said"), inside(wall, "b")) == ("Sendt", "b2")
