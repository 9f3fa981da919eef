"""A workshop that looks back on an earlier one."""

import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import HTMX, dom, errors, said, text
from tests.people import seated
from tests.rooms import Room
from workshops.models import Agreement, QuestionSet, Workshop, agendas
from workshops.report import paper

NOTHING = "Der blev ikke skrevet aftaler ned sidst."


def look_back(room: Room) -> list[str]:
    """What the wall says when the room looks back."""
    room.go("look-back")
    return [text(each) for each in room.see().xpath("//section[contains(@class, 'look-back')]//p")]


def note_status(client, room: Room, agreement: Agreement, status: str = "done", headers=None):
    address = reverse("agreement-status", args=[room.workshop.pk, agreement.pk])
    return client.post(address, {"status": status}, headers=headers)


def test_it_is_a_draft_with_the_same_people_and_what_comes_after(full, ane, bo):
    full.workshop.close()
    twin = full.workshop.follow_up()

    assert (twin.state, twin.follows, twin.title) == ("draft", full.workshop, "Hvordan gik det? Nyt omsorgssystem")
    assert (twin.notes.count(), twin.agreements.count(), twin.starts_at) == (0, 0, None)
    assert set(twin.facilitators.all()) == {ane, bo}
    assert [(each.tool, each.title) for each in twin.activities.all()] == [
        ("rasmus-after", "RASMUS-kompasset, efter en digitalisering")
    ]
    assert full.activity.tool == "rasmus"


def test_without_the_sequel_in_the_library_the_agenda_is_the_same(before):
    QuestionSet.objects.get(key="rasmus-efter").delete()

    assert [each.tool for each in before.workshop.follow_up().activities.all()] == ["rasmus"]


def test_after_an_after_comes_an_after(after):
    twin = after.workshop.follow_up()

    assert twin.follows == after.workshop
    assert [each.tool for each in twin.activities.all()] == ["rasmus-after"]


def test_a_long_title_fits(before):
    before.workshop.title = "x" * 120
    before.workshop.describe()

    assert before.workshop.follow_up().title == f"Hvordan gik det? {'x' * 99}…"


def test_it_takes_a_press_of_the_facilitators_button(before, ane_client, stranger_client, client, phone):
    address = reverse("workshop-follow-up", args=[before.workshop.pk])

    assert ane_client.get(address).status_code == 405
    assert [each.post(address).status_code for each in (stranger_client, phone, client)] == [404, 403, 401]
    assert not Workshop.objects.exclude(follows=None).exists()
    assert ane_client.post(address)["Location"] == reverse("workshop-edit", args=[before.workshop.followed_by.get().pk])


# --- Looking back ---


def test_the_wall_shows_what_was_agreed_and_how_it_goes(agreed, after):
    agreed.update_status("doing", seen_from=after.workshop)

    assert look_back(after)[:2] == ["Kursus i uge 5", "→ I gang Ane"]


@pytest.mark.parametrize("kinds", [[], ["better", "worse", "before", "during"]])
def test_the_screens_and_the_report_show_what_was_expected_whatever_kinds_were_written(full, ane_client, kinds):
    full.content.questions.filter(key="expected").update(kinds=kinds)
    agendas.forget()
    if kinds:
        full.write(full.place("expected", 1), "before", "Gøres før")
    full.workshop.close()
    twin = Room(full.workshop.follow_up())
    twin.workshop.open()
    for stop in again(twin.workshop).route():
        twin.workshop.go_to(stop.key)
        for screen in ("wall", "desk"):
            assert ane_client.get(reverse(screen, args=[twin.workshop.pk])).status_code == 200

    twin.go("experienced-shown")
    counted = [text(each) for each in twin.see().xpath("//*[@class='earlier-count']")]
    assert counted[0] == "forventet: ▲forbedringer 1 ▼forringelser 2"
    assert "Overblik" in paper.html(again(twin.workshop))


def test_a_compass_whose_set_names_no_kinds_takes_those_of_each_step(before):
    before.content.questions.update(kinds=[])
    agendas.forget()
    questions = before.content.questions.order_by("position")

    assert [[kind.key for kind in question.note_kinds()] for question in questions] == [
        ["today"],
        ["better", "worse"],
        ["before", "during", "after"],
    ]


def test_a_look_back_on_nothing_says_so(after, ane_client):
    assert look_back(after) == [NOTHING]
    for screen in ("wall", "desk"):
        answer = ane_client.get(reverse(screen, args=[after.workshop.pk]))
        assert (answer.status_code, NOTHING in answer.content.decode()) == (200, True)


def test_when_what_it_followed_is_deleted_for_good_there_is_no_look_back(after, ane_client):
    after.go("look-back")
    after.workshop.follows.delete_for_good()

    assert after.here() == ("lobby", None)
    assert [ane_client.get(reverse(each, args=[after.workshop.pk])).status_code for each in ("wall", "desk")] == [
        200
    ] * 2


