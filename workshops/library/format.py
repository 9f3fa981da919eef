"""The format of a question set as YAML: every name a file can hold, what is written there, and how much.

``fixtures/`` and what a workplace brings are read by the same rules. They are told in ``docs/content.md``, and to the
one who brings a set on that page.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy

from .. import texts, tools
from ..models import Hint, Question, QuestionSet, Topic
from .things import Field, Thing, list_of, one
from .values import choice, flag, names, number, slug, words

MOST = {"topics": 60, "questions": 300, "hints": 600}  # in one set; the editor shows a set on one page
LONGEST_TEXT = 4000


def _most(model: type, name: str) -> int:
    """How long a text the model has room for."""
    return model._meta.get_field(name).max_length  # type: ignore[attr-defined]


LONG = words(LONGEST_TEXT, texts.lines)
SOURCE = Field(gettext_lazy("hvor det er fra, for eksempel Jeres egen"), words(300), required=True)
TITLE = Field(gettext_lazy("en titel"), words(_most(QuestionSet, "title")), required=True)
HINT = Thing(
    gettext_lazy("Et råd eller eksempel"),
    {
        "text": Field(gettext_lazy("rådet eller eksemplet"), LONG, required=True),
        "kind": Field(
            gettext_lazy("slags"),
            choice(lambda: Hint.Kind.values),
            default=Hint.Kind.ADVICE.value,
            note=gettext_lazy(
                "advice (råd), example (eksempel), benefit (mulig fordel) eller drawback (mulig ulempe). Ellers råd."
            ),
        ),
        "heading": Field(
            gettext_lazy("en overskrift"),
            words(_most(Hint, "group")),
            note=gettext_lazy("Flere efter hinanden kan dele en."),
            formerly="group",
        ),
        "detail": Field(gettext_lazy("en uddybning"), LONG, note=gettext_lazy("Eller den anden side af sagen.")),
        "at": Field(
            gettext_lazy("et spørgsmåls key"),
            words(30),
            note=gettext_lazy("Når et råd eller eksempel til temaet kun gælder ét af spørgsmålene."),
        ),
        "source": SOURCE,
    },
)
QUESTION = Thing(
    gettext_lazy("Et spørgsmål"),
    {
        "text": Field(gettext_lazy("spørgsmålet"), words(_most(Question, "text"), texts.lines), required=True),
        "minutes": Field(
            gettext_lazy("minutter"), number, default=10, note=gettext_lazy("Et tal mellem 1 og 240. Ellers 10.")
        ),
        "source": SOURCE,
        "key": Field(
            gettext_lazy("et navn"),
            slug(30),
            note=gettext_lazy("Nogle værktøjer kender deres spørgsmål på det. Se et sæt til samme værktøj."),
        ),
        "kinds": Field(
            gettext_lazy("slags sedler"),
            names,
            default=[],
            note=gettext_lazy("Hvilke slags sedler man kan skrive. Ellers alle."),
        ),
        "answers": Field(
            gettext_lazy("et spørgsmåls key"), words(30), note=gettext_lazy("Sedlerne her svarer på sedlerne dér.")
        ),
        "hints": Field(
            gettext_lazy("inspiration"), list_of(HINT), default=[], note=gettext_lazy("Inspiration til spørgsmålet.")
        ),
    },
)
HINTS_OF = Thing(
    gettext_lazy("»hints_of«"),
    {
        "set": Field(gettext_lazy("navnet på en anden fil"), slug(80), required=True),
        "topic": Field(gettext_lazy("et temas titel"), words(LONGEST_TEXT), required=True),
    },
)
TOPIC = Thing(
    gettext_lazy("Et tema"),
    {
        "title": TITLE,
        "heading": Field(
            gettext_lazy("en overskrift"),
            words(_most(Topic, "group")),
            note=gettext_lazy("Flere temaer efter hinanden kan dele en."),
            formerly="group",
        ),
        "description": Field(gettext_lazy("en beskrivelse"), LONG),
        "apart": Field(
            gettext_lazy("true eller false"),
            flag,
            default=False,
            note=gettext_lazy("Med true får temaet kun sine egne spørgsmål. Ellers false."),
        ),
        "source": SOURCE,
        "questions": Field(
            gettext_lazy("spørgsmål"),
            list_of(QUESTION),
            default=[],
            note=gettext_lazy("Temaets egne, hvert med en bindestreg."),
        ),
        "hints": Field(
            gettext_lazy("inspiration"), list_of(HINT), default=[], note=gettext_lazy("Inspiration til temaet.")
        ),
        "hints_of": Field(gettext_lazy("en anden fil og et tema"), one(HINTS_OF), default=None),
    },
)
SET = Thing(
    gettext_lazy("Sættet"),
    {
        "key": Field(
            gettext_lazy("et navn"),
            slug(80),
            note=gettext_lazy("Kun for de sæt, der følger med Dialogværksted. Du kan lade det være."),
        ),
        "tool": Field(
            gettext_lazy("dialogværktøjets navn, for eksempel dialogue"),
            choice(lambda: [tool.key for tool in tools.every()]),
            required=True,
        ),
        "title": TITLE,
        "intro": Field(gettext_lazy("en indledning"), LONG),
        "source": SOURCE,
        "topics_of": Field(gettext_lazy("navnet på en anden fil"), slug(80)),
        "topics": Field(gettext_lazy("temaerne, hvert med en bindestreg"), list_of(TOPIC), default=None),
        "questions": Field(
            gettext_lazy("spørgsmål"),
            list_of(QUESTION),
            default=[],
            note=gettext_lazy("De spørgsmål, der stilles til hvert tema."),
        ),
        "hints": Field(
            gettext_lazy("inspiration"), list_of(HINT), default=[], note=gettext_lazy("Inspiration til det hele.")
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
