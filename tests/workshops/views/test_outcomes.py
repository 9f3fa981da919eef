"""What the facilitator settles and writes at a place. Nothing typed is lost by an error."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import WHY, again, from_cold, write
from tests.pages import HTMX, dom, errors, form, heading, ids, said, text, typed
from tests.people import seated
from tests.rooms import Room
from workshops.models import Agreement, Note, Outcome, Revision
from workshops.place import Place

TOO_LONG = "Feltet rummer højst 1000 tegn, og der står nu 2000. Kort det lidt af, så bliver det gemt."
GONE = "Det sted er skjult eller fjernet imens."
NOWHERE = "Vi kan ikke se, hvor det skal stå. Genindlæs siden, og prøv igen."
PAST = "Det kan ikke fortrydes mere, for I er gået videre, eller sedlen er ændret siden."
CLOSED = "Workshoppen er ikke åben, så det kan ikke ændres nu. Åbn den igen først."
PASSED = "Datoen er gået. Vælg en dag fra i dag og frem."
NO_DATE = "Datoen findes ikke. Skriv den som 2027-03-31."
NO_STATE = "Den status findes ikke. Vælg en fra listen."
JOINED = "En anden skrev her samtidig. Begge tekster står der nu."
NO_CHOICE = "Det kan man ikke vælge her. Genindlæs siden, og prøv igen."


@pytest.fixture
def cell(matrix) -> Place:
    """Who, in the first row, while the room fills the matrix in."""
    matrix.go("fill")
    return matrix.place("who")


@pytest.fixture
def status(matrix, cell) -> Place:
    return matrix.place("status")


def days(n: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=n)).isoformat()


def put(client: Client, room: Room, place: Place | str, words: str = "", was: str = "", **more) -> HttpResponse:
    """Send the form of a cell; ``headers`` among ``more`` are the request's."""
    headers = more.pop("headers", {})
    data = {"place": str(place), "text": words, "was": was, **more}
    return client.post(reverse("outcome-write", args=[room.workshop.pk]), data, headers=headers)


def settle(client: Client, room: Room, choice: str, **more) -> HttpResponse:
    headers = more.pop("headers", {})
    return client.post(reverse("outcome-settle", args=[room.workshop.pk]), {"choice": choice, **more}, headers=headers)


def adopt(client: Client, note: Note, **more) -> HttpResponse:
    return client.post(reverse("note-adopt", args=[note.workshop_id, note.number]), **more)


def undo(client: Client, room: Room, **more) -> HttpResponse:
    address = reverse("note-undo", args=[room.workshop.pk, Revision.objects.last().pk])
    return client.post(address, **more)


def wrong(response: HttpResponse) -> list[str]:
    """Why it was not stored, beside the field."""
    return [text(each) for each in dom(response).xpath("//*[starts-with(@id, 'cell-wrong-')]/p")]


def offered(response: HttpResponse) -> list[str]:
    """The places that a text without one can go to."""
    found = dom(response).xpath("//*[starts-with(@id, 'cell-wrong-')]//select[@name='place']/option")
    return [each.get("value") for each in found]


def stored() -> list[tuple[Place, str, str]]:
    return [(each.place, each.choice, each.text) for each in Outcome.objects.all() if each.choice or each.text]


# --- Writing ---


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_facilitator_writes_in_a_cell_and_takes_it_back(matrix, cell, user, headers, request):
    client = request.getfixturevalue(user)
    put(client, matrix, cell, "Lone", headers=headers)
    assert stored() == [(cell, "", "Lone")]

    undo(client, matrix, headers=headers)
    assert stored() == []


ODD = "\n\n\n\r\t\0\u00a0\u2028\u2029\x85\u200b\u200d\u0301<&\"'>eEæ🙂"


