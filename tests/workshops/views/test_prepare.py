import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, heading, ids, text, typed
from tests.people import logged_in
from workshops.library import programmes
from workshops.library.loading import load
from workshops.models import Activity, Question, QuestionSet, User, Workshop

FULL = {
    "title": "Nyt omsorgssystem",
    "workplace": "Plejecenter Solgården",
    "technology": "Omsorgssystem",
    "starts_at": "2026-10-01T13:00",
    "minutes": "120",
    "groups": "Leder\nMedarbejder\n\nLeder",
    "keep_days": "90",
}

WELCOME_AND_GOODBYE = 10  # minutes


def activity_of(workshop: Workshop) -> Activity:
    return workshop.activities.get()


def plan_address(workshop: Workshop) -> str:
    return reverse("activity", args=[workshop.pk, activity_of(workshop).pk])


def plan_form(client: Client, workshop: Workshop) -> dict[str, str]:
    """The plan page's form as a browser sends it untouched."""
    (form,) = dom(client.get(plan_address(workshop))).xpath("//form[@class='plan']")
    return dict(form.form_values())


def field(workshop: Workshop, question_id: int, name: str) -> str:
    """What the plan's form calls a field of a question."""
    order = list(activity_of(workshop).question_set.questions.values_list("pk", flat=True))
    return f"form-{order.index(question_id)}-{name}"


def question(workshop: Workshop, place) -> Question:
    return Question.objects.get(pk=place.question)


# --- The list ---


def test_the_list_has_ones_own_workshops_by_state(ane, workshop, other_workshop, ane_client):
    for title, verbs in [("I gang", ["open"]), ("Slut", ["open", "close"])]:
        twin = Workshop.objects.create(title=title, workplace="x")
        twin.facilitators.add(ane)
        for verb in verbs:
            getattr(twin, verb)()
    page = ane_client.get("/workshops/")

    assert [text(each) for each in dom(page).xpath("//h2[@class='shelf']")] == ["I gang", "Kladder", "Afsluttede"]
    assert [text(each) for each in dom(page).xpath("//h3")] == ["I gang", "Nyt omsorgssystem", "Slut"]


def test_someone_without_workshops_is_told_what_to_do(bo_client):
    page = bo_client.get("/workshops/")

    assert [text(each) for each in dom(page).xpath("//h2")] == ["Her er ingen workshops endnu"]


# --- Making and changing ---


def test_a_new_workshop_with_its_questions(ane, ane_client, library):
    done = ane_client.post("/workshops/ny/", FULL | {"sets": [library.pk]})

    stored = Workshop.objects.get()
    assert done["Location"] == reverse("workshop", args=[stored.pk])
    assert (stored.title, stored.minutes, stored.groups, stored.keep_days, stored.is_draft) == (
        "Nyt omsorgssystem",
        120,
        ["Leder", "Medarbejder"],
        90,
        True,
    )
    assert stored.starts_at == dt.datetime(2026, 10, 1, 11, 0, tzinfo=dt.UTC)
    assert [each.title for each in stored.activities.all()] == [library.title]
    assert list(stored.facilitators.all()) == [ane]


@pytest.mark.parametrize("sets", ["x", "999999", "9" * 30, "-1", "\x00"])
def test_a_set_that_is_not_there_is_left_out(ane_client, library, sets):
    ane_client.post("/workshops/ny/", FULL | {"sets": [sets]})

    assert Workshop.objects.get().activities.count() == 0


def test_an_activitys_own_set_is_nobody_elses_to_choose(ane_client, other_workshop):
    theirs = other_workshop.activities.get().question_set
    ane_client.post("/workshops/ny/", FULL | {"sets": [theirs.pk]})

    assert Workshop.objects.exclude(pk=other_workshop.pk).get().activities.count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": " "}, "Feltet skal udfyldes."),
        ({"title": "æ" * 121}, "Teksten er på 121 tegn. Brug højst 120."),
        ({"title": "\u2800\u00a0\u200b"}, "Feltet skal udfyldes."),
        ({"minutes": "4"}, "Skriv et tal mellem 5 og 600 minutter."),
        ({"minutes": "601"}, "Skriv et tal mellem 5 og 600 minutter."),
        ({"minutes": "to timer"}, "Indtast et heltal."),
        ({"starts_at": "i morgen"}, "Indtast gyldig dato/tid."),
        *[
            ({"starts_at": at}, "Vælg en dato mellem 2000 og 2100.")
            for at in ("0001-01-01T00:00", "0001-01-01T00:00+23:00", "1999-12-31T23:59", "9999-12-31T23:59")
        ],
        ({"groups": "\n".join("abcdefghijklm")}, "Her er 13 grupper. Skriv højst 12."),
        ({"groups": "æ" * 61}, "Gruppen »" + "æ" * 20 + "…« er på 61 tegn. Brug højst 60."),
    ],
)
@pytest.mark.parametrize("new", [True, False])
def test_what_is_wrong_is_told_and_all_that_was_typed_stays(workshop, ane_client, wrong, error, new, headers):
    sent = FULL | wrong
    address = "/workshops/ny/" if new else reverse("workshop-edit", args=[workshop.pk])
    page = ane_client.post(address, sent, headers=headers)

    assert page.status_code == 422
    assert errors(page) == ["Noget mangler eller passer ikke. Det står ved felterne herunder.", error]
    names = ["title", "workplace", "technology", "starts_at", "minutes", "groups"]
    if "\x00" in sent["title"]:
        names.remove("title")  # no page can show it
    assert {name: typed(page, name).strip() for name in names} == {name: sent[name].strip() for name in names}
    assert (Workshop.objects.count(), again(workshop).minutes) == (1, 120)


