"""The page where a workplace makes rows, columns and phases its own: every button stores the names too."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers import again
from tests.pages import HTMX, dom, errors, form, go_to, heading, said, text, typed
from tests.people import seated
from tests.rooms import Room, stored
from workshops import registry
from workshops.errors import Refused
from workshops.models import Question, Topic

NO_NAME = "Der mangler et navn. Skriv det, eller skjul linjen i stedet."
CLOSED = "Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først."
NO_LINE = "Den linje findes ikke længere. Se listen igen."


def address(room: Room) -> str:
    return reverse("shape", args=[room.workshop.pk, room.activity.pk])


def field(item: Topic | Question) -> str:
    """The name of an item in the form."""
    return f"{'topic' if isinstance(item, Topic) else 'column'}-{item.pk}"


def press(client: Client, room: Room, verb: str = "", item: Topic | Question | None = None, **more) -> HttpResponse:
    """Press a button of the form that is otherwise untouched, but for what ``more`` says was typed."""
    headers = more.pop("headers", {})
    data = form(client.get(address(room)), address(room)) | {"do": f"{verb}:{field(item)}" if item else verb}
    return client.post(address(room), data | more, headers=headers)


def shown(response: HttpResponse) -> list[str]:
    """The names in the form, in order, those to be added left out."""
    return dom(response).xpath("//ul[@class='shape']//input[@type='text']/@value")


# --- The page ---


def test_it_lists_rows_and_columns_with_what_can_be_done(ane_client, matrix):
    page = ane_client.get(address(matrix))

    assert (page.status_code, heading(page)) == (200, "Tilpas til jer")
    assert shown(page) == matrix.names + matrix.columns
    first = dom(page).xpath("//ul[@class='shape'][1]/li[1]//button")
    assert [text(each) for each in first if each.get("class") == "link"] == ["Skjul Ledere", "Fjern Ledere"]
    assert [each.get("disabled") is not None for each in first] == [True, False, False, False]


def test_of_the_phases_it_lists_those_that_do_not_stand_apart_and_the_groups(ane_client, phases):
    page = ane_client.get(address(phases))

    assert shown(page) == phases.names[:4] + phases.columns
    assert typed(page, "new-topic") is None
    assert typed(page, "new-column") == ""


def test_in_a_dialog_it_is_the_same_form(ane_client, matrix):
    page = ane_client.get(address(matrix), headers=HTMX)

    assert (heading(page), shown(page)) == ("", matrix.names + matrix.columns)


def test_a_hidden_row_can_be_shown_again(ane_client, matrix):
    matrix.leave_out(matrix.topics[0])
    page = dom(ane_client.get(address(matrix)))

    assert [text(each) for each in page.xpath("//li[@class='is-hidden']/button[@class='link']")] == [
        "Vis Ledere",
        "Fjern Ledere",
    ]


def test_a_draft_is_shaped_too(ane_client, ane, matrix):
    draft = matrix.workshop.duplicate()
    room = Room(draft)
    press(ane_client, room, **{field(room.topics[0]): "Chefer"})

    assert room.names[0] == "Chefer"
    assert matrix.names[0] == "Ledere"


# --- What it does ---


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_names_are_stored(matrix, user, headers, request):
    client = request.getfixturevalue(user)
    names = {field(matrix.topics[0]): "  Chefer ", field(matrix.question("who")): "Hvem hos os"}
    done = press(client, matrix, **names, headers=headers)

    assert done.status_code == (200 if headers else 302)
    assert (matrix.names[0], matrix.columns[0]) == ("Chefer", "Hvem hos os")
    assert shown(done if headers else client.get(done["Location"])) == matrix.names + matrix.columns


def test_a_plain_form_comes_back_to_the_page(ane_client, matrix):
    assert press(ane_client, matrix)["Location"] == address(matrix)


def test_an_untouched_form_changes_nothing(ane_client, matrix):
    version = again(matrix.workshop).version
    press(ane_client, matrix)

    assert again(matrix.workshop).version == version


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_is_hidden_and_shown(ane_client, matrix, headers):
    found = []
    for verb in ["hide", "show"]:
        press(ane_client, matrix, verb, matrix.topics[1], headers=headers)
        found.append(Topic.objects.get(pk=matrix.topics[1].pk).skipped)

    assert found == [True, False]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_column_is_hidden_and_shown(ane_client, matrix, headers):
    found = []
    for verb in ["hide", "show"]:
        press(ane_client, matrix, verb, matrix.question("how"), headers=headers)
        found.append(Question.objects.get(pk=matrix.question("how").pk).skipped)

    assert found == [True, False]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_rows_and_columns_are_moved(ane_client, matrix, headers):
    press(ane_client, matrix, "down", matrix.topics[0], headers=headers)
    press(ane_client, matrix, "up", matrix.question("status"), headers=headers)

    assert matrix.names[:2] == ["Medarbejdere generelt", "Ledere"]
    assert matrix.columns[3:] == ["Status og næste skridt", "Hvornår, og hvor tit?"]


def test_the_last_phase_pressed_down_by_two_at_once_stays_before_what_stands_apart(ane_client, phases):
    for _ in range(2):  # the second is sent from a page drawn before the first
        ane_client.post(address(phases), {"do": f"down:{field(phases.topics[2])}"})

    assert phases.names[-1] == "Ti gode råd om inddragelse"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_and_a_column_are_added(ane_client, matrix, headers):
    done = press(ane_client, matrix, **{"new-topic": " Naboen ", "new-column": "Hvor meget"}, headers=headers)
    page = done if headers else ane_client.get(done["Location"])

    assert (matrix.names[-1], matrix.columns[-1]) == ("Naboen", "Hvor meget")
    assert (typed(page, "new-topic"), typed(page, "new-column")) == ("", "")


def test_a_group_is_added_and_a_phase_is_not(ane_client, phases):
    press(ane_client, phases, **{"new-topic": "Afvikling", "new-column": "Nattevagter"})

    assert (len(phases.names), phases.columns[-1]) == (5, "Nattevagter")


@pytest.mark.parametrize("name", ["", "   ", "\x00", "\u200b", "\u2800", "\u00a0\u00ad"])
def test_nothing_is_added_without_a_name(ane_client, matrix, name):
    press(ane_client, matrix, **{"new-topic": name, "new-column": name})

    assert (len(matrix.names), len(matrix.columns)) == (6, 5)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_empty_row_is_removed(ane_client, matrix, headers):
    press(ane_client, matrix, "remove", matrix.topics[0], headers=headers)

    assert matrix.names[0] == "Medarbejdere generelt"


def test_a_button_stores_the_names_that_were_typed_before_it_was_pressed(ane_client, matrix):
    press(ane_client, matrix, "hide", matrix.topics[1], **{field(matrix.topics[0]): "Chefer", "new-topic": "Naboen"})

    assert (matrix.names[0], matrix.names[-1]) == ("Chefer", "Naboen")


def test_every_column_removed_another_can_still_be_added(ane_client, matrix):
    for question in matrix.questions:
        matrix.activity.question_set.remove(question)
    ane_client.post(address(matrix), {"do": "", "new-column": "Hvem"})

    assert matrix.columns == ["Hvem"]


def test_markup_is_text(ane_client, matrix):
    press(ane_client, matrix, **{field(matrix.topics[0]): "<b>Chefer</b> & co"})
    page = ane_client.get(address(matrix))

    assert shown(page)[0] == "<b>Chefer</b> & co"
    assert dom(page).xpath("//ul[@class='shape']//b") == []


# --- What cannot be done ---


@pytest.mark.parametrize("name", ["", "  ", "\x00", "\u2800"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_without_a_name_is_told_and_nothing_else_is_stored(ane_client, matrix, name, headers):
    typed_ = {field(matrix.topics[0]): name, field(matrix.topics[1]): "Alle", "new-topic": "Naboen"}
    done = press(ane_client, matrix, "hide", matrix.topics[2], **typed_, headers=headers)

    assert (done.status_code, errors(done), matrix.names[1]) == (422, [NO_NAME], "Medarbejdere generelt")
    assert len(matrix.names) == 6
    assert (shown(done)[:2], typed(done, "new-topic")) == ([name.replace("\0", "\ufffd"), "Alle"], "Naboen")


@pytest.mark.parametrize("where", ["row", "column", "new-topic", "new-column"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_name_of_2_000_characters_is_told_and_what_was_typed_stays(ane_client, matrix, where, headers):
    name = {"row": field(matrix.topics[0]), "column": field(matrix.question("who"))}.get(where, where)
    done = press(ane_client, matrix, **{name: "æ" * 2_000}, headers=headers)

    said = "Navnet »" + "æ" * 20 + "…« er på 2000 tegn. Brug højst 120."
    assert (done.status_code, errors(done), typed(done, name)) == (422, [said], "æ" * 2_000)
    assert (len(matrix.names), len(matrix.columns), matrix.names[0]) == (6, 5, "Ledere")


def test_a_page_that_is_loaded_anew_comes_back_at_the_row_that_was_pressed(ane_client, matrix):
    first, second = [f"topic-{each.pk}" for each in matrix.topics[:2]]
    presses = {f"up:{second}": f"{second}-down", f"hide:{first}": f"{first}-skip", f"down:{second}": f"{second}-down"}
    for do, anchor in presses.items():
        there = press(ane_client, matrix, do=do)["Location"].partition("#")[2]
        assert there == anchor
        assert dom(ane_client.get(address(matrix))).xpath(f"//button[@id='{anchor}' and not(@disabled)]")


def test_a_name_of_exactly_the_limit_is_stored(ane_client, matrix):
    press(ane_client, matrix, **{field(matrix.topics[0]): "æ" * 120, "new-topic": "ø" * 120})

    assert (matrix.names[0], matrix.names[-1]) == ("æ" * 120, "ø" * 120)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_one_that_was_written_in_is_not_removed_and_that_is_told(ane_client, matrix, headers):
    matrix.fill(matrix.place("who"), "Lone")
    done = press(ane_client, matrix, "remove", matrix.topics[0], **{field(matrix.topics[1]): "Alle"}, headers=headers)

    assert done.status_code == 422
    assert errors(done) == ["Der står noget i »Ledere«. Skjul den i stedet, så går det ikke tabt."]
    assert (matrix.names[0], shown(done)[:2]) == ("Ledere", ["Ledere", "Alle"])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_that_was_typed_is_added_once_also_when_the_button_is_refused(ane_client, matrix, headers):
    matrix.fill(matrix.place("who"), "Lone")
    refused = press(ane_client, matrix, "remove", matrix.topics[0], **{"new-topic": "Naboen"}, headers=headers)
    assert refused.status_code == 422

    ane_client.post(address(matrix), form(refused, address(matrix)) | {"do": ""}, headers=headers)
    assert matrix.names.count("Naboen") == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_that_was_typed_is_added_once_also_when_the_column_is_refused(ane_client, matrix, headers):
    both = {"new-topic": "Naboen", "new-column": "x" * 121}
    refused = press(ane_client, matrix, **both, headers=headers)
    assert refused.status_code == 422

    shortened = form(refused, address(matrix)) | {"do": "", "new-column": "Hvor meget"}
    ane_client.post(address(matrix), shortened, headers=headers)
    assert (matrix.names.count("Naboen"), matrix.columns[-1]) == (1, "Hvor meget")


@pytest.mark.parametrize("verb", ["up", "down", "hide", "show", "remove"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_line_that_went_meanwhile_is_told(ane_client, matrix, verb, headers):
    matrix.activity.question_set.remove(matrix.topics[0])
    done = ane_client.post(address(matrix), {"do": f"{verb}:{field(matrix.topics[0])}"}, headers=headers)

    assert (done.status_code, errors(done)) == (422, [NO_LINE])


@pytest.mark.parametrize("do", ["up:x", "remove:topic-0", "hide:column-x", "remove:topic-" + "9" * 2_000])
def test_what_is_no_line_is_told(ane_client, matrix, do):
    done = ane_client.post(address(matrix), {"do": do})

    assert (done.status_code, errors(done)) == (422, [NO_LINE])
    assert (len(matrix.names), len(matrix.columns)) == (6, 5)


@pytest.mark.parametrize("do", ["", "up", ":", "explode:{item}", "x" * 2_000])
def test_a_button_that_does_not_exist_does_nothing(ane_client, matrix, do):
    version = again(matrix.workshop).version
    done = ane_client.post(address(matrix), {"do": do.format(item=field(matrix.topics[0]))})

    assert (done.status_code, again(matrix.workshop).version) == (302, version)


@pytest.mark.parametrize("verb", ["up", "hide", "remove"])
def test_what_stands_apart_and_what_is_no_column_is_not_touched(ane_client, phases, verb):
    apart = phases.activity.question_set.topics.get(apart=True)
    for item in (apart, phases.question("where"), phases.question("advice")):
        done = ane_client.post(address(phases), {"do": f"{verb}:{field(item)}", field(item): "Andet"})
        assert errors(done) == [NO_LINE]

    assert phases.names[-1] == apart.title
    assert Question.objects.filter(text="Andet").count() == 0


@pytest.mark.parametrize("verb", ["up", "hide", "remove"])
def test_another_workshops_row_is_not_touched(ane_client, matrix, verb):
    theirs = Room(matrix.workshop.duplicate())
    done = ane_client.post(
        address(matrix), {"do": f"{verb}:{field(theirs.topics[1])}", field(theirs.topics[1]): "Vores"}
    )

    assert errors(done) == [NO_LINE]
    assert (theirs.names, Topic.objects.filter(skipped=True).count()) == (matrix.names, 0)


# --- Once it is closed ---


@pytest.mark.parametrize("what", ["rename", "add", "hide", "down", "remove", "column"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_once_closed_it_is_as_it_was_and_what_was_typed_stays(ane_client, matrix, what, headers):
    first, content = matrix.topics[0], (matrix.names, matrix.columns)
    matrix.workshop.close()
    version = again(matrix.workshop).version
    more = {"rename": {field(first): "Chefer"}, "add": {"new-topic": "Naboen"}, "column": {"new-column": "Hvor?"}}
    verb = what if what in ("hide", "down", "remove") else ""
    done = press(ane_client, matrix, verb, first if verb else None, **more.get(what, {}), headers=headers)

    assert (done.status_code, errors(done)) == (422, [CLOSED])
    assert {name: typed(done, name) for name in more.get(what, {})} == more.get(what, {})
    assert ((matrix.names, matrix.columns), again(matrix.workshop).version) == (content, version)
    assert Topic.objects.filter(skipped=True).count() == 0

    again(matrix.workshop).open()
    assert ane_client.post(address(matrix), form(done, address(matrix)) | {"do": ""}).status_code == 302
    assert (matrix.names, matrix.columns) != content or verb


def test_once_closed_the_page_is_still_shown_and_untouched_it_is_no_error(ane_client, matrix):
    matrix.workshop.close()

    assert ane_client.get(address(matrix)).status_code == 200
    assert press(ane_client, matrix).status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_once_closed_no_question_is_added_and_the_text_stays(ane_client, open_workshop, headers):
    dialogue = Room(open_workshop)
    questions = Question.objects.count()
    open_workshop.close()
    where = reverse("question-add", args=[open_workshop.pk, dialogue.activity.pk])
    data = {"topic": dialogue.topics[0].pk, "text": "Hvad med nattevagten?"}
    page = ane_client.post(where, data, headers=headers)

    assert (page.status_code, errors(page), Question.objects.count()) == (422, [CLOSED], questions)
    assert (typed(page, "text") or "").strip() == "Hvad med nattevagten?"


def test_from_the_desk_it_is_asked_under_the_topic_that_is_talked_about(ane_client, open_workshop, places):
    dialogue = Room(open_workshop)
    go_to(open_workshop, places[0], "write")
    desk = dom(ane_client.get(reverse("desk", args=[open_workshop.pk])))
    (address,) = desk.xpath("//nav[@class='route']//a[@id='ask-more']/@href")
    form = dom(ane_client.get(address)).xpath("//form[.//textarea[@name='text']]")[0]
    assert form.fields["topic"] == str(places[0].topic)

    done = ane_client.post(address, dict(form.form_values()) | {"text": "Hvad med nattevagten?"}, headers=HTMX)
    title = dialogue.topics[0].title
    assert (done.status_code, said(done)) == (200, f"Det er med nu, under »{title}«.")
    assert dialogue.topics[0].questions.all()[1].text == "Hvad med nattevagten?"


@pytest.mark.parametrize(("screen", "link"), [("desk", "ask-more"), ("wall", "wall-ask")])
def test_where_all_topics_are_asked_the_same_it_comes_right_after(ane_client, matrix, stored_after, screen, link):
    workshop = matrix.workshop
    stop = next(each for each in again(workshop).route() if each.activity)
    workshop.go_to(stop.key)
    page = dom(ane_client.get(reverse(screen, args=[workshop.pk])))
    (where,) = page.xpath(f"//a[@id='{link}']/@href")
    form = dom(ane_client.get(where, headers=HTMX)).xpath("//form[.//textarea[@name='text']]")[0]
    assert "topic" not in form.fields

    filled = dict(form.form_values())
    for _twice in range(2):
        sent = ane_client.post(where, filled | {"text": "Hvad med nattevagten?"}, headers=HTMX)
    assert (sent.status_code, said(sent)) == (200, f"Det er med nu, lige efter »{stop.activity}«.")
    assert [str(each) for each in again(workshop).activities.all()] == [
        str(stop.activity),
        "Jeres eget spørgsmål",
        str(stored_after),
    ]
    (asked,) = [
        each for each in again(workshop).route() if each.step.writes and str(each.question).startswith("Hvad m")
    ]
    workshop.go_to(asked.key)
    note = workshop.write(asked.places[0], "note", "Den er alene", "k", workshop.join())
    assert note.question.text == "Hvad med nattevagten?"


@pytest.fixture
def stored_after(matrix):
    """What is on the agenda after the matrix."""
    return matrix.workshop.add_activity(stored("spilleregler"))


def test_once_the_activity_is_gone_its_question_is_not_lost(matrix):
    activity = matrix.activity
    matrix.workshop.remove_activity(matrix.activity)

    with pytest.raises(Refused, match="fjernet imens"):
        matrix.workshop.ask_beside(activity, "Hvad med nattevagten?")


def test_a_question_of_ones_own_that_is_none_is_said_and_adds_nothing(ane_client, matrix):
    page = ane_client.post(reverse("question-add", args=[matrix.workshop.pk, matrix.activity.pk]), {"text": " "})

    assert (page.status_code, errors(page)) == (422, ["Skriv et spørgsmål først."])
    assert matrix.workshop.activities.count() == 1


# --- Who gets in ---


@pytest.mark.parametrize(("who", "status"), [("participant", 403), ("stranger", 404), ("leader", 401)])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nobody_else_gets_in(matrix, stranger_client, who, status, headers):
    client = {"participant": seated(matrix.workshop.join()), "stranger": stranger_client, "leader": Client()}[who]
    answers = [
        client.get(address(matrix), headers=headers),
        client.post(address(matrix), {"do": "", "new-topic": "Naboen"}, headers=headers),
    ]

    looks = 302 if (who, headers) == ("leader", {}) else status  # to the log-in
    assert ([each.status_code for each in answers], len(matrix.names)) == ([looks, status], 6)


def test_a_tool_whose_content_cannot_be_changed_has_no_such_page(ane_client, matrix, monkeypatch):
    monkeypatch.setitem(registry._tools, "roles", type("Fixed", (type(registry.get("roles")),), {"shape": None})())
    answers = [ane_client.get(address(matrix)), ane_client.post(address(matrix), {"do": "", "new-topic": "Naboen"})]

    assert ([each.status_code for each in answers], len(matrix.names)) == ([404, 404], 6)


def test_the_dialogue_takes_another_theme_and_no_columns(ane_client, open_workshop):
    dialogue = Room(open_workshop)
    page = ane_client.get(address(dialogue))
    press(ane_client, dialogue, **{"new-topic": "Hverdagen", "new-column": "Hvem"})

    assert (shown(page), typed(page, "new-topic"), typed(page, "new-column")) == (dialogue.names[:-1], "", None)
    assert (dialogue.names[-1], dialogue.columns) == ("Hverdagen", [])


@pytest.mark.parametrize("activity", [0, 999_999, 10**18])
def test_an_activity_that_is_not_there_is_404(ane_client, matrix, activity):
    page = reverse("shape", args=[matrix.workshop.pk, activity])

    assert [ane_client.get(page).status_code, ane_client.post(page).status_code] == [404, 404]


def test_another_workshops_activity_is_404(ane_client, matrix, other_workshop):
    page = reverse("shape", args=[matrix.workshop.pk, other_workshop.activities.get().pk])

    assert [ane_client.get(page).status_code, ane_client.post(page).status_code] == [404, 404]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_wrong_method_is_405(ane_client, matrix, method):
    assert getattr(ane_client, method)(address(matrix)).status_code == 405
