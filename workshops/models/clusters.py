from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import changes, texts
from ..errors import Refused
from . import agendas
from .activities import Activity
from .notes import HasNotes, Note
from .revisions import Revision

MAX_HEADING = 80


class Cluster(models.Model):
    """Notes of an activity that belong together, under a heading of the room's own. One without notes is on no screen.

    It is never deleted, so that what is taken apart can be put together again.
    """

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="clusters")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="clusters")
    heading = models.CharField(_("overskrift"), max_length=MAX_HEADING)
    position = models.PositiveSmallIntegerField(default=0)  # 0 until somebody moved one: then the largest is first

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.heading

    def rename(self, heading: str) -> Revision | None:
        """Give it another heading. Returns what takes that back. Raises Refused on an empty or too long one."""
        with self.workshop.held():
            self.refresh_from_db(fields=["heading"])
            return self._revise({"heading": self.heading}, {"heading": headed(heading)})

    def stands(self, size: int) -> tuple[bool, int, int, int]:
        """What it is sorted by among the others, with so many notes in it: those that were moved come first."""
        return self.position == 0, self.position, -size, self.pk

    def move(self, by: int) -> Revision | None:
        """Move it so many places forward (-1) or back (1) among those that have notes. Returns what takes that back."""
        with self.workshop.held():
            seen = self.workshop.notes.visible().filter(cluster__activity=self.activity_id)
            sizes = Counter(seen.values_list("cluster", flat=True))
            filled = Cluster.objects.filter(pk__in=sizes)
            order = sorted(filled, key=lambda each: each.stands(sizes[each.pk]))
            here = next((index for index, each in enumerate(order) if each.pk == self.pk), None)
            if here is None:
                raise Refused(_("Bunken er tom. Læg noget i den først."))
            before = {str(each.pk): each.position for each in order}
            order.insert(max(0, here + by), order.pop(here))
            after = {str(each.pk): position for position, each in enumerate(order, 1)}
            return self._revise({"order": before}, {"order": after})

    def _revise(self, before: dict[str, Any], after: dict[str, Any]) -> Revision | None:
        """Store ``after`` where ``before`` stood, and return what takes that back; the workshop is held."""
        if before == after:
            return None
        self._store(after)
        if self.workshop.is_closed:
            self.workshop.see("unlink_at")
        if self.workshop.is_unlinked:
            return None  # nothing tells what stood there before
        return Revision.objects.create(cluster=self, before=before, after=after)

    def put_back(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Undo a change of the heading, or of the order, unless someone changed it again; the workshop is held."""
        order = Cluster.objects.filter(pk__in=after.get("order", ()))
        now = {"heading": self.heading, "order": {str(each.pk): each.position for each in order}}
        if all(now[name] == value for name, value in after.items()):
            self._store(before)

    def _store(self, values: dict[str, Any]) -> None:
        if "heading" in values:
            self.heading = values["heading"]
            self.save(update_fields=["heading"])
        if "order" in values:
            moved = [Cluster(pk=int(pk), position=position) for pk, position in values["order"].items()]
            Cluster.objects.bulk_update(moved, ["position"])
        self.workshop.tell_and_amend(changes.CLUSTERS)

    def split(self) -> Revision | None:
        """Take all notes out of it, hidden ones, too."""
        with self.workshop.held():
            return _put(self.workshop, self.workshop.notes.kept().filter(cluster=self.pk), None)


class HasClusters(HasNotes):
    """Putting notes together that belong together."""

    clusters: models.QuerySet[Cluster]

    class Meta:
        abstract = True

    def put_together(
        self, numbers: Iterable[int], heading: str = "", into: int | None = None
    ) -> tuple[Cluster, Revision | None]:
        """Put the notes with these numbers into the cluster ``into``, or into a new one.

        Without ``heading`` a new one has a number: a note's words would stay on it when the note is held back. A note
        that was in another cluster leaves it. Returns the cluster and what takes it back. Raises Refused where the room
        puts nothing together now, none of the notes is seen here, the cluster is gone or the heading is too long.
        """
        agendas.at_hand(self)  # before the transaction: inside one it would be loaded for this alone
        with self.held():
            here = agendas.at_hand(self).stop
            if not (here.step.gathers and here.activity) or here.step.dots or here.step.picks:
                raise Refused(_("Sedler lægges i bunker, når I ser dem samlet, og ikke mens der sættes prikker."))
            notes = list(self.notes.at(here.places).visible().filter(number__in=set(numbers)))
            if not notes:
                raise Refused(_("Vælg de sedler, der skal ligge sammen."))
            if into is None:
                named = headed(heading or _("Bunke %d") % (self.clusters.count() + 1))
                cluster = Cluster.objects.create(workshop=self.itself, activity=here.activity, heading=named)
            elif (found := self.clusters.filter(pk=into, activity=here.activity).first()) is None:
                raise Refused(_("Bunken findes ikke længere. Vælg en anden."))
            else:
                cluster = found
            return cluster, _put(self, notes, cluster)

    def merge(self, one: int, other: int) -> tuple[Cluster, Revision | None]:
        """Put all that is in the cluster ``other`` into the cluster ``one``. Raises Refused as :meth:`put_together`."""
        with self.held():
            theirs = self.notes.kept().filter(cluster=other)
            cluster, revision = self.put_together(list(theirs.values_list("number", flat=True)), into=one)
            return cluster, _put(self, theirs.all(), cluster, revision)  # those that are hidden follow the others


def headed(heading: str) -> str:
    """A heading as it is stored. Raises Refused when nothing is left or it is too long."""
    heading = texts.line(heading)
    if not heading:
        raise Refused(_("Giv bunken en overskrift."))
    if len(heading) > MAX_HEADING:
        said = {"now": len(heading), "most": MAX_HEADING}
        raise Refused(_("Overskriften er for lang: %(now)d tegn. Brug højst %(most)d.") % said)
    return heading


def _put(
    workshop: HasNotes, notes: Iterable[Note], cluster: Cluster | None, revision: Revision | None = None
) -> Revision | None:
    """Put ``notes`` into ``cluster``, or out of any, and return what takes all of it back, ``revision`` too; the
    workshop is held."""
    for note in notes:
        note.workshop = workshop.itself
        if note.cluster_id != (cluster.pk if cluster else None):
            made = note.revise(cluster_id=cluster.pk if cluster else None)
            made.also = revision
            made.save(update_fields=["also"])
            revision = made
    return revision
