"""Notes from paper: pasted in, one a line, seen first as they would be stored."""

import pytest
from django.urls import reverse

from tests.pages import dom, errors, text, typed
from tests.rooms import Room
from workshops import pasting, registry
from workshops.models import Note, Workshop

BETTER, WORSE = (registry.get("rasmus").kind(key) for key in ("better", "worse"))
KEPT = [registry.get("dialogue").kind(key) for key in ("keep", "move", "let-go")]
NOTE = [registry.get("dialogue").kind("note")]


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("Mere ro", "better", "Mere ro"),
        ("▼ Flere klik", "worse", "Flere klik"),
        ("▲Mere ro", "better", "Mere ro"),
        ("- Flere klik", "worse", "Flere klik"),
        ("-Flere klik", "worse", "Flere klik"),
        ("+ Mere ro", "better", "Mere ro"),
        ("Forringelse: Flere klik", "worse", "Flere klik"),
        ("forbedring:Mere ro", "better", "Mere ro"),
        ("Forbedringer tager tid", "better", "Forbedringer tager tid"),
        ("  Mere ro  ", "better", "Mere ro"),
        ("• Mere ro", "better", "Mere ro"),
        ("* Mere ro", "better", "Mere ro"),
        ("? Er det bedre", "better", "? Er det bedre"),
    ],
)
def test_a_line_says_its_kind_in_one_of_three_ways(line, kind, said):
    (read,) = pasting.read(line, [BETTER, WORSE])

    assert (read.kind.key, read.text, read.fault) == (kind, said, "")


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("→ Til teamet", "move", "Til teamet"),
        ("– Listen på døren", "let-go", "Listen på døren"),
        ("- Listen på døren", "let-go", "Listen på døren"),
        ("det giver vi slip på: Listen", "let-go", "Listen"),
        ("Det giver vi slip på listen?", "keep", "Det giver vi slip på listen?"),
    ],
)
def test_three_kinds(line, kind, said):
    (read,) = pasting.read(line, KEPT)

    assert (read.kind.key, read.text) == (kind, said)


@pytest.mark.parametrize("line", ["- Mere tid", "• Mere tid", "Mere tid"])
def test_where_there_is_one_kind_a_dash_is_a_bullet(line):
    assert [each.text for each in pasting.read(line, NOTE)] == ["Mere tid"]


def test_empty_lines_are_left_out_and_names_asked_about():
    read = pasting.read("\nMere tid\n \n\u200b\nJens ved det\n", NOTE)

    assert [(each.text, each.names) for each in read if not each.fault] == [
        ("Mere tid", []),
        ("Jens ved det", ["Jens"]),
    ]


# --- The page ---


@pytest.fixture
def compass(ane, bo) -> Room:
    return Room.about("rasmus-foer", ane, bo)


def send(client, room: Room, lines: str, **more: str):
    """The answer to the lines; with ``store`` they are looked at first, as the page has it."""
    sent = {"text": lines, "place": str(room.place("expected")), "key": "k"} | more
    address = reverse("paper", args=[room.workshop.pk])
    if "store" in sent and "seen" not in sent:
        looked_at = client.post(address, {name: sent[name] for name in ("text", "place", "key")})
        sent["seen"] = (dom(looked_at).xpath("//input[@name='seen']/@value") or [""])[0]
    return client.post(address, sent)


def test_they_are_seen_before_they_are_stored(compass, ane_client):
    page = send(ane_client, compass, "+ Mere ro\n- Flere klik")
    rows = [[text(cell) for cell in row] for row in dom(page).xpath("//table[@class='pasted']/tbody/tr")]

    assert rows == [["▲ forbedring", "Mere ro"], ["▼ forringelse", "Flere klik"]]
    assert (page.status_code, Note.objects.count(), typed(page, "text")) == (200, 0, "+ Mere ro\n- Flere klik")


def test_they_are_stored_shown_and_in_the_same_report(compass, ane_client):
    done = send(ane_client, compass, "+ Mere ro\n- Flere klik", store="1")
    assert done.status_code == 302

    stored = {(note.text, note.kind, note.shown, note.participant) for note in Note.objects.all()}
    assert stored == {("Mere ro", "better", True, None), ("Flere klik", "worse", True, None)}


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_what_was_changed_since_it_was_seen_is_seen_again(compass, ane_client, seen):
    page = send(ane_client, compass, "Mere ro", store="1", seen=seen)

    assert (page.status_code, Note.objects.count(), typed(page, "text")) == (422, 0, "Mere ro")
    assert errors(page) == [
        "Sedlerne eller spørgsmålet er ændret, siden du så dem. Se dem igennem her, før du sætter dem ind."
    ]
    (seen,) = dom(page).xpath("//input[@name='seen']/@value")
    assert send(ane_client, compass, "Mere ro", store="1", seen=seen).status_code == 302


def test_pressed_twice_they_are_stored_once(compass, ane_client):
    for _press in range(2):
        send(ane_client, compass, "Mere ro", store="1")

    assert Note.objects.count() == 1


@pytest.mark.parametrize("store", [{}, {"store": "1"}])
def test_one_that_is_too_long_stops_all_and_loses_nothing(compass, ane_client, store):
    lines = "Mere ro\n" + "x" * 501
    page = send(ane_client, compass, lines, **store)

    assert (page.status_code, Note.objects.count(), typed(page, "text")) == (422, 0, lines)
    assert [each for each in errors(page) if "501" in each or "500" in each] != []


def test_no_more_than_so_many_at_a_time(compass, ane_client):
    page = send(ane_client, compass, "\n".join(f"Seddel {n}" for n in range(201)), store="1")

    assert (page.status_code, Note.objects.count()) == (422, 0)
    assert "Her er flere end 200 sedler. Sæt dem ind ad flere gange." in errors(page)


@pytest.mark.parametrize(("place", "lines"), [("1-1", "Mere ro"), ("x", "Mere ro"), ("", "Mere ro")])
def test_a_place_that_takes_none_is_told_and_loses_nothing(compass, ane_client, place, lines):
    page = send(ane_client, compass, lines, place=place, store="1")

    assert (page.status_code, typed(page, "text")) == (422, lines)
    assert "Vælg, hvilket spørgsmål sedlerne hører til." in errors(page)


def test_a_place_that_is_closed_takes_none(compass, ane_client):
    compass.workshop.close_place(compass.place("expected"))
    page = send(ane_client, compass, "Mere ro", store="1")

    assert (page.status_code, Note.objects.count(), typed(page, "text")) == (422, 0, "Mere ro")


def test_nothing_typed_is_told(compass, ane_client):
    assert "Sæt sedlerne ind, én på hver linje." in errors(send(ane_client, compass, " \n "))


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_only_an_open_workshop_takes_them(compass, ane_client, state):
    Workshop.objects.update(state=state)
    page = ane_client.get(reverse("paper", args=[compass.workshop.pk]))

    assert "Åbn workshoppen først." in text(dom(page))
    assert send(ane_client, compass, "Mere ro", store="1").status_code == 422
    assert Note.objects.count() == 0


def test_what_others_wrote_there_stays_private(compass, ane_client):
    """Whoever writes on a phone meanwhile is read through first, as was promised."""
    compass.go("expected")
    seat = compass.workshop.join()
    private = compass.write("expected", "worse", "Jonas er en idiot", seat, private=True)
    send(ane_client, compass, "Mere ro", store="1")

    private.refresh_from_db()
    assert (private.shown, [note.text for note in Note.objects.visible()]) == (False, ["Mere ro"])
