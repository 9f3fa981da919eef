import random
import re

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from workshops import texts
from workshops.library import format, parsing
from workshops.library.faults import Fault
from workshops.library.format import MOST
from workshops.library.loading import bring, load
from workshops.models import Hint, Question, QuestionSet, Topic

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.yaml"))
SMALL = """tool: dialogue
title: Lille
source: Kilden
topics:
  - title: Før
    source: s. 1
    questions:
      - text: Hvad nu?
        source: s. 2
        minutes: 5
    hints:
      - {text: Et råd, source: s. 3}
questions:
  - {key: today, text: I dag, source: s. 4}
"""
NAMES = "key, tool, title, intro, source, topics_of, topics, questions, hints"


def small(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1
    return SMALL.replace(old, new, 1)


def fault(text: str) -> tuple[int, str]:
    """The line of what is wrong, and what the user is told."""
    with pytest.raises(Fault) as raised:
        format.read(text.encode())
    assert raised.value.told.startswith(f"Linje {raised.value.line}: ")
    return raised.value.line, raised.value.told.partition(": ")[2]


# --- What is read ---


def test_what_is_left_out_is_filled_in():
    content = format.read(SMALL.encode())
    (topic,), (shared,) = content["topics"], content["questions"]
    (question,), (hint,) = topic["questions"], topic["hints"]

    assert content == {
        **{"key": "", "tool": "dialogue", "title": "Lille", "intro": "", "source": "Kilden"},
        **{"topics": [topic], "questions": [shared], "hints": []},
    }
    assert topic == {
        **{"title": "Før", "group": "", "description": "", "apart": False, "source": "s. 1"},
        **{"questions": [question], "hints": [hint]},
    }
    assert question == {
        **{"text": "Hvad nu?", "minutes": 5, "source": "s. 2", "key": "", "kinds": [], "answers": "", "hints": []}
    }
    assert hint == {"text": "Et råd", "kind": "advice", "group": "", "detail": "", "at": "", "source": "s. 3"}
    assert shared["minutes"] == 10


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'null'", "null"),
        ('"~"', "~"),
        ("nullermand", "nullermand"),
        ("yes", "yes"),
        ("1", "1"),
        ("'  Lille '", "Lille"),
        ("|\n  a\n\n  b\n", "a b"),
    ],
)
def test_a_text_is_what_is_written(written, read):
    assert format.read(small("Lille", written).encode())["title"] == read


@pytest.mark.parametrize("nothing", ["", " null", " Null", " NULL", " ~", ' ""', " # kommer senere", " #", " ## ---"])
@pytest.mark.parametrize("name", ["intro", "description", "group", "detail", "hints"])
def test_nothing_is_nothing_wherever_a_text_may_be_left_out(name, nothing):
    old, new = {
        "intro": ("source: Kilden", f"intro:{nothing}\nsource: Kilden"),
        "hints": ("source: Kilden", f"hints:{nothing if nothing != ' Null' else ''}\nsource: Kilden"),
        "detail": ("{text: Et råd, source: s. 3}", f"text: Et råd\n        source: s. 3\n        detail:{nothing}"),
    }.get(name, ("    source: s. 1", f"    {name}:{nothing}\n    source: s. 1"))

    assert format.read(small(old, new).encode()) == format.read(SMALL.encode())


@pytest.mark.parametrize("minutes", [1, 240])
def test_from_one_minute_to_four_hours(minutes):
    content = format.read(small("minutes: 5", f"minutes: {minutes}").encode())

    assert content["topics"][0]["questions"][0]["minutes"] == minutes


@pytest.mark.parametrize("text", [small("Lille", "x" * 150), small("Kilden", "x" * 300), small("Hvad nu?", "x" * 400)])
def test_as_long_as_there_is_room(text):
    assert format.read(text.encode())["tool"] == "dialogue"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tool: dialogue", "# Vores første\n  # sæt\ntool: dialogue"),
        ("tool: dialogue", "tool: dialogue  # eller rasmus"),
        ("topics:", "topics:  # før og efter"),
        ("topics:", "topics: #før og efter\n# til sidst"),
        ("minutes: 5", "minutes: 5 # højst"),
        ("title: Lille", 'title: "Lille" # arbejdstitel'),
        ("title: Lille", "title: 'Lille' #1"),
        ("source: s. 3}", "source: s. 3}  # side 3"),
        ("title: Lille", "title: |- # på flere linjer\n  Lille"),
        ("title: Lille\n", "title:  # kommer på næste linje\n  Lille\n"),
    ],
)
def test_a_remark_that_cuts_no_text_is_left_out(old, new):
    assert format.read(small(old, new).encode()) == format.read(SMALL.encode())


