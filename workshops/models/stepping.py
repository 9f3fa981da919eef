from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..errors import Refused
from ..steps import TALK
from . import agendas
from .schedule import Scheduled


class Stepped(Scheduled):
    """Changing the way while the room is on it."""

    class Meta:
        abstract = True

    def insert(self, what: str) -> None:
        """Put ``what`` of the rhythm into what the room is at: talking at the question here, at once; the rest where it
        belongs.

        Raises Refused where it does not belong here, or is there already.
        """
        with self.reshaping():
            here = agendas.at_hand(self).stop
            activity = here.activity
            if activity is None or what not in activity.can_insert(here.question):
                raise Refused(_("Det trin kan ikke sættes ind her. Genindlæs siden, og prøv igen."))
            if what == "talks" and here.question:
                activity.question_set.questions.filter(pk=here.question.pk).update(talks=True)
                place = here.topic.pk if here.topic else 0
                self.go_to(f"{activity.pk}.{TALK.key}.{place}.{here.question.pk}")
            else:
                type(activity)._default_manager.filter(pk=activity.pk).update(**{what: True})
