import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count

from tests.helpers import write
from workshops.library import loading
from workshops.models import Hint, Note, Question, QuestionSet, Topic

FIXTURE = settings.BASE_DIR / "fixtures" / "psykisk-arbejdsmiljoe.yaml"
SMALL = """
key: lille
tool: dialogue
title: Lille
source: Kilden
topics:
  - title: Før
    source: s. 1
    questions:
      - {text: "Hvad nu?", source: s. 2, minutes: 5}
    hints:
      - {text: Et råd, source: s. 3, kind: example}
questions:
  - {text: "I dag?", source: s. 4}
"""


@pytest.fixture
def load(db, tmp_path):
    """Load a set from text."""

    def load(text: str | bytes) -> str:
        path = tmp_path / "lille.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return loading.load(path)

    return load


def test_a_set_is_stored_with_all_it_holds(load):
    assert load(SMALL) == "new"

    stored = QuestionSet.objects.get()
    assert (stored.key, stored.tool, stored.title, stored.source) == ("lille", "dialogue", "Lille", "Kilden")
    assert [(t.title, t.source) for t in stored.topics.all()] == [("Før", "s. 1")]
    assert [(q.text, q.topic and q.topic.title, q.minutes) for q in stored.questions.order_by("source")] == [
        ("Hvad nu?", "Før", 5),
        ("I dag?", None, 10),
    ]
    assert [(h.text, h.kind, h.topic.title) for h in stored.hints.all()] == [("Et råd", "example", "Før")]


def test_loading_again_changes_nothing(load):
    load(SMALL)
    before = QuestionSet.objects.get().pk

    assert load(SMALL) == "unchanged"
    assert QuestionSet.objects.get().pk == before


def test_a_changed_file_replaces_the_set(load):
    load(SMALL)

    assert load(SMALL.replace("Hvad nu?", "Hvad så?")) == "updated"
    assert sorted(Question.objects.values_list("text", flat=True)) == ["Hvad så?", "I dag?"]
    assert (QuestionSet.objects.count(), Topic.objects.count(), Hint.objects.count()) == (1, 1, 1)


def test_a_set_someone_edited_is_left_alone(load):
    load(SMALL)
    QuestionSet.objects.get().mark_edited()

    assert load(SMALL.replace("Hvad nu?", "Hvad så?")) == "edited"
    assert Question.objects.filter(text="Hvad så?").count() == 0


def test_a_changed_file_leaves_agendas_and_notes_alone(load, open_workshop, places, library):
    write(open_workshop, places[0])
    library.digest = "old"
    library.save()

    assert loading.load(FIXTURE) == "updated"
    assert Note.objects.count() == 1
    assert len(open_workshop.activities.get().question_set.places()) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "key: [",
        "just words",
        "title: no key",
        SMALL.replace("key: lille", "key:"),
        SMALL.replace("key: lille", "key: 7"),
        SMALL.replace("tool: dialogue", "tool: karaoke"),
        SMALL.replace("title: Lille\n", ""),
        SMALL.replace("kind: example", "kind: joke"),
        SMALL.replace("minutes: 5", "minutes: five"),
        SMALL.replace('"I dag?"', ""),
        SMALL.replace(", source: s. 4", ""),
        "key: lille\ntool: dialogue\ntitle: Lille\nsource: Kilden\ntopics: no list\n",
        SMALL.encode("latin-1"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_stored(load, workshop, text):
    before = list(QuestionSet.objects.order_by("pk"))

    with pytest.raises(loading.WrongFile, match=r"^lille\.yaml: "):
        load(text)
    assert list(QuestionSet.objects.order_by("pk")) == before
    assert workshop.activities.count() == 1


def test_a_wrong_file_leaves_the_set_that_was_there(load):
    load(SMALL)

    with pytest.raises(loading.WrongFile):
        load(SMALL.replace(", source: s. 4", ""))
    assert [q.text for q in QuestionSet.objects.get().questions.order_by("source")] == ["Hvad nu?", "I dag?"]


def test_the_command_loads_every_fixture_and_can_run_again(db, capsys):
    names = sorted(path.name for path in (settings.BASE_DIR / "fixtures").glob("*.yaml"))
    call_command("load_sets")
    call_command("load_sets")

    assert capsys.readouterr().out.splitlines() == [
        *[f"{name}: new" for name in names],
        *[f"{name}: unchanged" for name in names],
    ]


def test_the_command_says_which_file_is_wrong(db, tmp_path, settings):
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "min.yaml").write_text("key: [")
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match=r"^min\.yaml: not a question set"):
        call_command("load_sets")


# --- What the publication holds: seeds/README.md counts it ---


def test_the_work_environment_set_is_complete(library):
    topics = library.topics.annotate(
        asked=Count("questions", distinct=True), advised=Count("hints", distinct=True)
    ).order_by("position")

    assert [(topic.title, topic.asked, topic.advised) for topic in topics] == [
        ("Kerneopgaven", 3, 9),
        ("Faglighed", 3, 8),
        ("Relationer", 3, 12),
        ("Implementering", 3, 9),
    ]
    assert (library.questions.count(), library.hints.count()) == (12, 42)


def test_everything_has_a_source(db):
    call_command("load_sets", verbosity=0)

    for model in (QuestionSet, Topic, Question, Hint):
        assert model.objects.exists()
        assert list(model.objects.filter(source="")) == []


# --- What only some tools need: topics apart, hints at a place, another file's topics, questions that answer ---