@pytest.mark.parametrize("text", ["C#", "a#b", "Nr.#1", "Se side #", "æ#"])
def test_a_number_sign_inside_a_word_is_part_of_the_text(text):
    typed = text.replace(" #", "\u00a0#")

    assert format.read(small("Lille", typed).encode())["title"] == text


# --- What is wrong: the line, and what to do ---


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Lille", "Vi er nr #1", 2),
        ("Lille", "Lille # arbejdstitel", 2),
        ("Lille", "#1 på listen", 2),
        ("Lille", "#sammenomdet", 2),
        ("Kilden", "Kilden  ## 2026", 3),
        ("s. 1", "side #4", 6),
        ("Hvad nu?", "Hvem er # 1?", 8),
        ("text: Et råd,", "text: Et råd #1\n        ,", 12),
        ("Lille", "Lille\n  og stor # nok", 2),
        ("Lille", "Lille # nok\n  og stor", 2),
    ],
)
def test_a_text_that_a_remark_would_cut_is_told(monkeypatch, loader, old, new, line):
    monkeypatch.setattr(parsing, "LOADER", loader)

    assert fault(small(old, new)) == (
        line,
        "Teksten bliver skåret af ved #, for resten af linjen er en bemærkning. Sæt hele teksten i anførselstegn, "
        "eller skriv bemærkningen på en linje for sig.",
    )


@pytest.mark.parametrize("text", ["", " \n", "# hej", "~", "---\n", '""'])
def test_an_empty_file(text):
    assert fault(text) == (1, "Der står ingenting. Skriv eller vælg et spørgsmålssæt.")


@pytest.mark.parametrize("text", ["- a\n- b", "hej", "Vores spørgsmål\n\n1. Hvad nu?\n2. Hvad så?", "7", "[]"])
def test_a_file_that_is_no_set(text):
    assert fault(text) == (1, "Her skal stå sættet. Skriv navn, kolon og tekst, for eksempel tool: …")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("title: Lille", "titel: Lille", 2, "Sættet kan ikke have »titel«. Mente du »title«?"),
        ("title: Lille", "Title: Lille", 2, "Sættet kan ikke have »Title«. Mente du »title«?"),
        (
            *("title: Lille", "farve: Lille", 2),
            f"Sættet kan ikke have »farve«. Slet det, eller brug et af disse navne: {NAMES}.",
        ),
        (
            *("title: Lille", "\u200btitle: Lille", 2),
            "Der er et usynligt tegn i »\u200btitle«. Slet navnet, og skriv det igen.",
        ),
        ("    source: s. 1", "    sourse: s. 1", 6, "Et tema kan ikke have »sourse«. Mente du »source«?"),
        ("        minutes: 5", "        minut: 5", 10, "Et spørgsmål kan ikke have »minut«. Mente du »minutes«?"),
        (
            *("Et råd,", "Et råd, eller to,", 12),
            "Et råd eller eksempel kan ikke have »eller to«. Slet det, eller brug et af disse navne: text, kind, "
            "group, detail, at, source. Hører det til en tekst, så sæt hele teksten i anførselstegn.",
        ),
    ],
)
def test_a_name_that_is_unknown_here(old, new, line, told):
    assert fault(small(old, new)) == (line, told)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("title: Lille\n", "", 1, "Sættet mangler »title«. Skriv title: efterfulgt af en titel."),
        ("title: Lille", "title:", 2, "Sættet mangler »title«. Skriv title: efterfulgt af en titel."),
        ("title: Lille", 'title: " "', 2, "Sættet mangler »title«. Skriv title: efterfulgt af en titel."),
        (
            *("source: Kilden", "source: ~", 3),
            "Sættet mangler »source«. Skriv source: efterfulgt af hvor det er fra, for eksempel Jeres egen.",
        ),
        ("title: Lille", "title: null", 2, "Sættet mangler »title«. Skriv title: efterfulgt af en titel."),
        ("title: Lille", "title: Null", 2, "Sættet mangler »title«. Skriv title: efterfulgt af en titel."),
        ("text: Hvad nu?", "text: NULL", 8, "Et spørgsmål mangler »text«. Skriv text: efterfulgt af spørgsmålet."),
        (
            *("tool: dialogue\n", "", 1),
            "Sættet mangler »tool«. Skriv tool: efterfulgt af dialogværktøjets navn, for eksempel dialogue.",
        ),
        (
            *("    source: s. 1\n", "", 5),
            "Et tema mangler »source«. Skriv source: efterfulgt af hvor det er fra, for eksempel Jeres egen.",
        ),
        ("text: Hvad nu?", "text:", 8, "Et spørgsmål mangler »text«. Skriv text: efterfulgt af spørgsmålet."),
        (
            "text: Et råd, ",
            "",
            12,
            "Et råd eller eksempel mangler »text«. Skriv text: efterfulgt af rådet eller eksemplet.",
        ),
        (
            *(SMALL[SMALL.index("topics:") :], "", 1),
            "Sættet mangler »topics«. Skriv topics: efterfulgt af temaerne, hvert med en bindestreg.",
        ),
    ],
)
def test_what_must_be_there(old, new, line, told):
    assert fault(small(old, new)) == (line, told)


