"""What the facilitator writes about a closed workshop, and that it was approved."""

import datetime as dt
import json

import pytest
from django.template.defaultfilters import date
from django.utils import timezone

from tests.helpers import again, write
from tests.pages import dom, text
from workshops.errors import Refused
from workshops.models import Agreement, Record, Report, Workshop, WriteUp
from workshops.models.record import digest
from workshops.report import making, paper


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    """Closed, with three notes; two of them got dots, and two are in a bunke."""
    notes = [write(open_workshop, places[0], word, word) for word in ("Mere tid", "Ro", "Oplæring")]
    activity = open_workshop.activities.get()
    cluster = open_workshop.clusters.create(activity=activity, heading="Tid og ro")
    for note in notes[:2]:
        note.cluster = cluster
        note.save()
    for note, n in ((notes[0], 2), (notes[2], 5)):
        open_workshop.dots.create(activity=activity, note=note, n=n)
    Agreement(workshop=open_workshop, what="Alle får oplæring", who="Ledelsen").write_down()
    open_workshop.close()
    return again(open_workshop)


def write_up(workshop: Workshop, **more) -> WriteUp:
    found = WriteUp.of(workshop)
    for name, value in more.items():
        setattr(found, name, value)
    found.write_down()
    return found


def first_page(workshop: Workshop) -> dict[str, str]:
    """What stands at the top, by what it is called."""
    rows = dom(paper.html(again(workshop))).xpath("//table[@class='facts']//tr")
    return {text(row[0]): text(row[1]) for row in rows}


def kind(workshop: Workshop) -> str:
    return text(dom(paper.html(again(workshop))).xpath("//*[@class='head__kind']")[0])


def test_nothing_is_written_by_itself(closed):
    assert dom(paper.html(closed)).xpath("//ol[@class='points']") == []
    assert paper.proposals(closed) == ["Oplæring", "Tid og ro"]


def test_what_is_written_stands_in_record_and_report(closed):
    chapter = closed.activities.get()
    write_up(
        closed,
        points=["Vi vil lære det sammen", "Ro til opgaven"],
        chapters={str(chapter.pk): ["Tid går igen"]},
        committee="Lokal-MED",
        chair="Ane",
        helper="Bo",
        case_number="2026-17",
        next_on=dt.date(2027, 3, 1),
    )
    page = dom(paper.html(again(closed)))

    assert [[text(each) for each in points] for points in page.xpath("//ol[@class='points']")] == [
        ["Vi vil lære det sammen", "Ro til opgaven"],
        ["Tid går igen"],
    ]
    head = first_page(closed)
    assert {name: head[name] for name in ("Udvalg", "Ordstyrer og hjælper", "Sagsnummer")} == {
        "Udvalg": "Lokal-MED",
        "Ordstyrer og hjælper": "Ane og Bo",
        "Sagsnummer": "2026-17",
    }
    assert text(page.xpath("//*[@class='next-on']")[0]) == "Næste møde: 1. marts 2027"
    assert (again(closed).record.edition, Report.objects.get().is_to_come) == (2, True)


def test_it_can_be_written_also_when_all_else_is_erased(closed):
    closed.erase_notes()
    write_up(again(closed), points=["Vi vil lære det sammen"])

    assert again(closed).record.data["write_up"]["points"] == ["Vi vil lære det sammen"]


def test_it_is_approved_as_it_was_seen_and_then_people_see_the_first_pages(closed, monkeypatch):
    write_up(closed, points=["Vi vil lære det sammen"])
    making.make(Report.objects.get())
    assert (kind(closed), Report.objects.get().first_pages) == ("Udkast til opsamling", "")

    WriteUp.of(closed).approve("Formand og næstformand", str(again(closed).record.edition))
    making.make(Report.objects.get())
    pages = dom(Report.objects.get().first_pages)
    today = date(timezone.localdate(), "j. F Y")
    assert kind(closed) == f"Opsamling, godkendt af Formand og næstformand den {today}"
    assert [text(each) for each in pages.xpath("//ol[@class='points']/li")] == ["Vi vil lære det sammen"]
    assert "Alle får oplæring" in text(pages)
    assert pages.xpath("//section[contains(@class, 'chapter') or @class='appendix']") == []


