import json

import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import dom, text
from tests.rooms import Room, a_set
from workshops import registry
from workshops.report import paper, telling

KINDS = ["doing", "missing", "unknown"]


@pytest.fixture
def room(ane, bo) -> Room:
    points = [{"text": each, "key": "point", "kinds": KINDS} for each in ("Tid til test", "Fejl meldes ét sted")]
    return Room.about(a_set("checklist", {"En realistisk plan": points}), ane, bo)


def rows(room: Room) -> list[str]:
    return [text(each) for each in room.see().xpath("//p[@class='ranking__text']")]


def test_points_are_marked_then_looked_at_then_agreed_on(room):
    assert [step for step, _about in room.way()] == ["check", "checked", "decide"]


def test_what_most_miss_comes_first_once_it_is_shown(room):
    room.marked(("Tid til test", "doing"), ("Fejl meldes ét sted", "missing"))
    room.go("check")
    assert rows(room) == ["Tid til test", "Fejl meldes ét sted"]

    room.go("checked")
    assert rows(room) == ["Fejl meldes ét sted", "Tid til test"]


def test_the_room_settles_a_point_and_an_agreement_is_made_of_it(room, ane_client):
    room.go("checked")
    place = room.place("Tid til test")
    ane_client.post(reverse("outcome-settle", args=[room.workshop.pk]), {"choice": f"{place}:missing"})
    page = dom(ane_client.get(reverse("desk", args=[room.workshop.pk])))
    (link,) = page.xpath(f"//a[@id='agree-{place}']/@href")
    form = dom(ane_client.get(link))

    assert page.xpath(f"//button[@id='settle-{place}-missing']/@aria-pressed") == ["true"]
    assert form.xpath("//textarea[@name='what']")[0].value.strip() == "Tid til test"


def test_the_report_has_a_table_of_what_is_missing(room):
    room.marked(("Tid til test", "doing"), ("Fejl meldes ét sted", "missing"))
    room.settle("Fejl meldes ét sted", "missing")
    room.workshop.close()
    table = dom(paper.html(again(room.workshop))).xpath("//table[@class='count-table']/tbody/tr")

    assert [[text(cell) for cell in row] for row in table] == [
        ["Fejl meldes ét sted", "1", "0", "0", "Mangler"],
        ["Tid til test", "0", "0", "1", "–"],
    ]


def test_the_chapter_is_plain_data(room):
    room.marked(("Tid til test", "doing"), ("Fejl meldes ét sted", "missing"))
    room.settle("Fejl meldes ét sted", "missing")
    room.workshop.close()
    (chapter,) = telling.chapters(again(room.workshop))
    data = registry.get(chapter["tool"]).chapter(chapter)

    assert data["sections"][0]["points"][0] == {
        "question": "Fejl meldes ét sted",
        "missing": 1,
        "unknown": 0,
        "doing": 0,
        "settled": "mangler",
    }
    assert json.loads(json.dumps(data)) == data
