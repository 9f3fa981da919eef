"""What is written is private until somebody shows it: the review, holding back, and what comes late."""

import itertools
import re

import pytest

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, go_to, said, text
from tests.people import seated
from tests.rooms import FIXTURES, Room
from workshops import changes
from workshops.models import Note, Revision
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.scene import Scene

SECRET = "Lederen lytter ikke"
SCREENS = (WALL, DESK, PHONE)


def everything(workshop, note: Note | None = None) -> str:
    """All that any screen is sent of a workshop, whole and after a note changed, but to the phone that wrote it."""
    drawn = [patches.whole(workshop.pk, screen).common for screen in SCREENS]
    if note:
        drawn += [patches.changed(workshop.pk, screen, {changes.note(note.pk)}).common for screen in SCREENS]
    return "".join(drawn)


def step(workshop) -> str:
    return again(workshop).stop().step.key


def advance(workshop) -> str:
    workshop.advance(again(workshop).stop().key)
    return step(workshop)


@pytest.fixture
def writing(open_workshop, places):
    """An open workshop whose phones show the wall, at the first question, where notes are written."""
    open_workshop.set_wall_on_phones(True)
    go_to(open_workshop, places[0], "write")
    return open_workshop


@pytest.fixture
def note(writing, places, participant) -> Note:
    return writing.write(places[0], "note", SECRET, "k", participant)


