"""The phone's form for marking: it works without scripts, and says by name what could not be marked."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.pages import HTMX, dom, form, ids, said, text
from tests.people import seated
from tests.rooms import Room
from workshops.models import Mark, Participant
from workshops.place import Place
from workshops.screens import patches
from workshops.screens.here import PHONE

NOT_NOW = "Vi kan ikke se, hvad du krydsede af. Genindlæs siden, og prøv igen."
CLOSED = "Workshoppen er ikke åben, så krydset kunne ikke gemmes."


def gone(*titles: str, rest: bool = True) -> str:
    names = ", ".join(f"»{title}«" for title in titles)
    told = f"{names} er taget ud eller lukket imens, så det kryds tæller ikke med."
    return f"{told} Resten er gemt." if rest else told


@pytest.fixture
def here(phases) -> list[Place]:
    """The phases, while the room marks which one it is in."""
    phases.go("where")
    return [phases.place("where", n) for n in range(4)]


@pytest.fixture
def phone(seat) -> Client:
    return seated(seat)


def address(phases: Room) -> str:
    return reverse("phone-mark", args=[phases.workshop.pk])


def look(client: Client, phases: Room) -> HttpResponse:
    return client.get(reverse("phone", args=[phases.workshop.pk]))


def mark(client: Client, phases: Room, *marks: tuple[Place | str, str], **more) -> HttpResponse:
    data: dict = {f"mark-{place}": choice for place, choice in marks if choice}
    return client.post(address(phases), data | {"place": [str(place) for place, _choice in marks]}, **more)


def checked(response: HttpResponse) -> list[str]:
    """What is marked in the form, as ``"place choice"``."""
    found = dom(response).xpath("//form[@id='marks-form']//input[@checked]")
    return [f"{each.get('name').removeprefix('mark-')} {each.get('value')}" for each in found]


def take_back(client: Client, phases: Room, place: Place, *marks: tuple[Place, str]) -> HttpResponse:
    """Press the button beside a choice, in the form as it is filled in."""
    data: dict = {f"mark-{each}": choice for each, choice in marks} | {"place": [str(each) for each, _choice in marks]}
    return client.post(address(phases), data | {"clear": str(place)})


def marks(seat: Participant) -> dict[Place, str]:
    return {each.place: each.choice for each in seat.marks.all()}


# --- The form ---


def test_it_asks_for_every_phase_by_name(phone, phases, here):
    page = dom(look(phone, phases))

    assert [text(each) for each in page.xpath("//form[@id='marks-form']//label//b")] == [t.title for t in phases.topics]
    assert page.xpath("//form[@id='marks-form']//input[@name='place']/@value") == [str(place) for place in here]
    assert checked(look(phone, phases)) == []


def test_it_asks_for_a_degree_of_each_group_under_its_phase(phone, phases):
    phases.go("degree")
    page = dom(look(phone, phases))

    assert [text(each) for each in page.xpath("//form[@id='marks-form']/h3")] == [t.title for t in phases.topics]
    named = [f"{topic.title}: {column}" for topic in phases.topics for column in phases.columns]
    assert [text(each) for each in page.xpath("//form[@id='marks-form']//legend")] == named


def test_it_asks_for_each_piece_of_advice(phone, phases):
    phases.go("advice")
    page = dom(look(phone, phases))
    asked = [str(each) for each in phases.questions if each.key == "advice"]

    assert [text(each) for each in page.xpath("//form[@id='marks-form']//legend")] == asked
    assert page.xpath("//form[@id='marks-form']/h3") == []


@pytest.mark.parametrize("step", ["path", "where-shown", "doors", "degree-shown", "advice-shown", "decide"])
def test_there_is_a_form_only_while_marking(phone, phases, step):
    phases.go(step)

    assert dom(look(phone, phases)).xpath("//form[@id='marks-form']") == []


def test_there_is_no_form_once_the_workshop_is_closed(phone, phases, here):
    phases.workshop.close()

    assert dom(look(phone, phases)).xpath("//form[@id='marks-form']") == []


def test_a_hidden_phase_and_a_closed_place_are_not_asked(phone, phases, here):
    phases.leave_out(phases.topics[0])
    phases.workshop.close_place(here[1])

    asked = dom(look(phone, phases)).xpath("//form[@id='marks-form']//input[@name='place']/@value")
    assert asked == [str(here[2]), str(here[3])]


# --- Marking ---


def test_a_choice_is_taken_back_without_scripts(phone, phases, seat):
    """The rest of the form is sent with it, as it is filled in."""
    phases.go("degree")
    one, other = [phases.place("degree", n) for n in range(2)]
    degree = dom(look(phone, phases)).xpath(f"//input[@name='mark-{one}']/@value")[0]
    mark(phone, phases, (one, degree), (other, ""))

    take_back(phone, phases, one, (one, degree), (other, degree))

    assert marks(seat) == {other: degree}
    pressed = dom(look(phone, phases)).xpath("//form[@id='marks-form']//button[@name='clear']/@value")
    assert str(one) in pressed
    assert "clear" not in dom(look(phone, phases)).xpath("(//form[@id='marks-form']//button)[1]/@name")


def test_a_browser_without_scripts_marks_and_sees_what_it_marked(phases, here):
    browser = Client(enforce_csrf_checks=True)
    browser.post("/", form(browser.get("/"), "/") | {"code": phases.workshop.code})
    sent = form(look(browser, phases), address(phases)) | {"place": [str(place) for place in here]}
    done = browser.post(address(phases), sent | {f"mark-{here[1]}": "here"})

    assert done["Location"] == reverse("phone", args=[phases.workshop.pk])
    assert checked(look(browser, phases)) == [f"{here[1]} here"]


def test_what_was_marked_before_is_sent_again_by_an_untouched_form(phone, phases, here, seat):
    mark(phone, phases, (here[0], "here"), (here[2], "here"))
    sent = form(look(phone, phases), address(phases)) | {"place": [str(place) for place in here]}
    phone.post(address(phases), sent)

    assert marks(seat) == {here[0]: "here", here[2]: "here"}


def test_a_choice_among_several_is_shown_again_and_changed(phone, phases):
    phases.go("advice")
    place = phases.place("advice", n=3)
    shown = []
    for choice in ["doing", "missing"]:
        mark(phone, phases, (place, choice))
        shown += checked(look(phone, phases))

    assert shown == [f"{place} doing", f"{place} missing"]


def test_htmx_gets_a_word(phone, phases, here, seat):
    done = mark(phone, phases, (here[0], "here"), (here[1], ""), headers=HTMX)

    assert (done.status_code, done["X-Patch"], ids(done), said(done)) == (200, "1", ["said"], "Gemt")
    assert marks(seat) == {here[0]: "here"}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_unmarked_is_taken_back(phone, phases, here, seat, headers):
    mark(phone, phases, (here[0], "here"), (here[1], "here"), headers=headers)
    mark(phone, phases, (here[0], ""), (here[1], "here"), headers=headers)

    assert marks(seat) == {here[1]: "here"}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sent_twice_is_marked_once(phone, phases, here, headers):
    for _ in range(2):
        mark(phone, phases, (here[0], "here"), headers=headers)

    assert Mark.objects.count() == 1


def test_marks_are_stored_when_the_room_has_just_moved_on(phone, phases, here, seat):
    phases.go("doors")
    done = mark(phone, phases, (here[0], "here"), headers=HTMX)

    assert (said(done), marks(seat)) == ("Gemt", {here[0]: "here"})


def test_each_phone_shows_its_own_marks(phone, phases, here):
    phases.marked((here[1], "here"))
    mark(phone, phases, (here[0], "here"))

    assert checked(look(phone, phases)) == [f"{here[0]} here"]


def test_nobody_is_told_what_others_marked_before_it_is_shown(phone, phases, here):
    before = dom(look(phone, phases)).text_content()
    phases.marked((here[1], "here"))

    assert dom(look(phone, phases)).text_content() == before


# --- What cannot be marked ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_hidden_phase_is_named_and_the_others_are_stored(phone, phases, here, seat, headers):
    phases.leave_out(phases.topics[1])
    done = mark(phone, phases, *[(place, "here") for place in here[:3]], headers=headers)

    assert (done.status_code, said(done)) == (422, gone("Konsekvensvurdering"))
    assert marks(seat) == {here[0]: "here", here[2]: "here"}
    if not headers:
        assert checked(done) == [f"{here[0]} here", f"{here[2]} here"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_several_are_named_in_order(phone, phases, here, headers):
    for topic in phases.topics[:2]:
        phases.leave_out(topic)
    done = mark(phone, phases, *[(place, "here") for place in here], headers=headers)

    assert (done.status_code, said(done)) == (422, gone("Idéudvikling", "Konsekvensvurdering"))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_closed_place_is_named(phone, phases, here, seat, headers):
    phases.workshop.close_place(here[0])
    done = mark(phone, phases, (here[0], "here"), (here[1], "here"), headers=headers)

    assert (done.status_code, said(done), marks(seat)) == (422, gone("Idéudvikling"), {here[1]: "here"})


def test_where_only_that_was_sent_nothing_is_said_of_the_rest(phone, phases, here, seat):
    phases.workshop.close_place(here[0])

    assert said(mark(phone, phases, (here[0], "here"), headers=HTMX)) == gone("Idéudvikling", rest=False)


@pytest.mark.parametrize("choice", ["doing", "x" * 2_000, "\x00", "<b>"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_unknown_choice_is_told_and_not_stored(phone, phases, here, seat, choice, headers):
    done = mark(phone, phases, (here[0], choice), (here[1], "here"), headers=headers)

    assert (done.status_code, marks(seat)) == (422, {here[1]: "here"})
    assert said(done) == gone("Idéudvikling")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_place_that_was_removed_has_no_name_left(phone, phases, here, seat, headers):
    phases.activity.question_set.remove(phases.topics[0])
    done = mark(phone, phases, (here[0], "here"), (here[1], "here"), headers=headers)

    assert (done.status_code, marks(seat)) == (422, {here[1]: "here"})
    assert said(done).startswith("Det, du krydsede af, er taget ud eller lukket imens")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_another_workshop_calls_its_rows_is_not_told(phone, phases, here, matrix, headers):
    matrix.activity.question_set.rename(matrix.topics[0], "Hemmelig enhed")
    done = mark(phone, phases, (matrix.place("status"), "doing"), headers=headers)

    assert done.status_code == 422
    assert "Hemmelig enhed" not in done.content.decode()


@pytest.mark.parametrize("place", ["x", "", "1", "1-2-3", "-1-2", "9" * 30 + "-1", "1-²"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_place_is_told_and_nothing_is_stored(phone, phases, here, place, headers):
    done = mark(phone, phases, (here[0], "here"), (place, "here"), headers=headers)

    assert (done.status_code, said(done), Mark.objects.count()) == (422, NOT_NOW, 0)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_without_places_does_no_harm(phone, phases, here, headers):
    assert phone.post(address(phases), {}, headers=headers).status_code == (200 if headers else 302)
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_as_many_places_as_a_form_can_hold_do_no_harm(phone, phases, here, seat, headers):
    made_up = [(Place(n, n), "") for n in range(10**6, 10**6 + 900)]
    done = mark(phone, phases, (here[0], "here"), *made_up, headers=headers)

    assert (done.status_code, marks(seat)) == (422, {here[0]: "here"})


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_closed_workshop_is_told_and_nothing_is_stored(phone, phases, here, headers):
    phases.workshop.close()
    done = mark(phone, phases, (here[0], "here"), headers=headers)

    assert (done.status_code, said(done), Mark.objects.count()) == (422, CLOSED, 0)


# --- Who gets in ---


@pytest.mark.parametrize("user", ["ane_client", "stranger_client", "leader_client", "participant_client"])
def test_without_a_seat_here_nothing_is_marked(phases, here, user, request):
    client = request.getfixturevalue(user)

    assert mark(client, phases, (here[0], "here")).status_code == 404
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_seat_that_was_taken_marks_nothing(phone, phases, here, seat, headers):
    phases.workshop.remove(seat)

    assert mark(phone, phases, (here[0], "here"), headers=headers).status_code == 403
    assert Mark.objects.count() == 0


def test_a_seat_under_an_old_code_marks_nothing(phone, phases, here):
    phases.workshop.renew_code()

    assert mark(phone, phases, (here[0], "here")).status_code == 403
    assert Mark.objects.count() == 0


def test_a_deleted_workshop_takes_no_marks(phone, phases, here):
    phases.workshop.discard()

    assert mark(phone, phases, (here[0], "here")).status_code == 403
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_the_wrong_method_is_405(phone, phases, here, method):
    assert getattr(phone, method)(address(phases)).status_code == 405


def test_a_form_without_its_token_is_refused(phases, here, seat):
    client = Client(enforce_csrf_checks=True)
    client.cookies = seated(seat).cookies

    assert mark(client, phases, (here[0], "here")).status_code == 403
    assert Mark.objects.count() == 0


# --- What it costs ---


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("marked", [0, 1, 3])
def test_a_form_of_three_places_costs_the_same_as_a_form_of_one(phases, here, marked, headers):
    def cost(places: list[Place], marked: int) -> int:
        client = seated(phases.workshop.join())
        choices = [(place, "here" if n < marked else "") for n, place in enumerate(places)]
        with CaptureQueriesContext(connection) as captured:
            assert mark(client, phases, *choices, headers=headers).status_code < 400
        return len(captured)

    cost(here[:1], 1)
    assert cost(here[:3], marked) == cost(here[:1], min(marked, 1))


def test_loading_the_page_costs_the_same_however_much_is_marked(phone, phases, here, seat):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            look(phone, phases)
        return len(captured)

    phases.mark(seat, (here[0], "here"))
    cost()
    one = cost()
    phases.mark(seat, *[(place, "here") for place in here])
    for _ in range(5):
        phases.marked(*[(place, "here") for place in here])

    assert cost() == one


# --- What was drawn before it was stored ---


def test_the_answer_says_which_version_knows_of_the_marks_and_the_form_which_it_was_drawn_from(phases, seat):
    phases.go("where")
    drawn = dom(patches.whole(phases.workshop.pk, PHONE, [seat.pk]).personal[seat.pk])
    place = phases.place("where")
    answer = seated(seat).post(
        reverse("phone-mark", args=[phases.workshop.pk]), {"place": str(place), f"mark-{place}": "here"}, headers=HTMX
    )
    after = dom(patches.whole(phases.workshop.pk, PHONE, [seat.pk]).personal[seat.pk])
    versions = [int(page.xpath("//section[@id='marks']/@data-version")[0]) for page in (drawn, after)]

    assert versions[0] < int(answer["X-Version"]) <= versions[1]
