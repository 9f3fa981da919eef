"""What is wrong with a file of YAML, said to someone who does not know YAML: on which line, and how to put it right."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEEPEST = 12
Said = tuple[int, str | Promise] | None

CANNOT = gettext_lazy("Her kan filen ikke læses. Se efter indrykning, kolon og anførselstegn.")
LAYERS = gettext_lazy("Her er for mange lag inde i hinanden. Se, hvordan et sæt er bygget op.")
NOT_SHOWN = gettext_lazy("Her er et tegn, der ikke kan vises. Slet det.")
ODD_SPACE = gettext_lazy(
    "Her er et særligt mellemrum, som er kopieret med. Slet det, og skriv et almindeligt mellemrum."
)
TAB = gettext_lazy("Her er et tabulatortegn. Brug mellemrum i stedet.")
BEGINS = gettext_lazy("En tekst kan ikke begynde med »%s«. Sæt den i anførselstegn.")
TAG = gettext_lazy("Her er et mærke (!). Slet det, eller sæt anførselstegn.")
NOT_HERE = gettext_lazy("Her kan ikke stå »%s«. Begynd en liste på en ny linje, eller sæt teksten i anførselstegn.")
OPEN_QUOTE = gettext_lazy("Anførselstegnet her bliver ikke lukket. Luk det, hvor teksten slutter.")
OPEN_BRACKET = gettext_lazy("Parentesen her bliver ikke lukket. Luk den, eller sæt teksten i anførselstegn.")
BRACKET = gettext_lazy(
    "Parentesen, der begynder her, kan ikke læses. Sæt komma mellem tingene i den, luk den, og sæt tekster i "
    "anførselstegn."
)
ESCAPE = gettext_lazy(
    "Efter en omvendt skråstreg (\\) står noget ukendt. Skriv \\\\, eller brug enkelte anførselstegn."
)
GOES_ON = gettext_lazy(
    "Teksten går videre efter et anførselstegn eller en parentes. Sæt hele teksten i anførselstegn, og brug "
    "enkelte (') inde i den. Eller luk det anførselstegn, der begynder længere oppe."
)
COLON = gettext_lazy('Der er et kolon inde i en tekst. Sæt hele teksten i lige anførselstegn: "…".')
NO_SPACE = gettext_lazy("Skriv et mellemrum efter kolonet.")
NO_COLON = gettext_lazy(
    "Der mangler et kolon eller et mellemrum efter det. Skriv for eksempel text: Hvad nu? Hører linjen til teksten "
    "over den, så ryk den længere ind."
)
REMARK = gettext_lazy(
    "Teksten bliver skåret af ved #, for resten af linjen er en bemærkning. Sæt hele teksten i anførselstegn, eller "
    "skriv bemærkningen på en linje for sig."
)
INDENT = gettext_lazy(
    "Linjen passer ikke til dem over den. Ryk den ind som dem, og se efter, at der er mellemrum efter bindestreger "
    "og anførselstegn om tekster på flere linjer."
)
LAYOUT = gettext_lazy(
    "Linjen passer ikke til dem over den. Ryk den ind som dem, og luk anførselstegn og parenteser før den."
)

STRANGE_SPACE = re.compile("[ -]*([a-z_]+:)?[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]")
BEFORE_VALUE = re.compile(r"[ -]*([^\s:#]+:[ \t]+)?")
QUOTED = re.compile(r""" "(\\.|[^"\\])*" | '([^']|'')*' """, re.VERBOSE | re.DOTALL)
WRONG_ESCAPE = re.compile(
    r"""(?<!\\)(\\\\)* \\ (?! [\\0abt\tnvfre\ "/N_LP] | $ | x[0-9a-fA-F]{2}
    | u(?![dD][89a-fA-F])[0-9a-fA-F]{4} | U00(0[0-9a-fA-F]|10)[0-9a-fA-F]{4} )""",
    re.VERBOSE,
)
CUT = re.compile(r"[ -]*[^\s:#]+:[ \t]+[^\s'\"\[{|>#][^#]*[ \t]#")


class Fault(Exception):
    """What is wrong with a file: on which line, 0 for the whole file, and how to put it right. ``str`` says it all."""

    def __init__(self, line: int, danish: str | Promise) -> None:
        super().__init__(_("Linje %(line)d: %(what)s") % {"line": line, "what": danish} if line else str(danish))
        self.line, self.danish = line, str(danish)


