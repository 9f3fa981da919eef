"""What is drawn for each kind of screen when something changes, and for whom."""

import pytest

from tests.helpers import write
from tests.pages import dom, go_to, ids, text
from workshops import screens
from workshops.live import changes
from workshops.models import Agreement, Note, Workshop
from workshops.screens import DESK, PHONE, WALL

WHOLE_DESK = ["stage", "seats", "agreements", "timer"]


@pytest.fixture
def room(open_workshop, places) -> Workshop:
    """The room looks at the notes of the first question."""
    go_to(open_workshop, places[0], "show")
    return open_workshop


def drawn(workshop: Workshop, screen: str, *what: str) -> list[str]:
    """The ids of the fragments that all screens of that kind get, in order."""
    common = screens.changed(workshop.pk, screen, set(what)).common
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
        (DESK, changes.SEATS, ["seats"]),
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
    assert drawn(room, DESK, changes.TIMER, changes.SEATS, changes.AGREEMENTS) == ["seats", "agreements", "timer"]


@pytest.mark.parametrize("screen", [WALL, DESK, PHONE])
def test_the_whole_state_says_which_version_it_is_of(room, screen):
    before = screens.whole(room.pk, screen).version
    room.start_timer(5)

    assert screens.whole(room.pk, screen).version == before + 1


@pytest.mark.parametrize("screen", [WALL, DESK, PHONE])
def test_a_workshop_that_is_gone(room, screen):
    room.delete_for_good()

    with pytest.raises(Workshop.DoesNotExist):
        screens.changed(room.pk, screen, {changes.STAGE})


# --- Notes ---


def test_a_note_is_drawn_alone_with_its_count(room, places):
    written = [write(room, places[0], key=f"k{n}") for n in range(3)]

    for screen in (WALL, DESK):
        assert drawn(room, screen, changes.note(written[1].pk)) == [f"note-{written[1].pk}", f"count-{places[0]}"]


def test_a_note_says_its_place_its_version_and_its_order(room, places):
    note = write(room, places[0], "Mere tid")
    (fragment,) = dom(screens.changed(room.pk, WALL, {changes.note(note.pk)}).common).xpath("//li")

    assert dict(fragment.attrib) | {"class": "", "data-live": ""} == {
        "id": f"note-{note.pk}",
        "class": "",
        "data-live": "",
        "data-in": f"place-{places[0]}",
        "data-version": str(note.version),
        "data-order": str(note.pk),
    }
    assert text(fragment) == "Mere tid"


