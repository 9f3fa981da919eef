"""The six circles are complete: seeds/README.md counts them."""

from collections import Counter

import pytest

from workshops import tools
from workshops.models import Hint, Question, QuestionSet, Topic

CIRCLES = ["Realistisk", "Anerkendt", "Selvstændigt", "Meningsfyldt", "Udviklende", "Sundt & sikkert"]
KEYS = ["rasmus-foer", "rasmus-efter"]


@pytest.fixture(params=KEYS)
def content(compass, request) -> QuestionSet:
    return QuestionSet.objects.get(key=request.param)


def test_there_are_six_circles_each_described_with_its_source(content):
    topics = list(content.topics.all())

    assert [topic.title for topic in topics] == CIRCLES
    assert [topic.title for topic in topics if not topic.description.endswith(".") or len(topic.description) < 80] == []
    assert [topic.title for topic in topics if "Side" not in topic.source] == []


@pytest.mark.parametrize(("circle", "title"), list(enumerate(CIRCLES)))
def test_a_circle_has_its_benefit_its_drawback_and_its_two_lists(content, circle, title):
    hints = content.topics.all()[circle].hints.all()

    assert Counter((hint.group, hint.kind) for hint in hints) == {
        ("I korte træk", "benefit"): 1,
        ("I korte træk", "drawback"): 1,
        ("Det kan styrke", "benefit"): 3,
        ("Det kan belaste", "drawback"): 4 if title == "Realistisk" else 3,
    }
    assert list(dict.fromkeys(hint.group for hint in hints)) == ["I korte træk", "Det kan styrke", "Det kan belaste"]


def test_no_text_is_cut_off(content):
    """An unquoted text in YAML's braces ends at its first comma, and nobody is told."""
    texts = [
        *Topic.objects.values_list("description", flat=True),
        *Question.objects.values_list("text", flat=True),
        *Hint.objects.values_list("text", flat=True),
    ]

    assert [text for text in texts if not text.endswith((".", "?", "!"))] == []
    assert [text for text in texts if not text[0].isupper() or text != text.strip()] == []


def test_no_hint_is_there_twice(compass):
    assert max(Counter(compass.hints.values_list("text", flat=True)).values()) == 1


def test_every_hint_has_its_own_source(compass):
    """The page and which of its list: one for one with the publication."""
    sources = list(compass.hints.values_list("topic", "source"))

    assert len(set(sources)) == len(sources) == 49


def test_after_has_the_same_circles_as_before(compass):
    def circles(key: str) -> list:
        content = QuestionSet.objects.get(key=key)
        return [
            (topic.title, topic.description, topic.source, list(topic.hints.values_list("kind", "group", "text")))
            for topic in content.topics.all()
        ]

    assert circles("rasmus-efter") == circles("rasmus-foer")


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (
            "rasmus-foer",
            [
                ("today", ["today"], None),
                ("expected", ["better", "worse"], None),
                ("needs", ["before", "during", "after"], "expected"),
            ],
        ),
        (
            "rasmus-efter",
            [("experienced", ["better", "worse"], None), ("lessons", ["lesson", "act", "leave"], "experienced")],
        ),
    ],
)
def test_the_questions_are_asked_of_every_circle_and_take_their_own_colours(compass, key, asked):
    content = QuestionSet.objects.get(key=key)
    questions = list(content.questions.all())

    assert [(q.key, q.kinds, q.answers and q.answers.key) for q in questions] == asked
    assert [q.topic for q in questions] == [None] * len(asked)
    assert [[kind.key for kind in q.note_kinds()] for q in questions] == [kinds for _key, kinds, _answers in asked]
    assert len(content.places()) == 6 * len(asked)


@pytest.mark.parametrize("key", ["rasmus", "rasmus-after"])
def test_no_kind_is_told_by_its_colour_alone(key):
    kinds = tools.get(key).kinds

    assert len({kind.symbol for kind in kinds}) == len({str(kind.word) for kind in kinds}) == len(kinds)
    assert all(kind.symbol and str(kind.word) for kind in kinds)
