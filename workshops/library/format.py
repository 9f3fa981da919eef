"""The format of a question set as YAML: every name a file can hold, what is written there, and how much.

``fixtures/`` and what a workplace brings are read by the same rules. They are told in ``docs/content.md``, and to the
one who brings a set on that page.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from .. import registry, texts
from ..models import Hint, Question, QuestionSet, Topic
from .things import Field, Thing, list_of, one
from .values import choice, ends, flag, names, number, slug, words

MOST = {"topics": 60, "questions": 300, "hints": 600}  # in one set; the editor shows a set on one page
LONGEST_TEXT = 4000
LONGEST_END = 60  # it stands beside the other on a phone


def _most(model: type, name: str) -> int:
    """How long a text the model has room for."""
    return model._meta.get_field(name).max_length  # type: ignore[attr-defined]


LONG = words(LONGEST_TEXT, texts.lines)
SOURCE = Field(_("hvor det er fra, for eksempel Jeres egen"), words(300), required=True)
TITLE = Field(_("en titel"), words(_most(QuestionSet, "title")), required=True)
HINT = Thing(
    _("Et råd eller eksempel"),
    {
        "text": Field(_("rådet eller eksemplet"), LONG, required=True),
        "kind": Field(
            _("slags"),
            choice(lambda: Hint.Kind.values),
            default=Hint.Kind.ADVICE.value,
            note=_(
                "advice (råd), example (eksempel), benefit (mulig fordel) eller drawback (mulig ulempe). Ellers råd."
            ),
        ),
        "heading": Field(
            _("en overskrift"),
            words(_most(Hint, "heading")),
            note=_("Flere efter hinanden kan dele en."),
            formerly="group",
        ),
        "detail": Field(_("en uddybning"), LONG, note=_("Eller den anden side af sagen.")),
        "at": Field(
            _("et spørgsmåls key"),
            words(30),
            note=_("Når et råd eller eksempel til temaet kun gælder ét af spørgsmålene."),
        ),
        "source": SOURCE,
    },
)
QUESTION = Thing(
    _("Et spørgsmål"),
    {
        "text": Field(_("spørgsmålet"), words(_most(Question, "text"), texts.lines), required=True),
        "minutes": Field(_("minutter"), number, default=10, note=_("Et tal mellem 1 og 240. Ellers 10.")),
        "source": SOURCE,
        "key": Field(
            _("et navn"),
            slug(30),
            note=_("Nogle værktøjer kender deres spørgsmål på det. Se et sæt til samme værktøj."),
        ),
        "kinds": Field(
            _("slags sedler"),
            names,
            default=[],
            note=_("Hvilke slags sedler man kan skrive. Ellers dem, værktøjet har til spørgsmålet."),
        ),
        "ends": Field(
            _("ordene ved de to ender"),
            ends(LONGEST_END),
            default=[],
            note=_("Når man svarer på en linje: det, der står i hver ende."),
        ),
        "answers": Field(_("et spørgsmåls key"), words(30), note=_("Sedlerne her svarer på sedlerne dér.")),
        "hints": Field(_("inspiration"), list_of(HINT), default=[], note=_("Inspiration til spørgsmålet.")),
    },
)
GUIDE = Thing(
    _("Et trin"),
    {
        "step": Field(_("trinets navn, for eksempel write"), words(20), required=True),
        "say": Field(_("det, ordstyreren siger"), LONG),
        "do": Field(_("det, ordstyreren gør"), LONG),
        "hard": Field(_("det, ordstyreren gør, hvis det bliver svært"), LONG),
    },
)
HINTS_OF = Thing(
    _("»hints_of«"),
    {
        "set": Field(_("navnet på en anden fil"), slug(80), required=True),
        "topic": Field(_("et temas titel"), words(LONGEST_TEXT), required=True),
    },
)
TOPIC = Thing(
    _("Et tema"),
    {
        "title": TITLE,
        "heading": Field(
            _("en overskrift"),
            words(_most(Topic, "heading")),
            note=_("Flere temaer efter hinanden kan dele en."),
            formerly="group",
        ),
        "description": Field(_("en beskrivelse"), LONG),
        "apart": Field(
            _("true eller false"),
            flag,
            default=False,
            note=_("Med true får temaet kun sine egne spørgsmål. Ellers false."),
        ),
        "source": SOURCE,
        "questions": Field(
            _("spørgsmål"),
            list_of(QUESTION),
            default=[],
            note=_("Temaets egne, hvert med en bindestreg."),
        ),
        "hints": Field(_("inspiration"), list_of(HINT), default=[], note=_("Inspiration til temaet.")),
        "hints_of": Field(_("en anden fil og et tema"), one(HINTS_OF), default=None),
    },
)
SET = Thing(
    _("Sættet"),
    {
        "key": Field(
            _("et navn"),
            slug(80),
            note=_("Kun for de sæt, der følger med Dialogværksted. Du kan lade det være."),
        ),
        "tool": Field(
            _("dialogværktøjets navn, for eksempel dialogue"),
            choice(lambda: [tool.key for tool in registry.every()]),
            required=True,
        ),
        "title": TITLE,
        "intro": Field(_("en indledning"), LONG),
        "use_when": Field(_("hvornår man bruger det"), LONG, note=_("Det fortsætter »Brug det, når …«.")),
        "source": SOURCE,
        "topics_of": Field(_("navnet på en anden fil"), slug(80)),
        "topics": Field(_("temaerne, hvert med en bindestreg"), list_of(TOPIC), default=None),
        "questions": Field(
            _("spørgsmål"),
            list_of(QUESTION),
            default=[],
            note=_("De spørgsmål, der stilles til hvert tema."),
        ),
        "hints": Field(_("inspiration"), list_of(HINT), default=[], note=_("Inspiration til det hele.")),
        "guide": Field(
            _("trin til ordstyreren, hvert med en bindestreg"),
            list_of(GUIDE),
            default=[],
            note=_("»Til dig« ved de trin, hvor jeres egne ord passer bedre end værktøjets."),
        ),
    },
)


# What a file that someone brings can say; only the files of ``fixtures/`` borrow from each other.
THINGS = [
    replace(thing, fields={name: each for name, each in thing.fields.items() if name not in ("topics_of", "hints_of")})
    for thing in (SET, TOPIC, QUESTION, HINT, GUIDE)
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
