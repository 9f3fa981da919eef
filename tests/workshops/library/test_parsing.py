import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workshops.library import parsing
from workshops.library.parsing import BIGGEST, DEEPEST, Fault, Node, tree

SMALL = """title: Lille
topics:
  - title: Før
    source: s. 1
    hints:
      - {text: Et råd, source: s. 3}
"""
INDENT = "Linjen passer ikke til dem over den. Ryk den ind som dem"
BEGIN = "En tekst kan ikke begynde med »%s«. Sæt den i anførselstegn."
ON = "Teksten går videre efter et anførselstegn eller en parentes. Sæt hele teksten i anførselstegn"
PARENTHESIS = "Parentesen, der begynder her, kan ikke læses. Sæt komma mellem tingene i den, luk den"
TAB = "Her er et tabulatortegn. Brug mellemrum i stedet."
SPACE = "Her er et særligt mellemrum, som er kopieret med. Slet det, og skriv et almindeligt mellemrum."
UNCLOSED = "Anførselstegnet her bliver ikke lukket. Luk det, hvor teksten slutter."
OPEN = "Parentesen her bliver ikke lukket. Luk den, eller sæt teksten i anførselstegn."
COLON = "Der er et kolon inde i en tekst. Sæt hele teksten i lige anførselstegn"
NO_COLON = "Der mangler et kolon eller et mellemrum efter det. Skriv for eksempel text: Hvad nu?"
LINK = "Her er en henvisning (& eller *). Skriv teksten helt ud, eller sæt den i anførselstegn."
MARK = "Her er et mærke (!). Slet det, eller sæt anførselstegn."
ESCAPE = "Efter en omvendt skråstreg (\\) står noget ukendt."
LAYERS = "Her er for mange lag inde i hinanden. Se, hvordan et sæt er bygget op."
TWO = "Filen har mere end ét sæt. Slet stregen --- og det, der står efter den."
UNSEEN = "Her er et tegn, der ikke kan vises. Slet det."
UTF8 = "Filen er ikke gemt som UTF-8. Vælg UTF-8 som tegnkodning, når du gemmer den."
REMARK = "Teksten bliver skåret af ved #, for resten af linjen er en bemærkning. Sæt hele teksten i anførselstegn"
SPACE_AFTER = "Skriv et mellemrum efter kolonet."
GENERAL = "Her kan filen ikke læses. Se efter indrykning, kolon og anførselstegn."
HERE = "Her kan ikke stå »%s«. Begynd en liste på en ny linje, eller sæt teksten i anførselstegn."


@pytest.fixture(params=[yaml.CSafeLoader, yaml.SafeLoader], ids=["C", "Python"])
def parser(request, monkeypatch):
    """Either of the two that PyYAML has: they word their errors in different ways, and mark other places."""
    monkeypatch.setattr(parsing, "LOADER", request.param)


def fault(text: str | bytes) -> Fault:
    with pytest.raises(Fault) as raised:
        tree(text if isinstance(text, bytes) else text.encode())
    return raised.value


