import datetime as dt

import pytest

from tests.helpers import again, write
from workshops.codes import ALPHABET
from workshops.errors import Refused
from workshops.models import Activity, Note, Participant, QuestionSet, Workshop
from workshops.place import Place

WELCOME_AND_GOODBYE = 10  # minutes


def at(workshop: Workshop) -> tuple[str, str]:
    """Where the room is: the step, and the question in focus."""
    stop = again(workshop).stop()
    return stop.step.key, stop.question.text[:20] if stop.question else ""


def go(workshop: Workshop, steps: int) -> None:
    for _ in range(steps):
        workshop.advance(again(workshop).stop().key)


def skip(workshop: Workshop, question_id: int) -> None:
    activity = workshop.activities.get()
    question = activity.question_set.questions.get(pk=question_id)
    question.skipped = True
    activity.plan([question])


# --- Open, close, join ---


def test_opening_lets_people_in_for_a_day(workshop, now):
    workshop.open()

    stored = again(workshop)
    assert stored.is_open
    assert stored.stop().step.key == "lobby"
    assert (stored.opened_at, stored.code_expires_at) == (now, now + dt.timedelta(hours=24))


def test_opening_an_open_workshop_changes_nothing(open_workshop):
    before = again(open_workshop).version
    open_workshop.open()

    assert again(open_workshop).version == before


def test_closing_ends_joining_and_asks_for_the_report(
    open_workshop, now, reports_started, django_capture_on_commit_callbacks
):
    open_workshop.start_timer(5)
    with django_capture_on_commit_callbacks(execute=True):
        open_workshop.close()

    stored = again(open_workshop)
    assert stored.is_closed
    assert (stored.closed_at, stored.erase_at, stored.timer_ends_at) == (now, now + dt.timedelta(days=30), None)
    assert reports_started == [stored.report.pk]
    with pytest.raises(Refused, match="Workshoppen er slut"):
        stored.join()


def test_only_an_open_workshop_closes(workshop):
    with pytest.raises(Refused, match="ikke åben"):
        workshop.close()
    assert again(workshop).is_draft


def test_reopening_goes_on_where_it_stopped(open_workshop, now):
    open_workshop.opened_at = now - dt.timedelta(hours=2)
    open_workshop.save()
    go(open_workshop, 3)
    open_workshop.close()
    open_workshop.open()

    stored = again(open_workshop)
    assert stored.is_open
    assert (stored.closed_at, stored.erase_at) == (None, None)
    assert stored.opened_at == now - dt.timedelta(hours=2)
    assert stored.stop().step.key == "show"