@pytest.mark.parametrize(
    ("old", "new", "line", "name", "most"),
    [
        ("Lille", "x" * 151, 2, "title", 150),
        ("Kilden", "x" * 301, 3, "source", 300),
        ("source: Kilden", f"source: Kilden\nintro: {'x' * 4001}", 4, "intro", 4000),
        ("Før", "x" * 151, 5, "title", 150),
        ("    source: s. 1", f"    source: s. 1\n    group: {'x' * 81}", 7, "group", 80),
        ("Hvad nu?", "x" * 401, 8, "text", 400),
        ("Et råd", "x" * 4001, 12, "text", 4000),
        ("source: s. 3", f"source: s. 3, group: {'x' * 201}", 12, "group", 200),
        ("source: s. 3", f"source: s. 3, detail: {'x' * 4001}", 12, "detail", 4000),
    ],
)
def test_a_text_that_is_too_long(old, new, line, name, most):
    told = f"»{name}« passer ikke. Teksten er på {most + 1} tegn. Brug højst {most}."

    assert fault(small(old, new)) == (line, told)


MINUTES = "»minutes« passer ikke. Skriv et tal mellem 1 og 240."
KINDS = "»kinds« passer ikke. Skriv en liste i kantede parenteser: [et, to]."
KEY = "»key« passer ikke. Brug kun små bogstaver fra a til z, tal og bindestreg, højst %d tegn."
LIST = "»%s« passer ikke. Skriv en liste: hver linje begynder med en bindestreg."
LENDING = "En fil kan ikke låne fra en anden, når du henter den ind. Skriv det hele i filen selv."
NOWHERE = "»%s« siger »%s«, men her er ikke noget at pege på. Slet linjen."
QUESTION = "      - text: Hvad nu?\n        source: s. 2\n        minutes: 5\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        *[
            ("minutes: 5", f"minutes: {n}", 10, MINUTES)
            for n in ("0", "241", "ti", "5 min", "-5", "5.5", "", "[5]", "٣")
        ],
        *[("minutes: 5", f"kinds: {kinds}", 10, KINDS) for kinds in ("note", "", "{note: 1}", "[[note]]")],
        (
            *("minutes: 5", "kinds: [nite]", 10),
            "»kinds« siger »nite«, som ikke findes. Skriv et af disse: note.",
        ),
        *[("minutes: 5", f"key: {key}", 10, KEY % 30) for key in ("Min", "7", "to ord", "[a]", "a" * 31, "a_b", "æ")],
        *[("tool:", f"key: {key}\ntool:", 1, KEY % 80) for key in ("Min", "a" * 81)],
        ("minutes: 5", "answers: today", 10, NOWHERE % ("answers", "today")),
        ("minutes: 5", "answers: [a]", 10, "»answers« passer ikke. Skriv en tekst på samme linje."),
        (
            *("text: I dag", "answers: nobody, text: I dag", 14),
            NOWHERE % ("answers", "nobody"),
        ),
        ("text: I dag", "answers: today, text: I dag", 14, NOWHERE % ("answers", "today")),
        (
            *("source: s. 3", "source: s. 3, at: nobody", 12),
            "»at« siger »nobody«, som ikke findes. Skriv et af disse: today.",
        ),
        ("minutes: 5", "hints: [{text: Et råd, source: s. 2, at: today}]", 10, NOWHERE % ("at", "today")),
        ("source: Kilden", "source: x\nhints: [{text: a, source: b, at: today}]", 4, NOWHERE % ("at", "today")),
        (
            *("source: s. 3", "source: s. 3, kind: joke", 12),
            "»kind« passer ikke. Skriv et af disse: advice, example, benefit, drawback.",
        ),
        ("    source: s. 1", "    source: s. 1\n    apart: ja", 7, "»apart« passer ikke. Skriv true eller false."),
        ("Lille", "[a]", 2, "»title« passer ikke. Skriv en tekst på samme linje."),
        ("Lille", "\n  da: Lille", 3, "»title« passer ikke. Skriv en tekst på samme linje."),
        ("Lille", '"Li\\0lle"', 2, "»title« passer ikke. Der er et tegn, der ikke kan vises. Slet det."),
        (SMALL[SMALL.index("topics:") :], "topics: Ledere", 4, LIST % "topics"),
        (SMALL[SMALL.index("topics:") :], "topics:\n  title: Før\n  source: s. 1", 5, LIST % "topics"),
        (
            *(SMALL[SMALL.index("topics:") :], "topics:\n  - Før", 5),
            "Her skal stå et tema. Skriv navn, kolon og tekst, for eksempel title: …",
        ),
        (
            *(QUESTION, "      - Hvad nu?\n", 8),
            "Her skal stå et spørgsmål. Skriv navn, kolon og tekst, for eksempel text: …",
        ),
        (
            *("{text: Et råd, source: s. 3}", "Et råd", 12),
            "Her skal stå et råd eller eksempel. Skriv navn, kolon og tekst, for eksempel text: …",
        ),
        (SMALL[SMALL.index("topics:") :], "topics_of: anden", 4, LENDING),
        ("    source: s. 1", "    source: s. 1\n    hints_of: {set: anden, topic: Før}", 7, LENDING),
        (
            *("    source: s. 1", "    source: s. 1\n    hints_of: anden", 7),
            "Her skal stå »hints_of«. Skriv navn, kolon og tekst, for eksempel set: …",
        ),
        ("source: Kilden", "source: Kilden\ntopics_of: anden", 4, "Vælg enten »topics« eller »topics_of«."),
    ],
)
def test_what_does_not_fit(old, new, line, told):
    assert fault(small(old, new)) == (line, told)


