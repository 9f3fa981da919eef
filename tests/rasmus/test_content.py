import pytest

from workshops.models import Hint

NAMES = ["Realistisk", "Anerkendt", "Selvstændigt", "Meningsfyldt", "Udviklende", "Sundt & sikkert"]


@pytest.mark.parametrize("name", ["rasmus-foer", "rasmus-efter"])
def test_there_are_six_circles_each_with_a_description_and_a_source(compasses, name):
    circles = list(compasses[name].topics.all())

    assert [circle.title for circle in circles] == NAMES
    assert [bool(circle.description and circle.source) for circle in circles] == [True] * 6


@pytest.mark.parametrize("name", ["rasmus-foer", "rasmus-efter"])
def test_each_circle_has_what_the_source_lists(compasses, name):
    listed = {
        circle.title: [
            circle.hints.filter(group=group, kind=kind).count()
            for group, kind in [
                ("I korte træk", "benefit"),
                ("I korte træk", "drawback"),
                ("Det kan styrke", "benefit"),
                ("Det kan belaste", "drawback"),
            ]
        ]
        for circle in compasses[name].topics.all()
    }

    assert listed == {name: [1, 1, 3, 3] for name in NAMES} | {"Realistisk": [1, 1, 3, 4]}


def test_every_hint_is_a_whole_sentence_with_a_source(compasses):
    hints = Hint.objects.all()

    assert [hint.text for hint in hints if hint.text[-1] not in ".?"] == []
    assert [hint.text for hint in hints if not hint.source] == []


def test_each_question_takes_its_own_kinds(compasses):
    kinds = {q.key: [k.key for k in q.note_kinds()] for s in compasses.values() for q in s.questions.all()}

    assert kinds == {
        "today": ["today"],
        "expected": ["better", "worse"],
        "needs": ["before", "during", "after"],
        "experienced": ["better", "worse"],
        "lessons": ["lesson", "act", "leave"],
    }


def test_a_copy_answers_its_own_questions(compasses):
    copy = compasses["rasmus-foer"].copy()

    needs = copy.questions.get(key="needs")
    assert needs.answers == copy.questions.get(key="expected")
