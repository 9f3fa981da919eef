import json

import pytest

from tests.helpers import again
from tests.pages import dom, text
from tests.rooms import Room, a_set
from workshops import registry
from workshops.report import paper, telling


@pytest.fixture
def room(ane, bo) -> Room:
    story = a_set(
        "story", {"Historien": [], "Fem råd": [], "Og os?": [{"text": "Hvad kan vi lære?", "kinds": ["note"]}]}
    )
    story.topics.filter(title="Historien").update(description="Der var engang.\n\nOg så gik det godt.")
    tips = story.topics.get(title="Fem råd")
    story.hints.create(topic=tips, text="Begynd i det små.", heading="Fem råd", source="Prøven")
    return Room.about(story, ane, bo)


def test_a_story_is_told_then_what_they_learned_then_the_room_is_asked(room):
    assert room.way() == [
        ("tell", "Historien"),
        ("tips", "Fem råd"),
        ("talk", "Hvad kan vi lære?"),
        ("talk-shown", "Hvad kan vi lære?"),
    ]


def test_the_wall_tells_it_in_paragraphs(room):
    room.go("tell")

    assert [text(each) for each in room.see().xpath("//div[@class='prose']/p")] == [
        "Der var engang.",
        "Og så gik det godt.",
    ]
    assert room.read() == ["Der var engang.", "Og så gik det godt."]


def test_what_they_learned_is_a_list(room):
    room.go("tips")

    assert [text(each) for each in room.see().xpath("//li[contains(@class, 'hint')]")] == ["• råd: Begynd i det små."]


def test_what_is_said_about_it_is_on_the_wall(room):
    room.activity.question_set.topics.filter(title="Og os?").update(description="Tal sammen.")
    room.write("Hvad kan vi lære?", text="Begynd nu", by=room.go("talk-shown").join())

    assert [text(each) for each in room.see().xpath("//*[@class='note__text']")] == ["Begynd nu"]
    assert room.see().xpath("//div[@class='story']") == []


def test_a_chapter_is_plain_data(room):
    room.write("Hvad kan vi lære?", text="Begynd nu", by=room.workshop.join())
    (chapter,) = telling.chapters(again(room.workshop))
    found = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(found)) == found
    assert [text(each) for each in dom(paper.html(again(room.workshop))).xpath("//ul[@class='report-notes']/li")] == [
        "Begynd nu"
    ]
