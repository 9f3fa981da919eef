"""Every form that takes text: what nobody sees is nothing, what is too long is told, and all that was typed stays."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers import write
from tests.pages import dom, errors, said, typed
from workshops.models import Agreement, Question, Workshop

BLANKS = ["   ", "\u2800", "\u00a0\u200b\ufeff", "\u3164\u115f", "\u202e\u200f\ufe0f", "\u0301"]


@dataclass
class Form:
    """A form as it is sent when nothing is wrong, and the field in it that is tried."""

    client: Client
    address: str
    name: str
    most: int
    sent: dict[str, str] = field(default_factory=dict)
    empty: str = ""  # what is told when it is empty; nothing where it may be

    def send(self, text: str) -> HttpResponse:
        return self.client.post(self.address, self.sent | {self.name: text})


def of(request: pytest.FixtureRequest, *names: str) -> list:
    return [request.getfixturevalue(name) for name in names]


def note(request, name: str = "phone-write", **more) -> Form:
    workshop, places, seat, phone, desk = of(
        request, "open_workshop", "places", "participant", "participant_client", "ane_client"
    )
    workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.key == "write"))
    mine = [write(workshop, places[0], participant=seat).number] if name in ("phone-reword", "note") else []
    sent = {"place": str(places[0]), "kind": "note", "key": "one"}
    client = phone if name.startswith("phone") else desk
    address = reverse(name, args=[workshop.pk, *mine])
    return Form(client, address, "text", 500, sent, "Sedlen er tom. Skriv et par ord, og send den igen.", **more)


def agreement(request, name: str, most: int, empty: str = "", new: bool = True) -> Form:
    workshop, client = of(request, "open_workshop", "ane_client")
    old = Agreement(workshop=workshop, what="Mere oplæring")
    if not new:
        old.write_down()
    address = reverse("agreement-add", args=[workshop.pk]) if new else reverse("agreement", args=[workshop.pk, old.pk])
    return Form(client, address, name, most, {"what": "Ugentligt møde", "who": "Per", "period": "after"}, empty)


def about(request, name: str, most: int, empty: str = "", new: bool = True) -> Form:
    workshop, client = of(request, "workshop", "ane_client")
    address = reverse("workshop-create") if new else reverse("workshop-edit", args=[workshop.pk])
    sent = {"title": "Nyt", "workplace": "Solgården", "technology": "GPS", "minutes": "90", "keep_days": "90"}
    return Form(client, address, name, most, sent, empty)


def asked(request) -> Form:
    workshop, places, client = of(request, "open_workshop", "places", "ane_client")
    address = reverse("question-add", args=[workshop.pk, workshop.activities.get().pk])
    return Form(client, address, "text", 400, {"topic": str(places[0].topic)}, "Skriv et spørgsmål først.")


def planned(request, own: bool) -> Form:
    workshop, places, client = of(request, "workshop", "places", "ane_client")
    questions = list(workshop.activities.get().question_set.questions.all())
    sent = {"form-TOTAL_FORMS": str(len(questions)), "form-INITIAL_FORMS": str(len(questions))}
    for n, each in enumerate(questions):
        sent |= {f"form-{n}-id": str(each.pk), f"form-{n}-text": each.text, f"form-{n}-minutes": str(each.minutes)}
    empty = "" if own else "Spørgsmålet er tomt. Skriv det, eller fjern fluebenet for at springe det over."
    address = reverse("activity", args=[workshop.pk, workshop.activities.get().pk])
    return Form(client, address, f"own-{places[0].topic}" if own else "form-3-text", 400, sent, empty)


def shaped(request, what: str) -> Form:
    matrix, client = of(request, "matrix", "ane_client")
    row, column = matrix.topics[0], matrix.questions[0]
    sent = {f"topic-{row.pk}": row.title, f"column-{column.pk}": column.text, "do": ""}
    name = {"row": f"topic-{row.pk}", "column": f"column-{column.pk}"}.get(what, what)
    empty = "" if what.startswith("new") else "Der mangler et navn. Skriv det, eller skjul linjen i stedet."
    return Form(client, reverse("shape", args=[matrix.workshop.pk, matrix.activity.pk]), name, 120, sent, empty)


def cell(request) -> Form:
    matrix, client = of(request, "matrix", "ane_client")
    sent = {"place": str(matrix.place("who")), "was": ""}
    return Form(client, reverse("outcome-write", args=[matrix.workshop.pk]), "text", 1000, sent)


def library(request, name: str, most: int, empty: str = "", new: bool = False) -> Form:
    if new:
        (client,) = of(request, "ane_client")
        return Form(client, reverse("set-create"), name, most, {"title": "Pauser", "source": "Os"}, empty)
    pauses, client = of(request, "pauses", "ane_client")
    topic = pauses.topics.first()
    sent = {"set-title": "Pauser", "set-source": "Os", f"topic-{topic.pk}-title": "Skærmen"}
    return Form(client, reverse("set-edit", args=[pauses.pk]), name.format(topic.pk), most, sent, empty)


def account(request, name: str, most: int, empty: str = "") -> Form:
    (client,) = of(request, "admin_client")
    word = "kaffe og rundstykker"
    sent = {"email": "ny@example.dk", "name": "Ny", "workplace": "Skolen", "password1": word, "password2": word}
    return Form(client, reverse("admin:workshops_user_add"), name, most, sent | {"usable_password": "true"}, empty)


NEEDED, NO_TITLE = "Feltet skal udfyldes.", "Der mangler en titel."
FORMS: dict[str, Callable[[pytest.FixtureRequest], Form]] = {
    "a note on the phone": note,
    "a note put right on the phone": lambda request: note(request, "phone-reword"),
    "a note on the desk": lambda request: note(request, "note-add"),
    "a note put right on the desk": lambda request: note(request, "note"),
    "what was agreed": lambda request: agreement(request, "what", 500, "Skriv, hvad det handler om."),
    "who does it": lambda request: agreement(request, "who", 120),
    "another thing agreed": lambda request: agreement(request, "what", 500, "Skriv, hvad det handler om.", new=False),
    "a workshop's title": lambda request: about(request, "title", 120, NEEDED),
    "a workshop's workplace": lambda request: about(request, "workplace", 120, NEEDED),
    "a workshop's technology": lambda request: about(request, "technology", 200),
    "another title": lambda request: about(request, "title", 120, NEEDED, new=False),
    "a question on the spot": asked,
    "a question of the agenda": lambda request: planned(request, own=False),
    "a question of one's own": lambda request: planned(request, own=True),
    "a row": lambda request: shaped(request, "row"),
    "a column": lambda request: shaped(request, "column"),
    "a row more": lambda request: shaped(request, "new-topic"),
    "a column more": lambda request: shaped(request, "new-column"),
    "a cell": cell,
    "a new set's title": lambda request: library(request, "title", 150, NO_TITLE, new=True),
    "a new set's intro": lambda request: library(request, "intro", 4000, new=True),
    "a set's title": lambda request: library(request, "set-title", 150, NO_TITLE),
    "a topic's title": lambda request: library(request, "topic-{}-title", 150, NO_TITLE),
    "a topic more": lambda request: library(request, "new-topic", 150),
    "a question more": lambda request: library(request, "new-question:topic-{}", 400),
    "a hint more": lambda request: library(request, "new-hint:set", 4000),
    "a facilitator's name": lambda request: account(request, "name", 100, "Dette felt er påkrævet."),
    "a facilitator's workplace": lambda request: account(request, "workplace", 120),
}


def stored() -> dict[str, list]:
    """All that anyone wrote."""
    found = {}
    for model in apps.get_app_config("workshops").get_models():
        texts = [each.name for each in model._meta.fields if isinstance(each, models.CharField | models.TextField)]
        found[model.__name__] = sorted(map(str, model.objects.values_list(*texts)))
    return found


def told(page: HttpResponse) -> str:
    """All that a page says is wrong: in the administration in Django's own lists."""
    return " ".join([*errors(page), said(page), *dom(page).xpath("//ul[contains(@class, 'errorlist')]/li/text()")])


