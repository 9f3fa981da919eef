import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, form, go_to, heading, ids, said, text, typed
from tests.people import seated
from workshops.models import Note, Workshop
from workshops.place import Place

EMPTY = "Sedlen er tom. Skriv et par ord, og send den igen."
TOO_LONG = "Sedlen er for lang: 10000 tegn. Skriv højst 500, eller del den i flere sedler."
CLOSED = "Der er lukket for sedler her. Din tekst står der endnu, så du kan sige den højt i stedet."
NOT_NOW = "Der er lukket for at rette her. Sig det til ordstyreren, hvis sedlen skal ændres."


@pytest.fixture
def writing(open_workshop, places) -> Workshop:
    """The room writes at the first question."""
    go_to(open_workshop, places[0], "write")
    return open_workshop


@pytest.fixture
def phone(writing, participant_client) -> Client:
    return participant_client


def look(client: Client, workshop: Workshop) -> HttpResponse:
    return client.get(reverse("phone", args=[workshop.pk]))


def send(client: Client, workshop: Workshop, place: Place | str, words: str, key: str = "k", **more) -> HttpResponse:
    data = {"place": str(place), "kind": "note", "text": words, "key": key}
    return client.post(reverse("phone-write", args=[workshop.pk]), data, **more)


def change(client: Client, verb: str, note: Note, words: str = "", **more) -> HttpResponse:
    return client.post(reverse(f"phone-{verb}", args=[note.workshop_id, note.number]), {"text": words}, **more)


def own(response: HttpResponse) -> list[str]:
    return [text(each) for each in dom(response).xpath("//li[starts-with(@id, 'my-')]/p[@class='note__text']")]


# --- The page ---


def test_it_shows_the_question_and_a_form(phone, writing, places):
    page = look(phone, writing)

    assert (page.status_code, heading(page)) == (200, "Nyt omsorgssystem")
    assert text(dom(page).xpath("//h2[contains(@class, 'stage__question')]")[0]) == str(writing.stop().question)
    assert typed(page, "place") == str(places[0])
    assert (typed(page, "text").strip(), own(page)) == ("", [])


def test_a_phone_that_asks_again_is_told_when_nothing_changed(phone, writing, places, django_assert_num_queries):
    address, tag = reverse("phone", args=[writing.pk]), look(phone, writing)["ETag"]
    with django_assert_num_queries(1):
        again_ = phone.get(address, headers={"If-None-Match": tag})
    assert (again_.status_code, again_["ETag"], again_.content) == (304, tag, b"")

    send(phone, writing, places[0], "Mere tid")
    after = phone.get(address, headers={"If-None-Match": tag})
    assert (after.status_code, own(after), after["ETag"] == tag) == (200, ["Mere tid"], False)


@pytest.mark.parametrize("seen", ["{}", "W/{}", "*", '"1", W/{}', '{} , "x"'])
def test_a_proxy_may_weaken_the_tag_or_send_it_among_others(phone, writing, seen):
    tag = look(phone, writing)["ETag"]
    answer = phone.get(reverse("phone", args=[writing.pk]), headers={"If-None-Match": seen.format(tag)})

    assert (answer.status_code, answer["ETag"], answer.content) == (304, tag, b"")


@pytest.mark.parametrize("seen", ['"0"', 'W/"0"', '"0", W/"1x"', "nonsense", ""])
def test_another_tag_gets_the_page(phone, writing, seen):
    answer = phone.get(reverse("phone", args=[writing.pk]), headers={"If-None-Match": seen})

    assert (answer.status_code, heading(answer)) == (200, "Nyt omsorgssystem")


def test_who_is_shut_out_is_told_that_also_when_asking_again(phone, writing, participant):
    tag = look(phone, writing)["ETag"]
    writing.remove(participant)
    answer = phone.get(reverse("phone", args=[writing.pk]), headers={"If-None-Match": tag})
    assert (answer.status_code, answer["Location"]) == (302, reverse("join"))


@pytest.mark.parametrize("step", ["explain", "show", "decide"])
def test_there_is_a_form_only_while_writing(phone, writing, places, step):
    go_to(writing, places[0], step)

    assert typed(look(phone, writing), "text") is None


def test_there_is_no_form_in_the_lobby_at_a_closed_place_and_at_the_end(phone, writing, places):
    forms = []
    writing.close_place(places[0])
    forms.append(typed(look(phone, writing), "text"))
    writing.go_to("0.wrap-up.0.0")
    forms.append(typed(look(phone, writing), "text"))
    writing.close()
    page = look(phone, writing)

    assert forms == [None, None]
    assert typed(page, "text") is None
    assert "Tak, fordi du var med" in page.content.decode()


