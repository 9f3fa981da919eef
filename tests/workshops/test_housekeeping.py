import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.helpers import again, write
from workshops.housekeeping import ClockLeapt, tidy
from workshops.models import Note, QuestionSet, Report, Sent, Upkeep, Workshop
from workshops.report import paper

pytestmark = pytest.mark.usefixtures("kept_house")


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    write(open_workshop, places[0], participant=open_workshop.join())
    open_workshop.close()
    open_workshop.report.finish(b"%PDF-")
    return open_workshop


def due(workshop: Workshop, **ago: float) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(erase_at=timezone.now() - dt.timedelta(**ago))


def test_notes_go_when_their_time_is_up_and_the_report_stays(closed):
    assert tidy() == (0, 0)
    assert Note.objects.count() == 1

    due(closed, seconds=1)
    assert tidy() == (1, 0)
    assert (Note.objects.count(), Report.objects.count()) == (0, 1)
    assert tidy() == (0, 0)


def test_notes_of_a_workshop_that_was_opened_again_stay(closed):
    due(closed, seconds=1)
    closed.refresh_from_db()
    closed.open()

    assert tidy() == (0, 0)
    assert Note.objects.count() == 1


def test_notes_of_another_workshop_stay(closed, other_workshop, places):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    theirs = write(other_workshop, type(places[0])(topic.pk, question.pk))
    due(closed, seconds=1)
    tidy()

    assert list(Note.objects.all()) == [theirs]


def test_notes_go_also_while_the_report_is_being_made_which_is_drawn_of_the_record(closed):
    due(closed, seconds=1)
    closed.report.ask_for()

    assert tidy() == (1, 0)
    assert (Note.objects.count(), "Mere tid" in paper.html(again(closed))) == (0, True)


@pytest.mark.parametrize(("hours", "unlinked"), [(23.9, False), (24.1, True)])
def test_a_day_after_closing_the_ties_go_and_the_notes_stay(closed, monkeypatch, hours, unlinked):
    later = timezone.now() + dt.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)
    Upkeep.objects.update(tidied_at=later - dt.timedelta(hours=1))
    tidy()

    assert (again(closed).is_unlinked, Note.objects.get().participant is None) == (unlinked, unlinked)


@pytest.mark.parametrize(("days", "left"), [(29.9, 1), (30.1, 0)])
def test_a_deleted_workshop_goes_for_good_after_a_month(closed, library, days, left):
    closed.discard()
    Workshop.objects.update(deleted_at=timezone.now() - dt.timedelta(days=days))

    assert tidy() == (0, 1 - left)
    assert (Workshop.objects.count(), Note.objects.count(), Report.objects.count()) == (left, left, left)
    assert QuestionSet.objects.count() == 1 + left


def test_sessions_that_ended_go(db):
    Session.objects.create(session_key="old", expire_date=timezone.now() - dt.timedelta(days=1))
    Session.objects.create(session_key="new", expire_date=timezone.now() + dt.timedelta(days=1))
    tidy()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_the_command_says_what_it_did(closed, capsys):
    due(closed, seconds=1)
    call_command("tidy")

    assert capsys.readouterr().out == "Notes erased in 1 workshops; 0 deleted workshops gone for good.\n"


# --- The clock ---


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock so many days from now."""
    start = timezone.now()

    def at(days: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: start + dt.timedelta(days=days))

    return at


def kept() -> tuple[int, int, int]:
    return Note.objects.count(), Workshop.objects.count(), Sent.objects.count()


def test_a_clock_that_leapt_erases_nothing_for_a_day(closed, other_workshop, clock):
    other_workshop.discard()
    Sent.objects.create(key="k", made="1")
    before = kept()

    clock(400)
    with pytest.raises(ClockLeapt, match="nothing is erased before"):
        tidy()
    clock(400.9)
    with pytest.raises(ClockLeapt):
        tidy()
    assert kept() == before

    clock(401.01)
    assert tidy() == (1, 1)
    assert kept() == (0, before[1] - 1, 0)


def test_a_clock_that_was_put_right_goes_on_as_ever(closed, clock):
    clock(400)
    with pytest.raises(ClockLeapt):
        tidy()
    clock(0.1)
    due(closed, seconds=1)

    assert tidy() == (1, 0)


def test_a_server_that_was_off_for_days_twice_does_not_wait_forever(closed, clock):
    clock(100)
    with pytest.raises(ClockLeapt):
        tidy()
    clock(107)

    assert tidy() == (1, 0)


@pytest.mark.parametrize("hours", [1, 23])
def test_the_next_housekeepings_erase_what_comes_due(closed, clock, hours):
    due(closed, hours=-hours)
    clock((hours + 0.1) / 24)

    assert tidy() == (1, 0)


def test_where_house_was_never_kept_there_is_nothing_to_tell_the_clock_by(closed):
    Upkeep.objects.all().delete()
    assert tidy() == (0, 0)

    Upkeep.objects.all().delete()
    due(closed, seconds=1)
    with pytest.raises(ClockLeapt):
        tidy()
    assert Note.objects.count() == 1


def test_two_processes_whose_clocks_leapt_wait_both(closed, clock):
    clock(400)
    with pytest.raises(ClockLeapt):
        tidy()
    clock(399.9999)
    with pytest.raises(ClockLeapt):
        tidy()


def test_a_person_can_say_that_the_clock_is_right(closed, clock, capsys):
    clock(400)
    with pytest.raises(CommandError, match="--clock-is-right does it now"):
        call_command("tidy")
    call_command("tidy", "--clock-is-right")

    assert capsys.readouterr().out == "Notes erased in 1 workshops; 0 deleted workshops gone for good.\n"


# --- Workshops that were forgotten ---


def test_a_workshop_left_open_is_closed_a_week_after_its_code_expired(open_workshop, other_workshop):
    Workshop.objects.filter(pk=open_workshop.pk).update(code_expires_at=timezone.now() - dt.timedelta(days=8))
    other_workshop.open()

    tidy()

    assert [again(each).state for each in (open_workshop, other_workshop)] == ["closed", "open"]