def test_what_was_chosen_stays_when_something_is_wrong(ane_client, library):
    Workshop.objects.create(title="x", workplace="y")
    other = type(library).objects.create(tool="dialogue", title="Et andet", visibility="published")
    page = ane_client.post("/workshops/ny/", FULL | {"title": "", "sets": [other.pk]})

    assert dom(page).xpath("//input[@name='sets'][@checked]/@value") == [str(other.pk)]


def test_the_four_answers_stay_when_something_is_wrong(ane_client, library):
    answers = {"when": "after", "settled": "open", "people": "few", "time": "15"}
    page = dom(ane_client.post("/workshops/ny/", FULL | answers | {"title": ""}))

    assert [page.xpath(f"string(//select[@name='{name}']/option[@selected]/@value)") for name in answers] == [
        *answers.values()
    ]
    assert {name: page.xpath(f"//input[@name='{name}']/@value") for name in answers} == {
        name: [value] for name, value in answers.items()
    }


def test_another_answer_keeps_the_sets_that_were_ticked(ane_client, library):
    page = dom(ane_client.get("/workshops/ny/", {"when": "after", "sets": [library.pk], "programme": ""}))

    assert page.xpath("//input[@name='sets'][@checked]/@value") == [str(library.pk)]
    assert page.xpath("//input[@name='programme'][@checked]/@value") == [""]


@pytest.mark.parametrize(
    ("minutes", "proposed", "stored"), [("90", "45", 90), ("45", "45", 15), ("120", "15", 120), ("15", "15", 15)]
)
def test_a_time_of_ones_own_is_kept_and_else_it_is_the_programmes(ane_client, library, minutes, proposed, stored):
    shortest = programmes.every()[0]
    sent = FULL | {"minutes": minutes, "proposed": proposed, "programme": shortest.key}
    ane_client.post("/workshops/ny/", sent)

    assert (shortest.minutes, Workshop.objects.get().minutes) == (15, stored)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({}, "45"),
        ({"time": "15"}, "15"),
        ({"time": "15", "proposed": "45", "minutes": "45"}, "15"),
        ({"time": "15", "proposed": "45", "minutes": "60"}, "60"),
        ({"time": "15", "proposed": "45", "minutes": "en time"}, "15"),
    ],
)
def test_another_answer_proposes_its_time_and_keeps_one_that_was_typed(ane_client, library, sent, shown):
    assert typed(ane_client.get("/workshops/ny/", sent), "minutes") == shown


def test_a_workshop_is_changed(workshop, ane_client):
    address = reverse("workshop-edit", args=[workshop.pk])
    assert typed(ane_client.get(address), "title") == "Nyt omsorgssystem"
    ane_client.post(address, FULL | {"title": "Nyt navn"})

    assert Workshop.objects.get().title == "Nyt navn"


def test_what_it_is_about_is_stored_and_nothing_else(open_workshop):
    stale = Workshop.objects.get(pk=open_workshop.pk)
    open_workshop.advance(again(open_workshop).stop().key)
    version = again(open_workshop).version
    stale.title = "Nyt navn"
    stale.describe()

    stored = again(open_workshop)
    assert (stored.title, stored.stop().step.key, stored.version) == ("Nyt navn", "explain", version + 1)


def test_keeping_notes_longer_or_shorter_holds_for_a_closed_workshop_too(open_workshop, ane_client, now):
    open_workshop.close()
    ane_client.post(reverse("workshop-edit", args=[open_workshop.pk]), FULL | {"keep_days": "7"})
    assert again(open_workshop).erase_at == now + dt.timedelta(days=7)

    open_workshop.report.finish(b"%PDF-")
    again(open_workshop).erase_notes()
    ane_client.post(reverse("workshop-edit", args=[open_workshop.pk]), FULL)
    assert again(open_workshop).erase_at is None


