"""The six circles are complete, and so are the questions asked of them."""

from collections import Counter

import pytest

from workshops import registry
from workshops.models import Hint, Question, QuestionSet, Topic

CIRCLES = ["Realistisk", "Anerkendt", "Selvstændigt", "Meningsfyldt", "Udviklende", "Sundt & sikkert"]


def told(circle: Topic) -> list[tuple[object, ...]]:
    """All that a set says of a circle."""
    hints = circle.hints.values_list("kind", "heading", "text", "detail", "source")
    return [(circle.title, circle.description, circle.source), *hints]


def test_there_are_six_circles_each_described_with_its_source(compasses):
    circles = list(compasses["rasmus-foer"].topics.all())

    assert [circle.title for circle in circles] == CIRCLES
    assert [c.title for c in circles if not c.description.endswith(".") or len(c.description) < 80] == []
    assert [circle.title for circle in circles if not circle.source.startswith("Side ")] == []


def test_after_has_the_same_circles_as_before(compasses):
    before, after = ([told(circle) for circle in each.topics.all()] for each in compasses.values())

    assert after == before


def test_each_circle_has_its_benefit_its_drawback_and_its_two_lists(compasses):
    hints = {circle.title: list(circle.hints.all()) for circle in compasses["rasmus-foer"].topics.all()}

    assert {title: [*Counter((hint.heading, hint.kind) for hint in each).items()] for title, each in hints.items()} == {
        title: [
            (("I korte træk", "benefit"), 1),
            (("I korte træk", "drawback"), 1),
            (("Sådan kan digitalisering styrke det", "benefit"), 3),
            (("Sådan kan digitalisering belaste det", "drawback"), 4 if title == "Realistisk" else 3),
        ]
        for title in CIRCLES
    }


def test_every_hint_has_its_own_text_and_its_own_source(compasses):
    """The page and which of its list: one for one with the publication."""
    hints = compasses["rasmus-foer"].hints

    assert len(set(hints.values_list("text"))) == hints.count() == 51
    assert len(set(hints.values_list("topic", "source"))) == 51
    assert not hints.filter(source="").exists()


def test_no_text_is_cut_off(compasses):
    """An unquoted text in YAML's braces ends at its first comma, and nobody is told."""
    texts = [
        *Topic.objects.values_list("description", flat=True),
        *Question.objects.values_list("text", flat=True),
        *Hint.objects.values_list("text", flat=True),
    ]

    assert [text for text in texts if not text.endswith((".", "?"))] == []
    assert [text for text in texts if not text[0].isupper() or text != text.strip()] == []


@pytest.mark.parametrize(
    ("name", "asked"),
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
@pytest.mark.parametrize("copied", [False, True])
def test_the_questions_are_asked_of_every_circle_and_take_their_own_colours(compasses, name, asked, copied):
    content = compasses[name].copy() if copied else compasses[name]
    questions = list(QuestionSet.objects.get(pk=content.pk).questions.all())

    assert [(q.key, q.kinds, q.answers and q.answers.key) for q in questions] == asked
    assert [[kind.key for kind in q.note_kinds()] for q in questions] == [kinds for _key, kinds, _answers in asked]
    assert [q.topic for q in questions] == [None] * len(asked)
    assert {q.answers.question_set for q in questions if q.answers} == {content}
    assert len(content.places()) == 6 * len(asked)


@pytest.mark.parametrize("key", ["rasmus", "rasmus-after"])
def test_no_kind_is_told_by_its_colour_alone(key):
    kinds = registry.get(key).kinds

    assert all(kind.symbol and str(kind.word) for kind in kinds)
    assert len({kind.symbol for kind in kinds}) == len({str(kind.word) for kind in kinds}) == len(kinds)
