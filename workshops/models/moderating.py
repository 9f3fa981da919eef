from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..errors import Refused
from ..place import Place
from .linking import Linked
from .revisions import Revision
from .written import Reason, clean


class Moderated(Linked):
    """What the facilitator does with a note, each with a Revision that takes it back."""

    class Meta:
        abstract = True

    def edit(self, text: str) -> Revision:
        """The facilitator corrects the text. Raises Refused on an empty or too long text."""
        return self.revise(text=clean(text))

    def hide(self, reason: str) -> Revision:
        """Keep it off the wall and out of the report. Its writer is told why. Raises Refused when that is no reason."""
        if reason not in Reason.values:
            raise Refused(_("Vælg, hvorfor sedlen skal skjules: den nævner en person, eller den er krænkende."))
        return self.revise(hidden=True, reason=reason)

    def unhide(self) -> Revision:
        """Let it be among the others again: it waits where nobody has shown it yet."""
        return self.revise(hidden=False, reason="")

    def show(self) -> Revision:
        """Say yes to this one, hidden or not."""
        return self.revise(hidden=False, reason="", shown=True)

    def recolour(self, kind: str) -> Revision:
        """Make it another of the kinds its question takes. Raises Refused when it takes no such kind."""
        with self.held():
            return self.revise(kind=self.fitting(kind, "note", "taken"))

    def remove(self) -> Revision | None:
        """Take away a note that the facilitator added. One that is gone already stays so."""
        with self.held(withdrawn=True):
            return Revision.objects.filter(note=self.pk).last() if self.withdrawn else self.revise(withdrawn=True)

    def move(self, place: Place) -> Revision:
        """Put it at another place of the same workshop, without the links to other notes that do not fit there.

        Raises Refused when the place takes no such note.
        """
        with self.held():
            question = self.workshop.question_for("move", place)
            if self.kind not in {each.key for each in question.note_kinds("note", "taken")}:
                raise Refused(_("Sedlens farve passer ikke til det spørgsmål. Vælg et andet."))
            revision = self.revise(topic_id=place.topic, question_id=place.question)
            revision.before["links"] = self.cut_links()
            revision.save(update_fields=["before"])
            return revision

    def take_out(self) -> Revision:
        """Take it out of the notes it was put together with."""
        return self.revise(cluster_id=None)

    def revise(self, **changed: Any) -> Revision:
        """Store fields of it, with what takes that back."""
        with self.held():
            if self.workshop.is_closed:
                self.workshop.see("unlink_at")
            if self.workshop.is_unlinked:
                raise Refused(_("Workshoppen er gjort færdig. Tag det ud af opsamlingen i stedet."))
            before = {name: getattr(self, name) for name in changed}
            revision = Revision.objects.create(note_id=self.pk, before=before, after=changed)
            self.store(tell_writer=True, **changed)
            return revision

    def put_back(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Store ``before`` again of each field that is still as it was ``after``; and the links that were cut."""
        still = {name: before[name] for name in after if getattr(self, name) == after[name]}
        was_at = Place(still.get("topic_id", self.topic_id), still.get("question_id", self.question_id))
        if was_at != self.place and self.workshop.question_at(was_at) is None:
            raise Refused(_("Det sted, sedlen kom fra, er fjernet imens, så flytningen kan ikke fortrydes."))
        self.link_again(before.get("links", []))
        self.store(tell_writer=True, **still)
        self.cut_links()
