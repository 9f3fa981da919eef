"""Ground rules for digital communication: proposed on the phones, agreed in the room, hung up as a poster.

Source: "Dialogværktøj: Digitalisering og psykisk arbejdsmiljø", theme 3.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

READ = Step(
    "read",
    _("Læs"),
    wall=_("Hvad vil I have regler for?"),
    phone=_("Kig op på tavlen. Om lidt kan du foreslå spilleregler."),
)
PROPOSE = Step(
    "propose",
    _("Foreslå"),
    asks=_("Hvilke spilleregler vil vi have?"),
    wall=_("Foreslå på telefonen. Skriv det, som det skal stå på plakaten."),
    phone=_("Vælg et spørgsmål, og foreslå en regel. Tag gerne flere."),
    writes=True,
    shows=True,
)
AGREE = Step(
    "agree",
    _("Bliv enige"),
    asks=_("Det er vi enige om"),
    wall=_("Ret det til, så alle kan stå inde for det. Bagefter kan I hente en plakat."),
    phone=_("Nu bliver vi enige sammen. Sig til, hvis noget skal siges anderledes."),
    shows=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Read the questions, propose rules, agree on them."""
    places = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
    topic = next((topic for topic, _question in activity.question_set.places()), None)
    return [
        Stop(READ, activity, topic),
        Stop(PROPOSE, activity, None, None, places),
        Stop(AGREE, activity, None, None, places),
    ]
