"""The matrix on the wall, at the desk and on a phone."""

import datetime as dt

import pytest
from django.urls import reverse

from roles.templatetags.roles import names as is_named
from tests.helpers import again, from_cold
from tests.pages import HTMX, dom, form, ids, text, typed
from tests.people import seated
from workshops import changes
from workshops.models import Agreement, Note, Topic
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

SCREENS = [WALL, DESK, PHONE]
DUE = dt.date(2099, 10, 1)


def cell(page, place):
    (found,) = page.xpath(f"//*[@id='cell-{place}']")
    return found


def headings(page, scope: str) -> list[str]:
    return [text(each) for each in page.xpath(f"//table[contains(@class, 'matrix')]//th[@scope='{scope}']")]


def proposals(page, place) -> list[str]:
    return [text(each) for each in page.xpath(f"//ul[@id='place-{place}']//*[@class='note__text']")]


def names(items) -> list[str]:
    return [str(each) for each in items]


# --- Everything is drawn ---


def draw_every_stop(room) -> list[str]:
    drawn = []
    for stop in again(room.workshop).route():
        for focus in [0, room.topics[0].pk] if stop.focusable else [None]:
            again(room.workshop).go_to(stop.key if focus is None else stop.focused_key(focus))
            drawn += [room.drawn(screen) for screen in SCREENS]
    return drawn


def test_every_screen_draws_every_stop(room):
    fill_row(room, 0)
    room.workshop.set_wall_on_phones(True)

    assert all('id="stage"' in drawn for drawn in draw_every_stop(room))


@pytest.mark.parametrize("what", ["topics", "questions"])
def test_without_rows_or_columns_there_is_still_a_page(room, what):
    for item in getattr(room, what):
        room.leave_out(item)
    room.go("fill")

    assert [len(room.see(screen).xpath("//*[@id='stage']")) for screen in SCREENS] == [1, 1, 1]


# --- The actors ---


def test_the_wall_shows_the_four_actors_with_what_they_are(room):
    room.go("actors")
    found = [[text(each) for each in item] for item in room.see().xpath("//ul[@class='actors']/li")]

    described = [row for row in room.topics if row.description]
    assert found == [[row.title, " ".join(row.description.split())] for row in described]
    assert len(found) == 4


@pytest.mark.parametrize(("stop", "row", "hints"), [(1, 0, 9), (2, 1, 3), (3, 3, 5), (4, 4, 5)])
def test_an_actor_unfolds_what_to_watch_without_the_example(room, stop, row, hints):
    again(room.workshop).go_to(room.stops()[stop].key)
    room.workshop.show_hints(True)
    page = room.see()

    assert [text(each) for each in page.xpath("//*[@class='actor-view']/h2")] == [str(room.topics[row])]
    assert len(page.xpath("//li[contains(@class, 'hint')]")) == hints
    assert "For eksempel:" not in text(page)


# --- The wall ---


def test_the_matrix_is_a_table_with_headings_both_ways(room):
    room.go("fill")
    page = room.see()

    assert headings(page, "col") == names(room.questions)
    assert headings(page, "row") == names(room.topics)
    assert [len(row) for row in page.xpath("//table[@class='matrix']/tbody/tr")] == [1 + 5] * 6


def test_a_cell_nobody_has_taken_says_so(room):
    room.go("fill")
    page = room.see()

    assert len(page.xpath("//*[contains(@class, 'cell--empty')]")) == 30
    assert text(cell(page, room.place("how", 2))) == "Tomt endnu"


def test_a_filled_cell_stands_where_it_was_written_and_only_there(room):
    room.fill(room.place("how", 2), "De sidder med\ni arbejdsgruppen")
    room.go("fill")
    page = room.see()

    assert text(cell(page, room.place("how", 2))) == "De sidder medi arbejdsgruppen"
    assert len(page.xpath("//*[contains(@class, 'cell--empty')]")) == 29


def test_a_cell_emptied_again_is_nobodys(room):
    room.fill(room.place("how", 2), "De sidder med")
    room.fill(room.place("how", 2), "", was="De sidder med")
    room.go("fill")

    assert text(cell(room.see(), room.place("how", 2))) == "Tomt endnu"


