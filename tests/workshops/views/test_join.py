import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages import HTMX, dom, errors, form, heading, text, typed
from tests.people import seated
from workshops import pace
from workshops.models import Participant, WrongCode, guesses
from workshops.screens.here import WALL
from workshops.screens.scene import Scene

UNKNOWN = "Vi kender ikke koden. Se på tavlen, og prøv igen."


def send(code: str, client: Client | None = None, **data: str):
    return (client or Client()).post("/", {"code": code, **data})


def test_the_front_page_asks_for_the_code(db):
    page = Client().get("/")

    assert (page.status_code, heading(page), typed(page, "code"), errors(page)) == (
        200,
        "Kom med i workshoppen",
        "",
        [],
    )


def test_a_code_gives_a_seat_that_comes_back_after_a_reload(open_workshop):
    client = Client()
    done = send(open_workshop.code, client)

    seat = Participant.objects.get()
    assert done["Location"] == f"/deltag/{open_workshop.pk}/"
    assert (seat.workshop, seat.code) == (open_workshop, open_workshop.code)
    assert client.get(done["Location"]).status_code == 200

    cookie = done.cookies[f"seat-{open_workshop.pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 24 * 3600)


def test_joining_again_from_the_same_phone_is_the_same_seat(open_workshop):
    client = Client()
    for _ in range(2):
        send(open_workshop.code, client)

    assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    "as_typed",
    [
        str.lower,
        lambda c: f" {c[:3]} {c[3:]}\t",
        lambda c: f"{c[:3]}-{c[3:]}",
        lambda c: f"»{c}«.",
        lambda c: f"https://dialog.kommune.dk/k/{c}/",
        lambda c: f"Kode: {c[:3]}\u00a0{c[3:]}",
    ],
)
def test_a_code_is_taken_as_people_type_it(open_workshop, as_typed):
    assert send(as_typed(open_workshop.code)).status_code == 302


def test_the_qr_codes_address_asks_before_it_gives_a_seat(open_workshop):
    page = Client().get(f"/k/{open_workshop.code}/")

    assert (page.status_code, heading(page)) == (200, "Nyt omsorgssystem")
    assert Participant.objects.count() == 0
    assert Client().post("/", form(page, "/")).status_code == 302
    assert Participant.objects.count() == 1


@pytest.mark.parametrize(("days", "told"), [(1, "1 dag efter"), (30, "30 dage efter")])
def test_what_becomes_of_what_is_written_is_said_before_anyone_is_in(open_workshop, days, told):
    open_workshop.keep_days = days
    open_workshop.describe()
    said = text(dom(Client().get(f"/k/{open_workshop.code}/")).xpath("//form//p[@class='quiet small']")[0])

    assert said.startswith("Du skriver uden navn.")
    assert f"{open_workshop.workplace} er dataansvarlig, og sedlerne bliver slettet {told} mødet." in said


def test_someone_who_is_in_goes_straight_to_the_room(open_workshop, participant_client):
    for address in [f"/k/{open_workshop.code}/", f"/?kode={open_workshop.code}"]:
        assert participant_client.get(address)["Location"] == f"/deltag/{open_workshop.pk}/"


# --- Groups ---


def test_a_workshop_with_groups_asks_for_one_and_takes_none_for_an_answer(open_workshop):
    open_workshop.groups = ["Leder", "Medarbejder"]
    open_workshop.save()
    page = send(open_workshop.code)

    assert Participant.objects.count() == 0
    assert [text(each) for each in dom(page).xpath("//label")] == ["Leder", "Medarbejder", "Vil ikke sige det"]
    assert Client().post("/", form(page, "/")).status_code == 302
    assert Client().post("/", form(page, "/") | {"group": "Leder"}).status_code == 302
    assert list(Participant.objects.order_by("pk").values_list("group", flat=True)) == ["", "Leder"]


def test_a_group_nobody_offered_is_none(open_workshop):
    open_workshop.groups = ["Leder"]
    open_workshop.save()
    send(open_workshop.code, group="Direktør")

    assert Participant.objects.get().group == ""


