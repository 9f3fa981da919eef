"""The helper: who may be, what they do on their own phone, and what the desk is then not shown."""

import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import HTMX, dom, go_to, said, text
from tests.people import logged_in, seated
from workshops import changes
from workshops.errors import Refused
from workshops.models import Agreement, Note, Participant, Revision, Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

SECRET = "Lederen lytter ikke"
BY_NUMBER = ("note", "note-hide", "note-move", "note-recolour", "note-link", "note-remove", "note-shut-out")


def at(name: str, workshop: Workshop, *more: int) -> str:
    return reverse(name, args=[workshop.pk, *more])


def phone(seat: Participant):
    """The page of the phone in that seat."""
    return dom(seated(seat).get(at("phone", seat.workshop)))


def part(page) -> str:
    """What its part about helping says."""
    return text(page.get_element_by_id("helper"))


@pytest.fixture
def helper(open_workshop) -> Participant:
    """Someone the facilitator said yes to."""
    seat = open_workshop.join()
    open_workshop.ask_for_helper(True)
    open_workshop.offer_help(seat)
    open_workshop.answer_helper(seat.number, True)
    return seat


@pytest.fixture
def reviewing(open_workshop, places, helper, participant) -> Note:
    """A note at the review, that the helper reads through."""
    open_workshop.let_helper_review(True)
    go_to(open_workshop, places[0], "write")
    note = open_workshop.write(places[0], "note", SECRET, "k", participant)
    open_workshop.advance(again(open_workshop).stop().key)
    assert again(open_workshop).stop().step.reviews
    return note


# --- Who is ---


def test_nobody_can_help_unasked(open_workshop, participant):
    answer = seated(participant).post(at("phone-help", open_workshop), headers=HTMX)

    assert (answer.status_code, again(open_workshop).helper) == (422, None)
    assert phone(participant).get_element_by_id("helper").get("hidden") is not None


def test_whoever_says_so_first_is_asked_for_by_a_number_and_no_other(open_workshop, participant, ane):
    other = open_workshop.join()
    open_workshop.ask_for_helper(True)
    answers = [seated(each).post(at("phone-help", open_workshop), headers=HTMX) for each in (participant, other)]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert f"Sig tallet {participant.number} til ordstyreren" in text(dom(answers[0]))
    assert said(answers[1]) == "En anden er allerede hjælper."
    assert part(phone(participant)) == f"Sig tallet {participant.number} til ordstyreren, så bliver du hjælper."
    desk = dom(logged_in(ane).get(at("desk", open_workshop)))
    assert text(desk.xpath("//*[contains(@class, 'helper-asks')]//b")[0]) == str(participant.number)


@pytest.mark.parametrize("yes", [True, False])
def test_the_facilitator_says_yes_or_no_to_that_phone(open_workshop, participant, ane, yes):
    open_workshop.ask_for_helper(True)
    open_workshop.offer_help(participant)
    assert not again(open_workshop).is_helped_by(participant)
    logged_in(ane).post(
        at("workshop-helper", open_workshop), {"number": participant.number, "yes": "1" if yes else "0"}
    )

    assert (again(open_workshop).is_helped_by(participant), again(open_workshop).helper_id is None) == (yes, not yes)


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "0"])
def test_a_number_that_nobody_shows_is_no_answer(open_workshop, participant, ane, number):
    open_workshop.ask_for_helper(True)
    open_workshop.offer_help(participant)
    answer = logged_in(ane).post(at("workshop-helper", open_workshop), {"number": number, "yes": "1"}, headers=HTMX)

    assert "Den telefon spørger ikke længere." in text(dom(answer))
    assert not again(open_workshop).helper_approved


def test_no_one_helps_on_the_yes_to_another(open_workshop, participant):
    other = open_workshop.join()
    open_workshop.ask_for_helper(True)
    open_workshop.offer_help(participant)
    open_workshop.answer_helper(participant.number, False)
    open_workshop.offer_help(other)

    with pytest.raises(Refused):
        open_workshop.answer_helper(participant.number if participant.number != other.number else 0, True)
    assert not again(open_workshop).helper_approved


