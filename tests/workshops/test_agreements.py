import datetime as dt

import pytest
from django.utils import timezone

from tests.helpers import WHY, again, write
from workshops.errors import Refused
from workshops.models import Agreement, Note

TODAY, YESTERDAY = 0, 1


def ago(days: int | None) -> dt.date | None:
    """The date that many days ago, None for none, seen from the day that the test itself runs on."""
    return None if days is None else timezone.localdate() - dt.timedelta(days=days)


def test_settling_stores_it_and_tells_the_screens(open_workshop):
    before = again(open_workshop).version
    agreement = Agreement(workshop=open_workshop, what="Flere på kursus", who="Ane")
    agreement.write_down()
    agreement.who = "Bo"
    agreement.write_down()

    stored = Agreement.objects.get()
    assert (stored.what, stored.who, stored.period, stored.status) == ("Flere på kursus", "Bo", "during", "open")
    assert again(open_workshop).version == before + 2


def test_dropping_deletes_it_and_tells_the_screens(open_workshop):
    agreement = open_workshop.agreements.create(what="Flere på kursus")
    before = again(open_workshop).version
    agreement.drop()

    assert Agreement.objects.count() == 0
    assert again(open_workshop).version == before + 1


def test_they_are_listed_by_result_then_before_during_after_and_then_by_date(open_workshop):
    for what, result in [("i", "later"), ("h", "disagreed"), ("g", "recommended")]:
        open_workshop.agreements.create(what=what, result=result, due=ago(YESTERDAY))
    for what, period, due in [
        ("f", "after", None),
        ("d", "during", None),
        ("c", "during", TODAY),
        ("b", "before", None),
        ("e", "after", TODAY),
        ("a", "before", YESTERDAY),
    ]:
        open_workshop.agreements.create(what=what, period=period, due=ago(due))

    assert "".join(open_workshop.agreements.in_order().values_list("what", flat=True)) == "abcdefghi"


@pytest.mark.parametrize(
    ("result", "overdue"), [("agreed", True), ("recommended", True), ("disagreed", False), ("later", False)]
)
def test_only_what_is_agreed_or_recommended_is_overdue(result, overdue):
    assert Agreement(due=ago(YESTERDAY), result=result).is_overdue is overdue


@pytest.mark.parametrize(
    ("days", "status", "overdue"),
    [
        (None, "open", False),
        (TODAY, "open", False),
        (YESTERDAY, "open", True),
        (YESTERDAY, "doing", True),
        (YESTERDAY, "done", False),
        (YESTERDAY, "dropped", False),
    ],
)
def test_it_is_overdue_when_its_date_passed_and_nobody_ended_it(days, status, overdue):
    assert Agreement(due=ago(days), status=status).is_overdue is overdue


def test_it_outlives_the_note_it_came_from(open_workshop, places):
    note = write(open_workshop, places[0])
    agreement = open_workshop.agreements.create(
        what="Flere på kursus", note=note, topic_id=places[0].topic, question_id=places[0].question
    )
    open_workshop.close()
    open_workshop.report.finish(b"%PDF-")
    open_workshop.erase_notes()
    agreement.refresh_from_db()

    assert (agreement.note, agreement.topic_id) == (None, places[0].topic)


# --- Put aside ---


def test_a_note_is_put_aside_once_and_the_screens_are_told_once(open_workshop, places):
    note = write(open_workshop, places[0])
    before = again(open_workshop).version
    aside = [open_workshop.agreements.put_aside(note) for _ in range(2)]

    stored = Agreement.objects.get()
    assert aside == [stored] * 2
    assert (stored.result, stored.what, stored.note) == ("later", "Mere tid", note)
    assert (stored.topic_id, stored.question_id) == places[0]
    assert again(open_workshop).version == before + 1


def test_what_became_an_agreement_can_be_put_aside_anew(open_workshop, places):
    note = write(open_workshop, places[0])
    aside = open_workshop.agreements.put_aside(note)
    aside.result = "agreed"
    aside.write_down()

    assert open_workshop.agreements.put_aside(note) != aside


def test_the_longest_note_fits(open_workshop, places):
    open_workshop.agreements.put_aside(write(open_workshop, places[0], "æ" * 500))

    Agreement.objects.get().full_clean()


@pytest.mark.parametrize("do", ["hide", "withdraw"])
def test_a_note_that_the_room_does_not_see_any_more_is_not_put_aside(open_workshop, places, do):
    note = write(open_workshop, places[0])
    stale = Note.objects.select_related("workshop").get(pk=note.pk)
    getattr(note, do)(*WHY.get(do, []))

    with pytest.raises(Refused):
        open_workshop.agreements.put_aside(stale)
    assert Agreement.objects.count() == 0
