"""The way through a themed dialogue: each question is written to and shown. What the room does about it is the engine's
rhythm: at each question, or once for what matters most."""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

WRITE = Step(
    "write",
    _("Skriv"),
    wall=_("Tænk et minut, tal med sidemanden, og skriv så på telefonen. Én tanke på hver seddel."),
    phone=_("Tænk et minut, og tal med sidemanden. Skriv så det vigtigste, én tanke på hver seddel."),
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


def stops(activity: Activity) -> list[Stop]:
    """Each question of ``activity`` in turn, and for each of them: write, show."""
    return [
        Stop(step, activity, topic, question, (Place(topic.pk, question.pk),))
        for topic, question in activity.question_set.places()
        for step in (WRITE, SHOW)
    ]