@pytest.mark.parametrize("days", [90, 60])
def test_how_long_notes_are_kept_begins_at_what_the_house_has_chosen(ane_client, settings, days):
    settings.KEEP_DAYS = days
    (form,) = dom(ane_client.get("/workshops/ny/")).xpath("//form[not(@action)]")

    assert form.fields["keep_days"] == str(days)


# --- Copy, delete, restore ---


def test_a_copy(workshop, bo_client):
    done = bo_client.post(reverse("workshop-duplicate", args=[workshop.pk]))

    twin = Workshop.objects.exclude(pk=workshop.pk).get()
    assert (done["Location"], twin.title) == (reverse("workshop-edit", args=[twin.pk]), "Nyt omsorgssystem (kopi)")
    assert bo_client.get(done["Location"]).status_code == 200


def test_a_deletion_is_taken_back(workshop, ane_client):
    page = ane_client.post(reverse("workshop-discard", args=[workshop.pk]), follow=True)
    assert (heading(page), dom(page).xpath("//h3")) == ("Mine workshops", [])
    (undo,) = dom(page).xpath("//form[@role='status']/@action")

    page = ane_client.post(undo, follow=True)
    assert [text(each) for each in dom(page).xpath("//h3")] == ["Nyt omsorgssystem"]
    assert "»Nyt omsorgssystem« er tilbage." in page.content.decode()


def test_one_that_people_are_in_is_asked_about_before_it_is_deleted(open_workshop, ane_client):
    address = reverse("workshop-discard", args=[open_workshop.pk])
    asked = ane_client.post(address)
    assert (asked.status_code, heading(asked)) == (409, "Slet en workshop, der er i gang?")
    assert Workshop.objects.present().filter(pk=open_workshop.pk).exists()

    done = ane_client.post(address, {"sure": "1"})
    assert (done.status_code, done["Location"]) == (302, f"/workshops/?slettet={open_workshop.pk}")
    assert not Workshop.objects.present().filter(pk=open_workshop.pk).exists()


def test_only_its_facilitators_take_a_deletion_back(open_workshop, stranger_client, participant_client):
    open_workshop.discard()
    address = reverse("workshop-restore", args=[open_workshop.pk])

    assert stranger_client.post(address).status_code == 404
    for client in [Client(), participant_client]:
        assert client.post(address).status_code == 401
    assert stranger_client.get(address).status_code == 405
    assert dom(stranger_client.get(f"/workshops/?slettet={open_workshop.pk}")).xpath("//form[@role='status']") == []
    assert Workshop.objects.present().filter(pk=open_workshop.pk).count() == 0


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 5000])
def test_the_list_does_not_mind_what_is_in_its_address(ane_client, pk):
    assert ane_client.get("/workshops/", {"slettet": pk}).status_code == 200


# --- Facilitators ---


def invited(client: Client) -> list[str]:
    """What the list of workshops asks, with the address that answers each."""
    return [
        text(each) for each in dom(client.get("/workshops/")).xpath("//form[contains(@action, 'invitationer')]/span")
    ]


def people(page) -> list[str]:
    """Who runs the workshop, with what can be done about each."""
    return [text(each) for each in dom(page).xpath("//ul[@class='people']/li")]


def test_who_says_yes_to_an_invitation_gets_the_same_rights(workshop, ane_client, stranger):
    client = logged_in(stranger)
    ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": "FREMMED@example.dk"})
    desk = reverse("desk", args=[workshop.pk])
    assert client.get(desk).status_code == 404
    assert invited(client) == [
        "Ane spørger, om du vil være med til at styre »Nyt omsorgssystem« (Plejecenter Solgården)."
    ]

    (address,) = dom(client.get("/workshops/")).xpath("//form[contains(@action, 'invitationer')]/@action")
    done = client.post(address, {"answer": "yes"})
    assert done["Location"] == reverse("workshop", args=[workshop.pk])
    assert client.get(desk).status_code == 200
    assert (invited(client), workshop.invitations.count()) == ([], 0)


def test_who_says_no_is_not_put_on_it(workshop, ane_client, stranger):
    client = logged_in(stranger)
    ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": stranger.email})
    client.post(reverse("invitation-answer", args=[workshop.invitations.get().pk]), {"answer": "no"})

    assert (invited(client), workshop.invitations.count(), workshop.facilitators.count()) == ([], 0, 2)


def test_an_invitation_looks_the_same_whether_there_is_an_account_or_not(workshop, ane_client, stranger):
    seen = []
    for email in (stranger.email, "ingen@example.dk"):
        page = ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": email}, follow=True)
        words = text(dom(page).xpath("//*[contains(@class, 'message')]")[0])
        seen.append([each.replace(email, "…") for each in [words, people(page)[-1]]])

    assert seen[0] == seen[1]
    assert seen[0] == [
        "Har … en konto her, står invitationen nu på siden »Mine workshops«. Sig det selv til dem, for vi sender ingen "
        "mail.",
        "… inviteret Træk tilbage …",
    ]