# --- What is refused ---


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("code", ["ABC234", "KODE", "<B>X</B>", "A" * 10_000, "';", "Æ"])
def test_an_unknown_code_is_told_and_stays_in_the_field(db, code, headers):
    page = Client().post("/", {"code": code}, headers=headers)

    assert (page.status_code, errors(page), typed(page, "code")) == (422, [UNKNOWN], code)


def test_a_code_of_control_characters_is_unknown(db):
    for page in [send("ABC\x00234"), Client().get("/k/ABC%00234/"), Client().get("/?kode=ABC%00234")]:
        assert (page.status_code, errors(page)) == (422, [UNKNOWN])


@pytest.mark.parametrize("code", ["", "   ", "-", "\x00"])
def test_no_code_is_told(db, code):
    page = send(code)

    assert (page.status_code, errors(page)) == (422, ["Skriv koden, der står på tavlen."])


@pytest.mark.parametrize("code", ["GNKMZ0", "gnk mzo", "https://dialog.kommune.dk/k/GNKMZL/"])
def test_a_letter_that_is_in_no_code_is_told_and_all_that_was_typed_stays(db, code):
    page = send(code)

    assert (page.status_code, typed(page, "code")) == (422, code)
    assert errors(page) == [f"{UNKNOWN} Der er aldrig 0, O, 1, I eller L i en kode."]


def test_the_field_takes_a_whole_link(db):
    (field,) = dom(Client().get("/")).xpath("//input[@name='code']")

    assert field.get("maxlength") is None


def test_a_wrong_code_in_the_address_is_told(db):
    page = Client().get("/k/ABC234/")

    assert (page.status_code, errors(page), typed(page, "code")) == (422, [UNKNOWN], "ABC234")


def test_a_workshop_that_is_not_open_yet_is_told(workshop):
    page = send(workshop.code)

    assert (page.status_code, typed(page, "code")) == (422, workshop.code)
    assert errors(page) == ["Workshoppen er ikke åbnet endnu. Vent et øjeblik, og prøv igen."]


def test_an_expired_code_is_told(open_workshop, now):
    open_workshop.code_expires_at = now - dt.timedelta(seconds=1)
    open_workshop.save()
    page = send(open_workshop.code)

    assert (page.status_code, errors(page)) == (422, ["Koden er udløbet. Bed ordstyreren om en ny kode."])


def test_a_closed_workshop_is_told(open_workshop):
    open_workshop.close()
    page = send(open_workshop.code)

    assert (page.status_code, errors(page)) == (422, ["Workshoppen er slut, så man kan ikke længere komme med."])


def test_a_deleted_workshop_is_unknown(open_workshop):
    open_workshop.discard()

    assert errors(send(open_workshop.code)) == [UNKNOWN]


def test_someone_whose_seat_was_taken_does_not_get_it_back(open_workshop, participant, participant_client):
    open_workshop.remove(participant)
    page = send(open_workshop.code, participant_client)

    assert (page.status_code, Participant.objects.count()) == (422, 1)
    assert errors(page) == ["Ordstyreren har lukket din plads i workshoppen. Tal med ordstyreren, hvis det er en fejl."]


def test_a_new_code_brings_one_back_to_the_same_seat(open_workshop, participant, participant_client):
    open_workshop.renew_code()
    sent_away = participant_client.get(reverse("phone", args=[open_workshop.pk]), follow=True)
    assert "Workshoppen har fået en ny kode" in sent_away.content.decode()

    send(open_workshop.code, participant_client)
    assert list(Participant.objects.seated()) == [participant]


def test_the_wrong_method_is_405(db):
    assert Client().put("/").status_code == 405


def test_a_seat_in_one_workshop_is_none_in_another(participant, other_workshop):
    client = seated(participant)

    assert client.get(reverse("phone", args=[other_workshop.pk]))["Location"] == "/"


# --- The link in the QR code ---

TOO_MANY = (
    "Der er skrevet mange forkerte koder herfra. Scan QR-koden på tavlen, så kommer du med nu. "
    "Eller vent ti minutter, og skriv koden igen."
)


@pytest.fixture
def worn_out(monkeypatch):
    """An address that wrong codes came from, until no more are looked up."""
    monkeypatch.setattr(guesses, "MOST_FROM_ONE", 3)
    for _ in range(3):
        send("ABC234")