@pytest.mark.parametrize(
    ("choice", "due", "said"),
    [
        ("idle", None, "○ Ikke begyndt"),
        ("doing", DUE, "→ I gang · 1. oktober 2099"),
        ("done", None, "✓ Gjort"),
        ("", DUE, "1. oktober 2099"),
    ],
)
def test_a_state_has_a_symbol_a_word_and_a_date(room, choice, due, said):
    room.fill(room.place("status", 0), "Vi holder et møde", choice=choice, due=due)
    room.go("fill")

    assert [text(each) for each in cell(room.see(), room.place("status", 0))] == [said, "Vi holder et møde"]


def test_a_proposal_hangs_in_its_cell(room):
    room.propose(room.place("who", 1), "Superbrugerne")
    room.go("fill")
    page = room.see()

    assert proposals(page, room.place("who", 1)) == ["Superbrugerne"]
    assert [text(each) for each in page.xpath("//*[@class='note__text']")] == ["Superbrugerne"]
    assert text(cell(page, room.place("who", 1))) == "Tomt endnu"


def test_an_empty_cell_with_an_example_shows_it_in_close_up_while_proposals_are_written(room):
    room.go("fill")
    whole = text(cell(room.see(), room.place("what", 0)))
    room.go("fill", focus=0)
    writing = text(cell(room.see(), room.place("what", 0)))
    room.go("decide", focus=0)
    decided = text(cell(room.see(), room.place("what", 0)))

    assert writing.startswith("For eksempel: fortælle tydeligt")
    assert (whole, decided) == ("Tomt endnu", "Tomt endnu")


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_a_proposal_that_was_taken_is_in_the_cell_and_not_beside_it(room, screen):
    room.propose(room.place("who", 1), "Superbrugerne").adopt()
    room.go("fill")
    page = room.see(screen)

    assert proposals(page, room.place("who", 1)) == []
    assert "Superbrugerne" in text(cell(page, room.place("who", 1)))


def test_a_hidden_proposal_is_on_no_wall(room):
    room.propose(room.place("who", 1), "Navngiven kollega").hide("person")
    room.go("fill")

    assert "Navngiven kollega" not in text(room.see())
    assert proposals(room.see("desk"), room.place("who", 1)) == ["Navngiven kollega"]


def test_a_row_leads_to_its_close_up(room):
    room.go("fill")
    buttons = room.see().xpath("//table[@class='matrix']//th[@scope='row']/button")

    assert [(button.get("value"), button.get("data-key")) for button in buttons] == [
        (room.stops()[-3].focused_key(row.pk), f"focus-{n}") for n, row in enumerate(room.topics, 1)
    ]


def test_the_close_up_shows_one_row(room):
    room.fill(room.place("what", 3), "Her")
    room.fill(room.place("what", 4), "Der")
    room.propose(room.place("how", 3), "Et forslag her")
    room.propose(room.place("how", 4), "Et forslag der")
    room.go("fill", focus=3)
    page = room.see()

    assert text(page.xpath("//*[@class='row-view']/h2")[0]) == "Tillidsvalgte ← Hele skemaet"
    assert [text(each) for each in page.xpath("//*[@class='door-column']/h3")] == names(room.questions)
    assert [each in text(page) for each in ("Her", "Der", "Et forslag her", "Et forslag der")] == [True, False] * 2


def test_in_close_up_the_inspiration_of_the_row_unfolds(room):
    room.go("fill", focus=3)
    room.workshop.show_hints(True)

    assert len(room.see().xpath("//li[contains(@class, 'hint')]")) == 5


def test_the_agreements_stand_beside_the_matrix_at_the_end(room):
    Agreement(workshop=room.workshop, what="Møde i uge 40").write_down()
    room.go("decide")
    assert [text(each) for each in room.see().find_class("agreements__what")] == ["Møde i uge 40"]

    room.go("fill")
    assert room.see().find_class("agreements__what") == []


def test_once_closed_the_wall_says_thank_you(room):
    room.go("fill")
    again(room.workshop).close()

    assert room.see().xpath("//table") == []


# --- The desk ---