def test_another_helper_can_be_found_and_the_desk_is_shown_nothing_meanwhile(open_workshop, helper, reviewing, ane):
    desk = logged_in(ane)
    shown = [desk.post(at("workshop-switch", open_workshop), {"what": "other-helper"}, headers=HTMX)]
    shown.append(desk.post(at("workshop-switch", open_workshop), {"what": "helper", "on": "0"}, headers=HTMX))
    now = again(open_workshop)

    assert (now.helper, now.helper_approved, now.helper_wanted, now.helper_reviews) == (None, False, True, True)
    assert [SECRET in answer.content.decode() for answer in shown] == [False] * 2
    sent = seated(helper).post(at("phone-hold", open_workshop, reviewing.number), {"reason": "person"})
    assert (sent.status_code, Note.objects.get().hidden) == (403, False)
    assert SECRET not in text(phone(helper))


def test_it_ends_at_once_when_the_facilitator_wants_it_to(talking, helper, ane):
    logged_in(ane).post(at("workshop-switch", talking), {"what": "helper", "on": "0"})

    assert (again(talking).helper, again(talking).helper_wanted) == (None, False)
    assert seated(helper).post(at("phone-agree", talking), {"key": "k", "what": "Vi"}).status_code == 403


def test_what_the_helper_typed_is_not_lost_when_it_ended_meanwhile(talking, helper):
    talking.release_helper()
    page = seated(helper).post(at("phone-agree", talking), {"key": "k", "what": "Vi spørger først"})

    assert (page.status_code, "Vi spørger først" in page.content.decode()) == (403, True)


def test_two_desks_that_press_on_or_a_late_no_keep_the_helper(open_workshop, helper):
    open_workshop.ask_for_helper(True)
    with pytest.raises(Refused, match="spørger ikke længere"):
        open_workshop.answer_helper(helper.number, False)

    assert again(open_workshop).is_helped_by(helper)


def test_it_ends_with_the_seat_and_another_can_help(open_workshop, helper, participant):
    open_workshop.remove(helper)
    open_workshop.offer_help(participant)

    assert again(open_workshop).helper == participant


@pytest.mark.parametrize("name", ["phone-agree", "phone-sum-up", "phone-hold"])
def test_only_the_helper_does_what_the_helper_does(open_workshop, helper, participant, reviewing, name, client, ane):
    address = at(name, open_workshop, *[reviewing.number] * (name == "phone-hold"))
    sent = {"what": "Vi spørger", "text": "Vi sagde", "reason": "person"}

    assert seated(participant).post(address, sent).status_code == 403
    assert client.post(address, sent).status_code == 404
    assert logged_in(ane).post(address, sent).status_code == 404
    assert seated(helper).get(address).status_code == 405
    assert (Agreement.objects.count(), Note.objects.get().hidden) == (0, False)


# --- Reading notes through ---


def test_the_desk_gets_at_no_note_by_its_number(open_workshop, helper, reviewing, ane):
    desk, number = logged_in(ane), reviewing.number
    held = seated(helper).post(at("phone-hold", open_workshop, number), {"reason": "person"}, headers=HTMX)
    assert held.status_code == 200
    revision = Revision.objects.get()
    pages = [desk.get(at(name, open_workshop, number)) for name in ("note", "note-hide")]
    sent = {"hidden": "0", "text": "Rettet", "reason": "person", "place": str(reviewing.place)}
    posts = [desk.post(at(name, open_workshop, number), sent) for name in BY_NUMBER]
    posts.append(desk.post(at("note-undo", open_workshop, revision.pk)))
    stub = patches.changed(open_workshop.pk, DESK, {changes.note(reviewing.pk)}).common

    assert [answer.status_code for answer in [*pages, *posts]] == [404] * (len(BY_NUMBER) + 3)
    assert (Note.objects.get().hidden, str(number) in stub) == (True, False)


