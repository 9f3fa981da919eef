import datetime as dt

import pytest
from django.urls import reverse

from tests.helpers import WHY, again, write
from tests.pages import HTMX, dom, errors, form, go_to, ids, said, text, typed
from workshops.models import Agreement
from workshops.place import Place
from workshops.screens import patches
from workshops.screens.here import WALL

FULL = {"what": "Mere oplæring", "who": "Ledelsen", "due": "2099-10-01", "period": "before", "key": "k"}


@pytest.fixture
def add(open_workshop) -> str:
    return reverse("agreement-add", args=[open_workshop.pk])


@pytest.fixture
def agreement(open_workshop) -> Agreement:
    return open_workshop.agreements.create(what="Mere oplæring", who="Ledelsen")


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_agreement_is_written_down_on_the_question_in_focus(open_workshop, places, add, user, headers, request):
    go_to(open_workshop, places[1], "decide")
    done = request.getfixturevalue(user).post(add, FULL, headers=headers)

    stored = Agreement.objects.get()
    assert (stored.what, stored.who, stored.due, stored.period) == (
        "Mere oplæring",
        "Ledelsen",
        dt.date(2099, 10, 1),
        "before",
    )
    assert (stored.topic_id, stored.question_id, stored.note) == (*places[1], None)
    if headers:
        assert (ids(done), said(done)) == (["agreements", "toast"], "Aftalen er skrevet ned.")
    else:
        assert done["Location"] == reverse("desk", args=[open_workshop.pk])


def test_it_can_be_written_at_any_moment(workshop, ane_client):
    for act in [None, workshop.open, workshop.close]:
        act() if act else None
        done = ane_client.post(
            reverse("agreement-add", args=[workshop.pk]), FULL | {"key": str(again(workshop).version)}
        )
        assert done.status_code == 302

    assert Agreement.objects.count() == 3


def test_from_a_note_it_takes_the_words_and_the_place(open_workshop, places, add, ane_client):
    note = write(open_workshop, places[2])
    page = ane_client.get(f"{add}?seddel={note.number}")
    assert typed(page, "what").strip() == "Mere tid"

    (action,) = dom(page).xpath("//form[@id='agreement-form']/@action")
    ane_client.post(action, FULL)
    stored = Agreement.objects.get()
    assert (stored.note, stored.topic_id, stored.question_id) == (note, *places[2])


def test_it_is_about_what_the_room_was_at_when_one_began_to_write(open_workshop, places, add, ane_client):
    go_to(open_workshop, places[0], "show")
    begun = form(ane_client.get(add), add)
    go_to(open_workshop, places[3], "show")
    ane_client.post(add, begun | {"what": "Kursus"})
    now = form(ane_client.get(add), add)
    ane_client.post(add, now | {"what": "Vejledning"})

    assert [(each.topic_id, each.question_id) for each in Agreement.objects.all()] == [places[0], places[3]]


@pytest.mark.parametrize("at", ["0-0", "9999-9999", "other"])
def test_what_is_not_there_it_is_not_about(open_workshop, other_workshop, add, ane_client, at):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    ane_client.post(add, FULL | {"at": str(Place(topic.pk, question.pk)) if at == "other" else at})

    assert [(each.topic_id, each.question_id) for each in Agreement.objects.all()] == [(None, None)]


@pytest.mark.parametrize("hide", ["hide", "withdraw"])
def test_from_a_note_that_is_hidden_or_gone_there_is_none(open_workshop, places, add, ane_client, hide):
    note = write(open_workshop, places[0])
    getattr(note, hide)(*WHY.get(hide, []))

    assert ane_client.get(f"{add}?seddel={note.number}").status_code == 404


@pytest.mark.parametrize("pk", ["999999", "9" * 30])
def test_from_a_note_that_is_not_there_there_is_none(add, ane_client, pk):
    assert ane_client.get(f"{add}?seddel={pk}").status_code == 404


