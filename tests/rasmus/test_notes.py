"""Notes in their colours, and preconditions with the notes they answer."""

import pytest
from django.urls import reverse

from tests.helpers import WHY, again
from tests.pages import HTMX, dom, errors, said, typed
from tests.rooms import Room
from workshops import changes
from workshops.models import Note, Revision

WRONG = "Den slags seddel hører ikke til her. Vælg en anden farve"


def answering(note: Note) -> list[Note]:
    """What it says on screen that it answers."""
    return Note.objects.with_links().get(pk=note.pk).answering


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("step", "kind"), [("today", "better"), ("expected", "today"), ("needs", "worse")])
def test_a_wrong_colour_is_told_and_the_text_stays(before, phone, step, kind, headers):
    before.go(step)
    place = before.place(step, 2)
    answer = before.send(phone, place, kind, "Skrev jeg længe på", headers=headers)

    assert (answer.status_code, said(answer), Note.objects.count()) == (422, f"{WRONG}, og send den igen.", 0)
    if headers:
        assert b"textarea" not in answer.content  # the form is left as it is
    else:
        assert (typed(answer, "text"), typed(answer, "place")) == ("Skrev jeg længe på", str(place))


def test_after_a_wrong_colour_a_question_of_one_colour_sends_that(before, phone):
    before.go("today")

    assert typed(before.send(phone, before.place("today"), "better", "Overblik"), "kind") == "today"


# --- What a precondition answers ---


def test_it_answers_only_notes_of_its_own_circle_and_question(full):
    twin = full.workshop.duplicate()
    twin.open()
    gone = full.write("expected", "worse")
    gone.withdraw()
    foreign = Room(twin).write("expected", "worse")
    wrong = [gone, foreign, full.write(full.place("expected", 1), "worse"), full.note("today"), full.note("during")]
    red = full.note("worse")
    need = full.write("needs", "after", answers=(*(note.number for note in wrong), 10**15, red.number, red.number))

    assert list(need.answers.all()) == [red]


@pytest.mark.parametrize("back", ["unhide", "undo"])
def test_a_note_hidden_meanwhile_is_still_linked_and_shown_when_it_is_back(full, phone, back):
    full.go("needs")
    red = full.note("worse")
    revision = red.hide("person")
    full.send(phone, full.place("needs"), "before", "Vi ringer", answers=[red.number])
    need = Note.objects.get(text="Vi ringer")
    assert answering(need) == []

    red.unhide() if back == "unhide" else revision.undo()
    assert answering(need) == [red]


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
@pytest.mark.parametrize("kind", ["worse", "before"])
def test_a_note_that_goes_is_drawn_anew_with_those_it_answers_or_is_answered_by(full, monkeypatch, kind, verb):
    told: list[str] = []
    monkeypatch.setattr(changes, "publish", lambda change: told.extend(change.what))
    getattr(full.note(kind), verb)(*WHY.get(verb, []))

    assert sorted(told) == sorted(changes.note(full.note(each).pk) for each in ("worse", "before"))


@pytest.mark.parametrize("then", ["write", "reword", "withdraw"])
def test_what_a_private_note_answers_is_told_to_nobody_until_it_is_shown(full, monkeypatch, then):
    told: list[str] = []
    red = full.note("worse")
    need = full.write("needs", "before", "Vi ringer", answers=(red.number,), private=True) if then != "write" else None
    monkeypatch.setattr(changes, "publish", lambda change: told.extend(change.what))
    if need is None:
        need = full.write("needs", "before", "Vi ringer", answers=(red.number,), private=True)
    else:
        getattr(need, then)(*["Vi skriver"] * (then == "reword"))
    assert {each for each in told if each.startswith("note:")} == {changes.note(need.pk)}

    if then != "withdraw":
        told.clear()
        need.show()
        assert set(told) == {changes.note(need.pk), changes.note(red.pk)}


def moved(room: Room, kind: str, circle: int) -> Revision:
    """That note is moved to the same question of another circle."""
    note = room.note(kind)
    question = {"worse": "expected", "before": "needs"}[kind]
    return note.move(room.place(question, circle))


@pytest.mark.parametrize("kind", ["worse", "before"])
def test_a_note_moved_to_another_circle_answers_nothing_there_until_the_move_is_taken_back(full, kind):
    revision = moved(full, kind, circle=3)
    assert list(full.note("before").answers.all()) == []

    revision.undo()
    assert list(full.note("before").answers.all()) == [full.note("worse")]
    assert full.note(kind).place.topic == full.topics[0].pk


