"""A form that makes something makes it once, however often and however fast it is sent."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.helpers import at_once
from tests.pages import HTMX, dom, form
from tests.people import logged_in
from tests.workshops.sets import PAUSES
from workshops import housekeeping
from workshops.models import (
    Activity,
    Agreement,
    Hint,
    Link,
    Note,
    Participant,
    Question,
    QuestionSet,
    Sent,
    Topic,
    User,
    Workshop,
)

NEW = {"title": "Nyt omsorgssystem", "workplace": "Skolen", "minutes": "120", "keep_days": "90"}
COUNTED = (Workshop, Activity, QuestionSet, Topic, Question, Hint, Agreement, Note, Link, Participant)


def counts() -> dict[str, int]:
    return {kind.__name__: kind.objects.count() for kind in COUNTED}


@dataclass
class Form:
    """A form that makes something: the page it is on, where it is sent, what is typed, and what is then more of."""

    page: str
    action: str
    typed: dict[str, str]
    makes: str


@pytest.fixture
def forms(workshop, library, places, pauses) -> Callable[[str], Form]:
    """Each form that makes something, by what it is for."""
    workshop.open()
    workshop.close()
    Workshop.objects.update(state="open")
    activity, topic, own = workshop.activities.get(), places[0].topic, pauses.topics.first()

    def at(name: str, *args: int) -> str:
        return reverse(name, args=args)

    def find(name: str) -> Form:
        pk, home, desk = workshop.pk, at("workshop", workshop.pk), at("note-add", workshop.pk)
        plan, editor = at("activity", pk, activity.pk), at("set-edit", pauses.pk)
        if name in ("follow-up", "again"):
            Workshop.objects.update(state="closed")
        return {
            "workshop": Form(at("workshop-create"), "", NEW | {"sets": str(library.pk)}, "Workshop"),
            "programme": Form(at("workshop-create"), "", NEW | {"programme": "check-in"}, "Workshop"),
            "copy": Form(at("workshops"), at("workshop-duplicate", pk), {}, "Workshop"),
            "follow-up": Form(home, at("workshop-follow-up", pk), {}, "Workshop"),
            "activity": Form(home, at("activity-add", pk), {"set": str(library.pk)}, "Activity"),
            "own question": Form(plan, "", {f"own-{topic}": "Hvad med nattevagten?"}, "Question"),
            "question on the spot": Form(
                at("question-add", pk, activity.pk), at("question-add", pk, activity.pk),
                {"text": "Hvad med nattevagten?", "topic": str(topic)}, "Question",
            ),
            "agreement": Form(at("agreement-add", pk), at("agreement-add", pk), {"what": "Kursus"}, "Agreement"),
            "note": Form(f"{desk}?place={places[0]}", desk, {"text": "Mere tid"}, "Note"),
            "set": Form(at("set-create"), "", {"title": "Nyt", "source": "Vores egen"}, "QuestionSet"),
            "set's copy": Form(at("set", pauses.pk), at("set-copy", pauses.pk), {}, "QuestionSet"),
            "file": Form(at("set-import"), "", {"text": PAUSES}, "QuestionSet"),
            "topic": Form(editor, "", {"new-topic": "Pausen"}, "Topic"),
            "set's question": Form(editor, "", {f"new-question:topic-{own.pk}": "Hvor længe?"}, "Question"),
            "hint": Form(editor, "", {"new-hint:set": "Luk øjnene"}, "Hint"),
        }[name]  # fmt: skip

    return find


NAMES = [
    "workshop", "programme", "copy", "follow-up", "activity", "own question", "question on the spot", "agreement",
    "note", "set", "set's copy", "file", "topic", "set's question", "hint",
]  # fmt: skip


def untouched(client: Client, page: str, action: str) -> dict[str, str]:
    """What the browser would send of the form with that action; of the page's own form when it has none."""
    answer = client.get(page)
    if action:
        return form(answer, action)
    (found,) = dom(answer).xpath("//main//form[not(@action)]")
    return dict(found.form_values())


@pytest.mark.parametrize("name", NAMES)
def test_sent_twice_it_makes_one_and_is_answered_alike(forms, ane_client, name):
    it = forms(name)
    sent = untouched(ane_client, it.page, it.action) | it.typed
    before = counts()
    first = ane_client.post(it.action or it.page, sent)
    made = counts()
    second = ane_client.post(it.action or it.page, sent)

    assert made[it.makes] == before[it.makes] + 1
    assert counts() == made
    assert (first.status_code, first["Location"]) == (302, second["Location"])


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("copy", "follow-up", "set's copy")])
def test_something_else_typed_in_the_same_form_is_another(forms, ane_client, name):
    it = forms(name)
    sent = untouched(ane_client, it.page, it.action) | it.typed
    before = counts()[it.makes]
    if name in ("workshop", "programme", "set", "activity"):
        other = {"title": "Et andet navn", "more": "1"}
    else:
        other = {key: f"{value} nu" for key, value in it.typed.items() if not value.isdecimal()}
    if name == "file":
        other = {"text": PAUSES.replace("Skærmen", "Tavlen")}
    for each in (sent, sent | other):
        ane_client.post(it.action or it.page, each)

    assert counts()[it.makes] == before + 2


