import pytest
from django.urls import reverse

from tests.helpers import again, write
from tests.pages import HTMX, dom, errors, go_to, heading, ids, said, text, typed
from workshops import changes
from workshops.models import Note, Participant, Revision, Topic

EMPTY = "Sedlen er tom. Skriv et par ord, og send den igen."
TOO_LONG = "Sedlen er for lang: 10000 tegn. Skriv højst 500, eller del den i flere sedler."


@pytest.fixture
def room(open_workshop, places):
    go_to(open_workshop, places[0], "show")
    return open_workshop


@pytest.fixture
def note(room, places) -> Note:
    return write(room, places[0], participant=room.join())


def address(name: str, note: Note, **args: int) -> str:
    return reverse(name, args=[note.workshop_id, *(args.values() or [note.number])])


def undo(client, note: Note, **more):
    return client.post(address("note-undo", note, revision=Revision.objects.last().pk), **more)


# --- Adding ---


def test_a_note_for_someone_without_a_phone(ane_client, room, places):
    form_page = ane_client.get(reverse("note-add", args=[room.pk]), {"place": str(places[0])})
    data = {name: typed(form_page, name) for name in ("place", "key", "kind")} | {"text": "Mere tid"}
    done = [ane_client.post(reverse("note-add", args=[room.pk]), data) for _ in range(2)]

    assert [each["Location"] for each in done] == [reverse("desk", args=[room.pk])] * 2
    stored = Note.objects.get()
    assert (stored.text, stored.place, stored.participant) == ("Mere tid", places[0], None)


def test_htmx_gets_the_note_and_its_count(ane_client, room, places):
    data = {"place": str(places[0]), "kind": "note", "key": "k", "text": "Mere tid"}
    done = ane_client.post(reverse("note-add", args=[room.pk]), data, headers=HTMX)

    number = Note.objects.get().number
    assert (done.status_code, done["X-Patch"], done["HX-Reswap"]) == (200, "1", "none")
    assert ids(done) == [f"note-{number}", f"count-{places[0]}", "toast"]
    assert said(done) == "Sedlen er sat på."


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("words", "place", "error"),
    [
        ("", True, EMPTY),
        ("æ" * 10_000, True, TOO_LONG),
        ("Mere tid", False, "Vælg det spørgsmål, sedlen skal sidde under."),
    ],
)
def test_a_note_that_cannot_be_added_is_told_and_stays(ane_client, room, places, words, place, error, headers):
    data = {"place": str(places[0]) if place else "?", "kind": "note", "key": "k", "text": words}
    page = ane_client.post(reverse("note-add", args=[room.pk]), data, headers=headers)

    assert (page.status_code, errors(page), Note.objects.count()) == (422, [error], 0)
    assert (typed(page, "text").strip(), typed(page, "key")) == (words, "k")
    assert typed(page, "place") == (data["place"] if place else None)
    assert dom(page).xpath("//select[@name='place']//option/@value") == ([] if place else [str(p) for p in places])
    assert heading(page) == ("" if headers else "Skriv en seddel for en uden telefon")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_note_is_added_where_the_facilitator_closed(ane_client, room, places, headers):
    room.close_place(places[0])
    data = {"place": str(places[0]), "kind": "note", "key": "k", "text": "Mere tid"}
    page = ane_client.post(reverse("note-add", args=[room.pk]), data, headers=headers)

    assert (page.status_code, typed(page, "text").strip(), Note.objects.count()) == (422, "Mere tid", 0)
    assert len(errors(page)) == 1


@pytest.mark.parametrize("place", ["", "x", "0-0", "9" * 30 + "-1"])
def test_the_form_for_no_place_still_opens(ane_client, room, place):
    assert ane_client.get(reverse("note-add", args=[room.pk]), {"place": place}).status_code == 200


# --- Changing ---


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_a_note_is_corrected_and_that_is_undone(note, user, request):
    client = request.getfixturevalue(user)
    client.post(address("note", note), {"text": "Mere tid til pauser"})
    assert Note.objects.get().text == "Mere tid til pauser"

    assert undo(client, note)["Location"] == reverse("desk", args=[note.workshop_id])
    assert Note.objects.get().text == "Mere tid"


@pytest.mark.parametrize("how", ["note", "note-hide"])
def test_once_closed_a_note_is_still_put_right_for_the_report_and_that_is_undone(ane_client, note, how):
    note.workshop.close()
    ane_client.post(address(how, note), {"text": "Mere tid til pauser", "reason": "person"})
    changed = Note.objects.get()
    assert (changed.text, changed.hidden) == (
        ("Mere tid", True) if how == "note-hide" else ("Mere tid til pauser", False)
    )

    undo(ane_client, note)
    assert (Note.objects.get().text, Note.objects.get().hidden) == ("Mere tid", False)