def test_an_invitation_is_taken_back(workshop, ane_client, stranger):
    client = logged_in(stranger)
    ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": stranger.email})
    pk = workshop.invitations.get().pk
    ane_client.post(reverse("invitation-take-back", args=[workshop.pk, pk]))
    page = client.post(reverse("invitation-answer", args=[pk]), {"answer": "yes"}, follow=True)

    assert errors(page) == ["Invitationen er trukket tilbage. Tal med den, der inviterede dig."]
    assert workshop.facilitators.count() == 2


def test_an_invitation_is_answered_by_the_one_it_is_for_alone(workshop, ane_client, bo_client, stranger, ane):
    workshop.invite("ny@example.dk", ane)
    pk = workshop.invitations.get().pk
    for client in (bo_client, logged_in(stranger)):
        client.post(reverse("invitation-answer", args=[pk]), {"answer": "yes"})
        assert client.get(reverse("invitation-answer", args=[pk])).status_code == 405
    assert logged_in(stranger).post(reverse("invitation-take-back", args=[workshop.pk, pk])).status_code == 404
    assert Client().post(reverse("invitation-answer", args=[pk])).status_code == 401

    assert (workshop.invitations.count(), workshop.facilitators.count()) == (1, 2)


def test_an_invitation_to_a_deleted_workshop_is_not_shown(workshop, ane, stranger):
    workshop.invite(stranger.email, ane)
    workshop.discard()

    assert invited(logged_in(stranger)) == []


def test_someone_who_runs_it_already_is_not_invited(workshop, ane_client):
    page = ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": "BO@example.dk"})

    assert (page.status_code, errors(page)) == (422, ["bo@example.dk styrer allerede workshoppen."])


# --- Whose it is ---


def test_the_one_who_made_it_is_not_taken_off_by_someone_invited(workshop, ane, bo, bo_client):
    page = bo_client.post(reverse("workshop-uninvite", args=[workshop.pk, ane.pk]), follow=True)

    assert errors(page) == ["Kun Ane, som er ansvarlig for workshoppen, kan fjerne en anden ordstyrer."]
    assert list(workshop.facilitators.order_by("name")) == [ane, bo]


def test_nor_is_anyone_else(workshop, bo, stranger, bo_client):
    workshop.facilitators.add(stranger)
    bo_client.post(reverse("workshop-uninvite", args=[workshop.pk, stranger.pk]))

    assert workshop.facilitators.count() == 3


def test_the_one_whose_it_is_hands_it_over_and_can_then_leave(workshop, ane, bo, ane_client, bo_client):
    leave = reverse("workshop-uninvite", args=[workshop.pk, ane.pk])
    page = ane_client.post(leave, follow=True)
    assert errors(page) == ["Du er ansvarlig for workshoppen. Gør en anden ansvarlig, før du forlader den."]

    taken = bo_client.post(reverse("workshop-hand-over", args=[workshop.pk, bo.pk]), follow=True)
    assert errors(taken) == ["Kun Ane, som er ansvarlig for workshoppen, kan give den videre."]

    given = ane_client.post(reverse("workshop-hand-over", args=[workshop.pk, bo.pk]), follow=True)
    assert "Bo er nu ansvarlig for workshoppen." in given.content.decode()
    assert ane_client.post(leave)["Location"] == "/workshops/"
    assert (again(workshop).owner, list(workshop.facilitators.all())) == (bo, [bo])


def test_what_can_be_done_about_whom_is_shown_to_those_who_can(workshop, ane, bo, ane_client, bo_client):
    address = reverse("workshop", args=[workshop.pk])

    assert people(ane_client.get(address)) == [
        "Ane ane@example.dk · ansvarlig",
        "Bo bo@example.dk Gør til ansvarlig Bo Fjern Bo",
    ]
    assert people(bo_client.get(address)) == ["Ane ane@example.dk · ansvarlig", "Bo bo@example.dk Forlad workshoppen"]


def test_a_new_workshop_and_a_copy_are_whose_they_are_made_by(ane, bo, ane_client, bo_client, library):
    ane_client.post("/workshops/ny/", FULL)
    workshop = Workshop.objects.get()
    workshop.facilitators.add(bo)
    bo_client.post(reverse("workshop-duplicate", args=[workshop.pk]))

    assert [each.owner for each in Workshop.objects.order_by("pk")] == [ane, bo]


def test_the_workshops_of_a_deleted_account_become_those_of_whoever_ran_them_longest(workshop, ane, bo, stranger):
    workshop.facilitators.add(stranger)
    ane.delete()
    assert again(workshop).owner == bo

    bo.is_active = False
    bo.save()
    workshop.facilitators.remove(stranger)
    workshop.facilitators.add(stranger)
    User.objects.get(pk=bo.pk).delete()
    assert again(workshop).owner == stranger


