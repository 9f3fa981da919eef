import pytest
from django.urls import reverse

from tests.conftest import seated
from tests.pages import HTMX, errors, said, typed
from workshops.errors import Refused
from workshops.models import Note

WRONG_COLOUR = "Den slags seddel hører ikke til her. Vælg en anden farve, og send den igen."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_wrong_colour_is_refused_and_the_text_kept(before, headers):
    before.go("today")
    data = {"place": str(before.place("today")), "kind": "better", "text": "Overblik", "key": "a"}
    answer = seated(before.workshop.join()).post(
        reverse("phone-write", args=[before.workshop.pk]), data, headers=headers
    )

    assert answer.status_code == 422
    assert WRONG_COLOUR in (said(answer) or " ".join(errors(answer)))
    assert Note.objects.count() == 0
    if not headers:
        assert typed(answer, "text") == "Overblik"


def test_a_precondition_says_what_it_answers(before):
    red = before.write("expected", "worse", "Mere skærm")
    need = before.write("needs", "before", "To timers oplæring", answers=(red,))

    assert list(need.answers.all()) == [red]


def test_it_answers_only_notes_of_its_own_circle_and_question(before, after):
    elsewhere = before.workshop.notes.first()
    before.workshop.open()
    other = before.write("expected", "worse", "Mere skærm", circle=1)
    today = before.write("today", "today", "Fint nok")
    need = before.write("needs", "before", "Oplæring", answers=(other, today, elsewhere))

    assert list(need.answers.all()) == []


def test_a_note_hidden_meanwhile_is_still_linked_and_shown_when_it_is_back(before):
    red = before.write("expected", "worse", "Mere skærm")
    revision = red.hide()
    need = before.write("needs", "before", "Oplæring", answers=(red,))

    assert Note.objects.with_links().get(pk=need.pk).answering == []
    revision.undo()
    assert Note.objects.with_links().get(pk=need.pk).answering == [red]


def test_a_note_changes_colour_and_back(before):
    note = before.write("expected", "worse", "Mere skærm")
    revision = note.recolour("better")
    assert Note.objects.get().kind == "better"

    revision.undo()
    assert Note.objects.get().kind == "worse"


def test_a_colour_of_another_question_is_refused(before):
    note = before.write("expected", "worse", "Mere skærm")

    with pytest.raises(Refused):
        note.recolour("today")
    assert Note.objects.get().kind == "worse"


def test_the_desk_recolours_and_links(before, ane_client):
    red = before.write("expected", "worse", "Mere skærm")
    need = before.write("needs", "before", "Oplæring")
    pk = before.workshop.pk

    assert ane_client.post(reverse("note-recolour", args=[pk, need.pk]), {"kind": "after"}).status_code == 302
    assert ane_client.post(reverse("note-link", args=[pk, need.pk]), {"answers": [red.pk]}).status_code == 302
    need.refresh_from_db()
    assert (need.kind, list(need.answers.all())) == ("after", [red])


def test_an_agreement_takes_the_phase_of_its_precondition(before, ane_client):
    need = before.write("needs", "before", "Oplæring")
    page = ane_client.get(reverse("agreement-add", args=[before.workshop.pk]), {"seddel": need.pk})

    assert page.context["form"].initial == {"what": "Oplæring", "phase": "before"}
