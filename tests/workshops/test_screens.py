"""What is drawn for each kind of screen when something changes, and for whom."""

import pytest
from django.urls import reverse

from tests.helpers import WHY, again, from_cold, write
from tests.pages import dom, go_to, ids, text
from tests.people import seated
from tests.rooms import stored
from workshops import changes
from workshops.models import Agreement, Note, Question, Workshop
from workshops.place import Place
from workshops.screens import patches, spots
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.scene import Scene

WHOLE_DESK = ["stage", "seats", "door", "agreements", "timer"]


@pytest.fixture
def room(open_workshop, places) -> Workshop:
    """The room looks at the notes of the first question."""
    go_to(open_workshop, places[0], "show")
    return open_workshop


def drawn(workshop: Workshop, screen: str, *what: str) -> list[str]:
    """The ids of the fragments that all screens of that kind get, in order."""
    common = patches.changed(workshop.pk, screen, set(what)).common
    return ids(common) if common else []


# --- Everything but notes ---


@pytest.mark.parametrize(
    ("screen", "what", "expected"),
    [
        (WALL, changes.STAGE, ["stage"]),
        (WALL, changes.SEATS, ["seats"]),
        (WALL, changes.AGREEMENTS, ["agreements"]),
        (WALL, changes.TIMER, ["timer"]),
        (WALL, changes.ACCESS, []),
        (DESK, changes.STAGE, WHOLE_DESK),
        (DESK, changes.SEATS, ["seats", "door"]),
        (DESK, changes.AGREEMENTS, ["agreements"]),
        (DESK, changes.TIMER, ["timer"]),
        (DESK, changes.ACCESS, []),
        (PHONE, changes.STAGE, ["stage", "write", "others", "timer"]),
        (PHONE, changes.SEATS, []),
        (PHONE, changes.AGREEMENTS, []),
        (PHONE, changes.TIMER, ["timer"]),
        (PHONE, changes.ACCESS, []),
    ],
)
def test_a_change_is_drawn_where_it_shows(room, screen, what, expected):
    assert drawn(room, screen, what) == expected


def test_a_new_stage_is_everything_so_nothing_else_is_drawn_beside_it(room, places):
    note = write(room, places[0])

    assert drawn(room, WALL, changes.STAGE, changes.SEATS, changes.note(note.pk)) == ["stage"]
    assert drawn(room, DESK, changes.STAGE, changes.SEATS, changes.note(note.pk)) == WHOLE_DESK


def test_several_changes_are_drawn_together(room):
    assert drawn(room, DESK, changes.TIMER, changes.SEATS, changes.AGREEMENTS) == [
        "seats",
        "door",
        "agreements",
        "timer",
    ]


@pytest.mark.parametrize("screen", [WALL, DESK, PHONE])
def test_the_whole_state_says_which_version_it_is_of(room, screen):
    before = patches.whole(room.pk, screen).version
    room.start_timer(5)

    assert patches.whole(room.pk, screen).version == before + 1


@pytest.mark.parametrize("screen", [WALL, DESK, PHONE])
def test_a_workshop_that_is_gone(room, screen):
    room.delete_for_good()

    with pytest.raises(Workshop.DoesNotExist):
        patches.changed(room.pk, screen, {changes.STAGE})


# --- Notes ---


def test_a_note_is_drawn_alone_and_on_the_desk_with_its_count(room, places):
    note = [write(room, places[0], key=f"k{n}") for n in range(3)][1]

    assert drawn(room, WALL, changes.note(note.pk)) == [f"note-{note.number}"]
    assert drawn(room, DESK, changes.note(note.pk)) == [f"note-{note.number}", f"count-{places[0]}"]


def test_a_note_says_its_place_its_version_and_its_order(room, places):
    note = write(room, places[0], "Mere tid")
    (fragment,) = dom(patches.changed(room.pk, WALL, {changes.note(note.pk)}).common).xpath("//li")

    assert dict(fragment.attrib) | {"class": "", "data-live": ""} == {
        "id": f"note-{note.number}",
        "class": "",
        "data-live": "",
        "data-in": f"place-{places[0]}",
        "data-version": str(note.version),
        "data-order": str(note.number),
    }
    assert text(fragment) == "Mere tid"


