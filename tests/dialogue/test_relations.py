"""The relations map: its steps, the proposals that the room puts on it, its picture, its list and its chapter."""

import json
from itertools import combinations

import pytest
from django.urls import reverse
from lxml import etree

from dialogue.relations import network
from dialogue.relations.steps import Proposal, proposals, state
from tests.helpers import WHY, again, from_cold
from tests.pages import HTMX, dom, report_picture, said, text
from tests.people import seated
from tests.rooms import Room
from tests.valid import faults
from workshops import changes, registry
from workshops.errors import Refused
from workshops.models import Agreement, Note, Topic
from workshops.models.proposing import alike
from workshops.report import paper, printing, telling
from workshops.screens import patches

SCREENS = ("wall", "desk", "phone")


@pytest.fixture
def room(ane) -> Room:
    return Room.about("relationskort", ane)


@pytest.fixture
def take_up(room, ane_client):
    """The facilitator puts a proposal on the map from the wall."""

    def post(note: Note, client=ane_client, **headers: str):
        address = reverse("topic-take-up", args=[room.workshop.pk, room.activity.pk])
        return client.post(address, {"note": note.number, "screen": "wall"}, headers=HTMX | headers)

    return post


def titles(room) -> list[str]:
    return [topic.title for topic in again(room.workshop).activities.all()[0].question_set.topics.all()]


def drawn(room, step: str, screen: str = "wall", focus: Topic | None = None):
    room.go(step, focus=focus).set_wall_on_phones(True)
    return room.see(screen)


def listed(page) -> list[str]:
    return [text(each) for each in page.xpath("//ul[contains(@class, 'relation-list')]/li")]


def picture(page) -> str:
    return " ".join(page.xpath("//*[local-name()='svg'][@class='network']/@aria-label")[0].split())


# --- Steps ---


def test_drawn_marked_written_shown_and_decided(room):
    route = room.stops()

    assert [stop.step.key for stop in route] == [
        "draw",
        "draw-shown",
        "affected",
        "affected-shown",
        "how",
        "map",
        "decide",
    ]
    assert [len(stop.places) for stop in route] == [1, 1, 5, 5, 10, 10, 10]
    assert [bool(stop.kinds) for stop in route] == [True, False, False, False, True, False, False]
    assert [kind.key for kind in route[0].kinds] == ["relation"]
    assert [kind.key for kind in route[4].kinds] == ["helps", "hurts", "instead"]


def test_relations_and_questions_that_are_left_out_have_no_places(room):
    room.activity.question_set.leave_out(room.topics[0])
    assert [len(stop.places) for stop in room.stops()] == [1, 1, 4, 4, 8, 8, 8]

    room.activity.question_set.leave_out(room.question("affected"))
    assert [stop.step.key for stop in room.stops()] == ["draw", "draw-shown", "how", "map", "decide"]


def test_three_phones_propose_mark_and_write(room):
    seats = [room.workshop.join() for _ in range(3)]
    room.go("draw")
    for n, (seat, name) in enumerate(zip(seats, ("Frivillige", "frivillige", "Apoteket"), strict=True)):
        data = {"place": str(room.place("proposal")), "kind": "relation", "text": name, "key": f"phone{n}"}
        answer = seated(seat).post(reverse("phone-write", args=[room.workshop.pk]), data, headers=HTMX)
        assert said(answer) == "Sendt"
    room.workshop.show([room.place("proposal")])
    room.go("affected")
    for seat in seats:
        place = room.place("affected")
        data = {"place": str(place), f"mark-{place}": "challenged"}
        assert seated(seat).post(reverse("phone-mark", args=[room.workshop.pk]), data, headers=HTMX).status_code == 200
    room.go("how")
    page = dom(seated(seats[0]).get(reverse("phone", args=[room.workshop.pk])))

    assert [text(each) for each in page.xpath("//a[@data-pick]")] == [topic.title for topic in room.topics]
    assert "Frivillige foreslået 2 gange" in listed(drawn(room, "draw"))[5]
    assert listed(drawn(room, "affected-shown"))[0] == f"{room.topics[0].title} ▼ udfordres ▼udfordres 3"


# --- Proposals ---


