import pytest
import yaml

from tests.workshops.library.small import SMALL, fault, small
from workshops.library import parsing
from workshops.library.reading import read

NAMES = "key, tool, title, intro, use_when, source, topics_of, topics, questions, hints, guide"


# --- What is read ---


def test_what_is_left_out_is_filled_in():
    content = read(SMALL.encode())
    (topic,), (shared,) = content["topics"], content["questions"]
    (question,), (hint,) = topic["questions"], topic["hints"]

    assert content == {
        **{"key": "", "tool": "dialogue", "title": "Lille", "intro": "", "use_when": "", "source": "Kilden"},
        **{"topics": [topic], "questions": [shared], "hints": [], "guide": []},
    }
    assert topic == {
        **{"title": "Før", "heading": "", "description": "", "apart": False, "source": "s. 1"},
        **{"questions": [question], "hints": [hint]},
    }
    assert question == {
        **{
            "text": "Hvad nu?",
            "minutes": 5,
            "source": "s. 2",
            "key": "",
            "kinds": [],
            "ends": [],
            "answers": "",
            "hints": [],
        }
    }
    assert hint == {"text": "Et råd", "kind": "advice", "heading": "", "detail": "", "at": "", "source": "s. 3"}
    assert shared["minutes"] == 10


@pytest.mark.parametrize(
    ("written", "text"),
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
def test_a_text_is_what_is_written(written, text):
    assert read(small("Lille", written).encode())["title"] == text


@pytest.mark.parametrize("nothing", ["", " null", " Null", " NULL", " ~", ' ""', " # kommer senere", " #", " ## ---"])
@pytest.mark.parametrize("name", ["intro", "description", "heading", "detail", "hints"])
def test_nothing_is_nothing_wherever_a_text_may_be_left_out(name, nothing):
    old, new = {
        "intro": ("source: Kilden", f"intro:{nothing}\nsource: Kilden"),
        "hints": ("source: Kilden", f"hints:{nothing if nothing != ' Null' else ''}\nsource: Kilden"),
        "detail": ("{text: Et råd, source: s. 3}", f"text: Et råd\n        source: s. 3\n        detail:{nothing}"),
    }.get(name, ("    source: s. 1", f"    {name}:{nothing}\n    source: s. 1"))

    assert read(small(old, new).encode()) == read(SMALL.encode())


@pytest.mark.parametrize("minutes", [1, 240])
def test_from_one_minute_to_four_hours(minutes):
    content = read(small("minutes: 5", f"minutes: {minutes}").encode())

    assert content["topics"][0]["questions"][0]["minutes"] == minutes


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("[helt uenig, helt enig]", ["helt uenig", "helt enig"]),
        ('[" ja ", "nej, tak"]', ["ja", "nej, tak"]),
        ("", []),
        ("~", []),
        ("[]", []),
        (f"[{'x' * 60}, {'y' * 60}]", ["x" * 60, "y" * 60]),
    ],
)
def test_what_stands_at_the_ends_of_a_line(written, ends):
    content = read(small("minutes: 5", f"ends: {written}").encode())

    assert content["topics"][0]["questions"][0]["ends"] == ends


@pytest.mark.parametrize("text", [small("Lille", "x" * 150), small("Kilden", "x" * 300), small("Hvad nu?", "x" * 400)])
def test_as_long_as_there_is_room(text):
    assert read(text.encode())["tool"] == "dialogue"


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
    assert read(small(old, new).encode()) == read(SMALL.encode())


@pytest.mark.parametrize("text", ["C#", "a#b", "Nr.#1", "Se side #", "æ#"])
def test_a_number_sign_inside_a_word_is_part_of_the_text(text):
    typed = text.replace(" #", "\u00a0#")

    assert read(small("Lille", typed).encode())["title"] == text