@pytest.mark.parametrize("name", NAMES)
def test_each_form_has_a_key_of_its_own(forms, ane_client, name):
    it = forms(name)
    keys = {untouched(ane_client, it.page, it.action)["key"] for _ in range(2)}

    assert len(keys) == 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_is_added_once(matrix, ane_client, headers):
    address = reverse("shape", args=[matrix.workshop.pk, matrix.activity.pk])
    sent = form(ane_client.get(address), address) | {"new-topic": "Praktikanter", "new-column": "Hvorfor?"}
    answers = [ane_client.post(address, sent, headers=headers).status_code for _ in range(2)]

    assert answers == [200 if headers else 302] * 2
    assert (matrix.names[6:], matrix.columns[5:]) == (["Praktikanter"], ["Hvorfor?"])


def test_a_file_is_brought_in_once(ane_client):
    sent = untouched(ane_client, reverse("set-import"), "")
    places = set()
    for _ in range(2):
        file = SimpleUploadedFile("pauser.yaml", PAUSES.encode())
        places.add(ane_client.post(reverse("set-import"), sent | {"file": file})["Location"])

    assert (len(places), QuestionSet.objects.count()) == (1, 1)


@pytest.mark.parametrize("groups", [[], ["Leder", "TR"]])
def test_two_taps_take_one_seat(open_workshop, groups):
    Workshop.objects.update(groups=groups)
    phone = Client()
    (found,) = dom(phone.get(reverse("join-code", args=[open_workshop.code]))).xpath("//form")
    sent = dict(found.form_values())
    answers = [Client().post("/", sent) for _ in range(2)]  # neither answer had come when the other was sent

    assert [each["Location"] for each in answers] == [reverse("phone", args=[open_workshop.pk])] * 2
    seats = {
        each.cookies[f"seat-{open_workshop.pk}"].value.split(":")[0] for each in answers
    }  # but for when it was signed
    assert len(seats) == 1
    assert Participant.objects.count() == 1


def test_two_phones_take_two_seats(open_workshop):
    for _ in range(2):
        phone = Client()
        (found,) = dom(phone.get(reverse("join-code", args=[open_workshop.code]))).xpath("//form")
        phone.post("/", dict(found.form_values()))

    assert Participant.objects.count() == 2


def test_what_was_refused_can_be_sent_again(ane_client, workshop, library):
    address = reverse("activity-add", args=[workshop.pk])
    sent = form(ane_client.get(reverse("workshop", args=[workshop.pk])), address) | {"set": str(library.pk)}
    Workshop.objects.update(state="closed")
    ane_client.post(address, sent)
    Workshop.objects.update(state="draft")
    ane_client.post(address, sent)

    assert workshop.activities.count() == 2


def test_the_report_is_made_again_once(open_workshop, ane_client, reports_started, django_capture_on_commit_callbacks):
    open_workshop.close()
    open_workshop.report.finish(b"%PDF-")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            ane_client.post(reverse("workshop-report-make", args=[open_workshop.pk]))

    assert reports_started == [open_workshop.report.pk]


def test_closing_is_answered_alike_the_second_time(open_workshop, ane_client):
    answers = [ane_client.post(reverse("workshop-close", args=[open_workshop.pk]))["Location"] for _ in range(2)]

    assert answers == [reverse("workshop-report", args=[open_workshop.pk])] * 2


def test_a_form_is_forgotten_after_a_day(ane_client, now, kept_house):
    sent = untouched(ane_client, reverse("workshop-create"), "") | NEW
    ane_client.post(reverse("workshop-create"), sent)
    housekeeping.tidy()
    assert Sent.objects.count() == 1

    Sent.objects.update(at=now - dt.timedelta(days=1))
    housekeeping.tidy()
    assert Sent.objects.count() == 0


def test_what_was_typed_is_not_in_what_is_kept(ane_client):
    ane_client.post(reverse("workshop-create"), untouched(ane_client, reverse("workshop-create"), "") | NEW)

    sent = Sent.objects.get()
    assert (sent.made, len(sent.key)) == (str(Workshop.objects.get().pk), 64)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_workshop(ane: User):
    clients = [logged_in(ane) for _ in range(3)]
    sent = untouched(clients[0], reverse("workshop-create"), "") | NEW
    places: list[str] = []

    def press(client: Client) -> Callable[[], None]:
        return lambda: places.append(client.post(reverse("workshop-create"), sent)["Location"])

    assert at_once(*map(press, clients)) == [True] * 3
    assert places == [reverse("workshop", args=[Workshop.objects.get().pk])] * 3
