from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place
from .outcomes import HasOutcomes, Outcome
from .participants import Participant


class HasSummaries(HasOutcomes):
    """The note-taker: the one participant who sums up for the room, where the facilitator lets one."""

    scribe_wanted = models.BooleanField(_("en deltager tager referat"), default=False)
    scribe = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def ask_for_scribe(self, wanted: bool) -> None:
        """Let one participant be the note-taker, whoever says so first; or no longer."""
        self.put(changes.STAGE, scribe_wanted=wanted, scribe=None)

    def be_scribe(self, participant: Participant) -> None:
        """``participant`` takes notes for the room. Raises Refused when nobody is asked for or another was first."""
        with self.held("scribe_wanted", "scribe"):
            if not self.scribe_wanted or self.scribe_id not in (None, participant.pk):
                raise Refused(_("En anden skriver allerede opsummeringen."))
            self.put(changes.STAGE, scribe=participant)

    def sum_up(self, place: Place, text: str, was: str = "") -> Outcome:
        """The note-taker writes ``text`` at ``place``, from ``was``, as :meth:`fill` does.

        Raises Refused also where the tool has no summaries, or the room has not been.
        """
        with self.held():
            self.question_for("sum up", place)
            return self.fill(place, text, was)[0]