@pytest.mark.parametrize("pk", ["", "x", "-1", "²"])
def test_from_what_is_no_note_the_form_is_empty(add, ane_client, pk):
    assert typed(ane_client.get(f"{add}?seddel={pk}"), "what").strip() == ""


def test_a_number_too_long_to_count_is_no_note(add, ane_client):
    assert ane_client.get(f"{add}?seddel={'9' * 5000}").status_code == 200


def test_what_was_typed_is_stored_though_the_note_is_withdrawn_meanwhile(open_workshop, places, add, ane_client):
    note = write(open_workshop, places[0])
    note.withdraw()

    assert ane_client.post(f"{add}?seddel={note.number}", FULL).status_code == 302
    assert Agreement.objects.get().topic_id == places[0].topic


def test_the_wall_that_asked_is_the_wall_that_is_answered(open_workshop, add, ane_client):
    page = ane_client.get(f"{add}?screen=wall")
    assert typed(page, "screen") == "wall"

    assert ane_client.post(add, FULL | {"screen": "wall"})["Location"] == reverse("wall", args=[open_workshop.pk])
    assert dom(ane_client.post(add, FULL | {"screen": "wall", "key": "2"}, headers=HTMX)).xpath("//ol/li")


# --- The results ---

NOBODY = ("", None, "during")


@pytest.mark.parametrize(
    ("result", "kept", "told"),
    [
        ("agreed", ("Ledelsen", dt.date(2099, 10, 1), "before"), "Aftalen er skrevet ned."),
        ("recommended", ("Ledelsen", dt.date(2099, 10, 1), "during"), "Anbefalingen er skrevet ned."),
        ("disagreed", NOBODY, "Uenigheden er skrevet ned."),
        ("later", NOBODY, "Det er skrevet ned."),
    ],
)
def test_each_result_keeps_what_it_has_whatever_was_sent(add, ane_client, result, kept, told):
    done = ane_client.post(add, FULL | {"result": result}, headers=HTMX)

    stored = Agreement.objects.get()
    assert (stored.result, stored.what) == (result, "Mere oplæring")
    assert (stored.who, stored.due, stored.period) == kept
    assert said(done) == told


@pytest.mark.parametrize(
    ("result", "when"), [("agreed", "1. oktober 2099"), ("recommended", "svar senest den 1. oktober 2099")]
)
def test_the_wall_says_whether_it_is_the_day_of_an_answer(open_workshop, places, add, ane_client, result, when):
    go_to(open_workshop, places[0], "decide")
    ane_client.post(add, FULL | {"result": result})
    (who,) = dom(patches.whole(open_workshop.pk, WALL).common).xpath("//*[@class='agreements__who']")

    assert f"Ledelsen · {when}" in text(who)


@pytest.mark.parametrize("result", ["disagreed", "later"])
def test_what_is_wrong_in_a_field_that_a_result_does_not_have_is_no_fault(add, ane_client, result):
    wrong = {"result": result, "who": "æ" * 121, "due": "2001-01-01", "period": "never"}

    assert ane_client.post(add, FULL | wrong).status_code == 302
    assert (Agreement.objects.get().who, Agreement.objects.get().due, Agreement.objects.get().period) == NOBODY


@pytest.mark.parametrize("result", ["agreed", "recommended", "disagreed", "later"])
def test_a_result_is_changed_to_any_other(open_workshop, agreement, ane_client, result):
    address = reverse("agreement", args=[open_workshop.pk, agreement.pk])
    for each in [result, "disagreed", result]:
        assert ane_client.post(address, FULL | {"result": each}).status_code == 302

    assert Agreement.objects.get().result == result


def test_a_page_from_before_there_were_results_leaves_it_as_it_is(open_workshop, agreement, ane_client):
    agreement.result = "recommended"
    agreement.write_down()
    ane_client.post(reverse("agreement", args=[open_workshop.pk, agreement.pk]), FULL)

    assert (Agreement.objects.get().result, Agreement.objects.get().due) == ("recommended", dt.date(2099, 10, 1))