def test_a_tool_that_is_unknown():
    line, told = fault(small("dialogue", "karaoke"))

    assert (line, told[:50]) == (1, "»tool« passer ikke. Skriv et af disse: dialogue, c")


@pytest.mark.parametrize(
    ("tool", "missing"),
    [("rasmus", "expected"), ("rasmus-after", "experienced"), ("wheel", "need"), ("turn", "describe")],
)
def test_what_a_tool_needs(tool, missing):
    told = f"Værktøjet {tool} skal have et spørgsmål under »questions« med key: {missing}. Tilføj det."

    assert fault(small("dialogue", tool)) == (13, told)


def topics(number: int) -> str:
    return "topics:\n" + "  - {title: a, source: b}\n" * number


def under_a_topic(name: str, number: int) -> str:
    return topics(1).replace("}", f", {name}: [{', '.join(['{text: a, source: b}'] * number)}]}}")


@pytest.mark.parametrize(
    ("name", "text"),
    [("topics", topics), *[(name, lambda n, name=name: under_a_topic(name, n)) for name in ("questions", "hints")]],
)
def test_so_many_and_no_more(name, text):
    head = SMALL[: SMALL.index("topics:")]
    line = 5 + MOST["topics"] if name == "topics" else 5
    told = f"Her bliver »{name}« for mange. Et sæt kan højst have {MOST[name]}. Del det i to."

    assert format.read((head + text(MOST[name])).encode())["title"] == "Lille"
    assert fault(head + text(MOST[name] + 1)) == (line, told)


def test_the_questions_of_the_set_and_of_its_topics_count_together():
    text = SMALL + "  - {text: a, source: b}\n" * (MOST["questions"] - 2)

    assert len(format.read(text.encode())["questions"]) == MOST["questions"] - 1
    assert fault(text + "  - {text: a, source: b}\n")[1] == (
        f"Her bliver »questions« for mange. Et sæt kan højst have {MOST['questions']}. Del det i to."
    )


# --- Files that lend from each other ---

LENDER = SMALL[: SMALL.index("topics:")]