def small(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1
    return SMALL.replace(old, new, 1)


def plain(node: Node) -> object:
    if isinstance(node.value, dict):
        return {name: plain(each) for name, each in node.value.items()}
    return [plain(each) for each in node.value] if isinstance(node.value, list) else node.value


# --- What is read ---


def test_a_file_is_read_with_its_lines(parser):
    node = tree(SMALL.encode())
    topics = node.value["topics"]
    (topic,) = topics.value
    (hint,) = topic.value["hints"].value

    assert plain(node) == yaml.safe_load(SMALL)
    assert (node.line, node.keys) == (1, {"title": 1, "topics": 2})
    assert (topics.line, topic.line, topic.keys) == (3, 3, {"title": 3, "source": 4, "hints": 5})
    assert (hint.line, hint.keys) == (6, {"text": 6, "source": 6})


@pytest.mark.parametrize("written", ["null", "yes", "1", "2026-01-01", "0x1f", "1e3", ".inf", "TRUE", "= ja"])
def test_a_scalar_is_always_text(written):
    assert tree(f"title: {written}".encode()).value["title"].value == written


@pytest.mark.parametrize(
    ("written", "empty"),
    [
        ("", True),
        ("~", True),
        ("null", True),
        ("Null", True),
        ("NULL", True),
        ("nULL", False),
        ("null og nix", False),
        ("'null'", False),
        ("|-\n  null", False),
        ("|-\n  ~", False),
        ('""', True),
        ("'  '", True),
        ("'~'", False),
        ("0", False),
        ("[]", False),
    ],
)
def test_nothing_is_what_has_no_text(parser, written, empty):
    assert tree(f"title: {written}".encode()).value["title"].is_empty == empty


@pytest.mark.parametrize(
    ("written", "value", "remark", "cuts"),
    [
        ("Hej", "Hej", "", False),
        ("Hej # du", "Hej", "# du", True),
        ("Hej\n  igen  #1", "Hej igen", "#1", True),
        ("a#b", "a#b", "", False),
        ("# senere", "", "# senere", False),
        ("#", "", "#", False),
        ("#1", "", "#1", True),
        ('"Hej" # du', "Hej", "", False),
        ("| # du\n  Hej", "Hej\n", "", False),
    ],
)
def test_a_remark_after_a_text_is_kept_beside_it(parser, written, value, remark, cuts):
    node = tree(f"title: {written}\n".encode()).value["title"]

    assert (node.value, node.remark, node.cuts) == (value, remark, cuts)


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("written", ["a{}b", "'a{}b'", '"a{}b"', "|-\n  a{}b", "{}", "a{} ", "a # {}"])
def test_what_is_no_line_break_to_an_editor_is_none_here(parser, mark, written):
    node = tree(f"title: {written.format(mark)}\nintro: b\n".encode())
    title = node.value["title"]

    assert title.value + title.remark == written.format(mark).strip("'\"|-\n ").replace(" #", "#")
    assert node.keys == {"title": 1, "intro": 2 + written.count("\n")}


@pytest.mark.parametrize("text", ["", "\n \n", "# kun en bemærkning\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_an_empty_node(text):
    assert tree(text.encode()).is_empty


@pytest.mark.parametrize(
    ("text", "value"), [("- a\n- b\n", ["a", "b"]), ("hej", "hej"), ("[a]", ["a"]), ("{a: b}", {"a": "b"})]
)
def test_a_list_or_a_word_alone_is_read(text, value):
    assert plain(tree(text.encode())) == value


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + SMALL.encode(),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
        ("# Først en bemærkning\n---\n" + SMALL).encode(),
        (SMALL + "...\n").encode(),
    ],
    ids=["byte order mark", "Windows", "old Mac", "begun", "ended"],
)
def test_what_editors_do_to_a_file_is_no_fault(parser, data):
    assert plain(tree(data)) == yaml.safe_load(SMALL)


# --- What is wrong: the line, and what to do ---


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (small("    source: s. 1", "\tsource: s. 1"), 4, TAB),
        (small("  - title", "\t- title"), 3, TAB),
        (small("    source: s. 1", "\u00a0\u00a0\u00a0\u00a0source: s. 1"), 4, SPACE),
        (small("title: Lille", "title:\u00a0Lille"), 1, SPACE),
        (small("Lille", '"Lille'), 1, UNCLOSED),
        (small("Lille", "'Lille"), 1, UNCLOSED),
        (small("Før", '"Før'), 3, UNCLOSED),
        (small("s. 3", '"s. 3'), 6, UNCLOSED),
        (small("Før", "Husk: Før"), 3, COLON),
        (small("Lille", "“Husk: Lille”"), 1, COLON),
        (small("    source: s. 1", "      source: s. 1"), 4, INDENT),
        (small("    source: s. 1", "   source: s. 1"), 4, INDENT),
        (small("topics:", " topics:"), 2, INDENT),
        (small("- title", "-title"), 4, INDENT),
        (small("title: Lille", "title Lille"), 1, NO_COLON),
        (small("title: Lille", "title:Lille"), 1, NO_COLON),
        (small("- title: Før", "- title:Før"), 3, NO_COLON),
        (small("    source: s. 1", "    source s. 1"), 4, NO_COLON),
        (SMALL + "intro: [", 7, OPEN),
        (SMALL + "intro: [a,\n  b", 7, OPEN),
        (SMALL + "intro: {a: [b\n\n", 7, OPEN),
        (small("Lille", '"Lille" siger hej'), 1, ON),
        (small("Før", '"Han sagde "hej" til os"'), 3, ON),
        (small("Før", "[Husk] noget"), 3, ON),
        (small("råd, source: s. 3}", "råd}, source: s. 3}"), 6, ON),
        (small("Lille", '"Lille').replace("s. 1", '"s. 1"'), 4, ON),
        (small("Før", "[Husk"), 3, PARENTHESIS),
        (small("s. 3}", "s. 3"), 6, OPEN),
        (small("råd,", "råd"), 6, PARENTHESIS),
        (small("Et råd", "Et råd: eller"), 6, PARENTHESIS),
        (small("Lille", "*a"), 1, LINK),
        (small("Lille", "&a Lille"), 1, LINK),
        (small("  - title: Før", "  - &a\n    title: Før"), 3, LINK),
        (small("Lille", "!hej Lille"), 1, MARK),
        (small("Før", "!!python/object:os.system x"), 3, MARK),
        (small("Før", "*Vigtigt* at vide"), 3, BEGIN % "*"),
        (small("Før", "& noget"), 3, BEGIN % "&"),
        (small("Før", "%noget"), 3, BEGIN % "%"),
        (small("Før", "@noget"), 3, BEGIN % "@"),
        (small("Før", "`noget`"), 3, BEGIN % "`"),
        (small("Før", "|noget"), 3, BEGIN % "|"),
        (small("Før", ">noget"), 3, BEGIN % ">"),
        (small("Før", ", noget"), 3, BEGIN % ","),
        (small("Før", "]noget"), 3, BEGIN % "]"),
        (small("Før", ": noget"), 3, BEGIN % ":"),
        (small("Før", "- noget"), 3, HERE % "-"),
        (small("Før", "? noget"), 3, HERE % "?"),
        (small("Før", '"C:\\mappe"'), 3, ESCAPE),
        (small("Før", '"\\xzz"'), 3, ESCAPE),
        (small("Før", '"\\UFFFFFFFF"'), 3, ESCAPE),
        (small("Før", '"C:\\mappe\\"'), 3, ESCAPE),
        (small("Før", '"Både \\n og \\w"'), 3, ESCAPE),
        (small("Før", "Nr. #1\n      og mere"), 3, REMARK),
        (small("Før", '"Før": igen'), 3, ON),
        (small("Før", "Klokken 9: kaffe: te"), 3, COLON),
        (small("Før", "Se https://a.dk: her"), 3, COLON),
        (small("title: Lille", "title:\u2003Lille"), 1, SPACE),
        (small("    source: s. 1", "\u202f   source: s. 1"), 4, SPACE),
        (small("title: Lille", "Spørgsmål til os"), 1, NO_COLON),
        (small("title: Lille", "title: Lille\n  så\n  og: mere"), 3, INDENT),
        (SMALL + "...\nmere", 8, GENERAL),
        (SMALL + "---\n" + SMALL, 7, TWO),
        (SMALL + "---\n", 7, TWO),
        (small("    source: s. 1", "    title: Efter"), 4, "»title« står to gange samme sted. Slet den ene."),
        (SMALL + "title: Stor\n", 7, "»title« står to gange samme sted. Slet den ene."),
        (small("title: Lille", "? [a]\n: b"), 1, "Her skal stå et navn og et kolon, for eksempel title:"),
        (small("Lille", "[" * 20 + "]" * 20), 1, LAYERS),
        (small("Før", "[" * 100_000), 3, LAYERS),
        (small("Før", "{a: " * 20 + "}" * 20), 3, LAYERS),
        (small("Før", "F\0r"), 3, UNSEEN),
        (small("Lille", "Li\x07lle"), 1, UNSEEN),
        (small("s. 1", "s.\x851\ufffe"), 4, UNSEEN),
        (small("Før", "F\U0001ffffr"), 3, UNSEEN),
        (small("Før", '"a"\n    "\\0": b'), 4, UNSEEN),
        (SMALL.encode("latin-1"), 3, UTF8),
        (SMALL.encode("utf-16"), 1, UTF8),
        (b"title: \xed\xa0\x80", 1, UTF8),
    ],
)
def test_a_fault_says_the_line_and_what_to_do(parser, text, line, told):
    found = fault(text)

    assert found.line == line
    assert str(found)[: len(f"Linje {line}: {told}")] == f"Linje {line}: {told}"


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1"])
@pytest.mark.parametrize("size", [10, BIGGEST * 2])
def test_a_word_document_is_not_taken_for_a_text(start, size):
    assert str(fault(start + b"x" * size)) == (
        "Det er ikke en tekstfil, men for eksempel et Word-dokument. Gem det som ren tekst, og hent den fil."
    )


