from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..codes import new_code, new_key
from ..errors import Refused
from .holding import Held
from .participants import Participant

CODE_HOLDS = dt.timedelta(hours=24)


class Joinable(Held):
    """The join code, the key in the QR code's link, and who is in.

    A code can be guessed, with patience; a key cannot, so what is wrong of it is never counted. Both change together.
    """

    code = models.CharField(max_length=6, unique=True, default=new_code)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    link_key = models.CharField(max_length=22, unique=True, default=new_key)
    newcomers_wait = models.BooleanField(default=False)
    heads = models.PositiveSmallIntegerField(_("hvor mange I er"), null=True, blank=True)
    groups = models.JSONField(_("grupper"), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def code_expired(self) -> bool:
        """Whether the join code has been up too long to let more people in."""
        return bool(self.code_expires_at and self.code_expires_at < timezone.now())

    @property
    def can_be_joined(self) -> bool:
        """Whether whoever has the join code can come in."""
        return self.is_open and not self.code_expired

    def check_joining(self) -> None:
        """Raise Refused, with what to do, unless people can join now."""
        if self.is_draft:
            raise Refused(_("Workshoppen er ikke åbnet endnu. Vent et øjeblik, og prøv igen."))
        if self.is_closed:
            raise Refused(_("Workshoppen er slut, så man kan ikke længere komme med."))
        if self.code_expired:
            raise Refused(_("Koden er udløbet. Bed ordstyreren om en ny kode."))

    def renew_code(self) -> None:
        """A new join code, and a new link. Whoever is in must join again, and comes back to the same seat; newcomers
        no longer wait, since they have what nobody had before."""
        with self.held():
            self.have_newcomers_wait(False)
            self.link_key = new_key()
            self.code_expires_at = timezone.now() + CODE_HOLDS
            for _attempt in range(5):
                self.code = new_code()
                try:
                    with transaction.atomic():
                        self.save(update_fields=["code", "link_key", "code_expires_at"])
                    break
                except IntegrityError:
                    continue
            self.tell(changes.STAGE, changes.ACCESS)

    def join(self, participant: Participant | None = None, group: str = "") -> Participant:
        """Give someone a seat; or, when they had one, the same seat under the code that holds now.

        While newcomers wait, the seat of one is of no use before :meth:`let_in`. Raises Refused when nobody can join
        now, or when the facilitator removed that participant.
        """
        with self.held("code", "code_expires_at", "groups", "newcomers_wait"):
            self.check_joining()
            if participant is None:
                participant = Participant(workshop=self.itself, waits=True)
            else:
                participant.see()
            if participant.removed_at:
                raise Refused(
                    _("Ordstyreren har lukket din plads i workshoppen. Tal med ordstyreren, hvis det er en fejl.")
                )
            participant.code = self.code
            participant.waits = participant.waits and self.newcomers_wait
            participant.group = group if group in self.groups else participant.group
            participant.save()
            self.tell(changes.SEATS)
            return participant

    def remove(self, participant: Participant) -> None:
        """Take someone's seat. Their notes stay; the facilitator hides those that should go."""
        with self.held():
            participant.see()
            if participant.removed_at is None:
                participant.removed_at = timezone.now()
                participant.save(update_fields=["removed_at"])
                self.tell(changes.SEATS, changes.ACCESS)

    def have_newcomers_wait(self, wait: bool) -> None:
        """Have those who come in from now on wait for the facilitator's yes; or let in all, now and from now on."""
        with self.held("newcomers_wait"):
            if not wait:
                self.let_in()
            if wait != self.newcomers_wait:
                self.put(changes.STAGE, newcomers_wait=wait)

    def let_in(self, seat: int | None = None) -> int:
        """Say yes to the newcomer with that id, or to all who wait. Returns how many came in."""
        with self.held():
            waiting = Participant.objects.waiting().filter(workshop=self.pk)
            n = (waiting if seat is None else waiting.filter(pk=seat)).update(waits=False)
            if n:
                self.tell(changes.SEATS)
            return n

    def count_heads(self, heads: int | None) -> None:
        """Keep how many people the facilitator counted in the room: one may have several seats, and some have none."""
        self.put(changes.STAGE, heads=heads)
