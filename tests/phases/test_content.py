"""The four phases are complete: the numbers are counted in the source, "Digitalisering og det gode arbejde" (BFA)."""

from collections import Counter

import pytest
from django.conf import settings

from workshops import registry
from workshops.library.loading import load
from workshops.models import Hint, Question, QuestionSet, Topic

PHASES = ["Idéudvikling", "Konsekvensvurdering", "Udvikling og anskaffelse", "Implementering og drift"]
IDEAS = "Sådan kan medarbejderne være med"
ADVICE = "Ti gode råd om inddragelse"
LONGEST = 400  # what a question may hold


@pytest.fixture
def content(db) -> QuestionSet:
    load(settings.BASE_DIR / "fixtures" / "fire-faser.yaml")
    return QuestionSet.objects.get(key="fire-faser")


def phases(content: QuestionSet) -> list[Topic]:
    return [topic for topic in content.topics.all() if not topic.apart]


def test_there_are_four_phases_each_with_a_description(content):
    assert [phase.title for phase in phases(content)] == PHASES
    assert [phase.title for phase in phases(content) if len(phase.description) < 80] == []


def test_the_advice_stands_apart_and_last(content):
    assert [topic.title for topic in content.topics.all()] == [*PHASES, ADVICE]
    assert [topic.title for topic in content.topics.all() if topic.apart] == [ADVICE]


@pytest.mark.parametrize(
    ("phase", "groups"),
    [
        (0, {IDEAS: 3}),
        (1, {IDEAS: 7}),
        (2, {"Krav": 4, "Udvikling": 3, "Anskaffelse": 3}),
        (3, {"Implementering": 8, "Uddannelse": 5, "Drift": 5}),
    ],
)
def test_each_phase_has_the_ideas_of_the_source_in_its_groups(content, phase, groups):
    hints = phases(content)[phase].hints.filter(question=None)

    found = Counter(hints.exclude(heading="Husk").values_list("heading", flat=True))
    assert found == groups
    assert list(dict.fromkeys(hints.values_list("heading", flat=True))) == [*groups, "Husk"]


@pytest.mark.parametrize(("phase", "count"), [(0, 3), (1, 3), (2, 2), (3, 3)])
def test_each_phase_has_the_discussion_questions_of_the_source(content, phase, count):
    asked = phases(content)[phase].questions.all()

    assert [(question.key, question.kinds) for question in asked] == [("discuss", ["note"])] * count
    assert [question.source for question in asked] == [
        f"Drøft, fase {phase + 1}, spørgsmål {n + 1}" for n in range(count)
    ]
    assert [question.text for question in asked if not question.text.endswith("?")] == []


def test_there_are_ten_pieces_of_advice_each_with_one_explanation(content):
    advice = list(content.topics.get(apart=True).questions.all())

    assert [question.source for question in advice] == [f"Råd {n}" for n in range(1, 11)]
    assert [[hint.source for hint in question.hints.all()] for question in advice] == [
        [question.source] for question in advice
    ]
    assert {(question.key, *question.kinds) for question in advice} == {("advice", "doing", "missing", "unknown")}


def test_the_box_on_agile_processes_has_its_three_sentences(content):
    box = content.hints.filter(topic=None, question=None, heading="Agile forløb", source__startswith="Side 12, boksen")

    assert [(each.heading, each.source) for each in box] == [
        ("Agile forløb", f"Side 12, boksen, {n}") for n in (1, 2, 3)
    ]


def test_every_phase_is_asked_where_what_is_fixed_whether_to_discuss_and_how_much(content):
    loose = content.questions.filter(topic=None)

    assert [(question.key, question.kinds) for question in loose] == [
        ("where", ["here"]),
        ("doors", ["fixed", "open"]),
        ("chosen", ["discuss", "pass"]),
        *[("degree", ["information", "influence", "codetermination"])] * 3,
    ]


def test_the_places_are_the_four_phases_and_the_advice(content):
    assert Counter(question.key for _topic, question in content.places()) == {
        "where": 4,
        "doors": 4,
        "chosen": 4,
        "degree": 4 * 3,
        "discuss": 3 + 3 + 2 + 3,
        "advice": 10,
    }


def test_a_copy_has_it_all(content):
    copy = content.copy()

    assert [(topic.title, topic.apart) for topic in copy.topics.all()] == [
        *((p, False) for p in PHASES),
        (ADVICE, True),
    ]
    assert (copy.questions.count(), copy.hints.count()) == (content.questions.count(), content.hints.count())


# --- The texts ---


def test_everything_has_a_source(content):
    assert content.source.startswith("Digitalisering og det gode arbejde (BFA), side 12-21.")
    for model in (Topic, Question, Hint):
        assert [str(each) for each in model.objects.filter(question_set=content, source="")] == []


def test_no_hint_says_it_is_from_the_same_spot_as_another(content):
    spots = Counter(content.hints.values_list("topic", "question", "source"))

    assert [spot for spot, n in spots.items() if n > 1] == []


def test_nothing_is_longer_than_fits(content):
    questions, hints = content.questions.all(), content.hints.all()

    assert [each.text for each in questions if len(each.text) > LONGEST] == []
    assert [each.text for each in questions.filter(key="advice") if len(each.text) > 80] == []
    assert [each.text for each in hints if len(each.text) > 200] == []
    assert [each.title for each in content.topics.all() if len(each.description) > LONGEST] == []


def test_no_text_is_cut_off(content):
    """An unquoted text in YAML's braces ends at its first comma, and nobody is told."""
    texts = [
        content.intro,
        *content.topics.values_list("description", flat=True),
        *content.hints.values_list("text", flat=True),
    ]

    assert [text for text in texts if not text.endswith((".", "?", "!"))] == []
    assert [text for text in texts if not text[0].isupper() or text != text.strip()] == []


def test_no_text_is_there_twice(content):
    assert max(Counter(content.hints.values_list("text", flat=True)).values()) == 1
    assert max(Counter(content.questions.values_list("text", flat=True)).values()) == 1


# --- The tool ---


def test_the_choices_at_a_place_are_told_apart_without_colour(content):
    for question in content.questions.all():
        offered = [kind for kind in registry.get("phases").kinds if kind.key in question.kinds]
        assert (
            len({kind.symbol for kind in offered}) == len({str(kind.word) for kind in offered}) == len(question.kinds)
        )


def test_every_kind_that_is_asked_for_is_known(content):
    known = {kind.key for kind in registry.get("phases").kinds}

    assert {kind for question in content.questions.all() for kind in question.kinds} == known