def test_private_notes_are_not_got_at_by_their_number_either(open_workshop, places, participant, ane):
    go_to(open_workshop, places[0], "write")
    note = open_workshop.write(places[0], "note", SECRET, "k", participant)
    mine = open_workshop.write(places[0], "note", "For Lone", "m")

    assert logged_in(ane).get(at("note", open_workshop, note.number)).status_code == 404
    assert logged_in(ane).get(at("note", open_workshop, mine.number)).status_code == 200


def test_where_nothing_is_reviewed_the_desk_sees_what_comes_late(open_workshop, helper, participant, places):
    open_workshop.activities.get().plan([], reviews=False)
    open_workshop.let_helper_review(True)
    go_to(open_workshop, places[0], "show")
    late = open_workshop.write(places[0], "note", "Kom for sent", "late", participant)
    desk = patches.whole(open_workshop.pk, DESK).common

    assert late.text in desk
    assert dom(desk).xpath("//*[@id='show-all']") != []


def test_the_helper_reads_and_no_one_else_does(open_workshop, helper, participant, reviewing):
    mine, theirs = (patches.whole(open_workshop.pk, PHONE, [each.pk]) for each in (helper, open_workshop.join()))
    common = [patches.whole(open_workshop.pk, screen).common for screen in (WALL, DESK, PHONE)]

    assert SECRET in mine.personal[helper.pk]
    assert SECRET not in "".join([*common, *theirs.personal.values()])
    assert "Din hjælper læser sedlerne igennem" in text(dom(common[1]))


def test_where_there_is_no_helper_yet_the_desk_says_what_to_do(open_workshop, places, participant):
    open_workshop.let_helper_review(True)
    go_to(open_workshop, places[0], "write")
    open_workshop.write(places[0], "note", SECRET, "k", participant)
    open_workshop.advance(again(open_workshop).stop().key)
    desk = patches.whole(open_workshop.pk, DESK).common

    assert "Der er ingen hjælper endnu." in text(dom(desk))
    assert SECRET not in desk


def test_what_the_helper_holds_back_is_shown_nobody_and_its_writer_is_told(
    open_workshop, helper, participant, reviewing
):
    answer = seated(helper).post(at("phone-hold", open_workshop, reviewing.number), {"reason": "person"}, headers=HTMX)
    assert (answer.status_code, said(answer)) == (200, "Holdt tilbage.")
    assert "fordi den nævner en person" in text(phone(participant))
    open_workshop.advance(again(open_workshop).stop().key)

    drawn = "".join(patches.whole(open_workshop.pk, screen).common for screen in (WALL, DESK, PHONE))
    assert (Note.objects.get().shown, SECRET in drawn) == (False, False)


def test_it_can_be_taken_in_again(open_workshop, helper, reviewing):
    address = at("phone-hold", open_workshop, reviewing.number)
    seated(helper).post(address, {"reason": "offensive"})
    seated(helper).post(address, {"hidden": "0"})

    assert not Note.objects.get().hidden


@pytest.mark.parametrize("reason", ["", "critical"])
def test_there_are_two_reasons_and_no_other(open_workshop, helper, reviewing, reason):
    answer = seated(helper).post(at("phone-hold", open_workshop, reviewing.number), {"reason": reason})

    assert (answer.status_code, Note.objects.get().hidden) == (422, False)


def test_once_the_review_is_over_the_helper_holds_nothing_back(open_workshop, helper, reviewing):
    open_workshop.advance(again(open_workshop).stop().key)
    answer = seated(helper).post(at("phone-hold", open_workshop, reviewing.number), {"reason": "person"}, headers=HTMX)

    assert said(answer) == "Gennemsynet er slut. Sig det til ordstyreren, hvis en seddel skal skjules."
    assert not Note.objects.get().hidden


