from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..errors import Refused
from .trail import AuditEvent
from .users import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_user(self, user: User) -> InvitationQuerySet:
        """Those that ``user`` can say yes or no to."""
        ours = self.filter(email=user.email.strip().lower(), workshop__deleted_at=None)
        return ours.select_related("workshop", "by")


class Invitation(models.Model):
    """Someone is asked to run a workshop too, by e-mail: whether there is an account is not told to who asks.

    It waits until whoever has that account says yes, so nobody is put on a workshop without wanting to be.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="invitations")
    email = models.EmailField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "email"], name="one_invitation_an_email")]

    def __str__(self) -> str:
        return self.email

    def accept(self, user: User) -> None:
        """``user`` says yes, and can run the workshop from now on. Raises Refused when it was taken back."""
        with self.workshop.held():
            if Invitation.objects.filter(pk=self.pk).delete()[0]:
                self.workshop.facilitators.add(user)
                AuditEvent.objects.note(AuditEvent.What.ACCEPTED, self.workshop, by=user, workshop=self.workshop_id)
            elif not self.workshop.facilitators.contains(user):
                raise Refused(_("Invitationen er trukket tilbage. Tal med den, der inviterede dig."))

    def drop(self) -> None:
        """Take it back, or say no to it. One that is gone already stays so."""
        with self.workshop.held():
            Invitation.objects.filter(pk=self.pk).delete()