def test_the_fragment_of_a_note_is_the_one_on_the_page(room, places, ane_client):
    note = write(room, places[0], "Mere\ntid & ro")
    patch = dom(patches.changed(room.pk, WALL, {changes.note(note.pk)}).common)
    page = dom(ane_client.get(f"/workshops/{room.pk}/tavle/"))

    assert text(patch.get_element_by_id(f"note-{note.number}")) == text(page.get_element_by_id(f"note-{note.number}"))
    assert dict(patch.get_element_by_id(f"note-{note.number}").attrib) == dict(
        page.get_element_by_id(f"note-{note.number}").attrib
    )


@pytest.mark.parametrize(
    ("verb", "wall", "desk"),
    [
        ("hide", "gone", "hidden"),
        ("unhide", "there", "there"),
        ("withdraw", "gone", "gone"),
        ("remove", "gone", "gone"),
    ],
)
def test_what_happens_to_a_note_shows(room, places, verb, wall, desk):
    note = write(room, places[0])
    getattr(note, verb)(*WHY.get(verb, []))
    seen = []
    for screen in (WALL, DESK):
        (fragment,) = dom(patches.changed(room.pk, screen, {changes.note(note.pk)}).common).xpath("//body/div/li")
        seen.append(
            "gone"
            if "data-gone" in fragment.attrib
            else "hidden"
            if "note--hidden" in fragment.get("class")
            else "there"
        )

    assert seen == [wall, desk]


def test_counts_are_of_what_is_visible_and_the_desk_says_what_is_hidden(room, places):
    go_to(room, places[0], "write")
    notes = [write(room, places[0], key=f"k{n}") for n in range(3)]
    notes[0].hide("person")
    notes[1].withdraw()
    counts = [
        text(
            dom(patches.changed(room.pk, screen, {changes.note(notes[2].pk)}).common).get_element_by_id(
                f"count-{places[0]}"
            )
        )
        for screen in (WALL, DESK)
    ]

    assert counts == ["1 seddel", "1 seddel (1 skjult)"]


def test_a_moved_note_leaves_the_place_in_view(room, places):
    note = write(room, places[0])
    note.move(places[1])
    patch = dom(patches.changed(room.pk, WALL, {changes.note(note.pk)}).common)

    assert "data-gone" in patch.get_element_by_id(f"note-{note.number}").attrib
    assert patches.whole(room.pk, WALL).common.count(f'id="note-{note.number}"') == 0


def test_a_note_moved_into_view_is_drawn_once(room, places):
    note = write(room, places[1])
    note.move(places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"note-{note.number}"]
    assert patches.whole(room.pk, WALL).common.count(f'id="note-{note.number}"') == 1


def test_a_note_elsewhere_draws_nothing_in_view(room, places):
    note = write(room, places[1])
    (fragment,) = dom(patches.changed(room.pk, WALL, {changes.note(note.pk)}).common).xpath("//body/div/li")

    assert "data-gone" in fragment.attrib


def test_outside_the_questions_a_note_draws_nothing(room, places):
    note = write(room, places[0])
    room.go_to("0.wrap-up.0.0")

    assert [drawn(room, screen, changes.note(note.pk)) for screen in (WALL, DESK, PHONE)] == [[], [], []]


def test_another_workshops_note_is_never_drawn(room, places, other_workshop):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    theirs = write(other_workshop, type(places[0])(topic.pk, question.pk))

    assert drawn(room, WALL, changes.note(theirs.pk)) == []


def test_before_notes_show_the_wall_gets_the_count_and_the_desk_the_note(room, places):
    go_to(room, places[0], "write")
    note = write(room, places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"count-{places[0]}"]
    assert drawn(room, DESK, changes.note(note.pk)) == [f"note-{note.number}", f"count-{places[0]}"]


def test_notes_that_show_at_once_are_drawn_while_writing(room, places):
    room.activities.get().show_notes(True)
    go_to(room, places[0], "write")
    note = write(room, places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"note-{note.number}"]


def test_the_bytes_of_a_note_do_not_grow_with_what_is_there(room, places):
    def size(note: Note) -> int:
        return len(patches.changed(room.pk, WALL, {changes.note(note.pk)}).common)

    first = write(room, places[0], key="first")
    before = size(first)
    for n in range(30):
        write(room, places[0], key=f"k{n}")

    assert size(first) == before


# --- Phones ---


