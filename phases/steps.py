"""The way through the four phases: where we are, which doors are open, what to talk about, who is involved how.

Source: "Digitalisering og det gode arbejde" (BFA), pages 12 to 21.
"""

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Question, Step, Stop, Topic

PATH = Step(
    "path",
    _("De fire faser"),
    wall=_("De fleste projekter går gennem fire faser. Tag dem én ad gangen."),
    phone=_("Kig op på tavlen. Vi ser på de fire faser sammen."),
)
WHERE = Step(
    "where",
    _("Hvor er vi?"),
    part=_("Hvor er vi?"),
    wall=_("Kryds af på telefonen. Sæt gerne flere kryds."),
    phone=_("Sæt kryds ved den eller de faser, projektet er i nu."),
    marks=True,
)
WHERE_SHOWN = Step(
    "where-shown",
    _("Hvor er vi? Afgør det sammen"),
    part=_("Hvor er vi?"),
    wall=_("Tal om forskellene. Tryk »Er vi her?« ved den eller de faser, I er enige om."),
    phone=_("Kig op på tavlen. Vi afgør sammen, hvor projektet er."),
    shows=True,
)
DOORS = Step(
    "doors",
    _("Fast og åbent"),
    part=_("Fast og åbent"),
    wall=_("Skriv på telefonen: ■ det, der ligger fast, og ◇ det, vi stadig kan påvirke."),
    phone=_("Vælg en fase, og skriv. Én ting på hver seddel."),
    writes=True,
)
DOORS_SHOWN = Step(
    "doors-shown",
    _("Se på fast og åbent"),
    part=_("Fast og åbent"),
    wall=_("Hvilke døre er lukkede? Og kan nogle af dem åbnes på klem?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
)
CHOOSE = Step(
    "choose",
    _("Vælg, hvad I vil drøfte"),
    part=_("Drøft"),
    wall=_("Tryk på knappen ved en fase for at tage den med eller springe den over."),
    phone=_("Kig op på tavlen. Vi vælger, hvilke faser vi vil drøfte."),
)
DISCUSS = Step(
    "discuss",
    _("Drøft"),
    part=_("Drøft"),
    wall=_("Tal sammen, og skriv på telefonen."),
    phone=_("Skriv så mange sedler, du vil. Én tanke på hver."),
    writes=True,
    per_question=True,
)
DISCUSS_SHOWN = Step(
    "discuss-shown",
    _("Se på svarene"),
    part=_("Drøft"),
    wall=_("Læs sedlerne. Hvad vil I gøre ved det?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
    per_question=True,
)
DEGREE = Step(
    "degree",
    _("Graden af inddragelse"),
    part=_("Hvor meget?"),
    asks=_("Hvor meget skal vi være med i hver fase?"),
    wall=_("Foreslå på telefonen: information, medindflydelse eller medbestemmelse."),
    phone=_("Hvad foreslår du? Svar på det, du har en mening om."),
    marks=True,
)
DEGREE_SHOWN = Step(
    "degree-shown",
    _("Graden af inddragelse: afgør det"),
    part=_("Hvor meget?"),
    asks=_("Hvor meget skal vi være med i hver fase?"),
    wall=_("Tag dér, hvor I er mest uenige, først. Tryk på det, I bliver enige om."),
    phone=_("Kig op på tavlen. Vi afgør det sammen."),
    shows=True,
)
ADVICE = Step(
    "advice",
    _("Ti gode råd om inddragelse"),
    part=_("Ti gode råd"),
    asks=_("Hvilke af de ti råd følger vi?"),
    wall=_("Kryds af på telefonen: Det gør vi, det mangler, eller ved ikke."),
    phone=_("Tænk på jeres eget projekt, og tag ét råd ad gangen."),
    marks=True,
)
ADVICE_SHOWN = Step(
    "advice-shown",
    _("Ti gode råd: hvad haster?"),
    part=_("Ti gode råd"),
    asks=_("Hvilke råd skal vi tage fat på først?"),
    wall=_("De råd, flest mangler, står øverst. Vælg et par stykker, og aftal noget."),
    phone=_("Kig op på tavlen. Hvad skal vi tage fat på først?"),
    shows=True,
)
DECIDE = Step(
    "decide",
    _("Aftal"),
    part=_("Aftal"),
    asks=_("Hvad aftaler vi om inddragelsen?"),
    minutes=15,
    wall=_("Hvem gør hvad hvornår?"),
    phone=_("Nu aftaler vi sammen. Sig til, når der er noget, der skal skrives ned."),
    shows=True,
    agrees=True,
)


def stops(activity: Activity) -> list[Stop]:
    """The stops of the four phases. What the room settled decides which phases lie ahead and which are discussed."""
    four = phases(activity)
    where, doors = _loose(activity, "where"), _loose(activity, "doors")
    route = [Stop(PATH, activity), *[Stop(PATH, activity, phase) for phase in four]]
    for question in where:
        here = tuple(Place(phase.pk, question.pk) for phase in four)
        route += [Stop(WHERE, activity, None, question, here), Stop(WHERE_SHOWN, activity, None, question, here)]
    for question in doors:
        ahead_of = tuple(Place(phase.pk, question.pk) for phase in ahead(activity))
        route += [Stop(step, activity, None, question, ahead_of, focusable=True) for step in (DOORS, DOORS_SHOWN)]
    for question in _loose(activity, "chosen"):
        route.append(Stop(CHOOSE, activity, None, question, tuple(Place(phase.pk, question.pk) for phase in four)))
    for phase in chosen(activity):
        for question in own(activity, phase):
            place = (Place(phase.pk, question.pk),)
            route += [Stop(step, activity, phase, question, place) for step in (DISCUSS, DISCUSS_SHOWN)]
    if groups := _loose(activity, "degree"):
        degrees = tuple(Place(phase.pk, group.pk) for phase in four for group in groups)
        route += [Stop(DEGREE, activity, None, None, degrees), Stop(DEGREE_SHOWN, activity, None, None, degrees)]
    if advice := tuple(advices(activity)):
        route += [Stop(ADVICE, activity, None, None, advice), Stop(ADVICE_SHOWN, activity, None, None, advice)]
    return [*route, Stop(DECIDE, activity)]


def phases(activity: Activity) -> list[Topic]:
    """The phases that are not hidden, in order."""
    return [topic for topic in activity.question_set.topics.all() if not topic.apart and not topic.skipped]


def current(activity: Activity) -> list[Topic]:
    """The phases where the project is now, as the room settled it."""
    settled, where = activity.workshop.settled, _loose(activity, "where")
    places = [(phase, Place(phase.pk, question.pk)) for question in where for phase in phases(activity)]
    return [phase for phase, place in places if place in settled and settled[place].choice == "here"]


def ahead(activity: Activity) -> list[Topic]:
    """The first phase where the project is, and those after it; all of them until the room has settled it."""
    four, here = phases(activity), current(activity)
    return four[four.index(here[0]) :] if here else four


def chosen(activity: Activity) -> list[Topic]:
    """The phases to discuss: those the room chose; of those it said nothing about, those where the project is."""
    settled, here = activity.workshop.settled, current(activity)
    found = []
    for phase in phases(activity):
        places = [Place(phase.pk, question.pk) for question in _loose(activity, "chosen")]
        said = next((settled[place].choice for place in places if place in settled), "")
        if said == "discuss" or (not said and (phase in here or not here)):
            found.append(phase)
    return found


def advices(activity: Activity) -> list[Place]:
    """The places of the pieces of advice that are not left out."""
    asked = [(topic, question) for topic, question in activity.question_set.places() if question.key == "advice"]
    return [Place(topic.pk, question.pk) for topic, question in asked]


def _loose(activity: Activity, key: str) -> list[Question]:
    """The questions with that key that are asked of every phase."""
    questions = activity.question_set.questions.all()
    return [each for each in questions if each.key == key and each.topic_id is None and not each.skipped]


def own(activity: Activity, phase: Topic) -> list[Question]:
    """The discussion questions of a phase."""
    return [each for each in activity.question_set.questions.all() if each.topic_id == phase.pk and not each.skipped]