def test_equal_proposals_are_one_and_the_most_often_proposed_come_first(room):
    for name in ("Apoteket", "Frivillige", " frivillige", "FRIVILLIGE.", "Apo\nteket", room.topics[0].title.upper()):
        room.write("proposal", "relation", name)
    found = proposals([topic.title for topic in room.topics], room.workshop.notes.values_list("text", "pk"))

    assert [(each.text, each.count) for each in found] == [("Frivillige", 3), ("Apoteket", 1), ("Apo teket", 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Kolleger", "kolleger", True), (" Egen  læge", "egen læge.", True), ("Æblet", "æblet", True), ("A", "B", False)],
)
def test_proposals_are_alike_in_what_they_say(one, other, same):
    assert (alike(one) == alike(other)) is same


def test_a_proposal_is_dashed_on_the_map_and_in_the_list_with_its_button(room):
    note = room.write("proposal", "relation", "Apoteket")
    room.write("proposal", "relation", "apoteket")
    page = drawn(room, "draw")

    assert "Apoteket (foreslået 2 gange)" in picture(page)
    assert len(page.xpath("//*[local-name()='rect'][@stroke-dasharray='12 9']")) == 1
    assert page.xpath("//button[@form='take-up']/@value") == [str(note.number)]
    assert drawn(room, "draw", "phone").xpath("//*[@form='take-up'] | //form[@id='take-up']") == []


def test_put_on_the_map_it_is_a_relation_and_its_notes_are_taken(room, take_up):
    first = room.write("proposal", "relation", "Apoteket", by=room.workshop.join())
    room.write("proposal", "relation", "apoteket ")
    other = room.write("proposal", "relation", "Frivillige")
    room.go("draw")
    answer = take_up(first)

    assert said(answer) == "»Apoteket« er med nu."
    assert titles(room)[-2:] == ["Apoteket", "Tegn kortet"]
    assert [note.kind for note in Note.objects.order_by("pk")] == ["taken", "taken", "relation"]
    page = dom(answer)
    assert "Apoteket, Frivillige (foreslået)" in picture(page)
    assert page.xpath("//button[@form='take-up']/@value") == [str(other.number)]
    assert len(room.stops()[2].places) == 6


def test_put_on_twice_there_is_one(room, take_up):
    one, other = (room.write("proposal", "relation", name) for name in ("Apoteket", "apoteket"))
    room.go("draw")
    take_up(one)
    take_up(other)

    assert titles(room).count("Apoteket") == 1


def test_one_that_was_hidden_from_the_map_comes_back(room, take_up):
    note = room.write("proposal", "relation", room.topics[0].title.lower())
    assert "foreslået" not in picture(drawn(room, "draw"))
    room.activity.question_set.leave_out(room.topics[0])
    assert "foreslået" in picture(drawn(room, "draw"))
    take_up(note)

    assert titles(room).count(room.topics[0].title) == 1
    assert not Topic.objects.get(pk=room.topics[0].pk).skipped


def test_a_name_can_be_too_long(room, take_up):
    note = room.write("proposal", "relation", "x" * 61)
    room.go("draw")
    answer = take_up(note)

    assert said(answer) == "Navnet er for langt: 61 tegn. Ret sedlen til højst 60, og tag den så med."
    assert len(titles(room)) == 6


def test_only_a_proposal_is_put_on_the_map(room):
    note = room.write("how", "helps", "Svar samme dag")

    with pytest.raises(Refused):
        note.take_up()
    with pytest.raises(Refused):
        room.write("proposal", "relation", "Apoteket").adopt()


def test_not_while_it_is_closed(room):
    note = room.write("proposal", "relation", "Apoteket")
    room.workshop.close()

    with pytest.raises(Refused):
        Note.objects.get(pk=note.pk).take_up()


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_a_hidden_proposal_is_nowhere_and_cannot_be_put_on(room, take_up, verb):
    note = room.write("proposal", "relation", "Apoteket", by=room.workshop.join())
    getattr(note, verb)(*WHY.get(verb, []))
    room.go("draw")

    assert take_up(note).status_code == 404
    for screen in ("wall", "phone"):
        assert "Apoteket" not in etree.tostring(drawn(room, "draw", screen), encoding="unicode")
    assert "Apoteket" not in picture(drawn(room, "draw", "desk"))
    assert "Apoteket" not in paper.html(again(room.workshop))


def test_strangers_and_participants_put_nothing_on(room, take_up, stranger_client):
    note = room.write("proposal", "relation", "Apoteket")

    assert take_up(note, client=stranger_client).status_code == 404
    assert take_up(note, client=seated(room.workshop.join())).status_code == 403
    assert len(titles(room)) == 6


def test_wrong_numbers_are_not_found(room, ane_client):
    address = reverse("topic-take-up", args=[room.workshop.pk, room.activity.pk])

    assert [ane_client.post(address, {"note": wrong}).status_code for wrong in ("", "x", "9" * 30, "0")] == [404] * 4
    assert ane_client.get(address).status_code == 405


def test_without_scripts_the_wall_comes_back(room, ane_client):
    note = room.write("proposal", "relation", "Apoteket")
    address = reverse("topic-take-up", args=[room.workshop.pk, room.activity.pk])
    answer = ane_client.post(address, {"note": note.number, "screen": "wall"})

    assert answer["Location"] == reverse("wall", args=[room.workshop.pk])


def test_a_new_proposal_draws_the_map_anew(room):
    room.go("draw")
    note = room.write("proposal", "relation", "Apoteket")
    patch = dom(patches.changed(room.workshop.pk, "wall", {changes.note(note.pk)}).common)

    assert "Apoteket (foreslået)" in picture(patch)


# --- What was marked and written ---


@pytest.mark.parametrize(
    ("up", "down", "same", "key"),
    [
        (0, 0, 0, "open"),
        (5, 0, 0, "strengthened"),
        (5, 2, 0, "strengthened"),
        (4, 2, 0, "both"),
        (2, 4, 1, "both"),
        (1, 5, 0, "challenged"),
        (1, 1, 1, "both"),
        (1, 0, 2, "untouched"),
        (1, 0, 1, "strengthened"),
    ],
)
def test_a_relation_is_what_most_say(up, down, same, key):
    assert state({"strengthened": up, "challenged": down, "untouched": same}).key == key


def test_each_line_has_its_style_its_symbol_and_its_word(room):
    for _ in range(3):
        room.marked(*room.along("affected", "strengthened", "challenged", "untouched"))
    for choice in ("strengthened", "challenged"):
        room.marked(*room.along("affected", "", "", "", choice))
    page = drawn(room, "map")

    words = [" ▲ styrkes ▲styrkes 3", " ▼ udfordres ▼udfordres 3", " ○ uberørt ○uberørt 3"]
    words += [" ▲▼ begge dele ▲styrkes 1 ▼udfordres 1", ""]
    assert listed(page) == [f"{topic.title}{each}" for topic, each in zip(room.topics, words, strict=True)]
    lines = page.xpath("//*[local-name()='svg'][@class='network']//*[local-name()='line']")
    assert [(each.get("stroke"), each.get("stroke-dasharray")) for each in lines] == [
        ("#275a1e", None),
        ("#9f2315", "20 20"),
        ("#46535b", "1 15"),
        ("#275a1e", None),
        ("#9f2315", "20 20"),
        ("#57534a", None),
    ]
    symbols = page.xpath("//*[local-name()='svg'][@class='network']//*[@font-weight='700']/*[local-name()='text']")
    assert [text(each) for each in symbols] == ["▲", "▼", "○", "▲▼"]
    assert f"{room.topics[0].title} (styrkes, 3 af 3)" in picture(page)


@pytest.mark.parametrize("screen", ["wall", "phone"])
def test_marks_are_not_shown_while_they_are_given(room, screen):
    room.marked(*room.along("affected", "strengthened"))

    page = drawn(room, "affected", screen)
    shown = page.xpath("//*[@id='overview']")
    assert len(shown) == (screen == "wall")
    assert [each for each in shown if "styrkes" in etree.tostring(each, encoding="unicode")] == []


def test_the_list_counts_notes_and_the_close_up_has_them(room):
    room.write("how", "helps", "Svar samme dag")
    room.write("how", "instead", "Ring i stedet")
    room.write(room.place("how", 1), "hurts", "Færre møder")
    room.write(room.place("how", 1), "hurts", "Skjult").hide("person")
    page = drawn(room, "map")
    assert listed(page)[:2] == [
        f"{room.topics[0].title} Sedler: ▲ 1 styrker → 1 styrkes på anden måde",
        f"{room.topics[1].title} Sedler: ▼ 1 udfordrer",
    ]
    assert page.xpath("//li[starts-with(@id, 'note-')]") == []

    close = drawn(room, "map", focus=room.topics[1])
    assert [text(each) for each in close.xpath("//li[starts-with(@id, 'note-')]//*[@class='note__text']")] == [
        "Færre møder"
    ]
    assert "Skjult" not in etree.tostring(close, encoding="unicode")


def test_what_nobody_reads_yet_is_counted_at_its_relation(room):
    room.write("how", "helps", "Svar samme dag", private=True)
    room.write("how", "helps", "Ring i stedet", private=True)
    page = drawn(room, "how")

    assert listed(page)[0] == f"{room.topics[0].title} 2 sedler"
    assert listed(page)[1] == room.topics[1].title
    assert page.xpath("//*[@class='relation-view relation-view--whole']/*[@class='private']") == []
    assert len(page.xpath(f"//*[@id='count-{room.place('how')}']")) == 1


def test_a_note_lands_in_the_close_up_it_is_about(room):
    room.go("how", focus=room.topics[0])
    note = room.write("how", "helps", "Svar samme dag")
    patch = dom(patches.changed(room.workshop.pk, "wall", {changes.note(note.pk)}).common)

    assert patch.xpath(f"//li[@id='note-{note.number}']/@data-in") == [f"place-{note.place}"]
    assert patch.xpath("//*[@id='overview']") != []


def test_the_most_challenged_is_first_to_agree_on(room, ane_client):
    for _ in range(2):
        room.marked(*room.along("affected", "strengthened", "challenged"))
    page = drawn(room, "decide")
    link = page.xpath("//a[@class='ranking__agree']/@href")[0]

    assert listed(page)[0].startswith(room.topics[1].title)
    form = dom(ane_client.get(link))
    assert form.xpath("//textarea[@name='what']")[0].value.strip() == room.topics[1].title


# --- The picture ---


def relations(count: int) -> dict[int, str]:
    return {n + 1: f"Samarbejdspartner nummer {n}" for n in range(count)}


@pytest.mark.parametrize("count", range(1, 15))
@pytest.mark.parametrize("proposed", [0, 3, 20])
def test_no_two_relations_meet_and_all_are_in_the_picture(count, proposed):
    found = network.draw(relations(count), proposals=[Proposal(f"Forslag {n}", n) for n in range(proposed)])

    assert len(found.every) == count + proposed
    assert len(found.nodes) == min(count + proposed, network.MOST)
    for one, other in combinations(found.nodes, 2):
        assert abs(one.x - other.x) >= network.WIDE or abs(one.y - other.y) >= found.tall
    for node in found.nodes:
        assert network.WIDE / 2 <= node.x <= network.WIDTH - network.WIDE / 2
        assert found.tall / 2 <= node.y <= network.HEIGHT - found.tall / 2
        for y, line, _room in node.text:
            assert abs(y) < found.tall / 2
            assert line


@pytest.mark.parametrize("count", [6, 14])
def test_the_symbols_of_two_relations_do_not_meet(count):
    found = network.draw(relations(count), {n + 1: {"strengthened": 1, "challenged": 1} for n in range(count)})
    for one, other in combinations([node.badge for node in found.nodes], 2):
        assert abs(one[0] - other[0]) > 84 or abs(one[1] - other[1]) > 54


def test_what_there_is_no_room_for_is_in_the_list(room):
    for n in range(12):
        room.activity.question_set.add_topic(f"Partner {n}")
    page = drawn(room, "draw")

    assert len(listed(page)) == 17
    assert picture(page).endswith("og 3 mere i listen")


def test_the_two_lines_of_a_relation_that_is_both_lie_beside_each_other():
    (node,) = network.draw(relations(1), {1: {"strengthened": 1, "challenged": 1}}).nodes

    assert [line[0] for line in node.lines_to] == ["strengthened", "challenged"]
    assert abs(node.lines_to[0][1] - node.lines_to[1][1]) == 2 * network.APART


# --- The report ---


@pytest.fixture
def told(room):
    for _ in range(3):
        room.marked(*room.along("affected", "challenged"))
    room.write("how", "hurts", "Færre møder")
    room.write("how", "hurts", "Det skjulte").hide("person")
    room.write("proposal", "relation", "Apoteket")
    return room


def test_the_chapter_has_the_map_its_words_its_table_and_its_list(told):
    told.go("affected-shown")
    page = dom(paper.html(again(told.workshop)))
    alt, svg = report_picture(page, "relations")
    one = told.topics[0].title

    assert f"Os og {one} (udfordres, 3 af 3)" in alt
    assert svg.get("viewBox") == "0 0 1400 860"
    rows = [[text(cell) for cell in row] for row in page.xpath("//table[@class='count-table']/tbody/tr")]
    assert rows[0] == [one, "0", "3", "0"]
    items = page.xpath("//ul[@class='report-relations']/li")
    assert [text(each.xpath("./h3")[0]) for each in items] == [f"{one}: udfordres"] + [t.title for t in told.topics[1:]]
    assert "Færre møder" in text(items[0])
    assert text(page.xpath("//h3[.='Foreslået, men ikke på kortet']/following-sibling::ul")[0]) == "Apoteket"
    assert "Det skjulte" not in paper.html(again(told.workshop))


def test_the_chapter_is_plain_data(told):
    Agreement(workshop=told.workshop, topic=told.topics[0], what="Kursus i uge 5").write_down()
    (chapter,) = telling.chapters(again(told.workshop))
    data = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(data)) == data


