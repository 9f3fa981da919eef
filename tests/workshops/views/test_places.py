"""Every view that takes a place from a form, with a place that is not for it: refused in words, nothing stored, and
what was typed still there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers import again
from tests.once import made_once
from tests.pages import HTMX, dom, errors, text, typed
from tests.people import seated
from workshops import pace
from workshops.library.loading import bring
from workshops.library.reading import read
from workshops.models import Agreement, Closure, Mark, Note, Outcome, Participant, Revision, User, Workshop
from workshops.place import Place
from workshops.urls import urlpatterns

TAKE = {
    "paper",
    "phone",
    "phone-pick",
    "phone-write",
    "phone-mark",
    "phone-sum-up",
    "workshop-switch",
    "workshop-go",
    "note-add",
    "note-move",
    "outcome-settle",
    "outcome-write",
    "agreement-add",
}
TAKE_NONE = {
    "workshop-words",
    "workshop-rehearse",
    "running-order",
    "running-order-pdf",
    "table-sheets",
    "sheets",
    "join",
    "join-code",
    "logged-in",
    "second-step",
    "two-steps",
    "account",
    "password-change",
    "password-forgotten",
    "password-new",
    "invitation-answer",
    "invitation-take-back",
    "workshop-hand-over",
    "phone-reword",
    "phone-withdraw",
    "phone-help",
    "phone-hold",
    "phone-agree",
    "workshop-helper",
    "phone-read",
    "report",
    "report-pdf",
    "report-file",
    "login",
    "logout",
    "workshops",
    "workshop-create",
    "workshop",
    "workshop-edit",
    "workshop-duplicate",
    "workshop-finish",
    "workshop-follow-up",
    "workshop-report-words",
    "workshop-report-file",
    "workshop-write-up",
    "workshop-approve",
    "workshop-discard",
    "workshop-restore",
    "workshop-invite",
    "workshop-uninvite",
    "activity-add",
    "activity",
    "activity-move",
    "activity-remove",
    "shape",
    "question-add",
    "topic-take-up",
    "wall",
    "desk",
    "workshop-open",
    "workshop-close",
    "workshop-renew-code",
    "workshop-timer",
    "note",
    "note-hide",
    "note-remove",
    "notes-show",
    "phone-done",
    "mandate",
    "phone-dot",
    "note-dot",
    "note-take-out",
    "cluster",
    "cluster-add",
    "cluster-merge",
    "cluster-split",
    "cluster-move",
    "workshop-insert",
    "workshop-talk-about",
    "note-recolour",
    "note-link",
    "note-shut-out",
    "let-back",
    "workshop-let-in",
    "workshop-heads",
    "note-adopt",
    "note-put-aside",
    "note-undo",
    "agreement",
    "agreement-drop",
    "agreement-status",
    "workshop-report",
    "workshop-report-pdf",
    "workshop-report-make",
    "workshop-report-share",
    "workshop-report-revoke",
    "poster",
    "workshop-erase",
    "library",
    "set-create",
    "set-import",
    "set",
    "set-preview",
    "set-export",
    "set-copy",
    "set-edit",
    "set-undo",
    "set-share",
    "set-delete",
    "samples",
    "accessibility",
    "privacy",
}

HEAD = "title: Et sæt\nsource: Os\ntool: "
SETS = {
    "dialogue": """
topics:
  - {title: Hverdagen, source: Os, questions: [{text: Hvad virker?, source: Os}, {text: Hvad driller?, source: Os}]}
  - {title: Kurser, source: Os, questions: [{text: Hvem lærer os det?, source: Os}]}
""",
    "checklist": """
topics:
  - title: Før start
    source: Os
    questions:
      - {text: Er alle med?, kinds: [doing, missing, unknown], source: Os}
      - {text: Er der tid?, kinds: [doing, missing, unknown], source: Os}
  - {title: Bagefter, source: Os, questions: [{text: Ved vi det?, kinds: [doing, missing], source: Os}]}
""",
    "rules": """
topics:
  - title: Mails
    source: Os
    questions:
      - {text: Hvornår svarer vi?, kinds: [proposal, taken], source: Os}
      - {text: Hvem svarer?, kinds: [proposal, taken], source: Os}
  - {title: Møder, source: Os, questions: [{text: Hvornår?, kinds: [proposal, taken], source: Os}]}
""",
    "cards": """
topics:
  - title: Kunde
    source: Os
    questions:
      - {text: Det første kort, kinds: [note, turned, senseless], source: Os}
      - {text: Det andet kort, kinds: [note, turned, senseless], source: Os}
  - {title: Kollega, source: Os, questions: [{text: Det tredje, kinds: [note, turned, senseless], source: Os}]}