@pytest.mark.parametrize("screen", ["page", "reply"])
@given(words=st.text(alphabet=st.sampled_from(ODD) | st.characters(codec="utf-8"), max_size=12))
def test_whoever_writes_alone_is_never_told_that_someone_else_did(matrix, cell, ane_client, screen, words):
    """What a form begins from is what is stored, whatever was typed: the next edit joins nothing."""
    Outcome.objects.all().delete()
    headers = HTMX if screen == "reply" else {}
    drawn = put(ane_client, matrix, cell, words, headers=headers)
    if screen == "page":
        drawn = ane_client.get(drawn["Location"])
    (field,) = dom(drawn).xpath(f"//textarea[@id='text-{cell}']")
    (began,) = field.xpath("ancestor::form//input[@name='was']")
    now = Outcome.objects.get().text
    assert (field.value, began.value or "") == (now, now)

    sent = [text.replace("\n", "\r\n") for text in ("Ny linje\n" + now, began.value or "")]
    edited = put(ane_client, matrix, cell, *sent, headers=HTMX)
    assert (said(edited), Outcome.objects.get().text) == ("Gemt.", ("Ny linje\n" + now).strip())


def test_a_plain_form_comes_back_to_the_desk(ane_client, matrix, cell):
    matrix.fill(cell, "Lone")
    done = put(ane_client, matrix, cell, "Ulla", "Lone")
    page = ane_client.get(done["Location"])

    assert done["Location"] == reverse("desk", args=[matrix.workshop.pk])
    assert "Gemt." in page.content.decode()
    assert text(dom(page).get_element_by_id(f"text-{cell}")) == "Ulla"


@pytest.mark.parametrize(("was", "words"), [("", "Ulla"), ("Lone", "Lone\nUlla"), ("Lone", "Ulla"), ("Lone", "")])
def test_htmx_gets_the_cell_and_a_way_back(ane_client, matrix, cell, was, words):
    matrix.fill(cell, was)
    done = put(ane_client, matrix, cell, words, was, headers=HTMX)

    assert (done.status_code, done["X-Patch"], ids(done)) == (200, "1", [f"cell-{cell}", "toast"])
    assert said(done) == "Gemt."
    (way_back,) = dom(done).xpath("//*[@id='toast']//form/@action")
    assert ids(ane_client.post(way_back, headers=HTMX)) == [f"cell-{cell}", "toast"]
    assert Outcome.objects.get().text == was


def test_the_form_on_the_desk_is_sent_untouched_and_changes_nothing(ane_client, matrix, status):
    matrix.fill(status, "Lone\nog Per", choice="doing", due=timezone.localdate())
    desk = dom(ane_client.get(reverse("desk", args=[matrix.workshop.pk])))
    (found,) = desk.xpath(f"//form[@class='cell__form'][input[@name='place' and @value='{status}']]")
    done = ane_client.post(found.get("action"), dict(found.form_values()), headers=HTMX)

    assert (said(done), Revision.objects.count()) == ("", 1)
    assert stored() == [(status, "doing", "Lone\nog Per")]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_same_text_twice_is_stored_once(ane_client, matrix, cell, headers):
    for _ in range(2):
        assert put(ane_client, matrix, cell, "Lone", headers=headers).status_code == (200 if headers else 302)

    assert (stored(), Revision.objects.count()) == ([(cell, "", "Lone")], 1)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_one_who_wrote_at_the_same_time_is_told_that_both_are_kept(ane_client, bo_client, matrix, cell, headers):
    put(bo_client, matrix, cell, "Per")
    done = put(ane_client, matrix, cell, "Lone", headers=headers)
    seen = done if headers else ane_client.get(done["Location"])

    assert stored() == [(cell, "", "Per\nLone")]
    assert JOINED in seen.content.decode()


def test_markup_is_text(ane_client, matrix, cell):
    put(ane_client, matrix, cell, "<script>alert(1)</script>")
    page = dom(ane_client.get(reverse("desk", args=[matrix.workshop.pk])))

    assert page.get_element_by_id(f"text-{cell}").value.strip() == "<script>alert(1)</script>"