def lent(**files: str) -> format.Item:
    """What the file ``a`` says, with the others beside it."""

    def bytes_of(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(2, "No such file or directory")
        return files[name].encode()

    return format.read(bytes_of("a"), bytes_of)


def lent_fault(**files: str) -> tuple[int, str]:
    with pytest.raises(Fault) as raised:
        lent(**files)
    return raised.value.line, str(raised.value)


def test_the_topics_of_another_file():
    content = lent(a=LENDER + "topics_of: b\n", b=SMALL)

    assert content["topics"] == format.read(SMALL.encode())["topics"]
    assert content["questions"] == []


def test_the_questions_of_another_file_as_hints():
    text = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: b, topic: Før}")
    other = small("minutes: 5", "hints: [{text: Et, source: x}, {text: To, source: x}]")

    assert lent(a=text, b=other)["topics"][0]["hints"] == [
        {"text": "Et råd", "kind": "advice", "group": "", "detail": "", "at": "", "source": "s. 3"},
        {"text": "Hvad nu?", "kind": "advice", "group": "Før", "detail": "Et To", "at": "", "source": "Kilden: s. 2"},
    ]


def test_the_source_of_a_lent_hint_has_room():
    text = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: b, topic: Før}")
    other = small("Kilden", "x" * 300)

    assert lent(a=text, b=other)["topics"][0]["hints"][-1]["source"] == "x" * 300


@pytest.mark.parametrize("files", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}])
def test_a_ring_of_topics_is_a_fault_where_it_begins(files):
    said = {name: f"{LENDER}topics_of: {other}\n" for name, other in files.items()}
    line, english = lent_fault(**said)

    assert (line, english.count(".yaml: ")) == (4, 3)
    assert english.endswith("another file can be named in fixtures/ only, and not in a ring.")


def test_a_ring_of_hints_is_a_fault_where_it_begins():
    ring = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: a, topic: Før}")
    line, english = lent_fault(a=ring)

    assert line == 7
    assert english.endswith("another file can be named in fixtures/ only, and not in a ring.")


@pytest.mark.parametrize(
    ("files", "line", "english"),
    [
        ({"a": LENDER + "topics_of: b\n"}, 4, "line 4: b.yaml: No such file or directory"),
        ({"a": LENDER + "topics_of: b\n", "b": ""}, 4, "line 4: b.yaml: line 1: the file is empty."),
        (
            {"a": LENDER + "topics_of: b\n", "b": small("s. 3", "s. 3, at: today")},
            *(4, "line 4: at: 'today' is unknown; known: ."),
        ),
        (
            {
                "a": small("    source: s. 1", "    source: s. 1\n    hints_of:\n      set: b\n      topic: Nu"),
                "b": SMALL,
            },
            *(9, "line 9: no such topic; there is Før."),
        ),
    ],
)
def test_what_is_wrong_in_another_file_is_a_fault_where_that_is_named(files, line, english):
    assert lent_fault(**files) == (line, english)


# --- There and back ---


def said(question_set: QuestionSet) -> list[tuple[object, ...]]:
    """All that a set says, without the ids."""
    topics, questions = list(question_set.topics.all()), list(question_set.questions.order_by("topic", "position"))
    places = {None: None} | {each.pk: topics.index(each) for each in topics}
    asked = {None: None} | {each.pk: (places[each.topic_id], each.position, each.text) for each in questions}
    rows = [(question_set.tool, question_set.title, question_set.intro, question_set.source)]
    rows += [(t.group, t.title, t.description, t.apart, t.source) for t in topics]
    rows += [(asked[q.pk], q.key, q.kinds, asked[q.answers_id], q.minutes, q.source) for q in questions]
    hints = [
        (places[h.topic_id], asked[h.question_id], h.position, h.kind, h.group, h.text, h.detail, h.source)
        for h in question_set.hints.all()
    ]
    return rows + sorted(hints, key=str)


def back(question_set: QuestionSet, ane) -> QuestionSet:
    return bring(format.read(format.write(question_set).encode()), ane)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_comes_back_the_same(path, ane):
    load(path)
    stored = QuestionSet.objects.get()
    again = back(stored, ane)

    assert said(again) == said(stored)
    assert (again.key, again.owner, again.visibility) == (None, ane, "private")
    assert format.write(stored).splitlines()[0] == f"key: {path.stem}"


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
    topic = Topic.objects.create(question_set=stored, title=short, group=short, description=text, source=short)
    for position, key in enumerate(("expected", "today", "needs")):
        Question.objects.create(question_set=stored, text=text, key=key, source=short, position=position)
    at = stored.questions.get(key="today")
    more = {"question_set": stored, "text": text, "detail": text, "group": short, "source": short}
    for where in ({}, {"topic": topic}, {"topic": topic, "question": at, "position": 1}, {"question": at}):
        Hint.objects.create(**more, **where)

    assert said(back(stored, ane)) == said(stored)