""",
}
GARBAGE = ["", "1", "x-y", "-1-2", "1-2-3", "1 -2", "1-2\x00", "\x00", f"{10**18}-1", f"{'9' * 400}-1", "٣-٤", "1-"]
NOBODY = [Place(0, 0), Place(10**17, 10**17), Place(1, 10**17)]
TEXT = "Det her har jeg skrevet længe på"


@dataclass
class Scene:
    """Ane's open workshop with four tools, one like it that is not hers, and someone with a phone who takes notes."""

    ane: User
    bo: User
    workshop: Workshop
    seat: Participant
    places: dict[str, list[Place]]  # by tool: two of one topic, one of another
    theirs: tuple[Workshop, dict[str, list[Place]]]  # Bo's workshop like it, and its places
    note: Note

    @property
    def desk(self) -> Client:
        client = Client()
        client.force_login(self.ane)
        return client

    @property
    def phone(self) -> Client:
        return seated(self.seat)

    def stored(self) -> list:
        """All that a form with a place could change."""
        everything = [Note, Mark, Outcome, Closure, Revision, Agreement]
        rows = [list(each.objects.order_by("pk").values()) for each in everything]
        return [*rows, again(self.workshop).position]

    def activity(self, tool: str):
        return again(self.workshop).activities.get(tool=tool)

    def leave_out(self, tool: str, what: str) -> None:
        place = self.places[tool][0]
        content = self.activity(tool).question_set
        item = content.questions.get(pk=place.question) if what == "question" else content.topics.get(pk=place.topic)
        self.activity(tool).question_set.leave_out(item)


def furnished(facilitator: User) -> tuple[Workshop, dict[str, list[Place]]]:
    workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Plejecenter Solgården")
    workshop.facilitators.add(facilitator)
    for tool, content in SETS.items():
        workshop.add_activity(bring(read(f"{HEAD}{tool}{content}".encode()), facilitator))
    workshop.open()
    found = {
        activity.tool: [Place(topic.pk, question.pk) for topic, question in activity.question_set.places()]
        for activity in again(workshop).activities.all()
    }
    return workshop, found


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with made_once(django_db_blocker):
        ane, bo = (User.objects.create_user(f"{name.lower()}@example.dk", name=name) for name in ("Ane", "Bo"))
        workshop, places = furnished(ane)
        seat = workshop.join()
        workshop.ask_for_helper(True)
        workshop.offer_help(seat)
        workshop.answer_helper(seat.number, True)
        workshop.go_to(next(stop.key for stop in again(workshop).route() if stop.step.key == "card"))
        note = workshop.write(places["dialogue"][2], "note", "Mere tid", "k", seat)
        yield Scene(ane, bo, workshop, seat, places, furnished(bo), note)


@pytest.fixture
def scene(made, db) -> Scene:
    """As it was made, each thing as a request of its own loads it."""
    theirs = (again(made.theirs[0]), made.theirs[1])
    seat = Participant.objects.select_related("workshop").get(pk=made.seat.pk)
    note = Note.objects.select_related("workshop").get(pk=made.note.pk)
    return replace(made, workshop=again(made.workshop), seat=seat, theirs=theirs, note=note)


@dataclass(frozen=True)
class View:
    """A view that takes a place: how it is asked, a tool whose places are for it and one whose are not, and what it
    says of one that is gone and of one that is not for it."""

    send: Callable[[Scene, str, dict], HttpResponse]
    tool: str
    gone: str
    elsewhere: tuple[str, str] | None = None
    unread: str = ""
    closed: str = ""
    over: str = ""
    typed: bool = False


def desk(name: str, **data) -> Callable[[Scene, str, dict], HttpResponse]:
    def send(scene: Scene, place: str, headers: dict) -> HttpResponse:
        address = reverse(name, args=[scene.workshop.pk])
        filled = {key: value.replace("PLACE", place) for key, value in data.items()}
        return scene.desk.post(address, filled, headers=headers)

    return send


def move(scene: Scene, place: str, headers: dict) -> HttpResponse:
    address = reverse("note-move", args=[scene.workshop.pk, scene.note.number])
    return scene.desk.post(address, {"place": place}, headers=headers)


def phone(name: str, **data) -> Callable[[Scene, str, dict], HttpResponse]:
    def send(scene: Scene, place: str, headers: dict) -> HttpResponse:
        filled = {key.replace("PLACE", place): value.replace("PLACE", place) for key, value in data.items()}
        return scene.phone.post(reverse(name, args=[scene.workshop.pk]), filled, headers=headers)

    return send


