"""The competence wheel: its steps, its picture, and that nothing is told of fewer than five."""

import base64
import json
import math
import re
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils.html import escape

from dialogue.wheel import rings
from dialogue.wheel.rings import Score
from tests.helpers import again, from_cold
from tests.pages import dom, report_picture, text
from tests.people import seated
from tests.rooms import Room
from tests.valid import faults
from workshops import changes, registry
from workshops.models import Agreement, Mark, QuestionSet
from workshops.report import paper, printing, telling
from workshops.screens import patches
from workshops.screens.scene import Scene

SCREENS = ("wall", "desk", "phone")


@pytest.fixture
def room(ane) -> Room:
    return Room.about("kompetencehjulet", ane)


@pytest.fixture
def marked(room):
    """Has so many people mark both questions at the first two competences: a wide gap at the first, none at the next.

    Returns their seats.
    """

    def build(people: int, only: str = ""):
        seats = [room.workshop.join() for _ in range(people)]
        for seat in seats:
            if only != "level":
                room.mark(seat, *room.along("need", "master", "know"))
            if only != "need":
                room.mark(seat, *room.along("level", "know", "can"))
        return seats

    return build


def drawn(room, step: str, screen: str) -> str:
    room.go(step).set_wall_on_phones(True)
    return room.drawn(screen)


def rows(page) -> list[list[str]]:
    table = dom(page).xpath("//table[contains(@class, 'wheel-table')]/tbody/tr")
    return [[text(cell) for cell in row.xpath("./*[position() < 5]")] for row in table]


def figures(html: str) -> list[str]:
    """Every average in ``html``, also in its pictures."""
    inside = [base64.b64decode(each).decode() for each in re.findall(r"base64,([\w+/=]+)", html)]
    whole = re.sub(r"<svg.*?</svg>", lambda found: re.match(r"<svg[^>]*>", found[0])[0], html, flags=re.S)
    pictures = re.findall(r"<svg.*?</svg>", html, flags=re.S) + inside
    lines = [each for picture in pictures for each in re.findall(r'stroke-width="(?:11|5)"', picture)]
    return re.findall(r"\b[123],\d\b", whole) + lines


# --- Content and steps ---


def test_twelve_competences_in_four_areas(room):
    assert len(room.topics) == 12
    assert len({topic.heading for topic in room.topics}) == 4
    assert all(room.question(key).kinds == ["know", "can", "master"] for key in ("need", "level"))


def test_the_heading_of_a_competence_goes_into_the_copy(room):
    theirs = QuestionSet.objects.library().get(key="kompetencehjulet").topics.all()

    assert [topic.heading for topic in room.topics] == [topic.heading for topic in theirs]


def test_explained_marked_twice_shown_and_decided(room):
    route = room.stops()

    assert [stop.step.key for stop in route] == ["wheel", "need", "level", "gap", "decide"]
    assert [stop.step.marks for stop in route] == [False, True, True, False, False]
    assert [len(stop.places) for stop in route] == [24, 12, 12, 24, 24]
    assert [stop.step.agrees for stop in route] == [False] * 4 + [True]


def test_what_is_left_out_is_not_marked(room):
    room.activity.question_set.leave_out(room.topics[0])

    assert [len(stop.places) for stop in room.stops()] == [22, 11, 11, 22, 22]

    room.activity.question_set.leave_out(room.question("need"))
    assert [stop.step.key for stop in room.stops()] == ["wheel", "level", "gap", "decide"]


def test_a_competence_of_ones_own_is_an_area_of_its_own(room):
    room.activity.question_set.add_topic("Robotten")

    assert "Vores egne" in drawn(room, "wheel", "wall")


def test_an_area_is_opened_with_its_descriptions(room):
    one, other = room.topics[0], room.topics[3]
    assert one.description not in drawn(room, "wheel", "wall")

    room.go("wheel", focus=one)
    html = room.drawn()
    opened = [text(each) for each in dom(html).xpath("//dl[@class='wheel-area__about']//dd")]
    assert opened == [" ".join(topic.description.split()) for topic in room.topics if topic.heading == one.heading]
    assert other.description not in html


