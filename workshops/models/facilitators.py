from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .holding import Held
from .invitations import Invitation
from .trail import AuditEvent
from .users import User


class Facilitated(Held):
    """Whose a workshop is, and who runs it."""

    facilitators = models.ManyToManyField(User, related_name="workshops")
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )

    class Meta:
        abstract = True

    def begin(self, owner: User) -> None:
        """It is ``owner``'s, who runs it."""
        with self.held():
            self.owner = owner
            self.save(update_fields=["owner"])
            self.facilitators.add(owner)

    def invite(self, email: str, by: User) -> None:
        """Ask whoever has that e-mail to run it too, once however often.

        Raises Refused when they already do, and in a rehearsal.
        """
        email = email.strip().lower()
        with self.held():
            self.must_be_real()
            if self.facilitators.filter(email__iexact=email).exists():
                raise Refused(_("%s styrer allerede workshoppen.") % email)
            _found, is_new = Invitation.objects.get_or_create(workshop_id=self.pk, email=email, defaults={"by": by})
            if is_new:
                self._note_about(AuditEvent.What.INVITED, email)

    def may_take_off(self, facilitator: User, by: User) -> bool:
        """Whether ``by`` can take ``facilitator`` off: oneself, and others where the workshop is one's own.

        The one whose it is stays, until it was handed over. Where it is nobody's, its facilitators are equals.
        """
        if self.owner_id is None:
            return True
        return facilitator.pk != self.owner_id and by.pk in (facilitator.pk, self.owner_id)

    def take_off(self, facilitator: User, by: User) -> None:
        """Take a facilitator off. Raises Refused when ``by`` may not, or when there would be none left."""
        with self.held("owner"):
            if self.facilitators.count() == 1:
                raise Refused(_("Workshoppen skal have mindst én ordstyrer. Inviter en anden først."))
            if not self.may_take_off(facilitator, by):
                if facilitator == by:
                    raise Refused(_("Du er ansvarlig for workshoppen. Gør en anden ansvarlig, før du forlader den."))
                said = _("Kun %s, som er ansvarlig for workshoppen, kan fjerne en anden ordstyrer.")
                raise Refused(said % self.owner)
            if self.facilitators.contains(facilitator):
                self.facilitators.remove(facilitator)
                self.tell(changes.ACCESS)
                self._note_about(AuditEvent.What.TAKEN_OFF, facilitator)

    def hand_over(self, to: User, by: User) -> None:
        """Make it the facilitator ``to``'s. Raises Refused when it is another's than ``by``'s, or ``to`` is none."""
        with self.held("owner"):
            if self.owner_id not in (None, by.pk, to.pk):
                raise Refused(_("Kun %s, som er ansvarlig for workshoppen, kan give den videre.") % self.owner)
            if not self.facilitators.contains(to):
                raise Refused(_("%s er ikke længere ordstyrer her, så workshoppen kan ikke gives videre.") % to)
            self.owner = to
            self.save(update_fields=["owner"])
            self._note_about(AuditEvent.What.HANDED_OVER, to)

    def pass_on(self, leaving: User) -> None:
        """It becomes that of whoever has run it the longest with ``leaving``, who can no longer act, and still can.

        Where there is nobody, it stays whose it is, until an administrator entrusts it to someone.
        """
        with self.held("owner", deleted=True):
            rows = type(self).facilitators.through._default_manager.filter(workshop=self.pk, user__is_active=True)
            heir = rows.exclude(user=leaving.pk).order_by("pk").values_list("user", flat=True).first()
            if self.owner_id == leaving.pk and heir:
                self.owner_id = heir
                self.save(update_fields=["owner"])
                self._note_about(AuditEvent.What.HANDED_OVER, self.owner)

    def entrust(self, to: User) -> None:
        """Make it ``to``'s, who runs it from now on if not already: an administrator's part, where nobody else can."""
        with self.held("owner"):
            self.owner = to
            self.save(update_fields=["owner"])
            self.facilitators.add(to)
            self._note_about(AuditEvent.What.HANDED_OVER, to)

    def _note_about(self, what: AuditEvent.What, whom: object) -> None:
        """Write down what was done about ``whom``."""
        AuditEvent.objects.note(what, f"{whom} · {self}", workshop=self.pk)
