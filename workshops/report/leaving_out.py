"""What of a record can be left out of it or reworded, and the record after that.

The same words are left out wherever they stand: a note among those that it was put together with, in what answers it,
in what was agreed and in what was put into words from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models.record import Record, digest

Told = dict[str, Any]  # a record's data (docs/record.md)
Stays = Callable[[str], bool]

MAIN_POINT, MANDATE, AGREED, HEADING, WORDED, NOTE, EARLIER = (
    _("Det vigtigste"),
    _("Det kunne I bestemme"),
    _("Det nåede I frem til"),
    _("Overskrifter på bunker"),
    _("Skrevet i felter"),
    _("Sedler"),
    _("Fra sidst"),
)


@dataclass(frozen=True)
class Line:
    """Words that stand in a record: what they are, and what names them in a form; ``agreement`` is the id of one."""

    what: str
    text: str
    agreement: int = 0

    @property
    def digest(self) -> str:
        return digest(self.text)


def lines(told: Told) -> list[Line]:
    """What stands in a record and can be left out of it, each once, in the order it is told."""
    found: dict[str, Line] = {}
    for what, text, *agreement in _words(told):
        if text:
            found.setdefault(digest(text), Line(str(what), text, *agreement))
    return list(found.values())


def _words(told: Told) -> Iterator[tuple[Any, ...]]:
    yield from ((MAIN_POINT, text) for text in told["write_up"]["points"])
    yield from ((MAIN_POINT, text) for text in _listed(told["write_up"]["chapters"]))
    yield from ((MANDATE, line) for _heading, text in told["mandate"] for line in text.split("\n"))
    yield from ((AGREED, each["what"], each["agreement"]) for each in told["agreements"])
    for chapter in told["chapters"]:
        yield from ((HEADING, each["text"]) for each in chapter["together"] if each["size"])
        answers = [each for section in chapter["sections"] for each in section["answers"]]
        yield from ((WORDED, line) for each in answers for line in each["text"].split("\n"))
        yield from ((NOTE, note["text"]) for each in answers for note in each["notes"])
        yield from ((NOTE, text) for each in chapter["together"] for text in each["notes"] or [each["text"]])
        yield from ((EARLIER, text) for text in _listed(chapter["earlier"]))
    yield from ((EARLIER, each["what"]) for name in ("earlier", "left_open") for each in told[name])


def _listed(data: Any) -> Iterator[str]:
    """The texts that stand in lists of ``data``, however deep."""
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else []:
        if isinstance(each, str) and isinstance(data, list):
            yield each
        else:
            yield from _listed(each)


def changed(told: Told, record: Record | None) -> Told:
    """The same data as the facilitator has it: with other words where some were put, and without those left out."""
    return without(_reworded(told, record.reworded), record.left_out) if record else told


def _reworded(told: Told, reworded: dict[str, str]) -> Told:
    def words(text: str) -> str:
        whole = reworded.get(digest(text))
        return whole if whole is not None else "\n".join(reworded.get(digest(each), each) for each in text.split("\n"))

    def anew(data: Any, name: str = "") -> Any:
        if isinstance(data, dict):
            return {key: anew(each, key) for key, each in data.items()}
        if isinstance(data, list):
            return [words(each) if isinstance(each, str) else anew(each) for each in data]
        return words(data) if name in ("text", "what") and isinstance(data, str) else data

    said = ("write_up", "mandate", "agreements", "earlier", "left_open", "chapters")
    return {**told, **{name: anew(told[name]) for name in said}} if reworded else told


def without(told: Told, left_out: list[str]) -> Told:
    """The same data without the words of those digests. What was counted is counted without them."""
    if not left_out:
        return told
    gone, found = {*left_out}, deepcopy(told)

    def stays(text: str) -> bool:
        return digest(text) not in gone

    found["write_up"] = _filtered(found["write_up"], stays)
    found["mandate"] = [[heading, left] for heading, text in found["mandate"] if (left := _left(text, stays))]
    for name in ("agreements", "earlier", "left_open"):
        found[name] = [each for each in found[name] if stays(each["what"])]
    for chapter in found["chapters"]:
        answers = [each for section in chapter["sections"] for each in section["answers"]]
        found["notes"] -= sum(_without_notes(each, stays) for each in answers)
        chapter["together"] = [each for each in chapter["together"] if _stays_together(each, stays)]
        chapter["earlier"] = _filtered(chapter["earlier"], stays)
    return found


def _left(text: str, stays: Stays) -> str:
    """The lines of ``text`` that stay."""
    return "\n".join(line for line in text.split("\n") if stays(line))


def _without_notes(answers: dict[str, Any], stays: Stays) -> int:
    """Take notes out of what came to one place; returns how many that were."""
    out = [note for note in answers["notes"] if not stays(note["text"])]
    answers["text"] = _left(answers["text"], stays)
    answers["notes"] = [note for note in answers["notes"] if stays(note["text"])]
    for kind, n in Counter(note["kind"] for note in out).items():
        answers["written"][kind] -= n
    for note in answers["notes"]:
        note["answers"] = [text for text in note["answers"] if stays(text)]
    return len(out)


def _stays_together(option: dict[str, Any], stays: Stays) -> bool:
    """Take words out of what was put together or got dots; False where nothing is left of it."""
    if not option["size"]:
        return stays(option["text"])
    notes = [text for text in option["notes"] if stays(text)]
    option["size"] -= len(option["notes"]) - len(notes)
    option["notes"] = notes
    option["text"] = option["text"] if stays(option["text"]) else ""
    return bool(option["size"])


def _filtered(data: Any, stays: Stays) -> Any:
    if isinstance(data, dict):
        return {name: _filtered(each, stays) for name, each in data.items()}
    if isinstance(data, list):
        return [_filtered(each, stays) for each in data if not isinstance(each, str) or stays(each)]
    return data