@pytest.mark.parametrize(
    ("old", "new"), [("    source: s. 1", "    %s: Os\n    source: s. 1"), ("source: s. 3", "source: s. 3, %s: Os")]
)
def test_a_heading_can_have_its_former_name(old, new):
    content = read(small(old, new % "group").encode())
    (topic,) = content["topics"]

    assert content == read(small(old, new % "heading").encode())
    assert sorted([topic["heading"], topic["hints"][0]["heading"]]) == ["", "Os"]
    assert "group" not in topic | topic["hints"][0]


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
        ("title: Lille", '"": Lille', 2, f"Sættet kan ikke have »«. Slet det, eller brug et af disse navne: {NAMES}."),
        (
            *("title: Lille", "\u200btitle: Lille", 2),
            "Der er et usynligt tegn i »\u200btitle«. Slet navnet, og skriv det igen.",
        ),
        ("    source: s. 1", "    sourse: s. 1", 6, "Et tema kan ikke have »sourse«. Mente du »source«?"),
        ("        minutes: 5", "        minut: 5", 10, "Et spørgsmål kan ikke have »minut«. Mente du »minutes«?"),
        (
            *("Et råd,", "Et råd, eller to,", 12),
            "Et råd eller eksempel kan ikke have »eller to«. Slet det, eller brug et af disse navne: text, kind, "
            "heading, detail, at, source. Hører det til en tekst, så sæt hele teksten i anførselstegn.",
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
        ("    source: s. 1", f"    source: s. 1\n    heading: {'x' * 81}", 7, "heading", 80),
        ("Hvad nu?", "x" * 401, 8, "text", 400),
        ("Et råd", "x" * 4001, 12, "text", 4000),
        ("source: s. 3", f"source: s. 3, heading: {'x' * 201}", 12, "heading", 200),
        ("source: s. 3", f"source: s. 3, group: {'x' * 201}", 12, "group", 200),
        ("source: s. 3", f"source: s. 3, detail: {'x' * 4001}", 12, "detail", 4000),
    ],
)
def test_a_text_that_is_too_long(old, new, line, name, most):
    told = f"»{name}« passer ikke. Teksten er på {most + 1} tegn. Brug højst {most}."

    assert fault(small(old, new)) == (line, told)


MINUTES = "»minutes« passer ikke. Skriv et tal mellem 1 og 240."
ENDS = "»ends« passer ikke. Skriv to korte tekster i kantede parenteser: [helt uenig, helt enig]."
KINDS = "»kinds« passer ikke. Skriv en liste i kantede parenteser: [et, to]."
KEY = "»key« passer ikke. Brug kun små bogstaver fra a til z, tal og bindestreg, højst %d tegn."
LIST = "»%s« passer ikke. Skriv en liste: hver linje begynder med en bindestreg."
LENDING = "En fil kan ikke låne fra en anden, når du henter den ind. Skriv det hele i filen selv."
TWICE = "»%s« og »%s« er det samme. Slet den ene."
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
            "»kinds« siger »nite«, som ikke findes. Skriv et af disse: "
            "note, good, bad, keep, move, let-go, smart, confusing, stupid.",
        ),
        *[("minutes: 5", f"key: {key}", 10, KEY % 30) for key in ("Min", "7", "to ord", "[a]", "a" * 31, "a_b", "æ")],
        *[("tool:", f"key: {key}\ntool:", 1, KEY % 80) for key in ("Min", "a" * 81)],
        ("minutes: 5", "answers: today", 10, NOWHERE % ("answers", "today")),
        *[
            ("minutes: 5", f"ends: {ends}", 10, ENDS)
            for ends in ("ja", "[ja]", "[ja, nej, måske]", '[ja, ""]', "[ja, [nej]]", "{ja: nej}")
        ],
        (
            *("minutes: 5", f"ends: [ja, {'x' * 61}]", 10),
            "»ends« passer ikke. Teksten er på 61 tegn. Brug højst 60.",
        ),
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
        ("    source: s. 1", "    group: a\n    source: s. 1\n    heading: b", 8, TWICE % ("group", "heading")),
        ("source: s. 3", "source: s. 3, heading: a, group: ~", 12, TWICE % ("heading", "group")),
    ],
)
def test_what_does_not_fit(old, new, line, told):
    assert fault(small(old, new)) == (line, told)


def test_a_tool_that_is_unknown():
    line, told = fault(small("dialogue", "karaoke"))

    assert (line, told[:50]) == (1, "»tool« passer ikke. Skriv et af disse: dialogue, c")
