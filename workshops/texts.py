"""Text that comes in: every note, question, title, name and search passes here before it is looked at or stored.

What a reader saw is kept, written in the way everything else is written: ordinary spaces and line breaks, composed
letters, and nothing that cannot be seen or that reaches beyond the text it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .errors import Refused

TOO_LONG = _("Teksten er på %(show_value)d tegn. Brug højst %(limit_value)d.")
MOST_BLANK_LINES = 2
MOST_ACCENTS, MOST_MARKS = 4, 8  # on one letter; the second in scripts that are written with marks, Tibetan with most

ALONE = {"Cc", "Cf", "Cs", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"}  # nothing by themselves; this year's emoji are Cn, seen
FILLERS = "\u115f\u1160"  # letters to Unicode, to be seen by nobody
BULLETS = "-–—*•·‣◦●○▪■□➢✓"
WORDS_BULLETS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc", "•▪➢✓")  # as Word copies them, from a font of its own


def _class(numbers: Iterable[int]) -> str:
    """Code points in rising order as a regular expression's class has them."""
    spans: list[list[int]] = []
    for each in numbers:
        if spans and spans[-1][1] == each - 1:
            spans[-1][1] = each
        else:
            spans.append([each, each])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


# The control characters that part words are among \\s. As white as those are Braille's empty cell, Hangul's fillers and
# what stands for a picture that was not copied.
WHITE = re.compile("[\\s\u2800\u3164\uffa0\ufffc]")
# Of no width: the other control characters, soft hyphens, byte order marks, what is no character at all; and what turns
# the text after it around: embeddings, overrides, isolates.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u17b4\u17b5\u180e\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff"
    f"{_class(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))}]"
)
TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{2,7}\U000e007f)|[\U000e0020-\U000e007f]")  # in a flag, or stray
JOINERS = re.compile("[\u200b-\u200d]+")
DIRECTIONS = re.compile("[\u061c\u200e\u200f]")
ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
MARKS = re.compile(
    f"[{_class(n for n in range(0x300, 0x20000) if unicodedata.category(chr(n)) in ('Mn', 'Me'))}"
    "\U000e0100-\U000e01ef]{2,}"
)
GAP = re.compile(f"\n{{{MOST_BLANK_LINES + 2},}}")


def lines(text: str) -> str:
    """``text`` of several lines as it is stored; empty when nothing in it can be seen."""
    text = "\n".join(map(_tidy, _directed(_whole(text)).splitlines())).strip(" \n")
    if all(unicodedata.category(each) in ALONE or each in FILLERS for each in text):
        return ""
    return GAP.sub("\n" * (MOST_BLANK_LINES + 1), text)