def test_a_file_that_is_too_big_has_no_line():
    found = fault(b"#" * (BIGGEST + 1))

    assert (found.line, str(found)) == (0, "Filen er for stor. Den må højst fylde 500 kB. Del den i to.")
    assert tree(b"#" * BIGGEST).is_empty


def test_so_deep_and_no_deeper():
    assert tree(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)).line == 1
    assert fault(b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2)).line == 1


def test_a_billion_laughs_are_stopped_at_the_first():
    laughs = "a: &a [ha, ha]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )

    assert (fault(laughs).line, str(fault(laughs))) == (1, f"Linje 1: {LINK}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a: "\\UFFFFFFFF"', 1),
        ('a: b\nc: "\\U00110000"', 2),
        (f"%YAML {'1' * 5000}.1\n---\na: b", 1),
        ("a: [", 1),
        ("\t", 1),
        ("[" * 100_000, 1),
        ("{" * 100_000, 1),
        ("a:\n" + "- " * 100_000, 2),
        ("? " * 100_000, 1),
        ("a: [" + "'" * 99_999, 1),
        ('"a\n' + "b\n" * 999, 1),
    ],
    ids=range(11),
)
def test_either_parser_raises_nothing_but_a_fault(parser, text, line):
    assert fault(text).line == line


# --- Whatever is sent ---