def test_nothing_marked_is_no_table_and_no_word(room):
    page = dom(paper.html(again(room.workshop)))

    assert page.xpath("//table[@class='count-table']") == []
    assert [text(each) for each in page.xpath("//li/h3")] == [topic.title for topic in room.topics]


@pytest.mark.parametrize("empty", [True, False])
def test_the_pdf_is_accessible(room, request, empty, tmp_path):
    if not empty:
        request.getfixturevalue("told")
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf("Relationskortet", paper.html(again(room.workshop))))

    assert faults(path.read_bytes()) == []


def test_what_was_agreed_is_told_where_it_belongs(room):
    Agreement(workshop=room.workshop, topic=room.topics[0], what="Kursus i uge 5", who="Ane").write_down()
    page = dom(paper.html(again(room.workshop)))

    assert [
        text(each) for each in page.xpath("//section[contains(@class, 'chapter')]//ul[@class='report-agreed']")
    ] == ["Kursus i uge 5 (Ane)"]


def test_what_was_not_agreed_is_not_said_to_be(room):
    Agreement(workshop=room.workshop, topic=room.topics[0], what="Om chatten", result="disagreed").write_down()
    page = dom(paper.html(again(room.workshop)))
    (told,) = page.xpath("//section[contains(@class, 'chapter')]//ul[@class='report-agreed']")

    assert (text(told), text(told.getprevious())) == ("Uenighed: Om chatten", "Det kom vi frem til")


# --- Cost ---


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["draw", "affected-shown", "how", "map", "decide"])
def test_more_of_everything_costs_no_more_queries(room, screen, step):
    def add(count: int) -> None:
        for n in range(count):
            seat = room.workshop.join()
            room.mark(seat, *room.along("affected", "strengthened", "challenged"))
            room.write("how", "helps", f"Svar {count} {n}", by=seat)
            room.write("proposal", "relation", f"Partner {count} {n}", by=seat)
            room.activity.question_set.add_topic(f"Relation {count} {n}")

    def cost() -> int:
        with from_cold() as captured:
            assert patches.whole(room.workshop.pk, screen).common
        return len(captured)

    add(1)
    drawn(room, step, screen)
    one = cost()
    add(3)

    assert cost() == one


def test_more_of_everything_costs_the_report_no_more_queries(told):
    def cost() -> int:
        with from_cold() as captured:
            paper.html(again(told.workshop))
        return len(captured)

    one = cost()
    for n in range(3):
        told.write("how", "helps", f"Svar {n}")
        told.write("proposal", "relation", f"Partner {n}")

    assert cost() == one
