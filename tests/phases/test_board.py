"""What the wall, the desk and the phones show at each stop."""

import pytest

from tests.helpers import again
from tests.pages import dom, text
from workshops import changes
from workshops.models import Question
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

SCREENS = [WALL, DESK, PHONE]
MARKED = ["where", "degree", "advice"]


def says(page) -> str:
    """What the path is read aloud as."""
    (label,) = page.xpath("//*[@id='overview']//svg[@role='img']/@aria-label")
    return " ".join(label.split()).removeprefix("De fire faser: ")


def words(page, css: str) -> list[str]:
    """The text of each element with that class, in order."""
    return [text(each) for each in page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {css} ')]")]


def columns(page) -> list[str]:
    return [text(each) for each in page.xpath("//*[@class='door-column']/h2")]


def settling(page) -> list:
    return page.xpath("//button[@form='settle']")


def spread(room, screen: str) -> list[str]:
    """The numbers of what was marked, as that screen shows them now."""
    page = room.see(screen)
    bars = [text(each) for each in page.xpath("//*[@id='overview']//svg/text[starts-with(normalize-space(.), '●')]")]
    bars += words(page, "path-list__marks")
    counts = [text(each) for each in page.xpath("//ul[@class='choice-list']//b")]
    return bars + [each for each in counts if each != "0"] + words(page, "ranking__counts")[:1]


@pytest.fixture
def marked(room):
    """Two people marked the second phase, what all employees may have to say in the first, and a piece of advice."""
    for _ in range(2):
        room.marked(
            (room.place("where", 1), "here"), (room.place("degree", 0), "influence"), (room.advice(1), "missing")
        )
    return room


SPREAD = {"where": ["● 2"], "degree": ["2"], "advice": ["✓ det gør vi: 0 ! det mangler: 2 ? ved ikke: 0"]}


# --- Everything is drawn ---


def draw_every_step(room) -> list[str]:
    drawn = []
    for stop in {stop.step.key: stop for stop in again(room.workshop).route()}.values():
        again(room.workshop).go_to(stop.key)
        drawn += [room.drawn(screen) for screen in SCREENS]
    return drawn


def test_every_screen_draws_every_step_of_an_untouched_workshop(room):
    assert all('id="stage"' in drawn for drawn in draw_every_step(room))


def test_every_screen_draws_every_step_of_one_that_was_talked_through(marked):
    marked.write(marked.place("doors", 3), "open", "Hvem der bliver superbruger")
    marked.write(marked.place("discuss", 1), text="Vi læser den sammen")
    marked.is_in(1, 2)
    marked.settle(marked.place("degree", 0), "information")
    marked.workshop.set_wall_on_phones(True)

    assert all('id="stage"' in drawn for drawn in draw_every_step(marked))


def test_every_screen_draws_every_step_with_every_phase_hidden(room):
    for phase in room.topics:
        room.leave_out(phase)

    assert all('id="stage"' in drawn for drawn in draw_every_step(room))


def test_the_path_is_a_picture_a_browser_can_read(marked):
    marked.write(marked.place("doors", 1), "fixed")
    marked.activity.question_set.rename(marked.topics[0], 'Idé & "udvikling" <b>')
    marked.is_in(1)
    for step in ("path", "where-shown", "doors-shown", "choose", "decide"):
        marked.go(step)
        (svg,) = marked.see().xpath("//*[@id='overview']//svg[@role='img']")
        sizes = [value for each in svg.iter() for name, value in each.items() if name in ("x", "y", "cx", "width")]
        assert [value for value in sizes if not value.lstrip("-").isdigit()] == []
        assert text(svg.xpath("./text[starts-with(normalize-space(.), 'Idé')]")[0]).startswith("Idé &")


# --- The path ---


def test_the_wall_opens_the_path_with_what_it_is_about(room):
    room.go("path")
    page = room.see()

    assert says(page) == "; ".join(f"{n}. {phase}" for n, phase in enumerate(room.topics, 1))
    assert words(page, "path-view__about") == [room.activity.question_set.intro.strip()]


def test_each_phase_opens_with_its_description(room):
    said = []
    for stop in [each for each in room.stops() if each.step.key == "path"][1:]:
        again(room.workshop).go_to(stop.key)
        said += words(room.see(), "path-view__about")

    assert said == [" ".join(phase.description.split()) for phase in room.topics]


def test_the_ideas_of_a_phase_unfold_in_their_groups(room):
    stop = [each for each in room.stops() if each.step.key == "path"][3]
    again(room.workshop).go_to(stop.key)
    room.workshop.show_hints(True)
    page = room.see()

    assert [text(each) for each in page.xpath("//*[@class='wall-hints__group']/h3")] == [
        "Krav",
        "Udvikling",
        "Anskaffelse",
        "Husk",
    ]
    assert len(page.xpath("//li[contains(@class, 'hint')]")) == 4 + 3 + 3 + 3


def test_the_path_names_the_stages_of_the_phases_that_have_some(room):
    room.go("path")
    stages = [text(each) for each in room.see().xpath("//*[@id='overview']//svg/text[contains(., ' · ')]")]

    assert stages == ["Krav · Udvikling · Anskaffelse", "Implementering · Uddannelse · Drift"]


def test_a_hidden_phase_is_not_on_the_path(room):
    room.leave_out(room.topics[0])
    room.go("path")

    assert says(room.see()) == "1. Konsekvensvurdering; 2. Udvikling og anskaffelse; 3. Implementering og drift"


def test_where_the_room_settled_it_is_is_on_the_path_ever_after(room):
    room.is_in(1)
    for step in ("where-shown", "doors", "choose", "decide"):
        room.go(step)
        assert "2. Konsekvensvurdering, her er vi;" in says(room.see())


# --- Marks: how many have answered, and afterwards what ---


@pytest.mark.parametrize("step", MARKED)
def test_while_people_mark_the_wall_says_only_how_many_have(marked, step):
    marked.go(step)

    assert words(marked.see(), "voters") == ["2 har svaret"]
    assert spread(marked, "wall") == []


@pytest.mark.parametrize("step", MARKED)
def test_one_who_marks_several_places_is_one(room, step):
    room.marked(*[(room.place("where", n), "here") for n in range(4)])
    room.marked(*[(room.advice(n), "doing") for n in range(1, 11)])
    room.marked(*[(room.place("degree", n), "information") for n in range(4)])
    room.go(step)

    assert words(room.see(), "voters") == ["1 har svaret"]


@pytest.mark.parametrize("step", MARKED)
@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_nobody_sees_the_spread_while_people_mark_also_where_notes_are_shown_at_once(marked, step, screen):
    marked.activity.show_notes(True)
    marked.go(step)
    assert spread(marked, screen) == []

    marked.go(f"{step}-shown")
    marked.go(step)
    assert spread(marked, screen) == []


@pytest.mark.parametrize("step", MARKED)
def test_the_wall_shows_the_spread_afterwards(marked, step):
    marked.go(f"{step}-shown")

    assert spread(marked, "wall") == SPREAD[step]
    assert words(marked.see(), "voters") == []


@pytest.mark.parametrize("step", MARKED)
def test_the_desk_shows_the_spread_afterwards(marked, step):
    marked.go(f"{step}-shown")

    assert spread(marked, "desk") == SPREAD[step]


@pytest.mark.parametrize("step", MARKED)
def test_a_phone_gets_no_numbers(marked, step):
    for each in (step, f"{step}-shown"):
        marked.go(each)
        assert (spread(marked, "phone"), words(marked.see("phone"), "voters")) == ([], [])


@pytest.mark.parametrize(("step", "shown"), [("where", []), ("where-shown", ["● 2"])])
def test_a_phone_that_shows_the_board_gets_what_the_wall_shows(marked, step, shown):
    marked.workshop.set_wall_on_phones(True)
    marked.go(step)

    assert spread(marked, "phone") == shown


@pytest.mark.parametrize("step", MARKED)
def test_someone_who_was_removed_does_not_count(marked, step):
    marked.workshop.remove(marked.workshop.participants.first())
    marked.go(step)
    assert words(marked.see(), "voters") == ["1 har svaret"]

    marked.go(f"{step}-shown")
    assert spread(marked, "wall") == [each.replace("2", "1") for each in SPREAD[step]]


# --- Settling ---

SETTLED = ["where-shown", "choose", "degree-shown"]


@pytest.mark.parametrize(("step", "buttons"), [("where-shown", 4), ("choose", 4), ("degree-shown", 4 * 3 * 3)])
def test_the_room_settles_on_the_wall_and_at_the_desk(room, step, buttons):
    room.go(step)
    for page in (room.see("wall"), room.see("desk")):
        assert (len(settling(page)), len(page.xpath("//form[@id='settle']"))) == (buttons, 1)


@pytest.mark.parametrize("step", [*MARKED, "doors", "doors-shown", "advice-shown", "decide"])
def test_elsewhere_there_is_nothing_to_settle(room, step):
    room.go(step)

    assert [settling(room.see(screen)) for screen in ("wall", "desk")] == [[], []]


@pytest.mark.parametrize("step", SETTLED)
def test_a_phone_settles_nothing_also_when_it_shows_the_board(room, step):
    room.workshop.set_wall_on_phones(True)
    room.go(step)

    assert settling(room.see("phone")) == []


@pytest.mark.parametrize("step", SETTLED)
def test_nothing_is_settled_once_the_workshop_is_closed(room, step):
    room.go(step)
    again(room.workshop).close()

    assert [settling(room.see(screen)) for screen in SCREENS] == [[], [], []]


def test_where_we_are_is_pressed_and_pressing_again_takes_it_back(room):
    room.is_in(1)
    room.go("where-shown")
    buttons = settling(room.see())

    assert [button.get("aria-pressed") for button in buttons] == ["false", "true", "false", "false"]
    assert [button.get("value") for button in buttons] == [
        f"{room.place('where', n)}:{'' if n == 1 else 'here'}" for n in range(4)
    ]


def test_a_phase_is_taken_along_or_passed_over(room):
    room.is_in(1)
    room.settle(room.place("chosen", 3), "discuss")
    room.go("choose")
    buttons = settling(room.see())

    assert [text(button) for button in buttons] == [
        "Idéudvikling: Tag den med",
        "Konsekvensvurdering: ✓ Drøftes",
        "Udvikling og anskaffelse: Tag den med",
        "Implementering og drift: ✓ Drøftes",
    ]
    assert [button.get("value").partition(":")[2] for button in buttons] == ["discuss", "pass", "discuss", "pass"]


def test_what_there_is_to_discuss_stands_under_each_phase(room):
    room.leave_out(room.asked("discuss", 1)[0])
    room.go("choose")
    lists = room.see().xpath("//*[@class='path-row__questions']")

    assert [len(each) for each in lists] == [3, 2, 2, 3]
    assert [text(each) for each in lists[1]] == [each.text.strip() for each in room.asked("discuss", 1)[1:]]


# --- What is fixed and what is open ---


def test_while_people_write_the_wall_has_counts_and_no_texts(room):
    room.write(room.place("doors", 0), "fixed", "Systemet er købt")
    room.go("doors")
    page = room.see()

    assert "Systemet er købt" not in text(page)
    assert [text(each) for each in page.xpath(f"//*[@id='count-{room.place('doors', 0)}']")] == ["1 seddel"]


def test_afterwards_each_note_says_which_kind_it_is(room):
    room.write(room.place("doors", 0), "fixed", "Systemet er købt")
    room.write(room.place("doors", 0), "open", "Vagtplanen")
    room.go("doors-shown")

    assert words(room.see(), "note") == ["■ ligger fast: Systemet er købt", "◇ kan påvirkes: Vagtplanen"]


@pytest.mark.parametrize("step", ["doors", "doors-shown", "decide"])
def test_the_path_counts_what_is_fixed_and_what_is_open(room, step):
    for kind in ("fixed", "open", "open"):
        room.write(room.place("doors", 2), kind)
    room.go(step)

    assert says(room.see()).split("; ")[2] == "3. Udvikling og anskaffelse, 1 ligger fast, 2 kan påvirkes"


@pytest.mark.parametrize("step", ["doors", "doors-shown"])
def test_a_note_that_is_gone_is_not_counted(room, step):
    room.write(room.place("doors", 2), "open")
    room.write(room.place("doors", 2), "fixed", "Skjult").hide("person")
    room.write(room.place("doors", 2), "fixed", "Fortrudt").withdraw()
    room.go(step)
    page = room.see()

    assert says(page).split("; ")[2] == "3. Udvikling og anskaffelse, 0 ligger fast, 1 kan påvirkes"
    assert ("Skjult" in text(page), "Fortrudt" in text(page)) == (False, False)


def test_the_wall_has_a_column_for_each_phase_ahead(room):
    room.is_in(2)
    room.go("doors")

    assert columns(room.see()) == ["3. Udvikling og anskaffelse", "4. Implementering og drift"]


def test_a_phase_in_close_up_shows_its_notes_alone(room):
    room.write(room.place("doors", 2), "open", "Her")
    room.write(room.place("doors", 3), "open", "Der")
    room.go("doors-shown", focus=2)
    page = room.see()

    assert words(page, "note__text") == ["Her"]
    assert [each.get("value") for each in page.xpath("//*[@id='focus-back']")] == [
        room.stop("doors-shown").focused_key(0)
    ]


def test_each_column_leads_to_its_close_up(room):
    room.go("doors")
    keys = room.see().xpath("//*[@class='door-column']//button/@value")

    assert keys == [room.stop("doors").focused_key(phase.pk) for phase in room.topics]


# --- Discussing ---


def test_the_wall_asks_a_question_of_the_chosen_phase(room):
    room.is_in(2)
    room.go("discuss")
    page = room.see()

    assert text(page.xpath("//h1")[0]) == str(room.asked("discuss", 2)[0])
    assert words(page, "eyebrow")[0].startswith("Udvikling og anskaffelse")
    assert words(page, "eyebrow__count")[0] == "Spørgsmål 1 af 2"


def test_notes_are_turned_over_when_all_have_written(room):
    room.is_in(2)
    room.write(room.place("discuss", 2), text="Vi spørger nattevagterne")
    room.go("discuss")
    assert words(room.see(), "note") == []

    room.go("discuss-shown")
    assert words(room.see(), "note") == ["Vi spørger nattevagterne"]


def test_inspiration_unfolds_on_the_wall(room):
    room.is_in(1)
    room.go("discuss")
    again(room.workshop).show_hints(True)

    assert len(room.see().xpath("//li[contains(@class, 'hint')]")) == 7 + 1


# --- How much ---


def test_the_table_has_a_row_for_each_phase_and_a_column_for_each_group(room):
    room.go("degree-shown")
    (table,) = room.see().xpath("//table[@class='degrees']")

    assert [text(each) for each in table.xpath(".//th[@scope='row']")] == [str(phase) for phase in room.topics]
    assert [text(each) for each in table.xpath(".//th[@scope='col']")] == [
        "Alle medarbejdere",
        "Fagspecialister og superbrugere",
        "Tillidsvalgte (TR og AMR)",
    ]
    assert [len(row.xpath("./td")) for row in table.xpath("./tbody/tr")] == [3, 3, 3, 3]


def test_a_cell_says_what_was_proposed_and_what_was_settled(room):
    for choice in ("influence", "influence", "information"):
        room.marked((room.place("degree", 3, 1), choice))
    room.settle(room.place("degree", 3, 1), "codetermination")
    room.go("degree-shown")
    (cell,) = room.see().xpath("//td[@class='is-settled']")

    assert [text(each) for each in cell.xpath(".//li")] == [
        "1 Information 1",
        "2 Medindflydelse 2",
        "3 Medbestemmelse 0 (afgjort)",
    ]
    assert cell.xpath(".//li[contains(@class, 'is-settled')]/button/@aria-pressed") == ["true"]


def test_an_added_group_is_a_column_and_a_hidden_one_is_none(room):
    room.activity.question_set.add_column("Vikarer")
    room.leave_out(room.asked("degree")[0])
    room.go("degree-shown")

    assert [text(each) for each in room.see().xpath("//table[@class='degrees']//th[@scope='col']")] == [
        "Fagspecialister og superbrugere",
        "Tillidsvalgte (TR og AMR)",
        "Vikarer",
    ]


# --- Advice ---


def order(room, screen: str = "wall") -> list[int]:
    """The numbers of the pieces of advice from the top."""
    asked = {" ".join(each.text.split()): int(each.source.removeprefix("Råd ")) for each in room.pieces}
    return [asked[each] for each in words(room.see(screen), "ranking__text")]


@pytest.fixture
def answered(room):
    room.marked(
        (room.advice(7), "missing"), (room.advice(3), "missing"), (room.advice(9), "unknown"), (room.advice(1), "doing")
    )
    room.marked((room.advice(7), "missing"), (room.advice(3), "unknown"), (room.advice(5), "missing"))
    return room


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_the_advice_most_miss_stands_first_and_then_what_they_do_not_know(answered, screen):
    answered.go("advice-shown")

    assert order(answered, screen) == [7, 3, 5, 9, 1, 2, 4, 6, 8, 10]


def test_while_people_mark_the_advice_stands_as_in_the_source(answered):
    answered.go("advice")

    assert order(answered) == list(range(1, 11))


def test_a_bar_shows_what_each_piece_of_advice_was_answered(answered):
    answered.go("advice-shown")
    bars = answered.see().xpath("//*[local-name()='svg'][@class='ranking__bar']")
    found = [[(each.get("class"), each.get("x"), each.get("width")) for each in bar] for bar in bars]

    assert found[:5] == [
        [("bar--missing", "0.0", "100.0")],
        [("bar--missing", "0.0", "50.0"), ("bar--unknown", "50.0", "50.0")],
        [("bar--missing", "0.0", "100.0")],
        [("bar--unknown", "0.0", "100.0")],
        [("bar--doing", "0.0", "100.0")],
    ]
    assert found[5:] == [[]] * 5


@pytest.mark.parametrize(("screen", "links"), [("wall", 10), ("desk", 10), ("phone", 0)])
def test_a_piece_of_advice_can_become_an_agreement(answered, screen, links):
    answered.workshop.set_wall_on_phones(True)
    answered.go("advice-shown")

    assert len(answered.see(screen).xpath("//a[@class='ranking__agree']")) == links


# --- What is drawn anew ---


def patch(room, *what: str, screen: str = "wall"):
    return dom(patches.changed(room.workshop.pk, screen, set(what)).common)


@pytest.mark.parametrize("step", MARKED)
def test_a_mark_draws_only_the_overview(room, step):
    room.go(step)
    drawn = [patch(room, changes.MARKS, screen=screen).xpath("//*[@data-live]/@id") for screen in ("wall", "desk")]

    assert drawn == [["overview"], ["overview"]]


def test_a_mark_is_counted_in_what_is_drawn_anew(room):
    room.go("where")
    room.marked((room.place("where", 1), "here"))

    assert words(patch(room, changes.MARKS), "voters") == ["1 har svaret"]


def test_a_mark_sends_the_phones_nothing(room):
    room.go("where")

    assert patches.changed(room.workshop.pk, "phone", {changes.MARKS}).common == ""


def test_a_note_draws_itself_and_the_path(room):
    room.go("doors-shown")
    note = room.write(room.place("doors", 3), "open")
    page = patch(room, changes.note(note.pk))

    assert page.xpath("//*[@data-live]/@id") == [f"note-{note.number}", "overview"]
    assert says(page).endswith("4. Implementering og drift, 0 ligger fast, 1 kan påvirkes")


def test_while_people_write_a_note_draws_no_text(room):
    room.go("doors")
    note = room.write(room.place("doors", 3), "open", "Vagtplanen")
    page = patch(room, changes.note(note.pk))

    assert page.xpath(f"//*[@id='note-{note.number}']") == []
    assert "Vagtplanen" not in text(page)


def test_at_the_end_stands_what_the_room_settled_and_not_what_it_chose_to_discuss(room):
    room.settle(room.place("where", 1), "here")
    room.settle(room.place("degree", 0), "information")
    room.settle(room.advice(3), "missing")
    room.settle(room.place("chosen", 3), "discuss")
    room.workshop.go_to("0.wrap-up.0.0")
    advice = Question.objects.get(pk=room.advice(3).question)
    worded = [[text(line) for line in each] for each in room.see().xpath("//*[@id='worded']//li")]

    assert sorted(worded) == [
        ["Alle medarbejdere", "Idéudvikling: information"],
        ["Hvor er projektet nu?", "Konsekvensvurdering: her er vi"],
        ["Ti gode råd om inddragelse", f"{advice}: det mangler"],
    ]