def test_htmx_gets_the_note_and_a_way_back(ane_client, note):
    done = ane_client.post(address("note", note), {"text": "Mere tid til pauser"}, headers=HTMX)

    redrawn = ["waiting", f"note-{note.number}", f"count-{note.place}", "toast"]
    assert ids(done) == redrawn
    assert said(done) == "Sedlen er rettet."
    (way_back,) = dom(done).xpath("//*[@id='toast']//form/@action")
    assert ids(ane_client.post(way_back, headers=HTMX)) == redrawn
    assert Note.objects.get().text == "Mere tid"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("words", "error"), [(" ", EMPTY), ("æ" * 10_000, TOO_LONG)])
def test_a_correction_that_cannot_be_stored_is_told_and_stays(ane_client, note, words, error, headers):
    page = ane_client.post(address("note", note), {"text": words}, headers=headers)

    assert (page.status_code, errors(page)) == (422, [error])
    assert typed(page, "text").strip() == words.strip()
    assert (Note.objects.get().text, Revision.objects.count()) == ("Mere tid", 0)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_is_hidden_shown_and_hidden_again(ane_client, note, headers):
    hidden = []
    for data in [{"reason": "person"}, {"hidden": "0"}, {"reason": "offensive"}]:
        done = ane_client.post(address("note-hide", note), data, headers=headers)
        assert done.status_code == (200 if headers else 302)
        hidden.append(Note.objects.get().hidden)

    assert hidden == [True, False, True]
    undo(ane_client, note, headers=headers)
    assert not Note.objects.get().hidden


def test_hiding_one_that_something_was_agreed_from_says_where_its_words_are_too(ane_client, note):
    note.workshop.agreements.put_aside(note)
    answer = ane_client.post(
        reverse("note-hide", args=[note.workshop_id, note.number]), {"reason": "person"}, headers=HTMX
    )

    assert said(answer).startswith("Sedlen er skjult. Dens ord kan også stå i det, I kom frem til. Ret dem dér.")


def test_hiding_is_told_with_the_number_hidden(ane_client, note):
    done = ane_client.post(address("note-hide", note), {"reason": "person"}, headers=HTMX)

    assert said(done) == "Sedlen er skjult."
    assert text(dom(done).get_element_by_id(f"count-{note.place}")) == "0 sedler (1 skjult)"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_is_moved_and_that_is_undone(ane_client, note, places, headers):
    ane_client.post(address("note-move", note), {"place": str(places[2])}, headers=headers)
    assert Note.objects.get().place == places[2]

    undo(ane_client, note, headers=headers)
    assert Note.objects.get().place == places[0]


def test_a_move_is_not_undone_where_the_note_came_from_is_no_more(ane_client, room, note, places):
    go_to(room, places[2], "show")
    note.move(places[2])
    Topic.objects.filter(pk=places[0].topic).delete()
    again(room).changed(changes.STAGE)
    done = undo(ane_client, note, headers=HTMX)

    assert errors(done) == ["Det sted, sedlen kom fra, er fjernet imens, så flytningen kan ikke fortrydes."]
    assert Note.objects.get().place == places[2]


@pytest.mark.parametrize("place", ["", "x", "0-0", "1-2-3"])
def test_a_note_is_not_moved_to_no_place(ane_client, note, places, place):
    done = ane_client.post(address("note-move", note), {"place": place}, headers=HTMX)
    plain = ane_client.post(address("note-move", note), {"place": place}, follow=True)

    assert (done.status_code, ids(done), done["X-Refused"]) == (200, ["toast"], "1")
    assert errors(plain) == errors(done) == [said(done)]
    assert Note.objects.get().place == places[0]


def test_a_note_the_facilitator_added_is_removed_and_that_is_undone(ane_client, room, places):
    added = write(room, places[0])
    done = ane_client.post(address("note-remove", added), headers=HTMX)
    assert (ids(done)[1], list(Note.objects.kept())) == (f"note-{added.number}", [])

    undo(ane_client, added)
    assert list(Note.objects.kept()) == [added]


def test_a_participants_note_is_not_removed(ane_client, note):
    assert ane_client.post(address("note-remove", note)).status_code == 404
    assert list(Note.objects.kept()) == [note]


@pytest.mark.parametrize("name", ["note", "note-hide", "note-move"])
def test_a_note_that_was_withdrawn_is_404(ane_client, note, name):
    note.withdraw()

    assert ane_client.post(address(name, note), {"text": "x"}).status_code == 404


def test_undoing_keeps_what_the_writer_wrote_since(ane_client, note):
    ane_client.post(address("note", note), {"text": "Mere tdi"})
    gone = address("note-undo", note, revision=Revision.objects.get().pk)
    Note.objects.get().reword("Mere tid til pauser")
    done = ane_client.post(gone, headers=HTMX)

    assert Note.objects.get().text == "Mere tid til pauser"
    assert errors(done) == ["Det kan ikke fortrydes mere, for I er gået videre, eller sedlen er ændret siden."]