def test_agreements_of_a_deleted_workshop_are_not_looked_back_on(agreed, after, ane_client):
    agreed.workshop.discard()

    assert look_back(after) == [NOTHING]
    assert "Kursus i uge 5" not in paper.html(again(after.workshop))
    assert note_status(ane_client, after, agreed).status_code == 404
    agreed.workshop.restore()
    assert "Kursus i uge 5" in paper.html(again(after.workshop))


@pytest.fixture
def earlier(agreed) -> dict[str, Agreement]:
    """What the workshop before came to, by result: one of each."""
    made = {
        result: agreed.workshop.agreements.create(what=f"Det med {result}", result=result)
        for result in ("recommended", "disagreed", "later")
    }
    return made | {"agreed": agreed}


def test_what_was_left_open_is_listed_without_status(earlier, after, ane_client):
    assert look_back(after)[:-1] == [
        *("Kursus i uge 5", "○ Ikke begyndt Ane"),
        *("Det med recommended", "○ Ikke begyndt ↗ Anbefales"),
        *("Det med disagreed", "≠ Uenighed"),
        *("Det med later", "↺ Vender vi tilbage til"),
    ]
    desk = dom(ane_client.get(reverse("desk", args=[after.workshop.pk])))
    open_ones = desk.xpath("//h3[.='Det stod åbent']/following-sibling::ul/li")
    assert [text(each) for each in open_ones] == [
        "Det med disagreed ≠ Uenighed",
        "Det med later ↺ Vender vi tilbage til",
    ]
    assert desk.xpath("//button[starts-with(@id, 'status-')]/ancestor::li/p[1]/text()") == [
        "Kursus i uge 5",
        "Det med recommended",
    ]


def test_the_report_lists_what_was_left_open(earlier, after):
    page = dom(paper.html(again(after.workshop)))

    (section,) = page.xpath("//section[h2='Det stod åbent sidst']")
    assert [text(each) for each in section.xpath(".//li")] == [
        "≠ Uenighed: Det med disagreed",
        "↺ Vender vi tilbage til: Det med later",
    ]
    (row,) = page.xpath("//tr[td[contains(., 'recommended')]]")
    assert [text(cell) for cell in row] == ["↗ Anbefales: Det med recommended", "–", "–", "Ikke begyndt"]


@pytest.mark.parametrize(
    ("result", "code"), [("agreed", 200), ("recommended", 200), ("disagreed", 404), ("later", 404)]
)
def test_only_what_someone_is_to_do_or_answer_has_a_status(earlier, after, ane_client, result, code):
    assert note_status(ane_client, after, earlier[result], headers=HTMX).status_code == code


# --- How it is going ---


@pytest.mark.parametrize("status", ["open", "doing", "done", "dropped"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_status_is_noted_through_the_workshop_that_follows(agreed, after, ane_client, status, headers):
    version = again(after.workshop).version
    answer = note_status(ane_client, after, agreed, status, headers)
    agreed.refresh_from_db()

    assert (answer.status_code, agreed.status) == (200 if headers else 302, status)
    assert again(after.workshop).version == version + 1
    if headers:
        assert said(answer) == "Status er gemt."


def test_the_status_is_noted_also_before_the_room_meets(agreed, full, ane_client):
    draft = Room(full.workshop.follow_up())

    assert said(note_status(ane_client, draft, agreed, headers=HTMX)) == "Status er gemt."
    agreed.refresh_from_db()
    assert agreed.status == "done"


@pytest.mark.parametrize("status", ["", "finished", "DONE", "x" * 300])
def test_a_bad_status_is_told(agreed, after, ane_client, status):
    answer = note_status(ane_client, after, agreed, status, HTMX)
    agreed.refresh_from_db()

    assert errors(answer) == ["Den status findes ikke. Vælg en fra listen."]
    assert agreed.status == "open"


def test_nobody_else_notes_anything(agreed, after, stranger_client, client):
    nobodies = [stranger_client, seated(after.workshop.join()), client]

    assert [note_status(each, after, agreed).status_code for each in nobodies] == [404, 403, 401]
    agreed.refresh_from_db()
    assert agreed.status == "open"


def test_only_agreements_of_the_workshop_that_it_follows_are_there(agreed, after, full, other_workshop, ane_client):
    own, foreign = (
        each.agreements.create(what="Ikke den, vi ser tilbage på") for each in (after.workshop, other_workshop)
    )

    for room, agreement in [(after, own), (after, foreign), (full, agreed)]:
        assert note_status(ane_client, room, agreement).status_code == 404
        agreement.refresh_from_db()
        assert agreement.status == "open"


def test_the_status_is_in_the_report(agreed, after, ane_client):
    note_status(ane_client, after, agreed, "dropped")
    page = dom(paper.html(again(after.workshop)))
    (row,) = page.xpath("//tr[td[contains(., 'Kursus i uge 5')]]")

    assert "Det aftalte vi sidst: Nyt omsorgssystem" in text(page)
    assert [text(cell) for cell in row] == ["Kursus i uge 5", "Ane", "–", "Droppet"]