def test_the_wall_shows_a_link_that_nobody_can_guess(open_workshop, settings):
    address = Scene(open_workshop, WALL).join_url

    assert address == f"{settings.SITE_URL}/k/{open_workshop.link_key}/"
    assert len(open_workshop.link_key) == 22


def test_the_link_asks_before_it_gives_a_seat_and_goes_on_without_the_code(open_workshop):
    page = Client().get(f"/k/{open_workshop.link_key}/")

    assert (page.status_code, heading(page)) == (200, "Nyt omsorgssystem")
    assert form(page, "/")["code"] == open_workshop.link_key
    assert Client().post("/", form(page, "/")).status_code == 302
    assert Participant.objects.count() == 1


def test_a_link_is_found_in_what_was_pasted(open_workshop):
    assert send(f"»https://dialog.kommune.dk/k/{open_workshop.link_key}/«.").status_code == 302


def test_a_new_code_is_a_new_link(open_workshop):
    old = open_workshop.link_key
    open_workshop.renew_code()
    page = Client().get(f"/k/{old}/")

    assert open_workshop.link_key != old
    assert (page.status_code, WrongCode.objects.count()) == (422, 0)
    assert errors(page) == ["Linket gælder ikke længere. Scan QR-koden på tavlen igen, eller skriv koden."]


# --- Wrong codes ---


def scan(code: str):
    return Client().get(f"/k/{code}/")


def follow(code: str):
    return Client().get(f"/?kode={code}")


@pytest.mark.parametrize("ask", [send, scan, follow])
def test_after_many_wrong_codes_no_code_is_looked_up_and_nobody_waits(open_workshop, worn_out, ask):
    for code in ("ABC234", open_workshop.code):
        page = ask(code)
        assert (page.status_code, errors(page), page["Retry-After"]) == (429, [TOO_MANY], "600")
        assert typed(page, "code") == code
    assert WrongCode.objects.count() == 3


def test_the_link_lets_one_in_all_the_same(open_workshop, worn_out):
    phone = Client()
    page = phone.get(f"/k/{open_workshop.link_key}/")

    assert phone.post("/", form(page, "/"))["Location"] == f"/deltag/{open_workshop.pk}/"


def test_it_is_over_after_a_while(open_workshop, worn_out):
    WrongCode.objects.update(at=timezone.now() - guesses.WINDOW)

    assert send(open_workshop.code).status_code == 302
    assert send("ABC234").status_code == 422
    assert WrongCode.objects.count() == 1  # the old ones are forgotten


def test_another_address_is_not_held_up(open_workshop, worn_out):
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    assert send(open_workshop.code, elsewhere).status_code == 302


def test_right_codes_are_never_counted_nor_are_links_and_empty_fields(open_workshop):
    for code in (open_workshop.code, open_workshop.link_key, "x" * 22, "", " "):
        send(code)
    open_workshop.close()
    send(open_workshop.code)

    assert WrongCode.objects.count() == 0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("", "unix:", False),
    ],
)
def test_one_subscribers_addresses_are_counted_together(one, other, alike):
    assert (guesses.network(one) == guesses.network(other)) is alike


def test_neither_the_code_nor_the_address_is_stored(db):
    send("ABC234", Client(REMOTE_ADDR="192.0.2.7"))
    (row,) = WrongCode.objects.values()

    assert set(row) == {"id", "source", "at"}
    assert "192.0.2.7" not in row["source"]


@pytest.mark.much
def test_five_hundred_behind_one_address_join_within_a_minute(open_workshop):
    """One in five slips once."""
    for n in range(500):
        if n % 5 == 0:
            assert send("ABC234").status_code == 422
        assert send(open_workshop.code).status_code == 302

    assert open_workshop.participants.seated().count() == 500


def test_more_than_any_room_has_at_once_is_told(open_workshop, monkeypatch):
    monkeypatch.setattr(pace, "ROOM_JOINS", pace.Pace(2, 10))
    statuses = [send(open_workshop.code).status_code for _ in range(3)]
    page = send(open_workshop.code)

    assert (statuses, page["Retry-After"]) == ([302, 302, 429], "10")
    assert errors(page) == ["Der kommer rigtig mange lige nu. Vent et øjeblik, og prøv igen."]
    assert open_workshop.participants.count() == 2