def test_the_desk_has_a_field_in_each_cell_that_begins_with_what_stands_there(room):
    room.fill(room.place("how", 2), "De sidder med")
    room.go("fill")
    page = room.see("desk")
    found = cell(page, room.place("how", 2))

    assert len(page.xpath("//table[contains(@class, 'matrix')]//textarea")) == 30
    assert found.xpath(".//textarea")[0].value.strip() == "De sidder med"
    assert found.xpath(".//input[@name='was']/@value") == ["De sidder med"]
    assert found.xpath(".//input[@name='place']/@value") == [str(room.place("how", 2))]


@pytest.mark.parametrize(("row", "column"), [(0, "what"), (4, "what"), (5, "who")])
def test_the_example_of_a_row_is_where_one_writes_it(room, row, column):
    room.go("fill")
    page = room.see("desk")
    (example,) = room.topics[row].hints.filter(kind="example")
    given = {
        each.get("placeholder") for each in page.xpath(f"//textarea[starts-with(@id, 'text-{room.topics[row].pk}-')]")
    }

    assert cell(page, room.place(column, row)).xpath(".//textarea/@placeholder") == [example.text]
    assert given == {"", example.text}


def test_only_the_last_column_has_a_state_and_a_date(room):
    room.fill(room.place("status", 3), "Vi holder et møde", choice="doing", due=DUE)
    room.go("fill")
    page = room.see("desk")
    found = cell(page, room.place("status", 3))

    assert page.xpath("//select[@name='choice']/@id") == [f"state-{room.place('status', n)}" for n in range(6)]
    assert found.xpath(".//option[@selected]/@value") == ["doing"]
    assert {each.get("name"): each.get("value") for each in found.xpath(".//input[contains(@name, '_was')]")} == {
        "choice_was": "doing",
        "due_was": "2099-10-01",
    }
    assert found.xpath(".//input[@name='due']/@value") == ["2099-10-01"]


def test_the_desk_in_close_up_has_the_fields_of_one_row(room):
    room.go("fill", focus=3)
    page = room.see("desk")

    assert headings(page, "row") == ["Tillidsvalgte"]
    assert len(page.xpath("//table[contains(@class, 'matrix')]//textarea")) == 5


def test_every_field_has_its_own_name(room):
    room.go("fill")
    page = room.see("desk")
    labels = [
        text(each) for each in page.xpath("//table//label[starts-with(@for, 'text-') or starts-with(@for, 'due-')]")
    ]

    assert len(set(labels)) == len(labels) == 30 + 6


def test_what_was_typed_is_not_markup(room):
    words = '</textarea><script>alert("x")</script>'
    room.fill(room.place("what", 0), words)
    room.go("fill")

    assert [room.see(screen).xpath("//table//script") for screen in ("wall", "desk")] == [[], []]
    assert cell(room.see("desk"), room.place("what", 0)).xpath(".//textarea")[0].value.strip() == words


# --- An agreement out of a cell ---


def agree_link(page, room, row: int = 0) -> list[str]:
    return page.xpath(f"//a[@id='agree-{room.place('status', row)}']/@href")


def test_only_a_next_step_that_is_written_can_become_an_agreement(room):
    room.fill(room.place("what", 0), "Sætte rammen")
    room.fill(room.place("status", 0), "Møde i uge 40")
    room.go("decide")

    found = room.see("desk").xpath("//a[@class='cell__agree']/@id")
    assert found == [f"agree-{room.place('status', 0)}"]
    assert room.see().xpath("//a[@class='cell__agree']") == []


def test_an_agreement_begins_with_the_text_the_rows_who_and_the_date(room, ane_client):
    room.fill(room.place("who", 0), "Lone & <b>Per</b>")
    room.fill(room.place("who", 1), "En anden")
    room.fill(room.place("status", 0), "Møde i uge 40", choice="doing", due=DUE)
    room.go("decide")
    (link,) = agree_link(room.see("desk"), room)
    page = ane_client.get(link)

    begun = {name: typed(page, name) for name in ("what", "who", "due")}
    assert begun == {"what": "Møde i uge 40", "who": "Lone & <b>Per</b>", "due": DUE.isoformat()}


