import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests.workshops.library.small import SMALL, small
from workshops import texts
from workshops.library import parsing
from workshops.library.faults import Fault
from workshops.library.loading import bring, load
from workshops.library.reading import read
from workshops.library.writing import file_name, write
from workshops.models import Hint, Question, QuestionSet, Topic

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.yaml"))


# --- There and back ---


def said(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, without the ids."""
    topics, questions = list(question_set.topics.all()), list(question_set.questions.order_by("topic", "position"))
    places = {None: None} | {each.pk: topics.index(each) for each in topics}
    asked = {None: None} | {each.pk: (places[each.topic_id], each.position, each.text) for each in questions}
    rows = [(question_set.tool, question_set.title, question_set.intro, question_set.source)]
    rows += [(t.heading, t.title, t.description, t.apart, t.source) for t in topics]
    rows += [(asked[q.pk], q.key, q.kinds, q.ends, asked[q.answers_id], q.minutes, q.source) for q in questions]
    hints = [
        (places[h.topic_id], asked[h.question_id], h.position, h.kind, h.heading, h.text, h.detail, h.source)
        for h in question_set.hints.all()
    ]
    return rows + sorted(hints, key=str)


def back(question_set: QuestionSet, ane) -> QuestionSet:
    return bring(read(write(question_set).encode()), ane)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_comes_back_the_same(path, ane):
    load(path)
    stored = QuestionSet.objects.get()
    again = back(stored, ane)

    assert said(again) == said(stored)
    assert (again.key, again.owner, again.visibility) == (None, ane, "private")
    assert write(stored).splitlines()[0] == f"key: {path.stem}"


AWKWARD = [
    *['"', "'", "Han sagde \"hej\" til 'os'", "Husk: Hvad nu?", "kolon:", ": først", "- streg", "-", "--- tre", "..."],
    *["# havelåge", "Spørgsmål #3", "a # b", "& og", "*", "!tag", "%", "@", "`", "|", ">", "?", "? a", "[a]", "{a: b}"],
    *[", komma", "null", "Null", "yes", "no", "true", "1", "1.5", "0x1f", "2026-01-01", "~ ", "<<", "=", ".inf", "1e3"],
    *["to\nlinjer", "en\n\ntom", "  indrykket\n  to", "a\n  b\n c", "- a\n- b", "a:\nb: c", "ender \nmed blank"],
    *[
        "😀",
        "👩‍👧",
        "æøå ÆØÅ",
        "é",
        "日本",
        "\u00a0mellem\u00a0rum",
        "a\u2028b",
        "a\x85b",
        "a \u2029 b",
        "a\n\x85b",
        "a\u2028\nb\n\n c",
        "a\u200bb",
        "\ufeffa",
        "a\tb",
        "\\n",
        "C:\\x",
    ],
    *["ord " * 90 + "ord", "x" * 399, "to  mellemrum  " * 20 + "slut", "linje " * 30 + "\n" + "linje " * 30 + "x"],
]


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_comes_back_the_same_wherever_it_stands(text, ane):
    text = texts.lines(text)
    short = texts.line(text[:80])
    stored = QuestionSet.objects.create(tool="rasmus", title=short, intro=text, source=short)
    topic = Topic.objects.create(question_set=stored, title=short, heading=short, description=text, source=short)
    for position, key in enumerate(("expected", "today", "needs")):
        Question.objects.create(question_set=stored, text=text, key=key, source=short, position=position)
    at = stored.questions.get(key="today")
    more = {"question_set": stored, "text": text, "detail": text, "heading": short, "source": short}
    for where in ({}, {"topic": topic}, {"topic": topic, "question": at, "position": 1}, {"question": at}):
        Hint.objects.create(**more, **where)

    assert said(back(stored, ane)) == said(stored)


STORED = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(st.sampled_from([*AWKWARD, "\n", " ", "\x85", "\u2029", "#", " #", "\u3000"]), min_size=1, max_size=9).map(
        "".join
    ),
).map(lambda text: parsing.UNSEEN.sub("", re.sub("\r\n?", "\n", text))[:400].strip())


@given(STORED.filter(lambda text: texts.line(text[:80])))  # no set is stored under a title that cannot be seen
def test_any_text_that_is_stored_comes_back_the_same(small_set, ane, text):
    text, short = texts.lines(text), texts.line(text[:80])
    QuestionSet.objects.filter(pk=small_set.pk).update(title=short, intro=text, source=short)
    small_set.topics.update(title=short, heading=short, description=text, source=short)
    small_set.questions.update(text=text, source=short)
    small_set.hints.update(text=text, heading=short, detail=text, source=short)
    stored = QuestionSet.objects.get(pk=small_set.pk)

    assert said(back(stored, ane)) == said(stored)


def test_blanks_around_a_text_and_the_ends_of_lines_are_all_that_is_lost(small_set, ane):
    small_set.title, small_set.intro = "  Lille ", "a\r\nb\rc\n"
    small_set.save()
    again = back(small_set, ane)

    assert (again.title, again.intro) == ("Lille", "a\nb\nc")


@pytest.mark.parametrize(
    ("written", "title", "intro"),
    [
        ('"Hvad\\u00a0nu\\tså"', "Hvad nu så", "Hvad nu så"),
        ('"et\\nto\\Ltre\\Nfire"', "et to tre fire", "et\nto\ntre\nfire"),
        ('"\\uFEFFArbejds\\u200bmiljø\\u00ad"', "Arbejdsmiljø", "Arbejdsmiljø"),
        ('"\\u202eabc\\u2069"', "abc", "abc"),
        ("👩\u200d⚕️ \u2003 می\u200cخواهم", "👩\u200d⚕️ می\u200cخواهم", "👩\u200d⚕️   می\u200cخواهم"),
        ("bla\u030ar", "blår", "blår"),
    ],
)
def test_a_text_in_a_file_is_tidied_as_any_other(written, title, intro):
    content = read(small("title: Lille", f"title: {written}\nintro: {written}").encode())

    assert (content["title"], content["intro"]) == (title, intro)


@pytest.mark.parametrize("blank", ['"\\u2800"', '"\\u00a0 "', '"\\u3164"', '"\\u200b"'])
def test_a_title_that_nobody_can_see_is_missing(blank):
    with pytest.raises(Fault, match="mangler »title«"):
        read(small("title: Lille", f"title: {blank}").encode())


@pytest.fixture
def small_set(ane) -> QuestionSet:
    return bring(read(SMALL.encode()), ane)


def test_what_has_no_source_gets_that_of_the_set_or_ones_own(small_set, ane):
    for model in (Topic, Question, Hint):
        model.objects.update(source="")
    assert {each[-1] for each in said(back(small_set, ane))} == {"Kilden"}

    QuestionSet.objects.update(source="")
    small_set.refresh_from_db()
    assert {each[-1] for each in said(back(small_set, ane))} == {"Jeres egen"}


def test_a_written_set_is_one_that_people_can_read(small_set):
    small_set.intro = "Æbler:\n\n- og pærer"
    small_set.hints.update(kind="example", heading="Til os")
    small_set.topics.update(heading="Først")

    assert (
        write(small_set)
        == """key: lille
tool: dialogue
title: Lille
intro: |-
  Æbler:

  - og pærer
source: Kilden
questions:
  - key: today
    text: I dag
    minutes: 10
    source: s. 4
topics:
  - title: Før
    heading: Først
    source: s. 1
    questions:
      - text: Hvad nu?
        minutes: 5
        source: s. 2
    hints:
      - text: Et råd
        kind: example
        heading: Til os
        source: s. 3
"""
    )


def test_a_set_without_topics_comes_back(ane):
    stored = QuestionSet.objects.create(tool="dialogue", title="Tom", source="x")

    assert said(back(stored, ane)) == [("dialogue", "Tom", "", "x")]


def test_a_question_moved_before_the_one_it_answers_comes_back(ane):
    load(settings.BASE_DIR / "fixtures" / "rasmus-foer.yaml")
    stored = QuestionSet.objects.get()
    answer = stored.questions.get(key="needs")
    for _ in range(3):
        stored.move(answer, -1)
    again = back(stored, ane)

    assert again.questions.filter(topic=None).first().key == "needs"
    assert said(again) == said(stored)


@pytest.mark.parametrize("ends", [[], ["helt uenig", "helt enig"], ["ja, tak", "nej: aldrig"], ["# 1", "yes"]])
def test_the_ends_of_a_line_come_back(small_set, ane, ends):
    small_set.questions.update(ends=ends)
    again = back(small_set, ane)

    assert [question.ends for question in again.questions.all()] == [ends] * 2
    assert said(again) == said(small_set)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lille", "lille"),
        ("Æblet på øen, å!", "aeblet-paa-oeen-aa"),
        ("2026: Året der gik", "aaret-der-gik"),
        ("min_egen_fil", "min-egen-fil"),
        ("123", "saet"),
        ("日本", "saet"),
        ("-- a --", "a"),
        ("x" * 150, "x" * 80),
        ("y" * 79 + " z", "y" * 79),
    ],
)
def test_a_file_is_called_what_can_be_read_back(title, name, small_set):
    small_set.title = title

    assert file_name(small_set) == name
    assert read(write(small_set).encode())["key"] == name