def test_the_fragment_of_a_note_is_the_one_on_the_page(room, places, ane_client):
    note = write(room, places[0], "Mere\ntid & ro")
    patch = dom(screens.changed(room.pk, WALL, {changes.note(note.pk)}).common)
    page = dom(ane_client.get(f"/workshops/{room.pk}/tavle/"))

    assert text(patch.get_element_by_id(f"note-{note.pk}")) == text(page.get_element_by_id(f"note-{note.pk}"))
    assert dict(patch.get_element_by_id(f"note-{note.pk}").attrib) == dict(
        page.get_element_by_id(f"note-{note.pk}").attrib
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
    getattr(note, verb)()
    seen = []
    for screen in (WALL, DESK):
        (fragment,) = dom(screens.changed(room.pk, screen, {changes.note(note.pk)}).common).xpath("//body/div/li")
        seen.append(
            "gone"
            if "data-gone" in fragment.attrib
            else "hidden"
            if "note--hidden" in fragment.get("class")
            else "there"
        )

    assert seen == [wall, desk]


def test_counts_are_of_what_is_visible_and_the_desk_says_what_is_hidden(room, places):
    notes = [write(room, places[0], key=f"k{n}") for n in range(3)]
    notes[0].hide()
    notes[1].withdraw()
    counts = [
        text(
            dom(screens.changed(room.pk, screen, {changes.note(notes[2].pk)}).common).get_element_by_id(
                f"count-{places[0]}"
            )
        )
        for screen in (WALL, DESK)
    ]

    assert counts == ["1 seddel", "1 seddel (1 skjult)"]


def test_a_moved_note_leaves_the_place_in_view(room, places):
    note = write(room, places[0])
    note.move(places[1])
    patch = dom(screens.changed(room.pk, WALL, {changes.note(note.pk)}).common)

    assert "data-gone" in patch.get_element_by_id(f"note-{note.pk}").attrib
    assert text(patch.get_element_by_id(f"count-{places[0]}")) == "0 sedler"
    assert screens.whole(room.pk, WALL).common.count(f'id="note-{note.pk}"') == 0


def test_a_note_moved_into_view_is_drawn_once(room, places):
    note = write(room, places[1])
    note.move(places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"note-{note.pk}", f"count-{places[0]}"]
    assert screens.whole(room.pk, WALL).common.count(f'id="note-{note.pk}"') == 1


def test_a_note_elsewhere_draws_nothing_in_view(room, places):
    note = write(room, places[1])
    (fragment,) = dom(screens.changed(room.pk, WALL, {changes.note(note.pk)}).common).xpath("//body/div/li")

    assert "data-gone" in fragment.attrib


def test_outside_the_questions_a_note_draws_nothing(room, places):
    note = write(room, places[0])
    room.go_to("0.wrap-up.0.0")

    assert [drawn(room, screen, changes.note(note.pk)) for screen in (WALL, DESK, PHONE)] == [[], [], []]


def test_another_workshops_note_is_never_drawn(room, places, other_workshop):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    theirs = write(other_workshop, type(places[0])(topic.pk, question.pk))

    assert drawn(room, WALL, changes.note(theirs.pk)) == [f"count-{places[0]}"]


def test_before_notes_show_the_wall_gets_the_count_and_the_desk_the_note(room, places):
    go_to(room, places[0], "write")
    note = write(room, places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"count-{places[0]}"]
    assert drawn(room, DESK, changes.note(note.pk)) == [f"note-{note.pk}", f"count-{places[0]}"]


def test_notes_that_show_at_once_are_drawn_while_writing(room, places):
    room.activities.get().show_notes(True)
    go_to(room, places[0], "write")
    note = write(room, places[0])

    assert drawn(room, WALL, changes.note(note.pk)) == [f"note-{note.pk}", f"count-{places[0]}"]


def test_the_bytes_of_a_note_do_not_grow_with_what_is_there(room, places):
    def size(note: Note) -> int:
        return len(screens.changed(room.pk, WALL, {changes.note(note.pk)}).common)

    first = write(room, places[0], key="first")
    before = size(first)
    for n in range(30):
        write(room, places[0], key=f"k{n}")

    assert size(first) - before == len("<b>31</b> sedler") - len("<b>1</b> seddel")


# --- Phones ---


def test_phones_get_nothing_in_common_for_a_note(room, places, django_assert_num_queries):
    note = write(room, places[0])

    with django_assert_num_queries(1):
        assert drawn(room, PHONE, changes.note(note.pk)) == []


def test_phones_get_a_note_when_the_board_is_shown_on_them(room, places):
    room.set_board_on_phones(True)
    note = write(room, places[0])
    assert drawn(room, PHONE, changes.note(note.pk)) == [f"note-{note.pk}"]

    go_to(room, places[0], "write")
    assert drawn(room, PHONE, changes.note(note.pk)) == []


def test_a_phone_gets_its_own_notes_when_the_facilitator_touched_one(room, places):
    mine, theirs = room.join(), room.join()
    note = write(room, places[0], "Mere tid", participant=mine)
    write(room, places[0], "Mindre papir", participant=theirs)
    what = {changes.note(note.pk), changes.seat(mine.pk)}
    patch = screens.changed(room.pk, PHONE, what, [mine.pk, theirs.pk])

    assert list(patch.personal) == [mine.pk]
    assert ids(patch.personal[mine.pk]) == ["mine", "marks", "scribe"]
    assert "Mere tid" in patch.personal[mine.pk]
    assert "Mindre papir" not in patch.personal[mine.pk]


def test_a_phone_that_does_not_watch_is_not_drawn(room, places):
    mine = room.join()
    note = write(room, places[0], participant=mine)

    assert screens.changed(room.pk, PHONE, {changes.note(note.pk), changes.seat(mine.pk)}, []).personal == {}


def test_a_phone_whose_note_was_moved_away_has_none_left(room, places):
    mine = room.join()
    note = write(room, places[0], participant=mine)
    note.move(places[1])
    patch = screens.changed(room.pk, PHONE, {changes.note(note.pk), changes.seat(mine.pk)}, [mine.pk])

    assert dom(patch.personal[mine.pk]).xpath("//li") == []


@pytest.mark.parametrize("step", ["explain", "write"])
def test_at_the_next_question_a_phone_no_longer_holds_its_notes_from_the_last(room, places, step):
    wrote, did_not = room.join(), room.join()
    write(room, places[0], participant=wrote)
    seats = [wrote.pk, did_not.pk]
    go_to(room, places[1], step)
    patch = screens.changed(room.pk, PHONE, {changes.STAGE}, seats)

    assert [ids(patch.personal[seat]) for seat in seats] == [["mine", "marks", "scribe"], ["mine", "marks", "scribe"]]
    assert [dom(patch.personal[seat]).xpath("//li") for seat in seats] == [[], []]


@pytest.mark.parametrize("key", ["0.lobby.0.0", "0.wrap-up.0.0"])
def test_outside_the_questions_a_phone_holds_no_notes(room, places, key):
    wrote = room.join()
    write(room, places[0], participant=wrote)
    room.go_to(key)

    assert dom(screens.changed(room.pk, PHONE, {changes.STAGE}, [wrote.pk]).personal[wrote.pk]).xpath("//li") == []


def test_back_at_the_question_a_phone_holds_its_notes_again(room, places):
    wrote, other = room.join(), room.join()
    write(room, places[0], participant=wrote)
    patch = screens.whole(room.pk, PHONE, [wrote.pk, other.pk])

    assert [len(dom(patch.personal[seat.pk]).xpath("//li")) for seat in (wrote, other)] == [1, 0]


def test_the_form_of_a_phone_says_which_place_it_is_for(room, places):
    go_to(room, places[1], "write")
    (form,) = dom(screens.changed(room.pk, PHONE, {changes.STAGE}).common).xpath("//*[@id='write']")

    assert form.xpath(".//input[@name='place']/@value") == [str(places[1])]


# --- Agreements ---


def test_agreements_are_listed_as_they_were_made_while_talking_and_in_time_at_the_end(room):
    for phase in ("after", "before"):
        Agreement(workshop=room, what=phase, phase=phase).settle()

    def listed() -> list[str]:
        common = screens.changed(room.pk, WALL, {changes.AGREEMENTS}).common
        return [text(each) for each in dom(common).xpath("//*[@class='agreements__what']")]

    talking = listed()
    room.go_to("0.wrap-up.0.0")
    assert (talking, listed()) == (["after", "before"], ["before", "after"])
