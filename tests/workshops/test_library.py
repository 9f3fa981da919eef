import importlib

import pytest
from django.apps import apps
from django.conf import settings

from tests.people import PASSWORD
from workshops.library.loading import load
from workshops.models import Hint, Question, QuestionSet, Topic, User
from workshops.place import Place


def content(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, without the ids."""
    rows = [(question_set.tool, question_set.title, question_set.intro, question_set.source)]
    for topic in question_set.topics.all():
        rows.append((topic.title, topic.description, topic.source, topic.position))
        rows += [(q.text, q.minutes, q.source, q.position) for q in topic.questions.all()]
        rows += [(h.kind, h.heading, h.text, h.detail, h.source, h.position) for h in topic.hints.all()]
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

    with django_assert_num_queries(11):
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


# --- Whose it is ---


@pytest.fixture
def admin(db) -> User:
    return User.objects.create_superuser("it@example.dk", PASSWORD, name="It-afdelingen")


@pytest.fixture
def own(small):
    """Make a copy of the small set that someone owns and shows to others."""

    def own(owner: User | None, visibility: str) -> QuestionSet:
        twin = small.copy()
        twin.owner, twin.visibility = owner, visibility
        twin.save()
        return twin

    return own


def works_at(user: User, workplace: str) -> User:
    user.workplace = workplace
    user.save()
    return user


@pytest.mark.parametrize(
    ("visibility", "owners", "hers", "sees"),
    [
        ("private", "Skolen", "Skolen", False),
        ("private", "", "", False),
        ("shared", "Skolen", "Skolen", True),
        ("shared", "", "", True),
        ("shared", "Skolen", "Biblioteket", False),
        ("shared", "Skolen", "", False),
        ("shared", "", "Skolen", False),
        ("published", "Skolen", "Biblioteket", True),
        ("published", "Skolen", "Skolen", True),
    ],
)
def test_who_sees_a_set_of_someone_else(own, ane, bo, visibility, owners, hers, sees):
    made = own(works_at(bo, owners), visibility)

    assert list(QuestionSet.objects.for_user(works_at(ane, hers))) == ([made] if sees else [])
    assert list(QuestionSet.objects.for_user(bo)) == [made]


def test_an_administrator_sees_no_more_than_others(own, admin, bo):
    own(bo, "private")
    own(works_at(bo, "Skolen"), "shared")

    assert list(QuestionSet.objects.for_user(admin)) == []


def test_a_set_without_an_owner_is_seen_once_it_is_published(own, ane):
    own(None, "private")
    own(None, "shared")
    published = own(None, "published")

    assert list(QuestionSet.objects.for_user(ane)) == [published]


def test_the_copy_of_an_activity_is_nobodys(own, ane, bo, workshop):
    made = own(ane, "published")
    activity = workshop.add_activity(made)
    copy = activity.question_set
    assert (copy.owner, copy.visibility) == (None, "private")

    for visibility in ("private", "shared", "published"):
        QuestionSet.objects.filter(pk=copy.pk).update(visibility=visibility, owner=ane)
        for user in (ane, bo):
            assert not QuestionSet.objects.for_user(user).filter(pk=copy.pk).exists()


def test_each_set_comes_once_with_its_owner_and_its_counts(own, ane, django_assert_num_queries):
    for visibility in ("private", "shared", "published"):
        own(ane, visibility)

    with django_assert_num_queries(1):
        found = [
            (each.owner.name, each.topic_count, each.question_count)
            for each in QuestionSet.objects.for_user(ane).with_counts()
        ]
    assert found == [("Ane", 2, 2)] * 3


@pytest.mark.parametrize(
    ("visibility", "owner", "edits", "deletes"),
    [
        ("private", "ane", ["ane"], ["ane"]),
        ("shared", "ane", ["ane"], ["ane"]),
        ("published", "ane", ["admin"], ["admin"]),
        ("private", None, [], []),
        ("published", None, ["admin"], ["admin"]),
        ("published", "fixture", ["admin"], []),
    ],
)
def test_who_may_edit_and_delete(own, ane, bo, admin, visibility, owner, edits, deletes):
    made = own(ane if owner == "ane" else None, visibility)
    made.key = "fixtur" if owner == "fixture" else None
    people = {"ane": ane, "bo": bo, "admin": admin}

    assert [name for name, user in people.items() if made.may_edit(user)] == edits
    assert [name for name, user in people.items() if made.may_delete(user)] == deletes


@pytest.mark.parametrize(
    ("owner", "visibility", "anes", "bos", "admins"),
    [
        ("ane", "private", ["private", "shared"], [], ["shared", "published"]),
        ("ane", "shared", ["private", "shared"], [], ["shared", "published"]),
        ("ane", "published", [], [], ["shared", "published"]),
        ("admin", "private", [], [], ["private", "shared", "published"]),
        ("admin", "published", [], [], ["private", "shared", "published"]),
        (None, "published", [], [], []),
    ],
)
def test_whom_a_set_can_be_shown_to(own, ane, bo, admin, owner, visibility, anes, bos, admins):
    made = own({"ane": ane, "admin": admin}.get(owner), visibility)

    assert [made.audiences(user) for user in (ane, bo, admin)] == [anes, bos, admins]


def test_showing_a_set_changes_that_and_nothing_else(own, ane, bo):
    made = own(ane, "private")
    before = content(made)
    QuestionSet.objects.filter(pk=made.pk).update(title="Skrevet imens")
    made.show_to(QuestionSet.Visibility.SHARED)
    assert list(QuestionSet.objects.for_user(bo)) == [made]

    made.show_to(QuestionSet.Visibility.PRIVATE)
    made.refresh_from_db()
    assert (list(QuestionSet.objects.for_user(bo)), made.title, made.edited_at) == ([], "Skrevet imens", None)
    assert content(made)[1:] == before[1:]


def test_a_copy_for_someone_is_their_own_and_private(small, ane, bo):
    small.visibility, small.owner = "published", bo
    small.save()
    twin = small.copy_for(ane)

    assert (twin.title, twin.owner, twin.visibility, twin.key) == ("Lille (kopi)", ane, "private", None)
    assert content(twin)[1:] == content(small)[1:]
    assert list(QuestionSet.objects.for_user(bo)) == [small]


def test_a_copy_of_a_long_title_has_room_for_its_own(small, ane):
    small.title = "x" * 150
    small.save()

    assert small.copy_for(ane).title == "x" * 139 + "… (kopi)"


@pytest.mark.parametrize("delete", [lambda user: user.delete(), lambda user: User.objects.filter(pk=user.pk).delete()])
def test_an_account_takes_its_sets_with_it_but_not_those_published(own, ane, bo, workshop, small, delete):
    gone = [own(bo, visibility) for visibility in ("private", "shared")]
    workshop.add_activity(gone[0])
    published, annes = own(bo, "published"), own(ane, "private")
    copies = set(QuestionSet.objects.exclude(activity=None))
    before = content(published)
    delete(bo)

    assert set(QuestionSet.objects.library().exclude(key="psykisk-arbejdsmiljoe")) == {small, published, annes}
    assert set(QuestionSet.objects.exclude(activity=None)) == copies
    published.refresh_from_db()
    assert (published.owner, published.visibility, content(published)) == (None, "published", before)
    assert (Topic.objects.filter(question_set__in=[each.pk for each in gone]).count(), annes.owner) == (0, ane)


def test_what_was_in_the_library_before_sets_had_owners_is_published(own, workshop, library):
    old, copy = own(None, "private"), workshop.activities.get().question_set
    QuestionSet.objects.update(visibility="private")
    importlib.import_module("workshops.migrations.0005_library").publish(apps, None)

    for each in (old, copy, library):
        each.refresh_from_db()
    assert [each.visibility for each in (old, copy, library)] == ["published", "private", "published"]


# --- Adding, moving, and what cannot go ---


@pytest.fixture
def fixture(db):
    """Load a set from ``fixtures/``."""

    def fixture(name: str) -> QuestionSet:
        load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
        return QuestionSet.objects.get(key=name)

    return fixture


def titles(question_set: QuestionSet) -> list[str]:
    return [topic.title for topic in question_set.topics.all()]


@pytest.mark.parametrize(
    ("positions", "apart", "expected"),
    [
        ([], [], ["Ny"]),
        ([0, 1], [False, False], ["0", "1", "Ny"]),
        ([0, 1], [False, True], ["0", "Ny", "1"]),
        ([0, 1, 2], [True, False, False], ["0", "1", "2", "Ny"]),
        ([0, 1, 2], [True, False, True], ["0", "1", "Ny", "2"]),
        ([0, 1], [True, True], ["Ny", "0", "1"]),
        ([0, 7, 9], [False, False, True], ["0", "1", "Ny", "2"]),
        ([0, 0, 0], [False, False, True], ["0", "1", "Ny", "2"]),
    ],
)
def test_a_new_topic_comes_last_of_those_that_do_not_stand_apart(db, positions, apart, expected):
    made = QuestionSet.objects.create(tool="dialogue", title="Lille")
    for n, (position, stands_apart) in enumerate(zip(positions, apart, strict=True)):
        Topic.objects.create(question_set=made, title=str(n), position=position, apart=stands_apart)
    topic = made.add_topic("Ny")

    assert titles(made) == expected
    assert (topic.source, topic.apart, topic.skipped) == ("Jeres egen", False, False)


def test_a_new_card_area_leaves_the_round_before_the_first_card(fixture):
    deck = fixture("dialogkort")
    before = titles(deck)
    deck.add_topic("Vores eget")

    assert titles(deck) == [*before, "Vores eget"]


def test_a_new_question_comes_last_and_takes_what_the_others_take(fixture):
    deck = fixture("dialogkort")
    topic = deck.topics.get(title="Anvendelse")
    last = topic.questions.last()
    made = deck.add_question(topic, "Hvad nu?")

    assert (list(topic.questions.all())[-1], made.position) == (made, last.position + 1)
    assert (made.key, made.kinds, made.minutes) == ("card", ["note", "turned", "senseless"], 10)
    assert (made.source, made.answers) == ("Jeres eget spørgsmål", None)


@pytest.mark.parametrize(("apart", "key"), [(False, "card"), (True, "round")])
def test_the_first_question_of_a_topic_takes_what_those_of_others_like_it_take(fixture, apart, key):
    deck = fixture("dialogkort")
    topic = deck.add_topic("Vores eget")
    Topic.objects.filter(pk=topic.pk).update(apart=apart)
    topic.refresh_from_db()

    assert (deck.add_question(topic, "Hvad nu?").key, topic.questions.get().position) == (key, 0)


def test_the_first_question_of_all_takes_anything(db):
    made = QuestionSet.objects.create(tool="dialogue", title="Lille")
    question = made.add_question(made.add_topic("Ny"), "Hvad nu?")

    assert (question.key, question.kinds, question.position) == ("", [], 0)


def test_a_new_hint_comes_last_of_those_at_its_place(small):
    topic, question = small.topics.first(), small.questions.get(topic=None)
    for at in ({}, {"topic": topic}, {"question": question}, {"topic": topic, "question": question}):
        first, second = small.add_hint("Et", **at), small.add_hint("To", **at)

        assert (second.position, second.source) == (first.position + 1, "Jeres egen")
        assert (second.topic, second.question) == (at.get("topic"), at.get("question"))
    assert [h.text for h in small.beside(small.hints.get(text="Til det hele"))] == ["Til det hele", "Et", "To"]


def test_what_stands_beside_what(small):
    first, second = small.topics.all()
    own, shared = small.questions.all()
    more = small.add_question(first, "Mere?")
    apart = Topic.objects.create(question_set=small, title="For sig", apart=True, position=5)
    small.copy()

    assert small.beside(first) == [first, second]
    assert small.beside(apart) == [apart]
    assert small.beside(own) == [own, more]
    assert small.beside(shared) == [shared]
    for hint in small.hints.all():
        assert small.beside(hint) == [hint]


@pytest.mark.parametrize(
    ("index", "by", "expected"),
    [(0, 1, "bacd"), (1, -1, "bacd"), (2, 1, "abdc"), (0, -1, "abcd"), (3, 1, "abcd"), (3, -1, "abdc")],
)
@pytest.mark.parametrize("positions", [[0, 1, 2, 3], [2, 5, 6, 9], [0, 0, 0, 0]])
def test_a_move_is_one_place_and_stops_at_the_ends(db, index, by, expected, positions):
    made = QuestionSet.objects.create(tool="dialogue", title="Lille")
    topic = Topic.objects.create(question_set=made, title="Tema")
    for items in (
        [
            Topic.objects.create(question_set=made, title=t, position=p + 1)
            for t, p in zip("abcd", positions, strict=True)
        ],
        [
            Question.objects.create(question_set=made, topic=topic, text=t, position=p)
            for t, p in zip("abcd", positions, strict=True)
        ],
        [Hint.objects.create(question_set=made, text=t, position=p) for t, p in zip("abcd", positions, strict=True)],
    ):
        made.move(items[index], by)

        assert "".join(str(each) for each in made.beside(items[0]) if each != topic) == expected


def test_a_move_goes_past_what_stands_apart(db):
    made = QuestionSet.objects.create(tool="dialogue", title="Lille")
    for position, title in enumerate("axb"):
        Topic.objects.create(question_set=made, title=title, position=position, apart=title == "x")
    made.move(made.topics.get(title="b"), -1)

    assert titles(made) == ["b", "x", "a"]


@pytest.mark.parametrize(
    ("name", "topics"),
    [("psykisk-arbejdsmiljoe", 0), ("dialogkort", 1), ("relationskort", 1), ("rasmus-foer", 6), ("roller", 0)],
)
def test_the_topics_a_tool_counts_on(fixture, name, topics):
    made = fixture(name)

    assert sum(made.needs(topic, []) for topic in made.topics.all()) == topics


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("psykisk-arbejdsmiljoe", []),
        ("dialogkort", ["round"]),
        ("rasmus-foer", ["expected", "needs", "today"]),
        ("kompetencehjulet", ["level", "need"]),
    ],
)
def test_the_questions_a_tool_counts_on(fixture, name, keys):
    made = fixture(name)

    assert sorted({q.key for q in made.questions.all() if made.needs(q, list(made.questions.all()))}) == keys


def test_the_last_of_its_kind_cannot_go(fixture):
    deck = fixture("dialogkort")
    first, *others = deck.questions.filter(topic__title="Anvendelse")
    assert not deck.needs(first, list(deck.questions.all()))

    for each in others:
        each.delete()
    assert deck.needs(first, list(deck.questions.all()))


def test_a_hint_can_always_go(fixture):
    made = fixture("rasmus-foer")

    assert not any(made.needs(hint, []) for hint in made.hints.all())


@pytest.mark.parametrize(("name", "takes"), [("psykisk-arbejdsmiljoe", True), ("dialogkort", True), ("roller", False)])
def test_a_topic_takes_questions_where_topics_have_their_own(fixture, name, takes):
    assert fixture(name).takes_questions() == takes