# --- The wall as text ---


def wall_as_text(client: Client, workshop: Workshop) -> HttpResponse:
    return client.get(reverse("phone-read", args=[workshop.pk]))


def test_the_wall_is_read_on_a_phone_once_it_is_shown(phone, writing, places, participant):
    write(writing, places[0], text="Mere tid", participant=participant)
    write(writing, places[0], text="Skjult", key="k2").hide("person")
    page = wall_as_text(phone, writing)
    assert (heading(page), dom(page).xpath("//*[@class='note__text']")) == ("Det står på tavlen", [])
    assert "Sedlerne bliver vist, når ordstyreren viser dem." in page.content.decode()

    go_to(writing, places[0], "show")
    page = wall_as_text(phone, writing)
    assert [text(each) for each in dom(page).xpath("//h2")] == [str(writing.question_at(places[0]))]
    assert [text(each) for each in dom(page).xpath("//*[@class='note__text']")] == ["Mere tid"]
    assert "Skjult" not in page.content.decode()


def test_the_agreements_are_read_where_the_wall_shows_them(phone, writing, places):
    writing.agreements.create(what="Vi holder en pause", who="Mette")
    go_to(writing, places[0], "show")
    assert "Vi holder en pause" not in wall_as_text(phone, writing).content.decode()

    go_to(writing, places[0], "decide")
    assert "Vi holder en pause" in wall_as_text(phone, writing).content.decode()


def test_only_who_is_in_reads_the_wall_on_a_phone(phone, writing, participant, stranger_client):
    assert phone.post(reverse("phone-read", args=[writing.pk])).status_code == 405
    assert wall_as_text(stranger_client, writing)["Location"] == "/"
    assert phone.get("/deltag/999999/tavle/")["Location"] == "/"

    writing.remove(participant)
    assert wall_as_text(phone, writing)["Location"] == "/"


def test_a_closed_workshop_is_thanked_for(phone, writing):
    writing.close()
    assert "Tak for i dag." in wall_as_text(phone, writing).content.decode()


def test_a_browser_without_scripts_joins_and_writes_by_plain_forms(writing):
    browser = Client(enforce_csrf_checks=True)
    browser.post("/", form(browser.get("/"), "/") | {"code": writing.code})
    action = reverse("phone-write", args=[writing.pk])
    sent = form(look(browser, writing), action) | {"text": "Mere tid"}
    done = [browser.post(action, sent) for _ in range(2)]

    assert [each["Location"] for each in done] == [reverse("phone", args=[writing.pk])] * 2
    assert own(look(browser, writing)) == ["Mere tid"]
    assert form(look(browser, writing), action)["key"] != sent["key"]


# --- Who gets in ---


def test_without_a_seat_one_is_asked_for_the_code(writing, ane_client, stranger_client):
    for client in [Client(), ane_client, stranger_client]:
        page = client.get(reverse("phone", args=[writing.pk]), follow=True)

        assert page.redirect_chain == [("/", 302)]
        assert "Skriv koden fra tavlen for at komme med." in page.content.decode()


@pytest.mark.parametrize("verb", ["write", "reword", "withdraw"])
def test_without_a_seat_nothing_is_taken(writing, places, ane_client, verb):
    note = write(writing, places[0], participant=writing.join())
    for client in [Client(), ane_client]:
        done = send(client, writing, places[0], "x") if verb == "write" else change(client, verb, note, "x")
        assert done.status_code == 404

    assert list(Note.objects.kept().values_list("text", flat=True)) == ["Mere tid"]


def test_a_seat_that_was_taken_sends_nothing(phone, writing, places, participant):
    writing.remove(participant)

    lost = send(phone, writing, places[0], "Mere tid")
    assert (lost.status_code, heading(lost)) == (403, "Du er ikke med længere")
    assert [each.value.strip() for each in dom(lost).xpath("//textarea")] == ["Mere tid"]
    assert send(phone, writing, places[0], "Mere tid", headers=HTMX).status_code == 403
    assert look(phone, writing)["Location"] == "/"
    assert Note.objects.count() == 0


def test_a_seat_under_an_old_code_sends_nothing(phone, writing, places):
    writing.renew_code()

    assert send(phone, writing, places[0], "x").status_code == 403
    assert look(phone, writing)["Location"] == "/"


