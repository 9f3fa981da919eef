"""Dots: what the room finds most important of what was written. How many each got is on no screen before all see it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.helpers import WHY, again, shown, write
from tests.pages import HTMX, dom, errors, form, said, text, typed
from tests.people import seated
from tests.rooms import Room
from workshops import changes
from workshops.errors import Refused
from workshops.models import Dot, Note, Participant, Report, Workshop
from workshops.place import Place
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL


@pytest.fixture
def notes(workshop, places) -> list[Note]:
    """The room chooses among three notes, at two questions."""
    workshop.activities.get().plan([], chooses=True)
    workshop.open()
    found = [write(workshop, places[n // 2], word, f"k{n}") for n, word in enumerate(["Tid", "Ro", "Kaffe"])]
    go(workshop, "dots")
    return found


@pytest.fixture
def people(workshop, notes) -> list[Participant]:
    return [workshop.join() for _ in range(3)]


def go(workshop: Workshop, step: str) -> str:
    """Bring the room to that step. Returns the key of the stop."""
    key = next(stop.key for stop in again(workshop).route() if stop.step.key == step)
    workshop.go_to(key)
    return key


def put(seat: Participant, note: Note, n: int = 1, at: str = "", **more):
    at = at or again(seat.workshop).stop().key
    address = reverse("phone-dot", args=[seat.workshop_id])
    return seated(seat).post(address, {"at": at, "note": f"{note.number}:{n}"}, **more)


def there(workshop: Workshop) -> dict[str, int]:
    """How many dots each note has, by its text."""
    return {each.note.text: each.n for each in Dot.objects.filter(workshop=workshop).select_related("note")}


def ranking(workshop: Workshop, screen: str = WALL) -> list[tuple[str, str]]:
    """What is listed on a screen: the dots and the rank as it says them, and the text."""
    page = dom(patches.whole(workshop.pk, screen).common)
    rows = page.xpath("//*[@id='options']//li")
    return [
        (" ".join(text(each) for each in row.xpath(".//*[@class='option__dots']")), text(row.xpath(TEXT)[0]))
        for row in rows
    ]


TEXT = ".//*[@class='note__text']"


def test_the_room_chooses_among_all_that_was_written_in_the_order_it_was_asked(workshop, notes):
    assert ranking(workshop) == [("", "Tid"), ("", "Ro"), ("", "Kaffe")]


def test_a_phone_puts_a_dot_and_takes_it_back_with_the_same_press(workshop, notes, people):
    me = people[0]
    page = seated(me).get(f"/deltag/{workshop.pk}/")
    assert text(dom(page).get_element_by_id("dots-left")) == "Du har 3 prikker tilbage"
    answer = put(me, notes[0], headers=HTMX)
    (button,) = dom(answer).xpath("//button")

    assert text(dom(answer).get_element_by_id("dots-left")) == "Du har 2 prikker tilbage"
    assert (button.get("aria-pressed"), button.get("value")) == ("true", f"{notes[0].number}:0")
    assert there(workshop) == {"Tid": 1}
    put(me, notes[0], 0)
    assert there(workshop) == {}


def test_without_scripts_one_comes_back_to_the_page(workshop, notes, people):
    me = people[0]
    address = reverse("phone-dot", args=[workshop.pk])
    page = seated(me).get(f"/deltag/{workshop.pk}/")
    sent = form(page, address) | {"note": f"{notes[1].number}:1"}

    assert seated(me).post(address, sent).status_code == 302
    pressed = dom(seated(me).get(f"/deltag/{workshop.pk}/")).xpath("//button[@aria-pressed='true']/@id")
    assert pressed == [f"dot-{notes[1].number}"]


def test_no_more_than_each_gets_and_one_at_each(workshop, notes, people):
    workshop.activities.get().plan([], dots=2)
    me = people[0]
    assert put(me, notes[0], 2, headers=HTMX).status_code == 422
    for note in notes[:2]:
        put(me, note)
    refused = put(me, notes[2], headers=HTMX)

    assert said(refused) == "Du har brugt dine 2 prikker. Tag en tilbage først, hvis den skal stå et andet sted."
    assert there(workshop) == {"Tid": 1, "Ro": 1}
    put(me, notes[0], 1)  # again, by a phone that got no answer
    assert there(workshop) == {"Tid": 1, "Ro": 1}


def test_several_at_one_where_that_is_allowed(workshop, notes, people):
    workshop.activities.get().plan([], stacks=True)
    put(people[0], notes[0], 3)
    assert there(workshop) == {"Tid": 3}

    assert put(people[0], notes[0], 4, headers=HTMX).status_code == 422
    put(people[0], notes[0], 1)
    put(people[0], notes[1], 2)
    assert there(workshop) == {"Tid": 1, "Ro": 2}


def test_how_many_there_are_is_on_no_screen_before_all_see_it(workshop, notes, people):
    def mine() -> str:
        personal = patches.whole(workshop.pk, PHONE, [people[1].pk]).personal[people[1].pk]
        return text(dom(personal).get_element_by_id("dots"))

    before = mine()
    for seat, note in [(people[0], notes[0]), (people[2], notes[0])]:
        put(seat, note)

    for screen in (WALL, DESK):
        told = patches.changed(workshop.pk, screen, {changes.DOTS})
        assert text(dom(told.common)) == "2 af 3 har sat prikker"
        assert ranking(workshop, screen) == [("", "Tid"), ("", "Ro"), ("", "Kaffe")]
    assert patches.changed(workshop.pk, PHONE, {changes.DOTS}, [people[1].pk]).common == ""
    assert mine() == before


def test_then_those_with_most_stand_first_and_ties_are_said(workshop, notes, people):
    for seat in people[:2]:
        put(seat, notes[2])
    put(people[0], notes[0])
    put(people[1], notes[1])
    go(workshop, "ranked")

    told = [("1. ●● 2 prikker", "Kaffe"), ("Delt 2. ● 1 prik", "Tid"), ("Delt 2. ● 1 prik", "Ro")]
    assert ranking(workshop) == ranking(workshop, DESK) == told
    go(workshop, "decide")


def test_those_without_dots_are_counted_on_the_wall_and_on_the_desk_they_stand_last(workshop, notes, people):
    put(people[0], notes[2])
    go(workshop, "ranked")

    page = dom(patches.whole(workshop.pk, WALL).common)
    assert text(page.xpath("//*[@class='options__rest']")[0]) == "og 2 uden prikker"
    assert [row for _dots, row in ranking(workshop)] == ["Kaffe"]
    assert [row for _dots, row in ranking(workshop, DESK)] == ["Kaffe", "Tid", "Ro"]


def test_where_nobody_put_a_dot_all_are_listed_and_that_is_said(workshop, notes):
    go(workshop, "ranked")

    for screen in (WALL, DESK):
        page = dom(patches.whole(workshop.pk, screen).common)
        said = [text(each) for each in page.xpath("//*[@class='options__rest']")]
        assert said == ["Ingen har sat prikker. Begynd med det, I helst vil tale om."]
        assert [row for _dots, row in ranking(workshop, screen)] == ["Tid", "Ro", "Kaffe"]
    go(workshop, "decide")
    assert dom(patches.whole(workshop.pk, WALL).common).xpath("//*[@class='options__rest']") == []


def test_a_late_dot_is_refused_and_the_figures_stay(workshop, notes, people):
    at = again(workshop).stop().key
    put(people[0], notes[0])
    go(workshop, "ranked")
    late = put(people[1], notes[0], at=at, headers=HTMX)

    assert said(late) == "Prikkerne er talt op, så den her kom ikke med. Sig det højt i stedet."
    assert ranking(workshop) == [("1. ● 1 prik", "Tid")]


def test_after_the_closing_no_dot_is_taken(workshop, notes, people):
    at = again(workshop).stop().key
    workshop.close()

    assert put(people[0], notes[0], at=at, headers=HTMX).status_code in (404, 422)
    assert there(workshop) == {}


def test_a_dot_at_a_note_that_is_hidden_or_taken_back_is_free_again(workshop, notes, people):
    workshop.activities.get().plan([], dots=1)
    put(people[0], notes[0])
    notes[0].hide(*WHY["hide"])
    gone = put(people[1], notes[0], headers=HTMX)
    assert said(gone) == "Sedlen er væk. Sæt din prik ved en anden."

    put(people[0], notes[1])
    go(workshop, "ranked")
    assert ranking(workshop) == [("1. ● 1 prik", "Ro")]


def test_taking_a_seat_changes_no_figure_that_is_shown(workshop, notes, people):
    for seat in people:
        put(seat, notes[0])
    go(workshop, "ranked")
    before = ranking(workshop)
    workshop.remove(people[0])

    assert ranking(workshop) == before == [("1. ●●● 3 prikker", "Tid")]
    with pytest.raises(Refused):
        workshop.put_dots(go(workshop, "dots"), notes[1].number, 1, people[0])


def test_the_desk_puts_dots_for_those_without_a_phone(workshop, notes, people, ane_client):
    at = again(workshop).stop().key
    address = reverse("note-dot", args=[workshop.pk, notes[1].number])
    for n in ("1", "2"):
        answer = ane_client.post(address, {"at": at, "n": n}, headers=HTMX)
    assert answer.status_code == 200
    assert ranking(workshop, DESK) == [("", "Tid"), ("●● 2 prikker", "Ro"), ("", "Kaffe")]
    assert ranking(workshop, WALL) == [("", "Tid"), ("", "Ro"), ("", "Kaffe")]

    put(people[0], notes[1])
    go(workshop, "ranked")
    assert ranking(workshop) == [("1. ●●● 3 prikker", "Ro")]


@pytest.mark.parametrize("n", ["", "x", "-1", "1000", "²"])
def test_what_is_no_number_of_dots_is_said_on_the_desk(workshop, notes, ane_client, n):
    at = again(workshop).stop().key
    address = reverse("note-dot", args=[workshop.pk, notes[1].number])
    answer = ane_client.post(address, {"at": at, "n": n}, headers=HTMX)

    assert errors(answer) == ["Vi kan ikke se, hvor mange prikker der skal være. Skriv et tal fra 0 til 500."]
    assert there(workshop) == {}


def test_the_wall_asks_how_many_there_are_of_those_without_a_phone(workshop, notes, ane_client):
    address = reverse("note-dot", args=[workshop.pk, notes[1].number])
    workshop.put_dots(again(workshop).stop().key, notes[1].number, 2)
    page = ane_client.get(address, headers=HTMX)
    asked = form(page, address)
    assert (asked["n"], text(dom(page).xpath("//blockquote")[0])) == ("2", "Ro")

    wrong = ane_client.post(address, asked | {"n": "mange"}, headers=HTMX)
    assert (wrong.status_code, typed(wrong, "n")) == (422, "mange")
    assert errors(wrong) == ["Vi kan ikke se, hvor mange prikker der skal være. Skriv et tal fra 0 til 500."]
    assert ane_client.post(address, asked | {"n": "5", "screen": "wall"}, headers=HTMX).status_code == 200
    assert there(workshop) == {"Ro": 5}


def test_of_a_cluster_it_asks_by_its_heading(workshop, notes, ane_client):
    go(workshop, "ranked")
    cluster, _undo = again(workshop).put_together([notes[0].number, notes[2].number], "Pauser")
    opened = reverse("cluster", args=[workshop.pk, cluster.pk])
    assert dom(ane_client.get(opened, headers=HTMX)).xpath("//a[@id='dots-cluster']") == []

    go(workshop, "dots")
    (link,) = dom(ane_client.get(opened, headers=HTMX)).xpath("//a[@id='dots-cluster']/@href")
    asked = form(ane_client.get(link, headers=HTMX), link)
    assert ane_client.post(link, asked | {"n": "3"}, headers=HTMX).status_code == 200
    assert again(workshop).dots.counts() == {("cluster", cluster.pk): 3}


@pytest.mark.parametrize("note", ["", "x", "1", "1:", ":1", "1:-1", "²:1", "1:²", f"{10**30}:1", "999999999:1"])
def test_what_is_no_note_is_said_on_the_phone(workshop, notes, people, note):
    at = again(workshop).stop().key
    answer = seated(people[0]).post(reverse("phone-dot", args=[workshop.pk]), {"at": at, "note": note}, headers=HTMX)

    assert answer.status_code == 422
    assert said(answer)
    assert there(workshop) == {}


def test_a_note_that_was_never_shown_or_of_another_workshop_cannot_be_chosen(
    workshop, notes, people, places, other_workshop
):
    private = write(workshop, places[0], "Ikke vist", "k9", private=True)
    theirs = other_workshop.activities.get()
    foreign = Note.objects.create(
        workshop=other_workshop,
        topic=theirs.question_set.topics.first(),
        question=theirs.question_set.questions.first(),
        kind="note",
        text="Fremmed",
    )
    for note in (private, shown(foreign)):
        assert put(people[0], note, headers=HTMX).status_code == 422
    assert there(workshop) == {}


def test_a_note_that_became_part_of_the_map_takes_no_dot(ane):
    room = Room.about("relationskort", ane)
    room.activity.plan([], gathers=True, chooses=True)
    taken = room.write("proposal", "relation", "Apoteket")
    left = room.write("proposal", "relation", "Lægen")
    taken.take_up()
    me, at = room.workshop.join(), go(room.workshop, "dots")

    assert put(me, taken, at=at, headers=HTMX).status_code == 422
    assert put(me, left, at=at, headers=HTMX).status_code == 200
    assert there(room.workshop) == {"Lægen": 1}


def test_a_dot_asks_little_however_many_there_are(workshop, notes, people):

    def cost(note: Note, n: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert put(people[0], note, n, at, headers=HTMX).status_code == 200
        return len([each for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    at = again(workshop).stop().key
    cost(notes[0], 1)
    one, back = cost(notes[1], 1), cost(notes[1], 0)
    for seat in people[1:]:
        for note in notes:
            put(seat, note, at=at)
    here = 0 if connection.vendor == "sqlite" else 1  # NOTIFY is a query

    assert (cost(notes[1], 1), cost(notes[1], 0)) == (one, back)
    assert one == 5 + here  # the seat, the count, the note, one's own, the dot
    assert back == 5 + here


def test_a_stranger_and_another_method_get_nowhere(workshop, notes, people, client, stranger_client):
    phone = reverse("phone-dot", args=[workshop.pk])
    desk = reverse("note-dot", args=[workshop.pk, notes[0].number])

    assert client.post(phone, {"note": f"{notes[0].number}:1"}).status_code == 404
    assert seated(people[0]).get(phone).status_code == 405
    assert stranger_client.post(desk, {"n": "1"}).status_code == 404
    assert there(workshop) == {}


def test_one_who_comes_in_the_middle_has_all_theirs(workshop, notes, people):
    put(people[0], notes[0])
    late = workshop.join()

    page = seated(late).get(f"/deltag/{workshop.pk}/")
    assert text(dom(page).get_element_by_id("dots-left")) == "Du har 3 prikker tilbage"


def test_dots_go_with_the_notes(workshop, notes, people):
    put(people[0], notes[0])
    workshop.put_dots(again(workshop).stop().key, notes[0].number, 2)
    workshop.close()
    Report.objects.update(state="done")
    workshop.erase_notes()

    assert Dot.objects.count() == 0


@pytest.mark.parametrize("screen", [WALL, DESK, PHONE])
@pytest.mark.parametrize("step", ["dots", "ranked"])
def test_the_number_of_queries_does_not_grow_with_what_there_is(workshop, notes, people, places, screen, step):
    def cost() -> int:
        patches.whole(workshop.pk, screen, [each.pk for each in people])
        with CaptureQueriesContext(connection) as captured:
            patches.whole(workshop.pk, screen, [each.pk for each in people])
        return len(captured)

    put(people[0], notes[0])
    go(workshop, step)
    few = cost()
    go(workshop, "dots")
    for n in range(3):
        put(people[n], write(workshop, places[1], f"Mere {n}", f"m{n}"))
    go(workshop, step)

    assert cost() == few


def test_a_note_that_came_from_another_activity_takes_a_dot_there_too(workshop, people, notes, library):
    put(people[0], notes[0])
    workshop.put_dots(again(workshop).stop().key, notes[0].number, 2)
    other = workshop.add_activity(library)
    other.plan([], chooses=True)
    topic, question = other.question_set.places()[0]
    notes[0].move(Place(topic.pk, question.pk))
    stop = next(s for s in again(workshop).route() if s.step.key == "dots" and s.activity.pk == other.pk)
    workshop.go_to(stop.key)

    assert put(people[0], notes[0], headers=HTMX).status_code == 200
    workshop.put_dots(stop.key, notes[0].number, 3)
    assert sorted(Dot.objects.filter(note=notes[0]).values_list("n", flat=True)) == [1, 3]


def test_a_dot_is_at_one_thing(workshop, notes):
    activity = workshop.activities.get()
    question = activity.question_set.questions.first()
    for target in ({}, {"note": notes[0], "question": question}):
        with pytest.raises(IntegrityError), transaction.atomic():
            workshop.dots.create(activity=activity, n=1, **target)


@pytest.mark.parametrize("step", ["dots", "ranked"])
def test_the_wall_says_that_dots_are_no_vote(workshop, notes, step):
    go(workshop, step)
    (told,) = dom(patches.whole(workshop.pk, WALL).common).xpath("//*[@class='foot__how']")

    assert "Prikker er ikke en afstemning: " in text(told)


@pytest.mark.parametrize("how", ["withdraw", "hide"])
def test_all_dots_are_free_again_that_were_at_what_is_gone(workshop, notes, people, how):
    for note in notes:
        assert put(people[0], note, headers=HTMX).status_code == 200
    more = shown(again(workshop).write(notes[0].place, "note", "Mere lys", "more"))
    assert put(people[0], more, headers=HTMX).status_code == 422
    getattr(Note.objects.get(pk=notes[0].pk), how)(*WHY.get(how, []))

    assert put(people[0], more, headers=HTMX).status_code == 200
