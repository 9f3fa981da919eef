"""The steps of what an agenda has between its tools."""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Step

SLIDE = Step(
    "slide",
    _("På tavlen"),
    phone=_("Kig op på tavlen."),
)

PAUSE = Step(
    "pause",
    _("Pause"),
    phone=_("Pause. Tavlen viser, hvornår vi begynder igen."),
)

WORD = Step(
    "word",
    _("Et ord"),
    wall=_("Skriv ét ord på telefonen, det første, der falder dig ind."),
    phone=_("Skriv det første ord, der falder dig ind."),
    per_question=True,
    writes=True,
)

WORD_SHOWN = Step(
    "word-shown",
    _("Se ordene"),
    wall=_("Læs dem højt. Ingen behøver at forklare deres ord."),
    phone=_("Kig op på tavlen. Vi ser på ordene sammen."),
    per_question=True,
    shows=True,
)
