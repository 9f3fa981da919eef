import pytest

from workshops.models import Hint, Question, QuestionSet, Topic
from workshops.tools import Place


def content(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, without the ids."""
    rows = [(question_set.tool, question_set.title, question_set.intro, question_set.source)]
    for topic in question_set.topics.all():
        rows.append((topic.title, topic.description, topic.source, topic.position))
        rows += [(q.text, q.minutes, q.source, q.position) for q in topic.questions.all()]
        rows += [(h.kind, h.group, h.text, h.detail, h.source, h.position) for h in topic.hints.all()]
    for question in question_set.questions.filter(topic=None):
        rows.append((question.text, question.minutes, question.source, question.position))
        rows += [(h.kind, h.text, h.source) for h in question.hints.all()]
    return rows


@pytest.fixture
def small(db) -> QuestionSet:
    """Two topics, one of them with a question of its own, and one question asked of both."""
    small = QuestionSet.objects.create(key="lille", tool="dialogue", title="Lille", source="Kilden", digest="x")
    first = Topic.objects.create(question_set=small, title="Før", position=0, source="s. 1")
    Topic.objects.create(question_set=small, title="Efter", position=1, source="s. 2")
    Question.objects.create(question_set=small, topic=first, text="Hvad nu?", position=0, source="s. 3")
    shared = Question.objects.create(question_set=small, topic=None, text="I dag?", position=1, source="s. 4")
    Hint.objects.create(question_set=small, topic=first, text="Et råd", source="s. 5")
    Hint.objects.create(question_set=small, question=shared, text="Et eksempel", kind="example", source="s. 6")
    Hint.objects.create(question_set=small, text="Til det hele", source="s. 7")
    return small


def test_a_copy_says_the_same(small, library):
    for original in [small, library]:
        twin = original.copy()

        assert twin.pk != original.pk
        assert content(twin) == content(original)


def test_nothing_in_a_copy_points_back(small):
    twin = small.copy()

    assert {t.question_set for t in Topic.objects.exclude(question_set=small)} == {twin}
    for model in (Question, Hint):
        for each in model.objects.filter(question_set=twin):
            assert each.topic is None or each.topic.question_set == twin
    for hint in twin.hints.all():
        assert hint.question is None or hint.question.question_set == twin
    assert [h.text for h in twin.hints.filter(topic=None, question=None)] == ["Til det hele"]


def test_a_copy_belongs_to_no_fixture(small):
    twin = small.copy()

    assert (twin.key, twin.digest, twin.edited_at) == (None, "", None)


def test_what_happens_to_a_copy_or_the_original_stays_there(small):
    before, twin = content(small), small.copy()
    twin.questions.update(text="Noget andet")
    twin.topics.first().delete()
    assert content(small) == before

    copied = content(twin)
    small.delete()
    assert content(QuestionSet.objects.get()) == copied


@pytest.mark.parametrize("more", [1, 3])
def test_a_copy_costs_the_same_however_much_there_is(small, more, django_assert_num_queries):
    for _ in range(more):
        Question.objects.create(question_set=small, text="Mere?")

    with django_assert_num_queries(9):
        small.copy()


def test_the_places_are_each_question_under_its_topic_and_a_shared_one_under_all(small):
    assert [(t.title, q.text) for t, q in small.places()] == [
        ("Før", "Hvad nu?"),
        ("Før", "I dag?"),
        ("Efter", "I dag?"),
    ]


def test_what_is_skipped_has_no_place(small):
    small.questions.filter(text="Hvad nu?").update(skipped=True)
    small.topics.filter(title="Efter").update(skipped=True)

    assert [(t.title, q.text) for t, q in small.places()] == [("Før", "I dag?")]


def test_a_set_holds_its_own_places_only(small):
    first, second = small.topics.all()
    own, shared = small.questions.all()
    foreign = small.copy()

    assert small.holds(Place(first.pk, own.pk))
    assert small.holds(Place(first.pk, shared.pk))
    assert small.holds(Place(second.pk, shared.pk))
    assert not small.holds(Place(second.pk, own.pk))
    assert not small.holds(Place(foreign.topics.first().pk, shared.pk))
    assert not small.holds(Place(first.pk, foreign.questions.last().pk))
    assert not foreign.holds(Place(first.pk, own.pk))


def test_every_place_is_held(library):
    places = [Place(topic.pk, question.pk) for topic, question in library.places()]

    assert len(places) == 12
    assert [place for place in places if not library.holds(place)] == []


def test_the_library_is_without_the_copies_on_an_agenda(workshop, library, small):
    assert list(QuestionSet.objects.library()) == [library, small]
    assert QuestionSet.objects.count() == 3


def test_a_set_marked_as_edited_says_when(small, now):
    small.mark_edited()

    assert QuestionSet.objects.get().edited_at == now
