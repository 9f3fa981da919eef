"""What someone reads on a page, piece by piece: its words, and whether one is chosen or cannot be pressed.

How the page is built is not part of it: a piece may move to another element, and spaces between elements do not count.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

UNSEEN = {"script", "style", "template", "meta", "link"}
INLINE = {"a", "abbr", "b", "bdi", "br", "em", "i", "label", "small", "span", "strong", "time"}
SAID = ("aria-label", "alt", "placeholder", "title")
MASKED = re.compile(r"(?<=/rapport/)[\w:-]+")  # signed anew on each machine


def seen(page: str) -> str:
    """The pieces of a page, those of one block in a line."""
    pieces = MASKED.sub("…", "".join(_pieces(html.document_fromstring(page))))
    lines = (re.sub(r"( \| )+", " | ", line).strip(" |") for line in pieces.split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    edge = " | " if element.tag in INLINE else "\n"
    yield edge
    yield _state(element)
    yield "".join(f"[{' '.join(element.get(name).split())}] | " for name in SAID if element.get(name))
    if element.tag == "input" and element.get("type") not in ("hidden", "checkbox", "radio"):
        yield f"{element.get('value', '')} | "
    yield " ".join((element.text or "").split())
    for child in element:
        yield from _pieces(child)
        yield " ".join((child.tail or "").split())
    yield edge


def _state(element: HtmlElement) -> str:
    chosen = element.get("aria-pressed") == "true" or element.get("aria-current") in ("true", "step")
    chosen = chosen or element.get("checked") is not None or element.get("selected") is not None
    signs = [("•", chosen), ("×", element.get("disabled") is not None), ("▾", element.get("open") is not None)]
    return "".join(f"{sign} | " for sign, holds in signs if holds)


def differences(was: dict[str, str], now: dict[str, str]) -> list[str]:
    """How the pages differ, by their names."""
    return [
        "\n".join(difflib.unified_diff(was.get(name, "").split("\n"), now.get(name, "").split("\n"), name, "now", n=1))
        for name in dict.fromkeys([*was, *now])
        if _words(was.get(name)) != _words(now.get(name))
    ]


def _words(text: str | None) -> str | None:
    return text and re.sub(r"\s*[|\n]\s*", "", text)


# --- In a file ---

SAME, LEFT_OUT = "…", "−"  # so many lines as on the page of that kind before it, and so many of it that are not here


def written(pages: dict[str, str]) -> str:
    """Pages as a file. Of several of a kind only what changes from one to the next is written out."""
    lines: list[str] = []
    last: dict[str, list[str]] = {}
    for name, page in pages.items():
        before, now = last.get(_kind(name), []), page.split("\n")
        lines += ["", f"=== {name}"] if lines else [f"=== {name}"]
        for what, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
            if what == "equal":
                lines.append(f"{SAME} {b - a}")
            else:
                lines += [f"{LEFT_OUT} {b - a}"] * (b > a) + now[c:d]
        last[_kind(name)] = now
    return "\n".join(lines) + "\n"


def read(text: str) -> dict[str, str]:
    """The pages of a file that ``written`` wrote."""
    pages: dict[str, str] = {}
    last: dict[str, list[str]] = {}
    _, *parts = re.split(r"^=== (.*)\n", text, flags=re.MULTILINE)
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        before, now, at = last.get(_kind(name), []), [], 0
        for line in part.strip("\n").split("\n"):
            sign, _, n = line.partition(" ")
            if sign in (SAME, LEFT_OUT) and n.isdecimal():
                now += before[at : at + int(n)] if sign == SAME else []
                at += int(n)
            else:
                now.append(line)
        last[_kind(name)] = now
        pages[name] = "\n".join(now)
    return pages


def _kind(name: str) -> str:
    return re.sub(r"^stop [0-9]+, |[0-9]+|, .*", "", name)