def line(text: str) -> str:
    """``text`` of one line as it is stored, with one space for each gap; empty when nothing in it can be seen."""
    return " ".join(lines(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing in ``text`` can be seen."""
    return not lines(text)


def check_length(text: str, most: int) -> None:
    """Raise Refused, saying how long a tidied ``text`` is and may be, when it is longer than ``most`` characters."""
    if len(text) > most:
        raise Refused(str(TOO_LONG) % {"limit_value": most, "show_value": len(text)})


def names(text: str) -> list[str]:
    """The names in a list that was typed or pasted, each once in its first spelling.

    One stands on each line, in each cell of a table, or between the commas of a single line. Bullets are not part of a
    name, nor are numbers that count the lines.
    """
    found: list[str] = []
    for row in text.splitlines():
        cells = [each for each in map(line, row.split("\t")) if each]
        if len(cells) > 1 and (cells[0] == "o" or re.fullmatch(r"\(?\d{1,2}[.)]", cells[0])):  # a bullet of Word's
            cells[:2] = [f"{cells[0]} {cells[1]}".removeprefix("o ")]
        found += [each.lstrip(BULLETS + " ").rstrip(" ,;") for each in cells]
    found = _uncounted([each for each in found if each])
    if len(found) == 1:
        found = [each.strip() for each in re.split("[,;]", found[0])]
    first: dict[str, str] = {}
    for each in found:
        first.setdefault(each.casefold(), each)
    return [each for each in first.values() if each]


def _uncounted(found: list[str]) -> list[str]:
    """Names without numbers that only count them: »1. sal« and »2. sal« keep theirs."""
    counted = [re.fullmatch(r"\(?(\d{1,2})[.)] ?(\D.*)", each) for each in found]
    bare = [each[2] for each in counted if each]
    counts = [int(each[1]) for each in counted if each] == list(range(1, len(found) + 1))
    return bare if counts and len({each.casefold() for each in bare}) == len(bare) else found


def shortened(text: str, most: int) -> str:
    """``text`` within ``most`` characters; where it was cut, an ellipsis says so."""
    if len(text) <= most:
        return text
    whole_words = text[:most].rpartition(" ")[0]
    return (whole_words if len(whole_words) > most // 2 else text[: most - 1]).rstrip(" ,.;:-\u200d") + "…"


def _whole(text: str) -> str:
    """``text`` without halves of characters: two that belong together are one, one alone is nothing."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _directed(text: str) -> str:
    """Marks of direction are for texts in which some letters go from right to left."""
    if not DIRECTIONS.search(text):
        return text
    bare = DIRECTIONS.sub("", text)
    return text if any(unicodedata.bidirectional(each) in ("R", "AL") for each in bare) else bare


def _tidy(text: str) -> str:
    """One line, as it is stored but for the spaces before it."""
    if text.isprintable() and max(text, default="") < "\u0300":  # as most is: what follows would change nothing
        return text.rstrip()
    text = UNSEEN.sub("", WHITE.sub(" ", text.translate(WORDS_BULLETS)))
    text = unicodedata.normalize("NFC", TAGS.sub(r"\1", text))
    text = unicodedata.normalize("NFC", JOINERS.sub(_joined, text))
    return MARKS.sub(_bounded, text).rstrip()


def _joined(found: re.Match[str]) -> str:
    """What joins stays inside an emoji, and in scripts where it says how letters are written and words are parted."""
    before = found.string[found.start() - 1] if found.start() else " "
    after = found.string[found.end()] if found.end() < len(found.string) else " "
    kind = unicodedata.category(before)
    if kind in ("So", "Sk", "Cn") or before == "\ufe0f":
        return "\u200d" if "\u200d" in found[0] and unicodedata.category(after) in ("So", "Sm", "Cn") else ""
    writes = kind in ("Lo", "Mn", "Mc") and not ACCENTS.match(before)
    return found[0][0] if writes or unicodedata.bidirectional(before) == "R" else ""


def _bounded(found: re.Match[str]) -> str:
    """The marks on one letter: no script puts the same one on it twice, nor ever so many."""
    kept = list(dict.fromkeys(found[0]))
    accents = [each for each in kept if ACCENTS.match(each)][:MOST_ACCENTS]
    return "".join([each for each in kept if each in accents or not ACCENTS.match(each)][:MOST_MARKS])


# --- Words ---

# From the Danish Snowball stemmer: its first step, where the longest ending that fits is taken, and its last. Those
# between take so much more that what is left begins other words: »tidlig« would find »tid«, »rolig« »rolle«.
ENDING = re.compile(
    "(?<=...)(hed|ethed|ered|erede|ende|erende|ene|erne|ere|en|heden|eren|er|heder|erer|heds|es|endes|erendes|enes|ernes"
    "|eres|ens|hedens|erens|ers|ets|erets|et|eret|e|s)$"
)
DOUBLED = re.compile(r"(?<=..)([bcdfghjklmnpqrstvxz])\1$")


def stem(word: str) -> str:
    """``word`` without its Danish ending, so that »spørgsmålene« finds »spørgsmål«; at least three letters."""
    return DOUBLED.sub(r"\1", ENDING.sub("", word, count=1))


def words_of(text: str) -> list[str]:
    """The words of ``text``, cut the same way for both databases: »fordele/ulemper« is two."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


def stems(text: str) -> list[str]:
    """The words of ``text`` without their endings."""
    return [stem(word) for word in words_of(text)]