@pytest.mark.parametrize(("step", "is_named"), [("wheel", False), ("need", True), ("level", True)])
def test_on_the_wall_the_picture_has_numbers_alone_where_the_names_stand_beside_it(room, step, is_named):
    """Names in the picture are smaller than can be read from the back."""
    written = [
        text(each) for each in dom(drawn(room, step, "wall")).xpath("//*[local-name()='svg']//*[local-name()='text']")
    ]

    assert (f"1\N{NO-BREAK SPACE}{room.topics[0].title}".split()[-1] in " ".join(written)) is is_named
    assert ("12" in written) is not is_named


def test_the_keys_open_the_areas_and_go_back(room):
    html = dom(drawn(room, "wheel", "wall"))
    assert html.xpath("//button/@data-key[starts-with(., 'focus')]") == [f"focus-{n}" for n in (1, 2, 3, 4)]

    room.go("wheel", focus=room.topics[0])
    html = room.see()
    assert html.xpath("//button/@data-key[starts-with(., 'focus')]") == ["focus-0"]


@pytest.mark.parametrize("screen", ["wall", "desk"])
def test_what_kende_kunne_and_mestre_mean_is_told_from_the_content(room, screen):
    meant = [hint.text.split(": ", 1) for hint in room.activity.question_set.hints.all()[:3]]

    for step in ("wheel", "need", "level"):
        told = dom(drawn(room, step, screen)).xpath("//dl[@class='wheel-levels']/div")
        assert [[text(each.xpath("./dt")[0])[2:], text(each.xpath("./dd")[0])] for each in told] == meant


def test_the_inspiration_of_the_whole_set_is_shown_where_no_topic_is_in_focus(room):
    hint = escape(room.activity.question_set.hints.last().text)
    room.go("need")
    assert hint in room.drawn("desk")
    assert hint not in room.drawn()

    again(room.workshop).show_hints(True)
    assert hint in room.drawn()


# --- The phone ---


def test_the_phone_asks_for_each_competence_under_its_area(room):
    client = seated(room.workshop.join())
    room.go("need")
    page = dom(client.get(reverse("phone", args=[room.workshop.pk])))

    headings = [text(each) for each in page.xpath("//h3[@class='marks__heading']")]
    assert headings == list(dict.fromkeys(topic.heading for topic in room.topics))
    legends = [text(each) for each in page.xpath("//fieldset/legend")]
    assert legends == [f"{topic.heading}: {topic.title}" for topic in room.topics]
    assert [text(each) for each in page.xpath("(//fieldset)[1]//label")] == ["Kende", "Kunne", "Mestre"]
    assert len(page.xpath("//details[@class='ballot__more']")) == 12


def test_what_a_phone_marks_is_its_own_and_comes_back(room):
    seat = room.workshop.join()
    client, place = seated(seat), room.place("need")
    room.go("need")
    client.post(reverse("phone-mark", args=[room.workshop.pk]), {"place": str(place), f"mark-{place}": "master"})

    assert Mark.objects.get().choice == "master"
    page = dom(client.get(reverse("phone", args=[room.workshop.pk])))
    assert page.xpath("//input[@checked]/@id") == [f"mark-{place}-master"]
    other = dom(seated(room.workshop.join()).get(reverse("phone", args=[room.workshop.pk])))
    assert other.xpath("//input[@checked]") == []


# --- Withheld under five ---


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["gap", "decide"])
def test_four_answers_are_withheld(room, marked, screen, step):
    marked(4)
    html = drawn(room, step, screen)

    assert figures(html) == []
    assert rows(html) == []
    assert [text(each) for each in dom(html).xpath("//div[@id='overview']//p[@class='withheld']")] == [
        "Behovet: Vises, når mindst fem har svaret. 4 har svaret.",
        "Niveauet: Vises, når mindst fem har svaret. 4 har svaret.",
    ]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["gap", "decide"])
def test_five_answers_are_shown(room, marked, screen, step):
    marked(5)
    html = drawn(room, step, screen)
    one, two = room.topics[:2]

    assert rows(html)[:2] == [
        [f"{one.heading}, A 1 {one.title}", "● mestre 3,0", "○ kende 1,0", "▲ 2,0"],
        [f"{two.heading}, A 2 {two.title}", "○ kende 1,0", "◐ kunne 2,0", "✓ dækket"],
    ]
    assert rows(html)[2][1:] == ["–vises ikke"] * 3
    assert "withheld" not in html