def test_phones_get_nothing_in_common_for_a_note(room, places, django_assert_num_queries):
    note = write(room, places[0])
    drawn(room, PHONE, changes.note(note.pk))

    with django_assert_num_queries(1):
        assert drawn(room, PHONE, changes.note(note.pk)) == []


def test_phones_get_a_note_when_the_board_is_shown_on_them(room, places):
    room.set_wall_on_phones(True)
    note = write(room, places[0])
    assert drawn(room, PHONE, changes.note(note.pk)) == [f"note-{note.number}"]

    go_to(room, places[0], "write")
    assert drawn(room, PHONE, changes.note(note.pk)) == []


def test_a_phone_shows_so_many_notes_and_says_so_when_there_are_more(room, places, monkeypatch):
    monkeypatch.setattr(spots, "ON_A_PHONE", 3)
    room.set_wall_on_phones(True)
    told = "Her er 3 af sedlerne. Kig op på tavlen for at se dem alle."
    first = [write(room, places[0], key=f"k{n}") for n in range(3)]
    whole = patches.whole(room.pk, PHONE).common
    assert [told in whole, *(f"note-{note.number}" in whole for note in first)] == [False, True, True, True]

    more = write(room, places[0], key="k3")
    whole = patches.whole(room.pk, PHONE).common
    assert told in whole
    assert [f"note-{note.number}" in whole for note in (*first, more)] == [True, True, True, False]
    assert f"note-{more.number}" in patches.whole(room.pk, WALL).common


def test_a_phone_gets_its_own_notes_when_the_facilitator_touched_one(room, places):
    mine, theirs = room.join(), room.join()
    note = write(room, places[0], "Mere tid", participant=mine)
    write(room, places[0], "Mindre papir", participant=theirs)
    what = {changes.note(note.pk), changes.seat(mine.pk)}
    patch = patches.changed(room.pk, PHONE, what, [mine.pk, theirs.pk])

    assert list(patch.personal) == [mine.pk]
    assert ids(patch.personal[mine.pk]) == ["mine", "marks", "dots", "done", "helper"]
    assert "Mere tid" in patch.personal[mine.pk]
    assert "Mindre papir" not in patch.personal[mine.pk]


def test_a_phone_that_does_not_watch_is_not_drawn(room, places):
    mine = room.join()
    note = write(room, places[0], participant=mine)

    assert patches.changed(room.pk, PHONE, {changes.note(note.pk), changes.seat(mine.pk)}, []).personal == {}


def test_a_phone_whose_note_was_moved_away_has_none_left(room, places):
    mine = room.join()
    note = write(room, places[0], participant=mine)
    note.move(places[1])
    patch = patches.changed(room.pk, PHONE, {changes.note(note.pk), changes.seat(mine.pk)}, [mine.pk])

    assert dom(patch.personal[mine.pk]).xpath("//li") == []


@pytest.mark.parametrize("step", ["explain", "write"])
def test_at_the_next_question_a_phone_no_longer_holds_its_notes_from_the_last(room, places, step):
    wrote, did_not = room.join(), room.join()
    write(room, places[0], participant=wrote)
    seats = [wrote.pk, did_not.pk]
    go_to(room, places[1], step)
    patch = patches.changed(room.pk, PHONE, {changes.STAGE}, seats)

    assert [ids(patch.personal[seat]) for seat in seats] == [
        ["mine", "marks", "dots", "done", "helper"],
        ["mine", "marks", "dots", "done", "helper"],
    ]
    assert [dom(patch.personal[seat]).xpath("//li") for seat in seats] == [[], []]


@pytest.mark.parametrize("key", ["0.lobby.0.0", "0.wrap-up.0.0"])
def test_outside_the_questions_a_phone_holds_no_notes(room, places, key):
    wrote = room.join()
    write(room, places[0], participant=wrote)
    room.go_to(key)

    assert dom(patches.changed(room.pk, PHONE, {changes.STAGE}, [wrote.pk]).personal[wrote.pk]).xpath("//li") == []


def test_back_at_the_question_a_phone_holds_its_notes_again(room, places):
    wrote, other = room.join(), room.join()
    write(room, places[0], participant=wrote)
    patch = patches.whole(room.pk, PHONE, [wrote.pk, other.pk])

    assert [len(dom(patch.personal[seat.pk]).xpath("//li")) for seat in (wrote, other)] == [1, 0]