MATRIX = """
key: lille
tool: roles
title: Lille
source: Kilden
questions:
  - {key: who, text: Hvem, kinds: [proposal, taken], source: s. 1}
  - {key: what, text: Hvad, kinds: [proposal, taken], source: s. 1}
topics:
  - title: Ledere
    source: s. 2
    hints:
      - {at: what, kind: example, text: Sætte rammen, source: s. 2}
      - {text: Husk rammen, source: s. 2}
  - title: For sig selv
    apart: true
    source: s. 3
    questions:
      - {text: "Gør vi det?", source: s. 3}
"""
ANSWERS = """
key: lille
tool: rasmus
title: Lille
source: Kilden
questions:
  - {key: expected, kinds: [better, worse], text: "Hvad venter I?", source: s. 1}
  - {answers: expected, text: "Hvordan?", source: s. 1}
  - {key: today, text: "Hvad nu?", source: s. 1}
  - {key: needs, text: "Hvad så?", source: s. 1}
topics:
  - {title: Kerneopgaven, source: s. 2}
"""
AFTER = """
key: efter
tool: roles
title: Efter
source: Kilden
topics_of: lille
questions:
  - {key: what, text: Hvad blev det, source: s. 4}
"""


@pytest.fixture
def load_after(load, tmp_path):
    """Load a set that has the topics of another file."""

    def load_after(text: str = AFTER, other: str = MATRIX) -> str:
        (tmp_path / "lille.yaml").write_text(other)
        (tmp_path / "efter.yaml").write_text(text)
        return loading.load(tmp_path / "efter.yaml")

    return load_after


def test_a_topic_apart_is_asked_only_its_own_questions(load):
    load(MATRIX)
    stored = QuestionSet.objects.get()

    assert [(topic.title, topic.apart) for topic in stored.topics.all()] == [("Ledere", False), ("For sig selv", True)]
    assert [(topic.title, question.text) for topic, question in stored.places()] == [
        ("Ledere", "Hvem"),
        ("Ledere", "Hvad"),
        ("For sig selv", "Gør vi det?"),
    ]


def test_a_hint_at_a_place_belongs_to_topic_and_question(load):
    load(MATRIX)

    assert [(hint.text, hint.topic.title, hint.question and hint.question.text) for hint in Hint.objects.all()] == [
        ("Sætte rammen", "Ledere", "Hvad"),
        ("Husk rammen", "Ledere", None),
    ]


def test_a_copy_keeps_what_stands_apart_and_hints_at_their_place(load):
    load(MATRIX)
    twin = QuestionSet.objects.get().copy()
    hint = twin.hints.exclude(question=None).get()

    assert [topic.apart for topic in twin.topics.all()] == [False, True]
    assert (hint.topic.question_set, hint.question.question_set) == (twin, twin)
    assert len(twin.places()) == 3


@pytest.mark.parametrize(
    "text",
    [
        MATRIX.replace("at: what", "at: whom"),
        MATRIX.replace("at: what", "at:"),
        MATRIX.replace("at: what", "at: [what]"),
        MATRIX.replace("key: what, ", ""),
        MATRIX.replace(MATRIX[MATRIX.index("questions:") : MATRIX.index("topics:")], ""),  # none to be at
    ],
)
def test_a_hint_at_an_unknown_question_is_a_wrong_file(load, text):
    with pytest.raises(loading.WrongFile, match=r"^lille\.yaml: "):
        load(text)
    assert QuestionSet.objects.count() == 0


def test_a_question_answers_another(load):
    load(ANSWERS)

    assert [(q.text, q.answers and q.answers.text) for q in Question.objects.all()] == [
        ("Hvad venter I?", None),
        ("Hvordan?", "Hvad venter I?"),
        ("Hvad nu?", None),
        ("Hvad så?", None),
    ]


@pytest.mark.parametrize("answers", ["nobody", "[expected]", "Hvad venter I?"])
def test_a_question_that_answers_an_unknown_one_is_a_wrong_file(load, answers):
    with pytest.raises(loading.WrongFile, match=r"^lille\.yaml: "):
        load(ANSWERS.replace("answers: expected", f"answers: {answers}"))
    assert QuestionSet.objects.count() == 0


def test_a_set_has_another_files_topics_with_their_hints_and_its_own_questions(load_after):
    assert load_after() == "new"

    stored = QuestionSet.objects.get()
    assert [topic.title for topic in stored.topics.all()] == ["Ledere", "For sig selv"]
    assert [question.text for question in stored.questions.filter(topic=None)] == ["Hvad blev det"]
    assert [(hint.text, hint.question and hint.question.text) for hint in stored.hints.all()] == [
        ("Sætte rammen", "Hvad blev det"),
        ("Husk rammen", None),
    ]


def test_a_set_follows_the_other_file_when_that_changes(load_after):
    load_after()

    assert load_after() == "unchanged"
    assert load_after(other=MATRIX.replace("title: Ledere", "title: Chefer")) == "updated"
    assert [topic.title for topic in QuestionSet.objects.get().topics.all()] == ["Chefer", "For sig selv"]


@pytest.mark.parametrize("other", ["nobody", "[lille]", "", "../lille", "mappe/lille", "."])
def test_a_set_with_the_topics_of_no_file_is_a_wrong_file(load_after, other):
    with pytest.raises(loading.WrongFile, match=r"^efter\.yaml: "):
        load_after(AFTER.replace("topics_of: lille", f"topics_of: {other}"))
    assert QuestionSet.objects.count() == 0


@pytest.mark.parametrize("other", ["", "[1, 2]", "key: [", "key: lille", "topics: 7", "topics: [7]"])
def test_a_set_with_the_topics_of_a_wrong_file_is_a_wrong_file(load_after, other):
    with pytest.raises(loading.WrongFile, match=r"^efter\.yaml: "):
        load_after(other=other)
    assert QuestionSet.objects.count() == 0