STORED = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(st.sampled_from([*AWKWARD, "\n", " ", "\x85", "\u2029", "#", " #", "\u3000"]), min_size=1, max_size=9).map(
        "".join
    ),
).map(lambda text: parsing.UNSEEN.sub("", re.sub("\r\n?", "\n", text))[:400].strip())


@given(STORED.filter(bool))
def test_any_text_that_is_stored_comes_back_the_same(small_set, ane, text):
    text, short = texts.lines(text), texts.line(text[:80])
    QuestionSet.objects.filter(pk=small_set.pk).update(title=short, intro=text, source=short)
    small_set.topics.update(title=short, group=short, description=text, source=short)
    small_set.questions.update(text=text, source=short)
    small_set.hints.update(text=text, group=short, detail=text, source=short)
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
    content = format.read(small("title: Lille", f"title: {written}\nintro: {written}").encode())

    assert (content["title"], content["intro"]) == (title, intro)


@pytest.mark.parametrize("blank", ['"\\u2800"', '"\\u00a0 "', '"\\u3164"', '"\\u200b"'])
def test_a_title_that_nobody_can_see_is_missing(blank):
    with pytest.raises(Fault, match="lacks 'title'"):
        format.read(small("title: Lille", f"title: {blank}").encode())


@pytest.fixture
def small_set(ane) -> QuestionSet:
    return bring(format.read(SMALL.encode()), ane)


def test_what_has_no_source_gets_that_of_the_set_or_ones_own(small_set, ane):
    for model in (Topic, Question, Hint):
        model.objects.update(source="")
    assert {each[-1] for each in said(back(small_set, ane))} == {"Kilden"}

    QuestionSet.objects.update(source="")
    small_set.refresh_from_db()
    assert {each[-1] for each in said(back(small_set, ane))} == {"Jeres egen"}


def test_a_written_set_is_one_that_people_can_read(small_set):
    small_set.intro = "Æbler:\n\n- og pærer"
    small_set.hints.update(kind="example")

    assert (
        format.write(small_set)
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
    source: s. 1
    questions:
      - text: Hvad nu?
        minutes: 5
        source: s. 2
    hints:
      - text: Et råd
        kind: example
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

    assert format.name(small_set) == name
    assert format.read(format.write(small_set).encode())["key"] == name


# --- Whatever is sent ---


def mutated(random: random.Random, text: str) -> str:
    """``text`` with a few lines and characters taken away, doubled or put in."""
    for _ in range(random.randint(1, 3)):
        parts = text.splitlines(keepends=True) if random.random() < 0.4 else list(text)
        at = random.randrange(len(parts) + 1)
        match random.choice(("delete", "double", "insert", "move")):
            case "delete":
                del parts[at : at + random.randint(1, 3)]
            case "double":
                parts[at:at] = parts[at : at + 2]
            case "insert":
                parts.insert(
                    at, random.choice([*"\"'{}[]:,-#&*!|>%@`?~\\\t\n \0\x85\u2028\ufeffå0", "---\n", ": ", "- ", "<<"])
                )
            case "move":
                parts.insert(random.randrange(len(parts) + 1), "".join(parts[at : at + 1]))
        text = "".join(parts)
    return text


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
def test_a_fixture_with_anything_done_to_it_is_read_or_a_fault(loader, monkeypatch):
    monkeypatch.setattr(parsing, "LOADER", loader)
    rng = random.Random(20261121)
    texts = [path.read_text() for path in FIXTURES if path.stat().st_size < 5_000]
    texts += [SMALL] * len(texts)
    read, wrong = 0, []
    for n in range(300):
        text = mutated(rng, texts[n % len(texts)])
        try:
            format.read(text.encode())
            read += 1
        except Fault as fault:
            wrong.append((text, fault))

    assert read > 20
    assert len(wrong) > 100
    for text, fault in wrong:
        assert 1 <= fault.line <= len(text.splitlines()) + 1, (str(fault), text)
        assert fault.told.startswith(f"Linje {fault.line}: ")
        assert len(fault.danish) > 20