def the_rest(page: HttpResponse, form: Form) -> dict[str, str]:
    """What stands in the other text fields that is not what was typed there."""
    fields = dom(page).xpath("//textarea | //input[not(@type) or @type='text']")
    found = {each.get("name"): (each.value or "").removeprefix("\n") for each in fields}
    return {
        name: found[name] for name, text in form.sent.items() if found.get(name, text) != text and name != form.name
    }


@pytest.mark.parametrize("name", FORMS)
def test_what_nobody_can_see_is_told_to_be_empty_and_the_rest_stays(request, name):
    form = FORMS[name](request)
    before = stored()
    for blank in BLANKS if form.empty else []:
        page = form.send(blank)

        assert (page.status_code, form.empty in told(page)) in [(422, True), (200, True)], (blank, told(page))
        assert the_rest(page, form) == {}
        assert stored() == before


@pytest.mark.parametrize("name", FORMS)
def test_what_nobody_can_see_is_not_stored_where_a_field_may_be_empty(request, name):
    form = FORMS[name](request)
    for blank in BLANKS if not form.empty else []:
        form.send(blank)

    assert not any(set("".join(BLANKS)) - {" "} & set(text) for texts in stored().values() for text in texts)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_too_long_is_told_nothing_is_stored_and_all_that_was_typed_stays(request, name):
    form = FORMS[name](request)
    before, long = stored(), "å" * (form.most + 240)
    page = form.send(long)

    assert page.status_code in (200, 422)  # the administration says it with 200
    assert str(form.most) in told(page)
    assert str(form.most + 240) in told(page)
    fields = dom(page).xpath(f"//input[@name='{form.name}'] | //textarea[@name='{form.name}']")
    assert long in [(each.value or "").strip("\n") for each in fields]
    assert the_rest(page, form) == {}
    assert stored() == before