def test_what_was_changed_before_the_room_went_on_cannot_be_taken_back(ane_client, note, open_workshop):
    ane_client.post(address("note", note), {"text": "Mere tid til pauser"})
    gone = address("note-undo", note, revision=Revision.objects.get().pk)
    open_workshop.advance(again(open_workshop).stop().key)

    assert len(errors(ane_client.post(gone, headers=HTMX))) == 1
    assert Note.objects.get().text == "Mere tid til pauser"


def test_undoing_twice_is_undoing_once(ane_client, note):
    ane_client.post(address("note-hide", note), {"reason": "person"})
    for _ in range(2):
        undo(ane_client, note)

    assert (Note.objects.get().hidden, Note.objects.get().text) == (False, "Mere tid")


# --- Shutting a phone out ---


def test_what_is_shown_by_it_is_said_before_a_phone_is_shut_out(ane_client, note):
    pages = [ane_client.get(address(name, note), headers=HTMX) for name in ("note", "note-hide")]
    links = [dom(page).xpath("//a[@class='link link--danger']/@href") for page in pages]
    warned = ane_client.get(links[0][0])

    assert links == [[address("note-shut-out", note)]] * 2
    assert "Så kan I se, hvilke sedler der hører sammen. Det kan ingen ellers." in text(dom(warned))
    assert (Note.objects.get().hidden, Participant.objects.seated().count()) == (False, 1)


def test_a_phone_is_shut_out_with_all_that_it_wrote(ane_client, note, places):
    others = write(note.workshop, places[0], key="other", participant=note.workshop.join())
    for n in range(3):
        write(note.workshop, places[n], key=f"k{n}", participant=note.participant, private=n == 2)
    done = ane_client.post(address("note-shut-out", note), headers=HTMX)

    assert (done.status_code, said(done)) == (200, "4 sedler er skjult, og telefonen er lukket ude.")
    assert list(Note.objects.filter(hidden=False)) == [others]
    assert list(Participant.objects.seated()) == [others.participant]


def test_it_is_taken_back_as_it_was(ane_client, note, places):
    held_back = write(note.workshop, places[0], key="held", participant=note.participant)
    held_back.hide("person")
    waiting = write(note.workshop, places[1], key="waiting", participant=note.participant, private=True)
    before = list(Note.objects.order_by("pk").values("pk", "shown", "hidden", "reason"))
    ane_client.post(address("note-shut-out", note), headers=HTMX)
    (form,) = dom(ane_client.get(reverse("desk", args=[note.workshop_id]))).xpath("//*[@id='door']//form[p]")
    done = ane_client.post(form.get("action"), headers=HTMX)

    assert said(done) == "Telefonen er med igen, og dens sedler er tilbage."
    assert list(Note.objects.order_by("pk").values("pk", "shown", "hidden", "reason")) == before
    assert list(Participant.objects.seated()) == [waiting.participant]
    assert ane_client.post(form.get("action")).status_code == 404


def test_the_word_about_it_offers_to_take_it_back(ane_client, note):
    done = ane_client.post(address("note-shut-out", note), headers=HTMX)
    (form,) = dom(done).xpath("//*[@id='toast']//form")
    ane_client.post(form.get("action"), headers=HTMX)

    assert (Note.objects.get().hidden, Participant.objects.seated().count()) == (False, 1)


def test_what_was_changed_since_stays_when_it_is_taken_back(ane_client, note):
    shut = note.workshop.shut_out(note.participant)
    Note.objects.get().hide("person")
    note.workshop.let_back(shut)

    assert (Note.objects.get().hidden, Note.objects.get().reason) == (True, "person")


def test_that_its_words_stand_in_what_the_room_came_to_is_told(ane_client, note):
    note.workshop.agreements.create(what="Mere tid", note=note)
    done = ane_client.post(address("note-shut-out", note), headers=HTMX)

    assert said(done).endswith("Deres ord kan også stå i det, I kom frem til. Ret dem dér.")


def test_nobody_is_shut_out_for_a_note_the_facilitator_added(ane_client, room, places, participant):
    added = write(room, places[0])

    assert ane_client.post(address("note-shut-out", added)).status_code == 404
    assert list(Participant.objects.seated()) == [participant]


# --- The dialog and the page ---


@pytest.mark.parametrize("name", ["note", "note-add", "agreement-add"])
def test_a_dialog_is_the_pages_own_middle(ane_client, note, name):
    args = [note.workshop_id, note.number] if name == "note" else [note.workshop_id]
    page, dialog = ane_client.get(reverse(name, args=args)), ane_client.get(reverse(name, args=args), headers=HTMX)

    assert (len(dom(page).xpath("//html/head/title")), len(dom(page).xpath("//h1"))) == (1, 1)
    assert ("<html" in dialog.content.decode(), len(dom(dialog).xpath("//h2"))) == (False, 1)
    assert typed(dialog, "text") == typed(page, "text")