HIDDEN = "Det sted er skjult eller fjernet imens."
NOT_OPEN = "Workshoppen er ikke åben, så det kan ikke ændres nu. Åbn den igen først."
NO_NOTES = "Der er lukket for sedler her. Din tekst står der endnu, så du kan sige den højt i stedet."
NO_QUESTION = "Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål."
NOT_WRITTEN = "Der skrives ikke sedler til det spørgsmål. Vælg et andet spørgsmål."
NO_MARK = "er taget ud eller lukket imens, så det kryds tæller ikke med."
VIEWS = {
    "phone-write": View(
        phone("phone-write", place="PLACE", kind="note", text=TEXT, key="n"),
        "dialogue",
        NO_QUESTION,
        ("checklist", NOT_WRITTEN),
        "Vi kan ikke se, hvad sedlen svarer på. Genindlæs siden, og prøv igen.",
        NO_NOTES,
        NO_NOTES,
        typed=True,
    ),
    "note-add": View(
        desk("note-add", place="PLACE", kind="note", text=TEXT, key="n"),
        "dialogue",
        NO_QUESTION,
        ("checklist", NOT_WRITTEN),
        "Vælg det spørgsmål, sedlen skal sidde under.",
        NO_NOTES,
        NO_NOTES,
        typed=True,
    ),
    "note-move": View(
        move,
        "dialogue",
        "Det spørgsmål findes ikke i workshoppen. Vælg et andet.",
        ("rules", "Sedlens farve passer ikke til det spørgsmål. Vælg et andet."),
        "Vælg det spørgsmål, sedlen skal sidde under.",
    ),
    "phone-mark": View(
        phone("phone-mark", place="PLACE", **{"mark-PLACE": "missing"}),
        "checklist",
        NO_MARK,
        ("dialogue", NO_MARK),
        "Vi kan ikke se, hvad du krydsede af. Genindlæs siden, og prøv igen.",
        NO_MARK,
        "Workshoppen er ikke åben, så krydset kunne ikke gemmes.",
    ),
    "outcome-settle": View(
        desk("outcome-settle", choice="PLACE:missing"),
        "checklist",
        HIDDEN,
        ("dialogue", "Det kan man ikke vælge her. Genindlæs siden, og prøv igen."),
        "Vi kan ikke se, hvor det skal stå. Genindlæs siden, og prøv igen.",
        over=NOT_OPEN,
    ),
    "outcome-write": View(
        desk("outcome-write", place="PLACE", text=TEXT, was=""),
        "rules",
        HIDDEN,
        ("dialogue", "Her er ikke noget felt at skrive i. Kopiér din tekst, og genindlæs siden."),
        "Vi kan ikke se, hvor det skal stå. Genindlæs siden, og prøv igen.",
        over=NOT_OPEN,
        typed=True,
    ),
    "phone-sum-up": View(
        phone("phone-sum-up", place="PLACE", text=TEXT, was=""),
        "cards",
        HIDDEN,
        ("rules", "Her skrives ingen opsummering. Kopiér din tekst, og genindlæs siden."),
        "Vi kan ikke se, hvad opsummeringen er af. Kopiér den, og genindlæs siden.",
        over=NOT_OPEN,
        typed=True,
    ),
    "workshop-switch": View(
        desk("workshop-switch", what="place", on="0", place="PLACE"),
        "dialogue",
        "Det spørgsmål findes ikke længere. Genindlæs siden.",
        unread="Det spørgsmål findes ikke længere. Genindlæs siden.",
        over="Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først.",
    ),
}


def told(response: HttpResponse) -> str:
    """What the answer says is wrong: on the page, or in the message that the next page shows."""
    page = response.content.decode()
    kept = [str(message) for message in get_messages(response.wsgi_request)] if response.status_code == 302 else []
    found = [text(each) for each in dom(page).xpath("//*[@id='said']")] if page else []
    return " ".join(kept or errors(page) or found)


def check_refused(scene: Scene, name: str, place: str, sentence: str) -> None:
    """By a plain form and by htmx, whose answer may leave the form as it is."""
    view, before = VIEWS[name], scene.stored()
    pace.forget()  # this is no phone
    for headers in ({}, HTMX):
        answer = view.send(scene, place, headers)
        page = answer.content.decode()

        assert sentence in told(answer)
        assert answer.status_code in ((200, 422) if headers or name.startswith("phone") else (302, 422))
        assert scene.stored() == before
        assert not view.typed or TEXT in page or (headers and "<textarea" not in page)


