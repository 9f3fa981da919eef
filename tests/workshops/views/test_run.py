import datetime as dt

import pytest
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, go_to, heading, ids, said, text
from workshops.models import Report, Workshop
from workshops.place import Place


def post(client, name: str, workshop: Workshop, data: dict | None = None, **more):
    return client.post(reverse(name, args=[workshop.pk]), data or {}, **more)


def numbers(response) -> str:
    return text(dom(response).xpath("//*[contains(@class, 'eyebrow__count')]")[0])


# --- The wall and the desk ---


def test_the_wall_of_the_lobby_shows_how_to_join(ane_client, open_workshop, participant, settings):
    page = ane_client.get(reverse("wall", args=[open_workshop.pk]))
    shown = text(dom(page).get_element_by_id("stage"))

    assert heading(page) == "Nyt omsorgssystem"
    assert f"{open_workshop.code[:3]} {open_workshop.code[3:]}" in shown
    assert settings.SITE_URL.partition("://")[2] in shown
    assert text(dom(page).get_element_by_id("seats")) == "1 er med"
    assert len(dom(page).xpath("//*[local-name()='svg'][@class='qr']")) == 1


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_the_wall_shows_no_code_while_nobody_can_join(ane_client, workshop, state):
    if state == "closed":
        workshop.open()
        workshop.close()
    page = ane_client.get(reverse("wall", args=[workshop.pk]))

    assert f"{workshop.code[:3]} {workshop.code[3:]}" not in page.content.decode()
    assert dom(page).xpath("//*[local-name()='svg']") == []


def test_the_wall_shows_the_question_and_where_it_is(ane_client, open_workshop, places):
    go_to(open_workshop, places[2], "show")
    page = ane_client.get(reverse("wall", args=[open_workshop.pk]))

    assert heading(page) == str(again(open_workshop).stop().question)
    assert numbers(page) == "Spørgsmål 3 af 4"
    assert [text(each) for each in dom(page).xpath("//li[@aria-current='step']")] == ["Se"]


@pytest.mark.parametrize(("step", "offered"), [("explain", 1), ("write", 0), ("show", 1), ("decide", 1)])
def test_the_wall_offers_inspiration_where_the_step_does(ane_client, open_workshop, places, step, offered):
    go_to(open_workshop, places[0], step)
    page = ane_client.get(reverse("wall", args=[open_workshop.pk]))

    assert len(dom(page).xpath("//button[@id='wall-hints']")) == offered


def test_the_wall_shows_notes_when_it_is_time(ane_client, open_workshop, places):
    write(open_workshop, places[0], "<b>Mere</b> tid")
    shown = []
    for step in ["explain", "write", "show", "decide"]:
        go_to(open_workshop, places[0], step)
        page = ane_client.get(reverse("wall", args=[open_workshop.pk]))
        shown.append([text(each) for each in dom(page).xpath("//li//*[@class='note__text']")])

    assert shown == [[], [], ["<b>Mere</b> tid"], ["<b>Mere</b> tid"]]


def test_the_desk_shows_every_note_and_what_is_hidden(ane_client, open_workshop, places):
    write(open_workshop, places[0], "Mere tid")
    write(open_workshop, places[0], "Dumt", key="d").hide("person")
    go_to(open_workshop, places[0], "write")
    page = ane_client.get(reverse("desk", args=[open_workshop.pk]))

    assert [text(each) for each in dom(page).xpath("//li//*[@class='note__text']")] == ["Mere tid", "Dumt"]
    assert text(dom(page).get_element_by_id(f"count-{places[0]}")) == "1 seddel (1 skjult)"


@pytest.mark.parametrize("name", ["wall", "desk"])
def test_no_screen_is_read_from_a_cache(ane_client, open_workshop, name):
    assert "no-store" in ane_client.get(reverse(name, args=[open_workshop.pk]))["Cache-Control"]


# --- Open and close ---


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_opening_lets_people_in(workshop, user, request):
    done = post(request.getfixturevalue(user), "workshop-open", workshop)

    assert (done["Location"], again(workshop).is_open) == (reverse("desk", args=[workshop.pk]), True)


@pytest.mark.parametrize("empty", ["no activity", "no question"])
def test_an_empty_agenda_does_not_open(workshop, ane_client, empty):
    if empty == "no activity":
        workshop.activities.all().delete()
    else:
        workshop.activities.get().question_set.questions.update(skipped=True)
    page = post(ane_client, "workshop-open", workshop, follow=True)

    assert errors(page) == ["Dagsordenen er tom. Vælg, hvad I vil tale om, før I åbner."]
    assert again(workshop).is_draft