def test_a_deleted_workshop_is_gone(phone, writing, places):
    writing.discard()

    page = look(phone, writing)
    assert (page.status_code, heading(page)) == (410, "Workshoppen er slettet")
    assert send(phone, writing, places[0], "x").status_code == 403

    again(writing).restore()
    assert look(phone, writing).status_code == 200


def test_a_workshop_that_is_not_there(phone):
    assert phone.get("/deltag/999999/")["Location"] == "/"
    assert phone.post("/deltag/999999/sedler/").status_code == 404


def test_the_wrong_method_is_405(phone, writing, places, participant):
    note = write(writing, places[0], participant=participant)

    assert phone.post(reverse("phone", args=[writing.pk])).status_code == 405
    for name, args in [("phone-write", []), ("phone-reword", [note.number]), ("phone-withdraw", [note.number])]:
        assert phone.get(reverse(name, args=[writing.pk, *args])).status_code == 405


# --- Writing ---


def test_a_note_is_stored_and_shown_to_the_one_who_wrote_it(phone, writing, places, participant):
    done = send(phone, writing, places[0], "Mere tid")

    note = Note.objects.get()
    assert done["Location"] == reverse("phone", args=[writing.pk])
    assert (note.text, note.place, note.participant) == ("Mere tid", places[0], participant)
    assert own(look(phone, writing)) == ["Mere tid"]
    assert own(look(seated(writing.join()), writing)) == []


def test_htmx_gets_own_notes_a_word_and_a_new_key(phone, writing, places):
    done = send(phone, writing, places[0], "Mere tid", headers=HTMX)

    assert (done.status_code, done["X-Patch"]) == (200, "1")
    assert (ids(done), own(done), said(done)) == (
        [f"my-{Note.objects.get().number}", "said", "note-key", "note-named"],
        ["Mere tid"],
        "Sendt",
    )
    assert typed(done, "key") not in ("", "k")


SOMEONE = "Nævner sedlen en person (%s)? Skriv om opgaven i stedet."
ASKED = f"{SOMEONE % '»Mette«, »Bo«'} Tryk Send igen, hvis den skal stå, som den er."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_that_names_someone_is_asked_about_once(phone, writing, places, headers):
    words = "Spørg Mette. Bo ved det ikke"
    asked = send(phone, writing, places[0], words, headers=headers)

    assert (asked.status_code, said(asked), Note.objects.count()) == (422, ASKED, 0)
    assert typed(asked, "named") == "Mette Bo"
    if not headers:
        assert (typed(asked, "text").strip(), typed(asked, "place")) == (words, str(places[0]))

    phone.post(
        reverse("phone-write", args=[writing.pk]),
        {"place": str(places[0]), "kind": "note", "text": words, "key": "k", "named": "Mette Bo"},
        headers=headers,
    )
    assert Note.objects.get().text == words


def test_another_name_is_asked_about_too(phone, writing, places):
    fields = {"place": str(places[0]), "kind": "note", "key": "k", "text": "Mette og Hanne", "named": "Mette"}
    asked = phone.post(reverse("phone-write", args=[writing.pk]), fields, headers=HTMX)

    assert (asked.status_code, typed(asked, "named"), Note.objects.count()) == (422, "Mette Hanne", 0)


def test_what_was_asked_about_is_forgotten_once_it_is_stored(phone, writing, places):
    fields = {"place": str(places[0]), "kind": "note", "key": "k", "text": "Mette ved det", "named": "Mette"}
    done = phone.post(reverse("phone-write", args=[writing.pk]), fields, headers=HTMX)

    assert (done.status_code, typed(done, "named")) == (200, "")


def test_what_was_asked_about_is_not_asked_again_when_something_else_was_wrong(phone, writing):
    fields = {"place": "1-1", "kind": "note", "key": "k", "text": "Mette ved det", "named": "Mette"}
    done = phone.post(reverse("phone-write", args=[writing.pk]), fields)

    assert (done.status_code, typed(done, "named"), typed(done, "text").strip()) == (422, "Mette", "Mette ved det")


def test_one_that_is_reworded_to_name_someone_is_told(phone, writing, places, participant):
    note = write(writing, places[0], "Mere tid", participant=participant, private=True)
    done = change(phone, "reword", note, "Mere tid, Mette", headers=HTMX)

    note.refresh_from_db()
    assert (done.status_code, note.text) == (200, "Mere tid, Mette")
    assert said(done) == f"Rettet. {SOMEONE % '»Mette«'}"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_sent_twice_is_stored_once(phone, writing, places, headers):
    answers = [send(phone, writing, places[0], "Mere tid", headers=headers).status_code for _ in range(2)]

    assert answers == [200 if headers else 302] * 2
    assert Note.objects.count() == 1


