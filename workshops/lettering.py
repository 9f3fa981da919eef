"""Long words in pictures: an SVG divides none by itself, and one squeezed into its room cannot be read."""

from __future__ import annotations

import textwrap
from functools import cache

import pyphen


def lines(text: str, wide: int, most: int, longest: int) -> list[str]:
    """``text`` in at most ``most`` lines of about ``wide`` letters; a word of more than ``longest`` is divided.

    What finds no room is left out behind three dots: whoever draws a picture says all of it beside the picture.
    """
    pieces = " ".join(piece for word in text.split() for piece in _pieces(word, wide, longest))
    whole = textwrap.wrap(pieces, wide, break_long_words=False, break_on_hyphens=False)
    if len(whole) > most and whole[most - 1].endswith("-"):
        return [*whole[: most - 1], f"{whole[most - 1][:-1]}…"]
    found = textwrap.wrap(
        pieces, wide, max_lines=most, placeholder=" …", break_long_words=False, break_on_hyphens=False
    )
    return found or [text]


def _pieces(word: str, wide: int, longest: int) -> list[str]:
    """``word`` whole, or in pieces of at most ``wide`` letters with a hyphen at the end of each but the last."""
    if len(word) <= longest:
        return [word]
    pieces = []
    while len(word) > wide:
        at = max((at for at in _danish().positions(word) if 2 < at < wide), default=wide - 1)
        pieces.append(f"{word[:at]}-")
        word = word[at:]
    return [*pieces, word]


@cache
def _danish() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="da_DK", left=3, right=3)