def test_every_view_is_known_to_take_a_place_or_none():
    names = [pattern.name for pattern in urlpatterns]

    assert sorted(names) == sorted(TAKE | TAKE_NONE)
    assert {*VIEWS, "agreement-add", "paper", "phone", "phone-pick", "workshop-go"} == TAKE


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_place_that_is_for_it_is_taken(scene, name, headers):
    before = scene.stored()
    answer = VIEWS[name].send(scene, str(scene.places[VIEWS[name].tool][0]), headers)

    assert (answer.status_code, scene.stored() != before) == (200 if headers else 302, True)


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if view.elsewhere])
def test_a_place_of_another_activity_is_refused(scene, name):
    tool, sentence = VIEWS[name].elsewhere

    check_refused(scene, name, str(scene.places[tool][0]), sentence)


@pytest.mark.parametrize("what", ["question", "topic"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_place_that_was_left_out_is_refused(scene, name, what):
    scene.leave_out(VIEWS[name].tool, what)

    check_refused(scene, name, str(scene.places[VIEWS[name].tool][0]), VIEWS[name].gone)


@pytest.mark.parametrize("name", VIEWS)
def test_a_place_of_nothing_on_the_agenda_is_refused(scene, name):
    view = VIEWS[name]
    here, theirs = scene.places[view.tool], scene.theirs[1][view.tool]
    mixed = [Place(here[0].topic, here[2].question), Place(here[0].topic, theirs[0].question)]
    for place in [theirs[0], *mixed, *NOBODY]:
        check_refused(scene, name, str(place), view.gone)


@pytest.mark.parametrize("name", VIEWS)
def test_a_place_of_an_activity_that_was_taken_off_is_refused(scene, name):
    tool, place = VIEWS[name].tool, scene.places[VIEWS[name].tool][0]
    scene.note.delete()
    scene.note = scene.workshop.write(scene.places["rules"][2], "proposal", "Mere tid", "k2", scene.seat)
    Outcome.objects.all().delete()
    if tool == "rules":
        scene.note.delete()
    scene.activity(tool).workshop.remove_activity(scene.activity(tool))

    check_refused(scene, name, str(place), VIEWS[name].gone)


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_no_place_is_refused(scene, name):
    for garbage in GARBAGE:
        if name == "workshop-switch" or garbage or name not in ("outcome-settle",):
            check_refused(scene, name, garbage, VIEWS[name].unread)


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if view.closed])
def test_a_place_closed_for_notes_and_marks_takes_none(scene, name):
    place = scene.places[VIEWS[name].tool][0]
    again(scene.workshop).close_place(place)

    check_refused(scene, name, str(place), VIEWS[name].closed)


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if view.over])
def test_nothing_is_taken_once_the_workshop_is_closed(scene, name):
    again(scene.workshop).close()
    place = str(scene.places[VIEWS[name].tool][0])
    check_refused(scene, name, place, VIEWS[name].over)


# --- A note and a summary where the room is not ---


def test_a_note_to_an_open_question_is_taken_wherever_the_room_is(scene):
    for n, place in enumerate(scene.places["dialogue"]):
        view = phone("phone-write", place="PLACE", kind="note", text=TEXT, key=f"late-{n}")
        assert view(scene, str(place), HTMX).status_code == 200

    assert [note.place for note in Note.objects.filter(text=TEXT)] == scene.places["dialogue"]


def test_a_note_sent_again_after_its_question_was_left_out_is_the_one_stored(scene):
    place = str(scene.places["dialogue"][0])
    VIEWS["phone-write"].send(scene, place, HTMX)
    scene.leave_out("dialogue", "question")

    assert VIEWS["phone-write"].send(scene, place, HTMX).status_code == 200
    assert Note.objects.filter(text=TEXT).count() == 1


def test_a_card_that_still_lies_face_down_has_no_summary(scene):
    check_refused(scene, "phone-sum-up", str(scene.places["cards"][1]), "Her skrives ingen opsummering.")


def test_a_late_summary_of_a_card_is_taken_though_the_room_went_on_or_back(scene):
    here, going = str(scene.places["cards"][0]), again(scene.workshop)
    going.advance(going.stop().key)
    assert VIEWS["phone-sum-up"].send(scene, here, HTMX).status_code == 200

    going.go_to(going.route()[0].key)
    assert phone("phone-sum-up", place="PLACE", text="Rettet", was=TEXT)(scene, here, HTMX).status_code == 200
    assert Outcome.objects.get(text="Rettet").place == scene.places["cards"][0]


