import json

import pytest

from tests.helpers import again
from tests.pages import dom, text
from tests.rooms import Room, a_set
from workshops import registry
from workshops.errors import Refused
from workshops.report import paper, telling

LOOSE = (
    {"text": "Hvad har teknologien lavet om?", "key": "describe", "kinds": ["glad", "sorry"]},
    {"text": "Hvad skal der til?", "key": "turn", "kinds": ["takes"], "answers": "describe"},
)


@pytest.fixture
def room(ane, bo) -> Room:
    return Room.about(a_set("turn", {"Opgaver": [], "Faglig identitet": []}, LOOSE), ane, bo)


def test_one_describes_shares_turns_and_agrees(room):
    assert [step for step, _about in room.way()] == ["describe", "share", "turn", "decide"]


def test_what_is_described_is_shown_when_it_is_shared(room):
    room.write("describe", "sorry", "Flere klik")
    room.go("describe")
    assert room.see().xpath("//*[@class='note__text']") == []

    room.go("share")
    assert [text(each) for each in room.see().xpath("//*[@class='note__text']")] == ["Flere klik"]
    assert room.see().xpath("//*[@class='note__symbol']/text()") == ["☹"]


def test_what_has_not_been_turned_stands_out_until_it_is_answered(room):
    sorry = room.write("describe", "sorry", "Flere klik")
    room.go("turn")
    assert [text(each) for each in room.see().xpath("//p[@class='note__state']")] == ["mangler svar"]

    room.write("turn", "takes", "En genvej på forsiden", answers=(sorry.number,))
    assert [text(each) for each in room.see().xpath("//p[@class='note__state']")] == ["✓ 1 svar"]
    assert [text(each) for each in room.see().xpath("//p[@class='note__answers']")] == ["Svarer på:↳ Flere klik"]


def test_a_topic_says_what_it_is_about_until_notes_are_shown(room):
    room.activity.question_set.topics.filter(title="Opgaver").update(description="Det, vi laver.")
    found = {}
    for step in ("describe", "share"):
        room.go(step)
        found[step] = [text(each) for each in room.see().xpath("//p[@class='door-column__about']")]

    assert found == {"describe": ["Det, vi laver."], "share": []}


@pytest.mark.parametrize(
    ("step", "questions"),
    [
        ("share", []),
        ("turn", ["Hvad har teknologien lavet om?", "Hvad skal der til?"] * 2),
        ("decide", []),
    ],
)
def test_a_topic_names_its_questions_where_several_are_shown_and_the_first_comes_first(room, step, questions):
    room.go(step)

    assert [text(each) for each in room.see().xpath("//div[@class='fit']/h3")] == questions


def test_a_topic_in_close_up_is_alone(room):
    workshop = room.go("share")
    workshop.go_to(workshop.stop().focused_key(room.activity.question_set.topics.last().pk))

    assert [text(each) for each in room.see().xpath("//*[@class='door-column']/h2")] == ["Faglig identitet"]


def test_a_colour_that_does_not_belong_is_refused(room):
    with pytest.raises(Refused):
        room.write("describe", "takes", "En genvej")


def test_the_report_tells_what_each_turning_answers(room):
    sorry = room.write("describe", "sorry", "Flere klik")
    room.write("turn", "takes", "En genvej på forsiden", answers=(sorry.number,))
    page = dom(paper.html(again(room.workshop)))

    assert [text(each) for each in page.xpath("//span[@class='report-answers']")] == ["Svarer på: Flere klik"]


def test_the_report_tells_notes_of_one_kind_together(room):
    for kind, said in (("glad", "Overblik"), ("glad", "Ro"), ("sorry", "Flere klik"), ("glad", "Tid")):
        room.write("describe", kind, said)
    answers = dom(paper.html(again(room.workshop))).xpath("//div[@class='answers']")[0]

    assert [text(each) for each in answers.xpath("./p | ./ul/li")] == [
        "☺ Glad for",
        "Overblik",
        "Ro",
        "Tid",
        "☹ Ikke glad for",
        "Flere klik",
    ]


def test_a_chapter_is_plain_data(room):
    sorry = room.write("describe", "sorry", "Flere klik")
    room.write("turn", "takes", "En genvej på forsiden", answers=(sorry.number,))
    (chapter,) = telling.chapters(again(room.workshop))
    found = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(found)) == found
    assert found["sections"][0]["answers"][1]["kinds"][0]["notes"][0]["answers"] == ["Flere klik"]


def test_what_one_is_glad_about_asks_for_no_answer(room):
    room.write("describe", "glad", "Overblik")
    room.go("turn")

    assert [text(each) for each in room.see().xpath("//p[@class='note__state']")] == []
    assert room.see().xpath("//li[contains(@class, 'note--unanswered')]") == []