@pytest.mark.parametrize("key", ["", "\x00", "k" * 10_000, "æ'\"<"])
def test_an_odd_key_does_no_harm(phone, writing, places, key):
    for words in ["Mere tid", "Mindre papir"]:
        assert send(phone, writing, places[0], words, key=key).status_code == 302

    assert Note.objects.count() == 2


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("words", "error"), [("", EMPTY), (" \r\n\t", EMPTY), ("\x00\x1b\x07", EMPTY), ("æ" * 10_000, TOO_LONG)]
)
def test_a_note_that_cannot_be_stored_is_told_and_the_text_stays(phone, writing, places, words, error, headers):
    done = send(phone, writing, places[0], words, headers=headers)

    assert (done.status_code, Note.objects.count(), said(done)) == (422, 0, error)
    if headers:
        assert ids(done) == ["said"]  # the form is not touched
    else:
        assert typed(done, "text").strip() == words.strip().replace("\x00", "\ufffd")


def test_control_characters_are_left_out(phone, writing, places):
    send(phone, writing, places[0], "Me\x00re\x1b tid\r\ntil os")

    assert Note.objects.get().text == "Mere tid\ntil os"


def test_markup_is_text(phone, writing, places):
    send(phone, writing, places[0], "<script>alert(1)</script>")

    page = look(phone, writing)
    assert own(page) == ["<script>alert(1)</script>"]
    assert dom(page).xpath("//script[not(@src)]") == []


@pytest.mark.parametrize("step", ["show", "decide"])
def test_a_note_for_a_step_that_just_ended_is_stored_where_it_was_meant(phone, writing, places, step):
    go_to(writing, places[0], step)
    send(phone, writing, places[0], "Mere tid")

    assert Note.objects.get().place == places[0]


def test_a_note_for_the_question_before_is_stored_where_it_was_meant(phone, writing, places):
    go_to(writing, places[1], "write")
    done = send(phone, writing, places[0], "Mere tid", headers=HTMX)

    assert (done.status_code, said(done)) == (200, "Sendt")
    assert Note.objects.get().place == places[0]