@pytest.mark.parametrize("screen", SCREENS)
def test_each_question_counts_for_itself(room, marked, screen):
    marked(5, only="need")
    marked(4, only="level")
    html = drawn(room, "gap", screen)

    assert [row[1:] for row in rows(html)][:2] == [
        ["● mestre 3,0", "–vises ikke", "–vises ikke"],
        ["○ kende 1,0", "–vises ikke", "–vises ikke"],
    ]
    assert [text(each) for each in dom(html).xpath("//div[@id='overview']//p[@class='withheld']")] == [
        "Niveauet: Vises, når mindst fem har svaret. 4 har svaret."
    ]


def test_a_competence_that_four_of_five_marked_is_withheld(room, marked):
    seats = marked(5)
    seats[0].workshop.mark(seats[0], {room.place("level", 0): ""})

    shown = {row[0].rpartition(" A ")[2]: row[1:] for row in rows(drawn(room, "gap", "wall"))}
    assert shown[f"1 {room.topics[0].title}"] == ["● mestre 3,0", "–vises ikke", "–vises ikke"]
    assert shown[f"2 {room.topics[1].title}"] == ["○ kende 1,0", "◐ kunne 2,0", "✓ dækket"]


def test_one_who_was_removed_does_not_count(room, marked):
    room.workshop.remove(marked(5)[0])

    assert figures(drawn(room, "gap", "wall")) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["need", "level"])
def test_nothing_is_shown_while_it_is_marked(room, marked, screen, step):
    marked(9)
    room.activity.show_notes(True)
    html = drawn(room, step, screen)

    assert figures(html) == []
    if screen != "phone":
        assert "<b>9</b> har svaret" in html


def test_no_screen_is_even_given_what_is_withheld(room, marked):
    marked(4)
    for step in ("need", "level", "gap", "decide"):
        room.go(step)
        scenes = [Scene.of(room.workshop.pk, screen) for screen in SCREENS]
        assert [board.marks for scene in scenes for board in scene.spots if board.marks] == []


def test_the_fifth_answer_reaches_the_wall_that_waits_for_it(room, marked):
    marked(4)
    room.go("gap")
    seat = room.workshop.join()
    room.mark(seat, *room.along("need", "master", "know"))
    room.mark(seat, *room.along("level", "know", "can"))
    patch = patches.changed(room.workshop.pk, "wall", {changes.MARKS})

    assert len(rows(patch.common)) == 12


def test_the_widest_gap_is_first_and_leads_to_an_agreement(room, marked, ane_client):
    for seat in marked(5):
        seat.workshop.mark(seat, {room.place("need", 5): "master", room.place("level", 5): "can"})
    html = dom(drawn(room, "decide", "wall"))
    links = html.xpath("//a[@class='ranking__agree']")

    named = [row.xpath("string(th)").split()[-1] for row in html.xpath("//table/tbody/tr")][:3]
    assert named == [room.topics[n].title.split()[-1] for n in (0, 5, 1)]
    assert f"sted={room.place('level', 0)}" in links[0].get("href")
    form = dom(ane_client.get(links[0].get("href")))
    assert form.xpath("//textarea[@name='what']")[0].value.strip() == room.topics[0].title


# --- The picture ---


def scores(*figures: tuple[float | None, float | None]) -> list[Score]:
    return [
        Score(n, f"Nummer {n}", f"Område {n // 3}", need=need, level=level) for n, (need, level) in enumerate(figures)
    ]


@pytest.mark.parametrize("count", [1, 2, 5, 12, 14, 20])
def test_the_sectors_go_once_round_and_every_title_is_in_the_picture(count):
    wheel = rings.draw(scores(*[(2.0, 1.5)] * count), "Egne")

    assert [sector.score.number for sector in wheel.sectors] == list(range(1, count + 1))
    assert len(wheel.areas) == math.ceil(count / 3)
    for sector in wheel.sectors:
        for y, _line, _room in sector.lines:
            assert 20 < y < rings.HEIGHT - 5
        assert rings.LABEL > rings.RIM
        assert 0 < sector.at < rings.WIDTH


def test_titles_beside_each_other_do_not_meet():
    wheel = rings.draw(scores(*[(2.0, 1.5)] * 12), "Egne")
    for side in ("start", "end"):
        boxes = sorted((s.lines[0][0] - 27, s.lines[-1][0]) for s in wheel.sectors if s.anchor == side)
        assert all(above[1] < below[0] for above, below in pairwise(boxes))


@pytest.mark.parametrize(("level", "end"), [(1.0, 138), (2.0, 222), (3.0, 306)])
def test_the_level_fills_as_many_rings(level, end):
    (sector,) = rings.draw(scores((3.0, level)), "Egne").sectors

    assert rings.radius(level) == end
    assert f"A{end} {end}" in sector.level


