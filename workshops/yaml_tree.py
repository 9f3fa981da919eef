"""YAML with the line of each thing in it, read so that a stranger's file can do no harm.

No aliases, no tags, no depth without end, no more than so many bytes; what is wrong is said by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BIGGEST = 500_000  # bytes of a file
DEEPEST = 12
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")  # how Word, Excel, PDF and older Word begin
HARD_SPACE = re.compile("[ -]*([a-z_]+:)?[\u00a0\u200b\ufeff]")  # pasted where a plain one was meant
NO_SPACE = re.compile("[ -]*[a-z_]+:[^ ]")
NO_COLON = gettext_lazy(
    "Der mangler et kolon eller et mellemrum efter det. Skriv for eksempel text: Hvad nu? Hører linjen til teksten "
    "over den, så ryk den længere ind."
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Fault(Exception):
    """What is wrong with a file: on which line, why, and how to put it right. ``str`` says it in English."""

    def __init__(self, line: int, english: str, danish: str) -> None:
        super().__init__(f"line {line}: {english}" if line else english)
        self.line, self.danish = line, danish

    @property
    def told(self) -> str:
        """The same in Danish, for the one who sent the file."""
        return _("Linje %(line)d: %(what)s") % {"line": self.line, "what": self.danish} if self.line else self.danish


@dataclass
class Node:
    """A piece of YAML and the line it begins on. A scalar is always text: what it must be is for the format to say."""

    line: int
    value: str | list[Node] | dict[str, Node]
    quoted: bool = False
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return isinstance(self.value, str) and (not self.value.strip() or (not self.quoted and self.value == "~"))


def tree(data: bytes) -> Node:
    """The YAML in ``data`` with its lines. Raises Fault."""
    if data.startswith(NO_TEXT):
        raise Fault(
            0,
            "not a text file.",
            _("Det er ikke en tekstfil, men for eksempel et Word-dokument. Gem det som ren tekst, og hent den fil."),
        )
    if len(data) > BIGGEST:
        kilobytes = BIGGEST // 1000
        raise Fault(
            0,
            f"the file is too big: at most {kilobytes} kB.",
            _("Filen er for stor. Den må højst fylde %d kB. Del den i to.") % kilobytes,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(
            data[: error.start].count(b"\n") + 1,
            f"not UTF-8: {error.reason}.",
            _("Filen er ikke gemt som UTF-8. Vælg UTF-8 som tegnkodning, når du gemmer den."),
        ) from None
    if found := UNSEEN.search(text):
        raise Fault(
            text[: found.start()].count("\n") + 1,
            f"a character that cannot be shown: {found[0]!r}.",
            _("Her er et tegn, der ikke kan vises. Slet det."),
        )
    try:
        events = iter(yaml.parse(text, Loader=LOADER))
        found_node = _document(events)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise Fault(1, str(error), _("Filen kan ikke læses som YAML.")) from None
    return found_node


def _document(events: Iterator[Any]) -> Node:
    node: Node | None = None
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            if node:
                raise Fault(
                    line,
                    "more than one document.",
                    _("Filen har mere end ét sæt. Slet stregen --- og det, der står efter den."),
                )
            node = _node(events, next(events), 0)
    return node or Node(1, "")


def _node(events: Iterator[Any], event: Any, depth: int) -> Node:
    line: int = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise Fault(
            line,
            "anchors and aliases are not read: write the text out.",
            _("Her er en henvisning (& eller *). Skriv teksten helt ud, eller sæt den i anførselstegn."),
        )
    if event.tag and event.tag != "!":
        raise Fault(
            line, f"a tag is not read: {event.tag}", _("Her er et mærke (!). Slet det, eller sæt anførselstegn.")
        )
    if depth > DEEPEST:
        raise Fault(
            line, "nested too deeply.", _("Her er for mange lag inde i hinanden. Se, hvordan et sæt er bygget op.")
        )
    if isinstance(event, yaml.ScalarEvent):
        return Node(line, event.value, quoted=event.style in ("'", '"'))
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, event, depth + 1))
        return Node(line, items)
    pairs: dict[str, Node] = {}
    keys: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(events, event, depth + 1)
        if not isinstance(key.value, str):
            raise Fault(key.line, "a name was expected.", _("Her skal stå et navn og et kolon, for eksempel title:"))
        if key.value in pairs:
            raise Fault(
                key.line,
                f"{key.value!r} is there twice.",
                _("»%s« står to gange samme sted. Slet den ene.") % key.value[:40],
            )
        keys[key.value] = key.line
        pairs[key.value] = _node(events, next(events), depth + 1)
    return Node(line, pairs, keys=keys)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """What YAML itself finds wrong, said to someone who does not know YAML."""
    problem, lines = error.problem or "", text.splitlines()
    mark = error.problem_mark or error.context_mark
    started = error.context_mark or mark
    line = mark.line + 1 if mark else 1
    began = started.line + 1 if started else line
    before, at = _around(lines, mark)
    say: str | Promise
    above, here = lines[: line - 1], "".join(lines[line - 1 : line])
    hard = [n for n in (line - 1, line) if n and HARD_SPACE.match("".join(lines[n - 1 : n]))]
    if hard:
        line = hard[0]
        say = _("Her er et særligt mellemrum, som er kopieret med. Slet det, og skriv et almindeligt mellemrum.")
    elif "mapping values are not allowed" in problem and ":" in before:
        say = _('Der er et kolon inde i en tekst. Sæt hele teksten i lige anførselstegn: "…".')
    elif at == "\t" or "\t" in here or "tab" in problem.split():
        say = _("Her er et tabulatortegn. Brug mellemrum i stedet.")
    elif "mapping values are not allowed" in problem and above and (NO_SPACE.match(above[-1]) or ":" not in str(above)):
        line, say = line - 1, NO_COLON
    elif "mapping values are not allowed" in problem:
        say = _(
            "Linjen passer ikke til dem over den. Ryk den ind som dem, og se efter, at der er mellemrum efter "
            "bindestreger og anførselstegn om tekster på flere linjer."
        )
    elif "not allowed in this context" in problem:
        say = _("Her kan ikke stå »%s«. Begynd en liste på en ny linje, eller sæt teksten i anførselstegn.") % at
    elif (not at and "node content" in problem) or "end of stream" in problem or "document indicator" in problem:
        line = min(began, len(lines))
        say = _("Anførselstegnet eller parentesen her bliver ikke lukket. Luk det, hvor teksten slutter.")
    elif "cannot start" in problem or "expected node content" in problem:
        say = _("En tekst kan ikke begynde med »%s«. Sæt den i anførselstegn.") % at
    elif "alphabetic or numeric" in problem or "comment or line break" in problem:
        line, at = began, _around(lines, started)[1]
        say = _("En tekst kan ikke begynde med »%s«. Sæt den i anførselstegn.") % at
    elif "escape" in problem or "hexdecimal" in problem or "hexadecimal" in problem:
        say = _("Efter en omvendt skråstreg (\\) står noget ukendt. Skriv \\\\, eller brug enkelte anførselstegn.")
    elif "could not find expected ':'" in problem:
        line, say = began, NO_COLON
    elif "',' or" in problem:
        line = began
        say = _(
            "Parentesen, der begynder her, kan ikke læses. Sæt komma mellem tingene i den, luk den, og sæt tekster i "
            "anførselstegn."
        )
    elif "unexpected ':'" in problem:
        say = _("Skriv et mellemrum efter kolonet.")
    elif before.strip(" -") and "expected" in problem:
        say = _(
            "Teksten går videre efter et anførselstegn eller en parentes. Sæt hele teksten i anførselstegn, og brug "
            "enkelte (') inde i den. Eller luk det anførselstegn, der begynder længere oppe."
        )
    elif "expected" in problem:
        say = _("Linjen passer ikke til dem over den. Ryk den ind som dem, og luk anførselstegn og parenteser før den.")
    else:
        say = _("Her kan filen ikke læses. Se efter indrykning, kolon og anførselstegn.")
    return Fault(line, problem, str(say))


def _around(lines: list[str], mark: Any) -> tuple[str, str]:
    """What stands on the line before ``mark``, and the character there."""
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    return (line[: mark.column], line[mark.column : mark.column + 1]) if line else ("", "")
