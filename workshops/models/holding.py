from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..errors import Refused
from .state import HasState


class Held(HasState):
    """Holding a workshop while a verb lasts, and telling the screens what changed.

    ``version`` counts every change. ``stage_version`` is the version of the last change that was not a light one
    (:func:`~workshops.changes.are_light`): what a process keeps of the agenda holds while it stays.
    """

    version = models.PositiveBigIntegerField(default=0)
    stage_version = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def itself(self) -> Any:
        """This, as the workshop it is: its capabilities lie below the class that joins them, and cannot name it."""
        return self

    _is_held = False
    _has_told = False

    @contextmanager
    def held(self, *reads: str, deleted: bool = False) -> Iterator[None]:
        """Hold this workshop's row, for as long as a verb lasts, and see it as it is now.

        Every verb that changes something of a workshop looks at its state in here, and nowhere else. Seen anew are
        ``state``, ``deleted_at``, ``version``, and the fields that ``reads`` names. What the verb changed is counted
        and told by :meth:`tell`; where it tells nothing, nothing is counted. A verb within a verb holds no more.
        Raises Refused when the workshop was deleted, unless ``deleted``.
        """
        if self._is_held:
            self.see(*reads)
            yield
            return
        with transaction.atomic():
            self._take(deleted)
            self.see(*reads)
            self._is_held, self._has_told = True, False
            try:
                yield
            finally:
                self._is_held = False
            if not self._has_told:
                rows = type(self)._default_manager.filter(pk=self.pk, version=self.version)
                rows.update(version=F("version") - 1)
                self.version -= 1

    def _take(self, deleted: bool) -> None:
        """Take the row, by counting a change: one query that waits for whoever has it."""
        with connection.cursor() as cursor:
            cursor.execute(  # not "deleted_at IS NULL": RETURNING gets that wrong in SQLite 3.40
                f"UPDATE {self._meta.db_table} SET version = version + 1 WHERE id = %s "
                "RETURNING version, state, stage_version, deleted_at",
                [self.pk],
            )
            row = cursor.fetchone()
        if row is None or (row[3] and not deleted):
            self.deleted_at = self.deleted_at or timezone.now()
            raise Refused(_("Workshoppen er slettet, så det blev ikke gemt."))
        self.version, self.state, self.stage_version, self.deleted_at = row
        if self.deleted_at:  # as the database writes it
            self.refresh_from_db(fields=["deleted_at"])

    def see(self, *reads: str) -> None:
        """See the fields that ``reads`` names as they are now, and let go of what was worked out before."""
        if reads:
            self.refresh_from_db(fields=list(reads))

    @contextmanager
    def reshaping(self) -> Iterator[None]:
        """Hold it while its agenda, or what is on it, is changed, and tell.

        Raises Refused once the workshop is closed: its report tells of what was asked then.
        """
        with self.held():
            if self.is_closed:
                raise Refused(_("Workshoppen er afsluttet, så det kan ikke ændres nu. Åbn den igen først."))
            yield
            self.tell(changes.STAGE)

    def tell(self, *what: str) -> None:
        """Count what a verb changed, and tell the screens of it once the transaction commits.

        ``what`` names what changed (see :class:`~workshops.changes.Change`).
        """
        assert self._is_held, "A change is told of by whoever holds the workshop."
        self._has_told = True
        if not changes.are_light(what):
            self.stage_version = self.version
            self.save(update_fields=["stage_version"])
        changes.publish(changes.Change(self.pk, self.version, what))

    def changed(self, *what: str) -> None:
        """Count and tell of a change to what the workshop's row does not guard."""
        with self.held(deleted=True):
            self.tell(*what)

    def put(self, what: str, **values: object) -> None:
        """Store fields of the workshop's own, and tell that ``what`` changed."""
        with self.held():
            for name, value in values.items():
                setattr(self, name, value)
            self.save(update_fields=list(values))
            self.tell(what)

    def check_open(self) -> None:
        """Raise Refused unless people can write, for a verb that holds it."""
        if not self.is_open:
            raise Refused(_("Workshoppen er ikke åben, så det kan ikke ændres nu. Åbn den igen først."))
