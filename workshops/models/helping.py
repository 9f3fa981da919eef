from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from ..place import Place, at_places
from .agreements import Agreement
from .notes import HasNotes, NoteQuerySet
from .opening import Openable
from .outcomes import HasOutcomes, Outcome
from .participants import Participant


class Helped(HasNotes, HasOutcomes, Openable):
    """The helper: the one participant who, on their own phone, reads notes through, writes down what the room comes to
    and sums up. Whoever says so first, once the facilitator said yes to that very phone; and no longer than it wants.

    Where the helper reviews, the desk is shown no note that nobody said yes to.
    """

    helper_wanted = models.BooleanField(_("en deltager hjælper på sin telefon"), default=False)
    helper_reviews = models.BooleanField(_("hjælperen læser sedlerne igennem"), default=False)
    helper = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    helper_approved = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def is_helped_by(self, participant: Participant) -> bool:
        """Whether ``participant`` is the helper, and the facilitator said yes to it."""
        return self.helper_approved and self.helper_id == participant.pk

    def notes_on_desk(self) -> NoteQuerySet:
        """The notes that the desk may be shown, kept or not (:meth:`is_on_desk`)."""
        return self.notes.filter(self.is_on_desk())

    def is_on_desk(self) -> models.Q:
        """What is so of every note that the desk may be shown: none that is private, nor, where the helper reviews, one
        that nobody said yes to. What a facilitator wrote for someone is their own."""
        shown = models.Q(shown=True) | models.Q(participant=None)
        found, private = models.Q(), self.stop().private
        if private:
            found &= shown | ~at_places(private)
        if self.helper_reviews:
            found &= shown | models.Q(question__question_set__activity__reviews=False)
        return found

    def ask_for_helper(self, wanted: bool) -> None:
        """Let one participant help, whoever says so first; or no longer. Where the helper reviews, one is wanted."""
        with self.held("helper_wanted", "helper_reviews"):
            wanted = wanted or self.helper_reviews
            if wanted != self.helper_wanted:
                self.put(changes.STAGE, helper_wanted=wanted, helper=None, helper_approved=False)

    def release_helper(self) -> None:
        """Thank the helper: whoever says so first can be the next."""
        self.put(changes.STAGE, helper=None, helper_approved=False)

    def let_helper_review(self, reviews: bool) -> None:
        """Let the helper read the notes through instead of the facilitator; or not."""
        self.put(changes.STAGE, helper_reviews=reviews, **({"helper_wanted": True} if reviews else {}))

    def offer_help(self, participant: Participant) -> None:
        """``participant`` wants to help. Raises Refused when nobody is asked for or another was first."""
        with self.held("helper_wanted", "helper"):
            participant.see()
            if participant.removed_at or not self.helper_wanted:
                raise Refused(_("Ordstyreren beder ikke om en hjælper lige nu. Sig det højt, hvis du vil hjælpe."))
            if self.helper_id not in (None, participant.pk):
                raise Refused(_("En anden er allerede hjælper."))
            if self.helper_id is None:
                self.put(changes.STAGE, helper=participant, helper_approved=False)

    def answer_helper(self, number: int, yes: bool) -> None:
        """Say yes to the phone that shows ``number``, or no. Raises Refused when another one has asked meanwhile."""
        with self.held("helper", "helper_approved"):
            if self.helper is None or self.helper.number != number or (self.helper_approved and not yes):
                raise Refused(_("Den telefon spørger ikke længere. Se på tallet igen."))
            if yes:
                self.put(changes.STAGE, helper_approved=True)
            else:
                self.put(changes.STAGE, helper=None, helper_approved=False)

    def remove(self, participant: Participant) -> None:
        """Take someone's seat, and with it the helper's part."""
        with self.held("helper"):
            super().remove(participant)
            if self.helper_id == participant.pk:
                self.put(changes.STAGE, helper=None, helper_approved=False)

    def sum_up(self, place: Place, text: str, was: str = "") -> Outcome:
        """The helper writes ``text`` at ``place``, from ``was``, as :meth:`fill` does.

        Raises Refused also where the tool has no summaries, or the room has not been.
        """
        with self.held():
            self.question_for("sum up", place)
            return self.fill(place, text, was)[0]

    def agree(self, agreement: Agreement) -> None:
        """The helper writes down what the room came to, where it is. Raises Refused unless the workshop is open."""
        with self.held():
            self.check_open()
            agreement.write_down()
