"""The format of a question set as YAML: what a file must say, and what is wrong, line by line, where it does not.

``fixtures/`` and what a workplace imports are read by the same rules. The format is in ``docs/content.md``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import texts, tools
from ..models import Hint, Question, QuestionSet, Topic
from .faults import REMARK, Fault
from .parsing import BREAKS, UNSEEN, Node, tree

MOST = {"topics": 60, "questions": 300, "hints": 600}  # in one set; the editor shows a set on one page
LONGEST_TEXT = 4000

Files = Callable[[str], bytes]

Read = Callable[[Node, str], Any]


@dataclass(frozen=True)
class Field:
    """What can stand at a name: what is written there, how it is read, and whether it must be there.

    ``note`` tells the one who writes a file more.
    """

    what: str | Promise
    read: Read
    required: bool = False
    default: Any = ""
    note: str | Promise = ""


@dataclass(frozen=True)
class Thing:
    """A set, a topic, a question or a hint: what it is called, and its names in the order they are read."""

    english: str
    danish: str | Promise
    fields: dict[str, Field]


class Item(dict[str, Any]):
    """What was read of a thing, with the line it begins on and that of each of its names."""

    line: int
    lines: dict[str, int]

    def line_of(self, name: str) -> int:
        """The line where ``name`` stands; where the thing begins, when it does not."""
        return self.lines.get(name, self.line)


def _wrong(node: Node, name: str, english: str, danish: str) -> Fault:
    said = {"name": name}
    return Fault(node.line, f"{name}: {english}", _("»%(name)s« passer ikke.") % said + " " + danish)


def words(most: int | None = LONGEST_TEXT, tidy: Callable[[str], str] = texts.line) -> Read:
    """Text of at most so many characters, of one line or, with ``texts.lines``, of several."""

    def read(node: Node, name: str) -> str:
        if not isinstance(node.value, str):
            raise _wrong(node, name, "text was expected.", _("Skriv en tekst på samme linje."))
        if node.cuts:
            raise Fault(node.line, f"{name}: what follows # is not read.", str(REMARK))
        text = "" if node.is_empty else node.value
        if UNSEEN.search(text):  # written as an escape
            raise _wrong(
                node, name, "a character that cannot be shown.", _("Der er et tegn, der ikke kan vises. Slet det.")
            )
        text = tidy(text)
        if most and len(text) > most:
            short = str(texts.TOO_LONG) % {"limit_value": most, "show_value": len(text)}
            raise _wrong(node, name, f"{len(text)} characters; at most {most}.", short)
        return text

    return read


def _number(node: Node, name: str) -> int:
    if not isinstance(node.value, str) or not re.fullmatch("[0-9]{1,3}", node.value) or not 1 <= int(node.value) <= 240:
        raise _wrong(node, name, "a number from 1 to 240 was expected.", _("Skriv et tal mellem 1 og 240."))
    return int(node.value)


def _flag(node: Node, name: str) -> bool:
    if node.value not in ("true", "false"):
        raise _wrong(node, name, "true or false was expected.", _("Skriv true eller false."))
    return node.value == "true"


def _slug(most: int) -> Read:
    def read(node: Node, name: str) -> str:
        text = node.value
        if not isinstance(text, str) or len(text) > most or not re.fullmatch("[a-z][a-z0-9-]*", text):
            raise _wrong(
                node,
                name,
                f"{text if isinstance(text, str) else '…'!r}; expected a name, for instance my-own-set.",
                _("Brug kun små bogstaver fra a til z, tal og bindestreg, højst %d tegn.") % most,
            )
        return text

    return read


def _choice(known: Callable[[], Iterable[str]]) -> Read:
    def read(node: Node, name: str) -> str:
        all_known = list(known())
        if node.value not in all_known:
            said = node.value if isinstance(node.value, str) else "…"
            raise _wrong(
                node,
                name,
                f"{said!r} is unknown; expected one of {', '.join(all_known)}.",
                _("Skriv et af disse: %s.") % ", ".join(all_known),
            )
        return str(node.value)

    return read


def _names(node: Node, name: str) -> list[str]:
    if not isinstance(node.value, list) or not all(isinstance(each.value, str) for each in node.value):
        raise _wrong(node, name, "a list of names was expected.", _("Skriv en liste i kantede parenteser: [et, to]."))
    return [str(each.value) for each in node.value]


def _list_of(thing: Thing) -> Read:
    def read(node: Node, name: str) -> list[Item]:
        if node.is_empty:
            return []
        if not isinstance(node.value, list):
            raise _wrong(
                node, name, "a list was expected.", _("Skriv en liste: hver linje begynder med en bindestreg.")
            )
        return [_thing(each, thing) for each in node.value]

    return read


def _one(thing: Thing) -> Read:
    return lambda node, name: _thing(node, thing)


def _thing(node: Node, thing: Thing) -> Item:
    if not isinstance(node.value, dict):
        first = next(name for name, each in thing.fields.items() if each.required)
        raise Fault(
            node.line,
            f"{thing.english} was expected, with {first}: and the rest.",
            _("Her skal stå %(thing)s. Skriv navn, kolon og tekst, for eksempel %(first)s: …")
            % {"thing": _lower(thing.danish), "first": first},
        )
    for name, line in node.keys.items():
        if name not in thing.fields:
            raise _unknown(thing, name, line)
    item = Item()
    item.line, item.lines = node.line, node.keys
    for name, each in thing.fields.items():
        given = node.value.get(name)
        if given is None or (given.is_empty and not given.cuts and each.default == ""):
            item[name] = list(each.default) if isinstance(each.default, list) else each.default
        else:
            item[name] = each.read(given, name)
        if each.required and (given is None or item[name] == ""):
            raise missing(thing, name, item.line_of(name))
    return item


def missing(thing: Thing, name: str, line: int) -> Fault:
    """The fault that ``thing`` does not say ``name``."""
    said = {"thing": thing.danish, "name": name, "what": thing.fields[name].what}
    return Fault(
        line,
        f"{thing.english} lacks {name!r}.",
        _("%(thing)s mangler »%(name)s«. Skriv %(name)s: efterfulgt af %(what)s.") % said,
    )


def _unknown(thing: Thing, name: str, line: int) -> Fault:
    close = difflib.get_close_matches(name, thing.fields, n=1)
    known = ", ".join(thing.fields)
    said = {"thing": thing.danish, "name": name[:40], "close": close[0] if close else "", "known": known}
    if not name.isprintable():
        danish = _("Der er et usynligt tegn i »%(name)s«. Slet navnet, og skriv det igen.")
    elif close:
        danish = _("%(thing)s kan ikke have »%(name)s«. Mente du »%(close)s«?")
    else:
        danish = _("%(thing)s kan ikke have »%(name)s«. Slet det, eller brug et af disse navne: %(known)s.")
    if " " in name:
        danish += " " + _("Hører det til en tekst, så sæt hele teksten i anførselstegn.")
    return Fault(line, f"{thing.english} cannot have {name[:40]!r}; known: {known}.", danish % said)


def _lower(text: str | Promise) -> str:
    return str(text)[:1].lower() + str(text)[1:]


def _most(model: type, name: str) -> int | None:
    return model._meta.get_field(name).max_length  # type: ignore[attr-defined]


SOURCE = Field(gettext_lazy("hvor det er fra, for eksempel Jeres egen"), words(300), required=True)
TITLE = Field(gettext_lazy("en titel"), words(_most(QuestionSet, "title")), required=True)
HINT = Thing(
    "a hint",
    gettext_lazy("Et råd eller eksempel"),
    {
        "text": Field(gettext_lazy("rådet eller eksemplet"), words(tidy=texts.lines), required=True),
        "kind": Field(
            gettext_lazy("slags"),
            _choice(lambda: Hint.Kind.values),
            default=Hint.Kind.ADVICE.value,
            note=gettext_lazy(
                "advice (råd), example (eksempel), benefit (mulig fordel) eller drawback (mulig ulempe). Ellers råd."
            ),
        ),
        "group": Field(
            gettext_lazy("en overskrift"),
            words(_most(Hint, "group")),
            note=gettext_lazy("Flere efter hinanden kan dele en."),
        ),
        "detail": Field(
            gettext_lazy("en uddybning"), words(tidy=texts.lines), note=gettext_lazy("Eller den anden side af sagen.")
        ),
        "at": Field(
            gettext_lazy("et spørgsmåls key"),
            words(30),
            note=gettext_lazy("Når et råd eller eksempel til temaet kun gælder ét af spørgsmålene."),
        ),
        "source": SOURCE,
    },
)
QUESTION = Thing(
    "a question",
    gettext_lazy("Et spørgsmål"),
    {
        "text": Field(gettext_lazy("spørgsmålet"), words(_most(Question, "text"), texts.lines), required=True),
        "minutes": Field(
            gettext_lazy("minutter"), _number, default=10, note=gettext_lazy("Et tal mellem 1 og 240. Ellers 10.")
        ),
        "source": SOURCE,
        "key": Field(
            gettext_lazy("et navn"),
            _slug(30),
            note=gettext_lazy("Nogle værktøjer kender deres spørgsmål på det. Se et sæt til samme værktøj."),
        ),
        "kinds": Field(
            gettext_lazy("slags sedler"),
            _names,
            default=[],
            note=gettext_lazy("Hvilke slags sedler man kan skrive. Ellers alle."),
        ),
        "answers": Field(
            gettext_lazy("et spørgsmåls key"), words(30), note=gettext_lazy("Sedlerne her svarer på sedlerne dér.")
        ),
        "hints": Field(
            gettext_lazy("inspiration"), _list_of(HINT), default=[], note=gettext_lazy("Inspiration til spørgsmålet.")
        ),
    },
)
HINTS_OF = Thing(
    "hints_of",
    gettext_lazy("»hints_of«"),
    {
        "set": Field(gettext_lazy("navnet på en anden fil"), _slug(80), required=True),
        "topic": Field(gettext_lazy("et temas titel"), words(), required=True),
    },
)
TOPIC = Thing(
    "a topic",
    gettext_lazy("Et tema"),
    {
        "title": TITLE,
        "group": Field(
            gettext_lazy("en overskrift"),
            words(_most(Topic, "group")),
            note=gettext_lazy("Flere temaer efter hinanden kan dele en."),
        ),
        "description": Field(gettext_lazy("en beskrivelse"), words(tidy=texts.lines)),
        "apart": Field(
            gettext_lazy("true eller false"),
            _flag,
            default=False,
            note=gettext_lazy("Med true får temaet kun sine egne spørgsmål. Ellers false."),
        ),
        "source": SOURCE,
        "questions": Field(
            gettext_lazy("spørgsmål"),
            _list_of(QUESTION),
            default=[],
            note=gettext_lazy("Temaets egne, hvert med en bindestreg."),
        ),
        "hints": Field(
            gettext_lazy("inspiration"), _list_of(HINT), default=[], note=gettext_lazy("Inspiration til temaet.")
        ),
        "hints_of": Field(gettext_lazy("en anden fil og et tema"), _one(HINTS_OF), default=None),
    },
)
SET = Thing(
    "the set",
    gettext_lazy("Sættet"),
    {
        "key": Field(
            gettext_lazy("et navn"),
            _slug(80),
            note=gettext_lazy("Kun for de sæt, der følger med Dialogværksted. Du kan lade det være."),
        ),
        "tool": Field(
            gettext_lazy("dialogværktøjets navn, for eksempel dialogue"),
            _choice(lambda: [tool.key for tool in tools.every()]),
            required=True,
        ),
        "title": TITLE,
        "intro": Field(gettext_lazy("en indledning"), words(tidy=texts.lines)),
        "source": SOURCE,
        "topics_of": Field(gettext_lazy("navnet på en anden fil"), _slug(80)),
        "topics": Field(gettext_lazy("temaerne, hvert med en bindestreg"), _list_of(TOPIC), default=None),
        "questions": Field(
            gettext_lazy("spørgsmål"),
            _list_of(QUESTION),
            default=[],
            note=gettext_lazy("De spørgsmål, der stilles til hvert tema."),
        ),
        "hints": Field(
            gettext_lazy("inspiration"), _list_of(HINT), default=[], note=gettext_lazy("Inspiration til det hele.")
        ),
    },
)


# What a file that someone brings can say; only the files of ``fixtures/`` borrow from each other.
THINGS = [
    replace(thing, fields={name: each for name, each in thing.fields.items() if name not in ("topics_of", "hints_of")})
    for thing in (SET, TOPIC, QUESTION, HINT)
]
EXAMPLE = """\
tool: dialogue
title: Pauser i en digital dag
source: Vores egen
topics:
  - title: Skærmen og kroppen
    source: Vores egen
    questions:
      - text: Hvornår holder vi pause fra skærmen?
        source: Vores egen