def test_what_comes_late_waits_for_the_helper_and_the_desk_is_not_shown_it(
    open_workshop, helper, participant, reviewing, places
):
    open_workshop.advance(again(open_workshop).stop().key)
    late = open_workshop.write(places[0], "note", "Kom for sent", "late", participant)
    desk = patches.whole(open_workshop.pk, DESK).common
    chip = dom(desk).xpath("//*[@id='waiting']//button")

    assert [text(each).partition(":")[0] for each in chip] == ["1 seddel venter"]
    assert (late.text in desk, dom(desk).xpath("//*[@id='show-all']")) == (False, [])
    open_workshop.go_to(chip[0].get("value"))
    assert late.text in patches.whole(open_workshop.pk, PHONE, [helper.pk]).personal[helper.pk]


def test_a_note_that_comes_during_the_review_reaches_the_helpers_phone(
    open_workshop, helper, participant, reviewing, places
):
    late = open_workshop.write(places[0], "note", "Kom nu", "late", participant)
    patch = patches.changed(open_workshop.pk, PHONE, {changes.note(late.pk)}, [helper.pk, participant.pk])

    assert (late.text in patch.personal[helper.pk], participant.pk in patch.personal) == (True, False)


def test_the_phone_says_before_anyone_writes_who_reads(open_workshop, helper, participant, places):
    open_workshop.let_helper_review(True)
    go_to(open_workshop, places[0], "write")

    assert "En hjælper gennemser sedlerne på sin telefon" in text(phone(participant))


# --- Writing down what the room comes to ---


@pytest.fixture
def talking(open_workshop, places, helper) -> Workshop:
    go_to(open_workshop, places[0], "decide")
    return again(open_workshop)


def test_the_helper_writes_an_agreement_about_where_the_room_is(talking, helper, places):
    sent = {"key": "one", "result": "recommended", "what": "Vi spørger først", "who": "Lederen", "due": "2099-01-02"}
    client = seated(helper)
    answers = [client.post(at("phone-agree", talking), sent, headers=HTMX) for _ in range(2)]
    (made,) = Agreement.objects.all()

    assert [said(answer) for answer in answers] == ["Anbefalingen er skrevet ned."] * 2
    assert (made.result, made.what, made.who, str(made.due)) == tuple(list(sent.values())[1:])
    assert made.question_id == places[0].question
    assert "Vi spørger først" in patches.whole(talking.pk, WALL).common


def test_what_is_agreed_is_during_the_digitalisation_unless_said(talking, helper):
    seated(helper).post(at("phone-agree", talking), {"key": "one", "what": "Vi spørger først"})

    assert [(each.result, each.period) for each in Agreement.objects.all()] == [("agreed", "during")]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_agreement_that_says_nothing_is_told_and_stays(talking, helper, headers):
    sent = {"key": "one", "what": "", "who": "Lone", "due": "2001-01-01"}
    page = seated(helper).post(at("phone-agree", talking), sent, headers=headers)

    assert (page.status_code, Agreement.objects.count()) == (422, 0)
    assert "Skriv, hvad det handler om." in said(page)
    if not headers:
        assert dom(page).get_element_by_id("id_who").value == "Lone"


def test_where_nothing_is_agreed_there_is_no_form(open_workshop, helper, places):
    go_to(open_workshop, places[0], "write")

    assert phone(helper).xpath("//*[@id='agreement-form']") == []
    assert part(phone(helper)) == "Du er hjælper. Lige nu er der ikke noget at gøre."


def test_nothing_is_written_down_once_it_is_closed(talking, helper):
    talking.close()
    answer = seated(helper).post(at("phone-agree", talking), {"key": "one", "what": "Vi spørger"}, headers=HTMX)

    assert (answer.status_code, Agreement.objects.count()) == (422, 0)


# --- Beforehand ---


def test_it_is_chosen_beforehand_who_reviews(workshop, ane):
    address = at("workshop-edit", workshop)
    page = dom(logged_in(ane).get(address))
    sent = {each.get("name"): each.value or "" for each in page.xpath("//form[@method='post']//*[@name]")}
    logged_in(ane).post(address, {**sent, "helper_reviews": "on"})

    assert (again(workshop).helper_reviews, again(workshop).helper_wanted) == (True, True)