def test_two_notes_moved_to_one_circle_and_back_answer_each_other_again(full):
    one, other = moved(full, "worse", 3), moved(full, "before", 3)

    other.undo()
    assert list(full.note("before").answers.all()) == []
    one.undo()
    assert list(full.note("before").answers.all()) == [full.note("worse")]


def test_a_move_within_its_circle_keeps_what_it_answers(full):
    red, need = full.note("worse"), full.note("before")
    need.move(need.place)

    assert list(Note.objects.get(pk=need.pk).answers.all()) == [red]


def test_a_move_taken_back_after_the_other_note_was_erased_brings_no_link(full):
    revision = moved(full, "before", circle=3)
    full.note("worse").delete()
    revision.undo()

    assert list(full.note("before").answers.all()) == []


@pytest.mark.parametrize("kind", ["worse", "before"])
def test_both_notes_are_drawn_anew_when_one_is_moved_and_when_that_is_taken_back(full, monkeypatch, kind):
    told: list[set[str]] = []
    monkeypatch.setattr(changes, "publish", lambda change: told.append(set(change.what)))
    moved(full, kind, circle=3).undo()

    assert told == [{changes.note(full.note(each).pk) for each in ("worse", "before")}] * 2


# --- At the desk ---


def test_the_desk_offers_the_colours_and_the_notes_to_answer(full, ane_client):
    page = dom(ane_client.get(reverse("note", args=[full.workshop.pk, full.note("before").number])))
    offered = [str(note.number) for note in full.workshop.notes.filter(kind__in=["better", "worse"])]

    assert page.xpath("//select[@name='kind']/option/@value") == ["before", "during", "after"]
    assert page.xpath("//input[@name='answers']/@value") == offered
    assert page.xpath("//input[@name='answers'][@checked]/@value") == [str(full.note("worse").number)]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_desk_recolours_a_note_and_takes_it_back(full, ane_client, headers):
    note = full.note("worse")
    address = reverse("note-recolour", args=[full.workshop.pk, note.number])
    answer = ane_client.post(address, {"kind": "better"}, headers=headers)

    assert (answer.status_code, errors(answer)) == (200 if headers else 302, [])
    assert Note.objects.get(pk=note.pk).kind == "better"
    Revision.objects.get().undo()
    assert Note.objects.get(pk=note.pk).kind == "worse"


@pytest.mark.parametrize("kind", ["today", ""])
def test_a_note_takes_no_colour_of_another_question(full, ane_client, kind):
    note = full.note("worse")
    answer = ane_client.post(
        reverse("note-recolour", args=[full.workshop.pk, note.number]), {"kind": kind}, headers=HTMX
    )

    assert errors(answer) == [f"{WRONG}."]
    assert (Note.objects.get(pk=note.pk).kind, note.revisions.count()) == ("worse", 0)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_desk_says_what_a_precondition_answers(full, ane_client, headers):
    need, version = full.note("during"), again(full.workshop).version
    address = reverse("note-link", args=[full.workshop.pk, need.number])
    answer = ane_client.post(address, {"answers": [full.note("better").number, "x"]}, headers=headers)

    assert answer.status_code == (200 if headers else 302)
    assert list(need.answers.all()) == [full.note("better")]
    assert again(full.workshop).version == version + 1


def test_what_two_say_it_answers_is_both(full, ane_client, bo_client):
    need, (first, second) = full.note("during"), (full.note("better"), full.note("worse"))
    address = reverse("note-link", args=[full.workshop.pk, need.number])
    need.link([first.number])
    ane_client.post(address, {"began": [first.number], "answers": [first.number, second.number]})
    bo_client.post(address, {"began": [first.number], "answers": []})

    assert list(need.answers.all()) == [second]


@pytest.mark.parametrize("kind", ["before", "during", "after"])
def test_an_agreement_takes_its_words_and_its_phase_from_the_precondition(full, ane_client, kind):
    note = full.note(kind)
    page = ane_client.get(reverse("agreement-add", args=[full.workshop.pk]), {"seddel": note.number})

    assert typed(page, "what").strip() == note.text
    assert dom(page).xpath("//input[@name='period'][@checked]/@value") == [kind]