def test_two_names_in_a_cell_are_two_names_in_the_agreement(room, ane_client):
    for name in ("Lone", "Per"):
        room.propose(room.place("who", 0), name).adopt()
    room.fill(room.place("status", 0), "Møde i uge 40")
    room.go("decide")
    (link,) = agree_link(room.see("desk"), room)

    who = dom(ane_client.get(link)).xpath("//input[@name='who']/@value")  # a browser drops line breaks in one line
    assert who[0].replace("\n", "") != "LonePer"


@pytest.fixture
def agreed(room, ane_client):
    room.fill(room.place("status", 0), "Møde i uge 40")
    room.go("decide")
    (link,) = agree_link(room.see("desk"), room)
    answer = ane_client.post(link, form(ane_client.get(link), link), headers=HTMX)
    assert answer.status_code == 200
    return answer


def test_an_agreement_knows_which_cell_it_is_from(room, agreed):
    agreement = Agreement.objects.get()

    assert (agreement.what, agreement.topic, agreement.question) == ("Møde i uge 40", room.topics[0], room.questions[4])


def test_a_cell_that_became_an_agreement_says_so(room, agreed):
    page = room.see("desk")

    assert agree_link(page, room) == []
    assert [text(each) for each in page.xpath("//p[@class='cell__agreed']")] == ["✓ Står i aftalerne"]


@pytest.mark.parametrize("result", ["recommended", "disagreed", "later"])
def test_a_cell_that_became_anything_else_can_still_be_agreed(room, agreed, result):
    Agreement.objects.update(result=result)
    page = room.see("desk")

    assert (len(agree_link(page, room)), page.xpath("//p[@class='cell__agreed']")) == (1, [])


def test_a_cell_says_so_at_once_to_the_one_who_agreed(room, agreed):
    assert [text(each) for each in dom(agreed).xpath("//p[@class='cell__agreed']")] == ["✓ Står i aftalerne"]


def test_an_agreement_from_another_cell_says_nothing_here(room, agreed):
    room.fill(room.place("status", 1), "Møde i uge 41")

    assert len(agree_link(room.see("desk"), room, row=1)) == 1


# --- A phone ---


@pytest.fixture
def phone(room):
    return seated(room.workshop.join())


def look(client, room, query: str = ""):
    return client.get(reverse("phone", args=[room.workshop.pk]) + query)


def test_a_phone_picks_a_row_and_then_a_cell(room, phone):
    room.go("fill")
    page = dom(look(phone, room))
    rows = page.xpath("//details[@class='picker__row']")

    assert [text(each.xpath("./summary")[0]) for each in rows] == names(room.topics)
    assert [[text(link) for link in each.xpath(".//a")] for each in rows] == [names(room.questions)] * 6
    assert typed(look(phone, room), "text") is None


@pytest.mark.parametrize(
    ("group", "opened"),
    [("Leder", ["Ledere"]), ("Medarbejder", ["Medarbejdere generelt"]), ("TR eller AMR", []), ("", [])],
)
def test_ones_own_row_is_open(room, group, opened):
    room.go("fill")
    page = dom(look(seated(room.workshop.join(group=group)), room))

    assert [text(each) for each in page.xpath("//details[@open]/summary")] == opened


@pytest.mark.parametrize(
    ("title", "group", "own"),
    [
        ("Ledere", "leder", True),
        ("Ledere", "Ledere", True),
        ("Leder", "Ledere", False),
        ("Andre", "", False),
        ("Andre", None, False),
    ],
)
def test_a_group_is_the_row_that_begins_like_it(title, group, own):
    assert is_named(group, Topic(title=title)) is own


@pytest.mark.parametrize("column", ["what", "status"])
def test_a_picked_cell_has_its_form(room, phone, column):
    room.go("fill")
    place = room.place(column, 3)
    page = look(phone, room, f"?place={place}")
    (title,) = dom(page).xpath("//*[@class='write__topic']")

    assert (typed(page, "place"), typed(page, "kind")) == (str(place), "proposal")
    assert text(title) == f"Tillidsvalgte · {room.questions[1 if column == 'what' else 4]}"
    assert [text(each) for each in dom(page).xpath("//details[@open]/summary")] == ["Tillidsvalgte"]


