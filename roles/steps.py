"""The way through the roles: what each actor should watch, the matrix, and what is agreed.

Source: "Digitalisering og det gode arbejde" (BFA), pages 22 to 25.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop, Topic

ACTORS = Step(
    "actors",
    _("Rollerne"),
    wall=_("Hvad skal hver af dem være særligt opmærksom på?"),
    phone=_("Kig op på tavlen. Vi ser på, hvem der har hvilken rolle."),
)
FILL = Step(
    "fill",
    _("Udfyld skemaet"),
    asks=_("Hvem gør hvad hos os?"),
    wall=_("Foreslå på telefonen. De stiplede felter er tomme."),
    phone=_("Vælg en række, for eksempel din egen, og foreslå, hvad der skal stå."),
    writes=True,
    shows=True,
)
AGREE = Step(
    "agree",
    _("Bliv enige"),
    asks=_("Hvem gør hvad hos os?"),
    wall=_("Tag én række ad gangen. Hvad kan I blive enige om?"),
    phone=_("Kig op på tavlen. Vi udfylder skemaet sammen."),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    asks=_("Hvem gør hvad hos os?"),
    wall=_("Hvad er næste skridt, og hvem tager det?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """The stops of the matrix: each actor that is described, the matrix to fill in, and the matrix to agree on."""
    cells = tuple(Place(topic.pk, question.pk) for topic, question in activity.question_set.places())
    return [
        Stop(ACTORS, activity),
        *[Stop(ACTORS, activity, topic) for topic in described(activity)],
        Stop(FILL, activity, None, None, cells, focusable=True),
        Stop(AGREE, activity, None, None, cells, focusable=True),
        Stop(DECIDE, activity, None, None, cells, focusable=True),
    ]


def described(activity: Activity) -> list[Topic]:
    """The actors that are described, and looked at one by one."""
    return [topic for topic in activity.question_set.topics.all() if topic.description and not topic.skipped]
