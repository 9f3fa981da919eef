"""A set may leave things out: every screen, page and report still draws what there is, without an empty heading."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.helpers import again
from tests.left_out import EVERYTHING, FILES, Walk, brought, full, left_out, things, walk
from tests.rooms import stored
from workshops.report import paper, printing

pytestmark = pytest.mark.once


@pytest.fixture
def owner(ane):
    """Ane, in a library with what follows the compass."""
    stored("rasmus-efter")
    return ane


@pytest.mark.much
@pytest.mark.parametrize("tool", FILES)
def test_a_set_of_each_tool_without_any_one_thing(owner, tool):
    content = full(tool)
    without = {name: left_out(content, name) for name in EVERYTHING}
    walked = [name for name, less in without.items() if less != content and walk(less, owner, Walk.at_a_glance)]

    assert len(walked) > 3


@pytest.mark.parametrize("tool", FILES)
def test_a_question_whose_set_names_no_kinds_takes_what_the_tool_has_for_it(owner, tool):
    """The same as in the set that comes with the tool."""
    content = full(tool)
    takes = [
        [sorted(question.takes) for question in brought(each, owner).questions.order_by("topic__position", "position")]
        for each in (content, left_out(content, ("a question", "kinds")))
    ]

    assert takes[0] == takes[1]


# What the tools tell their questions apart by stays; without it most sets are refused, as the test above sees.
BARE = [(thing, name) for thing, name in EVERYTHING if name not in ("key", "questions", "apart")]


@pytest.mark.thorough
@pytest.mark.parametrize("tool", FILES)
def test_all_there_is_of_a_set_that_says_only_what_it_must(owner, tool):
    assert walk(left_out(full(tool), *BARE), owner)


@pytest.mark.thorough
@pytest.mark.parametrize("tool", FILES)
def test_all_there_is_of_a_set_that_leaves_nothing_out(owner, tool):
    assert walk(full(tool), owner)


@pytest.mark.thorough
@pytest.mark.parametrize("tool", ["rasmus-after", "wheel", "roles", "phases"])
def test_the_pdf_of_a_set_that_says_only_what_it_must(owner, tool):
    def printed(room: Walk) -> None:
        room.write()
        assert printing.pdf("Opsamling", paper.html(again(room.workshop))).startswith(b"%PDF-")

    assert walk(left_out(full(tool), *BARE), owner, printed)


@pytest.mark.thorough
@pytest.mark.parametrize("tool", FILES)
@settings(max_examples=20)  # each draws every screen of a set
@given(data=st.data())
def test_all_there_is_of_a_set_that_leaves_out_any_of_it(owner, tool, data):
    content = full(tool)
    for kind, thing in list(things(content)):
        optional = [name for name in thing if (kind, name) in EVERYTHING]
        for name in data.draw(st.lists(st.sampled_from(optional), unique=True) if optional else st.just([])):
            thing.pop(name)
    kept = data.draw(st.integers(0, len(content["topics"])))
    content["topics"] = content["topics"][:kept]

    event(f"{tool}: {'a set' if walk(content, owner) else 'refused'}")