LETTERS = st.sampled_from(
    [*"ab: -#'\"[]{},&*!|>%@`?~\\\t\n\r", "\u00a0", "\x85", "\u2028", "\ufeff", "😀", "å", "\x01"]
)
PIECES = st.sampled_from(
    [
        *["title: ", "- ", "  ", "    ", "\n", "\n", "a", "Hvad nu?", ": ", " #", '"', "'", "|\n  ", "---", "..."],
        *["[", "]", "{", "}", ", ", "\\x4", "\\", "\t", "null", "<<: ", "? ", "&a ", "*a", "!b ", "%", "\u00a0"],
    ]
)
ANY = st.one_of(
    st.text(),
    st.lists(LETTERS).map("".join),
    st.lists(PIECES, max_size=25).map("".join),
    st.tuples(st.integers(0, len(SMALL)), st.integers(0, 9), st.lists(PIECES | LETTERS, max_size=3)).map(
        lambda cut: SMALL[: cut[0]] + "".join(cut[2]) + SMALL[cut[0] + cut[1] :]
    ),
)
# What must be on the line for the fault to be true of it.
SEEN = {
    TAB: "\t",
    SPACE: "[\u00a0\u200b\ufeff]",
    UNCLOSED: "[\"']",
    OPEN: r"[\[{]",
    PARENTHESIS: r"[\[{]",
    COLON: r":[ \t]+[^ ].*:",
    REMARK: r":[ \t].*[ \t]#",
    ESCAPE: r"\\",
    ON: "[\"'\\]}]",
    SPACE_AFTER: r":[\[\]{},]",
    NO_COLON: r"^(?!.*: )",
    LINK: "[&*]",
    MARK: "!",
}


def outcome(data: bytes) -> Node | Fault:
    try:
        return tree(data)
    except Fault as found:
        return found


@given(ANY)
def test_any_text_is_a_tree_or_a_fault_that_is_true_of_its_line(parser, text):
    found = outcome(text.encode("utf-8", "surrogatepass"))
    if isinstance(found, Node):
        return
    lines = re.split("\r\n|\r|\n", text)
    line = lines[found.line - 1]

    assert 1 <= found.line <= len(lines)
    assert str(found).startswith(f"Linje {found.line}: ")
    for said, seen in SEEN.items():
        assert not found.danish.startswith(said) or re.search(seen, line)
    assert not found.danish.startswith(INDENT) or "".join(lines[: found.line - 1]).strip()
    if begins := re.match("En tekst kan ikke begynde med »(.)«|Her kan ikke stå »(.)«", found.danish):
        assert (begins[1] or begins[2]) in line


@given(st.binary())
def test_any_bytes_are_a_tree_or_a_fault(data):
    assert isinstance(outcome(data), Node | Fault)


@pytest.mark.parametrize("text", ["title:\tLille", "title: Lille\t", "-\ttitle: Lille", "{title: Lille, kind:}"])
def test_what_the_parsers_do_not_agree_on_is_read_or_told(parser, text):
    found = outcome(text.encode())

    assert isinstance(found, Node) or found.danish in (TAB, SPACE_AFTER)