"""


# --- Reading ---


def read(data: bytes, files: Files | None = None) -> Item:
    """What the file ``data`` says, with everything it leaves out filled in. Raises Fault.

    ``files`` gives the bytes of another fixture by its name, for ``topics_of`` and ``hints_of``; without it, those are
    not read.
    """
    content = _read(data, files, 0)
    if content["topics"] is None:
        raise missing(SET, "topics", content.line)
    _check_needs(content)
    _check_amount(content)
    named = _check_questions(content, content["questions"])
    for topic in content["topics"]:
        _check_questions(content, topic["questions"])
        _check_places(topic["hints"], named)
    _check_places(content["hints"], set())
    return content


def _read(data: bytes, files: Files | None, depth: int) -> Item:
    node = tree(data)
    if node.is_empty:
        raise Fault(1, "the file is empty.", _("Der står ingenting. Skriv eller vælg et spørgsmålssæt."))
    content = _thing(node, SET)
    if other := content.pop("topics_of"):
        if content["topics"] is not None:
            line = content.line_of("topics_of")
            raise Fault(line, "both topics and topics_of.", _("Vælg enten »topics« eller »topics_of«."))
        content["topics"] = _other(content, "topics_of", other, files, depth)["topics"]
        _set_line(content["topics"] or [], content.line_of("topics_of"))
    for topic in content["topics"] or []:
        if borrowed := topic.pop("hints_of", None):
            topic["hints"] += _borrowed(borrowed, _other(borrowed, "set", borrowed["set"], files, depth))
    return content


def _other(item: Item, name: str, key: str, files: Files | None, depth: int) -> Item:
    if files is None or depth > 2:
        raise Fault(
            item.line_of(name),
            "another file can be named in fixtures/ only, and not in a ring.",
            _("En fil kan ikke låne fra en anden, når du henter den ind. Skriv det hele i filen selv."),
        )
    try:
        return _read(files(key), files, depth + 1)
    except OSError as error:
        raise Fault(item.line_of(name), f"{key}.yaml: {error.strerror}", _("Filen %s findes ikke.") % key) from None
    except Fault as fault:
        raise Fault(item.line_of(name), f"{key}.yaml: {fault}", f"{key}: {fault.told}") from None


def _set_line(items: list[Item], line: int) -> None:
    """What another file says is, in this one, on the line that names the other."""
    for item in items:
        item.line, item.lines = line, {}
        _set_line([*item.get("questions", []), *item["hints"]] if "hints" in item else [], line)


def _borrowed(item: Item, other: Item) -> list[Item]:
    """Hints made of the questions of a topic of another file, each with its own hints as its detail."""
    for topic in other["topics"] or []:
        if topic["title"] == item["topic"]:
            break
    else:
        known = ", ".join(topic["title"] for topic in other["topics"] or [])
        raise Fault(
            item.line_of("topic"), f"no such topic; there is {known}.", _("Temaet findes ikke. Der er: %s.") % known
        )
    found = []
    for question in topic["questions"]:
        hint = Item(
            text=question["text"],
            kind=Hint.Kind.ADVICE.value,
            group=topic["title"],
            detail=" ".join(each["text"] for each in question["hints"]),
            at="",
            source=f"{other['source']}: {question['source']}"[:300],
        )
        hint.line, hint.lines = item.line, {}
        found.append(hint)
    return found


def _check_needs(content: Item) -> None:
    tool = tools.get(content["tool"])
    there = {question["key"] for question in content["questions"]}
    for key in tool.needs:
        if key not in there:
            raise Fault(
                content.line_of("questions"),
                f"{tool.key} needs a question without a topic whose key is {key!r}.",
                _("Værktøjet %(tool)s skal have et spørgsmål under »questions« med key: %(key)s. Tilføj det.")
                % {"tool": tool.key, "key": key},
            )


def _check_amount(content: Item) -> None:
    questions = content["questions"] + [each for topic in content["topics"] for each in topic["questions"]]
    hints = [hint for each in [content, *content["topics"], *questions] for hint in each["hints"]]
    for name, items in (("topics", content["topics"]), ("questions", questions), ("hints", hints)):
        if len(items) > MOST[name]:
            most = MOST[name]
            raise Fault(
                items[most].line,
                f"too many {name}: at most {most}.",
                _("Her bliver »%(name)s« for mange. Et sæt kan højst have %(most)d. Del det i to.")
                % {"name": name, "most": most},
            )


def _check_questions(content: Item, questions: list[Item]) -> set[str]:
    known = [kind.key for kind in tools.get(content["tool"]).kinds]
    named = {question["key"] for question in questions} - {""}
    for question in questions:
        for kind in question["kinds"]:
            if kind not in known:
                raise _of_known(question, "kinds", kind, known)
        others = named - {question["key"]}
        if question["answers"] and question["answers"] not in others:
            raise _of_known(question, "answers", question["answers"], sorted(others))
        _check_places(question["hints"], set())
    return named


def _check_places(hints: list[Item], named: set[str]) -> None:
    for hint in hints:
        if hint["at"] and hint["at"] not in named:
            raise _of_known(hint, "at", hint["at"], sorted(named))


def _of_known(item: Item, name: str, value: str, known: list[str]) -> Fault:
    said = {"name": name, "value": value[:40], "known": ", ".join(known)}
    danish = (
        _("»%(name)s« siger »%(value)s«, som ikke findes. Skriv et af disse: %(known)s.")
        if known
        else _("»%(name)s« siger »%(value)s«, men her er ikke noget at pege på. Slet linjen.")
    )
    return Fault(item.line_of(name), f"{name}: {value[:40]!r} is unknown; known: {', '.join(known)}.", danish % said)


# --- Writing ---


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented under their name, as in ``docs/content.md``."""
        super().increase_indent(flow, False)


