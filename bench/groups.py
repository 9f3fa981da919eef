"""Measure how near notes that are put together by their words come to groups made by hand: ``python -m bench.groups``.

The six sets in ``bench/groups/`` were written and grouped by reading, as a careful facilitator would. Printed is, for
each set and way of comparing, the adjusted Rand index (Hubert and Arabie, 1985): 1 for the same groups, 0 for chance.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from math import comb
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_suffix("")
YARDSTICK = FOLDER.parent.parent / "tests" / "notes.yaml"
KEPT_BACK = {"drift", "sygehus"}  # for the end: who tunes a way of comparing does not look at these
CUT = 0.01  # two groups whose notes are less alike than this on average stay apart
COMMON = frozenset(
    """
    af al alle alt altid andre at bare blev bliver da de den der deres det dig din dit du eller en end er et for fordi
    fra få får før går han har havde hele helt her hun hvad hver hvis hvor i ikke ind ingen jeg jer jeres jo kan kun
    lige man mange med meget mere mig min mit når nu ny nye nok noget nogen nogle også og om op os over på selv siger
    skal som så til to ud under var ved vi vil vores være
    """.split()  # noqa: SIM905
)


def read(path: Path) -> tuple[list[str], list[str]]:
    """The texts of a set, and the group of each."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "groups" in content:
        notes = yaml.safe_load(YARDSTICK.read_text(encoding="utf-8"))
        return [note["text"] for note in notes[: len(content["groups"])]], content["groups"]
    return [note["text"] for note in content["notes"]], [note["group"] for note in content["notes"]]


def rand_index(ours: list[int], theirs: list[str]) -> float:
    """The adjusted Rand index of two ways of grouping the same notes."""
    both, one, other = Counter(zip(ours, theirs, strict=True)), Counter(ours), Counter(theirs)
    same, in_one, in_other = (sum(comb(count, 2) for count in each.values()) for each in (both, one, other))
    chance = in_one * in_other / comb(len(ours), 2)
    most = (in_one + in_other) / 2
    return (same - chance) / (most - chance) if most != chance else 1.0


# --- Ways of comparing: what of a text counts ---


def words(text: str) -> set[str]:
    """Its words, but for the common ones."""
    return set(re.findall(r"[^\W\d_]{2,}", text.lower())) - COMMON


def stems(text: str) -> set[str]:
    """Its words without their endings, as the library's search takes them off."""
    from workshops.library.search import stem

    return {stem(word) for word in words(text)}


def parts(text: str) -> set[str]:
    """Its words in pieces of five letters: compounds and typing errors have most of them in common."""
    return {word[at : at + 5] for word in stems(text) for at in range(max(1, len(word) - 4))}


def group(texts: list[str], told_by: Callable[[str], set[str]]) -> list[int]:
    """The group of each text: the two that are most alike on average are put together, until none are."""
    of = [told_by(text) for text in texts]
    alike = {
        (one, other): len(of[one] & of[other]) / len(of[one] | of[other])
        for one, other in combinations(range(len(texts)), 2)
        if of[one] & of[other]
    }
    groups = {number: [number] for number in range(len(texts))}

    def likeness(pair: tuple[int, int]) -> float:
        one, other = (groups[each] for each in pair)
        found = sum(alike.get((min(a, b), max(a, b)), 0.0) for a in one for b in other)
        return found / (len(one) * len(other))

    while len(groups) > 1:
        best = max(combinations(groups, 2), key=likeness)
        if likeness(best) < CUT:
            break
        groups[best[0]] += groups.pop(best[1])
    found = {note: label for label, notes in groups.items() for note in notes}
    return [found[note] for note in range(len(texts))]


def main() -> None:
    """Print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    ways = (words, stems, parts)
    print(f"{'set':<16}{'notes':>6}{'groups':>8}" + "".join(f"{way.__name__:>9}" for way in ways))
    for path in sorted(FOLDER.glob("*.yaml")):
        texts, theirs = read(path)
        name = f"{path.stem} *" if path.stem in KEPT_BACK else path.stem
        found = "".join(f"{rand_index(group(texts, way), theirs):>9.3f}" for way in ways)
        print(f"{name:<16}{len(texts):>6}{len(set(theirs)):>8}{found}", flush=True)
    print("* kept back until the end")


if __name__ == "__main__":
    main()