class Broken:
    """Where the parser stopped, and what is to be seen there.

    What is said follows from the kind of error, its marks and our own look at the text. The parser's words change from
    one release to the next, and its two implementations do not agree on them.
    """

    def __init__(self, error: yaml.MarkedYAMLError, lines: list[str]) -> None:
        self.lines = lines
        self.scanning = isinstance(error, yaml.scanner.ScannerError)
        stopped = error.problem_mark or error.context_mark
        began = error.context_mark or stopped
        self.line, self.column = self._place(stopped)
        self.began, began_column = self._place(began)
        here = lines[self.line]
        self.before, self.at, self.after = here[: self.column], here[self.column :][:1], here[self.column + 1 :]
        self.rest = lines[self.began][began_column:]  # from where it began what it could not finish
        self.above = "".join(lines[: self.line]).strip()
        self.at_end = not "".join([here[self.column :], *lines[self.line + 1 :]]).strip()

    def _place(self, mark: Any) -> tuple[int, int]:
        last = len(self.lines) - 1
        return (mark.line, mark.column) if mark and mark.line <= last else (last, len(self.lines[last]))

    def fault(self) -> Fault:
        """What is said of it: the first that is seen to be so."""
        looks = (self._deep, self._beginning, self._spaces, self._quote, self._colon, self._name, self._bracket)
        line, danish = next(filter(None, (look() for look in looks)), (self.line, CANNOT))
        while line and not self.lines[line]:  # the end of the file is on its last line
            line -= 1
        return Fault(line + 1, danish)

    def _deep(self) -> Said:
        before = QUOTED.sub("", self.before)
        return (self.line, LAYERS) if len(re.findall(r"[\[{]", before)) > DEEPEST else None

    def _spaces(self) -> Said:
        for line in sorted({max(self.line - 1, 0), self.line, self.began}):
            if STRANGE_SPACE.match(self.lines[line]):
                return line, ODD_SPACE
        return (self.line, TAB) if self.scanning and self.at == "\t" else None

    def _beginning(self) -> Said:
        """A text that begins with a letter that means something to YAML."""
        first = self.rest[:1]
        if self.scanning and first == "!":
            return self.began, TAG
        if self.scanning and first and (first in "*&%@`" or (first in "|>" and self.rest[1:].strip())):
            return self.began, str(BEGINS) % first
        if self.at and self.at in ",]}" and not self.scanning and BEFORE_VALUE.fullmatch(self.before):
            return self.line, str(BEGINS) % self.at
        if self.scanning and self.at and self.at in "-?" and self.before.strip(" -"):
            return self.line, str(NOT_HERE) % self.at
        return None

    def _quote(self) -> Said:
        first = self.rest[:1]
        if self.scanning and first in ("'", '"'):
            if first == '"' and WRONG_ESCAPE.search(self.lines[self.line]):
                return self.line, ESCAPE
            if not QUOTED.match("\n".join([self.rest, *self.lines[self.began + 1 :]])):
                return self.began, OPEN_QUOTE
        ended = self.before.rstrip()[-1:]
        return (self.line, GOES_ON) if not self.scanning and self.at and ended and ended in "\"']}" else None

    def _colon(self) -> Said:
        """A colon that makes a name of what cannot be one."""
        if not self.scanning or self.at != ":":
            return None
        if self.after[:1] and self.after[0] in ",[]{}":
            return self.line, NO_SPACE
        if value := re.search(r":[ \t]+(\S.*)$", self.before):
            return self.line, GOES_ON if value[1][0] in "\"'[{" else COLON
        if re.search(r":[ \t]+$", self.before):
            return self.line, str(BEGINS) % self.at
        above = self._words_above()
        return (above, NO_COLON) if above is not None else (self.line, INDENT if self.above else CANNOT)

    def _words_above(self) -> int | None:
        """The line above, when it stands in the same column and has no name, nor goes on with the text over it."""
        column = _column(self.lines[self.line])
        words: list[int] = []
        for line in range(self.line - 1, -1, -1):
            said = self.lines[line]
            if _column(said) != column or _has_name(said):
                goes_on = _has_name(said) and _column(said) < column
                return None if goes_on or not words else words[0]
            words.append(line)
            if said.lstrip().startswith("-"):
                break
        return words[0] if words else None

    def _name(self) -> Said:
        """A line of words where a name was expected."""
        for line in sorted({self.line, self.began} - {0}):
            if CUT.match(self.lines[line - 1]) and self.lines[line].strip() and not _has_name(self.lines[line]):
                return line - 1, REMARK
        words = self.scanning and self.began < self.line and not _has_name(self.lines[self.began])
        return (self.began, NO_COLON) if words and self.rest[:1] not in ("'", '"') else None

    def _bracket(self) -> Said:
        if self.scanning:
            return None
        if self.rest[:1] in ("[", "{"):
            return self.began, OPEN_BRACKET if self.at_end else BRACKET
        last = max((n for n, line in enumerate(self.lines) if line.strip()), default=0)
        if self.at_end and re.search(r"[\[{]", self.lines[last]):
            return last, OPEN_BRACKET
        alone = not self.above or any(line.startswith("...") for line in self.lines[: self.line])
        return (self.line, LAYOUT) if not self.before.strip(" -") and not self.at_end and not alone else None


def _column(line: str) -> int:
    """Where the words of a line begin, after its dashes."""
    return len(line) - len(line.lstrip(" -"))


def _has_name(line: str) -> bool:
    return re.search(r":([ \t]|$)", line) is not None