def _lines(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(mark in text for mark in BREAKS) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _lines)


def write(question_set: QuestionSet) -> str:
    """The set as YAML that :func:`read` reads back to the same."""
    questions = list(question_set.questions.all())
    hints = list(question_set.hints.all())
    keys = {question.pk: question.key for question in questions}
    source = question_set.source or _("Jeres egen")

    def hint_rows(topic: int | None, question: int | None = None) -> list[dict[str, Any]]:
        return [
            _row(
                text=hint.text,
                kind=hint.kind if hint.kind != Hint.Kind.ADVICE else "",
                group=hint.group,
                detail=hint.detail,
                at=keys.get(hint.question_id or 0, "") if topic else "",
                source=hint.source or source,
            )
            for hint in hints
            if hint.topic_id == topic and (topic or hint.question_id == question)
        ]

    def question_rows(topic: int | None) -> list[dict[str, Any]]:
        return [
            _row(
                key=question.key,
                kinds=question.kinds,
                answers=keys.get(question.answers_id or 0, ""),
                text=question.text,
                minutes=question.minutes,
                source=question.source or source,
                hints=hint_rows(None, question.pk),
            )
            for question in questions
            if question.topic_id == topic
        ]

    content = _row(
        key=question_set.key or name(question_set),
        tool=question_set.tool,
        title=question_set.title,
        intro=question_set.intro,
        source=source,
        questions=question_rows(None),
        hints=hint_rows(None),
    )
    content["topics"] = [
        _row(
            title=topic.title,
            group=topic.group,
            description=topic.description,
            apart=topic.apart,
            source=topic.source or source,
            questions=question_rows(topic.pk),
            hints=hint_rows(topic.pk),
        )
        for topic in question_set.topics.all()
    ]
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def name(question_set: QuestionSet) -> str:
    """What a file with the set is called: its key, else its title in small letters."""
    plain = question_set.title.lower().translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"})
    return question_set.key or re.sub("^[^a-z]+", "", slugify(plain).replace("_", "-"))[:80].strip("-") or "saet"


def _row(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [], False)}
