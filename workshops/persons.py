"""Whether a text seems to name a person: what a phone asks about before it sends a note.

It is a guess from words alone, made here and told to nobody else. It goes by the first names that are common in Denmark
(`first_names.txt`), and for those that are ordinary words too, by what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("first_names.txt")
WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*['’]?")
TITLES = frozenset({"fru", "frk", "frøken", "hr", "dr", "overlæge"})
NOBODY = frozenset({"danmark"})  # »Hr. og fru Danmark«
# What people do, and rooms, streets and feasts do not: »Bo tager«, »Bo fra it«.
DOES = frozenset(
    """
    bliver er fik fra får gav giver gik går har havde hjalp hjælper kan kender kom kommer kunne lærte lærer mener plejer
    ringer sagde sidder siger skal skriver spørger spurgte svarer syntes synes tager tog var ved vil ville viste viser
    """.split()  # noqa: SIM905
)
BEFORE_SOMEONE = frozenset(
    "af for fra hedder hos ifølge kollega kære leder med og savner spurgte spørg til".split()  # noqa: SIM905
)
BEFORE_PLACES = frozenset({"lokale", "mødelokale", "sankt", "skt", "stue"})
PLACES = re.compile(r"(vej|gade|plads|torv|hus|huset|hjemmet|skolen|allé)$", re.IGNORECASE)


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Those that are names only, and those that are ordinary words too; in small letters."""
    names, words = LIST.read_text(encoding="utf-8").split("\n# Those")
    return _small(line for line in names.splitlines() if not line.startswith("#")), _small(words.splitlines()[1:])


def named(text: str) -> list[str]:
    """The names in ``text`` that seem to be a person's, as they are written there, each once.

    They are first names, and surnames after a title (»fru Jørgensen«).
    """
    words = list(WORD.finditer(text))
    found = [word.group().rstrip("'’") for at, word in enumerate(words) if _is_person(text, words, at)]
    return list(dict.fromkeys(found))


Words = list[re.Match[str]]


def _is_person(text: str, words: Words, at: int) -> bool:
    word, before = words[at].group(), _at(words, at - 1).lower()
    is_large = word[0].isupper()
    if before in TITLES:
        return is_large and word.lower() not in NOBODY
    if before in BEFORE_PLACES or _is_street(text, words, at):
        return False
    names, (sure, unsure) = _names(word), first_names()
    if names & sure:
        return True
    return is_large and bool(names & unsure) and (_at(words, at + 1).lower() in DOES or _follows(text, words, at))


def _follows(text: str, words: Words, at: int) -> bool:
    """Whether it comes after what is said before someone, in the same sentence: »ifølge Mark«."""
    if not at or re.search(r"[.!?:\n]", text[words[at - 1].end() : words[at].start()]):
        return False
    return _at(words, at - 1).lower() in BEFORE_SOMEONE


def _is_street(text: str, words: Words, at: int) -> bool:
    """Whether it is in the name of a street, a home, a school: »Holger Danskes Vej«."""
    for last in (at + 1, at + 2):
        if not _at(words, last)[:1].isupper() or re.search(r"[.,:;!?]", text[words[at].end() : words[last].start()]):
            return False
        if PLACES.search(_at(words, last)):
            return True
    return False


def _names(word: str) -> set[str]:
    """What can be a name in a word: itself, without the s of the genitive, or »Anne-Marie« of two names."""
    bare = word.lower().rstrip("'’")
    first, *others = bare.split("-")
    if others:
        sure = first_names()[0]
        return {first} if all({each, each.removesuffix("s")} & sure for each in (first, *others)) else {bare}
    return {bare, bare.removesuffix("s")} if len(bare) > 3 and word[0].isupper() else {bare}


def _at(words: Words, at: int) -> str:
    return words[at].group() if 0 <= at < len(words) else ""


def _small(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for line in lines for name in line.split())
