"""A checklist that the room goes through: what is in place, what is missing, and who takes it on.

Source: "Dialogværktøj: Digitalisering og psykisk arbejdsmiljø", theme 4.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

MARK = Step(
    "check",
    _("Kryds af"),
    asks=_("Hvad er på plads, og hvad mangler?"),
    wall=_("Kryds af på telefonen: på plads, mangler eller ved ikke."),
    phone=_("Tag ét punkt ad gangen. Sæt »ved ikke«, hvis du er i tvivl."),
    marks=True,
)
SHOWN = Step(
    "checked",
    _("Se på listen"),
    asks=_("Hvad mangler, og hvem tager det?"),
    wall=_("Det, flest mangler, står øverst. Afgør hvert punkt, og aftal, hvem der gør noget ved det."),
    phone=_("Kig op på tavlen. Vi går listen igennem sammen."),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    asks=_("Hvem gør hvad hvornår?"),
    wall=_("Gå aftalerne igennem. Mangler der nogen?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Mark each point, look at what is missing, agree."""
    points = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
    return [Stop(step, activity, None, None, points) for step in (MARK, SHOWN, DECIDE)]