def test_the_last_one_who_can_act_in_a_workshop_is_not_deleted(workshop, ane, bo):
    ane.delete()
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        bo.delete()

    told = "Bo er alene om workshoppen »Nyt omsorgssystem«. Gør en anden ansvarlig for den, før kontoen slettes."
    assert (refused.value.messages, again(workshop).owner) == ([told], bo)
    again(workshop).discard()
    bo.delete()
    assert again(workshop).owner is None


@pytest.mark.parametrize("others", [True, False])
def test_the_workshops_of_an_account_that_is_switched_off_become_those_of_someone_who_can_act(
    workshop, ane, bo, others
):
    bo.is_active = others
    bo.save()
    ane.is_active = False
    ane.save()

    assert again(workshop).owner == (bo if others else ane)
    assert list(Workshop.objects.without_anyone()) == ([] if others else [workshop])


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("ane", "Indtast en gyldig e-mail-adresse."),
        ("", "Dette felt er påkrævet."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_mail_is_told_and_stays(workshop, ane_client, email, error, headers):
    page = ane_client.post(reverse("workshop-invite", args=[workshop.pk]), {"email": email}, headers=headers)

    assert (page.status_code, errors(page), typed(page, "email") or "") == (422, [error], email)
    assert workshop.facilitators.count() == 2


def test_one_is_taken_off_and_the_last_one_stays(workshop, ane, bo, ane_client):
    ane_client.post(reverse("workshop-uninvite", args=[workshop.pk, bo.pk]))
    page = ane_client.post(reverse("workshop-uninvite", args=[workshop.pk, ane.pk]), follow=True)

    assert errors(page) == ["Workshoppen skal have mindst én ordstyrer. Inviter en anden først."]
    assert list(workshop.facilitators.all()) == [ane]


def test_who_takes_oneself_off_lands_on_the_list(workshop, bo, bo_client):
    done = bo_client.post(reverse("workshop-uninvite", args=[workshop.pk, bo.pk]))

    assert done["Location"] == "/workshops/"
    assert bo_client.get(reverse("desk", args=[workshop.pk])).status_code == 404


def test_someone_who_is_no_facilitator_of_it_is_404(workshop, stranger, ane_client):
    assert ane_client.post(reverse("workshop-uninvite", args=[workshop.pk, stranger.pk])).status_code == 404


# --- The agenda ---


def test_a_set_is_put_on_the_agenda(workshop, library, ane_client):
    done = ane_client.post(reverse("activity-add", args=[workshop.pk]), {"set": library.pk})

    assert done["Location"] == reverse("activity", args=[workshop.pk, workshop.activities.last().pk])
    assert workshop.activities.count() == 2


@pytest.mark.parametrize("pk", ["", "x", "999999", "9" * 30])
def test_a_set_that_is_not_there_is_404(workshop, ane_client, pk):
    assert ane_client.post(reverse("activity-add", args=[workshop.pk]), {"set": pk}).status_code == 404


def test_an_activity_is_moved_and_removed(workshop, library, ane_client):
    first, second = activity_of(workshop), workshop.add_activity(library)
    ane_client.post(reverse("activity-move", args=[workshop.pk, second.pk]), {"by": "-1"})
    assert list(workshop.activities.all()) == [second, first]

    ane_client.post(reverse("activity-remove", args=[workshop.pk, second.pk]))
    assert list(workshop.activities.all()) == [first]


def test_an_activity_with_notes_stays(open_workshop, places, ane_client):
    write(open_workshop, places[0])
    address = reverse("activity-remove", args=[open_workshop.pk, activity_of(open_workshop).pk])

    assert errors(ane_client.post(address, follow=True)) == [
        "Der er sedler i punktet, så det kan ikke fjernes. Spring spørgsmålene over i stedet."
    ]
    assert open_workshop.activities.count() == 1


CLOSED = "Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først."


@pytest.mark.parametrize("press", ["activity-add", "activity-move", "activity-remove"])
def test_once_closed_the_agenda_is_as_it_was(open_workshop, library, ane_client, press):
    second = open_workshop.add_activity(library)
    open_workshop.close()
    pk = [second.pk] if press != "activity-add" else []
    data = {"set": library.pk, "by": "-1"}
    page = ane_client.post(reverse(press, args=[open_workshop.pk, *pk]), data, follow=True)

    assert (page.redirect_chain, errors(page)) == ([(reverse("workshop", args=[open_workshop.pk]), 302)], [CLOSED])
    assert list(open_workshop.activities.all()) == [open_workshop.activities.exclude(pk=second.pk).get(), second]


# --- Planning an activity ---


def test_untouched_it_changes_nothing(workshop, ane_client):
    def stored():
        return list(activity_of(workshop).question_set.questions.values_list("text", "minutes", "skipped", "position"))

    before = stored()
    ane_client.post(plan_address(workshop), plan_form(ane_client, workshop))

    assert stored() == before


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_a_question_is_reworded_timed_and_left_out(workshop, places, user, request):
    client = request.getfixturevalue(user)
    data = plan_form(client, workshop)
    data[field(workshop, places[0].question, "text")] = "Hvad fylder mest?"
    data[field(workshop, places[0].question, "minutes")] = "25"
    del data[field(workshop, places[1].question, "asked")]
    done = client.post(plan_address(workshop), data | {"done": "1"})

    first = question(workshop, places[0])
    assert done["Location"] == reverse("workshop", args=[workshop.pk])
    assert (first.text, first.minutes, first.skipped) == ("Hvad fylder mest?", 25, False)
    assert question(workshop, places[1]).skipped


def test_a_page_that_is_loaded_anew_comes_back_at_the_button_that_was_pressed(workshop, ane_client):
    """And at the other one where it cannot be pressed again. A browser gives the focus to what an address names."""
    content = workshop.activities.get().question_set
    first, second, third = content.topics.all()[:3]
    came = []
    for topic, by in [(second, -1), (second, 1), (second, 1), (first, 1)]:
        data = plan_form(ane_client, workshop) | {"move": f"topic:{topic.pk}:{by}"}
        address = ane_client.post(plan_address(workshop), data)["Location"]
        came.append(address.partition("#")[2])
        button = dom(ane_client.get(plan_address(workshop))).xpath(f"//button[@id='{came[-1]}']")
        assert button[0].get("disabled") is None
    assert came == [f"topic-{second.pk}-down"] + [f"topic-{second.pk}-down"] * 2 + [f"topic-{first.pk}-down"]
    question = third.questions.first()
    data = plan_form(ane_client, workshop) | {"move": f"question:{question.pk}:1"}
    assert ane_client.post(plan_address(workshop), data)["Location"].endswith(f"#question-{question.pk}-down")
    own = f"own-{third.pk}"
    typed = ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {own: "Og hvad så?"})
    assert typed["Location"].endswith(f"#{own}")


