"""What a process keeps of a workshop's agenda is what is there."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from tests.helpers import write
from tests.pages import HTMX, dom, go_to
from tests.people import seated
from workshops.errors import Refused
from workshops.models import Agreement, Note, Question, Workshop, agendas
from workshops.place import Place
from workshops.screens import patches, phone
from workshops.screens.here import WALL
from workshops.screens.scene import Scene


def kept(workshop: Workshop) -> agendas.Agenda:
    return agendas.at_hand(Workshop.objects.get(pk=workshop.pk))


def told(workshop: Workshop) -> list:
    """All of the agenda that a screen could show, as it is kept."""
    agenda = kept(workshop)
    sets = [activity.question_set for activity in agenda.activities]
    topics = [(each.title, each.skipped) for one in sets for each in one.topics.all()]
    questions = [(each.text, each.minutes, each.skipped) for one in sets for each in one.questions.all()]
    way = [stop.key for stop in agenda.way[0]], agenda.way[1]
    slots = [(slot.title, slot.begins, slot.minutes, slot.at) for slot in agenda.slots]
    return [[str(each) for each in agenda.activities], topics, questions, sorted(agenda.closed), way, slots]


def activity(workshop: Workshop):
    return Workshop.objects.get(pk=workshop.pk).activities.order_by("position").first()


def topic(workshop: Workshop):
    return activity(workshop).question_set.topics.first()


def skip_all(workshop: Workshop) -> None:
    questions = list(activity(workshop).question_set.questions.all())
    for each in questions:
        each.skipped = True
    activity(workshop).plan(questions)


def at_another_time(workshop: Workshop) -> None:
    workshop.starts_at = timezone.now() + dt.timedelta(days=1)
    workshop.describe()


CHANGES = {
    "rename": lambda w: activity(w).question_set.rename(topic(w), "Et nyt navn"),
    "leave out": lambda w: activity(w).question_set.leave_out(topic(w)),
    "add a topic": lambda w: activity(w).question_set.add_topic("Endnu et tema"),
    "ask too": lambda w: activity(w).question_set.add_question(topic(w), "Hvad med weekenden?"),
    "plan": skip_all,
    "move an item": lambda w: activity(w).question_set.move(topic(w), 1),
    "close a place": lambda w: w.close_place(Place(topic(w).pk, topic(w).questions.first().pk)),
    "remove": lambda w: activity(w).question_set.remove(topic(w)),
    "take an activity off": lambda w: w.remove_activity(activity(w)),
    "another time": lambda w: at_another_time(w),
    "go on": lambda w: w.advance(w.stop().key),
    "put an activity on": lambda w: w.add_activity(activity(w).question_set),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_kept_is_what_is_there(open_workshop, change):
    before = told(open_workshop)
    change(Workshop.objects.get(pk=open_workshop.pk))
    after = told(open_workshop)
    agendas.forget()

    assert after == told(open_workshop)
    assert after != before


def test_the_same_is_kept_while_people_come_write_and_agree(open_workshop, places):
    before = kept(open_workshop)
    seat = open_workshop.join()
    note = write(open_workshop, places[0], participant=seat, private=True)
    note.reword("Mere ro")
    note.hide("person")
    Agreement(workshop=open_workshop, what="Mere oplæring").write_down()

    assert kept(open_workshop) is before


def test_the_screens_follow_when_the_room_goes_on(open_workshop, places):
    seen = []
    for place in places[:2]:
        go_to(open_workshop, place, "write")
        seen.append(Scene.of(open_workshop.pk, "phone").stop.question.pk)

    assert seen == [place.question for place in places[:2]]


def test_the_phones_are_drawn_anew_when_the_room_goes_on(open_workshop, places):
    texts = []
    for place in places[:2]:
        go_to(open_workshop, place, "write")
        page = dom(patches.whole(open_workshop.pk, "phone").common)
        texts.append(page.xpath("string(//*[@class='stage__question'])"))

    assert texts == [Question.objects.get(pk=place.question).text for place in places[:2]]


def test_each_workshop_has_its_own_activity_objects(open_workshop):
    one, other = (Workshop.objects.at_hand(open_workshop.pk) for _ in range(2))
    mine, theirs = one.activities.all()[0], other.activities.all()[0]

    assert (mine.workshop is one, theirs.workshop is other) == (True, True)
    assert mine.question_set is theirs.question_set


@pytest.mark.django_db(transaction=True)
def test_nothing_seen_in_a_transaction_is_kept(open_workshop):
    with transaction.atomic():
        workshop = Workshop.objects.get(pk=open_workshop.pk)
        activity(workshop).question_set.rename(topic(workshop), "Aldrig gemt")
        workshop.refresh_from_db()
        agendas.at_hand(workshop)
        transaction.set_rollback(True)
    activity(open_workshop).question_set.rename(topic(open_workshop), "Gemt")

    assert told(open_workshop)[1][0] == ("Gemt", False)


def test_so_many_are_kept(open_workshop, monkeypatch):
    monkeypatch.setattr(agendas, "MOST", 1)
    other = open_workshop.duplicate()
    first, second = kept(open_workshop), kept(other)

    assert kept(other) is second
    assert kept(open_workshop) is not first


@pytest.mark.parametrize("known", [False, True])
def test_a_place_just_closed_takes_no_notes(open_workshop, places, known):
    seat = open_workshop.join()
    workshop = Workshop.objects.get(pk=open_workshop.pk)
    if known:
        kept(open_workshop)
    Workshop.objects.get(pk=open_workshop.pk).close_place(places[0])

    with pytest.raises(Refused):
        write(workshop, places[0], participant=seat)
    assert Note.objects.count() == 0


def test_a_note_sent_again_after_its_place_was_closed_is_the_one_stored(open_workshop, places):
    seat = open_workshop.join()
    first = write(open_workshop, places[0], participant=seat)
    open_workshop.close_place(places[0])

    assert write(Workshop.objects.get(pk=open_workshop.pk), places[0], participant=seat) == first


@pytest.mark.django_db(transaction=True)
def test_a_note_at_what_was_just_taken_away_is_refused(open_workshop, places, monkeypatch):
    kept(open_workshop)
    workshop = Workshop.objects.get(pk=open_workshop.pk)
    activity(open_workshop).question_set.remove(topic(open_workshop))

    with pytest.raises(Refused, match="findes ikke længere"):
        write(workshop, places[0])


@pytest.mark.parametrize("place", [Place(0, 0), Place(10**9, 1)])
def test_no_question_where_there_is_no_place(open_workshop, places, place):
    assert agendas.at_hand(open_workshop).question_at(place) is None
    assert [agendas.at_hand(open_workshop).question_at(each).pk for each in places] == [p.question for p in places]


def test_ones_own_note_is_drawn_anew_when_it_changed(open_workshop, places):
    seat = open_workshop.join()
    go_to(open_workshop, places[0], "write")
    note = write(open_workshop, places[0], participant=seat)
    drawn = [patches.whole(open_workshop.pk, "phone", [seat.pk]).personal[seat.pk]]
    note.hide("person")
    drawn.append(patches.whole(open_workshop.pk, "phone", [seat.pk]).personal[seat.pk])

    assert ["Din seddel er holdt tilbage" in each for each in drawn] == [False, True]


def test_as_many_own_notes_are_kept_as_drawn(open_workshop, places, monkeypatch):
    monkeypatch.setattr(phone, "MY_NOTES", 2)
    seat = open_workshop.join()
    for n in range(4):
        seated(seat).post(
            f"/deltag/{open_workshop.pk}/sedler/",
            {"place": str(places[0]), "kind": "note", "text": f"Seddel {n}", "key": f"k{n}"},
            headers=HTMX,
        )

    assert len(phone._my_notes) == 2


def test_what_the_reply_to_a_press_drew_the_stream_sends(open_workshop, places, django_assert_num_queries):
    go_to(open_workshop, places[0], "show")
    first = patches.whole(open_workshop.pk, WALL).common

    with django_assert_num_queries(1):
        assert patches.whole(open_workshop.pk, WALL).common == first


@pytest.mark.parametrize(("lately", "drawn_anew"), [(60.0, False), (-1.0, True)])
def test_what_was_drawn_is_sent_again_only_at_once(open_workshop, monkeypatch, lately, drawn_anew):
    monkeypatch.setattr(patches, "LATELY", lately)
    first = patches.whole(open_workshop.pk, WALL).common
    Workshop.objects.filter(pk=open_workshop.pk).update(title="Ændret uden at nogen fik det at vide")

    assert (patches.whole(open_workshop.pk, WALL).common is not first) == drawn_anew


def test_a_note_written_meanwhile_is_drawn(open_workshop, places):
    go_to(open_workshop, places[0], "show")
    patches.whole(open_workshop.pk, WALL)
    note = write(open_workshop, places[0])

    assert f"note-{note.number}" in patches.whole(open_workshop.pk, WALL).common
