from __future__ import annotations

import datetime as dt

from django.utils import timezone

from .mandate import MANDATE
from .users import User
from .workshop import Workshop, WorkshopQuerySet

KEPT_FOR = dt.timedelta(hours=24)


def rehearse(workshop: Workshop, by: User) -> Workshop:
    """A marked copy of ``workshop`` to try out alone, in the place of one of theirs that was begun before.

    It is opened; when it ends nothing of it is left (:meth:`Workshop.delete_for_good`). Raises Refused where it is a
    rehearsal itself.
    """
    with workshop.held(*MANDATE):
        workshop.must_be_real()
        for begun in Workshop.objects.filter(rehearses=workshop.pk, owner=by):
            begun.delete_for_good()
        twin = workshop.duplicate(by)
        twin.title, twin.rehearses, twin.follows = workshop.title, workshop.itself, workshop.follows
        twin.helper_wanted = twin.helper_reviews = False
        twin.facilitators.set([by])
        for name in MANDATE:
            setattr(twin, name, getattr(workshop, name))
        twin.save(update_fields=["title", "rehearses", "follows", "helper_wanted", "helper_reviews", *MANDATE])
        twin.open()
        return twin


def overdue() -> WorkshopQuerySet:
    """The rehearsals that were begun so long ago that they are over."""
    return Workshop.objects.filter(rehearses__isnull=False, created_at__lte=timezone.now() - KEPT_FOR)
