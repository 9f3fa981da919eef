"""What a closed workshop is remembered by (docs/record.md)."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.helpers import again, shown, write
from tests.pages import dom, errors, text, typed
from tests.rooms import FIXTURES, Room
from workshops.errors import Refused
from workshops.models import Agreement, Cluster, Note, Record, Report, Workshop
from workshops.models.options import FEW
from workshops.models.record import digest, to_be_told
from workshops.place import Place
from workshops.report import paper, telling
from workshops.report.leaving_out import lines

INSIDE = {
    "agreements": "agreement",
    "write_up": "written",
    "earlier": "agreement",
    "left_open": "agreement",
    "chapters": "chapter",
}
PARTS = {
    "record": INSIDE,
    "chapter": {"sections": "section", "together": "option"},
    "section": {"answers": "answers", "hints": "hint"},
    "answers": {"notes": "note", "choices": "choice"},
}


def documented() -> dict[str, set[str]]:
    """The keys that docs/record.md names, by what they are in."""
    found: dict[str, set[str]] = {}
    page = (settings.BASE_DIR / "docs" / "record.md").read_text(encoding="utf-8")
    for part, keys in re.findall(r"^\| (\w+) \| (`.*?`) \|", page, flags=re.M):
        found.setdefault(part, set()).update(re.findall(r"`(\w+)`", keys))
    return found


def keys(part: str, data: dict) -> dict[str, set[str]]:
    """The keys of ``data`` and of all that is in it, by what they are in."""
    found = {part: set(data)}
    for key, inner in PARTS.get(part, {}).items():
        for each in [data[key]] if isinstance(data[key], dict) else data[key]:
            for name, more in keys(inner, each).items():
                found.setdefault(name, set()).update(more)
    return found


def full(name: str) -> Room:
    """A room in which something was written, marked, settled, put together and agreed wherever it can be."""
    room = Room.about(name, groups=["Leder", "TR"])
    room.workshop.mandate_open = "Hvordan vi lærer det"
    room.workshop.state_mandate()
    seats = [room.workshop.join(group="TR") for _ in range(5)]
    notes = []
    for topic, question in room.content.places():
        place = Place(topic.pk, question.pk)
        for n, kind in enumerate(question.note_kinds()):
            notes.append(room.write(place, kind.key, f"Sagt {len(notes)} af {n}", seats[n % 5]))
        for kind in question.choices()[:1]:
            for seat in seats:
                room.workshop.mark(seat, {place: kind.key})
    together = [note for note in notes if room.activity.dialogue_tool.kind(note.kind).use == "note"]
    if together:
        cluster = room.workshop.clusters.create(activity=room.activity, heading="Bunken")
        Note.objects.filter(pk__in=[note.pk for note in together[:4]]).update(cluster=cluster)
        room.workshop.dots.create(activity=room.activity, note=together[0], n=2, participant=seats[0])
        agreed = Agreement(
            workshop=room.workshop, note=together[0], topic_id=together[0].topic_id, what="Mere oplæring"
        )
        agreed.write_down()
    return room


@pytest.mark.much
@pytest.mark.parametrize("name", FIXTURES)
def test_a_record_has_the_documented_keys_and_no_other(db, name):
    room = full(name)
    room.workshop.close()
    data = Record.objects.get(workshop=room.workshop).data

    assert {part: found for part, found in keys("record", data).items() if found != documented()[part]} == {}
    assert json.loads(json.dumps(data)) == data


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    """Closed, with three notes that the room saw, one hidden, one withdrawn and one that nobody showed."""
    seat = open_workshop.join()
    for n, place in enumerate([places[0], places[0], places[2]]):
        write(open_workshop, place, f"Seddel {n} om arbejdet", f"k{n}", seat)
    write(open_workshop, places[0], "Skjult", "h", seat).hide("person")
    write(open_workshop, places[0], "Fortrudt", "w", seat).withdraw()
    Agreement(workshop=open_workshop, what="Alle får oplæring", topic_id=places[0].topic).write_down()
    open_workshop.close()
    return again(open_workshop)


def test_it_tells_nothing_of_who_wrote_and_nothing_that_the_room_did_not_see(closed):
    data = json.dumps(closed.record.data, ensure_ascii=False)
    note = closed.notes.first()

    for secret in (note.key, str(note.number), note.participant.key, "Skjult", "Fortrudt"):
        assert secret not in re.sub(r"[^\w]+", " ", data).split()
    assert [each in data for each in ("Seddel 0", "Seddel 1", "Seddel 2")] == [True] * 3


def test_closing_and_its_record_are_stored_together_or_not_at_all(open_workshop, monkeypatch):
    def broken(*_args: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(telling, "tell", broken)
    with pytest.raises(RuntimeError):
        open_workshop.close()

    assert (again(open_workshop).is_open, Record.objects.count(), Report.objects.count()) == (True, 0, 0)


def test_the_page_is_drawn_of_the_record_alone(closed):
    page = paper.html(closed)
    closed.notes.all().delete()
    closed.participants.all().delete()
    closed.agreements.all().delete()

    def words(html: str) -> str:
        return text(dom(html)).rpartition("Opsamlingen er lavet")[0]

    assert words(paper.html(again(closed))) == words(page)
    assert "Seddel 2 om arbejdet" in page


def test_what_was_agreed_can_be_reworded_and_dropped_also_when_the_notes_are_erased(closed):
    closed.report.finish(b"%PDF-")
    closed.erase_notes()
    agreed = Agreement.objects.get()
    agreed.what = "Alle får to timers oplæring"
    agreed.write_down()
    record = Record.objects.get()

    assert [each["what"] for each in record.data["agreements"]] == ["Alle får to timers oplæring"]
    assert (record.edition, "Alle får oplæring" in json.dumps(record.data, ensure_ascii=False)) == (2, False)
    page = paper.html(again(closed))
    assert ("Seddel 0" in page, "to timers" in page, Report.objects.get().is_being_made) == (True, True, True)
    agreed.drop()
    assert Record.objects.get().data["agreements"] == []


def test_opened_again_and_closed_it_has_what_was_written_since(closed, places):
    closed.open()
    write(closed, places[3], "Skrevet siden", "since")
    assert "Skrevet siden" in paper.html(again(closed))
    closed.close()

    assert "Skrevet siden" in json.dumps(Record.objects.get().data)
    assert Record.objects.get().edition == 2


CHANGES = {
    "shut out": lambda workshop: workshop.shut_out(workshop.participants.first()),
    "rename": lambda workshop: workshop.clusters.first().rename("Noget andet"),
    "move": lambda workshop: workshop.clusters.last().move(-1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_follows_what_is_changed_once_it_is_closed(few_words, change):
    """A facilitator may have had the page open when the other closed it."""
    few_words.open()
    Note.objects.update(participant=few_words.join())
    for n in range(2):
        few_words.clusters.create(activity=few_words.activities.get(), heading=f"Nr. {n}")
    for n, cluster in enumerate(few_words.clusters.all()[1:]):
        shown(write(few_words, Note.objects.first().place, f"I bunke {n}", f"b{n}"))
        Note.objects.filter(text=f"I bunke {n}").update(cluster=cluster)
    few_words.close()
    before = again(few_words).record
    CHANGES[change](again(few_words))
    after = again(few_words).record

    assert after.data != before.data
    again(few_words).remember()
    assert again(few_words).record.data == after.data


# --- Which notes ---


@pytest.fixture
def few_words(workshop, places) -> Workshop:
    """Open, and not all notes are remembered word for word: five in a cluster, one alone with a dot, one without."""
    workshop.keeps_words = False
    workshop.save()
    workshop.open()
    activity = workshop.activities.get()
    notes = [shown(write(workshop, places[0], f"Sagt {n}", f"k{n}")) for n in range(7)]
    cluster = workshop.clusters.create(activity=activity, heading="Tid")
    Note.objects.filter(pk__in=[note.pk for note in notes[:5]]).update(cluster=cluster)
    for n, note in [(1, notes[3]), (2, notes[4]), (1, notes[5])]:
        workshop.dots.create(activity=activity, note=note, n=n)
    workshop.close()
    return again(workshop)


def test_where_not_all_notes_are_kept_it_holds_the_heaviest_and_says_how_many_more(few_words):
    (chapter,) = few_words.record.data["chapters"]
    answers = chapter["sections"][0]["answers"][0]

    assert [(each["text"], each["notes"], each["size"]) for each in chapter["together"]] == [
        ("Tid", ["Sagt 4", "Sagt 3", "Sagt 0"], 5),
        ("Sagt 5", [], 0),
    ]
    assert [note["text"] for note in answers["notes"]] == ["Sagt 3", "Sagt 4", "Sagt 5"]
    assert (answers["written"], answers["more"], few_words.record.data["notes"]) == ({"note": 7}, 4, 7)
    assert "Sagt 6" not in json.dumps(few_words.record.data)
    assert "7 sedler" in text(dom(paper.html(few_words)).xpath("//p[@class='in-brief']")[0])


def test_what_a_follow_up_compares_is_kept_all_the_same(db):
    room = Room.about("rasmus-foer")
    Workshop.objects.update(keeps_words=False)
    room.write("expected", "better", "Mere ro")
    for n in range(FEW):
        room.write("needs", "before", f"Oplæring {n}")
    again(room.workshop).close()
    (chapter,) = Record.objects.get().data["chapters"]

    told = {note["text"] for section in chapter["sections"] for each in section["answers"] for note in each["notes"]}
    assert told == {"Mere ro"}


@pytest.mark.parametrize(
    ("more", "keeps", "chosen", "told"),
    [(1, False, False, True), (0, False, False, False), (1, True, False, False), (1, False, True, False)],
)
def test_closing_says_whose_notes_are_only_counted(
    open_workshop, places, participant, ane_client, more, keeps, chosen, told
):
    Workshop.objects.update(keeps_words=keeps)
    for each in range(FEW + more):
        write(open_workshop, places[0], f"Sagt {each}", key=f"k{each}", participant=participant)
    Note.objects.update(shown=True)
    if chosen:
        activity = open_workshop.activities.get()
        Note.objects.update(cluster=Cluster.objects.create(workshop=open_workshop, activity=activity, heading="Tid"))
    open_workshop.go_to(again(open_workshop).route()[-1].key)
    page = dom(ane_client.get(f"/workshops/{open_workshop.pk}/styr/"))

    said = [text(each) for each in page.xpath("//form[@class='closing-box']/p")]
    assert [each.startswith("I »Digitalisering og psykisk arbejdsmiljø« har I ikke valgt") for each in said] == (
        [False, True] if told else [False]
    )


@pytest.mark.parametrize(("opened", "kept"), [(False, True), (True, False)])
def test_that_all_is_kept_is_not_begun_with_once_people_could_write(workshop, opened, kept):
    workshop.keeps_words = False
    workshop.describe()
    if opened:
        workshop.open()
    later = again(workshop)
    later.keeps_words = True
    later.describe()

    assert again(workshop).keeps_words == kept


@pytest.mark.parametrize(
    ("keeps", "says"), [(True, "kommer ord for ord med"), (False, "Det vigtigste af det, der vises")]
)
def test_the_join_page_says_which_of_the_two_holds(open_workshop, client, keeps, says):
    Workshop.objects.update(keeps_words=keeps)
    page = text(dom(client.get(reverse("join-code", args=[open_workshop.code]))))

    assert says in page


# --- Leaving out ---


def test_what_is_left_out_is_out_everywhere_and_stays_out_when_it_is_made_again(closed):
    out = ["Seddel 0 om arbejdet", "Alle får oplæring"]
    closed.leave_out([digest(each) for each in out])
    closed.remake_report()
    record = Record.objects.get()

    for told in (json.dumps(record.data, ensure_ascii=False), paper.html(again(closed))):
        assert [each in told for each in (*out, "Seddel 1")] == [False, False, True]
    assert (record.data["notes"], record.data["chapters"][0]["sections"][0]["answers"][0]["written"]) == (
        2,
        {"note": 1},
    )
    assert (Agreement.objects.count(), Report.objects.get().is_being_made) == (0, True)
    closed.open()
    closed.close()
    assert "Seddel 0" not in json.dumps(Record.objects.get().data)


def test_a_note_is_left_out_of_its_cluster_and_a_heading_leaves_its_notes(few_words):
    few_words.leave_out([digest("Sagt 4"), digest("Tid"), digest("Sagt 5")])
    (chapter,) = Record.objects.get(workshop=few_words).data["chapters"]

    assert [(each["text"], each["notes"], each["size"]) for each in chapter["together"]] == [
        ("", ["Sagt 3", "Sagt 0"], 4)
    ]
    assert "Uden overskrift" in text(dom(paper.html(few_words)))


@pytest.mark.parametrize("when", ["closed", "unlinked", "erased"])
def test_words_are_put_in_the_place_of_others_and_nothing_is_left_of_those(closed, when):
    {"closed": closed.remake_report, "unlinked": closed.unlink, "erased": closed.erase_notes}[when]()
    closed = again(closed)
    closed.reword(digest("Seddel 0 om arbejdet"), "Seddel nul om arbejdet")
    closed.reword(digest("Seddel nul om arbejdet"), "En om arbejdet")
    closed.reword(digest("Alle får oplæring"), "Nye får oplæring")
    again(closed).remake_report()
    record = Record.objects.get()

    for told in (json.dumps(record.data, ensure_ascii=False), paper.html(again(closed))):
        assert [each in told for each in ("Seddel 0", "Seddel nul", "Alle får", "En om arbejdet", "Nye får")] == [
            *[False] * 3,
            *[True] * 2,
        ]
    assert "Seddel nul" not in json.dumps(record.reworded)
    assert Agreement.objects.get().what == "Nye får oplæring"
    assert record.data["notes"] == 3

    closed.leave_out([digest("En om arbejdet")])
    again(closed).remake_report()
    record = Record.objects.get()
    assert "En om" not in json.dumps([record.data, record.reworded])
    assert ("Seddel 0" in json.dumps(record.data), record.data["notes"]) == (False, 2)


def test_words_that_come_back_to_what_they_were_are_as_they_were(closed):
    closed.reword(digest("Seddel 1 om arbejdet"), "Noget andet")
    closed.reword(digest("Noget andet"), "Seddel 1 om arbejdet")

    assert "Seddel 1" in json.dumps(Record.objects.get().data)
    assert "Noget andet" not in json.dumps(Record.objects.get().reworded)


def test_the_page_has_a_form_for_other_words(closed, ane_client, stranger_client):
    (link,) = dom(ane_client.get(words(closed))).xpath("//a[contains(@aria-label, 'Seddel 2')]/@href")
    page = ane_client.get(words(closed) + link)
    assert typed(page, "text") == "Seddel 2 om arbejdet"
    wrong = ane_client.post(words(closed) + link, {"text": " "})
    assert (wrong.status_code, errors(wrong)) == (422, ["Skriv, hvad der skal stå, eller tag det ud i stedet."])
    assert ane_client.post(words(closed) + link, {"text": "x" * 501}).status_code == 422
    assert stranger_client.post(words(closed) + link, {"text": "x"}).status_code == 404

    done = ane_client.post(words(closed) + link, {"text": "En tredje seddel"})
    assert (done["Location"], told_to(done)) == (words(closed), "Det er rettet. Opsamlingen bliver lavet igen.")
    assert "En tredje seddel" in ane_client.get(words(closed)).content.decode()


def test_an_open_workshop_has_nothing_to_leave_out(open_workshop):
    with pytest.raises(Refused):
        open_workshop.leave_out([digest("Noget")])
    with pytest.raises(Refused):
        open_workshop.reword(digest("Noget"), "Noget andet")


def told_to(done) -> str:
    return " ".join(str(each) for each in get_messages(done.wsgi_request))


def words(workshop: Workshop) -> str:
    return reverse("workshop-report-words", args=[workshop.pk])


def test_the_page_lists_what_stands_in_it_and_takes_out_what_is_ticked(closed, ane_client):
    page = dom(ane_client.get(words(closed)))
    boxes = {text(each): each.xpath(".//input/@value")[0] for each in page.xpath("//label[@class='choice']")}
    assert list(boxes) == ["Alle får oplæring", *(f"Seddel {n} om arbejdet" for n in range(3))]
    assert set(boxes.values()) == {each.digest for each in lines(closed.record.data)}

    done = ane_client.post(words(closed), {"out": [boxes["Seddel 1 om arbejdet"]]})
    assert (done.status_code, told_to(done)) == (302, "Det er taget ud. Opsamlingen bliver lavet igen uden det.")
    assert "Seddel 1" not in ane_client.get(words(closed)).content.decode()


@pytest.mark.parametrize("sent", [{}, {"out": "x"}, {"out": digest("Noget andet")}])
def test_nothing_is_taken_out_where_nothing_of_it_is_ticked(closed, ane_client, sent):
    done = ane_client.post(words(closed), sent)

    assert told_to(done) == "Sæt kryds ved det, der skal ud."
    assert Record.objects.get().edition == 1


def test_an_open_workshop_has_a_page_that_says_so(open_workshop, ane_client, stranger_client):
    assert "ikke gemt nogen opsamling" in text(dom(ane_client.get(words(open_workshop))))
    assert stranger_client.get(words(open_workshop)).status_code == 404


def test_whoever_stores_the_record_is_asked_once_a_closing(open_workshop):
    asked = []

    def note_down(signal: object, workshop: Workshop, **_more: object) -> None:
        asked.append(workshop.pk)

    to_be_told.connect(note_down)
    try:
        open_workshop.close()
    finally:
        to_be_told.disconnect(note_down)
    assert asked == [open_workshop.pk]