def test_nobody_approves_what_they_have_not_seen(closed):
    seen = str(closed.record.edition)
    write_up(closed, points=["Et punkt, der kom til imens"])
    with pytest.raises(Refused) as refused:
        WriteUp.of(closed).approve("Formanden", seen)

    assert refused.value.messages == ["Der er rettet i opsamlingen imens. Læs den igen, før du godkender den."]
    assert not WriteUp.of(closed).is_approved


def test_what_is_written_anew_is_a_draft_again_and_what_is_answered_is_not(closed):
    write_up(closed, points=["Først"])
    WriteUp.of(closed).approve("Formanden", str(again(closed).record.edition))
    agreed = again(closed).agreements.get()
    agreed.update_status("done", closed.follow_up())
    assert WriteUp.of(closed).is_approved

    write_up(again(closed), points=["Så"])
    assert not WriteUp.of(closed).is_approved


def test_before_the_closing_nothing_is_written(open_workshop):
    with pytest.raises(Refused):
        write_up(open_workshop, points=["For tidligt"])
    assert not WriteUp.objects.exists()


def test_a_point_can_be_left_out_and_reworded_and_leaves_nothing(closed):
    chapter = str(closed.activities.get().pk)
    write_up(closed, points=["Mette bestemmer", "Ro"], chapters={chapter: ["Mette bestemmer"]})
    again(closed).reword(digest("Mette bestemmer"), "Ledelsen bestemmer")
    again(closed).leave_out([digest("Ro")])

    told = again(closed).record.data["write_up"]
    assert (told["points"], told["chapters"]) == (["Ledelsen bestemmer"], {chapter: ["Ledelsen bestemmer"]})
    kept = json.dumps([told, WriteUp.of(closed).points, WriteUp.of(closed).chapters], ensure_ascii=False)
    assert [word for word in ("Mette", "Ro") if word in kept] == []


def test_a_record_from_before_is_given_an_empty_one(closed):
    from importlib import import_module

    from django.apps import apps

    data = {name: value for name, value in closed.record.data.items() if name != "write_up"}
    data["participants"] = "17 (TR: 11, Leder og Medarbejder: 6 tilsammen)"
    Record.objects.update(data=data, schema=1)
    import_module("workshops.migrations.0029_record_with_write_up").fill_in(apps, None)

    record = Record.objects.get()
    assert (record.schema, record.data["participants"]) == (2, 17)
    assert record.data["write_up"] == WriteUp(workshop=closed).told()


@pytest.mark.parametrize(("name", "says"), [("chair", "Ordstyrer"), ("helper", "Hjælper")])
def test_one_of_the_two_is_told_alone(closed, name, says):
    write_up(closed, **{name: "TR"})

    assert first_page(closed)[says] == "TR"


@pytest.fixture
def approved(closed) -> Workshop:
    """``closed``, approved, and its report made."""
    WriteUp.of(closed).approve("Formanden", str(closed.record.edition))
    making.make(Report.objects.get())
    return again(closed)


def open_again(workshop):
    workshop.open()


def agree(workshop):
    Agreement(workshop=workshop, what="Aftalt bagefter").write_down()


def drop(workshop):
    workshop.agreements.first().drop()


def reword(workshop):
    workshop.reword(digest("Alle får oplæring"), "De fleste får oplæring")


@pytest.mark.parametrize("does", [open_again, agree, drop, reword])
def test_what_reads_otherwise_than_was_approved_is_a_draft_and_off_the_phones(approved, does):
    does(approved)

    assert (WriteUp.of(approved).is_approved, Report.objects.get().first_pages) == (False, "")


def test_how_it_is_going_does_not_make_it_a_draft(approved):
    follow_up = approved.follow_up()
    approved.agreements.first().update_status("done", seen_from=follow_up)

    assert (WriteUp.of(approved).is_approved, bool(Report.objects.get().first_pages)) == (True, True)


def test_less_of_it_stays_approved_and_what_was_made_before_is_gone_at_once(approved):
    approved.leave_out([digest("Alle får oplæring")])
    report = Report.objects.get()

    assert WriteUp.of(approved).is_approved
    assert (report.html, report.first_pages, report.pdf, report.files.count()) == ("", "", None, 0)
    making.make(report)
    assert "Alle får oplæring" not in Report.objects.get().first_pages != ""