def test_the_form_of_a_phone_says_which_place_it_is_for(room, places):
    go_to(room, places[1], "write")
    (form,) = dom(patches.changed(room.pk, PHONE, {changes.STAGE}).common).xpath("//*[@id='write']")

    assert form.xpath(".//input[@name='place']/@value") == [str(places[1])]


# --- The way on ---


def test_the_desk_says_what_comes_next(workshop, places, ane_client):
    """A step by its name, the next question in its own words, another tool by what it talks about, and then the end."""
    workshop.add_activity(stored("fire-faser"))
    workshop.open()
    questions = [Question.objects.get(pk=place.question).text for place in places]
    steps = ["Skriv", "Gennemsyn", "Se", "Tal og aftal"]
    expected = [workshop.activities.first().question_set.title]
    for following in [*questions[1:], "Inddragelse i de fire faser"]:
        expected += [*steps, following]
    said = []
    for stop in again(workshop).route()[: len(expected)]:
        workshop.go_to(stop.key)
        said.append(Scene(again(workshop), DESK).coming)

    assert said == expected
    button = dom(ane_client.get(f"/workshops/{workshop.pk}/styr/")).get_element_by_id("desk-next")
    assert text(button) == "Næste: Inddragelse i de fire faser →"


def test_at_the_end_nothing_comes_next(room, ane_client):
    room.go_to("0.wrap-up.0.0")

    assert Scene(again(room), DESK).coming == ""
    assert text(dom(ane_client.get(f"/workshops/{room.pk}/styr/")).get_element_by_id("desk-next")) == "Næste →"


# --- Agreements ---


def test_agreements_are_listed_as_they_were_made_while_talking_and_in_time_at_the_end(room):
    for period in ("after", "before"):
        Agreement(workshop=room, what=period, period=period).write_down()

    def listed() -> list[str]:
        common = patches.changed(room.pk, WALL, {changes.AGREEMENTS}).common
        return [text(each) for each in dom(common).find_class("agreements__what")]

    talking = listed()
    room.go_to("0.wrap-up.0.0")
    assert (talking, listed()) == (["after", "before"], ["before", "after"])


RESULTS = ["later", "disagreed", "agreed", "recommended"]  # not in the order they are told in


@pytest.fixture
def mixed(room) -> Workshop:
    """With one of each result, the first of them put aside."""
    for result in RESULTS:
        Agreement(workshop=room, what=f"Det med {result}", result=result).write_down()
    return room


def panels(workshop: Workshop, screen: str) -> dict[str, list[str]]:
    """What stands in each panel of what the room came to, line by line."""
    common = patches.changed(workshop.pk, screen, {changes.AGREEMENTS}).common
    lines = "*[self::h2 or self::h3 or self::p[not(button)] or @data-alone]"
    return {
        each.get("id"): [text(line) for line in each.xpath(f".//{lines}")] for each in dom(common).xpath("//section")
    }


def test_while_talking_the_wall_says_of_each_what_it_is(mixed):
    assert panels(mixed, WALL) == {
        "agreements": [
            "Aftaler og andet",
            *("Det med later", "↺ Vender vi tilbage til"),
            *("Det med disagreed", "≠ Uenighed"),
            *("Det med agreed", "✓ Aftalt Under"),
            *("Det med recommended", "↗ Anbefales"),
        ]
    }


def test_at_the_end_each_result_has_its_heading_and_what_one_comes_back_to_stands_on_its_own(mixed):
    mixed.go_to("0.wrap-up.0.0")

    assert panels(mixed, WALL) == {
        "agreements": [
            "Aftaler og andet",
            *("Aftaler", "Det med agreed", "✓ Aftalt Under"),
            *("Anbefalinger", "Det med recommended", "↗ Anbefales"),
            *("Uenigheder", "Det med disagreed", "≠ Uenighed"),
        ],
        "later": ["↺ Det vender vi tilbage til", "Tag det op nu, før vi slutter.", "Det med later"],
    }


def test_what_was_taken_up_stands_among_the_agreements_at_once(mixed):
    mixed.go_to("0.wrap-up.0.0")
    taken_up = Agreement.objects.get(result="later")
    taken_up.result = "agreed"
    taken_up.write_down()

    shown = panels(mixed, WALL)
    assert shown["later"] == []
    assert [each for each in shown["agreements"] if each == "Det med later"] == ["Det med later"]