def test_an_activity_that_was_moved_is_come_back_to(workshop, library, ane_client):
    last = workshop.add_activity(library)
    move = reverse("activity-move", args=[workshop.pk, last.pk])
    assert ane_client.post(move, {"by": "-1"})["Location"].endswith(f"#activity-{last.pk}-down")
    assert ane_client.post(move, {"by": "1"})["Location"].endswith(f"#activity-{last.pk}-up")


def test_all_and_none(workshop, ane_client):
    asked = []
    for pick in ["all", "none"]:
        done = ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {"pick": pick})
        asked.append(len(again(workshop).activities.all()[0].question_set.places()))

    assert (asked, done["Location"]) == ([12, 0], f"{plan_address(workshop)}#pick-none")


def test_all_and_none_of_one_topic(workshop, places, ane_client):
    asked = []
    for pick in ["none:", "all:"]:
        data = plan_form(ane_client, workshop) | {"pick": f"{pick}{places[0].topic}"}
        ane_client.post(plan_address(workshop), data)
        asked.append([t.pk for t, _q in again(workshop).activities.all()[0].question_set.places()])

    others = [place.topic for place in places if place.topic != places[0].topic]
    assert asked == [others, [places[0].topic] * 3 + others]


def test_notes_at_once_or_not(workshop, ane_client):
    seen = []
    for ticked in [True, False]:
        data = plan_form(ane_client, workshop)
        data.pop("notes_visible", None)
        ane_client.post(plan_address(workshop), data | ({"notes_visible": "on"} if ticked else {}))
        seen.append(activity_of(workshop).notes_visible)

    assert seen == [True, False]


def test_a_question_and_a_theme_are_moved(workshop, places, ane_client):
    def order():
        return [(topic.pk, asked.pk) for topic, asked in activity_of(workshop).question_set.places()]

    move = f"question:{places[1].question}:-1"
    ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {"move": move})
    assert order() == [places[1], places[0], places[2], places[3]]

    move = f"topic:{places[2].topic}:-1"
    ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {"move": move})
    assert order() == [places[2], places[3], places[1], places[0]]


def test_a_move_keeps_what_was_typed_beside_it(workshop, places, ane_client):
    data = plan_form(ane_client, workshop) | {"move": f"question:{places[1].question}:-1"}
    data[field(workshop, places[0].question, "text")] = "Hvad fylder mest?"
    ane_client.post(plan_address(workshop), data)

    assert question(workshop, places[0]).text == "Hvad fylder mest?"


