"""The way through a themed dialogue: four steps for each question."""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

EXPLAIN = Step(
    "explain",
    _("Læs"),
    wall=_("Læs spørgsmålet, og tænk et øjeblik hver for sig."),
    phone=_("Læs spørgsmålet, og tænk lidt over det. Om et øjeblik kan du skrive."),
    per_question=True,
)
WRITE = Step(
    "write",
    _("Skriv"),
    wall=_("Skriv på telefonen. Én tanke på hver seddel."),
    phone=_("Skriv så mange sedler, du vil. Én tanke på hver."),
    per_question=True,
    writes=True,
    hides_hints=True,
)
SHOW = Step(
    "show",
    _("Se"),
    wall=_("Læs sedlerne. Hvad går igen, og hvad overrasker?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    per_question=True,
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Tal og aftal"),
    wall=_("Hvad vil I gøre ved det? Hvem gør hvad, og hvornår?"),
    phone=_("Nu taler vi sammen. Sig til, når der er noget, vi skal aftale."),
    per_question=True,
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Each question of ``activity`` in turn, and for each of them: read, write, show, talk and agree."""
    return [
        Stop(step, activity, topic, question, (Place(topic.pk, question.pk),))
        for topic, question in activity.question_set.places()
        for step in (EXPLAIN, WRITE, SHOW, DECIDE)
    ]
