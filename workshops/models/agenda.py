from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import registry
from ..errors import Refused
from ..registry import Tool
from .activities import Activity
from .content import Question, Topic, after, reorder
from .holding import Held
from .question_sets import QuestionSet

OWN_MINUTES = 10


class HasAgenda(Held):
    """What is on the agenda."""

    activities: models.QuerySet[Activity]

    class Meta:
        abstract = True

    def tools(self) -> list[Tool]:
        """What it is done with, each once, in the agenda's order."""
        return list(dict.fromkeys(activity.dialogue_tool for activity in self.activities.all()))

    def add_activity(self, question_set: QuestionSet) -> Activity:
        """Put a tool on the agenda, last, with its own copy of ``question_set``."""
        with self.reshaping():
            return self._put_on(question_set.copy())

    def ask_beside(self, activity: Activity, text: str) -> Activity:
        """Put a question of the workplace's own on the agenda: an activity of its own, right after ``activity``. Raises
        Refused when that is gone."""
        with self.reshaping():
            if not Activity.objects.filter(pk=activity.pk).exists():
                raise Refused(_("Punktet er fjernet imens. Kopiér spørgsmålet, og stil det et andet sted."))
            tool = next(each for each in registry.every() if each.from_scratch)
            own = gettext("Jeres eget spørgsmål")
            question_set = QuestionSet.objects.create(tool=tool.key, title=own, source=own)
            topic = Topic.objects.create(question_set=question_set, title=own, source=own)
            Question.objects.create(question_set=question_set, topic=topic, text=text, minutes=OWN_MINUTES, source=own)
            new = self._put_on(question_set)
            agenda = list(Activity.objects.filter(workshop=self.pk))
            reorder(agenda, new, agenda.index(activity) + 1 - agenda.index(new))
            return new

    def _put_on(self, question_set: QuestionSet) -> Activity:
        return Activity.objects.create(
            workshop=self.itself,
            tool=question_set.tool,
            title=question_set.title,
            position=after(Activity.objects.filter(workshop=self.pk)),
            **registry.get(question_set.tool).rhythm(),
            question_set=question_set,
        )

    def remove_activity(self, activity: Activity) -> None:
        """Take an activity off the agenda. Raises Refused when something was written or marked in it."""
        with self.reshaping():
            if activity.has_notes():
                raise Refused(_("Der er sedler i punktet, så det kan ikke fjernes. Spring spørgsmålene over i stedet."))
            if activity.is_used():
                raise Refused(
                    _("I har allerede brugt punktet, så det kan ikke fjernes. Spring spørgsmål over i stedet.")
                )
            QuestionSet.objects.filter(pk=activity.question_set_id).delete()