def test_a_gap_is_hatched_and_a_small_one_is_not():
    wide, narrow, none, withheld = rings.draw(scores((3.0, 1.0), (2.2, 2.0), (1.0, 2.0), (3.0, None)), "Egne").sectors

    assert [bool(each.hatch) for each in (wide, narrow, none, withheld)] == [True, False, False, False]
    assert [each.score.gap for each in (wide, narrow, none, withheld)] == [2.0, 0.2, -1.0, None]
    assert withheld.level == ""


def test_each_area_has_a_letter_beside_its_colour():
    wheel = rings.draw(scores(*[(None, None)] * 12), "Egne")

    assert [area.letter for area in wheel.areas] == ["A", "B", "C", "D"]
    assert len({area.colour for area in wheel.areas}) == 4
    assert wheel.widest == []


@pytest.mark.parametrize(
    ("value", "word"),
    [(1.0, "kende"), (1.4, "kende"), (1.5, "kunne"), (2.4, "kunne"), (2.5, "mestre"), (3.0, "mestre")],
)
def test_an_average_is_called_by_the_nearest_level(value, word):
    assert rings.figure(value).word == word


def test_an_average_is_of_those_who_marked():
    assert rings.average({"know": 1, "can": 2, "master": 1}) == 2.0
    assert rings.average({"know": 2, "master": 1}) == 1.7
    assert rings.average({}) is None


# --- The report ---


@pytest.mark.parametrize("people", [4, 5])
def test_the_report_withholds_and_shows_as_the_wall_does(room, marked, people):
    marked(people)
    room.go("gap")
    html = paper.html(again(room.workshop))
    alt, svg = report_picture(dom(html), "wheel")

    if people == 4:
        assert figures(html) == []
        assert rows(html) == []
        assert "Vises, når mindst fem har svaret. 4 har svaret." in text(dom(html))
    else:
        assert f"1 {room.topics[0].title}, behov 3,0, niveau 1,0" in alt
        assert rows(html)[0][1:] == ["● mestre 3,0", "○ kende 1,0", "▲ 2,0"]
        assert svg.get("viewBox") == "0 0 1244 880"


def test_a_chapter_of_the_report_is_given_nothing_that_is_withheld(room, marked):
    marked(4)
    (chapter,) = telling.chapters(again(room.workshop))

    answers = [each for section in chapter["sections"] for each in section["answers"]]
    assert {choice["count"] for each in answers for choice in each["choices"]} == {0}


def test_the_chapter_is_plain_data(room, marked):
    marked(5)
    Agreement(workshop=room.workshop, topic=room.topics[0], what="Kursus i uge 5").write_down()
    (chapter,) = telling.chapters(again(room.workshop))
    data = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("people", [0, 5])
def test_the_pdf_is_accessible(room, marked, people, tmp_path):
    marked(people)
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf("Kompetencehjulet", paper.html(again(room.workshop))))

    assert faults(path.read_bytes()) == []


def test_what_was_agreed_is_told_where_it_belongs(room):
    Agreement(workshop=room.workshop, topic=room.topics[0], what="Kursus i uge 5", who="Ane").write_down()
    page = dom(paper.html(again(room.workshop)))

    assert [
        text(each) for each in page.xpath("//section[contains(@class, 'chapter')]//ul[@class='report-agreed']")
    ] == ["Kursus i uge 5 (Ane)"]


# --- Cost ---


@pytest.mark.parametrize("screen", ["wall", "desk", "phone"])
@pytest.mark.parametrize("step", ["wheel", "need", "gap", "decide"])
def test_more_answers_cost_no_more_queries(room, marked, screen, step):
    def cost() -> int:
        with from_cold() as captured:
            drawn_now = patches.whole(room.workshop.pk, screen)
        assert drawn_now.common
        return len(captured)

    marked(6)
    drawn(room, step, screen)
    one = cost()
    marked(12)
    for title in ("Robotten", "Dronen"):
        room.activity.question_set.add_topic(title)

    assert cost() == one


def test_more_answers_cost_the_report_no_more_queries(room, marked):
    def cost() -> int:
        with from_cold() as captured:
            paper.html(again(room.workshop))
        return len(captured)

    marked(6)
    one = cost()
    marked(12)

    assert cost() == one