def test_where_all_is_agreed_nothing_else_is_said(room):
    Agreement(workshop=room, what="Mere oplæring", who="Ledelsen").write_down()

    assert panels(room, WALL) == {"agreements": ["Aftaler", "Mere oplæring", "Ledelsen Under"]}


@pytest.mark.parametrize("at_the_end", [False, True])
def test_the_desk_counts_each_result_for_itself_and_can_open_it(mixed, at_the_end):
    if at_the_end:
        mixed.go_to("0.wrap-up.0.0")

    assert panels(mixed, DESK) == {
        "agreements": [
            *("Aftaler 1", "Det med agreed", "Under Ret Det med agreed"),
            *("↗ Anbefalinger 1", "Det med recommended", "Ret Det med recommended"),
            *("≠ Uenigheder 1", "Det med disagreed", "Ret Det med disagreed"),
            "↺ Det vender vi tilbage til 1",
            *(["Tag det op nu, før I slutter."] if at_the_end else []),
            *("Det med later", "Tag op Det med later"),
        ]
    }


def test_a_phone_that_reads_the_wall_reads_what_each_is(mixed, participant_client):
    mixed.go_to("0.wrap-up.0.0")
    page = dom(participant_client.get(reverse("phone-read", args=[mixed.pk])))

    assert [text(each) for each in page.xpath("//section[@class='read__place']")] == [
        "Aftaler Det med agreed",
        "↗ Anbefalinger Det med recommended",
        "≠ Uenigheder Det med disagreed",
        "↺ Det vender vi tilbage til Det med later",
    ]


@pytest.mark.parametrize("screen", [WALL, DESK])
def test_more_results_cost_no_more_queries(mixed, screen):
    def queries() -> int:
        with from_cold() as captured:
            patches.changed(mixed.pk, screen, {changes.AGREEMENTS})
        return len(captured)

    few = queries()
    for result in RESULTS * 2:
        Agreement(workshop=mixed, what="Mere", result=result).write_down()
    assert queries() == few


@pytest.mark.parametrize(("do", "buttons"), [("show", 1), ("hide", 0)])
def test_a_note_that_the_room_sees_can_be_put_aside_from_the_desk(room, places, do, buttons):
    getattr(write(room, places[0]), do)(*WHY.get(do, []))
    desk = dom(patches.whole(room.pk, DESK).common)

    assert len(desk.xpath("//form[contains(@action, '/vend-tilbage/')]/button")) == buttons


# --- Marks ---


@pytest.fixture
def advice(phases) -> list[Place]:
    """The pieces of advice, while the room marks them."""
    phases.go("advice")
    return [phases.place("advice", n=n) for n in range(10)]


def checked(fragment: str) -> list[str]:
    """What is marked in a form, as ``"place choice"``."""
    found = dom(fragment).xpath("//input[@checked]")
    return [f"{each.get('name').removeprefix('mark-')} {each.get('value')}" for each in found]


def cost(workshop: Workshop, screen: str, seats: list[int]) -> int:
    with from_cold() as captured:
        patches.whole(workshop.pk, screen, seats)
    return len(captured)


def test_what_one_marked_is_only_in_ones_own_fragment(phases, advice):
    doing, missing = phases.marked((advice[0], "doing")), phases.marked((advice[0], "missing"), (advice[1], "doing"))
    none = phases.workshop.join()
    patch = patches.whole(phases.workshop.pk, PHONE, [doing.pk, missing.pk, none.pk])

    assert checked(patch.common) == []
    assert dom(patch.common).xpath("//*[@id='marks']") == []
    assert {seat: checked(drawn) for seat, drawn in patch.personal.items()} == {
        doing.pk: [f"{advice[0]} doing"],
        missing.pk: [f"{advice[0]} missing", f"{advice[1]} doing"],
        none.pk: [],
    }


def test_one_who_does_not_watch_is_in_nobodys_fragment(phases, advice):
    watches, away = phases.workshop.join(), phases.marked((advice[0], "doing"))
    patch = patches.whole(phases.workshop.pk, PHONE, [watches.pk])

    assert list(patch.personal) == [watches.pk]
    assert (checked(patch.personal[watches.pk]), away.marks.count()) == ([], 1)