@pytest.mark.parametrize("moved_on", [False, True])
@pytest.mark.parametrize("what", ["place", "workshop"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_for_what_was_closed_is_told_and_the_text_stays(phone, writing, places, what, moved_on, headers):
    if moved_on:
        go_to(writing, places[1], "write")
    writing.close_place(places[0]) if what == "place" else writing.close()
    done = send(phone, writing, places[0], "Mere tid", headers=headers)

    assert (done.status_code, Note.objects.count(), said(done)) == (422, 0, CLOSED)
    if not headers:
        assert (typed(done, "text").strip(), typed(done, "place")) == ("Mere tid", str(places[0]))


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("place", ["", "x", "1-2-3", "0-0", "9" * 40 + "-1"])
def test_a_note_for_no_place_is_told_and_the_text_stays(phone, writing, place, headers):
    done = send(phone, writing, place, "Mere tid", headers=headers)

    assert (done.status_code, Note.objects.count()) == (422, 0)
    assert said(done) in {
        "Vi kan ikke se, hvad sedlen svarer på. Genindlæs siden, og prøv igen.",
        "Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål.",
    }
    if not headers:
        assert typed(done, "text").strip() == "Mere tid"


def test_a_note_for_another_workshop_is_refused(phone, writing, other_workshop):
    topic, question = other_workshop.activities.get().question_set.places()[0]

    assert send(phone, writing, Place(topic.pk, question.pk), "Mere tid").status_code == 422
    assert send(phone, other_workshop, Place(topic.pk, question.pk), "Mere tid").status_code == 404
    assert Note.objects.count() == 0


def test_a_note_of_no_known_kind_is_refused(phone, writing, places):
    address = reverse("phone-write", args=[writing.pk])
    done = phone.post(address, {"place": str(places[0]), "kind": "hammer", "text": "Mere tid", "key": "k"})

    assert (done.status_code, typed(done, "text").strip(), Note.objects.count()) == (422, "Mere tid", 0)


# --- Changing one's own ---


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ones_own_note_is_reworded(phone, writing, places, participant, headers):
    note = write(writing, places[0], participant=participant, private=True)
    done = change(phone, "reword", note, "Mere tid til pauser", headers=headers)

    assert done.status_code == (200 if headers else 302)
    assert Note.objects.get().text == "Mere tid til pauser"
    if headers:
        assert (ids(done), own(done), said(done)) == ([f"my-{note.number}", "said"], ["Mere tid til pauser"], "Rettet")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ones_own_note_is_withdrawn(phone, writing, places, participant, headers):
    note = write(writing, places[0], participant=participant)
    done = change(phone, "withdraw", note, headers=headers)

    assert done.status_code == (200 if headers else 302)
    assert list(Note.objects.kept()) == []
    assert own(look(phone, writing)) == []
    assert change(phone, "withdraw", note).status_code == 404


@pytest.mark.parametrize("verb", ["reword", "withdraw"])
def test_someone_elses_note_is_404(phone, writing, places, verb):
    theirs = write(writing, places[0], participant=writing.join())
    facilitators = write(writing, places[0], key="f")

    assert [change(phone, verb, note, "x").status_code for note in (theirs, facilitators)] == [404, 404]
    assert list(Note.objects.kept().values_list("text", flat=True)) == ["Mere tid", "Mere tid"]


@pytest.mark.parametrize("end", ["show", "next question", "lobby", "place", "workshop"])
@pytest.mark.parametrize("verb", ["reword", "withdraw"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_once_its_step_is_over_a_note_stays_as_it_is(phone, writing, places, participant, verb, end, headers):
    note = write(writing, places[0], participant=participant)
    {
        "show": lambda: go_to(writing, places[0], "show"),
        "next question": lambda: go_to(writing, places[1], "write"),
        "lobby": lambda: writing.go_to("0.lobby.0.0"),
        "place": lambda: writing.close_place(places[0]),
        "workshop": writing.close,
    }[end]()
    done = change(phone, verb, note, "Mere tid til pauser", headers=headers)

    assert (done.status_code, said(done)) == (422, NOT_NOW)
    assert [(each.text, each.withdrawn) for each in Note.objects.all()] == [("Mere tid", False)]
    if verb == "reword" and not headers:
        assert "Mere tid til pauser" in [each.value.strip() for each in dom(done).xpath("//textarea")]


@pytest.mark.parametrize(("words", "error"), [(" ", EMPTY), ("æ" * 10_000, TOO_LONG)])
def test_a_rewording_that_cannot_be_stored_is_told_and_the_text_stays(
    phone, writing, places, participant, words, error
):
    note = write(writing, places[0], participant=participant)
    done = change(phone, "reword", note, words)

    assert (done.status_code, said(done), Note.objects.get().text) == (422, error, "Mere tid")
    assert dom(done).xpath(f"//textarea[@id='edit-{note.number}']")[0].value.strip() == words.strip()
    assert said(change(phone, "reword", note, words, headers=HTMX)) == error


def test_a_note_the_facilitator_hid_is_marked_on_the_phone_that_wrote_it(phone, writing, places, participant):
    write(writing, places[0], participant=participant).hide("person")
    page = look(phone, writing)

    assert own(page) == ["Mere tid"]
    told = "Din seddel er holdt tilbage, fordi den nævner en person. Skriv om opgaven, og send igen."
    assert [text(each) for each in dom(page).xpath("//p[@class='note__state']")] == [told]


@pytest.mark.parametrize("step", ["write", "review", "show"])
def test_a_note_held_back_is_written_anew_and_waits_for_a_new_yes(phone, writing, places, participant, step):
    note = write(writing, places[0], participant=participant)
    note.hide("person")
    go_to(writing, places[0], step)
    done = change(phone, "reword", note, "Mere tid til pauser", headers=HTMX)

    assert said(done) == "Sendt igen. Ordstyreren ser på den."
    assert [each.text for each in Note.objects.waiting()] == ["Mere tid til pauser"]
    assert list(Note.objects.visible()) == []
    assert dom(done).xpath("//p[@class='note__state']") == []


# --- What others wrote ---


@pytest.mark.parametrize(("board", "step", "shown"), [(False, "show", 0), (True, "show", 1), (True, "write", 0)])
def test_others_notes_show_when_the_wall_does_and_the_facilitator_said_so(phone, writing, places, board, step, shown):
    write(writing, places[0], participant=writing.join())
    writing.set_wall_on_phones(board)
    go_to(writing, places[0], step)

    assert len(dom(look(phone, writing)).xpath("//*[@id='others']//li")) == shown


def test_the_version_of_the_room_is_not_read_from_a_cache(phone, writing):
    assert "no-store" in look(phone, writing)["Cache-Control"]
    assert again(writing).is_open
    assert errors(look(phone, writing)) == []
