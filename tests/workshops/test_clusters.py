"""Notes put together under a heading: on the desk by ticking them, from the wall one by one, and taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.helpers import WHY, again, write
from tests.pages import HTMX, dom, errors, said, text, typed
from tests.people import seated
from workshops import changes
from workshops.errors import Refused
from workshops.models import Agreement, Cluster, Note, Report, Revision, Workshop
from workshops.report import paper, telling
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL


@pytest.fixture
def notes(workshop, places) -> list[Note]:
    """The room puts together what it wrote at two questions."""
    workshop.activities.get().plan([], gathers=True, chooses=True)
    workshop.open()
    words = ["Mere tid", "Ro på gangen", "Kaffe", "Mere tider"]
    found = [write(workshop, places[n // 2], word, f"k{n}") for n, word in enumerate(words)]
    go(workshop, "gather")
    return found


@pytest.fixture
def cluster(workshop, notes) -> Cluster:
    """The first two of them, as »Tid«."""
    found, _revision = workshop.put_together([each.number for each in notes[:2]], "Tid")
    return found


def go(workshop: Workshop, step: str) -> str:
    """Bring the room to that step. Returns the key of the stop."""
    key = next(stop.key for stop in again(workshop).route() if stop.step.key == step)
    workshop.go_to(key)
    return key


def lie(workshop: Workshop) -> dict[str, set[str]]:
    """What lies in each cluster, by its heading; under "" what lies alone."""
    found: dict[str, set[str]] = {}
    for note in Note.objects.filter(workshop=workshop).select_related("cluster"):
        found.setdefault(str(note.cluster or ""), set()).add(note.text)
    return found


def gather(client, workshop: Workshop, *notes: Note, **more):
    data = {"note": [each.number for each in notes]} | more
    return client.post(reverse("cluster-add", args=[workshop.pk]), data, headers=HTMX)


def listed(workshop: Workshop, screen: str) -> list[str]:
    page = dom(patches.whole(workshop.pk, screen).common).get_element_by_id("options")
    return [each.get("id").partition("-")[0] for each in page.xpath("./ul/li")]


def undo(client, workshop: Workshop, answer):
    (address,) = dom(answer).xpath("//form[contains(@action, 'fortryd')]/@action")
    return client.post(address, headers=HTMX)


@pytest.mark.parametrize("user", ["ane_client", "bo_client"])
def test_ticked_notes_are_put_together_under_a_heading(workshop, notes, user, request):
    answer = gather(request.getfixturevalue(user), workshop, notes[0], notes[2], heading="  Tid ")

    assert said(answer).startswith("Lagt i bunken »Tid«.")
    assert lie(workshop) == {"Tid": {"Mere tid", "Kaffe"}, "": {"Ro på gangen", "Mere tider"}}
    assert listed(workshop, WALL) == listed(workshop, DESK) == ["cluster", "note", "note"]


def test_without_a_heading_it_has_a_number_and_no_notes_words(workshop, notes, ane_client):
    gather(ane_client, workshop, notes[1], notes[3])
    gather(ane_client, workshop, notes[2])

    assert set(lie(workshop)) == {"", "Bunke 1", "Bunke 2"}


def test_more_are_put_into_one_that_is_there_and_a_note_is_never_in_two(workshop, notes, cluster, ane_client):
    other, _revision = workshop.put_together([notes[2].number], "Andet")
    gather(ane_client, workshop, notes[1], notes[3], into=other.pk)

    assert lie(workshop) == {"Tid": {"Mere tid"}, "Andet": {"Ro på gangen", "Kaffe", "Mere tider"}}


def test_each_change_is_taken_back_whole(workshop, notes, cluster, ane_client):
    before = lie(workshop)
    acts = [
        lambda: gather(ane_client, workshop, *notes, heading="Alt"),
        lambda: ane_client.post(reverse("note-take-out", args=[workshop.pk, notes[0].number]), headers=HTMX),
        lambda: ane_client.post(reverse("cluster-split", args=[workshop.pk, cluster.pk]), headers=HTMX),
        lambda: ane_client.post(reverse("cluster", args=[workshop.pk, cluster.pk]), {"heading": "Ro"}, headers=HTMX),
    ]
    for act in acts:
        answer = act()
        assert lie(workshop) != before
        assert said(undo(ane_client, workshop, answer)) == "Det er fortrudt."
        assert lie(workshop) == before


def test_two_clusters_become_one_and_two_again(workshop, notes, cluster, ane_client):
    other, _revision = workshop.put_together([notes[2].number, notes[3].number], "Andet")
    before = lie(workshop)
    address = reverse("cluster-merge", args=[workshop.pk, cluster.pk])
    answer = ane_client.post(address, {"other": other.pk}, headers=HTMX)

    assert lie(workshop) == {"Tid": {"Mere tid", "Ro på gangen", "Kaffe", "Mere tider"}}
    assert listed(workshop, WALL) == ["cluster"]  # the other is empty, and on no screen
    undo(ane_client, workshop, answer)
    assert lie(workshop) == before


def test_the_dialog_has_all_its_notes_and_gives_it_another_heading(workshop, notes, cluster, ane_client):
    address = reverse("cluster", args=[workshop.pk, cluster.pk])
    page = dom(ane_client.get(address, headers=HTMX))
    notes_there = [text(each) for each in page.xpath("//*[@class='cluster__notes']//span[@dir]")]
    assert notes_there == ["Mere tid", "Ro på gangen"]

    answer = ane_client.post(address, {"heading": "Tid til borgerne"}, headers=HTMX)
    assert said(answer) == "Bunken hedder nu »Tid til borgerne«."
    assert set(lie(workshop)) == {"", "Tid til borgerne"}


@pytest.mark.parametrize(
    ("heading", "error"),
    [(" ", "Giv bunken en overskrift."), ("å" * 81, "Overskriften er for lang: 81 tegn. Brug højst 80.")],
)
def test_a_heading_that_is_none_is_said_and_kept(workshop, notes, cluster, ane_client, heading, error):
    answer = ane_client.post(reverse("cluster", args=[workshop.pk, cluster.pk]), {"heading": heading}, headers=HTMX)

    assert (answer.status_code, errors(answer), typed(answer, "heading")) == (422, [error], heading)
    assert set(lie(workshop)) == {"", "Tid"}


def test_from_the_wall_one_note_is_put_into_one_that_is_there_or_a_new_one(workshop, notes, cluster, ane_client):
    address = reverse("cluster-add", args=[workshop.pk])
    page = dom(ane_client.get(address, {"seddel": notes[2].number, "screen": "wall"}, headers=HTMX))
    assert page.xpath("//button[@name='into']/@value") == [str(cluster.pk)]
    sent = {"note": notes[2].number, "dialog": "1", "screen": "wall"}
    long = ane_client.post(address, sent | {"heading": "å" * 81}, headers=HTMX)
    assert (long.status_code, typed(long, "heading")) == (422, "å" * 81)

    ane_client.post(address, sent | {"into": cluster.pk}, headers=HTMX)
    assert lie(workshop)["Tid"] == {"Mere tid", "Ro på gangen", "Kaffe"}


def test_notes_that_say_the_same_are_offered_as_one(workshop, notes, ane_client):
    page = dom(patches.whole(workshop.pk, DESK).common)
    (offer,) = page.xpath("//*[@class='gather__alike']")
    assert text(offer) == "2 sedler siger det samme: »Mere tid«. Læg dem i en bunke"

    numbers = offer.xpath(".//input[@name='note']/@value")
    ane_client.post(reverse("cluster-add", args=[workshop.pk]), {"note": numbers}, headers=HTMX)
    assert lie(workshop)["Bunke 1"] == {"Mere tid", "Mere tider"}
    assert dom(patches.whole(workshop.pk, DESK).common).xpath("//*[@class='gather__alike']") == []


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Vælg de sedler, der skal ligge sammen."),
        ({"note": ["x", "²", "9" * 40]}, "Vælg de sedler, der skal ligge sammen."),
        ({"into": "x"}, "Bunken findes ikke længere. Vælg en anden."),
        ({"into": "999999"}, "Vælg de sedler, der skal ligge sammen."),
    ],
)
def test_what_is_no_note_or_no_cluster_is_said(workshop, notes, ane_client, data, error):
    answer = ane_client.post(reverse("cluster-add", args=[workshop.pk]), data, headers=HTMX)

    assert errors(answer) == [error]
    assert set(lie(workshop)) == {""}


def test_a_cluster_of_another_workshop_is_no_place_for_a_note(workshop, notes, other_workshop, ane_client):
    activity = other_workshop.activities.get()
    foreign = Cluster.objects.create(workshop=other_workshop, activity=activity, heading="Fremmed")
    gone = ["Bunken findes ikke længere. Vælg en anden."]

    assert errors(gather(ane_client, workshop, notes[0], into=foreign.pk)) == gone
    for name in ("cluster", "cluster-merge", "cluster-split"):
        assert ane_client.post(reverse(name, args=[workshop.pk, foreign.pk])).status_code == 404


@pytest.mark.parametrize("other", ["", "x", "9" * 40])
def test_what_is_no_other_cluster_is_said(workshop, notes, cluster, ane_client, other):
    address = reverse("cluster-merge", args=[workshop.pk, cluster.pk])

    assert errors(ane_client.post(address, {"other": other}, headers=HTMX)) == ["Vælg den bunke, der skal lægges i."]


def test_what_is_hidden_goes_along_when_two_are_put_together_and_back(workshop, notes, cluster):
    other, _revision = workshop.put_together([each.number for each in notes[2:]], "Ro")
    notes[2].hide(*WHY["hide"])
    _cluster, revision = workshop.merge(cluster.pk, other.pk)
    assert lie(workshop) == {"Tid": {each.text for each in notes}}

    revision.undo()
    assert lie(workshop) == {"Tid": {"Mere tid", "Ro på gangen"}, "Ro": {"Kaffe", "Mere tider"}}


def test_a_note_that_was_taken_back_hinders_nothing(workshop, notes, cluster):
    other, _revision = workshop.put_together([each.number for each in notes[2:]], "Ro")
    Note.objects.filter(pk=notes[2].pk).update(withdrawn=True)
    workshop.merge(cluster.pk, other.pk)
    assert lie(workshop) == {"Tid": {"Mere tid", "Ro på gangen", "Mere tider"}, "Ro": {"Kaffe"}}

    cluster.split()
    assert lie(workshop) == {"": {"Mere tid", "Ro på gangen", "Mere tider"}, "Ro": {"Kaffe"}}


def headings(workshop: Workshop, screen: str = WALL) -> list[str]:
    page = dom(patches.whole(workshop.pk, screen).common)
    return [text(each).rpartition(" ")[0].rpartition(" ")[0] for each in page.find_class("cluster__heading")]


def test_the_largest_is_first_until_one_is_moved(workshop, notes, cluster, ane_client):
    workshop.put_together([notes[2].number], "Kaffe")
    third, _revision = workshop.put_together([notes[3].number], "Tider")
    assert headings(workshop) == ["Tid", "Kaffe", "Tider"]

    address = reverse("cluster-move", args=[workshop.pk, third.pk])
    assert said(ane_client.post(address, {"by": "-1"}, headers=HTMX)) == "»Tider« er flyttet."
    assert headings(workshop) == ["Tid", "Tider", "Kaffe"]
    ane_client.post(address, {"by": "-1"}, headers=HTMX)
    ane_client.post(address, {"by": "-1"}, headers=HTMX)  # it is first already
    assert headings(workshop) == headings(workshop, DESK) == ["Tider", "Tid", "Kaffe"]

    ane_client.post(address, {"by": "1"}, headers=HTMX)
    assert headings(workshop) == ["Tid", "Tider", "Kaffe"]
    workshop.put_together([notes[1].number], "Ro")
    assert headings(workshop) == ["Tid", "Tider", "Kaffe", "Ro"]


def test_the_order_is_taken_back_unless_someone_moved_another_since(workshop, notes, cluster, ane_client):
    workshop.put_together([notes[2].number], "Kaffe")
    third, _revision = workshop.put_together([notes[3].number], "Tider")
    address = reverse("cluster-move", args=[workshop.pk, third.pk])

    undo(ane_client, workshop, ane_client.post(address, {"by": "-1"}, headers=HTMX))
    assert headings(workshop) == ["Tid", "Kaffe", "Tider"]
    workshop.put_together([notes[1].number], into=third.pk)
    assert headings(workshop) == ["Tider", "Tid", "Kaffe"]  # the largest is first again

    moved = ane_client.post(address, {"by": "1"}, headers=HTMX)
    ane_client.post(address, {"by": "1"}, headers=HTMX)
    assert said(undo(ane_client, workshop, moved)) == "Det er fortrudt."
    assert headings(workshop) == ["Tid", "Kaffe", "Tider"]


def test_a_heading_that_is_as_it_was_leaves_nothing_to_take_back(workshop, notes, cluster, ane_client):
    answer = ane_client.post(reverse("cluster", args=[workshop.pk, cluster.pk]), {"heading": " Tid "}, headers=HTMX)

    assert (said(answer), dom(answer).xpath("//form[contains(@action, 'fortryd')]")) == ("Bunken hedder nu »Tid«.", [])


def test_a_heading_that_was_there_before_goes_when_the_room_goes_on(workshop, notes, cluster):
    cluster.rename("Ro")
    assert cluster.revisions.count() == 1
    again(workshop).advance(again(workshop).stop().key)

    assert cluster.revisions.count() == 0


def test_once_the_workshop_is_finished_nothing_tells_what_it_was_called(workshop, notes, cluster):
    workshop.close()
    again(workshop).unlink()
    stored = Cluster.objects.get(workshop=workshop)

    assert stored.rename("Ro") is None
    assert (Cluster.objects.get(pk=stored.pk).heading, Revision.objects.count()) == ("Ro", 0)


def test_one_without_notes_is_not_moved(workshop, notes, cluster, ane_client):
    cluster.split()
    answer = ane_client.post(reverse("cluster-move", args=[workshop.pk, cluster.pk]), {"by": "-1"}, headers=HTMX)

    assert errors(answer) == ["Bunken er tom. Læg noget i den først."]


def test_while_dots_are_put_nothing_is_moved(workshop, notes, cluster):
    go(workshop, "dots")

    with pytest.raises(Refused, match="ikke mens der sættes prikker"):
        workshop.put_together([notes[2].number], into=cluster.pk)


def test_a_cluster_whose_last_note_is_hidden_is_on_no_screen_and_comes_back_with_it(workshop, notes):
    workshop.put_together([notes[0].number], "Tid")
    note = Note.objects.get(pk=notes[0].pk)
    note.hide(*WHY["hide"])
    assert listed(workshop, WALL) == ["note"] * 3

    note.show()
    assert listed(workshop, WALL) == ["cluster", "note", "note", "note"]


def test_a_note_that_was_put_together_is_told_to_wall_and_desk_and_to_no_phone(workshop, notes, cluster):
    for screen in (WALL, DESK):
        drawn = patches.changed(workshop.pk, screen, {changes.note(notes[0].pk)}).common
        assert dom(drawn).xpath("//*[@id='options']//*[@class='cluster__count']")
    assert patches.changed(workshop.pk, PHONE, {changes.note(notes[0].pk), changes.CLUSTERS}).common == ""


def test_a_stranger_and_another_method_get_nowhere(workshop, notes, stranger_client, ane_client, client):
    address = reverse("cluster-add", args=[workshop.pk])

    assert stranger_client.post(address, {"note": notes[0].number}).status_code == 404
    assert client.post(address, {"note": notes[0].number}).status_code == 401
    assert ane_client.put(address).status_code == 405
    assert ane_client.get(address).status_code == 404
    assert set(lie(workshop)) == {""}


# --- Dots ---


def put(workshop: Workshop, seat, note: Note, n: int = 1):
    sent = {"at": again(workshop).stop().key, "note": f"{note.number}:{n}"}
    return seated(seat).post(reverse("phone-dot", args=[workshop.pk]), sent, headers=HTMX)


def ranking(workshop: Workshop) -> list[str]:
    page = dom(patches.whole(workshop.pk, WALL).common).get_element_by_id("options")
    return [text(each) for each in page.xpath(".//*[@class='option__dots']")]


def test_a_dot_sits_at_a_cluster_whole(workshop, notes, cluster):
    me, other = workshop.join(), workshop.join()
    go(workshop, "dots")
    page = dom(seated(me).get(f"/deltag/{workshop.pk}/"))
    rows = [text(each) for each in page.xpath("//*[@class='dots__list']/li/p[1]")]
    assert rows == ["Tid 2 sedler", "Kaffe", "Mere tider"]

    put(workshop, me, notes[0])
    put(workshop, me, notes[1])  # of the same cluster: still one dot
    put(workshop, other, notes[1])
    go(workshop, "ranked")
    assert ranking(workshop) == ["1. ●● 2 prikker"]


def test_dots_go_along_when_clusters_are_put_together_or_taken_apart(workshop, notes, cluster):
    me, other = workshop.join(), workshop.join()
    go(workshop, "dots")
    put(workshop, me, notes[0])
    put(workshop, other, notes[2])
    go(workshop, "ranked")
    assert ranking(workshop) == ["Delt 1. ● 1 prik", "Delt 1. ● 1 prik"]

    workshop.put_together([notes[2].number], into=cluster.pk)
    assert ranking(workshop) == ["1. ●● 2 prikker"]
    cluster.split()
    assert ranking(workshop) == ["Delt 1. ● 1 prik", "Delt 1. ● 1 prik"]


def test_a_hidden_note_takes_no_dots_from_its_cluster(workshop, notes, cluster):
    me = workshop.join()
    go(workshop, "dots")
    put(workshop, me, notes[0])
    Note.objects.get(pk=notes[0].pk).hide(*WHY["hide"])
    go(workshop, "ranked")

    assert ranking(workshop) == ["1. ● 1 prik"]


def test_a_press_sent_twice_makes_one_that_can_be_undone(workshop, notes, ane_client):
    go(workshop, "gather")
    (key,) = dom(patches.whole(workshop.pk, DESK).common).xpath("//form[@id='gather']//input[@name='key']/@value")
    undo = []
    for _press in range(2):
        done = gather(ane_client, workshop, *notes[:2], heading="Tid", key=key)
        undo += dom(done).xpath("//button[@id='undo']/ancestor::form/@action")

    assert list(workshop.clusters.values_list("heading", flat=True)) == ["Tid"]
    assert (len(undo), len(set(undo))) == (2, 1)
    ane_client.post(undo[0], headers=HTMX)
    assert lie(workshop) == {"": {each.text for each in notes}}


def test_a_cluster_is_made_an_agreement(workshop, notes, cluster, ane_client):
    address = f"{reverse('agreement-add', args=[workshop.pk])}?bunke={cluster.pk}"
    assert typed(ane_client.get(address, headers=HTMX), "what") == "Tid"

    ane_client.post(address, {"what": "Tid", "period": "during"}, headers=HTMX)
    assert Agreement.objects.get().what == "Tid"


@pytest.mark.parametrize("screen", [WALL, DESK])
def test_the_number_of_queries_does_not_grow_with_what_there_is(workshop, notes, places, screen):
    def cost() -> int:
        patches.whole(workshop.pk, screen)
        with CaptureQueriesContext(connection) as captured:
            patches.whole(workshop.pk, screen)
        return len(captured)

    workshop.put_together([notes[0].number], "Tid")
    few = cost()
    for n in range(3):
        workshop.put_together([write(workshop, places[1], f"Mere {n}", f"m{n}").number], f"Bunke {n}")

    assert cost() == few


@pytest.mark.thorough
def test_three_hundred_in_one_are_put_together_and_taken_back(workshop, notes, places, ane_client):
    many = [write(workshop, places[0], f"Seddel {n}", f"m{n}") for n in range(300)]
    answer = gather(ane_client, workshop, *many, heading="Alt")
    assert len(lie(workshop)["Alt"]) == 300

    undo(ane_client, workshop, answer)
    assert set(lie(workshop)) == {""}


def test_clusters_go_with_their_notes(workshop, notes, cluster):
    workshop.close()
    Report.objects.update(state="done")
    workshop.erase_notes()

    assert Cluster.objects.count() == 0


# --- The report ---


def told(workshop: Workshop):
    return [
        (each["rank"], each["dots"], each["text"], each["notes"])
        for chapter in telling.chapters(again(workshop))
        for each in chapter["together"]
    ]


def test_the_report_tells_what_was_put_together_and_what_got_dots(workshop, notes, cluster):
    me, other = workshop.join(), workshop.join()
    go(workshop, "dots")
    for seat, note in [(me, notes[2]), (other, notes[2]), (me, notes[0])]:
        put(workshop, seat, note)

    assert told(workshop) == [("1.", 2, "Kaffe", []), ("2.", 1, "Tid", ["Mere tid", "Ro på gangen"])]
    page = dom(paper.html(again(workshop)))
    rows = [text(each) for each in page.xpath("//*[@class='together__text']")]
    assert rows == ["1. 2 prikker Kaffe", "2. 1 prik Tid · 2 sedler"]


def test_what_was_hidden_is_not_told_and_without_any_there_is_no_section(workshop, notes):
    assert told(workshop) == []
    assert dom(paper.html(again(workshop))).xpath("//*[@class='together__text']") == []

    workshop.put_together([notes[0].number, notes[1].number], "Tid")
    Note.objects.get(pk=notes[0].pk).hide(*WHY["hide"])
    assert told(workshop) == [("", 0, "Tid", ["Ro på gangen"])]