def test_two_who_marked_the_same_get_the_same(phases, advice):
    seats = [
        phases.marked((advice[0], "doing"), (advice[1], "missing")),
        phases.marked((advice[1], "missing"), (advice[0], "doing")),
        phases.marked((advice[0], "doing")),
    ]
    personal = patches.whole(phases.workshop.pk, PHONE, [seat.pk for seat in seats]).personal
    first, second, third = (personal[seat.pk] for seat in seats)

    assert first == second
    assert first != third


def test_the_form_of_a_fragment_is_the_one_on_the_page(phases, advice):
    seat = phases.marked((advice[0], "doing"))
    page = dom(seated(seat).get(f"/deltag/{phases.workshop.pk}/")).get_element_by_id("marks")
    fragment = dom(patches.whole(phases.workshop.pk, PHONE, [seat.pk]).personal[seat.pk]).get_element_by_id("marks")

    assert text(fragment) == text(page)
    assert [dict(each.attrib) for each in fragment.xpath(".//input[@name!='csrfmiddlewaretoken']")] == [
        dict(each.attrib) for each in page.xpath(".//input[@name!='csrfmiddlewaretoken']")
    ]


@pytest.mark.parametrize("step", ["advice", "advice-shown"])
def test_phones_get_nothing_for_a_mark(phases, advice, step, django_assert_num_queries):
    phases.go(step)
    seat = phases.marked((advice[0], "doing"))
    drawn(phases.workshop, PHONE, changes.MARKS)

    with django_assert_num_queries(1):
        patch = patches.changed(phases.workshop.pk, PHONE, {changes.MARKS}, [seat.pk])
    assert (patch.common, patch.personal) == ("", {})


def test_phones_get_the_overview_for_a_mark_when_the_board_is_shown_on_them(phases, advice):
    phases.workshop.set_wall_on_phones(True)
    phases.go("advice-shown")
    seat = phases.marked((advice[0], "doing"))
    patch = patches.changed(phases.workshop.pk, PHONE, {changes.MARKS}, [seat.pk])

    assert (ids(patch.common), patch.personal) == (["overview"], {})
    assert checked(patch.common) == []


@pytest.mark.parametrize("screen", [WALL, DESK])
def test_a_mark_draws_only_the_overview(phases, advice, screen):
    phases.marked((advice[0], "doing"))

    assert drawn(phases.workshop, screen, changes.MARKS) == ["overview"]


@pytest.mark.parametrize("screen", [WALL, PHONE])
@pytest.mark.parametrize(("step", "choice"), [("where", "here"), ("degree", "influence"), ("advice", "doing")])
def test_before_it_is_shown_nobody_sees_what_was_marked(phases, seat, screen, step, choice):
    phases.workshop.set_wall_on_phones(True)
    phases.go(step)
    places = phases.workshop.stop().places
    seen = set()
    for place in places[:3]:
        phases.mark(seat, *[(each, choice if each == place else "") for each in places])
        seen.add(patches.changed(phases.workshop.pk, screen, {changes.MARKS}).common)

    assert len(seen) == 1


def test_someone_removed_is_not_among_those_who_answered(phases, advice):
    gone = phases.marked((advice[0], "doing"))
    phases.marked((advice[0], "missing"))
    phases.workshop.remove(gone)
    phases.go("advice-shown")
    scene = Scene.of(phases.workshop.pk, WALL)

    assert (scene.voters, scene.spots[0].marks) == (1, {"missing": 1})


def test_outside_the_steps_that_mark_there_is_no_form(phases, advice):
    seat = phases.marked((advice[0], "doing"))
    phases.go("advice-shown")
    personal = patches.whole(phases.workshop.pk, PHONE, [seat.pk]).personal[seat.pk]

    assert (ids(personal), checked(personal)) == (["mine", "marks", "dots", "done", "helper"], [])
    assert dom(personal).xpath("//form[@id='marks-form']") == []