def test_no_one_but_the_note_taker_sums_up(scene):
    before, other = scene.stored(), scene.workshop.join()
    scene.seat = other

    assert VIEWS["phone-sum-up"].send(scene, str(scene.places["cards"][0]), HTMX).status_code == 403
    assert scene.stored()[2] == before[2]


# --- Places that only say where one looks ---


@pytest.mark.parametrize("place", [*GARBAGE, "0-0"])
def test_a_phone_that_picks_what_is_no_place_is_shown_where_the_room_is(scene, place):
    page = scene.phone.get(reverse("phone", args=[scene.workshop.pk]), {"place": place})

    assert page.status_code == 200
    assert "Det første kort" in page.content.decode()


@pytest.mark.parametrize("place", [*GARBAGE, "their", "0-0"])
def test_a_phone_that_takes_its_text_to_what_is_no_place_keeps_it(scene, place):
    writing = next(
        s for s in again(scene.workshop).route() if s.step.writes and s.places[0] in scene.places["dialogue"]
    )
    scene.workshop.go_to(writing.key)
    place = str(scene.theirs[1]["dialogue"][0]) if place == "their" else place
    before = scene.stored()
    page = scene.phone.post(reverse("phone-pick", args=[scene.workshop.pk]), {"pick": place, "text": TEXT})

    assert (page.status_code, typed(page, "place"), typed(page, "text")) == (200, str(writing.places[0]), TEXT)
    assert scene.stored() == before


@pytest.mark.parametrize("place", [*GARBAGE, "their", "0-0"])
def test_an_agreement_is_stored_and_is_about_nothing_of_another_workshop(scene, place):
    place = str(scene.theirs[1]["dialogue"][0]) if place == "their" else place
    address = reverse("agreement-add", args=[scene.workshop.pk])
    query = {"sted": place}
    assert scene.desk.get(address, query).status_code == 200
    done = scene.desk.post(f"{address}?{urlencode(query)}", {"what": TEXT, "period": "during", "key": "a"})

    ours = {None, *scene.activity("cards").question_set.topics.values_list("pk", flat=True)}
    agreement = Agreement.objects.get()
    assert (done.status_code, agreement.what, agreement.topic_id in ours) == (302, TEXT, True)


def test_an_agreement_about_what_was_left_out_meanwhile_is_still_about_it(scene):
    place = scene.places["checklist"][0]
    scene.leave_out("checklist", "question")
    address = reverse("agreement-add", args=[scene.workshop.pk]) + f"?sted={place}"
    scene.desk.post(address, {"what": TEXT, "period": "during", "key": "a"})

    assert (Agreement.objects.get().topic_id, Agreement.objects.get().question_id) == place


@pytest.mark.parametrize("key", [*GARBAGE, "0.write.0.0", "1.card.1", "999999.card.1.1", "theirs"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_the_room_does_not_go_where_there_is_no_stop(scene, key, headers):
    key = again(scene.theirs[0]).route()[1].key if key == "theirs" else key
    before = scene.stored()
    answer = scene.desk.post(reverse("workshop-go", args=[scene.workshop.pk]), {"to": key}, headers=headers)

    assert told(answer) == "Det sted findes ikke længere i dagsordenen. Vælg et andet."
    assert scene.stored() == before


# --- What the desk offers ---


def test_the_desk_offers_to_move_a_note_only_to_where_its_kind_is_written(scene):
    scene.leave_out("dialogue", "question")
    page = dom(scene.desk.get(reverse("note", args=[scene.workshop.pk, scene.note.number])))
    offered = page.xpath("//select[@name='place']//option/@value")

    assert offered == [str(place) for place in scene.places["dialogue"][1:] + scene.places["cards"]]


def test_a_note_for_a_question_that_is_gone_can_be_put_at_another_at_once(scene):
    scene.leave_out("dialogue", "question")
    address = reverse("note-add", args=[scene.workshop.pk])
    refused = VIEWS["note-add"].send(scene, str(scene.places["dialogue"][0]), {})
    offered = dom(refused).xpath("//select[@name='place']//option/@value")
    kept = {"key": "n", "kind": dom(refused).xpath("string(//input[@name='kind']/@value)"), "text": TEXT}
    done = scene.desk.post(address, kept | {"place": offered[0]})

    assert offered[0] == str(scene.places["dialogue"][1])
    assert (done.status_code, Note.objects.get(text=TEXT).place) == (302, scene.places["dialogue"][1])
