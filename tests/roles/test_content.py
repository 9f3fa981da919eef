"""The matrix and its actors are complete: the numbers are counted in "Digitalisering og det gode arbejde" (BFA)."""

from collections import Counter

import pytest
from django.conf import settings

from workshops import registry
from workshops.library.loading import load
from workshops.models import Hint, Question, QuestionSet, Topic

ROWS = ["Ledere", "Medarbejdere generelt", "Fagspecialister", "Tillidsvalgte", "Samarbejdsfora", "Andre"]
STATUS = "Status og næste skridt"
COLUMNS = ["Hvem", "Hvad", "Hvordan", "Hvornår, og hvor tit?", STATUS]
ACTORS = ["Ledere", "Medarbejdere generelt", "Tillidsvalgte", "Samarbejdsfora"]


@pytest.fixture
def content(db) -> QuestionSet:
    load(settings.BASE_DIR / "fixtures" / "roller.yaml")
    return QuestionSet.objects.get(key="roller")


def test_the_matrix_has_six_rows_and_five_columns(content):
    assert [row.title for row in content.topics.all()] == ROWS
    assert [column.text for column in content.questions.all()] == COLUMNS
    assert len(content.places()) == 6 * 5


def test_every_column_takes_proposals_and_the_last_a_state_too(content):
    kinds = ["proposal", "taken"]

    assert [(column.key, column.kinds) for column in content.questions.all()] == [
        ("who", kinds),
        ("what", kinds),
        ("how", kinds),
        ("when", kinds),
        ("status", [*kinds, "idle", "doing", "done"]),
    ]


def test_every_column_is_asked_of_every_row(content):
    assert [column.topic for column in content.questions.all()] == [None] * 5
    assert [row for row in content.topics.all() if row.apart] == []


def test_each_row_has_its_example_five_of_what_and_one_of_who(content):
    examples = [(hint.topic.title, hint.question.text) for hint in content.hints.filter(kind="example")]

    assert examples == [(row, "Hvem" if row == "Andre" else "Hvad") for row in ROWS]


def test_an_example_says_that_it_is_one(content):
    texts = content.hints.filter(kind="example").values_list("text", flat=True)

    assert [text for text in texts if not text.startswith("For eksempel: ")] == []


def test_four_actors_are_described(content):
    described = [row for row in content.topics.all() if row.description]

    assert [row.title for row in described] == ACTORS
    assert [row.title for row in described if len(row.description) < 80] == []


@pytest.mark.parametrize(
    ("actor", "groups"),
    [
        ("Ledere", [6, 3]),
        ("Medarbejdere generelt", [3]),
        ("Fagspecialister", []),
        ("Tillidsvalgte", [5]),
        ("Samarbejdsfora", [4, 1]),
        ("Andre", []),
    ],
)
def test_an_actor_has_what_the_source_lists(content, actor, groups):
    hints = content.topics.get(title=actor).hints.filter(question=None)

    assert list(Counter(hints.values_list("heading", flat=True)).values()) == groups
    assert set(hints.values_list("kind", flat=True)) <= {"advice"}


def test_everything_has_a_source(content):
    assert content.source.startswith("Digitalisering og det gode arbejde (BFA), side 22-25.")
    for model in (Topic, Question, Hint):
        assert [str(each) for each in model.objects.filter(question_set=content, source="")] == []


def test_no_hint_says_it_is_from_the_same_spot_as_another(content):
    spots = Counter(content.hints.values_list("source", flat=True))

    assert [spot for spot, n in spots.items() if n > 1] == []


def test_nothing_is_longer_than_fits(content):
    assert [each.text for each in content.questions.all() if len(each.text) > 40] == []
    assert [each.title for each in content.topics.all() if len(each.title) > 40] == []
    assert [each.text for each in content.hints.filter(kind="example") if len(each.text) > 120] == []
    assert [each.text for each in content.hints.all() if len(each.text) > 220] == []
    assert [each.title for each in content.topics.all() if len(each.description) > 400] == []


def test_no_text_is_cut_off(content):
    """An unquoted text in YAML's braces ends at its first comma, and nobody is told."""
    described = [text for text in content.topics.values_list("description", flat=True) if text]
    texts = [content.intro, *described, *content.hints.values_list("text", flat=True)]

    assert [text for text in texts if not text.strip().endswith((".", "?", "!"))] == []
    assert [text for text in texts if not text[0].isupper()] == []


def test_a_copy_has_its_examples_at_its_own_places(content):
    copy = content.copy()
    examples = copy.hints.filter(kind="example")

    assert [(hint.topic.title, hint.question.text) for hint in examples] == [
        (row, "Hvem" if row == "Andre" else "Hvad") for row in ROWS
    ]
    assert {hint.topic.question_set for hint in examples} | {hint.question.question_set for hint in examples} == {copy}


def test_no_state_is_told_by_its_colour_alone(content):
    states = [kind for kind in registry.get("roles").kinds if kind.use == "mark"]

    assert [str(kind.word) for kind in states] == ["ikke begyndt", "i gang", "gjort"]
    assert len({kind.symbol for kind in states}) == 3