def test_closing_makes_the_report(open_workshop, ane_client, reports_started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        done = post(ane_client, "workshop-close", open_workshop)

    assert done["Location"] == reverse("workshop-report", args=[open_workshop.pk])
    assert (again(open_workshop).is_closed, reports_started) == (True, [Report.objects.get().pk])


def test_what_is_not_open_does_not_close(workshop, ane_client):
    page = post(ane_client, "workshop-close", workshop, follow=True)

    assert errors(page) == ["Workshoppen er ikke åben, så den kan ikke afsluttes."]


def test_a_closed_workshop_opens_again(open_workshop, ane_client):
    open_workshop.close()
    post(ane_client, "workshop-open", open_workshop)

    assert again(open_workshop).is_open


def test_a_workshop_whose_notes_are_erased_does_not_open_again(open_workshop, ane_client):
    """Closed again, it would make a report without notes and replace the one that is kept."""
    open_workshop.close()
    Report.objects.update(state="done", html="<p>Mere tid</p>", pdf=b"%PDF-")
    open_workshop.erase_notes()
    page = post(ane_client, "workshop-open", open_workshop, follow=True)

    assert errors(page) == ["Workshoppen er gjort færdig, så den kan ikke åbnes igen. Lav en opfølgning i stedet."]
    assert again(open_workshop).is_closed


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_new_code(open_workshop, ane_client, headers):
    before = open_workshop.code
    done = post(ane_client, "workshop-renew-code", open_workshop, headers=headers)

    code = again(open_workshop).code
    assert code != before
    if headers:
        assert ids(done) == ["stage", "seats", "door", "agreements", "timer", "toast"]
        assert said(done) == f"Ny kode: {code}. Alle skal skrive den for at komme med igen."


# --- Where the room is ---


def at(workshop: Workshop) -> str:
    return again(workshop).stop().key


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("screen", ["desk", "wall"])
def test_next_and_back(open_workshop, ane_client, screen, headers):
    route = [stop.key for stop in again(open_workshop).route()]
    seen = []
    for to in ["next", "next", "back"]:
        done = post(ane_client, "workshop-go", open_workshop, {"at": at(open_workshop), "to": to, "screen": screen})
        seen.append(at(open_workshop))

    assert seen == [route[1], route[2], route[1]]
    assert done["Location"] == reverse(screen, args=[open_workshop.pk])
    done = post(
        ane_client, "workshop-go", open_workshop, {"at": route[1], "to": "next", "screen": screen}, headers=headers
    )
    if headers:
        assert (ids(done)[0], done["X-Version"]) == ("stage", str(again(open_workshop).version))


def test_a_double_press_goes_one_step(open_workshop, ane_client, bo_client):
    key = at(open_workshop)
    for client in [ane_client, bo_client]:
        post(client, "workshop-go", open_workshop, {"at": key, "to": "next"})

    assert at(open_workshop) == again(open_workshop).route()[1].key


def test_straight_to_a_stop(open_workshop, ane_client):
    key = again(open_workshop).route()[7].key
    post(ane_client, "workshop-go", open_workshop, {"to": key})

    assert at(open_workshop) == key


@pytest.mark.parametrize("to", ["", "nowhere", "0.nowhere.0.0", "\x00", "æ" * 10_000])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stop_that_is_not_there_is_told(open_workshop, ane_client, to, headers):
    page = post(ane_client, "workshop-go", open_workshop, {"to": to}, headers=headers, follow=True)

    assert errors(page) == ["Det sted findes ikke længere i dagsordenen. Vælg et andet."]
    assert at(open_workshop) == "0.lobby.0.0"


@pytest.mark.parametrize("state", ["draft", "closed"])
@pytest.mark.parametrize("to", ["next", "back", "0.wrap-up.0.0"])
def test_only_an_open_workshop_moves(workshop, ane_client, state, to):
    if state == "closed":
        workshop.open()
        workshop.close()
    page = post(ane_client, "workshop-go", workshop, {"at": at(workshop), "to": to}, follow=True)

    assert errors(page) == ["Workshoppen er ikke åben. Åbn den først."]
    assert at(workshop) == "0.lobby.0.0"


def test_going_back_loses_nothing(open_workshop, places, ane_client):
    go_to(open_workshop, places[0], "show")
    write(open_workshop, places[0])
    for _ in range(2):
        post(ane_client, "workshop-go", open_workshop, {"at": at(open_workshop), "to": "back"})
    go_to(open_workshop, places[0], "show")

    assert "Mere tid" in ane_client.get(reverse("wall", args=[open_workshop.pk])).content.decode()


# --- The clock ---


@pytest.mark.parametrize(("minutes", "left"), [("1", 1), ("240", 240), ("007", 7)])
def test_the_clock_is_started(open_workshop, ane_client, now, minutes, left):
    done = post(ane_client, "workshop-timer", open_workshop, {"minutes": minutes}, headers=HTMX)

    assert ids(done) == ["timer", "toast"]
    assert again(open_workshop).timer_ends_at == now + dt.timedelta(minutes=left)


def test_the_clock_is_taken_away(open_workshop, ane_client):
    for minutes in ["5", "stop"]:
        post(ane_client, "workshop-timer", open_workshop, {"minutes": minutes})

    assert again(open_workshop).timer_ends_at is None


@pytest.mark.parametrize("minutes", ["", "0", "241", "-5", "1.5", "fem", "9" * 5000, "²"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_odd_time_is_told(open_workshop, ane_client, minutes, headers):
    page = post(ane_client, "workshop-timer", open_workshop, {"minutes": minutes}, headers=headers, follow=True)

    assert errors(page) == ["Uret kan gå mellem 1 og 240 minutter. Vælg et andet tal."]
    assert again(open_workshop).timer_ends_at is None


# --- Switches ---


@pytest.mark.parametrize("on", [True, False])
def test_the_wall_on_the_phones(open_workshop, ane_client, on):
    open_workshop.set_wall_on_phones(not on)
    post(ane_client, "workshop-switch", open_workshop, {"what": "board", "on": str(int(on))})

    assert again(open_workshop).wall_on_phones == on


@pytest.mark.parametrize("on", [True, False])
def test_notes_while_writing(open_workshop, places, ane_client, on):
    go_to(open_workshop, places[0], "write")
    activity = open_workshop.activities.get()
    post(ane_client, "workshop-switch", open_workshop, {"what": "notes", "activity": activity.pk, "on": str(int(on))})

    assert again(open_workshop).activity.notes_visible == on


def test_it_is_of_the_activity_that_the_screen_was_at(open_workshop, library, ane_client):
    here, there = open_workshop.activities.get(), open_workshop.add_activity(library)
    open_workshop.go_to(next(stop.key for stop in again(open_workshop).route() if stop.activity == there))
    post(ane_client, "workshop-switch", open_workshop, {"what": "notes", "activity": here.pk, "on": "1"})

    assert list(open_workshop.activities.filter(notes_visible=True)) == [here]


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 30])
def test_one_that_is_not_there_is_told(open_workshop, other_workshop, ane_client, pk):
    for activity in (pk, other_workshop.activities.get().pk):
        sent = {"what": "notes", "activity": activity, "on": "1"}
        page = post(ane_client, "workshop-switch", open_workshop, sent, headers=HTMX)

        assert errors(page) == ["Det kan ikke slås til eller fra her. Genindlæs siden."]
    assert not other_workshop.activities.get().notes_visible


def test_no_more_notes_at_a_place(open_workshop, places, ane_client):
    writable = []
    for on in ["0", "1"]:
        done = post(
            ane_client,
            "workshop-switch",
            open_workshop,
            {"what": "place", "place": str(places[0]), "on": on},
            headers=HTMX,
        )
        writable.append(again(open_workshop).is_writable(places[0]))

    assert writable == [False, True]
    assert ids(done) == ["stage", "seats", "door", "agreements", "timer", "toast"]


@pytest.mark.parametrize("place", ["", "x", "0-0", "1-2-3", "9" * 30 + "-1"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_place_that_is_not_there_is_told(open_workshop, ane_client, place, headers):
    data = {"what": "place", "place": place, "on": "0"}
    page = post(ane_client, "workshop-switch", open_workshop, data, headers=headers, follow=True)

    assert errors(page) == ["Det spørgsmål findes ikke længere. Genindlæs siden."]
    assert open_workshop.closures.count() == 0


def test_a_place_of_another_workshop_is_not_there(open_workshop, other_workshop, ane_client):
    topic, question = other_workshop.activities.get().question_set.places()[0]
    data = {"what": "place", "place": str(Place(topic.pk, question.pk)), "on": "0"}
    post(ane_client, "workshop-switch", open_workshop, data)

    assert (open_workshop.closures.count(), other_workshop.closures.count()) == (0, 0)


@pytest.mark.parametrize("what", ["", "light", "notes"])
def test_what_has_no_switch_is_told(open_workshop, ane_client, what):
    page = post(ane_client, "workshop-switch", open_workshop, {"what": what, "on": "1"}, headers=HTMX)

    assert errors(page) == ["Det kan ikke slås til eller fra her. Genindlæs siden."]