def test_closing_twice_makes_one_report(open_workshop, reports_started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        open_workshop.close()
        open_workshop.open()
        open_workshop.close()

    assert reports_started == [open_workshop.report.pk]  # the process at work begins again


def test_joining_gives_a_seat_under_the_code(open_workshop):
    seat = open_workshop.join()

    assert Participant.objects.get() == seat
    assert seat.is_seated
    assert list(open_workshop.participants.seated()) == [seat]


@pytest.mark.parametrize(("chosen", "stored"), [("TR", "TR"), ("Chef", ""), ("", "")])
def test_a_group_is_one_of_the_workshops(open_workshop, chosen, stored):
    Workshop.objects.update(groups=["Leder", "TR"])

    assert open_workshop.join(group=chosen).group == stored


def test_nobody_joins_a_draft(workshop):
    with pytest.raises(Refused, match="ikke åbnet endnu"):
        workshop.join()


def test_nobody_joins_by_an_old_code(open_workshop, now):
    Workshop.objects.update(code_expires_at=now - dt.timedelta(seconds=1))

    with pytest.raises(Refused, match="Koden er udløbet"):
        open_workshop.join()


def test_a_new_code_ends_the_seats_until_they_join_again(open_workshop, participant, now):
    before = open_workshop.code
    open_workshop.renew_code()

    seat = Participant.objects.select_related("workshop").get()
    assert open_workshop.code != before
    assert set(open_workshop.code) <= set(ALPHABET)
    assert open_workshop.code_expires_at == now + dt.timedelta(hours=24)
    assert not seat.is_seated
    assert list(open_workshop.participants.seated()) == []

    assert open_workshop.join(seat) == participant
    assert list(open_workshop.participants.seated()) == [participant]


def test_a_new_code_that_is_taken_is_tried_again(open_workshop, other_workshop, monkeypatch):
    codes = iter([other_workshop.code, "NEW234"])
    monkeypatch.setattr("workshops.models.joining.new_code", lambda: next(codes))
    open_workshop.renew_code()

    assert again(open_workshop).code == "NEW234"


def test_someone_removed_stays_out_but_the_notes_stay(open_workshop, participant, places):
    note = write(open_workshop, places[0], participant=participant)
    open_workshop.remove(participant)

    assert list(open_workshop.participants.seated()) == []
    assert list(open_workshop.notes.visible()) == [note]
    with pytest.raises(Refused, match="lukket din plads"):
        open_workshop.join(participant)


def test_a_code_finds_its_workshop(open_workshop, other_workshop):
    assert Workshop.objects.by_code(open_workshop.code) == open_workshop


@pytest.mark.parametrize("typed", ["", "ZZZZZZ"])
def test_a_wrong_code_finds_none(open_workshop, typed):
    with pytest.raises(Refused, match="Vi kender ikke koden"):
        Workshop.objects.by_code(typed)


# --- The route ---


def test_the_route_goes_from_the_lobby_through_every_question_to_the_agreements(workshop):
    route = again(workshop).route()

    assert [stop.step.key for stop in route] == [
        "lobby",
        *["explain", "write", "review", "show", "decide"] * 4,
        "wrap-up",
    ]
    assert len({stop.key for stop in route}) == 22


def test_without_reviews_the_route_has_the_tools_own_stops(workshop):
    workshop.activities.update(reviews=False)

    assert [stop.step.key for stop in again(workshop).route()] == [
        "lobby",
        *["explain", "write", "show", "decide"] * 4,
        "wrap-up",
    ]


@pytest.mark.parametrize("activities", [1, 3])
def test_the_route_costs_the_same_however_long_it_is(workshop, library, activities, django_assert_num_queries):
    for _ in range(activities - 1):
        workshop.add_activity(library)

    with django_assert_num_queries(4):
        again(workshop).route()


def test_forward_and_back(open_workshop):
    go(open_workshop, 2)
    assert at(open_workshop) == ("write", "Hvad skal der til, f")

    open_workshop.go_back(again(open_workshop).stop().key)
    assert at(open_workshop) == ("explain", "Hvad skal der til, f")


def test_two_who_press_next_at_once_advance_once(open_workshop):
    here = again(open_workshop).stop().key
    ane, bo = again(open_workshop), again(open_workshop)
    ane.advance(here)
    bo.advance(here)

    assert at(open_workshop)[0] == "explain"


def test_there_is_nothing_before_the_lobby_and_nothing_after_the_agreements(open_workshop):
    route = again(open_workshop).route()
    open_workshop.go_back(route[0].key)
    assert at(open_workshop) == ("lobby", "")

    open_workshop.go_to(route[-1].key)
    open_workshop.advance(route[-1].key)
    assert at(open_workshop) == ("wrap-up", "")


def test_only_an_open_workshop_moves(workshop):
    with pytest.raises(Refused, match="ikke åben"):
        workshop.advance(workshop.position)
    assert at(workshop) == ("lobby", "")


def test_any_stop_can_be_gone_to(open_workshop):
    stop = again(open_workshop).route()[7]
    open_workshop.go_to(stop.key)

    assert again(open_workshop).position == stop.key


@pytest.mark.parametrize("key", ["", "0.nowhere.0.0", "1.write.2"])
def test_a_stop_that_is_not_there_is_refused(open_workshop, key):
    with pytest.raises(Refused, match="findes ikke længere"):
        open_workshop.go_to(key)
    assert at(open_workshop) == ("lobby", "")


def test_skipping_the_question_in_focus_falls_back_to_the_start_of_its_activity(open_workshop, places):
    go(open_workshop, 7)
    assert again(open_workshop).question_id == places[1].question
    skip(open_workshop, places[1].question)

    stop = again(open_workshop).stop()
    assert (stop.step.key, stop.question.pk) == ("explain", places[0].question)
    open_workshop.advance(stop.key)
    assert again(open_workshop).position == f"{stop.activity.pk}.write.{places[0].topic}.{places[0].question}"


def test_a_step_that_is_not_there_falls_back_to_the_start_of_its_question(open_workshop, places):
    go(open_workshop, 6)
    Workshop.objects.update(step="vote")

    stop = again(open_workshop).stop()
    assert (stop.step.key, stop.question.pk) == ("explain", places[1].question)


def test_removing_the_activity_in_use_falls_back_to_the_lobby(open_workshop):
    go(open_workshop, 3)
    open_workshop.remove_activity(open_workshop.activities.get())

    assert at(open_workshop) == ("lobby", "")
    assert [stop.step.key for stop in again(open_workshop).route()] == ["lobby", "wrap-up"]


# --- The agenda ---


def test_an_activity_goes_last_with_its_own_copy(workshop, library):
    second = workshop.add_activity(library)

    assert [(a.position, a.tool) for a in workshop.activities.all()] == [(0, "dialogue"), (1, "dialogue")]
    assert second.question_set != library
    assert second.title == library.title


def test_activities_change_places(workshop, library):
    first, second = workshop.activities.get(), workshop.add_activity(library)
    second.move(-1)
    assert list(workshop.activities.all()) == [second, first]

    second.move(-1)
    assert list(workshop.activities.all()) == [second, first]

    second.move(1)
    assert list(workshop.activities.all()) == [first, second]


def test_a_topic_and_a_question_change_places(workshop):
    activity = workshop.activities.get()
    topics = list(activity.question_set.topics.all())
    activity.question_set.move(topics[1], -1)
    assert list(activity.question_set.topics.all()) == [topics[1], topics[0], topics[2], topics[3]]

    questions = list(topics[0].questions.all())
    others = list(topics[1].questions.values_list("pk", "position"))
    activity.question_set.move(questions[0], 1)
    assert list(topics[0].questions.all()) == [questions[1], questions[0], questions[2]]
    assert list(topics[1].questions.values_list("pk", "position")) == others


def test_an_activity_with_notes_stays(open_workshop, places):
    write(open_workshop, places[0])

    with pytest.raises(Refused, match="Der er sedler"):
        open_workshop.remove_activity(open_workshop.activities.get())
    assert Activity.objects.count() == 1


def test_an_activity_goes_with_its_copy(workshop, library):
    workshop.remove_activity(workshop.activities.get())

    assert Activity.objects.count() == 0
    assert list(QuestionSet.objects.all()) == [library]


def test_planned_minutes_are_those_of_the_questions_that_are_asked(workshop, library, places):
    assert workshop.planned_minutes() == 40 + WELCOME_AND_GOODBYE

    activity = workshop.activities.get()
    question = activity.question_set.questions.get(pk=places[0].question)
    question.minutes = 25
    activity.plan([question])
    assert workshop.planned_minutes() == 55 + WELCOME_AND_GOODBYE

    skip(workshop, places[0].question)
    assert workshop.planned_minutes() == 30 + WELCOME_AND_GOODBYE

    workshop.add_activity(library)
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    assert fresh.planned_minutes() == 30 + 120 + fresh.activities.last().talk_minutes + WELCOME_AND_GOODBYE


def test_a_question_of_the_workplaces_own_is_asked_last_in_its_theme(workshop):
    activity = workshop.activities.get()
    topic = activity.question_set.topics.first()
    question = activity.question_set.add_question(topic, "Hvad med nattevagten?", minutes=5)

    assert list(topic.questions.all())[-1] == question
    assert workshop.planned_minutes() == 45 + WELCOME_AND_GOODBYE
    assert question.source == "Jeres eget spørgsmål"


def test_a_question_on_the_spot_comes_right_after_the_one_that_is_talked_about(workshop):
    activity = workshop.activities.get()
    topic = activity.question_set.topics.first()
    first, *rest = topic.questions.all()
    question = activity.question_set.add_question(topic, "Hvad med nattevagten?", behind=first)

    assert list(topic.questions.all()) == [first, question, *rest]


def test_under_another_topic_it_comes_last(workshop):
    activity = workshop.activities.get()
    one, other = activity.question_set.topics.all()[:2]
    had = list(other.questions.all())
    question = activity.question_set.add_question(other, "Hvad med nattevagten?", behind=one.questions.first())

    assert list(other.questions.all()) == [*had, question]


def test_a_copy_is_a_new_draft_with_the_agenda_and_nothing_else(open_workshop, participant, places, ane, bo):
    write(open_workshop, places[0], participant=participant)
    open_workshop.agreements.create(what="Mere oplæring")
    skip(open_workshop, places[3].question)
    twin = open_workshop.duplicate()

    assert twin.is_draft
    assert twin.title == "Nyt omsorgssystem (kopi)"
    assert twin.code != open_workshop.code
    assert list(twin.facilitators.order_by("name")) == [ane, bo]
    assert (twin.notes.count(), twin.participants.count(), twin.agreements.count()) == (0, 0, 0)
    assert [q.text for _t, q in twin.activities.get().question_set.places()] == [
        q.text for _t, q in open_workshop.activities.get().question_set.places()
    ]
    assert twin.activities.get().question_set != open_workshop.activities.get().question_set


def test_a_copy_of_a_long_title_fits(workshop):
    Workshop.objects.update(title="x" * 120)

    assert workshop.duplicate().title == "x" * 111 + "… (kopi)"


def test_a_deleted_workshop_is_gone_until_it_is_restored(open_workshop, participant, ane):
    open_workshop.discard()
    assert list(ane.workshops.present()) == []
    assert list(open_workshop.participants.seated()) == []
    with pytest.raises(Refused, match="Vi kender ikke koden"):
        Workshop.objects.by_code(open_workshop.code)

    open_workshop.restore()
    assert list(ane.workshops.present()) == [open_workshop]
    assert list(open_workshop.participants.seated()) == [participant]


def test_a_workshop_keeps_one_facilitator(workshop, ane, bo):
    workshop.take_off(bo, ane)
    assert list(workshop.facilitators.all()) == [ane]

    with pytest.raises(Refused, match="mindst én ordstyrer"):
        workshop.take_off(ane, ane)
    assert list(workshop.facilitators.all()) == [ane]


@pytest.mark.parametrize("notes", [1, 3])
def test_the_list_counts_seats_and_notes(open_workshop, places, notes, django_assert_num_queries):
    seat, removed = open_workshop.join(), open_workshop.join()
    open_workshop.remove(removed)
    for index in range(notes):
        write(open_workshop, places[0], f"Seddel {index}", f"k{index}", seat)
    write(open_workshop, places[1], "Fortrudt", "w", seat).withdraw()

    with django_assert_num_queries(1):
        (listed,) = Workshop.objects.with_counts()
    assert (listed.seats, listed.note_count) == (1, notes)


def test_erasing_takes_notes_and_seats_of_a_closed_workshop(open_workshop, participant, places):
    write(open_workshop, places[0], participant=participant)
    with pytest.raises(Refused, match="Afslut workshoppen"):
        open_workshop.erase_notes()
    assert Note.objects.count() == 1

    open_workshop.close()
    open_workshop.agreements.create(what="Mere oplæring")
    assert open_workshop.report.is_to_come
    open_workshop.erase_notes()
    assert (Note.objects.count(), Participant.objects.count()) == (0, 0)
    assert open_workshop.agreements.count() == 1
    assert again(open_workshop).erase_at is None
    assert again(open_workshop).record.data["notes"] == 1


# --- Timer and closures ---


def test_the_timer_counts_from_now_and_adds_to_what_is_left(open_workshop, now):
    open_workshop.start_timer(5)
    assert again(open_workshop).timer_ends_at == now + dt.timedelta(minutes=5)

    open_workshop.start_timer(2)
    assert again(open_workshop).timer_ends_at == now + dt.timedelta(minutes=7)

    open_workshop.stop_timer()
    assert again(open_workshop).timer_ends_at is None


def test_a_timer_that_ran_out_starts_over(open_workshop, now):
    Workshop.objects.update(timer_ends_at=now - dt.timedelta(minutes=10))
    open_workshop.start_timer(5)

    assert again(open_workshop).timer_ends_at == now + dt.timedelta(minutes=5)


def test_the_timer_belongs_to_a_step(open_workshop, now):
    go(open_workshop, 2)
    open_workshop.start_timer(5)
    assert again(open_workshop).timer_ends_at == now + dt.timedelta(minutes=5)

    go(open_workshop, 1)
    assert again(open_workshop).timer_ends_at is None


def test_a_closed_place_takes_no_notes_until_it_is_opened(open_workshop, places):
    open_workshop.close_place(places[0])
    open_workshop.close_place(places[0])
    assert [open_workshop.is_writable(place) for place in places] == [False, True, True, True]

    open_workshop.open_place(places[0])
    assert open_workshop.is_writable(places[0])


def test_only_an_open_workshop_takes_notes(workshop, places):
    assert not workshop.is_writable(places[0])
    workshop.open()
    assert workshop.is_writable(places[0])
    workshop.close()
    assert not workshop.is_writable(places[0])


def test_a_place_is_a_question_under_its_own_theme(open_workshop, other_workshop, places):
    foreign = other_workshop.activities.get().question_set.questions.first()

    assert open_workshop.question_at(places[0]).pk == places[0].question
    assert open_workshop.question_at(Place(places[0].topic, places[2].question)) is None
    assert open_workshop.question_at(Place(foreign.topic_id, foreign.pk)) is None
    assert open_workshop.question_at(Place(places[0].topic, foreign.pk)) is None
    assert open_workshop.question_at(Place(0, 0)) is None


def test_a_question_of_the_whole_set_is_under_every_theme(open_workshop):
    activity = open_workshop.activities.get()
    question = activity.question_set.add_question(None, "Hvordan er det i dag?")

    assert [
        open_workshop.question_at(Place(topic.pk, question.pk)) for topic in activity.question_set.topics.all()
    ] == [question] * 4


def test_every_change_counts(open_workshop, places):
    before = again(open_workshop).version
    open_workshop.start_timer(5)
    open_workshop.stop_timer()
    open_workshop.close_place(places[0])

    assert again(open_workshop).version == open_workshop.version == before + 3


def test_an_activity_that_asks_nothing_is_still_on_the_agenda(workshop, ane_client):
    activity = workshop.activities.get()
    activity.question_set.questions.update(skipped=True)
    page = ane_client.get(f"/workshops/{workshop.pk}/").content.decode()

    assert f"/workshops/{workshop.pk}/punkter/{activity.pk}/" in page
    assert "intet er valgt" in page