def test_the_form_asks_first_what_it_is_and_says_what_its_fields_then_are(add, ane_client):
    form = dom(ane_client.get(add)).xpath("//form[@id='agreement-form']")[0]

    assert form.xpath(".//input[not(@type='hidden')] | .//textarea")[0].get("name") == "result"
    assert form.xpath(".//input[@name='result'][@checked]/@value") == ["agreed"]
    words = {each: form.xpath(f".//label[@for='id_{each}']/span/text()") for each in ("what", "who", "due")}
    assert words == {
        "what": ["Hvad aftaler I?", "Hvad anbefaler I?", "Hvad er I uenige om?", "Hvad vender I tilbage til?"],
        "who": ["Hvem gør det?", "Hvem anbefaler I det til?"],
        "due": ["Hvornår skal det være gjort?", "Svar senest den"],
    }


def test_what_is_wrong_is_called_what_the_result_calls_it(add, ane_client):
    page = ane_client.post(add, FULL | {"result": "recommended", "due": "i morgen"})

    faults = [text(each) for each in dom(page).xpath("//*[@id='wrong']//a")]
    assert faults == ["Svar senest den: Indtast en gyldig dato."]
    assert dom(page).xpath("//input[@name='result'][@checked]/@value") == ["recommended"]


# --- Put aside ---


@pytest.fixture
def aside(open_workshop, places) -> str:
    note = write(open_workshop, places[2])
    return reverse("note-put-aside", args=[open_workshop.pk, note.number])


@pytest.mark.parametrize(("screen", "changed"), [("desk", ["agreements", "toast"]), ("wall", ["agreements", "toast"])])
def test_a_note_is_put_aside_by_a_press_and_by_two(open_workshop, places, aside, ane_client, screen, changed):
    for _ in range(2):
        done = ane_client.post(aside, {"screen": screen}, headers=HTMX)
        assert (ids(done), said(done)) == (changed, "Den vender I tilbage til.")

    stored = Agreement.objects.get()
    assert (stored.result, stored.what, stored.note.place) == ("later", "Mere tid", places[2])


def test_without_scripts_one_is_back_at_the_desk(open_workshop, aside, ane_client):
    assert ane_client.post(aside)["Location"] == reverse("desk", args=[open_workshop.pk])
    assert ane_client.get(aside).status_code == 405


@pytest.mark.parametrize("do", ["hide", "withdraw"])
def test_a_note_that_is_hidden_or_gone_is_not_put_aside(open_workshop, places, ane_client, do):
    note = write(open_workshop, places[0])
    getattr(note, do)(*WHY.get(do, []))

    for number in (note.number, "9" * 30):
        assert ane_client.post(reverse("note-put-aside", args=[open_workshop.pk, number])).status_code == 404
    assert Agreement.objects.count() == 0


def test_only_its_facilitators_put_a_note_aside(aside, stranger_client, participant_client, client):
    assert [each.post(aside).status_code for each in (stranger_client, participant_client, client)] == [404, 403, 401]
    assert Agreement.objects.count() == 0


# --- Sent twice ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_same_form_sent_twice_is_one_agreement(add, ane_client, headers):
    answers = [ane_client.post(add, FULL, headers=headers).status_code for _ in range(2)]

    assert answers == [200 if headers else 302] * 2
    assert Agreement.objects.count() == 1


def test_each_form_has_its_own_key(add, ane_client):
    assert typed(ane_client.get(add), "key") != typed(ane_client.get(add), "key")


@pytest.mark.parametrize("key", ["", "\x00", "k" * 10_000])
def test_an_odd_key_does_no_harm(add, ane_client, key):
    assert ane_client.post(add, FULL | {"key": key}).status_code == 302
    assert Agreement.objects.count() == 1