@pytest.mark.parametrize(("row", "column"), [(0, "what"), (5, "who")])
def test_the_form_shows_the_example_of_the_row(room, phone, row, column):
    room.go("fill")
    page = dom(look(phone, room, f"?place={room.place(column, row)}"))
    (example,) = room.topics[row].hints.filter(kind="example")

    assert [text(each) for each in page.xpath("//*[contains(@class, 'write__about')]")] == [example.text]


def test_without_an_example_the_form_says_who_they_are(room, phone):
    room.go("fill")
    page = dom(look(phone, room, f"?place={room.place('how', 0)}"))

    (about,) = page.xpath("//*[contains(@class, 'write__about')]")
    assert text(about) == " ".join(room.topics[0].description.split())


def test_what_a_phone_proposes_hangs_in_the_cell_it_picked(room, phone):
    room.go("fill")
    place = room.place("how", 3)
    sent = form(look(phone, room, f"?place={place}"), reverse("phone-write", args=[room.workshop.pk]))
    phone.post(reverse("phone-write", args=[room.workshop.pk]), sent | {"text": "Fast punkt på mødet"})

    assert (Note.objects.get().place, Note.objects.get().kind) == (place, "proposal")
    assert (proposals(room.see(), place), text(room.see().get_element_by_id(f"count-{place}"))) == ([], "1 seddel")
    assert [room.next().stop().step.key for _ in range(2)] == ["review", "agree"]
    assert proposals(room.see(), place) == ["Fast punkt på mødet"]


def test_a_phone_shows_no_matrix_and_no_states_to_mark(room, phone):
    room.go("fill")
    page = dom(look(phone, room))

    assert page.xpath("//table | //form[@id='marks-form']") == []


@pytest.mark.parametrize("step", ["actors", "decide"])
def test_at_other_steps_there_is_nothing_to_pick(room, phone, step):
    room.go(step)

    assert dom(look(phone, room)).xpath("//*[@data-pick] | //form[@id='write-form']") == []


# --- A matrix of one's own ---


def shown(room) -> dict[str, tuple[list[str], list[str]]]:
    """The rows and columns that each kind of screen shows."""
    wall, desk, phone = (room.see(screen) for screen in SCREENS)
    picked = phone.xpath("//details[@class='picker__row']")
    return {
        "wall": (headings(wall, "row"), headings(wall, "col")),
        "desk": (headings(desk, "row"), headings(desk, "col")),
        "phone": (
            [text(each.xpath("./summary")[0]) for each in picked],
            [text(link) for link in picked[0].xpath(".//a")],
        ),
    }


@pytest.mark.parametrize(
    ("change", "rows", "columns"),
    [
        (
            lambda room: (
                room.activity.question_set.rename(room.topics[0], "Os, der leder"),
                room.activity.question_set.rename(room.questions[1], "Opgaven"),
            ),
            lambda rows: ["Os, der leder", *rows[1:]],
            lambda columns: [columns[0], "Opgaven", *columns[2:]],
        ),
        (
            lambda room: (room.leave_out(room.topics[2]), room.leave_out(room.questions[3])),
            lambda rows: rows[:2] + rows[3:],
            lambda columns: columns[:3] + columns[4:],
        ),
        (
            lambda room: (
                room.activity.question_set.add_topic("Leverandøren"),
                room.activity.question_set.add_column("Penge"),
            ),
            lambda rows: [*rows, "Leverandøren"],
            lambda columns: [*columns, "Penge"],
        ),
        (
            lambda room: (
                room.activity.question_set.move(room.topics[0], 1),
                room.activity.question_set.move(room.questions[4], -1),
            ),
            lambda rows: [rows[1], rows[0], *rows[2:]],
            lambda columns: [*columns[:3], columns[4], columns[3]],
        ),
    ],
    ids=["renamed", "hidden", "added", "reordered"],
)
def test_a_change_of_rows_and_columns_is_on_every_screen(room, change, rows, columns):
    room.go("fill")
    change(room)

    expected = (rows(names(room.topics)), columns(names(room.questions)))
    assert shown(room) == {"wall": expected, "desk": expected, "phone": expected}


