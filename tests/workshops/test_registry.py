import pytest

from workshops import registry
from workshops.models.stops import Stop
from workshops.place import Place
from workshops.registry import Kind, Step, Tool
from workshops.steps import LOBBY


def tool(key: str, order: int = 0) -> Tool:
    """A tool of a class of its own."""
    return type("Way", (Tool,), {"key": key, "order": order, "kinds": (Kind("note", "seddel"),)})()


@pytest.fixture
def tools(monkeypatch) -> dict[str, Tool]:
    monkeypatch.setattr(registry, "_tools", {})
    return registry._tools


def test_a_place_is_read_as_it_is_written():
    assert str(Place(3, 7)) == "3-7"
    assert Place.parse("3-7") == Place(3, 7)


@pytest.mark.parametrize("text", ["", "3", "3-", "-7", "3-7-1", "a-b", "3--7", "3- 7", "٣-7", f"3-{10**18}"])
def test_a_place_is_nothing_else(text):
    with pytest.raises(ValueError):  # noqa: PT011
        Place.parse(text)


def test_tools_are_offered_in_order(tools):
    for each in [tool("b", 2), tool("c", 1), tool("a", 2)]:
        registry.register(each)

    assert [each.key for each in registry.every()] == ["c", "a", "b"]
    assert registry.get("b").order == 2


def test_a_tool_registers_again_but_not_another_by_its_name(tools):
    first = tool("a")
    registry.register(first)
    registry.register(first)

    with pytest.raises(ValueError, match="Two tools are called 'a'"):
        registry.register(tool("a", order=5))
    assert registry.every() == [first]


def test_an_unknown_tool_or_kind_is_a_key_error(tools):
    with pytest.raises(KeyError):
        registry.get("a")
    with pytest.raises(KeyError):
        tool("a").kind("today")
    assert tool("a").kind("note") == Kind("note", "seddel")


def test_the_lobby_has_a_key_and_takes_no_notes():
    assert Stop(LOBBY).key == "0.lobby.0.0"
    assert Stop(LOBBY).kinds == []
    assert Stop(LOBBY).visible is False


@pytest.mark.parametrize(
    ("step", "at_once", "visible"),
    [
        (Step("write", "", writes=True), False, False),
        (Step("write", "", writes=True), True, True),
        (Step("show", "", shows=True), False, True),
        (Step("explain", ""), True, False),
    ],
)
def test_the_wall_shows_notes_when_the_step_says_so_or_the_facilitator_did(workshop, step, at_once, visible):
    activity = workshop.activities.get()
    activity.show_notes(at_once)

    assert Stop(step, activity).visible is visible


def test_a_stop_takes_the_kinds_of_its_question_where_its_step_writes(workshop):
    activity = workshop.activities.get()
    question = activity.question_set.questions.first()

    assert [kind.key for kind in Stop(Step("write", "", writes=True), activity, None, question).kinds] == ["note"]
    assert Stop(Step("show", ""), activity, None, question).kinds == []