# --- State and date ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_state_and_date_are_stored_with_the_text(ane_client, matrix, status, headers):
    put(ane_client, matrix, status, "Kursus", choice="doing", choice_was="", due=days(7), due_was="", headers=headers)

    assert (stored(), Outcome.objects.get().due.isoformat()) == ([(status, "doing", "Kursus")], days(7))


def test_a_state_nobody_touched_does_not_overwrite_the_one_someone_chose_meanwhile(ane_client, matrix, status):
    matrix.fill(status, "", choice="done")
    put(ane_client, matrix, status, "Kursus", choice="", choice_was="", due="", due_was="")

    assert stored() == [(status, "done", "Kursus")]


def test_state_and_date_are_taken_away(ane_client, matrix, status):
    matrix.fill(status, "", choice="doing", due=timezone.localdate())
    put(ane_client, matrix, status, choice="", choice_was="doing", due="", due_was=days(0))

    assert (stored(), Outcome.objects.get().due) == ([], None)


WRONG = [
    ({"due": days(-1)}, PASSED),
    ({"due": "2027-02-30"}, NO_DATE),
    ({"due": "i morgen"}, NO_DATE),
    ({"due": "\x00"}, NO_DATE),
    ({"due": "9" * 2_000}, NO_DATE),
    ({"choice": "here"}, NO_STATE),
    ({"choice": "x" * 2_000}, NO_STATE),
]


@pytest.mark.parametrize(("more", "error"), WRONG)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_state_or_date_is_told_beside_the_field_and_nothing_is_stored(
    ane_client, matrix, status, more, error, headers
):
    done = put(ane_client, matrix, status, "Kursus", headers=headers, **more)

    assert (done.status_code, wrong(done), Outcome.objects.count()) == (422, [error], 0)
    if headers:
        assert ids(done) == [f"cell-wrong-{status}"]  # the field is not touched
    else:
        assert (typed(done, "text").strip(), typed(done, "place")) == ("Kursus", str(status))


def test_what_else_was_chosen_is_still_in_a_plain_form_after_an_error(ane_client, matrix, status):
    done = put(ane_client, matrix, status, "Kursus", choice="doing", choice_was="", due=days(-1), due_was="")
    sent = form(done, reverse("outcome-write", args=[matrix.workshop.pk]))

    assert (done.status_code, sent["text"].strip(), sent.get("choice")) == (422, "Kursus", "doing")

    ane_client.post(reverse("outcome-write", args=[matrix.workshop.pk]), sent | {"due": days(1)})
    assert (stored(), Outcome.objects.get().due.isoformat()) == ([(status, "doing", "Kursus")], days(1))


# --- What cannot be stored ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_2_000_characters_are_refused_with_both_figures_and_stay(ane_client, matrix, cell, headers):
    matrix.fill(cell, "Lone")
    done = put(ane_client, matrix, cell, "æ" * 2_000, "Lone", headers=headers)

    assert (done.status_code, wrong(done), stored()) == (422, [TOO_LONG], [(cell, "", "Lone")])
    if headers:
        assert ids(done) == [f"cell-wrong-{cell}"]
    else:
        assert (heading(done), errors(done)) == ("Ikke gemt endnu", [TOO_LONG])
        assert (typed(done, "text").strip(), typed(done, "was")) == ("æ" * 2_000, "Lone")


def test_a_plain_form_that_was_shortened_is_stored(ane_client, matrix, cell):
    page = put(ane_client, matrix, cell, "Lone og Per " * 200)
    action = reverse("outcome-write", args=[matrix.workshop.pk])
    ane_client.post(action, form(page, action) | {"text": "Lone og Per"})

    assert stored() == [(cell, "", "Lone og Per")]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_too_long_only_together_is_told_and_theirs_stays(ane_client, matrix, cell, headers):
    matrix.fill(cell, "æ" * 600)
    done = put(ane_client, matrix, cell, "ø" * 600, headers=headers)

    assert (done.status_code, len(wrong(done)), stored()) == (422, 1, [(cell, "", "æ" * 600)])
    if not headers:
        assert typed(done, "text").strip() == "ø" * 600


