"""Two who have the same form open: what only one changed is merged, what both changed is told and stored by neither."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, text, typed
from workshops.models import Agreement, Note, Question, Workshop

TOLD = "Feltet blev rettet, mens du skrev. Nu står der: »%s«. Gem igen, hvis din udgave skal stå."


def main_form(client: Client, address: str) -> dict[str, str]:
    """The first form on the page with a field to type in, as a browser sends it untouched."""
    forms = dom(client.get(address)).xpath("//main//form[.//input[@type='text'] or .//textarea]")
    return as_sent(forms[0])


def as_sent(form: HtmlElement) -> dict[str, str]:
    """All that a browser sends, what is empty too."""
    empty = form.xpath(".//input[not(@value)][not(@type='checkbox' or @type='radio')]/@name")
    texts = {each.name: each.value.removeprefix("\n") for each in form.xpath(".//textarea")}
    return dict.fromkeys(empty, "") | dict(form.form_values()) | texts


# --- The plan of an activity ---


@pytest.fixture
def plan(workshop) -> str:
    return reverse("activity", args=[workshop.pk, workshop.activities.get().pk])


def field(workshop: Workshop, pk: int, name: str) -> str:
    order = list(workshop.activities.get().question_set.questions.values_list("pk", flat=True))
    return f"form-{order.index(pk)}-{name}"


def asked(place) -> Question:
    return Question.objects.get(pk=place.question)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_one_rewords_stays_when_another_changes_minutes(workshop, places, plan, ane_client, bo_client, headers):
    anes, bos = main_form(ane_client, plan), main_form(bo_client, plan)
    ane_client.post(plan, anes | {field(workshop, places[0].question, "text"): "Hvad fylder mest?"}, headers=headers)
    done = bo_client.post(plan, bos | {field(workshop, places[1].question, "minutes"): "25"}, headers=headers)

    assert done.status_code == (200 if headers else 302)
    assert (asked(places[0]).text, asked(places[1]).minutes) == ("Hvad fylder mest?", 25)


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [("text", "Hvad fylder mest?", "Hvad fylder mest?"), ("minutes", "25", 25), ("asked", None, True)],
)
def test_each_field_of_a_question_is_merged(workshop, places, plan, ane_client, bo_client, name, value, stored):
    anes, bos = main_form(ane_client, plan), main_form(bo_client, plan)
    what = field(workshop, places[0].question, name)
    anes = {key: each for key, each in anes.items() if key != what} | ({what: value} if value else {})
    ane_client.post(plan, anes)
    bo_client.post(plan, bos | {"done": "1"})

    question = asked(places[0])
    assert {"text": question.text, "minutes": question.minutes, "asked": question.skipped}[name] == stored


def test_what_is_shown_at_once_is_merged(workshop, plan, ane_client, bo_client):
    anes, bos = main_form(ane_client, plan), main_form(bo_client, plan)
    ane_client.post(plan, anes | {"notes_visible": "on"})
    bo_client.post(plan, bos)
    assert workshop.activities.get().notes_visible

    anes, bos = main_form(ane_client, plan), main_form(bo_client, plan)
    del anes["notes_visible"]
    ane_client.post(plan, anes)
    bo_client.post(plan, bos)
    assert not workshop.activities.get().notes_visible


def test_a_question_that_both_reword_is_told_at_the_field(workshop, places, plan, ane_client, bo_client):
    anes, bos = main_form(ane_client, plan), main_form(bo_client, plan)
    what = field(workshop, places[0].question, "text")
    ane_client.post(plan, anes | {what: "Anes"})
    page = bo_client.post(plan, bos | {what: "Bos", field(workshop, places[1].question, "minutes"): "25"})

    told = ["Ikke gemt endnu. Ret det, der står ved felterne herunder.", TOLD % "Anes"]
    assert (page.status_code, errors(page), typed(page, what).strip()) == (422, told, "Bos")
    assert (asked(places[0]).text, asked(places[1]).minutes) == ("Anes", 10)

    (form,) = dom(page).xpath("//form[@class='plan']")
    bo_client.post(plan, as_sent(form))  # now that he has seen hers
    assert (asked(places[0]).text, asked(places[1]).minutes) == ("Bos", 25)


def test_who_saves_at_each_change_does_not_clash_with_oneself(workshop, places, plan, ane_client):
    form = main_form(ane_client, plan)
    what = field(workshop, places[0].question, "text")
    for words in ("Hvad fylder", "Hvad fylder mest", "Hvad fylder mest?"):
        done = ane_client.post(plan, form | {what: words}, headers=HTMX)
        assert (done.status_code, asked(places[0]).text) == (200, words)
        began = dom(done).xpath("//div[@id='began']/input")
        form |= {what: words} | {each.get("name"): each.get("value") for each in began}  # as live.js puts it in


def test_who_saves_at_each_change_keeps_and_hears_of_what_another_changed(
    workshop, places, plan, ane_client, bo_client
):
    form = main_form(ane_client, plan)
    minutes = field(workshop, places[0].question, "minutes")
    theirs = main_form(bo_client, plan) | {field(workshop, places[1].question, "text"): "Bos"}
    bo_client.post(plan, theirs, headers=HTMX)
    for n in ("11", "12"):
        done = ane_client.post(plan, form | {minutes: n}, headers=HTMX)
        began = dom(done).xpath("//div[@id='began']/input")
        form |= {minutes: n} | {each.get("name"): each.get("value") for each in began}

        assert (asked(places[0]).minutes, asked(places[1]).text) == (int(n), "Bos")
        assert "en anden har også rettet her" in text(dom(done).get_element_by_id("total"))


def test_a_question_that_is_gone_is_told_and_the_rest_is_stored(workshop, places, plan, ane_client):
    form = main_form(ane_client, plan)
    form[field(workshop, places[0].question, "text")] = "Hvad fylder mest?"
    form[field(workshop, places[1].question, "minutes")] = "25"
    asked(places[0]).delete()
    page = ane_client.post(plan, form, follow=True)

    assert "Et spørgsmål er fjernet i mellemtiden. Der stod: »Hvad fylder mest?«" in page.content.decode()
    assert asked(places[1]).minutes == 25


# --- What a workshop is about ---


CHANGES = {
    "title": ("Nyt navn", "Andet navn", "Nyt navn"),
    "workplace": ("Skolen", "Børnehaven", "Skolen"),
    "technology": ("Tavler", "Skærme", "Tavler"),
    "starts_at": ("2026-10-01T13:00", "2026-10-02T14:00", "1. oktober 2026 kl. 13.00"),
    "minutes": ("90", "60", "90"),
    "groups": ("Leder\nTR", "AMR", "Leder\nTR"),
    "keep_days": ("7", "90", "En uge"),
}


@pytest.fixture
def about(workshop) -> str:
    return reverse("workshop-edit", args=[workshop.pk])


@pytest.mark.parametrize("name", CHANGES)
def test_what_one_says_it_is_about_stays_when_another_changes_something_else(about, ane_client, bo_client, name):
    anes, bos = main_form(ane_client, about), main_form(bo_client, about)
    other = "technology" if name != "technology" else "title"
    ane_client.post(about, anes | {name: CHANGES[name][0]})
    bo_client.post(about, bos | {other: "Bos"})

    stored = main_form(ane_client, about)
    assert (stored[name].replace("\r", ""), stored[other]) == (CHANGES[name][0], "Bos")


@pytest.mark.parametrize("name", CHANGES)
def test_what_both_say_it_is_about_is_told_at_the_field(about, ane_client, bo_client, name):
    mine, theirs, shown = CHANGES[name]
    anes, bos = main_form(ane_client, about), main_form(bo_client, about)
    ane_client.post(about, anes | {name: mine})
    page = bo_client.post(about, bos | {name: theirs})

    told = " ".join((TOLD % shown).split())
    assert (page.status_code, errors(page)[1:]) == (422, [told])
    (form,) = dom(page).xpath("//main//form[.//textarea]")
    assert as_sent(form)[name].strip() == theirs
    assert main_form(ane_client, about)[name].replace("\r", "") == mine

    bo_client.post(about, as_sent(form))
    assert main_form(ane_client, about)[name] == theirs


def test_both_who_say_the_same_are_not_asked(about, ane_client, bo_client):
    forms = main_form(ane_client, about), main_form(bo_client, about)
    for client, form in zip((ane_client, bo_client), forms, strict=True):
        assert client.post(about, form | {"title": "Nyt navn"}).status_code == 302


# --- Rows and columns ---


@pytest.fixture
def shape(matrix) -> str:
    return reverse("shape", args=[matrix.workshop.pk, matrix.activity.pk])


def test_what_one_calls_a_row_stays_when_another_renames_a_column(matrix, shape, ane_client, bo_client):
    anes, bos = main_form(ane_client, shape), main_form(bo_client, shape)
    row, column = f"topic-{matrix.topics[0].pk}", f"column-{matrix.question('who').pk}"
    ane_client.post(shape, anes | {row: "Chefer"})
    bo_client.post(shape, bos | {column: "Hvem tager sig af det?", "new-topic": "Praktikanter"})

    assert (matrix.names[0], matrix.names[-1]) == ("Chefer", "Praktikanter")
    assert matrix.columns[0] == "Hvem tager sig af det?"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_that_both_rename_is_told_at_the_row_and_nothing_is_stored(matrix, shape, ane_client, bo_client, headers):
    anes, bos = main_form(ane_client, shape), main_form(bo_client, shape)
    row = f"topic-{matrix.topics[0].pk}"
    ane_client.post(shape, anes | {row: "Chefer"})
    page = bo_client.post(shape, bos | {row: "Lederne", "new-topic": "Praktikanter"}, headers=headers)

    told = ["Ikke gemt endnu. Ret det, der står ved felterne herunder.", TOLD % "Chefer"]
    assert (page.status_code, errors(page), typed(page, row)) == (422, told, "Lederne")
    assert (matrix.names[0], len(matrix.names)) == ("Chefer", 6)

    (form,) = dom(page).xpath("//form[.//input[@type='text']]")
    bo_client.post(shape, as_sent(form))
    assert (matrix.names[0], len(matrix.names)) == ("Lederne", 7)


# --- Agreements and notes ---


@pytest.fixture
def agreement(open_workshop) -> Agreement:
    made = Agreement(workshop=open_workshop, what="Mere oplæring", due=dt.date(2099, 10, 1), period="before")
    made.write_down()
    return made


@pytest.fixture
def deal(agreement) -> str:
    return reverse("agreement", args=[agreement.workshop_id, agreement.pk])


def test_what_one_changes_of_an_agreement_stays_when_another_changes_the_rest(deal, ane_client, bo_client):
    anes, bos = main_form(ane_client, deal), main_form(bo_client, deal)
    ane_client.post(deal, anes | {"who": "Teamlederen", "period": "after"})
    bo_client.post(deal, bos | {"due": "2099-12-01"})

    stored = Agreement.objects.get()
    assert (stored.who, stored.period, stored.due) == ("Teamlederen", "after", dt.date(2099, 12, 1))


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "shown"),
    [
        ("what", "Kursus", "Oplæring", "Kursus"),
        ("due", "2099-12-01", "2099-12-02", "1. december 2099"),
        ("period", "after", "during", "efter"),
    ],
)
def test_what_both_change_of_an_agreement_is_told(deal, ane_client, bo_client, name, mine, theirs, shown):
    anes, bos = main_form(ane_client, deal), main_form(bo_client, deal)
    ane_client.post(deal, anes | {name: mine})
    page = bo_client.post(deal, bos | {name: theirs, "who": "Bos"}, headers=HTMX)

    assert (page.status_code, errors(page)) == (422, [TOLD % shown])
    assert (str(getattr(Agreement.objects.get(), name)), Agreement.objects.get().who) == (mine, "")

    (form,) = dom(page).xpath("//form[@id='agreement-form']")
    bo_client.post(deal, as_sent(form))
    assert (str(getattr(Agreement.objects.get(), name)), Agreement.objects.get().who) == (theirs, "Bos")


def test_an_agreement_deleted_while_it_was_changed_is_told_and_the_words_stay(agreement, deal, ane_client, monkeypatch):
    form = main_form(ane_client, deal)
    held = Agreement.held
    monkeypatch.setattr(Agreement, "held", lambda self: Agreement.objects.all().delete() and held(self))
    page = ane_client.post(deal, form | {"what": "Kursus"})

    assert (page.status_code, typed(page, "what").strip()) == (422, "Kursus")
    assert errors(page) == ["Det er slettet imens. Kopiér teksten, og skriv den ned igen."]


def test_how_it_is_going_is_not_put_back_by_who_changes_the_words(agreement):
    stale = Agreement.objects.get()
    agreement.update_status("done", agreement.workshop)
    stale.write_down()

    assert Agreement.objects.get().status == "done"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_that_two_reword_is_told_to_the_last_one(open_workshop, places, ane_client, bo_client, headers):
    note = write(open_workshop, places[0], "Mere tdi")
    address = reverse("note", args=[open_workshop.pk, note.number])
    anes, bos = main_form(ane_client, address), main_form(bo_client, address)
    ane_client.post(address, anes | {"text": "Mere tid"})
    page = bo_client.post(address, bos | {"text": "Mere tid til pauser"}, headers=headers)

    assert (page.status_code, errors(page)) == (422, [TOLD % "Mere tid"])
    assert (typed(page, "text").strip(), Note.objects.get().text) == ("Mere tid til pauser", "Mere tid")

    (form,) = dom(page).xpath("//form[.//textarea]")
    bo_client.post(address, as_sent(form))
    assert Note.objects.get().text == "Mere tid til pauser"


def test_a_note_taken_back_while_it_was_reworded_is_told_and_the_words_stay(
    open_workshop, places, participant, ane_client, monkeypatch
):
    note = write(open_workshop, places[0], "Mere tdi", participant=participant)
    address = reverse("note", args=[open_workshop.pk, note.number])
    form = main_form(ane_client, address)
    held = Note.held
    monkeypatch.setattr(Note, "held", lambda self: Note.objects.update(withdrawn=True) and held(self))
    page = ane_client.post(address, form | {"text": "Mere tid"})

    assert (page.status_code, typed(page, "text").strip()) == (422, "Mere tid")
    assert errors(page) == ["Sedlen er taget tilbage eller slettet imens, så den kan ikke ændres."]
    assert again(open_workshop).notes.get().text == "Mere tdi"