@pytest.mark.parametrize("left", [1, 2, 10])
def test_each_piece_of_advice_is_asked_by_its_own_words(phases, advice, left):
    for place in advice[left:]:
        phases.leave_out(Question.objects.get(pk=place.question))
    seat = phases.workshop.join()
    form = dom(patches.whole(phases.workshop.pk, PHONE, [seat.pk]).personal[seat.pk])

    asked = [str(question) for question in Question.objects.filter(pk__in=[place.question for place in advice[:left]])]
    assert [text(each) for each in form.xpath("//legend")] == asked
    progress = form.xpath("//p[@class='marks__progress']")
    assert [each.get("data-of") for each in progress] == ([" af "] if left > 3 else [])  # the browser counts


@pytest.mark.parametrize("few", [1, 2])
def test_drawing_the_form_costs_the_same_for_few_pieces_of_advice_as_for_ten(phases, advice, few):
    seat = phases.marked((advice[0], "doing"))
    cost(phases.workshop, PHONE, [seat.pk])
    ten = cost(phases.workshop, PHONE, [seat.pk])
    for place in advice[few:]:
        phases.leave_out(Question.objects.get(pk=place.question))

    assert cost(phases.workshop, PHONE, [seat.pk]) == ten


def test_drawing_everyones_own_form_costs_the_same_for_many_as_for_one(phases, advice):
    seats = [phases.marked((advice[n], "doing")).pk for n in range(10)]
    cost(phases.workshop, PHONE, seats[:1])

    assert cost(phases.workshop, PHONE, seats) == cost(phases.workshop, PHONE, seats[:1])


# --- Outcomes ---


@pytest.mark.parametrize("screen", [WALL, DESK])
def test_what_is_written_in_a_cell_draws_only_that_cell(matrix, screen):
    matrix.go("fill")
    matrix.fill(matrix.place("who"), "Lone")

    assert drawn(matrix.workshop, screen, changes.outcome(matrix.place("who"))) == [f"cell-{matrix.place('who')}"]


def test_a_cell_on_the_wall_is_the_one_on_the_page(matrix, ane_client):
    matrix.go("fill")
    place = matrix.place("who")
    matrix.fill(place, "Lone\n& Per")
    patch = dom(patches.changed(matrix.workshop.pk, WALL, {changes.outcome(place)}).common)
    page = dom(ane_client.get(f"/workshops/{matrix.workshop.pk}/tavle/"))

    assert text(patch.get_element_by_id(f"cell-{place}")) == text(page.get_element_by_id(f"cell-{place}"))


def test_a_cell_that_is_not_in_view_is_not_drawn(matrix):
    matrix.go("actors")
    place = matrix.place("who")
    assert drawn(matrix.workshop, WALL, changes.outcome(place)) == []

    stop = next(each for each in matrix.activity.dialogue_tool.stops(matrix.activity) if each.step.key == "fill")
    matrix.workshop.go_to(stop.focused_key(matrix.topics[1].pk))
    assert drawn(matrix.workshop, WALL, changes.outcome(place)) == []


def test_phones_get_nothing_for_a_cell(matrix, django_assert_num_queries):
    matrix.go("fill")
    drawn(matrix.workshop, PHONE, changes.outcome(matrix.place("who")))

    with django_assert_num_queries(1):
        assert drawn(matrix.workshop, PHONE, changes.outcome(matrix.place("who"))) == []


def test_phones_get_a_cell_when_the_board_is_shown_on_them(matrix):
    matrix.workshop.set_wall_on_phones(True)
    matrix.go("fill")
    place = matrix.place("who")

    assert drawn(matrix.workshop, PHONE, changes.outcome(place)) == [f"cell-{place}"]


def test_a_proposal_taken_in_leaves_the_list_and_comes_into_the_cell(matrix):
    matrix.go("fill")
    note = matrix.propose(matrix.place("who"), "Superbrugerne")
    note.adopt()
    patch = dom(patches.changed(matrix.workshop.pk, WALL, {*note.revisions.get().concerns()}).common)

    assert "data-gone" in patch.get_element_by_id(f"note-{note.number}").attrib
    assert text(patch.get_element_by_id(f"cell-{note.place}")) == "Superbrugerne"


def test_the_example_of_a_cell_is_the_hint_at_its_place(matrix):
    matrix.go("fill")
    scene = Scene.of(matrix.workshop.pk, DESK)
    found = {board.place: board.example for board in scene.spots if board.example}

    assert list(found) == [*[matrix.place("what", row) for row in range(5)], matrix.place("who", 5)]
    assert found[matrix.place("who", 5)].startswith("For eksempel: dem, der taler brugernes sag")