# --- What is refused ---


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"what": " "}, "Skriv, hvad det handler om."),
        ({"what": "æ" * 501}, "Teksten er på 501 tegn. Brug højst 500."),
        ({"result": "maybe"}, "Marker en gyldig valgmulighed. maybe er ikke en af de tilgængelige valgmuligheder."),
        ({"who": "æ" * 121}, "Teksten er på 121 tegn. Brug højst 120."),
        ({"due": "i morgen"}, "Indtast en gyldig dato."),
    ],
)
def test_what_is_wrong_is_told_and_all_that_was_typed_stays(add, ane_client, wrong, error, headers):
    sent = FULL | wrong
    page = ane_client.post(add, sent, headers=headers)

    assert (page.status_code, errors(page), Agreement.objects.count()) == (422, [error], 0)
    kept = {name: typed(page, name).strip() for name in ("what", "who", "due")}
    assert kept == {name: sent[name].strip() for name in kept}
    assert dom(page).xpath("//input[@name='period'][@checked]/@value") == ["before"]


def test_a_phase_nobody_offered_is_told(add, ane_client):
    page = ane_client.post(add, FULL | {"period": "never"})

    assert (page.status_code, len(errors(page)), Agreement.objects.count()) == (422, 1, 0)


# --- Changing and deleting ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_agreement_is_changed(open_workshop, agreement, ane_client, headers):
    address = reverse("agreement", args=[open_workshop.pk, agreement.pk])
    assert typed(ane_client.get(address), "what").strip() == "Mere oplæring"
    done = ane_client.post(address, FULL | {"what": "Makkerpar"}, headers=headers)

    assert done.status_code == (200 if headers else 302)
    assert Agreement.objects.get().what == "Makkerpar"


def test_a_change_that_cannot_be_stored_is_told_and_stays(open_workshop, agreement, ane_client):
    address = reverse("agreement", args=[open_workshop.pk, agreement.pk])
    page = ane_client.post(address, FULL | {"what": "", "who": "Det ene team"})

    assert (page.status_code, errors(page), typed(page, "who")) == (
        422,
        ["Skriv, hvad det handler om."],
        "Det ene team",
    )
    assert Agreement.objects.get().what == "Mere oplæring"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_agreement_is_deleted(open_workshop, agreement, ane_client, headers):
    done = ane_client.post(reverse("agreement-drop", args=[open_workshop.pk, agreement.pk]), headers=headers)

    assert (done.status_code, Agreement.objects.count()) == (200 if headers else 302, 0)
    assert ane_client.post(reverse("agreement-drop", args=[open_workshop.pk, agreement.pk])).status_code == 404


def test_a_name_is_asked_about_once_and_a_function_is_not(ane_client, open_workshop):
    address = reverse("agreement-add", args=[open_workshop.pk])
    asked = ane_client.post(address, FULL | {"who": "Mette og Karen"})

    assert asked.status_code == 422
    assert errors(asked)[-1].startswith("Er »Mette, Karen« en person? ")
    assert (typed(asked, "who"), typed(asked, "named")) == ("Mette og Karen", "Mette Karen")
    assert open_workshop.agreements.count() == 0

    kept = form(asked, address)
    ane_client.post(address, kept | {"who": "Mette, Karen og Ole"})
    assert open_workshop.agreements.count() == 0  # one was not asked about

    ane_client.post(address, kept)
    assert [each.who for each in open_workshop.agreements.all()] == ["Mette og Karen"]


def test_a_name_that_stood_there_is_not_asked_about_again(ane_client, open_workshop):
    agreement = open_workshop.agreements.create(what="Mere oplæring", who="Mette")
    address = reverse("agreement", args=[open_workshop.pk, agreement.pk])
    ane_client.post(address, form(ane_client.get(address), address) | {"what": "Mindre oplæring"})

    assert [each.what for each in open_workshop.agreements.all()] == ["Mindre oplæring"]
