"""The way round the compass: five steps before a digitalisation, four after it.

Source: "Et kompas for den gode digitalisering", the method on its first two pages.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Question, Step, Stop, Topic

UNDERSTAND = Step(
    "understand",
    _("Forstå"),
    wall=_("Seks cirkler om det gode arbejde. Tag dem én ad gangen."),
    phone=_("Kig op på tavlen. Vi ser på de seks cirkler sammen."),
)
TODAY = Step(
    "today",
    _("I dag"),
    wall=_("Orange sedler: Hvordan er det med de teknologier, I har nu? Vælg en cirkel på telefonen."),
    phone=_("Vælg en cirkel, og skriv. Tag dem i den rækkefølge, du vil."),
    writes=True,
)
TODAY_SHOWN = Step(
    "today-shown",
    _("Læs om i dag"),
    wall=_("Læs sedlerne. Hvor er der flest, og hvad går igen?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
)
EXPECTED = Step(
    "expected",
    _("Forventet"),
    wall=_("Grøn ▲ for det, der bliver bedre. Rød ▼ for det, der bliver dårligere."),
    phone=_("Tænk på den nye teknologi. Vælg en cirkel og en farve, og skriv."),
    writes=True,
)
EXPECTED_SHOWN = Step(
    "expected-shown",
    _("Læs det forventede"),
    wall=_("Hvad glæder I jer til? Hvad skal I passe på?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre forventer."),
    shows=True,
)
NEEDS = Step(
    "needs",
    _("Forudsætninger"),
    wall=_("Tag én seddel ad gangen: Hvad skal der til?"),
    phone=_("Vælg en cirkel, sæt kryds ved de sedler, du svarer på, og skriv, hvad der skal gøres."),
    writes=True,
    shows=True,
)
NEEDS_SHOWN = Step(
    "needs-shown",
    _("Læs forudsætningerne"),
    wall=_("Hvad er vigtigst? Og er der noget, I mangler?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre mener, der skal til."),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Beslut"),
    wall=_("Hvem gør hvad hvornår?"),
    phone=_("Nu beslutter vi sammen. Sig til, når der er noget, der skal aftales."),
    shows=True,
    agrees=True,
)
EXPERIENCED = Step(
    "experienced",
    _("Oplevet"),
    wall=_("Grøn ▲ for det, der er blevet bedre. Rød ▼ for det, der er blevet værre."),
    phone=_("Tænk på tiden, efter at teknologien kom. Vælg en cirkel og en farve, og skriv."),
    writes=True,
)
EXPERIENCED_SHOWN = Step(
    "experienced-shown",
    _("Læs det oplevede"),
    wall=_("Blev det, som I forventede?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har oplevet."),
    shows=True,
)
LESSONS = Step(
    "lessons",
    _("Lær af det"),
    wall=_("Tag én cirkel ad gangen: ★ det, I kan bruge igen, → det, I går videre med, – det, I ikke kan ændre."),
    phone=_("Vælg en cirkel, peg på de sedler, du tænker på, og skriv."),
    writes=True,
    shows=True,
)


LESSONS_SHOWN = Step(
    "lessons-shown",
    _("Læs, hvad I kan lære"),
    wall=_("Hvad går igen? Hvad er I enige om?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
)


def before(activity: Activity) -> list[Stop]:
    """The stops before a digitalisation: understand circle by circle, today, expected, what it takes, decide."""
    route = [
        Stop(UNDERSTAND, activity),
        *[Stop(UNDERSTAND, activity, topic) for topic in _circles(activity)],
        _round(activity, TODAY, "today"),
        _round(activity, TODAY_SHOWN, "today"),
        _round(activity, EXPECTED, "expected"),
        _round(activity, EXPECTED_SHOWN, "expected", "today"),
        _round(activity, NEEDS, "needs", "expected"),
        *_read_first(activity, NEEDS_SHOWN, "needs"),
        _round(activity, DECIDE, "needs"),
    ]
    return _asked(route)


def after(activity: Activity) -> list[Stop]:
    """The stops after a digitalisation: understand, what was experienced, what can be learned and done, decide."""
    route = [
        Stop(UNDERSTAND, activity),
        *[Stop(UNDERSTAND, activity, topic) for topic in _circles(activity)],
        _round(activity, EXPERIENCED, "experienced"),
        _round(activity, EXPERIENCED_SHOWN, "experienced"),
        _round(activity, LESSONS, "lessons", "experienced"),
        *_read_first(activity, LESSONS_SHOWN, "lessons"),
        _round(activity, DECIDE, "lessons"),
    ]
    return _asked(route)


def question(activity: Activity, key: str) -> Question:
    """The question of ``activity`` with that key. Raises LookupError when its set has none."""
    for each in activity.question_set.questions.all():
        if each.key == key:
            return each
    raise LookupError(f"{activity.question_set} has no question {key!r}.")


def _round(activity: Activity, step: Step, asked: str, *beside: str) -> Stop:
    """A stop at one question of all circles, with what was written to others shown ``beside``."""
    questions = [question(activity, key) for key in (asked, *beside)]
    places = tuple(Place(circle.pk, each.pk) for each in questions for circle in _circles(activity))
    return Stop(step, activity, None, questions[0], places, focusable=True)


def _read_first(activity: Activity, step: Step, asked: str) -> list[Stop]:
    """What was written last is read before it is put together or chosen among; else where it is decided on."""
    return [_round(activity, step, asked)] if activity.gathers or activity.chooses else []


def _asked(route: list[Stop]) -> list[Stop]:
    return [stop for stop in route if stop.question is None or not stop.question.skipped]


def _circles(activity: Activity) -> list[Topic]:
    return [topic for topic in activity.question_set.topics.all() if not topic.skipped]
