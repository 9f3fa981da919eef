import json

import pytest

from tests.dialogue.small import Room, a_set
from tests.pages import dom, text
from workshops.report import telling
from workshops.screens import patches
from workshops.screens.here import WALL


@pytest.fixture
def room(room_of) -> Room:
    story = a_set(
        "story", {"Historien": [], "Fem råd": [], "Og os?": [{"text": "Hvad kan vi lære?", "kinds": ["note"]}]}
    )
    story.topics.filter(title="Historien").update(description="Der var engang.\n\nOg så gik det godt.")
    tips = story.topics.get(title="Fem råd")
    story.hints.create(topic=tips, text="Begynd i det små.", heading="Fem råd", source="Prøven")
    return room_of(story)


def wall(room: Room):
    return dom(patches.whole(room.workshop.pk, WALL).common)


def test_a_story_is_told_then_what_they_learned_then_the_room_is_asked(room):
    assert room.stops() == [("tell", "Historien"), ("tips", "Fem råd"), ("talk", "Hvad kan vi lære?")]


def test_the_wall_tells_it_in_paragraphs(room):
    room.go("tell")

    assert [text(each) for each in wall(room).xpath("//div[@class='story__text']/p")] == [
        "Der var engang.",
        "Og så gik det godt.",
    ]


def test_what_they_learned_is_a_list(room):
    room.go("tips")

    assert [text(each) for each in wall(room).xpath("//li[contains(@class, 'hint')]")] == ["• råd: Begynd i det små."]


def test_what_is_said_about_it_is_on_the_wall(room):
    room.activity.question_set.topics.filter(title="Og os?").update(description="Tal sammen.")
    workshop = room.go("talk")
    workshop.write(room.place("Hvad kan vi lære?"), "note", "Begynd nu", "k", workshop.join())

    assert [text(each) for each in wall(room).xpath("//p[@class='note__text']")] == ["Begynd nu"]
    assert wall(room).xpath("//div[@class='story']") == []


def test_a_chapter_is_plain_data(room):
    workshop = room.fresh()
    workshop.write(room.place("Hvad kan vi lære?"), "note", "Begynd nu", "k", workshop.join())
    ((activity, chapter),) = telling.chapters(room.fresh())
    found = activity.dialogue_tool.chapter(activity, chapter)

    assert json.loads(json.dumps(found)) == found
    assert [text(each) for each in dom(telling.html(room.fresh())).xpath("//ul[@class='report-notes']/li")] == [
        "Begynd nu"
    ]