@pytest.mark.parametrize("name", FORMS)
def test_what_fits_exactly_is_taken(request, name):
    form = FORMS[name](request)
    form.send("å" * form.most)

    assert any("å" * form.most in text for texts in stored().values() for text in texts)


@pytest.mark.parametrize("name", FORMS)
def test_words_are_stored_as_they_were_read(request, name):
    form = FORMS[name](request)
    form.send("\ufeff Hvad betyder\u00a0det\u2003nye\x0bsystem\u200b 👩\u200d⚕️\u202e? ")

    said = {"Hvad betyder det nye system 👩\u200d⚕️?", "Hvad betyder det nye\nsystem 👩\u200d⚕️?"}
    assert any(repr(each)[1:-1] in text for each in said for texts in stored().values() for text in texts)


# --- One by one ---


def test_a_question_on_the_spot_is_one_line(request):
    asked(request).send("Hvad betyder\u00a0det nye\nsystem")

    assert Question.objects.order_by("pk").last().text == "Hvad betyder det nye system"


def test_a_pasted_list_of_groups_is_read_as_it_was_meant(request):
    form = about(request, "groups", 60)
    form.send("• Leder\r\n•\tMedarbejder\r\nleder\r\n- TR,\r\n\u2800")

    assert Workshop.objects.get(title="Nyt").groups == ["Leder", "Medarbejder", "TR"]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_search_for_nothing_is_no_search(ane_client, library, blank):
    page = ane_client.get("/bibliotek/", {"q": blank})

    assert dom(page).xpath("//h3/a[contains(., 'Digitalisering og psykisk arbejdsmiljø')]")
    assert dom(page).xpath("//main//*[@role='status']") == []


def test_a_search_that_is_too_long_is_told_and_stays(ane_client, library):
    page = ane_client.get("/bibliotek/", {"q": "tid " * 50})

    assert (page.status_code, errors(page)) == (422, ["Teksten er på 199 tegn. Brug højst 100."])
    assert typed(page, "q") == "tid " * 50


def test_a_search_finds_across_odd_spaces_and_letters_in_two_parts(ane_client, library):
    page = ane_client.get("/bibliotek/", {"q": "psykisk\u00a0arbejdsmiljo\u0338\u200b"})
    other = ane_client.get("/bibliotek/", {"q": "\ufeffpsykisk\u2003arbejds\u00admiljø"})

    assert [len(dom(each).xpath("//h3/a")) for each in (page, other)] == [0, 1]  # ø is a letter of its own


@pytest.mark.parametrize("typed_", ["bo@example.dk", " bo@example.dk\u00a0", "\u200bbo@example.dk", "<bo@example.dk>,"])
def test_an_invited_mail_is_taken_as_it_was_copied(workshop, ane_client, bo, typed_):
    workshop.facilitators.remove(bo)
    ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": typed_})

    assert [each.email for each in workshop.invitations.all()] == ["bo@example.dk"]


@pytest.mark.parametrize("typed_", ["ane@example.dk", "\ufeffane@example.dk\u00a0", "Ane@example.dk\u200b"])
def test_a_mail_to_log_in_with_is_taken_as_it_was_copied(ane, typed_):
    answer = Client().post("/log-ind/", {"username": typed_, "password": "kaffe og rundstykker"})

    assert answer.status_code == 302


@pytest.mark.parametrize("word", ["slet", "»slet«", "Slet.", "slet\u00a0", '"SLET"'])
def test_the_word_that_erases_is_taken_as_it_was_read(open_workshop, places, ane_client, word):
    write(open_workshop, places[0])
    open_workshop.close()
    open_workshop.report.finish(b"%PDF-")
    ane_client.post(reverse("workshop-erase", args=[open_workshop.pk]), {"word": word})

    assert open_workshop.notes.count() == 0


def test_a_copy_of_what_has_a_long_title_says_that_it_was_cut(workshop):
    workshop.title = "Arbejdsmiljø " * 9
    workshop.save()
    twin, sequel = workshop.duplicate(), workshop.follow_up()

    assert (twin.title[-15:], sequel.title[:15]) == ("dsmiljø… (kopi)", "Hvordan gik det")
    assert sequel.title.endswith("Arbejdsmiljø…")
    assert max(len(twin.title), len(sequel.title)) <= 120