@pytest.mark.parametrize("move", ["", "x", "question", "question:0:1", "topic:x:y", "question:" + "9" * 5000 + ":-1"])
def test_a_move_of_nothing_moves_nothing(workshop, ane_client, move):
    before = list(activity_of(workshop).question_set.questions.values_list("pk", flat=True))
    done = ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {"move": move})

    assert done.status_code == 302
    assert list(activity_of(workshop).question_set.questions.values_list("pk", flat=True)) == before


def test_a_question_of_ones_own(workshop, places, ane_client):
    own = {f"own-{places[0].topic}": " Hvad med weekenden? "}
    ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | own)

    added = activity_of(workshop).question_set.questions.filter(topic=places[0].topic).last()
    assert (added.text, added.minutes, added.source, added.skipped) == (
        "Hvad med weekenden?",
        10,
        "Jeres eget spørgsmål",
        False,
    )
    assert typed(ane_client.get(plan_address(workshop)), f"own-{places[0].topic}") == ""


@pytest.mark.parametrize("own", ["æ" * 401, "ø" * 10_000])
def test_a_question_of_ones_own_that_is_too_long_is_told_and_stays(workshop, places, ane_client, own):
    page = ane_client.post(plan_address(workshop), plan_form(ane_client, workshop) | {f"own-{places[0].topic}": own})

    assert page.status_code == 422
    assert errors(page) == [
        "Ikke gemt endnu. Ret det, der står ved felterne herunder.",
        f"Teksten er på {len(own)} tegn. Brug højst 400.",
    ]
    assert typed(page, f"own-{places[0].topic}") == own
    assert activity_of(workshop).question_set.questions.count() == 12


def test_a_question_of_ones_own_with_a_control_character_does_no_harm(workshop, places, ane_client):
    data = plan_form(ane_client, workshop) | {f"own-{places[0].topic}": "Hvad\x00 nu?"}
    ane_client.post(plan_address(workshop), data)

    assert activity_of(workshop).question_set.questions.filter(topic=places[0].topic).last().text == "Hvad nu?"


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("minutes", "0", "Skriv et tal mellem 1 og 240 minutter."),
        ("minutes", "241", "Skriv et tal mellem 1 og 240 minutter."),
        ("minutes", "9" * 30, "Skriv et tal mellem 1 og 240 minutter."),
        ("text", " ", "Spørgsmålet er tomt. Skriv det, eller fjern fluebenet for at springe det over."),
        ("text", "æ" * 401, "Teksten er på 401 tegn. Brug højst 400."),
    ],
)
def test_what_is_wrong_in_the_plan_is_told_and_all_that_was_typed_stays(
    workshop, places, ane_client, name, value, error
):
    data = plan_form(ane_client, workshop)
    data[field(workshop, places[0].question, name)] = value
    data[field(workshop, places[1].question, "text")] = "Hvad fylder mest?"
    page = ane_client.post(plan_address(workshop), data)

    assert page.status_code == 422
    assert errors(page)[0] == "Ikke gemt endnu. Ret det, der står ved felterne herunder."
    assert errors(page)[1:] == [error]
    assert typed(page, field(workshop, places[0].question, name)).strip() == value.strip()
    assert typed(page, field(workshop, places[1].question, "text")).strip() == "Hvad fylder mest?"
    assert question(workshop, places[1]).text != "Hvad fylder mest?"


def test_htmx_saves_and_answers_the_total(workshop, places, ane_client):
    data = plan_form(ane_client, workshop)
    data[field(workshop, places[0].question, "minutes")] = "25"
    done = ane_client.post(plan_address(workshop), data, headers=HTMX)
    total = 25 + sum(question(workshop, place).minutes for place in places[1:]) + WELCOME_AND_GOODBYE

    assert (done.status_code, done["X-Patch"], ids(done)) == (200, "1", ["total", "began"])
    assert text(dom(done).get_element_by_id("total")) == f"{total} af 120 minutter · {120 - total} til overs · gemt"
    assert question(workshop, places[0]).minutes == 25


def test_the_total_says_when_it_is_more_than_there_is_time_for(workshop, ane_client):
    Workshop.objects.update(minutes=5)
    done = ane_client.post(plan_address(workshop), plan_form(ane_client, workshop), headers=HTMX)

    assert "mere, end I har tid til" in text(dom(done).get_element_by_id("total"))


@pytest.mark.parametrize("wrong", ["minutes", "own"])
def test_htmx_is_told_that_it_was_not_saved(workshop, places, ane_client, wrong):
    data = plan_form(ane_client, workshop)
    if wrong == "minutes":
        data[field(workshop, places[0].question, "minutes")] = "0"
    else:
        data[f"own-{places[0].topic}"] = "æ" * 401
    done = ane_client.post(plan_address(workshop), data, headers=HTMX)

    assert (done.status_code, ids(done)) == (422, ["total"])
    assert text(dom(done).get_element_by_id("total")) == "Ikke gemt: Noget passer ikke. Tryk Gem for at se hvad."