@pytest.mark.parametrize("helper_reviews", [False, True])
@pytest.mark.parametrize("at", ["write", "review", "show"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_note_that_is_loaded_is_shown_where_the_database_says_so(
    writing, places, participant, screen, at, helper_reviews
):
    of_a_phone, of_the_desk = (
        write(writing, places[0], key=f"of-{who}", participant=who) for who in (participant, None)
    )
    for n, (shown, hidden, withdrawn) in enumerate(itertools.product([True, False], repeat=3)):
        for note in (of_a_phone, of_the_desk):
            note.pk, note.key, note.number = None, f"{note.key}-{n}", note.number + 100
            note.shown, note.hidden, note.withdrawn = shown, hidden, withdrawn
            note.save(force_insert=True)
    go_to(writing, places[0], at)
    type(writing).objects.update(helper_reviews=helper_reviews)
    scene = Scene.of(writing.pk, screen)

    here = set(scene.may_show(writing.notes.all()))
    assert {note for note in writing.notes.all() if scene.shows(note)} == here
    assert 0 < len(here) < 18


# --- While people write ---


def test_what_is_written_is_on_no_screen_but_the_writers(writing, note, participant):
    shown = everything(writing, note)

    assert SECRET not in shown
    assert f'"note-{note.number}"' not in shown
    assert SECRET in patches.whole(writing.pk, PHONE, [participant.pk]).personal[participant.pk]


def test_wall_and_desk_count_what_is_written_and_only_that(writing, note, places):
    for screen in (WALL, DESK):
        drawn = dom(patches.changed(writing.pk, screen, {changes.note(note.pk)}).common)
        assert drawn.xpath("//*[@data-live]/@id") == [f"count-{places[0]}"]
        assert text(drawn.get_element_by_id(f"count-{places[0]}")) == "1 seddel"
        whole = dom(patches.whole(writing.pk, screen).common)
        assert text(whole.get_element_by_id(f"count-{places[0]}")) == "1 seddel"


def test_a_note_for_someone_without_a_phone_stays_on_the_desk_until_it_is_shown(writing, places):
    note = writing.write(places[0], "note", SECRET, "k")

    assert SECRET in patches.whole(writing.pk, DESK).common
    assert SECRET in patches.changed(writing.pk, DESK, {changes.note(note.pk)}).common
    for screen in (WALL, PHONE):
        assert SECRET not in patches.whole(writing.pk, screen).common
        assert SECRET not in patches.changed(writing.pk, screen, {changes.note(note.pk)}).common
    again(writing).show([places[0]])
    go_to(writing, places[0], "show")
    assert SECRET in patches.whole(writing.pk, WALL).common


def test_one_that_the_desk_removes_again_is_gone_from_it_and_told_nowhere_else(writing, places):
    note = writing.write(places[0], "note", SECRET, "k")
    note.remove()
    told = {screen: patches.changed(writing.pk, screen, {changes.note(note.pk)}).common for screen in SCREENS}

    assert [screen for screen, common in told.items() if f'"note-{note.number}"' in common] == [DESK]
    assert SECRET not in "".join(told.values())


def test_where_the_helper_reviews_the_desk_still_has_what_it_wrote_itself(writing, places, participant):
    writing.let_helper_review(True)
    writing = again(writing)
    writing.write(places[0], "note", SECRET, "k")
    writing.write(places[0], "note", "En andens", "k2", participant)
    desk = patches.whole(writing.pk, DESK).common

    assert (SECRET in desk, "En andens" in desk) == (True, False)


@pytest.mark.parametrize("change", [lambda note: note.reword("Noget andet"), lambda note: note.withdraw()])
def test_of_what_becomes_of_a_private_note_screens_are_told_nothing(writing, note, change):
    change(note)

    assert f'"note-{note.number}"' not in everything(writing, note)


def test_where_notes_are_shown_while_they_are_written_they_are(writing, note, places, participant):
    writing.activities.get().show_notes(True)
    later = again(writing).write(places[0], "note", "Mere tid", "k2", participant)

    for each in (note, later):
        assert f"note-{each.number}" in patches.whole(writing.pk, WALL).common
    writing.activities.get().show_notes(False)
    private = again(writing).write(places[0], "note", "Hemmeligt", "k3", participant)
    shown = patches.whole(writing.pk, WALL).common
    assert [f"note-{each.number}" in shown for each in (note, later, private)] == [False] * 3
    assert [each.shown for each in Note.objects.order_by("pk")] == [True, True, False]


@pytest.mark.parametrize("key", FIXTURES)
@pytest.mark.much
def test_in_every_tool_a_note_is_private_where_it_is_written_and_shown_after_its_review(key, ane, bo):
    room = Room.about(key, ane, bo)
    room.workshop.set_wall_on_phones(True)
    seat = room.workshop.join()
    for stop in [each for each in again(room.workshop).route() if each.written]:
        room.workshop.go_to(stop.key)
        place = sorted(stop.written)[0]
        kind = again(room.workshop).question_for("note", place).note_kinds()[0].key
        private = room.write(place, kind, SECRET, by=seat, private=True)
        assert SECRET not in everything(room.workshop, private)
        assert (advance(room.workshop), SECRET in everything(room.workshop, private)) == ("review", True)
        assert SECRET not in patches.whole(room.workshop.pk, WALL).common
        assert Note.objects.waiting().count() == 1
        after = advance(room.workshop)
        assert again(room.workshop).stop().step.shows, after
        for focus in {"", again(room.workshop).stop().focused_key(place.topic)} - {""}:
            if again(room.workshop).stop().focusable:
                room.workshop.go_to(focus)
        assert SECRET in patches.whole(room.workshop.pk, WALL).common
        Note.objects.all().delete()


# --- The review ---


def test_going_on_from_writing_leads_to_the_review_and_from_there_all_is_shown(writing, note):
    assert advance(writing) == "review"
    assert SECRET in patches.whole(writing.pk, DESK).common
    for screen in (WALL, PHONE):
        assert SECRET not in patches.whole(writing.pk, screen).common

    assert advance(writing) == "show"
    assert Note.objects.get().shown
    for screen in SCREENS:
        assert SECRET in patches.whole(writing.pk, screen).common


def test_where_nothing_waits_the_review_is_passed_both_ways(writing, note):
    Note.objects.all().delete()
    assert advance(writing) == "show"

    writing.go_back(again(writing).stop().key)
    assert step(writing) == "write"


def test_without_a_review_going_on_shows_all(writing, note):
    writing.activities.update(reviews=False)
    agenda = again(writing)
    agenda.changed(changes.STAGE)

    assert (advance(writing), Note.objects.get().shown) == ("show", True)


def test_without_a_review_a_jump_to_the_next_stop_shows_all_too(writing, note, places):
    writing.activities.update(reviews=False)
    again(writing).changed(changes.STAGE)
    go_to(writing, places[0], "show")

    assert Note.objects.get().shown


def test_what_waits_where_notes_are_shown_can_be_shown_at_once(writing, note, places, participant, ane_client):
    again(writing).write(places[0], "note", "Mere tid", "k2", participant)
    again(writing).write(places[1], "note", "Et andet sted", "k3", participant)
    advance(writing)
    (one_by_one,) = dom(patches.whole(writing.pk, DESK).common).xpath("//button[@id='one-by-one']/@value")
    ane_client.post(f"/workshops/{writing.pk}/gaa/", {"to": one_by_one})
    assert (step(writing), Note.objects.waiting().count()) == ("show", 3)
    (button,) = dom(patches.whole(writing.pk, DESK).common).xpath("//button[@id='show-all']")
    assert text(button) == "Vis alle 2, der venter"

    done = show_all(ane_client, writing)
    assert said(done) == "2 sedler er vist."
    assert [each.text for each in Note.objects.waiting()] == ["Et andet sted"]
    assert dom(patches.whole(writing.pk, DESK).common).xpath("//button[@id='show-all']") == []


@pytest.mark.parametrize("at", ["write", "review"])
def test_what_is_being_written_cannot_be_shown_so(writing, note, at, ane_client):
    go_to(writing, note.place, at)
    show_all(ane_client, writing)

    assert Note.objects.get().shown == (at == "review")


def show_all(client, workshop, at: str | None = None):
    """Press *Vis alle*, drawn at the stop with that key: at the one where the room is."""
    at = again(workshop).stop().key if at is None else at
    return client.post(f"/workshops/{workshop.pk}/sedler/vis/", {"at": at}, headers=HTMX)


@pytest.mark.parametrize("at", ["", "x", "drawn"])
def test_a_press_that_was_drawn_at_another_stop_shows_nothing(writing, note, ane_client, at):
    """The other facilitator goes on to the review meanwhile."""
    drawn = again(writing).stop().key
    advance(writing)
    done = show_all(ane_client, writing, drawn if at == "drawn" else at)

    assert errors(done) == ["I er gået videre imens. Se sedlerne igennem her, og vis dem så."]
    assert not Note.objects.get().shown


def test_nothing_is_shown_once_it_is_closed(writing, note, ane_client):
    advance(writing)
    writing.close()
    done = show_all(ane_client, writing)

    assert errors(done) == ["Workshoppen er ikke åben, så det kan ikke ændres nu. Åbn den igen først."]
    assert not Note.objects.get().shown


def test_notes_are_let_on_the_wall_where_the_room_is_by_then(writing, note):
    stale = again(writing).activities.get()
    advance(writing)
    stale.show_notes(True)

    assert (again(writing).activity.notes_visible, Note.objects.get().shown) == (True, False)


# --- Other words, once it was shown ---


def reword(client, note: Note, words: str = "Andre ord"):
    return client.post(f"/deltag/{note.workshop_id}/sedler/{note.number}/ret/", {"text": words}, headers=HTMX)


def test_nobody_said_yes_to_other_words(writing, note, places, participant_client):
    go_to(writing, places[0], "show")
    again(writing).show([places[0]])
    assert SECRET in everything(writing)
    go_to(writing, places[0], "write")
    done = reword(participant_client, note)

    assert said(done) == "Sendt igen. Ordstyreren ser på den."
    assert (Note.objects.get().text, Note.objects.get().shown) == ("Andre ord", False)
    go_to(writing, places[0], "show")
    assert SECRET not in everything(writing)
    assert "Andre ord" not in "".join(patches.whole(writing.pk, screen).common for screen in (WALL, PHONE))


@pytest.mark.parametrize("name", ["roller", "beskriv-del-vend"])
def test_nor_where_one_writes_and_sees_at_the_same_stop(ane, name):
    room = Room.about(name, ane)
    writes = next(stop for stop in room.workshop.route() if stop.written)
    room.workshop.go_to(writes.key)
    place = min(writes.written)
    seat, kind = room.workshop.join(), again(room.workshop).question_at(place).note_kinds()[0].key
    note = again(room.workshop).write(place, kind, SECRET, "k", seat)
    again(room.workshop).show([place])
    done = reword(seated(seat), note)
    is_private = place in again(room.workshop).stop().private

    assert said(done) == ("Sendt igen. Ordstyreren ser på den." if is_private else "Rettet")
    assert ("Andre ord" in everything(room.workshop)) == (not is_private)
    assert SECRET not in everything(room.workshop)


def test_where_notes_are_shown_while_they_are_written_other_words_are_too(writing, note, participant_client):
    again(writing).activities.get().show_notes(True)
    done = reword(participant_client, note)

    assert (said(done), Note.objects.get().shown) == ("Rettet", True)


def test_a_note_that_was_held_back_is_not_sent_again_where_its_question_was_left_out(writing, note, participant_client):
    note.hide("person")
    activity = again(writing).activities.get()
    activity.question_set.questions.filter(pk=note.question_id).update(skipped=True)
    again(writing).changed(changes.STAGE)
    done = reword(participant_client, note)

    assert done.status_code == 422
    assert (Note.objects.get().text, Note.objects.get().hidden) == (SECRET, True)


def test_a_jump_past_the_review_shows_nothing(writing, note, places):
    go_to(writing, places[0], "show")

    assert not Note.objects.get().shown
    assert SECRET not in patches.whole(writing.pk, WALL).common
    desk = dom(patches.whole(writing.pk, DESK).common)
    assert text(desk.get_element_by_id(f"count-{places[0]}")) == "0 sedler (1 venter)"
    assert [each.get("id") for each in desk.xpath(f"//li[@id='note-{note.number}']//button")] == [
        f"show-note-{note.number}"
    ]


def test_the_wall_says_how_many_wait_and_how_many_are_held_back(writing, note, places, participant):
    for n in range(3):
        again(writing).write(places[0], "note", f"Mere tid {n}", f"n{n}", participant)
    note.hide("person")
    advance(writing)

    wall = dom(patches.whole(writing.pk, WALL).common)
    assert text(wall.get_element_by_id("reviewed")) == "3 sedler venter 1 er holdt tilbage"
    Note.objects.filter(text="Mere tid 0").get().hide("offensive")
    changed = dom(patches.changed(writing.pk, WALL, {changes.note(note.pk)}).common)
    assert text(changed.get_element_by_id("reviewed")) == "2 sedler venter 2 er holdt tilbage"


def test_those_that_seem_to_mention_a_person_come_first(writing, places, participant):
    said = ["Mere tid", "Spørg Mette om det", "Bedre net"]
    for n, words in enumerate(said):
        writing.write(places[0], "note", words, f"k{n}", participant)
    advance(writing)
    desk = dom(patches.whole(writing.pk, DESK).common)

    assert [text(each) for each in desk.xpath("//ul[@id='review']//*[@class='note__text']")] == [
        "Spørg Mette om det",
        "Mere tid",
        "Bedre net",
    ]
    orders = [int(each) for each in desk.xpath("//ul[@id='review']/li/@data-order")]
    assert orders == sorted(orders)
    assert [text(each) for each in desk.xpath("//p[@class='note__state']")] == ["Nævner måske Mette"]


@pytest.mark.parametrize(("reason", "said"), [("person", "den nævner en person"), ("offensive", "den er krænkende")])
def test_what_is_held_back_is_shown_to_nobody_and_its_writer_is_told_why(writing, note, participant, reason, said):
    advance(writing)
    Note.objects.get().hide(reason)
    writing.go_to(next(each.key for each in again(writing).route() if each.step.key == "show"))
    for screen in (WALL, PHONE):
        assert SECRET not in patches.whole(writing.pk, screen).common

    mine = dom(
        patches.changed(writing.pk, PHONE, {changes.seat(participant.pk)}, [participant.pk]).personal[participant.pk]
    )
    assert [text(each) for each in mine.xpath("//p[@class='note__state']")] == [
        f"Din seddel er holdt tilbage, fordi {said}. Skriv om opgaven, og send igen."
    ]


@pytest.mark.parametrize("reason", ["", "critical", "person "])
def test_there_are_two_reasons_and_no_other(writing, note, reason, ane_client):
    advance(writing)
    answer = ane_client.post(f"/workshops/{writing.pk}/sedler/{note.number}/skjul/", {"reason": reason})

    assert answer.status_code in (302, 422)
    assert (Note.objects.get().hidden, Revision.objects.count()) == (False, 0)


def test_one_taken_in_again_waits_with_the_others(writing, note, ane_client):
    advance(writing)
    Note.objects.get().hide("person")
    ane_client.post(f"/workshops/{writing.pk}/sedler/{note.number}/skjul/", {"hidden": "0"})

    assert list(Note.objects.waiting()) == [note]


def test_one_shown_where_notes_are_shown_is_on_the_wall(writing, note, places, ane_client):
    go_to(writing, places[0], "show")
    ane_client.post(f"/workshops/{writing.pk}/sedler/{note.number}/skjul/", {"hidden": "0"})

    assert SECRET in patches.whole(writing.pk, WALL).common
    Revision.objects.get().undo()
    assert SECRET not in patches.whole(writing.pk, WALL).common


# --- What comes late ---


def test_a_note_that_comes_after_its_review_waits_for_a_yes_of_its_own(writing, note, places, participant):
    advance(writing)
    advance(writing)
    late = again(writing).write(places[0], "note", "For sent", "late", participant)
    assert not late.shown
    assert "For sent" not in patches.whole(writing.pk, WALL).common
    assert "For sent" not in patches.changed(writing.pk, WALL, {changes.note(late.pk)}).common

    writing.go_back(again(writing).stop().key)
    assert step(writing) == "review"
    assert advance(writing) == "show"
    assert "For sent" in patches.whole(writing.pk, WALL).common


def test_the_desk_says_where_notes_wait_and_leads_there(writing, note, places, participant, ane_client):
    advance(writing)
    advance(writing)
    go_to(writing, places[1], "write")
    assert dom(patches.whole(writing.pk, DESK).common).xpath("//*[@id='waiting']//button") == []
    late = again(writing).write(places[0], "note", "For sent", "late", participant)
    told = dom(patches.changed(writing.pk, DESK, {changes.note(late.pk)}).common)
    (button,) = told.xpath("//*[@id='waiting']//button")

    assert text(button) == f"1 seddel venter: {again(writing).question_at(places[0])}"
    ane_client.post(f"/workshops/{writing.pk}/gaa/", {"to": button.get("value")})
    assert (step(writing), again(writing).stop().places) == ("review", (places[0],))


def test_what_was_never_shown_is_not_in_the_report_and_that_is_said_before(writing, note, ane_client):
    writing.go_to(again(writing).route()[-1].key)
    page = dom(ane_client.get(f"/workshops/{writing.pk}/styr/"))

    told = [text(each) for each in page.xpath("//form[@class='closing-box']/p")]
    assert "1 seddel er ikke vist endnu. Den kommer ikke med i opsamlingen." in told
    assert list(Note.objects.visible()) == []


# --- Nothing tells when it was written, or by whom ---


def test_notes_are_in_no_order(numbered_at_random, writing, places, participant):
    for n in range(40):
        write(writing, places[0], str(n), key=f"k{n}", participant=participant)
    said = [note.text for note in Note.objects.all()]

    assert sorted(said, key=int) == [str(n) for n in range(40)] != said


def test_no_screen_carries_an_id_or_a_version_of_the_workshop(numbered_at_random, writing, places, participant):
    for n in range(3):
        write(writing, places[0], f"Mere tid {n}", key=f"k{n}", participant=participant)
    go_to(writing, places[0], "show")
    notes = list(Note.objects.all())

    for screen in SCREENS:
        found = dom(patches.whole(writing.pk, screen).common).xpath("//ul[@class='notes']/li")
        assert [each.get("id") for each in found] == [f"note-{note.number}" for note in notes]
        assert {each.get("data-version") for each in found} == {"0"}
    for note in notes:
        assert 0 <= note.number < 2**53
        assert note.number != note.pk
        assert re.search(rf"(?<!\d){note.pk}/(skjul|ret)/", everything(writing, note)) is None


# --- What a phone says before anyone writes ---

NAMELESS = "Du skriver uden navn."
READS = "Ordstyreren gennemser sedlerne, før de vises, men kan ikke se, hvem der har skrevet dem."
HELPS = (
    "En hjælper gennemser sedlerne på sin telefon, før de vises, men kan ikke se, hvem der har skrevet dem. "
    "Det kan ordstyreren heller ikke."
)


@pytest.mark.parametrize(
    ("reviews", "visible", "helper", "late", "said"),
    [
        (True, False, False, False, f"{NAMELESS} {READS}"),
        (True, False, True, False, f"{NAMELESS} {HELPS}"),
        (True, True, True, False, f"{NAMELESS} Sedlen vises på tavlen med det samme."),
        (False, False, True, False, f"{NAMELESS} Sedlerne vises på tavlen, når alle har skrevet."),
        (True, False, False, True, f"{NAMELESS} Sedlen vises først, når ordstyreren har set på den."),
        (True, False, True, True, f"{NAMELESS} Sedlen vises først, når hjælperen har set på den."),
    ],
)
def test_a_phone_says_who_reads_along_before_anyone_writes(
    writing, places, participant_client, reviews, visible, helper, late, said
):
    writing.activities.update(reviews=reviews, notes_visible=visible)
    type(writing).objects.update(helper_reviews=helper)
    again(writing).changed(changes.STAGE)
    asked = f"?late={places[1]}" if late else ""
    page = dom(participant_client.get(f"/deltag/{writing.pk}/{asked}"))

    assert said in [text(each) for each in page.xpath("//form[@id='write-form']/p")]