@pytest.mark.parametrize("place", ["x", "", "1", "1-2-3", "9" * 30 + "-1", "<b>"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_place_is_told_and_the_text_stays(ane_client, matrix, cell, place, headers):
    done = put(ane_client, matrix, place, "Lone", headers=headers)

    assert (done.status_code, wrong(done), Outcome.objects.count()) == (422, [NOWHERE], 0)
    if not headers:
        assert typed(done, "text").strip() == "Lone"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_closed_workshop_is_told_and_the_text_stays(ane_client, matrix, cell, headers):
    matrix.workshop.close()
    done = put(ane_client, matrix, cell, "Lone", headers=headers)

    assert (done.status_code, wrong(done), Outcome.objects.count()) == (422, [CLOSED], 0)
    if not headers:
        assert typed(done, "text").strip() == "Lone"


# --- A place that went meanwhile ---


def lose(matrix: Room, what: str) -> None:
    if what == "hidden row":
        matrix.leave_out(matrix.topics[0])
    elif what == "removed row":
        matrix.activity.question_set.remove(matrix.topics[0])
    elif what == "hidden column":
        matrix.leave_out(matrix.question("who"))
    else:
        matrix.activity.question_set.remove(matrix.question("who"))


@pytest.mark.parametrize("what", ["hidden row", "removed row"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_for_a_row_that_went_is_offered_the_other_rows_of_its_column(ane_client, matrix, cell, what, headers):
    lose(matrix, what)
    done = put(ane_client, matrix, cell, "Lone\nog Per", headers=headers)

    assert (done.status_code, wrong(done), Outcome.objects.count()) == (422, [GONE], 0)
    assert offered(done) == [str(matrix.place("who", row)) for row in range(1, 6)]
    assert typed(done, "text") == "Lone\nog Per"


@pytest.mark.parametrize("what", ["hidden column", "removed column"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_for_a_column_that_went_is_offered_every_cell(ane_client, matrix, cell, what, headers):
    lose(matrix, what)
    done = put(ane_client, matrix, cell, "Lone", headers=headers)

    assert (done.status_code, wrong(done), typed(done, "text")) == (422, [GONE], "Lone")
    assert offered(done) == [
        str(matrix.place(key, row)) for row in range(6) for key in ("what", "how", "when", "status")
    ]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_text_is_put_where_it_was_offered(ane_client, matrix, cell, headers):
    matrix.fill(matrix.place("who", 1), "Per")
    lose(matrix, "hidden row")
    page = dom(put(ane_client, matrix, cell, "Lone", headers=headers))
    sent = dict(page.xpath("//form[@data-moves-cell]")[0].form_values())
    ane_client.post(reverse("outcome-write", args=[matrix.workshop.pk]), sent, headers=headers)

    assert stored() == [(matrix.place("who", 1), "", "Per\nLone")]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_with_no_row_left_the_text_is_still_told_to_be_unsaved(ane_client, matrix, cell, headers):
    for topic in matrix.topics:
        matrix.leave_out(topic)
    done = put(ane_client, matrix, cell, "Lone", headers=headers)

    assert (done.status_code, wrong(done), offered(done)) == (422, [GONE], [])
    if not headers:
        assert typed(done, "text").strip() == "Lone"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_another_workshops_place_takes_no_text_and_ours_are_offered(ane_client, stranger, matrix, cell, headers):
    other = matrix.workshop.duplicate()
    other.facilitators.set([stranger])
    other.open()
    done = put(ane_client, matrix, Room(other).place("who"), "Lone", headers=headers)

    assert (done.status_code, wrong(done), Outcome.objects.count()) == (422, [GONE], 0)
    assert len(offered(done)) == 6 * 5


# --- Settling ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_room_settles_and_takes_it_back(ane_client, phases, headers):
    phases.go("where-shown")
    place, found = phases.place("where"), []
    for choice in ["here", "here", ""]:
        assert settle(ane_client, phases, f"{place}:{choice}", headers=headers).status_code == (200 if headers else 302)
        found.append(Outcome.objects.get().choice)

    assert found == ["here", "here", ""]


@pytest.mark.parametrize(("screen", "ids_"), [("wall", ["stage", "toast"]), ("", None)])
def test_the_screen_that_asked_gets_what_changed(ane_client, phases, screen, ids_):
    phases.go("where-shown")
    done = settle(ane_client, phases, f"{phases.place('where')}:here", screen=screen, headers=HTMX)
    plain = settle(ane_client, phases, f"{phases.place('where')}:", screen=screen)

    assert ids(done) == (ids_ or ["stage", "seats", "door", "agreements", "timer", "toast"])
    assert plain["Location"] == reverse(screen or "desk", args=[phases.workshop.pk])


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ("", NOWHERE),
        ("x", NOWHERE),
        ("x:here", NOWHERE),
        ("here", NOWHERE),
        ("{place}:doing", NO_CHOICE),
        ("{place}:" + "x" * 2_000, NO_CHOICE),
        ("{place}:here:here", NO_CHOICE),
        ("0-0:here", GONE),
    ],
)
def test_what_cannot_be_settled_is_told(ane_client, phases, choice, error):
    phases.go("where-shown")
    choice = choice.format(place=phases.place("where"))
    done = settle(ane_client, phases, choice, headers=HTMX)
    plain = ane_client.get(settle(ane_client, phases, choice)["Location"])

    assert (done.status_code, ids(done), said(done), Outcome.objects.count()) == (200, ["toast"], error, 0)
    assert errors(plain) == [error]


@pytest.mark.parametrize("how", ["hidden", "closed"])
def test_a_hidden_phase_and_a_closed_workshop_are_told(ane_client, phases, how):
    phases.leave_out(phases.topics[0]) if how == "hidden" else phases.workshop.close()
    done = settle(ane_client, phases, f"{phases.place('where')}:here", headers=HTMX)

    assert (said(done), Outcome.objects.count()) == (GONE if how == "hidden" else CLOSED, 0)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("how", ["written", "taken in"])
def test_once_closed_what_the_room_wrote_is_not_taken_back(ane_client, matrix, cell, how, headers):
    if how == "written":
        matrix.fill(cell, "Lone")
    else:
        adopt(ane_client, matrix.propose(cell, "Lone"))
    revision = (
        Revision.objects.filter(also=None).last() if how == "written" else Revision.objects.exclude(also=None).get()
    )
    matrix.workshop.close()
    kinds, version = list(Note.objects.values_list("kind", flat=True)), again(matrix.workshop).version
    address = reverse("note-undo", args=[matrix.workshop.pk, revision.pk])
    done = ane_client.post(address, headers=headers, follow=True)

    assert (said(done) if headers else errors(done)) == (PAST if headers else [PAST])
    assert (stored(), list(Note.objects.values_list("kind", flat=True))) == ([(cell, "", "Lone")], kinds)
    assert again(matrix.workshop).version == version

    again(matrix.workshop).open()
    ane_client.post(address)
    assert stored() == [(cell, "", "Lone")]


# --- Taking a proposal in ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_proposal_is_taken_in_and_that_is_undone(ane_client, matrix, cell, headers):
    matrix.propose(cell, "Superbrugerne", by=matrix.workshop.join())
    adopt(ane_client, Note.objects.get(), headers=headers)
    assert (stored(), Note.objects.get().kind) == ([(cell, "", "Superbrugerne")], "taken")

    undo(ane_client, matrix, headers=headers)
    assert (stored(), Note.objects.get().kind) == ([], "proposal")


def test_htmx_gets_the_note_gone_the_cell_and_a_way_back(ane_client, matrix, cell):
    note = matrix.propose(cell, "Superbrugerne")
    done = adopt(ane_client, note, headers=HTMX)

    assert ids(done) == [f"note-{note.number}", f"count-{cell}", f"cell-{cell}", "toast"]
    assert "data-gone" in dom(done).get_element_by_id(f"note-{note.number}").attrib
    assert said(done) == "Forslaget er taget med."
    (way_back,) = dom(done).xpath("//*[@id='toast']//form/@action")
    back = ane_client.post(way_back, headers=HTMX)
    assert ids(back) == [f"note-{note.number}", f"count-{cell}", f"cell-{cell}", "toast"]
    assert "data-gone" not in dom(back).get_element_by_id(f"note-{note.number}").attrib


def test_the_way_back_of_a_proposal_taken_in_is_the_one_in_the_toast(ane_client, matrix, cell):
    matrix.fill(cell, "Lone")
    done = adopt(ane_client, matrix.propose(cell, "Superbrugerne"), headers=HTMX)
    ane_client.post(dom(done).xpath("//*[@id='toast']//form/@action")[0])

    assert (stored(), Note.objects.get().kind) == ([(cell, "", "Lone")], "proposal")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_pressed_twice_is_taken_in_once(ane_client, matrix, cell, headers):
    note = matrix.propose(cell, "Superbrugerne")
    answers = [adopt(ane_client, note, headers=headers).status_code for _ in range(2)]

    assert (answers, stored()) == ([200 if headers else 302] * 2, [(cell, "", "Superbrugerne")])


def test_a_note_of_another_tool_is_told_not_to_fit(ane_client, open_workshop, places):
    note = write(open_workshop, places[0])
    done = adopt(ane_client, note, headers=HTMX)

    assert (ids(done), said(done)) == (["toast"], "Den slags seddel kan ikke tages med her.")
    assert errors(ane_client.get(adopt(ane_client, note)["Location"])) == [said(done)]


def test_a_proposal_that_does_not_fit_is_told_and_stays(ane_client, matrix, cell):
    matrix.fill(cell, "æ" * 1_000)
    done = adopt(ane_client, matrix.propose(cell), headers=HTMX)

    assert said(done).startswith("Feltet rummer højst 1000 tegn, og der står nu 1014.")
    assert (stored(), Note.objects.get().kind) == ([(cell, "", "æ" * 1_000)], "proposal")


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_a_note_that_is_not_shown_is_404(ane_client, matrix, cell, verb):
    note = matrix.propose(cell)
    getattr(note, verb)(*WHY.get(verb, []))

    assert adopt(ane_client, note).status_code == 404
    assert Outcome.objects.count() == 0


# --- Who gets in ---


@pytest.mark.parametrize(("who", "status"), [("participant", 403), ("stranger", 404), ("leader", 401)])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nobody_else_writes_settles_takes_in_or_takes_back(matrix, cell, stranger_client, who, status, headers):
    client = {"participant": seated(matrix.workshop.join()), "stranger": stranger_client, "leader": Client()}[who]
    note = matrix.propose(cell)
    revision = note.edit("Superbrugere")
    version = again(matrix.workshop).version
    answers = [
        put(client, matrix, cell, "Lone", headers=headers),
        settle(client, matrix, f"{cell}:", headers=headers),
        adopt(client, note, headers=headers),
        client.post(reverse("note-undo", args=[matrix.workshop.pk, revision.pk]), headers=headers),
    ]

    assert [each.status_code for each in answers] == [status] * 4
    assert (Outcome.objects.count(), again(matrix.workshop).version) == (0, version)


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_the_wrong_method_is_405(ane_client, matrix, cell, method):
    pk, note = matrix.workshop.pk, matrix.propose(cell)
    addresses = [reverse("outcome-write", args=[pk]), reverse("outcome-settle", args=[pk])]
    addresses.append(reverse("note-adopt", args=[pk, note.number]))

    assert [getattr(ane_client, method)(each).status_code for each in addresses] == [405] * 3


def test_what_was_written_in_another_workshop_is_not_taken_back_from_ours(ane_client, stranger_client, matrix, cell):
    matrix.fill(cell, "Lone")
    other = matrix.workshop.duplicate()
    other.facilitators.set([stranger_client.session["_auth_user_id"]])
    revision = Revision.objects.get()
    done = stranger_client.post(reverse("note-undo", args=[other.pk, revision.pk]))

    assert (done.status_code, stored()) == (404, [(cell, "", "Lone")])


@pytest.mark.parametrize("pk", [0, 999_999, 10**18])
def test_a_workshop_or_note_that_is_not_there_is_404(ane_client, matrix, cell, pk):
    assert ane_client.post(reverse("outcome-write", args=[pk]), {"place": str(cell), "text": "x"}).status_code == 404
    assert ane_client.post(reverse("note-adopt", args=[matrix.workshop.pk, pk])).status_code == 404


# --- An agreement made from a cell ---


def test_an_agreement_made_from_a_cell_begins_with_what_stands_there(ane_client, matrix, status):
    matrix.fill(status, "Kursus i maj", due=timezone.localdate())
    matrix.fill(matrix.place("who"), "Lone\nSuperbrugerne")
    address = reverse("agreement-add", args=[matrix.workshop.pk]) + f"?sted={status}"
    page = ane_client.get(address)
    assert (typed(page, "what").strip(), typed(page, "who"), typed(page, "due")) == (
        "Kursus i maj",
        "Lone, Superbrugerne",
        days(0),
    )

    ane_client.post(address, {"what": "Kursus", "who": "Superbrugerne", "period": "during", "key": typed(page, "key")})
    agreement = Agreement.objects.get()
    assert (agreement.topic, agreement.question) == (matrix.topics[0], matrix.question("status"))


def test_a_cell_too_long_for_an_agreement_is_there_whole_and_told(ane_client, matrix, status):
    matrix.fill(status, "æ" * 401)
    matrix.fill(matrix.place("who"), "ø" * 121)
    address = reverse("agreement-add", args=[matrix.workshop.pk]) + f"?sted={status}"
    page = ane_client.get(address)
    assert (typed(page, "what").strip(), typed(page, "who")) == ("æ" * 401, "ø" * 121)

    told = ane_client.post(
        address, {"what": "æ" * 401, "who": "Superbrugerne", "period": "", "key": typed(page, "key")}
    )
    assert (told.status_code, typed(told, "what").strip(), Agreement.objects.count()) == (422, "æ" * 401, 0)


@pytest.mark.parametrize("place", ["x", "0-0", "", "9" * 30 + "-1"])
def test_an_agreement_from_no_place_still_opens(ane_client, matrix, cell, place):
    page = ane_client.get(reverse("agreement-add", args=[matrix.workshop.pk]), {"sted": place, "hvad": "Leder"})

    assert (page.status_code, typed(page, "what").strip()) == (200, "")


# --- What it costs ---


@pytest.mark.parametrize("screen", ["desk", "wall"])
def test_a_matrix_of_three_rows_costs_the_same_as_one_of_one(ane_client, matrix, screen):
    matrix.go("fill")

    def cost(rows: int) -> int:
        for n, topic in enumerate(matrix.topics):
            matrix.leave_out(topic) if n >= rows else matrix.take_in(topic)
        address = reverse(screen, args=[matrix.workshop.pk])
        with from_cold() as captured:
            assert ane_client.get(address).status_code == 200
        return len(captured)

    for row in range(3):
        matrix.propose(matrix.place("who", row))
        for key in ("who", "status"):
            matrix.fill(matrix.place(key, row), "Lone")
    cost(1)
    assert cost(3) == cost(1)


def test_writing_costs_the_same_in_a_matrix_that_is_full_as_in_an_empty_one(ane_client, matrix, cell):
    def cost(was: str, words: str) -> int:
        with from_cold() as captured:
            assert put(ane_client, matrix, cell, words, was, headers=HTMX).status_code == 200
        return len(captured)

    put(ane_client, matrix, cell, "Lone")
    one = cost("Lone", "Per")
    for row in range(1, 6):
        for key in ("who", "what", "how", "status"):
            matrix.fill(matrix.place(key, row), "Ulla")
            matrix.propose(matrix.place(key, row))

    assert cost("Per", "Mads") == one