def test_once_closed_the_plan_is_as_it_was_and_what_was_typed_stays(open_workshop, places, ane_client):
    was = question(open_workshop, places[0]).minutes
    open_workshop.close()
    own, minutes = f"own-{places[0].topic}", field(open_workshop, places[0].question, "minutes")
    data = plan_form(ane_client, open_workshop) | {minutes: "25", own: "Hvad med nattevagten?"}
    page = ane_client.post(plan_address(open_workshop), data)
    quick = ane_client.post(plan_address(open_workshop), data, headers=HTMX)

    assert (page.status_code, errors(page)) == (422, [CLOSED])
    assert (typed(page, minutes), typed(page, own)) == ("25", "Hvad med nattevagten?")
    assert (quick.status_code, ids(quick)) == (422, ["total"])
    assert (question(open_workshop, places[0]).minutes, Question.objects.filter(text__contains="natte").count()) == (
        was,
        0,
    )


def test_htmx_does_not_add_a_question_that_is_still_being_typed(workshop, places, ane_client):
    data = plan_form(ane_client, workshop) | {f"own-{places[0].topic}": "Hvad med"}
    ane_client.post(plan_address(workshop), data, headers=HTMX)

    assert activity_of(workshop).question_set.questions.count() == 12


@pytest.mark.parametrize(
    "tampered",
    [
        {"form-TOTAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "99999"},
        {"form-INITIAL_FORMS": "0"},
        {"form-0-id": "x"},
        {"form-0-id": ""},
        {"form-0-id": "theirs"},
    ],
)
def test_a_form_that_was_tampered_with_changes_no_question(workshop, other_workshop, ane_client, tampered):
    theirs = other_workshop.activities.get().question_set.questions.first()
    data = plan_form(ane_client, workshop) | {"form-0-text": "Noget helt andet"} | tampered
    if data["form-0-id"] == "theirs":
        data["form-0-id"] = str(theirs.pk)

    assert ane_client.post(plan_address(workshop), data).status_code in {302, 422}
    ours = activity_of(workshop).question_set.questions
    assert ours.count() == 12
    assert not Question.objects.filter(text="Noget helt andet").exclude(pk__in=ours.values("pk")).exists()


def test_the_total_of_two_activities_is_on_the_agenda(workshop, library, ane_client):
    workshop.add_activity(library)
    page = ane_client.get(reverse("workshop", args=[workshop.pk]))

    assert text(dom(page).get_element_by_id("total")).startswith(f"{again(workshop).planned_minutes()} af 120 minutter")


# --- Questions that are asked of every topic ---


@pytest.mark.parametrize("name", ["psykisk-arbejdsmiljoe", "rasmus-foer", "rasmus-efter", "fire-faser", "roller"])
def test_a_plan_sent_as_it_was_drawn_is_saved(name, ane_client, workshop):
    load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
    activity = workshop.add_activity(QuestionSet.objects.library().get(key=name))
    address = reverse("activity", args=[workshop.pk, activity.pk])
    before = list(activity.question_set.questions.values_list("pk", "text", "minutes", "skipped"))
    page = dom(ane_client.get(address))
    (form,) = page.xpath("//form[@class='plan']")
    done = ane_client.post(address, dict(form.form_values()) | {"done": "1"})

    assert (done.status_code, done["Location"]) == (302, reverse("workshop", args=[workshop.pk]))
    assert list(activity.question_set.questions.values_list("pk", "text", "minutes", "skipped")) == before


def test_a_question_asked_of_every_topic_is_reworded_in_its_plan(ane_client, workshop):
    load(settings.BASE_DIR / "fixtures" / "rasmus-foer.yaml")
    activity = workshop.add_activity(QuestionSet.objects.get(key="rasmus-foer"))
    address = reverse("activity", args=[workshop.pk, activity.pk])
    fields = dict(dom(ane_client.get(address)).xpath("//form[@class='plan']")[0].form_values())
    ane_client.post(address, fields | {"form-0-text": "Hvordan er det nu?", "form-0-minutes": "7", "done": "1"})

    first = activity.question_set.questions.first()
    assert (first.text, first.minutes) == ("Hvordan er det nu?", 7)


@pytest.mark.parametrize(("name", "asks"), [("rasmus-foer", 0), ("roller", 0), ("fire-faser", 5)])
def test_an_own_question_is_offered_only_where_topics_have_their_own(name, asks, ane_client, workshop):
    load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
    activity = workshop.add_activity(QuestionSet.objects.get(key=name))
    page = dom(ane_client.get(reverse("activity", args=[workshop.pk, activity.pk])))

    assert len(page.xpath("//input[starts-with(@name, 'own-')]")) == asks