def test_a_reordered_matrix_keeps_each_text_in_its_cell(room):
    room.fill(room.place("how", 1), "Her")
    room.activity.question_set.move(room.topics[1], -1)
    room.activity.question_set.move(room.questions[2], -2)
    room.go("fill")
    rows = [[text(each) for each in row] for row in room.see().xpath("//table[@class='matrix']/tbody/tr")]

    assert rows[0][:3] == ["Medarbejdere generelt", "Her", "Tomt endnu"]


# --- What is drawn anew ---


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_a_cell_draws_only_itself(room, screen):
    room.go("fill")
    room.fill(room.place("how", 2), "De sidder med")
    drawn = patches.changed(room.workshop.pk, screen, {changes.outcome(room.place("how", 2))}).common

    assert ids(drawn) == [f"cell-{room.place('how', 2)}"]
    assert "De sidder med" in text(dom(drawn))


def test_a_proposal_draws_only_itself(room):
    room.go("fill")
    note = room.propose(room.place("how", 2))

    for screen in ("wall", "desk"):
        drawn = patches.changed(room.workshop.pk, screen, {changes.note(note.pk)}).common
        assert ids(drawn) == [f"note-{note.number}", f"count-{note.place}"]


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_taking_a_proposal_draws_it_gone_and_its_cell(room, screen):
    room.go("fill")
    note = room.propose(room.place("how", 2), "Superbrugerne")
    revision = note.adopt()
    drawn = patches.changed(room.workshop.pk, screen, set(revision.concerns())).common
    page = dom(drawn)

    cell_id = f"cell-{note.place}"
    assert ids(drawn) == [f"note-{note.number}", f"count-{note.place}", cell_id]
    assert page.xpath("//*[@data-gone]/@id") == [f"note-{note.number}"]
    assert "Superbrugerne" in text(cell(page, room.place("how", 2)))


def test_taking_it_back_draws_both_again(room):
    room.go("fill")
    note = room.propose(room.place("how", 2), "Superbrugerne")
    revision = note.adopt()
    revision.undo()
    page = dom(patches.changed(room.workshop.pk, "wall", set(revision.concerns())).common)

    assert page.xpath("//*[@data-gone]") == []
    assert text(cell(page, room.place("how", 2))) == "Tomt endnu"


def test_in_close_up_a_cell_of_another_row_draws_nothing(room):
    room.go("fill", focus=3)
    room.fill(room.place("how", 2), "De sidder med")

    assert patches.changed(room.workshop.pk, "wall", {changes.outcome(room.place("how", 2))}).common == ""


def test_a_cell_sends_the_phones_nothing_unless_they_show_the_board(room):
    room.go("fill")
    what = {changes.outcome(room.place("how", 2))}
    assert patches.changed(room.workshop.pk, "phone", what).common == ""

    room.workshop.set_wall_on_phones(True)
    assert ids(patches.changed(room.workshop.pk, "phone", what).common) == [f"cell-{room.place('how', 2)}"]


# --- What it costs ---


def cost(do) -> int:
    do()  # what is looked up once for good, is
    with from_cold() as captured:
        do()
    return len(captured)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_costs_the_same_with_more_rows_that_are_filled_in(room, screen):
    room.go("fill")
    for row in room.topics[1:]:
        room.leave_out(row)
    fill_row(room, 0)
    one = cost(lambda: room.see(screen))
    for row in (1, 2):
        room.take_in(room.topics[row])
        fill_row(room, row)

    assert cost(lambda: room.see(screen)) == one


def fill_row(room, row: int) -> None:
    for column in ("who", "what", "how", "when", "status"):
        room.fill(room.place(column, row), "Noget")
        room.propose(room.place(column, row))
    room.fill(room.place("status", row), "Noget", was="Noget", choice="doing", due=DUE)
    Agreement(workshop=room.workshop, topic=room.topics[row], question=room.questions[4], what="Noget").write_down()


def test_at_the_end_a_cell_is_named_by_its_row_and_column(room):
    room.fill(room.place("who", 0), "Lone")
    room.workshop.go_to("0.wrap-up.0.0")

    (worded,) = room.see().xpath("//*[@id='worded']//li")
    assert [text(each) for each in worded] == [f"{room.topic(0)} · {room.question('who', 0)}", "Lone"]
