"""The way round the competence wheel: what the work needs, where each of us stands, and the gap between the two.

Both are marked without a name, and shown only where at least five people have marked (``Tool.fewest``).
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Kind, Place, Question, Step, Stop, Topic

FEWEST = 5
LEVELS = (
    Kind("know", _("kende"), "○", use="mark"),
    Kind("can", _("kunne"), "◐", use="mark"),
    Kind("master", _("mestre"), "●", use="mark"),
)

EXPLAIN = Step(
    "wheel",
    _("Hjulet"),
    part=_("Hjulet"),
    wall=_("Tryk på et område for at åbne det, eller på tasterne 1, 2, 3 …"),
    phone=_("Kig op på tavlen. Vi ser på hjulet og dets kompetencer sammen."),
)
NEED = Step(
    "need",
    _("Behov"),
    part=_("Behov"),
    wall=_("Kryds af på telefonen. Tænk på det, I skal løse sammen fremover, ikke på den enkelte."),
    phone=_("Hvad får vi brug for? Vælg et niveau for hver kompetence. Ingen kan se, hvad du vælger."),
    marks=True,
)
LEVEL = Step(
    "level",
    _("Niveau"),
    part=_("Niveau"),
    wall=_("Kryds af på telefonen. Alle svarer for sig selv og uden navn."),
    phone=_("Hvor er du selv i dag? Vælg et niveau for hver kompetence. Ingen kan se, hvad du vælger."),
    marks=True,
)
SHOWN = Step(
    "gap",
    _("Behov og niveau"),
    part=_("Se hjulet"),
    asks=_("Hvor er der længst fra behov til niveau?"),
    wall=_("Stregen er behovet, farven er niveauet. Det skraverede er det, I mangler."),
    phone=_("Kig op på tavlen. Vi ser på, hvor der er længst fra behov til niveau."),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    part=_("Aftal"),
    asks=_("Hvad vil vi lære, og hvordan?"),
    wall=_("Begynd øverst. Hvem lærer hvad, af hvem og hvornår?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """The wheel explained, the need marked, the level marked, both shown, and what is agreed."""
    need, level = asked(activity, "need"), asked(activity, "level")
    both = places(activity, need + level)
    route = [Stop(EXPLAIN, activity, None, None, both, focusable=True)]
    route += [Stop(NEED, activity, None, question, places(activity, [question])) for question in need]
    route += [Stop(LEVEL, activity, None, question, places(activity, [question])) for question in level]
    return [*route, Stop(SHOWN, activity, None, None, both), Stop(DECIDE, activity, None, None, both)]


def competences(activity: Activity) -> list[Topic]:
    """The competences that are not left out, in order."""
    return [topic for topic in activity.question_set.topics.all() if not topic.apart and not topic.skipped]


def asked(activity: Activity, key: str) -> list[Question]:
    """The questions with that key that are asked of every competence."""
    questions = activity.question_set.questions.all()
    return [each for each in questions if each.key == key and each.topic_id is None and not each.skipped]


def places(activity: Activity, questions: Iterable[Question]) -> tuple[Place, ...]:
    """The places of each of ``questions`` at every competence."""
    return tuple(Place(topic.pk, question.pk) for question in questions for topic in competences(activity))
