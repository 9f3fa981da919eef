from dialogue.steps import stops

from workshops import registry
from workshops.place import Place


def test_each_question_is_read_written_shown_and_decided(workshop, places):
    route = stops(workshop.activities.get())

    assert [(stop.step.key, stop.places) for stop in route] == [
        (step, (place,)) for place in places for step in ("explain", "write", "show", "decide")
    ]


def test_the_topic_and_question_in_focus_are_those_of_the_place(workshop, places):
    route = stops(workshop.activities.get())

    assert [Place(stop.topic.pk, stop.question.pk) for stop in route[::4]] == places


def test_notes_are_written_then_shown_then_agreed_on(workshop):
    route = stops(workshop.activities.get())[:4]

    assert [[kind.key for kind in stop.kinds] for stop in route] == [[], ["note"], [], []]
    assert [stop.visible for stop in route] == [False, False, True, True]
    assert [stop.step.agrees for stop in route] == [False, False, False, True]


def test_notes_show_while_they_are_written_if_the_facilitator_wants(workshop):
    activity = workshop.activities.get()
    activity.show_notes(True)

    assert [stop.visible for stop in stops(activity)[:4]] == [False, True, True, True]


def test_a_skipped_theme_has_no_stops(workshop, places):
    activity = workshop.activities.get()
    activity.question_set.topics.filter(position=0).update(skipped=True)

    assert [stop.places[0] for stop in stops(activity)[::4]] == places[2:]


def test_the_engine_knows_the_tool_by_its_key():
    tool = registry.get("dialogue")

    assert tool.stops is stops
    assert [kind.key for kind in tool.kinds] == ["note"]
