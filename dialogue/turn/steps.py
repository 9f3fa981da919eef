"""Describe, share, turn: what technology changed, what one is glad and not glad about, and how that can be turned.

Source: "Dialogværktøj: Digitalisering og psykisk arbejdsmiljø", theme 2.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

DESCRIBE = Step(
    "describe",
    _("Beskriv"),
    wall=_("Hver for sig eller i grupper: ☺ for det, I er glade for, ☹ for det, I ikke er glade for."),
    phone=_("Vælg, hvad det handler om, og skriv. Én forandring på hver seddel."),
    writes=True,
)
SHARE = Step(
    "share",
    _("Del"),
    wall=_("Læs sedlerne. Hvad er I enige om, og hvor oplever I det forskelligt?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
)
TURN = Step(
    "turn",
    _("Vend"),
    wall=_("Tag ☹-sedlerne én ad gangen: Hvad skal der til?"),
    phone=_("Vælg, hvad det handler om, sæt kryds ved de sedler, du svarer på, og skriv, hvad der skal til."),
    writes=True,
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    wall=_("Hvad gør I nu, så I står bedre næste gang? Hvem gør hvad, og hvornår?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Describe, share, turn, agree: each at all the topics at once."""
    route = [
        _at(activity, DESCRIBE, "describe"),
        _at(activity, SHARE, "describe"),
        _at(activity, TURN, "turn", "describe"),
        _at(activity, DECIDE, "turn"),
    ]
    return [stop for stop in route if stop]


def _at(activity: Activity, step: Step, key: str, *beside: str) -> Stop | None:
    """A stop at one question of all topics, another shown beside it; None when it is left out."""
    questions = {each.key: each for each in activity.question_set.questions.all() if not each.skipped}
    if key not in questions:
        return None
    asked = [questions[name] for name in (key, *beside) if name in questions]
    topics = [topic for topic in activity.question_set.topics.all() if not topic.skipped]
    places = tuple(Place(topic.pk, question.pk) for question in asked for topic in topics)
    return Stop(step, activity, None, questions[key], places, focusable=True)
