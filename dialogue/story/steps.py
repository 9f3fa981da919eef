"""A story from another workplace, told on the wall to begin a conversation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workshops.tool import Activity, Place, Step, Stop

TELL = Step(
    "tell",
    _("Historien"),
    wall=_("Læs den højt, eller fortæl den med jeres egne ord."),
    phone=_("Kig op på tavlen. Vi begynder med en historie fra et andet sted."),
)
TIPS = Step(
    "tips",
    _("Det lærte de"),
    wall=_("Hvilke af dem kunne I bruge?"),
    phone=_("Kig op på tavlen. Hvad kan vi lære af dem?"),
)
TALK = Step(
    "talk",
    _("Hvad med os?"),
    wall=_("Tal sammen, og skriv på telefonen. Én tanke på hver seddel."),
    phone=_("Skriv så mange sedler, du vil. Én tanke på hver."),
    writes=True,
    shows=True,
)
TALK_SHOWN = Step(
    "talk-shown",
    _("Se, hvad I skrev"),
    wall=_("Læs sedlerne. Hvad går igen, og hvad overrasker?"),
    phone=_("Kig op på tavlen, og læs, hvad de andre har skrevet."),
    shows=True,
)


def stops(activity: Activity) -> list[Stop]:
    """Part by part: a text is told, a question is talked about, and what has neither is what they learned."""
    route: list[Stop] = []
    for topic in activity.question_set.topics.all():
        if topic.skipped:
            continue
        asked = [each for each in activity.question_set.questions.all() if each.topic_id == topic.pk]
        if topic.description or not asked:
            route.append(Stop(TELL if topic.description else TIPS, activity, topic))
        for question in asked:
            if not question.skipped:
                here = (Place(topic.pk, question.pk),)
                route += [Stop(step, activity, topic, question, here) for step in (TALK, TALK_SHOWN)]
    return route
