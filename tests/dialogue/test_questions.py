import json

import pytest

from dialogue.questions.steps import stops
from tests.helpers import again, write
from tests.pages import dom, go_to, text
from workshops import registry
from workshops.models import Agreement
from workshops.place import Place
from workshops.report import paper, telling
from workshops.screens import patches
from workshops.screens.here import WALL


def test_each_question_is_written_to_and_shown(workshop, places):
    route = stops(workshop.activities.get())

    assert [(stop.step.key, stop.places) for stop in route] == [
        (step, (place,)) for place in places for step in ("write", "show")
    ]


def test_the_topic_and_question_in_focus_are_those_of_the_place(workshop, places):
    route = stops(workshop.activities.get())

    assert [Place(stop.topic.pk, stop.question.pk) for stop in route[::2]] == places


def test_notes_are_written_then_shown(workshop):
    route = stops(workshop.activities.get())[:2]

    assert [[kind.key for kind in stop.kinds] for stop in route] == [["note"], []]
    assert [stop.visible for stop in route] == [False, True]


def test_notes_show_while_they_are_written_if_the_facilitator_wants(workshop):
    activity = workshop.activities.get()
    activity.show_notes(True)

    assert [stop.visible for stop in stops(activity)[:2]] == [True, True]


def test_a_skipped_theme_has_no_stops(workshop, places):
    activity = workshop.activities.get()
    activity.question_set.topics.filter(position=0).update(skipped=True)

    assert [stop.places[0] for stop in stops(activity)[::2]] == places[2:]


def test_the_engine_knows_the_tool_by_its_key(workshop):
    tool, activity = registry.get("dialogue"), workshop.activities.get()

    assert tool.stops(activity) == stops(activity)
    assert [kind.key for kind in activity.question_set.questions.first().note_kinds()] == ["note"]


@pytest.mark.parametrize(("step", "offered"), [("explain", 1), ("write", 0), ("show", 1), ("decide", 1)])
def test_the_wall_offers_no_inspiration_while_everybody_writes(open_workshop, places, step, offered):
    go_to(open_workshop, places[0], step)

    assert len(dom(patches.whole(open_workshop.pk, WALL).common).xpath("//button[@id='wall-hints']")) == offered


# --- The report ---


@pytest.fixture
def filled(open_workshop, places):
    """With a note and two agreements at the first question."""
    write(open_workshop, places[0], "Mere <tid>")
    for what, more in (("Mere oplæring", {"who": "Lone", "due": "2026-10-03"}), ("Færre klik", {})):
        Agreement(workshop=open_workshop, topic_id=places[0].topic, what=what, **more).write_down()
    return again(open_workshop)


def test_a_chapter_is_plain_data(filled):
    (chapter,) = telling.chapters(filled)
    found = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(found)) == found
    assert found["sections"][0]["answers"][0]["notes"][0]["text"] == "Mere <tid>"


def test_a_theme_tells_by_its_word_what_is_not_agreed(filled):
    theme = filled.activities.get().question_set.topics.first()
    for result in ("later", "disagreed", "recommended"):
        Agreement(workshop=filled, topic=theme, what=result, who="MED", due="2026-10-03", result=result).write_down()
    (chapter,) = telling.chapters(again(filled))
    section = dom(paper.html(again(filled))).xpath("//section[@class='theme']")[0]

    told = [(each["result"], each["word"]) for each in chapter["sections"][0]["agreements"][2:]]
    assert told == [("recommended", "Anbefales"), ("disagreed", "Uenighed"), ("later", "Vender vi tilbage til")]
    assert "Det kom vi frem til under dette tema" in [text(each) for each in section.xpath(".//h4")]
    assert text(section.xpath("./ul[@class='report-agreed']/li")[2]) == "Anbefales: recommended (MED, 3. oktober 2026)"


def test_the_report_tells_what_was_agreed_under_a_theme_and_nothing_of_what_inspires(filled):
    theme = filled.activities.get().question_set.topics.first()
    theme.hints.all().delete()
    for group, said in (("Ledelsen", "Gå forrest"), ("Ledelsen", "Lyt"), ("Kolleger", "Hjælp hinanden")):
        theme.hints.create(question_set=theme.question_set, heading=group, text=said)
    section = dom(paper.html(filled)).xpath("//section[@class='theme']")[0]

    assert [text(each) for each in section.xpath(".//ul[@class='report-notes']/li")] == ["Mere <tid>"]
    assert [text(each) for each in section.xpath("./ul[@class='report-agreed']/li")] == [
        "Mere oplæring (Lone, 3. oktober 2026)",
        "Færre klik",
    ]
    assert [each for each in ("Gå forrest", "Lyt", "Hjælp hinanden") if each in text(section)] == []
