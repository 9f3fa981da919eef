"""A question set from its file: what it says, checked as a whole, or the line of what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from .. import guides, registry
from ..models import Hint
from .faults import Fault
from .format import MOST, SET
from .parsing import tree
from .things import Item

Files = Callable[[str], bytes]


def read(data: bytes, files: Files | None = None) -> Item:
    """What the file ``data`` says, with everything it leaves out filled in. Raises Fault.

    ``files`` gives the bytes of another fixture by its name, for ``topics_of`` and ``hints_of``; without it, those are
    not read.
    """
    content = _read(data, files, 0)
    if content["topics"] is None:
        raise SET.missing("topics", content.line)
    _check_needs(content)
    _check_amount(content)
    named = _check_questions(content, content["questions"])
    for topic in content["topics"]:
        _check_questions(content, topic["questions"])
        _check_places(topic["hints"], named)
    _check_places(content["hints"], set())
    _check_guide(content)
    return content


# --- Files that borrow from each other ---


def _read(data: bytes, files: Files | None, depth: int) -> Item:
    node = tree(data)
    if node.is_empty:
        raise Fault(1, _("Der står ingenting. Skriv eller vælg et spørgsmålssæt."))
    content = SET.read(node)
    if other := content.pop("topics_of"):
        line = content.line_of("topics_of")
        if content["topics"] is not None:
            raise Fault(line, _("Vælg enten »topics« eller »topics_of«."))
        content["topics"] = _other(content, "topics_of", other, files, depth)["topics"]
        _set_line(content["topics"] or [], line)
    for topic in content["topics"] or []:
        if borrowed := topic.pop("hints_of", None):
            topic["hints"] += _borrowed(borrowed, _other(borrowed, "set", borrowed["set"], files, depth))
    return content


def _other(item: Item, name: str, key: str, files: Files | None, depth: int) -> Item:
    """What the file ``key`` says. What is wrong with it is a fault where ``item`` names it."""
    line = item.line_of(name)
    if files is None or depth > 2:
        raise Fault(line, _("En fil kan ikke låne fra en anden, når du henter den ind. Skriv det hele i filen selv."))
    try:
        return _read(files(key), files, depth + 1)
    except OSError:
        raise Fault(line, _("Filen %s findes ikke.") % key) from None
    except Fault as fault:
        raise Fault(line, f"{key}: {fault}") from None


def _set_line(items: list[Item], line: int) -> None:
    """What another file says is, in this one, on the line that names the other."""
    for item in items:
        item.line, item.lines = line, {}
        _set_line([*item.get("questions", []), *item["hints"]] if "hints" in item else [], line)


def _borrowed(item: Item, other: Item) -> list[Item]:
    """Hints made of the questions of a topic of another file, each with its own hints as its detail."""
    topics = other["topics"] or []
    topic = next((each for each in topics if each["title"] == item["topic"]), None)
    if topic is None:
        known = ", ".join(each["title"] for each in topics)
        raise Fault(item.line_of("topic"), _("Temaet findes ikke. Der er: %s.") % known)
    return [
        Item(
            item.line,
            text=question["text"],
            kind=Hint.Kind.ADVICE.value,
            heading=topic["title"],
            detail=" ".join(each["text"] for each in question["hints"]),
            at="",
            source=f"{other['source']}: {question['source']}"[:300],
        )
        for question in topic["questions"]
    ]


# --- What holds of a set as a whole ---


def _check_needs(content: Item) -> None:
    tool = registry.get(content["tool"])
    there = {question["key"] for question in content["questions"]}
    for key in tool.needs:
        if key not in there:
            raise Fault(
                content.line_of("questions"),
                _("Værktøjet %(tool)s skal have et spørgsmål under »questions« med key: %(key)s. Tilføj det.")
                % {"tool": tool.key, "key": key},
            )


def _check_amount(content: Item) -> None:
    questions = content["questions"] + [each for topic in content["topics"] for each in topic["questions"]]
    hints = [hint for each in [content, *content["topics"], *questions] for hint in each["hints"]]
    for name, items in (("topics", content["topics"]), ("questions", questions), ("hints", hints)):
        most = MOST[name]
        if len(items) > most:
            raise Fault(
                items[most].line,
                _("Her bliver »%(name)s« for mange. Et sæt kan højst have %(most)d. Del det i to.")
                % {"name": name, "most": most},
            )


def _check_questions(content: Item, questions: list[Item]) -> set[str]:
    """That what questions name is there. Returns the keys they have."""
    known = [kind.key for kind in registry.get(content["tool"]).kinds]
    named = {question["key"] for question in questions} - {""}
    for question in questions:
        for kind in question["kinds"]:
            _check_known(question, "kinds", kind, known)
        _check_known(question, "answers", question["answers"], sorted(named - {question["key"]}))
        _check_places(question["hints"], set())
    return named


def _check_guide(content: Item) -> None:
    steps = guides.known(content["tool"])
    for n, said in enumerate(content["guide"]):
        _check_known(said, "step", said["step"], steps)
        if said["step"] in [each["step"] for each in content["guide"][:n]]:
            raise Fault(said.line_of("step"), _("Trinet %s står der to gange. Slet det ene.") % said["step"])


def _check_places(hints: list[Item], named: set[str]) -> None:
    for hint in hints:
        _check_known(hint, "at", hint["at"], sorted(named))


def _check_known(item: Item, name: str, value: str, known: list[str]) -> None:
    if not value or value in known:
        return
    said = {"name": name, "value": value[:40], "known": ", ".join(known)}
    danish = (
        _("»%(name)s« siger »%(value)s«, som ikke findes. Skriv et af disse: %(known)s.")
        if known
        else _("»%(name)s« siger »%(value)s«, men her er ikke noget at pege på. Slet linjen.")
    )
    raise Fault(item.line_of(name), danish % said)
