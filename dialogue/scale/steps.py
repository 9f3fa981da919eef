"""The way through a check of the temperature: each question is answered on a line, then all see how the answers lie.

A question is answered with a figure, or at one of five places between two phrases, and shown only where at least five
people have answered (``Tool.fewest``). Where nobody is to see a figure, none is printed.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Place, Step, Stop

FEWEST = 5
FIGURES = tuple(Kind(str(n), str(n), use="mark") for n in range(1, 11))
POLES = (
    Kind("p1", _("helt i den ene ende"), use="mark"),
    Kind("p2", _("mest i den ene ende"), use="mark"),
    Kind("p3", _("midt imellem"), use="mark"),
    Kind("p4", _("mest i den anden ende"), use="mark"),
    Kind("p5", _("helt i den anden ende"), use="mark"),
)
OURS = (
    Kind("not-ours", _("ikke hos os"), use="mark"),
    Kind("partly", _("delvist"), use="mark"),
    Kind("ours", _("sådan er det hos os"), use="mark"),
)

REPLY = Step(
    "reply",
    _("Svar på telefonen"),
    wall=_("Svar på telefonen, hver for sig. Ingen kan se, hvad du svarer."),
    phone=_("Vælg det sted på linjen, der passer bedst. Ingen kan se, hvad du svarer."),
    per_question=True,
    marks=True,
    hides_hints=True,
)
SPREAD = Step(
    "spread",
    _("Se svarene"),
    wall=_("Hvad lægger I mærke til? Hvad ligger der bag svarene?"),
    phone=_("Kig op på tavlen. Vi ser, hvordan svarene fordeler sig."),
    per_question=True,
    shows=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Each question of ``activity`` in turn: answered, then shown."""
    return [
        Stop(step, activity, topic, question, (Place(topic.pk, question.pk),))
        for topic, question in activity.question_set.places()
        for step in (REPLY, SPREAD)
    ]
