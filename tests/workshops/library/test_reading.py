import random

import pytest
import yaml
from django.conf import settings

from tests.workshops.library.small import SMALL, fault, small
from workshops.library import parsing
from workshops.library.faults import Fault
from workshops.library.format import MOST
from workshops.library.reading import read
from workshops.library.things import Item

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.yaml"))


# --- What holds of a set as a whole ---


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

    assert read((head + text(MOST[name])).encode())["title"] == "Lille"
    assert fault(head + text(MOST[name] + 1)) == (line, told)


def test_the_questions_of_the_set_and_of_its_topics_count_together():
    text = SMALL + "  - {text: a, source: b}\n" * (MOST["questions"] - 2)

    assert len(read(text.encode())["questions"]) == MOST["questions"] - 1
    assert fault(text + "  - {text: a, source: b}\n")[1] == (
        f"Her bliver »questions« for mange. Et sæt kan højst have {MOST['questions']}. Del det i to."
    )


# --- Files that lend from each other ---

LENDING = "En fil kan ikke låne fra en anden, når du henter den ind. Skriv det hele i filen selv."
LENDER = SMALL[: SMALL.index("topics:")]


def lent(**files: str) -> Item:
    """What the file ``a`` says, with the others beside it."""

    def bytes_of(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(2, "No such file or directory")
        return files[name].encode()

    return read(bytes_of("a"), bytes_of)


def lent_fault(**files: str) -> tuple[int, str]:
    with pytest.raises(Fault) as raised:
        lent(**files)
    return raised.value.line, raised.value.danish


def test_the_topics_of_another_file():
    content = lent(a=LENDER + "topics_of: b\n", b=SMALL)

    assert content["topics"] == read(SMALL.encode())["topics"]
    assert content["questions"] == []


def test_the_questions_of_another_file_as_hints():
    text = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: b, topic: Før}")
    other = small("minutes: 5", "hints: [{text: Et, source: x}, {text: To, source: x}]")

    assert lent(a=text, b=other)["topics"][0]["hints"] == [
        {"text": "Et råd", "kind": "advice", "heading": "", "detail": "", "at": "", "source": "s. 3"},
        {"text": "Hvad nu?", "kind": "advice", "heading": "Før", "detail": "Et To", "at": "", "source": "Kilden: s. 2"},
    ]


def test_the_source_of_a_lent_hint_has_room():
    text = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: b, topic: Før}")
    other = small("Kilden", "x" * 300)

    assert lent(a=text, b=other)["topics"][0]["hints"][-1]["source"] == "x" * 300


@pytest.mark.parametrize("files", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}])
def test_a_ring_of_topics_is_a_fault_where_it_begins(files):
    said = {name: f"{LENDER}topics_of: {other}\n" for name, other in files.items()}
    line, danish = lent_fault(**said)

    assert (line, danish.count("Linje 4: ")) == (4, 3)
    assert danish.endswith(LENDING)


def test_a_ring_of_hints_is_a_fault_where_it_begins():
    ring = small("    source: s. 1", "    source: s. 1\n    hints_of: {set: a, topic: Før}")
    line, danish = lent_fault(a=ring)

    assert line == 7
    assert danish.endswith(LENDING)


@pytest.mark.parametrize(
    ("files", "line", "danish"),
    [
        ({"a": LENDER + "topics_of: b\n"}, 4, "Filen b findes ikke."),
        (
            {"a": LENDER + "topics_of: b\n", "b": ""},
            4,
            "b: Linje 1: Der står ingenting. Skriv eller vælg et spørgsmålssæt.",
        ),
        (
            {"a": LENDER + "topics_of: b\n", "b": small("s. 3", "s. 3, at: today")},
            *(4, "»at« siger »today«, men her er ikke noget at pege på. Slet linjen."),
        ),
        (
            {
                "a": small("    source: s. 1", "    source: s. 1\n    hints_of:\n      set: b\n      topic: Nu"),
                "b": SMALL,
            },
            *(9, "Temaet findes ikke. Der er: Før."),
        ),
    ],
)
def test_what_is_wrong_in_another_file_is_a_fault_where_that_is_named(files, line, danish):
    assert lent_fault(**files) == (line, danish)


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
    whole, wrong = 0, []
    for n in range(300):
        text = mutated(rng, texts[n % len(texts)])
        try:
            read(text.encode())
            whole += 1
        except Fault as fault:
            wrong.append((text, fault))

    assert whole > 20
    assert len(wrong) > 100
    for text, fault in wrong:
        assert 1 <= fault.line <= len(text.splitlines()) + 1, (str(fault), text)
        assert str(fault).startswith(f"Linje {fault.line}: ")
        assert len(fault.danish) > 20
